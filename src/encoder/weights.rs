//! Tensors of safetensors files, one at a time, so that a model is never in memory twice.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read;

use candle_core::{DType, Device, Tensor};
use safetensors::Dtype;
use safetensors::tensor::Metadata;
use serde::Deserialize;
use sha2::Digest;

use super::folder::Folder;
use super::network::plain;
use crate::text::Error;

/// Most bytes of a header, as the format has it.
const HEADER: u64 = 100_000_000;

/// Tensors by name.
pub(super) type Tensors = HashMap<String, Tensor>;

/// Where the tensors of a model in several files are.
#[derive(Deserialize)]
struct Index {
    weight_map: BTreeMap<String, String>,
}

/// All tensors that `wanted` gives a name, from `model.safetensors` below `place`, or from the
/// files that its index lists.
pub(super) fn load(
    folder: &mut Folder,
    place: &str,
    wanted: impl Fn(&str) -> Option<String>,
) -> Result<Tensors, Error> {
    let single = join(place, "model.safetensors");
    if folder.has(&single) {
        let mut tensors = Tensors::new();
        read(folder, &single, &wanted, &mut tensors)?;
        return Ok(tensors);
    }
    let index = join(place, "model.safetensors.index.json");
    let Some(Index { weight_map }) = folder.json::<Index>(&index)? else {
        let pickled = join(place, "pytorch_model.bin");
        let reason = if folder.has(&pickled) {
            "is missing; weights in `pytorch_model.bin` must be saved as safetensors first"
        } else {
            "is missing"
        };
        return Err(folder.error(&single, reason));
    };
    let files: BTreeSet<&String> = weight_map.values().collect();
    let mut tensors = Tensors::new();
    for file in files {
        if file.contains(['/', '\\']) || !file.ends_with(".safetensors") {
            let reason = format!("names `{file}`, which is no file of weights in the folder");
            return Err(folder.error(&index, reason));
        }
        read(folder, &join(place, file), &wanted, &mut tensors)?;
    }
    Ok(tensors)
}

/// A file below a folder of the model; the model's own folder is "".
pub(super) fn join(place: &str, file: &str) -> String {
    if place.is_empty() {
        file.to_owned()
    } else {
        format!("{place}/{file}")
    }
}

fn read(
    folder: &mut Folder,
    name: &str,
    wanted: impl Fn(&str) -> Option<String>,
    tensors: &mut Tensors,
) -> Result<(), Error> {
    const SIZE: u64 = size_of::<u64>() as u64;
    let (mut file, length) = folder.open(name)?;
    let broken = |reason: String| folder.error(name, reason);
    let mut digest = folder.begin(name, length);
    let mut take = |bytes: &mut [u8]| {
        file.read_exact(bytes)
            .map_err(|error| broken(format!("cannot be read: {error}")))?;
        digest.update(bytes);
        Ok(())
    };
    let mut size = [0; 8];
    take(&mut size)?;
    let size = u64::from_le_bytes(size);
    if size > HEADER.min(length.saturating_sub(SIZE)) {
        let reason = "is no safetensors file: its header is too long";
        return Err(broken(reason.to_owned()));
    }
    let mut header = vec![0; size as usize];
    take(&mut header)?;
    let header: Metadata = serde_json::from_slice(&header)
        .map_err(|error| broken(format!("is no safetensors file: {error}")))?;
    let listed = (header.data_len() as u64).saturating_add(SIZE + size);
    if listed != length {
        return Err(broken(format!(
            "has {length} bytes where its header lists {listed}"
        )));
    }
    for key in header.offset_keys() {
        let Some(info) = header.info(&key) else {
            continue;
        };
        let (start, end) = info.data_offsets;
        let mut bytes = vec![0; end - start];
        take(&mut bytes)?;
        let kind = match info.dtype {
            Dtype::F32 => DType::F32,
            Dtype::F16 => DType::F16,
            Dtype::BF16 => DType::BF16,
            Dtype::F64 => DType::F64,
            // Numbers of positions and the like, which nobody needs.
            _ => continue,
        };
        let Some(own) = wanted(&key) else { continue };
        let tensor = Tensor::from_raw_buffer(&bytes, kind, &info.shape, &Device::Cpu)
            .and_then(|tensor| tensor.to_dtype(DType::F32))
            .map_err(|error| broken(format!("tensor `{key}`: {}", plain(&error))))?;
        tensors.insert(own, tensor);
    }
    folder.end(digest);
    Ok(())
}

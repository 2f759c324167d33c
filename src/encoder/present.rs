//! The encoder itself.

use std::borrow::Cow;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

use candle_core::{Device, Tensor};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use tokenizers::{PostProcessor, Tokenizer, TruncationParams};

use super::folder::{Folder, Plan};
use super::network::{Network, plain};
use super::weights::{self, join};
use crate::text::Error;

/// Values of a tensor that candle does not divide among threads. Larger ones wait for all threads
/// at every step, which takes ages where other programs want the cores too, so batches are kept
/// smaller and each goes through the network on one core.
const TENSOR: usize = 64 * 1024 - 1;

/// Bytes of a text for each token that it may have. Longer texts are cut there before they are
/// divided, since their ends cannot matter.
const TOKEN_BYTES: usize = 128;

/// A sentence encoder: a model in memory, ready to turn texts into vectors.
pub struct Encoder {
    folder: String,
    name: String,
    tokenizer: Tokenizer,
    network: Network,
    plan: Plan,
    /// A pool of one thread for each core.
    cores: Vec<ThreadPool>,
}

impl fmt::Debug for Encoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Encoder({})", self.name)
    }
}

impl Encoder {
    /// Opens the model in a folder. `prefix` stands before every text, such as `query: ` for the
    /// models called e5; `None` takes what the folder says.
    ///
    /// # Errors
    /// A file is missing, broken, or asks for something that is not supported; the error names
    /// the file.
    pub fn open(path: &str, prefix: Option<&str>) -> Result<Self, Error> {
        let mut folder = Folder::new(path)?;
        let mut plan = folder.plan()?;
        if let Some(prefix) = prefix {
            prefix.clone_into(&mut plan.prefix);
        }
        let tokenizer = tokenizer(&mut folder, &plan)?;
        let tensors = weights::load(&mut folder, &plan.place, |key| {
            let key = key
                .strip_prefix("bert.")
                .or_else(|| key.strip_prefix("roberta."))
                .unwrap_or(key);
            // The first checkpoints of BERT have TensorFlow's names.
            let key = key.replace(".gamma", ".weight").replace(".beta", ".bias");
            (key.starts_with("embeddings.") || key.starts_with("encoder.")).then_some(key)
        })?;
        let network = Network::new(&plan.config, tensors).map_err(|error| {
            let name = join(&plan.place, "model.safetensors");
            folder.error(
                &name,
                format!("does not fit `config.json`: {}", plain(&error)),
            )
        })?;
        let config = &plan.config;
        let name = format!(
            "{}-{}x{}-{}",
            config.model_type.name(),
            config.num_hidden_layers,
            config.hidden_size,
            folder.digest(&plan.prefix),
        );
        let encoder = Encoder {
            folder: path.to_owned(),
            name,
            tokenizer,
            network,
            plan,
            cores: cores()?,
        };
        // What does not work shows here and not in the middle of the work.
        encoder.encode(&["."])?;
        Ok(encoder)
    }

    /// What a signature calls the model: its kind, layers and width, and a digest of its files and
    /// the prefix.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Values of a vector.
    pub fn dimensions(&self) -> usize {
        self.plan.dimensions
    }

    /// A unit vector for each text, one after the other; zeros for one of white space. What a text has
    /// beyond the most tokens of the model is left out.
    ///
    /// Texts of equal length go through the network together, so that nothing is filled up, and
    /// equal texts once.
    ///
    /// # Errors
    /// The model computes what is no number, or its tokenizer and its network do not go together.
    pub fn encode(&self, texts: &[&str]) -> Result<Vec<f32>, Error> {
        let tokens: Vec<Vec<u32>> = texts
            .par_iter()
            .map(|text| self.tokens(text))
            .collect::<Result<_, _>>()?;
        let mut order: Vec<usize> = (0..texts.len())
            .filter(|text| !tokens[*text].is_empty())
            .collect();
        let key = |text: &usize| (tokens[*text].len(), &tokens[*text], *text);
        // The longest first, so that no core is left with much at the end.
        order.sort_by(|a, b| key(b).cmp(&key(a)));
        let groups: Vec<&[usize]> = order.chunk_by(|a, b| tokens[*a] == tokens[*b]).collect();
        let length = |group: &[usize]| tokens[group[0]].len();
        let most = TENSOR / self.plan.config.intermediate_size.max(1) as usize;
        let batches: Vec<&[&[usize]]> = groups
            .chunk_by(|a, b| length(a) == length(b))
            .flat_map(|same| same.chunks((most / length(same[0])).max(1)))
            .collect();
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            while let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
                let together = batch.iter().flat_map(|group| &tokens[group[0]]);
                let shape = (batch.len(), length(batch[0]));
                let rows = self.forward(together.copied().collect(), shape)?;
                done.push((*batch, rows));
            }
            Ok(done)
        };
        let done: Vec<Vec<_>> = self
            .cores
            .par_iter()
            .map(|core| core.install(work))
            .collect::<Result<_, Error>>()?;
        let dimensions = self.dimensions();
        let mut vectors = vec![0.0; texts.len() * dimensions];
        for (batch, rows) in done.into_iter().flatten() {
            for (group, row) in batch.iter().zip(rows.chunks_exact(dimensions)) {
                for text in *group {
                    vectors[text * dimensions..][..dimensions].copy_from_slice(row);
                }
            }
        }
        Ok(vectors)
    }

    /// The tokens of a text; none if there is nothing in it.
    fn tokens(&self, text: &str) -> Result<Vec<u32>, Error> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Vec::new());
        }
        let mut end = text.len().min(self.plan.tokens * TOKEN_BYTES);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let mut text = Cow::Borrowed(&text[..end]);
        if !self.plan.prefix.is_empty() {
            text = Cow::Owned(format!("{}{text}", self.plan.prefix));
        }
        if self.plan.lower_case {
            text = Cow::Owned(text.to_lowercase());
        }
        let tokens = self
            .tokenizer
            .encode_fast(text, true)
            .map_err(|error| self.error(format!("cannot divide a text into tokens: {error}")))?;
        let tokens = tokens.get_ids();
        let limit = self.plan.config.vocab_size;
        match tokens.iter().find(|token| **token >= limit) {
            Some(token) => Err(self.error(format!(
                "makes token {token}, but `vocab_size` in `config.json` is {limit}"
            ))),
            None => Ok(tokens.to_vec()),
        }
    }

    fn error(&self, reason: String) -> Error {
        let name = join(&self.plan.place, "tokenizer.json");
        Error::file(&join(&self.folder, &name), reason)
    }

    /// Unit vectors one after the other.
    fn forward(&self, tokens: Vec<u32>, shape: (usize, usize)) -> Result<Vec<f32>, Error> {
        let run = || {
            let tokens = Tensor::from_vec(tokens, shape, &Device::Cpu)?;
            let mut values = self.network.forward(&tokens)?;
            for step in &self.plan.steps {
                values = step.run(&values)?;
            }
            values.flatten_all()?.to_vec1::<f32>()
        };
        let mut rows = run().map_err(|error: candle_core::Error| {
            Error::file(
                &self.folder,
                format!("the model cannot be run: {}", plain(&error)),
            )
        })?;
        for row in rows.chunks_exact_mut(self.dimensions()) {
            // Vectors are compared by their cosine, whether the model asks for length 1 or not.
            let square: f64 = row.iter().map(|value| f64::from(*value).powi(2)).sum();
            let length = square.sqrt();
            if !length.is_finite() {
                return Err(Error::file(
                    &self.folder,
                    "the model computes what is no number",
                ));
            }
            if length > 0.0 {
                for value in row {
                    *value = (f64::from(*value) / length) as f32;
                }
            }
        }
        Ok(rows)
    }
}

fn cores() -> Result<Vec<ThreadPool>, Error> {
    (0..rayon::current_num_threads())
        .map(|_| ThreadPoolBuilder::new().num_threads(1).build())
        .collect::<Result<_, _>>()
        .map_err(|error| Error::Usage(format!("no threads to work with: {error}")))
}

/// The tokenizer, which cuts texts at what the model can hold and fills up none.
fn tokenizer(folder: &mut Folder, plan: &Plan) -> Result<Tokenizer, Error> {
    let name = join(&plan.place, "tokenizer.json");
    let bytes = folder.bytes(&name)?;
    let fault = |error| folder.error(&name, format!("cannot be understood: {error}"));
    let mut tokenizer = Tokenizer::from_bytes(bytes).map_err(fault)?;
    let marks = tokenizer
        .get_post_processor()
        .map_or(0, |processor| processor.added_tokens(false));
    if marks >= plan.tokens {
        let reason = format!(
            "adds {marks} tokens where the model can hold {}",
            plan.tokens
        );
        return Err(folder.error(&name, reason));
    }
    tokenizer.with_padding(None);
    tokenizer
        .with_truncation(Some(TruncationParams {
            max_length: plan.tokens,
            ..TruncationParams::default()
        }))
        .map_err(fault)?;
    Ok(tokenizer)
}

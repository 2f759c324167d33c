//! What sentence-transformers makes of the last layer: one vector for a text.

use candle_core::{DType, IndexOp, Result, Tensor};
use serde::Deserialize;

use super::folder::Folder;
use super::weights::{self, join};
use crate::text::Error;

/// A step from the last layer to the vector of a text.
#[derive(Debug)]
pub(super) enum Step {
    /// The mean of all tokens.
    Mean,
    /// The first token.
    First,
    /// A matrix, and a function of each value.
    Dense {
        /// Rows are what comes out.
        weight: Tensor,
        bias: Option<Tensor>,
        activation: Activation,
    },
    /// To length 1.
    Normalize,
}

impl Step {
    /// Vectors by row; the first step gets texts × tokens × values.
    pub fn run(&self, values: &Tensor) -> Result<Tensor> {
        match self {
            Step::Mean => values.mean(1),
            Step::First => values.i((.., 0))?.contiguous(),
            Step::Dense {
                weight,
                bias,
                activation,
            } => {
                let mut values = values.matmul(&weight.t()?)?;
                if let Some(bias) = bias {
                    values = values.broadcast_add(bias)?;
                }
                match activation {
                    Activation::Identity => Ok(values),
                    Activation::Tanh => values.tanh(),
                }
            }
            Step::Normalize => {
                let length = values.sqr()?.sum_keepdim(1)?.sqrt()?;
                // As PyTorch does, lest a vector of zeros become one of no numbers.
                values.broadcast_div(&length.maximum(1e-12)?)
            }
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Activation {
    Identity,
    Tanh,
}

/// `config.json` of a module of pooling.
#[derive(Deserialize)]
struct PoolingConfig {
    /// Newer versions have this in place of the flags.
    pooling_mode: Option<String>,
    #[serde(default)]
    pooling_mode_cls_token: bool,
    #[serde(default)]
    pooling_mode_mean_tokens: bool,
    #[serde(default)]
    pooling_mode_max_tokens: bool,
    #[serde(default)]
    pooling_mode_mean_sqrt_len_tokens: bool,
    #[serde(default)]
    pooling_mode_weightedmean_tokens: bool,
    #[serde(default)]
    pooling_mode_lasttoken: bool,
    #[serde(default = "yes")]
    include_prompt: bool,
}

fn yes() -> bool {
    true
}

/// Reads a module of pooling; the mean where nothing is said.
pub(super) fn pooling(folder: &mut Folder, place: &str) -> std::result::Result<Step, Error> {
    let name = join(place, "config.json");
    let Some(config) = folder.json::<PoolingConfig>(&name)? else {
        return Ok(Step::Mean);
    };
    if !config.include_prompt {
        let reason = "`include_prompt` is false, which is not supported";
        return Err(folder.error(&name, reason));
    }
    let flags = [
        (config.pooling_mode_cls_token, "cls"),
        (config.pooling_mode_mean_tokens, "mean"),
        (config.pooling_mode_max_tokens, "max"),
        (config.pooling_mode_mean_sqrt_len_tokens, "mean_sqrt_len"),
        (config.pooling_mode_weightedmean_tokens, "weightedmean"),
        (config.pooling_mode_lasttoken, "lasttoken"),
    ];
    let flags = flags.into_iter().filter(|(set, _)| *set);
    let modes: Vec<String> = match config.pooling_mode {
        Some(mode) => vec![mode],
        None => flags.map(|(_, mode)| mode.to_owned()).collect(),
    };
    match modes.join(" and ").as_str() {
        "mean" => Ok(Step::Mean),
        "cls" => Ok(Step::First),
        "" => Err(folder.error(&name, "names no kind of pooling")),
        other => {
            let reason = format!("asks for pooling by {other}; mean or cls is supported");
            Err(folder.error(&name, reason))
        }
    }
}

/// `config.json` of a dense module.
#[derive(Deserialize)]
struct DenseConfig {
    in_features: usize,
    out_features: usize,
    #[serde(default = "yes")]
    bias: bool,
    activation_function: Option<String>,
}

/// Reads a dense module that gets vectors of some width, and sets the width of what comes out.
pub(super) fn dense(
    folder: &mut Folder,
    place: &str,
    width: &mut usize,
) -> std::result::Result<Step, Error> {
    let name = join(place, "config.json");
    let config: DenseConfig = folder.needed(&name)?;
    if config.in_features != *width || config.out_features == 0 {
        let reason = format!(
            "`in_features` {} and `out_features` {} do not fit vectors of {width} values",
            config.in_features, config.out_features,
        );
        return Err(folder.error(&name, reason));
    }
    *width = config.out_features;
    let function = config.activation_function.as_deref().unwrap_or("Tanh");
    let activation = match function.rsplit('.').next() {
        Some("Tanh") => Activation::Tanh,
        Some("Identity") => Activation::Identity,
        _ => {
            let reason = format!("`{function}` is not supported; Tanh or Identity is");
            return Err(folder.error(&name, reason));
        }
    };
    let mut tensors = weights::load(folder, place, |key| {
        key.strip_prefix("linear.").map(str::to_owned)
    })?;
    let mut tensor = |key: &str, shape: &[usize]| {
        let tensor = tensors
            .remove(key)
            .filter(|tensor| tensor.dims() == shape && tensor.dtype() == DType::F32);
        let file = join(place, "model.safetensors");
        tensor
            .ok_or_else(|| folder.error(&file, format!("has no `linear.{key}` of shape {shape:?}")))
    };
    let (rows, columns) = (config.out_features, config.in_features);
    Ok(Step::Dense {
        weight: tensor("weight", &[rows, columns])?,
        bias: config.bias.then(|| tensor("bias", &[rows])).transpose()?,
        activation,
    })
}

//! Sentence encoders of the user's own, behind `--model`: texts become unit vectors whose cosine
//! says how near they are in meaning, across languages.
//!
//! A model is a folder in the layout of Hugging Face: `config.json`, `tokenizer.json` and
//! `model.safetensors` of a BERT or XLM-R, and what sentence-transformers keeps beside them about
//! pooling (`folder`). `weights` reads tensors, `network` runs them with candle on the processor
//! in single precision.
//!
//! candle and `tokenizers` are large, so all this is the optional feature `encoder`. Without it
//! there is an [`Encoder`] too, which cannot be opened; callers need not know the difference.
//!
//! The stage stands beside `read` in the order: bytes of files and texts go in, plain vectors come
//! out, and nothing but the driver knows who wants them.

mod centre;
pub use centre::centre;

#[cfg(feature = "encoder")]
mod folder;
#[cfg(feature = "encoder")]
mod network;
#[cfg(feature = "encoder")]
mod pooling;
#[cfg(feature = "encoder")]
mod present;
#[cfg(feature = "encoder")]
mod weights;
#[cfg(feature = "encoder")]
pub use present::Encoder;

#[cfg(not(feature = "encoder"))]
mod absent;
#[cfg(not(feature = "encoder"))]
pub use absent::Encoder;

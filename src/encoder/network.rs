//! The transformer, run by candle.

use candle_core::{DType, Device, Result, Tensor};
use candle_nn::VarBuilder;
use candle_transformers::models::{bert, xlm_roberta};

use super::folder::{Activation, Architecture, Config};
use super::weights::Tensors;

/// A network of one of the known kinds.
pub(super) enum Network {
    Bert(bert::BertModel),
    XlmRoberta(xlm_roberta::XLMRobertaModel),
}

impl Network {
    /// Puts the tensors in their places.
    pub fn new(config: &Config, tensors: Tensors) -> Result<Self> {
        let tensors = VarBuilder::from_tensors(tensors, DType::F32, &Device::Cpu);
        Ok(match config.model_type {
            Architecture::Bert => {
                let config = bert::Config {
                    vocab_size: config.vocab_size as usize,
                    hidden_size: config.hidden_size as usize,
                    num_hidden_layers: config.num_hidden_layers as usize,
                    num_attention_heads: config.num_attention_heads as usize,
                    intermediate_size: config.intermediate_size as usize,
                    hidden_act: match config.hidden_act {
                        Activation::Gelu => bert::HiddenAct::Gelu,
                        Activation::GeluNew => bert::HiddenAct::GeluApproximate,
                        Activation::Relu => bert::HiddenAct::Relu,
                    },
                    max_position_embeddings: config.max_position_embeddings as usize,
                    type_vocab_size: config.type_vocab_size as usize,
                    layer_norm_eps: config.layer_norm_eps,
                    pad_token_id: config.pad() as usize,
                    // No other names than these are tried.
                    model_type: None,
                    ..bert::Config::default()
                };
                Network::Bert(bert::BertModel::load(tensors, &config)?)
            }
            Architecture::XlmRoberta => {
                let config = xlm_roberta::Config {
                    hidden_size: config.hidden_size as usize,
                    layer_norm_eps: config.layer_norm_eps,
                    attention_probs_dropout_prob: 0.0,
                    hidden_dropout_prob: 0.0,
                    num_attention_heads: config.num_attention_heads as usize,
                    position_embedding_type: "absolute".to_owned(),
                    intermediate_size: config.intermediate_size as usize,
                    hidden_act: match config.hidden_act {
                        Activation::Gelu => candle_nn::Activation::Gelu,
                        Activation::GeluNew => candle_nn::Activation::NewGelu,
                        Activation::Relu => candle_nn::Activation::Relu,
                    },
                    num_hidden_layers: config.num_hidden_layers as usize,
                    vocab_size: config.vocab_size as usize,
                    max_position_embeddings: config.max_position_embeddings as usize,
                    type_vocab_size: config.type_vocab_size as usize,
                    pad_token_id: config.pad(),
                };
                Network::XlmRoberta(xlm_roberta::XLMRobertaModel::new(&config, tensors)?)
            }
        })
    }

    /// Texts × tokens × values of the last layer, from texts × tokens, none of them filled up.
    pub fn forward(&self, tokens: &Tensor) -> Result<Tensor> {
        let kinds = tokens.zeros_like()?;
        match self {
            Network::Bert(model) => model.forward(tokens, &kinds, None),
            Network::XlmRoberta(model) => {
                let mask = tokens.ones_like()?;
                model.forward(tokens, &mask, &kinds, None, None, None)
            }
        }
    }
}

/// What candle says is wrong, on one line: it adds a backtrace where the environment asks for one.
pub(super) fn plain(error: &candle_core::Error) -> String {
    let text = error.to_string();
    text.lines().next().unwrap_or_default().to_owned()
}

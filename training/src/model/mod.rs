//! The static multilingual model: vectors of words and n-grams, learnt so that a sentence finds
//! its translation.

mod corpora;
mod loss;
mod matrix;
mod random;
mod retrieval;
mod table;
mod train;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use bilint::lexicon::{Lexicon, MOST_ROWS, pack};

use crate::Shared;
use crate::ntrex::Ntrex;
use corpora::Corpora;
use loss::Loss;
use table::{Makeup, Size};
use train::Descent;

/// What to learn from, how, and where to write.
#[derive(Debug, Clone, clap::Args)]
pub struct Settings {
    /// A further folder of CORPUS/LANG-LANG.tsv beside the shared one; any number
    #[arg(long)]
    data: Vec<PathBuf>,
    /// Leave the shared folder out
    #[arg(long)]
    without_shared: bool,
    /// Where the model is written; `src/data/lexicon.bin` unless said
    #[arg(long)]
    out: Option<PathBuf>,
    /// A file counts for its lines to this power
    #[arg(long, default_value_t = 0.7)]
    power: f64,
    /// Rows of whole words; n-grams have the rest
    #[arg(long, default_value_t = 130_000)]
    word_rows: usize,
    /// Rows of n-grams that are learnt, more than ship
    #[arg(long, default_value_t = 200_000)]
    gram_rows: usize,
    /// Rows that ship
    #[arg(long, default_value_t = MOST_ROWS)]
    rows: usize,
    /// Words that occur less often have no row of their own
    #[arg(long, default_value_t = 3)]
    least: u32,
    #[command(flatten)]
    loss: Loss,
    #[command(flatten)]
    descent: Descent,
}

/// Learns, writes and measures a model.
pub fn run(shared: &Shared, root: &Path, settings: &Settings) -> io::Result<()> {
    let mut folders = settings.data.clone();
    if !settings.without_shared {
        folders.extend(shared.path("parallel"));
    }
    let corpora = Corpora::read(&folders, settings.power)?;
    let (lines, files) = (corpora.lines(), corpora.files.len());
    println!("{lines} pairs in {files} files");
    let lines = lines_of(&corpora);
    let out = settings.out.clone().unwrap_or_else(|| root.join(SHIPPED));
    let packed = learn(&corpora, settings);
    fs::write(&out, &packed)?;
    fs::write(beside(root, settings.out.as_deref()), table_of(&lines))?;
    let checksum = crate::split::hash(&packed);
    println!("{} bytes, FNV-1a {checksum:016x}", packed.len());
    measure(shared, packed, &lines)
}

/// Measures a model.
pub fn retrieval(shared: &Shared, root: &Path, model: Option<&Path>) -> io::Result<()> {
    let path = model.map_or_else(|| root.join(SHIPPED), Path::to_path_buf);
    let lines = fs::read_to_string(beside(root, model)).unwrap_or_default();
    let lines = bilint::data::rows(&lines)
        .filter_map(|row| Some((row[0].to_owned(), row.get(1)?.parse().ok()?)))
        .collect();
    measure(shared, fs::read(path)?, &lines)
}

const SHIPPED: &str = "src/data/lexicon.bin";

/// Where it stands from how many lines of each language a model was learnt: beside it, but not
/// among what ships.
fn beside(root: &Path, model: Option<&Path>) -> PathBuf {
    model.map_or_else(
        || root.join("training/lexicon-lines.tsv"),
        |model| model.with_extension("lines.tsv"),
    )
}

fn learn(corpora: &Corpora, settings: &Settings) -> Vec<u8> {
    let words = settings.word_rows.min(settings.rows);
    let makeup = Makeup::new(
        corpora,
        Size {
            words,
            grams: settings.gram_rows,
            shipped: settings.rows,
            least: settings.least,
        },
    );
    println!("{} rows are learnt", makeup.len());
    let table = train::train(corpora, &makeup, &settings.loss, &settings.descent);
    pack(table.entries(&makeup, corpora))
}

fn measure(shared: &Shared, packed: Vec<u8>, lines: &BTreeMap<String, usize>) -> io::Result<()> {
    let lexicon = Lexicon::parse(packed.leak()).map_err(io::Error::other)?;
    if let Some(ntrex) = Ntrex::read(shared) {
        retrieval::run(&ntrex, &lexicon, lines);
    }
    Ok(())
}

/// How many pairs there are of each language.
fn lines_of(corpora: &Corpora) -> BTreeMap<String, usize> {
    let mut lines = BTreeMap::new();
    for file in &corpora.files {
        for lang in file.langs {
            *lines.entry(lang.base().to_owned()).or_insert(0) += file.sides[0].len();
        }
    }
    lines
}

fn table_of(lines: &BTreeMap<String, usize>) -> String {
    lines
        .iter()
        .map(|(lang, lines)| format!("{lang}\t{lines}\n"))
        .collect()
}

#[cfg(test)]
mod tests;

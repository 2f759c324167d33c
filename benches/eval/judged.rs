//! Human judgements of translations: direct assessments and critical errors.

use std::fs;
use std::path::Path;

use bilint::score::estimate::{self, Measures, Words};
use bilint::text::{Bitext, Extent, Lang};
use rayon::prelude::*;

/// A source, its translation and what people said.
pub struct Judged {
    pub source: String,
    pub target: String,
    /// `z_mean` of the direct assessments; 1 for a critical error and 0 for none.
    pub value: f64,
}

/// Language pairs with direct assessments.
pub const ASSESSED: [&str; 7] = [
    "en-de", "en-zh", "et-en", "ne-en", "ro-en", "ru-en", "si-en",
];

/// Language pairs with votes on critical errors.
pub const CRITICAL: [&str; 4] = ["en-de", "en-zh", "en-ja", "en-cs"];

/// Direct assessments of a pair; `part` is `train` or `dev`.
pub fn assessed(qe: &Path, pair: &str, part: &str) -> Vec<Judged> {
    let path = qe.join(format!("mlqe-pe/{pair}.{part}.tsv"));
    let text = fs::read_to_string(path).unwrap_or_default();
    let row = |line: &str| {
        let mut cells = line.split('\t');
        Some(Judged {
            source: cells.next()?.to_owned(),
            target: cells.next()?.to_owned(),
            value: cells.next()?.trim().parse().ok()?,
        })
    };
    text.lines().skip(1).filter_map(row).collect()
}

/// Votes on critical errors of a pair.
pub fn critical(qe: &Path, pair: &str, part: &str) -> Vec<Judged> {
    let name = pair.replace('-', "");
    let path = qe.join(format!("critical-errors-wmt21/{name}_majority_{part}.tsv"));
    let text = fs::read_to_string(path).unwrap_or_default();
    let row = |line: &str| {
        let mut cells = line.split('\t').skip(1);
        Some(Judged {
            source: cells.next()?.to_owned(),
            target: cells.next()?.to_owned(),
            value: f64::from(u8::from(cells.nth(1)?.trim() == "ERR")),
        })
    };
    text.lines().filter_map(row).collect()
}

/// The languages of a pair.
pub fn langs(pair: &str) -> [Lang; 2] {
    let (source, target) = pair.split_once('-').expect("a pair");
    [source, target].map(|lang| lang.parse().expect("a language"))
}

/// A row by itself, with the evidence of its words.
pub fn bitext([from, into]: [Lang; 2], source: &str, target: &str) -> Bitext {
    let document = |text: &str, lang| bilint::read::plain("-", text.replace('\n', " "), lang);
    let mut bitext = bilint::rows(
        Some(document(source, from)),
        document(target, into),
        Extent::Row,
    );
    bilint::witness(&mut bitext);
    bitext
}

/// What is measured of each row; `None` where nothing is.
pub fn measures(pair: &str, rows: &[Judged]) -> Vec<Option<Measures>> {
    let langs = langs(pair);
    rows.par_iter()
        .map(|row| {
            let bitext = bitext(langs, &row.source, &row.target);
            let words = Words::of(&bitext)?;
            estimate::measures(
                &bitext,
                bitext.beads.first()?,
                bitext.evidence.first()?,
                &words,
            )
        })
        .collect()
}

//! Beads of an alignment.

use std::fmt::Write;
use std::ops::Range;

use serde_json::{Value, json};

use crate::text::{Bitext, Side};

/// How beads are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BeadFormat {
    /// `[0, 1]:[2]:0.93`, segments numbered from 0.
    #[default]
    Beads,
    /// The texts of both sides, tab-separated; segments of one bead are joined by a space, and so
    /// are the lines and cells within one.
    Tsv,
    /// Numbers, texts and what the words say, one JSON object a line.
    Jsonl,
}

/// The beads of a bitext.
pub fn beads(bitext: &Bitext, format: BeadFormat) -> String {
    let mut out = String::new();
    let Some(source) = &bitext.source else {
        return out;
    };
    for (index, bead) in bitext.beads.iter().enumerate() {
        let (left, right) = (&bead.source, &bead.target);
        let confidence = bead.confidence;
        let _ = match format {
            BeadFormat::Beads => writeln!(
                out,
                "[{}]:[{}]:{confidence:.2}",
                numbers(left),
                numbers(right),
            ),
            BeadFormat::Tsv => writeln!(
                out,
                "{}\t{}",
                line(source, left),
                line(&bitext.target, right)
            ),
            BeadFormat::Jsonl => writeln!(out, "{}", object(bitext, source, index)),
        };
    }
    out
}

fn object(bitext: &Bitext, source: &Side, index: usize) -> Value {
    let bead = &bitext.beads[index];
    let mut object = json!({
        "source": bead.source.clone().collect::<Vec<_>>(),
        "target": bead.target.clone().collect::<Vec<_>>(),
        "confidence": hundredths(bead.confidence),
        "source_texts": texts(source, &bead.source),
        "target_texts": texts(&bitext.target, &bead.target),
    });
    let evidence = bitext.evidence.get(index);
    if let Some(evidence) = evidence.filter(|evidence| !evidence.source.is_empty()) {
        object["similarity"] = hundredths(evidence.similarity);
        object["missing"] = hundredths(evidence.missing);
        object["added"] = hundredths(evidence.added);
        object["source_words"] = words(source, &bead.source, &evidence.source);
        object["target_words"] = words(&bitext.target, &bead.target, &evidence.target);
    }
    object
}

/// Each word with the probability that it has a counterpart.
fn words(side: &Side, segments: &Range<usize>, counterparts: &[f32]) -> Value {
    side.notes[segments.clone()]
        .iter()
        .flat_map(|notes| &notes.words)
        .zip(counterparts)
        .map(|(word, probability)| {
            json!([side.document.slice(word.span), hundredths(*probability)])
        })
        .collect()
}

fn hundredths(value: f32) -> Value {
    json!((f64::from(value) * 100.0).round() / 100.0)
}

fn numbers(range: &Range<usize>) -> String {
    let numbers: Vec<String> = range.clone().map(|number| number.to_string()).collect();
    numbers.join(", ")
}

fn texts<'a>(side: &'a Side, range: &Range<usize>) -> Vec<&'a str> {
    side.segments[range.clone()]
        .iter()
        .map(|segment| side.document.slice(segment.span))
        .collect()
}

fn line(side: &Side, range: &Range<usize>) -> String {
    let texts: Vec<String> = texts(side, range)
        .into_iter()
        .filter(|text| !text.is_empty())
        .map(|text| text.replace(['\t', '\n', '\r'], " "))
        .collect();
    texts.join(" ")
}

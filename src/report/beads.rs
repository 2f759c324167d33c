//! Beads of an alignment.

use std::fmt::Write;
use std::ops::Range;

use serde_json::json;

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
    /// Numbers and texts, one JSON object a line.
    Jsonl,
}

/// The beads of a bitext.
pub fn beads(bitext: &Bitext, format: BeadFormat) -> String {
    let mut out = String::new();
    let Some(source) = &bitext.source else {
        return out;
    };
    for bead in &bitext.beads {
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
            BeadFormat::Jsonl => writeln!(
                out,
                "{}",
                json!({
                    "source": left.clone().collect::<Vec<_>>(),
                    "target": right.clone().collect::<Vec<_>>(),
                    "confidence": (f64::from(confidence) * 100.0).round() / 100.0,
                    "source_texts": texts(source, left),
                    "target_texts": texts(&bitext.target, right),
                }),
            ),
        };
    }
    out
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

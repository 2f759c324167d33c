//! Scores of passages and documents.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::{Value, json};

use crate::text::{Checked, Confidence, Error, Fingerprint, Head, Score};

use super::snippet::on_one_line;

/// How scores are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ScoreFormat {
    /// A table.
    #[default]
    Terminal,
    /// One JSON object a line.
    Jsonl,
}

/// The scores of a bitext, and what is needed to score the document that it is part of.
#[derive(Debug, Clone, Default)]
pub struct Scores {
    /// The passages, printed.
    pub printed: String,
    /// The name of the document, where rows name one.
    pub name: Option<String>,
    /// The sum of the passages.
    pub score: Score,
    /// Of the findings that count.
    pub fingerprints: Vec<Fingerprint>,
}

impl ScoreFormat {
    /// The names of the columns.
    pub fn begin(self) -> String {
        match self {
            ScoreFormat::Terminal => format!(
                "{:>6} {:>8} {:>7}  {}\n",
                "score", "penalty", "words", "passage"
            ),
            ScoreFormat::Jsonl => String::new(),
        }
    }

    /// The scores of the passages of a bitext. Findings less sure than `least` do not count.
    pub fn passages(self, checked: &Checked, least: Confidence, signature: &str) -> Scores {
        let bitext = &checked.bitext;
        let target = &bitext.target;
        let mut scores = Scores {
            name: checked.name.clone(),
            ..Scores::default()
        };
        let mut by_passage: Vec<Vec<usize>> = vec![Vec::new(); checked.scores.len()];
        for (index, finding) in checked.findings.iter().enumerate() {
            if finding.confidence < least {
                continue;
            }
            scores.fingerprints.push(checked.fingerprints[index]);
            if let Some(passage) = bitext.passage_of(finding) {
                by_passage[passage].push(index);
            }
        }
        for (block, (score, findings)) in checked.scores.iter().zip(&by_passage).enumerate() {
            scores.score += *score;
            let segments = target.segments_of(block);
            let bead = segments
                .clone()
                .find_map(|segment| bitext.bead_of_target(segment))
                .map(|bead| bead as u32);
            let segment = (!segments.is_empty()).then_some(segments.start);
            let document = &target.document;
            match self {
                ScoreFormat::Terminal => {
                    let start = document.blocks[block].span.start;
                    let line = document.origin.place(&document.text, start).line;
                    let codes: BTreeSet<&str> = findings
                        .iter()
                        .map(|index| checked.findings[*index].code)
                        .collect();
                    let codes: Vec<&str> = codes.into_iter().collect();
                    let place = format!("{}:{line}", on_one_line(&document.path));
                    row(&mut scores.printed, *score, &place, &codes.join(" "));
                }
                ScoreFormat::Jsonl => {
                    let pair = bitext.pair_of(block, bead, segment);
                    let id = document.blocks[block].id.as_deref();
                    let fingerprints: Vec<String> = findings
                        .iter()
                        .map(|index| checked.fingerprints[*index].to_string())
                        .collect();
                    let object = object(
                        ("passage", document.path.as_str()),
                        (pair, id),
                        *score,
                        fingerprints,
                        signature,
                    );
                    let _ = writeln!(scores.printed, "{object}");
                }
            }
        }
        scores
    }

    /// An input or record that could not be read, where the form has a place for it.
    pub fn error(self, error: &Error) -> String {
        match self {
            ScoreFormat::Terminal => String::new(),
            ScoreFormat::Jsonl => format!("{}\n", super::json::error(error)),
        }
    }

    /// The score of a whole document.
    pub fn document(self, head: &Head, scores: &Scores, signature: &str) -> String {
        let path = head.target.path.as_str();
        match self {
            ScoreFormat::Terminal => {
                let mut out = String::new();
                let name = match &scores.name {
                    Some(name) => format!("{}, {}", on_one_line(path), on_one_line(name)),
                    None => on_one_line(path),
                };
                row(&mut out, scores.score, &name, "whole document");
                out
            }
            ScoreFormat::Jsonl => {
                let fingerprints = scores.fingerprints.iter().map(Fingerprint::to_string);
                let object = object(
                    ("document", path),
                    (None, scores.name.as_deref()),
                    scores.score,
                    fingerprints.collect(),
                    signature,
                );
                format!("{object}\n")
            }
        }
    }
}

fn row(out: &mut String, score: Score, place: &str, what: &str) {
    let line = format!(
        "{:>6.2} {:>8.1} {:>7}  {place}  {what}",
        score.value(),
        score.points(),
        score.words,
    );
    let _ = writeln!(out, "{}", line.trim_end());
}

fn object(
    (kind, path): (&str, &str),
    (pair, id): (Option<u64>, Option<&str>),
    score: Score,
    findings: Vec<String>,
    signature: &str,
) -> Value {
    json!({
        "kind": kind,
        "path": path,
        "pair": pair,
        "id": id,
        "score": score.value(),
        "penalty": score.points(),
        "adequacy": null,
        "words": score.words,
        "findings": findings,
        "signature": signature,
    })
}

//! Scores of passages and documents.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::{Map, Value, json};

use crate::text::{Checked, Confidence, Error, Fingerprint, Head, Part, Score, Sum, WHOLE};

use super::snippet::on_one_line;

/// How scores are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ScoreFormat {
    /// A table.
    #[default]
    Terminal,
    /// Tab-separated columns.
    Tsv,
    /// One JSON object a line.
    Jsonl,
}

/// Which passages are printed, and with what.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shown {
    /// Only scores below this, in hundredths.
    pub below: Option<u64>,
    /// The features that the estimate is made of, too.
    pub explain: bool,
}

/// The bands of scores, from the best, each with the hundredths at which it begins.
pub const BANDS: [(&str, u64); 4] = [
    ("excellent", 8_500),
    ("good", 6_500),
    ("fair", 4_000),
    ("poor", 0),
];

/// A printed passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Its score.
    pub score: Score,
    /// How it is printed; empty where it is not shown.
    pub printed: String,
}

/// The scores of a bitext, and what is needed to score the document that it is part of.
#[derive(Debug, Clone, Default)]
pub struct Scores {
    /// In the order of the target.
    pub passages: Vec<Passage>,
    /// The name of the document, where rows name one.
    pub name: Option<String>,
    /// Of the passages.
    pub sum: Sum,
    /// Of the findings that count.
    pub fingerprints: Vec<Fingerprint>,
}

impl ScoreFormat {
    /// The names of the columns.
    pub fn begin(self) -> String {
        match self {
            ScoreFormat::Terminal => format!(
                "{:>6} {:>8} {:>8} {:>8} {:>7}  {}\n",
                "score", "adequacy", "critical", "penalty", "words", "passage"
            ),
            ScoreFormat::Tsv => {
                "score\tadequacy\tquality\tcritical\tpenalty\twords\tkind\tpath\tline\tpair\tid\tcodes\n"
                    .to_owned()
            }
            ScoreFormat::Jsonl => String::new(),
        }
    }

    /// The scores of the passages of a bitext. Findings less sure than `least` do not count.
    pub fn passages(
        self,
        checked: &Checked,
        least: Confidence,
        signature: &str,
        shown: Shown,
    ) -> Scores {
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
            scores.sum.add(*score);
            let mut printed = String::new();
            if shown.below.is_none_or(|below| score.hundredths() < below) {
                let segments = target.segments_of(block);
                let bead = segments
                    .clone()
                    .find_map(|segment| bitext.bead_of_target(segment))
                    .map(|bead| bead as u32);
                let segment = (!segments.is_empty()).then_some(segments.start);
                let document = &target.document;
                let start = document.blocks[block].span.start;
                let codes: BTreeSet<&str> = findings
                    .iter()
                    .map(|index| checked.findings[*index].code)
                    .collect();
                let parts = checked.parts.get(block).filter(|_| shown.explain);
                let passage = Place {
                    kind: "passage",
                    path: &document.path,
                    line: Some(document.origin.place(&document.text, start).line),
                    pair: bitext.pair_of(block, bead, segment),
                    id: document.blocks[block].id.as_deref(),
                };
                let fingerprints = findings.iter();
                let fingerprints =
                    fingerprints.map(|index| checked.fingerprints[*index].to_string());
                let codes: Vec<&str> = codes.into_iter().collect();
                let row = Row {
                    value: score.value(),
                    adequacy: score.estimate.map(|it| share(it.adequacy)),
                    quality: score.estimate.map(|it| share(it.quality)),
                    critical: score.estimate.map(|it| share(it.critical)),
                    is_critical: score.estimate.map(|it| it.is_critical),
                    points: score.points(),
                    words: score.words,
                };
                printed = match self {
                    ScoreFormat::Terminal => row.terminal(&passage, &codes, parts),
                    ScoreFormat::Tsv => row.tsv(&passage, &codes),
                    ScoreFormat::Jsonl => {
                        let mut object = row.object(&passage);
                        if let Some(parts) = parts {
                            object.insert("features".to_owned(), features(parts));
                        }
                        object.insert("findings".to_owned(), fingerprints.collect());
                        object.insert("signature".to_owned(), signature.into());
                        format!("{}\n", Value::Object(object))
                    }
                };
            }
            scores.passages.push(Passage {
                score: *score,
                printed,
            });
        }
        scores
    }

    /// An input or record that could not be read, where the form has a place for it.
    pub fn error(self, error: &Error) -> String {
        match self {
            ScoreFormat::Terminal | ScoreFormat::Tsv => String::new(),
            ScoreFormat::Jsonl => format!("{}\n", super::json::error(error)),
        }
    }

    /// The score of a whole document.
    pub fn document(self, head: &Head, scores: &Scores, signature: &str) -> String {
        let sum = &scores.sum;
        let name = scores.name.as_deref();
        let document = Place {
            kind: "document",
            path: &head.target.path,
            line: None,
            pair: None,
            id: name,
        };
        let row = Row {
            value: sum.value(),
            adequacy: sum.adequacy(),
            quality: None,
            critical: None,
            is_critical: None,
            points: sum.points(),
            words: sum.words,
        };
        match self {
            ScoreFormat::Terminal => row.terminal(&document, &["whole document"], None),
            ScoreFormat::Tsv => row.tsv(&document, &[]),
            ScoreFormat::Jsonl => {
                let mut object = row.object(&document);
                object.insert("interval".to_owned(), interval(sum));
                object.insert("passages".to_owned(), sum.passages.into());
                object.insert("critical_passages".to_owned(), sum.critical.into());
                let fingerprints = scores.fingerprints.iter().map(Fingerprint::to_string);
                object.insert("findings".to_owned(), fingerprints.collect());
                object.insert("signature".to_owned(), signature.into());
                format!("{}\n", Value::Object(object))
            }
        }
    }

    /// What stands at the end: the mean, the bands, and the worst passages.
    pub fn summary(self, summary: &Summary, signature: &str) -> String {
        let sum = &summary.sum;
        if self != ScoreFormat::Terminal || sum.passages == 0 {
            return String::new();
        }
        let mut out = format!("\n{} passages, mean {:.2}", sum.passages, sum.value());
        if let Some(margin) = sum.margin() {
            let _ = write!(out, " ± {margin:.2} (95 %)");
        }
        let bands = summary.bands.iter().zip(BANDS);
        let bands: Vec<String> = bands
            .map(|(count, (name, _))| format!("{count} {name}"))
            .collect();
        let _ = writeln!(out, ": {}", bands.join(", "));
        if sum.adequacy().is_some() {
            let _ = writeln!(out, "{} may hold a critical error", sum.critical);
        }
        let _ = writeln!(out, "{signature}");
        out
    }
}

/// Everything that was scored.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// Of all passages.
    pub sum: Sum,
    /// Passages in each of [`BANDS`].
    pub bands: [u64; BANDS.len()],
    most: usize,
    /// Passages that were added, counted or not.
    seen: u64,
    /// The passages with the lowest scores, by score and order.
    worst: BTreeMap<(u64, u64), String>,
}

impl Summary {
    /// Keeps the worst `most` passages.
    pub fn new(most: usize) -> Self {
        Summary {
            most,
            ..Summary::default()
        }
    }

    /// Adds the passages of a bitext.
    pub fn add(&mut self, scores: &mut Scores) {
        for passage in &mut scores.passages {
            let value = passage.score.hundredths();
            // What is no part of the translation is in no band.
            if passage.score.weight() > 0 {
                let band = BANDS.iter().position(|(_, from)| value >= *from);
                self.bands[band.unwrap_or(BANDS.len() - 1)] += 1;
            }
            let order = self.seen;
            self.seen += 1;
            self.sum.add(passage.score);
            if self.most > 0 && !passage.printed.is_empty() {
                let printed = std::mem::take(&mut passage.printed);
                self.worst.insert((value, order), printed);
                if self.worst.len() > self.most {
                    self.worst.pop_last();
                }
            }
        }
    }

    /// The worst passages, the worst first.
    pub fn worst(&self) -> String {
        self.worst.values().map(String::as_str).collect()
    }
}

struct Place<'a> {
    kind: &'static str,
    path: &'a str,
    line: Option<u64>,
    pair: Option<u64>,
    id: Option<&'a str>,
}

struct Row {
    value: f64,
    adequacy: Option<f64>,
    quality: Option<f64>,
    critical: Option<f64>,
    is_critical: Option<bool>,
    points: f64,
    words: u64,
}

fn share(part: u32) -> f64 {
    f64::from(part) / f64::from(WHOLE)
}

/// To four decimals, as they are counted.
fn rounded(value: f64) -> f64 {
    libm::round(value * f64::from(WHOLE)) / f64::from(WHOLE)
}

impl Row {
    fn terminal(&self, place: &Place<'_>, codes: &[&str], parts: Option<&Vec<Part>>) -> String {
        let path = on_one_line(place.path);
        let name = match (place.line, place.id) {
            (Some(line), _) => format!("{path}:{line}"),
            (None, Some(id)) => format!("{path}, {}", on_one_line(id)),
            (None, None) => path,
        };
        let optional = |value: Option<f64>| value.map_or("-".to_owned(), |it| format!("{it:.2}"));
        let critical = match self.is_critical {
            Some(true) => format!("{}!", optional(self.critical)),
            _ => optional(self.critical),
        };
        let line = format!(
            "{:>6.2} {:>8} {:>8} {:>8.1} {:>7}  {name}  {}",
            self.value,
            optional(self.adequacy),
            critical,
            self.points,
            self.words,
            codes.join(" "),
        );
        let mut out = format!("{}\n", line.trim_end());
        for part in strongest(parts) {
            let value = format!("{:.3}", part.value);
            let value = if part.name == "words" { "" } else { &value };
            let _ = writeln!(out, "       {:>+7.3}  {} {value}", part.adds, part.name);
        }
        out
    }

    fn tsv(&self, place: &Place<'_>, codes: &[&str]) -> String {
        let optional = |value: Option<f64>| value.map_or(String::new(), |it| format!("{it:.4}"));
        let number = |value: Option<u64>| value.map_or(String::new(), |it| it.to_string());
        format!(
            "{:.2}\t{}\t{}\t{}\t{:.1}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n",
            self.value,
            optional(self.adequacy),
            optional(self.quality),
            optional(self.critical),
            self.points,
            self.words,
            place.kind,
            on_one_line(place.path),
            number(place.line),
            number(place.pair),
            on_one_line(place.id.unwrap_or_default()),
            codes.join(" "),
        )
    }

    fn object(&self, place: &Place<'_>) -> Map<String, Value> {
        let object = json!({
            "kind": place.kind,
            "path": place.path,
            "pair": place.pair,
            "id": place.id,
            "score": self.value,
            "penalty": self.points,
            "adequacy": self.adequacy.map(rounded),
            "words": self.words,
        });
        let Value::Object(mut object) = object else {
            return Map::new();
        };
        if place.kind == "passage" {
            object.insert("quality".to_owned(), json!(self.quality));
            object.insert("critical".to_owned(), json!(self.critical));
            object.insert("critical_error".to_owned(), json!(self.is_critical));
        }
        object
    }
}

/// Half a hundredth of a standard deviation: what adds less is not worth a line.
const TELLING: f32 = 0.005;

/// What adds or takes most, the strongest first.
fn strongest(parts: Option<&Vec<Part>>) -> Vec<Part> {
    let mut parts: Vec<Part> = parts.into_iter().flatten().copied().collect();
    parts.retain(|part| part.adds.abs() >= TELLING);
    parts.sort_by(|a, b| b.adds.abs().total_cmp(&a.adds.abs()));
    parts
}

fn features(parts: &[Part]) -> Value {
    let digits = |value: f32| rounded(f64::from(value));
    let part = |part: &Part| json!({ "name": part.name, "value": digits(part.value), "adds": digits(part.adds) });
    parts.iter().map(part).collect()
}

fn interval(sum: &Sum) -> Value {
    let hundredths = |value: f64| libm::round(value.clamp(0.0, 100.0) * 100.0) / 100.0;
    match sum.margin() {
        Some(margin) => json!([
            hundredths(sum.value() - margin),
            hundredths(sum.value() + margin)
        ]),
        None => Value::Null,
    }
}

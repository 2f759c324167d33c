//! Critical errors of machine translation (WMT 2021, quality estimation, task 3): does a finding
//! tell the sentences that people called wrong?

use std::collections::BTreeMap;
use std::fs;

use bilint::check::Check;
use bilint::text::{Confidence, Extent, Finding, Lang};
use clap::{Parser, ValueEnum};
use rayon::prelude::*;

use crate::split::hash;
use crate::{Shared, ntrex, options, tally};

const TARGETS: [&str; 4] = ["de", "zh", "ja", "cs"];

/// Families that speak of the meaning: adequacy, names, language, numbers, encoding and repetition.
const MEANING: [&str; 6] = ["A", "E", "L", "N", "X", "D"];

const LEVELS: [Confidence; 3] = [Confidence::High, Confidence::Medium, Confidence::Low];

/// Findings against critical errors.
#[derive(Parser)]
struct Critical {
    /// The part of the data
    #[arg(long, default_value = "dev")]
    part: Half,
    /// Only this target language: de, zh, ja, cs
    #[arg(long)]
    lang: Option<String>,
    /// Prints so many sentences with what is found in them, drawn by a hash
    #[arg(long)]
    show: Option<usize>,
    /// With --show: only sentences with a finding of this check or family, of any confidence
    #[arg(long)]
    code: Option<String>,
    /// With --show: only critical errors without a finding of high or medium confidence
    #[arg(long)]
    missed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Half {
    /// What may be chosen on
    Dev,
    /// What may be fitted on
    Train,
}

struct Row {
    source: String,
    target: String,
    error: bool,
    findings: Vec<Finding>,
}

fn read(shared: &Shared, target: &str, part: Half, checks: &[&'static Check]) -> Option<Vec<Row>> {
    let part = match part {
        Half::Dev => "dev",
        Half::Train => "train",
    };
    let path = shared.path(&format!(
        "eval/qe/critical-errors-wmt21/en{target}_majority_{part}.tsv"
    ))?;
    let text = fs::read_to_string(path).expect("UTF-8");
    let lang: Lang = target.parse().expect("a tag");
    let english: Lang = "en".parse().expect("a tag");
    let lines: Vec<&str> = text.lines().collect();
    let rows = lines
        .par_iter()
        .filter_map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let [_, source, target, _, label] = fields[..] else {
                return None;
            };
            let mut bitext = bilint::rows(
                Some(ntrex::rows(english, &[source])),
                ntrex::rows(lang, &[target]),
                Extent::Row,
            );
            Some(Row {
                source: source.to_owned(),
                target: target.to_owned(),
                error: label.trim() == "ERR",
                findings: bilint::findings(&mut bitext, checks),
            })
        })
        .collect();
    Some(rows)
}

/// Sentences by finding and error.
#[derive(Default, Clone, Copy)]
struct Counts {
    right: usize,
    wrong: usize,
    missed: usize,
    silent: usize,
}

impl Counts {
    fn of(rows: &[Row], flags: impl Fn(&Row) -> bool) -> Counts {
        let mut counts = Counts::default();
        for row in rows {
            let cell = match (flags(row), row.error) {
                (true, true) => &mut counts.right,
                (true, false) => &mut counts.wrong,
                (false, true) => &mut counts.missed,
                (false, false) => &mut counts.silent,
            };
            *cell += 1;
        }
        counts
    }

    /// Matthews correlation; 0 where it is not defined.
    fn correlation(self) -> f64 {
        let [tp, fp, fn_, tn] =
            [self.right, self.wrong, self.missed, self.silent].map(|n| n as f64);
        let below = (tp + fp) * (tp + fn_) * (tn + fp) * (tn + fn_);
        if below > 0.0 {
            (tp * tn - fp * fn_) / below.sqrt()
        } else {
            0.0
        }
    }

    fn precision(self) -> String {
        match self.right + self.wrong {
            0 => "·".to_owned(),
            all => format!("{:.0}", self.right as f64 * 100.0 / all as f64),
        }
    }
}

fn is_meaning(finding: &Finding) -> bool {
    MEANING.contains(&tally::family(finding.code))
}

/// The command.
pub fn run(shared: &Shared, arguments: &[String]) {
    let options: Critical = options("critical", arguments);
    let checks: Vec<&'static Check> = bilint::check::checks().collect();
    let mut all: Vec<(&str, Vec<Row>)> = Vec::new();
    for target in TARGETS {
        if options.lang.as_ref().is_none_or(|lang| lang == target)
            && let Some(rows) = read(shared, target, options.part, &checks)
        {
            all.push((target, rows));
        }
    }
    if all.is_empty() {
        return;
    }
    if let Some(limit) = options.show {
        show(&all, limit, &options);
        return;
    }
    println!(
        "# sentences with a finding of the families {} (and of any family), against critical errors",
        MEANING.join(", ")
    );
    let head = [
        "sentences",
        "errors",
        "right",
        "wrong",
        "missed",
        "precision",
        "MCC",
    ]
    .map(str::to_owned);
    let mut table: Vec<(String, Vec<String>)> = Vec::new();
    for (target, rows) in &all {
        for least in LEVELS {
            for any in [false, true] {
                let counts = Counts::of(rows, |row| {
                    let mut findings = row.findings.iter();
                    findings
                        .any(|finding| finding.confidence >= least && (any || is_meaning(finding)))
                });
                let name = format!(
                    "en-{target} {}{}",
                    least.name(),
                    if any { ", any family" } else { "" }
                );
                let cells = vec![
                    rows.len().to_string(),
                    (counts.right + counts.missed).to_string(),
                    counts.right.to_string(),
                    counts.wrong.to_string(),
                    counts.missed.to_string(),
                    counts.precision(),
                    format!("{:.3}", counts.correlation()),
                ];
                table.push((name, cells));
            }
        }
    }
    tally::table(&head, &table);

    println!(
        "\n# by check, all directions: sentences with an error / all with a finding, at high, at \
         medium, at low"
    );
    let mut codes: BTreeMap<&str, [Counts; 3]> = BTreeMap::new();
    for row in all.iter().flat_map(|(_, rows)| rows) {
        let mut best: BTreeMap<&str, Confidence> = BTreeMap::new();
        for finding in &row.findings {
            let entry = best.entry(finding.code).or_insert(finding.confidence);
            *entry = finding.confidence.max(*entry);
        }
        for (code, confidence) in best {
            let entry = codes.entry(code).or_default();
            for (counts, level) in entry.iter_mut().zip(LEVELS) {
                if level == confidence {
                    counts.right += usize::from(row.error);
                    counts.wrong += usize::from(!row.error);
                }
            }
        }
    }
    let errors = all
        .iter()
        .flat_map(|(_, rows)| rows)
        .filter(|row| row.error);
    let sentences: usize = all.iter().map(|(_, rows)| rows.len()).sum();
    println!(
        "of all sentences {:.1} % have an error",
        errors.count() as f64 * 100.0 / sentences.max(1) as f64
    );
    let table: Vec<(String, Vec<String>)> = codes
        .into_iter()
        .map(|(code, levels)| {
            let cells = levels
                .iter()
                .map(|counts| match counts.right + counts.wrong {
                    0 => "·".to_owned(),
                    n => format!("{}/{n} {} %", counts.right, counts.precision()),
                })
                .collect();
            (code.to_owned(), cells)
        })
        .collect();
    tally::table(&["high", "medium", "low"].map(str::to_owned), &table);
}

fn show(all: &[(&str, Vec<Row>)], limit: usize, options: &Critical) {
    for (target, rows) in all {
        let mut drawn: Vec<(u64, &Row)> = rows
            .iter()
            .filter(|row| {
                let mut found = row.findings.iter();
                if options.missed {
                    return row.error && found.all(|found| found.confidence == Confidence::Low);
                }
                match &options.code {
                    Some(code) => found
                        .any(|finding| finding.code == code || tally::family(finding.code) == code),
                    None => found.any(|found| found.confidence >= Confidence::Medium),
                }
            })
            .map(|row| (hash(row.source.as_bytes()), row))
            .collect();
        drawn.sort_by_key(|(hash, _)| *hash);
        println!("\n# en-{target}: {} sentences", drawn.len());
        for (_, row) in drawn.into_iter().take(limit) {
            println!(
                "{}\n    source: {}\n    target: {}",
                if row.error { "error" } else { "no error" },
                row.source,
                row.target
            );
            for finding in &row.findings {
                println!(
                    "    {} {} {}",
                    finding.code,
                    finding.confidence.name(),
                    finding.message
                );
            }
        }
    }
}

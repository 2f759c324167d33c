//! Lost and added quotations: recall against alarms by language, at each confidence.

use std::collections::{BTreeMap, BTreeSet};

use bilint::check::Check;
use bilint::text::{Confidence, Extent};
use clap::Parser;
use rayon::prelude::*;

use crate::detection::{Mode, Recall, Trial, languages, trial_table};
use crate::generator::{KINDS, Kind};
use crate::ntrex::Ntrex;
use crate::split::Part;
use crate::{Shared, options, tally};

/// Recall of lost and added quotations against alarms.
#[derive(Parser)]
struct Curve {
    /// At most so many artefacts of a kind in a language
    #[arg(long, default_value_t = 100)]
    cap: usize,
}

const LEVELS: [Confidence; 3] = [Confidence::High, Confidence::Medium, Confidence::Low];

/// The command.
pub fn run(shared: &Shared, arguments: &[String]) {
    let options: Curve = options("curve", arguments);
    let Some(ntrex) = Ntrex::read(shared) else {
        return;
    };
    let checks: Vec<&'static Check> = bilint::check::checks().collect();
    let kinds: Vec<&Kind> = KINDS
        .iter()
        .filter(|kind| kind.name.starts_with("lost-") || kind.name == "added")
        .collect();
    for mode in [Mode::Into, Mode::From] {
        let trial = Trial {
            ntrex: &ntrex,
            checks: &checks,
            mode,
            cap: options.cap,
            misses: 0,
        };
        let languages = languages(&ntrex, mode, None);
        let table = trial_table(&trial, &languages, &kinds, Part::Look);
        let alarms: Vec<(usize, Alarms)> = languages
            .par_iter()
            .map(|language| alarms(&ntrex, mode, language, &checks))
            .collect();
        println!("\n# {}", mode.title());
        for (column, kind) in kinds.iter().enumerate() {
            let column: Vec<&Recall> = table.iter().map(|row| &row[column]).collect();
            print(kind, &languages, &column, &alarms);
        }
    }
}

/// Findings on the clean text by code, at least at high, medium, low.
type Alarms = BTreeMap<&'static str, [usize; 3]>;

fn alarms(ntrex: &Ntrex, mode: Mode, language: &str, checks: &[&'static Check]) -> (usize, Alarms) {
    let (target, source) = mode.sides(language);
    let mut pairs = 0;
    let mut alarms = Alarms::new();
    for document in ntrex.documents(Part::Look) {
        pairs += document.lines.len();
        let source = source.map(|source| ntrex.rows(source, document));
        let mut bitext = bilint::rows(source, ntrex.rows(target, document), Extent::Rows);
        for finding in bilint::findings(&mut bitext, checks) {
            let counts = alarms.entry(finding.code).or_default();
            for (count, level) in counts.iter_mut().zip(LEVELS) {
                *count += usize::from(finding.confidence >= level);
            }
        }
    }
    (pairs, alarms)
}

fn print(kind: &Kind, languages: &[&str], recalls: &[&Recall], alarms: &[(usize, Alarms)]) {
    // The alarms of the checks that find the kind; what finds a tenth of it or less came by.
    let mut hits: BTreeMap<&'static str, usize> = BTreeMap::new();
    for (code, n) in recalls.iter().flat_map(|recall| &recall.codes) {
        *hits.entry(code).or_default() += n;
    }
    let most = hits.values().max().copied().unwrap_or(0);
    let codes: BTreeSet<&str> = hits
        .iter()
        .filter(|(_, n)| **n * 10 > most)
        .map(|(code, _)| *code)
        .collect();
    let names: Vec<&str> = codes.iter().copied().collect();
    println!(
        "\n{}: recall in per cent at high, medium, low, and alarms of {} per 1,000 clean pairs",
        kind.name,
        names.join(", ")
    );
    let line = |recall: &Recall, pairs: usize, counts: [usize; 3]| {
        let mut cells = vec![recall.made.to_string()];
        cells.extend((0..3).map(|level| format!("{:.0}", recall.percent(level))));
        cells.extend(
            counts
                .iter()
                .map(|n| format!("{:.2}", *n as f64 * 1000.0 / pairs.max(1) as f64)),
        );
        cells
    };
    let mut all = (Recall::default(), 0, [0; 3]);
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    for ((language, recall), (pairs, alarms)) in languages.iter().zip(recalls).zip(alarms) {
        let mut counts = [0; 3];
        for (_, of) in alarms.iter().filter(|(code, _)| codes.contains(*code)) {
            for (count, n) in counts.iter_mut().zip(of) {
                *count += n;
            }
        }
        all.0.add(recall);
        all.1 += pairs;
        for (sum, n) in all.2.iter_mut().zip(counts) {
            *sum += n;
        }
        rows.push(((*language).to_owned(), line(recall, *pairs, counts)));
    }
    rows.push(("all".to_owned(), line(&all.0, all.1, all.2)));
    let head = [
        "made",
        "high",
        "medium",
        "low",
        "alarms high",
        "medium",
        "low",
    ]
    .map(str::to_owned);
    tally::table(&head, &rows);
}

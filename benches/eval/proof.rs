//! What each check has proof of, by language: how often it is wrong on clean news, and how much it
//! finds of the artefacts that are its own. Writes the table that `bilint list` shows.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use bilint::check::Check;
use bilint::text::{Confidence, Extent};
use clap::Parser;
use rayon::prelude::*;

use crate::detection::{Mode, Trial};
use crate::generator::{Group, KINDS, Kind};
use crate::ntrex::{ENGLISH, Ntrex};
use crate::split::Part;
use crate::{Shared, options, tally};

/// The table that ships.
const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/data/proof.tsv");

/// Alarms per 1,000 clean pairs that high, and high and medium, confidence may have.
const MOST: [f64; 2] = [1.0, 10.0];
/// A kind belongs to a check that finds so much of its artefacts over all languages.
const BELONGS: f64 = 0.2;
/// Of a kind that belongs to it a check must find so much of what it finds over all languages.
const PART: f64 = 0.5;
/// Fewer artefacts say nothing.
const FEWEST: usize = 5;

/// What each check has proof of.
#[derive(Parser)]
struct Proof {
    /// At most so many artefacts of a kind in a language
    #[arg(long, default_value_t = 20)]
    cap: usize,
    /// Writes the table that ships
    #[arg(long)]
    write: bool,
}

/// Alarms of one language.
#[derive(Default)]
struct Alarms {
    pairs: usize,
    /// By code: of high, and of at least medium confidence.
    counts: BTreeMap<&'static str, [usize; 2]>,
}

/// Finds of one kind in one language.
#[derive(Default, Clone)]
struct Finds {
    made: usize,
    codes: BTreeMap<&'static str, usize>,
}

/// The command.
pub fn run(shared: &Shared, arguments: &[String]) {
    let options: Proof = options("proof", arguments);
    let Some(ntrex) = Ntrex::read(shared) else {
        return;
    };
    let checks: Vec<&'static Check> = bilint::check::checks().collect();
    let languages = ntrex.translated();
    let alarms: Vec<Alarms> = languages
        .par_iter()
        .map(|language| alarms(&ntrex, language, &checks))
        .collect();
    let finds: Vec<Vec<Finds>> = languages
        .par_iter()
        .map(|language| finds(&ntrex, language, &checks, options.cap))
        .collect();
    let tags: Vec<String> = languages
        .iter()
        .map(|language| ntrex.lang(language).to_string())
        .collect();

    let mut table = format!(
        "# What each check has proof of on clean news and on artefacts put into it, by language.\n\
         # Made by `cargo bench --bench eval -- proof --write`; benches/README.md says how.\n\
         # code<TAB>languages without proof<TAB>where high is not sure enough<TAB>where medium is not\n\
         # The first row names all languages.\n*\t{}\n",
        tags.join(" ")
    );
    let head = [
        "high‰",
        "medium‰",
        "capped at medium",
        "at low",
        "kinds: found %",
        "without proof",
    ]
    .map(str::to_owned);
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    for check in &checks {
        let rates: Vec<[f64; 2]> = alarms
            .iter()
            .map(|alarms| {
                let counts = alarms.counts.get(check.code).copied().unwrap_or_default();
                counts.map(|n| n as f64 * 1000.0 / alarms.pairs.max(1) as f64)
            })
            .collect();
        let beyond = |level: usize| -> Vec<&str> {
            tags.iter()
                .zip(&rates)
                .filter(|(_, rate)| rate[level] > MOST[level])
                .map(|(tag, _)| tag.as_str())
                .collect()
        };
        let (medium, low) = (beyond(0), beyond(1));
        let mut without: BTreeSet<&str> = low.iter().copied().collect();
        let mut kinds = Vec::new();
        for (index, kind) in KINDS.iter().enumerate() {
            let share = |finds: &Finds| {
                let found = finds.codes.get(check.code).copied().unwrap_or(0);
                found as f64 / finds.made.max(1) as f64
            };
            let mut all = Finds::default();
            for finds in &finds {
                all.made += finds[index].made;
                let found = finds[index].codes.get(check.code).copied().unwrap_or(0);
                *all.codes.entry(check.code).or_default() += found;
            }
            if share(&all) < BELONGS {
                continue;
            }
            kinds.push(format!("{} {:.0}", kind.name, share(&all) * 100.0));
            for (tag, finds) in tags.iter().zip(&finds) {
                let finds = &finds[index];
                if finds.made < FEWEST || share(finds) < PART * share(&all) {
                    without.insert(tag);
                }
            }
        }
        let without: Vec<&str> = without.into_iter().collect();
        let _ = writeln!(
            table,
            "{}\t{}\t{}\t{}",
            check.code,
            without.join(" "),
            medium.join(" "),
            low.join(" ")
        );
        let mean = |level: usize| {
            let sum: f64 = rates.iter().map(|rate| rate[level]).sum();
            format!("{:.2}", sum / rates.len().max(1) as f64)
        };
        let cells = vec![
            mean(0),
            mean(1),
            medium.join(" "),
            low.join(" "),
            kinds.join(", "),
            without.join(" "),
        ];
        rows.push((check.code.to_owned(), cells));
    }
    println!("look, both ways with English, {} languages", tags.len());
    tally::table(&head, &rows);
    if options.write {
        fs::write(Path::new(TABLE), table).expect("the table of proof");
    }
}

/// Rows from English and into English.
fn alarms(ntrex: &Ntrex, language: &str, checks: &[&'static Check]) -> Alarms {
    let mut alarms = Alarms::default();
    for (source, target) in [(ENGLISH, language), (language, ENGLISH)] {
        for document in ntrex.documents(Part::Look) {
            alarms.pairs += document.lines.len();
            let mut bitext = bilint::rows(
                Some(ntrex.rows(source, document)),
                ntrex.rows(target, document),
                Extent::Rows,
            );
            for finding in bilint::findings(&mut bitext, checks) {
                let counts = alarms.counts.entry(finding.code).or_default();
                counts[0] += usize::from(finding.confidence == Confidence::High);
                counts[1] += usize::from(finding.confidence >= Confidence::Medium);
            }
        }
    }
    alarms
}

/// Finds of every kind, in the settings in which it is put in.
fn finds(ntrex: &Ntrex, language: &str, checks: &[&'static Check], cap: usize) -> Vec<Finds> {
    let mut finds = vec![Finds::default(); KINDS.len()];
    for mode in [Mode::Alone, Mode::Into, Mode::From] {
        let trial = Trial {
            ntrex,
            checks,
            mode,
            cap,
            misses: 0,
        };
        let serves = |group: Group| match mode {
            Mode::Alone => matches!(group, Group::Document | Group::Residue),
            // The damaged text is English, whatever the language; its source is not.
            Mode::From => matches!(group, Group::Source | Group::Meaning),
            Mode::Into => mode.serves(group),
        };
        let indexes: Vec<usize> = (0..KINDS.len())
            .filter(|index| serves(KINDS[*index].group))
            .collect();
        let kinds: Vec<&Kind> = indexes.iter().map(|index| &KINDS[*index]).collect();
        for (index, recall) in indexes
            .iter()
            .zip(trial.recall(language, &kinds, Part::Look))
        {
            finds[*index].made += recall.made;
            for (code, n) in recall.sure {
                *finds[*index].codes.entry(code).or_default() += n;
            }
        }
    }
    finds
}

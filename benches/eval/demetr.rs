//! DEMETR (Karpinska et al. 2022): translations into English, each with one error put in. How
//! often does something speak of the error, and how often of the same sentence without it?

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use bilint::check::Check;
use bilint::text::{Confidence, Extent, Lang};
use clap::Parser;
use rayon::prelude::*;
use serde_json::Value;

use crate::split::hash;
use crate::{Shared, checkers, ntrex, options, tally};

/// What is found of the errors of DEMETR.
#[derive(Parser)]
struct Demetr {
    /// Only perturbations with this in their name
    #[arg(long)]
    name: Option<String>,
    /// Only this check, or the checks of this family
    #[arg(long)]
    code: Option<String>,
    /// Prints so many pairs of each perturbation with what is found in them, drawn by a hash
    #[arg(long)]
    show: Option<usize>,
    /// With --show: only pairs in which nothing is found because of the error
    #[arg(long)]
    missed: bool,
    /// With --show: only sentences without an error in which something is found
    #[arg(long)]
    alarms: bool,
}

/// A translation with and without an error.
pub struct Minimal {
    pub lang: Lang,
    pub source: String,
    pub plain: String,
    pub perturbed: String,
}

/// An error, and the pairs in which it changed something.
pub struct Perturbation {
    pub name: String,
    pub pairs: Vec<Minimal>,
}

impl Perturbation {
    /// Another human translation is no error.
    pub fn is_error(&self) -> bool {
        !self.name.contains("id35")
    }
}

/// All perturbations by name, or a message where they are not there.
pub fn read(shared: &Shared) -> Option<Vec<Perturbation>> {
    let folder = shared.path("eval/demetr")?;
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|end| end != "jsonl") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("UTF-8");
        let pairs = text
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
            .map(|row| {
                let field = |name: &str| row[name].as_str().expect("a text").replace('\t', " ");
                Minimal {
                    lang: lang(&field("lang_tag")),
                    source: field("src_sent"),
                    plain: field("mt_sent"),
                    perturbed: field("pert_sent"),
                }
            })
            .filter(|pair| pair.plain != pair.perturbed)
            .collect();
        all.push(Perturbation {
            name: path.file_stem().unwrap().to_string_lossy().into_owned(),
            pairs,
        });
    }
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Some(all)
}

fn lang(name: &str) -> Lang {
    let tag = match name {
        "chinese_simple" => "zh-Hans",
        "czech" => "cs",
        "french" => "fr",
        "german" => "de",
        "hindi" => "hi",
        "italian" => "it",
        "japanese" => "ja",
        "polish" => "pl",
        "russian" => "ru",
        "spanish" => "es",
        other => panic!("{other} is no language of DEMETR"),
    };
    tag.parse().expect("a tag")
}

/// The checks that speak of a pair, with their highest confidence, and what they say.
type Said = BTreeMap<&'static str, (Confidence, String)>;

fn said(lang: Lang, source: &str, target: &str, checks: &[&'static Check]) -> Said {
    let english: Lang = "en".parse().expect("a tag");
    let mut bitext = bilint::rows(
        Some(ntrex::rows(lang, &[source])),
        ntrex::rows(english, &[target]),
        Extent::Row,
    );
    let mut said = Said::new();
    for finding in bilint::findings(&mut bitext, checks) {
        let entry = said
            .entry(finding.code)
            .or_insert((finding.confidence, finding.message.clone()));
        if finding.confidence > entry.0 {
            *entry = (finding.confidence, finding.message);
        }
    }
    said
}

/// The names of tests that fire on a pair, without its error and with it.
#[derive(Default, Clone)]
pub struct Fired {
    plain: BTreeSet<String>,
    perturbed: BTreeSet<String>,
}

impl Fired {
    pub fn new(plain: BTreeSet<String>, perturbed: BTreeSet<String>) -> Fired {
        Fired { plain, perturbed }
    }

    fn of(plain: &Said, perturbed: &Said, least: Confidence) -> Fired {
        let names = |said: &Said| {
            said.iter()
                .filter(|(_, (confidence, _))| *confidence >= least)
                .map(|(code, _)| (*code).to_owned())
                .collect()
        };
        Fired {
            plain: names(plain),
            perturbed: names(perturbed),
        }
    }

    /// The tests that fire because of the error.
    fn caused(&self) -> impl Iterator<Item = &String> {
        self.perturbed.difference(&self.plain)
    }
}

/// Shares of pairs, per cent: with the error flagged, without it flagged, flagged because of it.
#[derive(Default, Clone, Copy)]
pub struct Shares {
    pairs: usize,
    perturbed: usize,
    plain: usize,
    caused: usize,
}

impl Shares {
    pub fn of<'a>(fired: impl IntoIterator<Item = &'a Fired>) -> Shares {
        let mut sum = Shares::default();
        for fired in fired {
            sum.pairs += 1;
            sum.perturbed += usize::from(!fired.perturbed.is_empty());
            sum.plain += usize::from(!fired.plain.is_empty());
            sum.caused += usize::from(fired.caused().next().is_some());
        }
        sum
    }

    pub fn add(&mut self, other: Shares) {
        self.pairs += other.pairs;
        self.perturbed += other.perturbed;
        self.plain += other.plain;
        self.caused += other.caused;
    }

    pub fn cell(self) -> String {
        let per = |n: usize| n as f64 * 100.0 / self.pairs.max(1) as f64;
        format!(
            "{:5.1} {:5.1} {:5.1}",
            per(self.perturbed),
            per(self.plain),
            per(self.caused)
        )
    }
}

/// The command.
pub fn run(shared: &Shared, arguments: &[String]) {
    let options: Demetr = options("demetr", arguments);
    let Some(mut all) = read(shared) else {
        return;
    };
    all.retain(|perturbation| {
        let name = options.name.as_ref();
        name.is_none_or(|name| perturbation.name.contains(name.as_str()))
    });
    let checks: Vec<&'static Check> = bilint::check::checks()
        .filter(|check| {
            let code = options.code.as_deref();
            code.is_none_or(|code| check.code == code || tally::family(check.code) == code)
        })
        .collect();
    // Sentences without an error stand in many files.
    let plain: BTreeSet<(String, &str, &str)> = all
        .iter()
        .flat_map(|perturbation| &perturbation.pairs)
        .map(|pair| {
            (
                pair.lang.to_string(),
                pair.source.as_str(),
                pair.plain.as_str(),
            )
        })
        .collect();
    let plain: BTreeMap<(String, &str, &str), Said> = plain
        .into_par_iter()
        .map(|key| {
            let said = said(key.0.parse().expect("a tag"), key.1, key.2, &checks);
            (key, said)
        })
        .collect();
    let said: Vec<Vec<(&Said, Said)>> = all
        .par_iter()
        .map(|perturbation| {
            let pairs = perturbation.pairs.iter();
            pairs
                .map(|pair| {
                    let key = (pair.lang.to_string(), &*pair.source, &*pair.plain);
                    (
                        &plain[&key],
                        said(pair.lang, &pair.source, &pair.perturbed, &checks),
                    )
                })
                .collect()
        })
        .collect();
    match options.show {
        Some(limit) => show(&all, &said, limit, &options),
        None => tables(&all, &said),
    }
}

fn tables(all: &[Perturbation], said: &[Vec<(&Said, Said)>]) {
    let at = |least: Confidence| -> Vec<Vec<Fired>> {
        said.iter()
            .map(|pairs| {
                let pairs = pairs.iter();
                pairs
                    .map(|(plain, perturbed)| Fired::of(plain, perturbed, least))
                    .collect()
            })
            .collect()
    };
    let medium = at(Confidence::Medium);
    let mut columns: Vec<(String, Vec<Vec<Fired>>)> = vec![
        ("high, medium".to_owned(), medium.clone()),
        ("high".to_owned(), at(Confidence::High)),
    ];
    columns.extend(checkers::kept(all));
    println!(
        "# per cent of pairs: with the error flagged, without it flagged, flagged because of it \
         (a check speaks on the one and not on the other); only pairs in which the error changed \
         something"
    );
    print_columns(all, &columns);

    let families: BTreeSet<String> = medium
        .iter()
        .flatten()
        .flat_map(|fired| fired.caused())
        .map(|code| tally::family(code).to_owned())
        .collect();
    println!(
        "\n# per cent of pairs flagged because of the error, high and medium, by family, and the checks"
    );
    let mut head: Vec<String> = families.iter().cloned().collect();
    head.push("checks".to_owned());
    let rows: Vec<(String, Vec<String>)> = all
        .iter()
        .zip(&medium)
        .map(|(perturbation, fired)| {
            let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
            for code in fired.iter().flat_map(Fired::caused) {
                *codes.entry(code).or_default() += 1;
            }
            let mut cells: Vec<String> = families
                .iter()
                .map(|family| {
                    let of =
                        |fired: &&Fired| fired.caused().any(|code| tally::family(code) == family);
                    match fired.iter().filter(of).count() {
                        0 => "·".to_owned(),
                        n => format!("{:.1}", n as f64 * 100.0 / fired.len() as f64),
                    }
                })
                .collect();
            let mut codes: Vec<(&str, usize)> = codes.into_iter().collect();
            codes.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
            let codes: Vec<String> = codes
                .iter()
                .take(5)
                .map(|(code, n)| format!("{code} {n}"))
                .collect();
            cells.push(codes.join(", "));
            (perturbation.name.clone(), cells)
        })
        .collect();
    tally::table(&head, &rows);

    println!("\n# by source language, high and medium (errors together)");
    let mut langs: BTreeMap<String, Vec<&Fired>> = BTreeMap::new();
    for (perturbation, fired) in all.iter().zip(&medium) {
        if perturbation.is_error() {
            for (pair, fired) in perturbation.pairs.iter().zip(fired) {
                langs.entry(pair.lang.to_string()).or_default().push(fired);
            }
        }
    }
    let rows: Vec<(String, Vec<String>)> = langs
        .into_iter()
        .map(|(lang, fired)| {
            (
                lang,
                vec![fired.len().to_string(), Shares::of(fired).cell()],
            )
        })
        .collect();
    tally::table(&["pairs".to_owned(), "high, medium".to_owned()], &rows);

    let alarms: BTreeMap<&str, usize> =
        sentences(all, said).fold(BTreeMap::new(), |mut sum, (_, said)| {
            for (code, (confidence, _)) in said {
                if *confidence >= Confidence::Medium {
                    *sum.entry(*code).or_default() += 1;
                }
            }
            sum
        });
    let count = sentences(all, said).count();
    let alarms: Vec<String> = alarms
        .iter()
        .map(|(code, n)| format!("{code} {n}"))
        .collect();
    println!(
        "\n# findings on the {count} sentences without an error, high and medium\n{}",
        alarms.join(", ")
    );
}

/// Each sentence without an error once.
fn sentences<'a>(
    all: &'a [Perturbation],
    said: &'a [Vec<(&'a Said, Said)>],
) -> impl Iterator<Item = (&'a Minimal, &'a Said)> {
    let mut seen = BTreeSet::new();
    all.iter()
        .zip(said)
        .flat_map(|(perturbation, said)| perturbation.pairs.iter().zip(said))
        .map(|(pair, (plain, _))| (pair, *plain))
        .filter(move |(pair, _)| seen.insert((&pair.source, &pair.plain)))
}

/// A line a perturbation, and all errors together.
pub fn print_columns(all: &[Perturbation], columns: &[(String, Vec<Vec<Fired>>)]) {
    let mut head = vec!["pairs".to_owned()];
    head.extend(columns.iter().map(|(name, _)| name.clone()));
    let mut sums = vec![Shares::default(); columns.len()];
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    for (index, perturbation) in all.iter().enumerate() {
        let mut cells = vec![perturbation.pairs.len().to_string()];
        for ((_, fired), sum) in columns.iter().zip(&mut sums) {
            let shares = Shares::of(&fired[index]);
            cells.push(shares.cell());
            if perturbation.is_error() {
                sum.add(shares);
            }
        }
        rows.push((perturbation.name.clone(), cells));
    }
    let mut cells = vec![sums.first().map_or(0, |sum| sum.pairs).to_string()];
    cells.extend(sums.iter().map(|sum| sum.cell()));
    rows.push(("all errors".to_owned(), cells));
    tally::table(&head, &rows);
}

fn show(all: &[Perturbation], said: &[Vec<(&Said, Said)>], limit: usize, options: &Demetr) {
    let print = |said: &Said| {
        for (code, (confidence, message)) in said {
            println!("    {code} {} {message}", confidence.name());
        }
    };
    if options.alarms {
        let mut drawn: Vec<(u64, &Minimal, &Said)> = sentences(all, said)
            .filter(|(_, said)| said.values().any(|said| said.0 >= Confidence::Medium))
            .map(|(pair, said)| (hash(pair.source.as_bytes()), pair, said))
            .collect();
        drawn.sort_by_key(|(hash, _, _)| *hash);
        for (_, pair, said) in drawn.into_iter().take(limit) {
            println!(
                "{}\n    source: {}\n    target: {}",
                pair.lang, pair.source, pair.plain
            );
            print(said);
        }
        return;
    }
    for (perturbation, said) in all.iter().zip(said) {
        let mut drawn: Vec<(u64, &Minimal, &(&Said, Said))> = perturbation
            .pairs
            .iter()
            .zip(said)
            .filter(|(_, (plain, perturbed))| {
                let fired = Fired::of(plain, perturbed, Confidence::Medium);
                !options.missed || fired.caused().next().is_none()
            })
            .map(|(pair, said)| (hash(pair.source.as_bytes()), pair, said))
            .collect();
        drawn.sort_by_key(|(hash, _, _)| *hash);
        println!("\n# {}: {} pairs", perturbation.name, drawn.len());
        for (_, pair, (plain, perturbed)) in drawn.into_iter().take(limit) {
            println!(
                "{}\n    source: {}\n    before: {}\n    after:  {}",
                pair.lang, pair.source, pair.plain, pair.perturbed
            );
            print(perturbed);
            if !plain.is_empty() {
                println!("    before:");
                print(plain);
            }
        }
    }
}

//! bilint beside other checkers, in one run on the same files: what they find of the errors of
//! DEMETR, how often they speak of professional translations, and what that takes.
//!
//! Every program reads the same pairs, one file for each pair of languages. Seconds are those of
//! the processor, user and system, one thread each: of bilint whole processes, one for each file;
//! of a peer one process for all, without loading.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use bilint::check::{checks, need_evidence};
use clap::Parser;
use serde_json::Value;

use crate::demetr::{self, Fired, Perturbation, Shares};
use crate::ntrex::{ENGLISH, Ntrex};
use crate::peers::{Cost, drive, measure_to, python};
use crate::split::Part;
use crate::{Shared, options, tally};

const DRIVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/eval/checkers.py");
const REQUIREMENTS: &str = include_str!("checkers-requirements.txt");

/// The peers as the driver names them, and how they are shown.
const PEERS: [(&str, &str); 4] = [
    ("pofilter", "pofilter"),
    ("hardrules", "hardrules, all rules"),
    ("opusfilter", "OpusFilter"),
    ("pyatus", "pyatus"),
];

/// Rules of hardrules that are off unless asked for.
const OFF: [&str; 2] = ["no_number_inconsistencies", "no_script_inconsistencies"];

/// bilint beside other checkers.
#[derive(Parser)]
struct Checkers {
    /// The program to measure; without it, the one that cargo built for this benchmark
    #[arg(long)]
    binary: Option<PathBuf>,
    /// Leaves a peer out: pofilter, hardrules, opusfilter, pyatus
    #[arg(long, value_delimiter = ',')]
    without: Vec<String>,
    /// Pairs of each language of NTREX
    #[arg(long, default_value_t = 200)]
    rows: usize,
}

fn work() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("peers")
}

/// Pairs by their languages: `fr_en`.
type Files = BTreeMap<String, Vec<(String, String)>>;

/// Pairs laid out as files.
struct Laid {
    folder: PathBuf,
    files: Files,
}

/// What every tool said: the names of the tests that fire on each pair of each file.
type Said = BTreeMap<String, Vec<BTreeSet<String>>>;

fn table(pairs: &[(String, String)]) -> String {
    pairs
        .iter()
        .map(|(source, target)| format!("{source}\t{target}\n"))
        .collect()
}

impl Laid {
    fn new(name: &str, files: Files) -> Laid {
        Laid {
            folder: work().join("pairs").join(name),
            files,
        }
    }

    fn write(&self) -> io::Result<()> {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder)?;
        }
        fs::create_dir_all(&self.folder)?;
        for (name, pairs) in &self.files {
            fs::write(self.file(name, "tsv"), table(pairs))?;
        }
        Ok(())
    }

    fn file(&self, name: &str, ending: &str) -> PathBuf {
        self.folder.join(format!("{name}.{ending}"))
    }

    fn pairs(&self) -> usize {
        self.files.values().map(Vec::len).sum()
    }

    /// What a tool wrote of these very pairs, if it did.
    fn read(&self, tool: &str) -> Option<Said> {
        let mut said = Said::new();
        for (name, pairs) in &self.files {
            let laid = fs::read_to_string(self.file(name, "tsv")).ok()?;
            let text = fs::read_to_string(self.file(name, tool)).ok()?;
            let names: Vec<BTreeSet<String>> = text
                .lines()
                .map(|line| {
                    let names = line.split(',').filter(|name| !name.is_empty());
                    names.map(str::to_owned).collect()
                })
                .collect();
            if laid != table(pairs) || names.len() != pairs.len() {
                return None;
            }
            said.insert(name.clone(), names);
        }
        Some(said)
    }

    /// Runs bilint over every file.
    fn bilint(&self, binary: &Path, ignore: &str) -> io::Result<(Said, Cost)> {
        let mut said = Said::new();
        let mut cost = Cost::default();
        for (name, pairs) in &self.files {
            let (source, target) = name.split_once('_').expect("two languages");
            let out = self.file(name, "bilint");
            let mut command = Command::new(binary);
            command
                .args(["check", "--format", "jsonl", "--min-confidence", "medium"])
                .args(["--threads", "1", "--input-format", "tsv"])
                .args(["--source-lang", source, "--target-lang", target])
                .stdout(fs::File::create(&out)?);
            if !ignore.is_empty() {
                command.args(["--ignore", ignore]);
            }
            // 1 says that there are findings.
            let one = measure_to(command.arg(self.file(name, "tsv")), &[0, 1])?;
            cost.seconds += one.seconds;
            cost.peak = cost.peak.max(one.peak);
            let mut names = vec![BTreeSet::new(); pairs.len()];
            for line in fs::read_to_string(&out)?.lines() {
                let finding: Value = serde_json::from_str(line)?;
                if let (Some(code), Some(pair)) =
                    (finding["code"].as_str(), finding["pair"].as_u64())
                {
                    names[pair as usize].insert(code.to_owned());
                }
            }
            said.insert(name.clone(), names);
        }
        Ok((said, cost))
    }
}

/// The minimal pairs of DEMETR, every pair of texts once.
fn minimal(all: &[Perturbation]) -> Laid {
    let mut files: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for pair in all.iter().flat_map(|perturbation| &perturbation.pairs) {
        let file = files.entry(format!("{}_en", pair.lang)).or_default();
        for target in [&pair.plain, &pair.perturbed] {
            file.insert((pair.source.clone(), target.clone()));
        }
    }
    let files = files
        .into_iter()
        .map(|(name, pairs)| (name, pairs.into_iter().collect()))
        .collect();
    Laid::new("demetr", files)
}

/// What a tool said of the minimal pairs, by perturbation.
fn fired(all: &[Perturbation], laid: &Laid, said: &Said) -> Vec<Vec<Fired>> {
    let index: BTreeMap<(&str, &(String, String)), &BTreeSet<String>> = laid
        .files
        .iter()
        .flat_map(|(name, pairs)| {
            let said = &said[name];
            pairs
                .iter()
                .zip(said)
                .map(move |(pair, names)| ((name.as_str(), pair), names))
        })
        .collect();
    all.iter()
        .map(|perturbation| {
            let pairs = perturbation.pairs.iter();
            pairs
                .map(|pair| {
                    let name = format!("{}_en", pair.lang);
                    let names = |target: &String| {
                        let key = (pair.source.clone(), target.clone());
                        index[&(name.as_str(), &key)].clone()
                    };
                    Fired::new(names(&pair.plain), names(&pair.perturbed))
                })
                .collect()
        })
        .collect()
}

/// What hardrules says with the rules that are on by default.
fn by_default(said: &Said) -> Said {
    let on = |names: &BTreeSet<String>| -> BTreeSet<String> {
        let names = names.iter().filter(|name| !OFF.contains(&name.as_str()));
        names.cloned().collect()
    };
    said.iter()
        .map(|(name, pairs)| (name.clone(), pairs.iter().map(on).collect()))
        .collect()
}

/// What peers said of the minimal pairs when they were last run on these very pairs.
pub fn kept(all: &[Perturbation]) -> Vec<(String, Vec<Vec<Fired>>)> {
    let Ok(whole) = fs::read_to_string(work().join("pairs/demetr/perturbations")) else {
        return Vec::new();
    };
    let named = |perturbation: &Perturbation| whole.lines().any(|name| name == perturbation.name);
    if !all.iter().all(named) || all.len() != whole.lines().count() {
        return Vec::new();
    }
    let laid = minimal(all);
    let said = |tool: &str| laid.read(tool).map(|said| fired(all, &laid, &said));
    [
        ("pofilter", "pofilter"),
        ("hardrules", "hardrules, all rules"),
    ]
    .into_iter()
    .filter_map(|(tool, name)| Some((name.to_owned(), said(tool)?)))
    .collect()
}

/// *Look* rows of NTREX, English to each language.
fn clean(ntrex: &Ntrex, rows: usize) -> Laid {
    let english: String = ntrex.lang(ENGLISH).to_string();
    let mut files = Files::new();
    for language in ntrex.translated() {
        let field = |line: &String| line.replace('\t', " ");
        let pairs = ntrex
            .documents(Part::Look)
            .flat_map(|document| {
                let source = ntrex.lines(ENGLISH, document).iter();
                source.zip(ntrex.lines(language, document))
            })
            .map(|(source, target)| (field(source), field(target)))
            .take(rows)
            .collect();
        files.insert(format!("{english}_{}", ntrex.lang(language)), pairs);
    }
    Laid::new("ntrex", files)
}

/// A tool with what it said of both sets.
struct Row {
    name: String,
    demetr: Said,
    ntrex: Said,
    cost: Option<Cost>,
}

/// The command.
pub fn run(shared: &Shared, arguments: &[String]) {
    let options: Checkers = options("checkers", arguments);
    let (Some(all), Some(ntrex)) = (demetr::read(shared), Ntrex::read(shared)) else {
        return;
    };
    compare(&options, &all, &ntrex).expect("the programs and the folder below target");
}

fn compare(options: &Checkers, all: &[Perturbation], ntrex: &Ntrex) -> io::Result<()> {
    let sets = [minimal(all), clean(ntrex, options.rows)];
    for laid in &sets {
        laid.write()?;
    }
    let names: String = all.iter().map(|it| format!("{}\n", it.name)).collect();
    fs::write(sets[0].folder.join("perturbations"), names)?;

    let binary = options
        .binary
        .clone()
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_bilint")));
    let model: Vec<&str> = checks()
        .filter(|check| need_evidence(&[check]))
        .map(|check| check.code)
        .collect();
    let mut rows = Vec::new();
    for (name, ignore) in [
        ("**bilint**", String::new()),
        ("bilint without its model", model.join(",")),
    ] {
        let (demetr, a) = sets[0].bilint(&binary, &ignore)?;
        let (ntrex, b) = sets[1].bilint(&binary, &ignore)?;
        rows.push(Row {
            name: name.to_owned(),
            demetr,
            ntrex,
            cost: Some(sum(a, b)),
        });
    }
    let environment = work().join("checkers");
    let peers = PEERS
        .into_iter()
        .filter(|(tool, _)| !options.without.iter().any(|without| without == tool));
    // What the packages ask for has moved on or does not build; the list has what they need.
    if let Some(python) = python(&environment, REQUIREMENTS, &["--no-deps"], "the checkers")? {
        for (tool, name) in peers {
            let mut costs = Vec::new();
            for laid in &sets {
                let mut command = Command::new(&python);
                command.arg(DRIVER).arg(tool).arg(&laid.folder);
                match drive(&mut command) {
                    Ok(cost) => costs.push(cost),
                    Err(error) => println!("left out: {name} ({error})"),
                }
            }
            let [a, b] = costs[..] else {
                continue;
            };
            let (Some(demetr), Some(ntrex)) = (sets[0].read(tool), sets[1].read(tool)) else {
                continue;
            };
            let default = (tool == "hardrules").then(|| Row {
                name: "hardrules, default rules".to_owned(),
                demetr: by_default(&demetr),
                ntrex: by_default(&ntrex),
                cost: None,
            });
            rows.push(Row {
                name: name.to_owned(),
                demetr,
                ntrex,
                cost: Some(sum(a, b)),
            });
            rows.extend(default);
        }
    }
    print(all, &sets, &rows);
    Ok(())
}

fn sum(a: Cost, b: Cost) -> Cost {
    Cost {
        seconds: a.seconds + b.seconds,
        peak: a.peak.max(b.peak),
    }
}

fn print(all: &[Perturbation], [minimal, clean]: &[Laid; 2], rows: &[Row]) {
    let columns: Vec<(String, Vec<Vec<Fired>>)> = rows
        .iter()
        .map(|row| (row.name.clone(), fired(all, minimal, &row.demetr)))
        .collect();
    println!(
        "# DEMETR, per cent of pairs in which the error changed something: with it flagged, \
         without it flagged, flagged because of it"
    );
    demetr::print_columns(all, &columns);

    let pairs = minimal.pairs() + clean.pairs();
    println!(
        "\n# DEMETR, all errors; {} clean pairs of NTREX (look), English to each language; and what \
         the {pairs} pairs of both take on one core (of peers without loading what a language needs)",
        clean.pairs(),
    );
    let head = [
        "flagged",
        "without",
        "because",
        "NTREX flagged %",
        "findings ‰",
        "seconds",
        "pairs/s",
        "MB",
    ]
    .map(str::to_owned);
    let table: Vec<(String, Vec<String>)> = rows
        .iter()
        .zip(&columns)
        .map(|(row, (_, fired))| {
            let mut shares = Shares::default();
            for (perturbation, fired) in all.iter().zip(fired) {
                if perturbation.is_error() {
                    shares.add(Shares::of(fired));
                }
            }
            let mut cells: Vec<String> = shares
                .cell()
                .split_whitespace()
                .map(str::to_owned)
                .collect();
            let flagged = row
                .ntrex
                .values()
                .flatten()
                .filter(|names| !names.is_empty());
            let findings: usize = row.ntrex.values().flatten().map(BTreeSet::len).sum();
            let of = clean.pairs().max(1) as f64;
            cells.push(format!("{:.1}", flagged.count() as f64 * 100.0 / of));
            cells.push(format!("{:.1}", findings as f64 * 1000.0 / of));
            match row.cost {
                Some(cost) => cells.extend([
                    format!("{:.1}", cost.seconds),
                    format!("{:.0}", pairs as f64 / cost.seconds),
                    format!("{:.0}", cost.peak as f64 / 1e6),
                ]),
                None => cells.extend(["", "", ""].map(str::to_owned)),
            }
            (row.name.clone(), cells)
        })
        .collect();
    tally::table(&head, &table);

    println!("\n# the tests that fire most on clean pairs, per 1,000");
    for row in rows {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for name in row.ntrex.values().flatten().flatten() {
            *counts.entry(name).or_default() += 1;
        }
        let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let counts: Vec<String> = counts
            .iter()
            .take(8)
            .map(|(name, n)| {
                format!(
                    "{name} {:.1}",
                    *n as f64 * 1000.0 / clean.pairs().max(1) as f64
                )
            })
            .collect();
        println!("{}: {}", row.name, counts.join(", "));
    }
}

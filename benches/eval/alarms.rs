//! False alarms: what the checks say of professional translations.

use std::collections::{BTreeMap, BTreeSet};

use bilint::check::Check;
use bilint::text::{Bitext, Confidence, Extent};
use clap::{Parser, ValueEnum};
use rayon::prelude::*;

use crate::ntrex::{ENGLISH, Name, Ntrex};
use crate::split::Part;
use crate::{Shared, options, tally};

/// Pairs that were translated from neither side: both are translations of the same English.
const DIRECT: &[(&str, &str)] = &[
    ("deu", "fra"),
    ("rus", "ukr"),
    ("zho-CN", "jpn"),
    ("arb", "tur"),
];

/// Findings on clean translations.
#[derive(Parser)]
struct Alarms {
    /// Only this setting.
    #[arg(long)]
    mode: Option<Mode>,
    /// Only this language (as NTREX names it), or its pair
    #[arg(long)]
    lang: Option<String>,
    /// Only the checks of this family (a letter), each with a column of its own
    #[arg(long)]
    family: Option<String>,
    /// Prints the findings of this check or family (or of all: `all`) instead of the table
    #[arg(long)]
    show: Option<String>,
    /// With --show: only findings of this confidence
    #[arg(long, value_parser = confidence)]
    confidence: Option<Confidence>,
    /// With --show: at most this many
    #[arg(long, default_value_t = 1000)]
    limit: usize,
    /// The documents to show findings of; only `look` is shown
    #[arg(long, default_value = "look")]
    part: Part,
}

/// What is given to the checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Mode {
    /// Rows of a document, from English.
    Into,
    /// Rows of a document, into English.
    From,
    /// The translation alone, as a document.
    Alone,
    /// Rows of a document, between two translations.
    Direct,
}

impl Mode {
    const ALL: [Mode; 4] = [Mode::Into, Mode::From, Mode::Alone, Mode::Direct];

    fn title(self) -> &'static str {
        match self {
            Mode::Into => "rows, English to the language",
            Mode::From => "rows, the language to English",
            Mode::Alone => "translation alone, as a document",
            Mode::Direct => "rows, between two translations of the same English",
        }
    }
}

pub fn confidence(name: &str) -> Result<Confidence, String> {
    [Confidence::High, Confidence::Medium, Confidence::Low]
        .into_iter()
        .find(|confidence| confidence.name() == name)
        .ok_or_else(|| "one of high, medium, low".to_owned())
}

/// A setting: its name in the table, source and target.
struct Case<'a> {
    name: String,
    source: Option<&'a str>,
    target: &'a str,
}

fn cases<'a>(ntrex: &'a Ntrex, mode: Mode, lang: Option<&str>) -> Vec<Case<'a>> {
    let case = |name: &str, source, target| Case {
        name: name.to_owned(),
        source,
        target,
    };
    let mut cases: Vec<Case<'a>> = match mode {
        Mode::Into => ntrex
            .translated()
            .into_iter()
            .map(|name| case(name, Some(ENGLISH), name))
            .collect(),
        Mode::From => ntrex
            .translated()
            .into_iter()
            .map(|name| case(name, Some(name), ENGLISH))
            .collect(),
        Mode::Alone => ntrex
            .all()
            .into_iter()
            .map(|name| case(name, None, name))
            .collect(),
        Mode::Direct => DIRECT
            .iter()
            .flat_map(|(a, b)| [(*a, *b), (*b, *a)])
            .map(|(a, b)| case(&format!("{a}→{b}"), Some(a), b))
            .collect(),
    };
    if let Some(lang) = lang {
        cases.retain(|case| case.name.split('→').any(|part| part == lang));
    }
    cases
}

fn bitext(ntrex: &Ntrex, case: &Case<'_>, document: &Name) -> Bitext {
    match case.source {
        Some(source) => bilint::rows(
            Some(ntrex.rows(source, document)),
            ntrex.rows(case.target, document),
            Extent::Rows,
        ),
        None => bilint::alone(ntrex.page(case.target, document)),
    }
}

/// By code: findings of high confidence, and of at least medium.
type Counts = BTreeMap<&'static str, (usize, usize)>;

fn count(ntrex: &Ntrex, case: &Case<'_>, part: Part, checks: &[&'static Check]) -> (usize, Counts) {
    let mut pairs = 0;
    let mut counts = Counts::new();
    for document in ntrex.documents(part) {
        pairs += document.lines.len();
        for finding in bilint::findings(&mut bitext(ntrex, case, document), checks) {
            let entry = counts.entry(finding.code).or_default();
            entry.0 += usize::from(finding.confidence == Confidence::High);
            entry.1 += usize::from(finding.confidence >= Confidence::Medium);
        }
    }
    (pairs, counts)
}

/// The command.
pub fn run(shared: &Shared, arguments: &[String]) {
    let options: Alarms = options("alarms", arguments);
    let Some(ntrex) = Ntrex::read(shared) else {
        return;
    };
    let checks: Vec<&'static Check> = bilint::check::checks()
        .filter(|check| {
            let family = options.family.as_deref();
            family.is_none_or(|family| tally::family(check.code) == family)
        })
        .collect();
    let modes: Vec<Mode> = options.mode.map_or(Mode::ALL.to_vec(), |mode| vec![mode]);
    if options.show.is_some() {
        if options.part == Part::Count {
            println!("the findings on `count` are not to be read, only counted");
            return;
        }
        for mode in modes {
            show(&ntrex, mode, &options, &checks);
        }
        return;
    }
    for mode in modes {
        let cases = cases(&ntrex, mode, options.lang.as_deref());
        println!("\n# {}", mode.title());
        let counted = counts(&ntrex, &cases, Part::Look, &checks);
        look(&cases, &counted, options.family.is_some());
        total(&counted, Part::Look);
        total(&counts(&ntrex, &cases, Part::Count, &checks), Part::Count);
    }
}

fn counts(
    ntrex: &Ntrex,
    cases: &[Case<'_>],
    part: Part,
    checks: &[&'static Check],
) -> Vec<(usize, Counts)> {
    cases
        .par_iter()
        .map(|case| count(ntrex, case, part, checks))
        .collect()
}

/// Findings by language, and by family or, if `each`, by check, on the documents that may be
/// learnt from.
fn look(cases: &[Case<'_>], counted: &[(usize, Counts)], each: bool) {
    let column = |code: &'static str| if each { code } else { tally::family(code) };
    let columns: BTreeSet<&str> = counted
        .iter()
        .flat_map(|(_, counts)| counts)
        .filter(|(_, (_, medium))| *medium > 0)
        .map(|(code, _)| column(code))
        .collect();
    println!(
        "look: findings of high confidence / of high and medium, and both per 1,000 pairs at the end"
    );
    let mut head: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
    head.extend(["pairs", "high‰", "medium‰"].map(str::to_owned));
    let rows: Vec<(String, Vec<String>)> = cases
        .iter()
        .zip(counted)
        .map(|(case, (pairs, counts))| {
            let sum = |wanted: Option<&str>| {
                counts
                    .iter()
                    .filter(|(code, _)| wanted.is_none_or(|name| column(code) == name))
                    .fold((0, 0), |sum, (_, n)| (sum.0 + n.0, sum.1 + n.1))
            };
            let mut cells: Vec<String> = columns
                .iter()
                .map(|name| match sum(Some(name)) {
                    (_, 0) => "·".to_owned(),
                    (high, medium) => format!("{high}/{medium}"),
                })
                .collect();
            let per = |n: usize| format!("{:.2}", n as f64 * 1000.0 / (*pairs).max(1) as f64);
            let (high, medium) = sum(None);
            cells.extend([pairs.to_string(), per(high), per(medium)]);
            (case.name.clone(), cells)
        })
        .collect();
    tally::table(&head, &rows);
}

/// Totals over all languages with the 95 % interval, by family and check: all that is printed of
/// `count`.
fn total(counted: &[(usize, Counts)], part: Part) {
    let pairs: usize = counted.iter().map(|(pairs, _)| pairs).sum();
    let mut sums: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (code, (high, medium)) in counted.iter().flat_map(|(_, counts)| counts) {
        for name in ["all", tally::family(code), code] {
            let sum = sums.entry(name).or_default();
            sum.0 += high;
            sum.1 += medium;
        }
    }
    println!("{}, all languages, with the 95 % interval:", part.name());
    let mut names: Vec<&str> = sums.keys().copied().collect();
    names.sort_by_key(|name| (*name != "all", *name));
    for name in names {
        let (high, medium) = sums[name];
        if high > 0 || name == "all" {
            println!("  {name:<4} high          {}", tally::rate(high, pairs));
        }
        if medium > 0 || name == "all" {
            println!("  {name:<4} high, medium  {}", tally::rate(medium, pairs));
        }
    }
}

/// The findings themselves.
fn show(ntrex: &Ntrex, mode: Mode, options: &Alarms, checks: &[&'static Check]) {
    let code = options.show.as_deref().filter(|code| *code != "all");
    let checks: Vec<&'static Check> = checks
        .iter()
        .filter(|check| {
            code.is_none_or(|code| check.code == code || tally::family(check.code) == code)
        })
        .copied()
        .collect();
    let cases = cases(ntrex, mode, options.lang.as_deref());
    let texts: Vec<Vec<String>> = cases
        .par_iter()
        .map(|case| {
            let mut texts = Vec::new();
            for document in ntrex.documents(Part::Look) {
                let mut bitext = bitext(ntrex, case, document);
                for finding in bilint::findings(&mut bitext, &checks) {
                    let wanted = match options.confidence {
                        Some(confidence) => finding.confidence == confidence,
                        None => finding.confidence >= Confidence::Medium,
                    };
                    if wanted {
                        texts.push(format!(
                            "{} {}: {}",
                            case.name,
                            document.name,
                            tally::shown(&bitext, &finding)
                        ));
                    }
                }
            }
            texts
        })
        .collect();
    println!("\n# {}", mode.title());
    for text in texts.into_iter().flatten().take(options.limit) {
        println!("{text}");
    }
}

//! How far the score agrees with people: human judgements, minimal pairs, the order of systems and
//! references, clean and damaged translations, each beside simple baselines.

use std::collections::BTreeMap;

use bilint::check::{self, Check};
use bilint::score;
use bilint::text::{Bitext, Lang, Score};
use clap::Parser;
use rayon::prelude::*;

use crate::judged::{self, Judged};
use crate::measures::{matthews, pearson, spearman};
use crate::ntrex::{ENGLISH, Ntrex};
use crate::split::Part;
use crate::{Shared, demetr, mt, options};

/// Agreement of the score with people.
#[derive(Parser)]
struct Correlation {
    /// Only these parts: judgements, critical, demetr, systems, bands
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Also prints what score so many of every hundred clean translations stay below, by language
    #[arg(long)]
    spread: bool,
}

/// What is said of a row.
#[derive(Debug, Clone, Copy, Default)]
struct Said {
    score: f64,
    /// Without the findings.
    estimate: f64,
    adequacy: f64,
    is_critical: bool,
    /// Findings alone.
    penalty: f64,
    /// Baselines.
    cosine: f64,
    length: f64,
    copy: f64,
}

fn checks() -> Vec<&'static Check> {
    check::checks().collect()
}

fn scored(mut bitext: Bitext, checks: &[&'static Check]) -> (Bitext, Vec<Score>) {
    let findings = bilint::findings(&mut bitext, checks);
    if bitext.evidence.is_empty() {
        bilint::witness(&mut bitext);
    }
    let mut scores = score::score(&bitext, &findings, &score::PROFILES[0]);
    score::estimate(&bitext, &findings, &mut scores);
    (bitext, scores)
}

fn said(langs: [Lang; 2], source: &str, target: &str, checks: &[&'static Check]) -> Said {
    let bitext = judged::bitext(langs, source, target);
    let (bitext, scores) = scored(bitext, checks);
    let Some(score) = scores.first() else {
        return Said::default();
    };
    let estimate = score.estimate.unwrap_or_default();
    let findings = Score {
        estimate: None,
        ..*score
    };
    let share = |part: u32| f64::from(part) / 10_000.0;
    let (a, b) = (source.chars().count() as f64, target.chars().count() as f64);
    Said {
        score: score.value(),
        estimate: share(estimate.quality) * share(estimate.adequacy),
        adequacy: share(estimate.adequacy),
        is_critical: estimate.is_critical,
        penalty: findings.value(),
        cosine: bitext
            .evidence
            .first()
            .map_or(0.0, |it| f64::from(it.similarity)),
        length: -libm::fabs(libm::log((a + 1.0) / (b + 1.0))),
        copy: chrf(source, target),
    }
}

/// F2 of character trigrams (after Popović 2015): of the translation against its own source.
fn chrf(a: &str, b: &str) -> f64 {
    let grams = |text: &str| {
        let letters: Vec<char> = text
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .collect();
        let mut grams: BTreeMap<Vec<char>, u32> = BTreeMap::new();
        for gram in letters.windows(3) {
            *grams.entry(gram.to_vec()).or_default() += 1;
        }
        grams
    };
    let (a, b) = (grams(a), grams(b));
    let both: u32 = a
        .iter()
        .map(|(gram, count)| *count.min(b.get(gram).unwrap_or(&0)))
        .sum();
    let sum = |grams: &BTreeMap<Vec<char>, u32>| f64::from(grams.values().sum::<u32>().max(1));
    let (recall, precision) = (f64::from(both) / sum(&a), f64::from(both) / sum(&b));
    5.0 * precision * recall / (4.0 * precision + recall).max(1e-9)
}

/// The command.
pub fn run(shared: &Shared, arguments: &[String]) {
    let options: Correlation = options("correlation", arguments);
    let wanted =
        |part: &str| options.only.is_empty() || options.only.iter().any(|only| only == part);
    if wanted("judgements") {
        judgements(shared);
    }
    if wanted("critical") {
        critical(shared);
    }
    if wanted("demetr") {
        minimal(shared);
    }
    if wanted("systems") {
        systems(shared);
    }
    if wanted("bands") {
        bands(shared, options.spread);
    }
}

fn all(pair: &str, rows: &[Judged]) -> Vec<Said> {
    let (langs, checks) = (judged::langs(pair), checks());
    rows.par_iter()
        .map(|row| said(langs, &row.source, &row.target, &checks))
        .collect()
}

/// What is compared with people: a name and how it is read.
type Column = (&'static str, fn(&Said) -> f64);

const COLUMNS: [Column; 6] = [
    ("score", |said| said.score),
    ("estimate", |said| said.estimate),
    ("findings", |said| said.penalty),
    ("cosine", |said| said.cosine),
    ("length", |said| said.length),
    ("copy", |said| said.copy),
];

/// What is published for the baseline of the task on its test sets (Specia et al. 2020): OpenKiwi.
const BASELINE: [f64; 7] = [0.146, 0.190, 0.477, 0.386, 0.685, 0.548, 0.374];

fn judgements(shared: &Shared) {
    let Some(qe) = shared.path("eval/qe") else {
        return;
    };
    println!("# direct assessments, MLQE-PE dev: Pearson (Spearman)\n");
    print!("{:8}", "");
    for (name, _) in COLUMNS {
        print!("{name:>16}");
    }
    println!("{:>18}", "OpenKiwi on test");
    let mut means = [[0.0; 2]; COLUMNS.len()];
    let mut zones = [[0.0f64; 3]; 10];
    for (pair, published) in judged::ASSESSED.iter().zip(BASELINE) {
        let rows = judged::assessed(&qe, pair, "dev");
        let said = all(pair, &rows);
        let people: Vec<f64> = rows.iter().map(|row| row.value).collect();
        print!("{pair:8}");
        for ((_, read), mean) in COLUMNS.iter().zip(&mut means) {
            let values: Vec<f64> = said.iter().map(read).collect();
            let both = [pearson(&values, &people), spearman(&values, &people)];
            print!("{:>16}", format!("{:.3} ({:.3})", both[0], both[1]));
            for (mean, value) in mean.iter_mut().zip(both) {
                *mean += value / judged::ASSESSED.len() as f64;
            }
        }
        println!("{published:>18.3}");
        for (said, people) in said.iter().zip(&people) {
            let zone = &mut zones[((said.score / 10.0) as usize).min(9)];
            zone[0] += 1.0;
            zone[1] += people;
            zone[2] += people * people;
        }
    }
    print!("{:8}", "mean");
    for mean in means {
        print!("{:>16}", format!("{:.3} ({:.3})", mean[0], mean[1]));
    }
    println!("{:>18.3}\n", BASELINE.iter().sum::<f64>() / 7.0);
    println!("what people say, by score: rows, mean judgement in standard deviations of its pair");
    for (at, [count, sum, _]) in zones.iter().enumerate().filter(|(_, zone)| zone[0] > 0.0) {
        println!(
            "{:>3}–{:<3} {count:>6} {:>+6.2}",
            at * 10,
            at * 10 + 10,
            sum / count
        );
    }
    println!();
}

fn critical(shared: &Shared) {
    let Some(qe) = shared.path("eval/qe") else {
        return;
    };
    println!("# critical errors, WMT21 dev: Matthews, and the baselines at as many alarms\n");
    println!("pair      errors  flagged  estimate  findings  score  cosine  length");
    let mut means = [0.0; 5];
    for pair in judged::CRITICAL {
        let rows = judged::critical(&qe, pair, "dev");
        let said = all(pair, &rows);
        let wrong = rows.iter().filter(|row| row.value > 0.5).count() as f64;
        let agreement = |flags: &[bool]| {
            let flagged = flags.iter().filter(|flag| **flag).count() as f64;
            let pairs = flags.iter().zip(&rows);
            let hits = pairs
                .filter(|(flag, row)| **flag && row.value > 0.5)
                .count() as f64;
            let all = rows.len() as f64;
            matthews(
                hits,
                flagged - hits,
                wrong - hits,
                all - flagged - wrong + hits,
            )
        };
        let flags: Vec<bool> = said.iter().map(|said| said.is_critical).collect();
        let count = flags.iter().filter(|flag| **flag).count();
        let lowest = |read: fn(&Said) -> f64| {
            let mut values: Vec<f64> = said.iter().map(read).collect();
            values.sort_by(f64::total_cmp);
            let bar = values[count.min(values.len() - 1)];
            agreement(
                &said
                    .iter()
                    .map(|said| read(said) < bar)
                    .collect::<Vec<bool>>(),
            )
        };
        let found: Vec<bool> = said.iter().map(|said| said.penalty < 100.0).collect();
        let line = [
            agreement(&flags),
            agreement(&found),
            lowest(|said| said.score),
            lowest(|said| said.cosine),
            lowest(|said| said.length),
        ];
        println!(
            "{pair:8} {wrong:>7} {count:>8} {:>9.3} {:>9.3} {:>6.3} {:>7.3} {:>7.3}",
            line[0], line[1], line[2], line[3], line[4]
        );
        for (mean, value) in means.iter_mut().zip(line) {
            *mean += value / judged::CRITICAL.len() as f64;
        }
    }
    println!(
        "{:25} {:>9.3} {:>9.3} {:>6.3} {:>7.3} {:>7.3}\n",
        "mean", means[0], means[1], means[2], means[3], means[4]
    );
}

/// 1 where the worse one is below, half for a tie.
fn right(better: f64, worse: f64) -> f64 {
    match better.total_cmp(&worse) {
        std::cmp::Ordering::Greater => 1.0,
        std::cmp::Ordering::Equal => 0.5,
        std::cmp::Ordering::Less => 0.0,
    }
}

fn minimal(shared: &Shared) {
    let Some(all) = demetr::read(shared) else {
        return;
    };
    let (english, checks) = ("en".parse().expect("a language"), checks());
    println!(
        "# minimal pairs, DEMETR: per cent in which the sentence with the error is lower, ties a half\n"
    );
    print!("{:34}{:>6}", "", "pairs");
    for (name, _) in COLUMNS {
        print!("{name:>10}");
    }
    println!();
    let mut sums = [0.0; COLUMNS.len()];
    let mut count = 0.0;
    for perturbation in &all {
        let pairs: Vec<[Said; 2]> = perturbation
            .pairs
            .par_iter()
            .map(|pair| {
                let said = |text: &str| said([pair.lang, english], &pair.source, text, &checks);
                [said(&pair.plain), said(&pair.perturbed)]
            })
            .collect();
        print!("{:34}{:>6}", perturbation.name, pairs.len());
        for ((_, read), sum) in COLUMNS.iter().zip(&mut sums) {
            let rights: f64 = pairs
                .iter()
                .map(|[plain, worse]| right(read(plain), read(worse)))
                .sum();
            print!("{:>10.1}", 100.0 * rights / pairs.len().max(1) as f64);
            if perturbation.is_error() {
                *sum += rights;
            }
        }
        println!();
        if perturbation.is_error() {
            count += pairs.len() as f64;
        }
    }
    print!("{:34}{count:>6}", "all errors");
    for sum in sums {
        print!("{:>10.1}", 100.0 * sum / count);
    }
    println!("\n");
}

fn systems(shared: &Shared) {
    let Some(folder) = shared.path("eval/mt/wmt21") else {
        return;
    };
    let checks = checks();
    println!(
        "# real machine translation, WMT21: mean score, adequacy and critical errors of references and systems\n"
    );
    for (direction, systems) in mt::columns(&folder) {
        print!("{direction}:");
        let mut line: Vec<(f64, String)> = systems
            .par_iter()
            .map(|(system, langs, rows)| {
                let said: Vec<Said> = rows
                    .iter()
                    .map(|(a, b)| said(*langs, a, b, &checks))
                    .collect();
                let mean = |read: fn(&Said) -> f64| {
                    said.iter().map(read).sum::<f64>() / said.len().max(1) as f64
                };
                let critical = 100.0 * mean(|said| f64::from(u8::from(said.is_critical)));
                (
                    mean(|said| said.score),
                    format!(
                        "{system} {:.1} ({:.2}, {critical:.0} %)",
                        mean(|said| said.score),
                        mean(|said| said.adequacy)
                    ),
                )
            })
            .collect();
        line.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (_, text) in line {
            print!("  {text}");
        }
        println!();
    }
    println!();
}

/// Ways to spoil a translation.
const DAMAGES: [&str; 5] = ["clean", "neighbour", "truncated", "half", "copied"];

fn bands(shared: &Shared, spread: bool) {
    let Some(ntrex) = Ntrex::read(shared) else {
        return;
    };
    let checks = checks();
    let good = bilint::report::BANDS[1].1 as f64 / 100.0;
    println!(
        "# clean translations and spoilt ones, NTREX: per cent that score {good} (good) or more\n"
    );
    print!("{:10}", "");
    for part in ["look", "count"] {
        for damage in DAMAGES {
            print!("{:>16}", format!("{part} {damage}"));
        }
    }
    println!();
    for (name, from, into) in ntrex.translated().into_iter().flat_map(|lang| {
        [
            (format!("to {lang}"), ENGLISH, lang),
            (format!("from {lang}"), lang, ENGLISH),
        ]
    }) {
        let langs = [ntrex.lang(from), ntrex.lang(into)];
        let mut line = format!("{name:14}");
        let mut spreads = String::new();
        for part in [Part::Look, Part::Count] {
            let rows: Vec<(&String, &String)> = ntrex
                .documents(part)
                .flat_map(|document| {
                    ntrex
                        .lines(from, document)
                        .iter()
                        .zip(ntrex.lines(into, document))
                })
                .collect();
            for damage in DAMAGES {
                let scores: Vec<f64> = rows
                    .par_iter()
                    .enumerate()
                    .filter(|(at, _)| damage == "clean" || at % 8 == 0)
                    .map(|(at, (source, target))| {
                        let target = spoil(damage, source, target, rows[(at + 1) % rows.len()].1);
                        said(langs, source, &target, &checks).score
                    })
                    .collect();
                let share = scores.iter().filter(|score| **score >= good).count() as f64
                    / scores.len().max(1) as f64;
                line += &format!("{:>8.1}", 100.0 * share);
                if spread && damage == "clean" {
                    let mut scores = scores;
                    scores.sort_by(f64::total_cmp);
                    let at = |share: f64| scores[(share * scores.len() as f64) as usize];
                    spreads += &format!(
                        "  1 %: {:.1}, 5 %: {:.1}, half: {:.1}",
                        at(0.01),
                        at(0.05),
                        at(0.5)
                    );
                }
            }
        }
        println!("{line}{spreads}");
    }
    println!();
}

fn spoil(damage: &str, source: &str, target: &str, next: &str) -> String {
    let half = |text: &str| {
        let middle = text.chars().count() / 2;
        let at = text
            .char_indices()
            .nth(middle)
            .map_or(text.len(), |(at, _)| at);
        // Between words, where there are spaces.
        text[at..]
            .find(' ')
            .filter(|more| *more < 20)
            .map_or(at, |more| at + more)
    };
    match damage {
        "neighbour" => next.to_owned(),
        "truncated" => target[..half(target)].to_owned(),
        "half" => format!("{}{}", &target[..half(target)], &source[half(source)..]),
        "copied" => source.to_owned(),
        _ => target.to_owned(),
    }
}

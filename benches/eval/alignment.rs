//! Alignment against hand-made and synthetic gold, beside Gale and Church's.

use std::collections::BTreeSet;
use std::time::Instant;

use bilint::align::{self, Weights};
use bilint::score::agreement;
use bilint::text::{Agreement, Bead, Link, Side};
use clap::Parser;

use crate::Shared;
use crate::gold::{self, Damage, SETS, Task};
use crate::ntrex::{ENGLISH, Ntrex};
use crate::speed::resident;
use crate::split::Part;
use crate::tally::table;

/// The weights of each development set, fitted without it.
const LEFT_OUT: &str = include_str!("../../training/align-left-out.tsv");

/// Alignment against gold.
#[derive(Debug, Parser)]
struct Alignment {
    /// A table of weights to use in place of those that ship
    #[arg(long)]
    weights: Option<std::path::PathBuf>,
    /// Print the beads of this development set that are not in gold
    #[arg(long)]
    misses: Option<String>,
    /// Align this many lines with about as many, a twentieth of them lost, and print the time
    #[arg(long)]
    large: Option<usize>,
    /// Print the mean confidence of documents with their translation and with another's
    #[arg(long)]
    unrelated: bool,
    /// With --unrelated: the documents that may be looked at, not those that count
    #[arg(long)]
    look: bool,
}

/// Beads as lists of lines.
fn links(beads: &[Bead]) -> Vec<Link> {
    beads.iter().map(Bead::link).collect()
}

/// The weights that were fitted without a development set.
pub fn left_out(set: &str) -> Weights {
    let mut rows = LEFT_OUT.lines().map(|line| line.split('\t'));
    let column = rows
        .next()
        .and_then(|mut head| head.position(|name| name == set))
        .expect("a column");
    let table: String = rows
        .map(|mut row| {
            let feature = row.next().expect("a name");
            let first = row.nth(column - 1).expect("a weight");
            let second = row.next().expect("a weight");
            format!("{feature}\t{first}\t{second}\n")
        })
        .collect();
    Weights::parse(&table)
}

/// Of beads by posterior: how many, how sure, how many right.
#[derive(Default)]
struct Reliability([(usize, f64, usize); 6]);

/// Lower bounds of posteriors that are counted together.
const BOUNDS: [f32; 6] = [0.0, 0.5, 0.7, 0.9, 0.97, 0.99];

impl Reliability {
    fn add(&mut self, gold: &[Link], beads: &[Bead]) {
        let gold: BTreeSet<&Link> = gold.iter().collect();
        for (bead, link) in beads.iter().zip(links(beads)) {
            let bound = BOUNDS
                .iter()
                .filter(|bound| bead.confidence >= **bound)
                .count();
            let entry = &mut self.0[bound - 1];
            entry.0 += 1;
            entry.1 += f64::from(bead.confidence);
            entry.2 += usize::from(gold.contains(&link));
        }
    }

    fn row(&self, name: &str) -> (String, Vec<String>) {
        let cells = self.0.iter().map(|(count, sure, right)| {
            let share = |sum: f64| sum / (*count).max(1) as f64;
            format!("{:.2} {:.2} {count}", share(*sure), share(*right as f64))
        });
        (name.to_owned(), cells.collect())
    }
}

/// Prints strict and lax scores of each set.
pub fn run(shared: &Shared, arguments: &[String]) {
    let options: Alignment = crate::options("alignment", arguments);
    let weights = options.weights.map_or_else(Weights::shipped, |path| {
        Weights::parse(&std::fs::read_to_string(path).unwrap())
    });
    if options.unrelated {
        let part = if options.look {
            Part::Look
        } else {
            Part::Count
        };
        unrelated(shared, part, &weights);
        return;
    }
    if let Some(lines) = options.large {
        large(shared, lines, &weights);
        return;
    }
    let tasks = gold::tasks(shared);
    let cells = |found: &Agreement| format!("{:.3} / {:.3}", found.strict().f1, found.lax().f1);
    let mut rows = Vec::new();
    let mut reliabilities = Vec::new();
    for set in SETS {
        let left_out = left_out(set);
        let mut scores = [Agreement::default(); 3];
        let mut reliability = Reliability::default();
        for task in tasks.iter().filter(|task| task.set == set) {
            let (source, target) = (task.source.side(), task.target.side());
            scores[0] += agreement(&task.gold, &gale_church(&source, &target));
            let beads = align::align_with(&source, &target, &left_out);
            scores[1] += agreement(&task.gold, &links(&beads));
            reliability.add(&task.gold, &beads);
            if options.misses.as_deref() == Some(set) {
                misses(task, &beads);
            }
            let beads = align::align_with(&source, &target, &weights);
            scores[2] += agreement(&task.gold, &links(&beads));
        }
        rows.push((set.to_owned(), scores.iter().map(cells).collect()));
        reliabilities.push(reliability.row(set));
    }
    let head = [
        "strict / lax F1",
        "Gale & Church",
        "fitted without the set",
        "as shipped",
    ];
    table(&head.map(str::to_owned), &rows);
    if let Some(ntrex) = Ntrex::read(shared) {
        println!();
        reliabilities.push(synthetic(&ntrex, &weights).row("ntrex, count"));
    }
    println!(
        "\nBy posterior: its mean, the share of beads that gold has, beads. Left-out weights.\n"
    );
    let bounds = BOUNDS.iter().map(|bound| format!("from {bound}"));
    let head: Vec<String> = std::iter::once("set".to_owned()).chain(bounds).collect();
    table(&head, &reliabilities);
}

/// Mean confidence of documents of NTREX with their translation and with that of the next
/// document, as pages that bilint segments itself.
fn unrelated(shared: &Shared, part: Part, weights: &Weights) {
    let Some(ntrex) = Ntrex::read(shared) else {
        return;
    };
    let names: Vec<_> = ntrex.documents(part).collect();
    let mut rows = Vec::new();
    let mut all = [Vec::new(), Vec::new()];
    for language in ntrex.translated() {
        let mut confidences = [Vec::new(), Vec::new()];
        for (index, name) in names.iter().enumerate() {
            let source = bilint::prepare(ntrex.page(ENGLISH, name));
            for (other, confidences) in confidences.iter_mut().enumerate() {
                let other = names[(index + other) % names.len()];
                let target = bilint::prepare(ntrex.page(language, other));
                let beads = align::align_with(&source, &target, weights);
                confidences.push(align::mean_confidence(&beads));
            }
        }
        rows.push((language.to_owned(), confidence_cells(&mut confidences)));
        for (all, confidences) in all.iter_mut().zip(confidences) {
            all.extend(confidences);
        }
    }
    rows.push(("all".to_owned(), confidence_cells(&mut all)));
    let head = [
        "eng and",
        "least",
        "median",
        "under 0.3",
        "of",
        "unrelated: median",
        "greatest",
        "0.3 or more",
    ];
    table(&head.map(str::to_owned), &rows);
}

fn confidence_cells([real, unrelated]: &mut [Vec<f32>; 2]) -> Vec<String> {
    real.sort_by(f32::total_cmp);
    unrelated.sort_by(f32::total_cmp);
    vec![
        format!("{:.2}", real[0]),
        format!("{:.2}", real[real.len() / 2]),
        real.iter()
            .filter(|value| **value < 0.3)
            .count()
            .to_string(),
        real.len().to_string(),
        format!("{:.2}", unrelated[unrelated.len() / 2]),
        format!("{:.2}", unrelated[unrelated.len() - 1]),
        unrelated
            .iter()
            .filter(|value| **value >= 0.3)
            .count()
            .to_string(),
    ]
}

/// NTREX over and over, each time with its documents in another order and with other digits, with
/// paragraphs and a chapter lost.
fn large(shared: &Shared, count: usize, weights: &Weights) {
    let Some(ntrex) = Ntrex::read(shared) else {
        return;
    };
    let side = |language: &str, lost: std::ops::Range<usize>| {
        let mut documents: Vec<_> = ntrex.documents(Part::Look).collect();
        let mut lines: Vec<(&String, usize)> = Vec::with_capacity(count);
        for turn in 0.. {
            for document in &documents {
                let texts = ntrex.lines(language, document);
                lines.extend(texts.iter().map(|line| (line, turn)));
            }
            if lines.len() >= count {
                break;
            }
            let mut dice = gold::Dice::new(&format!("order {turn}"));
            for index in (1..documents.len()).rev() {
                documents.swap(index, dice.below(index + 1));
            }
        }
        let kept = |line: &usize| !lost.contains(line) && line % 1000 >= 25;
        let numbers: Vec<usize> = (0..count).filter(kept).collect();
        let texts = numbers
            .iter()
            .map(|line| changed(lines[*line].0, lines[*line].1))
            .collect();
        let lines = gold::Lines::new(&ntrex.lang(language).to_string(), texts);
        (lines.side(), numbers)
    };
    for language in ["deu", "zho-CN", ENGLISH] {
        let (source, from) = side(ENGLISH, 0..0);
        let (target, into) = side(language, count / 2..count / 2 + count / 40);
        let start = Instant::now();
        let beads = align::align_with(&source, &target, weights);
        let right = beads.iter().filter(|bead| {
            bead.source.len() == 1
                && bead.target.len() == 1
                && from[bead.source.start] == into[bead.target.start]
        });
        println!(
            "eng-{language}: {} x {} segments, {:.1} s, {:.1} % of the pairs found, peak {} MB",
            from.len(),
            into.len(),
            start.elapsed().as_secs_f64(),
            100.0 * right.count() as f64
                / from
                    .iter()
                    .filter(|line| into.binary_search(line).is_ok())
                    .count() as f64,
            resident(std::process::id()).unwrap_or(0) / 1_000_000,
        );
    }
}

/// A line with each ASCII digit `turn` further on.
fn changed(line: &str, turn: usize) -> String {
    line.chars()
        .map(|character| match character.to_digit(10) {
            Some(digit) => char::from(b'0' + ((digit as usize + turn) % 10) as u8),
            None => character,
        })
        .collect()
}

fn misses(task: &Task, beads: &[Bead]) {
    let gold: BTreeSet<&Link> = task.gold.iter().collect();
    for (bead, link) in beads.iter().zip(links(beads)) {
        if gold.contains(&link) {
            continue;
        }
        println!("{:?}:{:?} {:.2}", link.0, link.1, bead.confidence);
        let touched = task.gold.iter().filter(|(a, b)| {
            a.iter().any(|line| link.0.contains(line)) || b.iter().any(|line| link.1.contains(line))
        });
        for (a, b) in touched {
            println!("  gold {a:?}:{b:?}");
        }
        for line in link.0 {
            println!("  {line} {}", task.source.lines[line]);
        }
        for line in link.1 {
            println!("    {line} {}", task.target.lines[line]);
        }
    }
}

/// Lines joined, left out singly and in runs, and exchanged.
const DAMAGE: Damage = Damage {
    join: 0.2,
    lose: 0.04,
    lose_run: 0.005,
    swap: 0.01,
    paragraphs: false,
};

/// Scores on the documents that only count, by language.
fn synthetic(ntrex: &Ntrex, weights: &Weights) -> Reliability {
    let mut reliability = Reliability::default();
    let documents = ntrex.documents(Part::Count).count();
    let mut total = Agreement::default();
    let mut rows = Vec::new();
    for language in ntrex.translated() {
        let mut score = Agreement::default();
        for first in (0..documents).step_by(4) {
            let range = first..(first + 4).min(documents);
            let task = gold::synthetic(ntrex, (ENGLISH, language), Part::Count, range, DAMAGE);
            let (source, target) = (task.source.side(), task.target.side());
            let beads = align::align_with(&source, &target, weights);
            score += agreement(&task.gold, &links(&beads));
            reliability.add(&task.gold, &beads);
        }
        total += score;
        rows.push((language.to_owned(), score));
    }
    rows.push(("all".to_owned(), total));
    let cell = |value: f64| format!("{value:.3}");
    let rows: Vec<_> = rows
        .iter()
        .map(|(language, score)| {
            let cells = vec![cell(score.strict().f1), cell(score.lax().f1)];
            (language.clone(), cells)
        })
        .collect();
    let head = ["from eng into", "strict F1", "lax F1"].map(str::to_owned);
    table(&head, &rows);
    reliability
}

/// The aligner of Gale and Church (1993), with the ratio of the two texts: six shapes, their
/// priors, lengths in characters, the whole grid.
fn gale_church(source: &Side, target: &Side) -> Vec<Link> {
    const SHAPES: [(usize, usize, f64); 6] = [
        (1, 1, 0.89),
        (1, 0, 0.005),
        (0, 1, 0.005),
        (2, 1, 0.0445),
        (1, 2, 0.0445),
        (2, 2, 0.011),
    ];
    let lengths = |side: &Side| -> Vec<f64> {
        let mut sums = vec![0.0];
        for segment in &side.segments {
            let length = segment.span.of(&side.document.text).chars().count();
            sums.push(sums[sums.len() - 1] + length as f64);
        }
        sums
    };
    let (a, b) = (lengths(source), lengths(target));
    let (rows, columns) = (a.len(), b.len());
    let ratio = b[columns - 1] / a[rows - 1].max(1.0);
    let mut best = vec![(f64::INFINITY, 0); rows * columns];
    best[0] = (0.0, 0);
    for row in 0..rows {
        for column in 0..columns {
            for (index, (height, width, prior)) in SHAPES.iter().enumerate() {
                if *height > row || *width > column {
                    continue;
                }
                let before = best[(row - height) * columns + column - width].0;
                let x = a[row] - a[row - height];
                let y = b[column] - b[column - width];
                let mean = (x + y / ratio) / 2.0;
                let delta = if mean > 0.0 {
                    (y - x * ratio) / (mean * 6.8).sqrt()
                } else {
                    0.0
                };
                let cost = before - prior.ln() - (2.0 * tail(delta.abs())).max(1e-12).ln();
                if cost < best[row * columns + column].0 {
                    best[row * columns + column] = (cost, index);
                }
            }
        }
    }
    let (mut row, mut column) = (rows - 1, columns - 1);
    let mut path = Vec::new();
    while row + column > 0 {
        let (height, width, _) = SHAPES[best[row * columns + column].1];
        path.push((
            (row - height..row).collect(),
            (column - width..column).collect(),
        ));
        row -= height;
        column -= width;
    }
    path.reverse();
    path
}

/// Probability of a standard normal variable above `z` (Abramowitz & Stegun 26.2.17).
fn tail(z: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * z);
    let density = (-z * z / 2.0).exp() * 0.398_942_3;
    density
        * t
        * (0.319_381_53
            + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))))
}

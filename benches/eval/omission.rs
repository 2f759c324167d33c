//! How well the evidence of words sees that one content word was taken out.

use std::fs;
use std::ops::Range;
use std::path::PathBuf;

use bilint::lexicon::Lexicon;
use bilint::lexicon::evidence::{Matched, Usual, Weights};
use clap::Parser;

use crate::Shared;
use crate::ntrex::{ENGLISH, Ntrex};
use crate::probe::{self, Probes};
use crate::split::Part;

/// How well a word that was taken out is missed.
#[derive(Debug, Parser)]
struct Omission {
    /// The part of NTREX
    #[arg(long, default_value = "count")]
    part: Part,
    /// A model to use in place of the one that ships
    #[arg(long)]
    model: Option<PathBuf>,
    /// Weights of the evidence to use in place of those that ship
    #[arg(long)]
    weights: Option<PathBuf>,
    /// One language only
    #[arg(long)]
    lang: Option<String>,
    /// Only lines with at most so many words in the source
    #[arg(long)]
    words: Option<usize>,
    /// Print the least covered words of so many lines, intact and cut
    #[arg(long, default_value_t = 0)]
    show: usize,
}

/// Ways to tell a line that lacks a word from one that does not: the higher, the more is missing.
const WAYS: [&str; 5] = ["evidence", "most", "share", "cosine", "length"];

/// Measures of intact lines and of the same lines with a word gone, in the same order.
#[derive(Default)]
struct Scores {
    intact: [Vec<f32>; WAYS.len()],
    cut: [Vec<f32>; WAYS.len()],
    words: Words,
}

/// Probabilities of words to have a counterpart: of those of whole lines, which mostly have one,
/// and of those whose counterpart is gone.
#[derive(Default)]
struct Words {
    kept: Vec<f32>,
    widowed: Vec<f32>,
}

impl Words {
    fn join(&mut self, other: &Words) {
        self.kept.extend(&other.kept);
        self.widowed.extend(&other.widowed);
    }

    fn area(&self) -> f64 {
        let less = |probability: &f32| -probability;
        let kept: Vec<f32> = self.kept.iter().map(less).collect();
        let widowed: Vec<f32> = self.widowed.iter().map(less).collect();
        area(&kept, &widowed)
    }

    /// By probability: how many words, their mean probability, and the share that has a
    /// counterpart if `WITHOUT` of all words have none.
    fn reliability(&self) {
        println!("probability of words    words    mean   share with a counterpart");
        let weight =
            WITHOUT / (1.0 - WITHOUT) * self.kept.len() as f64 / self.widowed.len().max(1) as f64;
        for bin in 0..10 {
            let inside = |probability: &&f32| ((**probability * 10.0) as usize).min(9) == bin;
            let sum = |words: &[f32]| -> f64 {
                words
                    .iter()
                    .filter(inside)
                    .map(|value| f64::from(*value))
                    .sum()
            };
            let kept = self.kept.iter().filter(inside).count() as f64;
            let widowed = self.widowed.iter().filter(inside).count() as f64 * weight;
            println!(
                "{:.1}–{:.1} {:21.0} {:7.3} {:7.3}",
                bin as f64 / 10.0,
                (bin + 1) as f64 / 10.0,
                kept + widowed,
                (sum(&self.kept) + weight * sum(&self.widowed)) / (kept + widowed).max(1e-9),
                kept / (kept + widowed).max(1e-9),
            );
        }
    }
}

/// Words without a counterpart, as a share of all, for which the weights are fitted.
const WITHOUT: f64 = 0.08;

/// The area under the curve of hits against false alarms: the probability that one of the second
/// has the higher measure than one of the first (Mann & Whitney 1947).
fn area(intact: &[f32], cut: &[f32]) -> f64 {
    let mut all: Vec<(f32, bool)> = intact
        .iter()
        .map(|value| (*value, false))
        .chain(cut.iter().map(|value| (*value, true)))
        .collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut below = 0.0;
    let mut sum = 0.0;
    for tied in all.chunk_by(|a, b| a.0 == b.0) {
        let cuts = tied.iter().filter(|entry| entry.1).count() as f64;
        let intact = tied.len() as f64 - cuts;
        sum += cuts * (below + intact / 2.0);
        below += intact;
    }
    sum / (intact.len() * cut.len()).max(1) as f64
}

impl Scores {
    fn add(&mut self, intact: [f32; WAYS.len()], cut: [f32; WAYS.len()]) {
        for way in 0..WAYS.len() {
            self.intact[way].push(intact[way]);
            self.cut[way].push(cut[way]);
        }
    }

    fn area(&self, way: usize) -> f64 {
        area(&self.intact[way], &self.cut[way])
    }

    /// How often the cut line has the higher measure than the same line intact.
    fn pairs(&self, way: usize) -> f64 {
        let higher = self.intact[way].iter().zip(&self.cut[way]);
        let wins: f64 = higher
            .map(|(intact, cut)| match cut.total_cmp(intact) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            })
            .sum();
        wins / self.intact[way].len().max(1) as f64
    }
}

pub fn run(shared: &Shared, arguments: &[String]) {
    let options: Omission = crate::options("omission", arguments);
    let Some(ntrex) = Ntrex::read(shared) else {
        return;
    };
    if let Some(model) = &options.model {
        probe::take_model(model);
    }
    let weights = match &options.weights {
        Some(path) => Weights::parse(&fs::read_to_string(path).expect("a table")),
        None => Weights::shipped().clone(),
    };
    let documents = probe::documents(&ntrex, options.part);
    let english = probe::lines(&ntrex, options.part, ENGLISH);
    println!(
        "{} rows, {} part",
        Lexicon::shipped().len(),
        options.part.name()
    );
    println!(
        "language   known  into: {}   pairs  words  |  from: …",
        WAYS.join("  ")
    );
    let mut sums = [[0.0; WAYS.len() + 2]; 2];
    let mut count = 0.0;
    let mut all = Words::default();
    for language in ntrex.translated() {
        if options.lang.as_deref().is_some_and(|only| only != language) {
            continue;
        }
        let other = probe::lines(&ntrex, options.part, language);
        let mut cells = String::new();
        for (direction, (a, b)) in [(&english, &other), (&other, &english)]
            .into_iter()
            .enumerate()
        {
            let scores = measure(a, b, &documents, &weights, &options);
            for (way, sum) in sums[direction].iter_mut().take(WAYS.len()).enumerate() {
                let area = scores.area(way);
                *sum += area;
                cells.push_str(&format!("  {area:.3}"));
            }
            let pairs = scores.pairs(0);
            let words = scores.words.area();
            sums[direction][WAYS.len()] += pairs;
            sums[direction][WAYS.len() + 1] += words;
            all.join(&scores.words);
            cells.push_str(&format!("  {pairs:.3}  {words:.3}  |"));
        }
        let words = &other.lines.words;
        let known = (0..words.len() as u32)
            .filter(|word| words.is_known(*word))
            .count();
        println!(
            "{language:<9} {:5.3}{cells}",
            known as f64 / words.len().max(1) as f64
        );
        count += 1.0;
    }
    let mean = sums.map(|sums| sums.map(|sum| format!("{:.3}", sum / count)).join("  "));
    println!("mean             {}  |  {}", mean[0], mean[1]);
    all.reliability();
}

fn measure(
    a: &Probes,
    b: &Probes,
    documents: &[Range<usize>],
    weights: &Weights,
    options: &Omission,
) -> Scores {
    let mut scores = Scores::default();
    b.each(a, documents, |probe, usual| {
        let words = a.lines.side.notes[probe.line].words.len();
        if options.words.is_some_and(|most| words > most) {
            return;
        }
        let length = |probes: &Probes, line: usize| {
            let span = probes.lines.side.segments[line].span;
            probes.lines.text(span).chars().count() as f32
        };
        let source = length(a, probe.line);
        let whole = look(&probe.whole, &usual[0], weights);
        let cut = look(&probe.cut, &usual[1], weights);
        let with = |mut measures: [f32; WAYS.len()], line: usize| {
            measures[WAYS.len() - 1] = (source / length(b, line)).ln();
            measures
        };
        scores.words.kept.extend(&whole.1);
        if let Some(word) = probe.widowed() {
            scores.words.widowed.push(cut.1[word]);
        }
        scores.add(with(whole.0, probe.line), with(cut.0, b.count + probe.line));
        if probe.line < options.show {
            let text = |probes: &Probes, line: usize| {
                probes
                    .lines
                    .text(probes.lines.side.segments[line].span)
                    .to_owned()
            };
            let gone = b.lines.side.notes[probe.line].words[probe.word].span;
            println!(
                "{}\n  {}",
                text(a, probe.line),
                text(b, b.count + probe.line)
            );
            println!("  gone: {}", b.lines.text(gone));
            for (name, (measures, words)) in [("whole", &whole), ("cut", &cut)] {
                let words: Vec<String> = a.lines.side.notes[probe.line]
                    .words
                    .iter()
                    .zip(words)
                    .map(|(word, probability)| {
                        format!("{} {probability:.2}", a.lines.text(word.span))
                    })
                    .collect();
                println!("  {name} {:.2}: {}", measures[0], words.join(", "));
            }
        }
    });
    scores
}

/// The measures of a line but its length, and the probability of each word of the source.
fn look(matched: &Matched<'_>, usual: &Usual, weights: &Weights) -> ([f32; WAYS.len()], Vec<f32>) {
    let [source, target] = matched.counterparts(weights, Some(usual));
    let features = matched.bead_features(&source, &target)[0];
    let [missing, _] = matched.missing(&source, &target, weights);
    let measures = [missing, features[1], features[3], -matched.similarity, 0.0];
    (measures, source)
}

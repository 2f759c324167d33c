//! How well the evidence of words sees that one content word was taken out.

use std::ops::Range;

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
    /// One language only
    #[arg(long)]
    lang: Option<String>,
    /// Print the least covered words of so many lines, intact and cut
    #[arg(long, default_value_t = 0)]
    show: usize,
}

/// Ways to tell a line that lacks a word from one that does not: the higher, the more is missing.
const WAYS: [&str; 5] = ["evidence", "least", "mass", "cosine", "length"];

/// Measures of intact lines and of the same lines with a word gone, in the same order.
#[derive(Default)]
struct Scores {
    intact: [Vec<f32>; WAYS.len()],
    cut: [Vec<f32>; WAYS.len()],
}

impl Scores {
    fn add(&mut self, intact: [f32; WAYS.len()], cut: [f32; WAYS.len()]) {
        for way in 0..WAYS.len() {
            self.intact[way].push(intact[way]);
            self.cut[way].push(cut[way]);
        }
    }

    /// The area under the curve of hits against false alarms: the probability that a cut line has
    /// the higher measure than an intact one (Mann & Whitney 1947).
    fn area(&self, way: usize) -> f64 {
        let mut all: Vec<(f32, bool)> = self.intact[way]
            .iter()
            .map(|value| (*value, false))
            .chain(self.cut[way].iter().map(|value| (*value, true)))
            .collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut below = 0.0;
        let mut sum = 0.0;
        let mut at = 0;
        while at < all.len() {
            let end = at
                + all[at..]
                    .iter()
                    .take_while(|entry| entry.0 == all[at].0)
                    .count();
            let cuts = all[at..end].iter().filter(|entry| entry.1).count() as f64;
            let intact = (end - at) as f64 - cuts;
            sum += cuts * (below + intact / 2.0);
            below += intact;
            at = end;
        }
        sum / (self.intact[way].len() * self.cut[way].len()).max(1) as f64
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
    let documents = probe::documents(&ntrex, options.part);
    let english = probe::lines(&ntrex, options.part, ENGLISH);
    println!(
        "{} rows, {} part",
        Lexicon::shipped().len(),
        options.part.name()
    );
    println!(
        "language   known  into: {}   pairs  |  from: …",
        WAYS.join("  ")
    );
    let mut sums = [[0.0; WAYS.len() + 1]; 2];
    let mut count = 0.0;
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
            let scores = measure(a, b, &documents, options.show);
            for (way, sum) in sums[direction].iter_mut().take(WAYS.len()).enumerate() {
                let area = scores.area(way);
                *sum += area;
                cells.push_str(&format!("  {area:.3}"));
            }
            let pairs = scores.pairs(0);
            sums[direction][WAYS.len()] += pairs;
            cells.push_str(&format!("  {pairs:.3}  |"));
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
}

fn measure(a: &Probes, b: &Probes, documents: &[Range<usize>], show: usize) -> Scores {
    let mut scores = Scores::default();
    b.each(a, documents, |probe, usual| {
        let length = |probes: &Probes, line: usize| {
            let span = probes.lines.side.segments[line].span;
            probes.lines.text(span).chars().count() as f32
        };
        let source = length(a, probe.line);
        let whole = look(&probe.whole, &usual[0]);
        let cut = look(&probe.cut, &usual[1]);
        let with = |mut measures: [f32; WAYS.len()], line: usize| {
            measures[WAYS.len() - 1] = (source / length(b, line)).ln();
            measures
        };
        scores.add(with(whole.0, probe.line), with(cut.0, b.count + probe.line));
        if probe.line < show {
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
fn look(matched: &Matched<'_>, usual: &Usual) -> ([f32; WAYS.len()], Vec<f32>) {
    let weights = Weights::shipped();
    let [source, target] = matched.counterparts(weights, Some(usual));
    let features = matched.bead_features(&source, &target)[0];
    let [missing, _] = matched.missing(&source, &target, weights);
    let measures = [missing, features[1], features[3], -matched.similarity, 0.0];
    (measures, source)
}

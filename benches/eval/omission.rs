//! How well the evidence of words sees that one content word was taken out.

use bilint::lexicon::Lexicon;
use bilint::lexicon::evidence::{self, Matched, Weights};
use clap::Parser;

use crate::Shared;
use crate::ntrex::{ENGLISH, Ntrex};
use crate::probe::{self, Lines};
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
    let lines = |language: &str| -> Vec<String> {
        ntrex
            .documents(options.part)
            .flat_map(|document| ntrex.lines(language, document).to_vec())
            .collect()
    };
    let english_lines = lines(ENGLISH);
    let english = Lines::new(ntrex.lang(ENGLISH), &english_lines);
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
        let other = Lines::new(ntrex.lang(language), &lines(language));
        let mut cells = String::new();
        for (direction, (a, b)) in [(&english, &other), (&other, &english)]
            .into_iter()
            .enumerate()
        {
            let scores = measure(a, b, options.show);
            for (way, sum) in sums[direction].iter_mut().take(WAYS.len()).enumerate() {
                let area = scores.area(way);
                *sum += area;
                cells.push_str(&format!("  {area:.3}"));
            }
            let pairs = scores.pairs(0);
            sums[direction][WAYS.len()] += pairs;
            cells.push_str(&format!("  {pairs:.3}  |"));
        }
        let words = &other.words;
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

fn measure(a: &Lines, b: &Lines, show: usize) -> Scores {
    let cuts: Vec<Option<probe::Cut>> = (0..b.side.segments.len())
        .map(|index| probe::cut(b, index))
        .collect();
    let text: Vec<&str> = cuts
        .iter()
        .map(|cut| cut.as_ref().map_or("", |cut| cut.line.as_str()))
        .collect();
    let shorter = Lines::new(b.side.document.lang, &text);
    let mut scores = Scores::default();
    for (line, cut) in cuts.iter().enumerate() {
        let Some(cut) = cut else { continue };
        let (Some(intact), Some(without)) = (look(a, b, line), look(a, &shorter, line)) else {
            continue;
        };
        scores.add(intact.0, without.0);
        if line < show {
            let span = b.side.notes[line].words[cut.word].span;
            println!("{}\n  {}", a.text(a.side.segments[line].span), cut.line);
            println!(
                "  gone: {}\n  intact {}\n  cut    {}",
                b.text(span),
                intact.1,
                without.1
            );
        }
    }
    scores
}

/// The measures of a line, and its words with their probabilities.
fn look(a: &Lines, b: &Lines, line: usize) -> Option<([f32; WAYS.len()], String)> {
    let bead = Lines::bead(line, line);
    let weights = Weights::shipped();
    let matched = Matched::new(a.page(), b.page(), &bead)?;
    let [source, target] = matched.counterparts(weights);
    let features = matched.bead_features(&source, &target)[0];
    let evidence = evidence::evidence(a.page(), b.page(), &bead, weights);
    let length = |lines: &Lines| {
        lines.side.segments[line]
            .span
            .of(&lines.side.document.text)
            .chars()
            .count()
    };
    let ratio = (length(a) as f32 / length(b) as f32).ln();
    let words = a.side.notes[line]
        .words
        .iter()
        .zip(&source)
        .map(|(word, probability)| format!("{} {probability:.2}", a.text(word.span)))
        .collect::<Vec<_>>()
        .join(", ");
    Some((
        [
            evidence.missing,
            features[1],
            features[3],
            -matched.similarity,
            ratio,
        ],
        format!("{:.2}: {words}", evidence.missing),
    ))
}

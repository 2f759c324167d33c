//! How well a model finds translations: sentences of the *look* documents of NTREX among all of
//! them, and words among those of another sentence.

use std::collections::BTreeMap;

use bilint::lexicon::{DIMENSIONS, Lexicon, dot};
use rayon::prelude::*;

use super::corpora::by_line;
use super::matrix::{Left, multiply, padded, transpose};
use crate::ntrex::{ENGLISH, Ntrex};
use crate::split::Part;

/// Neighbours whose mean tells how near a sentence is to everything.
const NEIGHBOURS: usize = 8;
/// Words that tell less are not looked for.
const TELLING: f32 = 0.8;
/// How many lines further on the sentence is that must not explain a word.
const AWAY: usize = 10;

/// The sentences of a language.
struct Sentences {
    units: Vec<f32>,
    /// Of each sentence: the vectors of its words, and how much each tells.
    words: Vec<Vec<(u32, f32)>>,
    vectors: Vec<[f32; DIMENSIONS]>,
}

/// What was measured of a language.
#[derive(Debug, Clone, Copy, Default)]
pub struct Row {
    /// Share of sentences whose translation is the nearest, into English and from English.
    nearest: [f64; 2],
    /// The same with the nearness less what the sentences have to all others.
    fair: [f64; 2],
    /// Chance that a telling word is nearer to the words of its translation than a word is to
    /// those of another sentence.
    word: f64,
    /// Share of words that have a row of their own.
    known: f64,
}

/// Measures every language and prints a table; `lines` says how many pairs each was learnt from.
pub fn run(ntrex: &Ntrex, lexicon: &Lexicon, lines: &BTreeMap<String, usize>) -> Row {
    let (english, _) = sentences(ntrex, lexicon, ENGLISH);
    println!("language     lines  to en  from en  fair  fair  words  known");
    let languages = ntrex.translated();
    let rows: Vec<Row> = languages
        .par_iter()
        .map(|language| {
            let (other, known) = sentences(ntrex, lexicon, language);
            let (nearest, fair) = nearest(&other, &english);
            let word = (told(&other, &english) + told(&english, &other)) / 2.0;
            Row {
                nearest,
                fair,
                word,
                known,
            }
        })
        .collect();
    let mut mean = Row::default();
    for (language, row) in languages.iter().zip(&rows) {
        let name = ntrex.lang(language).base().to_owned();
        let lines = lines
            .get(&name)
            .map_or_else(|| "-".to_owned(), usize::to_string);
        print(language, &lines, row);
        let share = 1.0 / rows.len() as f64;
        for way in 0..2 {
            mean.nearest[way] += share * row.nearest[way];
            mean.fair[way] += share * row.fair[way];
        }
        mean.word += share * row.word;
        mean.known += share * row.known;
    }
    print("mean", "", &mean);
    mean
}

fn print(name: &str, lines: &str, row: &Row) {
    println!(
        "{name:10} {lines:>7}  {:.3}  {:.3}    {:.3} {:.3} {:.3}  {:.3}",
        row.nearest[0], row.nearest[1], row.fair[0], row.fair[1], row.word, row.known
    );
}

fn sentences(ntrex: &Ntrex, lexicon: &Lexicon, language: &str) -> (Sentences, f64) {
    let lines: Vec<&String> = ntrex
        .documents(Part::Look)
        .flat_map(|document| ntrex.lines(language, document))
        .collect();
    let side = by_line(ntrex.lang(language), &lines);
    let vocabulary = lexicon.vocabulary(&side);
    let count = vocabulary.segments();
    let mut units = vec![0.0; padded(count) * DIMENSIONS];
    for (segment, unit) in units.chunks_exact_mut(DIMENSIONS).take(count).enumerate() {
        unit.copy_from_slice(&vocabulary.sum(&(segment..segment + 1)));
        let length = dot(unit, unit).sqrt().max(1e-9);
        unit.iter_mut().for_each(|value| *value /= length);
    }
    let words: Vec<Vec<(u32, f32)>> = (0..count)
        .map(|segment| {
            let words = vocabulary.words(segment).iter();
            words
                .map(|word| (*word, vocabulary.weight(*word)))
                .collect()
        })
        .collect();
    let places: usize = words.iter().map(Vec::len).sum();
    let known = words
        .iter()
        .flatten()
        .filter(|(word, _)| vocabulary.is_known(*word))
        .count();
    let vectors = (0..vocabulary.len() as u32)
        .map(|word| *vocabulary.vector(word))
        .collect();
    let known = known as f64 / places.max(1) as f64;
    (
        Sentences {
            units,
            words,
            vectors,
        },
        known,
    )
}

/// Shares of sentences whose translation is the nearest, both ways: by the cosine, and by the
/// cosine less half the mean of the nearest on each side.
fn nearest(left: &Sentences, right: &Sentences) -> ([f64; 2], [f64; 2]) {
    let count = left.words.len();
    let size = padded(count);
    let mut turned = vec![0.0; size * DIMENSIONS];
    transpose(&right.units, DIMENSIONS, &mut turned);
    let mut cosines = vec![0.0; size * size];
    let units = Left {
        values: &left.units,
        strides: (DIMENSIONS, 1),
        rows: size,
    };
    multiply(units, &turned, size, &mut cosines);
    let at = |row: usize, column: usize| cosines[row * size + column];
    let near = |cosine: &dyn Fn(usize) -> f32| {
        let mut all: Vec<f32> = (0..count).map(cosine).collect();
        all.sort_by(|a, b| b.total_cmp(a));
        let all = &all[..NEIGHBOURS.min(count)];
        all.iter().sum::<f32>() / all.len() as f32 / 2.0
    };
    let rows: Vec<f32> = (0..count)
        .map(|row| near(&|column| at(row, column)))
        .collect();
    let columns: Vec<f32> = (0..count)
        .map(|column| near(&|row| at(row, column)))
        .collect();
    let share = |score: &dyn Fn(usize, usize) -> f32| {
        let found = |own: usize| {
            let best = score(own, own);
            (0..count).all(|other| other == own || score(own, other) < best)
        };
        (0..count).filter(|own| found(*own)).count() as f64 / count as f64
    };
    let nearest = [share(&at), share(&|column, row| at(row, column))];
    let fair = |row: usize, column: usize| at(row, column) - rows[row] - columns[column];
    (
        nearest,
        [share(&fair), share(&|column, row| fair(row, column))],
    )
}

/// The chance that the best counterpart of a telling word in its own translation is nearer than
/// that of a word in the translation of another sentence of much the same length.
fn told(left: &Sentences, right: &Sentences) -> f64 {
    let count = left.words.len();
    let best = |word: u32, sentence: usize| {
        let vector = &left.vectors[word as usize];
        let others = right.words[sentence].iter();
        others
            .map(|(other, _)| dot(vector, &right.vectors[*other as usize]))
            .fold(-1.0f32, f32::max)
    };
    let mut found: Vec<(f32, bool)> = Vec::new();
    for sentence in 0..count {
        let length = right.words[sentence].len();
        let Some(other) = (1..=AWAY)
            .map(|away| (sentence + 10 + away) % count)
            .min_by_key(|other| right.words[*other].len().abs_diff(length))
        else {
            continue;
        };
        for (word, weight) in &left.words[sentence] {
            if *weight >= TELLING {
                found.push((best(*word, sentence), true));
                found.push((best(*word, other), false));
            }
        }
    }
    // The mean rank of the true ones (Mann & Whitney 1947), ties shared.
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut ranks = 0.0;
    let mut start = 0;
    while start < found.len() {
        let ties = found[start..]
            .iter()
            .take_while(|other| other.0 == found[start].0)
            .count();
        let rank = start as f64 + (ties as f64 + 1.0) / 2.0;
        let own = found[start..start + ties]
            .iter()
            .filter(|(_, own)| *own)
            .count();
        ranks += rank * own as f64;
        start += ties;
    }
    let half = found.len() as f64 / 2.0;
    (ranks - half * (half + 1.0) / 2.0) / (half * half).max(1.0)
}

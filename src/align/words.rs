//! Which words of a bead's sides the lexicon takes for translations of each other.

use std::collections::VecDeque;
use std::ops::Range;

use super::feature::{Sink, at};
use super::profile::View;
use crate::lexicon::{DIMENSIONS, Vocabulary, dot};

/// The most words of a segment that are looked at, the heaviest.
const MOST: usize = 48;

/// Words that tell less than this are not looked at.
const LIGHTEST: f32 = 0.25;

/// Words of the other side that tell what a word is like by chance.
const SAMPLE: usize = 48;

/// The chance of a word that no word of the other side explains, against one in the other text.
const UNEXPLAINED: f32 = 0.2;

/// Words less alike than this do not count as translations of each other at all.
const COVERED: f32 = 0.35;

/// The words of both sides.
#[derive(Debug)]
pub(super) struct Words {
    pub source: Lexical,
    pub target: Lexical,
    /// What words say, by weight, halfway between segments that are translations and others: as
    /// much as the lexicon knows of the two languages.
    middle: Told,
}

/// Pairs that tell what translations are like in two texts.
const USUAL: usize = 64;

/// As many pairs are added that are like those of most languages.
const ASSUMED: f64 = 6.0;

impl Words {
    /// Of both sides. `sure` are pairs of segments that are probably translations.
    pub fn new(
        source: (&View<'_>, &Vocabulary),
        target: (&View<'_>, &Vocabulary),
        sure: &[(usize, usize)],
    ) -> Words {
        let (source, target) = Lexical::pair(source, target);
        let mut words = Words {
            source,
            target,
            middle: Told::default(),
        };
        let taken = USUAL.min(sure.len());
        let sample: Vec<(usize, usize)> = (0..taken)
            .map(|index| sure[index * sure.len() / taken])
            .collect();
        let mut pairs = Pairs::default();
        let mut told = Told {
            ratio: 0.1,
            cover: 0.15,
            bare: 0.6,
            ..Told::default()
        };
        let scale = |told: &mut Told, factor: f64| {
            told.ratio *= factor;
            told.cover *= factor;
            told.bare *= factor;
        };
        scale(&mut told, 2.0 * ASSUMED);
        let mut mass = 2.0 * ASSUMED;
        for (index, (one, other)) in sample.iter().enumerate() {
            // With itself, and with one far from it.
            let (_, far) = sample[(index + taken / 2) % taken];
            for target in [*other, far] {
                let ranges = (*one..one + 1, target..target + 1);
                pairs.enter(*one, &ranges.1);
                let found = pairs.told(&ranges.0, &ranges.1, &words);
                pairs.leave();
                for side in found {
                    told.ratio += side.ratio;
                    told.cover += side.cover;
                    told.bare += side.bare;
                }
                mass += words.source.mass(&ranges.0) + words.target.mass(&ranges.1);
            }
        }
        scale(&mut told, 1.0 / mass);
        words.middle = told;
        words
    }
}

/// The words of one side that are looked at.
#[derive(Debug)]
pub(super) struct Lexical {
    starts: Vec<u32>,
    /// Numbers of words, at most [`MOST`] a segment.
    words: Vec<u32>,
    /// By number, one long.
    vectors: Vec<[f32; DIMENSIONS]>,
    weights: Vec<f32>,
    /// By number: how well the words of the other side explain it on average.
    chance: Vec<f32>,
    /// Weight of all words before segment `i`, over that of a segment on average over both sides.
    mass: Vec<f64>,
}

/// How well a word explains another by the cosine of the two: about what `exp(8 (c - 1))` is
/// between -0.3 and 1, by multiplications alone.
fn explains(cosine: f32) -> f32 {
    let square = cosine.max(0.0) * cosine;
    square * square * square + 5e-4
}

impl Lexical {
    fn pair(
        source: (&View<'_>, &Vocabulary),
        target: (&View<'_>, &Vocabulary),
    ) -> (Lexical, Lexical) {
        let (mut source, mut target) = (Lexical::new(source), Lexical::new(target));
        let chances = (source.chances(&target), target.chances(&source));
        source.chance = chances.0;
        target.chance = chances.1;
        let total = |side: &Lexical| side.mass[side.mass.len() - 1];
        let segments = source.mass.len() + target.mass.len() - 2;
        let mean = ((total(&source) + total(&target)) / segments.max(1) as f64).max(1e-6);
        for side in [&mut source, &mut target] {
            side.mass.iter_mut().for_each(|mass| *mass /= mean);
        }
        let scale = (1.0 / mean) as f32;
        for side in [&mut source, &mut target] {
            side.weights.iter_mut().for_each(|weight| *weight *= scale);
        }
        (source, target)
    }

    fn new((view, vocabulary): (&View<'_>, &Vocabulary)) -> Lexical {
        let mut side = Lexical {
            starts: vec![0],
            words: Vec::new(),
            vectors: (0..vocabulary.len() as u32)
                .map(|word| *vocabulary.vector(word))
                .collect(),
            weights: (0..vocabulary.len() as u32)
                .map(|word| vocabulary.weight(word))
                .collect(),
            chance: Vec::new(),
            mass: vec![0.0],
        };
        let mut total = 0.0;
        let mut heaviest: Vec<u32> = Vec::new();
        for segment in view.order() {
            heaviest.clear();
            heaviest.extend(
                vocabulary
                    .words(segment)
                    .iter()
                    .filter(|word| vocabulary.weight(**word) >= LIGHTEST),
            );
            if heaviest.len() > MOST {
                heaviest.sort_by(|a, b| {
                    let weights = [b, a].map(|word| vocabulary.weight(*word));
                    weights[0].total_cmp(&weights[1]).then(a.cmp(b))
                });
                heaviest.truncate(MOST);
            }
            for word in &heaviest {
                total += f64::from(vocabulary.weight(*word));
            }
            side.words.extend(&heaviest);
            side.starts.push(side.words.len() as u32);
            side.mass.push(total);
        }
        side
    }

    fn chances(&self, other: &Lexical) -> Vec<f32> {
        let count = other.words.len();
        let taken = SAMPLE.min(count);
        let sample: Vec<&[f32; DIMENSIONS]> = (0..taken)
            .map(|index| other.words[index * count / taken])
            .map(|word| &other.vectors[word as usize])
            .collect();
        let share = 1.0 / taken.max(1) as f32;
        self.vectors
            .iter()
            .map(|vector| {
                let sum: f32 = sample
                    .iter()
                    .map(|other| explains(dot(vector, *other)))
                    .sum();
                (sum * share).max(5e-4)
            })
            .collect()
    }

    fn words(&self, segment: usize) -> &[u32] {
        &self.words[self.starts[segment] as usize..self.starts[segment + 1] as usize]
    }

    fn count(&self, range: &Range<usize>) -> usize {
        (self.starts[range.end] - self.starts[range.start]) as usize
    }

    /// The weight of the words of a range, over that of a segment on average.
    pub fn mass(&self, range: &Range<usize>) -> f64 {
        self.mass[range.end] - self.mass[range.start]
    }
}

/// How the words of two segments explain each other, from either side: the sum over the words of
/// the other segment, and the best of them (a cosine).
#[derive(Debug)]
struct Pair {
    source: Vec<(f32, f32)>,
    target: Vec<(f32, f32)>,
}

impl Pair {
    fn new(source: (&Lexical, usize), target: (&Lexical, usize)) -> Pair {
        let (left, right) = (source.0.words(source.1), target.0.words(target.1));
        let mut pair = Pair {
            source: Vec::with_capacity(left.len()),
            target: vec![(0.0, 0.0); right.len()],
        };
        for word in left {
            let vector = &source.0.vectors[*word as usize];
            let (mut sum, mut best) = (0.0, 0f32);
            for (other, found) in right.iter().zip(&mut pair.target) {
                let cosine = dot(vector, &target.0.vectors[*other as usize]);
                let explained = explains(cosine);
                sum += explained;
                best = best.max(cosine);
                found.0 += explained;
                found.1 = found.1.max(cosine);
            }
            pair.source.push((sum, best));
        }
        pair
    }
}

/// The pairs of segments that were looked at, for the last source segments.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    rows: VecDeque<Row>,
}

#[derive(Debug)]
struct Row {
    source: usize,
    first: usize,
    pairs: Vec<Option<Pair>>,
}

/// What the words of one side of a bead say.
#[derive(Debug, Default)]
struct Told {
    ratio: f64,
    cover: f64,
    bare: f64,
    /// Of the segments of the side, how little they are explained where the side has several.
    weak: f64,
}

impl Pairs {
    /// Makes room for a source segment and a range of target segments.
    pub fn enter(&mut self, source: usize, range: &Range<usize>) {
        let mut pairs = Vec::new();
        pairs.resize_with(range.len(), || None);
        self.rows.push_back(Row {
            source,
            first: range.start,
            pairs,
        });
    }

    /// Forgets the first source segment.
    pub fn leave(&mut self) {
        self.rows.pop_front();
    }

    fn pair(
        &mut self,
        source: usize,
        target: usize,
        (a, b): (&Lexical, &Lexical),
    ) -> Option<&Pair> {
        let oldest = self.rows.front()?.source;
        let row = self.rows.get_mut(source.checked_sub(oldest)?)?;
        let pair = row.pairs.get_mut(target.checked_sub(row.first)?)?;
        Some(pair.get_or_insert_with(|| Pair::new((a, source), (b, target))))
    }

    /// The features of a bead.
    pub fn compare(
        &mut self,
        source: &Range<usize>,
        target: &Range<usize>,
        words: &Words,
        sink: &mut impl Sink,
    ) {
        let told = self.told(source, target, words);
        let mass = words.source.mass(source) + words.target.mass(target);
        let above =
            |part: fn(&Told) -> f64| part(&told[0]) + part(&told[1]) - mass * part(&words.middle);
        let ratio = above(|told| told.ratio);
        sink.put(const { at("word-ratio") }, ratio);
        if source.len() + target.len() > 2 {
            sink.put(const { at("word-ratio-merged") }, ratio);
            sink.put(const { at("word-weak") }, -told[0].weak - told[1].weak);
        }
        sink.put(const { at("word-cover") }, above(|told| told.cover));
        sink.put(const { at("word-bare") }, -above(|told| told.bare));
    }

    /// What the words of either side of a bead say.
    fn told(&mut self, source: &Range<usize>, target: &Range<usize>, words: &Words) -> [Told; 2] {
        let sides = (&words.source, &words.target);
        let (a, b) = sides;
        let counts = (a.count(source), b.count(target));
        let mut found: Vec<(f32, f32)> = Vec::new();
        let mut told = [Told::default(), Told::default()];
        let merged = |range: &Range<usize>| (range.len() > 1).then_some(words.middle.ratio);
        for one in source.clone() {
            found.clear();
            found.resize(a.words(one).len(), (0.0, 0.0));
            for other in target.clone() {
                if let Some(pair) = self.pair(one, other, sides) {
                    gather(&mut found, &pair.source);
                }
            }
            told[0].add(a, one, &found, counts.1, merged(source));
        }
        for one in target.clone() {
            found.clear();
            found.resize(b.words(one).len(), (0.0, 0.0));
            for other in source.clone() {
                if let Some(pair) = self.pair(other, one, sides) {
                    gather(&mut found, &pair.target);
                }
            }
            told[1].add(b, one, &found, counts.0, merged(target));
        }
        told
    }
}

fn gather(found: &mut [(f32, f32)], more: &[(f32, f32)]) {
    for (found, more) in found.iter_mut().zip(more) {
        found.0 += more.0;
        found.1 = found.1.max(more.1);
    }
}

impl Told {
    fn add(
        &mut self,
        side: &Lexical,
        segment: usize,
        found: &[(f32, f32)],
        others: usize,
        middle: Option<f64>,
    ) {
        let (mut ratio, mut mass) = (0.0, 0.0);
        let share = 1.0 / others.max(1) as f32;
        for (word, (sum, best)) in side.words(segment).iter().zip(found) {
            let weight = side.weights[*word as usize];
            let odds = sum * share / side.chance[*word as usize];
            let likely = libm::logf(UNEXPLAINED + (1.0 - UNEXPLAINED) * odds);
            let cover = ((best - COVERED) / (1.0 - COVERED)).clamp(0.0, 1.0);
            ratio += f64::from(weight * likely);
            mass += f64::from(weight);
            self.cover += f64::from(weight * cover);
            if cover < 0.2 {
                self.bare += f64::from(weight);
            }
        }
        self.ratio += ratio;
        if let Some(middle) = middle
            && mass > 0.0
        {
            self.weak += (middle - ratio / mass).clamp(0.0, 2.0);
        }
    }
}

//! What a batch teaches: the gradient of its words.
//!
//! *Sentences.* A sentence is the sum of its words. Among the translations of a batch its own must
//! be the nearest by the cosine, and the other way round (a softmax in both directions, with a
//! margin). A part of the rivals are sums of two sentences, so that a pair also competes with its
//! own halves: the aligner has to tell 1-1 from 1-2.
//!
//! *Words.* Every word of a sentence must be nearer to the words of its translation than to those
//! of the other translations: the likelihood of IBM's first model (Brown et al. 1993) with the
//! cosine for a table of probabilities, normalised over the words of the batch.

use bilint::lexicon::{DIMENSIONS, Vector, dot};

use super::corpora::Pairs;
use super::matrix::{LANES, Left, exp, multiply, padded, transpose};
use super::random::{Random, mix};
use super::table::{Makeup, Table};

/// Settings of the loss.
#[derive(Debug, Clone, clap::Args)]
pub struct Loss {
    /// Pairs of a batch
    #[arg(long, default_value_t = 320)]
    pub batch: usize,
    /// Sharpness of the softmax over sentences
    #[arg(long, default_value_t = 8.0)]
    pub scale: f32,
    /// By how much a translation must be nearer than the rest
    #[arg(long, default_value_t = 0.4)]
    pub margin: f32,
    /// Sums of two sentences, as a share of the batch
    #[arg(long, default_value_t = 0.35)]
    pub joined: f32,
    /// Share of words that stand without their own row, so that n-grams learn to speak for them
    #[arg(long, default_value_t = 0.05)]
    pub dropped: f32,
    /// Weight of the words beside the sentences
    #[arg(long, default_value_t = 1.0)]
    pub words: f32,
    /// Sharpness of the softmax over words
    #[arg(long, default_value_t = 7.0)]
    pub word_scale: f32,
    /// Pairs of the batch whose words are compared
    #[arg(long, default_value_t = 40)]
    pub word_pairs: usize,
}

/// Words of a sentence that are compared one by one.
const LONGEST: usize = 40;
/// Gradients smaller than this would only cost time.
const SMALLEST: f32 = 1e-8;

/// The lines of a batch, and what its chances are drawn from.
#[derive(Debug)]
pub struct Draw<'a> {
    pub pairs: &'a Pairs,
    pub lines: Vec<u32>,
    pub seed: u64,
}

/// The gradient of one batch, with the memory to compute the next.
#[derive(Debug, Default)]
pub struct Batch {
    /// The distinct words.
    pub words: Vec<u32>,
    /// Whether the own row of each was used.
    pub whole: Vec<bool>,
    /// The gradient of each.
    pub gradients: Vec<Vector>,
    /// Sum of the losses of sentences in one direction.
    pub loss: f64,
    /// Sentences whose translation was the nearest.
    pub hits: usize,
    /// Sentences, sums included.
    pub items: usize,

    vectors: Vec<Vector>,
    /// The place of a word in `words`, if it was put there for this batch.
    places: Vec<(u32, u32)>,
    stamp: u32,
    sides: [Side; 2],
    cosines: Vec<f32>,
    turned: Vec<f32>,
}

/// One side of a batch.
#[derive(Debug, Default)]
struct Side {
    /// Places of words, by sentence.
    words: Vec<u32>,
    starts: Vec<u32>,
    /// Sums of words, made one long.
    units: Vec<f32>,
    lengths: Vec<f32>,
    /// Equal for sentences of the same words.
    marks: Vec<u32>,
    gradients: Vec<f32>,
    /// Of the comparison of words: places of the distinct words, how often each stands, which word
    /// of them each word of the compared sentences is.
    distinct: Vec<u32>,
    counts: Vec<f32>,
    compared: Vec<u32>,
}

impl Side {
    fn sentence(&self, sentence: usize) -> &[u32] {
        &self.words[self.starts[sentence] as usize..self.starts[sentence + 1] as usize]
    }
}

impl Batch {
    /// Computes the gradient of a draw.
    pub fn compute(&mut self, table: &Table, makeup: &Makeup, draw: &Draw, settings: &Loss) {
        self.gather(table, makeup, draw, settings);
        let mut random = Random::new(draw.seed);
        let pairs = draw.lines.len();
        // The two parts of each item; the first `pairs` are single sentences.
        let mut items: Vec<(u32, Option<u32>)> = (0..pairs as u32).map(|at| (at, None)).collect();
        for _ in 0..(pairs as f32 * settings.joined) as usize {
            let (first, second) = (random.below(pairs) as u32, random.below(pairs) as u32);
            if first != second {
                items.push((first, Some(second)));
            }
        }
        self.items = items.len();
        self.sum(&items);
        self.compare_sentences(settings);
        self.spread(&items);
        if settings.words > 0.0 {
            self.compare_words(pairs.min(settings.word_pairs), settings);
        }
    }

    /// Collects the distinct words and adds up their rows.
    fn gather(&mut self, table: &Table, makeup: &Makeup, draw: &Draw, settings: &Loss) {
        self.stamp += 1;
        self.words.clear();
        for (side, sentences) in self.sides.iter_mut().zip(&draw.pairs.sides) {
            side.words.clear();
            side.starts.clear();
            side.starts.push(0);
            for line in &draw.lines {
                for word in sentences.words(*line as usize) {
                    if makeup.is_nothing(*word) {
                        continue;
                    }
                    if self.places.len() <= *word as usize {
                        self.places.resize(*word as usize + 1, (0, 0));
                    }
                    let place = &mut self.places[*word as usize];
                    if place.0 != self.stamp {
                        *place = (self.stamp, self.words.len() as u32);
                        self.words.push(*word);
                    }
                    side.words.push(place.1);
                }
                side.starts.push(side.words.len() as u32);
            }
        }
        let seed = mix(draw.seed ^ 0x5eed);
        let limit = (settings.dropped * (1u32 << 24) as f32) as u64;
        let kept = |word: &u32| mix(seed ^ u64::from(*word)) >> 40 >= limit;
        self.whole.clear();
        self.whole.extend(self.words.iter().map(kept));
        self.vectors.resize(self.words.len(), [0.0; DIMENSIONS]);
        for ((word, whole), vector) in self.words.iter().zip(&self.whole).zip(&mut self.vectors) {
            table.word(makeup, *word, *whole, vector);
        }
        self.gradients.clear();
        self.gradients.resize(self.words.len(), [0.0; DIMENSIONS]);
    }

    /// Makes the unit vectors of the items.
    fn sum(&mut self, items: &[(u32, Option<u32>)]) {
        let size = padded(items.len());
        for side in &mut self.sides {
            side.units.clear();
            side.units.resize(size * DIMENSIONS, 0.0);
            side.lengths.clear();
            side.marks.clear();
            for (unit, (first, second)) in side.units.chunks_exact_mut(DIMENSIONS).zip(items) {
                let mut mark = 0u64;
                for part in std::iter::once(first).chain(second) {
                    let range = side.starts[*part as usize]..side.starts[*part as usize + 1];
                    for place in &side.words[range.start as usize..range.end as usize] {
                        mark = mark.wrapping_add(mix(u64::from(*place) + 1));
                        for (sum, value) in unit.iter_mut().zip(&self.vectors[*place as usize]) {
                            *sum += value;
                        }
                    }
                }
                let length = dot(unit, unit).sqrt().max(1e-6);
                unit.iter_mut().for_each(|value| *value /= length);
                side.lengths.push(length);
                side.marks.push((mark >> 32) as u32);
            }
        }
    }

    fn compare_sentences(&mut self, settings: &Loss) {
        let (count, size) = (self.items, padded(self.items));
        let [left, right] = &mut self.sides;
        self.turned.resize(size * DIMENSIONS, 0.0);
        transpose(&right.units, DIMENSIONS, &mut self.turned);
        self.cosines.clear();
        self.cosines.resize(size * size, 0.0);
        let units = Left {
            values: &left.units,
            strides: (DIMENSIONS, 1),
            rows: size,
        };
        multiply(units, &self.turned, size, &mut self.cosines);
        let scale = settings.scale;
        let mut down = vec![0f32; size];
        let mut across = vec![0f32; size];
        self.loss = 0.0;
        self.hits = 0;
        let mut logits = Vec::with_capacity(count);
        for (row, line) in self.cosines.chunks_exact_mut(size).take(count).enumerate() {
            let own = line[row] - settings.margin;
            self.hits += usize::from(line[..count].iter().all(|cosine| *cosine <= line[row]));
            let marks = (left.marks[row], right.marks[row]);
            let line = &mut line[..count];
            let others = left.marks.iter().zip(&right.marks);
            for (value, (mark, other)) in line.iter_mut().zip(others) {
                // What says the same is no rival.
                let rival = (*mark != marks.0) & (*other != marks.1);
                *value = if rival {
                    exp(scale * (*value - 1.0))
                } else {
                    0.0
                };
            }
            line[row] = exp(scale * (own - 1.0));
            let sum = sum(line);
            across[row] = sum;
            for (sum, value) in down.iter_mut().zip(line.iter()) {
                *sum += value;
            }
            logits.push(scale * (own - 1.0));
        }
        for (row, logit) in logits.iter().enumerate() {
            self.loss += f64::from(libm::logf(across[row]) - logit);
        }
        let inverse = |sums: &mut Vec<f32>| {
            for sum in sums.iter_mut().take(count) {
                *sum = scale / *sum;
            }
        };
        inverse(&mut down);
        inverse(&mut across);
        for (row, line) in self.cosines.chunks_exact_mut(size).take(count).enumerate() {
            for (value, down) in line.iter_mut().zip(&down) {
                *value *= across[row] + down;
            }
            line[row] -= 2.0 * scale;
        }
        self.cosines[count * size..].fill(0.0);
        left.gradients.resize(size * DIMENSIONS, 0.0);
        right.gradients.resize(size * DIMENSIONS, 0.0);
        let by_row = Left {
            values: &self.cosines,
            strides: (size, 1),
            rows: size,
        };
        multiply(by_row, &right.units, DIMENSIONS, &mut left.gradients);
        let by_column = Left {
            values: &self.cosines,
            strides: (1, size),
            rows: size,
        };
        multiply(by_column, &left.units, DIMENSIONS, &mut right.gradients);
    }

    /// Carries the gradients of the items to their words.
    fn spread(&mut self, items: &[(u32, Option<u32>)]) {
        for side in &mut self.sides {
            let slopes = side.gradients.chunks_exact_mut(DIMENSIONS);
            let units = side.units.chunks_exact(DIMENSIONS);
            for (((first, second), slope), (unit, length)) in
                items.iter().zip(slopes).zip(units.zip(&side.lengths))
            {
                through_length(slope, unit, *length);
                for part in std::iter::once(first).chain(second) {
                    let range = side.starts[*part as usize]..side.starts[*part as usize + 1];
                    for place in &side.words[range.start as usize..range.end as usize] {
                        add(&mut self.gradients[*place as usize], slope);
                    }
                }
            }
        }
    }

    fn compare_words(&mut self, pairs: usize, settings: &Loss) {
        for side in &mut self.sides {
            side.distinct.clear();
            side.counts.clear();
            side.compared.clear();
            let mut of = vec![u32::MAX; self.words.len()];
            for sentence in 0..pairs {
                let range = side.starts[sentence]..side.starts[sentence + 1];
                let words = &side.words[range.start as usize..range.end as usize];
                for place in words.iter().take(LONGEST) {
                    let number = &mut of[*place as usize];
                    if *number == u32::MAX {
                        *number = side.distinct.len() as u32;
                        side.distinct.push(*place);
                        side.counts.push(0.0);
                    }
                    side.counts[*number as usize] += 1.0;
                    side.compared.push(*number);
                }
            }
            let size = padded(side.distinct.len());
            side.units.clear();
            side.units.resize(size * DIMENSIONS, 0.0);
            side.lengths.clear();
            for (unit, place) in side.units.chunks_exact_mut(DIMENSIONS).zip(&side.distinct) {
                unit.copy_from_slice(&self.vectors[*place as usize]);
                let length = dot(unit, unit).sqrt().max(1e-6);
                unit.iter_mut().for_each(|value| *value /= length);
                side.lengths.push(length);
            }
        }
        let [left, right] = &mut self.sides;
        let (rows, columns) = (left.distinct.len(), right.distinct.len());
        if rows == 0 || columns == 0 {
            return;
        }
        let (high, wide) = (padded(rows), padded(columns));
        self.turned.resize(wide * DIMENSIONS, 0.0);
        transpose(&right.units, DIMENSIONS, &mut self.turned);
        self.cosines.clear();
        self.cosines.resize(high * wide, 0.0);
        let units = Left {
            values: &left.units,
            strides: (DIMENSIONS, 1),
            rows: high,
        };
        multiply(units, &self.turned, wide, &mut self.cosines);
        let scale = settings.word_scale;
        // What explains a word: all words of the batch, as often as they stand there.
        let mut across = vec![0f32; high];
        let mut down = vec![0f32; wide];
        for (row, line) in self.cosines.chunks_exact_mut(wide).take(rows).enumerate() {
            let line = &mut line[..columns];
            for value in line.iter_mut() {
                *value = exp(scale * (*value - 1.0));
            }
            across[row] = dot(line, &right.counts);
            let count = left.counts[row];
            for (sum, value) in down.iter_mut().zip(line.iter()) {
                *sum += count * value;
            }
        }
        // The slope of a cosine: what it explains in the batch less what in its own sentences.
        let mut slopes = vec![0f32; high * wide];
        let (mut first, mut second) = (0, 0);
        for sentence in 0..pairs {
            let words = left.sentence(sentence).len().min(LONGEST);
            let others = right.sentence(sentence).len().min(LONGEST);
            let words = &left.compared[first..first + words];
            let others = &right.compared[second..second + others];
            first += words.len();
            second += others.len();
            for row in words {
                let line = *row as usize * wide;
                let sum: f32 = others
                    .iter()
                    .map(|column| self.cosines[line + *column as usize])
                    .sum();
                for column in others {
                    slopes[line + *column as usize] -= self.cosines[line + *column as usize] / sum;
                }
            }
            for column in others {
                let at = |row: &u32| *row as usize * wide + *column as usize;
                let sum: f32 = words.iter().map(|row| self.cosines[at(row)]).sum();
                for row in words {
                    slopes[at(row)] -= self.cosines[at(row)] / sum;
                }
            }
        }
        let weight = settings.words * scale;
        for row in 0..rows {
            let line = row * wide..row * wide + columns;
            let values = &self.cosines[line.clone()];
            let (across, count) = (across[row], left.counts[row]);
            for ((slope, value), (down, other)) in slopes[line]
                .iter_mut()
                .zip(values)
                .zip(down.iter().zip(&right.counts))
            {
                *slope = weight * (*slope + count * other * value * (1.0 / across + 1.0 / down));
            }
        }
        left.gradients.resize(high * DIMENSIONS, 0.0);
        right.gradients.resize(wide * DIMENSIONS, 0.0);
        let by_row = Left {
            values: &slopes,
            strides: (wide, 1),
            rows: high,
        };
        multiply(by_row, &right.units, DIMENSIONS, &mut left.gradients);
        let by_column = Left {
            values: &slopes,
            strides: (1, wide),
            rows: wide,
        };
        multiply(by_column, &left.units, DIMENSIONS, &mut right.gradients);
        for side in &mut self.sides {
            let slopes = side.gradients.chunks_exact_mut(DIMENSIONS);
            let units = side.units.chunks_exact(DIMENSIONS);
            for ((place, slope), (unit, length)) in side
                .distinct
                .iter()
                .zip(slopes)
                .zip(units.zip(&side.lengths))
            {
                through_length(slope, unit, *length);
                add(&mut self.gradients[*place as usize], slope);
            }
        }
    }

    /// The words with a gradient.
    pub fn learnt(&self) -> impl Iterator<Item = (u32, bool, &Vector)> {
        let words = self.words.iter().zip(&self.whole).zip(&self.gradients);
        words
            .map(|((word, whole), gradient)| (*word, *whole, gradient))
            .filter(|(_, _, gradient)| dot(gradient.as_slice(), gradient.as_slice()) > SMALLEST)
    }
}

/// The gradient of a vector from that of its unit vector.
#[inline(always)]
fn through_length(slope: &mut [f32], unit: &[f32], length: f32) {
    let along = dot(slope, unit);
    for (slope, unit) in slope.iter_mut().zip(unit) {
        *slope = (*slope - along * unit) / length;
    }
}

#[inline(always)]
fn add(sum: &mut Vector, values: &[f32]) {
    for (sum, value) in sum.iter_mut().zip(values) {
        *sum += value;
    }
}

/// The sum in sixteen lanes.
fn sum(values: &[f32]) -> f32 {
    let mut lanes = [0f32; LANES];
    let (chunks, rest) = values.as_chunks::<LANES>();
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += value;
        }
    }
    lanes.iter().chain(rest).sum()
}

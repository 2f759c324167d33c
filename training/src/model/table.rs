//! The rows that are learnt, and which of them a word is made of.

use std::collections::HashMap;

use bilint::lexicon::{DIMENSIONS, Entry, Grams, Vector};

use super::corpora::Corpora;
use super::random::Random;

/// Parts of the table that are written at the same time. Every row belongs to one of them, so that
/// the order of sums does not depend on their number.
const SHARDS: usize = 8;

/// What the n-grams count for in a word that has a row of its own, beside that row.
const BESIDE: f32 = 0.5;
/// And alone; what the library does with unknown words.
const ALONE: f32 = 0.7;

/// How many rows of each kind.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Rows of whole words and numbers.
    pub words: usize,
    /// Rows of n-grams that are learnt.
    pub grams: usize,
    /// Rows that ship; n-grams have what words leave.
    pub shipped: usize,
    /// Words that occur less often have no row of their own.
    pub least: u32,
}

/// Where the rows of each word are.
#[derive(Debug)]
pub struct Makeup {
    /// The row of its own, or `NONE`.
    own: Vec<u32>,
    /// The rows of its n-grams: where each word's end in `grams`.
    ends: Vec<u32>,
    grams: Vec<u32>,
    /// One over the root of the number of all its n-grams, those without a row too.
    root: Vec<f32>,
    /// The keys of the rows, own rows first.
    keys: Vec<u32>,
    size: Size,
    /// How often each row is drawn, as a share of all words.
    frequency: Vec<f64>,
}

const NONE: u32 = u32::MAX;

impl Makeup {
    /// Chooses the most frequent words and n-grams.
    pub fn new(corpora: &Corpora, size: Size) -> Makeup {
        let types = &corpora.types;
        let total: f64 = types.iter().map(|word| word.weight).sum();
        let mut order: Vec<u32> = (0..types.len() as u32)
            .filter(|word| types[*word as usize].count >= size.least)
            .collect();
        let weight = |word: u32| types[word as usize].weight;
        order.sort_by(|a, b| weight(*b).total_cmp(&weight(*a)).then(a.cmp(b)));
        order.truncate(size.words);
        // A frequent word is known whole: its n-grams are no more useful than a rare word's.
        let cap = order.last().map_or(f64::MAX, |last| weight(*last));
        let mut own = vec![NONE; types.len()];
        let mut keys = Vec::with_capacity(size.words + size.grams);
        let mut frequency = Vec::with_capacity(size.words + size.grams);
        for (row, word) in order.iter().enumerate() {
            own[*word as usize] = row as u32;
            keys.push(types[*word as usize].key);
            frequency.push(weight(*word) / total);
        }
        let mut finder = Grams::default();
        let mut useful: HashMap<u32, (f64, f64)> = HashMap::new();
        for word in types.iter().filter(|word| !word.folded.is_empty()) {
            for key in finder.of(&word.folded) {
                let sums = useful.entry(*key).or_default();
                sums.0 += word.weight.min(cap);
                sums.1 += word.weight;
            }
        }
        let mut grams: Vec<(u32, (f64, f64))> = useful.into_iter().collect();
        grams.sort_by(|a, b| b.1.0.total_cmp(&a.1.0).then(a.0.cmp(&b.0)));
        println!(
            "{} words, {} n-grams to choose from",
            types.len(),
            grams.len()
        );
        grams.truncate(size.grams);
        let mut rows: HashMap<u32, u32> = HashMap::new();
        for (key, (_, drawn)) in grams {
            rows.insert(key, keys.len() as u32);
            keys.push(key);
            frequency.push(drawn / total);
        }
        let mut makeup = Makeup {
            own,
            ends: Vec::with_capacity(types.len()),
            grams: Vec::new(),
            root: Vec::with_capacity(types.len()),
            size: Size {
                words: order.len(),
                ..size
            },
            keys,
            frequency,
        };
        for word in types {
            let mut root = 0.0;
            if !word.folded.is_empty() {
                let found = finder.of(&word.folded);
                root = 1.0 / libm::sqrtf(found.len() as f32);
                makeup
                    .grams
                    .extend(found.iter().filter_map(|key| rows.get(key)));
            }
            makeup.ends.push(makeup.grams.len() as u32);
            makeup.root.push(root);
        }
        makeup
    }

    fn grams(&self, word: u32) -> &[u32] {
        let word = word as usize;
        let start = word.checked_sub(1).map_or(0, |last| self.ends[last]);
        &self.grams[start as usize..self.ends[word] as usize]
    }

    /// The rows of a word with their weights. `whole`: whether its own row is used, if it has one.
    #[inline(always)]
    pub fn rows(&self, word: u32, whole: bool) -> impl Iterator<Item = (u32, f32)> {
        let own = Some(self.own[word as usize]).filter(|row| whole && *row != NONE);
        let weight = self.root[word as usize] * if own.is_some() { BESIDE } else { ALONE };
        let grams = self.grams(word).iter().map(move |row| (*row, weight));
        own.map(|row| (row, 1.0)).into_iter().chain(grams)
    }

    /// Whether nothing is known of a word.
    pub fn is_nothing(&self, word: u32) -> bool {
        self.own[word as usize] == NONE && self.grams(word).is_empty()
    }

    pub fn len(&self) -> usize {
        self.keys.len()
    }
}

/// The values of the rows.
#[derive(Debug)]
pub struct Table {
    pub shards: Vec<Shard>,
}

/// Every eighth row.
#[derive(Debug)]
pub struct Shard {
    number: usize,
    values: Vec<Vector>,
    /// The sum of the squares of each row's gradients.
    squares: Vec<f32>,
}

impl Table {
    /// Starts with random rows, short where they are frequent: words that are in every sentence
    /// tell nothing.
    pub fn new(makeup: &Makeup, random: &mut Random) -> Table {
        const RARE: f64 = 0.0003;
        const LENGTH: f64 = 0.7;
        let mut shards: Vec<Shard> = (0..SHARDS)
            .map(|number| Shard {
                number,
                values: Vec::new(),
                squares: Vec::new(),
            })
            .collect();
        for (row, frequency) in makeup.frequency.iter().enumerate() {
            let length = LENGTH * RARE / (RARE + frequency) / libm::sqrt(DIMENSIONS as f64);
            let shard = &mut shards[row % SHARDS];
            shard
                .values
                .push(std::array::from_fn(|_| random.normal() * length as f32));
            shard.squares.push(1e-6);
        }
        Table { shards }
    }

    #[inline(always)]
    fn row(&self, row: u32) -> &Vector {
        &self.shards[row as usize % SHARDS].values[row as usize / SHARDS]
    }

    /// Adds up the rows of a word.
    #[inline(always)]
    pub fn word(&self, makeup: &Makeup, word: u32, whole: bool, vector: &mut Vector) {
        vector.fill(0.0);
        for (row, weight) in makeup.rows(word, whole) {
            for (sum, value) in vector.iter_mut().zip(self.row(row)) {
                *sum += weight * value;
            }
        }
    }

    /// The rows that ship: those of words with their n-grams added in, and the n-grams of words
    /// that have none, all lengthened alike so that a word of running text is 1 long on average.
    pub fn entries(&self, makeup: &Makeup, corpora: &Corpora) -> Vec<Entry> {
        let mut lengths = 0.0;
        let mut vector = [0.0; DIMENSIONS];
        for (number, word) in corpora.types.iter().enumerate() {
            self.word(makeup, number as u32, true, &mut vector);
            lengths += word.weight * f64::from(bilint::lexicon::dot(&vector, &vector).sqrt());
        }
        let words: f64 = corpora.types.iter().map(|word| word.weight).sum();
        let factor = (words / lengths.max(1e-9)) as f32;
        let mut entries = Vec::new();
        for word in 0..makeup.own.len() {
            let row = makeup.own[word];
            if row != NONE {
                let mut vector = [0.0; DIMENSIONS];
                self.word(makeup, word as u32, true, &mut vector);
                let key = makeup.keys[row as usize];
                entries.push(Entry { key, vector });
            }
        }
        let first = makeup.size.words;
        for row in first..makeup.keys.len().min(makeup.size.shipped) {
            let key = makeup.keys[row];
            entries.push(Entry {
                key,
                vector: *self.row(row as u32),
            });
        }
        for entry in &mut entries {
            entry.vector.iter_mut().for_each(|value| *value *= factor);
        }
        entries
    }
}

impl Shard {
    /// A step down the gradient of a word, in the rows that are here. The step of a row shrinks
    /// with the squares of its gradients so far (Adagrad: Duchi, Hazan & Singer 2011; one number a
    /// row).
    pub fn learn(&mut self, makeup: &Makeup, word: u32, whole: bool, gradient: &Vector, rate: f32) {
        let square = bilint::lexicon::dot(gradient, gradient) / DIMENSIONS as f32;
        for (row, weight) in makeup.rows(word, whole) {
            if row as usize % SHARDS != self.number {
                continue;
            }
            let at = row as usize / SHARDS;
            self.squares[at] += square * weight * weight;
            let step = rate * weight / self.squares[at].sqrt();
            for (value, slope) in self.values[at].iter_mut().zip(gradient) {
                *value -= step * slope;
            }
        }
    }
}

//! The table of rows, read in place.
//!
//! A file holds, all numbers with the low byte first:
//!
//! | bytes | what |
//! |---|---|
//! | 8 | [`MAGIC`] |
//! | 4 | number of rows |
//! | 4 · 65,537 | for each upper half of a key, the first row with that half or a greater one; the number of rows last |
//! | 35 a row | lower half of the key (2), scale (1), 64 values of four bits, the lower half of a byte first |
//!
//! Rows are sorted by key. A value is `(v − 8) · s`, with `s = 2^(scale/8 − 20) / 7`.

use std::fmt;
use std::sync::LazyLock;

use super::features::{Grams, number_key, word_key};
use super::{DIMENSIONS, Vector, Vocabulary};
use crate::text::{Lang, Side};

/// What a file starts with; the last letter is the version of the layout.
const MAGIC: &[u8; 8] = b"bilint\0\x01";
const BUCKETS: usize = 1 << 16;
const HEAD: usize = MAGIC.len() + 4 + (BUCKETS + 1) * 4;
const ROW: usize = 2 + 1 + DIMENSIONS / 2;

/// Rows that fit 7,600,000 bytes.
pub const MOST_ROWS: usize = (7_600_000 - HEAD) / ROW;

/// What a word without a row of its own is of its n-grams, and divided by the root of their
/// number.
const UNKNOWN: f32 = 0.7;

static SHIPPED: LazyLock<Lexicon> = LazyLock::new(|| {
    // The file is checked by a test; an empty table stands for one that cannot be read.
    Lexicon::parse(include_bytes!("../data/lexicon.bin")).unwrap_or(Lexicon {
        buckets: &[],
        rows: &[],
    })
});

/// `2^(scale/8 − 20) / 7`
static SCALES: LazyLock<[f32; 256]> = LazyLock::new(|| {
    std::array::from_fn(|scale| (libm::exp2(scale as f64 / 8.0 - 20.0) / 7.0) as f32)
});

/// Vectors of words.
#[derive(Debug, Clone, Copy)]
pub struct Lexicon {
    buckets: &'static [[u8; 4]],
    rows: &'static [[u8; ROW]],
}

/// A table that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadTable(&'static str);

impl fmt::Display for BadTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for BadTable {}

impl Lexicon {
    /// The table that ships with the crate.
    pub fn shipped() -> &'static Lexicon {
        &SHIPPED
    }

    /// Reads a table in place.
    ///
    /// # Errors
    /// If the bytes are no table of this version, or cut off.
    pub fn parse(bytes: &'static [u8]) -> Result<Lexicon, BadTable> {
        let rest = bytes
            .strip_prefix(MAGIC.as_slice())
            .ok_or(BadTable("not a lexicon of this version"))?;
        let (count, rest) = rest
            .split_first_chunk::<4>()
            .ok_or(BadTable("a lexicon that is cut off"))?;
        let (index, rows) = rest
            .split_at_checked((BUCKETS + 1) * 4)
            .ok_or(BadTable("a lexicon that is cut off"))?;
        let (buckets, _) = index.as_chunks::<4>();
        let (rows, left) = rows.as_chunks::<ROW>();
        let count = u32::from_le_bytes(*count) as usize;
        if rows.len() != count || !left.is_empty() {
            return Err(BadTable(
                "a lexicon with another number of rows than it says",
            ));
        }
        let starts = || {
            buckets
                .iter()
                .map(|start| u32::from_le_bytes(*start) as usize)
        };
        if !starts().is_sorted() || starts().next_back() != Some(count) {
            return Err(BadTable("a lexicon whose index is broken"));
        }
        Ok(Lexicon { buckets, rows })
    }

    /// Rows in it.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Tells lexicons apart.
    pub(super) fn address(&self) -> usize {
        self.rows.as_ptr().addr()
    }

    /// Whether it knows nothing.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn row(&self, key: u32) -> Option<&'static [u8; ROW]> {
        let bucket = (key >> 16) as usize;
        let start = |bucket: usize| Some(u32::from_le_bytes(*self.buckets.get(bucket)?) as usize);
        let low = (key as u16).to_le_bytes();
        self.rows[start(bucket)?..start(bucket + 1)?]
            .iter()
            .find(|row| row[..2] == low)
    }

    /// Whether a key has a row.
    pub fn has(&self, key: u32) -> bool {
        self.row(key).is_some()
    }

    /// Adds `weight` times the row of a key to a vector. Says whether there is one.
    pub fn add(&self, key: u32, weight: f32, vector: &mut Vector) -> bool {
        let Some(row) = self.row(key) else {
            return false;
        };
        let factor = weight * SCALES[row[2] as usize];
        let (pairs, _) = vector.as_chunks_mut::<2>();
        for (pair, byte) in pairs.iter_mut().zip(&row[3..]) {
            pair[0] += factor * (f32::from(byte & 15) - 8.0);
            pair[1] += factor * (f32::from(byte >> 4) - 8.0);
        }
        true
    }

    /// The vector of a folded word of the language that [`tag`](super::tag) gives. Says whether
    /// the word has a row of its own; if not, its n-grams speak for it.
    pub fn word(&self, tag: Lang, folded: &str, grams: &mut Grams, vector: &mut Vector) -> bool {
        vector.fill(0.0);
        if self.add(word_key(tag, folded), 1.0, vector) {
            return true;
        }
        let keys = grams.of(folded);
        let weight = UNKNOWN / libm::sqrtf(keys.len() as f32);
        for key in keys {
            self.add(*key, weight, vector);
        }
        false
    }

    /// The vector of a folded word of digits: zeros where it has no row.
    pub fn number(&self, folded: &str, vector: &mut Vector) -> bool {
        vector.fill(0.0);
        self.add(number_key(folded), 1.0, vector)
    }

    /// The words of a side.
    pub fn vocabulary(&self, side: &Side) -> Vocabulary {
        Vocabulary::new(self, side)
    }
}

/// A row to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Of a whole word, a number or an n-gram.
    pub key: u32,
    /// As long as the word tells something: 1 on average over running text.
    pub vector: Vector,
}

/// Writes the file that [`Lexicon::parse`] reads, with rows in any order. A row of a whole word
/// stands for the word alone: what its n-grams add in training must be added to it before, since
/// [`Lexicon::word`] does not look at them then. Of rows with one key the first is kept.
pub fn pack(mut entries: Vec<Entry>) -> Vec<u8> {
    entries.sort_by_key(|entry| entry.key);
    entries.dedup_by_key(|entry| entry.key);
    let mut file = Vec::with_capacity(HEAD + entries.len() * ROW);
    file.extend_from_slice(MAGIC);
    file.extend_from_slice(&(entries.len() as u32).to_le_bytes());
    for bucket in 0..=BUCKETS as u64 {
        let start = entries.partition_point(|entry| u64::from(entry.key) < bucket << 16);
        file.extend_from_slice(&(start as u32).to_le_bytes());
    }
    for entry in &entries {
        file.extend_from_slice(&(entry.key as u16).to_le_bytes());
        let largest = entry
            .vector
            .iter()
            .fold(0f32, |most, value| most.max(value.abs()));
        let exponent = libm::log2(f64::from(largest.max(1e-9))) + 20.0;
        let scale = libm::ceil(exponent * 8.0).clamp(0.0, 255.0) as u8;
        file.push(scale);
        let step = SCALES[scale as usize];
        let level = |value: f32| (libm::roundf(value / step).clamp(-8.0, 7.0) + 8.0) as u8;
        let (pairs, _) = entry.vector.as_chunks::<2>();
        file.extend(
            pairs
                .iter()
                .map(|pair| level(pair[0]) | level(pair[1]) << 4),
        );
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn leaked(entries: Vec<Entry>) -> Lexicon {
        Lexicon::parse(pack(entries).leak()).expect("a table")
    }

    #[test]
    fn the_shipped_table_can_be_read() {
        let bytes = include_bytes!("../data/lexicon.bin");
        assert!(bytes.len() <= 7_600_000);
        assert!(Lexicon::parse(bytes).is_ok());
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let table: &'static [u8] = pack(vec![Entry {
            key: 7,
            vector: [0.5; DIMENSIONS],
        }])
        .leak();
        assert!(Lexicon::parse(table).is_ok());
        assert!(Lexicon::parse(&table[..table.len() - 1]).is_err());
        assert!(Lexicon::parse(&table[..100]).is_err());
        assert!(Lexicon::parse(&table[1..]).is_err());
        assert!(Lexicon::parse(b"").is_err());
        let mut broken = table.to_vec();
        broken[20] = 0;
        assert!(Lexicon::parse(broken.leak()).is_err());
    }

    proptest! {
        #[test]
        fn rows_come_back_nearly_as_they_went(
            keys in proptest::collection::btree_set(any::<u32>(), 1..40),
            size in 1e-3f32..10.0,
        ) {
            let entries: Vec<Entry> = keys.iter().map(|key| {
                let vector = std::array::from_fn(|at| {
                    size * libm::sinf((key.wrapping_mul(31).wrapping_add(at as u32 * 7) % 1000) as f32)
                });
                Entry { key: *key, vector }
            }).collect();
            let lexicon = leaked(entries.clone());
            prop_assert_eq!(lexicon.len(), entries.len());
            for entry in &entries {
                let mut vector = [0.0; DIMENSIONS];
                prop_assert!(lexicon.add(entry.key, 1.0, &mut vector));
                for (value, exact) in vector.iter().zip(&entry.vector) {
                    // Half a step of at most 2^(1/8) / 7 of the largest value.
                    prop_assert!((value - exact).abs() <= size * 0.08);
                }
                prop_assert_eq!(lexicon.has(entry.key ^ 1), keys.contains(&(entry.key ^ 1)));
            }
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Lexicon::parse(bytes.leak());
        }
    }
}

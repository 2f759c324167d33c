//! The bundled bilingual model: vectors of words, and what follows from them.
//!
//! One table of hashed features ([`Lexicon`]) gives every word of every language a vector in one
//! space, so that translations of each other point the same way. A word that the table knows has
//! a row of its own; any other is the sum of the rows of its character n-grams, which all
//! languages share. The length of a vector says how much the word tells: that of *the* is short.
//! A sentence is the plain sum of its words. There is no network, and nothing is decoded before
//! use. `training/` makes the table.

pub mod account;
pub mod evidence;
mod features;
pub mod fluency;
mod table;
mod vocabulary;

pub use features::{Grams, fold, number_key, tag, word_key};
pub use table::{BadTable, Entry, Lexicon, MOST_ROWS, pack};
pub use vocabulary::Vocabulary;

/// Values of a vector.
pub const DIMENSIONS: usize = 64;

/// A vector of a word, a sentence or a bead.
pub type Vector = [f32; DIMENSIONS];

/// The scalar product, in sixteen sums side by side that the compiler turns into vector
/// instructions; the order of the sums is the same everywhere.
#[inline]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0f32; 16];
    let (a, rest) = a.as_chunks::<16>();
    let (b, other) = b.as_chunks::<16>();
    for (a, b) in a.iter().zip(b) {
        for lane in 0..16 {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    let rest: f32 = rest.iter().zip(other).map(|(a, b)| a * b).sum();
    let mut width = 8;
    while width > 0 {
        for lane in 0..width {
            lanes[lane] += lanes[lane + width];
        }
        width /= 2;
    }
    lanes[0] + rest
}

/// Makes a vector one long and says how long it was. A vector of zeros stays as it is.
pub fn normalise(vector: &mut Vector) -> f32 {
    // In eight sums, as when the weights of the aligner were fitted: where two beads are as good,
    // the last bit decides.
    let mut lanes = [0f32; 8];
    for values in vector.as_chunks::<8>().0 {
        for (lane, value) in lanes.iter_mut().zip(values) {
            *lane += value * value;
        }
    }
    let [a, b, c, d, e, f, g, h] = lanes;
    let norm = libm::sqrtf(((a + e) + (c + g)) + ((b + f) + (d + h)));
    if norm > 0.0 {
        vector.iter_mut().for_each(|value| *value /= norm);
    }
    norm
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dot_takes_any_length() {
        let a: Vec<f32> = (0..37).map(|value| value as f32).collect();
        let expected: f32 = (0..37).map(|value| (value * value) as f32).sum();
        assert_eq!(dot(&a, &a), expected);
    }
}

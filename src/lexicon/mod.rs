//! The bundled bilingual model: vectors of words, and what follows from them.
//!
//! One table of hashed features ([`Lexicon`]) gives every word of every language a vector in one
//! space, so that translations of each other point the same way. A word that the table knows has
//! a row of its own; any other is the sum of the rows of its character n-grams, which all
//! languages share. The length of a vector says how much the word tells: that of *the* is short.
//! A sentence is the plain sum of its words. There is no network, and nothing is decoded before
//! use. `training/` makes the table.

pub mod evidence;
mod features;
mod table;
mod vocabulary;

pub use features::{Grams, fold, grams, number_key, tag, word_key};
pub use table::{BadTable, Entry, Lexicon, MOST_ROWS, pack};
pub use vocabulary::Vocabulary;

/// Values of a vector.
pub const DIMENSIONS: usize = 64;

/// A vector of a word, a sentence or a bead.
pub type Vector = [f32; DIMENSIONS];

/// The scalar product of two vectors, summed in a fixed order.
pub fn dot(a: &Vector, b: &Vector) -> f32 {
    // Eight sums side by side are what the compiler turns into vector instructions.
    let mut lanes = [0f32; 8];
    let (a, _) = a.as_chunks::<8>();
    let (b, _) = b.as_chunks::<8>();
    for (a, b) in a.iter().zip(b) {
        for lane in 0..8 {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    let half = [0, 1, 2, 3].map(|lane| lanes[lane] + lanes[lane + 4]);
    (half[0] + half[2]) + (half[1] + half[3])
}

/// Makes a vector one long and says how long it was. A vector of zeros stays as it is.
pub fn normalise(vector: &mut Vector) -> f32 {
    let norm = libm::sqrtf(dot(vector, vector));
    if norm > 0.0 {
        vector.iter_mut().for_each(|value| *value /= norm);
    }
    norm
}

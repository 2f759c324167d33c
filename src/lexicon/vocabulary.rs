//! The words of one side with their vectors.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use rayon::prelude::*;

use super::features::{Grams, fold, number_key, tag, word_key};
use super::{Lexicon, Vector, normalise};
use crate::text::{Shape, Side, Word};

/// Words from which on a side is spread over the cores.
const LARGE: usize = 1 << 14;

/// The distinct words of a side, each with its vector, and where they stand.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    /// The number of the distinct word at each place.
    places: Vec<u32>,
    /// Where each segment starts in `places`, and the end.
    starts: Vec<u32>,
    vectors: Vec<Vector>,
    weights: Vec<f32>,
    known: Vec<bool>,
}

/// Keys are mixed well already.
#[derive(Debug, Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0 << 8 | u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// What a word is told apart by. Two halves of a hash; words that share both would be taken for
/// one.
fn identity(tag: crate::text::Lang, folded: &str, shape: Shape) -> u64 {
    if shape == Shape::Digits {
        return u64::from(number_key(folded));
    }
    let whole = u64::from(word_key(tag, folded));
    whole << 32 | u64::from(number_key(folded))
}

impl Vocabulary {
    pub(super) fn new(lexicon: &Lexicon, side: &Side) -> Self {
        let text = &side.document.text;
        let tag = tag(side.document.lang);
        let mut starts = vec![0];
        for notes in &side.notes {
            starts.push(starts[starts.len() - 1] + notes.words.len() as u32);
        }
        let words: Vec<Word> = side
            .notes
            .iter()
            .flat_map(|notes| notes.words.iter().copied())
            .collect();
        let identify = |folded: &mut String, word: &Word| {
            folded.clear();
            fold(word.span.of(text), folded);
            identity(tag, folded, word.shape)
        };
        let identities: Vec<u64> = if words.len() > LARGE {
            words.par_iter().map_init(String::new, identify).collect()
        } else {
            let mut folded = String::new();
            words
                .iter()
                .map(|word| identify(&mut folded, word))
                .collect()
        };
        let mut numbers: HashMap<u64, u32, BuildHasherDefault<AsIs>> = HashMap::default();
        let mut first: Vec<Word> = Vec::new();
        let places: Vec<u32> = identities
            .iter()
            .zip(&words)
            .map(|(identity, word)| {
                *numbers.entry(*identity).or_insert_with(|| {
                    first.push(*word);
                    first.len() as u32 - 1
                })
            })
            .collect();
        let look_up = |(folded, grams): &mut (String, Grams), word: &Word| {
            folded.clear();
            fold(word.span.of(text), folded);
            let mut vector = [0.0; super::DIMENSIONS];
            let known = if word.shape == Shape::Digits {
                lexicon.number(folded, &mut vector)
            } else {
                lexicon.word(tag, folded, grams, &mut vector)
            };
            let norm = normalise(&mut vector);
            (vector, norm, known)
        };
        let found: Vec<(Vector, f32, bool)> = if first.len() > LARGE {
            first
                .par_iter()
                .map_init(Default::default, look_up)
                .collect()
        } else {
            let mut room = Default::default();
            first.iter().map(|word| look_up(&mut room, word)).collect()
        };
        Vocabulary {
            places,
            starts,
            weights: found.iter().map(|(_, norm, _)| *norm).collect(),
            known: found.iter().map(|(_, _, known)| *known).collect(),
            vectors: found.into_iter().map(|(vector, _, _)| vector).collect(),
        }
    }

    /// Segments of the side.
    pub fn segments(&self) -> usize {
        self.starts.len() - 1
    }

    /// Distinct words of the side.
    pub fn len(&self) -> usize {
        self.vectors.len()
    }

    /// Whether the side has no words.
    pub fn is_empty(&self) -> bool {
        self.vectors.is_empty()
    }

    /// The number of each word of a segment, in the order of its notes.
    pub fn words(&self, segment: usize) -> &[u32] {
        self.words_in(&(segment..segment + 1))
    }

    /// The number of each word of a range of segments.
    pub fn words_in(&self, segments: &Range<usize>) -> &[u32] {
        &self.places[self.starts[segments.start] as usize..self.starts[segments.end] as usize]
    }

    /// The vector of a word: one long, or zeros where nothing is known of it.
    pub fn vector(&self, word: u32) -> &Vector {
        &self.vectors[word as usize]
    }

    /// How much a word tells: about 1 on average over running text, 0 where nothing is known.
    pub fn weight(&self, word: u32) -> f32 {
        self.weights[word as usize]
    }

    /// Whether a word has a row of its own, so that it is not judged by its n-grams.
    pub fn is_known(&self, word: u32) -> bool {
        self.known[word as usize]
    }

    /// The sum of the words of a range of segments, each as long as it tells.
    pub fn sum(&self, segments: &Range<usize>) -> Vector {
        let mut sum = [0.0; super::DIMENSIONS];
        for word in self.words_in(segments) {
            let weight = self.weight(*word);
            for (sum, value) in sum.iter_mut().zip(self.vector(*word)) {
                *sum += weight * value;
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Entry, pack};
    use super::*;
    use crate::annotate;
    use crate::read;
    use crate::text::Segment;

    fn side(lang: &str, text: &str) -> Side {
        let document = read::plain("-", text.to_owned(), lang.parse().expect("a tag"));
        let segments = document
            .blocks
            .iter()
            .enumerate()
            .map(|(block, of)| Segment {
                span: of.span,
                block: block as u32,
            })
            .collect();
        annotate::annotate(document, segments)
    }

    #[test]
    fn words_of_one_form_are_one_and_sums_add_up() {
        let english: crate::text::Lang = "en".parse().expect("a tag");
        let entry = |word: &str, value: f32| Entry {
            key: word_key(english, word),
            vector: [value; super::super::DIMENSIONS],
        };
        let table = pack(vec![entry("dog", 0.5), entry("barks", 1.0)]);
        let lexicon = Lexicon::parse(table.leak()).expect("a table");
        let side = side("en", "The dog barks.\n\nDog, DOG 42!");
        let words = lexicon.vocabulary(&side);
        assert_eq!(words.segments(), 2);
        assert_eq!(words.words(0), [0, 1, 2]);
        assert_eq!(words.words(1), [1, 1, 3]);
        assert!(words.is_known(1) && !words.is_known(0) && !words.is_known(3));
        assert!(words.weight(2) > 1.5 * words.weight(1));
        assert_eq!(words.weight(3), 0.0);
        let one = words.sum(&(0..1))[0] + words.sum(&(1..2))[0];
        assert!((one - words.sum(&(0..2))[0]).abs() < 1e-5);
    }

    #[test]
    fn an_empty_side_has_no_words() {
        let words = Lexicon::shipped().vocabulary(&side("en", ""));
        assert_eq!((words.segments(), words.len()), (0, 0));
    }
}

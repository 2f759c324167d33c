//! The words of one side with their vectors.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use rayon::prelude::*;

use super::features::{Grams, fold, number_key, tag, text_hash, word_key};
use super::{DIMENSIONS, Lexicon, Vector, normalise};
use crate::text::{Lang, Shape, Side, Word};

/// Words from which on a side is spread over the cores.
const LARGE: usize = 1 << 14;

/// The distinct words of a side, each with its vector, and where they stand.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    /// The number of the distinct word at each place.
    places: Vec<u32>,
    /// Where each segment starts in `places`, and the end.
    starts: Vec<u32>,
    entries: Vec<Entry>,
}

/// What the lexicon knows of a word.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// One long, or zeros.
    vector: Vector,
    /// The same in units of [`STEP`].
    steps: [i16; DIMENSIONS],
    /// How much the word tells.
    pub weight: f32,
    known: bool,
}

/// Cosines of words are sums of whole numbers: quick, and the same in whatever order. No value is
/// more than half a step off, no cosine more than 0.0005.
const STEP: f32 = 1.0 / 8192.0;

impl Entry {
    /// The cosine of two words, 0 where nothing is known of one.
    pub fn cosine(&self, other: &Entry) -> f32 {
        let products = self.steps.iter().zip(&other.steps);
        let sum: i32 = products.map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
        sum as f32 * (STEP * STEP)
    }
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
fn identity(tag: Lang, folded: &str, shape: Shape) -> u64 {
    if shape == Shape::Digits {
        return u64::from(number_key(folded));
    }
    let whole = u64::from(word_key(tag, folded));
    whole << 32 | u64::from(number_key(folded))
}

/// Room that looking up words needs, kept from word to word.
#[derive(Debug, Default)]
struct Room {
    folded: String,
    grams: Grams,
}

impl Room {
    fn identity(&mut self, tag: Lang, word: &str, shape: Shape) -> u64 {
        self.folded.clear();
        fold(word, &mut self.folded);
        identity(tag, &self.folded, shape)
    }

    fn entry(&mut self, lexicon: &Lexicon, tag: Lang, word: &str, shape: Shape) -> Entry {
        self.folded.clear();
        fold(word, &mut self.folded);
        let mut vector = [0.0; DIMENSIONS];
        let known = if shape == Shape::Digits {
            lexicon.number(&self.folded, &mut vector)
        } else {
            lexicon.word(tag, &self.folded, &mut self.grams, &mut vector)
        };
        let weight = normalise(&mut vector);
        Entry {
            steps: vector.map(|value| libm::roundf(value / STEP) as i16),
            vector,
            weight,
            known,
        }
    }
}

/// Words that a thread keeps from one short text to the next; a power of two. 13 MB.
const KEPT: usize = 1 << 15;

/// Words that were looked up before, each in the one place that its hash gives it. What is found
/// here is what would be computed anew.
#[derive(Debug, Default)]
struct Cache {
    /// Of which lexicon.
    lexicon: usize,
    slots: Vec<Option<Box<Slot>>>,
    room: Room,
}

#[derive(Debug)]
struct Slot {
    /// Hash of the word as it stands, its language and shape.
    key: u64,
    identity: u64,
    entry: Entry,
}

thread_local! {
    static CACHE: RefCell<Cache> = RefCell::default();
}

impl Cache {
    fn slot(&mut self, lexicon: &Lexicon, tag: Lang, word: &str, shape: Shape) -> &Slot {
        if self.lexicon != lexicon.address() {
            self.lexicon = lexicon.address();
            self.slots.clear();
            self.slots.resize_with(KEPT, || None);
        }
        let digits = [u8::from(shape == Shape::Digits)];
        let key = text_hash(&[tag.base().as_bytes(), &digits, word.as_bytes()]);
        let room = &mut self.room;
        let slot = &mut self.slots[key as usize % KEPT];
        if slot.as_ref().is_some_and(|slot| slot.key != key) {
            *slot = None;
        }
        slot.get_or_insert_with(|| {
            Box::new(Slot {
                key,
                identity: room.identity(tag, word, shape),
                entry: room.entry(lexicon, tag, word, shape),
            })
        })
    }
}

impl Vocabulary {
    pub(super) fn new(lexicon: &Lexicon, side: &Side) -> Self {
        let text = &side.document.text;
        let tag = tag(side.document.lang);
        let mut starts = Vec::with_capacity(side.notes.len() + 1);
        let mut count = 0;
        starts.push(0);
        for notes in &side.notes {
            count += notes.words.len();
            starts.push(count as u32);
        }
        let words = side.notes.iter().flat_map(|notes| &notes.words);
        let (places, entries) = if count > LARGE {
            let words: Vec<Word> = words.copied().collect();
            large(lexicon, tag, text, &words)
        } else {
            CACHE.with_borrow_mut(|cache| small(lexicon, tag, text, words, count, cache))
        };
        Vocabulary {
            places,
            starts,
            entries,
        }
    }
}

type Numbers = HashMap<u64, u32, BuildHasherDefault<AsIs>>;

/// The number of each word and what is known of the distinct ones.
fn small<'a>(
    lexicon: &Lexicon,
    tag: Lang,
    text: &str,
    words: impl Iterator<Item = &'a Word>,
    count: usize,
    cache: &mut Cache,
) -> (Vec<u32>, Vec<Entry>) {
    let mut numbers = Numbers::with_capacity_and_hasher(count, BuildHasherDefault::default());
    let mut entries = Vec::with_capacity(count);
    let places = words
        .map(|word| {
            let slot = cache.slot(lexicon, tag, word.span.of(text), word.shape);
            *numbers.entry(slot.identity).or_insert_with(|| {
                entries.push(slot.entry.clone());
                entries.len() as u32 - 1
            })
        })
        .collect();
    (places, entries)
}

/// The same, on all cores.
fn large(lexicon: &Lexicon, tag: Lang, text: &str, words: &[Word]) -> (Vec<u32>, Vec<Entry>) {
    let identities: Vec<u64> = words
        .par_iter()
        .map_init(Room::default, |room, word| {
            room.identity(tag, word.span.of(text), word.shape)
        })
        .collect();
    let mut numbers = Numbers::default();
    let mut first: Vec<Word> = Vec::new();
    let places = identities
        .iter()
        .zip(words)
        .map(|(identity, word)| {
            *numbers.entry(*identity).or_insert_with(|| {
                first.push(*word);
                first.len() as u32 - 1
            })
        })
        .collect();
    let entries = first
        .par_iter()
        .map_init(Room::default, |room, word| {
            room.entry(lexicon, tag, word.span.of(text), word.shape)
        })
        .collect();
    (places, entries)
}

impl Vocabulary {
    /// Segments of the side.
    pub fn segments(&self) -> usize {
        self.starts.len() - 1
    }

    /// Distinct words of the side.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether the side has no words.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The number of each word of a segment, in the order of its notes.
    pub fn words(&self, segment: usize) -> &[u32] {
        self.words_in(&(segment..segment + 1))
    }

    /// The number of each word of a range of segments.
    pub fn words_in(&self, segments: &Range<usize>) -> &[u32] {
        &self.places[self.starts[segments.start] as usize..self.starts[segments.end] as usize]
    }

    pub(super) fn entry(&self, word: u32) -> &Entry {
        &self.entries[word as usize]
    }

    /// The vector of a word: one long, or zeros where nothing is known of it.
    pub fn vector(&self, word: u32) -> &Vector {
        &self.entries[word as usize].vector
    }

    /// How much a word tells: about 1 on average over running text, 0 where nothing is known.
    pub fn weight(&self, word: u32) -> f32 {
        self.entries[word as usize].weight
    }

    /// Whether a word has a row of its own, so that it is not judged by its n-grams.
    pub fn is_known(&self, word: u32) -> bool {
        self.entries[word as usize].known
    }

    /// The sum of the words of a range of segments, each as long as it tells.
    pub fn sum(&self, segments: &Range<usize>) -> Vector {
        let mut sum = [0.0; DIMENSIONS];
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

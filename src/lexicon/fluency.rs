//! How usual the words of a text are in the order in which they stand.
//!
//! A language model of classes: a frequent word is a class by itself, any other word one with all
//! that have the same case and the same last two letters, so that endings are seen even in words
//! that never were. The probability of a class after the two before it is interpolated from the
//! counts of three, two and one, and backs off where there are none (Brants et al. 2007). One
//! table of hashed counts holds all languages. `training/` makes it.
//!
//! The file, all numbers with the low byte first:
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `bilintf` and the version of the layout |
//! | 4 · 16,385 | for each upper 14 bits of a key, the first row; the number of rows last |
//! | 3 a row | 16 further bits of the key (2), count (1) |
//!
//! A count is `2^(value / 8)`, the `value` rounded.

use std::ops::Range;
use std::sync::LazyLock;

use super::features::{fold, tag, text_hash};
use crate::data::ByLang;
use crate::text::{Lang, Shape, Side, Span};

const MAGIC: &[u8; 8] = b"bilintf\x01";
const BITS: u32 = 14;
const HEAD: usize = MAGIC.len() + ((1 << BITS) + 1) * 4;
const ROW: usize = 3;

/// Counts that an unseen continuation weighs as much as.
const UNSEEN: f32 = 3.0;

/// The share of the probability after fewer that is left where nothing was counted (Brants et al.
/// 2007).
const UNSEEN_SHARE: f32 = 0.4;

/// Words that are looked at; what is longer is no sentence.
const LONGEST: usize = 400;

/// What is known of a language as a whole.
#[derive(Debug, Clone, Copy)]
struct Usual {
    /// Classes counted.
    total: f32,
    /// Of whole sentences: the mean and the standard deviation of their [`Flow::mean`].
    mean: f32,
    spread: f32,
}

static SHIPPED: LazyLock<Fluency> = LazyLock::new(|| {
    // The file is checked by a test; an empty table stands for one that cannot be read.
    let table = include_bytes!("../data/fluency.bin");
    Fluency::parse(table, include_str!("../data/fluency.tsv")).unwrap_or_default()
});

/// Counts of classes of words.
#[derive(Debug, Default)]
pub struct Fluency {
    buckets: &'static [[u8; 4]],
    rows: &'static [[u8; ROW]],
    usual: Option<ByLang<Usual>>,
}

/// How the words of some segments flow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flow {
    /// Mean logarithm of the probability of a class, in standard deviations of sentences of the
    /// language, above (better) or below their mean.
    pub mean: f32,
    /// Mean gain of knowing the classes before, in nats: what the order adds.
    pub order: f32,
    /// The same of the three places where the order speaks most against the text.
    pub worst: f32,
}

/// A class of words, or several in a row.
pub type Class = u64;

/// The class in front of a sentence.
pub fn beginning(lang: Lang) -> Class {
    text_hash(&[lang.base().as_bytes(), b"<"])
}

/// Classes that follow each other, as one.
pub fn join(first: Class, second: Class) -> Class {
    let mixed = (first.rotate_left(23) ^ second).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 29
}

/// The key of a row.
fn key(class: Class) -> u32 {
    (class.wrapping_mul(0xff51_afd7_ed55_8ccd) >> (64 - BITS - 16)) as u32
}

/// Packs counts of classes. Of equal keys the greater count stays.
pub fn pack(counts: impl Iterator<Item = (Class, f32)>) -> Vec<u8> {
    let value = |count: f32| libm::roundf(8.0 * libm::log2f(count.max(1.0))).min(255.0) as u8;
    let mut rows: Vec<(u32, u8)> = counts
        .map(|(class, count)| (key(class), value(count)))
        .collect();
    rows.sort_by_key(|&(key, value)| (key, std::cmp::Reverse(value)));
    rows.dedup_by_key(|row| row.0);
    let mut packed = MAGIC.to_vec();
    for bucket in 0..=1u32 << BITS {
        let start = rows.partition_point(|row| row.0 >> 16 < bucket) as u32;
        packed.extend(start.to_le_bytes());
    }
    for (key, value) in rows {
        packed.extend((key as u16).to_le_bytes());
        packed.push(value);
    }
    packed
}

impl Fluency {
    /// The table that ships with the crate.
    pub fn shipped() -> &'static Fluency {
        &SHIPPED
    }

    /// Reads a table of counts, and one of language, total of classes, mean and standard
    /// deviation of sentences; `None` if it is damaged.
    pub fn parse(table: &'static [u8], usual: &'static str) -> Option<Fluency> {
        if !table.starts_with(MAGIC) || table.len() < HEAD {
            return None;
        }
        let (buckets, _) = table[MAGIC.len()..HEAD].as_chunks::<4>();
        let (rows, rest) = table[HEAD..].as_chunks::<ROW>();
        let starts = || {
            buckets
                .iter()
                .map(|start| u32::from_le_bytes(*start) as usize)
        };
        let sound =
            rest.is_empty() && starts().is_sorted() && starts().next_back() == Some(rows.len());
        let number = |row: &[&str], at: usize| -> f32 {
            row.get(at)
                .and_then(|cell| cell.parse().ok())
                .unwrap_or(0.0)
        };
        sound.then(|| Fluency {
            buckets,
            rows,
            usual: Some(ByLang::new(usual, |row| Usual {
                total: number(row, 0),
                mean: number(row, 1),
                spread: number(row, 2).max(0.1),
            })),
        })
    }

    /// How often a class was counted; 0 if it was too seldom.
    fn count(&self, class: Class) -> f32 {
        let key = key(class);
        let bucket = (key >> 16) as usize;
        let start = |at: usize| {
            self.buckets
                .get(at)
                .map_or(0, |at| u32::from_le_bytes(*at) as usize)
        };
        let rows = self
            .rows
            .get(start(bucket)..start(bucket + 1))
            .unwrap_or_default();
        let low = key as u16;
        let found = rows
            .iter()
            .find(|row| u16::from_le_bytes([row[0], row[1]]) == low);
        found.map_or(0.0, |row| COUNTS[usize::from(row[2])])
    }

    /// The classes of some segments of a side, each after its beginning.
    pub fn classes(&self, side: &Side, segments: &Range<usize>) -> Vec<Class> {
        let lang = tag(side.document.lang);
        let mut classes = Vec::new();
        let mut folded = String::new();
        each_token(side, segments, |token, shape| {
            folded.clear();
            fold(token, &mut folded);
            classes.push(match shape {
                Some(Shape::Digits) => number_class(lang),
                None => word_class(lang, token),
                Some(shape) => {
                    let word = word_class(lang, &folded);
                    if self.count(word) > 0.0 {
                        word
                    } else {
                        ending_class(lang, &folded, shape)
                    }
                }
            });
        });
        classes.truncate(LONGEST);
        classes
    }

    /// How the words of some segments flow; `None` where the language was not counted.
    pub fn flow(&self, side: &Side, segments: &Range<usize>) -> Option<Flow> {
        let usual = self.usual.as_ref()?.get(tag(side.document.lang))?;
        let mut flow = self.measure(side, segments, usual.total)?;
        flow.mean = ((flow.mean - usual.mean) / usual.spread).clamp(-5.0, 5.0);
        Some(flow)
    }

    /// The mean logarithm of the probability of a class as it is, for training.
    pub fn flow_unscaled(&self, side: &Side, segments: &Range<usize>) -> Option<f32> {
        let usual = self.usual.as_ref()?.get(tag(side.document.lang))?;
        Some(self.measure(side, segments, usual.total)?.mean)
    }

    fn measure(&self, side: &Side, segments: &Range<usize>, total: f32) -> Option<Flow> {
        let classes = self.classes(side, segments);
        if classes.is_empty() {
            return None;
        }
        let (mut sum, mut gain) = (0.0, 0.0);
        let mut worst = [0f32; 3];
        let begin = beginning(tag(side.document.lang));
        let (mut before, mut last) = (begin, begin);
        for class in &classes {
            let pair = join(before, last);
            let one = (self.count(*class) + 0.5) / (total + 5000.0);
            let two = step(self.count(join(last, *class)), self.count(last), one);
            let three = step(self.count(join(pair, *class)), self.count(pair), two);
            let (whole, alone) = (libm::logf(three.min(1.0)), libm::logf(one.min(1.0)));
            sum += whole;
            gain += whole - alone;
            let mut least = whole - alone;
            for worst in &mut worst {
                if least < *worst {
                    std::mem::swap(&mut least, worst);
                }
            }
            (before, last) = (last, *class);
        }
        let count = classes.len() as f32;
        Some(Flow {
            mean: sum / count,
            order: gain / count,
            worst: worst.iter().sum::<f32>() / 3.0,
        })
    }
}

/// The probability of a class after others, from how often it was counted after them, how often
/// they were counted, and its probability after fewer. Rows that were left out as too seldom are
/// told from what was never seen by neither: both leave a part of the probability after fewer.
fn step(both: f32, before: f32, fewer: f32) -> f32 {
    if both > 0.0 {
        (both + UNSEEN * fewer) / (before.max(both) + UNSEEN)
    } else {
        fewer * UNSEEN_SHARE
    }
}

static COUNTS: LazyLock<[f32; 256]> =
    LazyLock::new(|| std::array::from_fn(|value| libm::exp2f(value as f32 / 8.0)));

/// The class of a frequent word, folded, or of a mark.
pub fn word_class(lang: Lang, folded: &str) -> Class {
    text_hash(&[lang.base().as_bytes(), b"w", folded.as_bytes()])
}

/// The class of all numbers.
pub fn number_class(lang: Lang) -> Class {
    text_hash(&[lang.base().as_bytes(), b"#"])
}

/// The class of all other words that look like this one.
pub fn ending_class(lang: Lang, folded: &str, shape: Shape) -> Class {
    let last = folded.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
    let capital = matches!(shape, Shape::Capital | Shape::Upper | Shape::Mixed);
    let case: &[u8] = if capital { b"A" } else { b"a" };
    text_hash(&[lang.base().as_bytes(), case, &folded.as_bytes()[last..]])
}

/// Calls with every word and its shape, and with every mark between words, of some segments.
pub fn each_token(side: &Side, segments: &Range<usize>, mut call: impl FnMut(&str, Option<Shape>)) {
    let text = &side.document.text;
    let marks = |from: u32, to: u32, call: &mut dyn FnMut(&str, Option<Shape>)| {
        if from >= to {
            return;
        }
        let gap = Span {
            start: from,
            end: to,
        }
        .of(text);
        let mut letter = [0; 4];
        for mark in gap.chars().filter(|mark| !mark.is_whitespace()) {
            call(mark.encode_utf8(&mut letter), None);
        }
    };
    for segment in segments.clone() {
        let span = side.segments[segment].span;
        let mut from = span.start;
        for word in &side.notes[segment].words {
            marks(from, word.span.start, &mut call);
            call(word.span.of(text), Some(word.shape));
            from = word.span.end;
        }
        marks(from, span.end, &mut call);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_found_again() {
        let lang: Lang = "en".parse().expect("a tag");
        let class = |word: &str| word_class(lang, word);
        let table = pack(
            [
                (class("the"), 1000.0),
                (join(class("of"), class("the")), 16.0),
                (class("a"), 1.0),
            ]
            .into_iter(),
        );
        let table = Fluency::parse(table.leak(), "en\t1000\t-5\t1\n").expect("a table");
        assert!((table.count(class("the")) / 1000.0 - 1.0).abs() < 0.05);
        assert_eq!(table.count(join(class("of"), class("the"))), 16.0);
        assert_eq!(table.count(class("a")), 1.0);
        assert_eq!(table.count(class("an")), 0.0);
        assert!(Fluency::parse(b"bilintf\x01", "").is_none());
    }

    #[test]
    fn what_is_usual_flows_better() {
        let flow = |lang: &str, text: &str| {
            let document = crate::read::plain("-", text.to_owned(), lang.parse().expect("a tag"));
            let side = crate::prepare_lines(document);
            Fluency::shipped().flow(&side, &(0..side.segments.len()))
        };
        for (lang, good, bad) in [
            (
                "en",
                "They did not want to go to the house.",
                "They did want not go house the to to.",
            ),
            (
                "de",
                "Er hat es mir gestern nicht gesagt.",
                "Er es nicht gesagt hat gestern mir.",
            ),
            (
                "fr",
                "Il ne voulait pas le faire avec elle.",
                "Il voulait ne le pas avec faire elle.",
            ),
        ] {
            let (good, bad) = (flow(lang, good).expect(lang), flow(lang, bad).expect(lang));
            assert!(
                good.mean > bad.mean && good.order > bad.order,
                "{lang}: {good:?} {bad:?}"
            );
        }
        assert!(flow("qaa", "ba bu").is_none());
    }
}

//! Names and numbers that stand on both sides of a bead: they tell which words answer to which.

use std::ops::Range;

use crate::annotate::{consonants, romanize};
use crate::text::{Lang, Shape, Side, Span, Value};

/// Something that looks alike in two languages.
#[derive(Debug, Clone)]
pub struct Anchor {
    pub span: Span,
    key: Key,
}

#[derive(Debug, Clone, PartialEq)]
enum Key {
    Number(Value),
    /// The consonants of a romanized word.
    Word(String),
}

/// The numbers and name-like words of some segments.
pub fn anchors(side: &Side, segments: Range<usize>) -> Vec<Anchor> {
    let mut found = Vec::new();
    let text = &side.document.text;
    for (index, notes) in segments.clone().zip(&side.notes[segments]) {
        let start = side.segments[index].span.start;
        for number in &notes.numbers {
            found.push(Anchor {
                span: number.span,
                key: Key::Number(number.value),
            });
        }
        for word in &notes.words {
            let likely = match word.shape {
                Shape::Capital => word.span.start != start || !is_latin(side.document.lang),
                Shape::Upper | Shape::Mixed => true,
                Shape::Caseless => !side.document.lang.is_spaceless(),
                Shape::Lower | Shape::Digits => false,
            };
            if !likely || number_covers(&found, word.span) {
                continue;
            }
            let key = consonants(&romanize(word.span.of(text)));
            // Without capitals any word could be meant, so short ones say too little.
            let least = if word.shape == Shape::Caseless { 4 } else { 3 };
            if key.len() >= least {
                found.push(Anchor {
                    span: word.span,
                    key: Key::Word(key),
                });
            }
        }
    }
    found
}

fn number_covers(found: &[Anchor], span: Span) -> bool {
    found
        .iter()
        .any(|anchor| matches!(anchor.key, Key::Number(_)) && anchor.span.overlaps(span))
}

fn is_latin(lang: Lang) -> bool {
    lang.script()
        .is_some_and(|script| script.as_str() == "Latn")
}

/// Pairs of a source and a target anchor that answer to each other and to no other.
pub fn links(source: &[Anchor], target: &[Anchor]) -> Vec<(Span, Span)> {
    let alike = |a: &Anchor, b: &Anchor| match (&a.key, &b.key) {
        (Key::Number(a), Key::Number(b)) => a == b,
        (Key::Word(a), Key::Word(b)) => is_like(a, b),
        _ => false,
    };
    let only = |one: &Anchor, others: &[Anchor]| {
        let mut like = others.iter().filter(|other| alike(one, other));
        let first = like.next()?;
        like.next().is_none().then_some(first.span)
    };
    source
        .iter()
        .filter_map(|anchor| {
            let answer = only(anchor, target)?;
            let back = target.iter().find(|other| other.span == answer)?;
            (only(back, source) == Some(anchor.span)).then_some((anchor.span, answer))
        })
        .collect()
}

/// Whether two consonant skeletons can be one name: the shorter is long enough and begins the
/// longer, or they differ in little.
fn is_like(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.len() >= 4
        && (long.starts_with(short) && long.len() <= short.len() + 3
            || strsim::normalized_levenshtein(a, b) >= 0.8)
}

/// Whether a side's segments have the same name as a word: a word in capitals that looks or sounds
/// so.
pub fn has_name(text: &str, side: &Side, segments: Range<usize>) -> bool {
    let wanted = consonants(&romanize(text));
    wanted.len() >= 3
        && anchors_of_words(side, segments).any(|key| key == wanted || is_like(&key, &wanted))
}

/// The consonants of the words that can be names, sentence starts among them.
fn anchors_of_words(side: &Side, segments: Range<usize>) -> impl Iterator<Item = String> + '_ {
    side.notes[segments]
        .iter()
        .flat_map(|notes| &notes.words)
        .filter(|word| matches!(word.shape, Shape::Capital | Shape::Upper | Shape::Mixed))
        .map(|word| consonants(&romanize(side.document.slice(word.span))))
}

/// Whether a name has enough consonants for a comparison across scripts.
pub fn is_telling(name: &str) -> bool {
    consonants(&romanize(name)).len() >= 3
}

/// Whether some word of a side's segments looks or sounds like one of the words of a text.
pub fn has_like(text: &str, side: &Side, segments: Range<usize>) -> bool {
    let wanted = consonants(&romanize(text));
    side.notes[segments]
        .iter()
        .flat_map(|notes| &notes.words)
        .filter(|word| word.shape != Shape::Lower)
        .any(|word| {
            let key = consonants(&romanize(side.document.slice(word.span)));
            wanted.split(' ').any(|part| {
                key == part
                    || part.len() >= 2
                        && (is_like(&key, part)
                            || strsim::normalized_levenshtein(&key, part) >= 0.6)
            })
        })
}

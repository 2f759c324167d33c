//! Whether the translation says what the source says, all of it, and no more.

mod addition;
mod empty;
mod length;
mod negation;
mod omission;
mod question;
mod unrelated;

use std::ops::Range;

use super::Check;
use crate::text::{Document, Evidence, Notes, Shape, Span};

/// The checks of this family.
pub static CHECKS: &[&Check] = &[
    &empty::CHECK,
    &omission::CHECK,
    &addition::CHECK,
    &unrelated::CHECK,
    &length::CHECK,
    &negation::CHECK,
    &question::CHECK,
];

/// Words that are no numbers and stand in no tag, address or placeholder.
fn spoken(notes: &[Notes]) -> usize {
    notes
        .iter()
        .map(|notes| {
            let words = notes.words.iter().filter(|word| {
                let mut markup = notes.markup.iter();
                word.shape != Shape::Digits && !markup.any(|it| it.span.overlaps(word.span))
            });
            words.count()
        })
        .sum()
}

/// From the first to the last of some words of a bead.
fn span_of_words(notes: &[Notes], range: &Range<usize>) -> Option<Span> {
    let mut words = notes
        .iter()
        .flat_map(|notes| &notes.words)
        .skip(range.start)
        .take(range.len());
    let first = words.next()?.span;
    Some(words.last().map_or(first, |last| first.cover(last.span)))
}

/// The text of a span, cut where it is long.
fn cited(document: &Document, span: Span) -> String {
    let text = document.slice(span);
    match text.char_indices().nth(LONGEST_CITATION) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// Characters.
const LONGEST_CITATION: usize = 60;

/// Whether the lexicon knows enough of both sides for an absence to mean something.
fn covered(evidence: &Evidence) -> bool {
    let mean = |side: &[f32]| side.iter().sum::<f32>() / (side.len() as f32).max(1.0);
    mean(&evidence.source).max(mean(&evidence.target)) >= LEAST_COVERAGE
}

/// The mean probability of a counterpart on the better side.
const LEAST_COVERAGE: f32 = 0.7;

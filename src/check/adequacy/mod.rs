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
use crate::text::{Confidence, Document, Evidence, Notes, Shape, Span};

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

/// The logarithm of the odds of a gap from which on it is reported, by confidence.
const HIGH: f32 = 7.0;
const MEDIUM: f32 = 2.6;
const LOW: f32 = 1.0;

/// How sure it is that words without a counterpart have none; `None` where that is not worth a
/// word.
fn of_gap(odds: f32, evidence: &Evidence) -> Option<Confidence> {
    match odds {
        LOW.. if !covered(evidence) => Some(Confidence::Low),
        HIGH.. => Some(Confidence::High),
        MEDIUM.. => Some(Confidence::Medium),
        LOW.. => Some(Confidence::Low),
        _ => None,
    }
}

/// Words from which on a text without a counterpart is no mere label, and from which on it is
/// surely a sentence.
const LABEL: usize = 4;
const SENTENCE: usize = 6;

/// How sure it is that a text to which nothing answers is missed, and no dateline, byline or label.
fn of_sentence(notes: &[Notes]) -> Option<Confidence> {
    match spoken(notes) {
        ..LABEL => None,
        LABEL..SENTENCE => Some(Confidence::Low),
        _ => Some(Confidence::Medium),
    }
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

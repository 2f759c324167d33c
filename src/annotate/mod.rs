//! What is in each segment, found once: words, quotations, numbers, names, markup.

mod attribution;
pub mod language;
mod markup;
mod names;
mod numbers;
mod quotations;
mod translit;
mod words;

pub use translit::{consonants, romanize};

use crate::text::{Document, Notes, Segment, Side};
use numbers::Numbers;
use words::Words;

/// Annotates a segmented document.
pub fn annotate(document: Document, segments: Vec<Segment>) -> Side {
    let words = Words::new(document.lang);
    let numbers = Numbers::new(document.lang);
    let mut notes: Vec<Notes> = segments
        .iter()
        .map(|segment| {
            let mut notes = Notes::default();
            markup::add(&document.text, segment.span, &mut notes.markup);
            for part in markup::between(segment.span, &notes.markup) {
                words.add(&document.text, part, &mut notes.words);
                numbers.add(&document.text, part, &mut notes.numbers);
            }
            notes
        })
        .collect();
    names::annotate(&document, &segments, &mut notes);
    quotations::annotate(&document, &segments, &mut notes);
    Side {
        document,
        segments,
        notes,
    }
}

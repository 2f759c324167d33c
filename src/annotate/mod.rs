//! What is in each segment, found once: words, quotations, numbers, names, markup.

mod quotations;
mod words;

use crate::text::{Document, Notes, Segment, Side};

/// Annotates a segmented document.
pub fn annotate(document: Document, segments: Vec<Segment>) -> Side {
    let mut notes: Vec<Notes> = segments
        .iter()
        .map(|segment| Notes {
            words: words::words(&document.text, segment.span),
            ..Notes::default()
        })
        .collect();
    quotations::annotate(&document, &segments, &mut notes);
    Side {
        document,
        segments,
        notes,
    }
}

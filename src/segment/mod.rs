//! Documents become segments: sentences, or what stands for them.

mod language;
mod scan;
#[cfg(test)]
mod tests;

use rayon::prelude::*;

use crate::text::{Block, Document, Segment, Span};

use language::Language;

/// Bytes of text from which blocks are divided in parallel.
const PARALLEL: usize = 1 << 18;

/// Divides every block of a document. Segments hold every non-space byte of the blocks, in order,
/// and have no white space at either end.
pub fn segment(document: &Document) -> Vec<Segment> {
    let language = Language::of(document.lang);
    let divide = |(index, block): (usize, &Block)| {
        let offset = block.span.start as usize;
        scan::sentences(document.slice(block.span), &language)
            .into_iter()
            .map(move |sentence| Segment {
                span: Span::new(offset + sentence.start, offset + sentence.end),
                block: index as u32,
            })
    };
    let blocks = &document.blocks;
    if document.text.len() < PARALLEL {
        blocks.iter().enumerate().flat_map(divide).collect()
    } else {
        blocks
            .par_iter()
            .enumerate()
            .flat_map_iter(divide)
            .collect()
    }
}

//! Documents become segments: sentences, or what stands for them.

use unicode_segmentation::UnicodeSegmentation;

use crate::text::{Document, Segment, Span};

/// Divides every block of a document. Segments hold every non-space byte of the blocks.
pub fn segment(document: &Document) -> Vec<Segment> {
    let mut segments = Vec::new();
    for (index, block) in document.blocks.iter().enumerate() {
        let text = document.slice(block.span);
        for (offset, sentence) in text.split_sentence_bound_indices() {
            let trimmed = sentence.trim();
            if trimmed.is_empty() {
                continue;
            }
            let start =
                block.span.start as usize + offset + (sentence.len() - sentence.trim_start().len());
            segments.push(Segment {
                span: Span::new(start, start + trimmed.len()),
                block: index as u32,
            });
        }
    }
    segments
}

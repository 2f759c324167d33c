//! Characters that are broken: read in the wrong encoding, replaced, invisible, of another script.

mod bidi;
mod charset;
mod combining;
mod control;
mod form;
mod homoglyph;
mod invisible;
mod mojibake;
mod replacement;

use super::{Check, Passage};
use crate::text::Span;

/// The checks of this family.
pub static CHECKS: &[&Check] = &[
    &mojibake::CHECK,
    &replacement::CHECK,
    &homoglyph::CHECK,
    &invisible::CHECK,
    &bidi::CHECK,
    &control::CHECK,
    &combining::CHECK,
    &form::CHECK,
];

/// The text of a block, if there is anything in it beyond ASCII.
fn beyond_ascii<'a>(passage: &Passage<'a>) -> Option<&'a str> {
    let text = passage.block.span.of(passage.text());
    (!text.is_ascii()).then_some(text)
}

/// A range of a block's text in the document.
fn place(passage: &Passage<'_>, range: std::ops::Range<usize>) -> Span {
    let start = passage.block.span.start as usize;
    Span::new(start + range.start, start + range.end)
}

/// The code point of a character as standards write it.
fn code(character: char) -> String {
    format!("U+{:04X}", character as u32)
}

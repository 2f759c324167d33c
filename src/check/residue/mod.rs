//! What a page puts around its story (neutral: no fault of the translation), and what machines that
//! translate leave in it (a fault).

mod byline;
mod chatter;
mod comment;
mod consent;
mod engine;
mod label;
mod machine;
mod navigation;
mod prompt;
mod related;
mod share;
mod site_name;
mod source;
mod stray_code;
mod widget;

use super::{Check, Found, Passage};
use crate::data::residue::{ResidueKind, residues};
use crate::text::{Confidence, Role, Span};

/// The checks of this family.
pub static CHECKS: &[&Check] = &[
    &share::CHECK,
    &related::CHECK,
    &comment::CHECK,
    &source::CHECK,
    &byline::CHECK,
    &navigation::CHECK,
    &consent::CHECK,
    &site_name::CHECK,
    &chatter::CHECK,
    &label::CHECK,
    &prompt::CHECK,
    &widget::CHECK,
    &engine::CHECK,
    &stray_code::CHECK,
];

/// An ordinary paragraph for the examples.
const BODY: &str = "The ministers met on Friday and spoke about trade for two hours.";

/// Reports the phrases of one kind in a block that the reader took for residue.
fn report(passage: &Passage<'_>, found: &mut Found, kind: ResidueKind, what: &str) {
    if passage.block.role != Role::Residue {
        return;
    }
    let span = passage.block.span;
    let line = span.of(passage.text());
    for (range, is) in residues(line) {
        if is == kind {
            // The marks after a phrase belong to it.
            let rest = &line[range.end..];
            let marks = rest.find(char::is_alphanumeric).unwrap_or(rest.len());
            let end = range.end + rest[..marks].trim_end().len();
            let start = span.start as usize;
            found.target(
                Span::new(start + range.start, start + end),
                Confidence::High,
                what,
            );
        }
    }
}

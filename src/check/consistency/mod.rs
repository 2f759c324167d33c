//! One thing said in several ways over a document or a corpus, and several in one way.

mod compare;
mod corpus;
mod quotation;
mod source;
mod spelling;
mod target;
mod term;

use super::Check;

pub use corpus::Corpus;
pub use source::{Key, another, key};

/// Whether the check is chosen that may look beyond a document.
pub fn is_selected(checks: &[&'static Check]) -> bool {
    checks.iter().any(|check| check.code == source::CHECK.code)
}

/// The checks of this family.
pub static CHECKS: &[&Check] = &[
    &source::CHECK,
    &target::CHECK,
    &term::CHECK,
    &quotation::CHECK,
    &spelling::CHECK,
];

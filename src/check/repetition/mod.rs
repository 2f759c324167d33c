//! What is said twice though it was said once.

mod clause;
mod gloss;
mod looping;
mod paragraph;
mod phrase;
mod repeats;
mod sentence;
mod word;

pub use repeats::Repeats;

use super::Check;

/// The checks of this family.
pub static CHECKS: &[&Check] = &[
    &word::CHECK,
    &phrase::CHECK,
    &clause::CHECK,
    &looping::CHECK,
    &sentence::CHECK,
    &paragraph::CHECK,
    &gloss::CHECK,
];

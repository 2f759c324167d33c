//! Whether the translation says what the source says, all of it, and no more.

mod empty;
mod negation;
mod question;

use super::Check;

/// The checks of this family.
pub static CHECKS: &[&Check] = &[&empty::CHECK, &negation::CHECK, &question::CHECK];

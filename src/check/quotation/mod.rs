//! Quotation marks and the words between them.

use super::Check;

/// The checks of this family.
pub static CHECKS: &[&Check] = &[];

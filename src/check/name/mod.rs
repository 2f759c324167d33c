//! Names: replaced, lost, put in; countries; spelling.

mod acronym;
mod added;
mod country;
mod cut;
mod lost;
mod lower_case;
mod mentions;
mod replaced;
mod spelling;
mod written;

pub use mentions::Mentions;

use super::Check;

/// The checks of the family, by code.
pub static CHECKS: &[&Check] = &[
    &replaced::CHECK,
    &lost::CHECK,
    &added::CHECK,
    &country::CHECK,
    &lower_case::CHECK,
    &cut::CHECK,
    &spelling::CHECK,
    &acronym::CHECK,
];

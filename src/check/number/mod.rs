//! Numbers and dates, compared by what they are worth.

mod added;
mod changed;
mod correspond;
mod currency;
mod lost;
mod malformed;
mod points;
mod unit;
mod weekday;

use super::Check;

pub use correspond::Correspondence;

/// Checks of numbers, in the order of their codes.
pub static CHECKS: &[&Check] = &[
    &changed::CHECK,
    &lost::CHECK,
    &added::CHECK,
    &malformed::CHECK,
    &currency::CHECK,
    &unit::CHECK,
    &points::CHECK,
    &weekday::CHECK,
];

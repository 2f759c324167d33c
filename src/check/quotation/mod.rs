//! Quotation marks and the words between them.

mod competing;
mod context;
mod displaced;
mod echoed;
mod foreign;
mod glued;
mod kept_capital;
mod mismatched;
mod padded;
mod unpaired;

use super::Check;

/// The checks of this family.
pub static CHECKS: &[&Check] = &[
    &unpaired::CHECK,
    &mismatched::CHECK,
    &competing::CHECK,
    &displaced::CHECK,
    &kept_capital::CHECK,
    &echoed::CHECK,
    &padded::CHECK,
    &glued::CHECK,
    &foreign::CHECK,
];

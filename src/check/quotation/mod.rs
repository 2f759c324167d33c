//! Quotation marks and the words between them.

mod added;
mod anchors;
mod competing;
mod context;
mod correspond;
mod dash_attribution;
mod displaced;
mod divided;
mod double_attribution;
mod drift;
mod echoed;
mod foreign;
mod glued;
mod kept_capital;
mod lost;
mod mismatched;
mod mixed;
mod moved;
mod nested;
mod padded;
mod punctuation;
mod speaker;
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
    &drift::CHECK,
    &padded::CHECK,
    &glued::CHECK,
    &foreign::CHECK,
    &mixed::CHECK,
    &nested::CHECK,
    &punctuation::CHECK,
    &double_attribution::CHECK,
    &dash_attribution::CHECK,
    &lost::CHECK,
    &added::CHECK,
    &moved::CHECK,
    &divided::CHECK,
    &speaker::CHECK,
];

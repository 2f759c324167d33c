//! Marks and the spaces around them, by the customs of each language.

mod added;
mod apostrophe;
mod bracket;
mod dash;
mod double_space;
mod doubled;
mod end_mark;
mod foreign;
mod french;
mod glued;
mod inverted;
mod scene;
mod spaced;

use super::Check;

/// The checks of this family.
pub static CHECKS: &[&Check] = &[
    &end_mark::CHECK,
    &bracket::CHECK,
    &spaced::CHECK,
    &glued::CHECK,
    &double_space::CHECK,
    &french::CHECK,
    &inverted::CHECK,
    &foreign::CHECK,
    &doubled::CHECK,
    &added::CHECK,
    &apostrophe::CHECK,
    &dash::CHECK,
];

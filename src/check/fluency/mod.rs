//! What is not good language whatever the source says: words run together, capitals and lower case
//! in the wrong place, sentences cut off or out of order.

mod case;
mod cut;
mod glued;
mod lower_all;
mod lower_start;
mod order;
mod restart;
mod sequence;
mod spaced;
mod split;
mod together;
mod words;

use super::Check;

/// The checks of this family.
pub static CHECKS: &[&Check] = &[
    &glued::CHECK,
    &restart::CHECK,
    &lower_start::CHECK,
    &lower_all::CHECK,
    &case::CHECK,
    &sequence::CHECK,
    &split::CHECK,
    &spaced::CHECK,
    &cut::CHECK,
    &order::CHECK,
    &together::CHECK,
];

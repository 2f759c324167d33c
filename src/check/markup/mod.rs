//! Tags, placeholders, addresses, entities and escapes: what must come through unchanged.

mod address;
mod entity;
mod escape;
mod message;
mod nesting;
mod placeholder;
mod tag;
mod tags;

use super::Check;

/// The checks of this family.
pub static CHECKS: &[&Check] = &[
    &tag::CHECK,
    &nesting::CHECK,
    &placeholder::CHECK,
    &message::CHECK,
    &address::CHECK,
    &entity::CHECK,
    &escape::CHECK,
];

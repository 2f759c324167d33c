//! What a glossary asks for. Silent without one.

mod forbidden;
mod forms;
mod index;
mod kept;
mod missing;

use super::Check;

/// The checks of this family.
pub static CHECKS: &[&Check] = &[&missing::CHECK, &forbidden::CHECK, &kept::CHECK];

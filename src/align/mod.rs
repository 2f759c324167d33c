//! Two annotated sides become beads.

use crate::text::{Bead, Side};

/// Aligns the segments of two sides.
pub fn align(source: &Side, target: &Side) -> Vec<Bead> {
    let shared = source.segments.len().min(target.segments.len());
    (0..shared)
        .map(|index| Bead {
            source: index..index + 1,
            target: index..index + 1,
            confidence: 1.0,
        })
        .collect()
}

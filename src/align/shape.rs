//! The shapes a bead may have.

/// A shape of bead: how many segments of each side, and the class whose prior it shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Source segments.
    pub source: usize,
    /// Target segments.
    pub target: usize,
    /// Index into [`CLASSES`].
    pub class: usize,
}

/// The classes of shapes. A shape and its mirror image share one, so that the order in which two
/// documents are given decides nothing.
pub const CLASSES: [&str; 10] = [
    "1-0", "1-1", "1-2", "1-3", "1-4", "1-5", "2-2", "2-3", "3-3", "5-0",
];

const fn shape(source: usize, target: usize, class: usize) -> Shape {
    Shape {
        source,
        target,
        class,
    }
}

/// Every shape that the lattice knows. Ties go to the earlier one. Those of five segments that
/// stand alone are runs, each segment a bead of its own in the end: a paragraph is lost more easily
/// than as many single sentences.
pub const SHAPES: [Shape; 25] = [
    shape(1, 1, 1),
    shape(1, 2, 2),
    shape(2, 1, 2),
    shape(1, 0, 0),
    shape(0, 1, 0),
    shape(1, 3, 3),
    shape(3, 1, 3),
    shape(2, 2, 6),
    shape(1, 4, 4),
    shape(4, 1, 4),
    shape(2, 3, 7),
    shape(3, 2, 7),
    shape(1, 5, 5),
    shape(5, 1, 5),
    shape(3, 3, 8),
    shape(2, 4, 8),
    shape(4, 2, 8),
    shape(5, 0, 9),
    shape(0, 5, 9),
    shape(1, 6, 5),
    shape(6, 1, 5),
    shape(1, 7, 5),
    shape(7, 1, 5),
    shape(1, 8, 5),
    shape(8, 1, 5),
];

/// How many of them are tried everywhere; the others only where no alignment is likely.
pub const USUAL: usize = 19;

/// The most segments that a bead of the usual shapes has on one side.
pub(super) const WIDE: usize = 5;

/// The most segments that any bead has on one side.
pub(super) const WIDEST: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_shapes_are_small() {
        let widest = |shapes: &[Shape]| {
            let sides = shapes.iter().flat_map(|shape| [shape.source, shape.target]);
            sides.max()
        };
        assert_eq!(widest(&SHAPES[..USUAL]), Some(WIDE));
        assert_eq!(widest(&SHAPES), Some(WIDEST));
        assert!(
            SHAPES[..USUAL]
                .iter()
                .all(|shape| shape.source + shape.target <= 6)
        );
    }
}

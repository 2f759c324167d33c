//! Segments as vectors: how alike two beads' sides are, whatever made the vectors.

use std::ops::Range;

use super::profile::View;
use super::shape::WIDEST;
use crate::lexicon::{Vocabulary, dot};

/// A row of values a segment, from a sentence encoder. Rows need not be of one length; sums of
/// rows stand for several segments.
#[derive(Debug, Clone, PartialEq)]
pub struct Vectors {
    /// Values of a row.
    pub dimensions: usize,
    /// The rows, one after the other.
    pub data: Vec<f32>,
}

impl Vectors {
    /// The row of a segment.
    pub(super) fn row(&self, segment: usize) -> &[f32] {
        &self.data[segment * self.dimensions..(segment + 1) * self.dimensions]
    }

    /// Sums of the words of each segment.
    pub(super) fn of_words(vocabulary: &Vocabulary) -> Vectors {
        let mut data = Vec::with_capacity(vocabulary.segments() * crate::lexicon::DIMENSIONS);
        for segment in 0..vocabulary.segments() {
            data.extend(vocabulary.sum(&(segment..segment + 1)));
        }
        Vectors {
            dimensions: crate::lexicon::DIMENSIONS,
            data,
        }
    }

    /// The rows of a view.
    pub(super) fn seen(&self, view: &View<'_>) -> Vectors {
        let mut data = Vec::with_capacity(view.len() * self.dimensions);
        for segment in view.order() {
            data.extend_from_slice(self.row(segment));
        }
        Vectors {
            dimensions: self.dimensions,
            data,
        }
    }

    /// Rows in it.
    pub(super) fn len(&self) -> usize {
        self.data.len() / self.dimensions.max(1)
    }
}

/// The vectors of one side, ready to be compared with those of the other.
#[derive(Debug)]
pub(super) struct Dense {
    rows: Vectors,
    /// One over the length of the sum of the last `k + 1` rows, at `segment * WIDEST + k`; 0 for
    /// sums of no length.
    inverse: Vec<f32>,
    /// Products of all rows before segment `i` with the mean direction of the other side.
    toward: Vec<f64>,
}

impl Dense {
    /// The vectors of two sides.
    pub fn pair(source: Vectors, target: Vectors) -> (Dense, Dense) {
        let (means, rows) = ([mean(&source), mean(&target)], [source, target]);
        let [source, target] = rows;
        (Dense::new(source, &means[1]), Dense::new(target, &means[0]))
    }

    fn new(rows: Vectors, other: &[f32]) -> Dense {
        let count = rows.len();
        let mut inverse = Vec::with_capacity(count * WIDEST);
        let mut toward = Vec::with_capacity(count + 1);
        let mut total = 0.0;
        toward.push(total);
        let mut sum = vec![0f32; rows.dimensions];
        for segment in 0..count {
            total += f64::from(dot(rows.row(segment), other));
            toward.push(total);
            sum.fill(0.0);
            for back in 0..WIDEST {
                if let Some(one) = segment.checked_sub(back) {
                    for (sum, value) in sum.iter_mut().zip(rows.row(one)) {
                        *sum += value;
                    }
                }
                inverse.push(inverted(dot(&sum, &sum)));
            }
        }
        Dense {
            rows,
            inverse,
            toward,
        }
    }

    /// The vector of a segment.
    pub fn row(&self, segment: usize) -> &[f32] {
        self.rows.row(segment)
    }

    /// Values of a row.
    pub fn dimensions(&self) -> usize {
        self.rows.dimensions
    }

    /// One over the length of the sum of a range of rows.
    pub fn inverse(&self, range: &Range<usize>) -> f32 {
        self.inverse[(range.end - 1) * WIDEST + range.len() - 1]
    }

    /// How alike a range of segments is to the other side as a whole (cosine).
    pub fn hub(&self, range: &Range<usize>) -> f32 {
        (self.toward[range.end] - self.toward[range.start]) as f32 * self.inverse(range)
    }
}

/// One over the root of a square; 0 where that says nothing.
fn inverted(square: f32) -> f32 {
    if square > 1e-12 {
        1.0 / libm::sqrtf(square)
    } else {
        0.0
    }
}

/// The mean of all directions.
fn mean(rows: &Vectors) -> Vec<f32> {
    let mut sum = vec![0f64; rows.dimensions];
    let count = rows.len();
    for segment in 0..count {
        let row = rows.row(segment);
        let inverse = f64::from(inverted(dot(row, row)));
        for (sum, value) in sum.iter_mut().zip(row) {
            *sum += f64::from(*value) * inverse;
        }
    }
    sum.iter()
        .map(|sum| (sum / count.max(1) as f64) as f32)
        .collect()
}

/// Scalar products of one source row with a range of target rows, summed up from the left.
#[derive(Debug, Default)]
pub(super) struct Products {
    first: usize,
    sums: Vec<f32>,
}

impl Products {
    pub fn new(source: &[f32], target: &Dense, range: &Range<usize>) -> Products {
        let mut sums = Vec::with_capacity(range.len() + 1);
        let mut sum = 0.0;
        sums.push(sum);
        for segment in range.clone() {
            sum += dot(source, target.row(segment));
            sums.push(sum);
        }
        Products {
            first: range.start,
            sums,
        }
    }

    /// The product with the sum of a range of target rows, which must lie in the range given.
    pub fn with(&self, range: &Range<usize>) -> f32 {
        let at = |segment: usize| {
            segment
                .checked_sub(self.first)
                .and_then(|at| self.sums.get(at))
                .copied()
        };
        match (at(range.end), at(range.start)) {
            (Some(end), Some(start)) => end - start,
            _ => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_add_up() {
        let rows = |values: &[[f32; 2]]| Vectors {
            dimensions: 2,
            data: values.concat(),
        };
        let (source, target) = Dense::pair(
            rows(&[[1.0, 0.0], [0.0, 2.0]]),
            rows(&[[3.0, 0.0], [0.0, 4.0], [0.0, 0.0]]),
        );
        let products = Products::new(source.row(0), &target, &(0..3));
        assert_eq!(products.with(&(0..2)), 3.0);
        assert_eq!(products.with(&(1..3)), 0.0);
        assert!((target.inverse(&(0..2)) - 0.2).abs() < 1e-6);
        assert_eq!(target.inverse(&(2..3)), 0.0);
        assert_eq!(target.hub(&(2..3)), 0.0);
        // The mean direction of the source is (0.5, 0.5).
        assert!((target.hub(&(0..1)) - 0.5).abs() < 1e-6);
    }
}

//! The two loops in which training spends its time. Every sum has a fixed order and no product is
//! fused with a sum, so that the result does not depend on the width of the processor's vectors.

/// Columns that are computed together; matrices are padded to a multiple of it.
pub const LANES: usize = 16;
/// Rows that are computed together.
const ROWS: usize = 4;

/// The next multiple of [`LANES`].
pub fn padded(size: usize) -> usize {
    size.next_multiple_of(LANES)
}

/// A matrix to read: row `r`, column `c` is at `r * strides.0 + c * strides.1`.
#[derive(Clone, Copy)]
pub struct Left<'a> {
    pub values: &'a [f32],
    pub strides: (usize, usize),
    /// A multiple of 4.
    pub rows: usize,
}

/// `out = left · right`, row-major. `right` has `columns` columns (a multiple of [`LANES`]) and as
/// many rows as there are terms in a sum.
pub fn multiply(left: Left, right: &[f32], columns: usize, out: &mut [f32]) {
    let (by_row, by_term) = left.strides;
    for column in (0..columns).step_by(LANES) {
        for row in (0..left.rows).step_by(ROWS) {
            let mut sums = [[0f32; LANES]; ROWS];
            for (term, line) in right.chunks_exact(columns).enumerate() {
                let Some(line) = line[column..].first_chunk::<LANES>() else {
                    break;
                };
                let at = row * by_row + term * by_term;
                for (offset, sums) in sums.iter_mut().enumerate() {
                    let factor = left.values[at + offset * by_row];
                    for (sum, value) in sums.iter_mut().zip(line) {
                        *sum += factor * value;
                    }
                }
            }
            for (offset, sums) in sums.iter().enumerate() {
                let at = (row + offset) * columns + column;
                out[at..at + LANES].copy_from_slice(sums);
            }
        }
    }
}

/// `out = valuesᵀ`, of rows of `columns` values.
pub fn transpose(values: &[f32], columns: usize, out: &mut [f32]) {
    let rows = values.len() / columns;
    for (row, line) in values.chunks_exact(columns).enumerate() {
        for (column, value) in line.iter().enumerate() {
            out[column * rows + row] = *value;
        }
    }
}

/// `eˣ` for `x` in −80…80, within a few units of the seventh digit: the power of two as bits, the
/// rest by the first terms of the series. A function of the platform would change the model.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    // Adding it leaves the nearest whole number in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    let power = x.max(-80.0) * std::f32::consts::LOG2_E;
    let rounded = power + ROUND;
    let rest = power - (rounded - ROUND);
    let series = 1.0
        + rest
            * (std::f32::consts::LN_2
                + rest
                    * (0.240_226_5
                        + rest
                            * (0.055_504_11
                                + rest
                                    * (0.009_618_13 + rest * (0.001_333_36 + rest * 0.000_154)))));
    series * f32::from_bits((rounded.to_bits() << 23).wrapping_add(0x3f80_0000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials_are_close() {
        for step in -790..100 {
            let x = step as f32 / 10.0;
            let ratio = f64::from(exp(x)) / libm::exp(f64::from(x));
            assert!((ratio - 1.0).abs() < 1e-5, "{x} {ratio}");
        }
    }

    #[test]
    fn products_are_those_of_the_definition() {
        let (rows, terms, columns) = (8, 3, 32);
        let left: Vec<f32> = (0..rows * terms).map(|value| value as f32).collect();
        let right: Vec<f32> = (0..terms * columns)
            .map(|value| (value % 7) as f32)
            .collect();
        let mut out = vec![0.0; rows * columns];
        let strides = (terms, 1);
        let shape = Left {
            values: &left,
            strides,
            rows,
        };
        multiply(shape, &right, columns, &mut out);
        let mut turned = vec![0.0; left.len()];
        transpose(&left, terms, &mut turned);
        let strides = (1, rows);
        let shape = Left {
            values: &turned,
            strides,
            rows,
        };
        let mut again = vec![0.0; rows * columns];
        multiply(shape, &right, columns, &mut again);
        assert_eq!(out, again);
        for row in 0..rows {
            for column in 0..columns {
                let sum: f32 = (0..terms)
                    .map(|term| left[row * terms + term] * right[term * columns + column])
                    .sum();
                assert_eq!(out[row * columns + column], sum);
            }
        }
    }
}

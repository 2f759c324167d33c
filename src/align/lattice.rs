//! All paths of beads through a band: the best one, and how sure each of its beads is.

use std::ops::Range;

use super::band::Band;
use super::feature::{Evidence, Walk};
use super::shape::SHAPES;
use super::weights::Weights;
use crate::text::Bead;

/// The scores of all beads that may end in each cell of a band.
#[derive(Debug)]
pub struct Lattice<'a> {
    band: &'a Band,
    /// By cell and shape; minus infinity where no bead may stand.
    scores: Vec<f32>,
}

impl<'a> Lattice<'a> {
    /// Scores the beads of a band: the weighted sum of their features.
    pub fn new(evidence: &Evidence, band: &'a Band, weights: &Weights) -> Self {
        let mut scores = Vec::with_capacity(band.cells() * SHAPES.len());
        let mut walk = Walk::new(evidence, band);
        for row in 0..band.rows() {
            walk.enter(row);
            for column in band.columns(row) {
                scores.extend(SHAPES.iter().map(|shape| {
                    walk.features(column, *shape)
                        .map_or(f32::NEG_INFINITY, |features| {
                            let sum: f64 = features
                                .iter()
                                .zip(&weights.0)
                                .map(|(feature, weight)| feature * weight)
                                .sum();
                            sum as f32
                        })
                }));
            }
        }
        Lattice { band, scores }
    }

    fn shapes(&self, cell: usize) -> &[f32] {
        &self.scores[cell * SHAPES.len()..(cell + 1) * SHAPES.len()]
    }

    /// The path with the highest score, as pairs of the cell where a bead ends and the index of
    /// its shape, first bead first.
    pub fn best(&self) -> Vec<(usize, usize, usize)> {
        let mut best = vec![f64::NEG_INFINITY; self.band.cells()];
        let mut back = vec![0u8; self.band.cells()];
        best[0] = 0.0;
        for row in 0..self.band.rows() {
            for column in self.band.columns(row) {
                let cell = self.band.cell(row, column);
                for (index, (shape, score)) in SHAPES.iter().zip(self.shapes(cell)).enumerate() {
                    if *score == f32::NEG_INFINITY {
                        continue;
                    }
                    let before = self.band.cell(row - shape.source, column - shape.target);
                    let sum = best[before] + f64::from(*score);
                    if sum > best[cell] {
                        best[cell] = sum;
                        back[cell] = index as u8;
                    }
                }
            }
        }
        let mut row = self.band.rows() - 1;
        let mut column = *self.band.columns(row).end();
        let mut path = Vec::new();
        while row + column > 0 {
            let index = usize::from(back[self.band.cell(row, column)]);
            path.push((row, column, index));
            row -= SHAPES[index].source;
            column -= SHAPES[index].target;
        }
        path.reverse();
        path
    }

    /// The logarithm of the sum over all paths to each cell.
    fn forward(&self) -> Vec<f64> {
        let mut sums = vec![f64::NEG_INFINITY; self.band.cells()];
        sums[0] = 0.0;
        for row in 0..self.band.rows() {
            for column in self.band.columns(row) {
                let cell = self.band.cell(row, column);
                let mut sum = LogSum::new();
                for (shape, score) in SHAPES.iter().zip(self.shapes(cell)) {
                    if *score > f32::NEG_INFINITY {
                        let before = self.band.cell(row - shape.source, column - shape.target);
                        sum.add(sums[before] + f64::from(*score));
                    }
                }
                if cell > 0 {
                    sums[cell] = sum.get();
                }
            }
        }
        sums
    }

    /// The logarithm of the sum over all paths from each cell to the end.
    fn backward(&self) -> Vec<f64> {
        let mut sums = vec![f64::NEG_INFINITY; self.band.cells()];
        let last = self.band.rows() - 1;
        for row in (0..self.band.rows()).rev() {
            for column in self.band.columns(row).rev() {
                let cell = self.band.cell(row, column);
                if cell + 1 == sums.len() {
                    sums[cell] = 0.0;
                    continue;
                }
                let mut sum = LogSum::new();
                for (index, shape) in SHAPES.iter().enumerate() {
                    let (below, after) = (row + shape.source, column + shape.target);
                    if below > last || !self.band.contains(below, after) {
                        continue;
                    }
                    let next = self.band.cell(below, after);
                    let score = self.shapes(next)[index];
                    if score > f32::NEG_INFINITY {
                        sum.add(sums[next] + f64::from(score));
                    }
                }
                sums[cell] = sum.get();
            }
        }
        sums
    }

    /// The beads of a path with their posterior probabilities, and the logarithm of the sum over
    /// all paths.
    pub fn beads(&self, path: &[(usize, usize, usize)]) -> (Vec<Bead>, f64) {
        let forward = self.forward();
        let backward = self.backward();
        let total = backward.first().copied().unwrap_or(0.0);
        let posterior = |row: usize, column: usize, index: usize| {
            let cell = self.band.cell(row, column);
            let score = f64::from(self.shapes(cell)[index]);
            if score == f64::NEG_INFINITY {
                return 0.0;
            }
            let shape = SHAPES[index];
            let before = (self.band).cell(row - shape.source, column - shape.target);
            libm::exp(forward[before] + score + backward[cell] - total)
        };
        let last = self.band.rows() - 1;
        let mut alone = (vec![0.0; last], vec![0.0; *self.band.columns(last).end()]);
        for row in 0..=last {
            for column in self.band.columns(row) {
                for (index, shape) in SHAPES.iter().enumerate() {
                    if shape.source > 0 && shape.target > 0 {
                        continue;
                    }
                    let probability = posterior(row, column, index);
                    if probability > 0.0 {
                        for one in &mut alone.0[row - shape.source..row] {
                            *one += probability;
                        }
                        for one in &mut alone.1[column - shape.target..column] {
                            *one += probability;
                        }
                    }
                }
            }
        }
        let mut beads = Vec::with_capacity(path.len());
        for &(row, column, index) in path {
            let shape = SHAPES[index];
            let (source, target) = (row - shape.source..row, column - shape.target..column);
            let mut add = |source: Range<usize>, target: Range<usize>, posterior: f64| {
                beads.push(Bead {
                    source,
                    target,
                    confidence: posterior.clamp(0.0, 1.0) as f32,
                });
            };
            // A run is as many beads. Where a segment stands alone does not matter.
            if target.is_empty() {
                source.for_each(|one| add(one..one + 1, target.clone(), alone.0[one]));
            } else if source.is_empty() {
                target.for_each(|one| add(source.clone(), one..one + 1, alone.1[one]));
            } else {
                add(source, target, posterior(row, column, index));
            }
        }
        (beads, total)
    }
}

/// The logarithm of a sum of exponentials, in the order of the terms.
struct LogSum {
    terms: [f64; SHAPES.len()],
    count: usize,
}

impl LogSum {
    fn new() -> Self {
        LogSum {
            terms: [f64::NEG_INFINITY; SHAPES.len()],
            count: 0,
        }
    }

    fn add(&mut self, term: f64) {
        self.terms[self.count] = term;
        self.count += 1;
    }

    fn get(&self) -> f64 {
        let terms = &self.terms[..self.count];
        let greatest = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if greatest == f64::NEG_INFINITY {
            return greatest;
        }
        // A term thirty below the greatest does not change the sum of nineteen.
        let sum: f64 = terms
            .iter()
            .map(|term| term - greatest)
            .filter(|term| *term > -40.0)
            .map(libm::exp)
            .sum();
        greatest + libm::log(sum)
    }
}

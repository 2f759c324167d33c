//! All paths of beads through a band: which beads may stand on a good one, the best path, and how
//! sure each of its beads is.

use std::ops::Range;

use super::band::Band;
use super::coarse::Path;
use super::feature::{COUNT, Evidence, Features, Sum, Walk};
use super::shape::{SHAPES, Shape, USUAL, WIDE};
use crate::text::Bead;

/// A bead that may stand in a lattice, by the cell where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arc {
    /// Source segments passed.
    pub row: u32,
    /// Target segments passed.
    pub column: u32,
    /// Index of its shape.
    pub shape: u8,
}

impl Arc {
    fn new(row: usize, column: usize, shape: usize) -> Arc {
        Arc {
            row: row as u32,
            column: column as u32,
            shape: shape as u8,
        }
    }

    /// Its shape.
    pub fn shape(self) -> Shape {
        SHAPES[usize::from(self.shape)]
    }

    /// Its source segments.
    pub fn source(self) -> Range<usize> {
        let end = self.row as usize;
        end - self.shape().source..end
    }

    /// Its target segments.
    pub fn target(self) -> Range<usize> {
        let end = self.column as usize;
        end - self.shape().target..end
    }
}

/// The first pass: every bead of a usual shape in a band with the weighted sum of its features,
/// those of words left out.
pub(super) struct Chart<'a> {
    band: &'a Band,
    /// By cell and shape; minus infinity where no bead may stand.
    scores: Vec<f32>,
    /// Of the best path to each cell.
    before: Vec<f64>,
    back: Vec<u8>,
}

impl<'a> Chart<'a> {
    pub fn new(evidence: &Evidence, band: &'a Band, weights: &Features) -> Self {
        let mut chart = Chart {
            band,
            scores: Vec::with_capacity(band.cells() * USUAL),
            before: Vec::with_capacity(band.cells()),
            back: Vec::with_capacity(band.cells()),
        };
        let mut walk = Walk::new(evidence, band, WIDE);
        for row in band.rows() {
            walk.enter(row);
            for column in band.columns(row) {
                let mut best = (f64::NEG_INFINITY, 0);
                if chart.before.is_empty() {
                    best.0 = 0.0;
                }
                for (index, shape) in SHAPES[..USUAL].iter().enumerate() {
                    let mut sum = Sum {
                        weights,
                        total: 0.0,
                    };
                    if !walk.features(column, *shape, false, &mut sum) {
                        chart.scores.push(f32::NEG_INFINITY);
                        continue;
                    }
                    let score = sum.total as f32;
                    chart.scores.push(score);
                    let before = band.cell(row - shape.source, column - shape.target);
                    let total = chart.before[before] + f64::from(score);
                    if total > best.0 {
                        best = (total, index);
                    }
                }
                chart.before.push(best.0);
                chart.back.push(best.1 as u8);
            }
        }
        chart
    }

    /// The score of the best path.
    pub fn best(&self) -> f64 {
        self.before.last().copied().unwrap_or(0.0)
    }

    /// The cells of the best path where beads end.
    pub fn path(&self) -> Path {
        let area = self.band.area();
        let (mut row, mut column) = (area.source.end, area.target.end);
        let mut path = Path::new();
        while (row, column) != (area.source.start, area.target.start) {
            path.push((row, column));
            let shape = SHAPES[usize::from(self.back[self.band.cell(row, column)])];
            row -= shape.source;
            column -= shape.target;
        }
        path.reverse();
        path
    }

    /// The beads that stand on a path at most so much worse than the best, and those that are
    /// wanted anyway, by their ends.
    pub fn arcs(&self, worse: f64, wanted: impl Fn(Arc) -> bool) -> Vec<Arc> {
        let mut after = vec![f64::NEG_INFINITY; self.band.cells()];
        if let Some(last) = after.last_mut() {
            *last = 0.0;
        }
        let least = self.best() - worse;
        let mut arcs = Vec::new();
        for row in self.band.rows().rev() {
            for column in self.band.columns(row).rev() {
                let cell = self.band.cell(row, column);
                let rest = after[cell];
                let scores = &self.scores[cell * USUAL..(cell + 1) * USUAL];
                for (index, score) in scores.iter().enumerate() {
                    if *score == f32::NEG_INFINITY {
                        continue;
                    }
                    let shape = SHAPES[index];
                    let start = (self.band).cell(row - shape.source, column - shape.target);
                    let rest = rest + f64::from(*score);
                    after[start] = after[start].max(rest);
                    let arc = Arc::new(row, column, index);
                    if self.before[start] + rest >= least || wanted(arc) {
                        arcs.push(arc);
                    }
                }
            }
        }
        arcs.reverse();
        arcs
    }
}

/// The features of beads, in their order, which must be that of their ends. Those for which there
/// are none have `None`.
pub(super) fn features(
    evidence: &Evidence,
    band: &Band,
    arcs: &[Arc],
    words: bool,
) -> Vec<Features> {
    let mut all = Vec::with_capacity(arcs.len());
    each(evidence, band, arcs, |walk, arc| {
        let mut features = [0.0; COUNT];
        walk.features(arc.column as usize, arc.shape(), words, &mut features);
        all.push(features);
    });
    all
}

/// Visits beads in their order, with the walk in their row.
fn each(evidence: &Evidence, band: &Band, arcs: &[Arc], mut visit: impl FnMut(&mut Walk<'_>, Arc)) {
    let widest = arcs
        .iter()
        .map(|arc| arc.shape().source.max(arc.shape().target))
        .max()
        .unwrap_or(1);
    let mut walk = Walk::new(evidence, band, widest);
    let mut next = arcs.iter().peekable();
    for row in band.rows() {
        walk.enter(row);
        while let Some(arc) = next.next_if(|arc| arc.row as usize == row) {
            visit(&mut walk, *arc);
        }
    }
}

/// The second pass: some of the beads, with the weighted sums of all their features.
pub(super) struct Lattice<'a> {
    band: &'a Band,
    arcs: Vec<Arc>,
    scores: Vec<f64>,
}

impl<'a> Lattice<'a> {
    /// Of beads in the order of their ends.
    pub fn new(evidence: &Evidence, band: &'a Band, arcs: Vec<Arc>, weights: &Features) -> Self {
        let mut scores = Vec::with_capacity(arcs.len());
        each(evidence, band, &arcs, |walk, arc| {
            let mut sum = Sum {
                weights,
                total: 0.0,
            };
            walk.features(arc.column as usize, arc.shape(), true, &mut sum);
            scores.push(sum.total);
        });
        Lattice { band, arcs, scores }
    }

    fn ends(&self, arc: Arc) -> (usize, usize) {
        let from = (self.band).cell(arc.source().start, arc.target().start);
        (from, self.band.cell(arc.row as usize, arc.column as usize))
    }

    /// The path with the highest score, as indices of its beads, first bead first.
    fn best(&self) -> Vec<usize> {
        let mut best = vec![(f64::NEG_INFINITY, usize::MAX); self.band.cells()];
        best[0].0 = 0.0;
        for (index, (arc, score)) in self.arcs.iter().zip(&self.scores).enumerate() {
            let (from, to) = self.ends(*arc);
            let sum = best[from].0 + score;
            if sum > best[to].0 {
                best[to] = (sum, index);
            }
        }
        let mut path = Vec::new();
        let mut cell = self.band.cells() - 1;
        while cell > 0 {
            let index = best[cell].1;
            path.push(index);
            cell = self.ends(self.arcs[index]).0;
        }
        path.reverse();
        path
    }

    /// The probability of each bead among all paths, and the logarithm of the sum over all.
    fn posteriors(&self) -> (Vec<f64>, f64) {
        let cells = self.band.cells();
        let mut before = vec![f64::NEG_INFINITY; cells];
        before[0] = 0.0;
        for (arc, score) in self.arcs.iter().zip(&self.scores) {
            let (from, to) = self.ends(*arc);
            before[to] = add(before[to], before[from] + score);
        }
        let total = before[cells - 1];
        let mut after = vec![f64::NEG_INFINITY; cells];
        after[cells - 1] = 0.0;
        let mut posteriors = vec![0.0; self.arcs.len()];
        for (index, (arc, score)) in self.arcs.iter().zip(&self.scores).enumerate().rev() {
            let (from, to) = self.ends(*arc);
            let rest = after[to] + score;
            after[from] = add(after[from], rest);
            let exponent = before[from] + rest - total;
            if exponent > -40.0 {
                posteriors[index] = libm::exp(exponent).min(1.0);
            }
        }
        (posteriors, total)
    }

    /// The beads of the best path with their posterior probabilities. A run of segments that stand
    /// alone is as many beads.
    pub fn beads(&self) -> Vec<Bead> {
        let (posteriors, _) = self.posteriors();
        let area = self.band.area();
        // Where a segment stands alone does not matter.
        let mut alone = (vec![0.0; area.source.len()], vec![0.0; area.target.len()]);
        for (arc, posterior) in self.arcs.iter().zip(&posteriors) {
            let (source, target) = (arc.source(), arc.target());
            if target.is_empty() {
                for one in source {
                    alone.0[one - area.source.start] += posterior;
                }
            } else if source.is_empty() {
                for one in target {
                    alone.1[one - area.target.start] += posterior;
                }
            }
        }
        let mut beads = Vec::new();
        for index in self.best() {
            let (source, target) = (self.arcs[index].source(), self.arcs[index].target());
            let mut add = |source: Range<usize>, target: Range<usize>, posterior: f64| {
                beads.push(Bead {
                    source,
                    target,
                    confidence: posterior.clamp(0.0, 1.0) as f32,
                });
            };
            if target.is_empty() {
                for one in source {
                    let posterior = alone.0[one - area.source.start];
                    add(one..one + 1, target.clone(), posterior);
                }
            } else if source.is_empty() {
                for one in target {
                    let posterior = alone.1[one - area.target.start];
                    add(source.clone(), one..one + 1, posterior);
                }
            } else {
                add(source, target, posteriors[index]);
            }
        }
        beads
    }

    /// Beads of longer shapes than the usual ones around the places where no path is likely: they
    /// join cells that paths use, near beads of the best path that are less sure than `least` or
    /// have one side.
    pub fn longer(
        &self,
        evidence: &Evidence,
        least: f64,
        wanted: impl Fn(Arc) -> bool,
    ) -> Vec<Arc> {
        let (posteriors, _) = self.posteriors();
        let mut poor = vec![false; self.band.area().source.len() + 1];
        let first = self.band.area().source.start;
        let reach = super::shape::WIDEST;
        for index in self.best() {
            let arc = self.arcs[index];
            if posteriors[index] < least {
                let rows = arc.source().start.saturating_sub(reach).max(first)
                    ..=(arc.row as usize + reach).min(self.band.area().source.end);
                poor[rows.start() - first..=rows.end() - first].fill(true);
            }
        }
        let mut used = vec![false; self.band.cells()];
        used[0] = true;
        let mut longer = Vec::new();
        for arcs in self
            .arcs
            .chunk_by(|a, b| (a.row, a.column) == (b.row, b.column))
        {
            let (row, column) = (arcs[0].row as usize, arcs[0].column as usize);
            used[self.band.cell(row, column)] = true;
            for (index, shape) in SHAPES.iter().enumerate().skip(USUAL) {
                let (Some(top), Some(left)) = (
                    row.checked_sub(shape.source),
                    column.checked_sub(shape.target),
                ) else {
                    continue;
                };
                let arc = Arc::new(row, column, index);
                if (poor[row - first] || wanted(arc))
                    && self.band.contains(top, left)
                    && used[self.band.cell(top, left)]
                    && evidence.allows(&(top..row), &(left..column))
                {
                    longer.push(arc);
                }
            }
        }
        longer
    }
}

/// The logarithm of the sum of two exponentials.
pub fn add(a: f64, b: f64) -> f64 {
    let (small, large) = if a < b { (a, b) } else { (b, a) };
    if small == f64::NEG_INFINITY || large - small > 40.0 {
        large
    } else {
        large + libm::log1p(libm::exp(small - large))
    }
}

//! Where to look: the heaviest chain of segments that are alike, found first among large blocks of
//! both texts and then among ever smaller ones around it, down to segments (the idea is
//! Vecalign's: Thompson & Koehn 2019). Blocks of one level hold equal shares of the text, so that
//! where nothing is alike the chain follows the lengths. It guides the lattice and decides nothing
//! else.

use std::ops::Range;

use super::band::{Area, Band};
use super::feature::Evidence;

use crate::lexicon::dot;

/// The most blocks of a side that are all compared with all of the other side.
const WHOLE: usize = 320;

/// How many times finer each level is than the one before.
const FINER: usize = 4;

/// Room on either side of the chain of the coarser level, in blocks.
const ROOM: usize = 12;

/// Blocks of the other side that tell what is alike by chance.
const SAMPLE: usize = 24;

/// What a pair of blocks at the same share of both texts is worth by itself.
const NEAR: f32 = 0.03;

/// The most columns of the lattice for each segment of either side.
const WIDTH: usize = 48;

/// A path through the grid: cells where beads end.
pub(super) type Path = Vec<(usize, usize)>;

/// A path with room on both sides of it.
#[derive(Debug)]
pub(super) struct Corridor {
    area: Area,
    /// What each row must hold.
    core: Vec<(usize, usize)>,
    /// Room around it.
    half: Vec<usize>,
}

impl Corridor {
    /// Around a path from the first to the last cell of an area.
    pub fn new(area: &Area, path: &Path, half: usize) -> Self {
        let mut core = vec![(usize::MAX, 0); area.source.len() + 1];
        let mut from = (area.source.start, area.target.start);
        let last = (area.source.end, area.target.end);
        for &to in path.iter().chain(std::iter::once(&last)) {
            for row in from.0..=to.0 {
                let end: &mut (usize, usize) = &mut core[row - area.source.start];
                *end = (end.0.min(from.1), end.1.max(to.1));
            }
            from = to;
        }
        Corridor {
            area: area.clone(),
            half: vec![half; core.len()],
            core,
        }
    }

    /// The band of it.
    pub fn band(&self) -> Band {
        let ends = self
            .core
            .iter()
            .zip(&self.half)
            .map(|((low, high), half)| (low.saturating_sub(*half), high + half))
            .collect();
        Band::new(self.area.clone(), ends)
    }

    /// Doubles the room where a path found in the band comes near its edge, as long as the band
    /// stays small for the length of the texts. Says whether anything changed.
    pub fn widen(&mut self, band: &Band, path: &Path) -> bool {
        let mut near = vec![false; self.half.len()];
        let mut any = false;
        for &(row, column) in path {
            let at = row - self.area.source.start;
            let room = self.half[at];
            if band.margin(row, column) <= room / 8 {
                let last = (at + room).min(near.len() - 1);
                near[at.saturating_sub(room)..=last].fill(true);
                any = true;
            }
        }
        let most = WIDTH * (self.area.source.len() + self.area.target.len());
        if !any || band.cells() * 2 > most {
            return false;
        }
        for (half, near) in self.half.iter_mut().zip(near) {
            if near {
                *half *= 2;
            }
        }
        true
    }
}

/// A path through an area that is roughly right.
pub(super) fn path(evidence: &Evidence, area: &Area) -> Path {
    let base = [
        Layer::base(evidence, area, true),
        Layer::base(evidence, area, false),
    ];
    let mut count = area.source.len().max(area.target.len());
    let mut counts = Vec::new();
    while count > WHOLE {
        count = count.div_ceil(FINER);
        counts.push(count);
    }
    let mut known: Option<Path> = None;
    for count in counts.into_iter().rev() {
        let layers = [base[0].blocks(count), base[1].blocks(count)];
        known = Some(chain(&layers, known.as_ref()));
    }
    chain(&base, known.as_ref())
}

/// The vector of a range of segments of one side, and the sketch of its links.
pub(super) fn vector(evidence: &Evidence, range: &Range<usize>, is_source: bool) -> Vec<f32> {
    let area = Area {
        source: range.clone(),
        target: range.clone(),
    };
    Layer::base(evidence, &area, is_source).blocks(1).rows()
}

/// Consecutive parts of one side: its segments, or blocks of them.
struct Layer {
    /// First segment of each part, and the end.
    starts: Vec<usize>,
    /// Share of the text before the middle of each part.
    middles: Vec<f32>,
    /// Characters.
    mass: Vec<f32>,
    /// Sums of the vectors of the segments, and of the sketches of their links.
    dense: Vec<f32>,
    sketch: Vec<f32>,
    /// Values of one in each.
    widths: [usize; 2],
}

/// A sketch of links shorter than this (the root of eight) proves little.
const LEAST: f32 = 2.828_427;

impl Layer {
    fn base(evidence: &Evidence, area: &Area, is_source: bool) -> Layer {
        let (range, profile, links) = if is_source {
            (&area.source, &evidence.source, &evidence.links.source)
        } else {
            (&area.target, &evidence.target, &evidence.links.target)
        };
        let all = profile.length(range).max(1.0);
        let mut layer = Layer {
            starts: (range.start..=range.end).collect(),
            middles: Vec::with_capacity(range.len()),
            mass: Vec::with_capacity(range.len()),
            dense: Vec::new(),
            sketch: Vec::new(),
            widths: [0, super::links::SKETCH],
        };
        for segment in range.clone() {
            let before = profile.length(&(range.start..segment));
            let mass = profile.length(&(segment..segment + 1));
            layer.middles.push(((before + 0.5 * mass) / all) as f32);
            layer.mass.push(mass as f32);
        }
        links.sketches(range, &mut layer.sketch);
        let (source, target) = &evidence.dense;
        let dense = if is_source { source } else { target };
        layer.widths[0] = dense.dimensions();
        for segment in range.clone() {
            layer.dense.extend_from_slice(dense.row(segment));
        }
        layer
    }

    fn len(&self) -> usize {
        self.middles.len()
    }

    /// So many parts of equal shares of the text.
    fn blocks(&self, count: usize) -> Layer {
        let mut layer = Layer {
            starts: Vec::with_capacity(count + 1),
            middles: (0..count)
                .map(|block| (block as f32 + 0.5) / count as f32)
                .collect(),
            mass: vec![0.0; count],
            dense: vec![0.0; count * self.widths[0]],
            sketch: vec![0.0; count * self.widths[1]],
            widths: self.widths,
        };
        let add = |sums: &mut [f32], values: &[f32], width: usize, block: usize, part: usize| {
            let sums = &mut sums[block * width..(block + 1) * width];
            for (sum, value) in sums.iter_mut().zip(&values[part * width..]) {
                *sum += value;
            }
        };
        for (part, middle) in self.middles.iter().enumerate() {
            let block = ((middle * count as f32) as usize).min(count - 1);
            while layer.starts.len() <= block {
                layer.starts.push(self.starts[part]);
            }
            layer.mass[block] += self.mass[part];
            add(&mut layer.dense, &self.dense, self.widths[0], block, part);
            add(&mut layer.sketch, &self.sketch, self.widths[1], block, part);
        }
        let end = self.starts[self.len()];
        layer.starts.resize(count + 1, end);
        layer
    }

    /// The vector and the sketch of each part in one row, either at most one long.
    fn rows(&self) -> Vec<f32> {
        let width = self.widths[0] + self.widths[1];
        let mut rows = Vec::with_capacity(self.len() * width);
        for part in 0..self.len() {
            let dense = &self.dense[part * self.widths[0]..(part + 1) * self.widths[0]];
            let sketch = &self.sketch[part * self.widths[1]..(part + 1) * self.widths[1]];
            let length = libm::sqrtf(dot(dense, dense)).max(1e-6);
            rows.extend(dense.iter().map(|value| value / length));
            let length = libm::sqrtf(dot(sketch, sketch)).max(LEAST);
            rows.extend(sketch.iter().map(|value| value / length));
        }
        rows
    }

    /// The part in which a segment lies: the number of parts that end before it.
    fn part(&self, segment: usize) -> usize {
        self.starts[1..].partition_point(|end| *end <= segment)
    }
}

/// How alike each row is to rows of the other side by chance: their mean and one deviation more.
fn hubs(rows: &[f32], others: &[f32], width: usize) -> Vec<f32> {
    let count = others.len() / width;
    let sample: Vec<&[f32]> = (0..SAMPLE.min(count))
        .map(|index| index * count / SAMPLE.min(count))
        .map(|other| &others[other * width..(other + 1) * width])
        .collect();
    let share = 1.0 / sample.len().max(1) as f32;
    rows.chunks_exact(width)
        .map(|row| {
            let (mut sum, mut squares) = (0.0, 0.0);
            for other in &sample {
                let alike = dot(row, other);
                sum += alike;
                squares += alike * alike;
            }
            let mean = sum * share;
            mean + libm::sqrtf((squares * share - mean * mean).max(0.0))
        })
        .collect()
}

/// The heaviest chain of pairs of parts in the order of both sides, near a path through segments.
fn chain(layers: &[Layer; 2], near: Option<&Path>) -> Path {
    let (rows, columns) = (layers[0].len(), layers[1].len());
    let area = Area {
        source: 0..rows,
        target: 0..columns,
    };
    let band = match near {
        None => Band::whole(area),
        Some(path) => {
            let parts = path
                .iter()
                .map(|(row, column)| (layers[0].part(*row), layers[1].part(*column)))
                .collect();
            Corridor::new(&area, &parts, ROOM).band()
        }
    };
    let vectors = [layers[0].rows(), layers[1].rows()];
    let width = layers[0].widths[0] + layers[0].widths[1];
    let hubs = [
        hubs(&vectors[0], &vectors[1], width),
        hubs(&vectors[1], &vectors[0], width),
    ];
    let row_of = |side: usize, part: usize| &vectors[side][part * width..(part + 1) * width];
    let masses: f32 = layers.iter().flat_map(|layer| &layer.mass).sum();
    let usual = (masses / (rows + columns).max(1) as f32).max(1.0);
    let mass = |layer: &Layer| -> Vec<f32> {
        let mass = layer.mass.iter();
        mass.map(|mass| libm::sqrtf(mass / usual).min(2.0))
            .collect()
    };
    let masses = [mass(&layers[0]), mass(&layers[1])];
    // Steps: 0 over a row, 1 over a column, 2 over a pair.
    let mut back = vec![0u8; band.cells()];
    let mut before: (usize, Vec<f32>) = (0, Vec::new());
    for row in band.rows() {
        let columns = band.columns(row);
        let first = *columns.start();
        let mut line: Vec<f32> = Vec::with_capacity(columns.clone().count());
        let above = |column: usize| {
            column
                .checked_sub(before.0)
                .and_then(|at| before.1.get(at))
                .copied()
        };
        for column in columns {
            let mut best = (f32::NEG_INFINITY, 0);
            if row + column == 0 {
                best.0 = 0.0;
            }
            if let Some(sum) = above(column).filter(|_| row > 0) {
                best = (sum, 0);
            }
            if column > first && line[column - first - 1] > best.0 {
                best = (line[column - first - 1], 1);
            }
            if row > 0
                && column > 0
                && let Some(sum) = above(column - 1)
            {
                let (a, b) = (row - 1, column - 1);
                let alike = dot(row_of(0, a), row_of(1, b)) - 0.5 * (hubs[0][a] + hubs[1][b]);
                let apart = (layers[0].middles[a] - layers[1].middles[b]).abs();
                let gain = alike.max(0.0) * masses[0][a].min(masses[1][b])
                    + NEAR * (1.0 - 4.0 * apart).max(0.0);
                if sum + gain > best.0 {
                    best = (sum + gain, 2);
                }
            }
            line.push(best.0);
            back[band.cell(row, column)] = best.1;
        }
        before = (first, line);
    }
    let (mut row, mut column) = (rows, columns);
    let mut path = Path::new();
    while row + column > 0 {
        path.push((layers[0].starts[row], layers[1].starts[column]));
        match back[band.cell(row, column)] {
            0 => row -= 1,
            1 => column -= 1,
            _ => {
                row -= 1;
                column -= 1;
            }
        }
    }
    path.reverse();
    path
}

/// The pairs of ranges between the cells of a path that have both sides.
pub(super) fn paired(area: &Area, path: &Path) -> Vec<(Range<usize>, Range<usize>)> {
    let mut from = (area.source.start, area.target.start);
    let mut parts = Vec::new();
    for &to in path {
        if to.0 > from.0 && to.1 > from.1 {
            parts.push((from.0..to.0, from.1..to.1));
        }
        from = to;
    }
    parts
}

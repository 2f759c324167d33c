//! Where to look: a quick search through the whole grid or a wide corridor, with lengths, links
//! and last marks only. Its path guides the lattice and decides nothing else.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

use super::band::Band;
use super::feature::Evidence;
use super::profile::{End, Profile};

/// Cells of a grid that is searched whole.
const WHOLE: usize = 1_000_000;

/// Most cells of a corridor: a byte each.
const CELLS: usize = 400_000_000;

/// How often a corridor that turns out too narrow is widened.
const ROUNDS: usize = 8;

/// A path through the grid: cells where beads end.
pub(super) type Path = Vec<(usize, usize)>;

/// A path with room on both sides of it.
#[derive(Debug)]
pub(super) struct Corridor {
    /// What each row must hold.
    core: Vec<(usize, usize)>,
    /// Room around it.
    half: Vec<usize>,
    columns: usize,
}

impl Corridor {
    /// Around a path from the first to the last cell of the grid. Where the path leaps, rows hold
    /// the whole leap if it is small.
    pub fn new(path: &Path, rows: usize, columns: usize, half: usize, leap: usize) -> Self {
        let mut core = vec![(usize::MAX, 0); rows + 1];
        let mut stretch = |row: usize, low: usize, high: usize| {
            let end: &mut (usize, usize) = &mut core[row];
            *end = (end.0.min(low), end.1.max(high));
        };
        let mut from = (0, 0);
        for &to in path.iter().chain(std::iter::once(&(rows, columns))) {
            let (height, width) = (to.0 - from.0, to.1 - from.1);
            for row in from.0..=to.0 {
                let middle = (width * (row - from.0))
                    .checked_div(height)
                    .filter(|_| height.saturating_mul(width) > leap)
                    .map(|across| from.1 + across);
                match middle {
                    Some(middle) => stretch(row, middle, middle),
                    None => stretch(row, from.1, to.1),
                }
            }
            from = to;
        }
        Corridor {
            half: vec![half; core.len()],
            core,
            columns,
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
        Band::new(ends, self.columns)
    }

    /// Doubles the room where a path found in the band comes near its edge. Says whether anything
    /// changed.
    pub fn widen(&mut self, band: &Band, path: &Path, limit: usize) -> bool {
        let before: usize = band.cells();
        let mut near = vec![false; self.half.len()];
        let mut any = false;
        for &(row, column) in path {
            let room = self.half[row];
            if band.margin(row, column, self.columns) <= room / 8 {
                let last = (row + room).min(near.len() - 1);
                near[row.saturating_sub(room)..=last].fill(true);
                any = true;
            }
        }
        if !any || before.saturating_mul(2) > limit {
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

/// A path that is roughly right.
pub(super) fn path(evidence: &mut Evidence) -> Path {
    let (rows, columns) = (evidence.rows(), evidence.columns());
    let mut path = search(evidence);
    // The totals mislead about the ratio of lengths where much is missing on one side.
    let before = evidence.ratio();
    let parts = paired(&path);
    evidence.measure(parts.iter());
    if libm::log(evidence.ratio() / before).abs() > 0.1 && rows > 0 && columns > 0 {
        path = search(evidence);
        let parts = paired(&path);
        evidence.measure(parts.iter());
    }
    path
}

fn search(evidence: &Evidence) -> Path {
    let (rows, columns) = (evidence.rows(), evidence.columns());
    if rows * columns <= WHOLE {
        return best(evidence, &Band::whole(rows, columns));
    }
    let chain = chain(evidence);
    let mut corridor = Corridor::new(&chain, rows, columns, 128, 250_000);
    let mut band = corridor.band();
    let mut path = best(evidence, &band);
    for _ in 0..ROUNDS {
        if !corridor.widen(&band, &path, CELLS) {
            break;
        }
        band = corridor.band();
        path = best(evidence, &band);
    }
    path
}

/// The beads of a path that have both sides.
fn paired(path: &Path) -> Vec<(Range<usize>, Range<usize>)> {
    let mut from = (0, 0);
    let mut parts = Vec::new();
    for &to in path {
        if to.0 > from.0 && to.1 > from.1 {
            parts.push((from.0..to.0, from.1..to.1));
        }
        from = to;
    }
    parts
}

/// The heaviest chain of rare words that both sides have in the same order.
fn chain(evidence: &Evidence) -> Path {
    let mut anchors: BTreeMap<(usize, usize), f32> = BTreeMap::new();
    evidence.links.anchors(|source, target, weight| {
        *anchors.entry((source, target)).or_default() += weight;
    });
    // Fenwick tree over target segments: the best chain that ends before one.
    let mut tree: Vec<Option<(f32, usize)>> = vec![None; evidence.columns() + 1];
    let anchors: Vec<_> = anchors.into_iter().collect();
    let mut previous: Vec<Option<usize>> = Vec::with_capacity(anchors.len());
    let mut sums: Vec<f32> = Vec::with_capacity(anchors.len());
    let mut start = 0;
    while start < anchors.len() {
        let row = anchors[start].0.0;
        let end = start + anchors[start..].partition_point(|anchor| anchor.0.0 == row);
        for ((_, column), weight) in &anchors[start..end] {
            let mut best: Option<(f32, usize)> = None;
            let mut node = *column;
            while node > 0 {
                if let Some(other) = tree[node]
                    && best.is_none_or(|best| other.0 > best.0)
                {
                    best = Some(other);
                }
                node &= node - 1;
            }
            previous.push(best.map(|best| best.1));
            sums.push(weight + best.map_or(0.0, |best| best.0));
        }
        for index in start..end {
            let mut node = anchors[index].0.1 + 1;
            while node < tree.len() {
                if tree[node].is_none_or(|other| sums[index] > other.0) {
                    tree[node] = Some((sums[index], index));
                }
                node += node & node.wrapping_neg();
            }
        }
        start = end;
    }
    let mut last = None;
    for (index, sum) in sums.iter().enumerate() {
        if last.is_none_or(|last: usize| *sum > sums[last]) {
            last = Some(index);
        }
    }
    let mut path = Path::new();
    while let Some(index) = last {
        path.push((anchors[index].0.0 + 1, anchors[index].0.1 + 1));
        last = previous[index];
    }
    path.reverse();
    path
}

/// Shapes of the quick search and what each costs. The numbers are set by hand and only guide.
const SHAPES: [(usize, usize, f32); 10] = [
    (1, 1, 0.0),
    (1, 2, 2.0),
    (2, 1, 2.0),
    (1, 0, 3.5),
    (0, 1, 3.5),
    (2, 2, 3.5),
    (1, 3, 4.0),
    (3, 1, 4.0),
    (5, 0, 7.0),
    (0, 5, 7.0),
];

/// Most segments of a side in it.
const DEEPEST: usize = 5;

fn best(evidence: &Evidence, band: &Band) -> Path {
    let mut back = vec![0u8; band.cells()];
    let mut rows: VecDeque<Row> = VecDeque::with_capacity(DEEPEST + 1);
    for row in 0..band.rows() {
        rows.push_front(Row::new(evidence, band, row));
        rows.truncate(DEEPEST + 1);
        let mut line = std::mem::take(&mut rows[0].best);
        for column in band.columns(row) {
            let mut best = if row + column == 0 {
                (0.0, 0)
            } else {
                (f32::NEG_INFINITY, 0)
            };
            for (index, &(height, width, cost)) in SHAPES.iter().enumerate() {
                if height > row || width > column {
                    continue;
                }
                let before = if height == 0 {
                    column
                        .checked_sub(width + rows[0].first)
                        .and_then(|at| line.get(at))
                        .copied()
                } else {
                    rows[height].best(column - width)
                };
                let Some(before) = before.filter(|before| *before > best.0) else {
                    continue;
                };
                let source = row - height..row;
                let target = column - width..column;
                let gain = if height > 0 && width > 0 {
                    let shared: f32 = (0..height).map(|up| rows[up].shared(&target)).sum();
                    compare(evidence, &source, &target) + shared.min(12.0)
                } else {
                    0.0
                };
                let sum = before + gain - cost;
                if sum > best.0 {
                    best = (sum, index as u8);
                }
            }
            line.push(best.0);
            back[band.cell(row, column)] = best.1;
        }
        rows[0].best = line;
    }
    let mut row = band.rows() - 1;
    let mut column = *band.columns(row).end();
    let mut path = Path::new();
    while row + column > 0 {
        path.push((row, column));
        let (height, width, _) = SHAPES[usize::from(back[band.cell(row, column)])];
        row -= height;
        column -= width;
    }
    path.reverse();
    path
}

/// How well two ranges go together, links left out: about 1 where all is well.
fn compare(evidence: &Evidence, source: &Range<usize>, target: &Range<usize>) -> f32 {
    let (a, b) = (&evidence.source, &evidence.target);
    let (x, y) = (source.end - 1, target.end - 1);
    if a.breaks[x] != b.breaks[y] {
        return -12.0;
    }
    let telling = |profile: &Profile, at: usize| {
        matches!(
            profile.ends[at],
            End::Question | End::Exclamation | End::Colon
        )
    };
    let mut gain = 1.0 - 1.5 * evidence.misfit(source, target);
    if telling(a, x) || telling(b, y) {
        gain += if a.ends[x] == b.ends[y] { 1.0 } else { -0.7 };
    }
    if a.speech[source.start] != b.speech[target.start] {
        gain -= 0.3;
    }
    gain as f32
}

/// A row of the quick search.
struct Row {
    first: usize,
    best: Vec<f32>,
    /// What the last source segment of the row shares with all target segments of its reach
    /// before each, from `near` on.
    links: Vec<f32>,
    near: usize,
}

impl Row {
    fn new(evidence: &Evidence, band: &Band, row: usize) -> Self {
        let columns = band.columns(row);
        let near = columns.start().saturating_sub(DEEPEST);
        let mut links = vec![0.0; columns.end() - near + 1];
        if let Some(segment) = row.checked_sub(1) {
            let reach = near..*columns.end();
            let (source, target) = (&evidence.links.source, &evidence.links.target);
            source.counterparts(segment, target, &reach, |_, weight, place| {
                links[place - near + 1] += weight;
            });
            let mut sum = 0.0;
            for link in &mut links {
                // A segment that shares nearly all its words is a copy; more proves no more.
                sum += link.min(8.0);
                *link = sum;
            }
        }
        Row {
            first: *columns.start(),
            best: Vec::with_capacity(columns.count()),
            links,
            near,
        }
    }

    fn best(&self, column: usize) -> Option<f32> {
        column
            .checked_sub(self.first)
            .and_then(|at| self.best.get(at))
            .copied()
    }

    fn shared(&self, target: &Range<usize>) -> f32 {
        let at = |column: usize| {
            column
                .checked_sub(self.near)
                .and_then(|at| self.links.get(at))
        };
        match (at(target.end), at(target.start)) {
            (Some(end), Some(start)) => end - start,
            _ => 0.0,
        }
    }
}

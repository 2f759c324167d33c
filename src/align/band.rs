//! The part of the grid of two documents that a search looks at.

use std::ops::{Range, RangeInclusive};

/// Segments of both sides that are aligned with each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Source segments.
    pub source: Range<usize>,
    /// Target segments.
    pub target: Range<usize>,
}

/// For each number of source segments passed, which numbers of target segments may have been
/// passed. Both ends grow with the row, and rows overlap, so that a path always exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    area: Area,
    low: Vec<u32>,
    high: Vec<u32>,
    /// Index of the first cell of each row, and the number of cells last.
    base: Vec<usize>,
}

impl Band {
    /// A band over an area from the ends of each of its rows, one more than it has source
    /// segments. They are made to grow, to overlap and to stay inside.
    pub fn new(area: Area, mut ends: Vec<(usize, usize)>) -> Self {
        if let Some(first) = ends.first_mut() {
            first.0 = area.target.start;
        }
        if let Some(last) = ends.last_mut() {
            last.1 = area.target.end;
        }
        let mut high = area.target.start;
        for end in &mut ends {
            high = high.max(end.1.min(area.target.end));
            end.1 = high;
        }
        let mut low = area.target.end;
        for end in ends.iter_mut().rev() {
            low = low.min(end.0.max(area.target.start));
            end.0 = low;
        }
        for row in 1..ends.len() {
            let before = ends[row - 1].1;
            let end = &mut ends[row];
            end.0 = end.0.min(before);
            end.1 = end.1.max(end.0);
        }
        let mut base = Vec::with_capacity(ends.len() + 1);
        let mut cells = 0;
        for (low, high) in &ends {
            base.push(cells);
            cells += high - low + 1;
        }
        base.push(cells);
        Band {
            area,
            low: ends.iter().map(|end| end.0 as u32).collect(),
            high: ends.iter().map(|end| end.1 as u32).collect(),
            base,
        }
    }

    /// All of an area.
    pub fn whole(area: Area) -> Self {
        let ends = vec![(area.target.start, area.target.end); area.source.len() + 1];
        Band::new(area, ends)
    }

    /// What it lies in.
    pub fn area(&self) -> &Area {
        &self.area
    }

    /// Cells in it.
    pub fn cells(&self) -> usize {
        self.base[self.low.len()]
    }

    /// Its rows: numbers of source segments passed.
    pub fn rows(&self) -> RangeInclusive<usize> {
        self.area.source.start..=self.area.source.end
    }

    /// The columns of a row.
    pub fn columns(&self, row: usize) -> RangeInclusive<usize> {
        let row = row - self.area.source.start;
        self.low[row] as usize..=self.high[row] as usize
    }

    /// Whether a cell is in it.
    pub fn contains(&self, row: usize, column: usize) -> bool {
        row >= self.area.source.start
            && row <= self.area.source.end
            && self.columns(row).contains(&column)
    }

    /// Index of a cell that is in it.
    pub fn cell(&self, row: usize, column: usize) -> usize {
        let row = row - self.area.source.start;
        self.base[row] + column - self.low[row] as usize
    }

    /// The target segments that can share a bead of at most `widest` segments a side with a source
    /// segment.
    pub fn reach_of_source(&self, segment: usize, widest: usize) -> Range<usize> {
        let first = (segment + 1)
            .saturating_sub(widest)
            .max(self.area.source.start);
        let last = (segment + widest).min(self.area.source.end);
        *self.columns(first).start()..*self.columns(last).end()
    }

    /// The source segments that can share a bead of at most `widest` segments a side with a target
    /// segment.
    pub fn reach_of_target(&self, segment: usize, widest: usize) -> Range<usize> {
        let Range { start, end } = self.area.source;
        let (left, right) = ((segment + 1).saturating_sub(widest), segment + widest);
        // Beads start in a row that reaches to the left, and end in one that reaches to the right.
        let first = start + self.high.partition_point(|high| (*high as usize) < left);
        let last = start + self.low.partition_point(|low| *low as usize <= right) - 1;
        let first = first.min(end);
        first..last.clamp(first, end)
    }

    /// How far a cell is from the nearer end of its row; ends that are those of the area do not
    /// count.
    pub fn margin(&self, row: usize, column: usize) -> usize {
        let (low, high) = self.columns(row).into_inner();
        let below = if low == self.area.target.start {
            usize::MAX
        } else {
            column - low
        };
        let above = if high == self.area.target.end {
            usize::MAX
        } else {
            high - column
        };
        below.min(above)
    }
}

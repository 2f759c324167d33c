//! The part of the grid of two documents that a search looks at.

use std::ops::{Range, RangeInclusive};

use super::shape::WIDEST;

/// For each number of source segments passed, which numbers of target segments may have been
/// passed. Both ends grow with the row, and rows overlap, so that a path always exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    low: Vec<u32>,
    high: Vec<u32>,
    /// Index of the first cell of each row, and the number of cells last.
    base: Vec<usize>,
}

impl Band {
    /// A band over `rows` source and `columns` target segments from the ends of each of its
    /// `rows + 1` rows, which are made to grow and to overlap.
    pub fn new(mut ends: Vec<(usize, usize)>, columns: usize) -> Self {
        if let Some(first) = ends.first_mut() {
            first.0 = 0;
        }
        if let Some(last) = ends.last_mut() {
            last.1 = columns;
        }
        let mut high = 0;
        for end in &mut ends {
            high = high.max(end.1.min(columns));
            end.1 = high;
        }
        let mut low = columns;
        for end in ends.iter_mut().rev() {
            low = low.min(end.0);
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
            low: ends.iter().map(|end| end.0 as u32).collect(),
            high: ends.iter().map(|end| end.1 as u32).collect(),
            base,
        }
    }

    /// The whole grid.
    pub fn whole(rows: usize, columns: usize) -> Self {
        Band::new(vec![(0, columns); rows + 1], columns)
    }

    /// Cells in it.
    pub fn cells(&self) -> usize {
        self.base[self.low.len()]
    }

    /// Rows: one more than source segments.
    pub fn rows(&self) -> usize {
        self.low.len()
    }

    /// The columns of a row.
    pub fn columns(&self, row: usize) -> RangeInclusive<usize> {
        self.low[row] as usize..=self.high[row] as usize
    }

    /// Whether a cell is in it.
    pub fn contains(&self, row: usize, column: usize) -> bool {
        self.low[row] as usize <= column && column <= self.high[row] as usize
    }

    /// Index of a cell that is in it.
    pub fn cell(&self, row: usize, column: usize) -> usize {
        self.base[row] + column - self.low[row] as usize
    }

    /// The target segments that can share a bead with a source segment.
    pub fn reach_of_source(&self, segment: usize) -> Range<usize> {
        let first = (segment + 1).saturating_sub(WIDEST);
        let last = (segment + WIDEST).min(self.rows() - 1);
        self.low[first] as usize..self.high[last] as usize
    }

    /// The source segments that can share a bead with a target segment.
    pub fn reach_of_target(&self, segment: usize) -> Range<usize> {
        let segment = segment as u32;
        let first = self.high.partition_point(|high| *high <= segment);
        let last = self
            .low
            .partition_point(|low| *low <= segment + WIDEST as u32);
        let start = first.saturating_sub(WIDEST);
        start..(last + WIDEST).min(self.rows() - 1).max(start)
    }

    /// How far a cell is from the nearer end of its row; ends that are those of the grid do not
    /// count.
    pub fn margin(&self, row: usize, column: usize, columns: usize) -> usize {
        let (low, high) = (self.low[row] as usize, self.high[row] as usize);
        let below = if low == 0 { usize::MAX } else { column - low };
        let above = if high == columns {
            usize::MAX
        } else {
            high - column
        };
        below.min(above)
    }
}

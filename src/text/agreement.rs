use super::Bead;

/// Segments of the two sides that belong together, by number from 0; one side may be empty.
///
/// Alignments made by hand may name segments that do not follow each other, which a [`Bead`]
/// cannot.
pub type Link = (Vec<usize>, Vec<usize>);

impl Bead {
    /// The segments by number.
    pub fn link(&self) -> Link {
        (self.source.clone().collect(), self.target.clone().collect())
    }
}

/// How many links of one alignment another has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Matches {
    /// Links that the other has just so.
    pub strict: usize,
    /// Links that share a segment of either side with one link of the other; the strict ones are
    /// among them.
    pub lax: usize,
    /// All links, each counted once.
    pub all: usize,
}

impl Matches {
    fn share(self, count: usize) -> f64 {
        count as f64 / self.all.max(1) as f64
    }
}

impl std::ops::AddAssign for Matches {
    fn add_assign(&mut self, other: Matches) {
        self.strict += other.strict;
        self.lax += other.lax;
        self.all += other.all;
    }
}

/// How far an alignment agrees with one that is taken for right. Those of several texts can be
/// summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Agreement {
    /// Of the links that are judged.
    pub precision: Matches,
    /// Of the right links that have both sides.
    pub recall: Matches,
}

/// Three measures, each 0–1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Measures {
    /// The share of the judged links that are right.
    pub precision: f64,
    /// The share of the right links that are found.
    pub recall: f64,
    /// The harmonic mean of the two.
    pub f1: f64,
}

impl Measures {
    fn new(precision: f64, recall: f64) -> Self {
        let sum = precision + recall;
        Measures {
            precision,
            recall,
            f1: if sum > 0.0 {
                2.0 * precision * recall / sum
            } else {
                0.0
            },
        }
    }
}

impl Agreement {
    /// Where only a link that is just so counts as right.
    pub fn strict(&self) -> Measures {
        Measures::new(
            self.precision.share(self.precision.strict),
            self.recall.share(self.recall.strict),
        )
    }

    /// Where a link that overlaps on both sides counts as right.
    pub fn lax(&self) -> Measures {
        Measures::new(
            self.precision.share(self.precision.lax),
            self.recall.share(self.recall.lax),
        )
    }
}

impl std::ops::AddAssign for Agreement {
    fn add_assign(&mut self, other: Agreement) {
        self.precision += other.precision;
        self.recall += other.recall;
    }
}

use super::{Bitext, Finding, Fingerprint, Lang, Span};

/// What there is to know of an input before its findings.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// The original, unless a translation is checked alone.
    pub source: Option<Named>,
    /// The translation.
    pub target: Named,
    /// How the two were brought together.
    pub matched: Matched,
}

/// One side of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// As the user gave it.
    pub path: String,
    /// Its language; rows may say otherwise each for itself.
    pub lang: Lang,
    /// Whether the language was judged from the text.
    pub judged: bool,
    /// The encoding, where it was guessed.
    pub encoding: Option<String>,
}

/// How two sides were brought together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Matched {
    /// There is no source.
    Alone,
    /// By alignment.
    Aligned {
        /// Number of beads.
        beads: usize,
        /// Mean of their confidence, 0–1.
        confidence: f64,
    },
    /// By the file.
    Rows,
}

/// A bitext with what was found in it: what reports print.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// The name of the document, where rows name one.
    pub name: Option<String>,
    /// What was checked.
    pub bitext: Bitext,
    /// Sorted by place and code.
    pub findings: Vec<Finding>,
    /// Of each finding.
    pub fingerprints: Vec<Fingerprint>,
    /// Of each block of the target.
    pub scores: Vec<Score>,
}

/// What an MQM score is made of. Sums of integers, so that it is the same everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Score {
    /// Tenths of penalty points.
    pub penalty: u64,
    /// Words of the translation that count.
    pub words: u64,
}

/// Passages shorter than this are scored as if they had as many words, since one fault in a
/// heading of three words is no reason to call it worthless.
const FEWEST_WORDS: u64 = 20;

impl Score {
    /// `100 · max(0, 1 − penalty / max(words, 20))` in hundredths, rounded half up.
    pub fn hundredths(self) -> u64 {
        let full = 10 * self.words.max(FEWEST_WORDS);
        let left = full.saturating_sub(self.penalty);
        (10_000 * left + full / 2) / full
    }

    /// 0–100, higher is better; two decimals.
    pub fn value(self) -> f64 {
        self.hundredths() as f64 / 100.0
    }

    /// Penalty points.
    pub fn points(self) -> f64 {
        self.penalty as f64 / 10.0
    }
}

impl std::ops::AddAssign for Score {
    fn add_assign(&mut self, other: Score) {
        self.penalty += other.penalty;
        self.words += other.words;
    }
}

impl Bitext {
    /// The passage that a finding belongs to: the block of its first target span, or of what the
    /// omitted source stands before. `None` if the target has no blocks.
    pub fn passage_of(&self, finding: &Finding) -> Option<usize> {
        let last = self.target.document.blocks.len().checked_sub(1)?;
        if let Some(span) = finding.target.first() {
            return Some(self.target.block_at(span.start)?.min(last));
        }
        let source = self.source.as_ref()?;
        let byte = finding.source.first()?.start;
        if self.extent != super::Extent::Document {
            // The blocks of both sides are the fields of the same rows.
            return Some(source.block_at(byte)?.min(last));
        }
        let bead = &self.beads[self.bead_of_source(source.segment_at(byte)?)?];
        let segment = if bead.target.is_empty() {
            bead.target.start.saturating_sub(1)
        } else {
            bead.target.start
        };
        let segment = self.target.segments.get(segment)?;
        Some(segment.block as usize)
    }

    /// The number by which reports name the place of a finding or passage that begins in a block:
    /// of the row, else of the bead, else of the segment.
    pub fn pair_of(&self, block: usize, bead: Option<u32>, segment: Option<usize>) -> Option<u64> {
        let row = self.target.document.blocks.get(block)?.row;
        let bead = bead.map(u64::from);
        row.or(bead).or(segment.map(|segment| segment as u64))
    }
}

impl super::Side {
    /// The block in which a byte lies, or the one before it.
    pub fn block_at(&self, byte: u32) -> Option<usize> {
        self.document
            .blocks
            .partition_point(|block| block.span.start <= byte)
            .checked_sub(1)
    }

    /// The segments that a span touches.
    pub fn segments_in(&self, span: Span) -> std::ops::Range<usize> {
        let start = self
            .segments
            .partition_point(|segment| segment.span.end <= span.start);
        let end = self
            .segments
            .partition_point(|segment| segment.span.start < span.end.max(span.start + 1));
        start..end.max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_what_the_penalty_leaves() {
        let score = |penalty, words| Score { penalty, words }.value();
        assert_eq!(score(0, 0), 100.0);
        assert_eq!(score(50, 3), 75.0);
        assert_eq!(score(50, 100), 95.0);
        assert_eq!(score(1, 30), 99.67);
        assert_eq!(score(5_000, 100), 0.0);
    }
}

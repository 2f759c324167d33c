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
    /// What the estimate of each block of the target is made of, where it was asked for.
    pub parts: Vec<Vec<Part>>,
}

/// What a score is made of. Sums of integers, so that it is the same everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Score {
    /// Tenths of penalty points.
    pub penalty: u64,
    /// The part of the penalty that is for findings of medium confidence.
    pub doubtful: u64,
    /// Words of the translation that count.
    pub words: u64,
    /// What evidence says beside the findings, where it was asked for.
    pub estimate: Option<Estimate>,
}

/// What evidence says of a passage, in ten-thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Estimate {
    /// How much of the source the translation renders, and how much of it the source has, 0–1.
    pub adequacy: u32,
    /// How well people would say that it is rendered, 0–1.
    pub quality: u32,
    /// The probability of a critical error, 0–1.
    pub critical: u32,
    /// Whether that is enough to call it one.
    pub is_critical: bool,
}

/// One whole in an [`Estimate`].
pub const WHOLE: u32 = 10_000;

/// What a feature of a bead says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// Of the feature.
    pub name: &'static str,
    /// Its value; 0 for the words.
    pub value: f32,
    /// What it adds to the estimate of quality, in standard deviations of direct assessments.
    pub adds: f32,
}

/// Passages shorter than this are scored as if they had as many words, since one fault in a
/// heading of three words is no reason to call it worthless.
const FEWEST_WORDS: u64 = 20;

impl Score {
    /// `100 · max(0, 1 − penalty / max(words, 20))`; where there is an estimate, times adequacy and
    /// quality, and then what is doubtful of the penalty counts half, since the estimate has seen
    /// the same words. In hundredths, rounded half up.
    pub fn hundredths(self) -> u64 {
        let full = 20 * self.words.max(FEWEST_WORDS);
        let half = if self.estimate.is_some() {
            self.doubtful
        } else {
            0
        };
        let left = full.saturating_sub(2 * self.penalty - half);
        let whole = u64::from(WHOLE);
        let (share, of) = match self.estimate {
            Some(estimate) => (
                u64::from(estimate.adequacy) * u64::from(estimate.quality),
                whole * whole,
            ),
            None => (1, 1),
        };
        let (share, of) = (
            u128::from(left) * u128::from(share),
            u128::from(full) * u128::from(of),
        );
        ((10_000 * share + of / 2) / of) as u64
    }

    /// 0–100, higher is better; two decimals.
    pub fn value(self) -> f64 {
        self.hundredths() as f64 / 100.0
    }

    /// Penalty points.
    pub fn points(self) -> f64 {
        self.penalty as f64 / 10.0
    }

    /// What the passage weighs in the score of a document: its words, and where nothing but a fault
    /// stands in its place, those of a short passage.
    pub fn weight(self) -> u64 {
        if self.words == 0 && self.penalty > 0 {
            FEWEST_WORDS
        } else {
            self.words
        }
    }
}

impl std::ops::AddAssign for Score {
    /// The penalty of both over the words of both, without an estimate.
    fn add_assign(&mut self, other: Score) {
        self.penalty += other.penalty;
        self.words += other.words;
    }
}

/// Scores of the passages of a document or of everything, added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// Tenths of penalty points.
    pub penalty: u64,
    /// Words of the translation that count.
    pub words: u64,
    /// Passages.
    pub passages: u64,
    /// Passages that may hold a critical error.
    pub critical: u64,
    /// Sum of the weights of passages, of those times the scores in hundredths, and of those times
    /// their squares.
    weights: u128,
    scores: u128,
    squares: u128,
    /// Sum of weights times adequacy, and of the weights of passages that have one.
    adequacy: u128,
    judged: u128,
}

impl Sum {
    /// Adds a passage; one that is no part of the translation is not counted.
    pub fn add(&mut self, score: Score) {
        let weight = u128::from(score.weight());
        if weight == 0 {
            return;
        }
        let value = u128::from(score.hundredths());
        self.penalty += score.penalty;
        self.words += score.words;
        self.passages += 1;
        self.weights += weight;
        self.scores += weight * value;
        self.squares += weight * value * value;
        if let Some(estimate) = score.estimate {
            self.critical += u64::from(estimate.is_critical);
            self.adequacy += weight * u128::from(estimate.adequacy);
            self.judged += weight;
        }
    }

    /// Adds what was added to another.
    pub fn join(&mut self, other: &Sum) {
        self.penalty += other.penalty;
        self.words += other.words;
        self.passages += other.passages;
        self.critical += other.critical;
        self.weights += other.weights;
        self.scores += other.scores;
        self.squares += other.squares;
        self.adequacy += other.adequacy;
        self.judged += other.judged;
    }

    /// The mean score of the passages by their words, 0–100, two decimals; 100 for none.
    pub fn value(&self) -> f64 {
        if self.weights == 0 {
            return 100.0;
        }
        ((self.scores + self.weights / 2) / self.weights) as f64 / 100.0
    }

    /// Half of the 95 % confidence interval of [`value`](Self::value) as the mean of passages of
    /// such a text, by the normal approximation; `None` for fewer than two passages.
    pub fn margin(&self) -> Option<f64> {
        if self.passages < 2 || self.weights == 0 {
            return None;
        }
        let weights = self.weights as f64;
        let mean = self.scores as f64 / weights;
        let variance = (self.squares as f64 / weights - mean * mean).max(0.0);
        Some(1.96 * libm::sqrt(variance / (self.passages - 1) as f64) / 100.0)
    }

    /// The mean adequacy of the passages by their words, 0–1; `None` where none has one.
    pub fn adequacy(&self) -> Option<f64> {
        (self.judged > 0).then(|| self.adequacy as f64 / self.judged as f64 / f64::from(WHOLE))
    }

    /// Penalty points.
    pub fn points(&self) -> f64 {
        self.penalty as f64 / 10.0
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
        let score = |penalty, words| {
            Score {
                penalty,
                words,
                ..Score::default()
            }
            .value()
        };
        assert_eq!(score(0, 0), 100.0);
        assert_eq!(score(50, 3), 75.0);
        assert_eq!(score(50, 100), 95.0);
        assert_eq!(score(1, 30), 99.67);
        assert_eq!(score(5_000, 100), 0.0);
    }
}

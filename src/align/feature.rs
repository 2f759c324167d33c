//! What speaks for and against a bead, as numbers that the weights multiply.

use std::collections::VecDeque;
use std::ops::Range;

use super::band::Band;
use super::links::{COGNATE, EQUAL, KINDS, LEARNT, Links, NAME, NUMBER, Windows};
use super::profile::{COUNTED, End, Profile};
use super::shape::{CLASSES, Shape, WIDEST};
use crate::text::Side;

/// Features of a bead.
pub const COUNT: usize = DENSE + CLASSES.len();

const DENSE: usize = 41;

/// Their names, as in the table of weights.
pub const FEATURES: [&str; COUNT] = [
    // Lengths in characters (Gale & Church 1993) and in words.
    "length-normal",
    "length-ratio",
    "length-ratio-merged",
    "words-ratio",
    // What is left alone.
    "alone-length",
    "alone-break",
    "run-length",
    "break-pair",
    // Links, and sides with linked words that have none in common.
    "number-shared",
    "number-none",
    "name-shared",
    "name-none",
    "equal-shared",
    "equal-none",
    "cognate-shared",
    "cognate-none",
    "learnt-shared",
    "learnt-none",
    // Last mark.
    "end-same",
    "end-same-rare",
    "end-other",
    "end-other-rare",
    // Marks inside.
    "quote-count",
    "question-count",
    "exclamation-count",
    "colon-count",
    "comma-count",
    "bracket-count",
    "dash-count",
    // First and last mark.
    "speech-same",
    "speech-other",
    "quoted-same",
    "quoted-other",
    "lower-other",
    // Borders within a bead, and at its end.
    "inner-unfinished",
    "inner-finished",
    "outer-unfinished",
    // Blocks.
    "block-same",
    "block-other",
    "block-crossed",
    "role-other",
    // Shapes.
    "shape-1-0",
    "shape-1-1",
    "shape-1-2",
    "shape-1-3",
    "shape-1-4",
    "shape-1-5",
    "shape-2-2",
    "shape-2-3",
    "shape-3-3",
    "shape-5-0",
];

/// The features of one bead.
pub type Features = [f64; COUNT];

/// Variance of a translation's length per character of source (Gale & Church 1993), here about
/// three times theirs, since the tail of real pairs is long.
const VARIANCE: f64 = 20.0;

/// Two documents, ready to have their beads looked at.
#[derive(Debug)]
pub struct Evidence {
    pub(super) source: Profile,
    pub(super) target: Profile,
    pub(super) links: Links,
    /// Target characters per source character.
    ratio: f64,
    /// Target words per source word.
    word_ratio: f64,
    /// Mean characters of a segment, in target characters.
    mean: f64,
    paragraphs: bool,
    roles: bool,
}

impl Evidence {
    /// Looks at two sides.
    pub fn new(source: &Side, target: &Side) -> Self {
        let links = Links::new(source, target);
        let source = Profile::new(source);
        let target = Profile::new(target);
        let paragraphs = source.has_paragraphs && target.has_paragraphs;
        let varied = |profile: &Profile| {
            let first = profile.roles.first();
            profile.roles.iter().any(|role| Some(role) != first)
        };
        let roles = varied(&source) && varied(&target);
        let mut evidence = Evidence {
            ratio: 1.0,
            word_ratio: 1.0,
            mean: 1.0,
            paragraphs,
            roles,
            links,
            source,
            target,
        };
        let whole = [(0..evidence.source.count, 0..evidence.target.count)];
        evidence.measure(whole.iter());
        evidence
    }

    /// Segments of the source.
    pub fn rows(&self) -> usize {
        self.source.count
    }

    /// Segments of the target.
    pub fn columns(&self) -> usize {
        self.target.count
    }

    /// Target characters per source character.
    pub(super) fn ratio(&self) -> f64 {
        self.ratio
    }

    /// Estimates the ratios of lengths from parts that belong together.
    pub(super) fn measure<'a>(
        &mut self,
        parts: impl Iterator<Item = &'a (Range<usize>, Range<usize>)>,
    ) {
        let (mut characters, mut words) = ([0.0; 2], [0.0; 2]);
        for (source, target) in parts {
            characters[0] += self.source.length(source);
            characters[1] += self.target.length(target);
            words[0] += self.source.words_in(source);
            words[1] += self.target.words_in(target);
        }
        // A few segments say little about two languages: ten of each are added.
        self.ratio = ((characters[1] + 20.0) / (characters[0] + 20.0)).clamp(0.1, 10.0);
        self.word_ratio = ((words[1] + 5.0) / (words[0] + 5.0)).clamp(0.1, 10.0);
        let all = self.source.characters[self.source.count] * self.ratio
            + self.target.characters[self.target.count];
        let segments = self.source.count + self.target.count;
        self.mean = (all / segments.max(1) as f64).max(1.0);
    }

    /// Learns from beads which words keep company.
    pub(super) fn learn(&mut self, beads: &[(Range<usize>, Range<usize>)]) {
        self.links.learn(beads);
    }

    /// Whether a shape may stand here: breaks pair only with breaks.
    fn allows(&self, source: &Range<usize>, target: &Range<usize>) -> bool {
        if source.is_empty() || target.is_empty() {
            return true;
        }
        let breaks = |profile: &Profile, range: &Range<usize>| {
            profile.breaks[range.clone()].iter().any(|is| *is)
        };
        match (breaks(&self.source, source), breaks(&self.target, target)) {
            (false, false) => true,
            (true, true) => source.len() == 1 && target.len() == 1,
            _ => false,
        }
    }

    /// Length in characters as Gale and Church compare it: the square of the difference in
    /// standard deviations, over [`VARIANCE`], at most 6.
    pub(super) fn misfit(&self, source: &Range<usize>, target: &Range<usize>) -> f64 {
        let source = self.source.length(source) * self.ratio;
        let target = self.target.length(target);
        let mean = 0.5 * (source + target);
        let difference = target - source;
        (difference * difference / (mean.max(1.0) * VARIANCE)).min(6.0)
    }
}

/// Walks over the cells of a band in rows, with what links say about them at hand.
#[derive(Debug)]
pub struct Walk<'a> {
    evidence: &'a Evidence,
    band: &'a Band,
    /// Windows of the last source segments; the last is that of segment `row - 1`.
    sources: VecDeque<Windows>,
    /// Windows of the target segments that the row can reach, from `first` on.
    targets: VecDeque<Windows>,
    first: usize,
    row: usize,
}

impl<'a> Walk<'a> {
    /// Starts before the first row.
    pub fn new(evidence: &'a Evidence, band: &'a Band) -> Self {
        Walk {
            evidence,
            band,
            sources: VecDeque::with_capacity(WIDEST + 1),
            targets: VecDeque::new(),
            first: 0,
            row: 0,
        }
    }

    /// Goes to a row; rows must be entered in order, from 0.
    pub fn enter(&mut self, row: usize) {
        self.row = row;
        let links = &self.evidence.links;
        if row > 0 {
            let reach = self.band.reach_of_source(row - 1);
            let windows = links.source.windows(row - 1, &links.target, &reach);
            self.sources.push_back(windows);
            if self.sources.len() > WIDEST {
                self.sources.pop_front();
            }
        }
        let columns = self.band.columns(row);
        let low = columns.start().saturating_sub(WIDEST);
        while self.first < low && self.targets.pop_front().is_some() {
            self.first += 1;
        }
        if self.targets.is_empty() {
            self.first = self.first.max(low);
        }
        for segment in self.first + self.targets.len()..*columns.end() {
            let reach = self.band.reach_of_target(segment);
            let windows = links.target.windows(segment, &links.source, &reach);
            self.targets.push_back(windows);
        }
    }

    /// The features of the bead of a shape that ends in the current row before `column`; `None`
    /// where none may stand.
    pub fn features(&self, column: usize, shape: Shape) -> Option<Features> {
        let source = self.row.checked_sub(shape.source)?..self.row;
        let target = column.checked_sub(shape.target)?..column;
        let evidence = self.evidence;
        if !self.band.contains(source.start, target.start) || !evidence.allows(&source, &target) {
            return None;
        }
        let mut features = [0.0; COUNT];
        features[DENSE + shape.class] = 1.0;
        let mut shared = [0.0; KINDS];
        if shape.source > 0 && shape.target > 0 {
            let oldest = self.row - self.sources.len();
            for segment in source.clone() {
                let found = self.sources[segment - oldest].get(column, shape.target);
                for (sum, more) in shared.iter_mut().zip(found) {
                    *sum += f64::from(more);
                }
            }
            for segment in target.clone() {
                let found = self.targets[segment - self.first].get(self.row, shape.source);
                for (sum, more) in shared.iter_mut().zip(found) {
                    *sum += f64::from(more);
                }
            }
        }
        let links = &evidence.links;
        let potential = [
            links.source.potential(&source),
            links.target.potential(&target),
        ];
        for (kind, at) in [
            (NUMBER, 8),
            (NAME, 10),
            (EQUAL, 12),
            (COGNATE, 14),
            (LEARNT, 16),
        ] {
            features[at] = 0.5 * shared[kind];
            let least = potential[0][kind].min(potential[1][kind]);
            features[at + 1] = f64::from(shared[kind] == 0.0) * -least.min(5.0);
        }
        if shape.source == 0 || shape.target == 0 {
            evidence.alone(&source, &target, &mut features);
        } else if evidence.source.breaks[source.start] {
            features[7] = 1.0;
        } else {
            evidence.compare(&source, &target, &mut features);
        }
        Some(features)
    }
}

impl Evidence {
    fn alone(&self, source: &Range<usize>, target: &Range<usize>, features: &mut Features) {
        let (profile, range, ratio) = if target.is_empty() {
            (&self.source, source, self.ratio)
        } else {
            (&self.target, target, 1.0)
        };
        let mut length = 0.0;
        for segment in range.clone() {
            if profile.breaks[segment] {
                features[5] += 1.0;
            } else {
                length -= libm::sqrt(profile.length(&(segment..segment + 1)) * ratio / self.mean);
            }
        }
        features[if range.len() == 1 { 4 } else { 6 }] = length;
    }

    fn compare(&self, source: &Range<usize>, target: &Range<usize>, features: &mut Features) {
        let (a, b) = (&self.source, &self.target);
        let merged = source.len() + target.len() > 2;
        features[0] = -self.misfit(source, target);
        let ratio = libm::log((b.length(target) + 8.0) / (a.length(source) * self.ratio + 8.0));
        features[1] = -ratio.abs();
        features[2] = if merged { -ratio.abs() } else { 0.0 };
        let words = (b.words_in(target) + 2.0) / (a.words_in(source) * self.word_ratio + 2.0);
        features[3] = -libm::log(words).abs();

        let (last_a, last_b) = (a.ends[source.end - 1], b.ends[target.end - 1]);
        let rare = |end: End| !matches!(end, End::Stop | End::None);
        features[match (last_a == last_b, rare(last_a) || rare(last_b)) {
            (true, false) => 18,
            (true, true) => 19,
            (false, false) => 20,
            (false, true) => 21,
        }] = 1.0;
        for kind in 0..COUNTED {
            let (x, y) = (a.marks_in(source, kind), b.marks_in(target, kind));
            features[22 + kind] = -(x - y).abs().min(4.0);
        }
        pair(a.speech[source.start], b.speech[target.start], 29, features);
        pair(
            a.quoted[source.end - 1],
            b.quoted[target.end - 1],
            31,
            features,
        );
        features[33] = f64::from(a.lower[source.start] != b.lower[target.start]);

        let inner = a.unfinished_in(source.start..source.end - 1)
            + b.unfinished_in(target.start..target.end - 1);
        features[34] = inner;
        features[35] = (source.len() + target.len() - 2) as f64 - inner;
        features[36] =
            f64::from(a.is_unfinished(source.end - 1) != b.is_unfinished(target.end - 1));
        if self.paragraphs {
            pair(a.starts[source.start], b.starts[target.start], 37, features);
            features[39] = (a.borders_in(source) + b.borders_in(target)) as f64;
        }
        if self.roles && a.roles[source.start] != b.roles[target.start] {
            features[40] = 1.0;
        }
    }
}

/// Something that both sides should have or neither.
fn pair(a: bool, b: bool, at: usize, features: &mut Features) {
    features[at] = f64::from(a && b);
    features[at + 1] = f64::from(a != b);
}

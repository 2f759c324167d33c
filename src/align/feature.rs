//! What speaks for and against a bead, as numbers that the weights multiply.

use std::collections::VecDeque;
use std::ops::Range;

use super::band::Band;
use super::links::{COGNATE, EQUAL, KINDS, LEARNT, Links, NAME, NUMBER, Windows};
use super::profile::{COUNTED, End, Profile, View};
use super::shape::{CLASSES, Shape, WIDEST};
use crate::text::Role;

/// Features of a bead.
pub const COUNT: usize = 53;

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
    "role-crossed",
    "alone-residue",
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

/// The place of a feature, found at compile time.
const fn at(name: &str) -> usize {
    let mut index = 0;
    while index < COUNT {
        let (a, b) = (FEATURES[index].as_bytes(), name.as_bytes());
        let mut same = 0;
        while same < a.len() && same < b.len() && a[same] == b[same] {
            same += 1;
        }
        if same == a.len() && same == b.len() {
            return index;
        }
        index += 1;
    }
    panic!("no feature of that name");
}

/// The first of the shapes.
const DENSE: usize = COUNT - CLASSES.len();

/// Each kind of links: what a bead has of it, and sides with such words that share none.
const LINKED: [(usize, usize, usize); KINDS] = [
    (NUMBER, at("number-shared"), at("number-none")),
    (NAME, at("name-shared"), at("name-none")),
    (EQUAL, at("equal-shared"), at("equal-none")),
    (COGNATE, at("cognate-shared"), at("cognate-none")),
    (LEARNT, at("learnt-shared"), at("learnt-none")),
];

/// As [`Profile::marks`] counts them.
const MARKS: [usize; COUNTED] = [
    at("quote-count"),
    at("question-count"),
    at("exclamation-count"),
    at("colon-count"),
    at("comma-count"),
    at("bracket-count"),
    at("dash-count"),
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
    pub(super) fn new(source: &View<'_>, target: &View<'_>) -> Self {
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
        for (kind, has, none) in LINKED {
            features[has] = 0.5 * shared[kind];
            let least = potential[0][kind].min(potential[1][kind]);
            features[none] = f64::from(shared[kind] == 0.0) * -least.min(5.0);
        }
        if shape.source == 0 || shape.target == 0 {
            evidence.alone(&source, &target, &mut features);
        } else if evidence.source.breaks[source.start] {
            features[const { at("break-pair") }] = 1.0;
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
            if profile.roles[segment] == Role::Residue {
                features[const { at("alone-residue") }] += 1.0;
            }
            if profile.breaks[segment] {
                features[const { at("alone-break") }] += 1.0;
            } else {
                length -= libm::sqrt(profile.length(&(segment..segment + 1)) * ratio / self.mean);
            }
        }
        let at = if range.len() == 1 {
            const { at("alone-length") }
        } else {
            const { at("run-length") }
        };
        features[at] = length;
    }

    fn compare(&self, source: &Range<usize>, target: &Range<usize>, features: &mut Features) {
        let (a, b) = (&self.source, &self.target);
        let merged = source.len() + target.len() > 2;
        features[const { at("length-normal") }] = -self.misfit(source, target);
        let ratio = libm::log((b.length(target) + 8.0) / (a.length(source) * self.ratio + 8.0));
        features[const { at("length-ratio") }] = -ratio.abs();
        features[const { at("length-ratio-merged") }] = if merged { -ratio.abs() } else { 0.0 };
        let words = (b.words_in(target) + 2.0) / (a.words_in(source) * self.word_ratio + 2.0);
        features[const { at("words-ratio") }] = -libm::log(words).abs();

        let (last_a, last_b) = (a.ends[source.end - 1], b.ends[target.end - 1]);
        let rare = |end: End| !matches!(end, End::Stop | End::None);
        features[match (last_a == last_b, rare(last_a) || rare(last_b)) {
            (true, false) => const { at("end-same") },
            (true, true) => const { at("end-same-rare") },
            (false, false) => const { at("end-other") },
            (false, true) => const { at("end-other-rare") },
        }] = 1.0;
        for (kind, at) in MARKS.into_iter().enumerate() {
            let (x, y) = (a.marks_in(source, kind), b.marks_in(target, kind));
            features[at] = -(x - y).abs().min(4.0);
        }
        let (first_a, first_b) = (a.speech[source.start], b.speech[target.start]);
        features[const { at("speech-same") }] = both(first_a, first_b);
        features[const { at("speech-other") }] = one(first_a, first_b);
        let (last_a, last_b) = (a.quoted[source.end - 1], b.quoted[target.end - 1]);
        features[const { at("quoted-same") }] = both(last_a, last_b);
        features[const { at("quoted-other") }] = one(last_a, last_b);
        features[const { at("lower-other") }] =
            f64::from(a.lower[source.start] != b.lower[target.start]);

        let inner = a.unfinished_in(source.start..source.end - 1)
            + b.unfinished_in(target.start..target.end - 1);
        features[const { at("inner-unfinished") }] = inner;
        features[const { at("inner-finished") }] = (source.len() + target.len() - 2) as f64 - inner;
        features[const { at("outer-unfinished") }] =
            f64::from(a.is_unfinished(source.end - 1) != b.is_unfinished(target.end - 1));
        if self.paragraphs {
            let (first_a, first_b) = (a.starts[source.start], b.starts[target.start]);
            features[const { at("block-same") }] = both(first_a, first_b);
            features[const { at("block-other") }] = one(first_a, first_b);
            features[const { at("block-crossed") }] =
                (a.borders_in(source) + b.borders_in(target)) as f64;
        }
        features[const { at("role-crossed") }] = (a.turns_in(source) + b.turns_in(target)) as f64;
        if self.roles && a.roles[source.start] != b.roles[target.start] {
            features[const { at("role-other") }] = 1.0;
        }
    }
}

fn both(a: bool, b: bool) -> f64 {
    f64::from(a && b)
}

fn one(a: bool, b: bool) -> f64 {
    f64::from(a != b)
}

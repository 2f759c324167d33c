//! What speaks for and against a bead, as numbers that the weights multiply.

use std::collections::VecDeque;
use std::ops::Range;

use super::band::{Area, Band};
use super::links::{COGNATE, EQUAL, KINDS, Links, NAME, NUMBER, Windows};
use super::profile::{COUNTED, End, Profile, View};
use super::shape::{CLASSES, Shape, WIDEST};
use super::vectors::{Dense, Products, Vectors};
use super::words::{Pairs, Words};
use crate::text::Role;

/// Features of a bead.
pub const COUNT: usize = 64;

/// Their names, as in the table of weights.
pub const FEATURES: [&str; COUNT] = [
    // Words, as the lexicon knows them; only in the second pass.
    "word-ratio",
    "word-ratio-merged",
    "word-cover",
    "word-bare",
    "word-weak",
    "alone-words",
    // Vectors of segments.
    "vector-alike",
    "vector-mass",
    "vector-unlike",
    "vector-size",
    "vector-gain",
    "vector-loss",
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
    "break-inside",
    // Links, and sides with linked words that have none in common.
    "number-shared",
    "number-none",
    "name-shared",
    "name-none",
    "equal-shared",
    "equal-none",
    "cognate-shared",
    "cognate-none",
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
pub(super) const fn at(name: &str) -> usize {
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

/// Those of the second pass alone: the first so many.
pub const SECOND: usize = 6;

/// The first of the shapes.
const DENSE: usize = COUNT - CLASSES.len();

/// Each kind of links: what a bead has of it, and sides with such words that share none.
const LINKED: [(usize, usize, usize); KINDS] = [
    (NUMBER, at("number-shared"), at("number-none")),
    (NAME, at("name-shared"), at("name-none")),
    (EQUAL, at("equal-shared"), at("equal-none")),
    (COGNATE, at("cognate-shared"), at("cognate-none")),
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

/// Takes the features of a bead as they are found: to learn from, or to add them up by weight.
pub(super) trait Sink {
    /// Takes one; each feature comes at most once.
    fn put(&mut self, feature: usize, value: f64);
}

impl Sink for Features {
    fn put(&mut self, feature: usize, value: f64) {
        self[feature] = value;
    }
}

/// A weighted sum.
pub(super) struct Sum<'a> {
    pub weights: &'a Features,
    pub total: f64,
}

impl Sink for Sum<'_> {
    fn put(&mut self, feature: usize, value: f64) {
        self.total += self.weights[feature] * value;
    }
}

/// Variance of a translation's length per character of source (Gale & Church 1993 have 6.8), and
/// the mean logarithm of the ratio of lengths, of most texts.
const VARIANCE: f64 = 7.0;
const SPREAD: f64 = 0.25;

/// As many pairs like those of most texts are added to what is seen in two texts.
const ASSUMED: f64 = 10.0;

/// Two documents, ready to have their beads looked at.
#[derive(Debug)]
pub(super) struct Evidence {
    pub(super) source: Profile,
    pub(super) target: Profile,
    pub(super) links: Links,
    pub(super) dense: (Dense, Dense),
    /// How alike segments are halfway between translations and others, above what is by chance.
    middle: f64,
    pub(super) words: Option<Words>,
    /// Target characters per source character.
    ratio: f64,
    /// Target words per source word.
    word_ratio: f64,
    /// Target marks of each kind per source mark.
    marks: [f64; COUNTED],
    /// Mean characters of a segment, in target characters.
    mean: f64,
    /// How freely lengths vary in these texts: as [`VARIANCE`] and [`SPREAD`].
    variance: f64,
    spread: f64,
    /// Logarithms of lengths, at the ratios above.
    logs: (Logs, Logs),
    paragraphs: bool,
    roles: bool,
}

/// Logarithms of characters and of words in the last `k + 1` segments, at `segment * WIDEST + k`.
#[derive(Debug, Default)]
struct Logs {
    characters: Vec<f64>,
    words: Vec<f64>,
}

impl Logs {
    fn new(profile: &Profile, ratio: f64, word_ratio: f64) -> Logs {
        let mut logs = Logs::default();
        for segment in 0..profile.count {
            for back in 0..WIDEST {
                let range = segment.saturating_sub(back)..segment + 1;
                let characters = profile.length(&range) * ratio + 8.0;
                logs.characters.push(libm::log(characters));
                let words = profile.words_in(&range) * word_ratio + 2.0;
                logs.words.push(libm::log(words));
            }
        }
        logs
    }

    fn at(range: &Range<usize>) -> usize {
        (range.end - 1) * WIDEST + range.len() - 1
    }
}

impl Evidence {
    /// Looks at two sides.
    pub(super) fn new(source: &View<'_>, target: &View<'_>, vectors: (&Vectors, &Vectors)) -> Self {
        let links = Links::new(source, target);
        let dense = Dense::pair(vectors.0.seen(source), vectors.1.seen(target));
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
            variance: VARIANCE,
            spread: SPREAD,
            marks: [1.0; COUNTED],
            logs: Default::default(),
            paragraphs,
            roles,
            links,
            dense,
            words: None,
            middle: 0.0,
            source,
            target,
        };
        let whole = [(0..evidence.source.count, 0..evidence.target.count)];
        evidence.measure(&whole);
        evidence
    }

    /// All segments.
    pub(super) fn area(&self) -> Area {
        Area {
            source: 0..self.source.count,
            target: 0..self.target.count,
        }
    }

    /// Target characters per source character.
    pub(super) fn ratio(&self) -> f64 {
        self.ratio
    }

    /// Estimates the ratios of lengths, and how freely they vary, from parts that belong together.
    pub(super) fn measure(&mut self, parts: &[(Range<usize>, Range<usize>)]) {
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
        for (kind, ratio) in self.marks.iter_mut().enumerate() {
            let count =
                |profile: &Profile| f64::from(profile.marks_in(&(0..profile.count), kind)) + 10.0;
            *ratio = (count(&self.target) / count(&self.source)).clamp(0.2, 5.0);
        }
        let mut pairs = ASSUMED;
        let (mut variance, mut spread) = (VARIANCE * ASSUMED, SPREAD * ASSUMED);
        for (source, target) in parts {
            if source.len() == 1 && target.len() == 1 && !self.source.breaks[source.start] {
                pairs += 1.0;
                variance += self.difference(source, target).min(10.0 * VARIANCE);
                let (x, y) = (self.source.length(source), self.target.length(target));
                let ratio = libm::log((y + 8.0) / (x * self.ratio + 8.0));
                spread += ratio.abs().min(2.0);
            }
        }
        self.variance = variance / pairs;
        self.spread = spread / pairs;
        self.logs = (
            Logs::new(&self.source, self.ratio, self.word_ratio),
            Logs::new(&self.target, 1.0, 1.0),
        );
    }

    /// Sees from pairs of segments that are probably translations how alike these are.
    pub(super) fn settle(&mut self, sure: &[(usize, usize)]) {
        let taken = 100.min(sure.len());
        let (a, b) = &self.dense;
        // Six pairs are added that are like those of most languages.
        let (mut sum, mut count) = (6.0 * 0.35, 6.0);
        for index in 0..taken {
            let (one, other) = sure[index * sure.len() / taken];
            let (one, other) = (one..one + 1, other..other + 1);
            if a.inverse(&one) == 0.0 || b.inverse(&other) == 0.0 {
                continue;
            }
            let product = crate::lexicon::dot(a.row(one.start), b.row(other.start));
            let cosine = product * a.inverse(&one) * b.inverse(&other);
            sum += f64::from(cosine - 0.5 * (a.hub(&one) + b.hub(&other)));
            count += 1.0;
        }
        self.middle = 0.5 * sum / count;
    }

    /// Whether a shape may stand here: breaks pair only with breaks, and stand inside a bead only
    /// where a sentence goes on over one.
    pub(super) fn allows(&self, source: &Range<usize>, target: &Range<usize>) -> bool {
        if source.is_empty() || target.is_empty() {
            return true;
        }
        let (a, b) = (&self.source.breaks, &self.target.breaks);
        let ends = [
            a[source.start],
            a[source.end - 1],
            b[target.start],
            b[target.end - 1],
        ];
        ends == [false; 4] || ends == [true; 4] && source.len() == 1 && target.len() == 1
    }

    /// Breaks in a bead.
    fn breaks_in(&self, source: &Range<usize>, target: &Range<usize>) -> f64 {
        let count = |profile: &Profile, range: &Range<usize>| {
            let breaks = profile.breaks[range.clone()].iter();
            breaks.filter(|is| **is).count()
        };
        (count(&self.source, source) + count(&self.target, target)) as f64
    }

    /// The square of the difference in length in characters, over the mean length.
    fn difference(&self, source: &Range<usize>, target: &Range<usize>) -> f64 {
        let source = self.source.length(source) * self.ratio;
        let target = self.target.length(target);
        let mean = 0.5 * (source + target);
        let difference = target - source;
        difference * difference / mean.max(1.0)
    }

    /// Length in characters as Gale and Church compare it: the square of the difference in
    /// standard deviations, over three, since the tail of real pairs is long; at most 6.
    fn misfit(&self, source: &Range<usize>, target: &Range<usize>) -> f64 {
        (self.difference(source, target) / (3.0 * self.variance)).min(6.0)
    }
}

/// Walks over the cells of a band in rows, with what links, vectors and words say about them at
/// hand.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    evidence: &'a Evidence,
    band: &'a Band,
    /// The most segments that a bead has on one side.
    widest: usize,
    /// Windows of the last source segments; the last is that of segment `row - 1`.
    sources: VecDeque<Windows>,
    products: VecDeque<Products>,
    pairs: Pairs,
    /// Windows of the target segments that the row can reach, from `first` on.
    targets: VecDeque<Windows>,
    first: usize,
    row: usize,
}

impl<'a> Walk<'a> {
    /// Starts before the first row.
    pub fn new(evidence: &'a Evidence, band: &'a Band, widest: usize) -> Self {
        Walk {
            evidence,
            band,
            widest,
            sources: VecDeque::with_capacity(widest + 1),
            products: VecDeque::with_capacity(widest + 1),
            pairs: Pairs::default(),
            targets: VecDeque::new(),
            first: band.area().target.start,
            row: band.area().source.start,
        }
    }

    /// Goes to a row; rows must be entered in order, from the first.
    pub fn enter(&mut self, row: usize) {
        self.row = row;
        let evidence = self.evidence;
        let links = &evidence.links;
        if row > self.band.area().source.start {
            let reach = self.band.reach_of_source(row - 1, self.widest);
            let windows = (links.source).windows(row - 1, &links.target, &reach, self.widest);
            self.sources.push_back(windows);
            let (source, target) = &evidence.dense;
            let products = Products::new(source.row(row - 1), target, &reach);
            self.products.push_back(products);
            self.pairs.enter(row - 1, &reach);
            if self.sources.len() > self.widest {
                self.sources.pop_front();
                self.products.pop_front();
                self.pairs.leave();
            }
        }
        let columns = self.band.columns(row);
        let low = (columns.start().saturating_sub(self.widest)).max(self.band.area().target.start);
        while self.first < low && self.targets.pop_front().is_some() {
            self.first += 1;
        }
        if self.targets.is_empty() {
            self.first = self.first.max(low);
        }
        for segment in self.first + self.targets.len()..*columns.end() {
            let reach = self.band.reach_of_target(segment, self.widest);
            let windows = (links.target).windows(segment, &links.source, &reach, self.widest);
            self.targets.push_back(windows);
        }
    }

    /// The features of the bead of a shape that ends in the current row before `column`. Says
    /// whether one may stand there. Those of the second pass are left out unless `words`.
    pub fn features(
        &mut self,
        column: usize,
        shape: Shape,
        words: bool,
        sink: &mut impl Sink,
    ) -> bool {
        let (Some(top), Some(left)) = (
            self.row.checked_sub(shape.source),
            column.checked_sub(shape.target),
        ) else {
            return false;
        };
        let (source, target) = (top..self.row, left..column);
        let evidence = self.evidence;
        if !self.band.contains(top, left) || !evidence.allows(&source, &target) {
            return false;
        }
        sink.put(DENSE + shape.class, 1.0);
        if shape.source == 0 || shape.target == 0 {
            evidence.alone(&source, &target, words, sink);
            return true;
        }
        let mut shared = [0f32; KINDS];
        let oldest = self.row - self.sources.len();
        for segment in source.clone() {
            let found = self.sources[segment - oldest].get(column, shape.target);
            for (sum, more) in shared.iter_mut().zip(found) {
                *sum += more;
            }
        }
        for segment in target.clone() {
            let found = self.targets[segment - self.first].get(self.row, shape.source);
            for (sum, more) in shared.iter_mut().zip(found) {
                *sum += more;
            }
        }
        let links = &evidence.links;
        let potential = [
            links.source.potential(&source),
            links.target.potential(&target),
        ];
        for (kind, has, none) in LINKED {
            sink.put(has, 0.5 * f64::from(shared[kind]));
            if shared[kind] == 0.0 {
                let least = potential[0][kind].min(potential[1][kind]);
                sink.put(none, -least.min(5.0));
            }
        }
        if evidence.source.breaks[source.start] {
            sink.put(const { at("break-pair") }, 1.0);
            return true;
        }
        evidence.compare(&source, &target, sink);
        let product = |source: Range<usize>, target: &Range<usize>| -> f32 {
            let products = source.map(|segment| self.products[segment - oldest].with(target));
            products.sum()
        };
        evidence.alike(&source, &target, product, sink);
        if words && let Some(words) = &evidence.words {
            self.pairs.compare(&source, &target, words, sink);
        }
        true
    }
}

impl Evidence {
    fn alone(
        &self,
        source: &Range<usize>,
        target: &Range<usize>,
        words: bool,
        sink: &mut impl Sink,
    ) {
        let (profile, range, ratio) = if target.is_empty() {
            (&self.source, source, self.ratio)
        } else {
            (&self.target, target, 1.0)
        };
        let (mut length, mut residue, mut breaks) = (0.0, 0.0, 0.0);
        for segment in range.clone() {
            if profile.roles[segment] == Role::Residue {
                residue += 1.0;
            }
            if profile.breaks[segment] {
                breaks += 1.0;
            } else {
                length -= libm::sqrt(profile.length(&(segment..segment + 1)) * ratio / self.mean);
            }
        }
        sink.put(const { at("alone-residue") }, residue);
        sink.put(const { at("alone-break") }, breaks);
        if range.len() == 1 {
            sink.put(const { at("alone-length") }, length);
            if words && let Some(words) = &self.words {
                let side = if target.is_empty() {
                    &words.source
                } else {
                    &words.target
                };
                sink.put(const { at("alone-words") }, -side.mass(range));
            }
        } else {
            sink.put(const { at("run-length") }, length);
        }
    }

    fn compare(&self, source: &Range<usize>, target: &Range<usize>, sink: &mut impl Sink) {
        let (a, b) = (&self.source, &self.target);
        let merged = source.len() + target.len() > 2;
        sink.put(const { at("length-normal") }, -self.misfit(source, target));
        let (left, right) = (Logs::at(source), Logs::at(target));
        let ratio = (self.logs.1.characters[right] - self.logs.0.characters[left]).abs()
            * (SPREAD / self.spread);
        sink.put(const { at("length-ratio") }, -ratio);
        if merged {
            sink.put(const { at("length-ratio-merged") }, -ratio);
        }
        let words =
            (self.logs.1.words[right] - self.logs.0.words[left]).abs() * (SPREAD / self.spread);
        sink.put(const { at("words-ratio") }, -words);

        let (last_a, last_b) = (a.ends[source.end - 1], b.ends[target.end - 1]);
        let rare = |end: End| !matches!(end, End::Stop | End::None);
        let end = match (last_a == last_b, rare(last_a) || rare(last_b)) {
            (true, false) => const { at("end-same") },
            (true, true) => const { at("end-same-rare") },
            (false, false) => const { at("end-other") },
            (false, true) => const { at("end-other-rare") },
        };
        sink.put(end, 1.0);
        for (kind, at) in MARKS.into_iter().enumerate() {
            let (x, y) = (a.marks_in(source, kind), b.marks_in(target, kind));
            let more = f64::from(x) * self.marks[kind] - f64::from(y);
            sink.put(at, -more.abs().min(4.0));
        }
        let (first_a, first_b) = (a.speech[source.start], b.speech[target.start]);
        sink.put(const { at("speech-same") }, both(first_a, first_b));
        sink.put(const { at("speech-other") }, one(first_a, first_b));
        let (last_a, last_b) = (a.quoted[source.end - 1], b.quoted[target.end - 1]);
        sink.put(const { at("quoted-same") }, both(last_a, last_b));
        sink.put(const { at("quoted-other") }, one(last_a, last_b));
        let lower = one(a.lower[source.start], b.lower[target.start]);
        sink.put(const { at("lower-other") }, lower);

        if merged {
            let inner = a.unfinished_in(source.start..source.end - 1)
                + b.unfinished_in(target.start..target.end - 1);
            let borders = (source.len() + target.len() - 2) as f64;
            sink.put(const { at("inner-unfinished") }, inner);
            if source.len() > 2 || target.len() > 2 {
                let breaks = self.breaks_in(source, target);
                sink.put(const { at("break-inside") }, breaks);
            }
            sink.put(const { at("inner-finished") }, borders - inner);
            let turns = (a.turns_in(source) + b.turns_in(target)) as f64;
            sink.put(const { at("role-crossed") }, turns);
        }
        let outer = one(
            a.is_unfinished(source.end - 1),
            b.is_unfinished(target.end - 1),
        );
        sink.put(const { at("outer-unfinished") }, outer);
        if self.paragraphs {
            let (first_a, first_b) = (a.starts[source.start], b.starts[target.start]);
            sink.put(const { at("block-same") }, both(first_a, first_b));
            sink.put(const { at("block-other") }, one(first_a, first_b));
            let crossed = (a.borders_in(source) + b.borders_in(target)) as f64;
            sink.put(const { at("block-crossed") }, crossed);
        }
        if self.roles && a.roles[source.start] != b.roles[target.start] {
            sink.put(const { at("role-other") }, 1.0);
        }
    }

    /// How alike the vectors of both sides are, above what is so by chance.
    fn alike(
        &self,
        source: &Range<usize>,
        target: &Range<usize>,
        product: impl Fn(Range<usize>, &Range<usize>) -> f32,
        sink: &mut impl Sink,
    ) {
        let (a, b) = &self.dense;
        let cosine = |source: &Range<usize>, target: &Range<usize>| {
            product(source.clone(), target) * a.inverse(source) * b.inverse(target)
        };
        if a.inverse(source) == 0.0 || b.inverse(target) == 0.0 {
            // Nothing is known of one of them.
            return;
        }
        let whole = cosine(source, target);
        let hub = 0.5 * (a.hub(source) + b.hub(target));
        let alike = f64::from(whole - hub) - self.middle;
        let length = self.source.length(source) * self.ratio + self.target.length(target);
        let share = (length / (2.0 * self.mean)).min(4.0);
        sink.put(const { at("vector-alike") }, alike);
        sink.put(const { at("vector-mass") }, alike * share);
        // The cost of Vecalign, as much above that of a likely translation.
        let size = (source.len() * target.len()) as f64;
        let usual = f64::from(1.0 - hub) - 2.0 * self.middle;
        let unlike = f64::from(1.0 - whole) / usual.max(0.2) - 1.0;
        sink.put(const { at("vector-unlike") }, -unlike * size.min(6.0));
        if source.len() + target.len() > 2 {
            sink.put(const { at("vector-size") }, alike * (size - 1.0).min(5.0));
            // Without one of its outer segments a bead should be worse.
            let mut gain = f32::INFINITY;
            if source.len() > 1 {
                gain = gain
                    .min(whole - cosine(&(source.start + 1..source.end), target))
                    .min(whole - cosine(&(source.start..source.end - 1), target));
            }
            if target.len() > 1 {
                gain = gain
                    .min(whole - cosine(source, &(target.start + 1..target.end)))
                    .min(whole - cosine(source, &(target.start..target.end - 1)));
            }
            sink.put(const { at("vector-gain") }, f64::from(gain) * 10.0);
            sink.put(const { at("vector-loss") }, -f64::from(gain < 0.0));
        }
    }
}

fn both(a: bool, b: bool) -> f64 {
    f64::from(a && b)
}

fn one(a: bool, b: bool) -> f64 {
    f64::from(a != b)
}

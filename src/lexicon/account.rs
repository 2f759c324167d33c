//! What the two sides of a bead owe each other: a run of words that one says and the other does
//! not, and whether they belong together at all.
//!
//! The evidence of single words is weak, that of a run of neighbours strong. Runs, lengths and
//! likenesses are judged against what is usual for the other beads of the text, since translators
//! and lexicon differ in how much they leave open. What makes sides strangers to each other
//! depends on what else is known of them (few words tell little, a free translation has little in
//! common with its source), so that a small network weighs it; `training/` fits the weights.

use std::ops::Range;
use std::sync::LazyLock;

use super::evidence::{Page, usual_length};
use super::{Vector, dot};
use crate::data;
use crate::text::{Bead, Evidence, Gap, Lang, Notes, Segment};

/// Features of a run of words that the other side may lack.
pub const GAP: usize = 32;

/// Their names, as in the table of weights.
pub const GAP_FEATURES: [&str; GAP] = [
    "gap",
    "run",
    "run-words",
    "run-share",
    "outside",
    "mean",
    "mean-other",
    "run-other",
    "longer",
    "similarity",
    "log-words",
    "log-words-other",
    "missing",
    "inside",
    "run-wide",
    "weak",
    "size",
    "usual-longer",
    "usual-spread",
    "usual-mean",
    "usual-beads",
    "longer-than-usual",
    "longer-by-spread",
    "longer-by-spread-2",
    "more-than-usual",
    "run-outside",
    "run-longer",
    "longer-size",
    "run-similarity",
    "outside-longer",
    "inside-words",
    "apart-longer",
];

/// Where [`GAP_FEATURES`] has `longer-than-usual`.
const RELATIVE: usize = 21;

/// Features of sides that may not belong together.
pub const STRANGE: usize = 37;

/// Their names, as in the table of weights.
pub const STRANGE_FEATURES: [&str; STRANGE] = [
    "strange",
    "cosine",
    "cosine-high",
    "cosine-low",
    "cosine-than-usual",
    "least-mean",
    "most-mean",
    "mean-than-usual",
    "length",
    "length-square",
    "fewer-words",
    "more-words",
    "missing-both",
    "weak-least",
    "weak-most",
    "alone",
    "cosine-words",
    "mean-words",
    "cosine-usual-words",
    "near",
    "better",
    "better-positive",
    "better-words",
    "twin",
    "twin-positive",
    "twin-unlike",
    "mean-cosine",
    "length-words",
    "mutual",
    "near-partners",
    "order-of-both",
    "mass-ratio-of-both",
    "numbers-same",
    "numbers-other",
    "question",
    "quotation",
    "least-mutual",
];

/// Beads before and after which a stranger may belong to.
const NEAR: usize = 2;

/// Beads that what is usual in general weighs as much as.
const GENERAL: f32 = 4.0;

/// Similarity of translations and mean logarithm of the odds of a word to be without a
/// counterpart, in general.
const GENERAL_SIMILARITY: f32 = 0.55;
const GENERAL_MEAN: f32 = -2.2;

/// Standard deviation of the logarithm of a ratio of lengths, in general.
const GENERAL_SPREAD: f32 = 0.16;

/// Logarithm of the odds from which on a word is not well covered.
const WEAK: f32 = -1.0;

/// The same from which on a word may belong to a run that is marked: the bar is lowered until the
/// run is about as long as what is missing by the lengths of both sides.
const BARS: [f32; 5] = [WEAK, -1.6, -2.2, -2.8, -3.4];

/// Units of a network between features and odds.
pub const UNITS: usize = 16;

/// A network of one layer: the odds are a weighted sum of what each unit says above nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Net<const N: usize> {
    /// For each feature its weight in each unit. The first feature is always 1.
    pub units: [[f32; UNITS]; N],
    /// The weight of each unit.
    pub out: [f32; UNITS],
    /// What is added to their sum.
    pub bias: f32,
}

impl<const N: usize> Net<N> {
    /// One that says nothing.
    pub fn silent() -> Self {
        Net {
            units: [[0.0; UNITS]; N],
            out: [0.0; UNITS],
            bias: 0.0,
        }
    }

    /// The logarithm of the odds.
    pub fn odds(&self, features: &[f32; N]) -> f32 {
        let mut sums = [0.0; UNITS];
        for (feature, weights) in features.iter().zip(&self.units) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += feature * weight;
            }
        }
        let terms = sums.iter().zip(&self.out);
        self.bias
            + terms
                .map(|(sum, weight)| sum.max(0.0) * weight)
                .sum::<f32>()
    }

    fn read(table: &str, net: &str, names: &[&str; N]) -> Self {
        let mut read = Self::silent();
        let mut values = [0.0; UNITS];
        for row in data::rows(table).filter(|row| row[0] == net) {
            let Some(name) = row.get(1) else { continue };
            for (value, cell) in values.iter_mut().zip(&row[2..]) {
                *value = cell.parse().unwrap_or(0.0);
            }
            if *name == "bias" {
                read.bias = values[0];
            } else if *name == "out" {
                read.out = values;
            } else if let Some(at) = names.iter().position(|known| known == name) {
                read.units[at] = values;
            }
        }
        read
    }

    fn write(&self, net: &str, names: &[&str; N]) -> String {
        let cells = |values: &[f32]| -> String {
            let cells = values.iter().map(|value| format!("\t{value:.3}"));
            cells.collect()
        };
        let units = names.iter().zip(&self.units);
        let rows = units.map(|(name, values)| format!("{net}\t{name}{}\n", cells(values)));
        rows.chain([
            format!("{net}\tout{}\n", cells(&self.out)),
            format!("{net}\tbias\t{:.3}\n", self.bias),
        ])
        .collect()
    }
}

/// Weights of the features.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// That one side lacks something of the other, in the order of [`GAP_FEATURES`].
    pub gap: [f32; GAP],
    /// That the sides do not belong together.
    pub strange: Net<STRANGE>,
}

static SHIPPED: LazyLock<Weights> =
    LazyLock::new(|| Weights::parse(include_str!("../data/account-weights.tsv")));

impl Weights {
    /// The weights that ship with the crate.
    pub fn shipped() -> &'static Weights {
        &SHIPPED
    }

    /// Reads a table of features and weights. A feature without a row has weight 0.
    pub fn parse(table: &str) -> Weights {
        let mut gap = [0.0; GAP];
        for row in data::rows(table) {
            let at = GAP_FEATURES.iter().position(|name| *name == row[0]);
            if let (Some(at), Some(weight)) = (at, row.get(1)) {
                gap[at] = weight.parse().unwrap_or(0.0);
            }
        }
        Weights {
            gap,
            strange: Net::read(table, STRANGER, &STRANGE_FEATURES),
        }
    }

    /// The table that [`parse`](Self::parse) reads.
    pub fn table(&self) -> String {
        let gap = GAP_FEATURES.iter().zip(&self.gap);
        gap.map(|(name, weight)| format!("{name}\t{weight:.4}\n"))
            .chain([self.strange.write(STRANGER, &STRANGE_FEATURES)])
            .collect()
    }
}

/// The first column of the rows of the network.
const STRANGER: &str = "stranger";

/// One side of a bead in the light of the other.
#[derive(Debug, Clone, Default)]
struct View {
    /// Sum over the run of words that are likelier without a counterpart than with one.
    run: f32,
    /// The same with a lower bar.
    wide: f32,
    /// Logarithms of the odds of each word to be without a counterpart.
    odds: Vec<f32>,
    /// Words in the run.
    length: f32,
    /// Words.
    count: f32,
    /// Means of the logarithms of the odds: outside of the run, inside, and of all words.
    outside: f32,
    inside: f32,
    mean: f32,
    /// Share of words that are not well covered.
    weak: f32,
    /// Sum of the weights of all words.
    mass: f32,
    /// Share of words, outside of the run and inside, whose likeliest partner has them as its own.
    mutual: [f32; 2],
    /// Share of neighbours, outside of the run and inside, whose partners are neighbours too,
    /// above what chance would have it.
    near: [f32; 2],
    /// Correlation of the places of words with those of their partners.
    order: f32,
}

impl View {
    fn new(part: &Part<'_>, other: &Part<'_>) -> View {
        let counterparts = part.counterparts;
        let odds: Vec<f32> = counterparts
            .iter()
            .map(|probability| {
                let probability = probability.clamp(0.01, 0.99);
                libm::logf((1.0 - probability) / probability)
            })
            .collect();
        let (run, words) = best_run(&odds, 0.0);
        let (wide, _) = best_run(&odds, WEAK);
        let all: f32 = odds.iter().sum();
        let within: f32 = odds[words.clone()].iter().sum();
        let (count, length) = (odds.len() as f32, words.len() as f32);
        let weak = odds.iter().filter(|odds| **odds > WEAK).count();
        View {
            run: libm::log1pf(run),
            wide: libm::log1pf(wide),
            length,
            count,
            outside: (all - within - 1.5) / (count - length + 1.0),
            inside: if length > 0.0 { within / length } else { -3.0 },
            mean: (all - 1.5) / (count + 1.0),
            weak: weak as f32 / count.max(1.0),
            ..part.view(other, &odds, words)
        }
        .with(odds)
    }

    fn with(mut self, odds: Vec<f32>) -> View {
        self.odds = odds;
        self
    }

    /// The run of words to show where this share of the side is missing.
    fn marked(&self, share: f32) -> Range<usize> {
        let mut closest = (f32::INFINITY, 0..self.odds.len());
        for bar in BARS {
            let (_, words) = best_run(&self.odds, bar);
            let off = libm::fabsf(words.len() as f32 / self.count - share);
            if !words.is_empty() && off < closest.0 {
                closest = (off, words);
            }
        }
        closest.1
    }
}

/// One side of a bead with what is known of its words.
struct Part<'a> {
    counterparts: &'a [f32],
    partners: &'a [u32],
    /// Sum of the weights of the words.
    mass: f32,
    characters: f32,
}

impl<'a> Part<'a> {
    fn new(
        page: Page<'a>,
        segments: &Range<usize>,
        counterparts: &'a [f32],
        partners: &'a [u32],
    ) -> Self {
        let count = |segment: &Segment| {
            let letters = segment.span.of(&page.side.document.text).chars();
            letters.filter(|letter| !letter.is_whitespace()).count()
        };
        let characters: usize = page.side.segments[segments.clone()].iter().map(count).sum();
        let words = page.words.words_in(segments).iter();
        Part {
            counterparts,
            partners,
            mass: words.map(|word| page.words.weight(*word)).sum(),
            characters: characters as f32,
        }
    }

    /// What the partners of words say of a run and of what is around it.
    fn view(&self, other: &Part<'_>, odds: &[f32], run: Range<usize>) -> View {
        let mutual = |at: usize| {
            let partner = self.partners.get(at).map(|partner| *partner as usize);
            let back = partner.and_then(|partner| other.partners.get(partner));
            f32::from(u8::from(back.is_some_and(|back| *back as usize == at)))
        };
        let count = self.partners.len();
        let chance = (4.0 / other.partners.len().max(1) as f32).min(1.0);
        let (mut mutuals, mut words) = ([0.0; 2], [0.0; 2]);
        let (mut nears, mut pairs) = ([0.0; 2], [0.0; 2]);
        for at in 0..count {
            let inside = usize::from(run.contains(&at));
            mutuals[inside] += mutual(at);
            words[inside] += 1.0;
            if at + 1 < count && run.contains(&(at + 1)) == (inside == 1) {
                let step = self.partners[at].abs_diff(self.partners[at + 1]);
                nears[inside] += f32::from(u8::from((1..=2).contains(&step)));
                pairs[inside] += 1.0;
            }
        }
        View {
            mass: self.mass,
            mutual: [0, 1].map(|at| (mutuals[at] + 0.5) / (words[at] + 1.0)),
            near: [0, 1].map(|at| (nears[at] + chance) / (pairs[at] + 1.0) - chance),
            order: order(self.partners, odds),
            ..View::default()
        }
    }
}

/// How well the order of words goes with that of their partners, −1 to 1.
fn order(partners: &[u32], odds: &[f32]) -> f32 {
    let weighed = || {
        partners
            .iter()
            .zip(odds)
            .enumerate()
            .map(|(at, (partner, odds))| {
                (at as f32, *partner as f32, 1.0 / (1.0 + libm::expf(*odds)))
            })
    };
    let (mut all, mut x, mut y) = (0.0, 0.0, 0.0);
    for (here, there, weight) in weighed() {
        all += weight;
        x += weight * here;
        y += weight * there;
    }
    if all <= 0.0 {
        return 0.0;
    }
    let (x, y) = (x / all, y / all);
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (here, there, weight) in weighed() {
        xx += weight * (here - x) * (here - x);
        yy += weight * (there - y) * (there - y);
        xy += weight * (here - x) * (there - y);
    }
    let sizes = libm::sqrtf(xx * yy);
    if sizes > 1e-6 { xy / sizes } else { 0.0 }
}

/// The neighbours whose values less `bar` have the greatest sum, and that sum.
fn best_run(values: &[f32], bar: f32) -> (f32, Range<usize>) {
    let (mut best, mut range) = (0.0, 0..0);
    let (mut sum, mut start) = (0.0, 0);
    for (at, value) in values.iter().enumerate() {
        if sum <= 0.0 {
            (sum, start) = (0.0, at);
        }
        sum += value - bar;
        if sum > best {
            (best, range) = (sum, start..at + 1);
        }
    }
    (best, range)
}

/// What is known of a bead before it is compared with others.
#[derive(Debug, Clone)]
pub struct Account {
    views: [View; 2],
    similarity: f32,
    missing: [f32; 2],
    /// By how much the source is longer than the target for their languages.
    longer: f32,
    /// Characters of the shorter side.
    characters: f32,
    near: Near,
    /// Numbers that both sides have, that one lacks, and whether one alone asks or quotes.
    numbers: [f32; 2],
    question: f32,
    quotation: f32,
}

/// What a bead finds in the beads near by; nothing where there are none.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Near {
    /// 1 where there are any.
    any: f32,
    /// By how much the cosine of the target with the source of another bead is greater than with
    /// its own.
    better: f32,
    /// By how much the targets of two beads are more alike than their sources.
    twin: f32,
}

impl Account {
    /// `None` where there is no evidence.
    pub fn new(
        source: Page<'_>,
        target: Page<'_>,
        bead: &Bead,
        evidence: &Evidence,
    ) -> Option<Self> {
        if evidence.source.is_empty() || evidence.target.is_empty() {
            return None;
        }
        let here = Part::new(
            source,
            &bead.source,
            &evidence.source,
            &evidence.source_partners,
        );
        let there = Part::new(
            target,
            &bead.target,
            &evidence.target,
            &evidence.target_partners,
        );
        let (a, b) = (here.characters, there.characters);
        let notes = [
            &source.side.notes[bead.source.clone()],
            &target.side.notes[bead.target.clone()],
        ];
        let apart = |has: [bool; 2]| f32::from(u8::from(has[0] != has[1]));
        // The semicolon asks in Greek; elsewhere it is mostly on both sides or on none.
        let asks = |page: Page<'_>, segments: &Range<usize>| {
            let segments = &page.side.segments[segments.clone()];
            segments.iter().any(|segment| {
                let mut letters = segment.span.of(&page.side.document.text).chars();
                letters.any(|letter| matches!(letter, '?' | '？' | '؟' | ';' | '\u{37e}'))
            })
        };
        Some(Account {
            views: [View::new(&here, &there), View::new(&there, &here)],
            similarity: evidence.similarity,
            missing: [evidence.missing, evidence.added],
            longer: longer(source.side.document.lang, target.side.document.lang, a, b),
            characters: a.min(b),
            near: Near::default(),
            numbers: numbers(notes),
            question: apart([asks(source, &bead.source), asks(target, &bead.target)]),
            quotation: apart(
                notes.map(|notes| notes.iter().any(|notes| !notes.quotations.is_empty())),
            ),
        })
    }
}

/// Numbers of two digits or more that both sides have, and those that one lacks.
fn numbers(notes: [&[Notes]; 2]) -> [f32; 2] {
    let of = |side: usize| {
        let numbers = notes[side].iter().flat_map(|notes| &notes.numbers);
        numbers.filter(|number| number.span.len() > 1)
    };
    let count = |side: usize| {
        let mut counts = [0.0; 2];
        for number in of(side) {
            let same = of(1 - side).any(|other| {
                other.value == number.value
                    || other.other == Some(number.value)
                    || number.other == Some(other.value)
            });
            counts[usize::from(!same)] += 1.0;
        }
        counts
    };
    let (a, b) = (count(0), count(1));
    [
        f32::min(f32::min(a[0], b[0]), 3.0),
        f32::min(a[1] + b[1], 4.0),
    ]
}

/// The logarithm of the ratio of lengths against what is usual between the languages.
fn longer(source: Lang, target: Lang, a: f32, b: f32) -> f32 {
    match (usual_length(source), usual_length(target)) {
        (Some(here), Some(there)) => {
            (libm::logf((a + 1.0) / (b + 1.0)) - here + there).clamp(-1.5, 1.5)
        }
        _ => 0.0,
    }
}

/// Sums over the beads of a text.
#[derive(Debug, Clone, Default)]
pub struct Usual {
    beads: f32,
    longer: f32,
    longer_square: f32,
    means: [f32; 2],
    similarity: f32,
}

/// What is usual in the other beads of a text.
struct Others {
    beads: f32,
    longer: f32,
    spread: f32,
    means: [f32; 2],
    similarity: f32,
}

impl Usual {
    /// Adds a bead, or takes it away, by the sign.
    pub fn add(&mut self, account: &Account, sign: f32) {
        self.beads += sign;
        self.longer += sign * account.longer;
        self.longer_square += sign * account.longer * account.longer;
        self.similarity += sign * account.similarity;
        for (sum, view) in self.means.iter_mut().zip(&account.views) {
            *sum += sign * view.mean;
        }
    }

    fn without(&self, account: &Account) -> Others {
        let mut rest = self.clone();
        rest.add(account, -1.0);
        let beads = rest.beads.max(0.0);
        let all = beads + GENERAL;
        let longer = rest.longer / all;
        let square = rest.longer_square - 2.0 * longer * rest.longer + beads * longer * longer;
        let variance = (square.max(0.0) + GENERAL * GENERAL_SPREAD * GENERAL_SPREAD) / all;
        Others {
            beads: beads / all,
            longer,
            spread: libm::sqrtf(variance),
            means: rest.means.map(|sum| (sum + GENERAL * GENERAL_MEAN) / all),
            similarity: (rest.similarity + GENERAL * GENERAL_SIMILARITY) / all,
        }
    }
}

/// The features of a run of the source (0) or the target (1) that the other side may lack.
pub fn gap_features(account: &Account, usual: &Usual) -> [[f32; GAP]; 2] {
    let others = usual.without(account);
    [0, 1].map(|side| {
        let (here, there) = (&account.views[side], &account.views[1 - side]);
        let sign = if side == 0 { 1.0 } else { -1.0 };
        let longer = sign * account.longer;
        let relative = longer - sign * others.longer;
        let by_spread = relative / others.spread * GENERAL_SPREAD;
        let size = libm::sqrtf(account.characters.min(400.0) / 50.0);
        let missing = account.missing[side].clamp(0.001, 0.999);
        [
            1.0,
            here.run,
            libm::log1pf(here.length),
            here.length / here.count,
            here.outside,
            here.mean,
            there.mean,
            there.run,
            longer,
            account.similarity,
            libm::logf(here.count),
            libm::logf(there.count),
            libm::logf(missing / (1.0 - missing)),
            here.inside,
            here.wide,
            here.weak,
            size,
            sign * others.longer,
            others.spread - GENERAL_SPREAD,
            others.means[side] - GENERAL_MEAN,
            others.beads,
            relative,
            by_spread,
            by_spread.max(0.0) * by_spread,
            here.mean - others.means[side],
            here.run * here.outside,
            here.run * relative,
            by_spread * size,
            here.run * account.similarity,
            here.outside * relative,
            here.inside * libm::log1pf(here.length),
            // Both at once are more than their sum.
            (here.mean - there.mean).max(0.0) * relative.max(0.0),
        ]
    })
}

/// The features of sides that may not belong together.
pub fn strange_features(account: &Account, usual: &Usual) -> [f32; STRANGE] {
    let others = usual.without(account);
    let [a, b] = &account.views;
    let relative = libm::fabsf(account.longer - others.longer);
    let cosine = account.similarity;
    let fewer = libm::logf(a.count.min(b.count));
    let logit = |probability: f32| {
        let probability = probability.clamp(0.001, 0.999);
        libm::logf(probability / (1.0 - probability))
    };
    let mean = (a.mean + b.mean) / 2.0;
    let usual_mean = (others.means[0] + others.means[1]) / 2.0;
    let Near { any, better, twin } = account.near;
    [
        1.0,
        cosine,
        cosine.max(0.5),
        cosine.min(0.2),
        cosine - others.similarity,
        a.mean.min(b.mean),
        a.mean.max(b.mean),
        mean - usual_mean,
        relative,
        relative * relative,
        fewer,
        libm::logf(a.count.max(b.count)),
        logit(account.missing[0]) + logit(account.missing[1]),
        a.weak.min(b.weak),
        a.weak.max(b.weak),
        1.0 - others.beads,
        cosine * fewer,
        mean * fewer,
        (cosine - others.similarity) * fewer,
        any,
        better,
        better.max(0.0),
        better * fewer,
        twin,
        twin.max(0.0),
        (twin - 0.2).max(0.0) * (0.8 - cosine).max(0.0),
        mean * cosine,
        relative * fewer,
        (a.mutual[0] + b.mutual[0] + a.mutual[1] + b.mutual[1]) / 4.0,
        (a.near[0] + b.near[0]) / 2.0,
        (a.order + b.order) / 2.0,
        libm::fabsf(libm::logf((a.mass + 1.0) / (b.mass + 1.0))),
        account.numbers[0],
        account.numbers[1],
        account.question,
        account.quotation,
        a.mutual[0].min(b.mutual[0]),
    ]
}

/// The accounts of all beads, with what they find near by.
pub fn accounts(
    source: Page<'_>,
    target: Page<'_>,
    beads: &[Bead],
    evidence: &[Evidence],
) -> Vec<Option<Account>> {
    let mut accounts: Vec<Option<Account>> = beads
        .iter()
        .zip(evidence)
        .map(|(bead, evidence)| Account::new(source, target, bead, evidence))
        .collect();
    let sums = Sums::new(source, target, beads);
    for (index, account) in accounts.iter_mut().enumerate() {
        if let Some(account) = account {
            account.near = sums.near(index, &sums.targets[index]);
        }
    }
    accounts
}

/// The vectors of both sides of the beads of a text, each with its length.
#[derive(Debug)]
pub struct Sums {
    sources: Vec<(Vector, f32)>,
    targets: Vec<(Vector, f32)>,
}

impl Sums {
    /// Of all beads.
    pub fn new(source: Page<'_>, target: Page<'_>, beads: &[Bead]) -> Sums {
        let sources = beads.iter().map(|bead| sized(source, &bead.source));
        let targets = beads.iter().map(|bead| sized(target, &bead.target));
        Sums {
            sources: sources.collect(),
            targets: targets.collect(),
        }
    }

    /// What a bead with this target finds near by.
    pub fn near(&self, index: usize, target: &(Vector, f32)) -> Near {
        let own = cosine(target, &self.sources[index]);
        let range = index.saturating_sub(NEAR)..(index + NEAR + 1).min(self.sources.len());
        let mut near: Option<Near> = None;
        for other in range.filter(|other| *other != index) {
            let better = cosine(target, &self.sources[other]) - own;
            let alike = cosine(&self.sources[index], &self.sources[other]);
            let twin = cosine(target, &self.targets[other]) - alike;
            near = Some(near.map_or(
                Near {
                    any: 1.0,
                    better,
                    twin,
                },
                |near| Near {
                    any: 1.0,
                    better: near.better.max(better),
                    twin: near.twin.max(twin),
                },
            ));
        }
        near.unwrap_or_default()
    }
}

fn cosine(a: &(Vector, f32), b: &(Vector, f32)) -> f32 {
    let sizes = a.1 * b.1;
    if sizes > 0.0 {
        dot(&a.0, &b.0) / sizes
    } else {
        0.0
    }
}

/// The sum of the words of a range of segments, and its length.
pub fn sized(page: Page<'_>, segments: &Range<usize>) -> (Vector, f32) {
    let sum = page.words.sum(segments);
    let size = libm::sqrtf(dot(&sum, &sum));
    (sum, size)
}

impl Account {
    /// Sets what the bead finds near by.
    pub fn set_near(&mut self, near: Near) {
        self.near = near;
    }
}

/// Adds gaps and strangeness to the evidence of all beads of a text.
pub fn judge(
    source: Page<'_>,
    target: Page<'_>,
    beads: &[Bead],
    evidence: &mut [Evidence],
    weights: &Weights,
) {
    let accounts = accounts(source, target, beads, evidence);
    let mut usual = Usual::default();
    for account in accounts.iter().flatten() {
        usual.add(account, 1.0);
    }
    for (account, evidence) in accounts.iter().zip(evidence) {
        let Some(account) = account else { continue };
        let features = gap_features(account, &usual);
        evidence.gaps = [0, 1].map(|side| {
            let longer = features[side][RELATIVE];
            let share = 1.0 - libm::expf(-longer.max(0.0));
            Gap {
                words: account.views[side].marked(share),
                odds: dot(&features[side], &weights.gap),
            }
        });
        evidence.strange = weights.strange.odds(&strange_features(account, &usual));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_run_is_found() {
        let values = [-1.0, 2.0, -0.5, 3.0, -4.0, 1.0];
        assert_eq!(best_run(&values, 0.0), (4.5, 1..4));
        assert_eq!(best_run(&[-1.0, -2.0], 0.0), (0.0, 0..0));
        assert_eq!(best_run(&[], 0.0), (0.0, 0..0));
    }

    #[test]
    fn what_is_usual_leaves_the_bead_out() {
        let account = |longer: f32| Account {
            views: [View::default(), View::default()],
            similarity: 0.5,
            missing: [0.1, 0.1],
            longer,
            characters: 10.0,
            near: Near::default(),
            numbers: [0.0; 2],
            question: 0.0,
            quotation: 0.0,
        };
        let mut usual = Usual::default();
        let (first, second) = (account(0.5), account(-0.25));
        usual.add(&first, 1.0);
        usual.add(&second, 1.0);
        assert!((usual.without(&second).longer - 0.5 / (1.0 + GENERAL)).abs() < 1e-6);
    }

    #[test]
    fn the_table_that_ships_has_every_feature() {
        let weights = Weights::shipped();
        let told = |units: &[[f32; UNITS]]| {
            let all = units.iter().skip(1);
            all.filter(|unit| unit.iter().all(|weight| *weight == 0.0))
                .count()
        };
        assert!(weights.gap.iter().all(|weight| *weight != 0.0));
        assert_eq!(told(&weights.strange.units), 0);
        assert_eq!(Weights::parse(&weights.table()).table(), weights.table());
    }
    #[test]
    fn order_goes_with_partners() {
        assert!(order(&[0, 1, 2, 3], &[-2.0; 4]) > 0.99);
        assert!(order(&[3, 2, 1, 0], &[-2.0; 4]) < -0.99);
        assert_eq!(order(&[1, 1], &[-2.0; 2]), 0.0);
        assert_eq!(order(&[], &[]), 0.0);
    }
}

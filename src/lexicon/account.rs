//! What the two sides of a bead owe each other: a run of words that one says and the other does
//! not, and whether they belong together at all.
//!
//! The evidence of single words is weak, that of a run of neighbours strong. Runs, lengths and
//! likenesses are judged against what is usual for the other beads of the text, since translators
//! and lexicon differ in how much they leave open. `training/` fits the weights.

use std::ops::Range;
use std::sync::LazyLock;

use super::evidence::{Page, usual_length};
use super::{Vector, dot};
use crate::data;
use crate::text::{Bead, Evidence, Gap, Lang, Segment, Side};

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
pub const STRANGE: usize = 28;

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

/// Weights of the features.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// In the order of [`GAP_FEATURES`].
    pub gap: [f32; GAP],
    /// In the order of [`STRANGE_FEATURES`].
    pub strange: [f32; STRANGE],
}

static SHIPPED: LazyLock<Weights> =
    LazyLock::new(|| Weights::parse(include_str!("../data/account-weights.tsv")));

impl Weights {
    /// The weights that ship with the crate.
    pub fn shipped() -> &'static Weights {
        &SHIPPED
    }

    /// Reads a table of name and weight. A feature without a row has weight 0.
    pub fn parse(table: &str) -> Weights {
        let mut weights = Weights {
            gap: [0.0; GAP],
            strange: [0.0; STRANGE],
        };
        for row in data::rows(table) {
            let [name, weight, ..] = row[..] else {
                continue;
            };
            let weight = weight.parse().unwrap_or(0.0);
            if let Some(at) = GAP_FEATURES.iter().position(|feature| *feature == name) {
                weights.gap[at] = weight;
            }
            if let Some(at) = STRANGE_FEATURES.iter().position(|feature| *feature == name) {
                weights.strange[at] = weight;
            }
        }
        weights
    }

    /// The table that [`parse`](Self::parse) reads.
    pub fn table(&self) -> String {
        let gap = GAP_FEATURES.iter().zip(&self.gap);
        let strange = STRANGE_FEATURES.iter().zip(&self.strange);
        gap.chain(strange)
            .map(|(name, weight)| format!("{name}\t{weight:.4}\n"))
            .collect()
    }
}

/// One side of a bead in the light of the other.
#[derive(Debug, Clone)]
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
}

impl View {
    fn new(counterparts: &[f32]) -> View {
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
            odds,
        }
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
    pub fn new(source: &Side, target: &Side, bead: &Bead, evidence: &Evidence) -> Option<Self> {
        if evidence.source.is_empty() || evidence.target.is_empty() {
            return None;
        }
        let characters = |side: &Side, segments: &Range<usize>| {
            let count = |segment: &Segment| {
                let letters = segment.span.of(&side.document.text).chars();
                letters.filter(|letter| !letter.is_whitespace()).count()
            };
            let sum: usize = side.segments[segments.clone()].iter().map(count).sum();
            sum as f32
        };
        let (a, b) = (
            characters(source, &bead.source),
            characters(target, &bead.target),
        );
        Some(Account {
            views: [View::new(&evidence.source), View::new(&evidence.target)],
            similarity: evidence.similarity,
            missing: [evidence.missing, evidence.added],
            longer: longer(source.document.lang, target.document.lang, a, b),
            characters: a.min(b),
            near: Near::default(),
        })
    }
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
        .map(|(bead, evidence)| Account::new(source.side, target.side, bead, evidence))
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
                odds: product(&features[side], &weights.gap),
            }
        });
        evidence.strange = product(&strange_features(account, &usual), &weights.strange);
    }
}

fn product(features: &[f32], weights: &[f32]) -> f32 {
    let terms = features.iter().zip(weights);
    terms.map(|(feature, weight)| feature * weight).sum()
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
            views: [View::new(&[0.9, 0.1]), View::new(&[0.9])],
            similarity: 0.5,
            missing: [0.1, 0.1],
            longer,
            characters: 10.0,
            near: Near::default(),
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
        assert!(
            weights
                .gap
                .iter()
                .chain(&weights.strange)
                .any(|weight| *weight != 0.0)
        );
        assert_eq!(Weights::parse(&weights.table()).table(), weights.table());
    }
}

//! Parts of the text that stand elsewhere in the translation. All paths of the lattice go forward
//! in both texts, so that what was moved stands alone in them, once on either side. Runs of such
//! segments are compared with each other, and those that are translations are linked across.

use std::ops::Range;

use super::band::{Area, Band};
use super::coarse;
use super::feature::{Evidence, Sum, Walk};
use super::shape::SHAPES;
use super::weights::Weights;
use super::{First, ROOM, WORSE, second};
use crate::lexicon::dot;
use crate::text::Bead;

/// The most pairs of runs that are compared; where there are more, the shorter runs are left out.
const PAIRS: usize = 250_000;

/// The most segments of a run that are looked at in one piece.
const LONGEST: usize = 400;

/// By how much a moved passage must be likelier as a translation than as two others, in
/// log-likelihood, beside the logarithm of how many places it was looked for in: it is rare to
/// begin with.
const PASSAGE: f64 = 3.5;

/// Pairs of segments that tell what translations and others are like.
const SAMPLE: usize = 40;

/// The least of the likeness of two runs that are looked at closely, and of how many each.
const ALIKE: f32 = 0.12;
const CLOSELY: usize = 3;

/// Links what was moved. Beads come in the order of the target.
pub(super) fn link(evidence: &Evidence, beads: Vec<Bead>, weights: &Weights) -> Vec<Bead> {
    let runs = (
        longest(runs(&beads, |bead| (&bead.source, &bead.target))),
        longest(runs(&beads, |bead| (&bead.target, &bead.source))),
    );
    let pairs = candidates(evidence, &runs.0, &runs.1);
    if pairs.is_empty() {
        return beads;
    }
    let middle = middle(evidence, &beads, weights);
    let places = (runs.0.len() * runs.1.len()) as f64;
    let least = PASSAGE + libm::log(places);
    let mut moved: Vec<(f64, Vec<Bead>)> = Vec::new();
    for (source, target) in pairs {
        moved.extend(passages(
            evidence,
            Area { source, target },
            weights,
            (middle, least),
        ));
    }
    // The surest first; none shares a segment with another.
    moved.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut taken = (
        vec![false; evidence.source.count],
        vec![false; evidence.target.count],
    );
    let mut linked: Vec<Bead> = Vec::new();
    for (_, passage) in moved {
        let is_free = passage.iter().all(|bead| {
            !taken.0[bead.source.clone()].contains(&true)
                && !taken.1[bead.target.clone()].contains(&true)
        });
        if is_free {
            for bead in &passage {
                taken.0[bead.source.clone()].fill(true);
                taken.1[bead.target.clone()].fill(true);
            }
            linked.extend(passage);
        }
    }
    if linked.is_empty() {
        return beads;
    }
    let mut all: Vec<Bead> = beads
        .into_iter()
        .filter(|bead| {
            bead.source.clone().all(|one| !taken.0[one])
                && bead.target.clone().all(|one| !taken.1[one])
        })
        .collect();
    all.extend(linked);
    // Ranges without segments keep their places.
    all.sort_by_key(|bead| (bead.target.start, bead.target.end, bead.source.start));
    all
}

/// Runs of segments of one side that stand alone.
fn runs(
    beads: &[Bead],
    sides: impl Fn(&Bead) -> (&Range<usize>, &Range<usize>),
) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for bead in beads {
        let (one, other) = sides(bead);
        if one.is_empty() || !other.is_empty() {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.end == one.start && run.len() < LONGEST => run.end = one.end,
            _ => runs.push(one.clone()),
        }
    }
    runs
}

/// As many as may be compared with as many, the longest, in order.
fn longest(mut runs: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let most = PAIRS.isqrt();
    if runs.len() > most {
        runs.sort_by_key(|run| std::cmp::Reverse(run.len()));
        runs.truncate(most);
        runs.sort_by_key(|run| run.start);
    }
    runs
}

/// Pairs of runs that may hold translations of each other.
fn candidates(
    evidence: &Evidence,
    sources: &[Range<usize>],
    targets: &[Range<usize>],
) -> Vec<(Range<usize>, Range<usize>)> {
    let rows = |runs: &[Range<usize>], is_source: bool| -> Vec<Vec<f32>> {
        runs.iter()
            .map(|run| coarse::vector(evidence, run, is_source))
            .collect()
    };
    let (left, right) = (rows(sources, true), rows(targets, false));
    let mut pairs = Vec::new();
    for (source, one) in sources.iter().zip(&left) {
        let mut alike: Vec<(f32, usize)> = right
            .iter()
            .enumerate()
            .map(|(index, other)| (dot(one, other), index))
            .filter(|(alike, _)| *alike > ALIKE)
            .collect();
        alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (_, index) in alike.into_iter().take(CLOSELY) {
            pairs.push((source.clone(), targets[index].clone()));
        }
    }
    pairs
}

/// The second pass's score of a bead by itself.
fn score(evidence: &Evidence, bead: &Bead, weights: &Weights) -> Option<f64> {
    let shape = SHAPES
        .into_iter()
        .find(|shape| (shape.source, shape.target) == (bead.source.len(), bead.target.len()))?;
    let band = Band::whole(Area {
        source: bead.source.clone(),
        target: bead.target.clone(),
    });
    let mut walk = Walk::new(evidence, &band, shape.source.max(shape.target));
    for row in band.rows() {
        walk.enter(row);
    }
    let mut sum = Sum {
        weights: &weights.second,
        total: 0.0,
    };
    walk.features(bead.target.end, shape, true, &mut sum)
        .then_some(sum.total)
}

fn is_pair(bead: &Bead) -> bool {
    !bead.source.is_empty() && !bead.target.is_empty()
}

/// The score halfway between translations and other pairs of segments.
fn middle(evidence: &Evidence, beads: &[Bead], weights: &Weights) -> f64 {
    let pairs: Vec<&Bead> = beads
        .iter()
        .filter(|bead| bead.source.len() == 1 && bead.target.len() == 1)
        .collect();
    let taken = SAMPLE.min(pairs.len());
    let at = |index: usize| pairs[index % taken * pairs.len() / taken];
    let (mut sum, mut count) = (0.0, 0.0);
    for index in 0..taken {
        let (one, far) = (at(index), at(index + taken / 2));
        let other = Bead {
            target: far.target.clone(),
            ..one.clone()
        };
        for bead in [one, &other] {
            if let Some(score) = score(evidence, bead, weights) {
                sum += score;
                count += 1.0;
            }
        }
    }
    sum / f64::max(count, 1.0)
}

/// The passages of an area that are translations of each other, with how likely that is: at least
/// `least` above what is halfway to other texts.
fn passages(
    evidence: &Evidence,
    area: Area,
    weights: &Weights,
    (middle, least): (f64, f64),
) -> Vec<(f64, Vec<Bead>)> {
    let path = coarse::path(evidence, &area);
    let first = First::around(evidence, &area, weights, (ROOM, WORSE), &|_| false, &path);
    let beads = second(evidence, &first, weights);
    let mut found = Vec::new();
    for stretch in beads.chunk_by(|a, b| is_pair(a) && is_pair(b)) {
        if !is_pair(&stretch[0]) {
            continue;
        }
        let gains = stretch.iter().map(|bead| {
            let segments = 0.5 * (bead.source.len() + bead.target.len()) as f64;
            score(evidence, bead, weights).unwrap_or(0.0) - segments * middle
        });
        let gain: f64 = gains.sum();
        if gain > least {
            let sure = 1.0 / (1.0 + libm::exp(least - 1.0 - gain));
            let passage = stretch.iter().map(|bead| Bead {
                confidence: bead.confidence * sure as f32,
                ..bead.clone()
            });
            found.push((gain, passage.collect()));
        }
    }
    found
}

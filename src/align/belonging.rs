//! Whether two sides belong together at all.
//!
//! Posteriors compare alignments with each other and are high even where none is right. So the
//! best alignment is compared with that of the same segments with the target's order
//! reversed, which has the same lengths, words and marks and cannot be a translation: the more
//! order matters, the surer the two belong together.

use std::ops::Range;

use super::profile::View;
use super::weights::Weights;
use super::{First, ROOM, Texts, WORSE};
use crate::text::Bead;

/// Segments of both sides that are looked at whole.
const WHOLE: usize = 300;

/// Longer texts are looked at in so many stretches of so many beads, evenly spread.
const STRETCHES: usize = 3;
const BEADS: usize = 50;

/// In texts that do not belong together the gain of order over no order, in log-likelihood, is
/// about `DRIFT` a segment with a standard deviation of 0.45 times the root of their number. In
/// translations it is 0.2 (literature) to 2 a segment. Texts are let be up to three standard
/// deviations, and the shorter ones, where order means little, up to less. Read off the *look*
/// documents of NTREX-128 in English and each other language, against the next document in its
/// place, whole and cut to their first lines.
const DRIFT: f64 = 0.1;
const LEAST: f64 = 2.2;
const SLOPE: f64 = 4.0;

/// The odds that two sides belong together, at most 1. `best` is the log-likelihood of the best
/// alignment of all.
pub(super) fn odds(texts: &Texts<'_>, beads: &[Bead], best: f64, weights: &Weights) -> f64 {
    let (mut gain, mut segments) = (0.0, 0.0);
    let stretches = stretches(beads);
    let is_whole = stretches.len() == 1;
    for (a, b) in stretches {
        segments += (a.len() + b.len()) as f64;
        let (a, b) = (View::of(texts.source, a), View::of(texts.target, b));
        gain += if is_whole {
            best
        } else {
            likelihood(texts, &a, &b, weights)
        };
        gain -= likelihood(texts, &a, &b.reversed(), weights);
    }
    let long = ((segments - 4.0) / 10.0).clamp(0.0, 1.0);
    let deviation = (gain - DRIFT * long * segments) / libm::sqrt(segments.max(1.0));
    libm::exp((SLOPE * (deviation - LEAST * long)).min(0.0))
}

/// What is looked at: all of short texts.
fn stretches(beads: &[Bead]) -> Vec<(Range<usize>, Range<usize>)> {
    let part = |beads: &[Bead]| {
        let (first, last) = (beads.first()?, beads.last()?);
        Some((
            first.source.start..last.source.end,
            first.target.start..last.target.end,
        ))
    };
    let segments: usize = beads
        .iter()
        .map(|bead| bead.source.len() + bead.target.len())
        .sum();
    if segments <= WHOLE {
        return part(beads).into_iter().collect();
    }
    (0..STRETCHES)
        .filter_map(|index| {
            let start = index * beads.len().saturating_sub(BEADS) / (STRETCHES - 1);
            part(&beads[start..(start + BEADS).min(beads.len())])
        })
        .collect()
}

/// The log-likelihood of the best alignment, but for a constant.
fn likelihood(texts: &Texts<'_>, source: &View<'_>, target: &View<'_>, weights: &Weights) -> f64 {
    let mut evidence = texts.seen(source, target);
    let area = evidence.area();
    First::new(&mut evidence, &area, weights, ROOM, WORSE, |_| false).best
}

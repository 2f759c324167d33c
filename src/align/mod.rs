//! Two annotated sides become beads.
//!
//! A quick search finds roughly where the sides meet (`coarse`); around its path a lattice of
//! beads of many shapes is scored by a weighted sum of features (`feature`, `weights`), the best
//! path is read off, and sums over all paths give each bead its posterior probability
//! (`lattice`). The weights are learnt by `training/`. Everything is computed in a fixed order
//! with `libm`, so that the same texts give the same beads everywhere.

mod band;
mod belonging;
mod coarse;
mod feature;
mod lattice;
mod links;
mod profile;
mod shape;
mod weights;

pub use band::Band;
pub use feature::{COUNT, Evidence, FEATURES, Features, Walk};
pub use lattice::Lattice;
pub use shape::{CLASSES, SHAPES, Shape};
pub use weights::Weights;

use std::sync::LazyLock;

use crate::text::{Bead, Side};
use coarse::Corridor;
use profile::View;

static SHIPPED: LazyLock<Weights> = LazyLock::new(Weights::shipped);

/// Room that the lattice has on either side of the path of the quick search, in segments.
const HALF: usize = 12;

/// Most cells of the lattice.
const CELLS: usize = 12_000_000;

/// Beads of the first pass that words are learnt from.
const SURE: f32 = 0.4;

/// Aligns the segments of two sides. The beads hold every segment of both, in order.
///
/// The confidence of a bead is its posterior probability among all alignments, times the odds, at
/// most 1, that the two sides belong together at all.
pub fn align(source: &Side, target: &Side) -> Vec<Bead> {
    align_with(source, target, &SHIPPED)
}

/// As [`align`], with other weights than those that ship.
pub fn align_with(source: &Side, target: &Side, weights: &Weights) -> Vec<Bead> {
    let (evidence, corridor) = prepare(source, target, weights, HALF);
    let (mut beads, _) = search(&evidence, corridor, weights);
    let odds = belonging::odds(source, target, &beads, weights) as f32;
    for bead in &mut beads {
        bead.confidence *= odds;
    }
    beads
}

/// What the trainer learns from: the evidence of two sides, and a band like that of [`align`] with
/// room for `half` segments on either side of the path of the first pass.
pub fn evidence(source: &Side, target: &Side, weights: &Weights, half: usize) -> (Evidence, Band) {
    let (evidence, corridor) = prepare(source, target, weights, half);
    let band = corridor.band();
    (evidence, band)
}

/// The evidence with what a first pass of the lattice taught about words, and a corridor around
/// the path of that pass.
fn prepare(source: &Side, target: &Side, weights: &Weights, half: usize) -> (Evidence, Corridor) {
    let mut evidence = Evidence::new(
        &View::of(source, 0..source.segments.len()),
        &View::of(target, 0..target.segments.len()),
    );
    let (rows, columns) = (evidence.rows(), evidence.columns());
    let path = coarse::path(&mut evidence);
    let corridor = Corridor::new(&path, rows, columns, HALF, usize::MAX);
    let (beads, _) = search(&evidence, corridor, weights);
    let sure: Vec<_> = beads
        .iter()
        .filter(|bead| {
            bead.confidence >= SURE && !bead.source.is_empty() && !bead.target.is_empty()
        })
        .map(|bead| (bead.source.clone(), bead.target.clone()))
        .collect();
    evidence.learn(&sure);
    let path = beads
        .iter()
        .map(|bead| (bead.source.end, bead.target.end))
        .collect();
    (
        evidence,
        Corridor::new(&path, rows, columns, half, usize::MAX),
    )
}

/// The best beads in a corridor that grows where the path comes near its edge, and the logarithm
/// of the sum over all paths.
fn search(evidence: &Evidence, mut corridor: Corridor, weights: &Weights) -> (Vec<Bead>, f64) {
    loop {
        let band = corridor.band();
        let lattice = Lattice::new(evidence, &band, weights);
        let path = lattice.best();
        let cells = path
            .iter()
            .map(|(row, column, _)| (*row, *column))
            .collect();
        if !corridor.widen(&band, &cells, CELLS) {
            return lattice.beads(&path);
        }
    }
}

/// How sure the alignment is as a whole: the mean confidence of the beads with both sides,
/// weighted by their segments. 0–1; 0 without such beads. Under 0.3 the two sides do not belong
/// together.
pub fn mean_confidence(beads: &[Bead]) -> f32 {
    let (mut sum, mut weight) = (0.0, 0.0);
    for bead in beads {
        if !bead.source.is_empty() && !bead.target.is_empty() {
            let segments = (bead.source.len() + bead.target.len()) as f64;
            sum += f64::from(bead.confidence) * segments;
            weight += segments;
        }
    }
    if weight > 0.0 {
        (sum / weight) as f32
    } else {
        0.0
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
pub(crate) mod tests {
    use super::*;
    use crate::annotate;
    use crate::text::{Block, Document, Role, Segment, Span};
    use proptest::prelude::*;

    /// A side whose segments are lines, each a block of its own.
    pub(crate) fn lines(lang: &str, lines: &[&str]) -> Side {
        let mut document = Document {
            lang: lang.parse().expect("a tag"),
            ..Document::default()
        };
        let mut segments = Vec::new();
        for line in lines {
            let start = document.text.len();
            document.text.push_str(line);
            let span = Span::new(start, document.text.len());
            document.text.push('\n');
            segments.push(Segment {
                span,
                block: document.blocks.len() as u32,
            });
            document.blocks.push(Block {
                span,
                role: Role::Body,
                id: None,
                row: None,
            });
        }
        annotate::annotate(document, segments)
    }

    fn shapes(beads: &[Bead]) -> Vec<(usize, usize)> {
        beads
            .iter()
            .map(|bead| (bead.source.len(), bead.target.len()))
            .collect()
    }

    fn is_partition(beads: &[Bead], source: usize, target: usize) -> bool {
        let mut at = (0, 0);
        for bead in beads {
            if bead.source.start != at.0 || bead.target.start != at.1 {
                return false;
            }
            at = (bead.source.end, bead.target.end);
        }
        at == (source, target)
    }

    #[test]
    fn a_copy_is_aligned_line_by_line() {
        let text = [
            "The minister spoke on Monday.",
            "He was brief.",
            "Nobody asked why the bridge had fallen in 1999.",
            "The council will meet again.",
        ];
        let side = lines("en", &text);
        let beads = align(&side, &side);
        assert_eq!(shapes(&beads), [(1, 1); 4]);
        assert!(mean_confidence(&beads) > 0.9);
    }

    #[test]
    fn split_sentences_and_lost_ones_are_found() {
        let source = lines(
            "en",
            &[
                "Angela Merkel visited Paris in 2014 and met the president, who had waited for \
                 her since the morning of that day.",
                "The talks lasted seven hours.",
                "In 1987, the town of Kassel had some 190,000 inhabitants and two theatres.",
                "Nothing was decided.",
            ],
        );
        let target = lines(
            "de",
            &[
                "Angela Merkel besuchte 2014 Paris.",
                "Dort traf sie den Präsidenten, der seit dem Morgen dieses Tages auf sie gewartet \
                 hatte.",
                "Die Gespräche dauerten sieben Stunden.",
                "Entschieden wurde nichts.",
            ],
        );
        let beads = align(&source, &target);
        assert_eq!(shapes(&beads), [(1, 2), (1, 1), (1, 0), (1, 1)]);
    }

    #[test]
    fn empty_lines_pair_with_empty_lines_only() {
        let source = lines("en", &["One sentence here.", "", "And another one.", ""]);
        let target = lines("fr", &["Une phrase ici.", "", "", "Et une autre."]);
        for bead in align(&source, &target) {
            let empty = |side: &Side, range: std::ops::Range<usize>| {
                side.segments[range]
                    .iter()
                    .filter(|s| s.span.is_empty())
                    .count()
            };
            let counts = (
                empty(&source, bead.source.clone()),
                empty(&target, bead.target.clone()),
            );
            assert!(
                counts == (0, 0) || bead.source.len() + bead.target.len() == 1 || counts == (1, 1)
            );
        }
    }

    #[test]
    fn an_empty_side_leaves_the_other_alone() {
        let none = lines("en", &[]);
        let some = lines("de", &["Eins.", "Zwei."]);
        assert_eq!(align(&none, &none), []);
        assert_eq!(shapes(&align(&none, &some)), [(0, 1); 2]);
        assert_eq!(shapes(&align(&some, &none)), [(1, 0); 2]);
    }

    #[test]
    fn a_lost_chapter_does_not_derail() {
        let text: Vec<String> = (0..3000)
            .map(|line| {
                format!(
                    "Line with number {} and word w{}x.",
                    line * 7,
                    line * 31 % 1009
                )
            })
            .collect();
        let text: Vec<&str> = text.iter().map(String::as_str).collect();
        let cut: Vec<&str> = [&text[..1000], &text[1700..]].concat();
        let (source, target) = (lines("en", &text), lines("en", &cut));
        let beads = align(&source, &target);
        assert!(is_partition(&beads, 3000, 2300));
        let right = beads
            .iter()
            .filter(|bead| {
                bead.target.len() == 1
                    && bead.source.len() == 1
                    && text[bead.source.start] == cut[bead.target.start]
            })
            .count();
        assert!(right > 2250, "{right}");
    }

    proptest! {
        #[test]
        fn beads_hold_every_segment_once(
            source in prop::collection::vec("(\\PC{0,30}|[a-d .?«»\"12]{0,20}|)", 0..14),
            target in prop::collection::vec("(\\PC{0,30}|[a-d .?«»\"12]{0,20}|)", 0..14),
        ) {
            let source: Vec<&str> = source.iter().map(String::as_str).collect();
            let target: Vec<&str> = target.iter().map(String::as_str).collect();
            let beads = align(&lines("en", &source), &lines("ja", &target));
            prop_assert!(is_partition(&beads, source.len(), target.len()));
            prop_assert!(beads.iter().all(|bead| (0.0..=1.0).contains(&bead.confidence)));
        }
    }
}

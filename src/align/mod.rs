//! Two annotated sides become beads.
//!
//! A quick search finds roughly where the sides meet (`coarse`). Around its path a first pass
//! scores every bead by a weighted sum of features that cost little (`feature`, `weights`) and
//! keeps those that stand on a good path; a second pass looks at the words of these few (`words`),
//! reads the best path off, and sums over all paths give each bead its posterior probability
//! (`lattice`). The weights are learnt by `training/`. Everything is computed in a fixed order with
//! `libm`, so that the same texts give the same beads everywhere, and in time and memory linear in
//! the segments.

mod band;
mod belonging;
mod coarse;
mod feature;
mod lattice;
mod links;
mod moves;
mod profile;
mod shape;
mod vectors;
mod weights;
mod words;

pub use band::{Area, Band};
pub use feature::{COUNT, FEATURES, Features, SECOND};
pub use lattice::{Arc, add};
pub use shape::{CLASSES, SHAPES, Shape};
pub use vectors::Vectors;
pub use weights::Weights;

use std::sync::LazyLock;

use crate::lexicon::{Lexicon, Vocabulary};
use crate::text::{Bead, Side};
use coarse::{Corridor, Path};
use feature::Evidence;
use lattice::{Chart, Lattice};
use profile::View;
use words::Words;

static SHIPPED: LazyLock<Weights> = LazyLock::new(Weights::shipped);

/// Room that the first pass has on either side of the path of the quick search, in segments.
const ROOM: usize = 8;

/// The second pass looks at beads that stand on a path at most so much worse than the best of the
/// first pass, in log-likelihood.
const WORSE: f64 = 9.0;

/// Longer beads are tried near beads of the second pass that are less sure than this.
const POOR: f64 = 0.7;

/// Aligns the segments of two sides. Each segment is in exactly one bead. Beads come in the order of
/// the target; that of the source is the same but where a passage was moved.
///
/// The confidence of a bead is its posterior probability among all alignments, times the odds, at
/// most 1, that the two sides belong together at all.
pub fn align(source: &Side, target: &Side) -> Vec<Bead> {
    align_with(source, target, &SHIPPED)
}

/// As [`align`], with other weights than those that ship.
pub fn align_with(source: &Side, target: &Side, weights: &Weights) -> Vec<Bead> {
    align_by(&Texts::new(source, target), weights)
}

/// As [`align`], with the vectors of an encoder, a row a segment of each side, in place of those
/// of the bundled model.
pub fn align_with_vectors(source: &Side, target: &Side, vectors: (Vectors, Vectors)) -> Vec<Bead> {
    let mut texts = Texts::new(source, target);
    texts.vectors = vectors;
    align_by(&texts, &SHIPPED)
}

fn align_by(texts: &Texts<'_>, weights: &Weights) -> Vec<Bead> {
    let mut evidence = texts.evidence();
    let area = evidence.area();
    let first = First::new(&mut evidence, &area, weights, ROOM, WORSE, |_| false);
    texts.teach(&mut evidence, &first);
    let beads = second(&evidence, &first, weights);
    let odds = belonging::odds(texts, &beads, first.best, weights) as f32;
    let mut beads = moves::link(&evidence, beads, weights);
    for bead in &mut beads {
        bead.confidence *= odds;
    }
    beads
}

/// Two sides and what the lexicon knows of them.
struct Texts<'a> {
    source: &'a Side,
    target: &'a Side,
    vocabularies: (Vocabulary, Vocabulary),
    vectors: (Vectors, Vectors),
}

impl<'a> Texts<'a> {
    fn new(source: &'a Side, target: &'a Side) -> Self {
        let lexicon = Lexicon::shipped();
        let vocabularies = (lexicon.vocabulary(source), lexicon.vocabulary(target));
        Texts {
            source,
            target,
            vectors: (
                Vectors::of_words(&vocabularies.0),
                Vectors::of_words(&vocabularies.1),
            ),
            vocabularies,
        }
    }

    fn views(&self) -> (View<'a>, View<'a>) {
        (
            View::of(self.source, 0..self.source.segments.len()),
            View::of(self.target, 0..self.target.segments.len()),
        )
    }

    /// All but the words.
    fn evidence(&self) -> Evidence {
        let (source, target) = self.views();
        self.seen(&source, &target)
    }

    /// As [`evidence`](Self::evidence), of some of the segments in some order.
    fn seen(&self, source: &View<'_>, target: &View<'_>) -> Evidence {
        Evidence::new(source, target, (&self.vectors.0, &self.vectors.1))
    }

    /// What the path of a first pass teaches about words.
    fn teach(&self, evidence: &mut Evidence, first: &First) {
        let area = first.band.area();
        let parts = coarse::paired(area, &first.path);
        let sure: Vec<(usize, usize)> = parts
            .iter()
            .filter(|(source, target)| source.len() == 1 && target.len() == 1)
            .map(|(source, target)| (source.start, target.start))
            .collect();
        let (source, target) = self.views();
        let (left, right) = &self.vocabularies;
        evidence.words = Some(Words::new((&source, left), (&target, right), &sure));
    }
}

/// What the first pass found.
struct First {
    band: Band,
    path: Path,
    /// Log-likelihood of the path, but for a constant.
    best: f64,
    /// Beads that stand on good paths.
    arcs: Vec<Arc>,
}

impl First {
    fn new(
        evidence: &mut Evidence,
        area: &Area,
        weights: &Weights,
        room: usize,
        worse: f64,
        wanted: impl Fn(Arc) -> bool,
    ) -> First {
        let path = coarse::path(evidence, area);
        let steps: Vec<(usize, usize)> = coarse::paired(area, &path)
            .iter()
            .map(|(source, target)| (source.start, target.start))
            .collect();
        evidence.settle(&steps);
        let before = evidence.ratio();
        let mut first = First::around(evidence, area, weights, (room, worse), &wanted, &path);
        // The totals mislead about the ratio of lengths where much is missing on one side.
        evidence.measure(&coarse::paired(area, &first.path));
        if libm::log(evidence.ratio() / before).abs() > 0.1 {
            let path = std::mem::take(&mut first.path);
            first = First::around(evidence, area, weights, (room, worse), &wanted, &path);
            evidence.measure(&coarse::paired(area, &first.path));
        }
        first
    }

    /// In a corridor around a path that grows where the best path comes near its edge.
    fn around(
        evidence: &Evidence,
        area: &Area,
        weights: &Weights,
        (room, worse): (usize, f64),
        wanted: &impl Fn(Arc) -> bool,
        path: &Path,
    ) -> First {
        let mut corridor = Corridor::new(area, path, room);
        loop {
            let band = corridor.band();
            let chart = Chart::new(evidence, &band, &weights.first);
            let path = chart.path();
            if !corridor.widen(&band, &path) {
                return First {
                    path,
                    best: chart.best(),
                    arcs: chart.arcs(worse, wanted),
                    band,
                };
            }
        }
    }
}

/// The beads of the second pass.
fn second(evidence: &Evidence, first: &First, weights: &Weights) -> Vec<Bead> {
    let lattice = Lattice::new(evidence, &first.band, first.arcs.clone(), &weights.second);
    let longer = lattice.longer(evidence, POOR, |_| false);
    if longer.is_empty() {
        return lattice.beads();
    }
    let arcs = [first.arcs.as_slice(), &longer].concat();
    Lattice::new(evidence, &first.band, sorted(arcs), &weights.second).beads()
}

fn sorted(mut arcs: Vec<Arc>) -> Vec<Arc> {
    arcs.sort_unstable();
    arcs
}

/// What the trainer learns from: beads that may stand in the lattice of two sides, with their
/// features.
#[derive(Debug)]
pub struct Candidates {
    /// Where they stand.
    pub band: Band,
    /// In the order of their ends.
    pub arcs: Vec<Arc>,
    /// The features of each, as the first or as the second pass sees them.
    pub features: Vec<Features>,
}

impl Candidates {
    /// Of the first pass or of the second, with `room` segments on either side of the path of the
    /// quick search, and all beads on paths at most so much worse than the best, or wanted anyway.
    pub fn new(
        (source, target): (&Side, &Side),
        weights: &Weights,
        is_second: bool,
        room: usize,
        worse: f64,
        wanted: impl Fn(Arc) -> bool,
    ) -> Candidates {
        let texts = Texts::new(source, target);
        let mut evidence = texts.evidence();
        let area = evidence.area();
        let first = First::new(&mut evidence, &area, weights, room, worse, &wanted);
        let mut arcs = first.arcs.clone();
        if is_second {
            texts.teach(&mut evidence, &first);
            let lattice = Lattice::new(&evidence, &first.band, arcs.clone(), &weights.second);
            arcs.extend(lattice.longer(&evidence, POOR, &wanted));
            arcs = sorted(arcs);
        }
        Candidates {
            features: lattice::features(&evidence, &first.band, &arcs, is_second),
            band: first.band,
            arcs,
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

    /// Whether beads hold every segment once, in order of the target.
    fn is_partition(beads: &[Bead], source: usize, target: usize) -> bool {
        let mut held = vec![0; source];
        let mut at = 0;
        for bead in beads {
            if bead.target.start != at {
                return false;
            }
            at = bead.target.end;
            held[bead.source.clone()]
                .iter_mut()
                .for_each(|count| *count += 1);
        }
        at == target && held.iter().all(|count| *count == 1)
    }

    /// Sentences of which no two have much in common.
    fn story(lines: std::ops::Range<usize>) -> Vec<String> {
        const WHO: [&str; 7] = [
            "Anna Berger",
            "The mayor",
            "A young doctor",
            "Nobody",
            "The fishermen",
            "His sister",
            "Captain Reed",
        ];
        const DID: [&str; 5] = ["sold", "remembered", "painted", "lost", "described"];
        const WHAT: [&str; 11] = [
            "a wooden bridge",
            "seven lemons",
            "the broken telescope",
            "her grandmother's piano",
            "an empty harbour",
            "the last train",
            "some expensive violins",
            "a yellow umbrella",
            "the secret garden",
            "old newspapers",
            "a frozen river",
        ];
        const WHEN: [&str; 13] = [
            "before dawn",
            "in Lisbon",
            "without a word",
            "during the storm",
            "on Thursday",
            "behind the church",
            "after the election",
            "for almost nothing",
            "near Budapest",
            "in great haste",
            "at the market",
            "once more",
            "with a smile",
        ];
        lines
            .map(|n| {
                let (who, did) = (WHO[n % 7], DID[n % 5]);
                format!("{who} {did} {} {}.", WHAT[n % 11], WHEN[n % 13])
            })
            .collect()
    }

    fn side(text: &[String]) -> Side {
        let text: Vec<&str> = text.iter().map(String::as_str).collect();
        lines("en", &text)
    }

    /// What each target segment is linked to; every bead must be 1-1 or stand alone.
    fn sources(beads: &[Bead]) -> Vec<Option<usize>> {
        let held = beads.iter().filter(|bead| !bead.target.is_empty());
        held.map(|bead| {
            assert!(bead.target.len() == 1 && bead.source.len() <= 1, "{bead:?}");
            bead.source.clone().next()
        })
        .collect()
    }

    #[test]
    fn a_moved_passage_is_linked_to_its_place() {
        let text = story(0..40);
        let moved = [&text[..10], &text[14..32], &text[10..14], &text[32..]].concat();
        let beads = align(&side(&text), &side(&moved));
        assert!(is_partition(&beads, 40, 40));
        let order = (0..10).chain(14..32).chain(10..14).chain(32..40);
        assert_eq!(sources(&beads), order.map(Some).collect::<Vec<_>>());
    }

    #[test]
    fn lost_and_foreign_passages_stand_alone() {
        let text = story(0..50);
        let foreign = story(70..74);
        let other = [
            &text[..8],
            &text[11..20],
            &foreign,
            &text[20..30],
            &text[36..],
        ]
        .concat();
        let beads = align(&side(&text), &side(&other));
        assert!(is_partition(&beads, 50, 45));
        let order = (0..8).chain(11..20).map(Some);
        let order = order
            .chain([None; 4])
            .chain((20..30).chain(36..50).map(Some));
        assert_eq!(sources(&beads), order.collect::<Vec<_>>());
    }

    #[test]
    fn work_grows_with_the_texts_and_no_faster() {
        // Nothing in common, a third missing, and nothing but lengths to go by.
        for count in [500, 4000] {
            let text: Vec<String> = (0..count)
                .map(|line| "x".repeat(5 + line * line % 97))
                .collect();
            let other: Vec<String> = (0..count * 2 / 3)
                .map(|line| "у".repeat(5 + line * line % 89))
                .collect();
            let (source, target) = (side(&text), side(&other));
            let texts = Texts::new(&source, &target);
            let mut evidence = texts.evidence();
            let area = evidence.area();
            let first = First::new(&mut evidence, &area, &SHIPPED, ROOM, WORSE, |_| false);
            let segments = source.segments.len() + target.segments.len();
            assert!(first.band.cells() < 50 * segments, "{}", first.band.cells());
        }
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
                "The talks lasted 27 hours.",
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
                "Die Gespräche dauerten 27 Stunden.",
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

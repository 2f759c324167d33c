//! Which quotation of the source answers to which of the target, bead by bead.

use crate::check::Hit;
use crate::data::quotes::is_single;
use crate::text::{Bead, Bitext, MarkRole, Quotation, Reach, Side, Span};

/// A quotation as far as it lies in one bead.
#[derive(Debug, Clone, Copy)]
pub struct Piece {
    /// The whole quotation.
    pub quotation: Quotation,
    /// Its words within the bead.
    pub inner: Span,
    /// It opens in this bead.
    pub opens: bool,
    /// Words within the bead.
    pub words: usize,
    /// Where the middle of the piece stands in the bead, 0–1.
    pub place: f64,
    /// Share of the bead's bytes.
    pub share: f64,
}

impl Piece {
    /// The quotation with its marks, as far as it lies in the bead.
    pub fn outer(&self) -> Span {
        let outer = self.quotation.outer();
        Span {
            start: if self.opens {
                outer.start
            } else {
                self.inner.start
            },
            end: if self.inner.end == self.quotation.inner.end {
                outer.end
            } else {
                self.inner.end
            },
        }
    }

    /// Whether a verb of saying stands beside it.
    pub fn is_speech(&self) -> bool {
        self.quotation
            .attribution
            .is_some_and(|attribution| !attribution.naming)
    }
}

/// The outermost quotations of both sides of a bead and which answer to each other.
#[derive(Debug)]
pub struct Quoted<'a> {
    /// Index of the bead.
    pub index: usize,
    pub bead: &'a Bead,
    pub source: Vec<Piece>,
    pub target: Vec<Piece>,
    /// Indices into `source` and `target`, in order on both sides.
    pub pairs: Vec<(usize, usize)>,
}

impl Quoted<'_> {
    /// Source quotations that nothing answers to.
    pub fn lost(&self) -> impl Iterator<Item = &Piece> {
        let found = |index: usize| self.pairs.iter().any(|pair| pair.0 == index);
        self.source
            .iter()
            .enumerate()
            .filter(move |(index, _)| !found(*index))
            .map(|(_, piece)| piece)
    }

    /// Target quotations that answer to nothing.
    pub fn added(&self) -> impl Iterator<Item = &Piece> {
        let found = |index: usize| self.pairs.iter().any(|pair| pair.1 == index);
        self.target
            .iter()
            .enumerate()
            .filter(move |(index, _)| !found(*index))
            .map(|(_, piece)| piece)
    }
}

/// The quotation of the source that a garbled quotation of the target came from: the one that
/// answers to it in its bead, or else the first that nothing answers to, or the only one.
pub fn original(bitext: &Bitext, quotation: &Quotation) -> Option<Span> {
    let source = bitext.source.as_ref()?;
    let outer = quotation.outer();
    let segment = bitext.target.segment_at(outer.start)?;
    let index = bitext.bead_of_target(segment)?;
    let bead = &bitext.beads[index];
    let quoted = quoted(
        (source, &Outermost::of(source, bead.source.clone())),
        (
            &bitext.target,
            &Outermost::of(&bitext.target, bead.target.clone()),
        ),
        index,
        bead,
    )?;
    let ours = quoted
        .target
        .iter()
        .position(|piece| piece.quotation.outer().overlaps(outer))?;
    let answer = quoted
        .pairs
        .iter()
        .find(|pair| pair.1 == ours)
        .map(|pair| &quoted.source[pair.0]);
    answer
        .or_else(|| quoted.lost().next())
        .or_else(|| quoted.source.first().filter(|_| quoted.source.len() == 1))
        .map(Piece::outer)
}

/// Adds to a finding what the source has where the target's quotation is garbled.
pub fn name_original(bitext: &Bitext, quotation: &Quotation, hit: &mut Hit) {
    if let (Some(source), Some(span)) = (&bitext.source, original(bitext, quotation)) {
        hit.beside(span)
            .append(format!("; the source has {}", source.document.slice(span)));
    }
}

/// Every bead that has both sides and a quotation on one of them.
pub fn beads(bitext: &Bitext) -> Vec<Quoted<'_>> {
    let Some(source) = &bitext.source else {
        return Vec::new();
    };
    let theirs = Outermost::of(source, 0..source.segments.len());
    let ours = Outermost::of(&bitext.target, 0..bitext.target.segments.len());
    if theirs.quotations.is_empty() && ours.quotations.is_empty() {
        return Vec::new();
    }
    bitext
        .beads
        .iter()
        .enumerate()
        .filter_map(|(index, bead)| quoted((source, &theirs), (&bitext.target, &ours), index, bead))
        .collect()
}

/// The quotations of one bead; `None` where it lacks a side or has no quotation.
fn quoted<'a>(
    (source, theirs): (&Side, &Outermost),
    (target, ours): (&Side, &Outermost),
    index: usize,
    bead: &'a Bead,
) -> Option<Quoted<'a>> {
    let from = span(source, &bead.source)?;
    let to = span(target, &bead.target)?;
    let source = theirs.within(source, from);
    let target = ours.within(target, to);
    if source.is_empty() && target.is_empty() {
        return None;
    }
    Some(Quoted {
        index,
        bead,
        pairs: pairs(&source, &target),
        source,
        target,
    })
}

fn span(side: &Side, segments: &std::ops::Range<usize>) -> Option<Span> {
    let segments = side.segments.get(segments.clone())?;
    Some(segments.first()?.span.cover(segments.last()?.span))
}

/// The outermost quotations of a side, in text order.
struct Outermost {
    quotations: Vec<Quotation>,
    /// The farthest end among the quotations up to each one.
    reach: Vec<u32>,
}

impl Outermost {
    fn of(side: &Side, segments: std::ops::Range<usize>) -> Self {
        let quotations: Vec<Quotation> = side.notes[segments]
            .iter()
            .flat_map(|notes| &notes.quotations)
            .filter(|quotation| quotation.level == 0 && quotation.reach != Reach::Unopened)
            .copied()
            .collect();
        let reach = quotations
            .iter()
            .scan(0, |farthest, quotation| {
                *farthest = quotation.inner.end.max(*farthest);
                Some(*farthest)
            })
            .collect();
        Outermost { quotations, reach }
    }

    /// What of them lies in a span of the side.
    fn within(&self, side: &Side, span: Span) -> Vec<Piece> {
        let first = self.reach.partition_point(|reach| *reach <= span.start);
        let mut pieces: Vec<Piece> = self.quotations[first..]
            .iter()
            .take_while(|quotation| quotation.outer().start < span.end)
            .filter_map(|quotation| {
                // One that is never closed counts for its own block alone.
                let inner = Span {
                    start: quotation.inner.start.max(span.start),
                    end: quotation.inner.end.min(span.end),
                };
                if inner.start >= inner.end {
                    return None;
                }
                let length = f64::from((span.end - span.start).max(1));
                let middle =
                    f64::from(inner.start - span.start) + f64::from(inner.end - inner.start) / 2.0;
                Some(Piece {
                    quotation: *quotation,
                    inner,
                    opens: quotation.outer().start >= span.start,
                    words: words(side, inner),
                    place: middle / length,
                    share: f64::from(inner.end - inner.start) / length,
                })
            })
            .collect();
        // A quotation that comes in from before does not hold those that open here.
        if pieces.iter().any(|piece| piece.opens) {
            pieces.retain(|piece| piece.opens);
        }
        pieces
    }
}

/// How many words of a side lie in a span.
fn words(side: &Side, span: Span) -> usize {
    let first = side.segment_at(span.start).unwrap_or(0);
    side.notes[first..]
        .iter()
        .zip(&side.segments[first..])
        .take_while(|(_, segment)| segment.span.start < span.end)
        .flat_map(|(notes, _)| &notes.words)
        .filter(|word| span.contains(word.span))
        .count()
}

/// Whether marks of these segments have no partner there: what they belong to is not known.
pub fn is_unsettled(side: &Side, segments: std::ops::Range<usize>) -> bool {
    let notes = &side.notes[segments];
    let mut quotations = notes.iter().flat_map(|notes| &notes.quotations);
    let mut marks = notes.iter().flat_map(|notes| &notes.marks);
    quotations.any(|quotation| quotation.reach != Reach::Closed)
        || marks.any(|mark| mark.role == MarkRole::Stray)
}

/// Whether a quotation stands in marks that can be apostrophes.
pub fn in_single_marks(side: &Side, quotation: &Quotation) -> bool {
    quotation
        .open
        .or(quotation.close)
        .and_then(|mark| side.document.slice(mark).chars().next())
        .is_some_and(is_single)
}

/// Cheapest pairing in order: quotations of like length and place answer to each other.
fn pairs(source: &[Piece], target: &[Piece]) -> Vec<(usize, usize)> {
    const ALONE: f64 = 1.0;
    let columns = target.len() + 1;
    let mut cost = vec![0.0_f64; (source.len() + 1) * columns];
    let pair = |i: usize, j: usize| {
        let (s, t) = (&source[i], &target[j]);
        let longer = s.share.max(t.share).max(1e-6);
        (s.share - t.share).abs() / longer + 0.5 * (s.place - t.place).abs()
    };
    for i in 0..=source.len() {
        for j in 0..=target.len() {
            if i == 0 && j == 0 {
                continue;
            }
            let mut best = f64::INFINITY;
            if i > 0 {
                best = best.min(cost[(i - 1) * columns + j] + ALONE);
            }
            if j > 0 {
                best = best.min(cost[i * columns + j - 1] + ALONE);
            }
            if i > 0 && j > 0 {
                best = best.min(cost[(i - 1) * columns + j - 1] + pair(i - 1, j - 1));
            }
            cost[i * columns + j] = best;
        }
    }
    let (mut i, mut j) = (source.len(), target.len());
    let mut found = Vec::new();
    while i > 0 && j > 0 {
        let here = cost[i * columns + j];
        if here == cost[(i - 1) * columns + j - 1] + pair(i - 1, j - 1) {
            i -= 1;
            j -= 1;
            found.push((i, j));
        } else if here == cost[(i - 1) * columns + j] + ALONE {
            i -= 1;
        } else {
            j -= 1;
        }
    }
    found.reverse();
    found
}

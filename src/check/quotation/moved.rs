use std::ops::Range;

use super::anchors::{anchors, links};
use super::correspond::{self, Piece, Quoted};
use crate::check::{Check, Example::*, Found, Run, pair};
use crate::data::words;
use crate::text::{
    Bitext, Category::Accuracy, Confidence, Evidence, Reach, Severity::Major, Shape, Side, Span,
    Word,
};

pub static CHECK: Check = Check {
    code: "Q22",
    name: "moved-quote",
    category: Accuracy,
    severity: Major,
    summary: "the quotation marks stand around other words than in the source",
    explain: "\
Source and translation have a quotation each, but not around the same words: the marks were put \
back in the wrong place. Then the translation quotes what nobody said.

Which words answer to which is told by the bilingual model, and by what both languages share: names \
and numbers that stand inside the marks on one side and outside on the other, the length of the \
quotation, whether a whole sentence is quoted and where clauses end, verbs of saying and closed-class \
words inside the marks. Where none of these speaks the check is silent.",
    run: Run::DocumentEvidence(run),
    examples: &[
        Bad(pair(
            "en",
            "⟦“We shall leave Geneva in 2024,”⟧ Petrova told the council in the hall of the town.",
            "de",
            "Wir werden Genf 2024 verlassen, sagte Petrova ⟦„im Saal der Stadt dem Rat“⟧.",
        )),
        Bad(pair(
            "en",
            "He told Reuters that the plan ⟦“will ruin Athens and all its 12 ports”⟧ in the end.",
            "fr",
            "Il a dit ⟦« à Reuters que »⟧ le plan ruinera Athènes et ses 12 ports à la fin.",
        )),
        Good(pair(
            "en",
            "“We shall leave Geneva in 2024,” Petrova told the council in the hall.",
            "de",
            "„Wir werden Genf 2024 verlassen“, sagte Petrova dem Rat im Saal.",
        )),
        Good(pair("en", "“Yes”", "pl", "„A o to”")),
        Good(pair(
            "en",
            "He said the plan “will ruin Athens” in the end.",
            "ja",
            "彼はその計画が最終的に「アテネを破滅させる」と述べた。",
        )),
        Good(pair(
            "en",
            "He said the plan “will ruin Athens” in the end.",
            "tr",
            "Planın sonunda “Atina’yı mahvedeceğini” söyledi.",
        )),
        Good(pair(
            "en",
            "He said the plan “will ruin Athens” in the end.",
            "ar",
            "قال إن الخطة \"ستدمر أثينا\" في النهاية.",
        )),
        Good(pair(
            "en",
            "He said the plan “will ruin Athens” in the end.",
            "ru",
            "Он сказал, что план в итоге «погубит Афины».",
        )),
    ],
};

fn run(bitext: &Bitext, evidence: &[Evidence], found: &mut Found) {
    let Some(source) = &bitext.source else {
        return;
    };
    for quoted in correspond::beads(bitext) {
        if quoted.source.len() != quoted.target.len() {
            continue;
        }
        for &(theirs, ours) in &quoted.pairs {
            let (theirs, ours) = (&quoted.source[theirs], &quoted.target[ours]);
            let closed = |piece: &Piece| piece.quotation.reach == Reach::Closed;
            if !closed(theirs) || !closed(ours) {
                continue;
            }
            let (same, other) = answers(bitext, &quoted, &evidence[quoted.index], theirs, ours);
            if same > 0 && same >= other {
                continue;
            }
            let points = points(source, &bitext.target, &quoted, theirs, ours);
            let sure = same == 0 && (other >= 3 || points >= 2 && other == 2)
                || points >= 3 && other > same;
            let confidence = match points {
                _ if sure => Confidence::Medium,
                0..=1 => continue,
                _ => Confidence::Low,
            };
            found.at(
                vec![theirs.outer()],
                vec![ours.outer()],
                confidence,
                format!(
                    "{} answers to {} in the source, which are other words",
                    bitext.target.document.slice(ours.outer()),
                    source.document.slice(theirs.outer())
                ),
            );
        }
    }
}

/// The least probability of a counterpart for a word to say where its quotation is.
const SURE: f32 = 0.75;

/// How many words of the two quotations have their counterpart in the other one, and how many
/// outside of it.
fn answers(
    bitext: &Bitext,
    quoted: &Quoted<'_>,
    evidence: &Evidence,
    theirs: &Piece,
    ours: &Piece,
) -> (usize, usize) {
    let Some(source) = &bitext.source else {
        return (0, 0);
    };
    let words = |side: &Side, segments: &Range<usize>| -> Vec<Span> {
        let notes = side.notes[segments.clone()].iter();
        notes
            .flat_map(|notes| notes.words.iter().map(|word| word.span))
            .collect()
    };
    let one = words(source, &quoted.bead.source);
    let other = words(&bitext.target, &quoted.bead.target);
    let function = words::function_words(source.document.lang);
    let (mut same, mut elsewhere) = (0, 0);
    for (index, partner) in evidence.source_partners.iter().enumerate() {
        let partner = *partner as usize;
        let mutual = evidence.target_partners.get(partner) == Some(&(index as u32));
        let (Some(word), Some(answer)) = (one.get(index), other.get(partner)) else {
            continue;
        };
        if !mutual
            || evidence.source[index] < SURE
            || evidence.target[partner] < SURE
            || function.holds(source.document.slice(*word))
        {
            continue;
        }
        match (theirs.inner.contains(*word), ours.inner.contains(*answer)) {
            (true, true) => same += 1,
            (true, false) | (false, true) => elsewhere += 1,
            (false, false) => {}
        }
    }
    (same, elsewhere)
}

/// How much speaks against the two quotations holding the same words.
fn points(source: &Side, target: &Side, quoted: &Quoted<'_>, theirs: &Piece, ours: &Piece) -> u32 {
    // Where all of both sides is quoted there are no other words.
    let is_all = |side: &Side, segments: &std::ops::Range<usize>, piece: &Piece| {
        let notes = &side.notes[segments.clone()];
        notes.iter().map(|notes| notes.words.len()).sum::<usize>() == piece.words
    };
    if is_all(source, &quoted.bead.source, theirs) && is_all(target, &quoted.bead.target, ours) {
        return 0;
    }
    let mut points = 0;
    let links = links(
        &anchors(source, quoted.bead.source.clone()),
        &anchors(target, quoted.bead.target.clone()),
    );
    let (mut crossing, mut agreeing) = (0, 0);
    for (one, other) in links {
        // What stands in another quotation on the other side was reordered with it.
        let quoted_one = quoted.source.iter().any(|piece| piece.inner.contains(one));
        let quoted_other = quoted
            .target
            .iter()
            .any(|piece| piece.inner.contains(other));
        match (theirs.inner.contains(one), ours.inner.contains(other)) {
            (true, true) => agreeing += 1,
            (true, false) if !quoted_other => crossing += 1,
            (false, true) if !quoted_one => crossing += 1,
            _ => {}
        }
    }
    if crossing > agreeing {
        points += 3;
    }
    if agreeing > 0 {
        return points;
    }
    let ratio = (theirs.share / ours.share.max(1e-6)).max(ours.share / theirs.share.max(1e-6));
    let difference = (theirs.share - ours.share).abs();
    if ratio > 3.0 && difference > 0.15 {
        points += 2;
    } else if ratio > 2.0 && difference > 0.15 {
        points += 1;
    }
    if (theirs.place - ours.place).abs() > 0.5 {
        points += 1;
    }
    if is_sentence(source, theirs) != is_sentence(target, ours) {
        points += 1;
    }
    let (one, other) = (content(source, theirs), content(target, ours));
    // Nobody quotes a preposition, nor the verb that says who speaks.
    if other.0 && !one.0 {
        points += 3;
    }
    if other.1 && !one.1 {
        points += 2;
    }
    let (one, other) = (edges(source, theirs), edges(target, ours));
    points + u32::from(one.0 != other.0) + u32::from(one.1 != other.1)
}

/// Whether a quotation has closed-class words alone, and whether it has a verb of saying.
fn content(side: &Side, piece: &Piece) -> (bool, bool) {
    let function = words::function_words(side.document.lang);
    let saying = words::saying(side.document.lang);
    let folded: Vec<String> = side
        .segment_at(piece.inner.start)
        .into_iter()
        .flat_map(|segment| &side.notes[segment].words)
        .filter(|word| piece.inner.contains(word.span))
        .map(|word| words::fold(side.document.slice(word.span)))
        .collect();
    (
        !folded.is_empty() && folded.iter().all(|word| function.contains(word)),
        folded.iter().any(|word| saying.contains(word)),
    )
}

/// Whether a quotation begins and ends where a clause does: at punctuation or an end of its block.
fn edges(side: &Side, piece: &Piece) -> (bool, bool) {
    let text = &side.document.text;
    let outer = piece.quotation.outer();
    let block = side.segment_at(outer.start).map_or(outer, |segment| {
        side.document.blocks[side.segments[segment].block as usize].span
    });
    let before = text[block.start as usize..outer.start as usize].trim_end();
    let after = text[outer.end as usize..(block.end as usize).max(outer.end as usize)].trim_start();
    let is_word = |c: char| c.is_alphanumeric();
    let inner = side.document.slice(piece.inner);
    (
        !before.ends_with(is_word),
        !inner.ends_with(is_word) || !after.starts_with(is_word),
    )
}

/// Whether a quotation begins with a capital and ends with the mark of a sentence or of a clause
/// before its verb of saying.
fn is_sentence(side: &Side, piece: &Piece) -> bool {
    let words: Vec<&Word> = side
        .segment_at(piece.inner.start)
        .into_iter()
        .flat_map(|segment| &side.notes[segment].words)
        .filter(|word| piece.inner.contains(word.span))
        .collect();
    let first = words.first().map(|word| word.shape);
    let cased = !matches!(first, None | Some(Shape::Caseless));
    let text = side.document.slice(piece.inner);
    let ends = text
        .ends_with(|c: char| super::context::is_stop(c) || matches!(c, ',' | '、' | '，' | '،'));
    ends && (!cased || first != Some(Shape::Lower))
}

use super::{cited, of_gap, of_sentence, span_of_words};
use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::text::{Bead, Category::Accuracy, Evidence, Extent, Role, Severity::Major};

pub static CHECK: Check = Check {
    code: "A03",
    name: "addition",
    category: Accuracy,
    severity: Major,
    summary: "words of the translation have no counterpart in the source",
    explain: "\
The translation says something that the source does not: a clause, a phrase or a whole sentence. \
Marked are the neighbouring words of the translation for which the bundled lexicon finds no \
counterpart in the source; the span may be off by a word or two.

What decides is the run of such words together with how well all others are covered and how much \
longer the translation is than usual for the two languages and in this text. One or two words that \
were put in are mostly missed. Translators do explain what their readers may not know (the Brexit, \
that is, …); such findings are true and may be ignored.

In documents a sentence of the translation that answers to no sentence of the source is reported \
whole. What a page has around the story is no addition. Where the lexicon knows too few of the \
words on either side nothing is surer than low.",
    run: Run::Evidence(run),
    examples: &[
        Bad(pair(
            "en",
            "The museum opens at nine in the morning.",
            "de",
            "Das Museum öffnet um neun Uhr morgens, und die ⟦Kinder müssen für ihre Karten nichts bezahlen⟧.",
        )),
        Bad(pair(
            "en",
            "The museum opens at nine in the morning.",
            "ru",
            "Музей открывается в девять часов утра, ⟦и дети не должны платить за свои билеты⟧.",
        )),
        Good(pair(
            "en",
            "The minister arrived in the capital on Monday and met the president.",
            "de",
            "Der Minister traf am Montag in der Hauptstadt ein und traf den Präsidenten.",
        )),
        Good(pair(
            "ru",
            "Министр прибыл в столицу в понедельник.",
            "en",
            "The minister arrived in the capital on Monday.",
        )),
        Good(pair(
            "en",
            "The minister arrived in the capital on Monday.",
            "ar",
            "وصل الوزير إلى العاصمة يوم الاثنين.",
        )),
        Good(pair(
            "en",
            "The minister arrived in the capital on Monday.",
            "zh",
            "部长星期一抵达首都。",
        )),
        Good(pair(
            "en",
            "The minister arrived in the capital on Monday.",
            "hi",
            "मंत्री सोमवार को राजधानी पहुंचे।",
        )),
        Good(pair(
            "en",
            "The minister arrived in the capital on Monday.",
            "el",
            "Ο υπουργός έφτασε στην πρωτεύουσα τη Δευτέρα.",
        )),
    ],
};

fn run(pair: &Pair<'_>, evidence: &Evidence, found: &mut Found) {
    if pair.bead.source.is_empty() {
        whole(pair, found);
        return;
    }
    let gap = &evidence.gaps[1];
    let Some(confidence) = of_gap(gap.odds, evidence) else {
        return;
    };
    let Some(span) = span_of_words(pair.target_notes(), &gap.words) else {
        return;
    };
    found
        .at(
            Vec::new(),
            vec![span],
            confidence,
            format!(
                "the source does not say “{}”",
                cited(&pair.target.document, span)
            ),
        )
        .by_comparison();
}

/// A sentence of a document that answers to nothing in the source.
fn whole(pair: &Pair<'_>, found: &mut Found) {
    let (Some(span), Extent::Document) = (pair.target_span(), pair.bitext.extent) else {
        return;
    };
    let block = pair.target.segments[pair.bead.target.start].block as usize;
    let beads = &pair.bitext.beads;
    // What stands before or after all that is translated belongs to the page.
    let inside = |beads: &[Bead]| beads.iter().any(|bead| !bead.source.is_empty());
    let story = inside(&beads[..pair.index]) && inside(&beads[pair.index + 1..]);
    if !story || matches!(pair.target.document.blocks[block].role, Role::Residue) {
        return;
    }
    let Some(confidence) = of_sentence(pair.target_notes()) else {
        return;
    };
    found
        .at(
            Vec::new(),
            vec![span],
            confidence,
            format!(
                "“{}” answers to nothing in the source",
                cited(&pair.target.document, span)
            ),
        )
        .by_comparison();
}

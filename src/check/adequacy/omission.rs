use super::{cited, of_gap, of_sentence, span_of_words};
use crate::check::{Check, Example::*, Found, Pair, Run, docs, pair};
use crate::text::{Category::Accuracy, Evidence, Extent, Role, Role::*, Severity::Major};

pub static CHECK: Check = Check {
    code: "A02",
    name: "omission",
    category: Accuracy,
    severity: Major,
    summary: "words of the source have no counterpart in the translation",
    explain: "\
A clause, a phrase or a whole sentence of the source is not said in the translation. Marked are the \
neighbouring words of the source for which the bundled lexicon finds no counterpart, and the span \
may be off by a word or two.

What decides is the run of such words together with how well all others are covered and how much \
shorter the translation is than usual for the two languages and in this text. One word that is \
missing cannot be told from one that is said otherwise: three content words in a row are about the \
least that is seen, and most of such omissions are missed. Translators do leave out what their \
readers do not need or know from the sentence before; such findings are true and may be ignored.

In documents a sentence of the source that no sentence of the translation answers to is reported \
whole. Datelines, bylines and what stands around the story are no omissions. Where the lexicon \
knows too few of the words on either side nothing is surer than low.",
    run: Run::Evidence(run),
    examples: &[
        Bad(pair(
            "en",
            "The minister arrived in the capital on Monday ⟦and met the president, who had returned from his holiday two days before⟧.",
            "de",
            "Der Minister traf am Montag in der Hauptstadt ein.",
        )),
        Bad(pair(
            "en",
            "The museum opens at nine in the morning and closes at six in the evening, and ⟦children do not have to pay for their tickets⟧.",
            "ru",
            "Музей открывается в девять часов утра и закрывается в шесть вечера.",
        )),
        Bad(docs(
            "en",
            &[
                (Body, "The minister arrived in the capital on Monday."),
                (Body, "⟦He met the president, who had returned from his holiday two days before.⟧"),
                (Body, "The museum opens at nine in the morning and closes at six in the evening."),
                (Body, "The police are still looking for the two men who stole the car."),
            ],
            "de",
            &[
                (Body, "Der Minister traf am Montag in der Hauptstadt ein."),
                (Body, "Das Museum öffnet um neun Uhr morgens und schließt um sechs Uhr abends."),
                (Body, "Die Polizei sucht noch immer nach den beiden Männern, die das Auto gestohlen haben."),
            ],
        )),
        Good(pair("en", "The minister arrived in the capital on Monday and met the president.", "de", "Der Minister traf am Montag in der Hauptstadt ein und traf den Präsidenten.")),
        Good(pair("en", "The minister arrived in the capital on Monday.", "ru", "Министр прибыл в столицу в понедельник.")),
        Good(pair("en", "The minister arrived in the capital on Monday.", "ar", "وصل الوزير إلى العاصمة يوم الاثنين.")),
        Good(pair("en", "The minister arrived in the capital on Monday.", "zh", "部长星期一抵达首都。")),
        Good(pair("en", "The minister arrived in the capital on Monday.", "hi", "मंत्री सोमवार को राजधानी पहुंचे।")),
        Good(pair("en", "The minister arrived in the capital on Monday.", "el", "Ο υπουργός έφτασε στην πρωτεύουσα τη Δευτέρα.")),
        Good(docs("en", &[(Body, "BERLIN, Nov 24 —"), (Body, "The minister arrived in the capital on Monday.")], "de", &[(Body, "Der Minister traf am Montag in der Hauptstadt ein.")])),
    ],
};

fn run(pair: &Pair<'_>, evidence: &Evidence, found: &mut Found) {
    if pair.bead.target.is_empty() {
        whole(pair, found);
        return;
    }
    let gap = &evidence.gaps[0];
    let Some(confidence) = of_gap(gap.odds, evidence) else {
        return;
    };
    let Some(span) = span_of_words(pair.source_notes(), &gap.words) else {
        return;
    };
    found.at(
        vec![span],
        Vec::new(),
        confidence,
        format!(
            "the translation does not say “{}”",
            cited(&pair.source.document, span)
        ),
    );
}

/// A sentence of a document that nothing in the translation answers to.
fn whole(pair: &Pair<'_>, found: &mut Found) {
    let (Some(span), Extent::Document) = (pair.source_span(), pair.bitext.extent) else {
        return;
    };
    let block = pair.source.segments[pair.bead.source.start].block as usize;
    if matches!(pair.source.document.blocks[block].role, Role::Residue) {
        return;
    }
    let Some(confidence) = of_sentence(pair.source_notes()) else {
        return;
    };
    found.at(
        vec![span],
        Vec::new(),
        confidence,
        format!(
            "nothing in the translation answers to “{}”",
            cited(&pair.source.document, span)
        ),
    );
}

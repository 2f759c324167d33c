use std::collections::BTreeMap;

use super::compare::is_form;
use crate::check::{Check, Example::*, Found, Run, docs};
use crate::data::words::fold;
use crate::text::{
    Bead, Bitext, Category::Accuracy, Confidence, Quotation, Reach, Role::*, Severity::Minor, Side,
    Span,
};

pub static CHECK: Check = Check {
    code: "C04",
    name: "quote-variants",
    category: Accuracy,
    severity: Minor,
    summary: "one quotation of the source stands in two wordings",
    explain: "\
Decoupling from China in one paragraph, Separation from China in the next, where the source has the \
same words in quotation marks both times. A quotation is what somebody said; the reader takes two \
wordings for two statements.

Quotations of two to twelve words of the source are compared wherever both sides of the sentence \
have as many. Forms of the same words, another order and a shortened quotation are not meant.",
    run: Run::Document(run),
    examples: &[
        Bad(docs(
            "ru",
            &[
                (Body, "Министр заявил в пятницу, что «отделение от побережья» ударит по столице."),
                (Body, "В среду цель, по его словам, — ⟦«отделение от побережья»⟧, и она не будет достигнута."),
            ],
            "en",
            &[
                (Body, "The minister said on Friday that ⟦“decoupling from the coast”⟧ will hit the capital."),
                (Body, "On Wednesday the aim, he said, is ⟦“separation from the coast”⟧, and it will not be reached."),
            ],
        )),
        Good(docs(
            "ru",
            &[
                (Body, "Министр заявил в пятницу, что «отделение от побережья» ударит по столице."),
                (Body, "В среду цель, по его словам, — «отделение от побережья», и она не будет достигнута."),
            ],
            "de",
            &[
                (Body, "Der Minister sagte am Freitag, die „Abkopplung von der Küste“ treffe die Hauptstadt."),
                (Body, "Am Mittwoch war das Ziel der „Abkopplung von Küsten“ nach seinen Worten unerreichbar."),
            ],
        )),
        Good(docs(
            "en",
            &[(Body, "He called it “a big mistake” on Friday."), (Body, "She called it “a big success” on Monday.")],
            "zh",
            &[(Body, "他周五称之为“大错误”。"), (Body, "她周一称之为“大成功”。")],
        )),
        Good(docs(
            "en",
            &[(Body, "He called it “a big mistake” on Friday."), (Body, "She called it “a big success” on Monday.")],
            "ar",
            &[(Body, "ووصفها يوم الجمعة بأنها \"خطأ كبير\"."), (Body, "ووصفتها يوم الاثنين بأنها \"نجاح كبير\".")],
        )),
    ],
};

fn run(bitext: &Bitext, found: &mut Found) {
    let Some(source) = &bitext.source else {
        return;
    };
    if bitext.beads.len() < 2 {
        return;
    }
    let mut first: BTreeMap<Vec<String>, (Span, Vec<String>)> = BTreeMap::new();
    for bead in &bitext.beads {
        for (original, rendering) in pairs(source, &bitext.target, bead) {
            let words = folded(source, original);
            if !(2..=12).contains(&words.len()) {
                continue;
            }
            let here = folded(&bitext.target, rendering);
            if here.is_empty() {
                continue;
            }
            let Some((before, wording)) = first.get(&words) else {
                first.insert(words, (rendering.outer(), here));
                continue;
            };
            if agree(wording, &here) {
                continue;
            }
            let slice = |span: Span| bitext.target.document.slice(span);
            found.at(
                vec![original.outer()],
                vec![*before, rendering.outer()],
                Confidence::Medium,
                format!(
                    "{} is {} in one place and {} in another",
                    source.document.slice(original.outer()),
                    slice(*before),
                    slice(rendering.outer())
                ),
            );
        }
    }
}

/// The quotations of a bead that answer to each other: where both sides have as many, in order.
fn pairs<'a>(
    source: &'a Side,
    target: &'a Side,
    bead: &Bead,
) -> impl Iterator<Item = (&'a Quotation, &'a Quotation)> + use<'a> {
    let closed = |side: &'a Side, range: std::ops::Range<usize>| -> Vec<&'a Quotation> {
        side.notes[range]
            .iter()
            .flat_map(|notes| &notes.quotations)
            .filter(|quotation| quotation.level == 0 && quotation.reach == Reach::Closed)
            .collect()
    };
    let (a, b) = (
        closed(source, bead.source.clone()),
        closed(target, bead.target.clone()),
    );
    let same = a.len() == b.len();
    a.into_iter().zip(b).filter(move |_| same)
}

fn folded(side: &Side, quotation: &Quotation) -> Vec<String> {
    let inner = quotation.inner;
    let segments = side.segments_in(inner);
    side.notes[segments]
        .iter()
        .flat_map(|notes| &notes.words)
        .filter(|word| inner.contains(word.span))
        .map(|word| fold(side.document.slice(word.span)))
        .collect()
}

/// Whether every word of the shorter has a form in the longer: order, endings and length may vary.
fn agree(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let missing = short
        .iter()
        .filter(|word| word.chars().count() > 3 || !word.is_ascii())
        .filter(|word| !long.iter().any(|other| is_form(word, other)))
        .count();
    // Joined, scripts without spaces divide alike what is written alike.
    missing == 0 || short.concat() == long.concat() || long.concat().contains(&short.concat())
}

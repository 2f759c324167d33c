use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::text::{Category, Confidence, Notes, Severity, Shape, Side, Span};

pub static CHECK: Check = Check {
    code: "E08",
    name: "acronym-changed",
    category: Category::Accuracy,
    severity: Severity::Minor,
    summary: "an acronym differs in one letter",
    explain: "\
The source has an acronym that the translation lacks, and the translation has one that differs from \
it in one letter: *FBJ* for *FBI*. Acronyms that are made of the words of another language (*OTAN* \
for *NATO*, *DNS* for *DNA*) are right; that is why the confidence is low, unless the translation \
has the acronym of the source elsewhere.",
    run: Run::Pair(run),
    examples: &[
        Bad(pair(
            "en",
            "The agent told the ⟦NFL⟧ about it.",
            "es",
            "El agente se lo contó a la ⟦NFK⟧.",
        )),
        Good(pair(
            "en",
            "The general told NATO and the UN.",
            "fr",
            "Le général a informé l’OTAN et l’ONU.",
        )),
        Good(pair(
            "en",
            "The agent told the FBI about it.",
            "ru",
            "Агент рассказал об этом ФБР.",
        )),
    ],
};

fn acronyms<'a>(side: &'a Side, notes: &'a [Notes]) -> impl Iterator<Item = (Span, &'a str)> {
    notes
        .iter()
        .flat_map(|notes| &notes.words)
        .filter(|word| word.shape == Shape::Upper && (3..=6).contains(&word.span.len()))
        .map(|word| (word.span, side.document.slice(word.span)))
        .filter(|(_, form)| form.bytes().all(|letter| letter.is_ascii_uppercase()))
}

fn run(pair: &Pair<'_>, found: &mut Found) {
    let (Some(ours), Some(theirs)) = (pair.target_span(), pair.source_span()) else {
        return;
    };
    let text = pair.target.document.text.as_str();
    for (span, form) in acronyms(pair.source, pair.source_notes()) {
        if ours.of(text).contains(form) {
            continue;
        }
        let other = acronyms(pair.target, pair.target_notes()).find(|(_, other)| {
            differ_in_one(form, other) && !pair.source.document.slice(theirs).contains(*other)
        });
        let Some((place, other)) = other else {
            continue;
        };
        let sure = text.contains(form) && !pair.source.document.text.contains(other);
        found.at(
            vec![span],
            vec![place],
            if sure {
                Confidence::Medium
            } else {
                Confidence::Low
            },
            format!("{form} in the source is {other}"),
        );
    }
}

fn differ_in_one(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).filter(|(a, b)| a != b).count() == 1
}

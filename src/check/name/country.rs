use super::mentions::mentions;
use crate::check::Example::{Bad, Good};
use crate::check::{Check, Found, Pair, Run, pair};
use crate::text::{Category, Confidence, Evidence, Severity};

pub static CHECK: Check = Check {
    code: "E04",
    name: "country-changed",
    category: Category::Accuracy,
    severity: Severity::Critical,
    summary: "the translation names another country",
    explain: "\
The source names a country that the translation does not name, and the translation names one that \
the source does not. The names are those of CLDR, in all their cases.

Right to ignore where a translation says *the French* for *France* and adds another country.",
    run: Run::Evidence(run),
    examples: &[
        Bad(pair(
            "en",
            "The ship sailed from ⟦Germany⟧ in May.",
            "fr",
            "Le navire a quitté la ⟦France⟧ en mai.",
        )),
        Bad(pair(
            "en",
            "The ship sailed from ⟦Germany⟧ in May.",
            "ja",
            "船は5月に⟦フランス⟧を出港した。",
        )),
        Bad(pair(
            "fi",
            "Laiva lähti ⟦Saksasta⟧ toukokuussa.",
            "en",
            "The ship sailed from ⟦France⟧ in May.",
        )),
        Good(pair(
            "en",
            "The ship sailed from Germany to the United States.",
            "ru",
            "Корабль отплыл из Германии в Соединенные Штаты.",
        )),
        Good(pair(
            "en",
            "The ship sailed from Germany in May.",
            "zh",
            "该船于五月从德国启航。",
        )),
        Good(pair(
            "en",
            "The ship sailed from Germany in May.",
            "ar",
            "أبحرت السفينة من ألمانيا في مايو.",
        )),
    ],
};

/// The lexicon knows a counterpart of a name that is so likely to have one.
const DOUBTED: f32 = 0.8;

fn run(pair: &Pair<'_>, evidence: &Evidence, found: &mut Found) {
    let [source, target] = &mentions(pair, evidence).states;
    for (theirs, ours) in source.iter().zip(target) {
        let sure = source.len() == 1 && target.len() == 1 && theirs.known.max(ours.known) < DOUBTED;
        found.at(
            vec![theirs.span],
            vec![ours.span],
            if sure {
                Confidence::High
            } else {
                Confidence::Medium
            },
            format!(
                "{} in the source is {} in the translation",
                pair.source.document.slice(theirs.span),
                pair.target.document.slice(ours.span),
            ),
        );
    }
}

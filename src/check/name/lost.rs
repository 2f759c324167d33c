use super::mentions::mentions;
use crate::check::Example::{Bad, Good};
use crate::check::{Check, Found, Pair, Run, pair};
use crate::text::{Category, Confidence, Evidence, Severity};

pub static CHECK: Check = Check {
    code: "E02",
    name: "name-lost",
    category: Category::Accuracy,
    severity: Severity::Major,
    summary: "a name of the source is missing",
    explain: "\
Nothing in the translation answers to a name of the source: no word that sounds like it, none that \
the lexicon knows for it.

Translators may write *he* for a name that stands in the sentence before; that is why most findings \
are of low confidence.",
    run: Run::Evidence(run),
    examples: &[
        Bad(pair(
            "en",
            "The letter was written by ⟦Kovacic⟧ in the spring.",
            "de",
            "Der Brief wurde im Frühling geschrieben.",
        )),
        Good(pair(
            "en",
            "The letter was written by Kovacic in the spring.",
            "sr",
            "Писмо је у пролеће написао Ковачић.",
        )),
    ],
};

fn run(pair: &Pair<'_>, evidence: &Evidence, found: &mut Found) {
    for mention in mentions(pair, evidence)
        .lost
        .iter()
        .filter(|lost| lost.strong)
    {
        found.at(
            vec![mention.span],
            Vec::new(),
            Confidence::Low,
            format!(
                "nothing answers to {}",
                pair.source.document.slice(mention.span)
            ),
        );
    }
}

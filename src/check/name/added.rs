use super::mentions::mentions;
use crate::check::Example::{Bad, Good};
use crate::check::{Check, Found, Pair, Run, pair};
use crate::text::{Category, Confidence, Evidence, Severity};

pub static CHECK: Check = Check {
    code: "E03",
    name: "name-added",
    category: Category::Accuracy,
    severity: Severity::Major,
    summary: "the translation has a name that the source has not",
    explain: "\
Nothing in the source answers to a name of the translation. Translators may write a name for *he*, \
or explain where a place is; that is why most findings are of low confidence.",
    run: Run::Evidence(run),
    examples: &[
        Bad(pair(
            "de",
            "Der Brief wurde im Frühling geschrieben.",
            "en",
            "The letter was written by ⟦Kovacic⟧ in the spring.",
        )),
        Good(pair(
            "sr",
            "Писмо је у пролеће написао Ковачић.",
            "en",
            "The letter was written by Kovacic in the spring.",
        )),
    ],
};

fn run(pair: &Pair<'_>, evidence: &Evidence, found: &mut Found) {
    for mention in mentions(pair, evidence)
        .put_in
        .iter()
        .filter(|name| name.strong)
    {
        found
            .target(
                mention.span,
                Confidence::Low,
                format!(
                    "nothing in the source answers to {}",
                    pair.target.document.slice(mention.span)
                ),
            )
            .by_comparison();
    }
}

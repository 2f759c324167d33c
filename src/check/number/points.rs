use super::correspond;
use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::text::{Category::Accuracy, Severity::Minor};

pub static CHECK: Check = Check {
    code: "N07",
    name: "percent-points",
    category: Accuracy,
    severity: Minor,
    summary: "percent became percentage points, or points percent",
    explain: "\
A rise by 3 percent is not one by 3 percentage points. Reported only where one side writes points \
in so many words and the other a percent sign or word beside the same number.",
    run: Run::Pair(run),
    examples: &[
        Bad(pair(
            "en",
            "The share rose by ⟦3⟧ percentage points.",
            "de",
            "Der Anteil stieg um ⟦3⟧ Prozent.",
        )),
        Bad(pair(
            "fr",
            "Le taux a baissé de ⟦2⟧ %.",
            "en",
            "The rate fell by ⟦2⟧ percentage points.",
        )),
        Good(pair(
            "en",
            "The share rose by 3 percentage points to 40 percent.",
            "de",
            "Der Anteil stieg um 3 Prozentpunkte auf 40 Prozent.",
        )),
        Good(pair(
            "en",
            "It rose by 3 points.",
            "zh",
            "上升了3个百分点。",
        )),
        Good(pair(
            "en",
            "It rose by 3 percentage points.",
            "ru",
            "Рост на 3 п.п.",
        )),
    ],
};

fn run(pair: &Pair<'_>, found: &mut Found) {
    for change in &correspond::of(pair).points {
        found.at(
            vec![change.source.span],
            vec![change.target.span],
            change.confidence,
            format!(
                "{} {} in the source is {} {} in the translation",
                pair.source.document.slice(change.source.span),
                change.names.0,
                pair.target.document.slice(change.target.span),
                change.names.1,
            ),
        );
    }
}

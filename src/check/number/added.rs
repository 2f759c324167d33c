use super::correspond;
use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::text::{Category::Accuracy, Severity::Major};

pub static CHECK: Check = Check {
    code: "N03",
    name: "added-number",
    category: Accuracy,
    severity: Major,
    summary: "a number of the translation is not in the source",
    explain: "\
A number in digits that the source has neither in digits nor in words.

Right to ignore where the translator explains (a year, a unit converted in brackets). Small \
numbers that an idiom may bring are low.",
    run: Run::Pair(run),
    examples: &[
        Bad(pair(
            "en",
            "The ship had passengers on board.",
            "de",
            "Das Schiff hatte ⟦340⟧ Passagiere an Bord.",
        )),
        Good(pair(
            "en",
            "Twenty-five of the two hundred and fifty students came at noon in the nineties.",
            "sv",
            "25 av de 250 eleverna kom klockan 12 på 90-talet.",
        )),
        Good(pair(
            "en",
            "It was 30 yards away.",
            "bg",
            "Беше на около 27-28 метра.",
        )),
        Good(pair(
            "zh",
            "他在九月二十五日带来了三千五百元。",
            "en",
            "He brought 3,500 yuan on September 25.",
        )),
        Good(pair(
            "ru",
            "Пять тысяч человек пришли в сентябре.",
            "en",
            "5,000 people came in September.",
        )),
    ],
};

fn run(pair: &Pair<'_>, found: &mut Found) {
    for (number, confidence) in &correspond::of(pair).added {
        found
            .target(
                number.span,
                *confidence,
                format!(
                    "{} is not in the source",
                    pair.target.document.slice(number.span)
                ),
            )
            .by_comparison();
    }
}

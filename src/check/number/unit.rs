use super::correspond;
use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::text::{Category::Accuracy, Severity::Major};

pub static CHECK: Check = Check {
    code: "N06",
    name: "changed-unit",
    category: Accuracy,
    severity: Major,
    summary: "a number has another unit in the translation",
    explain: "\
The number is the same, but kilometres became miles, minutes hours, or degrees of another scale. \
Units are known by CLDR's names and symbols in some eighty languages; only units of one kind are \
compared, both right beside the number. A quantity that was converted is no fault.",
    run: Run::Pair(run),
    examples: &[
        Bad(pair(
            "en",
            "The village is ⟦25⟧ miles away.",
            "de",
            "Das Dorf ist ⟦25⟧ Kilometer entfernt.",
        )),
        Bad(pair(
            "fr",
            "Le train a eu ⟦20⟧ minutes de retard.",
            "en",
            "The train was ⟦20⟧ hours late.",
        )),
        Good(pair(
            "en",
            "The village is 25 miles away.",
            "de",
            "Das Dorf ist 40 Kilometer entfernt.",
        )),
        Good(pair(
            "en",
            "It lasted 20 minutes and weighed 5 kg.",
            "ru",
            "Это длилось 20 минут и весило 5 кг.",
        )),
        Good(pair(
            "en",
            "It is 30 km long.",
            "ja",
            "長さは30キロメートルです。",
        )),
        Good(pair(
            "en",
            "It took 24 hours.",
            "ar",
            "استغرق الأمر 24 ساعة.",
        )),
        Good(pair("en", "It took 3 days.", "hi", "इसमें 3 दिन लगे।")),
        Good(pair("en", "It took 3 months.", "th", "ใช้เวลา 3 เดือน")),
    ],
};

fn run(pair: &Pair<'_>, found: &mut Found) {
    for change in &correspond::of(pair).units {
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

use super::correspond;
use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::text::{Category::Accuracy, Severity::Major};

pub static CHECK: Check = Check {
    code: "N05",
    name: "changed-currency",
    category: Accuracy,
    severity: Major,
    summary: "a sum has another currency in the translation",
    explain: "\
The number is the same, but dollars became euros. Currencies are known by their signs, their codes \
and CLDR's names; a dollar, pound, franc, krone, peso or rupee is any country's. A sum that was \
converted is no fault here.",
    run: Run::Pair(run),
    examples: &[
        Bad(pair(
            "en",
            "The house cost $⟦350,000⟧.",
            "de",
            "Das Haus kostete ⟦350.000⟧ Euro.",
        )),
        Bad(pair("en", "It cost €⟦20⟧.", "fr", "Cela a coûté ⟦20⟧ $.")),
        Good(pair(
            "en",
            "The house cost $350,000.",
            "de",
            "Das Haus kostete 350.000 US-Dollar.",
        )),
        Good(pair(
            "en",
            "It cost £20.",
            "ru",
            "Это стоило 20 фунтов стерлингов.",
        )),
        Good(pair("en", "It cost €20.", "ar", "تكلف 20 يورو.")),
        Good(pair("en", "It cost ¥2,000.", "zh", "花费2000日元。")),
        Good(pair(
            "en",
            "It cost US$20 (€18).",
            "th",
            "ราคา 20 ดอลลาร์ (18 ยูโร)",
        )),
    ],
};

fn run(pair: &Pair<'_>, found: &mut Found) {
    for change in &correspond::of(pair).currencies {
        found.at(
            vec![change.source.span],
            vec![change.target.span],
            change.confidence,
            format!(
                "{} is in {} in the source and in {} in the translation",
                pair.source.document.slice(change.source.span),
                change.names.0,
                change.names.1,
            ),
        );
    }
}

use super::correspond;
use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::text::{Category::Accuracy, Severity::Major};

pub static CHECK: Check = Check {
    code: "N01",
    name: "changed-number",
    category: Accuracy,
    severity: Major,
    summary: "a number of the source is another number in the translation",
    explain: "\
Numbers are compared by what they are worth: digits of any script, with point or comma before the \
decimals, with scale words (million, Milliarde, 万, lakh), percent signs, clock times of twelve or \
twenty-four hours, dates in digits and in words, numbers written out in words, years of other eras. \
What then has no counterpart on either side is paired by likeness and place.

Right to ignore where the translator corrected the source or converted a unit or currency. A \
number rounded to fewer digits is low.",
    run: Run::Pair(run),
    examples: &[
        Bad(pair(
            "en",
            "Columbus reached the islands in ⟦1492⟧.",
            "de",
            "Kolumbus erreichte die Inseln ⟦1942⟧.",
        )),
        Bad(pair(
            "ru",
            "Погибли ⟦27⟧ человек.",
            "en",
            "⟦37⟧ people were killed.",
        )),
        Bad(pair(
            "en",
            "Prices rose by ⟦3.5⟧ percent.",
            "ar",
            "ارتفعت الأسعار بنسبة ⟦٥٫٣⟧ في المئة.",
        )),
        Bad(pair(
            "en",
            "The bridge cost ⟦20 million⟧ euros.",
            "fi",
            "Silta maksoi ⟦20 miljardia⟧ euroa.",
        )),
        Bad(pair(
            "en",
            "It is within ⟦3⟧ inches of the wall.",
            "el",
            "Είναι σε απόσταση ⟦9⟧ ιντσών από τον τοίχο.",
        )),
        Good(pair(
            "en",
            "Up to 10 inches of rain fell, and 3 to 4 inches in the hills.",
            "ro",
            "Au căzut până la 25 cm de ploaie, iar în dealuri între 8 și 10 cm.",
        )),
        Good(pair(
            "zh",
            "这可以替代标准煤15多万吨，比去年增长近四成。",
            "en",
            "It replaces over 150,000 tons of coal, nearly 40% more than last year.",
        )),
        Good(pair(
            "ja",
            "１万０３６３・１８で終え、1 万 6 千人が見た。",
            "en",
            "It closed at 10,363.18, and 16,000 people watched.",
        )),
        Good(pair(
            "en",
            "In 2018, 1,234.5 tons were sold for $3 million.",
            "de",
            "2018 wurden 1.234,5 Tonnen für 3 Mio. Dollar verkauft.",
        )),
        Good(pair(
            "en",
            "The 12 men left at 7 p.m. on September 24, 2018.",
            "ru",
            "Двенадцать мужчин уехали в 19:00 24.09.2018.",
        )),
        Good(pair(
            "en",
            "About 350,000 people live there.",
            "ja",
            "そこには約35万人が住んでいる。",
        )),
        Good(pair(
            "en",
            "It cost 50 million rupees in 2018.",
            "hi",
            "२०१८ में इसकी लागत 5 करोड़ रुपये थी।",
        )),
        Good(pair(
            "th",
            "เขาเกิดในปี พ.ศ. 2541",
            "en",
            "He was born in 1998.",
        )),
        Good(pair(
            "en",
            "He left at 5:30 pm with 25 others.",
            "ar",
            "غادر في الساعة 17:30 مع خمسة وعشرين آخرين.",
        )),
    ],
};

fn run(pair: &Pair<'_>, found: &mut Found) {
    for change in &correspond::of(pair).changed {
        let source = pair.source.document.slice(change.source.span);
        let target = pair.target.document.slice(change.target.span);
        let message = if change.rounded {
            format!("{source} in the source is rounded to {target} in the translation")
        } else {
            format!("{source} in the source is {target} in the translation")
        };
        found.at(
            vec![change.source.span],
            vec![change.target.span],
            change.confidence,
            message,
        );
    }
}

use super::correspond;
use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::text::{Category::Accuracy, Severity::Major};

pub static CHECK: Check = Check {
    code: "N02",
    name: "lost-number",
    category: Accuracy,
    severity: Major,
    summary: "a number of the source is not in the translation",
    explain: "\
A number in digits that the translation has neither in digits nor in words, by another custom of \
writing (clock times, eras, months by name) or at another place.

One, two, first and second are often left out by idiom and are low, and so are short labels \
(G7, 5G).",
    run: Run::Pair(run),
    examples: &[
        Bad(pair(
            "en",
            "The ship had ⟦340⟧ passengers on board.",
            "de",
            "Das Schiff hatte Passagiere an Bord.",
        )),
        Bad(pair(
            "ja",
            "⟦2018⟧年に橋が完成した。",
            "en",
            "The bridge was completed.",
        )),
        Good(pair(
            "en",
            "He waited 5 hours in the 21st century.",
            "es",
            "Esperó cinco horas en el siglo XXI.",
        )),
        Good(pair(
            "en",
            "The 1990s were good years, 50% better.",
            "fi",
            "90-luku oli hyvää aikaa, viisikymmentä prosenttia parempi.",
        )),
        Good(pair(
            "en",
            "The 3 friends met on 5 May.",
            "ar",
            "التقى الأصدقاء الثلاثة في الخامس من مايو.",
        )),
        Good(pair(
            "en",
            "12 people, 3 of them children.",
            "hi",
            "बारह लोग, जिनमें से तीन बच्चे।",
        )),
        Good(pair(
            "en",
            "The 4-year-old boy and the 42-year-old mechanic were born in the 1920s.",
            "de",
            "Der vierjährige Junge und der zweiundvierzigjährige Mechaniker wurden in den Zwanzigern geboren.",
        )),
        Good(pair(
            "en",
            "The 38 percent rose to 48 percent.",
            "tr",
            "Oran yüzde otuz sekizken yüzde kırk sekizdi.",
        )),
        Good(pair(
            "en",
            "The bicentennial comes in 24 hours.",
            "ru",
            "Двухсотлетие наступит через сутки.",
        )),
        Good(pair("en", "He is 20 years old.", "ja", "彼は二十歳です。")),
        Good(pair("en", "25 students came.", "th", "มีนักเรียนยี่สิบห้าคน")),
    ],
};

fn run(pair: &Pair<'_>, found: &mut Found) {
    for (number, confidence) in &correspond::of(pair).lost {
        found.at(
            vec![number.span],
            Vec::new(),
            *confidence,
            format!(
                "{} in the source is not in the translation",
                pair.source.document.slice(number.span)
            ),
        );
    }
}

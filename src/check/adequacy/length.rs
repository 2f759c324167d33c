use super::spoken;
use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::lexicon::evidence::usual_length;
use crate::text::{Category::Accuracy, Confidence, Severity::Major, Side, Span};

pub static CHECK: Check = Check {
    code: "A05",
    name: "length",
    category: Accuracy,
    severity: Major,
    summary: "the translation is far too short or too long for its source",
    explain: "\
The lengths of source and translation, in characters, differ by much more than the two languages \
explain: most of the passage is missing, it broke off, or something else was added. Chinese \
says in a third of the letters what English says, and Hebrew and Korean are short too; this is \
known for 45 languages, and others must differ more to be reported.

It says nothing of what is missing, but needs no knowledge of words, and so also sees what the \
lexicon does not know. A sign, an abbreviation that is written out or a table cell may be right.",
    run: Run::Pair(run),
    examples: &[
        Bad(pair(
            "en",
            "⟦The minister arrived in the capital on Monday evening and met the president, who had come back from his holidays two days before in order to see him.⟧",
            "de",
            "⟦Der Minister traf ein.⟧",
        )),
        Bad(pair(
            "en",
            "⟦He left.⟧",
            "fr",
            "⟦Il est parti lundi soir de la capitale avec toute sa famille, sans attendre le retour du président, qui était encore en vacances avec la sienne au bord de la mer.⟧",
        )),
        Good(pair("en", "NATO", "de", "Nordatlantikpakt-Organisation")),
        Good(pair(
            "en",
            "The minister arrived in the capital on Monday evening and met the president.",
            "zh",
            "部长星期一晚上抵达首都，会见了总统。",
        )),
        Good(pair(
            "en",
            "The minister arrived in the capital on Monday evening and met the president.",
            "ko",
            "장관은 월요일 저녁 수도에 도착해 대통령을 만났다.",
        )),
        Good(pair(
            "en",
            "The minister arrived in the capital on Monday evening.",
            "ar",
            "وصل الوزير إلى العاصمة مساء الاثنين.",
        )),
        Good(pair(
            "en",
            "The minister arrived in the capital on Monday evening.",
            "hi",
            "मंत्री सोमवार शाम राजधानी पहुंचे।",
        )),
        Good(pair(
            "en",
            "The minister arrived in the capital on Monday evening.",
            "ru",
            "Министр прибыл в столицу в понедельник вечером.",
        )),
        Good(pair(
            "en",
            "The minister arrived in the capital on Monday evening.",
            "el",
            "Ο υπουργός έφτασε στην πρωτεύουσα το βράδυ της Δευτέρας.",
        )),
    ],
};

/// Standard deviation of the logarithm of a ratio of lengths where its mean is known, and where
/// it is not.
const SPREAD: f32 = 0.2;
const SPREAD_UNKNOWN: f32 = 0.3;

/// What a text of one character adds to it.
const SPREAD_SHORT: f32 = 1.2;

/// Deviations from which on a length is reported, by confidence.
const HIGH: f32 = 5.5;
const MEDIUM: f32 = 4.5;
const LOW: f32 = 3.5;

fn run(pair: &Pair<'_>, found: &mut Found) {
    let (Some(source), Some(target)) = (pair.source_span(), pair.target_span()) else {
        return;
    };
    // Bytes tell first: of equal scripts no text is reported whose bytes are not far apart.
    let (a, b) = (
        characters(pair.source, source),
        characters(pair.target, target),
    );
    if a == 0.0 || b == 0.0 {
        return;
    }
    let usual = |side: &Side| usual_length(side.document.lang);
    let (expected, spread) = match (usual(pair.source), usual(pair.target)) {
        (Some(here), Some(there)) => (here - there, SPREAD),
        _ => (0.0, SPREAD_UNKNOWN),
    };
    let ratio = libm::logf(a / b) - expected;
    let spread = libm::sqrtf(spread * spread + SPREAD_SHORT * SPREAD_SHORT / a.min(b));
    let confidence = match libm::fabsf(ratio) / spread {
        deviation if deviation >= HIGH => Confidence::High,
        deviation if deviation >= MEDIUM => Confidence::Medium,
        deviation if deviation >= LOW => Confidence::Low,
        _ => return,
    };
    // Without words there is no translation to speak of, and nothing was cut off.
    if spoken(pair.source_notes()) == 0 || spoken(pair.target_notes()) == 0 {
        return;
    }
    let times = libm::expf(libm::fabsf(ratio));
    let what = if ratio > 0.0 { "shorter" } else { "longer" };
    found.at(
        vec![source],
        vec![target],
        confidence,
        format!("the translation is {times:.1} times {what} than such a source makes one expect"),
    );
}

fn characters(side: &Side, span: Span) -> f32 {
    let letters = side.document.slice(span).chars();
    letters.filter(|letter| !letter.is_whitespace()).count() as f32
}

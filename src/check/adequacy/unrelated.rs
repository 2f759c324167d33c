use super::spoken;
use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::text::{Category::Accuracy, Confidence, Evidence, Severity::Critical};

pub static CHECK: Check = Check {
    code: "A04",
    name: "unrelated-pair",
    category: Accuracy,
    severity: Critical,
    summary: "source and translation do not belong together",
    explain: "\
The translation is that of another passage: rows have slipped by one, or a passage was pasted in \
the wrong place. The two sides have too little in common: by the bundled lexicon hardly a word \
finds its counterpart, lengths disagree, and where the rows stand in a document the translation is \
often much more like a row near by.

Numbers and names that agree speak against it. Very short passages tell little and are left \
alone, between languages of which neither is English more is asked, and where the lexicon knows too few of the words nothing is reported. A free rendering of a \
headline or a saying may look like this; so may a passage most of which was left out.",
    run: Run::Evidence(run),
    examples: &[
        Bad(pair(
            "en",
            "⟦The police are still looking for the two men who stole the car of the mayor on Saturday.⟧",
            "ru",
            "⟦Учёные нашли воду на Луне.⟧",
        )),
        Bad(pair(
            "en",
            "⟦Parliament voted for the new law on Tuesday after a long debate about taxes and pensions, the newspaper reports.⟧",
            "de",
            "⟦Die Polizei sucht weiter nach den beiden Männern, die am Samstag das Auto gestohlen haben.⟧",
        )),
        Good(pair(
            "en",
            "The minister arrived in the capital on Monday.",
            "de",
            "Der Minister traf am Montag in der Hauptstadt ein.",
        )),
        Good(pair(
            "en",
            "The minister arrived in the capital on Monday.",
            "ru",
            "Министр прибыл в столицу в понедельник.",
        )),
        Good(pair(
            "en",
            "The minister arrived in the capital on Monday.",
            "ar",
            "وصل الوزير إلى العاصمة يوم الاثنين.",
        )),
        Good(pair(
            "en",
            "The minister arrived in the capital on Monday.",
            "ja",
            "大臣は月曜日に首都に到着した。",
        )),
        Good(pair(
            "en",
            "The minister arrived in the capital on Monday.",
            "hi",
            "मंत्री सोमवार को राजधानी पहुंचे।",
        )),
        Good(pair(
            "en",
            "The minister arrived in the capital on Monday.",
            "el",
            "Ο υπουργός έφτασε στην πρωτεύουσα τη Δευτέρα.",
        )),
        Good(pair("en", "Break a leg!", "de", "Hals- und Beinbruch!")),
    ],
};

/// The logarithm of the odds from which on a pair is reported, by confidence.
const HIGH: f32 = 6.0;
const MEDIUM: f32 = 2.5;
const LOW: f32 = 1.0;

/// What is taken off the odds of two languages that the lexicon knows through English alone.
const THROUGH_ENGLISH: f32 = 1.5;

/// Words from which on a side tells what it is about.
const LEAST_WORDS: usize = 4;

fn run(pair: &Pair<'_>, evidence: &Evidence, found: &mut Found) {
    let direct = [pair.source, pair.target]
        .iter()
        .any(|side| side.document.lang.base() == "en");
    let doubt = if direct { 0.0 } else { THROUGH_ENGLISH };
    let confidence = match evidence.strange - doubt {
        odds if odds >= HIGH => Confidence::High,
        odds if odds >= MEDIUM => Confidence::Medium,
        odds if odds >= LOW => Confidence::Low,
        _ => return,
    };
    let (Some(source), Some(target)) = (pair.source_span(), pair.target_span()) else {
        return;
    };
    if spoken(pair.source_notes()) < LEAST_WORDS || spoken(pair.target_notes()) < LEAST_WORDS {
        return;
    }
    let hit = found.at(
        vec![source],
        vec![target],
        confidence,
        "the translation has next to nothing in common with its source",
    );
    hit.non_translation();
}

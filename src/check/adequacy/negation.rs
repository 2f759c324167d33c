use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::data::polarity::{Negation, Polarity};
use crate::text::{
    Category::Accuracy, Confidence, Evidence, Notes, Severity::Critical, Side, Span,
};

pub static CHECK: Check = Check {
    code: "A06",
    name: "negation-changed",
    category: Accuracy,
    severity: Critical,
    summary: "one side denies what the other says",
    explain: "\
One side has a word that negates (not, no, never, nicht, никогда, 不, ない, -me-) and the other has \
neither such a word nor one that holds a negation of its own (without, refuse, unless, hardly, un-). \
The translation then says the contrary.

What is true is often said either way (not until Monday, only on Monday; remain, not go), so \
findings are of medium confidence only in short passages whose other words all have their \
counterparts; the rest is of low confidence. Two negations on one side may cancel out and are left \
alone.",
    run: Run::Evidence(run),
    examples: &[
        Bad(pair("en", "The plane was hijacked by two men.", "de", "Das Flugzeug wurde ⟦nicht⟧ von zwei Männern entführt.")),
        Bad(pair("de", "Die Regierung erhöht im Januar die Steuern.", "en", "The government does ⟦not⟧ raise taxes in January.")),
        Bad(pair("en", "The president will ⟦not⟧ visit the city on Friday.", "es", "El presidente visitará la ciudad el viernes.")),
        Good(pair("en", "The president will not visit the city on Friday.", "es", "El presidente no visitará la ciudad el viernes.")),
        Good(pair("en", "The president will not visit the city.", "de", "Der Präsident wird keine Stadt besuchen.")),
        Good(pair("en", "The president refused to visit the city.", "ru", "Президент не захотел посетить город.")),
        Good(pair("en", "Not only the president came.", "fr", "Le président est venu, et d'autres avec lui.")),
        Good(pair("en", "He did not come.", "ja", "彼は来なかった。")),
        Good(pair("en", "He did not come.", "zh", "他没有来。")),
        Good(pair("en", "He did not come.", "ko", "그는 오지 않았다.")),
        Good(pair("en", "He did not come.", "tr", "O gelmedi.")),
        Good(pair("en", "He did not come.", "ar", "لم يأت.")),
        Good(pair("en", "He did not come.", "he", "הוא לא בא.")),
        Good(pair("en", "He did not come.", "hi", "वह नहीं आया।")),
        Good(pair("en", "He did not come.", "el", "Δεν ήρθε.")),
        Good(pair("en", "He did not come.", "th", "เขาไม่มา")),
        Good(pair("en", "He did not come.", "bn", "সে আসেনি।")),
        Good(pair("en", "He did not come.", "ta", "அவர் வரவில்லை.")),
        Good(pair("en", "He is without money.", "fi", "Hänellä ei ole rahaa.")),
    ],
};

fn run(pair: &Pair<'_>, evidence: &Evidence, found: &mut Found) {
    let (Some(source), Some(target)) = (
        read(pair.source, pair.source_span(), pair.source_notes()),
        read(pair.target, pair.target_span(), pair.target_notes()),
    ) else {
        return;
    };
    let confidence = if literal(evidence) >= LITERAL {
        Confidence::Medium
    } else {
        Confidence::Low
    };
    match (&source.clear[..], &target.clear[..]) {
        ([], [negator]) if !source.veiled => {
            found
                .at(
                    Vec::new(),
                    vec![*negator],
                    confidence,
                    format!(
                        "“{}” denies what the source says",
                        pair.target.document.slice(*negator)
                    ),
                )
                .by_comparison();
        }
        ([negator], []) if !target.veiled => {
            found.at(
                vec![*negator],
                Vec::new(),
                confidence,
                format!(
                    "“{}” of the source is lost: the translation says what the source denies",
                    pair.source.document.slice(*negator)
                ),
            );
        }
        _ => {}
    }
}

/// The mean probability of counterparts from which on a translation is taken to be literal.
const LITERAL: f32 = 0.9;

fn literal(evidence: &Evidence) -> f32 {
    let sum: f32 = evidence.source.iter().chain(&evidence.target).sum();
    let count = evidence.source.len() + evidence.target.len();
    sum / (count as f32).max(1.0)
}

fn read(side: &Side, span: Option<Span>, notes: &[Notes]) -> Option<Polarity> {
    let negation = Negation::of(side.document.lang)?;
    let text = &side.document.text;
    let words: Vec<_> = notes
        .iter()
        .flat_map(|notes| notes.words.iter().copied())
        .collect();
    Some(negation.read(text, span?, &words))
}

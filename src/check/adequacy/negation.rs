use std::borrow::Cow;

use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::data::polarity::Negation;
use crate::text::{
    Category::Accuracy, Confidence, Evidence, Notes, Severity::Critical, Side, Span, Word,
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
    let (source, target) = (
        Half::of(pair.source, pair.source_span(), pair.source_notes()),
        Half::of(pair.target, pair.target_span(), pair.target_notes()),
    );
    let (Some(source), Some(target)) = (source, target) else {
        return;
    };
    let (denies, denied) = (source.negators(), target.negators());
    let lost = match (denies.len(), denied.len()) {
        (1, 0) => !target.is_veiled(),
        (0, 1) => !source.is_veiled(),
        _ => false,
    };
    if !lost {
        return;
    }
    let adjectives = source.negation.of_adjectives || target.negation.of_adjectives;
    let (least, most) = if adjectives { STRICT } else { LITERAL };
    let short = evidence.source.len().max(evidence.target.len()) <= most;
    let sides = [
        (&source, &evidence.source[..], &denies[..]),
        (&target, &evidence.target[..], &denied[..]),
    ];
    let confidence = if short && literal(sides) >= least && sides.iter().all(is_at_home) {
        Confidence::Medium
    } else {
        Confidence::Low
    };
    if let [negator] = denied[..] {
        found
            .at(
                Vec::new(),
                vec![negator],
                confidence,
                format!(
                    "“{}” denies what the source says",
                    pair.target.document.slice(negator)
                ),
            )
            .by_comparison();
    } else if let [negator] = denies[..] {
        found.at(
            vec![negator],
            Vec::new(),
            confidence,
            format!(
                "“{}” of the source is lost: the translation says what the source denies",
                pair.source.document.slice(negator)
            ),
        );
    }
}

/// The mean probability of counterparts from which on a translation is taken to be literal, and
/// the most words on a side: what is said at length is seldom said word by word.
const LITERAL: (f32, usize) = (0.945, 30);

/// The same where a language negates adjectives that others have words for.
const STRICT: (f32, usize) = (0.97, 20);

/// A side, the probability of a counterpart for each of its words, and what negates in it.
type Witness<'a> = (&'a Half<'a>, &'a [f32], &'a [Span]);

/// The mean probability of counterparts of all words but what negates, which has none.
fn literal(sides: [Witness<'_>; 2]) -> f32 {
    let (mut sum, mut count) = (0.0, 0.0);
    for (half, counterparts, negators) in sides {
        for (word, counterpart) in half.words.iter().zip(counterparts) {
            if !negators.iter().any(|span| span.overlaps(word.span)) {
                sum += counterpart;
                count += 1.0;
            }
        }
    }
    sum / f32::max(count, 1.0)
}

/// Words on either side of what negates, and the least probability of a counterpart that they
/// must have: where what is denied is said in another way, the negation may be in that way.
const BESIDE: usize = 3;
const LEAST_BESIDE: f32 = 0.8;

/// Whether the words around what negates have counterparts.
fn is_at_home((half, counterparts, negators): &Witness<'_>) -> bool {
    let denies = |word: &Word| negators.iter().any(|span| span.overlaps(word.span));
    let Some(at) = half.words.iter().position(denies) else {
        return true;
    };
    let around = at.saturating_sub(BESIDE)..(at + BESIDE + 1).min(half.words.len());
    around
        .filter(|at| !denies(&half.words[*at]))
        .all(|at| counterparts.get(at).is_some_and(|it| *it >= LEAST_BESIDE))
}

/// One side of a bead and what its language negates with.
struct Half<'a> {
    negation: &'static Negation,
    text: &'a str,
    span: Span,
    words: Cow<'a, [Word]>,
}

impl<'a> Half<'a> {
    fn of(side: &'a Side, span: Option<Span>, notes: &'a [Notes]) -> Option<Self> {
        Some(Half {
            negation: Negation::of(side.document.lang)?,
            text: &side.document.text,
            span: span?,
            words: match notes {
                [notes] => Cow::Borrowed(&notes.words),
                notes => notes
                    .iter()
                    .flat_map(|notes| notes.words.iter().copied())
                    .collect(),
            },
        })
    }

    fn negators(&self) -> Vec<Span> {
        self.negation.negators(self.text, self.span, &self.words)
    }

    fn is_veiled(&self) -> bool {
        self.negation.is_veiled(self.text, self.span, &self.words)
    }
}

use super::context::Context;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one};
use crate::text::{Category::Typography, Confidence, Fit, Quotation, Reach, Severity::Minor};

pub static CHECK: Check = Check {
    code: "Q02",
    name: "mismatched-quotes",
    category: Typography,
    severity: Minor,
    summary: "a quotation opens with one kind of mark and closes with another",
    explain: "\
“… » or \"…” is what is left when marks are replaced one at a time, or when one was lost and the \
next one closes its quotation. Pairs are judged by role in the language: „…“ is right in German \
and ”…” in Swedish, although the same glyphs stand elsewhere in English.

Straight and curly double marks are near kin: where a text mixes them more than twice it is the \
typist's habit, and the confidence is low. A pair that another language uses is a matter for Q10.",
    run: Run::Target(run),
    examples: &[
        Bad(en("He spoke of ⟦“⟧a new start⟦»⟧ and left.")),
        Bad(en("He spoke of ⟦\"⟧a new start⟦”⟧ and left.")),
        Bad(one("fr", "Il parle d’⟦«⟧ un nouveau départ⟦”⟧ et s’en va.")),
        Bad(one("ja", "監督は⟦「⟧もっと取れたはずだ⟦\"⟧と話した。")),
        Bad(one("de", "Er gab die ⟦\"⟧Chronik des Lärms⟦»⟧ heraus.")),
        Good(one("de", "Er sprach von „einem neuen Anfang“ und ging.")),
        Good(one("sv", "Han talade om ”en ny början” och gick.")),
        Good(one("fi", "Hän puhui »uudesta alusta» ja lähti.")),
        Good(one("da", "Han talte om »en ny begyndelse« og gik.")),
        Good(one("hu", "A „vég »kezdete«” ez.")),
        Good(one("pl", "Mówił o „nowym «początku»” i wyszedł.")),
        Good(one("ja", "「『はい』と言った」と述べた。")),
        Good(one("zh", "他说：“‘是’就是‘是’。”")),
        Good(one("he", "הוא דיבר על „התחלה חדשה” והלך.")),
        Good(one("lt", "Jis kalbėjo apie „naują pradžią“.")),
        Good(one("ar", "تحدث عن «بداية جديدة» ثم غادر.")),
        Good(one("ru", "Он говорил о «новом „начале“» и ушёл.")),
    ],
};

/// Whether two directed marks belong to different families.
fn is_apart(open: char, close: char) -> bool {
    let family = |glyph: char| match glyph {
        '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' => Some(0),
        '«' | '»' | '‹' | '›' => Some(1),
        '「' | '」' | '『' | '』' => Some(2),
        _ => None,
    };
    match (family(open), family(close)) {
        (Some(a), Some(b)) => a != b,
        _ => false,
    }
}

/// Whether a glyph is a straight or curly double mark, which typists mix.
fn is_kin(glyph: char) -> bool {
    matches!(glyph, '"' | '＂' | '“' | '”' | '„' | '‟')
}

/// Whether the text pairs such marks wrongly more than twice, and in a good part of its quotations.
fn is_habit(context: &Context<'_>) -> bool {
    let kin = |quotation: &&Quotation| {
        [quotation.open, quotation.close]
            .into_iter()
            .flatten()
            .all(|mark| is_kin(context.glyph(mark)))
    };
    let (mut wrong, mut all) = (0, 0);
    for quotation in context.nearby().filter(kin) {
        all += 1;
        if quotation.fit == Fit::Mismatched {
            wrong += 1;
        }
    }
    wrong > 2 && wrong * 4 > all
}

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(context) = Context::of(passage) else {
        return;
    };
    for quotation in &context.quotations {
        if quotation.fit != Fit::Mismatched
            || !matches!(quotation.reach, Reach::Closed | Reach::Continued)
        {
            continue;
        }
        let (Some(open), Some(close)) = (quotation.open, quotation.close) else {
            continue;
        };
        let confidence = if quotation.reach != Reach::Closed || context.is_single(quotation) {
            Confidence::Low
        } else if is_apart(context.glyph(open), context.glyph(close)) {
            Confidence::High
        } else if !is_kin(context.glyph(open)) || !is_kin(context.glyph(close)) {
            Confidence::Medium
        } else if is_habit(&context) {
            Confidence::Low
        } else {
            Confidence::Medium
        };
        found.at(
            Vec::new(),
            vec![open, close],
            confidence,
            format!(
                "the quotation opens with {} and closes with {}",
                context.slice(open),
                context.slice(close)
            ),
        );
    }
}

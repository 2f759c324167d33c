use super::words::{Original, is_running};
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, page, pair};
use crate::data::words::{courtesy, fold, function_words, honorifics, reduplicates, title_cues};
use crate::text::{
    Category::Fluency, Confidence, Lang, Role, Role::*, Severity::Minor, Shape, Word,
};

pub static CHECK: Check = Check {
    code: "F02",
    name: "capital-restart",
    category: Fluency,
    severity: Minor,
    summary: "a small word has a capital in the middle of a clause",
    explain: "\
Two men were endangering it When steering a boat: a sentence starts again in the middle of a \
clause, where a link or bold began or a full stop was lost.

Reported on closed-class words only, since any other word may be a name; outside quotations, which \
have checks of their own, and with ordinary words before and after. Courtesy forms, titles of works, names that \
begin so (The Hague), title case and German nouns are left alone.",
    run: Run::Target(run),
    examples: &[
        Bad(en("Two men were endangering the harbour ⟦When⟧ steering a boat.")),
        Bad(pair("ru", "Он сказал это, потому что ему не заплатили.", "en", "He said so and left ⟦Because⟧ nobody paid him.")),
        Bad(one("de", "Sie gingen gestern nach Hause ⟦Weil⟧ niemand mehr kam.")),
        Bad(one("ru", "Они ушли домой ⟦Потому⟧ что никто не пришёл.")),
        Good(en("They read The Guardian and live in The Hague; it was May he liked.")),
        Good(en("She said that I may. He saw the film When we were young twice.")),
        Good(page("en", &[(Headline, "Men Saved When steering a boat"), (Body, "It rained.")])),
        Good(one("de", "Wir bitten Sie um Ihre Antwort.")),
        Good(one("ru", "Мы просим Вас и Ваших друзей прийти.")),
        Good(one("fr", "Il vit à La Rochelle et lit Le Monde diplomatique.")),
        Good(one("el", "Διαβάζει την εφημερίδα Το Βήμα.")),
        Good(one("ar", "قال إنه سيعود غدا.")),
        Good(one("zh", "他说他明天回来。")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    if !is_running(passage) || passage.block.role == Role::Standfirst {
        return;
    }
    let text = passage.text();
    let lang = passage.document().lang;
    for notes in passage.notes {
        for three in notes.words.windows(3) {
            let [before, word, after] = three else {
                continue;
            };
            if word.shape != Shape::Capital
                || !matches!(before.shape, Shape::Lower | Shape::Capital)
                || after.shape != Shape::Lower
                || before.span.end + 1 != word.span.start
                || word.span.end + 1 != after.span.start
                || text.as_bytes()[before.span.end as usize] != b' '
                || text.as_bytes()[word.span.end as usize] != b' '
            {
                continue;
            }
            let folded = fold(word.span.of(text));
            if !is_plain(lang, &folded) || is_titled(lang, before.span.of(text)) {
                continue;
            }
            let inside = notes
                .quotations
                .iter()
                .any(|quotation| quotation.outer().overlaps(word.span));
            if inside {
                continue;
            }
            let judged = judge(passage, word);
            // After a word with a capital it may belong to a name.
            let plain = before.shape == Shape::Lower || matches!(lang.base(), "de" | "lb");
            if let Some(mut confidence) = judged {
                if !plain {
                    confidence = Confidence::Low;
                }
                found
                    .target(
                        word.span,
                        confidence,
                        format!(
                            "“{}” has a capital in the middle of a clause",
                            word.span.of(text)
                        ),
                    )
                    .fix(word.span, folded);
            }
        }
    }
}

/// Whether a word is closed-class, no courtesy form and long enough to be no article of a name.
fn is_plain(lang: Lang, folded: &str) -> bool {
    folded.chars().count() > 3
        && reduplicates(lang).is_some()
        && function_words(lang).contains(folded)
        && !courtesy(lang).contains(folded)
        && !honorifics(lang).contains(folded)
}

/// Whether the word before introduces a title.
fn is_titled(lang: Lang, before: &str) -> bool {
    title_cues(lang).contains(&fold(before))
}

fn judge(passage: &Passage<'_>, word: &Word) -> Option<Confidence> {
    let text = passage.text();
    // Text in title case.
    let words = || passage.notes.iter().flat_map(|notes| &notes.words);
    let capitals = words().filter(|word| word.shape == Shape::Capital).count();
    if capitals * 3 > words().count() {
        return None;
    }
    let Some(original) = Original::of(passage.bitext, word.span) else {
        return Some(Confidence::Medium);
    };
    // The same in the source: a name.
    if original.has(word.span.of(text)) {
        return None;
    }
    Some(Confidence::Medium)
}

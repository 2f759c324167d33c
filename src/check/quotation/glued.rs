use super::context::Context;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one};
use crate::data::quotes::Glue;
use crate::text::{Category::Typography, Confidence, Severity::Minor, Span};

pub static CHECK: Check = Check {
    code: "Q09",
    name: "glued-quote",
    category: Typography,
    severity: Minor,
    summary: "a quotation mark touches the word outside it",
    explain: "\
the“calm”mills has lost the spaces around its quotation: a trace of lost markup. Many languages put \
suffixes after a closing mark (Korean, Japanese, Turkish, Finnish, Hungarian) or prefixes before an \
opening one (Hebrew, Arabic); the check speaks only in languages where neither is done.",
    run: Run::Target(run),
    examples: &[
        Bad(en("It was ⟦the“⟧calm” before the storm.")),
        Bad(en("It was the “calm⟦”before⟧ the storm.")),
        Bad(en("He said⟦,“⟧No one came.”")),
        Bad(one("de", "Das war ⟦die„⟧Ruhe“ vor dem Sturm.")),
        Bad(one("fr", "C’était le « calme ⟦»avant⟧ la tempête.")),
        Bad(one("ru", "Это было «затишье⟦»перед⟧ бурей.")),
        Good(one("ko", "그는 “아니다”라고 말했다.")),
        Good(one("ja", "彼は「いいえ」と言った。")),
        Good(one("he", "הוא כתב ב\"הארץ\" על כך.")),
        Good(one("tr", "“Evet”in anlamı budur.")),
        Good(one("hu", "A „Nem”-et mondta.")),
        Good(one("fi", "Sanan ”kyllä”:n merkitys.")),
        Good(one("ar", "كتب بـ«الأهرام» و\"الحياة\".")),
        Good(en(
            "She had her “thank you”s ready, (“all of them”), and the “yes”/“no” list.",
        )),
        Good(one("fr", "Il parle d’« un départ » et de l’“autre”.")),
        Good(one("it", "Parlò dell’“altro” e dell'«uno».")),
        Good(one("zh", "他说“好”就走。")),
        Good(one("th", "เขาพูดว่า“ไม่”แล้วไป")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(context) = Context::of(passage) else {
        return;
    };
    let block = passage.block.span;
    for quotation in context.closed().filter(|q| !context.is_single(q)) {
        let (Some(open), Some(close)) = (quotation.open, quotation.close) else {
            continue;
        };
        let before = context.text[block.start as usize..open.start as usize]
            .chars()
            .next_back();
        let glued =
            before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | ';' | '!' | '?'));
        if context.quotes.before == Glue::No && glued {
            let start = match context.word_before(open.start) {
                Some(word) if word.span.end == open.start => word.span.start,
                _ => open.start - before.map_or(0, char::len_utf8) as u32,
            };
            found.target(
                Span {
                    start,
                    end: open.end,
                },
                Confidence::Medium,
                "no space before an opening quotation mark",
            );
        }
        let after = context.text[close.end as usize..block.end as usize]
            .chars()
            .next();
        if context.quotes.after == Glue::No && after.is_some_and(char::is_alphanumeric) {
            let word = context
                .word_after(close.end)
                .filter(|word| word.span.start == close.end);
            let end = word.map_or(close.end, |word| word.span.end);
            // An ending put to a quoted word: the “thank you”s.
            let suffix = end - close.end < 3
                && !quotation.inner.is_empty()
                && !context
                    .slice(quotation.inner)
                    .ends_with([',', '.', '!', '?'])
                && word
                    .is_none_or(|word| !context.function_words().contains(&context.folded(word)));
            if suffix {
                continue;
            }
            found.target(
                Span {
                    start: close.start,
                    end,
                },
                Confidence::Medium,
                "no space after a closing quotation mark",
            );
        }
    }
}

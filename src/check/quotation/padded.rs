use super::context::Context;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one};
use crate::data::quotes::Inner;
use crate::text::{Category::Typography, Confidence, Severity::Minor, Span};

pub static CHECK: Check = Check {
    code: "Q08",
    name: "padded-quote",
    category: Typography,
    severity: Minor,
    summary: "white space on the inner side of a quotation mark",
    explain: "\
“ ready to go” has a space where the language sets none: a trace of tokenised text put together \
again. French sets a space inside « »; a no-break space is taken as meant in every language.",
    run: Run::Target(run),
    examples: &[
        Bad(en("He was ⟦“ ⟧ready to go” at noon.")),
        Bad(en("He was “ready to go⟦ ”⟧ at noon.")),
        Bad(en("He wished it ⟦” ⟧as early as possible⟦ “⟧ again.")),
        Bad(one("de", "Er war ⟦„ ⟧bereit⟦ “⟧ zu gehen.")),
        Bad(one("es", "Estaba ⟦« ⟧listo⟦ »⟧ para salir.")),
        Bad(one("ja", "⟦\" ⟧この一勝は宝だ\"と話した。")),
        Good(one("fr", "Il était « prêt » à partir.")),
        Good(one("fr", "Il était «\u{a0}prêt\u{a0}» à partir.")),
        Good(one("de", "Er war „bereit“ zu gehen.")),
        Good(one("sv", "Han var ”redo” att gå.")),
        Good(one("ar", "كان \"جاهزا\" للمغادرة.")),
        Good(one("ru", "Он был «готов» уйти.")),
        Good(one("zh", "他说 “准备好了” 就走。")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(context) = Context::of(passage) else {
        return;
    };
    for quotation in context.closed() {
        let (Some(open), Some(close)) = (quotation.open, quotation.close) else {
            continue;
        };
        let spaced = matches!(context.glyph(open), '«' | '»' | '‹' | '›')
            && context.quotes.inner != Inner::None;
        if spaced || quotation.inner.is_empty() {
            continue;
        }
        let confidence = if context.is_single(quotation) {
            Confidence::Low
        } else {
            Confidence::Medium
        };
        let space = |from: u32, to: u32| {
            let gap = &context.text[from as usize..to as usize];
            gap.contains(' ').then_some(gap)
        };
        if space(open.end, quotation.inner.start).is_some() {
            let span = open.cover(Span {
                start: open.end,
                end: quotation.inner.start,
            });
            found
                .target(span, confidence, "space after an opening quotation mark")
                .fix(span, context.slice(open));
        }
        if space(quotation.inner.end, close.start).is_some() {
            let span = close.cover(Span {
                start: quotation.inner.end,
                end: close.start,
            });
            found
                .target(span, confidence, "space before a closing quotation mark")
                .fix(span, context.slice(close));
        }
    }
}

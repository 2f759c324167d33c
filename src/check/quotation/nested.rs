use super::context::Context;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one};
use crate::data::quotes::is_straight;
use crate::text::{Category::Typography, Confidence, Fit, Quotation, Severity::Minor};

pub static CHECK: Check = Check {
    code: "Q12",
    name: "nested-quotes",
    category: Typography,
    severity: Minor,
    summary: "a quotation inside a quotation has the same marks, or they cross",
    explain: "\
“He said “no” again” leaves open where the inner words end; « “ » ” closes the outer quotation \
before the inner one. A language has other marks for the second level; where it has the same ones \
for both (French, Lithuanian) the check is silent on equal marks.",
    run: Run::Target(run),
    examples: &[
        Bad(en("She wrote: “He said ⟦“no”⟧ again.”")),
        Bad(one("de", "Sie schrieb: „Er sagte ⟦„nein“⟧ dazu.“")),
        Bad(one("zh", "她写道：“他又说⟦“不”⟧了。”")),
        Bad(one("ja", "彼女は「彼は⟦「いいえ」⟧と言った」と書いた。")),
        Bad(en("She wrote: ⟦“He said «no” again.»⟧")),
        Good(en("She wrote: “He said ‘no’ again.”")),
        Good(one("fr", "Elle écrit : « Il a dit « non » encore. »")),
        Good(one("lt", "Ji rašė: „Jis sakė „ne“ vėl.“")),
        Good(one("ru", "Она писала: «Он сказал „нет“ снова».")),
        Good(one("ja", "彼女は「彼は『いいえ』と言った」と書いた。")),
        Good(one("ar", "كتبت: «قال \"لا\" مجددا».")),
        Good(one("ko", "그는 “그가 ‘아니’라고 했다”고 썼다.")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(context) = Context::of(passage) else {
        return;
    };
    let quotations = &context.quotations;
    for (index, inner) in quotations.iter().enumerate() {
        // Nothing is around it, and a line of many megabytes may hold many such.
        if inner.level == 0 {
            continue;
        }
        let Some(outer) = quotations[..index]
            .iter()
            .rev()
            .find(|outer| outer.level + 1 == inner.level && outer.outer().contains(inner.outer()))
        else {
            continue;
        };
        if context.is_single(inner) || context.is_single(outer) {
            continue;
        }
        if crosses(&context, outer, inner) {
            found.target(
                outer.outer(),
                Confidence::Medium,
                "the outer quotation closes before the inner one",
            );
        } else if same_marks(&context, outer, inner) {
            found.target(
                inner.outer(),
                Confidence::Medium,
                "a quotation inside a quotation has the same marks",
            );
        }
    }
}

fn glyphs(context: &Context<'_>, quotation: &Quotation) -> Option<(char, char)> {
    Some((
        context.glyph(quotation.open?),
        context.glyph(quotation.close?),
    ))
}

fn same_marks(context: &Context<'_>, outer: &Quotation, inner: &Quotation) -> bool {
    let (Some(a), Some(b)) = (glyphs(context, outer), glyphs(context, inner)) else {
        return false;
    };
    // Some languages have one pair of marks for both levels.
    a == b
        && !is_straight(a.0)
        && outer.fit != Fit::Mismatched
        && context.quotes.is_known()
        && !context.quotes.is_alternate(a)
}

/// Whether each opening mark would pair with the other's closing mark.
fn crosses(context: &Context<'_>, outer: &Quotation, inner: &Quotation) -> bool {
    let (Some(a), Some(b)) = (glyphs(context, outer), glyphs(context, inner)) else {
        return false;
    };
    let fits = |pair: (char, char)| context.quotes.fit(pair.0, pair.1) != Fit::Mismatched;
    !fits(a) && !fits(b) && fits((a.0, b.1)) && fits((b.0, a.1))
}

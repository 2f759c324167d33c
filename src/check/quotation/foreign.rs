use super::context::Context;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one};
use crate::text::{Category::Typography, Confidence, Fit, Severity::Minor};

pub static CHECK: Check = Check {
    code: "Q10",
    name: "foreign-quotes",
    category: Typography,
    severity: Minor,
    summary: "quotation marks of another language",
    explain: "\
„…“ in an English text or “…” in a Japanese one were carried over from another language or came \
from a tool that knows one kind only. Each language accepts the marks of CLDR and those of its \
press and keyboards; straight marks are accepted everywhere.

Where a whole text uses the foreign marks it is a house's choice: then the confidence is low.",
    run: Run::Target(run),
    examples: &[
        Bad(en(
            "The “old” plan and the ⟦„⟧new start⟦“⟧ failed. “No,” he said.",
        )),
        Bad(en(
            "The “old” plan and the ⟦»⟧new start⟦«⟧ failed. “No,” he said.",
        )),
        Bad(one(
            "es",
            "El “viejo” plan y el ⟦„⟧nuevo comienzo⟦“⟧ fracasaron. “No”, dijo.",
        )),
        Good(one("de-CH", "Er sprach von «einem neuen Anfang».")),
        Good(one("de", "Er sprach von »einem neuen Anfang«.")),
        Good(one("it", "Parlò di «un nuovo inizio» e di “altro”.")),
        Good(one("fr", "Il parle d’« un “nouveau” départ ».")),
        Good(one("nb", "Han snakket om «en ny start» og “noe annet”.")),
        Good(one("zh-TW", "他談到「新的開始」與《新書》。")),
        Good(one("ko", "그는 “새 출발”과 『새 책』을 말했다.")),
        Good(one("ar", "تحدث عن «بداية جديدة» و\"أخرى\".")),
        Good(one("uk", "Він говорив про «новий початок» та „інше“.")),
        Good(one("hi", "उन्होंने “नई शुरुआत” की बात की।")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(context) = Context::of(passage) else {
        return;
    };
    if !context.quotes.is_known() {
        return;
    }
    for quotation in context.closed().filter(|q| q.fit == Fit::Foreign) {
        let (Some(open), Some(close)) = (quotation.open, quotation.close) else {
            continue;
        };
        let confidence = if context.is_single(quotation) || is_house_style(&context) {
            Confidence::Low
        } else {
            Confidence::Medium
        };
        found.at(
            Vec::new(),
            vec![open, close],
            confidence,
            format!(
                "{}…{} are not marks of this language",
                context.slice(open),
                context.slice(close)
            ),
        );
    }
}

/// Whether foreign marks are at least as usual in the text as its own.
fn is_house_style(context: &Context<'_>) -> bool {
    let (mut foreign, mut own) = (0, 0);
    for quotation in context.nearby() {
        match quotation.fit {
            Fit::Foreign => foreign += 1,
            Fit::Primary | Fit::Alternate | Fit::Accepted => own += 1,
            Fit::Mismatched | Fit::Single => {}
        }
    }
    foreign >= own && foreign > 2
}

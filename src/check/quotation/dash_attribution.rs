use super::context::Context;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one};
use crate::data::words;
use crate::text::{AttributionSide, Category::Typography, Confidence, Severity::Minor, Span};

pub static CHECK: Check = Check {
    code: "Q15",
    name: "dash-attribution",
    category: Typography,
    severity: Minor,
    summary: "a dash stands between a quotation and its verb of saying, as in another language",
    explain: "\
“We agreed,” – said the press officer: the dash is the custom of Polish, Russian, Serbian, Spanish \
and others, and was carried over into a language that sets a comma alone.

Said in languages whose press does not set this dash; silent in all others.",
    run: Run::Target(run),
    examples: &[
        Bad(en(
            "“We have agreed on the visit⟦,” –⟧ said the press officer.",
        )),
        Bad(en("“We have agreed on the visit⟦”, —⟧ Bell stressed.")),
        Bad(one(
            "de",
            "„Wir haben uns geeinigt⟦“ –⟧ sagte der Sprecher.",
        )),
        Bad(one(
            "fr",
            "« Nous sommes d’accord ⟦», —⟧ a déclaré le porte-parole.",
        )),
        Good(en(
            "“We have agreed” – a word that nobody said in the hall.",
        )),
        Good(one("de", "Die „Morgen“-Sprecherin sagte gestern ab.")),
        Good(one("pl", "„Zgodziliśmy się” – powiedział rzecznik.")),
        Good(one("ru", "«Мы договорились», — сказал представитель.")),
        Good(one("es", "“Estamos de acuerdo” —dijo el portavoz.")),
        Good(one("uk", "«Ми домовилися», — сказав речник.")),
        Good(one("zh", "“我们同意”——发言人说。")),
        Good(one("ar", "\"اتفقنا\" - قال المتحدث.")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(context) = Context::of(passage) else {
        return;
    };
    if !words::refuses_dash(context.lang) {
        return;
    }
    for quotation in context.closed() {
        let (Some(close), Some(attribution)) = (quotation.close, quotation.attribution) else {
            continue;
        };
        let gap = context.gap_after(quotation);
        let dash = gap.trim().trim_start_matches([',', '.']).trim();
        let near = context
            .words_in(Span {
                start: close.end,
                end: attribution.verb.start.max(close.end),
            })
            .len();
        if attribution.side != AttributionSide::After
            || near > 2
            || !gap.ends_with(char::is_whitespace)
            || !matches!(dash, "-" | "–" | "—" | "--")
        {
            continue;
        }
        // A comma inside the marks belongs to the hybrid.
        let comma =
            context.slice(quotation.inner).ends_with(',') && quotation.inner.end == close.start;
        let start = close.start - u32::from(comma);
        let end = close.end + gap.trim_end().len() as u32;
        found.target(
            Span { start, end },
            Confidence::High,
            "a dash before the verb of saying, where this language sets a comma alone",
        );
    }
}

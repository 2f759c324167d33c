use super::{BODY, report};
use crate::check::{Check, Example::*, Found, Passage, Run, page};
use crate::data::residue::ResidueKind;
use crate::text::{Category, Role::*, Severity::Neutral};

pub static CHECK: Check = Check {
    code: "R05",
    name: "page-byline",
    category: Category::Residue,
    severity: Neutral,
    summary: "an author line of the page stands in the text",
    explain: "\
Lines such as By admin that the page's software puts under a headline. The name of a reporter is wire furniture and no residue. It is what the page has around the story, not a fault of the translation, and costs no \
points; but it must not be printed.

Reported where a whole line at either end of the page, or between its paragraphs, is nothing but \
such phrases. The phrases of many languages are looked for in every text, since pages keep those of \
their software.",
    run: Run::Target(run),
    examples: &[
        Bad(page("en", &[(Body, BODY), (Residue, "⟦By admin⟧")])),
        Bad(page("es", &[(Body, BODY), (Residue, "⟦Por admin⟧")])),
        Bad(page("pt", &[(Body, BODY), (Residue, "⟦Por admin⟧")])),
        Bad(page("de", &[(Body, BODY), (Residue, "⟦von admin⟧")])),
        Good(page("en", &[(Body, BODY), (Body, "The town is run by admin staff since May.")])),
        Good(page("ar", &[(Body, "قال الوزير إن العلاقات جيدة جدا هذا العام.")])),
        Good(page("ru", &[(Body, "Министр сказал, что отношения хорошие.")])),
        Good(page("ja", &[(Body, "大臣は関係が良いと述べた。")])),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    report(
        passage,
        found,
        ResidueKind::Byline,
        "author line of the page",
    );
}

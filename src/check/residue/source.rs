use super::{BODY, report};
use crate::check::{Check, Example::*, Found, Passage, Run, page};
use crate::data::residue::ResidueKind;
use crate::text::{Category, Role::*, Severity::Neutral};

pub static CHECK: Check = Check {
    code: "R04",
    name: "source-link",
    category: Category::Residue,
    severity: Neutral,
    summary: "a link to the source of the page stands in the text",
    explain: "\
Lines such as Source link, by which aggregators name the page they took a story from. It is what the page has around the story, not a fault of the translation, and costs no \
points; but it must not be printed.

Reported where a whole line at either end of the page, or between its paragraphs, is nothing but \
such phrases. The phrases of many languages are looked for in every text, since pages keep those of \
their software.",
    run: Run::Target(run),
    examples: &[
        Bad(page("en", &[(Body, BODY), (Residue, "⟦Source link⟧")])),
        Bad(page("pl", &[(Body, BODY), (Residue, "⟦Źródło informacji⟧")])),
        Bad(page("es", &[(Body, BODY), (Residue, "⟦Enlace fuente⟧")])),
        Bad(page("fr", &[(Body, BODY), (Residue, "⟦Lien source⟧")])),
        Bad(page("de", &[(Body, BODY), (Residue, "⟦Quelle⟧")])),
        Bad(page("uk", &[(Body, BODY), (Residue, "⟦Джерело⟧")])),
        Good(page("en", &[(Body, BODY), (Body, "The source of the link is not known to the police.")])),
        Good(page("ar", &[(Body, "قال الوزير إن العلاقات جيدة جدا هذا العام.")])),
        Good(page("ru", &[(Body, "Министр сказал, что отношения хорошие.")])),
        Good(page("ja", &[(Body, "大臣は関係が良いと述べた。")])),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    report(
        passage,
        found,
        ResidueKind::Source,
        "line that links to the source",
    );
}

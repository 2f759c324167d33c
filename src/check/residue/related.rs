use super::{BODY, report};
use crate::check::{Check, Example::*, Found, Passage, Run, page};
use crate::data::residue::ResidueKind;
use crate::text::{Category, Role::*, Severity::Neutral};

pub static CHECK: Check = Check {
    code: "R02",
    name: "related-articles",
    category: Category::Residue,
    severity: Neutral,
    summary: "a block of related articles stands in the text",
    explain: "\
Headings and teasers of other stories: Related Articles, Read also, More on this topic. It is what the page has around the story, not a fault of the translation, and costs no \
points; but it must not be printed.

Reported where a whole line at either end of the page, or between its paragraphs, is nothing but \
such phrases. The phrases of many languages are looked for in every text, since pages keep those of \
their software.",
    run: Run::Target(run),
    examples: &[
        Bad(page("en", &[(Body, BODY), (Residue, "⟦Related Articles⟧")])),
        Bad(page("es", &[(Body, BODY), (Residue, "⟦Artículos relacionados⟧")])),
        Bad(page("de", &[(Body, BODY), (Residue, "⟦Lesen Sie auch⟧")])),
        Bad(page("ru", &[(Body, BODY), (Residue, "⟦Читайте также⟧")])),
        Bad(page("pl", &[(Body, BODY), (Residue, "⟦Czytaj także⟧")])),
        Bad(page("ko", &[(Body, BODY), (Residue, "⟦관련 기사⟧")])),
        Bad(page("zh", &[(Body, BODY), (Residue, "⟦相关阅读⟧")])),
        Good(page("en", &[(Body, BODY), (Body, "He read also what the others had written about it.")])),
        Good(page("ar", &[(Body, "قال الوزير إن العلاقات جيدة جدا هذا العام.")])),
        Good(page("ru", &[(Body, "Министр сказал, что отношения хорошие.")])),
        Good(page("ja", &[(Body, "大臣は関係が良いと述べた。")])),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    report(
        passage,
        found,
        ResidueKind::Related,
        "heading or teaser of other stories",
    );
}

use super::{BODY, report};
use crate::check::{Check, Example::*, Found, Passage, Run, page};
use crate::data::residue::ResidueKind;
use crate::text::{Category, Role::*, Severity::Neutral};

pub static CHECK: Check = Check {
    code: "R06",
    name: "page-navigation",
    category: Category::Residue,
    severity: Neutral,
    summary: "navigation of the page stands in the text",
    explain: "\
Menus, buttons, player labels and advertisement marks: Back to top, Loading, Advertisement. It is what the page has around the story, not a fault of the translation, and costs no \
points; but it must not be printed.

Reported where a whole line at either end of the page, or between its paragraphs, is nothing but \
such phrases. The phrases of many languages are looked for in every text, since pages keep those of \
their software.",
    run: Run::Target(run),
    examples: &[
        Bad(page("en", &[(Body, BODY), (Residue, "⟦Back to top button⟧")])),
        Bad(page("de", &[(Body, BODY), (Residue, "⟦Nach oben⟧")])),
        Bad(page("fr", &[(Body, BODY), (Residue, "⟦Retour en haut⟧")])),
        Bad(page("ru", &[(Body, BODY), (Residue, "⟦Наверх⟧")])),
        Bad(page("es", &[(Body, BODY), (Residue, "⟦Volver arriba⟧")])),
        Bad(page("zh", &[(Body, BODY), (Residue, "⟦返回顶部⟧")])),
        Good(page("en", &[(Body, BODY), (Body, "They went back to the top of the hill by button lift.")])),
        Good(page("ar", &[(Body, "قال الوزير إن العلاقات جيدة جدا هذا العام.")])),
        Good(page("ru", &[(Body, "Министр сказал, что отношения хорошие.")])),
        Good(page("ja", &[(Body, "大臣は関係が良いと述べた。")])),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    report(
        passage,
        found,
        ResidueKind::Navigation,
        "navigation of the page",
    );
}

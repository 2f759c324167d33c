use super::{BODY, report};
use crate::check::{Check, Example::*, Found, Passage, Run, page};
use crate::data::residue::ResidueKind;
use crate::text::{Category, Role::*, Severity::Neutral};

pub static CHECK: Check = Check {
    code: "R07",
    name: "page-notice",
    category: Category::Residue,
    severity: Neutral,
    summary: "a notice of the page stands in the text",
    explain: "\
Cookie, newsletter, subscription and licence lines of the page. It is what the page has around the story, not a fault of the translation, and costs no \
points; but it must not be printed.

Reported where a whole line at either end of the page, or between its paragraphs, is nothing but \
such phrases. The phrases of many languages are looked for in every text, since pages keep those of \
their software.",
    run: Run::Target(run),
    examples: &[
        Bad(page("en", &[(Body, BODY), (Residue, "⟦All rights reserved.⟧")])),
        Bad(page("de", &[(Body, BODY), (Residue, "⟦Alle Rechte vorbehalten⟧")])),
        Bad(page("fr", &[(Body, BODY), (Residue, "⟦Tous droits réservés⟧")])),
        Bad(page("es", &[(Body, BODY), (Residue, "⟦Todos los derechos reservados⟧")])),
        Bad(page("ru", &[(Body, BODY), (Residue, "⟦Все права защищены⟧")])),
        Bad(page("zh", &[(Body, BODY), (Residue, "⟦版权所有⟧")])),
        Good(page("en", &[(Body, BODY), (Body, "All rights reserved for members were given up in May.")])),
        Good(page("ar", &[(Body, "قال الوزير إن العلاقات جيدة جدا هذا العام.")])),
        Good(page("ru", &[(Body, "Министр сказал, что отношения хорошие.")])),
        Good(page("ja", &[(Body, "大臣は関係が良いと述べた。")])),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    report(passage, found, ResidueKind::Consent, "notice of the page");
}

use super::{BODY, report};
use crate::check::{Check, Example::*, Found, Passage, Run, page};
use crate::data::residue::ResidueKind;
use crate::text::{Category, Role::*, Severity::Neutral};

pub static CHECK: Check = Check {
    code: "R03",
    name: "comment-form",
    category: Category::Residue,
    severity: Neutral,
    summary: "a comment form of the page stands in the text",
    explain: "\
What blog software prints around its comment form: Leave a Reply, Required fields are marked *. It is what the page has around the story, not a fault of the translation, and costs no \
points; but it must not be printed.

Reported where a whole line at either end of the page, or between its paragraphs, is nothing but \
such phrases. The phrases of many languages are looked for in every text, since pages keep those of \
their software.",
    run: Run::Target(run),
    examples: &[
        Bad(page("en", &[(Body, BODY), (Residue, "⟦Leave a Reply⟧")])),
        Bad(page("en", &[(Body, BODY), (Residue, "⟦Your email address will not be published. Required fields are marked *⟧")])),
        Bad(page("fr", &[(Body, BODY), (Residue, "⟦Laisser un commentaire⟧")])),
        Bad(page("de", &[(Body, BODY), (Residue, "⟦Deine E-Mail-Adresse wird nicht veröffentlicht.⟧")])),
        Bad(page("it", &[(Body, BODY), (Residue, "⟦Lascia un commento⟧")])),
        Bad(page("ru", &[(Body, BODY), (Residue, "⟦Добавить комментарий⟧")])),
        Bad(page("tr", &[(Body, BODY), (Residue, "⟦Bir yanıt yazın⟧")])),
        Good(page("en", &[(Body, BODY), (Body, "He would not leave a reply to the letter unread.")])),
        Good(page("ar", &[(Body, "قال الوزير إن العلاقات جيدة جدا هذا العام.")])),
        Good(page("ru", &[(Body, "Министр сказал, что отношения хорошие.")])),
        Good(page("ja", &[(Body, "大臣は関係が良いと述べた。")])),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    report(
        passage,
        found,
        ResidueKind::Comment,
        "line of a comment form",
    );
}

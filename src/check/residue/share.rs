use super::{BODY, report};
use crate::check::{Check, Example::*, Found, Passage, Run, page};
use crate::data::residue::ResidueKind;
use crate::text::{Category, Role::*, Severity::Neutral};

pub static CHECK: Check = Check {
    code: "R01",
    name: "share-bar",
    category: Category::Residue,
    severity: Neutral,
    summary: "a share bar of the page stands in the text",
    explain: "\
Buttons and lines that ask to share the story or to follow the outlet. It is what the page has around the story, not a fault of the translation, and costs no \
points; but it must not be printed.

Reported where a whole line at either end of the page, or between its paragraphs, is nothing but \
such phrases. The phrases of many languages are looked for in every text, since pages keep those of \
their software.",
    run: Run::Target(run),
    examples: &[
        Bad(page("en", &[(Body, BODY), (Residue, "⟦You can share this story on social media:⟧")])),
        Bad(page("de", &[(Body, BODY), (Residue, "⟦Teilen auf Facebook⟧")])),
        Bad(page("ru", &[(Body, BODY), (Residue, "⟦Поделиться в соцсетях⟧")])),
        Bad(page("fr", &[(Body, BODY), (Residue, "⟦Partager sur Facebook⟧")])),
        Bad(page("ar", &[(Body, BODY), (Residue, "⟦شارك على فيسبوك⟧")])),
        Bad(page("ja", &[(Body, BODY), (Residue, "⟦シェアする⟧")])),
        Bad(page("zh", &[(Body, BODY), (Residue, "⟦分享到微博⟧")])),
        Good(page("en", &[(Body, BODY), (Body, "The two will share this story of the coast with their children.")])),
        Good(page("ar", &[(Body, "قال الوزير إن العلاقات جيدة جدا هذا العام.")])),
        Good(page("ru", &[(Body, "Министр сказал, что отношения хорошие.")])),
        Good(page("ja", &[(Body, "大臣は関係が良いと述べた。")])),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    report(passage, found, ResidueKind::Share, "share bar of the page");
}

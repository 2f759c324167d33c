use super::scene::Scene;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one};
use crate::text::{Category::Typography, Confidence, Severity::Minor};

pub static CHECK: Check = Check {
    code: "P11",
    name: "accent-for-apostrophe",
    category: Typography,
    severity: Minor,
    summary: "an accent without a letter stands for an apostrophe",
    explain: "\
don´t and l`école are typed with the key for accents: ´ and ` are no apostrophes. Uzbek and \
Karakalpak, whose o` and g` are often typed so, transliterated Arabic and code between backticks are \
left alone.",
    run: Run::Target(run),
    examples: &[
        Bad(en("I don⟦´⟧t know it.")),
        Bad(one("fr", "Il va à l⟦`⟧école.")),
        Bad(one("it", "È dell⟦´⟧altro.")),
        Bad(one("uk", "Це моє здоров⟦`⟧я.")),
        Good(en(
            "I don’t know it, and can't say; run `make` and then `make`s.",
        )),
        Good(one("uz", "O`zbekiston bo`lgan")),
        Good(one("ja", "これは｀です")),
        Good(en("the Qur`an and Ka`ba")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let block = passage.block.span.of(passage.text());
    let bytes = block.as_bytes();
    if memchr::memchr2(b'`', 0xb4, bytes).is_none() {
        return;
    }
    let Some(scene) = Scene::of(passage) else {
        return;
    };
    if matches!(
        scene.lang.base(),
        "uz" | "kaa" | "ar" | "fa" | "ug" | "haw" | "und"
    ) {
        return;
    }
    // Backticks in pairs hold code.
    let ticks = memchr::memchr_iter(b'`', bytes).count();
    for (at, mark) in block.char_indices() {
        if !matches!(mark, '`' | '´') || mark == '`' && ticks > 1 {
            continue;
        }
        let before = block[..at].chars().next_back();
        let after = block[at + mark.len_utf8()..].chars().next();
        let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        let word = scene.token(scene.at(at, at).start);
        if !letter(before) || !letter(after) || scene.is_code(scene.at(at, at).start) {
            continue;
        }
        // Names from Arabic have it for a letter.
        if mark == '`' && word.starts_with(char::is_uppercase) {
            continue;
        }
        let span = scene.at(at, at + mark.len_utf8());
        found
            .target(
                span,
                Confidence::Medium,
                format!("{mark} for an apostrophe"),
            )
            .fix(span, "’");
    }
}

use super::scene::Scene;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one};
use crate::text::{Category::Typography, Confidence, Severity::Neutral};

pub static CHECK: Check = Check {
    code: "P06",
    name: "french-space",
    category: Typography,
    severity: Neutral,
    summary: "no space before ; : ! or ? in French, or inside « »",
    explain: "\
French sets a narrow no-break space before ; ! and ?, a no-break space before : and inside « » \
(Imprimerie nationale); Canada before : alone. Any space will do here. Much of what is typed does \
without, so that this is of low confidence; --unsafe-fixes mends it.",
    run: Run::Target(run),
    examples: &[
        Bad(one("fr", "Est-il venu⟦?⟧")),
        Bad(one("fr", "Il est là⟦;⟧ c’est tout⟦!⟧")),
        Bad(one("fr", "Est-il venu ? Oui⟦!⟧")),
        Bad(one("fr", "Il a dit ⟦«o⟧ui ».")),
        Bad(one("fr-CA", "Voici⟦:⟧ il est là.")),
        Good(one(
            "fr",
            "Est-il venu\u{202f}? Oui\u{a0}! « Oui », dit-il : à 10:30, voir http://a.fr/?x",
        )),
        Good(one("fr", "Quoi ?! Non !!! (?) &amp; fin…?")),
        Good(one("fr-CA", "Est-il venu? Voici : oui!")),
        Good(one("fr-CH", "Il a dit «oui»; c’est tout.")),
        Good(en("Did he come? Yes: he did.")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(scene) = Scene::of(passage) else {
        return;
    };
    let customs = scene.customs();
    // Switzerland sets thin spaces or none.
    if !customs.spaces_some() || scene.lang.to_string() == "fr-CH" {
        return;
    }
    let block = scene.block();
    let mut missing = Vec::new();
    for (at, mark) in block.char_indices() {
        match mark {
            ';' | ':' | '!' | '?' if customs.spaces(mark) => {
                let before = block[..at].chars().next_back();
                let after = block[at + 1..].chars().next();
                if before.is_some_and(char::is_alphabetic)
                    && after.is_none_or(char::is_whitespace)
                    && !scene.is_code(scene.at(at, at).start)
                {
                    missing.push((at, at + 1, at, mark));
                }
            }
            '«' if customs.spaces('?') => {
                let after = block[at + mark.len_utf8()..].chars().next();
                let end = at + mark.len_utf8();
                if let Some(letter) = after.filter(|c| c.is_alphanumeric()) {
                    missing.push((at, end + letter.len_utf8(), end, mark));
                }
            }
            '»' if customs.spaces('?') => {
                let before = block[..at].chars().next_back();
                if let Some(letter) = before.filter(|c| c.is_alphanumeric()) {
                    missing.push((at - letter.len_utf8(), at + mark.len_utf8(), at, mark));
                }
            }
            _ => {}
        }
    }
    for (start, end, gap, mark) in missing {
        let side = if mark == '«' { "after" } else { "before" };
        let space = if matches!(mark, ':' | '«' | '»') {
            "\u{a0}"
        } else {
            "\u{202f}"
        };
        found
            .target(
                scene.at(start, end),
                Confidence::Low,
                format!("no space {side} {mark}"),
            )
            .fix(scene.at(gap, gap), space);
    }
}

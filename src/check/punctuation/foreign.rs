use super::scene::{Scene, is_spaceless};
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, pair};
use crate::data::punctuation::scripts_of;
use crate::text::{Category::Typography, Confidence, Severity::Minor};

pub static CHECK: Check = Check {
    code: "P08",
    name: "foreign-mark",
    category: Typography,
    severity: Minor,
    summary: "a mark of another script: ， in English, ? in Arabic, . between Han characters",
    explain: "\
Two faults. A mark of the source's script left in the translation (“Then， he left。”, “Entonces، ...”) \
is certain. A mark of the Latin keyboard where the language has its own (, for ، in Arabic, ? for ; \
in Greek, half-width , for ， in Chinese, | for the danda) is seen in careless text; it is medium where \
the same paragraph has the language's own mark of that kind elsewhere, or where no good text has it, \
else low.

Marks between Latin words, digits or in addresses follow those and are right.",
    run: Run::Target(run),
    examples: &[
        Bad(en("Then⟦，⟧he left for home⟦。⟧")),
        Bad(one("es", "Entonces⟦،⟧ se fue a casa.")),
        Bad(en("He left for home⟦।⟧")),
        Bad(one("el", "Πού είναι το βιβλίο⟦?⟧")),
        Bad(one("ar", "أين هو⟦?⟧ لا أعرف، ربما هناك.")),
        Bad(one("fa", "او رفت⟦,⟧ دید و آمد، ولی نه.")),
        Bad(one("zh", "他来了⟦,⟧看了，就走了。")),
        Bad(one("hi", "वह घर गया⟦|⟧")),
        Bad(one("ko", "그는 갔다⟦。⟧ 그리고 왔다.")),
        Bad(one("de", "Er kam⟦¿⟧ Und ging.")),
        Good(one("zh", "他用 Windows 3.1, Office 97 和 Word。版本为 2.0。")),
        Good(one("ja", "彼は来た。そして、「Hello, world!」と言った。")),
        Good(one("ar", "قال: أين هو؟ لا أعرف، ربما في \"Paris, Texas\".")),
        Good(one("fa", "او ۱٬۲۰۰ تومان داد؛ همین.")),
        Good(one("ur", "وہ گھر گیا۔ کیوں؟")),
        Good(one("el", "Πού είναι; Εδώ.")),
        Good(one("hi", "वह घर गया। उसने 3.5 रु. दिए.")),
        Good(en("Did he, or didn't he?")),
        Good(one("ko", "그는 갔다. 中文。 그리고 왔다.")),
        Good(one("es", "¿Dónde está? ¡Aquí!")),
        Good(one("he", "איפה הוא? כאן, אולי.")),
        Good(one("th", "เขาไปไหน? ไม่รู้")),
        Good(pair("en", "The danda । ends a sentence.", "de", "Der Danda । beendet einen Satz.")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(scene) = Scene::of(passage) else {
        return;
    };
    let block = scene.block();
    if block.is_ascii() && !scene.customs().has_own() {
        return;
    }
    strangers(&scene, block, found);
    if scene.customs().has_own() {
        keyboard(&scene, block, found);
    }
}

/// Marks of a script that the language is not written in.
fn strangers(scene: &Scene<'_>, block: &str, found: &mut Found) {
    // The lead bytes of all such marks; nearly no text in another script has one with an ending
    // that fits.
    let mut script = None;
    let mut reported = 0;
    for (at, mark) in block.char_indices() {
        if mark.is_ascii() || reported == MOST {
            continue;
        }
        let inverted = matches!(mark, '¿' | '¡');
        if !inverted && !might_be_foreign(mark) {
            continue;
        }
        let span = scene.at(at, at + mark.len_utf8());
        if inverted {
            if uses_inverted(scene.lang.base()) || !asks(block, at, scene) {
                continue;
            }
        } else {
            let Some(scripts) = scripts_of(mark) else {
                continue;
            };
            let script = *script.get_or_insert_with(|| scene.lang.script());
            let Some(script) = script else { return };
            let own = scripts.contains(&script.as_str());
            let korean = matches!(script.as_str(), "Kore" | "Hang");
            if own && !korean || korean && scene.customs().own(mark).is_none() {
                continue;
            }
            // A word in that script beside it: a quotation.
            if !beside_own_letter(block, at, mark, script.as_str()) {
                continue;
            }
        }
        if scene.is_in_source(span.start, mark.encode_utf8(&mut [0; 4]))
            && !inverted
            && source_uses(scene, mark) != Some(true)
        {
            continue;
        }
        reported += 1;
        let hit = found.target(
            span,
            if inverted {
                Confidence::Medium
            } else {
                Confidence::High
            },
            format!("{mark} is no mark of this language"),
        );
        if let Some(own) = plain(mark).filter(|_| !inverted) {
            let after = block[at + mark.len_utf8()..].chars().next();
            let space = after.is_some_and(char::is_alphanumeric);
            hit.fix(
                span,
                if space {
                    format!("{own} ")
                } else {
                    own.to_string()
                },
            );
        }
    }
}

/// Marks of a block that are reported.
const MOST: usize = 5;

fn might_be_foreign(mark: char) -> bool {
    matches!(
        mark as u32,
        0x589
            | 0x60c
            | 0x61b
            | 0x61f
            | 0x6d4
            | 0x964
            | 0x965
            | 0x104a
            | 0x104b
            | 0x1362
            | 0x1363
            | 0x1364
            | 0x17d4
            | 0x3001
            | 0x3002
            | 0xff00..=0xff1f
    )
}

/// Languages that open questions with ¿, or may.
fn uses_inverted(language: &str) -> bool {
    matches!(
        language,
        "es" | "ast"
            | "gl"
            | "ca"
            | "an"
            | "eu"
            | "ext"
            | "lad"
            | "qu"
            | "ay"
            | "gn"
            | "nah"
            | "tl"
            | "fil"
            | "ceb"
            | "war"
            | "oc"
            | "und"
    )
}

/// Whether ¿ stands where a word begins or ends, as a mark.
fn asks(block: &str, at: usize, scene: &Scene<'_>) -> bool {
    let before = block[..at].chars().next_back();
    !scene.is_in_source(scene.at(at, at).start, "¿Qué")
        && before.is_none_or(|c| c.is_whitespace() || c.is_alphanumeric())
}

/// Whether the source's language has the mark itself, so that it was carried over.
fn source_uses(scene: &Scene<'_>, mark: char) -> Option<bool> {
    let source = scene.passage.bitext.source.as_ref()?;
    let script = source.document.lang.script()?;
    Some(scripts_of(mark)?.contains(&script.as_str()))
}

/// Whether a letter of another script than the mark's stands next to it, and none of its own.
fn beside_own_letter(block: &str, at: usize, mark: char, script: &str) -> bool {
    let before = block[..at].trim_end().chars().next_back();
    let after = block[at + mark.len_utf8()..].trim_start().chars().next();
    let han = |c: Option<char>| {
        c.is_some_and(|c| {
            is_spaceless(c)
                || matches!(c as u32, 0x600..=0x6ff | 0x900..=0xdff | 0x1200..=0x137f | 0x530..=0x58f)
        })
    };
    let letter =
        before.is_some_and(|c| c.is_alphanumeric() || c == ')' || crate::data::quotes::is_mark(c));
    match script {
        "Kore" | "Hang" => before.is_some_and(|c| matches!(c as u32, 0xac00..=0xd7a3)),
        _ => letter && !han(before) && !han(after),
    }
}

/// The mark of the Latin script for one of another.
fn plain(mark: char) -> Option<char> {
    Some(match mark {
        '，' | '、' | '،' | '၊' | '፣' => ',',
        '。' | '।' | '۔' | '։' | '።' | '။' | '។' => '.',
        '？' | '؟' => '?',
        '！' => '!',
        '；' | '؛' | '፤' => ';',
        '：' => ':',
        _ => return None,
    })
}

/// Marks of the Latin keyboard where the language has its own.
fn keyboard(scene: &Scene<'_>, block: &str, found: &mut Found) {
    let customs = scene.customs();
    let greek = scene.lang.base() == "el";
    let mut reported = 0;
    for (at, mark) in block.char_indices() {
        if !mark.is_ascii_punctuation() || reported == MOST {
            continue;
        }
        let Some(own) = customs.own(mark) else {
            continue;
        };
        let before = block[..at].chars().next_back();
        let after = block[at + 1..].trim_start().chars().next();
        let ours =
            |c: Option<char>| c.is_some_and(|c| !c.is_ascii() && is_letter(c) && !is_latin(c));
        if !ours(before) || after.is_some_and(|c| c.is_ascii_alphanumeric()) {
            continue;
        }
        // A decimal mark, a list number, an abbreviation, an address.
        let glued = block[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '.');
        if glued || scene.is_code(scene.at(at, at).start) {
            continue;
        }
        let mixed = block.contains(own);
        let confidence = if greek && mark == '?' || mark == '|' || mixed && mark != '.' {
            Confidence::Medium
        } else {
            Confidence::Low
        };
        reported += 1;
        let span = scene.at(at, at + 1);
        found
            .target(
                span,
                confidence,
                format!("{mark} where the language has {own}"),
            )
            .fix(span, own.to_string());
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c)
}

fn is_latin(c: char) -> bool {
    matches!(c as u32, 0..=0x24f | 0x1e00..=0x1eff | 0xff21..=0xff5a)
}

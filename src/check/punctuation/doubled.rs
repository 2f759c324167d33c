use super::scene::Scene;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, pair};
use crate::data::words::is_abbreviation;
use crate::text::{Category::Typography, Confidence, Lang, Severity::Minor};

pub static CHECK: Check = Check {
    code: "P09",
    name: "stray-mark",
    category: Typography,
    severity: Minor,
    summary: "marks that do not go together stand side by side",
    explain: "\
“home.;”, “home,,”, “home,.”, “home..” and “– .”: one mark too many, a trace of lost words or of two \
texts put together. What the source has too is left alone, and so are !!!, ?!, ..., etc., and a stop \
after an abbreviation.",
    run: Run::Target(run),
    examples: &[
        Bad(en("He went home⟦.;⟧ then it rained.")),
        Bad(en("He went home⟦,,⟧ and it rained.")),
        Bad(en("He went home⟦,.⟧")),
        Bad(en("He went home⟦..⟧ Then it rained.")),
        Bad(en("He went home⟦;.⟧")),
        Bad(one("de", "Er ging heim⟦,,⟧ und es regnete.")),
        Bad(one("zh", "他回家了⟦。。⟧天下雨了。")),
        Bad(one("ja", "彼は帰った⟦、。⟧")),
        Bad(one("ar", "ذهب إلى البيت⟦،،⟧ ثم عاد.")),
        Bad(one("hi", "वह घर गया⟦।।⟧ फिर आया।")),
        Good(en(
            "What?! No!!! Well... he said, etc., and Acme Inc., too. Wait….",
        )),
        Good(en(
            "See ../dir, a..b, 1..10, x.,y or “no.”, and http://a..b/,,",
        )),
        Good(one("fr", "Il rit… , puis il part. M. X., lui, reste.")),
        Good(one("zh", "他想……然后走了。。。")),
        Good(one("ja", "彼は「え。」、と言った。。。")),
        Good(one("ru", "Ну?.. Да!.. Как…")),
        Good(one("hi", "वह घर गया॥")),
        Good(pair("en", "Wait..", "de", "Warte..")),
        Good(one(
            "de",
            "Das sind Bücher, Hefte usw., also alles. Am 3., 4. und 5. Mai.",
        )),
        Good(one("he", "הוא הלך הביתה...")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(scene) = Scene::of(passage) else {
        return;
    };
    let block = scene.block();
    let mut run: Option<(usize, usize)> = None;
    let mut places = Vec::new();
    // Two marks in a row, whatever they are: a scan over bytes, for most texts have none.
    let mut before = 0u8;
    let mut likely = false;
    for byte in block.bytes() {
        let mark = matches!(byte, b'.' | b',' | b';' | b':') || byte >= 0x80;
        likely |= mark && before == byte
            || (byte < 0x80 && mark && matches!(before, b'.' | b',' | b';' | b':'));
        before = byte;
    }
    if !likely && !has_own_pair(block) {
        return;
    }
    for (at, c) in block.char_indices() {
        if is_part(c) {
            run = Some((run.map_or(at, |run| run.0), at + c.len_utf8()));
        } else if let Some(run) = run.take() {
            places.push(run);
        }
    }
    places.extend(run);
    for (start, end) in places {
        let marks = &block[start..end];
        if marks.chars().nth(1).is_none() || !is_stray(block, start, end, scene.lang) {
            continue;
        }
        let span = scene.at(start, end);
        if scene.is_code(span.start) || scene.is_in_source(span.start, marks) {
            continue;
        }
        let confidence = match marks {
            ".." | ".," | "。。" | ":." | ".:" => Confidence::Medium,
            _ => Confidence::High,
        };
        let hit = found.target(span, confidence, format!("the marks {marks} side by side"));
        // The same mark twice is one too many.
        let mut glyphs = marks.chars();
        if let (Some(first), Some(second), None) = (glyphs.next(), glyphs.next(), glyphs.next())
            && first == second
        {
            hit.fix(span, first.to_string());
        }
    }
}

fn is_part(c: char) -> bool {
    matches!(
        c,
        '.' | ',' | ';' | ':' | '。' | '，' | '、' | '；' | '：' | '،' | '؛' | '।' | '۔'
    )
}

/// Marks of three bytes or two in a row that are not equal.
fn has_own_pair(block: &str) -> bool {
    !block.is_ascii() && {
        let mut before = false;
        block.chars().any(|c| {
            let part = !c.is_ascii() && is_part(c);
            let pair = part && before;
            before = part;
            pair
        })
    }
}

/// Whether a run of marks is none that anybody writes on purpose.
fn is_stray(block: &str, start: usize, end: usize, lang: Lang) -> bool {
    let marks = &block[start..end];
    let before = block[..start].chars().next_back();
    let after = block[end..].chars().next();
    // An operator, a path, a range, an emoticon.
    let closed = after.is_none_or(|c| {
        c.is_whitespace() || super::scene::is_closing(c) || super::scene::is_spaceless(c)
    });
    let word = before.is_some_and(|c| {
        c.is_alphanumeric()
            || super::scene::is_closing(c)
            || unicode_normalization::char::is_combining_mark(c)
    });
    if !closed || !word {
        return false;
    }
    let all = |mark: char| marks.chars().all(|c| c == mark);
    let count = marks.chars().count();
    // Ellipses, typed with stops of any width, and with a mark before or behind them.
    if count > 2 {
        return !marks.contains("..")
            && !marks.contains("。。")
            && !marks.contains("、、")
            && count <= 3;
    }
    if all('.') {
        return !is_abbreviated(&block[..start], lang);
    }
    if marks.starts_with('.') {
        return !is_abbreviated(&block[..start], lang);
    }
    if marks == "::" || marks.starts_with(':') && count == 2 && marks != ":." && marks != ":," {
        return false;
    }
    true
}

/// Whether a stop may belong to the word before it: an abbreviation, a number, an initial.
fn is_abbreviated(text: &str, lang: Lang) -> bool {
    let start = text
        .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '-' | '/' | '’' | '\''))
        .map_or(0, |at| {
            at + text[at..].chars().next().map_or(1, char::len_utf8)
        });
    let word = &text[start..];
    word.chars().nth(1).is_none()
        || word.contains('.')
        || word.contains(char::is_numeric)
        || !word.ends_with(char::is_alphabetic)
        || is_abbreviation(word, lang)
        // Many abbreviations are in no list; they are short or begin with a capital.
        || word.chars().count() <= 3
        || (word.starts_with(char::is_uppercase) && word.chars().count() <= 5)
}

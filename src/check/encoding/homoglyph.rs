use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_script::Script;

use super::beyond_ascii;
use crate::annotate::language::{Tongue, script_of};
use crate::check::{Check, Example::*, Found, Passage, Run, en, one};
use crate::data::rows;
use crate::text::{Category::Fluency, Confidence, Severity::Minor, Span};

pub static CHECK: Check = Check {
    code: "X03",
    name: "homoglyph",
    category: Fluency,
    severity: Minor,
    summary: "letters of another script that look like those of the word",
    explain: "\
A Latin a in a Cyrillic word, a Cyrillic о in an English one: nobody sees it, but search, spelling \
checks and speech do not know the word any more. High confidence where one or two letters of \
another script stand in a word and each looks like a letter of the word's own script.

Legal mixtures are silent: a brand with an ending (VIPам, iPhone’ом), units, Greek letters in \
science (μm, Δt), x and letters used as signs.",
    run: Run::Target(run),
    examples: &[
        Bad(one("ru", "Это ⟦пpосто⟧ слово.")),
        Bad(one("uk", "Це ⟦cлово⟧ нове.")),
        Bad(en("The ⟦раyment⟧ was late.")),
        Bad(en("The ⟦Вank⟧ was closed.")),
        Bad(one("el", "Η ⟦Eλλάδα⟧ είναι εδώ.")),
        Bad(one("ru", "Он пришёл ⟦c⟧ братом.")),
        Good(one("ru", "Дали VIPам и IT-компаниям 5G и WiFi.")),
        Good(one("kk", "YouTubeде және ATMдан.")),
        Good(one("ru", "Витамин C и группа A, пункт a) и c).")),
        Good(en("5 μm, ΔT, α-helix, the Σ of it.")),
        Good(one("el", "Το CO2 και η ΔΕΗ.")),
        Good(one("sr", "Рекао је да је to тако.")),
        Good(one("ja", "Tシャツとαを買う。")),
        Good(one("zh", "卡拉OK和T恤")),
        Good(one("ar", "قال الوزير إن العلاقات جيدة.")),
    ],
};

/// Letters that look alike: of each, what it looks like in the other scripts.
static LOOKS: LazyLock<HashMap<(char, Script), char>> = LazyLock::new(|| {
    let mut looks = HashMap::new();
    for row in rows(include_str!("../../data/homoglyphs.tsv")) {
        let letters: Vec<char> = row.iter().filter_map(|cell| cell.chars().next()).collect();
        for one in &letters {
            for other in &letters {
                if one != other && *other != '-' {
                    looks.entry((*one, script_of(*other))).or_insert(*other);
                }
            }
        }
    }
    looks
});

fn in_table(letter: char) -> bool {
    matches!(
        script_of(letter),
        Script::Latin | Script::Cyrillic | Script::Greek
    )
}

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(text) = beyond_ascii(passage) else {
        return;
    };
    // Greek and Cyrillic begin with these bytes.
    if !text.bytes().any(|byte| matches!(byte, 0xcd..=0xd4)) {
        return;
    }
    if !text.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return;
    }
    let tongue = Tongue::of(passage.document().lang);
    let mut mixed = Vec::new();
    for notes in passage.notes {
        for (index, word) in notes.words.iter().enumerate() {
            let slice = word.span.of(passage.text());
            if slice.len() == 1 {
                let around = [index.checked_sub(1), Some(index + 1)]
                    .map(|at| at.and_then(|at| notes.words.get(at)).map(|word| word.span));
                mixed.extend(single(passage.text(), word.span, around, &tongue));
            } else if !slice.is_ascii() {
                mixed.extend(judge(passage.text(), word.span, &tongue));
            }
        }
    }
    report(passage, &mixed, found);
}

/// A word in letters of two scripts.
struct Mixed {
    span: Span,
    mended: String,
    confidence: Confidence,
}

/// Words from which on a block was written so throughout, by a converter or on such a keyboard.
const THROUGHOUT: usize = 4;

fn report(passage: &Passage<'_>, words: &[Mixed], found: &mut Found) {
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return;
    };
    let sure = words.iter().map(|word| word.confidence).max();
    let confidence = if words.len() >= THROUGHOUT {
        Confidence::Low
    } else {
        sure.unwrap_or(Confidence::Low)
    };
    let text = passage.text();
    let whole = first.span.cover(last.span);
    let (mut mended, mut at) = (String::new(), whole.start);
    for word in words {
        mended.push_str(&text[at as usize..word.span.start as usize]);
        mended.push_str(&word.mended);
        at = word.span.end;
    }
    let message = if words.len() == 1 {
        let word = whole.of(text);
        format!(
            "“{word}” has letters of another script: {}",
            strangers(word, &first.mended)
        )
    } else {
        format!(
            "{} words have letters of another script that look alike",
            words.len()
        )
    };
    found
        .at(
            Vec::new(),
            words.iter().map(|word| word.span).collect(),
            confidence,
            message,
        )
        .fix(whole, mended);
}

/// The letters that were exchanged.
fn strangers(word: &str, mended: &str) -> String {
    let pairs = word.chars().zip(mended.chars());
    let mut seen: Vec<String> = Vec::new();
    for (letter, _) in pairs.filter(|(letter, own)| letter != own) {
        let what = format!("{letter} ({})", script_of(letter).full_name());
        if !seen.contains(&what) {
            seen.push(what);
        }
    }
    seen.join(", ")
}

/// A Latin letter alone among Cyrillic words: с, о, а, у, і typed on the wrong keyboard.
fn single(text: &str, span: Span, around: [Option<Span>; 2], tongue: &Tongue) -> Option<Mixed> {
    let [Some(before), Some(after)] = around else {
        return None;
    };
    let letter = span.of(text);
    let is_preposition = matches!(letter, "c" | "o" | "a" | "y" | "i");
    let between = |from: u32, to: u32| {
        Span {
            start: from,
            end: to,
        }
        .of(text)
            == " "
    };
    let cyrillic = |span: Span| {
        let first = span.of(text).chars().next();
        first.is_some_and(|it| script_of(it) == Script::Cyrillic && it.is_lowercase())
    };
    let among = tongue.writes(Script::Cyrillic) && !tongue.writes(Script::Latin);
    let spaced = between(before.end, span.start) && between(span.end, after.start);
    if !(is_preposition && among && cyrillic(before) && cyrillic(after) && spaced) {
        return None;
    }
    let letter = letter.chars().next()?;
    LOOKS.get(&(letter, Script::Cyrillic)).map(|like| Mixed {
        span,
        mended: like.to_string(),
        confidence: Confidence::Medium,
    })
}

fn judge(text: &str, span: Span, tongue: &Tongue) -> Option<Mixed> {
    let word = span.of(text);
    let mut counts: [(Script, usize); 3] = [
        (Script::Latin, 0),
        (Script::Cyrillic, 0),
        (Script::Greek, 0),
    ];
    for letter in word.chars() {
        let script = script_of(letter);
        if let Some(count) = counts.iter_mut().find(|(of, _)| *of == script) {
            count.1 += 1;
        } else if letter.is_alphabetic() && script != Script::Common {
            return None;
        }
    }
    let present: Vec<(Script, usize)> =
        counts.into_iter().filter(|(_, count)| *count > 0).collect();
    let [one, other] = present[..] else {
        return None;
    };
    // The word's own script: that in which all the others have a look-alike, and most letters.
    let into = |script: Script| -> Option<String> {
        word.chars()
            .map(|letter| {
                if script_of(letter) == script || !in_table(letter) {
                    Some(letter)
                } else {
                    LOOKS.get(&(letter, script)).copied()
                }
            })
            .collect()
    };
    let (major, minor) = match one.1.cmp(&other.1) {
        std::cmp::Ordering::Greater => (one, other),
        std::cmp::Ordering::Less => (other, one),
        std::cmp::Ordering::Equal if tongue.writes(one.0) => (one, other),
        std::cmp::Ordering::Equal => (other, one),
    };
    let minor_letters = || word.chars().filter(|letter| script_of(*letter) == minor.0);
    let mended = into(major.0);
    let reversed = into(minor.0);
    let (confidence, mended) = match (mended, reversed) {
        // Two capitals and an ending are an abbreviation with its ending.
        (Some(mended), _)
            if minor.1 <= 2 && major.1 >= 2 && !(minor.1 == 2 && is_prefix(word, minor.0)) =>
        {
            (Confidence::High, mended)
        }
        // Greek letters are signs too.
        _ if minor.0 == Script::Greek
            || major.0 == Script::Greek && !tongue.writes(Script::Greek) =>
        {
            return None;
        }
        (Some(mended), _) if minor_letters().all(char::is_lowercase) => {
            (Confidence::Medium, mended)
        }
        (_, Some(mended))
            if major.1 <= 3 && tongue.writes(minor.0) && !is_prefix(word, major.0) =>
        {
            (Confidence::Medium, mended)
        }
        _ => return None,
    };
    Some(Mixed {
        span,
        mended,
        confidence,
    })
}

/// Whether the letters of a script are the first of the word, in capitals.
fn is_prefix(word: &str, script: Script) -> bool {
    let rest = word
        .trim_start_matches(|letter: char| script_of(letter) == script && letter.is_uppercase());
    rest.len() < word.len() && !rest.chars().any(|letter| script_of(letter) == script)
}

use super::{beyond_ascii, code, place};
use crate::annotate::language::{Tongue, script_of};
use crate::check::{Check, Example::*, Found, Passage, Run, en, one};
use crate::text::{Category::Typography, Confidence, Severity::Minor};

use unicode_script::Script;

pub static CHECK: Check = Check {
    code: "X04",
    name: "invisible-character",
    category: Typography,
    severity: Minor,
    summary: "an invisible character that has no business in the text",
    explain: "\
Zero-width spaces, byte order marks, joiners and fillers that were pasted in from web pages and \
tools. They break search, line breaking and comparison, and some carry hidden messages.

What a script needs is silent: zero-width spaces in Khmer, Thai, Lao and Burmese, joiners and \
non-joiners in Arabic and Indic scripts and in emoji, variation selectors after emoji and Han \
characters. Soft hyphens and word joiners are set on purpose, so they are of low confidence, and \
so are marks of direction in a language written from left to right.",
    run: Run::Target(run),
    examples: &[
        Bad(en("The pa⟦\u{200b}⟧yment was late.")),
        Bad(en("The ⟦\u{feff}⟧payment was late.")),
        Bad(en("The pay⟦\u{200d}⟧ment was late.")),
        Bad(en("The pay⟦\u{ad}⟧ment was late.")),
        Bad(one("ja", "会議は⟦\u{200b}\u{200b}⟧行われた。")),
        Bad(en("The plan⟦\u{e0068}\u{e0069}⟧ was late.")),
        Good(one("fa", "می\u{200c}خواهم به خانه\u{200c}ها بروم.")),
        Good(one("hi", "क्\u{200d}ष और क्\u{200c}ष")),
        Good(one("km", "កម្ពុជា\u{200b}និង\u{200b}ថៃ")),
        Good(one("th", "เธอ\u{200b}บอก")),
        Good(en("A family 👨\u{200d}👩\u{200d}👧 and a heart ❤\u{fe0f}.")),
        Good(one("ar", "قال\u{200f}: «نعم».")),
        Good(one("ja", "葛\u{e0100}城市")),
        Good(one("bn", "র\u{200d}্যাব বলেছে")),
    ],
};

/// What the scripts of a text let pass.
fn fits(character: char, before: Option<char>, after: Option<char>, tongue: &Tongue) -> bool {
    let near = |scripts: &[Script]| {
        [before, after]
            .iter()
            .flatten()
            .any(|letter| scripts.contains(&script_of(*letter)))
    };
    match character {
        '\u{200b}' => near(&[
            Script::Khmer,
            Script::Thai,
            Script::Lao,
            Script::Myanmar,
            Script::Tibetan,
            Script::Javanese,
        ]),
        '\u{200c}' | '\u{200d}' => {
            // Emoji, and all scripts with joined or stacked letters.
            before.is_some_and(is_pictograph)
                || [before, after].iter().flatten().any(|letter| {
                    let script = script_of(*letter);
                    !matches!(
                        script,
                        Script::Latin
                            | Script::Cyrillic
                            | Script::Greek
                            | Script::Common
                            | Script::Han
                            | Script::Hiragana
                            | Script::Katakana
                            | Script::Hangul
                            | Script::Hebrew
                            | Script::Thai
                    )
                })
        }
        '\u{200e}' | '\u{200f}' => {
            tongue.writes(Script::Arabic)
                || tongue.writes(Script::Hebrew)
                || near(&[Script::Arabic, Script::Hebrew])
        }
        '\u{fe00}'..='\u{fe0f}' => before.is_some_and(|it| !it.is_ascii_alphabetic()),
        '\u{e0100}'..='\u{e01ef}' => before.is_some_and(|it| script_of(it) == Script::Han),
        // Flags.
        '\u{e0020}'..='\u{e007f}' => {
            before.is_some_and(|it| it == '\u{1f3f4}' || matches!(it, '\u{e0020}'..='\u{e007f}'))
        }
        '\u{180b}'..='\u{180e}' => near(&[Script::Mongolian]),
        '\u{61c}' => tongue.writes(Script::Arabic),
        _ => false,
    }
}

fn is_pictograph(character: char) -> bool {
    matches!(character, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '\u{fe0f}' | '\u{e007f}')
}

fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2060}'..='\u{2065}'
            | '\u{206a}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether the first bytes of one of them are there. Dashes and quotation marks begin like
/// zero-width spaces, so that these need a third byte.
fn may_hold(bytes: &[u8]) -> bool {
    bytes
        .windows(2)
        .enumerate()
        .any(|(at, pair)| match (pair[0], pair[1]) {
            (0..=0xc1, _) => false,
            (0xe2, 0x80) => matches!(bytes.get(at + 2), Some(0x8b..=0x8f)),
            (0xc2, 0xad) | (0xcd, 0x8f) | (0xd8, 0x9c) => true,
            (0xe1, 0x84 | 0x85 | 0x9e | 0xa0) | (0xe2, 0x81) | (0xe3, 0x85) => true,
            (0xef, 0xb8 | 0xbb | 0xbe) | (0xf3, _) => true,
            _ => false,
        })
}

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(text) = beyond_ascii(passage) else {
        return;
    };
    if !may_hold(text.as_bytes()) {
        return;
    }
    let tongue = Tongue::of(passage.document().lang);
    let mut before = None;
    let mut open: Option<(usize, usize, char)> = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let after = characters.peek().map(|(_, it)| *it);
        if character >= '\u{ad}'
            && is_invisible(character)
            && !fits(character, before, after, &tongue)
        {
            let end = at + character.len_utf8();
            open = match open {
                Some((start, to, first)) if to == at => Some((start, end, first)),
                earlier => {
                    report(passage, text, earlier, found);
                    Some((at, end, character))
                }
            };
            // Tags hide behind what stands before them.
            continue;
        }
        before = Some(character);
    }
    report(passage, text, open, found);
}

fn report(
    passage: &Passage<'_>,
    text: &str,
    open: Option<(usize, usize, char)>,
    found: &mut Found,
) {
    let Some((start, end, first)) = open else {
        return;
    };
    let confidence = match first {
        '\u{ad}' | '\u{2060}' | '\u{200e}' | '\u{200f}' | '\u{34f}' => Confidence::Low,
        '\u{200b}' | '\u{200c}' | '\u{200d}' => Confidence::Medium,
        _ => Confidence::High,
    };
    let span = place(passage, start..end);
    let what = match first {
        '\u{ad}' => "soft hyphen",
        '\u{200b}' => "zero-width space",
        '\u{200c}' => "zero-width non-joiner",
        '\u{200d}' => "zero-width joiner",
        '\u{2060}' => "word joiner",
        '\u{feff}' => "byte order mark inside the text",
        '\u{200e}' | '\u{200f}' => "mark of direction",
        '\u{3164}' | '\u{ffa0}' | '\u{115f}' | '\u{1160}' => "Hangul filler",
        '\u{e0000}'..='\u{e007f}' => "hidden tag characters",
        _ => "invisible character",
    };
    let count = text[start..end].chars().count();
    let mut message = format!("{what} ({})", code(first));
    if count > 1 {
        message.push_str(&format!(", {count} characters"));
    }
    found.target(span, confidence, message).fix(span, "");
}

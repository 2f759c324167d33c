use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, is_combining_mark};

use super::{beyond_ascii, code, place};
use crate::annotate::language::script_of;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one};
use crate::text::{Category::Fluency, Confidence, Severity::Minor};

use unicode_script::Script;

pub static CHECK: Check = Check {
    code: "X07",
    name: "combining-mark",
    category: Fluency,
    severity: Minor,
    summary: "accents and vowel signs that are detached, doubled or not joined to their letter",
    explain: "\
A combining mark without a letter before it, the same mark twice, the dot that lower-casing leaves \
on a Turkish i (i̇), an accent beside its letter (´e) as it comes out of PDF files. Letters that \
are stored as letter and mark although there is one code point for both (NFD) are of low \
confidence, since they look right; medium where the same block has the joined form too.",
    run: Run::Target(run),
    examples: &[
        Bad(en("The plan ⟦\u{301}⟧ was late.")),
        Bad(one("tr", "Bugün ⟦i\u{307}⟧stanbul’da hava güzel.")),
        Bad(one("fr", "L’⟦e\u{301}⟧té est là.")),
        Bad(one("fr", "L’⟦´e⟧té est là.")),
        Bad(one("hi", "यह ⟦\u{93e}⟧ नहीं है।")),
        Bad(one("vi", "Ti⟦e\u{302}\u{301}\u{301}⟧ng Việt")),
        Good(one("fr", "L’été est là.")),
        Good(one("vi", "Tiếng Việt")),
        Good(one("hi", "यह नहीं है।")),
        Good(one("th", "ไม่เป็นเช่นนั้น")),
        Good(one("yo", "ọ̀rọ̀ náà")),
        Good(one("ar", "قالَ الرّئيس")),
        Good(one("he", "שָׁלוֹם")),
        Good(one("lt", "i̇̀ ir ė̃")),
        Good(one("el", "Η Ελλάδα είναι εδώ.")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(text) = beyond_ascii(passage) else {
        return;
    };
    // Marks begin with these bytes, spacing accents with C2 and CB.
    if !text
        .bytes()
        .any(|byte| matches!(byte, 0xc2 | 0xcb | 0xcc | 0xcd | 0xe0 | 0xe2))
    {
        return;
    }
    let lithuanian = passage.document().lang.base() == "lt";
    let mut before: Option<(usize, char)> = None;
    let mut base: Option<(usize, char)> = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, it)| *it);
        // Nothing below and none of the common letters is a mark.
        let letter = matches!(character, '\0'..='\u{a7}' | 'À'..='ʯ' | 'Ͱ'..='҂' | '一'..='鿿');
        if letter {
            before = Some((at, character));
            base = before;
            continue;
        }
        let end = at + character.len_utf8();
        if matches!(
            character,
            '´' | '¨' | '¸' | 'ˇ' | '˘' | '˚' | '˛' | '˜' | '˝'
        ) {
            let accent = match character {
                '´' => '\u{301}',
                '¨' => '\u{308}',
                '¸' => '\u{327}',
                'ˇ' => '\u{30c}',
                '˘' => '\u{306}',
                '˚' => '\u{30a}',
                '˛' => '\u{328}',
                '˜' => '\u{303}',
                _ => '\u{30b}',
            };
            let inside = before.is_none_or(|(_, it)| it.is_alphabetic() || "’' ".contains(it));
            if let Some(letter) = next.filter(|it| it.is_ascii_lowercase())
                && inside
                && let Some(joined) = compose(letter, accent)
            {
                let span = place(passage, at..end + 1);
                found
                    .target(
                        span,
                        Confidence::Medium,
                        format!("accent beside its letter: “{joined}” was meant"),
                    )
                    .fix(span, joined.to_string());
            }
            before = Some((at, character));
            base = before;
            continue;
        }
        if !is_combining_mark(character) {
            before = Some((at, character));
            base = before;
            continue;
        }
        // Accents of Latin, Greek and Cyrillic, and vowel signs of Indic scripts.
        let accent = matches!(character, '\u{300}'..='\u{36f}');
        let vowel = matches!(character, '\u{93e}'..='\u{94c}' | '\u{9be}'..='\u{9cc}' | '\u{a3e}'..='\u{a4c}'
            | '\u{abe}'..='\u{acc}' | '\u{bbe}'..='\u{bcc}' | '\u{c3e}'..='\u{c4c}' | '\u{cbe}'..='\u{ccc}'
            | '\u{d3e}'..='\u{d4c}');
        if !(accent || vowel) {
            before = Some((at, character));
            continue;
        }
        match before {
            None => detached(passage, at..end, character, found),
            Some((_, it)) if it.is_ascii_whitespace() || it == '\u{a0}' => {
                detached(passage, at..end, character, found);
            }
            Some((_, same)) if same == character && accent => {
                if let Some((start, letter)) = base {
                    let span = place(passage, start..end);
                    let marks = text[start..at].nfc().collect::<String>();
                    found
                        .target(
                            span,
                            Confidence::High,
                            format!("the same accent twice on “{letter}”"),
                        )
                        .fix(span, marks);
                }
            }
            Some((start, 'i')) if character == '\u{307}' && !lithuanian => {
                let span = place(passage, start..end);
                found
                    .target(span, Confidence::High, "i with the dot of a lower-cased İ")
                    .fix(span, "i");
            }
            Some((start, letter)) if accent && script_of(letter) != Script::Common => {
                if let Some(joined) = compose(letter, character) {
                    let span = place(passage, start..end);
                    let again = next == Some(character);
                    let mixed = text.contains(joined);
                    if !again && !next.is_some_and(is_combining_mark) {
                        found
                            .target(
                                span,
                                if mixed {
                                    Confidence::Medium
                                } else {
                                    Confidence::Low
                                },
                                format!("“{joined}” is stored as a letter and a mark"),
                            )
                            .fix(span, joined.to_string());
                    }
                }
            }
            _ => {}
        }
        before = Some((at, character));
    }
}

fn detached(passage: &Passage<'_>, range: std::ops::Range<usize>, mark: char, found: &mut Found) {
    // A stroke between spaces passes for a dash.
    let confidence = if matches!(mark, '\u{334}'..='\u{338}') {
        Confidence::Low
    } else {
        Confidence::High
    };
    found.target(
        place(passage, range),
        confidence,
        format!("mark without a letter ({})", code(mark)),
    );
}

use encoding_rs::WINDOWS_1252;
use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;

use super::{code, place};
use crate::check::{Check, Example::*, Found, Passage, Run, en, one};
use crate::text::{Category::Fluency, Confidence, Severity::Minor};

pub static CHECK: Check = Check {
    code: "X06",
    name: "control-character",
    category: Fluency,
    severity: Minor,
    summary: "control characters and code points that mean nothing",
    explain: "\
Control characters other than tab and line ends, code points that Unicode has not assigned or \
never will, and private use, which each font shows as it likes. Those between U+0080 and U+009F \
are mostly marks of Windows-1252 that were read as Latin-1; then the fix is the mark.",
    run: Run::Target(run),
    examples: &[
        Bad(en("The plan⟦\u{7}⟧ was late.")),
        Bad(en("It⟦\u{92}⟧s a plan.")),
        Bad(en("The ⟦\u{e0b0}⟧plan was late.")),
        Bad(one("ja", "会議は⟦\u{fdd0}⟧行われた。")),
        Bad(en("The plan ⟦\u{378}⟧ was late.")),
        Good(en("The plan\twas late. 😀🫠")),
        Good(one("zh", "𠀀𪚥是汉字。")),
        Good(one("th", "ไม่เป็นเช่นนั้น")),
        Good(one("am", "ሰላም ለዓለም")),
        Good(one("ar", "قال الوزير ﷺ نعم.")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let text = passage.block.span.of(passage.text());
    let controls = |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r') || byte == 0x7f;
    let bytes = text.as_bytes();
    if text.is_ascii() && !bytes.iter().any(|byte| controls(*byte)) {
        return;
    }
    let categories = CodePointMapData::<GeneralCategory>::new();
    let mut open: Option<(usize, usize, char)> = None;
    for (at, character) in text.char_indices() {
        // The letters of the common scripts need no look into tables.
        let plain = match character {
            '\0'..='\u{7f}' => !controls(character as u8),
            '\u{a0}'..='\u{377}' | '\u{400}'..='\u{52f}' | '\u{620}'..='\u{6ff}' => true,
            '\u{3a3}'..='\u{3ff}' | '\u{5d0}'..='\u{5ea}' | '\u{93a}'..='\u{94d}' => true,
            '\u{e01}'..='\u{e3a}' | '\u{e40}'..='\u{e4e}' | '\u{30a1}'..='\u{30fa}' => true,
            '\u{904}'..='\u{939}' | '\u{2010}'..='\u{2027}' | '\u{3041}'..='\u{3096}' => true,
            '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => true,
            _ => !matches!(
                categories.get(character),
                GeneralCategory::Control
                    | GeneralCategory::Unassigned
                    | GeneralCategory::PrivateUse
            ),
        };
        if plain {
            continue;
        }
        let end = at + character.len_utf8();
        open = match open {
            Some((start, to, first)) if to == at => Some((start, end, first)),
            earlier => {
                report(passage, text, earlier, found);
                Some((at, end, character))
            }
        };
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
    let span = place(passage, start..end);
    let categories = CodePointMapData::<GeneralCategory>::new();
    let (what, confidence) = match categories.get(first) {
        GeneralCategory::PrivateUse => ("private use", Confidence::Medium),
        GeneralCategory::Control => ("control character", Confidence::High),
        _ => ("no character", Confidence::High),
    };
    let hit = found.target(span, confidence, format!("{what} ({})", code(first)));
    match first {
        '\u{80}'..='\u{9f}' => {
            let bytes: Option<Vec<u8>> = text[start..end]
                .chars()
                .map(|it| u8::try_from(u32::from(it)).ok())
                .collect();
            let mended = bytes.and_then(|bytes| {
                let text =
                    WINDOWS_1252.decode_without_bom_handling_and_without_replacement(&bytes)?;
                Some(text.into_owned()).filter(|text| !text.contains(char::is_control))
            });
            if let Some(mended) = mended {
                hit.fix(span, mended);
            }
        }
        '\0'..='\u{7f}' => {
            hit.fix(span, "");
        }
        _ => {}
    }
}

use unicode_normalization::UnicodeNormalization;

use super::{beyond_ascii, place};
use crate::check::{Check, Example::*, Found, Passage, Run, en, one};
use crate::text::{Category::Typography, Confidence, Severity::Minor};

pub static CHECK: Check = Check {
    code: "X08",
    name: "presentation-form",
    category: Typography,
    severity: Minor,
    summary: "glyphs of a font stored in place of letters",
    explain: "\
Ligatures (ﬁ), the joined forms of Arabic letters (ﻝ) and mathematical letters used as bold or \
italics (𝗕𝗼𝗹𝗱) come out of PDF files and decorative tools. Search, spelling checks and screen \
readers do not know such words. The fix is the letters.

Signs that have no other form are silent: ﷺ, ﷲ, ﷼, ornate brackets, full-width letters in East \
Asian text, single mathematical letters.",
    run: Run::Target(run),
    examples: &[
        Bad(en("The ⟦ﬁ⟧rst plan was late.")),
        Bad(one("ar", "⟦ﺍﻟﻮﺯﻳﺮ⟧ قال نعم.")),
        Bad(en("The ⟦𝗕𝗼𝗹𝗱⟧ plan was late.")),
        Good(one("ar", "محمد ﷺ والله ﷲ ﴿نعم﴾")),
        Good(one("fa", "۵۰۰ ﷼ بود")),
        Good(one("ja", "ＮＡＴＯと２０人、ｶﾅ")),
        Good(one("zh", "ＮＡＴＯ（北约）")),
        Good(en("Let 𝑥 be in ℝ.")),
        Good(one("ru", "Обычный текст.")),
        Good(one("he", "שלום")),
    ],
};

fn is_form(character: char) -> bool {
    matches!(character,
        '\u{fb00}'..='\u{fb06}' | '\u{fb13}'..='\u{fb17}' | '\u{fb50}'..='\u{fbb1}'
        | '\u{fbd3}'..='\u{fd3d}' | '\u{fd50}'..='\u{fdc7}' | '\u{fe70}'..='\u{fefc}'
        | '\u{1d400}'..='\u{1d7ff}')
}

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(text) = beyond_ascii(passage) else {
        return;
    };
    let bytes = text.as_bytes();
    let may = |at: usize| match bytes[at] {
        0xef => bytes
            .get(at + 1)
            .is_some_and(|next| matches!(next, 0xac..=0xbb)),
        0xf0 => bytes.get(at + 1) == Some(&0x9d),
        _ => false,
    };
    if !memchr::memchr2_iter(0xef, 0xf0, bytes).any(may) {
        return;
    }
    let mut open: Option<(usize, usize)> = None;
    for (at, character) in text.char_indices() {
        let end = at + character.len_utf8();
        if is_form(character) {
            open = match open {
                Some((start, to)) if to == at => Some((start, end)),
                earlier => {
                    report(passage, text, earlier, found);
                    Some((at, end))
                }
            };
        }
    }
    report(passage, text, open, found);
}

fn report(passage: &Passage<'_>, text: &str, open: Option<(usize, usize)>, found: &mut Found) {
    let Some((start, end)) = open else { return };
    let forms = &text[start..end];
    let mathematical = forms.starts_with(|it| it >= '\u{1d400}');
    // A single one is a symbol.
    if mathematical && forms.chars().count() < 3 {
        return;
    }
    let letters: String = forms.nfkc().collect();
    let span = place(passage, start..end);
    found
        .target(
            span,
            Confidence::Medium,
            format!("“{forms}” is stored as glyphs; the letters are “{letters}”"),
        )
        .fix(span, letters);
}

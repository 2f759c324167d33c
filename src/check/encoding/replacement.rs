use memchr::memmem;

use super::place;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, pair};
use crate::text::{Category::Fluency, Confidence, MarkupKind, Severity::Major};

pub static CHECK: Check = Check {
    code: "X02",
    name: "lost-characters",
    category: Fluency,
    severity: Major,
    summary: "characters that were replaced because they could not be read or written",
    explain: "\
A replacement character (�) stands where bytes could not be read, a question mark where a letter \
could not be written: ca?f, ????? ??. What was there is lost; the text must be taken from its \
source again.

Question marks count inside a word between small letters, or as whole words in a row. Addresses \
are passed over.",
    run: Run::Target(run),
    examples: &[
        Bad(en("The caf⟦�⟧ was closed.")),
        Bad(one("zh", "他说⟦锟斤拷⟧你好。")),
        Bad(one("pl", "Wczoraj pada⟦?⟧o ca⟦?⟧y dzień.")),
        Bad(one("ru", "Сегодня ⟦????? ?? ???????⟧ погода.")),
        Bad(one("ru", "⟦?????? ??????? ????⟧")),
        Good(en("What? Really?? No?!")),
        Good(en("See http://example.org/?page=a?b for more.")),
        Good(one("ru", "Что??? Когда?!")),
        Good(one("ja", "何ですか？本当？？")),
        Good(one("ar", "ماذا؟ متى؟")),
        Good(one("zh", "为什么？？？")),
        Good(pair("en", "Passed: ??? ???", "de", "Bestanden: ??? ???")),
    ],
};

/// What is left of two replacement characters that were read as GBK.
const GBK: &str = "锟斤拷";

fn run(passage: &Passage<'_>, found: &mut Found) {
    let text = passage.block.span.of(passage.text());
    for sign in ["\u{fffd}", GBK] {
        let mut end = 0;
        for at in memmem::find_iter(text.as_bytes(), sign) {
            if at < end {
                continue;
            }
            let rest = text[at..].trim_start_matches(['\u{fffd}', '锟', '斤', '拷']);
            end = text.len() - rest.len();
            found.target(
                place(passage, at..end),
                Confidence::High,
                "replacement characters: what stood here is lost",
            );
        }
    }
    if memchr::memchr(b'?', text.as_bytes()).is_some() {
        questions(passage, text, found);
    }
}

/// Question marks in the place of letters.
fn questions(passage: &Passage<'_>, text: &str, found: &mut Found) {
    let bytes = text.as_bytes();
    let addressed = |at: usize| {
        let at = passage.block.span.start + at as u32;
        passage
            .notes
            .iter()
            .flat_map(|notes| &notes.markup)
            .any(|markup| {
                matches!(
                    markup.kind,
                    MarkupKind::Url | MarkupKind::Email | MarkupKind::Placeholder | MarkupKind::Tag
                ) && (markup.span.start..markup.span.end).contains(&at)
            })
    };
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'?', &bytes[at..]) {
        let start = at + next;
        let marks = bytes[start..]
            .iter()
            .take_while(|byte| **byte == b'?')
            .count();
        let mut end = start + marks;
        at = end;
        if addressed(start) {
            continue;
        }
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let inside =
            before.is_some_and(char::is_lowercase) && after.is_some_and(char::is_lowercase);
        if inside && marks <= 3 {
            found.target(
                place(passage, start..end),
                Confidence::Medium,
                "question mark in the place of a letter",
            );
            continue;
        }
        if before.is_some_and(char::is_alphanumeric) {
            continue;
        }
        // Whole words of question marks.
        let (mut words, mut longest) = (1, marks);
        loop {
            let gap = bytes[end..]
                .iter()
                .take_while(|byte| matches!(byte, b' ' | b','))
                .count();
            let more = bytes[end + gap..]
                .iter()
                .take_while(|byte| **byte == b'?')
                .count();
            if gap == 0 || more == 0 {
                break;
            }
            words += 1;
            longest = longest.max(more);
            end += gap + more;
        }
        at = end;
        let copied = passage
            .bitext
            .source
            .as_ref()
            .is_some_and(|source| source.document.text.contains(&text[start..end]));
        if words >= 2 && longest >= 4 && !copied {
            found.target(
                place(passage, start..end),
                Confidence::High,
                "question marks in the place of words",
            );
        }
    }
}

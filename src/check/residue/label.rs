use super::machine::{Beside, head};
use crate::check::{Check, Example::*, Found, Passage, Run, docs, one, pair};
use crate::data::machine::{LONGEST_NAME, language_named};
use crate::data::words::fold;
use crate::text::{Category::Accuracy, Confidence, Role::*, Severity::Minor, Span};

pub static CHECK: Check = Check {
    code: "R10",
    name: "language-label",
    category: Accuracy,
    severity: Minor,
    summary: "the name of a language stands before the text as a label",
    explain: "\
Bahasa Indonesia: … — a translation tool or a prompt has put the name of the language before the \
text.

Found where a paragraph or row begins with the name of its own language, or of the source's, in any \
of some seventy languages, and a colon; with a source, where that has no such label. A list of \
languages has it rightly, and a headline may be about a language: without a source the confidence \
is medium, and low where the label stands in front of a single word.",
    run: Run::Target(run),
    examples: &[
        Bad(one("id", "⟦Bahasa Indonesia:⟧ Menempuh kunjungan tiga hari, Bapak Bell berbagi rasa.")),
        Bad(pair("en", "The train leaves at eight.", "de", "⟦Deutsch:⟧ Der Zug fährt um acht Uhr ab.")),
        Bad(pair("en", "The train leaves at eight.", "de", "⟦**German:**⟧ Der Zug fährt um acht Uhr ab.")),
        Bad(pair("ru", "Поезд отправляется в восемь.", "en", "⟦English:⟧ The train leaves at eight.")),
        Bad(pair("en", "The train leaves at eight.", "ru", "⟦Русский:⟧ Поезд отправляется в восемь.")),
        Bad(pair("en", "The train leaves at eight.", "zh", "⟦中文：⟧火车八点出发。")),
        Bad(pair("en", "The train leaves at eight.", "ar", "⟦العربية:⟧ يغادر القطار في الثامنة.")),
        Bad(pair("en", "The train leaves at eight.", "hi", "⟦हिन्दी:⟧ ट्रेन आठ बजे चलती है।")),
        Good(pair("en", "German: Der Zug", "fr", "Allemand : Der Zug")),
        Good(pair("de", "Englisch: eine Weltsprache wird alt", "en", "English: a world language grows old")),
        Good(one("en", "Spanish: the language of poets was spoken at the table.")),
        Good(docs(
            "en",
            &[(Body, "Languages spoken here"), (Item, "English: spoken by all"), (Item, "Spanish: spoken by some")],
            "de",
            &[(Body, "Hier gesprochene Sprachen"), (Item, "Englisch: von allen gesprochen"), (Item, "Spanisch: von einigen gesprochen")],
        )),
        Good(one("ja", "英語：世界の言葉が古くなる。")),
        Good(one("ar", "الإنجليزية: لغة العالم تشيخ")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let text = passage.block.span.of(passage.text());
    let Some(head) = head_of(text) else {
        return;
    };
    let name = head.trim_matches(|letter: char| !letter.is_alphanumeric() && !is_mark(letter));
    if name.is_empty() || name.len() > LONGEST_NAME {
        return;
    }
    let Some(lang) = language_named(&fold(name)) else {
        return;
    };
    let own = passage.document().lang;
    let source = passage.bitext.source.as_ref();
    if !lang.same_language(own)
        && !source.is_some_and(|source| lang.same_language(source.document.lang))
    {
        return;
    }
    let beside = Beside::of(passage);
    let labelled = beside.as_ref().is_some_and(|beside| {
        let names = |text: &&str| {
            let beginning: String = text.chars().take(LONGEST_NAME).collect();
            fold(&beginning)
                .split(|letter: char| !letter.is_alphanumeric() && !is_mark(letter))
                .any(|word| language_named(word).is_some())
        };
        // Of a source in other words, what it says before a colon may be the name.
        beside.texts.iter().any(|text| head_of(text).is_some()) || beside.texts.iter().any(names)
    });
    if labelled {
        return;
    }
    // The colon and what closes the label's marks: **German:**
    let rest = &text[head.len()..];
    let colon = rest.chars().next().map_or(0, char::len_utf8);
    let marks = &rest[colon..];
    let closing = marks
        .find(|letter| !matches!(letter, '*' | '_' | ']' | ')'))
        .unwrap_or(marks.len());
    let end = head.len() + colon + closing;
    let words = passage
        .notes
        .iter()
        .map(|notes| notes.words.len())
        .sum::<usize>();
    let confidence = match beside {
        Some(_) => Confidence::High,
        None if words >= 5 || !text[end..].is_ascii() && text[end..].chars().count() >= 8 => {
            Confidence::Medium
        }
        None => Confidence::Low,
    };
    let start = passage.block.span.start;
    let hit = found.target(
        Span {
            start,
            end: start + end as u32,
        },
        confidence,
        format!("“{name}:” is a label of the language, not part of the text"),
    );
    if beside.is_some() {
        hit.by_comparison();
    }
}

fn head_of(text: &str) -> Option<&str> {
    head(text).filter(|head| head.len() <= LONGEST_NAME + 8)
}

/// Marks that stand inside the names of languages.
fn is_mark(letter: char) -> bool {
    unicode_normalization::char::is_combining_mark(letter)
}

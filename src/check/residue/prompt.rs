use super::machine::{Beside, is_quoted, sentences};
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, page, pair};
use crate::data::machine::{Said, names_translation};
use crate::text::{Category::Accuracy, Confidence, Role::*, Severity::Critical, Span};

pub static CHECK: Check = Check {
    code: "R11",
    name: "prompt-leak",
    category: Accuracy,
    severity: Critical,
    summary: "instructions to a language model stand in the text",
    explain: "\
Translate the following text into …, <|im_end|>, [INST], ### Response: — what a model was told, or \
the marks that keep its turns apart, got into the translation.

The marks are sure unless the source has them too. A sentence that tells to translate counts where \
the source says nothing of translation; without a source it is doubtful, since such sentences stand \
in manuals and lessons.",
    run: Run::Target(run),
    examples: &[
        Bad(pair(
            "de",
            "Der Zug fährt um acht Uhr ab.",
            "en",
            "⟦Translate the following text into English:⟧ The train leaves at eight.",
        )),
        Bad(pair("en", "The train leaves at eight.", "zh", "⟦请将以下英文翻译成中文：⟧火车八点出发。")),
        Bad(pair("en", "The train leaves at eight.", "ru", "⟦Переведите следующий текст на русский язык:⟧ Поезд уходит в восемь.")),
        Bad(en("The train leaves at eight.⟦<|im_end|>⟧")),
        Bad(en("⟦[INST]⟧ The train leaves at eight. ⟦[/INST]⟧")),
        Bad(one("de", "⟦### Response:⟧ Der Zug fährt um acht ab.")),
        Bad(one("fr", "Le train part à huit heures.⟦</s>⟧")),
        Bad(one("ja", "⟦<think>⟧列車は八時に出発します。")),
        Bad(pair("en", "The train leaves at eight.", "es", "⟦```⟧ El tren sale a las ocho. ⟦```⟧")),
        Good(pair(
            "de",
            "Übersetze den folgenden Text ins Englische: Der Zug fährt.",
            "en",
            "Translate the following text into English: the train leaves.",
        )),
        Good(pair("en", "Run ```ls``` now.", "de", "Führen Sie jetzt ```ls``` aus.")),
        Good(page("en", &[(Body, "He struck out <s>the line</s> and went on.")])),
        Good(one("ru", "Он перевёл следующий текст на русский язык.")),
        Good(one("zh", "他翻译了以下文章。")),
        Good(one("ar", "ترجم الكاتب النص إلى العربية.")),
        Good(one("hi", "उसने पाठ का अनुवाद किया।")),
    ],
};

/// Marks that keep apart the turns of a talk with a model, and how sure one is.
const MARKS: &[(&str, Confidence)] = &[
    ("<|", Confidence::High),
    ("<｜", Confidence::High),
    ("[INST]", Confidence::High),
    ("[/INST]", Confidence::High),
    ("<<SYS>>", Confidence::High),
    ("<</SYS>>", Confidence::High),
    ("<start_of_turn>", Confidence::High),
    ("<end_of_turn>", Confidence::High),
    ("<bos>", Confidence::High),
    ("<eos>", Confidence::High),
    ("<pad>", Confidence::High),
    ("<think>", Confidence::High),
    ("</think>", Confidence::High),
    ("</s>", Confidence::High),
    ("### Instruction", Confidence::High),
    ("### Response", Confidence::High),
    ("### Input", Confidence::Medium),
    ("### Assistant", Confidence::High),
    ("### Human", Confidence::High),
    ("### Translation", Confidence::High),
    ("```", Confidence::Medium),
];

fn run(passage: &Passage<'_>, found: &mut Found) {
    let block = passage.block.span;
    let text = block.of(passage.text());
    let marked = memchr::memchr3(b'<', b'[', b'#', text.as_bytes()).is_some()
        || memchr::memchr(b'`', text.as_bytes()).is_some();
    if marked {
        marks(passage, text, found);
    }
    instructions(passage, found);
}

fn marks(passage: &Passage<'_>, text: &str, found: &mut Found) {
    let start = passage.block.span.start;
    let mut beside = None;
    for (mark, confidence) in MARKS {
        // <s>struck out</s> is markup.
        if *mark == "</s>" && text.contains("<s>") && !text.trim_start().starts_with("<s>") {
            continue;
        }
        for (at, _) in text.match_indices(mark) {
            let length = match *mark {
                "<|" | "<｜" => match special(&text[at..]) {
                    Some(length) => length,
                    None => continue,
                },
                _ => mark.len() + usize::from(text[at + mark.len()..].starts_with(':')),
            };
            let token = &text[at..at + length];
            let beside = beside.get_or_insert_with(|| Beside::of(passage));
            if beside.as_ref().is_some_and(|beside| beside.has(mark)) {
                continue;
            }
            // Without a source, a text about programs may have fences.
            let confidence = match (*mark, &beside) {
                ("```", None) => Confidence::Low,
                ("```", Some(_)) => Confidence::High,
                _ => *confidence,
            };
            found.target(
                Span::new(start as usize + at, start as usize + at + length),
                confidence,
                format!("{token} is a mark of a talk with a language model"),
            );
        }
    }
}

/// Bytes of a token such as <|im_end|>.
fn special(text: &str) -> Option<usize> {
    const LONGEST: usize = 48;
    let end = text
        .char_indices()
        .skip(2)
        .take(LONGEST)
        .find(|(_, letter)| *letter == '>')?
        .0;
    let inside = text[..end].trim_start_matches(['<', '|', '｜']);
    let inside = inside.trim_end_matches(['|', '｜']);
    let closed = text[..end].ends_with(['|', '｜']);
    (closed
        && !inside.is_empty()
        && inside
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '▁')))
    .then_some(end + 1)
}

fn instructions(passage: &Passage<'_>, found: &mut Found) {
    for sentence in sentences(passage, &[Said::Prompt]) {
        if !sentence.says(Said::Prompt) || is_quoted(passage, sentence.span.start) {
            continue;
        }
        let talks = sentence
            .openings
            .iter()
            .any(|opening| names_translation(&sentence.beginning, opening.lang));
        let head = sentence.head().filter(|head| head.chars().count() <= 120);
        // "Source text:" is a label, "Translate the following text" a sentence.
        if !talks && head.is_none_or(|head| head.split_whitespace().count() > 3) {
            continue;
        }
        let beside = Beside::of(passage);
        if beside
            .as_ref()
            .is_some_and(|beside| beside.says(Said::Prompt) || beside.names_translation())
        {
            continue;
        }
        let confidence = match &beside {
            Some(beside) if beside.is_known() && talks => Confidence::High,
            Some(beside) if beside.is_known() => Confidence::Medium,
            _ => Confidence::Low,
        };
        let end = head.map_or(sentence.span.end, |head| {
            let colon = sentence.text[head.len()..].chars().next();
            let colon = colon.map_or(0, char::len_utf8);
            sentence.span.start + (head.len() + colon) as u32
        });
        let span = Span {
            start: sentence.span.start,
            end,
        };
        let hit = found.target(
            span,
            confidence,
            "an instruction to the translator, not the translation",
        );
        if beside.is_some() {
            hit.by_comparison();
        }
    }
}

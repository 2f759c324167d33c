use super::machine::{Beside, Sentence, is_quoted, sentences};
use crate::check::{Check, Example::*, Found, Passage, Run, docs, en, one, page, pair};
use crate::data::machine::{Opening, Said, after, names_translation, openings, squeeze};
use crate::text::{Category::Accuracy, Confidence, Role::*, Severity::Critical, Span};

pub static CHECK: Check = Check {
    code: "R09",
    name: "model-chatter",
    category: Accuracy,
    severity: Critical,
    summary: "a language model speaks to the one who asked for the translation",
    explain: "\
Sure! Here is the translation: … I hope this helps. What a chat model says around its work was \
taken for the work. It must not be printed.

Found in some seventy languages, whatever the language of the translation: what announces a \
translation before a colon, the label Translation: alone, remarks on how something was translated, \
a model that speaks of itself, refuses, asks for the text or offers more help. A phrase counts \
where the source has nothing like it; without a source only what nobody else says is sure. Inside \
quotation marks it is somebody's speech. An offer of help (Let me know if …) is ordinary speech \
too, so it counts only as a sentence too many at the end.",
    run: Run::Target(run),
    examples: &[
        Bad(pair(
            "de",
            "Der Zug fährt um acht Uhr ab.",
            "en",
            "⟦Sure! Here is the translation:⟧ The train leaves at eight.",
        )),
        Bad(en(
            "⟦Certainly! Here's the German text translated into English:⟧ The train leaves at eight.",
        )),
        Bad(pair(
            "en",
            "The train leaves at eight.",
            "de",
            "⟦Übersetzung:⟧ Der Zug fährt um acht ab.",
        )),
        Bad(pair(
            "en",
            "The train leaves at eight.",
            "de",
            "⟦Translation:⟧ Der Zug fährt um acht ab.",
        )),
        Bad(pair(
            "en",
            "The train leaves at eight.",
            "fr",
            "⟦Voici la traduction en français :⟧ Le train part à huit heures.",
        )),
        Bad(pair(
            "en",
            "The train leaves at eight.",
            "ja",
            "⟦以下は日本語訳です：⟧列車は八時に出発します。",
        )),
        Bad(pair(
            "en",
            "The train leaves at eight.",
            "zh",
            "⟦当然！以下是中文翻译：⟧火车八点出发。",
        )),
        Bad(pair(
            "en",
            "The train leaves at eight.",
            "ru",
            "⟦Конечно! Вот перевод:⟧ Поезд отправляется в восемь.",
        )),
        Bad(pair(
            "en",
            "The train leaves at eight.",
            "ar",
            "⟦إليك الترجمة:⟧ يغادر القطار في الثامنة.",
        )),
        Bad(pair(
            "en",
            "The train leaves at eight.",
            "hi",
            "⟦यहाँ अनुवाद है:⟧ ट्रेन आठ बजे चलती है।",
        )),
        Bad(pair(
            "en",
            "The train leaves at eight.",
            "th",
            "⟦นี่คือคำแปล:⟧ รถไฟออกเวลาแปดโมง",
        )),
        Bad(pair(
            "en",
            "The train leaves at eight.",
            "es",
            "El tren sale a las ocho. ⟦¡Espero que esta traducción te sea útil!⟧",
        )),
        Bad(pair(
            "en",
            "The train leaves at eight.",
            "it",
            "Il treno parte alle otto. ⟦Nota: ho tradotto “leaves” con “parte”.⟧",
        )),
        Bad(one(
            "en",
            "⟦As an AI language model, I cannot translate this text.⟧",
        )),
        Bad(pair(
            "en",
            "The train leaves at eight.",
            "ko",
            "⟦죄송하지만 이 텍스트를 번역할 수 없습니다.⟧",
        )),
        Good(pair(
            "de",
            "Hier ist die Übersetzung: Der Zug fährt um acht.",
            "en",
            "Here is the translation: the train leaves at eight.",
        )),
        Good(en(
            "“As an AI language model, I cannot judge that,” the program answered.",
        )),
        Good(en("Here is the news: the train leaves at eight.")),
        Good(en("Sure, the train leaves at eight. Of course it does.")),
        Good(en("Note: the train leaves at eight.")),
        Good(pair(
            "fr",
            "J'espère que cela vous aide.",
            "en",
            "I hope this helps.",
        )),
        Good(pair(
            "ja",
            "列車は八時に出発します。",
            "en",
            "Here are the facts: the train leaves at eight.",
        )),
        Good(docs(
            "en",
            &[
                (Headline, "A translator remembers"),
                (Body, "Translation: a life among books."),
            ],
            "ru",
            &[
                (Headline, "Переводчик вспоминает"),
                (Body, "Перевод: жизнь среди книг."),
            ],
        )),
        Good(page(
            "zh",
            &[(Body, "以下是会议的主要内容：火车八点出发。")],
        )),
        Good(page("ar", &[(Body, "هذه هي القائمة: القطار والحافلة.")])),
        Good(page("hi", &[(Body, "यहाँ सूची है: ट्रेन और बस।")])),
        Good(page("th", &[(Body, "นี่คือรายการ: รถไฟและรถบัส")])),
        Good(page("ko", &[(Body, "다음은 목록입니다: 기차와 버스.")])),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let sentences = sentences(
        passage,
        &[
            Said::Opener,
            Said::Here,
            Said::Translation,
            Said::Note,
            Said::Model,
            Said::Closer,
            Said::Refusal,
        ],
    );
    if sentences.is_empty() {
        return;
    }
    let beside = Beside::of(passage);
    // Agreement by itself belongs to what follows it: Sure! Here is …
    let mut start: Option<(usize, u32)> = None;
    for sentence in &sentences {
        let agreed = start
            .filter(|(index, _)| index + 1 == sentence.index)
            .map(|(_, start)| start);
        let from = agreed.unwrap_or(sentence.span.start);
        if sentence.says(Said::Opener) && is_only_opener(sentence) {
            start = Some((sentence.index, from));
            continue;
        }
        if is_quoted(passage, sentence.span.start) {
            continue;
        }
        let Some((span, confidence, what)) = judge(passage, sentence, beside.as_ref(), from) else {
            continue;
        };
        let hit = found.target(
            span,
            confidence,
            format!("{what}, not the translation: {}", short(passage, span)),
        );
        if beside.is_some() {
            hit.by_comparison();
        }
    }
}

/// The beginning of what is reported.
fn short<'a>(passage: &Passage<'a>, span: Span) -> &'a str {
    let text = span.of(passage.text());
    text.char_indices()
        .nth(60)
        .map_or(text, |(end, _)| &text[..end])
}

fn is_only_opener(sentence: &Sentence<'_>) -> bool {
    let mut rest = sentence.beginning.clone();
    while let Some(after) = after(&rest, Said::Opener) {
        rest = after;
    }
    rest.trim().is_empty()
}

/// What of a sentence is chatter, how sure that is, and what it does.
fn judge(
    passage: &Passage<'_>,
    sentence: &Sentence<'_>,
    beside: Option<&Beside<'_>>,
    from: u32,
) -> Option<(Span, Confidence, &'static str)> {
    let whole = Span {
        start: from,
        end: sentence.span.end,
    };
    // With a source that cannot be read for the same phrase, nothing is sure.
    let sure = |alone: Confidence| match beside {
        None => alone,
        Some(beside) if beside.is_known() => Confidence::High,
        Some(_) => alone.min(Confidence::Medium),
    };
    if let Some((label, sure_alone)) = label(passage, sentence) {
        if beside.is_some_and(Beside::names_translation) {
            return None;
        }
        let span = Span {
            start: from,
            end: sentence.span.start + label as u32,
        };
        return Some((span, sure(sure_alone), "a label of the translation"));
    }
    let unlike = |said: Said| beside.is_none_or(|beside| !beside.says(said));
    let talks = || {
        sentence
            .openings
            .iter()
            .any(|opening| names_translation(&sentence.beginning, opening.lang))
    };
    let foreign = || beside.is_none_or(|beside| !beside.names_translation());
    if sentence.says(Said::Model) && unlike(Said::Model) && !beside.is_some_and(is_about_models) {
        return Some((
            whole,
            sure(Confidence::High),
            "a language model speaks of itself",
        ));
    }
    if sentence.says(Said::Refusal) && unlike(Said::Refusal) && talks() && foreign() {
        return Some((
            whole,
            sure(Confidence::Medium),
            "a model's answer to the request",
        ));
    }
    // A row is a text; of a document the last block ends it.
    let is_row = passage.block.row.is_some();
    let blocks = passage.document().blocks.len();
    let follows = sentence.index > 0 || !is_row && passage.index > 0;
    let last =
        sentence.index + 1 == passage.segments.len() && (is_row || passage.index + 1 == blocks);
    let added = beside.is_some_and(|beside| beside.target_segments > beside.texts.len());
    if sentence.says(Said::Note) && talks() && foreign() && follows {
        let confidence = if added {
            sure(Confidence::Medium)
        } else {
            Confidence::Low
        };
        return Some((whole, confidence, "a remark on the translation"));
    }
    if sentence.says(Said::Closer) && last && follows && unlike(Said::Closer) {
        let speaks = talks() && foreign();
        let confidence = match beside {
            Some(_) if speaks => sure(Confidence::Medium),
            Some(_) if added => Confidence::Medium,
            None if speaks => Confidence::Medium,
            _ => Confidence::Low,
        };
        return Some((whole, confidence, "a model's farewell"));
    }
    None
}

/// A story about language models may quote one without marks.
fn is_about_models(beside: &Beside<'_>) -> bool {
    const NAMES: [&str; 6] = ["AI", "LLM", "ChatGPT", "GPT", "IA", "KI"];
    beside.texts.iter().any(|text| {
        text.split(|letter: char| !letter.is_alphanumeric())
            .any(|word| NAMES.contains(&word))
    })
}

/// Where a label such as "Here is the translation:" ends, and how sure it is without a source.
fn label(passage: &Passage<'_>, sentence: &Sentence<'_>) -> Option<(usize, Confidence)> {
    let head = sentence.head()?;
    let squeezed = squeeze(head);
    let words = squeezed.split_whitespace().count();
    if words > 16 {
        return None;
    }
    let end = head.len() + sentence.text[head.len()..].chars().next()?.len_utf8();
    for rest in [Some(squeezed.clone()), after(&squeezed, Said::Opener)]
        .into_iter()
        .flatten()
    {
        let announces =
            |opening: Opening| opening.said == Said::Here && names_translation(&rest, opening.lang);
        if openings(&rest).any(announces) {
            return Some((end, Confidence::High));
        }
    }
    // "Translation:", "Übersetzung ins Deutsche:" before the text.
    let own = passage.document().lang;
    let names = |opening: &Opening| {
        let lang = opening.lang;
        opening.said == Said::Translation && (lang.same_language(own) || lang.base() == "en")
    };
    let begins = sentence.index == 0
        && words <= 4
        && head.chars().count() <= 40
        && sentence.openings.iter().any(names);
    begins.then_some((end, Confidence::Low))
}

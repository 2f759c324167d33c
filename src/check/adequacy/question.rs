use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::data::polarity::{Questions, is_question_mark};
use crate::text::{Category::Accuracy, Confidence, Lang, Notes, Severity::Major, Side, Span};

pub static CHECK: Check = Check {
    code: "A07",
    name: "question-changed",
    category: Accuracy,
    severity: Major,
    summary: "a question became a statement, or a statement a question",
    explain: "\
The source asks and the translation states, or the reverse: the reader is told what nobody said.

Looked at is the end of the passage: one side ends with a question mark and the other has neither a \
mark of questions nor, if it is the side that should ask, a word of them (what, who, whether, 吗, か, \
क्या, ли …). Languages in which questions are often written without a mark (Thai, Korean, Japanese \
…) are looked at for their words and particles. Where only the mark is missing and the words still \
ask, this check is silent.

Right to ignore where a rhetorical question was made a statement on purpose.",
    run: Run::Pair(run),
    examples: &[
        Bad(pair("en", "The rangers watch the hunters.", "de", "⟦Beobachten die Förster die Jäger?⟧")),
        Bad(pair("de", "Die Förster beobachten die Jäger.", "en", "⟦Do the rangers watch the hunters?⟧")),
        Bad(pair("zh", "护林员密切监督射手。", "en", "⟦Do rangers closely watch the shooters?⟧")),
        Bad(pair("en", "⟦Did the rangers watch the hunters?⟧", "de", "⟦Die Förster beobachteten die Jäger.⟧")),
        Bad(pair("en", "⟦Did the rangers watch the hunters?⟧", "ru", "⟦Лесники наблюдали за охотниками.⟧")),
        Good(pair("en", "Who watches the hunters?", "de", "Wer beobachtet die Jäger.")),
        Good(pair("en", "Did he come?", "zh", "他来了吗")),
        Good(pair("en", "Did he come?", "ja", "彼は来ましたか。")),
        Good(pair("en", "Did he come?", "hi", "क्या वह आया।")),
        Good(pair("en", "Did he come?", "ar", "هل جاء؟")),
        Good(pair("en", "Did he come?", "el", "Ήρθε;")),
        Good(pair("en", "Did he come?", "th", "เขามาไหม")),
        Good(pair("en", "Did he come?", "ko", "그가 왔습니까?")),
        Good(pair("en", "Did he come?", "hy", "Նա եկա՞վ։")),
        Good(pair("en", "I wonder whether he came.", "es", "¿Habrá venido?")),
        Good(pair("en", "“Did he come?” she asked.", "he", "„האם הוא בא?“ שאלה.")),
        Good(pair("en", "“Did he come?” she asked.", "bn", "“সে কি এসেছিল?” সে জিজ্ঞাসা করল।")),
        Good(pair("en", "Did he come?", "ta", "அவர் வந்தாரா?")),
        Good(pair("en", "What a day!", "fr", "Quelle journée, non ?")),
    ],
};

fn run(pair: &Pair<'_>, found: &mut Found) {
    let (Some(source), Some(target)) = (pair.source_span(), pair.target_span()) else {
        return;
    };
    let (asked, asks) = (marks(pair.source, source), marks(pair.target, target));
    if asked.any == asks.any {
        return;
    }
    let words = |notes: &[Notes]| -> usize { notes.iter().map(|notes| notes.words.len()).sum() };
    if words(pair.source_notes()) < LEAST_WORDS || words(pair.target_notes()) < LEAST_WORDS {
        return;
    }
    if asks.last && !asked.any {
        let source_lang = pair.source.document.lang;
        if asks_in_words(source_lang, pair.source, pair.source_notes(), source) != Some(false) {
            return;
        }
        // A headline asks where its source has no mark at its end.
        let confidence = if asked.stop && !unmarked(source_lang) {
            Confidence::High
        } else {
            Confidence::Medium
        };
        found
            .at(
                Vec::new(),
                vec![target],
                confidence,
                "the source states this, the translation asks it",
            )
            .by_comparison();
    } else if asked.last && !asks.any {
        let target_lang = pair.target.document.lang;
        if asks_in_words(target_lang, pair.target, pair.target_notes(), target) != Some(false) {
            return;
        }
        let confidence = if asks.stop && !unmarked(target_lang) {
            Confidence::High
        } else {
            Confidence::Medium
        };
        found.at(
            vec![source],
            vec![target],
            confidence,
            "the source asks this, the translation states it",
        );
    }
}

/// Words from which on a passage can be told from a tag or a single word with its own ways.
const LEAST_WORDS: usize = 3;

/// Whether the words ask; `None` where that cannot be told.
fn asks_in_words(lang: Lang, side: &Side, notes: &[Notes], span: Span) -> Option<bool> {
    let questions = Questions::of(lang)?;
    let words: Vec<_> = notes
        .iter()
        .flat_map(|notes| notes.words.iter().copied())
        .collect();
    Some(questions.asks(&side.document.text, span, &words))
}

fn unmarked(lang: Lang) -> bool {
    Questions::of(lang).is_some_and(|questions| questions.unmarked)
}

/// The marks of questions in a passage.
struct Marks {
    any: bool,
    /// The last mark before what may close a sentence is one of questions.
    last: bool,
    /// There is a mark after the last word, or the script needs none.
    stop: bool,
}

fn marks(side: &Side, span: Span) -> Marks {
    let text = side.document.slice(span);
    let lang = side.document.lang;
    let question = |character: char| is_question_mark(character, lang);
    Marks {
        any: text.chars().any(question),
        last: text
            .chars()
            .rev()
            .take_while(|character| !character.is_alphanumeric())
            .any(question),
        stop: text
            .trim_end()
            .ends_with(|character: char| !character.is_alphanumeric()),
    }
}

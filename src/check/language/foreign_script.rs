use unicode_script::Script;

use super::{judge, tokens};
use crate::annotate::language::{Tongue, script_of};
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, pair};
use crate::text::{Category::Accuracy, Confidence, Notes, Severity::Major, Span};

pub static CHECK: Check = Check {
    code: "L05",
    name: "foreign-script",
    category: Accuracy,
    severity: Major,
    summary: "words in a script that the language is not written in",
    explain: "\
Words in Cyrillic, Han, Arabic or another script inside a translation that is not written in it: \
mostly words of the source that were not translated. High confidence where the source is in that \
script and has the same letters.

Latin words are passed over in texts of every script, since names and terms stay in Latin letters; \
whether they are words of the source is L03's question. Single Greek letters (α, π), and words in \
brackets or quotation marks, where the original is given by right, are of low confidence or \
silent.",
    run: Run::Target(run),
    examples: &[
        Bad(pair(
            "zh",
            "我不知道你有没有意识到。",
            "en",
            "I don't ⟦知道⟧ if you realize that.",
        )),
        Bad(pair(
            "ru",
            "Об этом рассказал генеральный секретарь партии.",
            "en",
            "This was told by the ⟦генеральный секретарь⟧ of the party.",
        )),
        Bad(pair(
            "hi",
            "वे बहुत \"उत्साहित\" हैं।",
            "en",
            "They are very \"⟦उत्साहित⟧\".",
        )),
        Bad(pair(
            "en",
            "The ministry said so on Friday.",
            "zh",
            "外交部⟦сказал⟧星期五说。",
        )),
        Bad(one("ar", "قال الوزير ⟦никогда не⟧ إن العلاقات جيدة.")),
        Good(en("The α and β particles, 5 μm wide, at 3 Ω.")),
        Good(one("ko", "대통령(大統領)은 말했다.")),
        Good(one("zh", "他用 iPhone 看 YouTube 和 NBA。")),
        Good(one("sr", "Рекао је да је to тако.")),
        Good(one("ja", "ロシアの会議でＮＡＴＯは述べた。")),
        Good(one("ru", "Компания Apple и NASA.")),
        Good(one("el", "Η εταιρεία Apple.")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let span = passage.block.span;
    let text = span.of(passage.text());
    if text.is_ascii() {
        return;
    }
    let tongue = Tongue::of(passage.document().lang);
    if tongue.lang.is_unknown() {
        return;
    }
    // Letters of Latin scripts begin with lower bytes than those of any other script but IPA.
    if tongue.writes(Script::Latin) && !text.bytes().any(|byte| byte >= 0xcd && byte != 0xe2) {
        return;
    }
    for (segment, notes) in passage.segments.iter().zip(passage.notes) {
        let mut open: Option<(Span, usize)> = None;
        let mut runs: Vec<(Span, usize)> = Vec::new();
        for token in tokens(passage.side, std::slice::from_ref(notes)) {
            if is_foreign(token.text, &tongue) {
                open = match open {
                    Some((span, count)) => Some((span.cover(token.span), count + 1)),
                    None => Some((token.span, 1)),
                };
            } else {
                runs.extend(open.take());
            }
        }
        runs.extend(open);
        if runs.is_empty() {
            continue;
        }
        let words = tokens(passage.side, std::slice::from_ref(notes));
        let whole = segment.span.of(passage.text());
        if judge::stray(whole, words, &tongue, None).is_some() {
            continue;
        }
        for (span, count) in runs {
            report(passage, notes, segment.span, span, count, found);
        }
    }
}

fn report(
    passage: &Passage<'_>,
    notes: &Notes,
    segment: Span,
    span: Span,
    count: usize,
    found: &mut Found,
) {
    let text = span.of(passage.text());
    let copied = source_of(passage).is_some_and(|source| source.contains(text));
    let quoted = notes
        .quotations
        .iter()
        .any(|it| it.inner.start <= span.start && span.end <= it.inner.end);
    let before = Span::new(segment.start as usize, span.start as usize).of(passage.text());
    let bracketed = before.rfind(['(', '（', '[', '［']) > before.rfind([')', '）', ']', '］']);
    let confidence = match (copied, bracketed, quoted) {
        (_, true, _) => Confidence::Low,
        (true, false, _) => Confidence::High,
        (false, false, true) => Confidence::Low,
        (false, false, false) if count >= 2 => Confidence::High,
        (false, false, false) => Confidence::Medium,
    };
    let message = if copied {
        format!("“{text}” of the source stands here untranslated")
    } else {
        format!("“{text}” is in a script that this language is not written in")
    };
    found.target(span, confidence, message);
}

/// The source of a row.
fn source_of<'a>(passage: &Passage<'a>) -> Option<&'a str> {
    let source = passage.bitext.source.as_ref()?;
    let segment = passage.side.segments_of(passage.index).start;
    let bead = passage.bitext.bead_of_target(segment)?;
    let bead = &passage.bitext.beads[bead];
    let segments = source.segments.get(bead.source.clone())?;
    let span = segments.first()?.span.cover(segments.last()?.span);
    Some(source.document.slice(span))
}

/// Whether all letters of a word are of a script that the language does not use.
fn is_foreign(word: &str, tongue: &Tongue) -> bool {
    if word.is_ascii() {
        return false;
    }
    let mut letters = 0;
    let mut greek = 0;
    for letter in word.chars() {
        match script_of(letter) {
            Script::Common | Script::Inherited | Script::Unknown => {}
            Script::Latin => return false,
            script if tongue.writes(script) => return false,
            script => {
                letters += 1;
                greek += usize::from(script == Script::Greek);
            }
        }
    }
    // A Greek letter stands for itself; a single look-alike is a homoglyph.
    letters > 0 && (letters > greek || greek > 2)
}

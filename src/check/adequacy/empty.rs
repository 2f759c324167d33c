use super::spoken;
use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::text::{Category::Accuracy, Confidence, Extent, Notes, Severity::Critical};

pub static CHECK: Check = Check {
    code: "A01",
    name: "empty-translation",
    category: Accuracy,
    severity: Critical,
    summary: "the source has words, the translation has none",
    explain: "\
A row is left empty, or holds nothing but a mark, where the source has words. It was forgotten, or \
what translated it broke off.

High confidence where the source has two words or more. A single word can be rendered by a sign \
(OK by ✓, no by –), so it is of medium confidence beside a mark and high only beside nothing. A \
source of nothing but numbers, addresses, tags or marks needs no words.",
    run: Run::Pair(run),
    examples: &[
        Bad(pair(
            "en",
            "⟦The minister arrived in the capital on Monday.⟧",
            "de",
            "⟦.⟧",
        )),
        Bad(pair("ru", "⟦Министр прибыл в столицу.⟧", "en", "⟦—⟧")),
        Bad(pair("zh", "⟦部长星期一抵达首都。⟧", "en", "⟦…⟧")),
        Bad(pair("en", "⟦Open file⟧", "ar", "")),
        Bad(pair("en", "⟦Save⟧", "hi", "⟦-⟧")),
        Good(pair("en", "***", "de", "***")),
        Good(pair("en", "42", "de", "—")),
        Good(pair("en", "https://www.example.org/a", "fr", "—")),
        Good(pair(
            "en",
            "The minister arrived.",
            "ja",
            "大臣が到着した。",
        )),
        Good(pair("en", "The minister arrived.", "ar", "وصل الوزير.")),
        Good(pair("en", "The minister arrived.", "hi", "मंत्री पहुंचे।")),
        Good(pair("en", "The minister arrived.", "th", "รัฐมนตรีมาถึงแล้ว")),
        Good(pair(
            "en",
            "The minister arrived.",
            "ko",
            "장관이 도착했다.",
        )),
        Good(pair(
            "en",
            "The minister arrived.",
            "el",
            "Ο υπουργός έφτασε.",
        )),
        Good(pair("en", "The minister arrived.", "he", "השר הגיע.")),
        Good(pair("en", "The minister arrived.", "bn", "মন্ত্রী পৌঁছেছেন।")),
        Good(pair("en", "The minister arrived.", "ta", "அமைச்சர் வந்தார்.")),
        Good(pair("en", "The minister arrived.", "ru", "Министр прибыл.")),
        Good(pair("en", "No", "ja", "✗")),
    ],
};

fn run(pair: &Pair<'_>, found: &mut Found) {
    let words = |notes: &[Notes]| -> usize { notes.iter().map(|notes| notes.words.len()).sum() };
    if words(pair.target_notes()) > 0 {
        return;
    }
    let Some(source) = pair.source_span() else {
        return;
    };
    let spoken = spoken(pair.source_notes());
    let target = pair.target_span().filter(|span| !span.is_empty());
    // Between documents a passage without a counterpart is an omission; rows have one by design.
    if spoken == 0 || pair.bead.target.is_empty() && pair.bitext.extent == Extent::Document {
        return;
    }
    let text = target
        .map_or("", |span| pair.target.document.slice(span))
        .trim();
    let sign = text.chars().any(|character| !is_mark(character));
    let confidence = match spoken {
        1 if sign => return,
        1 if !text.is_empty() => Confidence::Medium,
        _ if sign => Confidence::Medium,
        _ => Confidence::High,
    };
    let message = if text.is_empty() {
        "the translation is empty".to_owned()
    } else {
        format!("the translation is nothing but “{text}”")
    };
    found
        .at(
            vec![source],
            target.into_iter().collect(),
            confidence,
            message,
        )
        .non_translation();
}

/// Punctuation that says nothing by itself, unlike ✓, 👍 or %.
fn is_mark(character: char) -> bool {
    character.is_whitespace()
        || character.is_ascii_punctuation() && !matches!(character, '%' | '$' | '+' | '=' | '#')
        || matches!(character, '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3003}' | '，' | '！' | '？' | '।' | '۔' | '؟' | '،')
}

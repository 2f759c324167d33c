use super::words::{Original, has_case, is_running, stops};
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, pair};
use crate::text::{Category::Typography, Confidence, Severity::Minor, Shape};

pub static CHECK: Check = Check {
    code: "F04",
    name: "lower-case-all",
    category: Typography,
    severity: Minor,
    summary: "a sentence is all in lower case, its names too",
    explain: "\
The source has capitals and the translation has none at all, not at its start and not on names: a \
program took them away.

Needs a source with capitals, or a long sentence with a stop in a text that has capitals elsewhere. \
Chats are often written so; ignore the check for them.",
    run: Run::Target(run),
    examples: &[
        Bad(pair(
            "de",
            "Der Bürgermeister von Hadley fuhr am Freitag nach London.",
            "en",
            "⟦the mayor of hadley went to london on friday.⟧",
        )),
        Bad(pair("en", "The mayor of Hadley went to London.", "ru", "⟦мэр хэдли уехал в лондон.⟧")),
        Good(pair("de", "und dann noch mehr davon", "en", "and then some more of it")),
        Good(en("lower case is a kind of letters")),
        Good(pair("zh", "请输入您的用户名", "en", "enter your user name here please")),
        Good(one("ka", "მერი პარასკევს ლონდონში წავიდა და კვირას დაბრუნდა სახლში.")),
        Good(one("ar", "سافر رئيس البلدية إلى لندن يوم الجمعة الماضي.")),
        Good(one("hi", "मेयर शुक्रवार को लंदन गए और रविवार को लौट आए।")),
        Good(one("ja", "市長は金曜日にロンドンへ行った。")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let text = passage.text();
    let words = || passage.notes.iter().flat_map(|notes| &notes.words);
    let Some(first) = words().next() else {
        return;
    };
    if first.shape != Shape::Lower
        || !is_running(passage)
        || !first.span.of(text).starts_with(has_case)
    {
        return;
    }
    if words().any(|word| !matches!(word.shape, Shape::Lower | Shape::Digits)) {
        return;
    }
    let Some(original) = Original::of(passage.bitext, passage.block.span) else {
        return;
    };
    let count = words().count();
    let block = passage.block.span.of(text);
    if count < 4 || block.starts_with(['.', '…', '-', '–', '•']) {
        return;
    }
    let capitals = original
        .words()
        .filter(|word| matches!(word.shape, Shape::Capital | Shape::Upper))
        .count();
    let first = original.first().is_some_and(|shape| shape != Shape::Lower);
    // A single capital is that of the start, for which there is another check.
    let confidence = match (capitals, original.is_cased()) {
        (2.., true) if first && stops(original.text()) => Confidence::High,
        (2.., true) if first => Confidence::Medium,
        _ => return,
    };
    found.target(
        passage.block.span,
        confidence,
        "all in lower case, where the source has capitals",
    );
}

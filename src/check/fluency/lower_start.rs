use super::words::{Original, has_case, is_running, stops};
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, page, pair};
use crate::data::quotes::is_mark;
use crate::text::{Category::Typography, Confidence, Lang, Role::*, Severity::Minor, Shape};

pub static CHECK: Check = Check {
    code: "F03",
    name: "lower-case-start",
    category: Typography,
    severity: Minor,
    summary: "a sentence starts in lower case",
    explain: "\
A block of running text that ends like a sentence starts with a small letter. Mostly its first words \
were lost or it was cut out of a longer sentence; at the least it wants a capital.

Sure where the source starts with a capital. Without a source it is medium, and needs several words and \
a stop. Items of lists, words like iPhone and al-Qaeda, blocks that go on from the one before, chats and what \
the source writes small too are left alone. Georgian and other scripts without capitals are not \
looked at.",
    run: Run::Target(run),
    examples: &[
        Bad(pair(
            "de",
            "Die Fischer kamen am Freitag aus dem Hafen zurück.",
            "en",
            "⟦the⟧ fishermen came back from the harbour on Friday.",
        )),
        Bad(pair("zh", "渔民周五从港口返回了城市。", "en", "⟦the⟧ fishermen came back from the harbour on Friday.")),
        Bad(en("⟦the⟧ fishermen came back from the harbour on Friday.")),
        Bad(one("ru", "⟦рыбаки⟧ вернулись из гавани в пятницу утром.")),
        Bad(one("el", "⟦οι⟧ ψαράδες γύρισαν από το λιμάνι την Παρασκευή.")),
        Good(en("iPhone sales fell again in the third quarter.")),
        Good(en("al-Qaeda fighters left the town on Friday morning.")),
        Good(en("and then some")),
        Good(en("… but the fishermen came back on Friday.")),
        Good(page("en", &[
            (Body, "The council decided on Friday that"),
            (Body, "the fishermen may come back to the harbour."),
        ])),
        Good(pair("de", "und dann kamen die Fischer am Freitag heim.", "en", "and then the fishermen came home on Friday.")),
        Good(one("nl", "'s Morgens kwamen de vissers terug uit de haven.")),
        Good(one("de", "iPhones wurden im dritten Quartal weniger verkauft.")),
        Good(one("ka", "მეთევზეები პარასკევს დაბრუნდნენ ნავსადგურიდან ქალაქში.")),
        Good(one("ar", "عاد الصيادون من الميناء إلى المدينة يوم الجمعة.")),
        Good(one("ja", "漁師たちは金曜日に港から戻った。")),
        Good(one("hi", "मछुआरे शुक्रवार को बंदरगाह से लौट आए।")),
    ],
};

/// Words of a sentence that can be judged without a source.
const FEWEST: usize = 6;

fn run(passage: &Passage<'_>, found: &mut Found) {
    let text = passage.text();
    let Some(word) = passage.notes.first().and_then(|notes| notes.words.first()) else {
        return;
    };
    let letters = word.span.of(text);
    if word.shape != Shape::Lower || !letters.starts_with(has_case) || !is_running(passage) {
        return;
    }
    // Only marks of quotation and brackets may stand before it; an apostrophe is a part of it.
    let before = &text[passage.block.span.start as usize..word.span.start as usize];
    if !before.chars().all(|mark| {
        is_mark(mark) && !matches!(mark, '\'' | '’') || mark == '(' || mark == '¿' || mark == '¡'
    }) {
        return;
    }
    let block = passage.block.span.of(text);
    let after = &text[word.span.end as usize..passage.block.span.end as usize];
    // al-Qaeda, www.bridge.com, e.g., name@, key=, and particles of names.
    let joined = letters.contains(['.', '@', ':'])
        || after.starts_with([
            '-', '‐', '‑', '.', '@', '_', '=', '/', ':', '(', '\'', '’', '&', ')',
        ]);
    let words: usize = passage.notes.iter().map(|notes| notes.words.len()).sum();
    if joined || !stops(block) || words < 3 || is_particle(passage) {
        return;
    }
    let lang = passage.document().lang;
    let Some(confidence) = judge(passage, words) else {
        return;
    };
    found
        .target(word.span, confidence, "the sentence starts in lower case")
        .fix(word.span, capitalised(letters, lang));
}

/// Whether the second word has a capital and the first is short, as in names: de Gaulle, van Dyck.
fn is_particle(passage: &Passage<'_>) -> bool {
    let words = &passage.notes[0].words;
    let first = words[0].span.of(passage.text());
    words
        .get(1)
        .is_some_and(|second| second.shape == Shape::Capital)
        && first.chars().count() < 5
        && !passage.document().lang.base().eq("de")
}

fn judge(passage: &Passage<'_>, words: usize) -> Option<Confidence> {
    let text = passage.text();
    // It may go on from the block before.
    let before = passage
        .index
        .checked_sub(1)
        .map(|index| passage.side.document.blocks[index].span.of(text))
        .filter(|before| !before.is_empty());
    if before.is_some_and(|before| !stops(before)) {
        return None;
    }
    let goes_on = before.is_some_and(|before| before.ends_with(is_mark));
    if let Some(original) = Original::of(passage.bitext, passage.block.span) {
        let sure = match original.is_cased() {
            true => match original.first()? {
                Shape::Capital | Shape::Upper if stops(original.text()) => Confidence::High,
                Shape::Capital | Shape::Upper => Confidence::Medium,
                _ => return None,
            },
            false if !stops(original.text()) => Confidence::Low,
            false if words >= FEWEST => Confidence::High,
            false => Confidence::Medium,
        };
        return Some(match goes_on {
            true => Confidence::Low,
            // Among other rows a sentence may go on in many ways.
            false if before.is_some() => sure.min(Confidence::Medium),
            false => sure,
        });
    }
    if goes_on {
        return None;
    }
    // Who writes no capital anywhere means it.
    let capitals = passage
        .notes
        .iter()
        .flat_map(|notes| &notes.words)
        .any(|word| matches!(word.shape, Shape::Capital | Shape::Upper));
    Some(
        match words >= FEWEST && (capitals || before.is_some() || words >= 2 * FEWEST) {
            true => Confidence::Medium,
            false if words >= FEWEST => Confidence::Medium,
            false => Confidence::Low,
        },
    )
}

/// A word with a capital, as its language has it.
fn capitalised(word: &str, lang: Lang) -> String {
    let mut letters = word.chars();
    let first = letters.next();
    let mut capital: String = match first {
        Some('i') if matches!(lang.base(), "tr" | "az") => "İ".to_owned(),
        Some(first) => first.to_uppercase().collect(),
        None => String::new(),
    };
    if lang.base() == "nl" && word.starts_with("ij") {
        letters.next();
        capital.push('J');
    }
    capital.push_str(letters.as_str());
    capital
}

use super::words::{Original, has_case, spaced, stops};
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, pair};
use crate::data::words::{fold, function_words, title_case};
use crate::text::{Category::Typography, Confidence, Lang, Role, Severity::Minor, Shape, Word};

pub static CHECK: Check = Check {
    code: "F05",
    name: "case-of-source",
    category: Typography,
    severity: Minor,
    summary: "capitals throughout, where the source has an ordinary sentence",
    explain: "\
The translation is in CAPITALS, or Every Word Has One, and the source is an ordinary sentence.

Headlines in capitals or title case are a custom of some languages and houses: what does not end \
like a sentence is shown with low confidence. Acronyms, names and German nouns do not count.",
    run: Run::Target(run),
    examples: &[
        Bad(pair(
            "de",
            "Die Fischer kamen am Freitag aus dem Hafen zurück.",
            "en",
            "⟦THE FISHERMEN CAME BACK FROM THE HARBOUR ON FRIDAY.⟧",
        )),
        Bad(pair(
            "fr",
            "Les pêcheurs sont revenus du port vendredi matin.",
            "en",
            "⟦The Fishermen Came Back From The Harbour On Friday Morning.⟧",
        )),
        Bad(pair(
            "en",
            "The fishermen came back from the harbour.",
            "ru",
            "⟦РЫБАКИ ВЕРНУЛИСЬ ИЗ ГАВАНИ ДОМОЙ.⟧",
        )),
        Good(pair(
            "de",
            "DIE FISCHER KAMEN AUS DEM HAFEN ZURÜCK.",
            "en",
            "THE FISHERMEN CAME BACK FROM THE HARBOUR.",
        )),
        Good(en("THE FISHERMEN CAME BACK FROM THE HARBOUR.")),
        Good(pair(
            "fr",
            "Réunion de l'OTAN et de l'ONU.",
            "en",
            "NATO and UN meet.",
        )),
        Good(pair(
            "fr",
            "Les joueurs sont Paul Dark, Ann Hill, Tom Wood et Jo Lake.",
            "en",
            "The players are Paul Dark, Ann Hill, Tom Wood and Jo Lake.",
        )),
        Good(pair(
            "en",
            "The mayor likes the old town.",
            "de",
            "Der Bürgermeister mag die Altstadt.",
        )),
        Good(one("ka", "მეთევზეები დაბრუნდნენ ნავსადგურიდან.")),
        Good(pair(
            "en",
            "The fishermen came back.",
            "zh",
            "渔民从港口返回。",
        )),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let words: Vec<&Word> = match spaced(passage).take(2).last() {
        Some(second) if matches!(second.shape, Shape::Capital | Shape::Upper) => {
            spaced(passage).collect()
        }
        _ => return,
    };
    if words.len() < 4 || passage.block.role == Role::Residue {
        return;
    }
    let text = passage.text();
    let Some(original) = Original::of(passage.bitext, passage.block.span) else {
        return;
    };
    if !original.is_cased() || !words[0].span.of(text).starts_with(has_case) {
        return;
    }
    let source: Vec<&Word> = original.words().collect();
    let source_text = &original.side.document.text;
    let source_lang = original.side.document.lang;
    let lang = passage.document().lang;
    let sentence = stops(passage.block.span.of(text)) && stops(original.text());
    let shout = share(text, &words, |word| word.shape == Shape::Upper);
    let their_shout = share(source_text, &source, |word| word.shape == Shape::Upper);
    if shout >= 0.8 && their_shout < 0.4 {
        let confidence = match sentence {
            true => Confidence::High,
            false => Confidence::Low,
        };
        found.target(
            passage.block.span,
            confidence,
            "in capitals, where the source is not",
        );
        return;
    }
    if nouns(lang) || nouns(source_lang) || words.len() < 6 {
        return;
    }
    let title = |word: &Word| word.shape != Shape::Lower;
    let theirs = share(source_text, &source, title);
    let ours = share(text, &words, title);
    let function = function_words(lang);
    let closed = words[1..]
        .iter()
        .filter(|word| word.shape == Shape::Capital && function.contains(&fold(word.span.of(text))))
        .count();
    if ours >= 0.8 && theirs <= 0.4 && closed > 0 {
        let confidence = match (sentence, title_case(lang)) {
            (true, false) => Confidence::High,
            (false, false) => Confidence::Medium,
            // Headlines, with a stop or without.
            (_, true) => Confidence::Low,
        };
        found.target(
            passage.block.span,
            confidence,
            "every word has a capital, where the source has an ordinary sentence",
        );
    }
}

fn nouns(lang: Lang) -> bool {
    matches!(lang.base(), "de" | "lb" | "nds" | "gsw")
}

/// The share of words of two letters and more that are written so.
fn share(text: &str, words: &[&Word], written: impl Fn(&Word) -> bool) -> f64 {
    let long =
        |word: &&&Word| word.shape != Shape::Digits && word.span.of(text).chars().nth(1).is_some();
    let all = words.iter().filter(long).count();
    let so = words
        .iter()
        .filter(long)
        .filter(|word| written(word))
        .count();
    if all < 4 { 0.0 } else { so as f64 / all as f64 }
}

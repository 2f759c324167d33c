use super::written::{in_one_script, name_words};
use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::data::words::{fold, function_words, is_common, no_bearer};
use crate::text::{Category, Confidence, Severity, Shape};

pub static CHECK: Check = Check {
    code: "E05",
    name: "name-lower-case",
    category: Category::Fluency,
    severity: Severity::Minor,
    summary: "a name has lost its capital",
    explain: "\
A name of the source stands in the translation letter by letter, but without its capital: *David \
marsh*. It is reported at medium confidence where the rest of the name keeps its capital, or where \
the translation writes the word with a capital elsewhere.

Right to ignore where the word has become a common noun of the language (*brexit* in Spanish).",
    run: Run::Pair(run),
    examples: &[
        Bad(pair(
            "en",
            "The book was written by ⟦David Hammel⟧ in London.",
            "fr",
            "Le livre a été écrit par David ⟦hammel⟧ à Londres.",
        )),
        Good(pair(
            "en",
            "The book was written by David Hammel in London.",
            "fr",
            "Le livre a été écrit par David Hammel à Londres.",
        )),
        Good(pair(
            "en",
            "The Supreme Court ruled on Brexit.",
            "it",
            "La Corte suprema si è pronunciata.",
        )),
        Good(pair(
            "ru",
            "Книгу написал Давид Хаммель.",
            "uk",
            "Книгу написав Давид Хаммель.",
        )),
    ],
};

fn run(pair: &Pair<'_>, found: &mut Found) {
    if !in_one_script(pair) {
        return;
    }
    let Some(span) = pair.target_span() else {
        return;
    };
    let text = pair.target.document.text.as_str();
    let there = span.of(text);
    let lang = pair.source.document.lang;
    for (name, words) in name_words(pair) {
        for (index, word) in words.iter().enumerate() {
            let form = pair.source.document.slice(word.span);
            if word.shape != Shape::Capital || form.len() < 4 || there.contains(form) {
                continue;
            }
            let folded = fold(form);
            if !there.contains(folded.as_str())
                || function_words(lang).contains(&folded)
                || no_bearer(lang, &folded)
            {
                continue;
            }
            let notes = pair.target_notes().iter();
            let Some((before, lower)) = notes
                .flat_map(|notes| {
                    let words = notes.words.iter();
                    std::iter::once(None)
                        .chain(words.clone().map(Some))
                        .zip(words)
                })
                .find(|(_, word)| word.shape == Shape::Lower && word.span.of(text) == folded)
            else {
                continue;
            };
            let part = index > 0
                && before.is_some_and(|before| {
                    before.span.of(text) == words[index - 1].span.of(&pair.source.document.text)
                        && before.shape == Shape::Capital
                });
            let elsewhere = text.contains(form);
            let common = is_common(lang, &folded) || is_common(pair.target.document.lang, &folded);
            let sure = !common && (part || elsewhere);
            found.at(
                vec![name],
                vec![lower.span],
                if sure {
                    Confidence::Medium
                } else {
                    Confidence::Low
                },
                format!("{form} is a name in the source"),
            );
        }
    }
}

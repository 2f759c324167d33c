use unicode_script::Script;

use super::spelling::leans;
use super::{Token, Tongues, apart, identity, tokens};
use crate::annotate::language::{closed_in, script_of};
use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::lexicon::fold;
use crate::text::{Category::Accuracy, Confidence, Severity::Critical, Shape};

pub static CHECK: Check = Check {
    code: "L01",
    name: "untranslated",
    category: Accuracy,
    severity: Critical,
    summary: "the translation is the source, or nearly so",
    explain: "\
The source was copied where its translation ought to stand, whole or with a few words changed.

What stays the same in every language does not count: names, numbers, codes, addresses, markup, \
words in capitals. Of the rest at least two words must belong to the language of the source and \
not to that of the translation, by their lists of closed-class words and the bundled lexicon; \
words that both languages have (film, bank, software) say nothing. Four words and more that \
neither knows are reported all the same.

Right to ignore for titles, mottos and quotations that are left in the original. Between close \
languages (Danish and Norwegian, Czech and Slovak …) sentences may agree by right, so nothing is \
said.",
    run: Run::Pair(run),
    examples: &[
        Bad(pair(
            "en",
            "⟦The minister said on Friday that nobody was hurt.⟧",
            "de",
            "⟦The minister said on Friday that nobody was hurt.⟧",
        )),
        Bad(pair(
            "en",
            "⟦The minister said on Friday that nobody was hurt.⟧",
            "fr",
            "⟦The minister said on Friday that personne was hurt.⟧",
        )),
        Bad(pair(
            "de",
            "⟦Der Minister sagte am Freitag, dass niemand verletzt wurde.⟧",
            "en",
            "⟦Der Minister sagte am Freitag, dass niemand verletzt wurde.⟧",
        )),
        Bad(pair(
            "en",
            "⟦Save your changes?⟧",
            "de",
            "⟦Save your changes?⟧",
        )),
        Bad(pair(
            "en",
            "⟦Heavy Rain Closes Road to the Mountain⟧",
            "es",
            "⟦Heavy Rain Closes Road to the Mountain⟧",
        )),
        Bad(pair(
            "ru",
            "⟦Министр сказал, что никто не пострадал.⟧",
            "uk",
            "⟦Министр сказал, что никто не пострадал.⟧",
        )),
        Bad(pair(
            "zh",
            "⟦部长星期五说，没有人受伤。⟧",
            "en",
            "⟦部长星期五说，没有人受伤。⟧",
        )),
        Bad(pair(
            "ar",
            "⟦قال الوزير إن العلاقات جيدة.⟧",
            "tr",
            "⟦قال الوزير إن العلاقات جيدة.⟧",
        )),
        Good(pair("en", "OK", "de", "OK")),
        Good(pair("en", "E-mail", "nl", "E-mail")),
        Good(pair("en", "Login", "pl", "Login")),
        Good(pair("en", "Online", "fr", "Online")),
        Good(pair(
            "en",
            "Angela Merkel, Berlin",
            "fr",
            "Angela Merkel, Berlin",
        )),
        Good(pair(
            "en",
            "10 Downing Street, London SW1A 2AA",
            "it",
            "10 Downing Street, London SW1A 2AA",
        )),
        Good(pair("en", "C6H12O6 + 6 O2", "es", "C6H12O6 + 6 O2")),
        Good(pair("en", "git commit --amend", "de", "git commit --amend")),
        Good(pair(
            "en",
            "https://example.com/the/way/of/it",
            "de",
            "https://example.com/the/way/of/it",
        )),
        Good(pair(
            "en",
            "Real Madrid – Manchester United 3:1",
            "ru",
            "Real Madrid – Manchester United 3:1",
        )),
        Good(pair(
            "da",
            "Det er ikke noget nyt.",
            "nb",
            "Det er ikke noget nyt.",
        )),
        Good(pair("en", "Radio, Film, Hotel", "de", "Radio, Film, Hotel")),
        Good(pair("zh", "东京", "ja", "东京")),
        Good(pair("ru", "Москва, Париж", "bg", "Москва, Париж")),
        Good(pair("en", "{count} files", "hi", "{count} फ़ाइलें")),
        Good(pair("ar", "القاهرة", "fa", "القاهرة")),
        Good(pair(
            "en",
            "Adobe Photoshop for Windows",
            "th",
            "Adobe Photoshop for Windows",
        )),
    ],
};

/// Share of the words that may differ, one in so many.
const DIFFERENT: usize = 6;

fn run(pair: &Pair<'_>, found: &mut Found) {
    let (Some(source_span), Some(target_span)) = (pair.source_span(), pair.target_span()) else {
        return;
    };
    let source_text = pair.source.document.slice(source_span);
    let target_text = pair.target.document.slice(target_span);
    // A copy is about as long.
    if source_text.len().abs_diff(target_text.len()) * 4 > source_text.len() {
        return;
    }
    let same = source_text == target_text;
    if !same && !is_copy(pair) {
        return;
    }
    let Some((source, target)) = apart(pair) else {
        return;
    };
    let (source, target) = (Tongues::of(source.lang), Tongues::of(target.lang));
    let tokens: Vec<Token<'_>> = tokens(pair.target, pair.target_notes())
        .filter(|token| token.shape != Shape::Digits)
        .collect();
    // In headings in title case every word counts.
    let lower = tokens
        .iter()
        .filter(|token| token.shape == Shape::Lower)
        .count();
    let capital = tokens
        .iter()
        .filter(|token| token.shape == Shape::Capital && !token.first)
        .count();
    let titled = capital >= 2 && capital > lower;
    let mut seen: Vec<String> = Vec::new();
    let (mut only_source, mut only_target, mut closed, mut unknown) = (0, 0, 0, 0);
    for token in &tokens {
        if !(token.is_plain() || titled && token.shape == Shape::Capital) {
            continue;
        }
        let mut folded = String::new();
        fold(token.text, &mut folded);
        if folded.chars().nth(1).is_none() && !is_dense(&folded) || seen.contains(&folded) {
            continue;
        }
        let langs = closed_in(&folded);
        let there = source.closes(langs) || source.has(&folded);
        let here = target.closes(langs) || target.has(&folded);
        match (there, here) {
            (true, false) => only_source += 1,
            (false, true) => only_target += 1,
            (false, false) => unknown += 1,
            (true, true) => {}
        }
        closed += usize::from(source.closes(langs) && !target.closes(langs));
        seen.push(folded);
    }
    let other_script = seen.iter().any(|word| {
        let script = word.chars().next().map_or(Script::Common, script_of);
        !matches!(script, Script::Common | Script::Latin) && !target.tongue.writes(script)
    });
    let confidence = if other_script {
        if seen.len() >= 2 {
            Confidence::High
        } else {
            Confidence::Medium
        }
    } else if titled {
        // Names of products, places and works look like this too.
        match (closed, only_source) {
            (2.., _) | (1, 4..) if only_source > 2 * only_target => Confidence::Medium,
            (_, 4..) if only_target == 0 => Confidence::Low,
            _ => return,
        }
    } else if is_code(target_text) && closed < 2 {
        return;
    } else if closed >= 2 && only_source > 2 * only_target
        || only_source >= 3 && only_source > 3 * only_target
    {
        Confidence::High
    } else if only_source >= 2 && only_source > 2 * only_target
        || unknown + only_source >= 4 && only_target == 0 && only_source >= 1
        || seen.len() >= 3
            && only_target * 3 <= seen.len()
            && leans(target_text, source.tongue.lang, target.tongue.lang)
    {
        Confidence::Medium
    } else {
        return;
    };
    let message = if same {
        "the source stands here untranslated"
    } else {
        "the source stands here almost untranslated"
    };
    found
        .at(vec![source_span], vec![target_span], confidence, message)
        .non_translation();
}

/// What no running text has.
const CODE: &[&str] = &[
    " --", "::", "()", "==", "&&", "||", "=>", "->", " = ", "_", "\\",
];

fn is_code(text: &str) -> bool {
    CODE.iter().any(|sign| text.contains(sign))
        || text.starts_with('/')
        || text.ends_with([';', '{'])
}

fn is_dense(word: &str) -> bool {
    word.chars()
        .next()
        .is_some_and(|letter| matches!(script_of(letter), Script::Han | Script::Hangul))
}

/// Whether nearly all words are the same, in the same order.
fn is_copy(pair: &Pair<'_>) -> bool {
    let target = pair.target_notes().iter().map(|notes| notes.words.len());
    let target: usize = target.sum();
    let source = pair.source_notes().iter().map(|notes| notes.words.len());
    let source: usize = source.sum();
    let allowed = target.max(source) / DIFFERENT;
    if target.abs_diff(source) > allowed {
        return false;
    }
    // Steps through both; where they differ, a word was changed, left out or put in.
    let mut differing = 0;
    let mut a = tokens(pair.source, pair.source_notes()).map(|token| identity(token.text));
    let mut b = tokens(pair.target, pair.target_notes()).map(|token| identity(token.text));
    let (mut ahead_a, mut ahead_b) = (None, None);
    loop {
        match (
            ahead_a.take().or_else(|| a.next()),
            ahead_b.take().or_else(|| b.next()),
        ) {
            (None, None) => return true,
            (None, Some(_)) | (Some(_), None) => differing += 1,
            (Some(one), Some(other)) if one == other => {}
            (Some(one), Some(other)) => {
                differing += 1;
                let (next_a, next_b) = (a.next(), b.next());
                if next_a == Some(other) {
                    ahead_b = next_b;
                    // The word of the source has no counterpart.
                } else if next_b == Some(one) {
                    ahead_a = next_a;
                } else {
                    (ahead_a, ahead_b) = (next_a, next_b);
                }
            }
        }
        if differing > allowed {
            return false;
        }
    }
}

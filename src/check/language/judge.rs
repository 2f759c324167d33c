//! Whether a segment is in another language than its document.

use std::sync::LazyLock;

use unicode_script::Script;

use super::alphabet;
use super::spelling::{is_known, looks_like};
use super::{Token, Tongues};
use crate::annotate::language::{Langs, MOST_LANGS, Tongue, closed_in, identify, script_of};
use crate::lexicon::fold;
use crate::text::{Confidence, Lang, Shape};

/// Words of a segment that are looked at.
const MOST_WORDS: usize = 64;
/// Different words that must speak for another language.
const FEWEST: usize = 3;

/// All languages whose words are known.
static ALL: LazyLock<Vec<Tongues>> = LazyLock::new(|| {
    (0..MOST_LANGS)
        .map(Langs::lang)
        .take_while(|lang| !lang.is_unknown())
        .map(Tongues::of)
        .collect()
});

/// What a segment is taken for.
#[derive(Debug, Clone, Copy)]
pub struct Verdict {
    /// Its language, or `und` with a script.
    pub lang: Lang,
    /// How sure.
    pub confidence: Confidence,
}

/// The language of a segment if it is not that of its document and not close to it. `source` is
/// the language that it may have been left in.
pub fn stray<'a>(
    text: &str,
    tokens: impl Iterator<Item = Token<'a>> + Clone,
    tongue: &Tongue,
    source: Option<Lang>,
) -> Option<Verdict> {
    if tongue.lang.is_unknown() {
        return None;
    }
    let (mut own, mut others) = (0, 0);
    let (mut hangul, mut han, mut hiragana, mut latin) = (0, 0, 0, 0);
    for token in tokens.clone().take(MOST_WORDS) {
        let Some(first) = token.text.chars().next() else {
            continue;
        };
        let script = script_of(first);
        match script {
            Script::Common | Script::Inherited | Script::Unknown => continue,
            Script::Han => han += 1,
            Script::Hangul => hangul += 1,
            Script::Hiragana => hiragana += 1,
            Script::Latin => latin += 1,
            _ => {}
        }
        if tongue.writes(script) {
            own += 1;
        } else {
            others += 1;
        }
    }
    if own + others == 0 {
        return None;
    }
    if own * 8 < others {
        return if latin * 2 > others {
            by_words(text, tokens, tongue, Script::Latin, source)
        } else {
            by_script(text, others)
        };
    }
    match tongue.lang.base() {
        "zh" if hiragana >= 3 && hiragana * 8 >= han => Some(Verdict {
            lang: "ja".parse().unwrap_or_default(),
            confidence: Confidence::High,
        }),
        "ko" if hangul == 0 && han >= 4 => by_script(text, han),
        "ja" if hiragana == 0 && han >= 4 => chinese(text, han),
        _ => {
            let script = script_of(
                tokens
                    .clone()
                    .filter(|token| token.shape != Shape::Digits)
                    .find_map(|token| token.text.chars().next())?,
            );
            by_letters(text, tokens.clone(), tongue, script).or_else(|| {
                has_words(script)
                    .then(|| by_words(text, tokens, tongue, script, source))
                    .flatten()
            })
        }
    }
}

/// Whether several languages with words between spaces share a script.
fn has_words(script: Script) -> bool {
    matches!(
        script,
        Script::Latin
            | Script::Cyrillic
            | Script::Arabic
            | Script::Devanagari
            | Script::Bengali
            | Script::Hebrew
            | Script::Greek
    )
}

fn by_script(text: &str, words: usize) -> Option<Verdict> {
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let guess = identify(text, &[]).lang;
    (letters >= 3).then_some(Verdict {
        lang: guess,
        confidence: if words >= 2 && letters >= 4 {
            Confidence::High
        } else {
            Confidence::Medium
        },
    })
}

/// A Japanese sentence has kana; without them it is Chinese or a heading.
fn chinese(text: &str, words: usize) -> Option<Verdict> {
    let guess = identify(text, &[]).lang;
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let confidence = if guess.to_string() == "zh-Hans" && letters >= 8 {
        Confidence::High
    } else if letters >= 20 && words >= 8 {
        Confidence::Medium
    } else {
        return None;
    };
    Some(Verdict {
        lang: guess,
        confidence,
    })
}

/// Judges by letters that the language does not have.
fn by_letters<'a>(
    text: &str,
    tokens: impl Iterator<Item = Token<'a>>,
    tongue: &Tongue,
    script: Script,
) -> Option<Verdict> {
    let cyrillic = script == Script::Cyrillic;
    if !cyrillic && script != Script::Latin {
        return None;
    }
    let confidence = alphabet::foreign(tokens.take(MOST_WORDS), tongue, cyrillic, &ALL)?;
    let guess = identify(text, &[]).lang;
    let near = Tongue::of(guess).is_near(tongue);
    Some(Verdict {
        lang: if near { Lang::UNKNOWN } else { guess },
        confidence: if near {
            confidence.min(Confidence::Medium)
        } else {
            confidence
        },
    })
}

/// Judges by closed-class words first, then by all words that are known.
fn by_words<'a>(
    text: &str,
    tokens: impl Iterator<Item = Token<'a>> + Clone,
    tongue: &Tongue,
    script: Script,
    source: Option<Lang>,
) -> Option<Verdict> {
    let foreign_script = !tongue.writes(script);
    if tongue.own.is_empty() && !foreign_script {
        return None;
    }
    let mut hits = [0u8; MOST_LANGS];
    let (mut plain, mut capital, mut own, mut alone) = (0, 0, 0, 0);
    for token in tokens.clone().take(MOST_WORDS) {
        if token.shape == Shape::Digits {
            continue;
        }
        if !token.is_plain() {
            capital += 1;
            continue;
        }
        plain += 1;
        let langs = closed_in(token.text);
        // Two words that no other language has settle it.
        alone += usize::from(!langs.is_empty() && langs.without(tongue.near).is_empty());
        if alone >= 2 {
            return None;
        }
        own += usize::from(langs.meets(tongue.own));
        for number in langs.without(tongue.near).numbers() {
            hits[number] += 1;
        }
    }
    // In headings in title case and in capitals every word counts.
    let titled = plain < FEWEST && capital >= FEWEST;
    let most = usize::from(hits.iter().copied().max()?);
    if !titled && most < own.max(1) + usize::from(own > 0) && !(own == 0 && plain >= FEWEST) {
        return None;
    }
    // Slower from here on: few clean segments come so far.
    let mut seen: Vec<String> = Vec::new();
    for token in tokens.take(MOST_WORDS) {
        let counts = token.is_plain() || titled && token.shape != Shape::Digits;
        if counts && token.text.chars().nth(1).is_some() {
            let mut folded = String::new();
            fold(token.text, &mut folded);
            if !seen.contains(&folded) {
                seen.push(folded);
            }
        }
    }
    let home = Tongues::of(tongue.lang);
    let words: Vec<Heard> = seen
        .iter()
        .map(|word| {
            let langs = closed_in(word);
            Heard {
                word,
                langs,
                own: langs.meets(home.tongue.own) || home.has(word),
            }
        })
        .collect();
    let known = words.iter().filter(|word| word.own).count();
    let found = best_of(&words, tongue, script, source)?;
    if foreign_script {
        // Names and titles stay in Latin letters in texts of every script.
        let confidence = if titled {
            return None;
        } else if found.closed >= FEWEST {
            Confidence::High
        } else if found.only >= 4 && found.closed >= 1
            || words.len() >= 4 && looks_like(text).is_some_and(|(_, reliable)| reliable)
            || words.len() >= 6
        {
            Confidence::Medium
        } else {
            return None;
        };
        return Some(Verdict {
            lang: found.lang,
            confidence,
        });
    }
    if known * 2 > words.len() && most < 2 * own {
        return None;
    }
    if titled {
        // Titles of works and names of papers stay in their language.
        let sure = found.closed >= 2 && found.only >= 5 && found.only >= 5 * found.own;
        return sure.then_some(Verdict {
            lang: found.lang,
            confidence: Confidence::Medium,
        });
    }
    let confidence = if found.closed >= FEWEST
        && found.closed >= 4 * found.own_closed
        && found.only >= 4 * found.own
        || found.only >= 5 && found.only >= 5 * found.own
    {
        Confidence::High
    } else if found.only >= FEWEST && found.only >= 3 * found.own && known * 3 <= words.len() {
        Confidence::Medium
    } else if known * 2 > words.len() || words.len() < FEWEST {
        return None;
    } else {
        // Too few words are known: how they are spelled decides.
        return by_spelling(text, tongue, &found, words.len(), known);
    };
    Some(Verdict {
        lang: found.lang,
        confidence,
    })
}

fn by_spelling(
    text: &str,
    tongue: &Tongue,
    found: &Reading,
    words: usize,
    known: usize,
) -> Option<Verdict> {
    if found.only < found.own || found.own_closed > found.closed {
        return None;
    }
    let (lang, reliable) = looks_like(text)?;
    let other = Tongue::of(lang);
    // A language that whatlang does not know looks like its neighbour.
    if other.is_near(tongue) || !is_known(tongue.lang) && known * 4 > words {
        return None;
    }
    let confidence = if reliable && words >= 5 && known * 4 <= words && found.only > 2 * found.own {
        Confidence::High
    } else if reliable || known * 5 <= words && words >= 4 {
        Confidence::Medium
    } else {
        return None;
    };
    Some(Verdict { lang, confidence })
}

/// A word of the segment.
struct Heard<'a> {
    word: &'a str,
    langs: Langs,
    own: bool,
}

/// How a segment reads in another language.
#[derive(Debug, Clone, Copy)]
struct Reading {
    lang: Lang,
    /// Words known there alone, not at home.
    only: usize,
    /// Of these, those of the closed class.
    closed: usize,
    /// Words known at home alone.
    own: usize,
    /// Of these, those of the closed class.
    own_closed: usize,
}

fn best_of(
    words: &[Heard<'_>],
    tongue: &Tongue,
    script: Script,
    source: Option<Lang>,
) -> Option<Reading> {
    ALL.iter()
        .filter(|other| other.tongue.writes(script) && !other.tongue.is_near(tongue))
        .map(|other| {
            let mut reading = Reading {
                lang: other.tongue.lang,
                only: 0,
                closed: 0,
                own: 0,
                own_closed: 0,
            };
            for word in words {
                let closed = other.closes(word.langs);
                let there = closed || other.has(word.word);
                match (there, word.own) {
                    (true, false) => {
                        reading.only += 1;
                        reading.closed += usize::from(closed);
                    }
                    (false, true) => {
                        reading.own += 1;
                        reading.own_closed += usize::from(word.langs.meets(tongue.own));
                    }
                    _ => {}
                }
            }
            reading
        })
        .max_by_key(|reading| {
            (
                reading.only as isize + reading.closed as isize - reading.own as isize,
                source.is_some_and(|source| source.same_language(reading.lang)),
            )
        })
}

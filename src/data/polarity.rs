//! Forms that turn what a clause says: negation, and the words of questions.

use std::collections::HashSet;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use super::words::fold;
use super::{ByLang, rows};
use crate::text::{Lang, Span, Word};

/// Forms of a language: whole words, their beginnings, ends and insides, and several words.
#[derive(Debug, Default)]
struct Forms {
    whole: HashSet<&'static str, FixedState>,
    starts: Vec<&'static str>,
    ends: Vec<&'static str>,
    inside: Vec<&'static str>,
    /// Each with its words.
    phrases: Vec<Vec<&'static str>>,
    /// The first characters of all forms but ends, and the last characters of ends, a bit for
    /// each: most words need no closer look.
    first: u64,
    last: u64,
}

fn bit(character: char) -> u64 {
    let lower = character.to_lowercase().next().unwrap_or(character);
    1 << (u32::from(lower) % 64)
}

impl Forms {
    fn new(cell: &'static str) -> Self {
        let mut forms = Forms::default();
        for form in cell.split(' ').filter(|form| !form.is_empty()) {
            let bare = form.trim_matches('*');
            let end = form.starts_with('*');
            if end {
                forms.last |= bare.chars().next_back().map_or(0, bit);
            } else {
                forms.first |= bare.chars().next().map_or(0, bit);
            }
            match (end, form.ends_with('*')) {
                (true, true) => forms.inside.push(bare),
                (true, false) => forms.ends.push(bare),
                (false, true) => forms.starts.push(bare),
                (false, false) if bare.contains('_') => {
                    forms.phrases.push(bare.split('_').collect());
                }
                (false, false) => {
                    forms.whole.insert(bare);
                }
            }
        }
        forms
    }

    fn may_have(&self, word: &str) -> bool {
        !self.inside.is_empty()
            || word
                .chars()
                .next()
                .is_some_and(|it| self.first & bit(it) != 0)
            || self.last != 0
                && word
                    .chars()
                    .next_back()
                    .is_some_and(|it| self.last & bit(it) != 0)
    }

    fn has(&self, word: &str) -> bool {
        // What is left of the affix must be a word.
        let longer = |affix: &&&str| word.len() > affix.len() + 1;
        self.whole.contains(word)
            || self.starts.iter().any(|start| word.starts_with(start))
            || self
                .ends
                .iter()
                .filter(longer)
                .any(|end| word.ends_with(end))
            || self.inside.iter().filter(longer).any(|inside| {
                let at = word.find(inside);
                at.is_some_and(|at| at > 0)
            })
    }

    /// How many words at the start of `words` make up a form; 0 if none do.
    fn count(&self, text: &str, words: &[Word]) -> usize {
        let Some(first) = words.first().map(|word| word.span.of(text)) else {
            return 0;
        };
        if !self.may_have(first) {
            return 0;
        }
        let first = folded(first);
        let phrases = self.phrases.iter().filter(|phrase| {
            phrase[0] == first
                && phrase.len() <= words.len()
                && phrase
                    .iter()
                    .zip(words)
                    .skip(1)
                    .all(|(form, word)| folded(word.span.of(text)) == *form)
        });
        match phrases.map(Vec::len).max() {
            Some(longest) => longest,
            None => usize::from(self.has(&first)),
        }
    }

    /// The bytes of the longest form that a text without spaces between words begins with; 0 if
    /// there is none.
    fn bytes(&self, text: &str) -> usize {
        if text
            .chars()
            .next()
            .is_none_or(|first| self.first & bit(first) == 0)
        {
            return 0;
        }
        let ends = text.char_indices().take(LONGEST_STRING);
        ends.map(|(at, character)| at + character.len_utf8())
            .filter(|end| self.whole.contains(&text[..*end]))
            .max()
            .unwrap_or(0)
    }
}

/// Characters of the longest string in the tables of languages without spaces between words.
const LONGEST_STRING: usize = 8;

/// What negates in a language.
#[derive(Debug)]
pub struct Negation {
    dense: bool,
    clear: Forms,
    veiled: Forms,
    /// Whether a negating form also makes the contrary of an adjective.
    pub of_adjectives: bool,
}

static NEGATION: LazyLock<ByLang<Negation>> = LazyLock::new(|| {
    ByLang::from_rows(rows(include_str!("negation.tsv")).filter_map(|row| {
        let [lang, clear, veiled, adjectives, ..] = row[..] else {
            return None;
        };
        let lang: Lang = lang.parse().unwrap_or(Lang::UNKNOWN);
        Some((
            lang,
            Negation {
                dense: lang.is_spaceless(),
                clear: Forms::new(clear),
                veiled: Forms::new(veiled),
                of_adjectives: adjectives == "x",
            },
        ))
    }))
});

impl Negation {
    /// `None` where nothing is known of the language.
    pub fn of(lang: Lang) -> Option<&'static Negation> {
        NEGATION.get(lang)
    }

    /// The forms that negate a clause, in a text of which these are the words.
    pub fn negators(&self, text: &str, span: Span, words: &[Word]) -> Vec<Span> {
        let mut negators = Vec::new();
        if self.dense {
            let inside = span.of(text);
            let mut at = 0;
            while at < inside.len() {
                let rest = &inside[at..];
                let clear = self.clear.bytes(rest);
                let start = span.start as usize + at;
                if clear > 0 && !self.veils_string(inside, at, clear) {
                    negators.push(Span::new(start, start + clear));
                }
                at += clear.max(rest.chars().next().map_or(1, char::len_utf8));
            }
            return negators;
        }
        let mut at = 0;
        while at < words.len() {
            let clear = self.clear.count(text, &words[at..]);
            if clear == 0 {
                at += 1;
                continue;
            }
            let negator = words[at].span.cover(words[at + clear - 1].span);
            let veiled = (at.saturating_sub(2)..=at).any(|from| {
                let count = self.veiled.count(text, &words[from..]);
                from + count > at && (from < at || count >= clear)
            });
            if !veiled && !is_hyphenated(text, negator) {
                negators.push(negator);
            }
            at += clear;
        }
        negators
    }

    /// Whether a string that negates is part of one that does not: 不 in 不过.
    fn veils_string(&self, text: &str, at: usize, clear: usize) -> bool {
        let starts = text[..at]
            .char_indices()
            .rev()
            .take(3)
            .map(|(start, _)| start);
        starts.chain([at]).any(|start| {
            let veiled = self.veiled.bytes(&text[start..]);
            start + veiled > at && (start < at || veiled >= clear)
        })
    }

    /// Whether a text without clear negators has words that may carry a negation of their own.
    pub fn is_veiled(&self, text: &str, span: Span, words: &[Word]) -> bool {
        if self.dense {
            let inside = span.of(text);
            return inside
                .char_indices()
                .any(|(at, _)| self.veiled.bytes(&inside[at..]) > 0);
        }
        (0..words.len()).any(|at| {
            let rest = &words[at..];
            self.veiled.count(text, rest) > 0 || self.clear.count(text, rest) > 0
        })
    }
}

fn is_hyphenated(text: &str, span: Span) -> bool {
    let hyphen = |character: char| matches!(character, '-' | '‐' | '‑');
    text[..span.start as usize].ends_with(hyphen) || text[span.end as usize..].starts_with(hyphen)
}

/// A word as the tables have it.
fn folded(word: &str) -> String {
    let folded = fold(word);
    let cyrillic = |character| matches!(character, 'Ѐ'..='ӿ');
    if folded.is_ascii() || !folded.contains(cyrillic) {
        return folded;
    }
    // Latin letters that look like Cyrillic ones are often typed for them.
    folded.chars().map(look_alike).collect()
}

fn look_alike(character: char) -> char {
    const LATIN: &str = "aeojcpxyi";
    const CYRILLIC: [char; 9] = ['а', 'е', 'о', 'ј', 'с', 'р', 'х', 'у', 'і'];
    LATIN.find(character).map_or(character, |at| CYRILLIC[at])
}

/// What asks in a language.
#[derive(Debug)]
pub struct Questions {
    dense: bool,
    forms: Forms,
    /// Whether questions are often written without a mark.
    pub unmarked: bool,
}

static QUESTIONS: LazyLock<ByLang<Questions>> = LazyLock::new(|| {
    ByLang::from_rows(rows(include_str!("questions.tsv")).filter_map(|row| {
        let [lang, forms, unmarked, ..] = row[..] else {
            return None;
        };
        let lang: Lang = lang.parse().unwrap_or(Lang::UNKNOWN);
        Some((
            lang,
            Questions {
                dense: lang.is_spaceless(),
                forms: Forms::new(forms),
                unmarked: unmarked == "x",
            },
        ))
    }))
});

impl Questions {
    /// `None` where nothing is known of the language.
    pub fn of(lang: Lang) -> Option<&'static Questions> {
        QUESTIONS.get(lang)
    }

    /// Whether a text of which these are the words has a word or particle of questions.
    pub fn asks(&self, text: &str, span: Span, words: &[Word]) -> bool {
        if self.dense {
            let inside = span.of(text);
            return inside
                .char_indices()
                .any(|(at, _)| self.forms.bytes(&inside[at..]) > 0);
        }
        (0..words.len()).any(|at| self.forms.count(text, &words[at..]) > 0)
    }
}

/// Whether a character ends a question in the script of a language.
pub fn is_question_mark(character: char, lang: Lang) -> bool {
    match character {
        '?' | '？' | '؟' | '՞' | '⁇' | '⁈' | '⁉' | '\u{37e}' | '፧' | '‽' | '꘏' | '⸮' | '﹖' => {
            true
        }
        ';' => lang.base() == "el",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(tag: &str) -> Lang {
        tag.parse().expect("a tag")
    }

    #[test]
    fn every_row_can_be_read() {
        for (table, columns) in [
            (include_str!("negation.tsv"), 4),
            (include_str!("questions.tsv"), 3),
        ] {
            for row in rows(table) {
                assert_eq!(row.len(), columns, "{row:?}");
                assert!(row[0].parse::<Lang>().is_ok(), "{row:?}");
            }
        }
    }

    #[test]
    fn strings_of_dense_languages_are_short_enough() {
        for table in [include_str!("negation.tsv"), include_str!("questions.tsv")] {
            for row in rows(table).filter(|row| lang(row[0]).is_spaceless()) {
                for form in row[1].split(' ').chain(row[2].split(' ')) {
                    assert!(
                        form.chars().count() <= LONGEST_STRING || is_phrase(form),
                        "{form}"
                    );
                }
            }
        }
    }

    fn is_phrase(form: &str) -> bool {
        form.chars().count() <= 14 && !form.is_ascii()
    }
}

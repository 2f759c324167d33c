//! Forms that turn what a clause says: negation, and the words of questions.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::words::fold;
use super::{ByLang, rows};
use crate::text::{Lang, Span, Word};

/// Forms of a language: whole words, their beginnings, ends and insides, and several words.
#[derive(Debug, Default)]
pub struct Forms {
    whole: HashSet<&'static str>,
    /// By the first character.
    starts: HashMap<char, Vec<&'static str>>,
    /// By the last character.
    ends: HashMap<char, Vec<&'static str>>,
    inside: Vec<&'static str>,
    /// By the first word.
    phrases: HashMap<&'static str, Vec<Vec<&'static str>>>,
}

impl Forms {
    fn new(cell: &'static str) -> Self {
        let mut forms = Forms::default();
        for form in cell.split(' ').filter(|form| !form.is_empty()) {
            let bare = form.trim_matches('*');
            match (form.starts_with('*'), form.ends_with('*')) {
                (true, true) => forms.inside.push(bare),
                (true, false) => {
                    if let Some(last) = bare.chars().next_back() {
                        forms.ends.entry(last).or_default().push(bare);
                    }
                }
                (false, true) => {
                    if let Some(first) = bare.chars().next() {
                        forms.starts.entry(first).or_default().push(bare);
                    }
                }
                (false, false) => {
                    let words: Vec<&'static str> = bare.split('_').collect();
                    if words.len() > 1 {
                        forms.phrases.entry(words[0]).or_default().push(words);
                    } else {
                        forms.whole.insert(bare);
                    }
                }
            }
        }
        forms
    }

    fn has(&self, word: &str) -> bool {
        if self.whole.contains(word) {
            return true;
        }
        // What is left of the affix must be a word.
        let longer = |affix: &&&str| word.len() > affix.len() + 1;
        let begins = word
            .chars()
            .next()
            .and_then(|first| self.starts.get(&first))
            .is_some_and(|starts| starts.iter().any(|start| word.starts_with(start)));
        let ends = || {
            let last = word.chars().next_back();
            last.and_then(|last| self.ends.get(&last))
                .is_some_and(|ends| ends.iter().filter(longer).any(|end| word.ends_with(end)))
        };
        let holds = || {
            let mut inside = self.inside.iter().filter(longer);
            inside.any(|inside| {
                word.find(inside)
                    .is_some_and(|at| at > 0 && at + inside.len() <= word.len())
            })
        };
        begins || ends() || holds()
    }

    /// How many words at the start of `words` make up a form; 0 if none do.
    fn count(&self, words: &[String]) -> usize {
        let Some(first) = words.first() else { return 0 };
        let phrase = self
            .phrases
            .get(first.as_str())
            .and_then(|phrases| {
                phrases
                    .iter()
                    .filter(|phrase| {
                        phrase.len() <= words.len()
                            && phrase.iter().zip(words).all(|(form, word)| form == word)
                    })
                    .map(Vec::len)
                    .max()
            })
            .unwrap_or(0);
        if phrase == 0 && self.has(first) {
            return 1;
        }
        phrase
    }

    /// The bytes of the longest form that a text without spaces between words begins with; 0 if
    /// there is none.
    fn bytes(&self, text: &str) -> usize {
        let mut longest = 0;
        for (end, character) in text.char_indices().take(LONGEST_STRING) {
            let end = end + character.len_utf8();
            if self.whole.contains(&text[..end]) {
                longest = end;
            }
        }
        longest
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
}

/// What of a text negates.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Polarity {
    /// Forms that negate a clause.
    pub clear: Vec<Span>,
    /// Whether there are words with a negation of their own: without, fail, unless.
    pub veiled: bool,
}

static NEGATION: LazyLock<ByLang<Negation>> = LazyLock::new(|| {
    ByLang::from_rows(rows(include_str!("negation.tsv")).filter_map(|row| {
        let [lang, clear, veiled, ..] = row[..] else {
            return None;
        };
        let lang: Lang = lang.parse().unwrap_or(Lang::UNKNOWN);
        Some((
            lang,
            Negation {
                dense: is_dense(lang),
                clear: Forms::new(clear),
                veiled: Forms::new(veiled),
            },
        ))
    }))
});

/// Whether the language writes no spaces between words, so that its forms are strings.
fn is_dense(lang: Lang) -> bool {
    matches!(lang.base(), "ja" | "km" | "lo" | "my" | "th" | "zh")
}

impl Negation {
    /// `None` where nothing is known of the language.
    pub fn of(lang: Lang) -> Option<&'static Negation> {
        NEGATION.get(lang)
    }

    /// What negates in a text of which these are the words.
    pub fn read(&self, text: &str, span: Span, words: &[Word]) -> Polarity {
        let mut polarity = Polarity::default();
        if self.dense {
            let inside = span.of(text);
            let mut at = 0;
            while at < inside.len() {
                let rest = &inside[at..];
                let (clear, veiled) = (self.clear.bytes(rest), self.veiled.bytes(rest));
                let step = rest.chars().next().map_or(1, char::len_utf8);
                polarity.veiled |= veiled > 0 && veiled >= clear;
                if clear > veiled {
                    let start = span.start as usize + at;
                    polarity.clear.push(Span::new(start, start + clear));
                }
                at += clear.max(veiled).max(step);
            }
            return polarity;
        }
        let folded = folded(text, words);
        let mut at = 0;
        while at < folded.len() {
            let rest = &folded[at..];
            let (clear, veiled) = (self.clear.count(rest), self.veiled.count(rest));
            polarity.veiled |= veiled > 0 && veiled >= clear;
            // A part of a compound (no-deal) is as little sure as what is in both lists.
            let negator = words[at]
                .span
                .cover(words[(at + clear.max(1) - 1).min(words.len() - 1)].span);
            if clear > 0 && is_hyphenated(text, negator) {
                polarity.veiled = true;
            } else if clear > veiled {
                polarity.clear.push(negator);
            }
            at += clear.max(veiled).max(1);
        }
        polarity
    }
}

fn is_hyphenated(text: &str, span: Span) -> bool {
    let hyphen = |character: char| matches!(character, '-' | '‐' | '‑');
    text[..span.start as usize].ends_with(hyphen) || text[span.end as usize..].starts_with(hyphen)
}

/// Words as the tables have them.
fn folded(text: &str, words: &[Word]) -> Vec<String> {
    words
        .iter()
        .map(|word| {
            let folded = fold(word.span.of(text));
            let cyrillic = |character| matches!(character, 'Ѐ'..='ӿ');
            if folded.is_ascii() || !folded.contains(cyrillic) {
                return folded;
            }
            // Latin letters that look like Cyrillic ones are often typed for them.
            folded.chars().map(look_alike).collect()
        })
        .collect()
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
                dense: is_dense(lang),
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
        let folded = folded(text, words);
        (0..folded.len()).any(|at| self.forms.count(&folded[at..]) > 0)
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
        for table in [include_str!("negation.tsv"), include_str!("questions.tsv")] {
            for row in rows(table) {
                assert_eq!(row.len(), 3, "{row:?}");
                assert!(row[0].parse::<Lang>().is_ok(), "{row:?}");
            }
        }
    }

    #[test]
    fn strings_of_dense_languages_are_short_enough() {
        for table in [include_str!("negation.tsv"), include_str!("questions.tsv")] {
            for row in rows(table).filter(|row| is_dense(lang(row[0]))) {
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

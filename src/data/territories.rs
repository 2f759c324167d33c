//! Names of states by language.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::words::fold;
use super::{ByLang, rows};
use crate::text::Lang;

/// A state, by its code of two letters.
pub type Code = [u8; 2];

/// The names of states in one language.
#[derive(Debug)]
pub struct Territories {
    /// By folded name, without the vowels at its end where the language inflects.
    names: HashMap<String, Code>,
    /// The first word of each name of several.
    heads: HashMap<String, Vec<(Vec<String>, Code)>>,
    /// Whether names are looked for inside of words, which have no spaces between them.
    dense: bool,
    /// Whether names have no endings.
    plain: bool,
    longest: usize,
}

/// Letters that may follow the stem of a name.
const MOST_ENDING: usize = 4;

/// Names without the ending of their first case. Short ones stay whole.
fn stem(name: &str) -> &str {
    let vowel = |letter: char| {
        matches!(
            letter,
            'a' | 'e'
                | 'i'
                | 'o'
                | 'u'
                | 'y'
                | 'ā'
                | 'ē'
                | 'ī'
                | 'ė'
                | 'ą'
                | 'ę'
                | 'á'
                | 'é'
                | 'í'
                | 'ó'
                | 'ú'
                | 'ý'
                | 'ä'
                | 'ö'
                | 'а'
                | 'е'
                | 'и'
                | 'о'
                | 'у'
                | 'я'
                | 'ь'
                | 'й'
                | 'і'
                | 'ї'
                | 'є'
                | 'э'
                | 'ы'
                | 'ю'
                | 'α'
                | 'ε'
                | 'η'
                | 'ι'
                | 'ο'
                | 'υ'
                | 'ω'
                | 'ά'
                | 'έ'
                | 'ή'
                | 'ί'
                | 'ό'
                | 'ς'
                | 'š'
        )
    };
    let stem = name.trim_end_matches(vowel);
    if stem.chars().count() >= 4 {
        stem
    } else {
        name
    }
}

impl Territories {
    fn new(row: &str, lang: Lang) -> Self {
        let dense = lang.is_spaceless();
        let mut found = Territories {
            names: HashMap::new(),
            heads: HashMap::new(),
            dense,
            plain: lang.base() == "en",
            longest: 0,
        };
        for state in row.split(';') {
            let Some((code, names)) = state.split_once('=') else {
                continue;
            };
            let [a, b] = *code.as_bytes() else { continue };
            for name in names.split('|') {
                let name = fold(name);
                found.longest = found.longest.max(name.chars().count());
                let words: Vec<String> = name
                    .split([' ', '-'])
                    .filter(|word| !word.is_empty())
                    .map(|word| if found.plain { word } else { stem(word) }.to_owned())
                    .collect();
                match words.as_slice() {
                    [] => {}
                    [word] if !dense => {
                        found.names.insert(word.clone(), [a, b]);
                    }
                    _ if dense => {
                        found.names.insert(name, [a, b]);
                    }
                    [head, rest @ ..] => {
                        let names = found.heads.entry(head.clone()).or_default();
                        names.push((rest.to_vec(), [a, b]));
                    }
                }
            }
        }
        found
    }

    /// The names of a language; `None` where they are not known.
    pub fn of(lang: Lang) -> Option<&'static Territories> {
        static TABLE: OnceLock<ByLang<(&'static str, Lang, OnceLock<Territories>)>> =
            OnceLock::new();
        let table = TABLE.get_or_init(|| {
            ByLang::from_rows(rows(include_str!("territories.tsv")).map(|row| {
                let lang: Lang = row[0].parse().unwrap_or(Lang::UNKNOWN);
                (lang, (row[1], lang, OnceLock::new()))
            }))
        });
        table
            .get(lang)
            .map(|(row, lang, read)| read.get_or_init(|| Territories::new(row, *lang)))
    }

    /// The states that a text names, each with the bytes of its name. `words` are the words of the
    /// text that may be names, in order.
    pub fn find<'a>(
        &self,
        text: &'a str,
        words: impl Iterator<Item = (usize, &'a str)>,
    ) -> Vec<(Code, std::ops::Range<usize>)> {
        if self.dense {
            return self.find_dense(text);
        }
        let words: Vec<(usize, &str, String)> =
            words.map(|(at, word)| (at, word, fold(word))).collect();
        let mut found = Vec::new();
        let mut index = 0;
        while let Some((at, word, folded)) = words.get(index) {
            index += 1;
            if let Some((code, more)) = self.several(folded, &words[index..]) {
                let last = &words[index + more - 1];
                found.push((code, *at..last.0 + last.1.len()));
                index += more;
                continue;
            }
            // Us is no state.
            let short = word.len() < 4 && word.chars().any(char::is_lowercase);
            if short {
                continue;
            }
            if let Some(code) = self.stems(folded).find_map(|stem| self.names.get(stem)) {
                found.push((*code, *at..at + word.len()));
            }
        }
        found
    }

    /// A name of several words that begins with one.
    fn several(&self, folded: &str, rest: &[(usize, &str, String)]) -> Option<(Code, usize)> {
        self.stems(folded)
            .filter_map(|stem| self.heads.get(stem))
            .flatten()
            .filter(|(words, _)| words.len() <= rest.len())
            .filter(|(words, _)| {
                words
                    .iter()
                    .zip(rest)
                    .all(|(word, (_, _, text))| text.starts_with(word.as_str()))
            })
            .max_by_key(|(words, _)| words.len())
            .map(|(words, code)| (*code, words.len()))
    }

    /// A word and what is left of it without some of its last letters.
    fn stems<'w>(&self, word: &'w str) -> impl Iterator<Item = &'w str> {
        let bare = word.strip_suffix("'s").unwrap_or(word);
        let ends = word.char_indices().rev().map(|(at, _)| at);
        let most = if self.plain { 0 } else { MOST_ENDING };
        std::iter::once(bare).chain(std::iter::once(word)).chain(
            ends.take(most)
                .filter(|end| *end > 2)
                .map(|end| &word[..end]),
        )
    }

    fn find_dense(&self, text: &str) -> Vec<(Code, std::ops::Range<usize>)> {
        let mut found: Vec<(Code, std::ops::Range<usize>)> = Vec::new();
        let mut end = 0;
        for (start, _) in text.char_indices() {
            if start < end {
                continue;
            }
            let ends = text[start..].char_indices().skip(1).map(|(at, _)| at);
            let longest = ends
                .chain([text.len() - start])
                .take(self.longest)
                .filter_map(|length| {
                    let code = self.names.get(&text[start..start + length])?;
                    Some((*code, start..start + length))
                })
                .last();
            if let Some((code, range)) = longest {
                end = range.end;
                found.push((code, range));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(lang: &str, text: &str) -> String {
        let lang: Lang = lang.parse().expect("a tag");
        let words = text
            .split(' ')
            .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word));
        let found = Territories::of(lang).expect("a language").find(text, words);
        let codes: Vec<&str> = found
            .iter()
            .map(|(code, _)| std::str::from_utf8(code).expect("letters"))
            .collect();
        codes.join(" ")
    }

    #[test]
    fn states_are_found_in_their_cases() {
        assert_eq!(codes("en", "From Germany to South Korea"), "DE KR");
        assert_eq!(codes("de", "in Deutschland und Frankreich"), "DE FR");
        assert_eq!(codes("fi", "Saksassa ja Ranskan"), "DE FR");
        assert_eq!(codes("ru", "в Германии и Франции"), "DE FR");
        assert_eq!(codes("zh", "我在美国和中国"), "US CN");
        assert_eq!(codes("ja", "ドイツとフランス"), "DE FR");
        assert_eq!(codes("en", "Nothing for Us here"), "");
    }
}

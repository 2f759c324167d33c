//! What language models and translation tools say beside a translation: `machine.tsv`; and the
//! names of languages, which they put before it: `language-names.tsv`.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use foldhash::fast::FixedState;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

use super::rows;
use super::words::folded;
use crate::text::Lang;

/// What a phrase is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Said {
    /// Agreement before the work: Sure!
    Opener,
    /// What announces the translation: Here is …
    Here,
    /// The translation, to translate, translated.
    Translation,
    /// What begins a remark: Note: …
    Note,
    /// A model speaks of itself.
    Model,
    /// What a model ends with: I hope this helps.
    Closer,
    /// A model cannot or will not, or asks for the text.
    Refusal,
    /// What a model is told to do.
    Prompt,
    /// What sites print at translations by machine.
    Widget,
}

impl Said {
    fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "opener" => Said::Opener,
            "here" => Said::Here,
            "word" => Said::Translation,
            "note" => Said::Note,
            "model" => Said::Model,
            "closer" => Said::Closer,
            "refusal" => Said::Refusal,
            "prompt" => Said::Prompt,
            "widget" => Said::Widget,
            _ => return None,
        })
    }
}

/// A phrase that a text begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    /// What it is for.
    pub said: Said,
    /// In which language.
    pub lang: Lang,
    /// Bytes of the squeezed text up to the end of the phrase.
    pub end: usize,
}

struct Phrase {
    said: Said,
    lang: Lang,
    /// Between any words; the first begins the text.
    parts: Vec<String>,
}

/// The first characters of a phrase, filled up with NUL.
type Key = [char; 4];

struct Table {
    phrases: HashMap<Key, Vec<Phrase>, FixedState>,
    /// Words for translations and translating, squeezed.
    words: BTreeMap<Lang, Vec<String>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table {
        phrases: HashMap::default(),
        words: BTreeMap::new(),
    };
    for row in rows(include_str!("machine.tsv")) {
        let [kind, lang, cell] = row[..] else {
            continue;
        };
        let lang = lang.parse().unwrap_or(Lang::UNKNOWN);
        for phrase in cell.split('|') {
            let parts: Vec<String> = phrase.split('*').map(part).collect();
            let Some(said) = Said::of_name(kind) else {
                continue;
            };
            if said == Said::Translation {
                table.words.entry(lang).or_default().extend(parts.clone());
            }
            let key = key(parts[0].trim_start());
            let bucket = table.phrases.entry(key).or_default();
            bucket.push(Phrase { said, lang, parts });
        }
    }
    table
});

/// A part of a phrase as [`squeeze`] leaves it, open at its end where a `~` says so and where no
/// spaces divide words.
fn part(text: &str) -> String {
    let squeezed = squeeze(text);
    if text.trim_end().ends_with('~') || squeezed.trim_end().ends_with(is_unspaced) {
        squeezed.trim_end().to_owned()
    } else {
        squeezed
    }
}

fn key(text: &str) -> Key {
    let mut letters = text.chars();
    [(); 4].map(|()| letters.next().unwrap_or('\0'))
}

/// Whether no spaces stand between the words of the letter's script.
fn is_unspaced(letter: char) -> bool {
    !letter.is_ascii()
        && matches!(
            letter.script(),
            Script::Han
                | Script::Hiragana
                | Script::Katakana
                | Script::Thai
                | Script::Lao
                | Script::Khmer
                | Script::Myanmar
        )
}

/// Whether a character is part of a word: a letter, a digit or a mark on one.
fn is_inside(letter: char) -> bool {
    // The marks of general punctuation are the most usual ones of those that are not ASCII.
    if letter.is_ascii() || matches!(letter, '\u{2010}'..='\u{205e}') {
        return letter.is_ascii_alphanumeric();
    }
    letter.is_alphanumeric() || is_combining_mark(letter)
}

/// Zero-width joiner and non-joiner, soft hyphen.
fn is_joiner(letter: char) -> bool {
    matches!(letter, '\u{200c}' | '\u{200d}' | '\u{ad}')
}

/// Letters and digits in lower case, with one space between words and at both ends; none beside
/// letters of scripts that write none.
pub fn squeeze(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len() + 2);
    squeezed.push(' ');
    let mut pending = false;
    for letter in folded(text).chars() {
        if !is_inside(letter) {
            // Joiners stand inside words.
            pending |= !is_joiner(letter);
            continue;
        }
        if pending && !squeezed.ends_with([' ']) {
            let unspaced = is_unspaced(letter) || squeezed.ends_with(is_unspaced);
            if !unspaced {
                squeezed.push(' ');
            }
        }
        pending = false;
        squeezed.push(letter);
    }
    if !squeezed.ends_with(' ') {
        squeezed.push(' ');
    }
    squeezed
}

/// The squeezed beginning of a text, if it begins with the first part of a phrase of one of some
/// kinds. Most texts are ruled out by their first letters, and nearly all by their first words.
pub fn beginning(text: &str, kinds: &[Said]) -> Option<String> {
    const LONGEST: usize = 240;
    /// Bytes that are compared before all of it is squeezed.
    const HEAD: usize = 48;
    let rest = &text[text.find(char::is_alphanumeric)?..];
    let key = first_letters(rest);
    let buckets = (1..=4).filter_map(|length| TABLE.phrases.get(&shortened(key, length)));
    let mut phrases = buckets
        .flatten()
        .filter(|phrase| kinds.contains(&phrase.said))
        .peekable();
    phrases.peek()?;
    let head = squeeze(cut(rest, HEAD));
    // The last letter of the head may have been cut off from its marks.
    let sure = head.trim_end();
    let sure = &sure[..sure.char_indices().next_back().map_or(0, |(at, _)| at)];
    let fits = |phrase: &Phrase| {
        let first = phrase.parts[0].as_str();
        head.starts_with(first) || first.starts_with(sure)
    };
    if !phrases.any(fits) {
        return None;
    }
    Some(if rest.len() <= HEAD {
        head
    } else {
        squeeze(cut(rest, LONGEST))
    })
}

/// The first bytes of a text.
fn cut(text: &str, length: usize) -> &str {
    let mut end = text.len().min(length);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn shortened(key: Key, length: usize) -> Key {
    let mut shorter = ['\0'; 4];
    shorter[..length].copy_from_slice(&key[..length]);
    shorter
}

/// The key of a text that is not squeezed.
fn first_letters(text: &str) -> Key {
    let mut key = ['\0'; 4];
    let mut length = 0;
    // As `fold` has it: lower-casing would leave a combining dot.
    let letters = text
        .chars()
        .map(|letter| if letter == 'İ' { 'i' } else { letter });
    for letter in letters.flat_map(char::to_lowercase).chain([' ']) {
        if is_joiner(letter) {
            continue;
        }
        let letter = if is_inside(letter) { letter } else { ' ' };
        if let Some(&last) = key[..length].last() {
            if letter == ' ' && (last == ' ' || is_unspaced(last)) {
                continue;
            }
            if last == ' ' && is_unspaced(letter) {
                length -= 1;
            }
        }
        key[length] = letter;
        length += 1;
        if length == key.len() {
            break;
        }
    }
    key
}

/// The phrases that a squeezed text begins with.
pub fn openings(squeezed: &str) -> impl Iterator<Item = Opening> + '_ {
    let first = squeezed.trim_start();
    let full = key(first);
    (1..=4)
        // A text of fewer letters than that has no longer keys.
        .filter(move |length| full[length - 1] != '\0')
        .map(move |length| shortened(full, length))
        .filter_map(|key| TABLE.phrases.get(&key))
        .flatten()
        .filter_map(move |phrase| phrase.begins(squeezed))
}

impl Phrase {
    fn begins(&self, squeezed: &str) -> Option<Opening> {
        let mut end = self.parts[0].len();
        if !squeezed.starts_with(self.parts[0].as_str()) {
            return None;
        }
        for part in &self.parts[1..] {
            // The space between is the end of one part and the start of the next.
            let from = end - usize::from(squeezed[..end].ends_with(' '));
            let part = if part.trim_start().starts_with(is_unspaced) {
                part.trim_start()
            } else {
                part.as_str()
            };
            end = from + squeezed[from..].find(part)? + part.len();
        }
        Some(Opening {
            said: self.said,
            lang: self.lang,
            end,
        })
    }
}

/// What follows the longest phrase of a kind that a squeezed text begins with, squeezed.
pub fn after(squeezed: &str, said: Said) -> Option<String> {
    let end = openings(squeezed)
        .filter(|opening| opening.said == said)
        .map(|opening| opening.end)
        .max()?;
    let rest = &squeezed[end..];
    Some(if rest.starts_with(' ') {
        rest.to_owned()
    } else {
        format!(" {rest}")
    })
}

/// Whether a squeezed text has a word for translations in a language.
pub fn names_translation(squeezed: &str, lang: Lang) -> bool {
    let Some(words) = words_of(lang) else {
        return false;
    };
    words.iter().any(|word| {
        let bare = word.trim_start();
        if bare.starts_with(is_unspaced) {
            squeezed.contains(bare)
        } else {
            squeezed.contains(word.as_str())
        }
    })
}

/// Whether the table has phrases of a language.
pub fn knows(lang: Lang) -> bool {
    words_of(lang).is_some()
}

fn words_of(lang: Lang) -> Option<&'static Vec<String>> {
    lang.fallbacks()
        .chain([lang.bare()])
        .find_map(|lang| TABLE.words.get(&lang))
        .or_else(|| {
            // Close relatives that need no rows of their own.
            let near = match lang.base() {
                "bs" | "sh" => "hr",
                "nn" | "no" => "nb",
                "yue" => "zh",
                _ => return None,
            };
            TABLE.words.get(&near.parse().ok()?)
        })
}

/// The language that a lower-case name is the name of, in any language.
pub fn language_named(name: &str) -> Option<Lang> {
    static NAMES: LazyLock<HashMap<&'static str, Lang>> = LazyLock::new(|| {
        rows(include_str!("language-names.tsv"))
            .flat_map(|row| {
                let lang = row[0].parse().unwrap_or(Lang::UNKNOWN);
                row[1].split('|').map(move |name| (name, lang))
            })
            .collect()
    });
    NAMES.get(name).copied()
}

/// Bytes of the longest name of a language.
pub const LONGEST_NAME: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<Said> {
        let all = [
            Said::Opener,
            Said::Here,
            Said::Translation,
            Said::Note,
            Said::Model,
            Said::Closer,
            Said::Refusal,
            Said::Prompt,
            Said::Widget,
        ];
        let mut said: Vec<Said> = beginning(text, &all)
            .iter()
            .flat_map(|text| {
                openings(text)
                    .map(|opening| opening.said)
                    .collect::<Vec<_>>()
            })
            .collect();
        said.sort();
        said.dedup();
        said
    }

    #[test]
    fn every_phrase_begins_itself() {
        let mut faults = Vec::new();
        for row in rows(include_str!("machine.tsv")) {
            assert_eq!(row.len(), 3, "{row:?}");
            assert!(row[1].parse::<Lang>().is_ok(), "{row:?}");
            let Some(kind) = Said::of_name(row[0]) else {
                panic!("{row:?}");
            };
            for phrase in row[2].split('|') {
                let example = phrase.replace('*', " abc ").replace('~', "xyz");
                if !said(&example).contains(&kind) {
                    faults.push(format!("{} {}: {phrase}", row[0], row[1]));
                }
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    #[test]
    fn phrases_are_whole_words_unless_they_say_otherwise() {
        assert_eq!(said("Surely she knew."), []);
        assert_eq!(said("SURE!"), [Said::Opener]);
        assert!(said("As an AI-language model, I").contains(&Said::Model));
        assert!(said("以下是译文：").contains(&Said::Here));
        assert!(names_translation(
            &squeeze("die Übersetzungen"),
            "de-AT".parse().expect("a tag")
        ));
    }

    #[test]
    fn names_of_languages_are_known_in_many() {
        for (name, tag) in [
            ("indonesian", "id"),
            ("bahasa indonesia", "id"),
            ("немецкий", "de"),
        ] {
            assert_eq!(language_named(name), tag.parse().ok(), "{name}");
        }
        let longest = rows(include_str!("language-names.tsv"))
            .flat_map(|row| row[1].split('|').map(str::len).collect::<Vec<_>>())
            .max();
        assert!(longest.is_some_and(|longest| longest <= LONGEST_NAME));
    }
}

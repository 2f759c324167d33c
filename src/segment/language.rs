//! What the tables say of a language, looked up once per document.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::char::is_combining_mark;

use crate::data::ByLang;
use crate::data::words::{WordSet, fold, function_words, saying};
use crate::text::Lang;

/// Words in a clause that attributes a quotation.
const LONGEST_CLAUSE: usize = 10;
/// Among how many of them the verb stands, where it does not stand last.
const FIRST_WORDS: usize = 4;

/// What may follow an abbreviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follows {
    /// More of the sentence, always.
    More,
    /// A number; before anything else it is an ordinary word.
    Number,
    /// More of the sentence, or another one.
    Either,
}

/// By the abbreviation as the table has it, without the last stop.
type Abbreviations = HashMap<&'static str, Follows>;

/// What a number with a full stop is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ordinal {
    /// A number at the end of a sentence.
    #[default]
    No,
    /// An ordinal, or a number at the end of a sentence.
    Stop,
    /// The same, and a noun with a capital may follow.
    Noun,
}

/// A row of `sentences.tsv`.
#[derive(Debug, Default)]
struct Habits {
    ordinal: Ordinal,
    verb_last: bool,
    goes_on: Vec<&'static str>,
    ends: Vec<&'static str>,
}

static ABBREVIATIONS: LazyLock<ByLang<Abbreviations>> = LazyLock::new(|| {
    ByLang::new(include_str!("../data/abbreviations.tsv"), |row| {
        let kinds = [Follows::More, Follows::Number, Follows::Either];
        row.iter()
            .zip(kinds)
            .flat_map(|(words, kind)| words.split(' ').map(move |word| (word, kind)))
            .filter(|(word, _)| !word.is_empty())
            .collect()
    })
});

static HABITS: LazyLock<ByLang<Habits>> = LazyLock::new(|| {
    let words = |column: &'static str| column.split(' ').filter(|word| !word.is_empty()).collect();
    ByLang::new(include_str!("../data/sentences.tsv"), |row| Habits {
        ordinal: match row.first() {
            Some(&"stop") => Ordinal::Stop,
            Some(&"noun") => Ordinal::Noun,
            _ => Ordinal::No,
        },
        verb_last: row.get(1) == Some(&"last"),
        goes_on: row.get(2).map(|column| words(column)).unwrap_or_default(),
        ends: row.get(3).map(|column| words(column)).unwrap_or_default(),
    })
});

/// A language as the scanner needs it.
#[derive(Debug)]
pub struct Language {
    /// `;` asks a question.
    pub semicolon_asks: bool,
    /// Words are not divided by spaces.
    pub spaceless: bool,
    /// A verb of saying ends its clause.
    verb_last: bool,
    /// What a number with a full stop is.
    pub ordinal: Ordinal,
    /// Strings right behind a quotation that show that its sentence goes on.
    pub goes_on: &'static [&'static str],
    /// Words that end a sentence without a stop.
    pub ends: &'static [&'static str],
    abbreviations: Option<&'static Abbreviations>,
    common: Option<&'static Abbreviations>,
    function_words: &'static WordSet,
    saying: &'static WordSet,
}

impl Language {
    /// Looks a language up; of one without data only the common rules hold.
    pub fn of(lang: Lang) -> Self {
        let habits = HABITS.get(lang);
        Language {
            semicolon_asks: lang.base() == "el",
            spaceless: lang.is_spaceless(),
            verb_last: habits.is_some_and(|habits| habits.verb_last),
            ordinal: habits.map_or(Ordinal::No, |habits| habits.ordinal),
            goes_on: habits.map_or(&[], |habits| &habits.goes_on),
            ends: habits.map_or(&[], |habits| &habits.ends),
            abbreviations: ABBREVIATIONS.get(lang),
            common: ABBREVIATIONS.get(Lang::UNKNOWN),
            function_words: function_words(lang),
            saying: saying(lang),
        }
    }

    /// What may follow a word with a full stop, if it is a known abbreviation.
    pub fn abbreviation(&self, word: &str) -> Option<Follows> {
        let tables = || self.abbreviations.iter().chain(&self.common);
        tables()
            .find_map(|table| table.get(word).copied())
            .or_else(|| {
                let mut characters = word.chars();
                let first = characters.next().filter(|first| first.is_uppercase())?;
                // A single capital is an initial.
                let second = characters.next()?;
                let lower: String = first
                    .to_lowercase()
                    .chain([second])
                    .chain(characters)
                    .collect();
                tables().find_map(|table| table.get(lower.as_str()).copied())
            })
    }

    /// Whether a word is one of the closed classes: it begins a sentence if it has a capital.
    pub fn is_function_word(&self, word: &str) -> bool {
        self.function_words.contains(&fold(word))
    }

    /// Whether a clause does nothing but name who said what stands before it.
    pub fn says(&self, clause: &str) -> bool {
        if self.spaceless {
            return self.saying.ends(clause);
        }
        let words: Vec<String> = clause
            .split(|character: char| {
                !(character.is_alphanumeric() || character == '\'' || is_combining_mark(character))
            })
            .filter(|word| !word.is_empty())
            .map(fold)
            .collect();
        let verb = |first: usize| self.saying.starts(&words[first..]);
        if self.verb_last {
            words.len() <= LONGEST_CLAUSE
                && (0..words.len())
                    .any(|first| verb(first) > 0 && first + verb(first) == words.len())
        } else {
            words.len() <= LONGEST_CLAUSE
                && (0..words.len().min(FIRST_WORDS)).any(|first| verb(first) > 0)
        }
    }
}

//! Word lists by language: closed-class words, verbs of saying, nouns that introduce titles.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

use foldhash::fast::FixedState;
use unicode_normalization::UnicodeNormalization;

use super::ByLang;
use crate::text::Lang;

/// Bytes of words that are folded where they stand.
const SHORT: usize = 32;

/// Words of one kind in one language, lower-case.
#[derive(Debug, Default)]
pub struct WordSet {
    words: HashSet<&'static str, FixedState>,
    /// Beginnings of words, where the language inflects too much to list forms.
    stems: Vec<&'static str>,
    /// Forms of several words, each with its words.
    phrases: Vec<Vec<&'static str>>,
    /// Ends of words, where whatever ends so is meant.
    endings: Vec<&'static str>,
}

impl WordSet {
    fn new(forms: &'static str) -> Self {
        let mut set = WordSet::default();
        for form in forms.split(' ').filter(|form| !form.is_empty()) {
            if let Some(ending) = form.strip_prefix('*') {
                set.endings.push(ending);
            } else if let Some(stem) = form.strip_suffix('*') {
                set.stems.push(stem);
            } else if form.contains('_') {
                set.phrases.push(form.split('_').collect());
            } else {
                set.words.insert(form);
            }
        }
        set
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.stems.is_empty() && self.phrases.is_empty()
    }

    /// Whether a lower-case word is in the list.
    pub fn contains(&self, word: &str) -> bool {
        self.words.contains(word) || self.stems.iter().any(|stem| word.starts_with(stem))
    }

    /// Whether a word is in the list, however it is cased.
    pub fn holds(&self, word: &str) -> bool {
        let mut lower = [0; SHORT];
        match lower.get_mut(..word.len()) {
            Some(lower) if word.is_ascii() => {
                lower.copy_from_slice(word.as_bytes());
                lower.make_ascii_lowercase();
                str::from_utf8(lower).is_ok_and(|lower| self.contains(lower))
            }
            _ => self.contains(&folded(word)),
        }
    }

    /// How many of the lower-case words at the start of `words` make up a form; 0 if none do.
    pub fn starts(&self, words: &[impl AsRef<str>]) -> usize {
        let phrase = self
            .phrases
            .iter()
            .filter(|phrase| {
                phrase.len() <= words.len()
                    && phrase.iter().zip(words).all(|(a, b)| *a == b.as_ref())
            })
            .map(Vec::len)
            .max()
            .unwrap_or(0);
        match words.first() {
            Some(word) if phrase == 0 && self.contains(word.as_ref()) => 1,
            _ => phrase,
        }
    }

    /// Whether a text without spaces between words ends with a form.
    pub fn ends(&self, text: &str) -> bool {
        self.words.iter().any(|word| text.ends_with(word))
    }

    /// The first place where a form occurs inside a text without spaces between words.
    pub fn find(&self, text: &str) -> Option<std::ops::Range<usize>> {
        self.words
            .iter()
            .filter_map(|word| text.find(word).map(|at| at..at + word.len()))
            .min_by_key(|range| (range.start, usize::MAX - range.end))
    }
}

/// The words of a row, made into a set when first asked for: a text needs those of its own
/// language only.
struct Row {
    forms: &'static str,
    set: OnceLock<WordSet>,
}

/// A table of word lists by language, read when first asked for.
macro_rules! lists {
    ($(#[$doc:meta] $name:ident, $file:literal, $column:literal;)*) => {$(
        #[$doc]
        ///
        /// Empty for a language without a row.
        pub fn $name(lang: Lang) -> &'static WordSet {
            static TABLE: OnceLock<(ByLang<Row>, WordSet)> = OnceLock::new();
            let (table, none) = TABLE.get_or_init(|| {
                let column = |row: &[&'static str]| Row {
                    forms: row.get($column).copied().unwrap_or_default(),
                    set: OnceLock::new(),
                };
                (ByLang::new(include_str!($file), column), WordSet::default())
            });
            table
                .get(lang)
                .map_or(none, |row| row.set.get_or_init(|| WordSet::new(row.forms)))
        }
    )*};
}

lists! {
    /// Closed-class words: articles, pronouns, prepositions, conjunctions, auxiliaries.
    function_words, "function-words.tsv", 0;
    /// Verbs that attribute speech: said, added, stressed.
    saying, "speech-verbs.tsv", 0;
    /// Verbs that give a name or label: called, dubbed, described.
    naming, "speech-verbs.tsv", 1;
    /// Nouns that introduce a title, a name or a label in quotation marks: film, group, slogan.
    title_cues, "title-cues.tsv", 0;
    /// Titles of persons: Mr, President, spokeswoman.
    honorifics, "honorifics.tsv", 0;
    /// Pronouns that are written with a capital out of courtesy: Sie, Вы, Usted.
    courtesy, "courtesy.tsv", 0;
    /// Words that may stand twice in a row: had had, sie sie.
    doubled, "doubled.tsv", 0;
    /// Articles and the like, which lead straight on to the next word.
    before_noun, "before-noun.tsv", 0;
    /// Prepositions, conjunctions and the like, which lead on to the next part of the clause.
    leading_on, "before-noun.tsv", 1;
    /// Abbreviations, without their stop, before which more of the sentence always follows.
    abbreviations_of_names, "abbreviations.tsv", 0;
    /// Abbreviations before numbers.
    abbreviations_of_numbers, "abbreviations.tsv", 1;
    /// Abbreviations that may end a sentence.
    abbreviations_at_ends, "abbreviations.tsv", 2;
    /// Words with a capital that name neither a person nor a place; see [`no_bearer`].
    no_bearers, "no-person-no-place.tsv", 0;
    /// Words that look like two usual words run together and are none.
    joined, "joined-words.tsv", 0;
    /// Common words without forms made by an ending; see [`is_common`].
    common, "common-words.tsv", 0;
}

/// Whether a word is one that is written with a stop: etc., Inc., Mr.
pub fn is_abbreviation(word: &str, lang: Lang) -> bool {
    let lists = [
        abbreviations_of_names,
        abbreviations_of_numbers,
        abbreviations_at_ends,
    ];
    let known = |word: &str| {
        lists
            .iter()
            .any(|list| list(lang).contains(word) || list(Lang::UNKNOWN).contains(word))
    };
    known(word) || known(&word.to_lowercase())
}

/// Endings with which English makes a form of another word, and what the word has instead.
const ENDINGS: &[(&str, &[&str])] = &[
    ("iness", &["y"]),
    ("ness", &[""]),
    ("ings", &["", "e"]),
    ("ing", &["", "e"]),
    ("ies", &["y"]),
    ("ied", &["y"]),
    ("ily", &["y"]),
    ("ed", &["", "e"]),
    ("es", &["", "e"]),
    ("ly", &["", "le"]),
    ("s", &[""]),
];

/// Whether a lower-case word that is written with a capital names neither a person nor a place.
pub fn no_bearer(lang: Lang, word: &str) -> bool {
    let words = no_bearers(lang);
    words.contains(word) || words.endings.iter().any(|ending| word.ends_with(ending))
}

/// Whether the common words of a language are known.
pub fn has_common(lang: Lang) -> bool {
    !common(lang).is_empty()
}

/// Whether a lower-case word is a common one of the language, which may be a name all the same.
/// False for a language without a list.
pub fn is_common(lang: Lang, word: &str) -> bool {
    let common = common(lang);
    if common.is_empty() {
        return false;
    }
    common.contains(word)
        || ENDINGS.iter().any(|(ending, others)| {
            word.strip_suffix(ending).is_some_and(|stem| {
                stem.len() >= 3
                    && others
                        .iter()
                        .any(|other| common.contains(format!("{stem}{other}").as_str()))
            })
        })
}

/// Every closed-class word of one part, language by language.
pub fn closed_class() -> impl Iterator<Item = (Lang, &'static str)> {
    super::rows(include_str!("function-words.tsv")).flat_map(|row| {
        let lang = row[0].parse().unwrap_or(Lang::UNKNOWN);
        row.into_iter()
            .skip(1)
            .flat_map(|words| words.split(' '))
            .filter(|word| !word.is_empty() && !word.contains('_'))
            .map(move |word| (lang, word))
    })
}

/// Whether the language's press sets no dash between a quotation and its verb of saying.
pub fn refuses_dash(lang: Lang) -> bool {
    static TABLE: OnceLock<ByLang<()>> = OnceLock::new();
    TABLE
        .get_or_init(|| ByLang::new(include_str!("dash-attribution.tsv"), |_| ()))
        .get(lang)
        .is_some()
}

/// Whether the language doubles words freely, with a space between; `None` where that is not known.
pub fn reduplicates(lang: Lang) -> Option<bool> {
    static TABLE: OnceLock<ByLang<bool>> = OnceLock::new();
    TABLE
        .get_or_init(|| {
            ByLang::new(include_str!("doubled.tsv"), |row| {
                row.get(1).is_some_and(|how| *how == "free")
            })
        })
        .get(lang)
        .copied()
}

/// Which closed-class words of one language never follow which.
#[derive(Debug, Default)]
pub struct Follows {
    /// By the first word: those that never follow it, and those that hardly ever do.
    pairs: HashMap<&'static str, [Vec<&'static str>; 2], FixedState>,
}

impl Follows {
    /// Whether `second` never follows `first` (`true`) or hardly ever (`false`); `None` where it
    /// may. `<` stands for the start of a sentence, `>` for its end mark.
    pub fn after(&self, first: &str, second: &str) -> Option<bool> {
        let [never, hardly] = self.pairs.get(first)?;
        if never.contains(&second) {
            return Some(true);
        }
        hardly.contains(&second).then_some(false)
    }
}

/// Closed-class words that do not follow each other; `None` for a language that was not counted.
pub fn unheard(lang: Lang) -> Option<&'static Follows> {
    static TABLE: OnceLock<ByLang<Follows>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut langs: BTreeMap<Lang, Follows> = BTreeMap::new();
        for row in super::rows(include_str!("unheard.tsv")) {
            let [lang, first, never, hardly] = row[..] else {
                continue;
            };
            let words = |cell: &'static str| cell.split(' ').filter(|word| *word != "-").collect();
            langs
                .entry(lang.parse().unwrap_or(Lang::UNKNOWN))
                .or_default()
                .pairs
                .insert(first, [words(never), words(hardly)]);
        }
        ByLang::from_rows(langs.into_iter())
    });
    table.get(lang)
}

/// Whether the language writes capitals after a prefix (eNingizimu, tSraith).
pub fn inner_capitals(lang: Lang) -> bool {
    static TABLE: OnceLock<ByLang<()>> = OnceLock::new();
    TABLE
        .get_or_init(|| ByLang::new(include_str!("inner-capitals.tsv"), |_| ()))
        .get(lang)
        .is_some()
}

/// By word: how well it is told as the first and as the second of two that are run together.
pub type Joins = HashMap<&'static str, (u8, u8), FixedState>;

/// The usual words of a language, each with how well it is told as the first and as the second
/// half of two words that are run together; `None` for a language that was not counted.
pub fn joins(lang: Lang) -> Option<&'static Joins> {
    static TABLE: OnceLock<ByLang<JoinsRow>> = OnceLock::new();
    let row = TABLE
        .get_or_init(|| {
            ByLang::new(include_str!("joins.tsv"), |row| JoinsRow {
                words: row[0],
                scores: OnceLock::new(),
            })
        })
        .get(lang)?;
    Some(row.scores.get_or_init(|| {
        let score = |digits: &str, at: usize| digits.as_bytes()[at].wrapping_sub(b'0');
        row.words
            .split(' ')
            .filter_map(|word| word.split_at_checked(word.len().checked_sub(2)?))
            .map(|(word, digits)| (word, (score(digits, 0), score(digits, 1))))
            .collect()
    }))
}

/// Scores of words.
pub type Scores = HashMap<&'static str, (u8, u8), FixedState>;

/// A row of `joins.tsv`, read when its language is asked for.
struct JoinsRow {
    words: &'static str,
    scores: OnceLock<Joins>,
}

/// Whether the language writes two words as one compound.
pub fn compounds(lang: Lang) -> bool {
    static TABLE: OnceLock<ByLang<()>> = OnceLock::new();
    TABLE
        .get_or_init(|| ByLang::new(include_str!("compounds.tsv"), |_| ()))
        .get(lang)
        .is_some()
}

/// Letters that show where a word begins or ends.
#[derive(Debug, Default)]
pub struct Edges {
    /// That only end words.
    pub last: &'static str,
    /// That only begin words.
    pub first: &'static str,
    /// Of which a word has one.
    pub accented: &'static str,
}

/// Letters that only begin or end words; `None` for a language that has none.
pub fn edges(lang: Lang) -> Option<&'static Edges> {
    static TABLE: OnceLock<ByLang<Edges>> = OnceLock::new();
    let cell = |row: &[&'static str], at: usize| row[at].trim_matches('-');
    TABLE
        .get_or_init(|| {
            ByLang::new(include_str!("word-edges.tsv"), |row| Edges {
                last: cell(row, 0),
                first: cell(row, 1),
                accented: cell(row, 2),
            })
        })
        .get(lang)
}

/// Whether headlines in the language are often written with most words capitalised.
pub fn title_case(lang: Lang) -> bool {
    static TABLE: OnceLock<ByLang<()>> = OnceLock::new();
    TABLE
        .get_or_init(|| ByLang::new(include_str!("title-case.tsv"), |_| ()))
        .get(lang)
        .is_some()
}

/// Whether translators into the language put more words in marks than the source has, or fewer.
pub fn quote_custom(lang: Lang) -> Option<&'static str> {
    static TABLE: OnceLock<ByLang<&'static str>> = OnceLock::new();
    TABLE
        .get_or_init(|| ByLang::new(include_str!("quote-customs.tsv"), |row| row[0]))
        .get(lang)
        .copied()
}

/// Lower-case and NFC with every apostrophe made `'`, as the lists have it.
pub fn fold(word: &str) -> String {
    folded(word).into_owned()
}

/// The same; a word that is so already stays where it is.
pub fn folded(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        let upper = word.bytes().any(|byte| byte.is_ascii_uppercase());
        return if upper {
            word.to_ascii_lowercase().into()
        } else {
            word.into()
        };
    }
    // Latin, Cyrillic and Greek letters in one piece are composed already.
    let is_composed = |c: char| matches!(c, '\0'..='\u{2ff}' | '\u{386}'..='\u{481}');
    let composed: Cow<'_, str> = if word.chars().all(is_composed) {
        word.into()
    } else {
        word.nfc().collect::<String>().into()
    };
    composed
        .chars()
        .map(|c| match c {
            '’' | 'ʼ' | 'ʻ' | '‘' | '＇' => '\'',
            // Lower-casing would leave a combining dot.
            'İ' => 'i',
            c => c,
        })
        .flat_map(char::to_lowercase)
        .collect::<String>()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_hold_what_they_are_for() {
        let lang = |tag: &str| tag.parse().expect("a tag");
        assert!(function_words(lang("en")).contains("this"));
        assert!(saying(lang("de-AT")).contains("sagte"));
        assert!(title_cues(lang("tr")).contains("filminde"));
        assert!(function_words(Lang::UNKNOWN).is_empty());
        assert!(saying(lang("ja")).find("「はい」と述べた").is_some());
    }
}

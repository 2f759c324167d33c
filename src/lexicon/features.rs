//! From a word to the keys of its rows.

use std::collections::HashMap;
use std::sync::LazyLock;

use any_ascii::any_ascii_char;
use unicode_normalization::UnicodeNormalization;
use unicode_script::{Script, UnicodeScript};

use crate::annotate::romanize;
use crate::data::{self, ByLang};
use crate::text::Lang;

static TAGS: LazyLock<ByLang<Lang>> = LazyLock::new(|| {
    ByLang::new(include_str!("../data/lexicon-tags.tsv"), |row| {
        row[0].parse().unwrap_or(Lang::UNKNOWN)
    })
});

static FOLDS: LazyLock<HashMap<char, Option<char>>> = LazyLock::new(|| {
    let letter = |code: &str| u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
    data::rows(include_str!("../data/lexicon-fold.tsv"))
        .filter_map(|row| Some((letter(row[0])?, letter(row[1]))))
        .collect()
});

/// The language under which the words of a language are known: mostly the language itself, without
/// script and region.
pub fn tag(lang: Lang) -> Lang {
    TAGS.get(lang).copied().unwrap_or_else(|| lang.bare())
}

/// Appends the form of a word that is looked up: in lower case and NFKC, without points and other
/// signs that may be left out (`lexicon-fold.tsv`).
pub fn fold(word: &str, folded: &mut String) {
    if word.is_ascii() {
        folded.extend(
            word.bytes()
                .map(|byte| char::from(byte.to_ascii_lowercase())),
        );
        return;
    }
    for letter in word.nfkc().flat_map(char::to_lowercase).nfkc() {
        match FOLDS.get(&letter) {
            None => folded.push(letter),
            Some(other) => folded.extend(other),
        }
    }
}

/// FNV-1a (Fowler, Noll & Vo), which goes on byte by byte.
#[derive(Debug, Clone, Copy)]
struct Hash(u64);

impl Hash {
    const EMPTY: Hash = Hash(0xcbf2_9ce4_8422_2325);

    fn with(self, bytes: &[u8]) -> Hash {
        Hash(bytes.iter().fold(self.0, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }

    /// All bits mixed (the finaliser of MurmurHash3), the upper half kept.
    fn key(self) -> u32 {
        let mut hash = self.0;
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        ((hash ^ (hash >> 33)) >> 32) as u32
    }
}

/// The key of a whole word, folded, of the language that [`tag`] gives.
pub fn word_key(tag: Lang, folded: &str) -> u32 {
    Hash::EMPTY
        .with(b"w")
        .with(tag.base().as_bytes())
        .with(b" ")
        .with(folded.as_bytes())
        .key()
}

/// The key of a word of digits, the same in all scripts and languages.
pub fn number_key(folded: &str) -> u32 {
    let digits = folded.chars().map(|letter| match letter {
        '0'..='9' => letter as u8,
        _ => any_ascii_char(letter).bytes().next().unwrap_or(b'?'),
    });
    digits
        .fold(Hash::EMPTY.with(b"#"), |hash, digit| hash.with(&[digit]))
        .key()
}

/// A hash of what stands in the parts, of which none must hold a zero byte.
pub(super) fn text_hash(parts: &[&[u8]]) -> u64 {
    let hash = parts
        .iter()
        .fold(Hash::EMPTY, |hash, part| hash.with(part).with(b"\0"));
    hash.0 ^ hash.0 >> 32
}

/// Scripts whose letters are syllables or more.
fn is_dense(letter: char) -> bool {
    matches!(
        letter.script(),
        Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo
    )
}

/// Kana write the sounds of foreign words, which Latin letters can be compared with.
fn is_kana(letter: char) -> bool {
    matches!(letter.script(), Script::Hiragana | Script::Katakana) || letter == 'ー'
}

/// Scripts whose words are taken apart in Latin letters: alphabets of languages that share many
/// words and names with languages in Latin letters or with each other. Found by trial: Arabic,
/// Thai and Tamil lose by it.
fn is_romanized(letter: char) -> bool {
    matches!(
        letter.script(),
        Script::Cyrillic
            | Script::Greek
            | Script::Hebrew
            | Script::Armenian
            | Script::Georgian
            | Script::Devanagari
            | Script::Bengali
            | Script::Gujarati
            | Script::Gurmukhi
    )
}

/// Finds the character n-grams of words; keeps its memory from word to word.
#[derive(Debug, Default)]
pub struct Grams {
    bytes: Vec<u8>,
    /// Where each letter starts, and the end.
    starts: Vec<usize>,
    keys: Vec<u32>,
}

impl Grams {
    /// The keys of the n-grams of a folded word: of three to five letters with `<` and `>` around
    /// the word, in Latin letters in some scripts, or of one to three letters without them where a
    /// letter is a syllable or more; of a word in kana those of its Latin letters too. Every word
    /// has at least one.
    pub fn of(&mut self, folded: &str) -> &[u32] {
        self.keys.clear();
        if folded.is_ascii() {
            self.add(folded, false);
            return &self.keys;
        }
        let dense = folded.chars().any(is_dense);
        let sounds = if dense {
            folded.chars().all(is_kana)
        } else {
            folded.chars().any(is_romanized)
        };
        let roman = if sounds {
            romanize(folded)
        } else {
            String::new()
        };
        if dense || roman.is_empty() {
            self.add(folded, dense);
        }
        if !roman.is_empty() {
            self.add(&roman, false);
        }
        &self.keys
    }

    fn add(&mut self, word: &str, dense: bool) {
        self.bytes.clear();
        self.starts.clear();
        let (before, after) = if dense { ("", "") } else { ("<", ">") };
        for part in [before, word, after] {
            let at = self.bytes.len();
            self.starts
                .extend(part.char_indices().map(|(start, _)| at + start));
            self.bytes.extend_from_slice(part.as_bytes());
        }
        self.starts.push(self.bytes.len());
        let letters = self.starts.len() - 1;
        let (shortest, longest) = if dense { (1, 3) } else { (3, 5) };
        let known = self.keys.len();
        for first in 0..letters.min(LONGEST_WORD) {
            let mut hash = Hash::EMPTY.with(b"g");
            for last in first..letters.min(first + longest) {
                hash = hash.with(&self.bytes[self.starts[last]..self.starts[last + 1]]);
                if last + 1 - first >= shortest {
                    self.keys.push(hash.key());
                }
            }
        }
        if self.keys.len() == known {
            self.keys
                .push(Hash::EMPTY.with(b"g").with(&self.bytes).key());
        }
    }
}

/// Letters of a word from which n-grams start; what is longer is no word.
const LONGEST_WORD: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn grams(folded: &str) -> Vec<u32> {
        Grams::default().of(folded).to_vec()
    }

    fn folded(word: &str) -> String {
        let mut folded = String::new();
        fold(word, &mut folded);
        folded
    }

    #[test]
    fn spellings_of_a_word_fold_to_one() {
        for (word, other) in [
            ("Straße", "straße"),
            ("ЁЛКА", "елка"),
            ("İstanbul", "istanbul"),
            ("שָׁלוֹם", "שלום"),
            ("كِتَاب", "کتاب"),
            ("ﬁn", "fin"),
            ("ＡＢＣ", "abc"),
            ("Don’t", "don't"),
            ("می‌شود", "میشود"),
        ] {
            assert_eq!(folded(word), folded(other), "{word}");
        }
    }

    #[test]
    fn digits_of_all_scripts_have_one_key() {
        assert_eq!(number_key("2024"), number_key("٢٠٢٤"));
        assert_eq!(number_key("2024"), number_key("२०२४"));
        assert_ne!(number_key("2024"), number_key("2025"));
    }

    #[test]
    fn n_grams_have_borders_where_letters_are_small() {
        // <a>
        assert_eq!(grams("a").len(), 1);
        // <of of> <of>
        assert_eq!(grams("of").len(), 3);
        // 部 门 部门
        assert_eq!(grams("部门").len(), 3);
        assert!(
            grams("handlung")
                .iter()
                .any(|key| grams("abhandlung").contains(key))
        );
        assert_eq!(grams("").len(), 1);
        assert_eq!(grams("слобода"), grams("sloboda"));
        assert_eq!(grams("मोदी"), grams("modi"));
    }

    #[test]
    fn relatives_share_a_tag() {
        let tag_of = |lang: &str| tag(lang.parse().expect("a tag")).to_string();
        assert_eq!(tag_of("sr-Cyrl"), "hr");
        assert_eq!(tag_of("zsm"), "id");
        assert_eq!(tag_of("zh-Hant-TW"), "zh");
        assert_eq!(tag_of("pt-BR"), "pt");
    }
}

//! Letters that the words of a language do not have.

use std::sync::LazyLock;

use super::{Token, Tongues};
use crate::annotate::language::Tongue;
use crate::data::ByLang;
use crate::text::{Confidence, Lang};

/// The letters of a language beyond a to z.
#[derive(Debug)]
struct Alphabet {
    letters: Vec<char>,
    cyrillic: bool,
}

static ALPHABETS: LazyLock<ByLang<Alphabet>> = LazyLock::new(|| {
    ByLang::new(include_str!("../../data/alphabets.tsv"), |row| {
        let mut letters: Vec<char> = row.first().map_or("", |cell| cell).chars().collect();
        letters.sort_unstable();
        Alphabet {
            cyrillic: letters.iter().copied().any(is_cyrillic),
            letters,
        }
    })
});

impl Alphabet {
    /// The letters of a language, if it is known to be written in this script.
    fn of(lang: Lang, cyrillic: bool) -> Option<&'static Alphabet> {
        let alphabet = ALPHABETS.get(lang)?;
        (alphabet.cyrillic == cyrillic).then_some(alphabet)
    }

    /// Whether a word has a letter of this script that the language has not.
    fn lacks(&self, word: &str) -> bool {
        !word.is_ascii()
            && word.chars().any(|letter| {
                let script = if self.cyrillic {
                    is_cyrillic(letter)
                } else {
                    is_latin(letter)
                };
                script && {
                    let mut lower = letter.to_lowercase();
                    let lower = lower.next().unwrap_or(letter);
                    self.letters.binary_search(&lower).is_err()
                }
            })
    }
}

fn is_cyrillic(letter: char) -> bool {
    matches!(letter, '\u{400}'..='\u{52f}')
}

/// Beyond a to z.
fn is_latin(letter: char) -> bool {
    matches!(letter, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
        && !matches!(letter, '\u{d7}' | '\u{f7}')
}

/// Of words of every kind, the share that must have letters of another language, one in so many:
/// borrowed words keep theirs in Latin script, but not in Cyrillic.
const SHARE_LATIN: usize = 3;
const SHARE_CYRILLIC: usize = 6;

/// Different words with such letters, from which on it is medium and high confidence.
const MEDIUM: usize = 2;
const HIGH: usize = 3;

/// How sure it is that a text is in none of the languages that are close to its document's, by
/// the letters of its words.
pub fn foreign<'a>(
    tokens: impl Iterator<Item = Token<'a>>,
    tongue: &Tongue,
    cyrillic: bool,
    all: &[Tongues],
) -> Option<Confidence> {
    let own = Alphabet::of(tongue.lang, cyrillic)?;
    let mut strange: Vec<&str> = Vec::new();
    let mut words = 0;
    for token in tokens {
        if !token.is_plain() {
            continue;
        }
        words += 1;
        if own.lacks(token.text) && !strange.contains(&token.text) {
            strange.push(token.text);
        }
    }
    let share = if cyrillic {
        SHARE_CYRILLIC
    } else {
        SHARE_LATIN
    };
    if strange.len() < MEDIUM || strange.len() * share < words {
        return None;
    }
    // A language that is close may have them.
    let near = all
        .iter()
        .filter(|other| other.tongue.is_near(tongue))
        .filter_map(|other| Alphabet::of(other.tongue.lang, cyrillic));
    let strange_to_all = near.fold(strange.len(), |least, alphabet| {
        least.min(strange.iter().filter(|word| alphabet.lacks(word)).count())
    });
    match strange_to_all {
        HIGH.. => Some(Confidence::High),
        MEDIUM.. => Some(Confidence::Medium),
        _ => None,
    }
}

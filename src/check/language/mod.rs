//! Texts, sentences and words that are in another language than the translation's.

mod alphabet;
mod foreign_script;
mod foreign_words;
mod judge;
mod source_words;
mod spelling;
mod untranslated;
mod wrong;

use super::{Check, Pair};
use crate::annotate::language::{Langs, Tongue};
use crate::lexicon::{Lexicon, tag, word_key};
use crate::text::{Lang, Notes, Shape, Side, Span, Word};

/// The checks of this family.
pub static CHECKS: &[&Check] = &[
    &untranslated::CHECK,
    &wrong::CHECK,
    &source_words::CHECK,
    &foreign_words::CHECK,
    &foreign_script::CHECK,
];

/// A language with the words that are known of it.
#[derive(Debug, Clone, Copy)]
struct Tongues {
    tongue: Tongue,
    tag: Lang,
    lexicon: &'static Lexicon,
}

impl Tongues {
    fn of(lang: Lang) -> Self {
        let tongue = Tongue::of(lang);
        Tongues {
            tongue,
            tag: tag(tongue.lang),
            lexicon: Lexicon::shipped(),
        }
    }

    /// Whether a word is in the closed class.
    fn closes(&self, langs: Langs) -> bool {
        langs.meets(self.tongue.own)
    }

    /// Whether a word, folded as the lexicon has it, is in the lexicon.
    fn has(&self, folded: &str) -> bool {
        self.lexicon.has(word_key(self.tag, folded))
    }
}

/// The languages of a bead, if they can be told apart.
fn apart(pair: &Pair<'_>) -> Option<(Tongue, Tongue)> {
    let source = Tongue::of(pair.source.document.lang);
    let target = Tongue::of(pair.target.document.lang);
    (!source.is_near(&target)).then_some((source, target))
}

/// A word with what is known of its place.
#[derive(Debug, Clone, Copy)]
struct Token<'a> {
    text: &'a str,
    span: Span,
    shape: Shape,
    /// It is the first of its segment, where every word has a capital.
    first: bool,
}

impl Token<'_> {
    /// Whether it is written as an ordinary word of running text.
    fn is_plain(&self) -> bool {
        match self.shape {
            Shape::Lower | Shape::Caseless => true,
            Shape::Capital => self.first,
            Shape::Upper | Shape::Mixed | Shape::Digits => false,
        }
    }
}

/// The words of segments.
fn tokens<'a>(side: &'a Side, notes: &'a [Notes]) -> impl Iterator<Item = Token<'a>> + Clone {
    notes.iter().flat_map(move |notes| {
        notes
            .words
            .iter()
            .enumerate()
            .map(move |(index, word)| token(side, word, index == 0))
    })
}

fn token<'a>(side: &'a Side, word: &Word, first: bool) -> Token<'a> {
    Token {
        text: side.document.slice(word.span),
        span: word.span,
        shape: word.shape,
        first,
    }
}

/// FNV-1a of a word as it is written.
fn identity(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// A language's English name is not at hand, so messages say its tag.
fn name(lang: Lang) -> String {
    lang.to_string()
}

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use aho_corasick::AhoCorasick;

use super::Lang;

/// What the user wants of words: glossaries, forbidden words, words that stay as they are.
#[derive(Debug, Default)]
pub struct Wishes {
    /// In the order in which they were given.
    pub concepts: Vec<Concept>,
    /// Made for each pair of languages when a check first asks for it.
    indexes: Mutex<BTreeMap<(Lang, Lang), Arc<WishIndex>>>,
}

impl Wishes {
    /// Of these concepts.
    pub fn new(concepts: Vec<Concept>) -> Self {
        Wishes {
            concepts,
            indexes: Mutex::default(),
        }
    }

    /// The index for a pair of languages; `make` makes it where there is none yet.
    pub fn index(
        &self,
        source: Lang,
        target: Lang,
        make: impl FnOnce(&[Concept]) -> WishIndex,
    ) -> Arc<WishIndex> {
        // What a thread that panicked has left is whole: an index is put in when it is made.
        let mut indexes = self.indexes.lock().unwrap_or_else(PoisonError::into_inner);
        indexes
            .entry((source, target))
            .or_insert_with(|| Arc::new(make(&self.concepts)))
            .clone()
    }
}

/// What terms of several languages mean.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Concept {
    /// In the order of the file.
    pub terms: Vec<Term>,
    /// A remark for the translator.
    pub note: Option<String>,
}

/// One term of a concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Whose it is.
    pub of: TermSide,
    /// As the glossary has it, without the space around it.
    pub text: String,
    /// Whether it may be used.
    pub status: TermStatus,
    /// Case counts.
    pub case: bool,
}

/// Which side of a translation a term belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermSide {
    /// The source, whatever its language.
    Source,
    /// The target, whatever its language.
    Target,
    /// The side of this language.
    Lang(Lang),
}

/// Whether a term may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum TermStatus {
    /// It may, or must.
    #[default]
    Allowed,
    /// It must not.
    Forbidden,
    /// It stays as it is in every language.
    Untranslated,
}

/// The terms of two languages, ready to be looked for.
#[derive(Debug, Default)]
pub struct WishIndex {
    /// Terms of the source that ask for something.
    pub source: TermIndex,
    /// Terms of the target, those that are forbidden and those that are not.
    pub target: TermIndex,
}

/// Terms of one side.
#[derive(Debug, Default)]
pub struct TermIndex {
    /// By what the first word is looked up with.
    pub words: HashMap<String, Vec<TermEntry>>,
    /// Finds terms of scripts without spaces in folded text.
    pub unspaced: Option<AhoCorasick>,
    /// What `unspaced` finds, by its number.
    pub found: Vec<TermEntry>,
}

/// A term as it is looked for.
#[derive(Debug, Clone)]
pub struct TermEntry {
    /// Its number among the concepts.
    pub concept: u32,
    /// Its number in the concept.
    pub term: u32,
    /// Its words, folded.
    pub words: Vec<String>,
}

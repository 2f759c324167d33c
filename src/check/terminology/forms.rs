//! Words in their forms.

use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

use crate::data::ByLang;
use crate::text::Lang;

static AFFIXES: LazyLock<ByLang<[Vec<&'static str>; 2]>> = LazyLock::new(|| {
    ByLang::new(include_str!("../../data/term-affixes.tsv"), |row| {
        [row[0], row[1]].map(|cell| {
            let affixes = cell.split(' ').filter(|affix| *affix != "-");
            affixes.collect()
        })
    })
});

/// How a language forms its words.
pub struct Forms {
    stemmer: Option<Stemmer>,
    affixes: Option<&'static [Vec<&'static str>; 2]>,
}

impl Forms {
    /// Of a language.
    pub fn of(lang: Lang) -> Self {
        let algorithm = match lang.base() {
            "ar" => Some(Algorithm::Arabic),
            "da" => Some(Algorithm::Danish),
            "nl" | "af" => Some(Algorithm::Dutch),
            "en" => Some(Algorithm::English),
            "fi" => Some(Algorithm::Finnish),
            "fr" => Some(Algorithm::French),
            "de" => Some(Algorithm::German),
            "el" => Some(Algorithm::Greek),
            "hu" => Some(Algorithm::Hungarian),
            "it" => Some(Algorithm::Italian),
            "nb" | "nn" | "no" => Some(Algorithm::Norwegian),
            "pt" => Some(Algorithm::Portuguese),
            "ro" => Some(Algorithm::Romanian),
            "ru" => Some(Algorithm::Russian),
            "es" => Some(Algorithm::Spanish),
            "sv" => Some(Algorithm::Swedish),
            "tr" => Some(Algorithm::Turkish),
            _ => None,
        };
        Forms {
            stemmer: algorithm.map(Stemmer::create),
            affixes: AFFIXES.get(lang),
        }
    }

    /// What the first word of a term is looked up with.
    pub fn key(&self, word: &str) -> String {
        match &self.stemmer {
            Some(stemmer) => stemmer.stem(word).into_owned(),
            None if self.affixes.is_some() => word.to_owned(),
            None => beginning(word).to_owned(),
        }
    }

    /// What a word of a text may be looked up with.
    pub fn keys(&self, word: &str) -> Vec<String> {
        let mut keys = vec![self.key(word)];
        for stem in self.stems(word) {
            keys.push(stem.to_owned());
        }
        keys
    }

    /// The word without what may be written together with it.
    fn stems<'w>(&self, word: &'w str) -> Vec<&'w str> {
        let Some([before, after]) = self.affixes else {
            return Vec::new();
        };
        let left = |rest: &&str| rest.chars().count() >= 2;
        let mut stems: Vec<&str> = before
            .iter()
            .filter_map(|affix| word.strip_prefix(affix))
            .filter(left)
            .collect();
        for whole in [word].into_iter().chain(stems.clone()) {
            let ends = after.iter().filter_map(|affix| whole.strip_suffix(affix));
            stems.extend(ends.filter(left));
        }
        stems
    }

    /// Whether a word of a text is a form of a word of a term.
    pub fn same(&self, term: &str, word: &str) -> bool {
        if term == word {
            return true;
        }
        if let Some(stemmer) = &self.stemmer {
            return stemmer.stem(term) == stemmer.stem(word);
        }
        if self.affixes.is_some() {
            return self.stems(word).contains(&term);
        }
        let (shared, term, word) = lengths(term, word);
        shared >= 4 && shared * 10 >= term * 7 && word <= shared + 4
    }

    /// Whether a word of a text may hold a word of a term: as a form of it, as a part of a
    /// compound, or as a word of the same root.
    pub fn holds(&self, term: &str, word: &str) -> bool {
        if self.same(term, word) {
            return true;
        }
        let (shared, of_term, of_word) = lengths(term, word);
        let least = if term.is_ascii() { 3 } else { 2 };
        if of_term >= least && word.contains(term) {
            return true;
        }
        // Endings that no stemmer takes off, and compounds that lose a letter at the joint.
        let stem: String = term.chars().take(of_term - of_term / 5 - 1).collect();
        of_term >= 5 && word.contains(&stem) || shared >= 3 && shared * 2 >= of_term.max(of_word)
    }
}

/// Characters that two words begin with together, and how long each is.
fn lengths(a: &str, b: &str) -> (usize, usize, usize) {
    let shared = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    (shared, a.chars().count(), b.chars().count())
}

/// The first four letters of a word.
fn beginning(word: &str) -> &str {
    let end = word.char_indices().nth(4).map_or(word.len(), |(at, _)| at);
    &word[..end]
}

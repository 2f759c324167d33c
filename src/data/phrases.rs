//! Look-up of whole lines in tables of phrases.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longer lines are running text, whatever they begin with (bytes).
pub(super) const LONGEST: usize = 600;

/// The two first or last letters of a folded phrase: the key of look-ups.
type Key = [char; 2];

fn start_key(text: &str) -> Key {
    let mut letters = fold(text);
    [(); 2].map(|()| letters.next().unwrap_or(' '))
}

fn end_key(text: &str) -> Key {
    // Enough for two letters and all the marks on them.
    let start = text.char_indices().rev().nth(7).map_or(0, |(at, _)| at);
    let mut key = [' '; 2];
    for letter in fold(&text[start..]) {
        key = [letter, key[0]];
    }
    key
}

/// NFC, in lower case, white space as blanks.
fn fold(text: &str) -> impl Iterator<Item = char> + '_ {
    text.nfc().flat_map(char::to_lowercase).map(
        |letter| {
            if letter.is_whitespace() { ' ' } else { letter }
        },
    )
}

/// As [`fold`], with runs of white space made one.
fn folded(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for letter in fold(text) {
        if letter != ' ' || !result.ends_with(' ') {
            result.push(letter);
        }
    }
    result
}

/// Without the punctuation, signs and white space around it.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(is_edge)
}

/// Words that are more than punctuation.
pub(super) fn spoken_words(text: &str) -> usize {
    let spoken = |word: &&str| !trimmed(word).is_empty();
    text.split_whitespace().filter(spoken).count()
}

fn is_edge(letter: char) -> bool {
    // The sign of copyright is the only word of some lines.
    !letter.is_alphanumeric() && !is_combining_mark(letter) && letter != '©'
}

/// A table of phrases with what each means.
#[derive(Debug)]
pub(super) struct Phrases<T> {
    /// Phrases without a run.
    whole: HashMap<String, Entry<T>>,
    /// Phrases with a run, by how they begin.
    by_start: HashMap<Key, Vec<Runs<T>>>,
    /// Phrases that begin with a run, by how they end.
    by_end: HashMap<Key, Vec<Runs<T>>>,
    /// Phrases that begin and end with a run.
    anywhere: Vec<Runs<T>>,
    /// How phrases without a run begin.
    starts: HashSet<Key>,
    /// Their first words, without the punctuation around them.
    first_words: HashSet<String>,
    /// Words of the longest phrase without a run.
    most_words: usize,
}

#[derive(Debug, Clone, Copy)]
struct Entry<T> {
    kind: T,
    /// Whether it begins with a bracket, which must be there.
    bracket: bool,
}

impl<T: Copy> Entry<T> {
    fn in_place(self, bracket: bool) -> Option<T> {
        (bracket || !self.bracket).then_some(self.kind)
    }
}

/// A phrase with runs of any text between its parts.
#[derive(Debug)]
struct Runs<T> {
    parts: Vec<String>,
    entry: Entry<T>,
}

impl<T> Runs<T> {
    /// Whether a text that is not folded has the first letter of the part between two runs; for
    /// scripts without case, in which such phrases are.
    fn may_fit(&self, text: &str) -> bool {
        let letter = self.parts.get(1).and_then(|part| part.chars().next());
        letter.is_some_and(|letter| text.contains(letter))
    }

    fn fits(&self, text: &str) -> bool {
        let [first, middle @ .., last] = &self.parts[..] else {
            return false;
        };
        let Some(rest) = text.strip_prefix(first.as_str()) else {
            return false;
        };
        let Some(mut rest) = rest.strip_suffix(last.as_str()) else {
            return false;
        };
        for part in middle {
            match rest.split_once(part.as_str()) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
        true
    }
}

impl<T: Copy> Phrases<T> {
    /// From patterns: literal text and `*` for any run of characters, also none.
    pub fn new(patterns: impl Iterator<Item = (&'static str, T)>) -> Self {
        let mut table = Phrases {
            whole: HashMap::new(),
            by_start: HashMap::new(),
            by_end: HashMap::new(),
            anywhere: Vec::new(),
            starts: HashSet::new(),
            first_words: HashSet::new(),
            most_words: 0,
        };
        for (pattern, kind) in patterns {
            table.add(pattern, kind);
        }
        for phrase in table.whole.keys() {
            table.starts.insert(start_key(phrase));
            let first = phrase.split(' ').map(trimmed).find(|word| !word.is_empty());
            table.first_words.extend(first.map(str::to_owned));
            table.most_words = table.most_words.max(spoken_words(phrase));
        }
        table
    }

    fn add(&mut self, pattern: &str, kind: T) {
        let entry = Entry {
            kind,
            bracket: begins_with_bracket(pattern),
        };
        let mut parts: Vec<String> = pattern.split('*').map(folded).collect();
        let [first, .., last] = &parts[..] else {
            self.whole.entry(folded(trimmed(pattern))).or_insert(entry);
            return;
        };
        // "Required fields are marked *": the run may be empty. "Source: *" needs its text.
        if let ([_, _], Some(phrase)) = (&parts[..], first.strip_suffix(' '))
            && last.is_empty()
            && !phrase.ends_with(is_edge)
        {
            let phrase = trimmed(phrase).to_owned();
            self.whole.entry(phrase).or_insert(entry);
        }
        let first = first.trim_start_matches(is_edge).to_owned();
        let last = last.trim_end_matches(is_edge).to_owned();
        let bucket = if !first.is_empty() {
            self.by_start.entry(start_key(&first)).or_default()
        } else if !last.is_empty() {
            self.by_end.entry(end_key(&last)).or_default()
        } else {
            &mut self.anywhere
        };
        let end = parts.len() - 1;
        parts[0] = first;
        parts[end] = last;
        if parts.iter().all(String::is_empty) {
            return;
        }
        bucket.push(Runs { parts, entry });
    }

    /// Whether a phrase without a run can begin with these words.
    pub fn may_begin<'a>(&self, mut words: impl Iterator<Item = &'a str>) -> bool {
        words
            .find(|word| !trimmed(word).is_empty())
            .is_some_and(|word| self.first_words.contains(&folded(trimmed(word))))
    }

    /// Words of the longest phrase without a run, as [`spoken_words`] counts them.
    pub fn most_words(&self) -> usize {
        self.most_words
    }

    /// Whether a phrase that begins or ends so can be in the table at all.
    fn may_hold(&self, phrase: &str, start: Key, end: Key) -> bool {
        self.starts.contains(&start)
            || self.by_start.contains_key(&start)
            || self.by_end.contains_key(&end)
            || self.anywhere.iter().any(|runs| runs.may_fit(phrase))
    }

    /// What a line means. `runs`: phrases with runs count too.
    pub fn find(&self, line: &str, runs: bool) -> Option<T> {
        let phrase = trimmed(line);
        if phrase.is_empty() || phrase.len() > LONGEST {
            return None;
        }
        let bracket = begins_with_bracket(line);
        let (start, end) = (start_key(phrase), end_key(phrase));
        if !self.may_hold(phrase, start, end) {
            return None;
        }
        let phrase = folded(phrase);
        if let Some(kind) = self.whole.get(&phrase).and_then(|e| e.in_place(bracket)) {
            return Some(kind);
        }
        if !runs {
            return None;
        }
        let by_start = self.by_start.get(&start).into_iter().flatten();
        let by_end = self.by_end.get(&end).into_iter().flatten();
        by_start
            .chain(by_end)
            .chain(&self.anywhere)
            .filter(|runs| runs.fits(&phrase))
            .find_map(|runs| runs.entry.in_place(bracket))
    }
}

fn begins_with_bracket(text: &str) -> bool {
    text.trim_start()
        .starts_with(['(', '（', '[', '［', '【', '〔'])
}

//! Look-up of whole lines in tables of phrases.

use std::collections::{HashMap, HashSet};

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Longer lines are running text, whatever they begin with (bytes).
pub(super) const LONGEST: usize = 600;

/// Bytes of a line that are compared before all of it is.
const HEAD: usize = 48;

/// The two first or last letters of a folded phrase: the key of look-ups.
type Key = [char; 2];

fn start_key(text: &str) -> Key {
    // Nothing that follows can join with an ASCII letter but a combining mark.
    if let [first, second, third, ..] = text.as_bytes()
        && first.is_ascii()
        && second.is_ascii()
        && third.is_ascii()
    {
        return [ascii_key(*first), ascii_key(*second)];
    }
    let mut letters = fold(text);
    [(); 2].map(|()| letters.next().unwrap_or(' '))
}

fn end_key(text: &str) -> Key {
    if let [.., before, last] = text.as_bytes()
        && before.is_ascii()
        && last.is_ascii()
    {
        return [ascii_key(*last), ascii_key(*before)];
    }
    // Enough for two letters and all the marks on them.
    let start = text.char_indices().rev().nth(7).map_or(0, |(at, _)| at);
    let mut key = [' '; 2];
    for letter in fold(&text[start..]) {
        key = [letter, key[0]];
    }
    key
}

fn ascii_key(byte: u8) -> char {
    if byte.is_ascii_whitespace() {
        ' '
    } else {
        char::from(byte.to_ascii_lowercase())
    }
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
    if text.is_ascii() {
        return collapsed(text.bytes().map(ascii_key), text.len());
    }
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        let letters = text.chars().flat_map(char::to_lowercase);
        return collapsed(letters, text.len());
    }
    collapsed(fold(text), text.len())
}

fn collapsed(letters: impl Iterator<Item = char>, length: usize) -> String {
    let mut result = String::with_capacity(length);
    let mut blank = false;
    for letter in letters {
        if letter.is_whitespace() {
            if !blank {
                result.push(' ');
            }
            blank = true;
        } else {
            result.push(letter);
            blank = false;
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
    /// Their first two words (the only one of a phrase of one word), without the punctuation
    /// around them.
    openings: HashSet<String>,
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
    /// Whether a text can fit that begins so when it is folded.
    fn may_begin(&self, head: &str) -> bool {
        let first = self.parts.first().map_or("", String::as_str);
        // The last letter of the head may have been cut off from its marks.
        let sure = head.char_indices().next_back().map_or(0, |(at, _)| at);
        first.starts_with(&head[..sure]) || head.starts_with(first)
    }

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
            openings: HashSet::new(),
            most_words: 0,
        };
        for (pattern, kind) in patterns {
            table.add(pattern, kind);
        }
        for phrase in table.whole.keys() {
            table.starts.insert(start_key(phrase));
            let mut words = phrase
                .split(' ')
                .map(trimmed)
                .filter(|word| !word.is_empty());
            if let Some(first) = words.next() {
                let second = words.next();
                let opening = second.map(|second| format!("{first} {second}"));
                table
                    .openings
                    .insert(opening.unwrap_or_else(|| first.to_owned()));
            }
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
    pub fn may_begin<'a>(&self, words: impl Iterator<Item = &'a str>) -> bool {
        let mut words = words.map(trimmed).filter(|word| !word.is_empty());
        let Some(first) = words.next() else {
            return false;
        };
        let mut opening = folded(first);
        if self.openings.contains(&opening) {
            return true;
        }
        let Some(second) = words.next() else {
            return false;
        };
        opening.push(' ');
        opening.push_str(&folded(second));
        self.openings.contains(&opening)
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
        let by_start = || self.by_start.get(&start).into_iter().flatten();
        let by_end = || self.by_end.get(&end).into_iter().flatten();
        // Running text often begins with the same two letters, seldom with the same words.
        let whole = self.may_begin(phrase.split_whitespace());
        let runs = runs && {
            let head = folded(cut(phrase, HEAD));
            by_start().any(|runs| runs.may_begin(&head))
                || by_end().next().is_some()
                || self.anywhere.iter().any(|runs| runs.may_fit(phrase))
        };
        if !whole && !runs {
            return None;
        }
        let phrase = folded(phrase);
        let kind = self.whole.get(&phrase).and_then(|e| e.in_place(bracket));
        if kind.is_some() || !runs {
            return kind;
        }
        by_start()
            .chain(by_end())
            .chain(&self.anywhere)
            .filter(|runs| runs.fits(&phrase))
            .find_map(|runs| runs.entry.in_place(bracket))
    }
}

/// The first bytes of a text.
fn cut(text: &str, length: usize) -> &str {
    if text.len() <= length {
        return text;
    }
    let mut end = length;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn begins_with_bracket(text: &str) -> bool {
    text.trim_start()
        .starts_with(['(', '（', '[', '［', '【', '〔'])
}

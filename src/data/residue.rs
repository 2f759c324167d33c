//! Phrases that pages print round an article: `residue.tsv`.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::rows;

/// What a phrase is for on its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResidueKind {
    /// Share bars.
    Share,
    /// Related articles and teasers.
    Related,
    /// Comment forms.
    Comment,
    /// Links to and names of the source.
    Source,
    /// Author lines.
    Byline,
    /// Menus, search, pages, players, advertisements.
    Navigation,
    /// Cookies, newsletters, subscriptions.
    Consent,
}

impl ResidueKind {
    fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "share" => ResidueKind::Share,
            "related" => ResidueKind::Related,
            "comment" => ResidueKind::Comment,
            "source" => ResidueKind::Source,
            "byline" => ResidueKind::Byline,
            "navigation" => ResidueKind::Navigation,
            "consent" => ResidueKind::Consent,
            _ => return None,
        })
    }
}

/// Longer lines are running text, whatever they begin with (bytes).
const LONGEST: usize = 600;

/// Most words of a line that is divided into phrases.
const MOST_WORDS: usize = 80;

/// What a line of a page is, if it is a phrase that pages of any language print round an article.
/// Case, white space and the punctuation around it do not matter.
pub fn residue(line: &str) -> Option<ResidueKind> {
    let line = trimmed(line);
    if line.is_empty() || line.len() > LONGEST {
        return None;
    }
    TABLE.find(line, true)
}

/// The phrases of a line, with their bytes in it, if it is nothing but such phrases side by side:
/// "Source link Related Articles Leave a Reply". Empty if there is anything else in the line.
pub fn residues(line: &str) -> Vec<(Range<usize>, ResidueKind)> {
    if line.len() > LONGEST {
        return Vec::new();
    }
    // Runs of any text come last, or they would swallow the phrases beside them.
    let phrases = divide(line, false);
    if !phrases.is_empty() {
        return phrases;
    }
    if let Some(kind) = residue(line) {
        return vec![(range(line, trimmed(line)), kind)];
    }
    divide(line, true)
}

fn range(line: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr() as usize - line.as_ptr() as usize;
    start..start + part.len()
}

/// `runs`: the last phrase may be one with runs.
fn divide(line: &str, runs: bool) -> Vec<(Range<usize>, ResidueKind)> {
    let words: Vec<Range<usize>> = line
        .split_whitespace()
        .map(|word| range(line, word))
        .collect();
    if words.len() > MOST_WORDS {
        return Vec::new();
    }
    // best[n]: the last phrase of the division of the first n words into the fewest phrases.
    let mut best: Vec<Option<Phrase>> = vec![None; words.len() + 1];
    for first in 0..words.len() {
        let count = match &best[first] {
            Some(phrase) => phrase.count + 1,
            None if first == 0 => 1,
            None => continue,
        };
        for end in first + 1..=words.len() {
            if best[end].as_ref().is_some_and(|known| known.count <= count) {
                continue;
            }
            let text = trimmed(&line[words[first].start..words[end - 1].end]);
            if let Some(kind) = TABLE.find(text, runs && end == words.len()) {
                best[end] = Some(Phrase {
                    count,
                    first,
                    range: range(line, text),
                    kind,
                });
            }
        }
    }
    let mut phrases = Vec::new();
    let mut end = words.len();
    while end > 0 {
        let Some(phrase) = best[end].take() else {
            return Vec::new();
        };
        phrases.push((phrase.range, phrase.kind));
        end = phrase.first;
    }
    phrases.reverse();
    phrases
}

/// The last phrase of a division.
#[derive(Debug, Clone)]
struct Phrase {
    /// Phrases up to and with this one.
    count: usize,
    /// Its first word.
    first: usize,
    /// In the line.
    range: Range<usize>,
    kind: ResidueKind,
}

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
fn trimmed(text: &str) -> &str {
    text.trim_matches(is_edge)
}

fn is_edge(letter: char) -> bool {
    !letter.is_alphanumeric() && !is_combining_mark(letter)
}

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::new(include_str!("residue.tsv")));

struct Table {
    /// Phrases without a run.
    whole: HashMap<String, ResidueKind>,
    /// Phrases with a run, by how they begin.
    by_start: HashMap<Key, Vec<Runs>>,
    /// Phrases that begin with a run, by how they end.
    by_end: HashMap<Key, Vec<Runs>>,
    /// Phrases that begin and end with a run.
    anywhere: Vec<Runs>,
    /// How phrases without a run begin.
    starts: HashSet<Key>,
}

/// A phrase with runs of any text between its parts.
struct Runs {
    parts: Vec<String>,
    kind: ResidueKind,
}

impl Runs {
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

impl Table {
    fn new(table: &'static str) -> Self {
        let mut whole = HashMap::new();
        let mut by_start: HashMap<Key, Vec<Runs>> = HashMap::new();
        let mut by_end: HashMap<Key, Vec<Runs>> = HashMap::new();
        let mut anywhere = Vec::new();
        for row in rows(table) {
            let [kind, _, pattern] = row[..] else {
                continue;
            };
            let Some(kind) = ResidueKind::of_name(kind) else {
                continue;
            };
            let parts: Vec<String> = pattern.split('*').map(folded).collect();
            let [first, .., last] = &parts[..] else {
                whole.entry(folded(trimmed(pattern))).or_insert(kind);
                continue;
            };
            // "Required fields are marked *": the run may be empty. "Source: *" needs its text.
            if let ([_, _], Some(phrase)) = (&parts[..], first.strip_suffix(' '))
                && last.is_empty()
                && !phrase.ends_with(is_edge)
            {
                whole.entry(trimmed(phrase).to_owned()).or_insert(kind);
            }
            let first = first.trim_start_matches(is_edge).to_owned();
            let last = last.trim_end_matches(is_edge).to_owned();
            let bucket = if !first.is_empty() {
                by_start.entry(start_key(&first)).or_default()
            } else if !last.is_empty() {
                by_end.entry(end_key(&last)).or_default()
            } else {
                &mut anywhere
            };
            let mut parts = parts;
            let end = parts.len() - 1;
            parts[0] = first;
            parts[end] = last;
            bucket.push(Runs { parts, kind });
        }
        let starts = whole.keys().map(|phrase| start_key(phrase)).collect();
        Table {
            whole,
            by_start,
            by_end,
            anywhere,
            starts,
        }
    }

    /// Whether a phrase that begins or ends so can be in the table at all.
    fn may_hold(&self, phrase: &str, start: Key, end: Key) -> bool {
        self.starts.contains(&start)
            || self.by_start.contains_key(&start)
            || self.by_end.contains_key(&end)
            || self.anywhere.iter().any(|runs| runs.may_fit(phrase))
    }

    /// The kind of a trimmed phrase; `runs`: phrases with runs count too.
    fn find(&self, phrase: &str, runs: bool) -> Option<ResidueKind> {
        let (start, end) = (start_key(phrase), end_key(phrase));
        if !self.may_hold(phrase, start, end) {
            return None;
        }
        let phrase = folded(phrase);
        if let Some(kind) = self.whole.get(&phrase) {
            return Some(*kind);
        }
        if !runs {
            return None;
        }
        let by_start = self.by_start.get(&start).into_iter().flatten();
        let by_end = self.by_end.get(&end).into_iter().flatten();
        by_start
            .chain(by_end)
            .chain(&self.anywhere)
            .find(|runs| runs.fits(&phrase))
            .map(|runs| runs.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_whatever_stands_around_them() {
        for line in [
            "Source link",
            "  SOURCE  LINK:",
            "» Leave a Reply «",
            "You can share this story on social media:",
            "Your email address will not be published. Required fields are marked *",
            "Back to top button",
            "Źródło informacji",
            "Z\u{301}ródło informacji",
        ] {
            assert!(residue(line).is_some(), "{line}");
        }
        assert_eq!(residue("Leave a Reply"), Some(ResidueKind::Comment));
    }

    #[test]
    fn sentences_are_no_residue() {
        for line in [
            "",
            "***",
            "He asked the source to link the two reports.",
            "Sharing the story was a mistake, the minister said.",
            "Back to top form, the team won.",
        ] {
            assert_eq!(residue(line), None, "{line}");
            assert!(residues(line).is_empty(), "{line}");
        }
    }

    #[test]
    fn a_line_of_several_phrases_is_divided() {
        let line = "Source link | Related Articles Leave a Reply";
        let phrases: Vec<_> = residues(line)
            .into_iter()
            .map(|(range, kind)| (&line[range], kind))
            .collect();
        assert_eq!(
            phrases,
            [
                ("Source link", ResidueKind::Source),
                ("Related Articles", ResidueKind::Related),
                ("Leave a Reply", ResidueKind::Comment),
            ]
        );
    }

    #[test]
    fn all_rows_are_understood() {
        for row in rows(include_str!("residue.tsv")) {
            assert_eq!(row.len(), 3, "{row:?}");
            assert!(ResidueKind::of_name(row[0]).is_some(), "{row:?}");
            let example = row[2].replace('*', "Abc");
            assert!(residue(&example).is_some(), "{row:?}");
        }
    }
}

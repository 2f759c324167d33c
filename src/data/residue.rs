//! Phrases that pages print round an article: `residue.tsv`.

use std::ops::Range;
use std::sync::LazyLock;

use super::phrases::{LONGEST, Phrases, spoken_words, trimmed};
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

/// Most words of a line that is divided into phrases.
const MOST_WORDS: usize = 80;

/// What a line of a page is, if it is a phrase that pages of any language print round an article.
/// Case, white space and the punctuation around it do not matter.
pub fn residue(line: &str) -> Option<ResidueKind> {
    TABLE.find(line, true)
}

static TABLE: LazyLock<Phrases<ResidueKind>> = LazyLock::new(|| {
    Phrases::new(rows(include_str!("residue.tsv")).filter_map(|row| {
        let [kind, _, pattern] = row[..] else {
            return None;
        };
        Some((pattern, ResidueKind::of_name(kind)?))
    }))
});

/// The phrases of a line, with their bytes in it, if it is nothing but such phrases side by side:
/// "Source link Related Articles Leave a Reply". Empty if there is anything else in the line.
pub fn residues(line: &str) -> Vec<(Range<usize>, ResidueKind)> {
    if line.len() > LONGEST {
        return Vec::new();
    }
    // Runs of any text come last, or they would swallow the phrases beside them.
    let begins = TABLE.may_begin(line.split_whitespace());
    if begins {
        let phrases = divide(line, false);
        if !phrases.is_empty() {
            return phrases;
        }
    }
    if let Some(kind) = residue(line) {
        return vec![(range(line, trimmed(line)), kind)];
    }
    if begins {
        divide(line, true)
    } else {
        Vec::new()
    }
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
    let lengths: Vec<usize> = words
        .iter()
        .map(|word| spoken_words(&line[word.clone()]))
        .collect();
    // best[n]: the last phrase of the division of the first n words into the fewest phrases.
    let mut best: Vec<Option<Phrase>> = vec![None; words.len() + 1];
    for first in 0..words.len() {
        let count = match &best[first] {
            Some(phrase) => phrase.count + 1,
            None if first == 0 => 1,
            None => continue,
        };
        // Most places of most lines are ruled out by one word.
        let begins = TABLE.may_begin(words[first..].iter().map(|word| &line[word.clone()]));
        let mut spoken = 0;
        for end in first + 1..=words.len() {
            spoken += lengths[end - 1];
            // Only the last phrase, if it has runs, can have more words than the table knows.
            let known = begins && spoken <= TABLE.most_words();
            if !(known || runs && end == words.len()) {
                continue;
            }
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

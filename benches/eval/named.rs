//! Names of people and places in the English text with their counterparts in a translation, found
//! without the code under test: by likeness of letters where names have capitals, otherwise by
//! standing in the same rows.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use any_ascii::any_ascii;
use strsim::jaro_winkler;

use crate::generator::words;
use crate::ntrex::{ENGLISH, Ntrex};
use crate::quotes::spaceless;

/// What bears a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bearer {
    Person,
    Place,
}

/// A name in a row.
#[derive(Debug, Clone)]
pub struct Named {
    pub row: usize,
    pub english: String,
    /// How the translation writes it there.
    pub form: String,
    pub kind: Bearer,
}

/// The names of all rows, in their order.
pub struct Names(Vec<Named>);

impl Names {
    pub fn all(&self) -> impl Iterator<Item = &Named> {
        self.0.iter()
    }

    pub fn row(&self, row: usize) -> &[Named] {
        self.in_slice(row..row + 1)
    }

    pub fn in_rows(&self, rows: Range<usize>) -> impl Iterator<Item = &Named> {
        self.in_slice(rows).iter()
    }

    fn in_slice(&self, rows: Range<usize>) -> &[Named] {
        let start = self.0.partition_point(|name| name.row < rows.start);
        let end = self.0.partition_point(|name| name.row < rows.end);
        &self.0[start..end]
    }

    /// The names that English and a language share.
    pub fn of(ntrex: &Ntrex, language: &str) -> Names {
        let english = english(ntrex);
        let lines = ntrex.whole(language);
        let has_case = lines
            .iter()
            .take(20)
            .any(|line| line.contains(char::is_uppercase) && line.contains(char::is_lowercase))
            && !matches!(
                ntrex.lang(language).base(),
                "ar" | "bn" | "fa" | "he" | "hi" | "ja" | "ko" | "ta" | "th" | "ur" | "zh"
            );
        let mut found = if has_case {
            by_letters(&english, lines)
        } else {
            by_rows(&english, lines, spaceless(ntrex.lang(language)))
        };
        found.sort_by(|a, b| (a.row, &a.english).cmp(&(b.row, &b.english)));
        found.dedup_by(|a, b| a.row == b.row && a.english == b.english);
        Names(found)
    }
}

/// English names with the rows in which they stand.
type Known = BTreeMap<String, (Bearer, BTreeSet<usize>)>;

fn english(ntrex: &Ntrex) -> Known {
    const TITLES: &[&str] = &[
        "Mr",
        "Mrs",
        "Ms",
        "Dr",
        "President",
        "Senator",
        "Judge",
        "Minister",
        "Secretary",
        "Sir",
        "Prince",
        "Princess",
        "Captain",
        "Professor",
        "Chancellor",
        "Governor",
        "Rep",
        "Sen",
    ];
    const SPEECH: &[&str] = &["said", "says", "told", "added", "who", "tweeted", "scored"];
    const PLACED: &[&str] = &[
        "in",
        "from",
        "near",
        "at",
        "across",
        "throughout",
        "outside",
    ];
    const NEVER: &[&str] = &[
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "christmas",
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "facebook",
        "twitter",
        "google",
    ];
    let lines = ntrex.whole(ENGLISH);
    let mut lower: BTreeSet<String> = BTreeSet::new();
    let split: Vec<Vec<Range<usize>>> = lines.iter().map(|line| words(line)).collect();
    for (line, words) in lines.iter().zip(&split) {
        for word in words {
            let text = &line[word.clone()];
            if text.starts_with(char::is_lowercase) {
                lower.insert(text.to_owned());
            }
        }
    }
    let mut votes: BTreeMap<String, (i32, BTreeSet<usize>)> = BTreeMap::new();
    for (row, (line, words)) in lines.iter().zip(&split).enumerate() {
        for (index, word) in words.iter().enumerate().skip(1) {
            let text = &line[word.clone()];
            let low = text.to_lowercase();
            let before = &line[words[index - 1].clone()];
            let gap = &line[words[index - 1].end..word.start];
            let is_name = text.len() >= 4
                && text.starts_with(char::is_uppercase)
                && text.chars().skip(1).all(char::is_lowercase)
                && matches!(gap, " " | ". ")
                && (gap == " " || TITLES.contains(&before))
                && !lower.contains(&low)
                && !NEVER.contains(&low.as_str())
                && ![
                    "ian", "ish", "ese", "ans", "ist", "ists", "ism", "can", "man",
                ]
                .iter()
                .any(|end| low.ends_with(end));
            if !is_name {
                continue;
            }
            let next = words.get(index + 1).map_or("", |next| &line[next.clone()]);
            let capital = before.starts_with(char::is_uppercase);
            let mut vote = 0;
            vote += i32::from(TITLES.contains(&before) || SPEECH.contains(&next));
            vote += i32::from(capital && index > 1 && !PLACED.contains(&before));
            vote -= 2 * i32::from(PLACED.contains(&before));
            let entry = votes.entry(text.to_owned()).or_default();
            entry.0 += vote;
            entry.1.insert(row);
        }
    }
    votes
        .into_iter()
        .filter(|(_, (vote, _))| *vote != 0)
        .map(|(name, (vote, rows))| {
            let kind = if vote > 0 {
                Bearer::Person
            } else {
                Bearer::Place
            };
            (name, (kind, rows))
        })
        .collect()
}

fn by_letters(english: &Known, lines: &[String]) -> Vec<Named> {
    let fold = |text: &str| any_ascii(text).to_lowercase();
    let capitals: Vec<Vec<(&str, String)>> = lines
        .iter()
        .map(|line| {
            words(line)
                .into_iter()
                .map(|word| &line[word])
                .filter(|word| word.starts_with(char::is_uppercase) && word.chars().count() >= 3)
                .map(|word| (word, fold(word)))
                .collect()
        })
        .collect();
    let mut found = Vec::new();
    for (name, (kind, rows)) in english {
        let folded = fold(name);
        for row in rows {
            let alike: BTreeSet<&str> = capitals[*row]
                .iter()
                .filter(|(_, other)| {
                    other.as_bytes().first() == folded.as_bytes().first()
                        && jaro_winkler(other, &folded) >= 0.86
                })
                .map(|(word, _)| *word)
                .collect();
            if let Some(form) = alike.first().filter(|_| alike.len() == 1) {
                found.push(Named {
                    row: *row,
                    english: name.clone(),
                    form: (*form).to_owned(),
                    kind: *kind,
                });
            }
        }
    }
    found
}

fn by_rows(english: &Known, lines: &[String], spaceless: bool) -> Vec<Named> {
    const LONGEST: usize = 10;
    let mut found = Vec::new();
    for (name, (kind, rows)) in english.iter().filter(|(_, (_, rows))| rows.len() >= 3) {
        // Runs of characters by the rows of the name that have them.
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows {
            let line = &lines[*row];
            let mut seen: BTreeSet<&str> = BTreeSet::new();
            let edges: Vec<usize> = line
                .char_indices()
                .map(|(at, _)| at)
                .chain([line.len()])
                .collect();
            for (start, from) in edges.iter().enumerate() {
                for to in edges.iter().skip(start + 2).take(LONGEST - 1) {
                    let run = &line[*from..*to];
                    if !run
                        .chars()
                        .all(|glyph| glyph.is_alphabetic() || is_sign(glyph))
                    {
                        break;
                    }
                    // Where words have spaces it ends with one.
                    let whole = spaceless
                        || !line[*to..]
                            .starts_with(|next: char| next.is_alphabetic() || is_sign(next));
                    if whole && !run.starts_with(is_sign) {
                        seen.insert(run);
                    }
                }
            }
            for run in seen {
                *counts.entry(run).or_default() += 1;
            }
        }
        let best = counts
            .into_iter()
            .filter(|(_, n)| *n * 4 >= rows.len() * 3)
            .map(|(run, n)| {
                let all = lines.iter().filter(|line| line.contains(run)).count();
                let dice = 2.0 * n as f64 / (all + rows.len()) as f64;
                (dice, run.chars().count(), run)
            })
            .filter(|(dice, _, _)| *dice >= 0.8)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.cmp(b.2)));
        let Some((_, _, form)) = best else {
            continue;
        };
        for row in rows.iter().filter(|row| lines[**row].contains(form)) {
            found.push(Named {
                row: *row,
                english: name.clone(),
                form: form.to_owned(),
                kind: *kind,
            });
        }
    }
    found
}

/// A vowel sign or virama of a script that has them, which belongs to the letter before it.
fn is_sign(glyph: char) -> bool {
    matches!(glyph, '\u{900}'..='\u{dff}' | '\u{e00}'..='\u{e7f}' | '\u{64b}'..='\u{652}')
        && !glyph.is_alphabetic()
        && !glyph.is_numeric()
        && !matches!(glyph, '।' | '॥')
}

//! Terms in a text, the longest first.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};
use unicode_script::{Script, UnicodeScript};

use super::forms::Forms;
use crate::annotate::annotate;
use crate::data::words::fold;
use crate::text::{
    Bitext, Block, Concept, Document, Lang, Origin, Role, Segment, Shape, Side, Span, Term,
    TermEntry, TermIndex, TermSide, TermStatus, WishIndex, Word,
};

/// A term that stands in a text.
#[derive(Debug, Clone, Copy)]
pub struct Match {
    pub span: Span,
    pub concept: u32,
    pub term: u32,
    /// Every word as the glossary has it, but for case.
    pub exact: bool,
}

/// The index of a bitext's wishes, if it has any.
pub fn index(bitext: &Bitext) -> Option<(&[Concept], Arc<WishIndex>)> {
    let wishes = bitext.wishes.as_ref()?;
    let source = bitext
        .source
        .as_ref()
        .map_or(Lang::UNKNOWN, |source| source.document.lang);
    let target = bitext.target.document.lang;
    let index = wishes.index(source, target, |concepts| {
        let of = |lang: Lang, side: TermSide| {
            move |term: &Term| match term.of {
                TermSide::Lang(of) => of.same_language(lang),
                of => of == side,
            }
        };
        WishIndex {
            source: build(concepts, source, of(source, TermSide::Source)),
            target: build(concepts, target, of(target, TermSide::Target)),
        }
    });
    Some((&wishes.concepts, index))
}

/// The terms of one side.
fn build(concepts: &[Concept], lang: Lang, is_of: impl Fn(&Term) -> bool) -> TermIndex {
    let forms = Forms::of(lang);
    let mut numbers = Vec::new();
    let mut text = String::new();
    let mut blocks = Vec::new();
    for (concept, of) in (0..).zip(concepts) {
        for (number, term) in (0..).zip(&of.terms) {
            if !is_of(term) {
                continue;
            }
            numbers.push((concept, number));
            let start = text.len();
            text.push_str(&term.text);
            blocks.push(Block {
                span: Span::new(start, text.len()),
                role: Role::Item,
                id: None,
                row: None,
            });
            text.push('\n');
        }
    }
    let segments = (0..).zip(&blocks);
    let segments = segments.map(|(block, of)| Segment {
        span: of.span,
        block,
    });
    let segments = segments.collect();
    let side = annotate(
        Document {
            path: String::new(),
            lang,
            origin: Origin::default(),
            text,
            blocks,
        },
        segments,
    );
    let mut index = TermIndex::default();
    let mut patterns = Vec::new();
    for ((segment, notes), (concept, term)) in side.segments.iter().zip(&side.notes).zip(numbers) {
        let text = side.document.slice(segment.span);
        let words = notes.words.iter();
        let words: Vec<String> = words
            .map(|word| fold(side.document.slice(word.span)))
            .collect();
        let entry = TermEntry {
            concept,
            term,
            words,
        };
        if text.chars().any(is_unspaced) || entry.words.is_empty() {
            patterns.push(lower(text).0);
            index.found.push(entry);
        } else {
            let key = forms.key(&entry.words[0]);
            index.words.entry(key).or_default().push(entry);
        }
    }
    if !patterns.is_empty() {
        // Patterns are too many for its limits only in glossaries that no machine could hold.
        index.unspaced = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&patterns)
            .ok();
    }
    index
}

/// The words of some segments, each with its folded form.
pub fn words(side: &Side, segments: Range<usize>) -> Vec<(Word, String)> {
    side.notes[segments]
        .iter()
        .flat_map(|notes| &notes.words)
        .map(|word| (*word, fold(side.document.slice(word.span))))
        .collect()
}

/// The terms in some segments, in text order; of those that overlap the longest, and all that
/// stand in the same place.
pub fn matches(
    concepts: &[Concept],
    index: &TermIndex,
    side: &Side,
    segments: Range<usize>,
) -> Vec<Match> {
    let mut found = Vec::new();
    if !index.words.is_empty() {
        spaced(concepts, index, side, segments.clone(), &mut found);
    }
    if let Some(automaton) = &index.unspaced {
        for segment in segments {
            unspaced(index, automaton, side, segment, &mut found);
        }
    }
    found.retain(|hit| {
        has_case(
            &concepts[hit.concept as usize].terms[hit.term as usize],
            side,
            hit.span,
        )
    });
    // The longest first; what is left of the others does not overlap them.
    found.sort_by_key(|hit| {
        (
            std::cmp::Reverse(hit.span.len()),
            hit.span,
            hit.concept,
            hit.term,
        )
    });
    let mut kept: Vec<Match> = Vec::new();
    for hit in found {
        let clear = |other: &Match| other.span == hit.span || !other.span.overlaps(hit.span);
        if kept.iter().all(clear) {
            kept.push(hit);
        }
    }
    kept.sort_by_key(|hit| (hit.span, hit.concept, hit.term));
    kept
}

fn spaced(
    concepts: &[Concept],
    index: &TermIndex,
    side: &Side,
    segments: Range<usize>,
    found: &mut Vec<Match>,
) {
    let forms = Forms::of(side.document.lang);
    let text = side.document.text.as_str();
    let words = words(side, segments);
    for (at, (word, folded)) in words.iter().enumerate() {
        if word.shape == Shape::Digits && !index.words.contains_key(folded) {
            continue;
        }
        let keys = forms.keys(folded);
        let entries = keys.iter().filter_map(|key| index.words.get(key)).flatten();
        for entry in entries {
            let Some(run) = words.get(at..at + entry.words.len()) else {
                continue;
            };
            let term = &concepts[entry.concept as usize].terms[entry.term as usize];
            let same = |(wanted, (_, folded)): (&String, &(Word, String))| {
                if term.status == TermStatus::Untranslated {
                    wanted == folded
                } else {
                    forms.same(wanted, folded)
                }
            };
            let together = run.windows(2).all(|pair| {
                let gap = &text[pair[0].0.span.end as usize..pair[1].0.span.start as usize];
                gap.len() <= 4 && !gap.contains(['.', ',', ';', ':', '!', '?', '(', ')'])
            });
            if together && entry.words.iter().zip(run).all(same) {
                found.push(Match {
                    span: run[0].0.span.cover(run[run.len() - 1].0.span),
                    concept: entry.concept,
                    term: entry.term,
                    exact: entry
                        .words
                        .iter()
                        .zip(run)
                        .all(|(wanted, (_, folded))| wanted == folded),
                });
            }
        }
    }
}

fn unspaced(
    index: &TermIndex,
    automaton: &AhoCorasick,
    side: &Side,
    segment: usize,
    found: &mut Vec<Match>,
) {
    let span = side.segments[segment].span;
    let text = side.document.slice(span);
    if text.is_ascii() {
        return;
    }
    let (folded, places) = lower(text);
    for hit in automaton.find_iter(&folded) {
        let place = |byte: usize| {
            let index = places.partition_point(|(at, _)| *at <= byte);
            places[..index].last().map_or(0, |(_, original)| *original)
        };
        let (start, end) = (
            place(hit.start()),
            if hit.end() == folded.len() {
                text.len()
            } else {
                place(hit.end())
            },
        );
        if start >= end || is_inside(text, start) || is_inside(text, end) {
            continue;
        }
        let entry = &index.found[hit.pattern().as_usize()];
        found.push(Match {
            span: Span::new(span.start as usize + start, span.start as usize + end),
            concept: entry.concept,
            term: entry.term,
            exact: true,
        });
    }
}

/// In lower case, with where each character begins there and here.
pub fn lower(text: &str) -> (String, Vec<(usize, usize)>) {
    let mut folded = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len() / 2);
    for (at, letter) in text.char_indices() {
        places.push((folded.len(), at));
        folded.extend(letter.to_lowercase());
    }
    (folded, places)
}

/// Whether a place is inside a word of katakana, or of an alphabet.
fn is_inside(text: &str, at: usize) -> bool {
    let (before, after) = (text[..at].chars().next_back(), text[at..].chars().next());
    let kana = |letter: Option<char>| {
        letter.is_some_and(|letter| matches!(letter, '\u{30a1}'..='\u{30fa}' | 'ー'))
    };
    let alphabetic = |letter: Option<char>| {
        letter.is_some_and(|letter| letter.is_alphanumeric() && !is_unspaced(letter))
    };
    kana(before) && kana(after) || alphabetic(before) && alphabetic(after)
}

/// Whether no spaces stand between the words of the letter's script.
fn is_unspaced(letter: char) -> bool {
    !letter.is_ascii()
        && matches!(
            letter.script(),
            Script::Han
                | Script::Hiragana
                | Script::Katakana
                | Script::Thai
                | Script::Lao
                | Script::Khmer
                | Script::Myanmar
        )
}

/// Whether a term is written as the glossary has it where that matters: where the glossary says so,
/// and where the term has capitals inside, as acronyms and brands have.
fn has_case(term: &Term, side: &Side, span: Span) -> bool {
    let mut letters = term.text.chars();
    letters.next();
    let capitals = letters.clone().any(char::is_uppercase) && !term.text.contains(' ');
    if !term.case && !capitals {
        return true;
    }
    let text = side.document.slice(span);
    // Endings may follow an acronym, and a heading may be all in capitals.
    text.starts_with(term.text.as_str())
        || !term.case && term.text.contains(char::is_lowercase) && text == term.text.to_uppercase()
}

/// The terms that may translate each of some concepts.
pub fn allowed(concepts: &[Concept], concept: u32, target: Lang) -> impl Iterator<Item = &Term> {
    concepts[concept as usize].terms.iter().filter(move |term| {
        term.status == TermStatus::Allowed
            && match term.of {
                TermSide::Target => true,
                TermSide::Source => false,
                TermSide::Lang(lang) => lang.same_language(target),
            }
    })
}

/// Whether some words of a text hold a term, in whatever order and form.
pub fn holds(forms: &Forms, term: &str, text: &str, words: &[(Word, String)]) -> bool {
    let (wanted, text) = (lower(term).0, lower(text).0);
    if text.contains(&wanted) {
        return true;
    }
    if wanted.chars().any(is_unspaced) {
        return false;
    }
    let parts = wanted.split(|letter: char| !letter.is_alphanumeric() && !is_mark(letter));
    let mut parts = parts.filter(|part| part.chars().count() > 2).peekable();
    // A term of short words stands as it is or not at all.
    parts.peek().is_some()
        && parts.all(|part| {
            let part = fold(part);
            words.iter().any(|(_, word)| forms.holds(&part, word))
        })
}

fn is_mark(letter: char) -> bool {
    unicode_normalization::char::is_combining_mark(letter)
}

/// Matches by place.
pub fn by_place(matches: Vec<Match>) -> Vec<(Span, Vec<Match>)> {
    let mut places: Vec<(Span, Vec<Match>)> = Vec::new();
    for hit in matches {
        match places.last_mut() {
            Some((span, hits)) if *span == hit.span => hits.push(hit),
            _ => places.push((hit.span, vec![hit])),
        }
    }
    places
}

/// How many times each concept is found.
pub fn concepts_of(matches: &[Match]) -> HashMap<u32, usize> {
    let mut counts = HashMap::new();
    for hit in matches {
        *counts.entry(hit.concept).or_default() += 1;
    }
    counts
}

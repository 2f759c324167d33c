//! What each block is on its page: headline, standfirst, body, furniture, residue.

use crate::data::residue::residues;
use crate::data::wire::{dateline, is_furniture};
use crate::text::{Block, Role, Span};

/// Widest headline and widest heading, in columns (wide letters are two).
const HEADLINE: usize = 180;
const HEADING: usize = 100;
/// Widest standfirst.
const STANDFIRST: usize = 400;

/// A block without its role.
#[derive(Debug, Clone, Copy)]
pub(super) struct Draft {
    /// Without the white space around it.
    pub span: Span,
    /// Whether white space sets it off from the block before it (or nothing stands before it).
    pub apart: bool,
    /// What markup says it is.
    pub said: Option<Role>,
}

/// What is to be known of a block to tell its role.
struct Look<'a> {
    text: &'a str,
    apart: bool,
    columns: usize,
    /// Ends as a sentence does.
    stopped: bool,
    residue: bool,
    furniture: bool,
    /// Mostly digits.
    stamp: bool,
    role: Option<Role>,
}

impl Look<'_> {
    /// A paragraph of the story rather than a line on the page.
    fn is_body(&self) -> bool {
        self.role.is_none() && !self.residue && !self.furniture
    }

    /// May be residue between two pieces of residue: a link, the title of another article.
    fn is_scrap(&self) -> bool {
        !self.stopped && self.columns <= HEADLINE
    }
}

/// Gives every block its role.
///
/// A text is taken for an article if its blocks are set off by blank lines or hold several
/// sentences; only an article has a headline. Otherwise it is a list of sentences, and all of it
/// is body but for residue at its ends.
pub(super) fn assign(text: &str, drafts: &[Draft]) -> Vec<Block> {
    let mut looks: Vec<Look> = drafts
        .iter()
        .map(|draft| {
            let text = draft.span.of(text);
            let residue = draft.said == Some(Role::Residue) || !residues(text).is_empty();
            Look {
                text,
                apart: draft.apart,
                columns: columns(text),
                stopped: is_stopped(text),
                residue,
                furniture: !residue && is_furniture(text),
                stamp: is_stamp(text),
                role: draft.said.filter(|said| *said != Role::Body),
            }
        })
        .collect();
    if drafts.iter().any(|draft| draft.said.is_some()) || is_article(&looks) {
        article(&mut looks);
    } else {
        ends(&mut looks);
    }
    drafts
        .iter()
        .zip(&looks)
        .map(|(draft, look)| Block {
            span: draft.span,
            role: look.role.unwrap_or_default(),
            id: None,
            row: None,
        })
        .collect()
}

fn is_article(looks: &[Look]) -> bool {
    let apart = looks.iter().skip(1).filter(|look| look.apart).count();
    let sentences: usize = looks.iter().map(|look| sentences(look.text)).sum();
    looks.len() > 1 && (2 * apart >= looks.len() - 1 || 2 * sentences >= 3 * looks.len())
}

/// Residue at both ends of a list of sentences.
fn ends(looks: &mut [Look]) {
    for look in looks.iter_mut().rev().take_while(|look| look.residue) {
        look.role = Some(Role::Residue);
    }
    for look in looks.iter_mut().take_while(|look| look.residue) {
        look.role = Some(Role::Residue);
    }
}

fn article(looks: &mut [Look]) {
    tail(looks);
    // Dates stand above and below the story; numbers in it belong to it.
    let is_story = |look: &Look| look.is_body() && look.stopped;
    let first = looks.iter().position(is_story).unwrap_or(0);
    let last = looks.iter().rposition(is_story).unwrap_or(0);
    for (index, look) in looks.iter_mut().enumerate() {
        if look.role != Some(Role::Headline) {
            if look.residue {
                look.role = Some(Role::Residue);
            } else if look.furniture || (look.stamp && !(first..=last).contains(&index)) {
                look.role = Some(Role::Furniture);
            }
        }
    }
    let usual = usual_columns(looks);
    let top = headline(looks, usual);
    standfirst(looks, top, usual);
    headings(looks, usual);
    items(looks);
}

/// From the residue after the last paragraph on everything is residue: between share bar and
/// comment form stand the titles of other articles, which no table can know.
fn tail(looks: &mut [Look]) {
    let story = looks
        .iter()
        .rposition(|look| look.is_body() && look.stopped && (look.columns > HEADING || look.apart));
    let start = story.map_or(0, |story| story + 1);
    let tail = &mut looks[start..];
    let Some(first) = tail.iter().position(|look| look.residue) else {
        return;
    };
    let last = tail.iter().rposition(|look| look.residue).unwrap_or(first);
    for (index, look) in tail.iter_mut().enumerate().skip(first) {
        let scrap = look.is_scrap() && (look.apart || index < last);
        if look.residue || (scrap && !look.furniture) {
            look.role = Some(Role::Residue);
        }
    }
}

/// The median width of the blocks that are not told apart yet.
fn usual_columns(looks: &[Look]) -> usize {
    let mut widths: Vec<usize> = looks
        .iter()
        .filter(|look| look.role.is_none())
        .map(|look| look.columns)
        .collect();
    widths.sort_unstable();
    widths.get(widths.len() / 2).copied().unwrap_or(0)
}

/// Finds the headline; returns the index of the block after it.
fn headline(looks: &mut [Look], usual: usize) -> Option<usize> {
    if let Some(said) = looks
        .iter()
        .position(|look| look.role == Some(Role::Headline))
    {
        return Some(said + 1);
    }
    let first = looks.iter().position(|look| look.role.is_none())?;
    let stories = looks[first + 1..]
        .iter()
        .filter(|look| look.role.is_none())
        .count();
    let look = &looks[first];
    let next_apart = looks.get(first + 1).is_some_and(|next| next.apart);
    let fits = !look.stopped && look.columns <= HEADLINE && (next_apart || look.columns < usual);
    if !fits || stories == 0 || dateline(look.text).is_some() {
        return None;
    }
    looks[first].role = Some(Role::Headline);
    Some(first + 1)
}

/// The block under the headline, if it is one sentence and shorter than the paragraphs are.
fn standfirst(looks: &mut [Look], top: Option<usize>, usual: usize) {
    if looks.iter().any(|look| look.role == Some(Role::Standfirst)) {
        return;
    }
    let Some(under) = top.and_then(|top| {
        let after = looks.get(top..)?;
        Some(top + after.iter().position(|look| look.role.is_none())?)
    }) else {
        return;
    };
    let stories = looks[under + 1..]
        .iter()
        .filter(|look| look.role.is_none())
        .count();
    let look = &looks[under];
    let single = sentences(look.text) <= 1 && look.columns <= STANDFIRST;
    let short = if look.stopped {
        5 * look.columns < 3 * usual
    } else {
        true
    };
    if single && short && stories >= 2 && dateline(look.text).is_none() {
        looks[under].role = Some(Role::Standfirst);
    }
}

/// Short lines without a stop that stand by themselves before a paragraph.
fn headings(looks: &mut [Look], usual: usize) {
    let Some(start) = looks.iter().position(|look| look.role.is_none()) else {
        return;
    };
    for index in start + 1..looks.len() {
        let Some(next) = looks.get(index + 1) else {
            break;
        };
        let before_text = next.role.is_none() && next.columns > looks[index].columns;
        let look = &looks[index];
        if look.role.is_none()
            && look.apart
            && next.apart
            && before_text
            && !look.stopped
            && look.columns <= HEADING
            && 2 * look.columns < usual
            && !look.text.ends_with([':', ',', ';', '：', '，', '；', '、'])
        {
            looks[index].role = Some(Role::Heading);
        }
    }
}

/// Lines with bullets, two and more in a row.
fn items(looks: &mut [Look]) {
    let bulleted = |look: &Look| {
        look.role.is_none()
            && look
                .text
                .starts_with(['•', '▪', '◦', '‣', '·', '●', '○', '■', '*', '・'])
    };
    for index in 0..looks.len() {
        let beside = (index > 0 && looks[index - 1].role == Some(Role::Item))
            || looks.get(index + 1).is_some_and(bulleted);
        if beside && bulleted(&looks[index]) {
            looks[index].role = Some(Role::Item);
        }
    }
}

/// A line that is mostly digits: a date, a time, a count of comments.
fn is_stamp(text: &str) -> bool {
    if text.len() > 60 {
        return false;
    }
    let digits = text.chars().filter(|letter| letter.is_numeric()).count();
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    digits >= 4 && digits >= letters
}

/// How wide a text is, in columns: letters of East Asian scripts are two.
pub(super) fn columns(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.chars()
        .map(|letter| {
            let wide =
                is_wide(letter) || matches!(letter, '\u{1100}'..='\u{115F}' | '가'..='\u{D7A3}');
            1 + usize::from(wide)
        })
        .sum()
}

/// Whether a letter is of a script without spaces and two columns wide: CJK to Yi, compatibility
/// and full-width forms, the planes of ideographs.
pub(super) fn is_wide(letter: char) -> bool {
    matches!(
        letter,
        '\u{2E80}'..='\u{A4CF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FE30}'..='\u{FE6F}'
            | '\u{FF00}'..='\u{FF60}'
            | '\u{FFE0}'..='\u{FFE6}'
            | '\u{20000}'..='\u{3FFFD}'
    )
}

/// What may stand behind the stop of a sentence.
const CLOSERS: [char; 19] = [
    '"', '\'', '”', '’', '“', '»', '«', '›', ')', ']', '』', '」', '）', '】', '》', '〉', '*',
    '\u{200f}', '\u{200e}',
];

fn is_stop(letter: char) -> bool {
    matches!(
        letter,
        '.' | '!'
            | '?'
            | '…'
            | '。'
            | '！'
            | '？'
            | '．'
            | '｡'
            | '؟'
            | '۔'
            | '।'
            | '॥'
            | '։'
            | '።'
            | '፧'
            | '។'
            | '။'
            | '༎'
            | '᙮'
    )
}

/// Whether a text ends as a sentence does.
pub(super) fn is_stopped(text: &str) -> bool {
    let text = text.trim_end_matches(|letter: char| CLOSERS.contains(&letter) || letter == ' ');
    text.ends_with(is_stop)
}

/// Roughly how many sentences a text holds: stops with white space and no small letter after
/// them, and the stops of scripts that put no space there. Abbreviations count too, so that this
/// is for averages and for texts of one sentence.
fn sentences(text: &str) -> usize {
    let mut count = 1;
    for (at, letter) in text.char_indices() {
        if !is_stop(letter) {
            continue;
        }
        let rest = text[at + letter.len_utf8()..].trim_start_matches(CLOSERS);
        let tight = matches!(letter, '。' | '！' | '？' | '｡');
        let after = rest.trim_start();
        let begins = after
            .chars()
            .next()
            .is_some_and(|next| !next.is_lowercase());
        let initial = letter == '.'
            && text[..at]
                .rsplit(|letter: char| !letter.is_alphanumeric())
                .next()
                .is_some_and(|word| word.chars().count() <= 2);
        if begins && (tight || after.len() < rest.len()) && !initial {
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_and_sentences() {
        assert!(is_stopped("He said: “No.”"));
        assert!(is_stopped("彼は言った。」"));
        assert!(!is_stopped("China demands US lift ‘illegal sanctions’"));
        assert_eq!(sentences("One. Two? “Three.” Four"), 4);
        assert_eq!(
            sentences("The U.S. and Mr. J. Reed agree on 3.5 per cent."),
            1
        );
        assert_eq!(sentences("一つ。二つ。"), 2);
    }
}

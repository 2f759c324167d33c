//! Plain text: paragraphs that are set off by blank lines, or one a line.

use crate::text::{Block, Document, Lang, Role, Span};

use super::place::whole;
use super::roles::{Draft, assign, columns, is_stopped};

/// Text that is broken by hand or program is narrower than this.
const WIDEST: usize = 100;
/// And its lines are longer than this.
const NARROWEST: usize = 30;

/// Reads plain text. Lines are blocks, unless they are broken at a margin: then the lines between
/// two blank lines are one block.
pub fn plain(path: &str, text: String, lang: Lang) -> Document {
    let lines = lines(&text);
    let paragraphs = paragraphs(&text, &lines);
    let blocks = assign(&text, &paragraphs);
    let origin = whole(&text);
    Document {
        path: path.to_owned(),
        lang,
        text,
        blocks,
        origin,
    }
}

/// Reads plain text of which every line, the empty ones too, is a block.
pub(super) fn by_line(path: &str, text: String, lang: Lang) -> Document {
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let stem = line.strip_suffix('\n').unwrap_or(line);
        let stem = stem.strip_suffix('\r').unwrap_or(stem);
        blocks.push(Block {
            span: Span::new(start, start + stem.len()),
            role: Role::Body,
            id: None,
            row: None,
        });
        start += line.len();
    }
    let origin = whole(&text);
    Document {
        path: path.to_owned(),
        lang,
        text,
        blocks,
        origin,
    }
}

/// A line that is not blank.
#[derive(Debug, Clone, Copy)]
struct Line {
    /// Without the white space around it.
    span: Span,
    /// Whether the line before it is blank or missing.
    apart: bool,
    /// Whether white space stands before it.
    indented: bool,
}

fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut apart = true;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            apart = true;
        } else {
            let indent = line.len() - line.trim_start().len();
            let from = start + indent;
            lines.push(Line {
                span: Span::new(from, from + trimmed.len()),
                apart,
                indented: indent > 0,
            });
            apart = false;
        }
        start += line.len();
    }
    lines
}

fn paragraphs(text: &str, lines: &[Line]) -> Vec<Draft> {
    let margin = margin(text, lines);
    let mut drafts: Vec<Draft> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if let (Some(margin), Some(before), Some(draft)) = (
            margin,
            index.checked_sub(1).map(|before| &lines[before]),
            drafts.last_mut(),
        ) {
            let full = is_full(text, before, line, margin);
            let ends = is_stopped(before.span.of(text)) || before.span.len() * 2 < margin;
            let begins = line.indented && !before.indented;
            if !line.apart && !begins && (full || !ends) {
                draft.span = draft.span.cover(line.span);
                continue;
            }
        }
        drafts.push(Draft {
            span: line.span,
            apart: line.apart,
            said: None,
        });
    }
    drafts
}

/// The margin at which lines are broken, in columns, or `None` if each line is a paragraph.
///
/// A line that was broken has no room for the first word of the next one, seldom ends with a
/// sentence, and the next one does not begin with a capital; where every line is a sentence or a
/// paragraph, it is otherwise.
fn margin(text: &str, lines: &[Line]) -> Option<usize> {
    let mut widest = 0;
    for line in lines {
        // The cheap bound first: a letter has at most four bytes.
        if line.span.len() > 4 * WIDEST {
            return None;
        }
        widest = widest.max(columns(line.span.of(text)));
    }
    if !(NARROWEST..=WIDEST).contains(&widest) {
        return None;
    }
    let mut pairs = 0;
    let mut full = 0;
    let mut stopped = 0;
    let mut capitals = 0;
    for pair in lines.windows(2) {
        let [before, line] = pair else { continue };
        if line.apart {
            continue;
        }
        pairs += 1;
        if is_full(text, before, line, widest) {
            full += 1;
            let before = before.span.of(text);
            stopped += usize::from(is_stopped(before) || before.ends_with([':', ';']));
            capitals += usize::from(line.span.of(text).starts_with(char::is_uppercase));
        }
    }
    let broken = 4 * full >= 3 * pairs && 2 * stopped <= full && 3 * capitals <= 2 * full;
    (pairs >= 2 && broken).then_some(widest)
}

/// Whether the first word of a line would not have fitted on the line before it.
fn is_full(text: &str, before: &Line, line: &Line, margin: usize) -> bool {
    let width = columns(before.span.of(text));
    let next = line.span.of(text);
    let word = next.split_whitespace().next().unwrap_or(next);
    let word = columns(word);
    // Scripts without spaces break anywhere but before a few marks.
    let word = if word > margin / 2 { 4 } else { word };
    width + 1 + word > margin
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(text: &str) -> Vec<(Role, String)> {
        let document = plain("-", text.to_owned(), Lang::UNKNOWN);
        document
            .blocks
            .iter()
            .map(|block| (block.role, document.slice(block.span).to_owned()))
            .collect()
    }

    fn texts(text: &str) -> Vec<String> {
        roles(text).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn lines_broken_at_a_margin_are_joined() {
        let text = "The minister said on Tuesday that the talks would go on until both\n\
            sides had found a way out. He did not say how long that might take,\n\
            nor who would pay for it in the end.\n\n\
            The other side said nothing for two days, and then sent a letter of\n\
            four lines in which it asked for more time.\n";
        let blocks = texts(text);
        assert_eq!(blocks.len(), 2, "{blocks:?}");
        assert!(blocks[0].starts_with("The minister") && blocks[0].ends_with("the end."));
    }

    #[test]
    fn a_sentence_a_line_is_a_block_a_line() {
        let text = "The minister said that the talks would go on.\n\
            He did not say how long.\n\
            Nor did he say who would pay for all of it in the end.\n\
            The other side said nothing.\n";
        let blocks = roles(text);
        assert_eq!(blocks.len(), 4);
        assert!(blocks.iter().all(|(role, _)| *role == Role::Body));
    }

    #[test]
    fn one_line_is_body() {
        assert_eq!(
            roles("A line without a stop"),
            [(Role::Body, "A line without a stop".to_owned())]
        );
    }

    #[test]
    fn the_seed_article() {
        let seed = include_str!("../../corpora/seed/000_35ec1cf6e86180e0.txt");
        let roles: Vec<Role> = roles(seed).into_iter().map(|(role, _)| role).collect();
        let mut expected = vec![Role::Headline, Role::Standfirst];
        expected.extend([Role::Body; 8]);
        expected.extend([Role::Residue; 6]);
        assert_eq!(roles, expected);
    }

    #[test]
    fn titles_between_residue_are_residue() {
        let text = "Town opens bridge\n\n\
            The town opened its new bridge on Monday. Hundreds came to see it.\n\n\
            “We have waited for years,” said the mayor. The bridge cost ten million.\n\n\
            Related Articles\n\n\
            Mayor to open second bridge\n\n\
            Leave a Reply\n";
        let roles: Vec<Role> = roles(text).into_iter().map(|(role, _)| role).collect();
        assert_eq!(
            roles,
            [
                Role::Headline,
                Role::Body,
                Role::Body,
                Role::Residue,
                Role::Residue,
                Role::Residue
            ]
        );
    }
}

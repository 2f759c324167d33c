use crate::text::{Block, Document, Lang, Role, Span};

use super::place::whole;

/// Reads plain text: every line that is not blank is a block.
pub fn plain(path: &str, text: String, lang: Lang) -> Document {
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            let from = start + (line.len() - line.trim_start().len());
            blocks.push(Block {
                span: Span::new(from, from + trimmed.len()),
                role: Role::Body,
                id: None,
                row: None,
            });
        }
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

//! Texts that remember where in the file each byte of them stood.

use crate::text::{Document, Field, Origin, Piece};

/// Verbatim pieces are cut at this length, so that finding a line and column costs the same in a
/// line of 50 MB as in any other.
const LONGEST_PIECE: usize = 1024;

/// A position in the decoded file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cursor {
    /// Bytes from the start.
    pub file: u64,
    /// Counted from 1.
    pub line: u64,
    /// Code points of the line before it, plus 1.
    pub column: u64,
}

impl Cursor {
    /// The start of the file.
    pub const START: Cursor = Cursor {
        file: 0,
        line: 1,
        column: 1,
    };

    /// The start of a line.
    pub fn line(file: u64, line: u64) -> Self {
        Cursor {
            file,
            line,
            column: 1,
        }
    }

    /// Moves over text of the file.
    pub fn advance(&mut self, raw: &str) {
        self.file += raw.len() as u64;
        let mut last = raw;
        if let Some(newline) = memchr::memrchr(b'\n', raw.as_bytes()) {
            self.line += memchr::memchr_iter(b'\n', raw.as_bytes()).count() as u64;
            self.column = 1;
            last = &raw[newline + 1..];
        }
        self.column += last.chars().count() as u64;
    }
}

/// Builds a text from what the file says, in file order.
#[derive(Debug)]
pub(super) struct Tracer {
    text: String,
    pieces: Vec<Piece>,
    /// Where the file is read next.
    pub cursor: Cursor,
}

impl Tracer {
    /// A text that begins at a place of the file.
    pub fn new(cursor: Cursor) -> Self {
        Tracer {
            text: String::new(),
            pieces: Vec::new(),
            cursor,
        }
    }

    /// What was built so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Takes text as it stands in the file.
    pub fn verbatim(&mut self, raw: &str) {
        self.text.push_str(raw);
        trace(
            &mut self.pieces,
            &mut self.cursor,
            self.text.len() - raw.len(),
            raw,
        );
    }

    /// Takes `text` for what stands in the file as `raw`.
    pub fn atomic(&mut self, text: &str, raw: &str) {
        if !text.is_empty() {
            self.pieces.push(Piece {
                text: self.text.len() as u32,
                atomic: Some(u32::try_from(raw.len()).unwrap_or(u32::MAX)),
                ..piece(self.cursor)
            });
            self.text.push_str(text);
        }
        self.cursor.advance(raw);
    }

    /// Takes no text for what stands in the file.
    pub fn skip(&mut self, raw: &str) {
        self.cursor.advance(raw);
    }

    /// As a field of a record.
    pub fn into_field(self) -> Field {
        Field {
            text: self.text,
            pieces: self.pieces,
        }
    }

    /// As the text of a document, whose blocks are still to be found.
    pub fn into_document(self) -> Document {
        Document {
            text: self.text,
            origin: Origin {
                pieces: self.pieces,
                fields: Vec::new(),
            },
            ..Document::default()
        }
    }
}

/// The pieces of a text that is the file, without a copy of it.
pub(super) fn whole(text: &str) -> Origin {
    let mut pieces = Vec::with_capacity(text.len() / LONGEST_PIECE + 1);
    let mut cursor = Cursor::START;
    trace(&mut pieces, &mut cursor, 0, text);
    Origin {
        pieces,
        fields: Vec::new(),
    }
}

fn piece(cursor: Cursor) -> Piece {
    Piece {
        text: 0,
        file: cursor.file,
        line: cursor.line,
        column: u32::try_from(cursor.column).unwrap_or(u32::MAX),
        atomic: None,
    }
}

/// Adds the pieces of text that stands at `start` of the text and at the cursor in the file.
fn trace(pieces: &mut Vec<Piece>, cursor: &mut Cursor, mut start: usize, mut raw: &str) {
    let mut room = match pieces.last() {
        Some(last) if last.atomic.is_none() => {
            let length = start - last.text as usize;
            if last.file + length as u64 == cursor.file {
                LONGEST_PIECE.saturating_sub(length)
            } else {
                0
            }
        }
        _ => 0,
    };
    while !raw.is_empty() {
        let mut cut = room.min(raw.len());
        while !raw.is_char_boundary(cut) {
            cut -= 1;
        }
        if cut == 0 {
            pieces.push(Piece {
                text: start as u32,
                ..piece(*cursor)
            });
            room = LONGEST_PIECE;
            continue;
        }
        cursor.advance(&raw[..cut]);
        start += cut;
        raw = &raw[cut..];
        room = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[test]
    fn long_lines_are_cut_and_places_stay_true() {
        let text = format!("one\r\n{}\né end", "ä".repeat(5000));
        let origin = whole(&text);
        assert!(origin.pieces.len() > 9);
        let end = text.len() as u32;
        let place = origin.place(&text, end - 3);
        assert_eq!((place.line, place.column), (3, 3));
        let place = origin.place(&text, 5 + 2 * 4000);
        assert_eq!((place.line, place.column), (2, 4001));
        let all = Span { start: 0, end };
        assert_eq!(origin.file_range(all), 0..u64::from(end));
    }

    #[test]
    fn atomic_pieces_map_as_a_whole() {
        let mut tracer = Tracer::new(Cursor::line(10, 3));
        tracer.verbatim("a");
        tracer.atomic("&", "&amp;");
        tracer.skip("<b>");
        tracer.verbatim("b");
        let field = tracer.into_field();
        assert_eq!(field.text, "a&b");
        let places: Vec<_> = field
            .pieces
            .iter()
            .map(|piece| (piece.text, piece.file, piece.column, piece.atomic))
            .collect();
        assert_eq!(
            places,
            [(0, 10, 1, None), (1, 11, 2, Some(5)), (2, 19, 10, None)]
        );
    }
}

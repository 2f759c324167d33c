use std::collections::HashSet;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::{Lang, Notes, Wishes};

/// A range of bytes in [`Document::text`], on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// From byte offsets. Readers refuse texts over 4 GiB, so they fit.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end && end <= u32::MAX as usize);
        Span {
            start: start as u32,
            end: end as u32,
        }
    }

    /// As a range to slice with.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text it covers.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the other lies within this one.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// A decoded text with its structure, of one language.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// As the user gave it; `-` is standard input.
    pub path: String,
    /// Of the whole document.
    pub lang: Lang,
    /// All of it, in UTF-8, after entities and escapes are undone.
    pub text: String,
    /// In text order; they do not overlap. Text between blocks is white space or markup.
    pub blocks: Vec<Block>,
    /// Where each byte of the text stands in the file.
    pub origin: Origin,
}

impl Document {
    /// The text that a span covers.
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }
}

/// A paragraph, heading, caption, list item or field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Without the white space around it.
    pub span: Span,
    /// What it is on the page.
    pub role: Role,
    /// The format's own name for it: TMX tuid, XLIFF unit, PO context, row id.
    pub id: Option<String>,
    /// 0-based number of the row it came from, in formats of pairs.
    pub row: Option<u64>,
}

/// What a block is on its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Role {
    /// The title of the page.
    Headline,
    /// The line under the headline that sums the story up.
    Standfirst,
    /// A heading between paragraphs.
    Heading,
    /// Running text.
    #[default]
    Body,
    /// Text of a picture, a table cell and the like.
    Caption,
    /// An item of a list.
    Item,
    /// Datelines, slugs, agency and editor lines.
    Furniture,
    /// What the page puts around the story: share bars, comment forms, links.
    Residue,
}

impl Role {
    /// Lower-case name, as printed in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Role::Headline => "headline",
            Role::Standfirst => "standfirst",
            Role::Heading => "heading",
            Role::Body => "body",
            Role::Caption => "caption",
            Role::Item => "item",
            Role::Furniture => "furniture",
            Role::Residue => "residue",
        }
    }

    /// Whether it stands above the story and may repeat or shorten what the body says.
    pub fn is_top(self) -> bool {
        matches!(self, Role::Headline | Role::Standfirst | Role::Heading)
    }
}

/// Maps the bytes of a document's text to the bytes, lines and columns of its file.
///
/// A list of pieces in text order. Text between two verbatim positions of one piece is the same
/// in text and file; an atomic piece (an entity, an escape) maps as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// In text order; the first starts at byte 0 of the text unless the text is empty.
    pub pieces: Vec<Piece>,
    /// First bytes of the fields in the text, where offsets are told from the start of the field
    /// (records of pairs); empty where they are told from the start of the file.
    pub fields: Vec<u32>,
}

/// A run of text and where it stands in the decoded file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// First byte in the text.
    pub text: u32,
    /// First byte in the decoded file.
    pub file: u64,
    /// 1-based line of that byte in the decoded file.
    pub line: u64,
    /// 1-based column of that byte, in code points.
    pub column: u32,
    /// Bytes in the file if the run is atomic (entity or escape); `None` if it is verbatim.
    pub atomic: Option<u32>,
}

/// A position in the decoded file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// 1-based.
    pub line: u64,
    /// 1-based, in code points.
    pub column: u32,
}

impl Origin {
    /// The origin of a text that is the file: one piece a line, so that looking up is fast.
    pub fn verbatim(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut start = 0;
        for (line, end) in (1..).zip(memchr_lines(text).chain(std::iter::once(text.len()))) {
            if start < text.len() || start == 0 {
                pieces.push(Piece {
                    text: start as u32,
                    file: start as u64,
                    line,
                    column: 1,
                    atomic: None,
                });
            }
            start = end;
        }
        Origin {
            pieces,
            fields: Vec::new(),
        }
    }

    fn piece(&self, byte: u32) -> Option<&Piece> {
        let index = self.pieces.partition_point(|piece| piece.text <= byte);
        self.pieces[..index].last()
    }

    /// The bytes of the decoded file that a span of the text came from.
    pub fn file_range(&self, span: Span) -> Range<u64> {
        let start = self.piece(span.start).map_or(0, |piece| {
            if piece.atomic.is_some() {
                piece.file
            } else {
                piece.file + u64::from(span.start - piece.text)
            }
        });
        if span.is_empty() {
            return start..start;
        }
        let end = self
            .piece(span.end - 1)
            .map_or(0, |piece| match piece.atomic {
                Some(length) => piece.file + u64::from(length),
                None => piece.file + u64::from(span.end - piece.text),
            });
        start..end.max(start)
    }

    /// The offsets that reports print for a span: bytes of the decoded file, or of the unescaped
    /// field in records of pairs.
    pub fn offsets(&self, span: Span) -> Range<u64> {
        let index = self.fields.partition_point(|field| *field <= span.start);
        match self.fields[..index].last() {
            Some(field) => u64::from(span.start - field)..u64::from(span.end - field),
            None => self.file_range(span),
        }
    }

    /// Line and column of a byte of the text.
    pub fn place(&self, text: &str, byte: u32) -> Place {
        let Some(piece) = self.piece(byte) else {
            return Place { line: 1, column: 1 };
        };
        let mut place = Place {
            line: piece.line,
            column: piece.column,
        };
        if piece.atomic.is_none() {
            for character in text[piece.text as usize..byte as usize].chars() {
                if character == '\n' {
                    place.line += 1;
                    place.column = 1;
                } else {
                    place.column += 1;
                }
            }
        }
        place
    }
}

fn memchr_lines(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.bytes()
        .enumerate()
        .filter(|(_, byte)| *byte == b'\n')
        .map(|(index, _)| index + 1)
}

/// A sentence, or what stands for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Without the white space around it.
    pub span: Span,
    /// Index of its block.
    pub block: u32,
}

/// One language's side of a bitext.
#[derive(Debug, Clone, Default)]
pub struct Side {
    /// The text.
    pub document: Document,
    /// In text order; together they hold every non-space byte of the blocks.
    pub segments: Vec<Segment>,
    /// What is in each segment; as long as `segments`.
    pub notes: Vec<Notes>,
    /// Made when a check first asks for it.
    pub casing: OnceLock<Casing>,
}

/// How the words of a side are written where nothing asks for a capital.
#[derive(Debug, Clone, Default)]
pub struct Casing {
    /// Words that stand in lower case somewhere, folded.
    pub lower: HashSet<String>,
    /// Words that stand with a capital in the middle of a clause somewhere, folded.
    pub capital: HashSet<String>,
}

impl Side {
    /// The indices of the segments of a block.
    pub fn segments_of(&self, block: usize) -> Range<usize> {
        let block = block as u32;
        let start = self
            .segments
            .partition_point(|segment| segment.block < block);
        let end = self
            .segments
            .partition_point(|segment| segment.block <= block);
        start..end
    }

    /// The segment in which a byte lies, or the one before it.
    pub fn segment_at(&self, byte: u32) -> Option<usize> {
        let index = self
            .segments
            .partition_point(|segment| segment.span.start <= byte);
        index.checked_sub(1)
    }
}

/// Segments of both sides that are translations of each other (Brown et al. 1991).
#[derive(Debug, Clone, PartialEq)]
pub struct Bead {
    /// Indices of source segments; empty for an addition.
    pub source: Range<usize>,
    /// Indices of target segments; empty for an omission.
    pub target: Range<usize>,
    /// Posterior probability, 0–1.
    pub confidence: f32,
}

/// What the words of a bead say about its being a translation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evidence {
    /// Cosine of both sides as sums of word vectors, −1 to 1; 0 where nothing is known.
    pub similarity: f32,
    /// For each word of the source segments, in order: the probability that the target has a
    /// counterpart. Empty where the bead has no words on a side, or far too many.
    pub source: Vec<f32>,
    /// The same for the words of the target segments.
    pub target: Vec<f32>,
    /// For each word of the source segments: the likeliest partner, counted among the words of
    /// the target segments, however unlikely.
    pub source_partners: Vec<u32>,
    /// The same for the words of the target segments, counted among those of the source.
    pub target_partners: Vec<u32>,
    /// The probability that the target lacks something of the source, 0–1.
    pub missing: f32,
    /// The probability that the target has something that the source lacks, 0–1.
    pub added: f32,
    /// What the target lacks of the source, and the source of the target.
    pub gaps: [Gap; 2],
    /// The logarithm of the odds that the sides do not belong together, up to a constant.
    pub strange: f32,
}

/// Neighbouring words of one side that the other seems to lack.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gap {
    /// Among the words of the bead's segments.
    pub words: Range<usize>,
    /// The logarithm of the odds that something is lacking, up to a constant.
    pub odds: f32,
}

/// How much of a text one bitext holds, which says what a check may conclude from an absence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// A whole document: what does not stand here stands nowhere.
    #[default]
    Document,
    /// Consecutive rows of one document, of which some may be missing.
    Rows,
    /// One row by itself.
    Row,
}

/// A translation, with its source where there is one, aligned and annotated: what checks see.
#[derive(Debug, Clone, Default)]
pub struct Bitext {
    /// `None` in translation-only mode.
    pub source: Option<Side>,
    /// The translation.
    pub target: Side,
    /// In order of the target, and of the source where no passage was moved; empty in
    /// translation-only mode.
    pub beads: Vec<Bead>,
    /// What the words of each bead say; empty where nobody asked for it.
    pub evidence: Vec<Evidence>,
    /// How much of the text this is.
    pub extent: Extent,
    /// What the user wants of words.
    pub wishes: Option<Arc<Wishes>>,
}

impl Bitext {
    /// The bead that holds a target segment.
    pub fn bead_of_target(&self, segment: usize) -> Option<usize> {
        let index = self
            .beads
            .partition_point(|bead| bead.target.end <= segment);
        let bead = self.beads.get(index)?;
        bead.target.contains(&segment).then_some(index)
    }

    /// The bead that holds a source segment.
    pub fn bead_of_source(&self, segment: usize) -> Option<usize> {
        let holds = |bead: &Bead| bead.source.contains(&segment);
        let index = self
            .beads
            .partition_point(|bead| bead.source.end <= segment);
        if self.beads.get(index).is_some_and(holds) {
            return Some(index);
        }
        // Where a passage was moved, beads are not in order of the source.
        self.beads.iter().position(holds)
    }
}

/// One record of a format of pairs.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// 0-based number among the records of the file, broken ones counted.
    pub number: u64,
    /// `None` if the record has no source: it is checked as a translation alone.
    pub source: Option<Field>,
    /// The translation.
    pub target: Field,
    /// The format's own name for the record.
    pub id: Option<String>,
    /// Consecutive rows with the same one are seen as one document.
    pub document: Option<String>,
    /// Of this row alone, where the format says it by row.
    pub source_lang: Option<Lang>,
    /// Of this row alone, where the format says it by row.
    pub target_lang: Option<Lang>,
}

/// A text inside a record, with its place in the file.
#[derive(Debug, Clone, Default)]
pub struct Field {
    /// Unescaped.
    pub text: String,
    /// As [`Origin::pieces`], with `text` counted from the start of the field.
    pub pieces: Vec<Piece>,
}

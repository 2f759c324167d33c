//! A block as the checks of marks see it: its text, and where in it there is no prose.

use crate::check::Passage;
use crate::data::punctuation::Customs;
use crate::text::{Bitext, Lang, MarkupKind, Notes, Role, Side, Span};

/// A block of prose.
pub struct Scene<'a> {
    /// Of the whole document.
    pub text: &'a str,
    /// The block.
    pub span: Span,
    pub lang: Lang,
    pub passage: &'a Passage<'a>,
}

impl<'a> Scene<'a> {
    /// `None` for what is not part of the story.
    pub fn of(passage: &'a Passage<'a>) -> Option<Self> {
        if matches!(passage.block.role, Role::Residue | Role::Furniture) {
            return None;
        }
        Some(Scene {
            text: passage.text(),
            span: passage.block.span,
            lang: passage.document().lang,
            passage,
        })
    }

    /// The text of the block.
    pub fn block(&self) -> &'a str {
        self.span.of(self.text)
    }

    /// A place of the block as a place of the document.
    pub fn at(&self, start: usize, end: usize) -> Span {
        let base = self.span.start as usize;
        Span::new(base + start, base + end)
    }

    pub fn customs(&self) -> &'static Customs {
        Customs::of(self.lang)
    }

    /// Whether a byte of the document lies in a tag, a placeholder, an address, or in a word that
    /// looks like code.
    pub fn is_code(&self, byte: u32) -> bool {
        in_markup(self.passage.side, byte) || looks_like_code(self.token(byte))
    }

    /// What stands around a byte of the document without white space.
    pub fn token(&self, byte: u32) -> &'a str {
        let at = (byte - self.span.start) as usize;
        let block = self.block();
        let start = block[..at]
            .char_indices()
            .rev()
            .find(|(_, c)| c.is_whitespace())
            .map_or(0, |(at, c)| at + c.len_utf8());
        let end = block[at..]
            .find(char::is_whitespace)
            .map_or(block.len(), |length| at + length);
        &block[start..end]
    }

    /// The text of the source segments that a place of the target answers to.
    pub fn source_at(&self, byte: u32) -> Option<&'a str> {
        let bitext = self.passage.bitext;
        let source = bitext.source.as_ref()?;
        let segment = bitext.target.segment_at(byte)?;
        let bead = &bitext.beads[bitext.bead_of_target(segment)?];
        let segments = &source.segments[bead.source.clone()];
        let span = segments.first()?.span.cover(segments.last()?.span);
        Some(span.of(&source.document.text))
    }

    /// Whether the source has a piece of text too, where there is a source.
    pub fn is_in_source(&self, byte: u32, piece: &str) -> bool {
        self.source_at(byte)
            .is_some_and(|source| source.contains(piece))
    }
}

/// Segments from which a text is long enough for a slip in it to say nothing.
const LONG: usize = 8;

/// The blocks of the translation that are prose.
pub fn passages(bitext: &Bitext) -> impl Iterator<Item = Passage<'_>> {
    let blocks = 0..bitext.target.document.blocks.len();
    blocks.map(|index| Passage::new(bitext, &bitext.target, index))
}

/// Whether a fault is rare in a long text: a slip that clean text has too.
pub fn is_lone_slip(bitext: &Bitext, found: usize) -> bool {
    let segments = bitext.target.segments.len();
    segments >= LONG && found * LONG <= segments
}

/// Whether a byte of a side lies in a tag, a placeholder or an address.
pub fn in_markup(side: &Side, byte: u32) -> bool {
    let Some(segment) = side.segment_at(byte) else {
        return false;
    };
    markup_at(&side.notes[segment], byte)
}

fn markup_at(notes: &Notes, byte: u32) -> bool {
    let index = notes
        .markup
        .partition_point(|markup| markup.span.start <= byte);
    notes.markup[..index]
        .last()
        .is_some_and(|markup| byte < markup.span.end && markup.kind != MarkupKind::Handle)
}

/// Whether a word without spaces is no prose: a path, an assignment, a call.
fn looks_like_code(token: &str) -> bool {
    token.bytes().any(|byte| {
        matches!(
            byte,
            b'\\' | b'_' | b'=' | b'<' | b'>' | b'{' | b'}' | b'#' | b'@'
        )
    }) || token.contains("::")
        || token.contains("()")
        || token.contains("//")
}

/// Whether a character closes quotations or brackets, or is not seen.
pub fn is_closing(c: char) -> bool {
    crate::data::quotes::is_mark(c) || is_closing_bracket(c) || is_invisible(c)
}

pub fn is_closing_bracket(c: char) -> bool {
    matches!(
        c,
        ')' | ']' | '}' | '）' | '］' | '】' | '〕' | '〉' | '》' | '」' | '』' | '〗' | '｝'
    )
}

/// Marks of direction and joiners.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Whether a character belongs to a script that sets no spaces between words.
pub fn is_spaceless(c: char) -> bool {
    matches!(c as u32,
        0x0e00..=0x0eff | 0x0f00..=0x0fff | 0x1000..=0x109f | 0x1780..=0x17ff
        | 0x2e80..=0x30ff | 0x3400..=0x9fff | 0xf900..=0xfaff | 0xff00..=0xffef | 0x20000..=0x3ffff)
}

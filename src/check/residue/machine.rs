//! What the checks for the residue of machines share: the sentences of a block, and what the
//! source says where they stand.

use crate::check::Passage;
use crate::data::machine::{self, Opening, Said};
use crate::text::{Lang, Quotation, Span};

/// A sentence that may begin with a phrase of a machine.
pub struct Sentence<'a> {
    /// Its index in the block.
    pub index: usize,
    pub span: Span,
    pub text: &'a str,
    /// Its beginning, squeezed.
    pub beginning: String,
    /// Phrases that it begins with.
    pub openings: Vec<Opening>,
}

impl Sentence<'_> {
    pub fn says(&self, said: Said) -> bool {
        self.openings.iter().any(|opening| opening.said == said)
    }

    /// What stands before the first colon, if that is near.
    pub fn head(&self) -> Option<&str> {
        head(self.text)
    }
}

/// What stands before the first colon of a text, if that is near, and not inside a time or address.
pub fn head(text: &str) -> Option<&str> {
    const LONGEST: usize = 320;
    let bytes = &text.as_bytes()[..text.len().min(LONGEST)];
    // ：and ꞉ in UTF-8 begin with these bytes.
    let at = memchr::memchr3_iter(b':', 0xef, 0xea, bytes)
        .find(|at| text[*at..].starts_with([':', '：', '꞉']))?;
    let mut after = text[at..].chars();
    let colon = after.next();
    let after = after.next();
    let alone =
        colon != Some(':') || !after.is_some_and(|after| after.is_ascii_digit() || after == '/');
    alone.then_some(&text[..at])
}

/// The sentences of a block that begin like a phrase of a machine.
pub fn sentences<'a>(passage: &Passage<'a>, kinds: &[Said]) -> Vec<Sentence<'a>> {
    let mut found = Vec::new();
    for (index, segment) in passage.segments.iter().enumerate() {
        let text = segment.span.of(passage.text());
        let Some(beginning) = machine::beginning(text, kinds) else {
            continue;
        };
        let openings: Vec<Opening> = machine::openings(&beginning).collect();
        if !openings.is_empty() {
            found.push(Sentence {
                index,
                span: segment.span,
                text,
                beginning,
                openings,
            });
        }
    }
    found
}

/// Whether a byte stands inside quotation marks.
pub fn is_quoted(passage: &Passage<'_>, byte: u32) -> bool {
    let inside = |quotation: &Quotation| {
        let outer = quotation.outer();
        quotation.open.is_some() && outer.start <= byte && byte < outer.end
    };
    passage
        .notes
        .iter()
        .flat_map(|notes| &notes.quotations)
        .any(inside)
}

/// What the source says in the place of a block.
pub struct Beside<'a> {
    pub lang: Lang,
    /// Its segments.
    pub texts: Vec<&'a str>,
    /// Segments of the target in the same beads.
    pub target_segments: usize,
}

impl<'a> Beside<'a> {
    /// `None` without a source.
    pub fn of(passage: &Passage<'a>) -> Option<Self> {
        let bitext = passage.bitext;
        let source = bitext.source.as_ref()?;
        let mut texts = Vec::new();
        let mut target_segments = 0;
        let mut last = None;
        for segment in passage.side.segments_of(passage.index) {
            let Some(index) = bitext.bead_of_target(segment) else {
                continue;
            };
            if last.replace(index) == Some(index) {
                continue;
            }
            let bead = &bitext.beads[index];
            target_segments += bead.target.len();
            let segments = source.segments[bead.source.clone()].iter();
            texts.extend(segments.map(|segment| source.document.slice(segment.span)));
        }
        // A row of which the source is empty is a translation alone.
        if texts.is_empty() && passage.block.row.is_some() {
            return None;
        }
        Some(Beside {
            lang: source.document.lang,
            texts,
            target_segments,
        })
    }

    /// Whether a sentence of the source begins with such a phrase.
    pub fn says(&self, said: Said) -> bool {
        self.texts.iter().any(|text| {
            machine::beginning(text, &[said])
                .is_some_and(|text| machine::openings(&text).any(|opening| opening.said == said))
        })
    }

    /// Whether the source speaks of translations.
    pub fn names_translation(&self) -> bool {
        self.texts.iter().any(|text| {
            let squeezed = machine::squeeze(text);
            machine::names_translation(&squeezed, self.lang)
        })
    }

    /// Whether it would be noticed if the source said the same.
    pub fn is_known(&self) -> bool {
        machine::knows(self.lang)
    }

    /// Whether the source has this text, in any case.
    pub fn has(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        self.texts
            .iter()
            .any(|source| source.contains(text) || source.to_lowercase().contains(&lower))
    }
}

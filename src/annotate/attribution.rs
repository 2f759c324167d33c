//! Who says a quotation: the verb of saying beside it and the name nearest to that verb.

use std::borrow::Cow;

use crate::data::words::{self, WordSet, folded};
use crate::text::{Attribution, AttributionSide, Lang, Name, Quotation, Span, Word};

/// Words on either side of a quotation among which the verb is looked for.
const NEAR: usize = 8;
/// Bytes on either side of it, in scripts without spaces.
const NEAR_BYTES: usize = 60;

/// What is known of attribution in a language.
#[derive(Debug, Clone, Copy)]
pub struct Attributor {
    saying: &'static WordSet,
    naming: &'static WordSet,
    /// The language sets no spaces, so that verbs are looked for as strings.
    spaceless: bool,
}

impl Attributor {
    /// Of a language.
    pub fn new(lang: Lang) -> Self {
        Attributor {
            saying: words::saying(lang),
            naming: words::naming(lang),
            spaceless: lang.is_spaceless(),
        }
    }

    /// Finds the attribution of a quotation within its block.
    pub fn find(
        &self,
        text: &str,
        block: Span,
        quotation: &Quotation,
        words: &[Word],
        names: &[Name],
    ) -> Option<Attribution> {
        if self.saying.is_empty() {
            return None;
        }
        let outer = quotation.outer();
        let sides = [
            quotation
                .close
                .map(|_| after(text, block, outer.end))
                .map(|span| (AttributionSide::After, span)),
            quotation
                .open
                .map(|_| before(text, block, outer.start))
                .map(|span| (AttributionSide::Before, span)),
        ];
        let (side, clause, verb, naming) = sides
            .into_iter()
            .flatten()
            .filter_map(|(side, clause)| {
                let (verb, naming) = self.verb(text, clause, words, side)?;
                Some((side, clause, verb, naming))
            })
            .min_by_key(|(_, _, verb, _)| distance(outer, *verb))?;
        let start = names.partition_point(|name| name.span.start < clause.start);
        let end = names.partition_point(|name| name.span.end <= clause.end);
        let speaker = names
            .get(start..end)
            .unwrap_or_default()
            .iter()
            .min_by_key(|name| distance(verb, name.span))
            .map(|name| name.span);
        Some(Attribution {
            verb,
            speaker,
            side,
            naming,
        })
    }

    /// The verb of a clause that stands nearest to the quotation, and whether it gives a name.
    fn verb(
        &self,
        text: &str,
        clause: Span,
        words: &[Word],
        side: AttributionSide,
    ) -> Option<(Span, bool)> {
        if self.spaceless {
            let near = nearest(text, clause, side);
            let at = |range: std::ops::Range<usize>| {
                Span::new(
                    near.start as usize + range.start,
                    near.start as usize + range.end,
                )
            };
            return self
                .saying
                .find(near.of(text))
                .map(|range| (at(range), false));
        }
        let start = words.partition_point(|word| word.span.start < clause.start);
        let end = words.partition_point(|word| word.span.end <= clause.end);
        let clause = words.get(start..end)?;
        let near = match side {
            AttributionSide::After => &clause[..clause.len().min(NEAR)],
            AttributionSide::Before => &clause[clause.len().saturating_sub(NEAR)..],
        };
        let folded: Vec<Cow<'_, str>> =
            near.iter().map(|word| folded(word.span.of(text))).collect();
        let at = |index: usize| {
            let says = self.saying.starts(&folded[index..]);
            let names = self.naming.starts(&folded[index..]);
            let length = says.max(names);
            (length > 0).then(|| {
                let span = near[index].span.cover(near[index + length - 1].span);
                (span, says == 0)
            })
        };
        match side {
            AttributionSide::After => (0..near.len()).find_map(at),
            AttributionSide::Before => (0..near.len()).rev().find_map(at),
        }
    }
}

fn distance(a: Span, b: Span) -> u32 {
    if a.end <= b.start {
        b.start - a.end
    } else {
        a.start.saturating_sub(b.end)
    }
}

/// The bytes of a clause next to the quotation, cut on character boundaries.
fn nearest(text: &str, clause: Span, side: AttributionSide) -> Span {
    let (mut start, mut end) = (clause.start as usize, clause.end as usize);
    match side {
        AttributionSide::After => {
            end = end.min(start + NEAR_BYTES);
            while !text.is_char_boundary(end) {
                end -= 1;
            }
        }
        AttributionSide::Before => {
            start = start.max(end.saturating_sub(NEAR_BYTES));
            while !text.is_char_boundary(start) {
                start += 1;
            }
        }
    }
    Span::new(start, end)
}

/// What belongs to the same sentence after a quotation.
fn after(text: &str, block: Span, from: u32) -> Span {
    let rest = &text[from as usize..block.end as usize];
    let end = rest.find(is_border).unwrap_or(rest.len());
    Span::new(from as usize, from as usize + end)
}

/// What belongs to the same sentence before a quotation.
fn before(text: &str, block: Span, to: u32) -> Span {
    let rest = &text[block.start as usize..to as usize];
    let start = rest
        .char_indices()
        .rev()
        .find(|(_, character)| is_border(*character))
        .map_or(0, |(at, character)| at + character.len_utf8());
    Span::new(block.start as usize + start, to as usize)
}

/// Stops and the marks of other quotations; an abbreviation only makes the clause shorter.
fn is_border(character: char) -> bool {
    matches!(
        character,
        '.' | '!'
            | '?'
            | '…'
            | '。'
            | '！'
            | '？'
            | '؟'
            | '۔'
            | '।'
            | ';'
            | '"'
            | '“'
            | '”'
            | '„'
            | '«'
            | '»'
            | '「'
            | '」'
            | '『'
            | '』'
            | '\n'
    )
}

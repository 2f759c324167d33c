//! Examples of checks. `⟦ ⟧` marks exactly what must be reported; a literal `⟦` is written `⟦⟦`.

use crate::text::Role;

/// What a check must say of a text.
#[derive(Debug)]
pub enum Example {
    /// Reported, at the marked places.
    Bad(Given),
    /// Silent at every confidence.
    Good(Given),
    /// Ought to be reported and is not: a known limit.
    Miss(Given),
}

/// The text of an example.
#[derive(Debug)]
pub enum Given {
    /// A translation alone.
    Alone(Text),
    /// A row: source and translation.
    Pair(Text, Text),
    /// Two documents that are aligned first.
    Documents(Text, Text),
    /// A glossary of comma-separated values, and a row.
    Wished(&'static str, Text, Text),
}

/// Blocks in one language.
#[derive(Debug)]
pub struct Text {
    /// BCP 47.
    pub lang: &'static str,
    /// Each with its role.
    pub blocks: Blocks,
}

/// The blocks of a text.
#[derive(Debug)]
pub enum Blocks {
    /// One paragraph of running text.
    Body(&'static str),
    /// A page.
    Page(&'static [(Role, &'static str)]),
}

/// An English paragraph.
pub const fn en(text: &'static str) -> Given {
    one("en", text)
}

/// A paragraph.
pub const fn one(lang: &'static str, text: &'static str) -> Given {
    Given::Alone(Text {
        lang,
        blocks: Blocks::Body(text),
    })
}

/// A page.
pub const fn page(lang: &'static str, blocks: &'static [(Role, &'static str)]) -> Given {
    Given::Alone(Text {
        lang,
        blocks: Blocks::Page(blocks),
    })
}

/// A row of a bitext: source language and text, target language and text.
pub const fn pair(
    source_lang: &'static str,
    source: &'static str,
    target_lang: &'static str,
    target: &'static str,
) -> Given {
    Given::Pair(
        Text {
            lang: source_lang,
            blocks: Blocks::Body(source),
        },
        Text {
            lang: target_lang,
            blocks: Blocks::Body(target),
        },
    )
}

/// A glossary of comma-separated values, and a row: source language and text, target language and
/// text.
pub const fn wished(
    glossary: &'static str,
    source_lang: &'static str,
    source: &'static str,
    target_lang: &'static str,
    target: &'static str,
) -> Given {
    Given::Wished(
        glossary,
        Text {
            lang: source_lang,
            blocks: Blocks::Body(source),
        },
        Text {
            lang: target_lang,
            blocks: Blocks::Body(target),
        },
    )
}

/// Two pages, source and translation.
pub const fn docs(
    source_lang: &'static str,
    source: &'static [(Role, &'static str)],
    target_lang: &'static str,
    target: &'static [(Role, &'static str)],
) -> Given {
    Given::Documents(
        Text {
            lang: source_lang,
            blocks: Blocks::Page(source),
        },
        Text {
            lang: target_lang,
            blocks: Blocks::Page(target),
        },
    )
}

/// Takes the `⟦ ⟧` out of a text and says which byte ranges they marked.
pub fn unmark(text: &str) -> (String, Vec<std::ops::Range<usize>>) {
    let mut plain = String::with_capacity(text.len());
    let mut ranges = Vec::new();
    let mut open = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '⟦' if rest.peek() == Some(&'⟦') => {
                rest.next();
                plain.push('⟦');
            }
            '⟦' => open.push(plain.len()),
            '⟧' => {
                if let Some(start) = open.pop() {
                    ranges.push(start..plain.len());
                }
            }
            _ => plain.push(character),
        }
    }
    ranges.sort_by_key(|range| (range.start, range.end));
    (plain, ranges)
}

//! The tags of a text, by name and role.

use crate::text::{MarkupKind, Notes, Span};

/// A tag.
#[derive(Debug, Clone, Copy)]
pub struct Tag<'a> {
    pub span: Span,
    /// As it is written.
    pub name: &'a str,
    pub role: Role,
    /// It has attributes.
    pub attributes: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Open,
    Close,
    /// It stands by itself: `<br>`, `<x id="1"/>`.
    Alone,
}

impl Tag<'_> {
    /// Whether two tags do the same.
    pub fn same(&self, other: &Tag<'_>) -> bool {
        self.role == other.role && self.name.eq_ignore_ascii_case(other.name)
    }

    /// Whether it is certainly markup, not a word for something to be put in: `<file>`.
    pub fn is_certain(&self) -> bool {
        self.role != Role::Open || self.attributes || self.is_html()
    }

    fn is_html(&self) -> bool {
        let mut name = [0u8; 12];
        let Some(lower) = name.get_mut(..self.name.len()) else {
            return false;
        };
        lower.copy_from_slice(self.name.as_bytes());
        lower.make_ascii_lowercase();
        HTML.binary_search_by(|known| known.as_bytes().cmp(lower))
            .is_ok()
    }

    /// Whether its end may be left out in HTML.
    pub fn ends_by_itself(&self) -> bool {
        ["p", "li", "dt", "dd", "td", "tr", "th", "option"]
            .iter()
            .any(|name| self.name.eq_ignore_ascii_case(name))
    }
}

/// Elements of HTML that stand in running text.
const HTML: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "button",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "mark",
    "ol",
    "option",
    "p",
    "pre",
    "q",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "td",
    "th",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Elements of HTML without content.
const EMPTY: &[&str] = &[
    "br", "hr", "img", "input", "wbr", "area", "col", "embed", "link", "meta",
];

/// The tags that notes speak of, in text order; comments are none.
pub fn tags<'a>(text: &'a str, notes: &'a [Notes]) -> impl Iterator<Item = Tag<'a>> {
    notes
        .iter()
        .flat_map(|notes| &notes.markup)
        .filter(|markup| markup.kind == MarkupKind::Tag)
        .filter_map(|markup| tag(text, markup.span))
}

fn tag(text: &str, span: Span) -> Option<Tag<'_>> {
    let inside = span.of(text).strip_prefix('<')?.strip_suffix('>')?;
    if inside.starts_with('!') {
        return None;
    }
    let (close, inside) = match inside.strip_prefix('/') {
        Some(inside) => (true, inside),
        None => (false, inside),
    };
    let alone = inside.ends_with('/');
    let inside = inside.trim_end_matches('/');
    let end = inside.find(char::is_whitespace).unwrap_or(inside.len());
    let name = &inside[..end];
    let role = if close {
        Role::Close
    } else if alone || EMPTY.iter().any(|empty| name.eq_ignore_ascii_case(empty)) {
        Role::Alone
    } else {
        Role::Open
    };
    Some(Tag {
        span,
        name,
        role,
        attributes: inside.len() > end,
    })
}

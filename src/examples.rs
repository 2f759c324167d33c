//! Examples of checks as the texts they stand for.

use std::sync::Arc;

use crate::check::{Blocks, Given, Text, unmark};
use crate::text::{Bitext, Block, Document, Extent, Lang, Origin, Role, Span, Wishes};

/// A bitext and the places that its example marks.
#[derive(Debug)]
pub struct Marked {
    /// Without marks.
    pub bitext: Bitext,
    /// What is marked in the source, in text order.
    pub source: Vec<Span>,
    /// What is marked in the target, in text order.
    pub target: Vec<Span>,
}

/// Reads the text of an example.
pub fn marked(given: &Given) -> Marked {
    match given {
        Given::Alone(target) => {
            let (target, marks) = document(target);
            Marked {
                bitext: crate::alone(target),
                source: Vec::new(),
                target: marks,
            }
        }
        Given::Pair(source, target) => both(source, target, |source, target| {
            crate::rows(Some(source), target, Extent::Row)
        }),
        Given::Documents(source, target) => both(source, target, crate::documents),
        Given::Wished(glossary, source, target) => both(source, target, |source, target| Bitext {
            // A test sees to it that the glossaries of examples can be read.
            wishes: crate::read::glossary_from_text("glossary", glossary)
                .ok()
                .map(|concepts| Arc::new(Wishes::new(concepts))),
            ..crate::rows(Some(source), target, Extent::Row)
        }),
    }
}

fn both(source: &Text, target: &Text, join: impl Fn(Document, Document) -> Bitext) -> Marked {
    let (source, source_marks) = document(source);
    let (target, target_marks) = document(target);
    Marked {
        bitext: join(source, target),
        source: source_marks,
        target: target_marks,
    }
}

fn document(given: &Text) -> (Document, Vec<Span>) {
    let body;
    let parts = match given.blocks {
        Blocks::Body(text) => {
            body = [(Role::Body, text)];
            &body[..]
        }
        Blocks::Page(parts) => parts,
    };
    let mut text = String::new();
    let mut blocks = Vec::new();
    let mut marks = Vec::new();
    for (role, part) in parts {
        let (plain, ranges) = unmark(part);
        let start = text.len();
        let span =
            |range: std::ops::Range<usize>| Span::new(start + range.start, start + range.end);
        blocks.push(Block {
            span: span(0..plain.len()),
            role: *role,
            id: None,
            row: None,
        });
        marks.extend(ranges.into_iter().map(span));
        text.push_str(&plain);
        text.push_str("\n\n");
    }
    let document = Document {
        path: "example".to_owned(),
        // A test sees to it that the tags of examples are tags.
        lang: given.lang.parse().unwrap_or(Lang::UNKNOWN),
        origin: Origin::verbatim(&text),
        text,
        blocks,
    };
    (document, marks)
}

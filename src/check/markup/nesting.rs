use super::tags::{Role, Tag, tags};
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, pair};
use crate::text::{Category::Accuracy, Confidence, Notes, Severity::Major, Span};

pub static CHECK: Check = Check {
    code: "M02",
    name: "tag-nesting",
    category: Accuracy,
    severity: Major,
    summary: "tags close in the wrong order, or do not close",
    explain: "\
<b>one <i>two</b></i> and <b>one: a reader of the file refuses it, or the whole rest is bold. Where \
the source is not well formed either, as in a sentence cut from a longer one, nothing is said; lost \
tags are the matter of M01. <p>, <li> and cells of tables need no end in HTML.",
    run: Run::Target(run),
    examples: &[
        Bad(pair(
            "en",
            "<b>one <i>two</i></b>",
            "de",
            "<b>eins <i>zwei⟦</b>⟧</i>",
        )),
        Bad(en("This is <b>bold <i>and more⟦</b>⟧ text</i>.")),
        Bad(pair("en", "a <b>b</b> c", "zh", "甲⟦</b>⟧乙<b>丙")),
        Good(en("This is <b>bold <i>and more</i></b> text.")),
        Good(pair("en", "<b>cut off", "de", "<b>abgeschnitten")),
        Good(pair("en", "</i> cut on", "ja", "</i>続き")),
        Good(one("ar", "<p>نص<br>آخر<p>نص")),
        Good(one("ru", "<li>один<li>два")),
        Good(one("he", "Usage: cmd <file> <dir>")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    if passage.notes.iter().all(|notes| notes.markup.is_empty()) {
        return;
    }
    let list: Vec<Tag<'_>> = tags(passage.text(), passage.notes).collect();
    let Some(fault) = fault(&list) else { return };
    let (span, what) = fault;
    if source_is_faulty(passage, span) {
        return;
    }
    let confidence = if passage.bitext.source.is_some() {
        Confidence::High
    } else {
        Confidence::Medium
    };
    found.target(
        span,
        confidence,
        format!("{} {what}", span.of(passage.text())),
    );
}

/// The first closing tag that closes what is not the innermost one. What is never closed is left
/// to the comparison with the source.
fn fault(list: &[Tag<'_>]) -> Option<(Span, &'static str)> {
    let mut open: Vec<&Tag<'_>> = Vec::new();
    for tag in list {
        match tag.role {
            Role::Open => open.push(tag),
            Role::Alone => {}
            Role::Close => {
                while open.last().is_some_and(|last| {
                    !last.name.eq_ignore_ascii_case(tag.name)
                        && (last.ends_by_itself() || !last.is_certain())
                }) {
                    open.pop();
                }
                match open.last() {
                    Some(last) if last.name.eq_ignore_ascii_case(tag.name) => {
                        open.pop();
                    }
                    Some(_) => {
                        let inner = open.iter().any(|it| it.name.eq_ignore_ascii_case(tag.name));
                        let what = if inner {
                            "closes before the tag inside it does"
                        } else {
                            "closes what was not opened"
                        };
                        return Some((tag.span, what));
                    }
                    None if !tag.ends_by_itself() => {
                        return Some((tag.span, "closes what was not opened"));
                    }
                    None => {}
                }
            }
        }
    }
    None
}

fn source_is_faulty(passage: &Passage<'_>, span: Span) -> bool {
    let bitext = passage.bitext;
    let Some(source) = &bitext.source else {
        return false;
    };
    let bead = bitext
        .target
        .segment_at(span.start)
        .and_then(|segment| bitext.bead_of_target(segment));
    let Some(bead) = bead else { return false };
    let notes: &[Notes] = &source.notes[bitext.beads[bead].source.clone()];
    let list: Vec<Tag<'_>> = tags(&source.document.text, notes).collect();
    fault(&list).is_some()
}

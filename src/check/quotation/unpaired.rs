use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, page, pair};
use crate::data::quotes::is_single;
use crate::text::{
    Category::Typography, Confidence, Extent, Mark, MarkRole, Quotation, Reach, Role::*,
    Severity::Minor, Span,
};

pub static CHECK: Check = Check {
    code: "Q01",
    name: "unpaired-quote",
    category: Typography,
    severity: Minor,
    summary: "a quotation mark has no partner",
    explain: "\
A quotation that opens and never closes (or closes without having opened) leaves the reader to guess \
whose words end where. Marks are paired over the whole document, since a quotation may go on over \
sentences and paragraphs: a paragraph that opens with a mark again continues the quotation before \
it. Against a source the balance of its own marks counts: where source and translation are odd \
together, nothing is said.

It is right to ignore where a row is cut from a longer text. Apostrophes, primes, inch marks and the \
gershayim of Hebrew acronyms are told apart by what stands around them; a single mark that could \
be either is reported with low confidence only.",
    run: Run::Target(run),
    examples: &[
        Bad(en("He said: ⟦“⟧No one was there, and he left.")),
        Bad(en("Nobody was there⟦”⟧, he said.")),
        Bad(one("ja", "監督は⟦「⟧人数が足りない。と話した。")),
        Bad(one("de", "Er sagte: ⟦„⟧Niemand war da, und ging.")),
        Bad(pair(
            "en",
            "He said: “No one was there.”",
            "fr",
            "Il a dit : ⟦«⟧ Il n’y avait personne.",
        )),
        Good(en("The 5'10\" man and the players' union in the '90s; rock 'n' roll.")),
        Good(page(
            "en",
            &[
                (Body, "He said: “One."),
                (Body, "“Two."),
                (Body, "“Three.” So it was."),
            ],
        )),
        Good(page(
            "ru",
            &[
                (Body, "Он сказал: «Одно."),
                (Body, "Второе. Третье», — и ушёл."),
            ],
        )),
        Good(one("he", "דובר צה\"ל אמר ל\"הארץ\" כי אין שינוי.")),
        Good(one("tr", "Ankara’nın kararı ve “evet”in anlamı.")),
        Good(one("ko", "그는 “아니다”라고 말했다.")),
        Good(one("ar", "قال لصحيفة \"الأهرام\" إن القرار \"نهائي\".")),
        Good(one("hi", "उन्होंने कहा, \"यह सही है।\"")),
        Good(one("sv", "Hon sade ”nej” och gick.")),
        Good(pair(
            "en",
            "“We won,” he said. “We really",
            "de",
            "„Wir haben gewonnen“, sagte er. „Wir haben wirklich",
        )),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(context) = Context::of(passage) else {
        return;
    };
    for quotation in &context.quotations {
        let (mark, what) = match quotation.reach {
            Reach::Unclosed => (quotation.open, "opens and is never closed"),
            Reach::Unopened => (quotation.close, "closes what was never opened"),
            Reach::Closed | Reach::Continued => continue,
        };
        let Some(mark) = mark else { continue };
        let confidence = if context.is_single(quotation) {
            Confidence::Low
        } else {
            match source_balance(&context, mark.start) {
                Some(Balance::Odd) => continue,
                Some(_) => Confidence::Medium,
                None if context.passage.bitext.extent == Extent::Row => Confidence::Low,
                None => Confidence::Medium,
            }
        };
        found.target(
            mark,
            confidence,
            format!("the mark {} {what}", context.slice(mark)),
        );
    }
    if passage.bitext.source.is_none() {
        return;
    }
    let partners = Partners::of(&context);
    // A mark may have found a partner in another block although its own is missing here: then the
    // source closes in the same sentence what the translation leaves open, or the reverse.
    let marks = |role: MarkRole| {
        let notes = passage.notes.iter().flat_map(|notes| &notes.marks);
        notes.filter(move |mark| mark.role == role)
    };
    let single = |mark: &Mark| is_single(context.glyph(mark.span));
    for mark in marks(MarkRole::Open).chain(marks(MarkRole::Close)) {
        if !single(mark)
            && partners.leave_block(mark)
            && match source_balance(&context, mark.span.start) {
                Some(Balance::Even) => true,
                // Speech that goes on begins a sentence or follows a colon; a name does not.
                Some(Balance::None) => partners
                    .opened_by(mark)
                    .is_some_and(|q| context.continues_clause(q)),
                _ => false,
            }
        {
            found
                .target(
                    mark.span,
                    Confidence::Medium,
                    format!(
                        "the mark {} has no partner in its sentence, as it has in the source",
                        context.slice(mark.span)
                    ),
                )
                .by_comparison();
        }
    }
}

/// The quotations of a block by their marks.
struct Partners<'a> {
    opened: BTreeMap<Span, &'a Quotation>,
    closed: BTreeSet<Span>,
}

impl<'a> Partners<'a> {
    fn of(context: &'a Context<'_>) -> Self {
        let quotations = &context.quotations;
        Partners {
            opened: quotations
                .iter()
                .filter_map(|quotation| Some((quotation.open?, quotation)))
                .collect(),
            closed: quotations
                .iter()
                .filter_map(|quotation| quotation.close)
                .collect(),
        }
    }

    fn opened_by(&self, mark: &Mark) -> Option<&'a Quotation> {
        self.opened.get(&mark.span).copied()
    }

    /// Whether the partner of a mark stands in another block.
    fn leave_block(&self, mark: &Mark) -> bool {
        match mark.role {
            MarkRole::Open => self
                .opened_by(mark)
                .is_some_and(|quotation| quotation.reach == Reach::Continued),
            MarkRole::Close => !self.closed.contains(&mark.span),
            MarkRole::Letter | MarkRole::Stray => false,
        }
    }
}

/// How the marks of a source bead stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Balance {
    /// Every quotation opens and closes within the bead.
    Even,
    /// There is no quotation.
    None,
    /// One goes on before or after the bead.
    Open,
    /// A mark has no partner anywhere.
    Odd,
}

/// The balance of the source bead; `None` without a source.
fn source_balance(context: &Context<'_>, byte: u32) -> Option<Balance> {
    let bitext = context.passage.bitext;
    let source = bitext.source.as_ref()?;
    let segment = bitext.target.segment_at(byte)?;
    let bead = &bitext.beads[bitext.bead_of_target(segment)?];
    let notes = &source.notes[bead.source.clone()];
    let count = |role: MarkRole| {
        let marks = notes.iter().flat_map(|notes| &notes.marks);
        marks.filter(|mark| mark.role == role).count()
    };
    let odd = |quotation: &Quotation| matches!(quotation.reach, Reach::Unclosed | Reach::Unopened);
    Some(
        if count(MarkRole::Stray) > 0 || notes.iter().flat_map(|notes| &notes.quotations).any(odd) {
            Balance::Odd
        } else if count(MarkRole::Open) != count(MarkRole::Close) {
            Balance::Open
        } else if count(MarkRole::Open) == 0 {
            Balance::None
        } else {
            Balance::Even
        },
    )
}

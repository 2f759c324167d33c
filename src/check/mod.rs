//! Bitexts become findings. One folder per family, one file per check, one slice per family.

mod adequacy;
mod catalogue;
pub mod consistency;
mod encoding;
mod example;
mod fluency;
mod language;
mod markup;
mod name;
mod number;
mod punctuation;
mod quotation;
mod repetition;
mod residue;
mod terminology;

pub use catalogue::{explain, list_json, list_markdown, list_text, select};
pub use example::{Blocks, Example, Given, Text, docs, en, one, page, pair, unmark, wished};

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;

use self::repetition::Repeats;
use crate::text::{
    Bead, Bitext, Block, Category, Confidence, Document, Edit, Evidence, Finding, Notes, Segment,
    Severity, Side, Span,
};

/// A check: what it is called, what it looks for, why, and the examples that are its tests.
#[derive(Debug)]
pub struct Check {
    /// Family letter and number; never reused.
    pub code: &'static str,
    /// Reads after "allow".
    pub name: &'static str,
    /// MQM dimension.
    pub category: Category,
    /// How bad a finding is unless it says otherwise.
    pub severity: Severity,
    /// One line.
    pub summary: &'static str,
    /// Why it is bad, when it is right to ignore it, known limits. Markdown.
    pub explain: &'static str,
    /// What it needs, by its signature.
    pub run: Run,
    /// True positives, then the false positives that taught us something, then known misses.
    pub examples: &'static [Example],
}

/// The function of a check, by what it needs to see.
#[derive(Debug, Clone, Copy)]
pub enum Run {
    /// One block of the translation.
    Target(fn(&Passage<'_>, &mut Found)),
    /// One bead with both its sides.
    Pair(fn(&Pair<'_>, &mut Found)),
    /// One bead with both its sides and the evidence of its words.
    Evidence(fn(&Pair<'_>, &Evidence, &mut Found)),
    /// The whole bitext.
    Document(fn(&Bitext, &mut Found)),
    /// The whole bitext with the evidence of each bead.
    DocumentEvidence(fn(&Bitext, &[Evidence], &mut Found)),
}

impl Run {
    /// Whether it needs [`Bitext::evidence`].
    fn needs_evidence(self) -> bool {
        matches!(self, Run::Evidence(_) | Run::DocumentEvidence(_))
    }
}

/// Whether one of the checks needs [`Bitext::evidence`]; without it such checks are silent.
pub fn need_evidence(checks: &[&'static Check]) -> bool {
    checks.iter().any(|check| check.run.needs_evidence())
}

/// All checks, family by family.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    [
        quotation::CHECKS,
        adequacy::CHECKS,
        number::CHECKS,
        name::CHECKS,
        language::CHECKS,
        terminology::CHECKS,
        consistency::CHECKS,
        repetition::CHECKS,
        fluency::CHECKS,
        punctuation::CHECKS,
        markup::CHECKS,
        encoding::CHECKS,
        residue::CHECKS,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The check of a code.
pub fn by_code(code: &str) -> Option<&'static Check> {
    checks().find(|check| check.code == code)
}

/// One block of one side, with its segments and their notes.
#[derive(Debug, Clone)]
pub struct Passage<'a> {
    /// The bitext it belongs to.
    pub bitext: &'a Bitext,
    /// The side it is on.
    pub side: &'a Side,
    /// Index of the block.
    pub index: usize,
    /// The block.
    pub block: &'a Block,
    /// Its segments.
    pub segments: &'a [Segment],
    /// What is in them.
    pub notes: &'a [Notes],
    /// What stands in it twice, found by the first check that asks.
    repeats: OnceCell<Repeats>,
}

impl<'a> Passage<'a> {
    /// The block of a side by its index.
    pub fn new(bitext: &'a Bitext, side: &'a Side, index: usize) -> Self {
        let range = side.segments_of(index);
        Passage {
            bitext,
            side,
            index,
            block: &side.document.blocks[index],
            segments: &side.segments[range.clone()],
            notes: &side.notes[range],
            repeats: OnceCell::new(),
        }
    }

    /// The document of its side.
    pub fn document(&self) -> &'a Document {
        &self.side.document
    }

    /// The text of the whole document, which spans index.
    pub fn text(&self) -> &'a str {
        &self.side.document.text
    }
}

/// One bead with both its sides.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    /// The bitext it belongs to.
    pub bitext: &'a Bitext,
    /// Index of the bead.
    pub index: usize,
    /// The bead.
    pub bead: &'a Bead,
    /// Source side of the bitext.
    pub source: &'a Side,
    /// Target side of the bitext.
    pub target: &'a Side,
    /// What several checks of a family compare, computed by the first that asks.
    pub memo: &'a Memo,
}

/// What is computed once a bead.
#[derive(Debug, Default)]
pub struct Memo {
    numbers: OnceCell<number::Correspondence>,
    names: OnceCell<name::Mentions>,
}

impl<'a> Pair<'a> {
    /// Notes of the bead's source segments.
    pub fn source_notes(&self) -> &'a [Notes] {
        &self.source.notes[self.bead.source.clone()]
    }

    /// Notes of the bead's target segments.
    pub fn target_notes(&self) -> &'a [Notes] {
        &self.target.notes[self.bead.target.clone()]
    }

    /// From the first to the last byte of the bead in the source; `None` if it has no source.
    pub fn source_span(&self) -> Option<Span> {
        span_of(&self.source.segments[self.bead.source.clone()])
    }

    /// From the first to the last byte of the bead in the target; `None` if it has no target.
    pub fn target_span(&self) -> Option<Span> {
        span_of(&self.target.segments[self.bead.target.clone()])
    }
}

fn span_of(segments: &[Segment]) -> Option<Span> {
    Some(segments.first()?.span.cover(segments.last()?.span))
}

/// Where checks put what they find.
#[derive(Debug, Default)]
pub struct Found {
    hits: Vec<Hit>,
}

/// A finding as a check reports it; the engine adds code and bead.
#[derive(Debug)]
pub struct Hit {
    source: Vec<Span>,
    target: Vec<Span>,
    message: String,
    confidence: Confidence,
    severity: Option<Severity>,
    non_translation: bool,
    fix: Option<Edit>,
    /// The evidence comes from both sides, so that it is no surer than their alignment.
    compares: bool,
}

impl Found {
    /// Reports a fault at a place of the target.
    pub fn target(
        &mut self,
        span: Span,
        confidence: Confidence,
        message: impl Into<String>,
    ) -> &mut Hit {
        self.at(Vec::new(), vec![span], confidence, message)
    }

    /// Reports a fault with places on both sides; either may be empty, not both.
    pub fn at(
        &mut self,
        source: Vec<Span>,
        target: Vec<Span>,
        confidence: Confidence,
        message: impl Into<String>,
    ) -> &mut Hit {
        debug_assert!(!source.is_empty() || !target.is_empty());
        let index = self.hits.len();
        self.hits.push(Hit {
            compares: !source.is_empty(),
            source,
            target,
            message: message.into(),
            confidence,
            severity: None,
            non_translation: false,
            fix: None,
        });
        &mut self.hits[index]
    }
}

impl Hit {
    /// Another severity than the check's own.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = Some(severity);
        self
    }

    /// The whole passage is no translation of its source: other differences from the source are
    /// withheld, and the score charges it as such.
    pub fn non_translation(&mut self) -> &mut Self {
        self.non_translation = true;
        self
    }

    /// More of the message.
    pub fn append(&mut self, text: impl AsRef<str>) -> &mut Self {
        self.message.push_str(text.as_ref());
        self
    }

    /// What the source has there. The evidence is the target's alone all the same.
    pub fn beside(&mut self, source: Span) -> &mut Self {
        self.source.push(source);
        self
    }

    /// The evidence comes from both sides although it has no place in the source.
    pub fn by_comparison(&mut self) -> &mut Self {
        self.compares = true;
        self
    }

    /// A safe edit that mends it.
    pub fn fix(&mut self, span: Span, text: impl Into<String>) -> &mut Self {
        self.fix = Some(Edit {
            span,
            text: text.into(),
        });
        self
    }
}

/// Runs checks over a bitext. Findings come sorted by place and code, whatever the order of
/// `checks`.
pub fn run(bitext: &Bitext, checks: &[&'static Check]) -> Vec<Finding> {
    let target = &bitext.target;
    let of_blocks = each(target.document.blocks.len(), |block, hits| {
        let passage = Passage::new(bitext, target, block);
        for check in checks {
            if let Run::Target(run) = check.run {
                hits.of(check, |found| run(&passage, found));
            }
        }
    });
    let of_beads = bitext.source.as_ref().map_or_else(Vec::new, |source| {
        each(bitext.beads.len(), |index, hits| {
            let memo = Memo::default();
            let pair = Pair {
                bitext,
                index,
                bead: &bitext.beads[index],
                source,
                target,
                memo: &memo,
            };
            let evidence = bitext.evidence.get(index);
            for check in checks {
                match (check.run, evidence) {
                    (Run::Pair(run), _) => hits.of(check, |found| run(&pair, found)),
                    (Run::Evidence(run), Some(evidence)) => {
                        hits.of(check, |found| run(&pair, evidence, found));
                    }
                    _ => {}
                }
            }
        })
    });
    let mut of_bitext = Hits::default();
    for check in checks {
        match check.run {
            Run::Document(run) => of_bitext.of(check, |found| run(bitext, found)),
            Run::DocumentEvidence(run) if bitext.evidence.len() == bitext.beads.len() => {
                of_bitext.of(check, |found| run(bitext, &bitext.evidence, found));
            }
            _ => {}
        }
    }
    let mut findings: Vec<Finding> = [of_blocks, of_beads, of_bitext.hits]
        .into_iter()
        .flatten()
        .map(|(check, hit)| finding(bitext, check, hit))
        .collect();
    arrange(&mut findings);
    findings
}

/// Puts findings in order, leaves out what others make needless, and groups them by their faults.
pub fn arrange(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| place(a).cmp(&place(b)).then(a.code.cmp(b.code)));
    findings.dedup();
    withhold(findings);
    group(findings);
}

/// What checks have found so far.
#[derive(Default)]
struct Hits {
    found: Found,
    hits: Vec<(&'static Check, Hit)>,
}

impl Hits {
    /// What one check finds.
    fn of(&mut self, check: &'static Check, run: impl FnOnce(&mut Found)) {
        run(&mut self.found);
        self.hits
            .extend(self.found.hits.drain(..).map(|hit| (check, hit)));
    }
}

/// Work on fewer passages than this is not worth handing to another core.
const FEWEST_PASSAGES: usize = 64;

/// What is found in each of `count` passages or beads, in their order.
fn each(count: usize, run: impl Fn(usize, &mut Hits) + Sync) -> Vec<(&'static Check, Hit)> {
    let part = |range: Range<usize>| {
        let mut hits = Hits::default();
        for index in range {
            run(index, &mut hits);
        }
        hits.hits
    };
    if count < 2 * FEWEST_PASSAGES {
        return part(0..count);
    }
    let parts: Vec<Vec<(&'static Check, Hit)>> = (0..count.div_ceil(FEWEST_PASSAGES))
        .into_par_iter()
        .map(|index| {
            let start = index * FEWEST_PASSAGES;
            part(start..count.min(start + FEWEST_PASSAGES))
        })
        .collect();
    parts.into_iter().flatten().collect()
}

/// Where a passage is no translation of its source, other differences from the source say nothing.
fn withhold(findings: &mut Vec<Finding>) {
    let beads: BTreeSet<u32> = findings
        .iter()
        .filter(|finding| finding.non_translation && finding.confidence > Confidence::Low)
        .filter_map(|finding| finding.bead)
        .collect();
    findings.retain(|finding| {
        finding.non_translation
            || finding.source.is_empty()
            || finding.bead.is_none_or(|bead| !beads.contains(&bead))
    });
}

/// Numbers the groups of findings that have one fault behind them: those whose target spans
/// overlap, or, where there is no target, whose source spans do. What is of low confidence is not
/// charged and would only bring strangers together, so it stays by itself.
fn group(findings: &mut [Finding]) {
    let mut parents: Vec<usize> = (0..findings.len()).collect();
    for omissions in [false, true] {
        let mut places: Vec<(Span, usize)> = findings
            .iter()
            .enumerate()
            .filter(|(_, finding)| finding.confidence > Confidence::Low)
            .filter(|(_, finding)| finding.target.is_empty() == omissions)
            .flat_map(|(index, finding)| {
                let spans = if omissions {
                    &finding.source
                } else {
                    &finding.target
                };
                spans.iter().map(move |span| (*span, index))
            })
            .collect();
        places.sort_unstable();
        let mut reach: Option<(Span, usize)> = None;
        for (span, index) in places {
            reach = match reach {
                Some((before, other)) if before.overlaps(span) || before == span => {
                    let (a, b) = (root(&mut parents, other), root(&mut parents, index));
                    parents[a.max(b)] = a.min(b);
                    Some((before.cover(span), index))
                }
                _ => Some((span, index)),
            };
        }
    }
    for (index, finding) in findings.iter_mut().enumerate() {
        finding.group = root(&mut parents, index) as u32;
    }
}

fn root(parents: &mut [usize], mut index: usize) -> usize {
    while parents[index] != index {
        parents[index] = parents[parents[index]];
        index = parents[index];
    }
    index
}

/// Target findings stand where their target is; omissions after all of them, in source order.
fn place(finding: &Finding) -> (u32, u32, u32, u32) {
    let target = finding.target.first();
    let source = finding.source.first();
    (
        target.map_or(u32::MAX, |span| span.start),
        target.map_or(u32::MAX, |span| span.end),
        source.map_or(u32::MAX, |span| span.start),
        source.map_or(u32::MAX, |span| span.end),
    )
}

fn finding(bitext: &Bitext, check: &'static Check, hit: Hit) -> Finding {
    let bead = bead_of(bitext, &hit);
    let mut confidence = hit.confidence;
    if let Some(bead) = bead
        && hit.compares
    {
        let posterior = bitext.beads[bead].confidence;
        if posterior < 0.7 {
            confidence = confidence.min(Confidence::Low);
        } else if posterior < 0.9 {
            confidence = confidence.min(Confidence::Medium);
        }
    }
    Finding {
        code: check.code,
        name: check.name,
        category: check.category,
        bead: bead.map(|bead| bead as u32),
        source: hit.source,
        target: hit.target,
        message: hit.message,
        severity: hit.severity.unwrap_or(check.severity),
        confidence,
        group: 0,
        non_translation: hit.non_translation,
        fix: hit.fix,
    }
}

fn bead_of(bitext: &Bitext, hit: &Hit) -> Option<usize> {
    if let Some(span) = hit.target.first() {
        let segment = bitext.target.segment_at(span.start)?;
        return bitext.bead_of_target(segment);
    }
    let span = hit.source.first()?;
    let segment = bitext.source.as_ref()?.segment_at(span.start)?;
    bitext.bead_of_source(segment)
}

#[cfg(test)]
mod tests;

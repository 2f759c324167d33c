//! What the engine does with what checks find.

use super::*;
use crate::text::{Extent, Lang, Origin, Role};

fn document(lines: &[&str]) -> Document {
    let text = lines.join("\n");
    let mut start = 0;
    let mut blocks = Vec::new();
    for line in lines {
        blocks.push(Block {
            span: Span::new(start, start + line.len()),
            role: Role::Body,
            id: None,
            row: None,
        });
        start += line.len() + 1;
    }
    Document {
        lang: Lang::UNKNOWN,
        origin: Origin::verbatim(&text),
        text,
        blocks,
        ..Document::default()
    }
}

fn bitext(confidence: f32) -> Bitext {
    let source = document(&["one two three", "four five six"]);
    let target = document(&["eins zwei drei", "vier acht sechs"]);
    let mut bitext = crate::rows(Some(source), target, Extent::Rows);
    for bead in &mut bitext.beads {
        bead.confidence = confidence;
    }
    bitext
}

const fn check(code: &'static str, run: Run) -> Check {
    Check {
        code,
        name: "test",
        category: Category::Accuracy,
        severity: Severity::Minor,
        summary: "",
        explain: "",
        run,
        examples: &[],
    }
}

fn pair_of_words(pair: &Pair<'_>, found: &mut Found) {
    let (source, target) = (&pair.source_notes()[0], &pair.target_notes()[0]);
    found.at(
        vec![source.words[1].span],
        vec![target.words[1].span],
        Confidence::High,
        "words",
    );
}

static PAIRS: Check = check("T1", Run::Pair(pair_of_words));

fn first_and_second(passage: &Passage<'_>, found: &mut Found) {
    let words = &passage.notes[0].words;
    let both = words[0].span.cover(words[1].span);
    found.target(both, Confidence::Medium, "both");
    found.target(words[2].span, Confidence::Low, "last");
    found.target(passage.block.span, Confidence::Low, "all");
}

static PLACES: Check = check("T2", Run::Target(first_and_second));

fn no_translation(bitext: &Bitext, found: &mut Found) {
    let span = |side: &Side| side.document.blocks[0].span;
    let source = bitext.source.as_ref().map(span);
    found
        .at(
            source.into_iter().collect(),
            vec![span(&bitext.target)],
            Confidence::High,
            "another text",
        )
        .non_translation();
}

static STRANGERS: Check = check("T3", Run::Document(no_translation));

fn confidences(bitext: &Bitext) -> Vec<Confidence> {
    run(bitext, &[&PAIRS])
        .iter()
        .map(|finding| finding.confidence)
        .collect()
}

#[test]
fn findings_that_compare_are_no_surer_than_their_bead() {
    assert_eq!(confidences(&bitext(0.95)), [Confidence::High; 2]);
    assert_eq!(confidences(&bitext(0.8)), [Confidence::Medium; 2]);
    assert_eq!(confidences(&bitext(0.5)), [Confidence::Low; 2]);
}

#[test]
fn what_overlaps_is_one_group() {
    let findings = run(&bitext(1.0), &[&PLACES, &PAIRS]);
    let groups: Vec<(&str, u32)> = findings
        .iter()
        .map(|finding| (finding.message.as_str(), finding.group))
        .collect();
    // What is of low confidence brings nothing together.
    assert_eq!(
        groups,
        [
            ("both", 0),
            ("all", 1),
            ("words", 0),
            ("last", 3),
            ("both", 4),
            ("all", 5),
            ("words", 4),
            ("last", 7),
        ]
    );
}

#[test]
fn what_is_no_translation_is_not_compared() {
    let findings = run(&bitext(1.0), &[&PAIRS, &STRANGERS]);
    let codes: Vec<(&str, Option<u32>)> = findings
        .iter()
        .map(|finding| (finding.code, finding.bead))
        .collect();
    assert_eq!(codes, [("T3", Some(0)), ("T1", Some(1))]);
}

#[test]
fn the_order_of_checks_does_not_matter() {
    let bitext = bitext(1.0);
    assert_eq!(
        run(&bitext, &[&PLACES, &PAIRS]),
        run(&bitext, &[&PAIRS, &PLACES])
    );
}

use super::scene::Scene;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, pair};
use crate::text::{Category::Typography, Confidence, Severity::Neutral};

pub static CHECK: Check = Check {
    code: "P05",
    name: "double-space",
    category: Typography,
    severity: Neutral,
    summary: "two spaces or more between words",
    explain: "\
A slip, or the trace of something taken out between the words. Two spaces after a full stop are the \
habit of some typists, and spaces that line up columns are meant; most programs show one space in \
any case. Therefore low, and medium only inside a sentence where the source has one space everywhere.",
    run: Run::Target(run),
    examples: &[
        Bad(en("He came⟦  ⟧home.")),
        Bad(en("He came home.⟦  ⟧Then it rained.")),
        Bad(pair("en", "He came home.", "de", "Er kam⟦   ⟧heim.")),
        Good(en("He came home. Then it rained.")),
        Good(pair("en", "a  b", "de", "a  b")),
        Good(one("zh", "他　来了")),
        Good(en("name    value    unit")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(scene) = Scene::of(passage) else {
        return;
    };
    let block = scene.block();
    let bytes = block.as_bytes();
    let mut from = 0;
    let mut runs = Vec::new();
    while let Some(at) = memchr::memmem::find(&bytes[from..], b"  ") {
        let start = from + at;
        let length = bytes[start..]
            .iter()
            .take_while(|byte| **byte == b' ')
            .count();
        runs.push((start, start + length));
        from = start + length;
    }
    // Columns.
    if runs.len() > 1 && runs.iter().any(|(start, end)| end - start > 2) {
        return;
    }
    for (start, end) in runs {
        let span = scene.at(start, end);
        let source = scene.source_at(span.start);
        if source.is_some_and(|source| source.contains("  ")) {
            continue;
        }
        let inside = block[..start].ends_with(|c: char| c.is_alphanumeric() || c == ',')
            && block[end..].starts_with(char::is_alphanumeric);
        let confidence = if inside && source.is_some() && end - start > 2 {
            Confidence::Medium
        } else {
            Confidence::Low
        };
        found
            .target(span, confidence, "more than one space")
            .fix(span, " ");
    }
}

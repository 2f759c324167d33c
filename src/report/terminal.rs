//! For reading: each fault with both sides of the passage.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::text::{Category, Checked, Confidence, Finding, Head, Lang, Matched, Named, Side, Span};

use super::snippet::{on_one_line, snippet};
use super::{SEVERITIES, Styles, Tally, context, place};

/// Which files, how they were brought together, and what was assumed.
pub fn head(head: &Head, styles: &Styles) -> String {
    let (bold, reset) = (styles.place.render(), styles.place.render_reset());
    let target = on_one_line(&head.target.path);
    let mut out = match (&head.source, head.matched) {
        (Some(source), Matched::Aligned { beads, confidence }) => format!(
            "{bold}{} → {target}{reset}, {}, mean confidence {confidence:.2}\n",
            on_one_line(&source.path),
            count(beads as u64, "bead"),
        ),
        (Some(source), _) if source.path != head.target.path => format!(
            "{bold}{} → {target}{reset}, line by line\n",
            on_one_line(&source.path),
        ),
        (Some(_), _) => format!("{bold}{target}{reset}, pairs\n"),
        (None, _) => format!("{bold}{target}{reset}, translation alone\n"),
    };
    let languages: Vec<String> = head
        .source
        .iter()
        .chain([&head.target])
        .map(language)
        .collect();
    let _ = write!(out, "{}{}", styles.quiet.render(), languages.join(" → "),);
    for side in head.source.iter().chain([&head.target]) {
        if let Some(encoding) = &side.encoding {
            let _ = write!(out, "; {} read as {encoding}", on_one_line(&side.path));
        }
    }
    let _ = writeln!(out, "{}", styles.quiet.render_reset());
    out
}

fn language(side: &Named) -> String {
    match (side.lang.is_unknown(), side.judged) {
        (true, _) => "language unknown".to_owned(),
        (false, true) => format!("{} (judged from the text)", side.lang),
        (false, false) => side.lang.to_string(),
    }
}

fn count(number: u64, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {what}{plural}", grouped(number))
}

/// With commas between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Findings with one fault behind them stand together, the most specific first.
pub fn findings(out: &mut String, checked: &Checked, shown: &[usize], styles: &Styles) {
    let mut said = Vec::new();
    let mut order: Vec<u32> = Vec::new();
    let mut groups: BTreeMap<u32, Vec<&Finding>> = BTreeMap::new();
    for &index in shown {
        let finding = &checked.findings[index];
        let group = groups.entry(finding.group).or_default();
        if group.is_empty() {
            order.push(finding.group);
        }
        group.push(finding);
    }
    for group in order {
        let Some(mut findings) = groups.remove(&group) else {
            continue;
        };
        findings.sort_by_key(|finding| extent(finding));
        out.push('\n');
        for finding in &findings {
            headline(out, checked, finding, styles);
        }
        said = sides(out, checked, &findings, &said, styles);
    }
}

fn extent(finding: &Finding) -> usize {
    finding.target.iter().map(|span| span.len()).sum()
}

fn headline(out: &mut String, checked: &Checked, finding: &Finding, styles: &Styles) {
    let (path, place) = place(checked, finding);
    let severity = styles.by_severity[finding.severity as usize];
    let _ = writeln!(
        out,
        "{}{}:{}:{}:{} {}{}{} {} {}{} ({}){}: {}",
        styles.place.render(),
        on_one_line(path),
        place.line,
        place.column,
        styles.place.render_reset(),
        severity.render(),
        finding.severity.name(),
        severity.render_reset(),
        finding.code,
        finding.name,
        styles.quiet.render(),
        finding.confidence.name(),
        styles.quiet.render_reset(),
        on_one_line(&finding.message),
    );
}

/// The passages of a group, source first, a line for each block. A source without marks that was
/// `said` just before is not printed again. Returns what the next group need not say.
fn sides(
    out: &mut String,
    checked: &Checked,
    findings: &[&Finding],
    said: &[String],
    styles: &Styles,
) -> Vec<String> {
    let mut targets = Vec::new();
    let mut sources = Vec::new();
    for finding in findings {
        let (target, source) = context(checked, finding);
        targets.extend(target);
        sources.extend(source);
    }
    let spans = |of: fn(&Finding) -> &Vec<Span>| -> Vec<Span> {
        findings
            .iter()
            .flat_map(|finding| of(finding))
            .copied()
            .collect()
    };
    let mut lines = Vec::new();
    let spans_of_source = spans(|finding| &finding.source);
    // What the page left in the text has no original.
    let residue = findings
        .iter()
        .all(|finding| finding.category == Category::Residue);
    if let Some(source) = &checked.bitext.source
        && !(residue && spans_of_source.is_empty())
    {
        let spans = spans_of_source;
        side(&mut lines, source, sources, &spans, styles);
    }
    let unmarked: Vec<String> = lines
        .iter()
        .map(|(_, text)| text.clone())
        .filter(|text| !text.contains('⟦'))
        .collect();
    lines.retain(|(_, text)| !said.contains(text));
    let spans = spans(|finding| &finding.target);
    side(&mut lines, &checked.bitext.target, targets, &spans, styles);
    let width = lines
        .iter()
        .map(|(label, _)| label.len())
        .max()
        .unwrap_or(0);
    for (label, text) in lines {
        let _ = writeln!(
            out,
            "    {}{label:width$}{}  {text}",
            styles.quiet.render(),
            styles.quiet.render_reset(),
        );
    }
    unmarked
}

/// Label and snippet of each block that the segments stand in.
fn side(
    lines: &mut Vec<(String, String)>,
    side: &Side,
    mut segments: Vec<usize>,
    spans: &[Span],
    styles: &Styles,
) {
    segments.sort_unstable();
    segments.dedup();
    let document = &side.document;
    for block in segments.chunk_by(|a, b| side.segments[*a].block == side.segments[*b].block) {
        let whole = side.segments[block[0]]
            .span
            .cover(side.segments[block[block.len() - 1]].span);
        let within: Vec<Span> = spans
            .iter()
            .filter(|span| span.start <= whole.end && whole.start <= span.end)
            .copied()
            .collect();
        // Of a bead over several blocks, those with marks are enough.
        if within.is_empty() && !spans.is_empty() {
            continue;
        }
        let line = document.origin.place(&document.text, whole.start).line;
        let label = if document.lang.is_unknown() {
            line.to_string()
        } else {
            format!("{}:{line}", document.lang)
        };
        let mut text = snippet(
            &document.text,
            whole,
            &within,
            &styles.mark.render().to_string(),
            &styles.mark.render_reset().to_string(),
        );
        if styles.isolate && right_to_left(document.lang) {
            text = format!("\u{2067}{text}\u{2069}");
        }
        lines.push((label, text));
    }
}

fn right_to_left(lang: Lang) -> bool {
    lang.script().is_some_and(|script| {
        matches!(
            script.as_str(),
            "Arab" | "Hebr" | "Syrc" | "Thaa" | "Nkoo" | "Adlm" | "Rohg"
        )
    })
}

/// The score of an input.
pub fn foot(tally: &Tally, styles: &Styles) -> String {
    format!(
        "\n{}score {:.2}{} (penalty {:.1} on {})\n",
        styles.place.render(),
        tally.score.value(),
        styles.place.render_reset(),
        tally.score.points(),
        count(tally.score.words, "word"),
    )
}

/// How much was found, and what was held back.
pub fn end(inputs: u64, tally: &Tally, least: Confidence, styles: &Styles) -> String {
    let total: u64 = tally.shown.iter().sum();
    let mut out = if total == 0 {
        "no findings".to_owned()
    } else {
        let by_severity: Vec<String> = SEVERITIES
            .into_iter()
            .filter(|severity| tally.shown[*severity as usize] > 0)
            .map(|severity| {
                let number = grouped(tally.shown[severity as usize]);
                format!("{number} {}", severity.name())
            })
            .collect();
        format!("{} ({})", count(total, "finding"), by_severity.join(", "))
    };
    if inputs > 1 {
        let _ = write!(out, " in {}", count(inputs, "input"));
    }
    out.push('\n');
    for confidence in [Confidence::Medium, Confidence::Low] {
        let hidden = tally.hidden[confidence as usize];
        if hidden > 0 && confidence < least {
            let name = confidence.name();
            let _ = writeln!(
                out,
                "{}{} more at {name} confidence; --min-confidence {name} shows them{}",
                styles.quiet.render(),
                grouped(hidden),
                styles.quiet.render_reset(),
            );
        }
    }
    out
}

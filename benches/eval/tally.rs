//! Counts with intervals, and findings as text.

use bilint::text::{Bitext, Finding, Span};

/// The exact 95 % interval of a Poisson mean of which `count` was seen (Garwood 1936), by
/// bisection on the distribution.
///
/// Findings of one document are not independent, so that the true interval is a little wider.
pub fn poisson(count: usize) -> (f64, f64) {
    // P(X ≤ k) for mean m.
    let below = |k: usize, mean: f64| {
        let mut term = (-mean).exp();
        let mut sum = term;
        for i in 1..=k {
            term *= mean / i as f64;
            sum += term;
        }
        sum
    };
    // Beyond a few hundred exp underflows, and the normal approximation is as good.
    if count > 500 {
        let (n, z) = (count as f64, 1.96);
        return (n - z * n.sqrt(), n + z * n.sqrt() + z * z);
    }
    let solve = |falls: &dyn Fn(f64) -> bool| {
        let (mut low, mut high) = (0.0, count as f64 + 10.0 + 5.0 * (count as f64).sqrt());
        for _ in 0..100 {
            let middle = (low + high) / 2.0;
            if falls(middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    };
    let low = if count == 0 {
        0.0
    } else {
        solve(&|mean| 1.0 - below(count - 1, mean) < 0.025)
    };
    (low, solve(&|mean| below(count, mean) > 0.025))
}

/// `12 of 4,000: 3.00 (1.55–5.24) per 1,000`
pub fn rate(count: usize, of: usize) -> String {
    let (low, high) = poisson(count);
    let per = |n: f64| n * 1000.0 / of.max(1) as f64;
    format!(
        "{count} of {of}: {:.2} ({:.2}–{:.2}) per 1,000",
        per(count as f64),
        per(low),
        per(high)
    )
}

/// The letter before the number of a code.
pub fn family(code: &str) -> &str {
    code.trim_end_matches(|digit: char| digit.is_ascii_digit())
}

fn boundary(text: &str, byte: usize) -> usize {
    (byte..text.len())
        .find(|byte| text.is_char_boundary(*byte))
        .unwrap_or(text.len())
}

/// A passage with the spans that lie in it between `⟦` and `⟧`, on one line.
pub fn marked(text: &str, within: Span, spans: &[Span]) -> String {
    let mut edges: Vec<(usize, char)> = Vec::new();
    for span in spans.iter().filter(|span| within.overlaps(**span)) {
        edges.push((span.start.max(within.start) as usize, '⟦'));
        edges.push((span.end.min(within.end) as usize, '⟧'));
    }
    edges.sort();
    let mut out = String::new();
    let mut at = within.start as usize;
    for (byte, mark) in edges {
        // A span off a boundary is a bug that `slice` reports; here it is shown as near as it goes.
        let byte = boundary(text, byte);
        out.push_str(&text[at..byte]);
        out.push(mark);
        at = byte;
    }
    out.push_str(&text[at..within.end as usize]);
    out.replace('\n', " ⏎ ")
}

/// The lines of a text that spans touch, marked; for an empty list nothing.
fn lines_around(text: &str, spans: &[Span]) -> Option<String> {
    let start = boundary(text, spans.iter().map(|span| span.start).min()? as usize);
    let end = boundary(text, spans.iter().map(|span| span.end).max()? as usize);
    let from = text[..start].rfind('\n').map_or(0, |byte| byte + 1);
    let to = text[end..].find('\n').map_or(text.len(), |byte| end + byte);
    Some(marked(text, Span::new(from, to), spans))
}

/// A finding for reading: code, confidence, message, both sides with marks.
pub fn shown(bitext: &Bitext, finding: &Finding) -> String {
    let mut out = format!(
        "{} {}: {}",
        finding.code,
        finding.confidence.name(),
        finding.message
    );
    let target = &bitext.target.document.text;
    let source = bitext.source.as_ref().map(|side| &side.document.text);
    if let Some(line) = lines_around(target, &finding.target) {
        out.push_str("\n    target: ");
        out.push_str(&line);
    }
    if let Some(source) = source
        && let Some(line) = lines_around(source, &finding.source)
    {
        out.push_str("\n    source: ");
        out.push_str(&line);
    }
    // The other side of the bead, where the finding has no place there.
    if let (Some(bead), Some(side)) = (finding.bead, &bitext.source) {
        let bead = &bitext.beads[bead as usize];
        let whole = |side: &bilint::text::Side, range: std::ops::Range<usize>| {
            let segments = &side.segments[range];
            let span = segments.first()?.span.cover(segments.last()?.span);
            Some(span.of(&side.document.text).replace('\n', " ⏎ "))
        };
        if finding.source.is_empty()
            && let Some(text) = whole(side, bead.source.clone())
        {
            out.push_str("\n    source: ");
            out.push_str(&text);
        }
        if finding.target.is_empty()
            && let Some(text) = whole(&bitext.target, bead.target.clone())
        {
            out.push_str("\n    target: ");
            out.push_str(&text);
        }
    }
    out
}

/// A table with a left column of names and right-aligned cells; columns as wide as they need.
pub fn table(head: &[String], rows: &[(String, Vec<String>)]) {
    let widths: Vec<usize> = (0..head.len())
        .map(|column| {
            rows.iter()
                .map(|(_, cells)| cells.get(column).map_or(0, |cell| cell.chars().count()))
                .chain(std::iter::once(head[column].chars().count()))
                .max()
                .unwrap_or(0)
        })
        .collect();
    let first = rows
        .iter()
        .map(|(name, _)| name.chars().count())
        .max()
        .unwrap_or(0);
    let line = |name: &str, cells: &[String]| {
        let mut out = format!("{name:<first$}");
        for (cell, width) in cells.iter().zip(&widths) {
            out.push_str(&format!("  {cell:>width$}"));
        }
        println!("{}", out.trim_end());
    };
    line("", head);
    for (name, cells) in rows {
        line(name, cells);
    }
}

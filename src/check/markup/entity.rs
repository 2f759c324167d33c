use crate::check::{Check, Example::*, Found, Passage, Run, en, one, pair};
use crate::text::{Bitext, Category::Typography, Confidence, MarkupKind, Severity::Major, Span};

pub static CHECK: Check = Check {
    code: "M06",
    name: "raw-entity",
    category: Typography,
    severity: Major,
    summary: "an entity is escaped twice, or stands raw in text that is no markup",
    explain: "\
&amp;quot; is &quot; to the reader, and &quot; in a text that is not HTML is no quotation mark: a \
program escaped what was escaped already, or not enough was undone before translating. Where the \
source has entities or tags, single ones are taken for its markup.",
    run: Run::Target(run),
    examples: &[
        Bad(en("He said ⟦&amp;quot;⟧no⟦&amp;quot;⟧ and left.")),
        Bad(pair(
            "en",
            "He said \"no\" to A & B.",
            "de",
            "Er sagte ⟦&quot;⟧nein⟦&quot;⟧ zu A & B.",
        )),
        Bad(pair("en", "It's here.", "fr", "C⟦&#39;⟧est ici.")),
        Bad(one("ru", "Это ⟦&amp;amp;⟧ то.")),
        Good(pair("en", "Fish &amp; chips", "de", "Fisch &amp; Pommes")),
        Good(pair(
            "en",
            "<b>Fish</b> and chips",
            "ja",
            "<b>魚</b>&nbsp;とチップス",
        )),
        Good(one("ar", "سمك &amp; بطاطا")),
        Good(en("Write &amp; to print an ampersand, AT&T; Q&A")),
        Good(pair(
            "en",
            "The entity &amp;lt; prints &lt;",
            "zh",
            "实体 &amp;lt; 显示 &lt;",
        )),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    if passage.notes.iter().all(|notes| notes.markup.is_empty()) {
        return;
    }
    let text = passage.text();
    let block = passage.block.span;
    for markup in passage.notes.iter().flat_map(|notes| &notes.markup) {
        if markup.kind != MarkupKind::Entity {
            continue;
        }
        let entity = markup.span.of(text);
        let rest = &text[markup.span.end as usize..block.end as usize];
        if let Some(length) = (entity == "&amp;").then(|| escaped(rest)).flatten() {
            let span = Span {
                start: markup.span.start,
                end: markup.span.end + length as u32,
            };
            if !source_has(passage.bitext, span, "&amp;") {
                let once = format!("&{}", &rest[..length]);
                found
                    .target(span, Confidence::High, "an entity escaped twice")
                    .fix(span, once);
            }
            continue;
        }
        let Some(plain) = plain(entity) else { continue };
        if passage.bitext.source.is_none()
            || source_has(passage.bitext, markup.span, "&")
                && source_has(passage.bitext, markup.span, ";")
                && source_has_entity(passage.bitext, markup.span)
            || source_has(passage.bitext, markup.span, "<")
            || passage
                .notes
                .iter()
                .flat_map(|n| &n.markup)
                .any(|m| m.kind == MarkupKind::Tag)
        {
            continue;
        }
        found
            .target(
                markup.span,
                Confidence::High,
                format!("{entity} stands raw in the text"),
            )
            .by_comparison()
            .fix(markup.span, plain);
    }
}

/// The length of `quot;` behind `&amp;`.
fn escaped(rest: &str) -> Option<usize> {
    let length = rest.find(';').filter(|length| (1..=8).contains(length))?;
    let name = &rest[..length];
    let known = matches!(
        name,
        "amp"
            | "lt"
            | "gt"
            | "quot"
            | "apos"
            | "nbsp"
            | "rsquo"
            | "lsquo"
            | "rdquo"
            | "ldquo"
            | "ndash"
            | "mdash"
            | "hellip"
    ) || name.strip_prefix('#').is_some_and(|digits| {
        digits
            .trim_start_matches('x')
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit())
    });
    known.then_some(length + 1)
}

/// The character of an entity that programs make of ordinary marks.
fn plain(entity: &str) -> Option<&'static str> {
    Some(match entity {
        "&quot;" | "&#34;" | "&#x22;" => "\"",
        "&#39;" | "&#x27;" | "&apos;" | "&#039;" => "'",
        "&amp;" | "&#38;" => "&",
        "&lt;" | "&#60;" => "<",
        "&gt;" | "&#62;" => ">",
        "&nbsp;" | "&#160;" => "\u{a0}",
        _ => return None,
    })
}

fn source_at(bitext: &Bitext, span: Span) -> Option<(Span, &str)> {
    let source = bitext.source.as_ref()?;
    let segment = bitext.target.segment_at(span.start)?;
    let bead = &bitext.beads[bitext.bead_of_target(segment)?];
    let segments = &source.segments[bead.source.clone()];
    let span = segments.first()?.span.cover(segments.last()?.span);
    Some((span, span.of(&source.document.text)))
}

fn source_has(bitext: &Bitext, span: Span, piece: &str) -> bool {
    source_at(bitext, span).is_some_and(|(_, text)| text.contains(piece))
}

fn source_has_entity(bitext: &Bitext, span: Span) -> bool {
    let Some(source) = &bitext.source else {
        return false;
    };
    let Some((around, _)) = source_at(bitext, span) else {
        return false;
    };
    source
        .segments
        .iter()
        .zip(&source.notes)
        .skip(source.segment_at(around.start).unwrap_or(0))
        .take_while(|(segment, _)| segment.span.start < around.end)
        .flat_map(|(_, notes)| &notes.markup)
        .any(|markup| markup.kind == MarkupKind::Entity)
}

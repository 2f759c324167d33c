//! A stretch of text with `⟦ ⟧` around what is meant, on one line.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use crate::text::Span;

/// Graphemes that are shown before and after a marked place.
const AROUND: usize = 60;
/// Graphemes of a marked place that are shown at either end of it.
const WITHIN: usize = 100;
/// A cut is moved to a space if there is one within so many bytes.
const NEAR: usize = 24;

/// The text of `whole` with the spans marked. Long stretches are cut to what stands around the
/// marks; a `⟦` of the text itself is doubled. `open` and `close` are printed around each mark's
/// glyph.
pub fn snippet(text: &str, whole: Span, spans: &[Span], open: &str, close: &str) -> String {
    let mut events: Vec<(u32, bool)> = Vec::new();
    let mut covered: Option<Span> = None;
    for span in sorted(spans, whole) {
        // Marks that overlap are drawn as one.
        match &mut covered {
            Some(before) if span.start <= before.end && before.overlaps(span) => {
                *before = before.cover(span);
            }
            _ => {
                events.extend(covered.map(edges).into_iter().flatten());
                covered = Some(span);
            }
        }
    }
    events.extend(covered.map(edges).into_iter().flatten());
    let mut out = String::new();
    let mut at = whole.start;
    for (index, &(byte, opens)) in events.iter().enumerate() {
        let run = &text[at as usize..byte as usize];
        if opens {
            let first = index == 0;
            out.push_str(&clean(&shorten(
                run,
                if first { 0 } else { AROUND },
                AROUND,
            )));
            out.push_str(open);
            out.push('⟦');
        } else {
            out.push_str(&clean(&shorten(run, WITHIN, WITHIN)));
            out.push('⟧');
            out.push_str(close);
        }
        at = byte;
    }
    let rest = &text[at as usize..whole.end as usize];
    let before = if events.is_empty() {
        2 * AROUND
    } else {
        AROUND
    };
    out.push_str(&clean(&shorten(rest, before, 0)));
    out
}

fn sorted(spans: &[Span], whole: Span) -> Vec<Span> {
    let mut spans: Vec<Span> = spans
        .iter()
        .map(|span| Span {
            start: span.start.max(whole.start),
            end: span.end.min(whole.end),
        })
        .filter(|span| span.start <= span.end)
        .collect();
    spans.sort_unstable();
    spans
}

fn edges(span: Span) -> [(u32, bool); 2] {
    [(span.start, true), (span.end, false)]
}

/// Keeps so many graphemes at the head and at the tail, whole words if possible, and puts `…`
/// where something is left out.
fn shorten(run: &str, head: usize, tail: usize) -> Cow<'_, str> {
    // No grapheme is shorter than a byte.
    if run.len() <= head + tail {
        return Cow::Borrowed(run);
    }
    let first = head_end(run, head);
    let last = tail_start(run, tail);
    if first >= last {
        return Cow::Borrowed(run);
    }
    let (head, tail) = (run[..first].trim_end(), run[last..].trim_start());
    Cow::Owned(match (head.is_empty(), tail.is_empty()) {
        (true, true) => "…".to_owned(),
        (true, false) => format!("…{}", &run[last..]),
        (false, true) => format!("{head} …"),
        (false, false) => format!("{head} … {tail}"),
    })
}

fn head_end(run: &str, graphemes: usize) -> usize {
    let Some((end, _)) = run.grapheme_indices(true).nth(graphemes) else {
        return run.len();
    };
    match run[..end].rfind(char::is_whitespace) {
        Some(space) if space + NEAR > end => space,
        _ => end,
    }
}

fn tail_start(run: &str, graphemes: usize) -> usize {
    if graphemes == 0 {
        return run.len();
    }
    let Some((start, _)) = run.grapheme_indices(true).nth_back(graphemes - 1) else {
        return 0;
    };
    match run[start..].find(char::is_whitespace) {
        Some(space) if space < NEAR => start + space,
        _ => start,
    }
}

/// White space runs become one space, controls are spelled out, `⟦` is doubled.
fn clean(text: &str) -> String {
    on_one_line(text).replace('⟦', "⟦⟦")
}

/// White space runs become one space, and controls are spelled out so that a text cannot command
/// the terminal it is shown on.
pub fn on_one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for character in text.chars() {
        if matches!(
            character,
            ' ' | '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}'
        ) {
            if !space {
                out.push(' ');
            }
            space = true;
            continue;
        }
        space = false;
        if character.is_control() || is_bidi_control(character) {
            out.extend(character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    out
}

/// Embeddings, overrides and isolates reorder what follows them on a screen.
fn is_bidi_control(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(text: &str, spans: &[(usize, usize)]) -> String {
        let spans: Vec<Span> = spans
            .iter()
            .map(|&(start, end)| Span::new(start, end))
            .collect();
        snippet(text, Span::new(0, text.len()), &spans, "", "")
    }

    #[test]
    fn marks_stand_around_what_is_meant() {
        assert_eq!(mark("one two three", &[(4, 7)]), "one ⟦two⟧ three");
        assert_eq!(
            mark("one two three", &[(0, 3), (8, 13)]),
            "⟦one⟧ two ⟦three⟧"
        );
        assert_eq!(mark("one two three", &[(0, 7), (4, 13)]), "⟦one two three⟧");
        assert_eq!(mark("one", &[]), "one");
    }

    #[test]
    fn what_the_text_holds_does_no_harm() {
        assert_eq!(
            mark("a ⟦b\u{1b}[2J\u{202e}\n c", &[]),
            "a ⟦⟦b\\u{1b}[2J\\u{202e} c"
        );
    }

    #[test]
    fn long_texts_are_cut_around_the_marks() {
        let text = format!("{}HERE{}", "word ".repeat(100), " word".repeat(100));
        let shown = mark(&text, &[(500, 504)]);
        assert!(shown.starts_with("… word"), "{shown}");
        assert!(shown.contains("word ⟦HERE⟧ word"), "{shown}");
        assert!(shown.ends_with("word …"), "{shown}");
        assert!(shown.len() < 150, "{shown}");
    }

    #[test]
    fn a_cut_leaves_letters_whole() {
        let text = "e\u{301}".repeat(500);
        let shown = mark(&text, &[(600, 603)]);
        assert!(
            shown.trim_start_matches('…').starts_with("e\u{301}"),
            "{shown}"
        );
    }
}

use super::{beyond_ascii, code, place};
use crate::annotate::language::Tongue;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one};
use crate::text::{Category::Typography, Confidence, Severity::Minor};

use unicode_script::Script;

pub static CHECK: Check = Check {
    code: "X05",
    name: "bidi-control",
    category: Typography,
    severity: Minor,
    summary: "controls of writing direction that are not closed, or reorder the text",
    explain: "\
Embeddings, overrides and isolates must be closed in their paragraph; one that is left open turns \
the order of what follows. Overrides make letters appear in another order than they are stored, \
which hides what a text or program says (“Trojan source”). Both are reported; closed embeddings \
and isolates are right in texts that mix directions, and in others they are of low confidence.",
    run: Run::Target(run),
    examples: &[
        Bad(en("The ⟦\u{202b}⟧plan was late.")),
        Bad(en("The ⟦\u{202e}⟧nalp⟦\u{202c}⟧ was late.")),
        Bad(en("The plan⟦\u{202c}⟧ was late.")),
        Bad(one("ar", "قال ⟦\u{2067}⟧الوزير نعم.")),
        Good(one("ar", "قال \u{202a}Windows 11\u{202c} نعم.")),
        Good(one("he", "אמר \u{2066}Windows 11\u{2069} כן.")),
        Good(one("fa", "گفت \u{2068}Windows\u{2069} بله.")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(text) = beyond_ascii(passage) else {
        return;
    };
    if memchr::memchr(0xe2, text.as_bytes()).is_none() {
        return;
    }
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut closed: Vec<(usize, usize, char)> = Vec::new();
    let mut stray: Vec<(usize, char)> = Vec::new();
    for (at, character) in text.char_indices() {
        match character {
            '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' | '\u{2066}'..='\u{2068}' => {
                open.push((at, character));
            }
            '\u{202c}' | '\u{2069}' => {
                let isolate = character == '\u{2069}';
                let matches = open.last().is_some_and(|(_, opened)| {
                    matches!(opened, '\u{2066}'..='\u{2068}') == isolate
                });
                match open.pop_if(|_| matches) {
                    Some((start, opened)) => closed.push((start, at, opened)),
                    None => stray.push((at, character)),
                }
            }
            _ => {}
        }
    }
    let spot = |at: usize| place(passage, at..at + 3);
    for (start, end, opened) in &closed {
        if matches!(opened, '\u{202d}' | '\u{202e}') {
            found.at(
                Vec::new(),
                vec![spot(*start), spot(*end)],
                Confidence::High,
                format!("override of the writing direction ({})", code(*opened)),
            );
        }
    }
    for (at, opened) in open {
        found
            .target(
                spot(at),
                Confidence::High,
                format!(
                    "control of writing direction is never closed ({})",
                    code(opened)
                ),
            )
            .fix(spot(at), "");
    }
    for (at, character) in stray {
        found
            .target(
                spot(at),
                Confidence::Medium,
                format!(
                    "closes a writing direction that nothing opened ({})",
                    code(character)
                ),
            )
            .fix(spot(at), "");
    }
    let tongue = Tongue::of(passage.document().lang);
    let mixes = [
        Script::Arabic,
        Script::Hebrew,
        Script::Thaana,
        Script::Syriac,
    ]
    .iter()
    .any(|script| tongue.writes(*script))
        || text.chars().any(|it| matches!(it, '\u{590}'..='\u{8ff}'));
    if mixes {
        return;
    }
    for (start, end, opened) in closed {
        if !matches!(opened, '\u{202d}' | '\u{202e}') {
            found.at(
                Vec::new(),
                vec![spot(start), spot(end)],
                Confidence::Low,
                "control of writing direction in a text of one direction",
            );
        }
    }
}

use super::scene::Scene;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, pair};
use crate::text::{Category::Typography, Confidence, Severity::Minor};

pub static CHECK: Check = Check {
    code: "P07",
    name: "inverted-mark",
    category: Typography,
    severity: Minor,
    summary: "¿ or ¡ is missing before a Spanish question or exclamation, or stands without its end",
    explain: "\
Spanish and Asturian open questions and exclamations with ¿ and ¡ (RAE, Ortografía 2010, 3.4.9). \
Galician and Catalan may and need not; there the check looks only for a mark that opens and never \
closes. ¿…! and ¡…? are allowed. A name with a mark of its own (Yahoo!) in mid-sentence, a mark in \
brackets (?) and marks in addresses are told apart.",
    run: Run::Target(run),
    examples: &[
        Bad(one("es", "Cuándo viene el tren⟦?⟧")),
        Bad(one("es", "¿Viene? No sé. Y cuándo llega⟦?⟧")),
        Bad(one("es", "Qué día tan bonito⟦!⟧")),
        Bad(one("es", "⟦¿⟧Cuándo viene el tren.")),
        Bad(pair(
            "en",
            "When will it come?",
            "es-MX",
            "Cuándo vendrá⟦?⟧",
        )),
        Bad(one("gl", "⟦¿⟧Cando vén o tren.")),
        Good(one(
            "es",
            "¿Cuándo viene el Sr. Pérez? ¡Hoy! ¿Cómo! ¡¿Qué?! ¿¿Sí??",
        )),
        Good(one("es", "Pero ¿cuándo viene?, preguntó; ¿hoy o mañana?")),
        Good(one(
            "es",
            "Trabaja en Yahoo! desde 2001 (?) y en http://a.es/?x=1",
        )),
        Good(one("gl", "Cando vén o tren? Que día!")),
        Good(one("ca", "Quan ve el tren?")),
        Good(en("When will it come?")),
        Good(one("ast", "¿Cuándo vien?")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let required = match passage.document().lang.base() {
        "es" | "ast" => true,
        "gl" | "ca" => false,
        _ => return,
    };
    let Some(scene) = Scene::of(passage) else {
        return;
    };
    let block = scene.block();
    if !block.contains(['?', '!', '¿', '¡']) {
        return;
    }
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut before = None;
    // What closed last, so that ?! and !!! are one.
    let mut closed = 0;
    for (at, c) in block.char_indices() {
        match c {
            '¿' | '¡' if !matches!(before, Some('¿' | '¡')) => open.push((at, c)),
            '?' | '!' => {
                let follows = closed == at && at > 0;
                let code = scene.is_code(scene.at(at, at).start);
                if !follows && !code && open.pop().is_none() && required && is_word(before) {
                    report(&scene, at, c, found);
                }
                if !code {
                    closed = at + 1;
                }
            }
            _ => {}
        }
        before = Some(c);
    }
    for (at, c) in open {
        let span = scene.at(at, at + c.len_utf8());
        found.target(
            span,
            Confidence::Medium,
            format!("{c} opens and is never closed"),
        );
    }
}

/// A mark after a word, not one that stands for itself: (?).
fn is_word(before: Option<char>) -> bool {
    before.is_some_and(|c| c.is_alphanumeric() || crate::data::quotes::is_mark(c) || c == ')')
}

fn report(scene: &Scene<'_>, at: usize, mark: char, found: &mut Found) {
    let block = scene.block();
    let opening = if mark == '?' { '¿' } else { '¡' };
    let rest = block[at + 1..].trim_start_matches(|c: char| {
        c.is_whitespace() || crate::data::quotes::is_mark(c) || matches!(c, ')' | ',' | '—' | '–')
    });
    // A name with its own mark, or a question that is quoted in mid-sentence.
    let goes_on = rest.starts_with(char::is_lowercase);
    let confidence = match (mark, goes_on) {
        ('?', false) => Confidence::High,
        ('?', true) => Confidence::Medium,
        (_, false) => Confidence::Medium,
        (_, true) => return,
    };
    found.target(
        scene.at(at, at + 1),
        confidence,
        format!("no {opening} before this {mark}"),
    );
}

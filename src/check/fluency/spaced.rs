use super::words::Original;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, pair};
use crate::data::words::{fold, function_words};
use crate::text::{Category::Typography, Confidence, Role, Severity::Minor, Span};

pub static CHECK: Check = Check {
    code: "F08",
    name: "spaced-letters",
    category: Typography,
    severity: Minor,
    summary: "the letters of a word stand apart",
    explain: "\
the h a r b o u r of the town: a heading with spaced letters, or a text read off a picture, came \
through as single letters.

Five letters and more in a row, one space between each. Initials, scores, lists of letters in the order of the \
alphabet and what the source spaces too are left alone.",
    run: Run::Target(run),
    examples: &[
        Bad(en("They came to the ⟦h a r b o u r⟧ of the town.")),
        Bad(one("ru", "Они пришли в ⟦г а в а н ь⟧ города.")),
        Bad(one("de", "Sie kamen in den ⟦H a f e n⟧ der Stadt.")),
        Good(en("Choose a b c d e f or g; the team had W L W L W.")),
        Good(en("J. R. R. T. Olsen and a b c d of it.")),
        Good(pair("de", "Der H a f e n der Stadt", "en", "The h a r b o u r of the town")),
        Good(one("vi", "Họ ở đó và ở đây.")),
        Good(one("zh", "我 们 去 港 口")),
        Good(one("ar", "و ا ب ج د ه")),
    ],
};

const FEWEST: usize = 5;

fn run(passage: &Passage<'_>, found: &mut Found) {
    if passage.block.role == Role::Residue {
        return;
    }
    let text = passage.text();
    for notes in passage.notes {
        let mut run: Option<(Span, usize)> = None;
        for word in &notes.words {
            let letters = word.span.of(text);
            let single = letters.chars().nth(1).is_none()
                && letters
                    .starts_with(|letter: char| letter.is_lowercase() || letter.is_uppercase());
            run = match run {
                Some((span, count))
                    if single && &text[span.end as usize..word.span.start as usize] == " " =>
                {
                    Some((span.cover(word.span), count + 1))
                }
                before => {
                    report(passage, before, found);
                    single.then_some((word.span, 1))
                }
            };
        }
        report(passage, run, found);
    }
}

fn report(passage: &Passage<'_>, run: Option<(Span, usize)>, found: &mut Found) {
    let Some((mut span, mut count)) = run else {
        return;
    };
    // A word of one letter before the spaced ones.
    let first = &span.of(passage.text())[..span.of(passage.text()).find(' ').unwrap_or(0)];
    if count > FEWEST && function_words(passage.document().lang).contains(&fold(first)) {
        span.start += first.len() as u32 + 1;
        count -= 1;
    }
    if count < FEWEST {
        return;
    }
    let letters: Vec<char> = span.of(passage.text()).chars().step_by(2).collect();
    // Results and marks in capitals, the alphabet, and letters that repeat.
    let capitals = letters
        .iter()
        .filter(|letter| letter.is_uppercase())
        .count();
    let steps = letters
        .windows(2)
        .filter(|pair| u32::from(pair[1]).abs_diff(u32::from(pair[0])) <= 1)
        .count();
    let mut kinds = letters.clone();
    kinds.sort_unstable();
    kinds.dedup();
    if capitals > 1 && capitals < letters.len() || steps * 2 >= letters.len() || kinds.len() < 4 {
        return;
    }
    let spaced_too = Original::of(passage.bitext, span).is_some_and(|original| {
        let text = &original.side.document.text;
        let single = original
            .words()
            .filter(|word| word.span.of(text).chars().nth(1).is_none());
        original.is_cased() && single.count() >= FEWEST
    });
    if !spaced_too {
        let confidence = match capitals == letters.len() {
            true => Confidence::Low,
            false => Confidence::High,
        };
        let joined: String = letters.iter().collect();
        found
            .target(
                span,
                confidence,
                format!("the letters of “{joined}” stand apart"),
            )
            .fix(span, joined);
    }
}

use super::words::{has_row, is_running};
use crate::check::{Check, Example::*, Found, Passage, Run, en, one};
use crate::data::words::{fold, function_words};
use crate::text::{Category::Fluency, Confidence, Severity::Major, Shape};

pub static CHECK: Check = Check {
    code: "F07",
    name: "split-sentence",
    category: Fluency,
    severity: Major,
    summary: "a full stop stands in the middle of a sentence",
    explain: "\
in the same. spirit, the council voted: a full stop, and then the sentence goes on in lower case. A \
piece was put in or taken out there, or the mark is one too many.

Reported where the word before the stop is a closed-class word, which no abbreviation looks like, or \
a long word that is known. Abbreviations, initials, addresses, dots of omission and names of products are left alone.",
    run: Run::Target(run),
    examples: &[
        Bad(en("They voted in the same⟦. spirit⟧ as the old council of the town.")),
        Bad(en("The governor said so with⟦. those⟧ who stayed in town.")),
        Bad(one("ru", "Они голосовали за это вместе⟦. старым⟧ советом города.")),
        Good(en("They sell apples, pears etc. and go home at 5 p.m. or later.")),
        Good(en("He lives in St. petersburg; see fig. below and www. com now.")),
        Good(en("It rained... and then it stopped. iPhone sales fell.")),
        Good(en("“Is that so?” he said. “No!” she cried.")),
        Good(one("de", "Das sind z. B. die inkl. aller Steuern genannten Preise bzw. die der Stadt.")),
        Good(one("hu", "A 3. kerület és a XX. század.")),
        Good(one("ar", "ذهبوا إلى المدينة. ثم عادوا.")),
        Good(one("ka", "ისინი წავიდნენ. შემდეგ დაბრუნდნენ.")),
        Good(one("zh", "他们去了城市。然后回来了。")),
        Good(one("hi", "वे शहर गए। फिर लौट आए।")),
    ],
};

/// Letters of a word that is no abbreviation.
const LONG: usize = 6;

fn run(passage: &Passage<'_>, found: &mut Found) {
    if !is_running(passage) {
        return;
    }
    let text = passage.text();
    let block = passage.block.span;
    let bytes = block.of(text).as_bytes();
    let stops = memchr::memchr_iter(b'.', bytes)
        .filter(|at| bytes.get(at + 1) == Some(&b' '))
        .map(|at| block.start + at as u32);
    for stop in stops {
        let words = || passage.notes.iter().flat_map(|notes| &notes.words);
        let Some(after) = words().find(|word| word.span.start > stop) else {
            continue;
        };
        if after.shape != Shape::Lower || after.span.start != stop + 2 {
            continue;
        }
        let Some(before) = words().take_while(|word| word.span.end <= stop).last() else {
            continue;
        };
        if before.shape != Shape::Lower || before.span.end != stop {
            continue;
        }
        if let Some(confidence) = judge(passage, before.span.of(text), after.span.of(text)) {
            found.target(
                crate::text::Span {
                    start: stop,
                    end: after.span.end,
                },
                confidence,
                "a full stop in the middle of a sentence",
            );
        }
    }
}

fn judge(passage: &Passage<'_>, before: &str, after: &str) -> Option<Confidence> {
    let lang = passage.document().lang;
    if !after.starts_with(super::words::has_case) || after.chars().count() < 3 {
        return None;
    }
    let letters = before.chars().count();
    let function = letters > 3 && function_words(lang).contains(&fold(before));
    if !function && (letters < LONG || !has_row(lang, before)) {
        return None;
    }
    let known = function_words(lang).contains(&fold(after)) || has_row(lang, after);
    Some(match known {
        true => Confidence::Medium,
        false => Confidence::Low,
    })
}

use super::context::Context;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one};
use crate::data::words;
use crate::text::{Category::Fluency, Confidence, Quotation, Severity::Major, Shape, Span, Word};

pub static CHECK: Check = Check {
    code: "Q14",
    name: "double-attribution",
    category: Fluency,
    severity: Major,
    summary: "a quotation is attributed twice",
    explain: "\
“…”, she said, she said. / “…,” he stressed, he noted. The clause that attributes the quotation was \
translated twice, mostly because the source frames it in another order than the target.

Said where two short clauses with a verb of saying follow each other after a quotation, parted by a \
comma alone, about the same speaker. A participle or a relative clause (said Reed, adding; said \
Reed, who told reporters) is something else.",
    run: Run::Target(run),
    examples: &[
        Bad(en("“We will not go,” ⟦she said, she said⟧.")),
        Bad(en("“We will not go,” ⟦he stressed, he noted⟧ on Friday.")),
        Bad(one("de", "„Wir gehen nicht“, ⟦sagte er, sagte er⟧ am Freitag.")),
        Bad(one("ru", "«Мы не уйдём», — ⟦сказал он, отметил он⟧.")),
        Good(en("“We will not go,” said Reed, adding that it was late.")),
        Good(en("“We will not go,” said Reed, who told reporters of it.")),
        Good(en("“I said yes, he said no,” she said.")),
        Good(en("“We will not go,” she said, and he said nothing.")),
        Good(one("tr", "“Gitmeyeceğiz” dedi ve ekledi.")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(context) = Context::of(passage) else {
        return;
    };
    for quotation in context.closed().filter(|q| q.level == 0) {
        if let Some(span) = doubled(&context, quotation) {
            found.target(
                span,
                Confidence::High,
                format!(
                    "the quotation is attributed twice: “{}”",
                    context.slice(span)
                ),
            );
        }
    }
}

/// Two clauses of at most three words, each with a verb of saying, with a comma between them.
fn doubled(context: &Context<'_>, quotation: &Quotation) -> Option<Span> {
    let start = quotation.close?.end;
    let end = context.passage.block.span.end;
    let from = context
        .words
        .partition_point(|word| word.span.start < start);
    let words = &context.words[from..(from + 6).min(context.words.len())];
    // The first comma after a word divides the clauses; any other mark ends them.
    let gap = |a: &Word, b: Option<&Word>| {
        let to = b.map_or(end, |b| b.span.start);
        context.text[a.span.end as usize..to as usize].trim()
    };
    let comma = words
        .iter()
        .enumerate()
        .position(|(index, word)| !gap(word, words.get(index + 1)).is_empty())?;
    if gap(&words[comma], words.get(comma + 1)) != "," {
        return None;
    }
    let length = words[comma + 1..]
        .iter()
        .enumerate()
        .position(|(index, word)| !gap(word, words.get(comma + 2 + index)).is_empty())
        .map_or(words.len() - comma - 1, |index| index + 1);
    let (one, two) = (&words[..=comma], &words[comma + 1..comma + 1 + length]);
    let two = &two[..two.len().min(one.len().max(2))];
    if one.len() > 3 || two.is_empty() || two[0].span.start < start {
        return None;
    }
    let saying = words::saying(context.lang);
    let verb = |clause: &[Word]| {
        clause
            .iter()
            .position(|word| saying.contains(&context.folded(word)))
    };
    let (first, second) = (verb(one)?, verb(two)?);
    // About one speaker: the words beside the verb are equal, or one clause has none.
    let subject = |clause: &[Word], verb: usize| -> Vec<String> {
        clause
            .iter()
            .enumerate()
            .filter(|(index, _)| *index != verb)
            .map(|(_, word)| context.folded(word))
            .collect()
    };
    let (a, b) = (subject(one, first), subject(two, second));
    if a.is_empty() || a != b || two.iter().any(|word| word.shape == Shape::Digits) {
        return None;
    }
    Some(one[0].span.cover(two[two.len() - 1].span))
}

use super::context::{Context, is_blank, stops};
use super::correspond::name_original;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, page};
use crate::data::words;
use crate::text::{
    Category::Accuracy, Confidence, Quotation, Reach, Role::*, Severity::Major, Shape,
};

pub static CHECK: Check = Check {
    code: "Q04",
    name: "displaced-quote",
    category: Accuracy,
    severity: Major,
    summary: "a capitalised word that begins no sentence follows a quotation",
    explain: "\
the pursuit of a goal “Separation from China” This will ultimately backfire: the quotation was \
pulled out of its clause and put back in the wrong place, so that what follows it starts like a new \
sentence although nothing has ended.

Said where a closing mark is followed by a capitalised closed-class word (This, In, The …) or by a \
capitalised word that the same text writes small, and neither the quotation nor the text after it \
has a stop. Silent in headlines, after a whole sentence of direct speech (agencies print “…” Thus \
the minister), on courtesy forms (Sie, Вы) and in scripts without capitals.",
    run: Run::Target(run),
    examples: &[
        Bad(en(
            "Wang said that the pursuit of a goal “Separation from China” ⟦This⟧ will ultimately backfire.",
        )),
        Bad(en("He described him as a “rebel.” “dictator” ⟦In⟧ response to a question.")),
        Bad(one("de", "Das Ziel „Trennung von China“ ⟦Dies⟧ wird nach hinten losgehen.")),
        Bad(one("es", "Buscan la meta “separación de China” ⟦Esto⟧ será contraproducente.")),
        Bad(one("ru", "Они ставят цель «отрыв от Китая» ⟦Это⟧ обернётся против них.")),
        Good(en("“We won.” This was new.")),
        Good(en("“We have won the match” Thus the minister.")),
        Good(en("He watched “Alien” Director Scott at work.")),
        Good(page("en", &[(Headline, "‘Rebels’ In the City"), (Body, "It rained.")])),
        Good(one("de", "Er sagte „nein“ Sie gingen weg.")),
        Good(one("it", "«Abbiamo vinto la partita» Così il ministro.")),
        Good(one("ar", "قال إن \"الهدف\" هذا سيفشل.")),
        Good(one("zh", "他说“目标”这将失败。")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(context) = Context::of(passage) else {
        return;
    };
    if context.is_title_case() {
        return;
    }
    for quotation in context.closed().filter(|q| q.level == 0) {
        let Some(word) = context.word_after(quotation.outer().end) else {
            continue;
        };
        let gap = context.gap_after(quotation);
        if word.shape != Shape::Capital || gap.is_empty() || !is_blank(gap) || gap.contains('\n') {
            continue;
        }
        let folded = context.folded(word);
        if context.is_courtesy(&folded) {
            continue;
        }
        let Some(confidence) = judge(&context, quotation, &folded, word.span.end) else {
            continue;
        };
        let hit = found.target(
            word.span,
            confidence,
            format!(
                "“{}” starts like a sentence, but none has ended before it: the quotation {} stands in the wrong place",
                context.slice(word.span),
                context.slice(quotation.outer())
            ),
        );
        name_original(passage.bitext, quotation, hit);
    }
}

fn judge(context: &Context<'_>, quotation: &Quotation, word: &str, at: u32) -> Option<Confidence> {
    let function = context.function_words().contains(word);
    if !function {
        let joined = context.text[at as usize..].starts_with(['-', '‑', '–']);
        // A name or a title after a quotation is capitalised by right.
        return (context.continues_clause(quotation)
            && !stops(context.slice(quotation.inner))
            && !words::honorifics(context.lang).contains(word)
            && context.lang.base() != "de"
            && !joined
            && context.is_lower_elsewhere(word))
        .then_some(Confidence::Medium);
    }
    let inner = context.words_in(quotation.inner);
    if stops(context.slice(quotation.inner)) {
        // A stop inside ends the sentence, unless the quotation is a fragment of a clause.
        let fragment = inner.len() <= 3
            && inner.first().is_some_and(|word| word.shape == Shape::Lower)
            && context.continues_clause(quotation);
        return fragment.then_some(Confidence::Low);
    }
    let single = context.is_single(quotation);
    if context.continues_clause(quotation) || follows_quotation(context, quotation) {
        Some(if single {
            Confidence::Medium
        } else {
            Confidence::High
        })
    } else if context.is_inside_sentence(quotation) && !single {
        // After a comma or a colon a whole sentence may be quoted.
        Some(Confidence::Medium)
    } else {
        None
    }
}

/// Whether another quotation stands directly before this one.
fn follows_quotation(context: &Context<'_>, quotation: &Quotation) -> bool {
    let start = quotation.outer().start;
    let index = context
        .quotations
        .partition_point(|other| other.outer().start < start);
    // One with a quotation inside stands a few places before.
    context.quotations[index.saturating_sub(4)..index]
        .iter()
        .filter(|other| other.reach == Reach::Closed)
        .any(|other| {
            let end = other.outer().end;
            end <= start && is_blank(&context.text[end as usize..start as usize])
        })
}

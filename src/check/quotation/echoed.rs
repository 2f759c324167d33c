use super::context::{Context, is_blank};
use super::correspond::name_original;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one};
use crate::text::{Category::Accuracy, Confidence, Quotation, Severity::Major, Shape, Word};

pub static CHECK: Check = Check {
    code: "Q06",
    name: "echoed-noun",
    category: Accuracy,
    severity: Major,
    summary: "the noun next to a quotation is said again inside it",
    explain: "\
lift the sanctions “Illegal unilateral sanctions”: the noun that the quotation contains was \
translated once inside the marks and once outside, where the sentence needed it only once. Also \
after it: the “regime” regime.

Silent where an apposition repeats by right: the word “word”, the newspaper «Российская газета», \
Operation “Operation Sunrise” and other titles.",
    run: Run::Target(run),
    examples: &[
        Bad(en(
            "He called on them to lift the ⟦sanctions⟧ “Illegal unilateral ⟦sanctions⟧” against firms.",
        )),
        Bad(en(
            "They spoke of the “criminal ⟦regime⟧” ⟦regime⟧ in the city.",
        )),
        Bad(one(
            "de",
            "Er forderte, die ⟦Sanktionen⟧ „illegale einseitige ⟦Sanktionen⟧“ aufzuheben.",
        )),
        Bad(one(
            "ru",
            "Он призвал снять ⟦санкции⟧ «незаконные односторонние ⟦санкции⟧» с компаний.",
        )),
        Bad(one("zh", "他呼吁取消⟦制裁⟧“非法单边⟦制裁⟧”。")),
        Bad(one(
            "ar",
            "دعا إلى رفع ⟦عقوبات⟧ \"⟦عقوبات⟧ أحادية غير قانونية\" عن الشركات.",
        )),
        Good(en("He read the newspaper “The City Newspaper” at home.")),
        Good(en("The word “word” is a word.")),
        Good(en("They began Operation “Operation Sunrise” at dawn.")),
        Good(one(
            "ru",
            "Об этом пишет газета «Российская газета» в среду.",
        )),
        Good(one("tr", "Sözcük “sözcük” demektir.")),
        Good(en("He was asked about the “no” and said “no” again.")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(context) = Context::of(passage) else {
        return;
    };
    for quotation in context.closed().filter(|q| !context.is_single(q)) {
        let inner = context.words_in(quotation.inner);
        if inner.is_empty() || inner.len() > 10 {
            continue;
        }
        let outer = quotation.outer();
        let before = context
            .word_before(outer.start)
            .filter(|_| is_blank(context.gap_before(quotation)));
        let after = context
            .word_after(outer.end)
            .filter(|_| is_blank(context.gap_after(quotation)));
        for outside in [before, after].into_iter().flatten() {
            let Some((inside, confidence)) = echo(&context, quotation, inner, outside) else {
                continue;
            };
            let mut places = vec![outside.span, inside.span];
            places.sort();
            let hit = found.at(
                Vec::new(),
                places,
                confidence,
                format!(
                    "“{}” stands outside and inside the quotation {}",
                    context.slice(outside.span),
                    context.slice(outer)
                ),
            );
            name_original(passage.bitext, quotation, hit);
        }
    }
}

/// The word at either end of the quotation that says the same as the one outside.
fn echo<'a>(
    context: &Context<'_>,
    quotation: &Quotation,
    inner: &'a [Word],
    outside: &Word,
) -> Option<(&'a Word, Confidence)> {
    let word = context.folded(outside);
    if !is_content(context, &word) || outside.shape == Shape::Digits {
        return None;
    }
    let inside = [inner.last()?, inner.first()?]
        .into_iter()
        .find(|inside| same(&context.folded(inside), &word))?;
    let before = outside.span.start < quotation.outer().start;
    if before && context.is_titled(quotation, 2) || inner.len() == 1 {
        return None;
    }
    // A title is written with capitals, or the word is a name on both sides.
    let capitals = inner
        .iter()
        .filter(|word| matches!(word.shape, Shape::Capital | Shape::Upper | Shape::Mixed))
        .count();
    let german = context.capitalises_nouns();
    if !german
        && (outside.shape == Shape::Capital && inside.shape == Shape::Capital
            || capitals * 2 > inner.len())
    {
        return None;
    }
    Some((
        inside,
        if context.folded(inside) == word
            && inside.shape == Shape::Lower
            && inside.span == inner[inner.len() - 1].span
            && !german
        {
            Confidence::High
        } else {
            Confidence::Medium
        },
    ))
}

/// Whether a word is long enough to be no accident, and no closed-class word.
fn is_content(context: &Context<'_>, word: &str) -> bool {
    let letters = word.chars().count();
    let spaceless = context.is_spaceless();
    letters >= if spaceless { 2 } else { 4 } && !context.function_words().contains(word)
}

/// Equal, or forms of one word: they share a long beginning.
fn same(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let longer = a.chars().count().max(b.chars().count());
    shared >= 5 && shared * 10 >= longer * 7
}

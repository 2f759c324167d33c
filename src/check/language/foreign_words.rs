use super::{Token, judge, name, tokens};
use crate::annotate::language::{Langs, Tongue, closed_in};
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, pair};
use crate::text::{Category::Accuracy, Confidence, Notes, Severity::Major, Span};

pub static CHECK: Check = Check {
    code: "L04",
    name: "foreign-words",
    category: Accuracy,
    severity: Major,
    summary: "words of another language inside a sentence",
    explain: "\
Part of a sentence is in another language: several of its closed-class words (articles, pronouns, \
prepositions) stand close together with none of the translation's own between them. Three \
different ones make medium confidence, four high. With the source at hand only other languages \
than the source's are looked for here; what the source left is L03's.

Right to ignore for mottos, titles and quotations in the original; inside quotation marks the \
confidence is low.",
    run: Run::Target(run),
    examples: &[
        Bad(en(
            "He said that the plan ⟦ist nicht nur für die⟧ Stadt, she told us yesterday.",
        )),
        Bad(one(
            "de",
            "Der Minister sagte, dass ⟦they have been in the⟧ Region, die er gestern sah.",
        )),
        Bad(pair(
            "en",
            "He said that it is not only for the town.",
            "fr",
            "Il a dit que ce ⟦ist nicht nur für die⟧ ville et rien de plus.",
        )),
        Good(en(
            "The de facto leader of the Vereniging van de Nederlandse Gemeenten spoke.",
        )),
        Good(en("She saw La vita è bella on Friday.")),
        Good(one("de", "Er las “For whom the bell tolls” und ging.")),
        Good(one(
            "pt",
            "O presidente disse que a decisão não foi tomada por ele.",
        )),
        Good(one("nb", "Det er ikke noget, som de har sagt om dette.")),
        Good(one("uk", "Він сказав, що це не так і що він не був там.")),
        Good(one("ar", "قال الوزير إن العلاقات جيدة جدا هذا العام.")),
        Good(one("zh", "他谈到 the 新的开始。")),
        Good(one("hi", "मंत्री ने कहा कि ऐसा नहीं है।")),
    ],
};

/// Words that may stand between two that speak for the other language.
const GAP: usize = 1;

fn run(passage: &Passage<'_>, found: &mut Found) {
    let tongue = Tongue::of(passage.document().lang);
    if tongue.own.is_empty() {
        return;
    }
    let source = passage
        .bitext
        .source
        .as_ref()
        .map(|side| Tongue::of(side.document.lang));
    let near = source.map_or(tongue.near, |source| tongue.near.or(source.near));
    for (segment, notes) in passage.segments.iter().zip(passage.notes) {
        let words = || tokens(passage.side, std::slice::from_ref(notes));
        let strange = |token: &Token<'_>| {
            let langs = closed_in(token.text);
            if token.is_plain() && token.text.len() > 1 && !langs.meets(tongue.near) {
                langs.without(near)
            } else {
                Langs::default()
            }
        };
        if words()
            .filter(|token| !strange(token).is_empty())
            .nth(2)
            .is_none()
        {
            continue;
        }
        let all: Vec<(Token<'_>, Langs)> = words().map(|token| (token, strange(&token))).collect();
        let union = all
            .iter()
            .fold(Langs::default(), |union, (_, langs)| union.or(*langs));
        let mut best: Option<(usize, Span, usize)> = None;
        for number in union.numbers() {
            if let Some((count, span)) = densest(&all, number, &tongue)
                && best.is_none_or(|(most, ..)| count > most)
            {
                best = Some((count, span, number));
            }
        }
        let Some((count, span, number)) = best.filter(|(count, ..)| *count >= 3) else {
            continue;
        };
        let text = segment.span.of(passage.text());
        if judge::stray(text, words(), &tongue, None).is_some() {
            continue;
        }
        let confidence = if is_quoted(notes, span) {
            Confidence::Low
        } else if count >= 4 {
            Confidence::High
        } else {
            Confidence::Medium
        };
        found.target(
            span,
            confidence,
            format!("words in {} inside the sentence", name(Langs::lang(number))),
        );
    }
}

/// The most different words of one language close together, and where.
fn densest(words: &[(Token<'_>, Langs)], number: usize, tongue: &Tongue) -> Option<(usize, Span)> {
    let of = Langs::single(number);
    let mut best: Option<(usize, Span)> = None;
    let mut run: Vec<&Token<'_>> = Vec::new();
    let mut gap = 0;
    for (token, langs) in words {
        if langs.meets(of) {
            run.push(token);
            gap = 0;
            let mut different: Vec<&str> = run.iter().map(|token| token.text).collect();
            different.sort_unstable();
            different.dedup();
            if best.is_none_or(|(count, _)| different.len() > count) {
                best = Some((different.len(), run[0].span.cover(token.span)));
            }
            continue;
        }
        gap += 1;
        let own = closed_in(token.text);
        if gap > GAP || own.meets(tongue.own) && !own.meets(of) {
            run.clear();
        }
    }
    best
}

fn is_quoted(notes: &Notes, span: Span) -> bool {
    notes
        .quotations
        .iter()
        .any(|it| it.inner.start <= span.start && span.end <= it.inner.end)
}

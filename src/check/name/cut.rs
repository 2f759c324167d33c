use super::written::{in_one_script, leaves_names, name_words};
use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::text::{Category, Confidence, Severity, Shape, Span};

pub static CHECK: Check = Check {
    code: "E06",
    name: "name-cut",
    category: Category::Accuracy,
    severity: Severity::Minor,
    summary: "the end of a name is missing",
    explain: "\
After a first name that both sides have, the translation has the beginning of the family name and no \
more: *Andrew Welling* for *Andrew Wellington*. Sources in languages that put endings to names are \
not looked at, since there the shorter form may be the first case.",
    run: Run::Pair(run),
    examples: &[
        Bad(pair(
            "en",
            "The report by Andrew ⟦Wellington⟧ came out in May.",
            "de",
            "Der Bericht von Andrew ⟦Welling⟧ erschien im Mai.",
        )),
        Good(pair(
            "en",
            "The report by Andrew Wellington came out in May.",
            "de",
            "Der Bericht von Andrew Wellington erschien im Mai.",
        )),
        Good(pair(
            "fi",
            "Tapasimme Angela Merkelin Berliinissä.",
            "en",
            "We met Angela Merkel in Berlin.",
        )),
    ],
};

/// Letters that a cut name has lost at least; one may be an ending.
const FEWEST: usize = 2;

fn run(pair: &Pair<'_>, found: &mut Found) {
    if !leaves_names(pair.source.document.lang) || !in_one_script(pair) {
        return;
    }
    let Some(span) = pair.target_span() else {
        return;
    };
    let text = pair.target.document.text.as_str();
    let there = span.of(text);
    for (_, words) in name_words(pair) {
        for both in words.windows(2) {
            let [first, last] =
                [both[0].span, both[1].span].map(|span| pair.source.document.slice(span));
            if both[1].shape != Shape::Capital || there.contains(last) || !there.contains(first) {
                continue;
            }
            let following = pair
                .target_notes()
                .iter()
                .flat_map(|notes| notes.words.windows(2))
                .find(|words| words[0].span.of(text) == first)
                .map(|words| (words[0].span, words[1]));
            let Some((before, word)) = following else {
                continue;
            };
            let form = word.span.of(text);
            let gap = Span::new(before.end as usize, word.span.start as usize).of(text);
            let rest = last.strip_prefix(form).unwrap_or_default();
            if word.shape == Shape::Capital
                && gap == " "
                && form.chars().count() > 2
                && rest.chars().count() >= FEWEST
                && !rest.starts_with(['\'', '’'])
            {
                found.at(
                    vec![both[1].span],
                    vec![word.span],
                    Confidence::Medium,
                    format!("{last} in the source is cut to {form}"),
                );
            }
        }
    }
}

use super::compare::{alike, bare, words};
use crate::check::{Check, Example::*, Found, Run, docs};
use crate::text::{Bitext, Category::Accuracy, Confidence, Role::*, Severity::Major, Side, Value};

pub static CHECK: Check = Check {
    code: "C02",
    name: "same-translation",
    category: Accuracy,
    severity: Major,
    summary: "two different sentences of the source have one translation",
    explain: "\
The tank holds 5 litres and The tank holds 15 litres are both rendered by the same words: one of \
them was copied, or filled in from a translation memory without being changed.

Sure where the numbers of the sources differ; of medium confidence where the sources have hardly \
anything in common. Sources that differ a little may well mean the same. Translations of fewer than four words are not compared.",
    run: Run::Document(run),
    examples: &[
        Bad(docs(
            "en",
            &[(Body, "The small tank of the machine holds 5 litres."), (Body, "⟦The small tank of the machine holds 15 litres.⟧")],
            "de",
            &[(Body, "Der kleine Tank der Maschine fasst 5 Liter."), (Body, "⟦Der kleine Tank der Maschine fasst 5 Liter.⟧")],
        )),
        Bad(docs(
            "en",
            &[(Body, "The small tank of the machine holds 5 litres."), (Body, "⟦The small tank of the machine holds 15 litres.⟧")],
            "ja",
            &[(Body, "機械の小さいタンクの容量は5リットルです。"), (Body, "⟦機械の小さいタンクの容量は5リットルです。⟧")],
        )),
        Good(docs(
            "en",
            &[(Body, "Press OK to go on."), (Body, "Press OK to continue.")],
            "de",
            &[(Body, "OK drücken"), (Body, "OK drücken")],
        )),
        Good(docs(
            "en",
            &[(Body, "It holds 5 litres."), (Body, "It holds five litres.")],
            "ru",
            &[(Body, "Он вмещает пять литров воды."), (Body, "Он вмещает пять литров воды.")],
        )),
        Good(docs(
            "en",
            &[(Body, "The lamp lights up."), (Body, "The lamp goes out.")],
            "ar",
            &[(Body, "يضيء المصباح الصغير ليلا."), (Body, "ينطفئ المصباح الصغير نهارا.")],
        )),
        Good(docs(
            "en",
            &[(Body, "The lamp lights up."), (Body, "The lamp goes out.")],
            "zh",
            &[(Body, "灯会亮起来。"), (Body, "灯会熄灭。")],
        )),
        Good(docs(
            "en",
            &[(Body, "The lamp lights up."), (Body, "The lamp goes out.")],
            "hi",
            &[(Body, "छोटी बत्ती जलती है।"), (Body, "छोटी बत्ती बुझ जाती है।")],
        )),
    ],
};

/// Translations of fewer words are not compared.
const FEWEST_WORDS: usize = 4;

fn run(bitext: &Bitext, found: &mut Found) {
    let Some(source) = &bitext.source else {
        return;
    };
    if bitext.beads.len() < 2 {
        return;
    }
    let groups = alike(bitext, |bead| {
        let bead = &bitext.beads[bead];
        (!bead.source.is_empty() && words(&bitext.target, bead.target.clone()) >= FEWEST_WORDS)
            .then(|| bare(&bitext.target, bead.target.clone()))
    });
    for (_, beads) in groups {
        let first = beads[0];
        let before = bare(source, bitext.beads[first].source.clone());
        for bead in &beads[1..] {
            let here = bare(source, bitext.beads[*bead].source.clone());
            if here == before || here.is_empty() {
                continue;
            }
            let (Some((span, target)), Some((other, _))) =
                (spans(bitext, source, *bead), spans(bitext, source, first))
            else {
                continue;
            };
            let numbers = |bead: usize| numbers(source, bitext.beads[bead].source.clone());
            let (one, two) = (numbers(first), numbers(*bead));
            let differ = one != two && one.len() == two.len() && !one.is_empty();
            let likeness = strsim::normalized_levenshtein(&here, &before);
            let confidence = match likeness {
                _ if differ => Confidence::High,
                0.6.. => continue,
                0.35.. => Confidence::Low,
                _ => Confidence::Medium,
            };
            found.at(
                vec![span],
                vec![target],
                confidence,
                format!(
                    "“{}” has the same translation as “{}”",
                    source.document.slice(span),
                    source.document.slice(other)
                ),
            );
        }
    }
}

fn spans(
    bitext: &Bitext,
    source: &Side,
    bead: usize,
) -> Option<(crate::text::Span, crate::text::Span)> {
    let bead = &bitext.beads[bead];
    let of = |side: &Side, range: std::ops::Range<usize>| {
        let segments = &side.segments[range];
        Some(segments.first()?.span.cover(segments.last()?.span))
    };
    Some((
        of(source, bead.source.clone())?,
        of(&bitext.target, bead.target.clone())?,
    ))
}

fn numbers(side: &Side, segments: std::ops::Range<usize>) -> Vec<Value> {
    let mut values: Vec<Value> = side.notes[segments]
        .iter()
        .flat_map(|notes| &notes.numbers)
        .map(|number| number.value)
        .collect();
    values.sort_unstable();
    values
}

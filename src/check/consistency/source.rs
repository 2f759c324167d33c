use super::compare::{alike, bare, hash, words};
use crate::check::{Check, Example::*, Found, Run, docs, finding};
use crate::text::{Bitext, Category, Confidence, Finding, Role::*, Severity::Minor, Side, Span};

pub static CHECK: Check = Check {
    code: "C01",
    name: "inconsistent-translation",
    category: Category::Terminology,
    severity: Minor,
    summary: "one sentence of the source is translated in two ways",
    explain: "\
The same heading, warning or sentence stands in the source twice and reads differently in the \
translation. Readers look for the difference, and a text that is used again must be found again.

Case, spaces, marks and tags do not count. Sentences of one or two words often need two \
translations (Open, as a verb and as a state) and are of low confidence. With --consistency all \
rows and documents of a run are compared, not only those of one document; then the later place is \
reported and the earlier one named. A writer who repeats a sentence may be varied on purpose: \
ignore it there.",
    run: Run::Document(run),
    examples: &[
        Bad(docs(
            "en",
            &[
                (Body, "Turn off the power before cleaning."),
                (Body, "The lamp lights up when the tank is empty."),
                (Body, "⟦Turn off the power before cleaning.⟧"),
            ],
            "de",
            &[
                (Body, "Schalten Sie vor der Reinigung den Strom ab."),
                (Body, "Die Lampe leuchtet auf, wenn der Tank leer ist."),
                (Body, "⟦Vor dem Säubern ist der Strom auszuschalten.⟧"),
            ],
        )),
        Bad(docs(
            "en",
            &[
                (Body, "Turn off the power before cleaning."),
                (Body, "The lamp lights up when the tank is empty."),
                (Body, "⟦Turn off the power before cleaning.⟧"),
            ],
            "zh",
            &[
                (Body, "清洁前请关闭电源。"),
                (Body, "水箱空了时灯会亮。"),
                (Body, "⟦清洗之前，须切断电源。⟧"),
            ],
        )),
        Good(docs(
            "en",
            &[
                (Body, "Turn off the power before cleaning."),
                (Body, "The lamp lights up when the tank is empty."),
                (Body, "TURN OFF THE POWER before cleaning"),
            ],
            "de",
            &[
                (Body, "Schalten Sie vor der Reinigung den Strom ab."),
                (Body, "Die Lampe leuchtet auf, wenn der Tank leer ist."),
                (Body, "SCHALTEN SIE vor der Reinigung den Strom ab!"),
            ],
        )),
        Good(docs(
            "en",
            &[
                (Body, "The tank holds 1.5 litres."),
                (Body, "The tank holds 15 litres."),
            ],
            "ru",
            &[
                (Body, "Бак вмещает 1,5 литра."),
                (Body, "Бак вмещает 15 литров."),
            ],
        )),
        Good(docs(
            "en",
            &[(Body, "The lamp lights up."), (Body, "The lamp goes out.")],
            "ar",
            &[(Body, "يضيء المصباح."), (Body, "ينطفئ المصباح.")],
        )),
        Good(docs(
            "en",
            &[(Body, "The lamp lights up."), (Body, "The lamp goes out.")],
            "hi",
            &[(Body, "बत्ती जलती है।"), (Body, "बत्ती बुझ जाती है।")],
        )),
        Good(docs(
            "en",
            &[(Body, "The lamp lights up."), (Body, "The lamp goes out.")],
            "th",
            &[(Body, "ไฟสว่างขึ้น"), (Body, "ไฟดับลง")],
        )),
    ],
};

fn run(bitext: &Bitext, found: &mut Found) {
    let Some(source) = &bitext.source else {
        return;
    };
    if bitext.beads.len() < 2 {
        return;
    }
    let said = |bead: usize| bare(&bitext.target, bitext.beads[bead].target.clone());
    let groups = alike(bitext, |bead| {
        let bead = &bitext.beads[bead];
        (!bead.source.is_empty() && !bead.target.is_empty())
            .then(|| bare(source, bead.source.clone()))
    });
    for (_, beads) in groups {
        let first = beads[0];
        let mut variants = vec![said(first)];
        for bead in &beads[1..] {
            let text = said(*bead);
            if text.is_empty() || variants.contains(&text) {
                continue;
            }
            variants.push(text);
            let Some((here, there)) = span(bitext, *bead).zip(span(bitext, first)) else {
                continue;
            };
            let sides = (
                source.document.slice(here.0),
                bitext.target.document.slice(here.1),
                bitext.target.document.slice(there.1),
            );
            found.at(
                vec![here.0],
                vec![here.1],
                confidence(bitext, source, *bead),
                format!(
                    "“{}” is translated “{}” here, but “{}” before",
                    sides.0, sides.1, sides.2
                ),
            );
        }
    }
}

/// A word or two often mean different things in different places.
fn confidence(bitext: &Bitext, source: &Side, bead: usize) -> Confidence {
    if words(source, bitext.beads[bead].source.clone()) < 3 {
        Confidence::Low
    } else {
        Confidence::Medium
    }
}

/// Both sides of a bead.
fn span(bitext: &Bitext, bead: usize) -> Option<(Span, Span)> {
    let source = bitext.source.as_ref()?;
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

/// What is kept of a bead to compare it with those of other texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Stands for what the source says.
    pub source: u64,
    /// Stands for what the target says.
    pub target: u64,
    /// Which bead.
    pub bead: u32,
}

/// The key of a bead; `None` where a side says nothing.
pub fn key(bitext: &Bitext, bead: usize) -> Option<Key> {
    let source = bitext.source.as_ref()?;
    let of = |side: &Side, range: std::ops::Range<usize>| {
        Some(bare(side, range)).filter(|text| !text.is_empty())
    };
    let sides = &bitext.beads[bead];
    Some(Key {
        source: hash(&of(source, sides.source.clone())?),
        target: hash(&of(&bitext.target, sides.target.clone())?),
        bead: bead as u32,
    })
}

/// The finding that a bead translates otherwise what was translated before in another text of the
/// corpus; `place` names where.
pub fn another(bitext: &Bitext, bead: usize, place: &str) -> Option<Finding> {
    let source = bitext.source.as_ref()?;
    let (here, there) = span(bitext, bead)?;
    let mut found = Found::default();
    found.at(
        vec![here],
        vec![there],
        confidence(bitext, source, bead),
        format!("the same source is translated otherwise in {place}"),
    );
    let hit = found.hits.pop()?;
    Some(finding(bitext, &CHECK, hit))
}

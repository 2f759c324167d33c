use std::collections::BTreeSet;

use super::repeats::Repeats;
use crate::check::{Check, Example::*, Found, Run, docs, page};
use crate::data::words::{fold, function_words};
use crate::text::{
    Bitext, Category::Fluency, Confidence, Extent, Role, Role::*, Severity::Major, Side,
};

pub static CHECK: Check = Check {
    code: "D06",
    name: "paragraph-twice",
    category: Fluency,
    severity: Major,
    summary: "a paragraph is translated twice in nearly the same words",
    explain: "\
Two paragraphs close to each other say the same in other words: one source paragraph was translated \
twice, and both versions were left in.

The content words of both are compared; most must be the same, in any order. Headings, captions and \
lists are left alone, and so is what the source says twice. A summary that repeats the lead in other \
words looks the same; without a source ignore the check there.",
    run: Run::Document(run),
    examples: &[
        Bad(page("en", &[
            (Body, "The townspeople of Hadley can see the lights of the new bridge every evening in winter."),
            (Body, "⟦Every winter evening the townspeople of Hadley are able to see the lights of the new bridge.⟧"),
        ])),
        Bad(page("zh", &[
            (Body, "镇上的居民每年冬天晚上都能看到新桥的灯光。"),
            (Body, "⟦镇上的居民每年冬天的晚上都可以看到新桥的灯光。⟧"),
        ])),
        Bad(page("ru", &[
            (Body, "Жители города каждый зимний вечер видят огни нового моста через широкую реку."),
            (Body, "⟦Каждый зимний вечер жители города могут видеть огни нового моста через широкую реку.⟧"),
        ])),
        Good(page("en", &[
            (Body, "The townspeople of Hadley can see the lights of the new bridge every evening in winter."),
            (Body, "In summer the people of the town walk to the old bridge, where lights are few and evenings long."),
        ])),
        Good(page("en", &[
            (Headline, "Townspeople of Hadley can see the lights of the new bridge every evening in winter"),
            (Body, "Every winter evening the townspeople of Hadley are able to see the lights of the new bridge."),
        ])),
        Good(docs(
            "de",
            &[
                (Body, "Die Bürger von Hadley sehen jeden Abend im Winter die Lichter der neuen Brücke."),
                (Body, "Jeden Abend im Winter sehen die Bürger von Hadley die Lichter der neuen Brücke."),
            ],
            "en",
            &[
                (Body, "The townspeople of Hadley see the lights of the new bridge every evening in winter."),
                (Body, "Every evening in winter the townspeople of Hadley see the lights of the new bridge."),
            ],
        )),
        Good(page("ar", &[
            (Body, "يرى سكان المدينة أضواء الجسر الجديد كل مساء في فصل الشتاء الطويل."),
            (Body, "قال رئيس البلدية إن الجسر سيفتح أمام السيارات في الربيع القادم إن شاء الله."),
        ])),
        Good(page("ja", &[
            (Body, "町の人々は冬の夜に新しい橋の明かりを見ることができる。"),
            (Body, "市長は来年の春に道路が開通すると述べ、住民は歓迎している。"),
        ])),
    ],
};

/// Blocks that are compared with the ones before them.
const NEAR: usize = 3;
/// Content words, or pairs of letters, of a paragraph that can be judged.
const FEWEST: usize = 7;

fn run(bitext: &Bitext, found: &mut Found) {
    if bitext.extent != Extent::Document {
        return;
    }
    let side = &bitext.target;
    let mut before: Vec<(usize, BTreeSet<u64>)> = Vec::new();
    for block in 0..side.document.blocks.len() {
        if side.document.blocks[block].role != Role::Body {
            continue;
        }
        let content = content(side, block);
        if content.len() >= FEWEST {
            let near = before
                .iter()
                .rev()
                .take(NEAR)
                .find_map(|(other, words)| Some((*other, judge(words, &content)?)));
            if let Some((other, confidence)) = near {
                report(bitext, other, block, confidence, found);
            }
        }
        before.push((block, content));
        if before.len() > NEAR {
            before.remove(0);
        }
    }
}

fn report(bitext: &Bitext, other: usize, block: usize, confidence: Confidence, found: &mut Found) {
    let side = &bitext.target;
    let [a, b] = [other, block].map(|block| side.segments_of(block));
    // What is equal is another check's.
    let text = |block: usize| side.document.slice(side.document.blocks[block].span);
    // News sums itself up, so that a text alone proves little.
    let confidence = match confidence {
        Confidence::High if bitext.source.is_none() => Confidence::Medium,
        Confidence::Medium if bitext.source.is_none() => Confidence::Low,
        confidence => confidence,
    };
    if text(other) == text(block) || source_repeats(bitext, a, b) {
        return;
    }
    found.target(
        side.document.blocks[block].span,
        confidence,
        format!(
            "says the same as the paragraph “{}…”",
            text(other).chars().take(30).collect::<String>().trim_end()
        ),
    );
}

/// The content words of a block, or its pairs of letters.
fn content(side: &Side, block: usize) -> BTreeSet<u64> {
    let text = &side.document.text;
    let function = function_words(side.document.lang);
    let repeats = Repeats::of(text, &side.notes[side.segments_of(block)]);
    let mut content = BTreeSet::new();
    for (index, unit) in repeats.units.iter().enumerate() {
        if unit.is_dense() {
            if let Some(next) = repeats.units.get(index + 1)
                && next.is_dense()
            {
                content.insert(u64::from(unit.key()) << 32 | u64::from(next.key()));
            }
        } else if !function.contains(&fold(unit.span.of(text))) {
            content.insert(unit.key().into());
        }
    }
    content
}

fn judge(a: &BTreeSet<u64>, b: &BTreeSet<u64>) -> Option<Confidence> {
    if a.len() < FEWEST {
        return None;
    }
    let shared = a.intersection(b).count();
    let share = 2.0 * shared as f64 / (a.len() + b.len()) as f64;
    let sure = match share {
        share if share >= 0.8 => Confidence::High,
        share if share >= 0.68 => Confidence::Medium,
        share if share >= 0.6 => Confidence::Low,
        _ => return None,
    };
    Some(sure)
}

fn source_repeats(bitext: &Bitext, a: std::ops::Range<usize>, b: std::ops::Range<usize>) -> bool {
    let Some(source) = &bitext.source else {
        return false;
    };
    let blocks = |segments: std::ops::Range<usize>| {
        let beads = segments.filter_map(|segment| bitext.bead_of_target(segment));
        let sources = beads.flat_map(|bead| bitext.beads[bead].source.clone());
        sources
            .map(|segment| source.segments[segment].block as usize)
            .collect::<BTreeSet<_>>()
    };
    let (a, b) = (blocks(a), blocks(b));
    a.iter().any(|first| {
        b.iter().any(|second| {
            first != second && {
                let (a, b) = (content(source, *first), content(source, *second));
                let shared = a.intersection(&b).count();
                5 * shared >= 2 * a.len().min(b.len())
            }
        })
    })
}

use crate::check::{Check, Example::*, Found, Passage, Run, en, one, pair};
use crate::data::words::fold;
use crate::text::{Category::Fluency, Confidence, Role, Severity::Minor, Span, Word};

pub static CHECK: Check = Check {
    code: "D07",
    name: "gloss-repeats",
    category: Fluency,
    severity: Minor,
    summary: "a bracket repeats the words before it",
    explain: "\
the Harbour Council (Harbour Council): the source explained a name, a foreign word or an abbreviation \
in brackets, and both came out the same in the translation. The bracket now says nothing.

Left alone where the source has the same words twice.",
    run: Run::Target(run),
    examples: &[
        Bad(en("The Harbour Council ⟦(Harbour Council)⟧ met on Friday.")),
        Bad(pair(
            "de",
            "Der Hafenrat (Harbour Council) tagte.",
            "en",
            "The Harbour Council ⟦(Harbour Council)⟧ met.",
        )),
        Bad(one("ru", "Совет порта ⟦(Совет порта)⟧ собрался.")),
        Bad(one("zh", "港务局⟦（港务局）⟧开会。")),
        Bad(one("ja", "港湾局⟦（港湾局）⟧が会議を開いた。")),
        Bad(one("ar", "اجتمع مجلس الميناء ⟦(مجلس الميناء)⟧ أمس.")),
        Good(en("The Harbour Council (HC) met; f(x) = g(g) and item a (a) of the list.")),
        Good(en("He paid 5 (5) dollars to the bank (the old bank).")),
        Good(pair("de", "Rot (rot) ist rot.", "en", "Red (red) is red.")),
        Good(one("hi", "परिषद (एचसी) की बैठक हुई।")),
        Good(one("th", "สภาท่าเรือ (สภา) ประชุม")),
    ],
};

/// Bytes before a bracket in which the words that it repeats may stand.
const NEAR: usize = 200;

fn run(passage: &Passage<'_>, found: &mut Found) {
    if matches!(passage.block.role, Role::Residue | Role::Furniture) {
        return;
    }
    let text = passage.text();
    let block = passage.block.span.of(text);
    let base = passage.block.span.start as usize;
    for (at, open) in brackets(block) {
        let close = if open == '(' { ')' } else { '）' };
        let inner = at + open.len_utf8();
        let Some(length) = block[inner..].find(close) else {
            continue;
        };
        let bracket = base + at..base + inner + length + close.len_utf8();
        let inside = words(passage, base + inner..base + inner + length);
        if inside.is_empty() || inside.len() > 8 {
            continue;
        }
        let near = (base + at).saturating_sub(NEAR).max(base);
        let end = words(passage, near..base + at);
        let before = &end[end.len().saturating_sub(inside.len())..];
        if !is_same(text, before, &inside) || source_repeats(passage, &bracket) {
            continue;
        }
        let touching = before.last().is_some_and(|word| {
            text[word.span.end as usize..bracket.start]
                .trim()
                .is_empty()
        });
        if touching {
            let from = before
                .last()
                .map_or(bracket.start, |word| word.span.end as usize);
            let confidence = match passage.bitext.source {
                Some(_) => Confidence::High,
                None => Confidence::Medium,
            };
            found
                .target(
                    Span::new(bracket.start, bracket.end),
                    confidence,
                    "the bracket repeats the words before it",
                )
                .fix(Span::new(from, bracket.end), "");
        }
    }
}

/// Opening brackets with their places.
fn brackets(text: &str) -> impl Iterator<Item = (usize, char)> {
    let ascii = memchr::memchr_iter(b'(', text.as_bytes()).map(|at| (at, '('));
    let full = memchr::memmem::find_iter(text.as_bytes(), "（".as_bytes()).map(|at| (at, '（'));
    ascii.chain(full)
}

/// The words within a range of bytes.
fn words(passage: &Passage<'_>, range: std::ops::Range<usize>) -> Vec<Word> {
    let segments = passage.segments;
    let from = segments.partition_point(|segment| (segment.span.end as usize) <= range.start);
    let to = segments.partition_point(|segment| (segment.span.start as usize) < range.end);
    passage.notes[from..to.max(from)]
        .iter()
        .flat_map(|notes| &notes.words)
        .filter(|word| range.start as u32 <= word.span.start && word.span.end <= range.end as u32)
        .copied()
        .collect()
}

/// Whether words are the same, and words at all.
fn is_same(text: &str, before: &[Word], inside: &[Word]) -> bool {
    let slice = |word: &Word| word.span.of(text);
    before.len() == inside.len()
        && inside.iter().any(|word| {
            let word = slice(word);
            word.chars().all(char::is_alphabetic) && word.len() > 2
        })
        && before
            .iter()
            .zip(inside)
            .all(|(a, b)| fold(slice(a)) == fold(slice(b)))
}

/// Whether the source has a bracket that repeats the words before it too.
fn source_repeats(passage: &Passage<'_>, bracket: &std::ops::Range<usize>) -> bool {
    let bitext = passage.bitext;
    let Some(source) = &bitext.source else {
        return false;
    };
    let bead = bitext
        .target
        .segment_at(bracket.start as u32)
        .and_then(|segment| bitext.bead_of_target(segment));
    let Some(bead) = bead else { return false };
    let notes = &source.notes[bitext.beads[bead].source.clone()];
    let words: Vec<Word> = notes
        .iter()
        .flat_map(|notes| notes.words.iter().copied())
        .collect();
    let text = &source.document.text;
    let opens = |index: usize| {
        let gap = &text[words[index - 1].span.end as usize..words[index].span.start as usize];
        gap.contains(['(', '（'])
    };
    (1..words.len()).filter(|index| opens(*index)).any(|index| {
        (1..=8).any(|length| {
            index >= length
                && index + length <= words.len()
                && is_same(
                    text,
                    &words[index - length..index],
                    &words[index..index + length],
                )
        })
    })
}

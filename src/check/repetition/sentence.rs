use crate::check::{Check, Example::*, Found, Run, docs, en, one, page};
use crate::data::words::fold;
use crate::text::{
    Bitext, Category::Fluency, Confidence, Extent, Role, Role::*, Severity::Major, Side,
};

pub static CHECK: Check = Check {
    code: "D05",
    name: "sentence-twice",
    category: Fluency,
    severity: Major,
    summary: "a sentence stands twice, one right after the other",
    explain: "\
The same sentence of four words or more comes again right after itself, or as a paragraph after the \
same paragraph, although the source says it once.

Refrains and slogans do that too; they are mostly quoted, in verse or short. Rows of a table \
that stand for themselves are not compared: entries of software and memories are often alike.",
    run: Run::Document(run),
    examples: &[
        Bad(en("The bridge was closed on Friday. ⟦The bridge was closed on Friday.⟧ It is open now.")),
        Bad(one("de", "Die Brücke war am Freitag zu. ⟦Die Brücke war am Freitag zu.⟧ Jetzt ist sie offen.")),
        Bad(one("zh", "大桥星期五被关闭了一整天。⟦大桥星期五被关闭了一整天。⟧现在开放。")),
        Bad(page("ru", &[
            (Body, "Мост был закрыт в пятницу из-за сильного ветра и дождя."),
            (Body, "⟦Мост был закрыт в пятницу из-за сильного ветра и дождя.⟧"),
        ])),
        Good(en("No one came. No one came. It was late.")),
        Good(en("“The bridge is closed now,” he said. The bridge is closed for ever now.")),
        Good(page("en", &[
            (Headline, "The bridge was closed on Friday because of wind"),
            (Body, "The bridge was closed on Friday because of wind"),
        ])),
        Good(docs(
            "de",
            &[(Body, "Die Brücke war am Freitag wieder zu. Die Brücke war am Freitag wieder zu. Alle warten.")],
            "en",
            &[(Body, "The bridge was closed again on Friday. The bridge was closed again on Friday. All wait.")],
        )),
        Good(one("ar", "كان الجسر مغلقا يوم الجمعة. كان الطريق مغلقا يوم السبت.")),
        Good(one("ja", "橋は金曜日に閉鎖された。道は土曜日に閉鎖された。")),
        Good(one("th", "สะพานปิดเมื่อวันศุกร์ ถนนปิดเมื่อวันเสาร์")),
    ],
};

/// Words, or letters of scripts without spaces by two, of the shortest sentence that counts.
const FEWEST: usize = 4;

fn run(bitext: &Bitext, found: &mut Found) {
    if bitext.extent == Extent::Row && bitext.target.segments.len() < 2 {
        return;
    }
    let side = &bitext.target;
    for second in 1..side.segments.len() {
        let first = second - 1;
        if !is_same(side, first, second) {
            continue;
        }
        let blocks = [first, second].map(|index| side.segments[index].block as usize);
        let one_block = blocks[0] == blocks[1];
        let running = |block: usize| side.document.blocks[block].role == Role::Body;
        let long = length(side, second);
        if !blocks.iter().all(|block| running(*block))
            || long < if one_block { FEWEST } else { 2 * FEWEST }
            || !one_block && bitext.extent == Extent::Row
            || is_quoted(side, second)
        {
            continue;
        }
        let confidence = match source_repeats(bitext, first, second) {
            Some(true) => continue,
            Some(false) if long >= 6 => Confidence::High,
            None if long >= 8 && one_block => Confidence::High,
            _ => Confidence::Medium,
        };
        let hit = found.target(
            side.segments[second].span,
            confidence,
            "the same sentence stands right before this one",
        );
        if one_block {
            let from = side.segments[first].span.end as usize;
            let to = side.segments[second].span.end as usize;
            hit.fix(crate::text::Span::new(from, to), "");
        }
    }
}

/// Words of a segment; of scripts without spaces as a dictionary divides them.
fn length(side: &Side, segment: usize) -> usize {
    side.notes[segment].words.len()
}

fn is_same(side: &Side, first: usize, second: usize) -> bool {
    let [a, b] = [first, second].map(|index| &side.notes[index].words);
    let text = &side.document.text;
    a.len() == b.len()
        && a.len() >= FEWEST
        && a.iter().zip(b).all(|(a, b)| {
            let (a, b) = (a.span.of(text), b.span.of(text));
            a == b || a.len() == b.len() && fold(a) == fold(b)
        })
        // Figures of a table.
        && a.iter().any(|word| word.span.of(text).chars().all(char::is_alphabetic))
}

fn is_quoted(side: &Side, segment: usize) -> bool {
    let span = side.segments[segment].span;
    let nearby = &side.notes[segment.saturating_sub(3)..=segment];
    nearby
        .iter()
        .flat_map(|notes| &notes.quotations)
        .any(|quotation| quotation.outer().overlaps(span) && quotation.inner.len() * 2 > span.len())
}

/// Whether the source too has a sentence twice where these two stand; `None` without a source.
fn source_repeats(bitext: &Bitext, first: usize, second: usize) -> Option<bool> {
    let source = bitext.source.as_ref()?;
    let range = |segment| {
        let bead = bitext.bead_of_target(segment)?;
        let range = bitext.beads[bead].source.clone();
        (!range.is_empty()).then_some(range)
    };
    let (Some(a), Some(b)) = (range(first), range(second)) else {
        return Some(false);
    };
    let segments = a.start.min(b.start)..a.end.max(b.end);
    // Where they are far apart something was moved, and nothing is known.
    if segments.len() > 6 {
        return Some(true);
    }
    let pairs = segments.clone().skip(1);
    Some(
        pairs
            .into_iter()
            .any(|index| is_like(source, index - 1, index)),
    )
}

/// Whether two sentences of the source are alike enough to be translated with the same words.
fn is_like(side: &Side, first: usize, second: usize) -> bool {
    let [a, b] = [first, second].map(|index| side.segments[index].span.of(&side.document.text));
    let longer = a.len().max(b.len());
    let shared = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let ends = a
        .bytes()
        .rev()
        .zip(b.bytes().rev())
        .take_while(|(a, b)| a == b)
        .count();
    (shared + ends) * 2 >= longer
}

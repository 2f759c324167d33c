use super::context::{Context, is_blank, stops};
use super::correspond::name_original;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, pair};
use crate::text::{Category::Accuracy, Confidence, Quotation, Severity::Major, Shape, Word};

pub static CHECK: Check = Check {
    code: "Q03",
    name: "competing-quotes",
    category: Accuracy,
    severity: Major,
    summary: "two renderings of one quotation stand side by side",
    explain: "\
as a “rebel.” “dictator” In response: the quoted words were translated apart from their clause, \
twice, and both renderings were put back. The reader takes them for two things that were said.

Said where two short quotations follow each other in the middle of a clause with nothing between \
them; surest where the first ends with a stop although the clause goes on. Lists of titles (“A,” \
“B” and “C”) and two sentences of direct speech are something else. In Chinese and Japanese two \
quoted items may stand side by side without a mark between them; there the check asks for a stop \
inside the first, or for a source that has fewer quotations.",
    run: Run::Target(run),
    examples: &[
        Bad(en(
            "He described his Chinese counterpart as a ⟦“rebel.” “dictator”⟧ In response to a question.",
        )),
        Bad(en(
            "She called her rival a ⟦“cheat” “liar”⟧ in reply to a guest.",
        )),
        Bad(one(
            "de",
            "Er nannte ihn einen ⟦„Rebellen.“ „Diktator“⟧ auf eine Frage hin.",
        )),
        Bad(one(
            "ru",
            "Он назвал его ⟦«бунтарём.» «диктатором»⟧ в ответ на вопрос.",
        )),
        Bad(one("zh", "他称对方为⟦“反叛者。”“独裁者”⟧以回应记者。")),
        Bad(one("ja", "彼は相手を⟦「反逆者。」「独裁者」⟧と呼んだ。")),
        Bad(one(
            "ar",
            "وصفه بأنه ⟦\"متمرد.\" \"دكتاتور\"⟧ ردا على سؤال.",
        )),
        Bad(pair(
            "en",
            "He called him a ⟦“dictator”⟧ in reply.",
            "zh",
            "他在回应中称他为⟦“反叛者”“独裁者”⟧。",
        )),
        Good(en("The programme has “Alien,” “Jaws” and “Up” in it.")),
        Good(en("The programme has “Alien”, “Jaws” “Up” and more in it.")),
        Good(en("“We won.” “And you?” she asked.")),
        Good(en("He asked: “Who?” “Nobody,” she said.")),
        Good(one("zh", "他喜欢“红楼梦”“西游记”“水浒传”等书。")),
        Good(one("ja", "合言葉は「安全」「安心」だ。")),
        Good(one("it", "«Abbiamo vinto.» «E voi?» ha chiesto.")),
        Good(one("th", "เขาชอบ \"แดง\" และ \"ดำ\" มาก")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(context) = Context::of(passage) else {
        return;
    };
    let closed: Vec<&Quotation> = context.closed().filter(|q| !context.is_single(q)).collect();
    for (index, window) in closed.windows(2).enumerate() {
        let (first, second) = (window[0], window[1]);
        let gap_start = first.outer().end as usize;
        let gap_end = second.outer().start as usize;
        if gap_end < gap_start || !is_blank(&context.text[gap_start..gap_end]) {
            continue;
        }
        // A list has a comma, or nothing, before yet another quotation.
        let is_list = |from: u32, to: u32| {
            from <= to && {
                let gap = context.text[from as usize..to as usize].trim();
                gap.is_empty() || matches!(gap, "," | "،" | "、" | "，" | ";")
            }
        };
        let after = closed.get(index + 2).map(|third| third.outer().start);
        let before = index.checked_sub(1).map(|third| closed[third].outer().end);
        if after.is_some_and(|start| is_list(second.outer().end, start))
            || before.is_some_and(|end| is_list(end, first.outer().start))
        {
            continue;
        }
        let Some(confidence) = judge(&context, first, second) else {
            continue;
        };
        let hit = found.target(
            first.outer().cover(second.outer()),
            confidence,
            format!(
                "{} and {} stand side by side: two renderings of one quotation",
                context.slice(first.outer()),
                context.slice(second.outer())
            ),
        );
        name_original(passage.bitext, first, hit);
    }
}

fn judge(context: &Context<'_>, first: &Quotation, second: &Quotation) -> Option<Confidence> {
    let one = context.words_in(first.inner);
    let two = context.words_in(second.inner);
    if one.is_empty() || two.is_empty() || one.len() > 8 || two.len() > 8 {
        return None;
    }
    // “A,” “B” is a list.
    if context
        .slice(first.inner)
        .ends_with([',', '،', '、', '，', ';'])
    {
        return None;
    }
    let stopped = stops(context.slice(first.inner));
    let after = context.word_after(second.outer().end);
    let goes_on = is_blank(context.gap_after(second))
        && after.is_some_and(|word| matches!(word.shape, Shape::Lower | Shape::Caseless));
    // At the start of a sentence or after a comma only a fragment that the sentence goes on from.
    let fragment = one.len() <= 3
        && (goes_on || context.is_inside_sentence(first))
        && (!stopped || one[0].shape == Shape::Lower);
    if !context.continues_clause(first) && !fragment {
        return None;
    }
    match fewer_in_source(context, first) {
        // Two names may have got their marks from the translator.
        Some(true) if one[0].shape == Shape::Capital && !stopped => {
            return Some(Confidence::Medium);
        }
        Some(true) => return Some(Confidence::High),
        Some(false) => return Some(Confidence::Low),
        None => {}
    }
    if matches!(context.lang.base(), "zh" | "yue" | "ja") {
        return stopped.then_some(Confidence::Medium);
    }
    // Two sentences of direct speech begin with capitals.
    let speech = |words: &[Word]| words[0].shape == Shape::Capital && words.len() > 3;
    if stopped && speech(one) && speech(two) {
        return Some(Confidence::Low);
    }
    Some(if stopped && one[0].shape != Shape::Capital {
        Confidence::High
    } else {
        Confidence::Medium
    })
}

/// Whether the source of the bead has fewer quotations than the target; `None` without a source.
fn fewer_in_source(context: &Context<'_>, quotation: &Quotation) -> Option<bool> {
    let bitext = context.passage.bitext;
    let source = bitext.source.as_ref()?;
    let segment = bitext.target.segment_at(quotation.outer().start)?;
    let bead = &bitext.beads[bitext.bead_of_target(segment)?];
    let count = |notes: &[crate::text::Notes]| -> usize {
        notes
            .iter()
            .map(|notes| notes.quotations.iter().filter(|q| q.level == 0).count())
            .sum()
    };
    Some(
        count(&source.notes[bead.source.clone()])
            < count(&bitext.target.notes[bead.target.clone()]),
    )
}

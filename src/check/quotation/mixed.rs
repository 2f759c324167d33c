use std::collections::BTreeMap;

use crate::check::{Check, Example::*, Found, Run, page};
use crate::text::{
    Bitext, Category::Typography, Confidence, Quotation, Reach, Role, Role::*, Severity::Minor,
};

pub static CHECK: Check = Check {
    code: "Q11",
    name: "mixed-quote-systems",
    category: Typography,
    severity: Minor,
    summary: "two systems of quotation marks in one text",
    explain: "\
“…” in one paragraph and «…» in the next, both for quotations of the first level: a text put \
together from parts that were translated apart. The marks of the rarer system are reported, once \
for the text.

Said where each system has at least a fifth of the quotations and at least two. Marks inside other \
marks, single marks and the title marks of Chinese (《》) do not count. Straight beside curly marks \
are a typist's matter: low confidence.",
    run: Run::Document(run),
    examples: &[
        Bad(page(
            "en",
            &[
                (Body, "The “old” plan and the “new” plan failed. “No,” he said."),
                (Body, "The ⟦«⟧third⟦»⟧ plan and the ⟦«⟧last⟦»⟧ plan failed."),
            ],
        )),
        Bad(page(
            "de",
            &[
                (Body, "Der „alte“ Plan und der „neue“ Plan scheiterten. „Nein“, sagte er."),
                (Body, "Der ⟦»⟧dritte⟦«⟧ Plan und der ⟦»⟧letzte⟦«⟧ Plan scheiterten."),
            ],
        )),
        Good(page(
            "ru",
            &[
                (Body, "Он сказал: «План „первый“ провалился»."),
                (Body, "«План „второй“ тоже», — добавил он."),
            ],
        )),
        Good(page(
            "ja",
            &[
                (Body, "「はい」と『はい』を「使う」。"),
                (Body, "「いいえ」と言った。『本』を読んだ。"),
            ],
        )),
        Good(page(
            "zh",
            &[(Body, "他读《红楼梦》和《西游记》，说“好”。"), (Body, "她说“不好”，又读《水浒传》。")],
        )),
        Good(page(
            "ar",
            &[(Body, "قال \"نعم\" ثم \"لا\"."), (Body, "كتب «كتابا» واحدا.")],
        )),
    ],
};

/// A family of marks that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum System {
    Straight,
    Curly,
    Guillemets,
    Reversed,
    Corners,
}

fn run(bitext: &Bitext, found: &mut Found) {
    let side = &bitext.target;
    let text = &side.document.text;
    let glyph =
        |quotation: &Quotation| quotation.open.and_then(|open| open.of(text).chars().next());
    let mut uses: Vec<(System, &Quotation)> = Vec::new();
    for (segment, notes) in side.segments.iter().zip(&side.notes) {
        if side.document.blocks[segment.block as usize].role == Role::Residue {
            continue;
        }
        for quotation in &notes.quotations {
            let system = match glyph(quotation) {
                Some('"' | '＂') => System::Straight,
                Some('“' | '”' | '„') => System::Curly,
                Some('«') => System::Guillemets,
                Some('»') => System::Reversed,
                Some('「' | '『') => System::Corners,
                _ => continue,
            };
            if quotation.level == 0 && quotation.reach == Reach::Closed {
                uses.push((system, quotation));
            }
        }
    }
    let mut counts: BTreeMap<System, usize> = BTreeMap::new();
    for (system, _) in &uses {
        *counts.entry(*system).or_default() += 1;
    }
    let mut systems: Vec<(usize, System)> = counts
        .into_iter()
        .map(|(system, count)| (count, system))
        .collect();
    systems.sort_unstable();
    let [.., (rarer, rare), (_, usual)] = systems[..] else {
        return;
    };
    if rarer < 2 || rarer * 5 < uses.len() {
        return;
    }
    let typist = matches!((rare, usual), (System::Straight, _) | (_, System::Straight));
    let marks: Vec<_> = uses
        .iter()
        .filter(|one| one.0 == rare)
        .flat_map(|one| [one.1.open, one.1.close])
        .flatten()
        .collect();
    let sample = |system: System| {
        uses.iter()
            .find(|one| one.0 == system)
            .map_or(String::new(), |one| {
                let show = |mark: Option<crate::text::Span>| mark.map_or("", |mark| mark.of(text));
                format!("{}…{}", show(one.1.open), show(one.1.close))
            })
    };
    found.at(
        Vec::new(),
        marks,
        if typist {
            Confidence::Low
        } else {
            Confidence::Medium
        },
        format!(
            "{} beside {}: two systems of quotation marks in one text",
            sample(rare),
            sample(usual)
        ),
    );
}

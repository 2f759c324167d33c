use super::context::Context;
use crate::check::{Check, Example::*, Found, Passage, Run, page};
use crate::text::{Bitext, Category::Typography, Confidence, Role, Role::*, Severity::Minor, Span};

pub static CHECK: Check = Check {
    code: "Q13",
    name: "quote-punctuation",
    category: Typography,
    severity: Minor,
    summary: "a comma stands on the other side of the closing mark than elsewhere in the text",
    explain: "\
American houses write “no,” he said, British ones “no”, he said; both are right, and so is either \
side of the stop. Only a text that does both is inconsistent: mostly a sign that parts of it were \
translated apart.

The comma at the closing mark is compared over the text. Medium where one stands against at least \
six, otherwise low.",
    run: Run::Document(run),
    examples: &[
        Bad(page(
            "en",
            &[
                (
                    Body,
                    "“One,” he said. “Two,” he said. “Three,” he said. “Four,” he said.",
                ),
                (Body, "“Five,” he said. “Six,” he said. “Seven⟦”,⟧ he said."),
            ],
        )),
        Good(page(
            "en",
            &[
                (
                    Body,
                    "“One,” he said. “Two,” he said. “Three,” he said. “Four,” he said.",
                ),
                (
                    Body,
                    "“Five,” he said. “Six,” he said. He spoke of “seven”.",
                ),
            ],
        )),
        Good(page(
            "de",
            &[(
                Body,
                "„Eins“, sagte er. „Zwei“, sagte er. „Drei“, sagte er. „Vier“, sagte er.",
            )],
        )),
        Good(page(
            "en",
            &[(Body, "“One,” he said. “Two”, he said. “Three,” he said.")],
        )),
        Good(page("ar", &[(Body, "قال \"نعم\"، ثم قال \"لا\"، ثم غادر.")])),
        Good(page("zh", &[(Body, "“好，”他说。“不，”她说。")])),
        Good(page(
            "ru",
            &[(Body, "«Да», — сказал он. «Нет», — сказала она.")],
        )),
    ],
};

fn run(bitext: &Bitext, found: &mut Found) {
    let mut inside = Vec::new();
    let mut outside = Vec::new();
    for index in 0..bitext.target.document.blocks.len() {
        let passage = Passage::new(bitext, &bitext.target, index);
        if passage.block.role == Role::Residue {
            continue;
        }
        let Some(context) = Context::of(&passage) else {
            continue;
        };
        for quotation in context
            .closed()
            .filter(|q| q.level == 0 && !context.is_single(q))
        {
            let Some(close) = quotation.close else {
                continue;
            };
            if quotation.inner.end == close.start && context.slice(quotation.inner).ends_with(',') {
                inside.push(Span {
                    start: close.start - 1,
                    end: close.end,
                });
            } else if context.gap_after(quotation).starts_with(',') {
                outside.push(Span {
                    start: close.start,
                    end: close.end + 1,
                });
            }
        }
    }
    let (rare, usual, side) = if inside.len() < outside.len() {
        (inside, outside, "inside")
    } else {
        (outside, inside, "outside")
    };
    if rare.is_empty() || usual.len() < 4 * rare.len() {
        return;
    }
    let confidence = if rare.len() == 1 && usual.len() >= 6 {
        Confidence::Medium
    } else {
        Confidence::Low
    };
    for span in rare {
        found.target(
            span,
            confidence,
            format!(
                "the comma stands {side} the closing mark here and on the other side {} times",
                usual.len()
            ),
        );
    }
}

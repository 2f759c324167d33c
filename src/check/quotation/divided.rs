use super::correspond::{self, Piece, Quoted};
use crate::check::{Check, Example::*, Found, Run, pair};
use crate::text::{Bitext, Category::Accuracy, Confidence, Severity::Minor, Side, Span};

pub static CHECK: Check = Check {
    code: "Q23",
    name: "divided-quote",
    category: Accuracy,
    severity: Minor,
    summary: "one quotation has become two, or two have become one",
    explain: "\
Where the source interrupts a quotation for its verb of saying (“We stay,” he said, “for good”) the \
words between belong to the writer; a translation that closes up the marks makes the speaker say \
them. The reverse takes words out of the speaker's mouth.

Medium where the merged quotation holds a verb of saying, or where the words between two halves are \
no attribution; translators may move an attribution to the end by right.",
    run: Run::Document(run),
    examples: &[
        Bad(pair(
            "en",
            "⟦“We stay here,” he said yesterday, “for good and all.”⟧",
            "de",
            "⟦„Wir bleiben hier, sagte er gestern, auf immer und ewig.“⟧",
        )),
        Bad(pair(
            "en",
            "He wrote that ⟦“we stay in this town for good and will never go”⟧ again.",
            "es",
            "Escribió que ⟦“nos quedamos en esta” ciudad para siempre y “nunca nos iremos”⟧ otra vez.",
        )),
        Good(pair(
            "en",
            "“We stay here,” he said yesterday, “for good and all.”",
            "de",
            "„Wir bleiben hier auf immer und ewig“, sagte er gestern.",
        )),
        Good(pair(
            "en",
            "“We stay here for good and all,” he said yesterday.",
            "ru",
            "«Мы остаёмся здесь, — сказал он вчера. — Навсегда».",
        )),
        Good(pair(
            "en",
            "“We stay here for good and all,” he said yesterday.",
            "fr",
            "« Nous restons ici », a-t-il dit hier, « pour toujours ».",
        )),
        Good(pair(
            "zh",
            "“我们留在这里，”他昨天说，“永远。”",
            "ar",
            "قال أمس: \"سنبقى هنا إلى الأبد\".",
        )),
    ],
};

fn run(bitext: &Bitext, found: &mut Found) {
    for quoted in correspond::beads(bitext) {
        let (theirs, ours) = (&quoted.source, &quoted.target);
        if !theirs.iter().chain(ours).all(|piece| piece.opens) {
            continue;
        }
        match (theirs.as_slice(), ours.as_slice()) {
            ([first, second], [one]) if merges(&bitext.target, &quoted, first, second, one) => {
                found.at(
                    vec![first.outer().cover(second.outer())],
                    vec![one.outer()],
                    Confidence::Medium,
                    "two quotations have become one, with the words between them inside the marks",
                );
            }
            ([one], [first, second]) if splits(one, first, second, &bitext.target) => {
                found.at(
                    vec![one.outer()],
                    vec![first.outer().cover(second.outer())],
                    Confidence::Medium,
                    "one quotation has become two, with words of it outside the marks",
                );
            }
            _ => {}
        }
    }
}

/// Whether one quotation holds what stood between two, a verb of saying among it.
fn merges(target: &Side, quoted: &Quoted<'_>, first: &Piece, second: &Piece, one: &Piece) -> bool {
    let between = first.quotation.attribution.is_some() || second.quotation.attribution.is_some();
    let whole = first.share + second.share;
    between
        && one.share > whole * 1.15
        && one.quotation.attribution.is_none()
        && holds_verb(target, one.inner)
        && quoted.bead.target.len() == 1
}

fn holds_verb(side: &Side, span: Span) -> bool {
    let saying = crate::data::words::saying(side.document.lang);
    side.segment_at(span.start).is_some_and(|segment| {
        side.notes[segment].words.iter().any(|word| {
            span.contains(word.span)
                && saying.contains(&crate::data::words::fold(side.document.slice(word.span)))
        })
    })
}

/// Whether two quotations leave out words in the middle of one, and those are no attribution.
fn splits(one: &Piece, first: &Piece, second: &Piece, target: &Side) -> bool {
    let between = Span {
        start: first.outer().end,
        end: second.outer().start.max(first.outer().end),
    };
    let gap = target.document.slice(between);
    let length = f64::from(between.end - between.start);
    let total = f64::from(second.inner.end - first.inner.start).max(1.0);
    let covered = first.share + second.share;
    !gap.contains([',', '.', ':', ';', '-', '–', '—', '،', '，', '。', '、'])
        && !gap.trim().is_empty()
        && !holds_verb(target, between)
        && length < total * 0.5
        && one.words >= 6
        && covered < one.share * 1.1
        && covered + length / total * covered > one.share * 0.7
}

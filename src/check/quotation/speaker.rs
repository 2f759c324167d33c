use super::anchors::{has_like, is_telling};
use super::correspond;
use crate::check::{Check, Example::*, Found, Run, pair};
use crate::text::{Bitext, Category::Accuracy, Confidence, Severity::Critical, Span};

pub static CHECK: Check = Check {
    code: "Q24",
    name: "changed-speaker",
    category: Accuracy,
    severity: Critical,
    summary: "the translation gives a quotation to somebody else",
    explain: "\
The name beside the verb of saying is another one than in the source: the words of one person are \
put into the mouth of another.

Names are compared across scripts by their consonants, loosely, since spellings differ; the check \
speaks only where neither name has anything like it on the other side of the bead. Pronouns and \
titles instead of a name are right.",
    run: Run::Document(run),
    examples: &[
        Bad(pair(
            "en",
            "“We shall leave,” said ⟦Petrova⟧ on Friday.",
            "de",
            "„Wir werden gehen“, sagte ⟦Anna Hoffmann⟧ am Freitag.",
        )),
        Bad(pair(
            "ru",
            "«Мы уйдём», — заявил ⟦Марченко⟧ в пятницу.",
            "en",
            "“We shall leave,” said ⟦Gordon⟧ on Friday.",
        )),
        Good(pair(
            "en",
            "“We shall leave,” said Petrova on Friday.",
            "ru",
            "«Мы уйдём», — заявила Петрова в пятницу.",
        )),
        Good(pair(
            "en",
            "“We shall leave,” said Petrova on Friday.",
            "lv",
            "“Mēs aiziesim,” piektdien teica Petrova.",
        )),
        Good(pair(
            "en",
            "“We shall leave,” said Petrova on Friday.",
            "de",
            "„Wir werden gehen“, sagte die Ministerin am Freitag.",
        )),
        Good(pair(
            "en",
            "“We shall leave,” said Petrova on Friday.",
            "ar",
            "وقالت بيتروفا يوم الجمعة: \"سنغادر\".",
        )),
    ],
};

/// Whether at most a short word stands between a name and the verb of saying.
fn is_beside(name: Span, verb: Span) -> bool {
    let gap = if name.end <= verb.start {
        verb.start - name.end
    } else {
        name.start.saturating_sub(verb.end)
    };
    gap <= 6
}

fn run(bitext: &Bitext, found: &mut Found) {
    let Some(source) = &bitext.source else {
        return;
    };
    let target = &bitext.target;
    for quoted in correspond::beads(bitext) {
        for &(theirs, ours) in &quoted.pairs {
            let speaker = |piece: &correspond::Piece| {
                let attribution = piece.quotation.attribution?;
                attribution.speaker.filter(|speaker| {
                    piece.opens && !attribution.naming && is_beside(*speaker, attribution.verb)
                })
            };
            let (Some(theirs), Some(ours)) = (
                speaker(&quoted.source[theirs]),
                speaker(&quoted.target[ours]),
            ) else {
                continue;
            };
            let (one, other) = (source.document.slice(theirs), target.document.slice(ours));
            if !is_telling(one)
                || !is_telling(other)
                || has_like(one, target, quoted.bead.target.clone())
                || has_like(other, source, quoted.bead.source.clone())
            {
                continue;
            }
            found.at(
                vec![theirs],
                vec![ours],
                Confidence::Medium,
                format!("the source gives the quotation to {one}, the translation to {other}"),
            );
        }
    }
}

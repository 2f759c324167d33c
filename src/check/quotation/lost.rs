use super::correspond::{self, Piece, Quoted, in_single_marks};
use crate::check::{Check, Example::*, Found, Run, pair};
use crate::data::words;
use crate::text::{Bitext, Category::Accuracy, Confidence, Severity::Major, Side};

pub static CHECK: Check = Check {
    code: "Q20",
    name: "lost-quote",
    category: Accuracy,
    severity: Major,
    summary: "a quotation of the source is no quotation in the translation",
    explain: "\
Words that somebody said in the source stand in the translation without marks, as the writer's own, \
or do not stand there at all. In news that is serious.

Medium confidence from four words, or for a short answer with its own stop beside a verb of saying; \
other short ones (scare quotes, names, titles) are often rendered without marks by right, so they are low. In \
languages where translators often drop marks by custom (Urdu, Tamil, Bengali …) only speech counts.",
    run: Run::Document(run),
    examples: &[
        Bad(pair(
            "en",
            "He said ⟦“we shall never leave the coast”⟧ on Friday.",
            "de",
            "Er sagte am Freitag, dass wir die Küste nie verlassen werden.",
        )),
        Bad(pair(
            "en",
            "⟦“We will stay,”⟧ he said on Friday in the hall.",
            "es",
            "Se quedarán, según dijo el viernes en la sala.",
        )),
        Bad(pair(
            "ru",
            "Министр заявил: ⟦«Мы никогда не уйдём с этого берега»⟧.",
            "en",
            "The minister said that they would never leave this shore.",
        )),
        Good(pair(
            "en",
            "He said “we shall never leave the coast” on Friday.",
            "de",
            "Er sagte am Freitag, „dass wir die Küste nie verlassen werden“.",
        )),
        Good(pair(
            "en",
            "He said ‘we shall never leave the coast’ on Friday.",
            "fr",
            "Il a dit vendredi : « Nous ne quitterons jamais la côte. »",
        )),
        Good(pair(
            "en",
            "“We will stay,” he said, “for good and all.”",
            "ja",
            "彼は「私たちはずっと留まる」と述べた。「永久に」と。",
        )),
        Good(pair(
            "en",
            "“We will stay.",
            "ar",
            "\"سنبقى.",
        )),
        Good(pair(
            "en",
            "He said “we shall never leave the coast” on Friday.",
            "zh",
            "他周五说：“我们永远不会离开海岸。”",
        )),
        Good(pair(
            "en",
            "He said “we shall never leave the coast” on Friday.",
            "ko",
            "그는 금요일 “우리는 결코 해안을 떠나지 않을 것”이라고 말했다.",
        )),
    ],
};

fn run(bitext: &Bitext, found: &mut Found) {
    let Some(source) = &bitext.source else {
        return;
    };
    for quoted in correspond::beads(bitext) {
        for piece in quoted.lost().filter(|piece| piece.opens) {
            let confidence = judge(source, &bitext.target, &quoted, piece);
            found.at(
                vec![piece.outer()],
                Vec::new(),
                confidence,
                format!(
                    "the quotation {} of the source is no quotation in the translation",
                    source.document.slice(piece.outer())
                ),
            );
        }
    }
}

fn judge(source: &Side, target: &Side, quoted: &Quoted<'_>, piece: &Piece) -> Confidence {
    let lang = target.document.lang;
    // Speech ends with a mark of its own before its verb.
    let spoken = piece.is_speech()
        && source
            .document
            .slice(piece.inner)
            .ends_with([',', '.', '!', '?', '，', '。', '،']);
    // A mark without a partner may be what is left of it.
    if correspond::is_unsettled(target, quoted.bead.target.clone()) {
        return Confidence::Low;
    }
    // An apostrophe may have been taken for a mark, or a quotation merged with its neighbour.
    if in_single_marks(source, &piece.quotation)
        || quoted.target.len() >= quoted.source.len()
        || words::quote_custom(lang) == Some("drops") && piece.words < 8
        || words::quote_custom(source.document.lang) == Some("adds") && piece.words < 4 && !spoken
        || !(piece.words >= 4 || spoken)
    {
        return Confidence::Low;
    }
    Confidence::Medium
}

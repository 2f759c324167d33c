use super::correspond::{self, Piece, Quoted, in_single_marks};
use crate::check::{Check, Example::*, Found, Run, pair};
use crate::data::words;
use crate::text::{Bitext, Category::Accuracy, Confidence, Severity::Major, Side};

pub static CHECK: Check = Check {
    code: "Q21",
    name: "added-quote",
    category: Accuracy,
    severity: Major,
    summary: "the translation puts words in quotation marks that the source does not",
    explain: "\
Words of the writer stand in the translation as somebody's speech, or reported speech has become \
direct. Translators put names of firms, media, ships and works in marks where their language asks \
for it (Russian, Lithuanian, Latvian, Bulgarian, Chinese …), so short additions are low confidence; \
medium from five words, or where a verb of saying stands beside them.",
    run: Run::Document(run),
    examples: &[
        Bad(pair(
            "en",
            "He said that they would never leave the coast.",
            "de",
            "Er sagte: ⟦„Wir werden die Küste niemals verlassen.“⟧",
        )),
        Bad(pair(
            "en",
            "She told reporters that the talks went well.",
            "en",
            "She told reporters ⟦“the talks went very well”⟧.",
        )),
        Good(pair(
            "en",
            "He said: “They would never leave the coast.”",
            "de",
            "Er sagte: „Wir werden die Küste niemals verlassen.“",
        )),
        Good(pair(
            "en",
            "He said: ‘They would never leave the coast.’",
            "ru",
            "Он сказал: «Они никогда не покинут берег».",
        )),
        Good(pair(
            "ja",
            "彼は「決して海岸を離れない」と述べた。",
            "en",
            "He said “they would never leave the coast”.",
        )),
        Good(pair(
            "zh",
            "他说：“他们永远不会离开海岸。”",
            "ar",
            "قال: \"لن يتركوا الساحل أبدا\".",
        )),
    ],
};

fn run(bitext: &Bitext, found: &mut Found) {
    let Some(source) = &bitext.source else {
        return;
    };
    for quoted in correspond::beads(bitext) {
        for piece in quoted.added().filter(|piece| piece.opens) {
            let span = piece.outer();
            found
                .at(
                    Vec::new(),
                    vec![span],
                    judge(bitext, source, &quoted, piece),
                    format!(
                        "{} is a quotation in the translation alone",
                        bitext.target.document.slice(span)
                    ),
                )
                .by_comparison();
        }
    }
}

fn judge(bitext: &Bitext, source: &Side, quoted: &Quoted<'_>, piece: &Piece) -> Confidence {
    // A mark without a partner may be what is left of it.
    if correspond::is_unsettled(source, quoted.bead.source.clone()) {
        return Confidence::Low;
    }
    let source_lang = source.document.lang;
    if in_single_marks(&bitext.target, &piece.quotation)
        || quoted.source.len() >= quoted.target.len()
        || words::quote_custom(bitext.target.document.lang) == Some("adds") && !piece.is_speech()
        || words::quote_custom(source_lang) == Some("drops")
        || !(piece.words >= 5 || piece.is_speech() && piece.words >= 3)
    {
        return Confidence::Low;
    }
    Confidence::Medium
}

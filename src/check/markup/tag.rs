use super::tags::{Tag, tags};
use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::text::{Category::Accuracy, Confidence, Severity::Major};

pub static CHECK: Check = Check {
    code: "M01",
    name: "tag",
    category: Accuracy,
    severity: Major,
    summary: "a tag of the source is lost, or one is added",
    explain: "\
<b>, </b>, <br/>, <x id=\"1\"/> and the like carry format, links or place, and must come through as \
often as the source has them; order is free. A name in angle brackets that no HTML knows and nothing \
closes (<file> in a usage line) is a word and may be translated; it is reported with low confidence. \
<br> and <br/> are one.",
    run: Run::Pair(run),
    examples: &[
        Bad(pair(
            "en",
            "Click ⟦<b>⟧here⟦</b>⟧ now.",
            "de",
            "Klicken Sie jetzt hier.",
        )),
        Bad(pair(
            "en",
            "Click <b>here⟦</b>⟧ now.",
            "ja",
            "今すぐ<b>ここをクリック。",
        )),
        Bad(pair(
            "en",
            "Click here now.",
            "fr",
            "Cliquez ⟦<i>⟧ici⟦</i>⟧ maintenant.",
        )),
        Bad(pair("en", "One⟦<br/>⟧two", "ru", "Один два")),
        Bad(pair("en", "Open ⟦<x id=\"1\"/>⟧ now", "ar", "افتح الآن")),
        Good(pair(
            "en",
            "Click <b>here</b> now.",
            "de",
            "Jetzt <b>hier</b> klicken.",
        )),
        Good(pair(
            "en",
            "<b>A</b> and <i>B</i>",
            "ja",
            "<i>B</i>と<b>A</b>",
        )),
        Good(pair("en", "One<br>two", "ar", "واحد<br/>اثنان")),
        Good(pair(
            "en",
            "If a < b and b > c",
            "zh",
            "如果 a < b 且 b > c",
        )),
        Good(pair(
            "en",
            "See <a href=\"/en/\">this</a>.",
            "he",
            "ראו <a href=\"/he/\">את זה</a>.",
        )),
        Good(pair("en", "I <3 you", "th", "ฉัน <3 คุณ")),
        Good(pair("en", "<B>Note</B>", "hi", "<b>नोट</b>")),
    ],
};

fn run(pair: &Pair<'_>, found: &mut Found) {
    let (theirs, ours) = (pair.source_notes(), pair.target_notes());
    let none = |notes: &[crate::text::Notes]| notes.iter().all(|notes| notes.markup.is_empty());
    if none(theirs) && none(ours) {
        return;
    }
    let theirs: Vec<Tag<'_>> = tags(&pair.source.document.text, theirs).collect();
    let ours: Vec<Tag<'_>> = tags(&pair.target.document.text, ours).collect();
    for tag in without(&theirs, &ours) {
        found
            .at(
                vec![tag.span],
                Vec::new(),
                confidence(tag),
                format!(
                    "the tag {} is lost",
                    tag.span.of(&pair.source.document.text)
                ),
            )
            .by_comparison();
    }
    for tag in without(&ours, &theirs) {
        found
            .target(
                tag.span,
                confidence(tag),
                format!(
                    "the source has no tag {} here",
                    tag.span.of(&pair.target.document.text)
                ),
            )
            .by_comparison();
    }
}

fn confidence(tag: &Tag<'_>) -> Confidence {
    if tag.is_certain() {
        Confidence::High
    } else {
        Confidence::Low
    }
}

/// Tags of one side that have no counterpart on the other.
fn without<'a, 'b>(these: &'b [Tag<'a>], those: &[Tag<'_>]) -> Vec<&'b Tag<'a>> {
    let mut left: Vec<&Tag<'_>> = those.iter().collect();
    these
        .iter()
        .filter(|tag| match left.iter().position(|other| other.same(tag)) {
            Some(index) => {
                left.remove(index);
                false
            }
            None => true,
        })
        .collect()
}

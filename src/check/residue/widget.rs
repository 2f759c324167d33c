use super::machine::{Beside, sentences};
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, page, pair};
use crate::data::machine::Said;
use crate::text::{Category, Confidence, Role::*, Severity::Neutral};

pub static CHECK: Check = Check {
    code: "R12",
    name: "translation-widget",
    category: Category::Residue,
    severity: Neutral,
    summary: "what a site prints at a translation by machine stands in the text",
    explain: "\
Show original, Translated by Google, This article was translated automatically: the page that the \
text was taken from said that it is a translation by machine.

Found in some seventy languages where a line or sentence is nothing but such a phrase and at most \
a few more words, and the source has none. In the texts of programs such a phrase may be the label \
of a button, so that a line by itself without a source is sure only among others.",
    run: Run::Target(run),
    examples: &[
        Bad(page(
            "en",
            &[
                (Body, "⟦Show original⟧"),
                (
                    Body,
                    "The ministers met on Friday and spoke about trade for two hours.",
                ),
            ],
        )),
        Bad(en("The train leaves at eight. ⟦Translated by Google⟧")),
        Bad(page(
            "de",
            &[
                (Body, "Der Zug fährt um acht Uhr ab."),
                (Body, "⟦Dieser Artikel wurde automatisch übersetzt.⟧"),
            ],
        )),
        Bad(pair(
            "en",
            "The train leaves at eight.",
            "ru",
            "Поезд отправляется в восемь. ⟦Показать оригинал⟧",
        )),
        Bad(page(
            "ja",
            &[(Body, "列車は八時に出発します。"), (Body, "⟦原文を表示⟧")],
        )),
        Bad(page(
            "ar",
            &[
                (Body, "يغادر القطار في الثامنة."),
                (Body, "⟦عرض النص الأصلي⟧"),
            ],
        )),
        Good(pair("de", "Original anzeigen", "en", "Show original")),
        Good(en(
            "Show original paintings to a child and it will ask who made them and why.",
        )),
        Good(en(
            "Automatic translation has become much better in the last ten years, she said.",
        )),
        Good(one(
            "ru",
            "Машинный перевод стал намного лучше за последние десять лет, сказала она.",
        )),
        Good(one(
            "ja",
            "機械翻訳はこの十年でずっと良くなったと彼女は述べた。",
        )),
        Good(one(
            "ar",
            "أصبحت الترجمة الآلية أفضل بكثير في السنوات العشر الأخيرة",
        )),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    for sentence in sentences(passage, &[Said::Widget]) {
        let end = sentence
            .openings
            .iter()
            .filter(|opening| opening.said == Said::Widget)
            .map(|opening| opening.end)
            .max();
        let Some(end) = end else {
            continue;
        };
        let rest = sentence.beginning[end..].trim();
        let named = sentence.beginning[..end].contains("google")
            || sentence.beginning[..end].contains("deepl");
        let most = if named { 4 } else { 0 };
        // A name of a tool may follow, no clause.
        if rest.split_whitespace().count() > most || rest.len() > 24 {
            continue;
        }
        let beside = Beside::of(passage);
        if beside
            .as_ref()
            .is_some_and(|beside| beside.says(Said::Widget) || beside.names_translation())
        {
            continue;
        }
        let alone = passage.segments.len() == 1;
        let only = alone && (passage.block.row.is_some() || passage.document().blocks.len() == 1);
        let confidence = match &beside {
            Some(beside) if beside.is_known() && !only => Confidence::High,
            Some(_) if !only => Confidence::Medium,
            None if !only => Confidence::High,
            _ => Confidence::Low,
        };
        let hit = found.target(
            sentence.span,
            confidence,
            "what a site prints at a translation by machine",
        );
        if beside.is_some() {
            hit.by_comparison();
        }
    }
}

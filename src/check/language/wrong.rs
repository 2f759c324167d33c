use super::{judge, name, tokens};
use crate::annotate::language::Tongue;
use crate::check::{Check, Example::*, Found, Passage, Run, docs, en, one, page, pair};
use crate::text::{Category::Accuracy, Confidence, Lang, Role::*, Severity::Critical, Span};

pub static CHECK: Check = Check {
    code: "L02",
    name: "wrong-language",
    category: Accuracy,
    severity: Critical,
    summary: "a sentence in another language than the translation",
    explain: "\
A sentence, a paragraph or a whole row is in a language that is not the translation's: it was left \
untranslated, translated into the wrong language, or comes from somewhere else.

The script decides first, then letters that the words of the language do not have (ы in \
Ukrainian, þ in German). Among languages that share them the words decide: those of the closed \
class (articles, pronouns, prepositions), then all that the bundled lexicon knows, of which at \
least three different ones must speak for the other language and hardly any for the \
translation's own. Close languages (Danish and Norwegian, Malay and Indonesian, Croatian, Serbian \
and Bosnian, Portuguese and Galician, Czech and Slovak) are never told apart. Names, titles and \
headings of one or two words are passed over.

Right to ignore for quotations in the original, verse and mottos.",
    run: Run::Target(run),
    examples: &[
        Bad(pair(
            "en",
            "The minister said on Friday that nobody was hurt.",
            "de",
            "⟦Le ministre a déclaré vendredi que personne n'a été blessé.⟧",
        )),
        Bad(pair(
            "de",
            "Der Minister sagte am Freitag, dass niemand verletzt wurde.",
            "en",
            "⟦Министр сказал в пятницу, что никто не пострадал.⟧",
        )),
        Bad(pair(
            "en",
            "The minister said on Friday that nobody was hurt.",
            "ru",
            "⟦Міністр сказав у п'ятницю, що ніхто не постраждав.⟧",
        )),
        Bad(pair(
            "en",
            "The minister said on Friday that nobody was hurt.",
            "zh",
            "⟦大臣は金曜日に、けが人はいないと述べた。⟧",
        )),
        Bad(one(
            "ja",
            "会議は金曜日に開かれた。⟦部长星期五说，没有人受伤，这个国家没有问题。⟧",
        )),
        Bad(one(
            "ar",
            "قال الوزير إن العلاقات جيدة جدا هذا العام. ⟦The minister said that nobody was hurt on Friday.⟧",
        )),
        Bad(page(
            "de",
            &[
                (
                    Body,
                    "Der Minister sagte am Freitag, dass niemand verletzt wurde.",
                ),
                (Body, "⟦The talks will go on after the summer, he added.⟧"),
            ],
        )),
        Bad(one(
            "sr",
            "⟦Министр сообщил, что никто не пострадал и что встреча состоится.⟧",
        )),
        Bad(one(
            "uk",
            "⟦Министр был уверен, что вы получили эти новые данные.⟧",
        )),
        Good(one(
            "de",
            "Der Attaché trug Tüll und las im Café die Nachrichten aus Paris.",
        )),
        Good(one("sr", "Министар је рекао да нико није повређен.")),
        Good(pair(
            "en",
            "Real Madrid – Manchester United 3:1",
            "de",
            "Real Madrid – Manchester United 3:1",
        )),
        Good(one("de", "The Lord of the Rings: The Return of the King")),
        Good(one("ja", "Manchester United – Real Madrid 3:1 (Ronaldo)")),
        Good(one("ja", "東京都知事選挙")),
        Good(one("zh", "他谈到新的开始。")),
        Good(one("ko", "그는 새 출발을 말했다.")),
        Good(one("ar", "قال الوزير إن العلاقات جيدة.")),
        Good(one("uk", "Міністр сказав, що це не так.")),
        Good(one("nb", "Det er ikke noget, som de har sagt om dette.")),
        Good(one("el", "Ο υπουργός είπε ότι είναι έτσι.")),
        Good(one("hi", "मंत्री ने कहा कि ऐसा नहीं है।")),
        Good(one("he", "השר אמר שזה לא כך.")),
        Good(one("th", "รัฐมนตรีกล่าวว่าไม่เป็นเช่นนั้น")),
        Good(one("ta", "அமைச்சர் அப்படி இல்லை என்றார்.")),
        Good(en("Carpe diem.")),
        Good(docs(
            "en",
            &[(Body, "The team won on Friday."), (Body, "Login")],
            "de",
            &[(Body, "Die Mannschaft gewann am Freitag."), (Body, "Login")],
        )),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let tongue = Tongue::of(passage.document().lang);
    let source = passage
        .bitext
        .source
        .as_ref()
        .map(|side| side.document.lang);
    // Neighbours in one language are one finding.
    let mut open: Option<(Span, Lang, Confidence)> = None;
    for (segment, notes) in passage.segments.iter().zip(passage.notes) {
        let text = segment.span.of(passage.text());
        let words = tokens(passage.side, std::slice::from_ref(notes));
        let verdict = judge::stray(text, words, &tongue, source);
        open = match (open.take(), verdict) {
            (Some((span, lang, confidence)), Some(verdict)) if verdict.lang == lang => Some((
                span.cover(segment.span),
                lang,
                confidence.max(verdict.confidence),
            )),
            (before, verdict) => {
                report(passage, before, found);
                verdict.map(|verdict| (segment.span, verdict.lang, verdict.confidence))
            }
        };
    }
    report(passage, open, found);
}

fn report(passage: &Passage<'_>, open: Option<(Span, Lang, Confidence)>, found: &mut Found) {
    let Some((span, lang, confidence)) = open else {
        return;
    };
    let own = name(passage.document().lang);
    let message = if lang.is_unknown() {
        format!("not in the language of the translation ({own})")
    } else {
        format!(
            "in {}, not in the language of the translation ({own})",
            name(lang)
        )
    };
    let hit = found.target(span, confidence, message);
    if span == passage.block.span {
        hit.non_translation();
    }
}

use super::mentions::mentions;
use crate::check::Example::{Bad, Good, Miss};
use crate::check::{Check, Found, Pair, Run, pair};
use crate::text::{Category, Evidence, Severity};

pub static CHECK: Check = Check {
    code: "E01",
    name: "name-replaced",
    category: Category::Accuracy,
    severity: Severity::Major,
    summary: "another name stands where the source has a name",
    explain: "\
A name of the source has no counterpart in the translation, and a name of the translation has none \
in the source: somebody else is said to have done it, or it happened somewhere else.

Names are compared by sound across scripts (*Smith*, *Смит*, *Džonsas Smitas*, 史密斯), in all cases, \
and by what the lexicon knows (*Wien* is *Vienna*). Where one side writes no capitals, the other \
place is the word that answers to nothing, and the confidence is low.

Right to ignore where a place or person goes by two names that sound nothing alike and the lexicon \
does not know it.",
    run: Run::Evidence(run),
    examples: &[
        Bad(pair(
            "en",
            "On Monday the minister said that ⟦Johnson⟧ had left the party.",
            "ru",
            "В понедельник министр сообщил, что ⟦Петерсен⟧ вышел из партии.",
        )),
        Good(pair(
            "en",
            "On Monday the minister said that Johnson had left the party.",
            "ru",
            "В понедельник министр сообщил, что Джонсон вышел из партии.",
        )),
        Good(pair(
            "en",
            "The book by John Smith came out in Vienna.",
            "lv",
            "Džona Smita grāmata iznāca Vīnē.",
        )),
        Good(pair(
            "en",
            "The book by John Smith came out in Vienna.",
            "el",
            "Το βιβλίο του Τζον Σμιθ κυκλοφόρησε στη Βιέννη.",
        )),
        Good(pair(
            "en",
            "The Obama speech was heard in Washington.",
            "ar",
            "سُمع خطاب أوباما في واشنطن.",
        )),
        Good(pair(
            "en",
            "The Obama speech was heard in Washington.",
            "he",
            "נאומו של אובמה נשמע בוושינגטון.",
        )),
        Good(pair(
            "en",
            "The Obama speech was heard in Washington.",
            "ja",
            "オバマの演説はワシントンで聞かれた。",
        )),
        Good(pair(
            "en",
            "The Obama speech was heard in Washington.",
            "ko",
            "오바마의 연설이 워싱턴에서 들렸다.",
        )),
        Good(pair(
            "en",
            "The Obama speech was heard in Washington.",
            "zh",
            "奥巴马的演讲在华盛顿被听到。",
        )),
        Good(pair(
            "en",
            "The Obama speech was heard in Washington.",
            "hi",
            "ओबामा का भाषण वाशिंगटन में सुना गया।",
        )),
        Good(pair(
            "en",
            "The Obama speech was heard in Washington.",
            "th",
            "สุนทรพจน์ของโอบามาได้ยินในวอชิงตัน",
        )),
        Miss(pair(
            "en",
            "He met Jan in the evening.",
            "fr",
            "Il a rencontré Tom le soir.",
        )),
    ],
};

fn run(pair: &Pair<'_>, evidence: &Evidence, found: &mut Found) {
    for replaced in &mentions(pair, evidence).replaced {
        let message = format!(
            "where the source names {} the translation has {}",
            pair.source.document.slice(replaced.source),
            pair.target.document.slice(replaced.target),
        );
        found.at(
            vec![replaced.source],
            vec![replaced.target],
            replaced.confidence,
            message,
        );
    }
}

use super::charset::{Repair, legacy, misread};
use super::{beyond_ascii, place};
use crate::annotate::language::Tongue;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one};
use crate::text::{Category::Fluency, Confidence, Severity::Major};

pub static CHECK: Check = Check {
    code: "X01",
    name: "mojibake",
    category: Fluency,
    severity: Major,
    summary: "text that was read in the wrong character encoding",
    explain: "\
UTF-8 that a program took for an older encoding (cafÃ©, itâ€™s, РїСЂРёРІРµС‚, 浣犲ソ), or the reverse \
(Ïðèâåò). The characters are turned back into bytes of the encoding; where these are UTF-8 of \
letters or marks that the language writes, nothing else can be meant. The fix is the text as it \
was, also where it was broken twice. Where bytes were lost on the way there is no fix.

Encodings: the Windows code pages of Europe, the Near East and Thailand, KOI8, IBM 866, Mac OS \
Roman, and for Chinese, Japanese and Korean GBK, Big5, Shift JIS and EUC-KR.",
    run: Run::Target(run),
    examples: &[
        Bad(en("We went to the caf⟦Ã©⟧ on Friday.")),
        Bad(en("It⟦â€™⟧s a long way.")),
        Bad(en("It⟦ГўвЂљВ¬вЂћВў⟧s a long way.")),
        Bad(one("de", "Das Wetter f⟦Ã¼⟧r morgen.")),
        Bad(one("de", "Das Wetter f⟦√º⟧r morgen, sch⟦√∂⟧n und k⟦√º⟧hl, aber noch lange nicht warm.")),
        Bad(one("pl", "Pogoda na jutro: b⟦Ä™dÄ…⟧ burze.")),
        Bad(one("ru", "⟦РџСЂРёРІРµС‚⟧")),
        Bad(one("ru", "⟦ÐŸÑ€Ð¸Ð²ÐµÑ‚⟧")),
        Bad(one("ru", "⟦Ïðèâåò, ìèð⟧")),
        Bad(one("ru", "Он сказал «⟦РїСЂРёРІРµС‚⟧» и ушёл домой.")),
        Bad(one("el", "⟦ÎºÎ±Î»Î·Î¼Î\u{ad}ÏÎ±⟧")),
        Bad(one("ar", "⟦ط§ظ„ط¹ط±ط¨ظٹط©⟧")),
        Bad(one("zh", "⟦浣犲ソ锛屼笘鐣⟧")),
        Bad(one("zh", "⟦ä¸–ç•Œ⟧")),
        Bad(one("ja", "⟦ã“ã‚“ã«ã¡ã¯⟧")),
        Bad(one("hi", "⟦à¤¨à¤®à¤¸à¥à¤¤à¥‡⟧")),
        Good(en("The café’s crème brûlée costs £5 — or €6.")),
        Good(one("pt", "“AMANHÃ”, disse; a MANHÃ É NOSSA.")),
        Good(one("fr", "Le « PASSÉ » et l’Île-d’Orléans : 12 °C…")),
        Good(one("vi", "Những người đã được mời đến “lễ hội” ở đây.")),
        Good(one("ro", "ÎN CĂŞTI ŞI ÎN ŢARĂ")),
        Good(one("ru", "«ТАСС», «КПРФ» – в трёх рядах.")),
        Good(one("uk", "Її «Ріка» – і «Вісті»… її є.")),
        Good(one("el", "«Η ΕΕ» και η Ελλάδα…")),
        Good(one("ar", "قال الوزير: «لا»… طظ.")),
        Good(one("ar", "على الإقناع، ثم تراجع، وتوقف، ولم يتوقع، في الموقع، أحدا.")),
        Good(one("fa", "موضوع\u{200c}ها و نوع\u{200c}های منابع\u{200c}شان در طرف، صنایع\u{200c}اند.")),
        Good(one("th", "เธอบอกว่า “ไม่ใช่” และเรากลับบ้าน")),
        Good(one("zh", "他说：“你好，世界。”这些鱼在涓涓细流里。")),
        Good(one("ja", "「こんにちは」と述べた。")),
        Good(one("ko", "그는 “안녕”이라고 했다.")),
        Good(one("hi", "उन्होंने “नमस्ते” कहा।")),
    ],
};

/// How often a text may have been broken one time after another.
const MOST_TIMES: usize = 3;

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(text) = beyond_ascii(passage) else {
        return;
    };
    let tongue = Tongue::of(passage.document().lang);
    let repairs = misread(text, &tongue);
    if repairs.is_empty() {
        if let Some(repair) = legacy(text, &tongue) {
            report(passage, repair, Confidence::High, found);
        }
        return;
    }
    for mut repair in repairs {
        for _ in 1..MOST_TIMES {
            let again = misread(&repair.text, &tongue);
            for inner in again.iter().rev() {
                repair.text.replace_range(inner.range.clone(), &inner.text);
            }
            if again.is_empty() {
                break;
            }
        }
        report(passage, repair, Confidence::High, found);
    }
}

fn report(passage: &Passage<'_>, repair: Repair, confidence: Confidence, found: &mut Found) {
    let span = place(passage, repair.range);
    let broken = span.of(passage.text());
    let hit = found.target(
        span,
        confidence,
        format!(
            "“{}” is “{}” read in a wrong encoding ({})",
            start(broken),
            start(&repair.text),
            repair.encoding
        ),
    );
    if !repair.text.contains('\u{fffd}') {
        hit.fix(span, repair.text);
    }
}

/// Characters of a text that a message shows.
const SHOWN: usize = 40;

fn start(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

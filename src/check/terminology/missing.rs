use super::forms::Forms;
use super::index::{allowed, by_place, holds, index, matches, words};
use crate::check::{Check, Example::*, Found, Pair, Run, wished};
use crate::text::{Category, Confidence, Extent, Severity::Major, TermStatus};

pub static CHECK: Check = Check {
    code: "T01",
    name: "glossary-term",
    category: Category::Terminology,
    severity: Major,
    summary: "a term of the source is not translated as the glossary has it",
    explain: "\
The glossary (--glossary) has a translation for a term of the source, and the translation of the \
sentence has none of those that it allows.

Terms are found in their forms: by stems in seventeen languages, by what they begin with in others, \
with the particles of Korean and the prefixes of Hebrew, and without word borders in Chinese, \
Japanese and Thai. The longest term counts, so that steering wheel does not ask for the translation \
of wheel. On the side of the translation much is forgiven: other forms, parts of compounds, another \
order of words. A term with capitals inside (IT, iPhone) is found as it is written only. The finding \
is sure where the source has the term just so, and of medium confidence for its forms. The \
translator who wrote a pronoun instead of the term is right, and so is one who knows that the word \
means something else here.",
    run: Run::Pair(run),
    examples: &[
        Bad(wished("valve,Ventil", "en", "Close the ⟦valve⟧ first.", "de", "Zuerst die Klappe schließen.")),
        Bad(wished("ball valve,Kugelhahn", "en", "Close all ⟦ball valves⟧.", "de", "Alle Ventile schließen.")),
        Bad(wished("valve,клапан", "en", "Close the ⟦valve⟧ first.", "ru", "Сначала закройте кран.")),
        Bad(wished("valve,阀门", "en", "Close the ⟦valve⟧ first.", "zh", "先关闭开关。")),
        Bad(wished("バルブ,valve", "ja", "まず⟦バルブ⟧を閉めてください。", "en", "Close the tap first.")),
        Bad(wished("밸브,valve", "ko", "먼저 ⟦밸브를⟧ 닫으십시오.", "en", "Close the tap first.")),
        Bad(wished("zawór,valve", "pl", "Najpierw zamknij ⟦zawór⟧.", "en", "Close the tap first.")),
        Good(wished("valve,Ventil", "en", "Close the valve first.", "de", "Zuerst alle Sicherheitsventile schließen.")),
        Good(wished("wheel,Rad\nsteering wheel,Lenkrad|Steuer", "en", "Turn the steering wheel.", "de", "Am Steuer drehen.")),
        Good(wished("valve,клапан", "en", "Close the valve first.", "ru", "Работа без клапанов запрещена.")),
        Good(wished("valve,阀门", "en", "Close the valve first.", "zh", "先关闭阀门。")),
        Good(wished("valve,バルブ", "en", "Close the valve first.", "ja", "まずバルブを閉めてください。")),
        Good(wished("valve,วาล์ว", "en", "Close the valve first.", "th", "ปิดวาล์วก่อน")),
        Good(wished("valve,밸브", "en", "Close the valve first.", "ko", "먼저 밸브를 닫으십시오.")),
        Good(wished("valve,صمام", "en", "Close the valve first.", "ar", "أغلق الصمام أولا.")),
        Good(wished("valve,שסתום", "en", "Close the valve first.", "he", "סגור את השסתום תחילה.")),
        Good(wished("valve,vana", "en", "Close the valve first.", "tr", "Önce vanayı kapatın.")),
        Good(wished("valve,szelep", "en", "Close the valve first.", "hu", "Először zárja el a szelepet.")),
        Good(wished("IT,EDV", "en", "It is late.", "de", "Es ist spät.")),
        Good(wished("コード,code", "ja", "コードレス電話です。", "en", "It is a cordless phone.")),
    ],
};

fn run(pair: &Pair<'_>, found: &mut Found) {
    let Some((concepts, index)) = index(pair.bitext) else {
        return;
    };
    if pair.bead.source.is_empty() || pair.bead.target.is_empty() {
        return;
    }
    let hits = matches(
        concepts,
        &index.source,
        pair.source,
        pair.bead.source.clone(),
    );
    if hits.is_empty() {
        return;
    }
    let lang = pair.target.document.lang;
    let forms = Forms::of(lang);
    // In a document the word may have gone to the next sentence.
    let (first, last) = (pair.bead.target.start, pair.bead.target.end);
    let near = if pair.bitext.extent == Extent::Document {
        first.saturating_sub(1)..(last + 1).min(pair.target.segments.len())
    } else {
        first..last
    };
    let target_words = words(pair.target, near.clone());
    let text = {
        let segments = &pair.target.segments[near];
        match (segments.first(), segments.last()) {
            (Some(first), Some(last)) => pair.target.document.slice(first.span.cover(last.span)),
            _ => return,
        }
    };
    for (span, hits) in by_place(hits) {
        let asked = hits.iter().filter(|hit| {
            concepts[hit.concept as usize].terms[hit.term as usize].status
                != TermStatus::Untranslated
        });
        let wanted: Vec<&str> = asked
            .flat_map(|hit| allowed(concepts, hit.concept, lang))
            .map(|term| term.text.as_str())
            .collect();
        if wanted.is_empty()
            || wanted
                .iter()
                .any(|term| holds(&forms, term, text, &target_words))
        {
            continue;
        }
        let confidence = if hits.iter().all(|hit| hit.exact) {
            Confidence::High
        } else {
            Confidence::Medium
        };
        let mut wanted = wanted;
        wanted.sort_unstable();
        wanted.dedup();
        let note = hits
            .iter()
            .find_map(|hit| concepts[hit.concept as usize].note.as_deref())
            .map_or(String::new(), |note| format!(" ({note})"));
        found.at(
            vec![span],
            Vec::new(),
            confidence,
            format!(
                "the glossary has “{}” for “{}”{note}; the translation does not",
                wanted.join("” or “"),
                pair.source.document.slice(span)
            ),
        );
    }
}

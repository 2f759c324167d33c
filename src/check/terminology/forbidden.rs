use super::index::{allowed, by_place, concepts_of, index, matches};
use crate::check::{Check, Example::*, Found, Passage, Run, wished};
use crate::text::{Category, Confidence, Severity::Major, TermSide, TermStatus};

pub static CHECK: Check = Check {
    code: "T02",
    name: "forbidden-term",
    category: Category::Terminology,
    severity: Major,
    summary: "the translation has a term that the glossary forbids",
    explain: "\
The glossary (--glossary) marks a term as forbidden, deprecated or superseded, and the translation \
has it.

A forbidden translation of a term counts where the source has that term; a forbidden word without a \
source counts everywhere. What is part of a longer term that is allowed does not count. Forms of a \
word are found as for T01 and are of medium confidence.",
    run: Run::Target(run),
    examples: &[
        Bad(wished(
            "source,target,status\nvalve,Ventil,\nvalve,Klappe,forbidden",
            "en",
            "Close the valve first.",
            "de",
            "Zuerst das Ventil, die ⟦Klappe⟧, schließen.",
        )),
        Bad(wished("source,target,status\n,utilize,forbidden", "de", "Wir nutzen es.", "en", "We ⟦utilized⟧ it.")),
        Bad(wished("source,target,status\n,开关,forbidden", "en", "Close the valve.", "zh", "先关闭⟦开关⟧。")),
        Good(wished(
            "source,target,status\nvalve,Ventil,\nvalve,Klappe,forbidden",
            "en",
            "Open the flap.",
            "de",
            "Die Klappe öffnen.",
        )),
        Good(wished(
            "source,target,status\n,Mail,forbidden\nmail address,Mail Adresse,preferred",
            "en",
            "Your mail address",
            "de",
            "Ihre Mail Adresse",
        )),
        Good(wished("source,target,status\n,кран,forbidden", "en", "Close the valve.", "ru", "Закройте клапан на экране.")),
        Good(wished("source,target,status\n,タブ,forbidden", "en", "Take the tablet.", "ja", "タブレットを取ってください。")),
        Good(wished("source,target,status\n,خطأ,forbidden", "en", "Close the valve.", "ar", "أغلق الصمام أولا.")),
        Good(wished("source,target,status\n,스위치,forbidden", "en", "Close the valve.", "ko", "밸브를 닫으십시오.")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let bitext = passage.bitext;
    let Some((concepts, index)) = index(bitext) else {
        return;
    };
    let segments = passage.side.segments_of(passage.index);
    let lang = passage.document().lang;
    let hits = matches(concepts, &index.target, passage.side, segments.clone());
    let status = |concept: u32, term: u32| concepts[concept as usize].terms[term as usize].status;
    if !hits
        .iter()
        .any(|hit| status(hit.concept, hit.term) == TermStatus::Forbidden)
    {
        return;
    }
    // What the source of the block asks for.
    let source = bitext.source.as_ref();
    let mut asked = Vec::new();
    if let Some(source) = source {
        let mut last = None;
        for bead in segments.filter_map(|segment| bitext.bead_of_target(segment)) {
            if last.replace(bead) != Some(bead) {
                let range = bitext.beads[bead].source.clone();
                asked.extend(matches(concepts, &index.source, source, range));
            }
        }
    }
    let asked = concepts_of(&asked);
    let has_source = |concept: u32| {
        let terms = &concepts[concept as usize].terms;
        terms.iter().any(|term| match term.of {
            TermSide::Source => true,
            TermSide::Target => false,
            TermSide::Lang(of) => !of.same_language(lang),
        })
    };
    for (span, hits) in by_place(hits) {
        let bad = hits.iter().find(|hit| {
            status(hit.concept, hit.term) == TermStatus::Forbidden
                && (source.is_none()
                    || !has_source(hit.concept)
                    || asked.contains_key(&hit.concept))
        });
        let Some(bad) = bad else {
            continue;
        };
        // Another concept that the source has may be called so.
        let right = hits.iter().any(|hit| {
            status(hit.concept, hit.term) == TermStatus::Allowed && asked.contains_key(&hit.concept)
        });
        if right {
            continue;
        }
        let related = source.is_some() && has_source(bad.concept);
        let confidence = match (bad.exact, source.is_none() && has_source(bad.concept)) {
            (true, false) => Confidence::High,
            _ => Confidence::Medium,
        };
        // Other rows of the table may say what the same source is called.
        let instead: Vec<&str> = asked_like(concepts, bad.concept)
            .flat_map(|concept| allowed(concepts, concept, lang))
            .map(|term| term.text.as_str())
            .collect();
        let advice = if instead.is_empty() {
            String::new()
        } else {
            format!(", which has “{}”", instead.join("” or “"))
        };
        let hit = found.target(
            span,
            confidence,
            format!(
                "“{}” is forbidden by the glossary{advice}",
                passage.document().slice(span)
            ),
        );
        if related {
            hit.by_comparison();
        }
    }
}

/// The concepts that share a source term with one, itself among them.
fn asked_like(concepts: &[crate::text::Concept], concept: u32) -> impl Iterator<Item = u32> + '_ {
    let terms = &concepts[concept as usize].terms;
    let sources = move |term: &crate::text::Term| {
        term.of == TermSide::Source
            && terms
                .iter()
                .any(|own| own.of == TermSide::Source && own.text == term.text)
    };
    (0..)
        .zip(concepts)
        .filter_map(move |(number, other): (u32, _)| {
            (number == concept || other.terms.iter().any(sources)).then_some(number)
        })
}

use std::collections::BTreeMap;

use super::compare::is_form;
use crate::check::{Check, Example::*, Found, Run, docs};
use crate::data::words::{fold, function_words};
use crate::text::{
    Bitext, Category, Confidence, Evidence, Extent, Role::*, Severity::Minor, Shape, Side, Word,
};

pub static CHECK: Check = Check {
    code: "C03",
    name: "inconsistent-term",
    category: Category::Terminology,
    severity: Minor,
    summary: "a word of the source is rendered otherwise in one place than in all others",
    explain: "\
The valve is a Ventil in five places and a Klappe in the sixth: the reader asks whether there are \
two parts.

The bundled model says which word of the translation answers to a word of the source. Reported is a \
word that stands at least four times, always has forms of one word beside it, and in one place has \
quite another. Writers vary their words on purpose, so that this is of low confidence.",
    run: Run::DocumentEvidence(run),
    examples: &[
        Good(docs(
            "en",
            &[(Body, "The valve opens. The valve closes.")],
            "de",
            &[(Body, "Das Ventil öffnet. Das Ventil schließt.")],
        )),
        Good(docs(
            "en",
            &[(Body, "The house is old. The house is big.")],
            "ru",
            &[(Body, "Дом старый. Дом большой.")],
        )),
        Good(docs(
            "en",
            &[(Body, "The house is old. The house is big.")],
            "zh",
            &[(Body, "房子很旧。房子很大。")],
        )),
    ],
};

/// How often a word stands at least.
const FEWEST: usize = 4;

/// The probability of its counterpart from which on a partner counts.
const SURE: f32 = 0.8;

/// A word of the source where it stands.
struct Place {
    bead: usize,
    source: Word,
    /// The likeliest partner, folded.
    partner: Option<(Word, String)>,
}

fn run(bitext: &Bitext, evidence: &[Evidence], found: &mut Found) {
    let Some(source) = &bitext.source else {
        return;
    };
    if bitext.extent == Extent::Row {
        return;
    }
    let mut places: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    let closed = function_words(source.document.lang);
    for (index, (bead, evidence)) in bitext.beads.iter().zip(evidence).enumerate() {
        let words = |side: &Side, range: std::ops::Range<usize>| -> Vec<Word> {
            side.notes[range]
                .iter()
                .flat_map(|notes| notes.words.iter().copied())
                .collect()
        };
        let ours = words(source, bead.source.clone());
        if evidence.source.len() != ours.len() || evidence.source_partners.len() != ours.len() {
            continue;
        }
        let theirs = words(&bitext.target, bead.target.clone());
        for (at, word) in ours.iter().enumerate() {
            if word.shape == Shape::Digits || word.span.len() < 4 {
                continue;
            }
            let form = fold(source.document.slice(word.span));
            if closed.contains(&form) {
                continue;
            }
            let partner = theirs
                .get(evidence.source_partners[at] as usize)
                .filter(|_| evidence.source[at] >= SURE)
                .map(|partner| (*partner, fold(bitext.target.document.slice(partner.span))));
            places.entry(form).or_default().push(Place {
                bead: index,
                source: *word,
                partner,
            });
        }
    }
    for places in places.values().filter(|places| places.len() >= FEWEST) {
        judge(bitext, source, places, found);
    }
}

fn judge(bitext: &Bitext, source: &Side, places: &[Place], found: &mut Found) {
    let known: Vec<(&Place, &Word, &str)> = places
        .iter()
        .filter_map(|place| {
            let (word, form) = place.partner.as_ref()?;
            Some((place, word, form.as_str()))
        })
        .collect();
    if known.len() < FEWEST || known.len() * 4 < places.len() * 3 {
        return;
    }
    // All but one agree with each other.
    let strangers: Vec<usize> = (0..known.len())
        .filter(|one| {
            let agreeing = known
                .iter()
                .filter(|(.., form)| is_form(known[*one].2, form))
                .count();
            agreeing == 1
        })
        .collect();
    let [stranger] = strangers[..] else {
        return;
    };
    let usual = known[usize::from(stranger == 0)].2;
    let settled = known
        .iter()
        .enumerate()
        .all(|(index, (.., form))| index == stranger || is_form(usual, form));
    let (place, word, form) = known[stranger];
    if !settled || function_words(bitext.target.document.lang).contains(form) {
        return;
    }
    // The usual word stands there too, beside another.
    let near = bitext.beads[place.bead].target.clone();
    let has_usual = bitext.target.notes[near]
        .iter()
        .flat_map(|notes| &notes.words)
        .any(|word| is_form(&fold(bitext.target.document.slice(word.span)), usual));
    if has_usual {
        return;
    }
    found.at(
        vec![place.source.span],
        vec![word.span],
        Confidence::Low,
        format!(
            "“{}” is “{}” here, and “{usual}” in {} other places",
            source.document.slice(place.source.span),
            bitext.target.document.slice(word.span),
            known.len() - 1
        ),
    );
}

use std::collections::BTreeMap;

use super::written::leaves_names;
use crate::annotate::{Sounds, romanize};
use crate::check::{Check, Example::*, Found, Run, docs};
use crate::data::words::{fold, is_common, no_bearer};
use crate::text::{Bitext, Category, Confidence, Role::*, Severity, Shape, Span};

pub static CHECK: Check = Check {
    code: "E07",
    name: "name-spelled-two-ways",
    category: Category::Accuracy,
    severity: Severity::Minor,
    summary: "one name of the source is spelled in two ways",
    explain: "\
The translation writes a name of the source now in one way, now in another: *Gavrin*, *Havryn*. A \
reader takes them for two people. The rarer spelling is reported.

Endings do not count: in languages that decline names only spellings that begin differently are \
told apart, elsewhere all but a possessive. Names that the source itself spells in two ways are \
left alone.",
    run: Run::Document(run),
    examples: &[
        Bad(docs(
            "uk",
            &[
                (Body, "Учора міністр Гаврин прибув до столиці."),
                (Body, "Потім ⟦Гаврин⟧ зустрівся з послом."),
                (Body, "Увечері Гаврин поїхав додому."),
            ],
            "en",
            &[
                (
                    Body,
                    "Yesterday the minister Gavrin arrived in the capital.",
                ),
                (Body, "Then ⟦Havryn⟧ met the ambassador."),
                (Body, "In the evening Gavrin went home."),
            ],
        )),
        Good(docs(
            "en",
            &[
                (
                    Body,
                    "Yesterday the minister Gavrin arrived in the capital.",
                ),
                (Body, "Then Gavrin met the ambassador."),
                (Body, "In the evening they spoke to Gavrin at home."),
            ],
            "pl",
            &[
                (Body, "Wczoraj minister Gavrin przybył do stolicy."),
                (Body, "Potem Gavrin spotkał się z ambasadorem."),
                (Body, "Wieczorem rozmawiali z Gavrinem w domu."),
            ],
        )),
    ],
};

/// How much of a name of the source must be heard in the word that answers to it.
const HEARD: f32 = 0.8;

/// Where a name of the source stands and how the translation writes it there.
struct Use<'a> {
    source: Span,
    target: Span,
    form: &'a str,
}

fn run(bitext: &Bitext, found: &mut Found) {
    let Some(source) = &bitext.source else {
        return;
    };
    let cased = |lang: crate::text::Lang| {
        lang.script()
            .is_some_and(|script| matches!(script.as_str(), "Latn" | "Cyrl" | "Grek" | "Armn"))
    };
    if bitext.beads.len() < 2 || !cased(source.document.lang) || !cased(bitext.target.document.lang)
    {
        return;
    }
    let uses = uses(bitext, source);
    let plain = leaves_names(bitext.target.document.lang);
    for list in uses.values().filter(|list| list.len() > 2) {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for it in list {
            *counts.entry(it.form).or_default() += 1;
        }
        let Some((usual, most)) = counts
            .iter()
            .max_by_key(|(form, count)| (**count, form.len()))
        else {
            continue;
        };
        for it in list {
            let rare = counts[it.form] * 2 <= *most;
            if rare && differ(it.form, usual, plain) {
                found.at(
                    vec![it.source],
                    vec![it.target],
                    if plain {
                        Confidence::Medium
                    } else {
                        Confidence::Low
                    },
                    format!("{} is written {usual} elsewhere", it.form),
                );
            }
        }
    }
}

/// Whether two forms are two spellings rather than two cases of one name or a name and its people.
fn differ(form: &str, usual: &str, plain: bool) -> bool {
    let (a, b) = (romanize(form), romanize(usual));
    if a == b {
        return false;
    }
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    if plain {
        shared + 1 < a.chars().count().min(b.chars().count())
    } else {
        shared < 2
    }
}

/// The names of the source that have one word which may well answer to them, by name.
fn uses<'a>(bitext: &'a Bitext, source: &'a crate::text::Side) -> BTreeMap<&'a str, Vec<Use<'a>>> {
    let mut uses: BTreeMap<&str, Vec<Use<'_>>> = BTreeMap::new();
    let lang = source.document.lang;
    let text = bitext.target.document.text.as_str();
    for bead in &bitext.beads {
        let words = bitext.target.notes[bead.target.clone()]
            .iter()
            .flat_map(|notes| &notes.words)
            .filter(|word| word.shape == Shape::Capital);
        let capitals: Vec<(Span, &str)> =
            words.map(|word| (word.span, word.span.of(text))).collect();
        if capitals.is_empty() {
            continue;
        }
        let mut sounds = None;
        for notes in &source.notes[bead.source.clone()] {
            let names = notes.words.iter().filter(|word| {
                word.shape == Shape::Capital
                    && notes.names.iter().any(|name| name.span.contains(word.span))
            });
            for word in names {
                let form = word.span.of(&source.document.text);
                if form.chars().count() < 4
                    || is_common(lang, &fold(form))
                    || no_bearer(lang, &fold(form))
                {
                    continue;
                }
                let same = capitals.iter().find(|(_, other)| *other == form);
                let answer = same.copied().or_else(|| {
                    let sounds = sounds.get_or_insert_with(|| {
                        Sounds::of(capitals.iter().map(|(_, form)| *form), false)
                    });
                    let name = Sounds::of(std::iter::once(form), false);
                    let heard = sounds.find(&name);
                    (heard.likeness >= HEARD).then(|| capitals[heard.word])
                });
                let Some((target, answer)) = answer else {
                    continue;
                };
                // Two names of the source that sound alike.
                let own = answer == form || !source.document.text.contains(answer);
                if own {
                    uses.entry(form).or_default().push(Use {
                        source: word.span,
                        target,
                        form: answer,
                    });
                }
            }
        }
    }
    uses
}

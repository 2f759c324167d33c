use std::collections::BTreeMap;

use crate::annotate::messages::is_message;
use crate::annotate::placeholders::{Placeholder, StandsFor, placeholders};
use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::text::{Category::Accuracy, Confidence, Severity::Critical, Span};

pub static CHECK: Check = Check {
    code: "M03",
    name: "placeholder",
    category: Accuracy,
    severity: Critical,
    summary: "a placeholder is lost, added, renamed, of another type or in an order that cannot be",
    explain: "\
%s, %1$d, %(name)s, {0}, {name}, {{ name }}, ${name}, %1 and the like are filled in by the program: \
one that is lost hides a value, one that is added or renamed may crash it. Named and numbered ones \
may stand in any order, and numbers may be given to those that have none (%s %d, %2$d %1$s); those \
without number or name keep the order of their types. A name may be used twice.

Percentages, amounts in dollars, TeX and text in braces are told apart. Messages of ICU with plural \
or select have a check of their own (M04).",
    run: Run::Pair(run),
    examples: &[
        Bad(pair("en", "Hello ⟦%s⟧!", "de", "Hallo!")),
        Bad(pair("en", "⟦{count}⟧ files", "es", "⟦{cuenta}⟧ archivos")),
        Bad(pair("en", "⟦%d⟧ of %s", "ru", "⟦%s⟧ из %s")),
        Bad(pair("en", "⟦%s has %d⟧ files", "ja", "⟦%d個のファイルが%s⟧にある")),
        Bad(pair("en", "Hello ⟦{{ user }}⟧", "zh", "你好 ⟦{{ 用户 }}⟧")),
        Bad(pair("en", "Delete ⟦%1⟧ now?", "pl", "Usunąć teraz?")),
        Bad(pair("en", "Hi ⟦${name}⟧", "fr", "Salut $ ⟦{nom}⟧")),
        Bad(pair("en", "⟦%(name)s⟧ left", "ar", "غادر ⟦%(الاسم)s⟧")),
        Bad(pair("en", "Page {} of ⟦{}⟧", "ko", "{}페이지")),
        Bad(pair("en", "Hello there", "it", "Ciao ⟦{name}⟧")),
        Good(pair("en", "%s has %d files", "ja", "%2$d個のファイルが%1$sにある")),
        Good(pair("en", "{0} of {1}", "tr", "{1} içinden {0}")),
        Good(pair("en", "{} of {}", "ko", "{1} 중 {0}")),
        Good(pair("en", "{name} left {name}'s room", "he", "{name} יצא מהחדר")),
        Good(pair("en", "{x:.2f} km", "de", "{x:.1f} km")),
        Good(pair("en", "%d %", "fr", "%d %")),
        Good(pair("en", "It grew by 5% and 50% discount", "tr", "%5 büyüdü ve %50 indirim")),
        Good(pair("en", "It cost $5 or $AAPL", "zh", "它要价 5 美元或 $AAPL")),
        Good(pair("en", "100%% of %s", "th", "100%% ของ %s")),
        Good(pair("en", "Use {curly text here}", "hi", "{घुंघराले पाठ} का प्रयोग करें")),
        Good(pair("en", "%@ sent %ld photos", "el", "Ο %@ έστειλε %ld φωτογραφίες")),
        Good(pair("en", "%i items", "uk", "%d елементів")),
        Good(pair("en", "%limin %lis", "ko", "%li분 %li초")),
        Good(pair("en", "It grew by 34% and 10%", "tr", "%34'e ve %10'a çıktı")),
    ],
};

fn run(pair: &Pair<'_>, found: &mut Found) {
    let (Some(source), Some(target)) = (pair.source_span(), pair.target_span()) else {
        return;
    };
    let (theirs, ours) = (
        source.of(&pair.source.document.text),
        target.of(&pair.target.document.text),
    );
    let may_hold = |text: &str| memchr::memchr3(b'%', b'{', b'$', text.as_bytes()).is_some();
    if (!may_hold(theirs) && !may_hold(ours)) || is_message(theirs) || is_message(ours) {
        return;
    }
    let sides = Sides {
        pair,
        source,
        target,
        theirs: placeholders(theirs),
        ours: placeholders(ours),
    };
    sides.named(found);
    sides.arguments(found);
    sides.places(found);
}

struct Sides<'a> {
    pair: &'a Pair<'a>,
    source: Span,
    target: Span,
    theirs: Vec<Placeholder<'a>>,
    ours: Vec<Placeholder<'a>>,
}

/// A name with its brackets, or the number of one that has neither.
type Name<'a> = (&'static str, &'a str, usize);

/// Names with their places; braces without a name count up.
fn names<'a>(list: &[Placeholder<'a>]) -> BTreeMap<Name<'a>, Vec<std::ops::Range<usize>>> {
    let mut names: BTreeMap<Name<'a>, Vec<_>> = BTreeMap::new();
    let mut next = 0;
    for placeholder in list {
        let name = match placeholder.stands_for {
            StandsFor::Name("{", name) => match name.parse() {
                Ok(number) => ("{", "", number),
                Err(_) => ("{", name, 0),
            },
            StandsFor::Name(open, name) => (open, name, 0),
            StandsFor::Next => {
                next += 1;
                ("{", "", next - 1)
            }
            _ => continue,
        };
        names
            .entry(name)
            .or_default()
            .push(placeholder.range.clone());
    }
    names
}

impl Sides<'_> {
    fn in_source(&self, range: &std::ops::Range<usize>) -> Span {
        let base = self.source.start as usize;
        Span::new(base + range.start, base + range.end)
    }

    fn in_target(&self, range: &std::ops::Range<usize>) -> Span {
        let base = self.target.start as usize;
        Span::new(base + range.start, base + range.end)
    }

    fn report(&self, lost: &[Span], added: &[Span], found: &mut Found) {
        let texts = |spans: &[Span], text: &str| {
            let list: Vec<&str> = spans.iter().map(|span| span.of(text)).collect();
            list.join(", ")
        };
        let theirs = texts(lost, &self.pair.source.document.text);
        let ours = texts(added, &self.pair.target.document.text);
        let message = match (lost, added) {
            ([], []) => return,
            (_, []) => format!("the placeholder {theirs} is lost"),
            ([], _) => format!("the source has no placeholder {ours}"),
            _ => format!("the placeholder {theirs} of the source is {ours}"),
        };
        let hit = found.at(lost.to_vec(), added.to_vec(), Confidence::High, message);
        hit.by_comparison();
        let text = &self.pair.target.document.text;
        // A sign that came apart from its braces would stay.
        if let ([theirs], [ours]) = (lost, added)
            && !text[..ours.start as usize]
                .trim_end()
                .ends_with(['$', '%', '#'])
        {
            hit.fix(*ours, theirs.of(&self.pair.source.document.text));
        }
    }

    fn named(&self, found: &mut Found) {
        let (theirs, ours) = (names(&self.theirs), names(&self.ours));
        let text = &self.pair.target.document.text;
        let lost: Vec<Span> = theirs
            .iter()
            .filter(|(name, _)| !ours.contains_key(*name))
            .map(|(_, places)| self.in_source(&places[0]))
            .collect();
        let mut added: Vec<Span> = ours
            .iter()
            .filter(|(name, _)| !theirs.contains_key(*name))
            .map(|(_, places)| self.in_target(&places[0]))
            .collect();
        // Braces in prose are no placeholder unless the source has some.
        if theirs.is_empty() {
            added.retain(|span| {
                let inside = span.of(text).trim_matches(['{', '}', '$', '#', '%']);
                inside.is_ascii() && !inside.is_empty()
            });
        }
        self.report(&lost, &added, found);
    }

    fn arguments(&self, found: &mut Found) {
        let (theirs, ours) = (arguments(&self.theirs), arguments(&self.ours));
        if theirs == ours {
            return;
        }
        let get = |list: &[Argument], index: u32| list.iter().find(|it| it.0 == index).cloned();
        let numbered = |list: &[Placeholder<'_>]| {
            list.iter()
                .any(|it| matches!(it.stands_for, StandsFor::Argument(Some(_), _)))
        };
        let kinds = |list: &[Argument]| {
            let mut kinds: Vec<char> = list.iter().map(|it| it.1).collect();
            kinds.sort_unstable();
            kinds
        };
        if kinds(&theirs) == kinds(&ours) && !numbered(&self.theirs) && !numbered(&self.ours) {
            // The same types in another order.
            if theirs.iter().map(|it| it.1).ne(ours.iter().map(|it| it.1)) {
                let around = |list: &[Argument]| list[0].2.start..list[list.len() - 1].2.end;
                found
                    .at(
                        vec![self.in_source(&around(&theirs))],
                        vec![self.in_target(&around(&ours))],
                        Confidence::High,
                        "placeholders of different types change places without numbers",
                    )
                    .by_comparison();
            }
            return;
        }
        // What touches a letter may be read on one side alone: %limin and %li분.
        let theirs_text = self.source.of(&self.pair.source.document.text);
        let ours_text = self.target.of(&self.pair.target.document.text);
        let holds = |text: &str, piece: &str, other: &str| {
            text.matches(piece).count() >= other.matches(piece).count()
        };
        let (mut lost, mut added) = (Vec::new(), Vec::new());
        for (index, kind, range) in &theirs {
            match get(&ours, *index) {
                None => lost.push(self.in_source(range)),
                Some((_, other, place)) if other != *kind => {
                    lost.push(self.in_source(range));
                    added.push(self.in_target(&place));
                }
                Some(_) => {}
            }
        }
        for (index, _, range) in &ours {
            if get(&theirs, *index).is_none() {
                added.push(self.in_target(range));
            }
        }
        lost.retain(|span| {
            !holds(
                ours_text,
                span.of(&self.pair.source.document.text),
                theirs_text,
            )
        });
        added.retain(|span| {
            !holds(
                theirs_text,
                span.of(&self.pair.target.document.text),
                ours_text,
            )
        });
        self.report(&lost, &added, found);
    }

    /// `%1` of Qt: only what is lost, for a percentage looks alike in Turkish and Basque.
    fn places(&self, found: &mut Found) {
        let place = |it: &Placeholder<'_>| match it.stands_for {
            StandsFor::Place(place) => Some(place),
            _ => None,
        };
        // Without a hole from 1: %1, %2.
        let numbers: Vec<u32> = self
            .theirs
            .iter()
            .filter_map(place)
            .filter(|it| *it > 0)
            .collect();
        let whole =
            (1..=numbers.iter().copied().max().unwrap_or(0)).all(|it| numbers.contains(&it));
        if !whole || matches!(self.pair.source.document.lang.base(), "tr" | "eu" | "ku") {
            return;
        }
        let ours: Vec<u32> = self.ours.iter().filter_map(place).collect();
        let mut seen = Vec::new();
        for placeholder in &self.theirs {
            if let Some(number) = place(placeholder)
                && !ours.contains(&number)
                && !seen.contains(&number)
            {
                seen.push(number);
                self.report(&[self.in_source(&placeholder.range)], &[], found);
            }
        }
    }
}

/// Number, type and place of an argument.
type Argument = (u32, char, std::ops::Range<usize>);

/// The arguments of printf with their numbers, each once.
fn arguments(list: &[Placeholder<'_>]) -> Vec<Argument> {
    let mut arguments: Vec<Argument> = Vec::new();
    let mut next = 0;
    for placeholder in list {
        let StandsFor::Argument(index, kind) = placeholder.stands_for else {
            continue;
        };
        let index = index.unwrap_or_else(|| {
            next += 1;
            next
        });
        if !arguments.iter().any(|it| it.0 == index) {
            arguments.push((index, kind, placeholder.range.clone()));
        }
    }
    arguments
}

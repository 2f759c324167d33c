use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::text::{Category::Accuracy, Confidence, MarkupKind, Notes, Severity::Major, Span};

pub static CHECK: Check = Check {
    code: "M05",
    name: "address",
    category: Accuracy,
    severity: Major,
    summary: "a web or mail address is changed or lost",
    explain: "\
An address must come through letter by letter; translated or respelled it leads nowhere \
(example.com/preise for example.com/prices, “ejemplo.com”). Another language of the same site \
(en.wikipedia.org and de.wikipedia.org, /en/ and /fr/) is a translator's choice and low, and so is an \
address that is lost altogether, for editions drop them. A mail address is never another one.",
    run: Run::Pair(run),
    examples: &[
        Bad(pair(
            "en",
            "See ⟦https://example.com/prices⟧ now.",
            "de",
            "Siehe jetzt ⟦https://example.com/preise⟧.",
        )),
        Bad(pair(
            "en",
            "Write to ⟦info@example.com⟧.",
            "es",
            "Escriba a ⟦info@ejemplo.com⟧.",
        )),
        Bad(pair(
            "en",
            "Write to ⟦info@example.com⟧ today.",
            "ru",
            "Напишите сегодня.",
        )),
        Bad(pair(
            "en",
            "See ⟦https://example.com/a⟧ now.",
            "zh",
            "现在请看。",
        )),
        Good(pair(
            "en",
            "See https://example.com/a.",
            "zh",
            "请看https://example.com/a。",
        )),
        Good(pair(
            "en",
            "See https://example.com/.",
            "ja",
            "https://example.com を見よ。",
        )),
        Good(pair(
            "en",
            "See http://example.com/a",
            "ar",
            "انظر https://example.com/a",
        )),
        Good(pair(
            "en",
            "Write to Info@Example.com",
            "he",
            "כתבו אל info@example.com",
        )),
        Good(pair("en", "No address here.", "hi", "यहाँ कोई पता नहीं।")),
        Good(pair(
            "en",
            "See www.example.com",
            "ko",
            "http://www.example.com 을 보라",
        )),
    ],
};

fn run(pair: &Pair<'_>, found: &mut Found) {
    let has = |notes: &[Notes]| notes.iter().any(|notes| !notes.markup.is_empty());
    if !has(pair.source_notes()) {
        return;
    }
    for kind in [MarkupKind::Url, MarkupKind::Email] {
        compare(pair, kind, found);
    }
}

fn addresses(notes: &[Notes], kind: MarkupKind) -> Vec<Span> {
    let markup = notes.iter().flat_map(|notes| &notes.markup);
    markup
        .filter(|markup| markup.kind == kind)
        .map(|markup| markup.span)
        .collect()
}

fn compare(pair: &Pair<'_>, kind: MarkupKind, found: &mut Found) {
    let (theirs, ours) = (&pair.source.document.text, &pair.target.document.text);
    let wanted = addresses(pair.source_notes(), kind);
    if wanted.is_empty() {
        return;
    }
    let mut given = addresses(pair.target_notes(), kind);
    let target = pair.target_span().map_or("", |span| span.of(ours));
    let mut lost = Vec::new();
    for span in wanted {
        match given
            .iter()
            .position(|other| core(other.of(ours)).eq_ignore_ascii_case(core(span.of(theirs))))
        {
            Some(index) => {
                given.remove(index);
            }
            // It stands there all the same, in a form that was not taken for an address.
            None if target.contains(core(span.of(theirs))) => {}
            None => lost.push(span),
        }
    }
    for span in lost {
        let address = span.of(theirs);
        if given.is_empty() {
            let confidence = if kind == MarkupKind::Email {
                Confidence::Medium
            } else {
                Confidence::Low
            };
            found
                .at(
                    vec![span],
                    Vec::new(),
                    confidence,
                    format!("the address {address} is lost"),
                )
                .by_comparison();
            continue;
        }
        let other = given.remove(nearest(&given, ours, core(address)));
        let changed = other.of(ours);
        let confidence = if kind == MarkupKind::Url && is_other_edition(address, changed) {
            Confidence::Low
        } else {
            Confidence::High
        };
        let text = address.to_owned();
        found
            .at(
                vec![span],
                vec![other],
                confidence,
                format!("the address {address} is {changed}"),
            )
            .fix(other, text);
    }
}

/// The address most like another one.
fn nearest(given: &[Span], text: &str, wanted: &str) -> usize {
    let common = |span: &Span| {
        core(span.of(text))
            .bytes()
            .zip(wanted.bytes())
            .take_while(|(a, b)| a == b)
            .count()
    };
    (0..given.len())
        .max_by_key(|index| (common(&given[*index]), given.len() - index))
        .unwrap_or(0)
}

/// What counts of an address: without scheme and final slash.
fn core(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.trim_start_matches("www.")
        .trim_end_matches(['/', '.', ',', ':', ';'])
}

/// Whether two addresses are the same page, or another one, of a site in two languages, or a page
/// that replaces the other.
fn is_other_edition(address: &str, other: &str) -> bool {
    fn host(address: &str) -> &str {
        let core = core(address);
        core.split(['/', '?', '#']).next().unwrap_or(core)
    }
    let (a, b) = (host(address), host(other));
    if a.eq_ignore_ascii_case(b) {
        // A part of two letters, with or without region: the language.
        let parts = |address: &'_ str| -> Vec<String> {
            core(address)
                .split(['/', '=', '&', '?'])
                .map(str::to_owned)
                .collect()
        };
        let (a, b) = (parts(address), parts(other));
        let language = |part: &str| {
            let letters = part.split(['-', '_']).next().unwrap_or(part);
            (2..=3).contains(&letters.len()) && letters.bytes().all(|b| b.is_ascii_alphabetic())
        };
        let differ: Vec<_> = a.iter().filter(|part| !b.contains(part)).collect();
        return a.iter().chain(&b).any(|part| language(part)) && differ.len() <= 2 || b.len() == 1;
    }
    // en.wikipedia.org and de.wikipedia.org; example.com and example.de.
    let label = |host: &str| -> String {
        let mut labels: Vec<&str> = host.split('.').collect();
        labels.pop();
        labels
            .into_iter()
            .max_by_key(|label| label.len())
            .unwrap_or("")
            .to_owned()
    };
    label(a).eq_ignore_ascii_case(&label(b))
}

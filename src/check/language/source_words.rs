use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::spelling::leans;
use super::{Token, Tongues, apart, identity, tokens};
use crate::annotate::language::{closed_in, script_of};
use crate::annotate::romanize;
use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::data::ByLang;
use crate::lexicon::fold;
use crate::text::{Category::Accuracy, Confidence, Lang, Notes, Severity::Major, Shape, Span};

pub static CHECK: Check = Check {
    code: "L03",
    name: "source-words",
    category: Accuracy,
    severity: Major,
    summary: "words of the source stand untranslated in the translation",
    explain: "\
A run of words is the same in source and translation, and it is no name: its words are known in \
the language of the source (closed-class words, bundled lexicon) and unknown in that of the \
translation. High confidence from three such words in a row.

A single word is reported at medium confidence in translations into English only, where the \
lexicon knows nearly every word; elsewhere loan words cannot be told from forgotten ones, so that \
it is low. Inside quotation marks or brackets, where originals are cited by right, and in titles \
the confidence is lower.",
    run: Run::Pair(run),
    examples: &[
        Bad(pair(
            "en",
            "The minister said on Friday that ⟦nobody was hurt in the⟧ fire.",
            "de",
            "Der Minister sagte am Freitag, dass ⟦nobody was hurt in the⟧ Brand.",
        )),
        Bad(pair(
            "de",
            "Der Minister sagte am Freitag, dass ⟦niemand bei dem Brand verletzt⟧ wurde.",
            "en",
            "The minister said on Friday that ⟦niemand bei dem Brand verletzt⟧.",
        )),
        Bad(pair(
            "en",
            "The minister said on Friday that ⟦nobody was hurt in the⟧ fire.",
            "ru",
            "Министр сказал в пятницу, что ⟦nobody was hurt in the⟧ пожаре.",
        )),
        Bad(pair(
            "fr",
            "Le prix dépend ⟦également⟧ du plan.",
            "en",
            "The price depends ⟦également⟧ on the plan.",
        )),
        Bad(pair(
            "de",
            "Er hatte sieben Jahre gewartet ⟦und⟧ ging dann.",
            "en",
            "He had waited seven years ⟦und⟧ then left.",
        )),
        Good(pair(
            "en",
            "The film shows the hotel.",
            "de",
            "Der Film zeigt das Hotel.",
        )),
        Good(pair(
            "de",
            "Er las Bild am Sonntag.",
            "en",
            "He read Bild am Sonntag.",
        )),
        Good(pair(
            "en",
            "She wrote The Art of the Deal.",
            "fr",
            "Elle a écrit The Art of the Deal.",
        )),
        Good(pair(
            "en",
            "Use it per capita, de facto.",
            "es",
            "Úselo per cápita, de facto.",
        )),
        Good(pair(
            "en",
            "He works at Harvard University.",
            "ar",
            "يعمل في Harvard University.",
        )),
        Good(pair("en", "Run git log now.", "zh", "现在运行 git log。")),
        Good(pair(
            "en",
            "The line is run on a just-in-time basis.",
            "el",
            "Η γραμμή ακολουθεί το just-in-time.",
        )),
        Good(pair(
            "it",
            "Un grande tsunami seguì la scossa.",
            "en",
            "A large tsunami followed the quake.",
        )),
        Good(pair("it", "La pizza è buona.", "en", "The pizza is good.")),
        Good(pair(
            "da",
            "Det er ikke noget nyt.",
            "nb",
            "Det er ikke noe nytt.",
        )),
    ],
};

/// Languages of which the lexicon knows nearly every word.
const WELL_KNOWN: &str = "en";

/// Words that the lexicon of a language has from names and quotations in others.
fn strays(lang: Lang) -> &'static BTreeSet<&'static str> {
    static TABLE: LazyLock<ByLang<BTreeSet<&'static str>>> = LazyLock::new(|| {
        ByLang::new(include_str!("../../data/stray-words.tsv"), |row| {
            row[0].split(' ').collect()
        })
    });
    static NONE: BTreeSet<&str> = BTreeSet::new();
    TABLE.get(lang).unwrap_or(&NONE)
}

/// Words of a source that are kept without asking for memory.
const ROOM: usize = 128;

fn run(pair: &Pair<'_>, found: &mut Found) {
    let Some((source, target)) = apart(pair) else {
        return;
    };
    let mut room = [0; ROOM];
    let mut more = Vec::new();
    let mut count = 0;
    for token in tokens(pair.source, pair.source_notes()) {
        let identity = identity(token.text);
        match room.get_mut(count) {
            Some(place) => *place = identity,
            None => {
                if more.is_empty() {
                    more.extend_from_slice(&room);
                }
                more.push(identity);
            }
        }
        count += 1;
    }
    let words = if more.is_empty() {
        &room[..count]
    } else {
        &more
    };
    let german = source.lang.base() == "de";
    // The longest run that begins at a word, of those that the source has.
    let mut run: Vec<Token<'_>> = Vec::new();
    let mut starts = 0;
    let mut places: Vec<usize> = Vec::new();
    let judge = |run: &mut Vec<Token<'_>>, at: usize, found: &mut Found| {
        // Names, numbers and signs are the same in all languages.
        if run
            .iter()
            .any(|token| token.is_plain() || token.shape == Shape::Capital && german)
        {
            report(
                pair,
                run,
                at,
                &[source, target].map(|it| Tongues::of(it.lang)),
                found,
            );
        }
        run.clear();
    };
    for token in tokens(pair.target, pair.target_notes()) {
        let identity = identity(token.text);
        if !run.is_empty() {
            places.retain(|place| words.get(place + run.len()) == Some(&identity));
            if let Some(place) = places.first() {
                starts = *place;
                run.push(token);
                continue;
            }
            judge(&mut run, starts, found);
        }
        places.clear();
        places.extend((0..words.len()).filter(|place| words[*place] == identity));
        if let Some(place) = places.first() {
            starts = *place;
            run.push(token);
        }
    }
    judge(&mut run, starts, found);
}

/// Judges a run of words that stands in the source too, from its word `at` on.
fn report(
    pair: &Pair<'_>,
    run: &[Token<'_>],
    at: usize,
    [source, target]: &[Tongues; 2],
    found: &mut Found,
) {
    let german = source.tongue.lang.base() == "de";
    let named = |span: Span| {
        let notes = pair.target_notes().iter();
        let mut names = notes.flat_map(|notes| &notes.names);
        names.any(|name| name.span.overlaps(span))
    };
    let mut seen: Vec<String> = Vec::new();
    let (mut foreign, mut closed, mut both, mut own, mut unknown) = (0, 0, 0, 0, 0);
    let (mut nouns, mut strange) = (0, 0);
    let (mut first, mut last) = (None, 0);
    let (mut longest, mut hyphens) = (0, 0);
    let is_noun = |token: &Token<'_>| german && token.shape == Shape::Capital && !token.first;
    let counts = |token: &Token<'_>| {
        let plain = token.is_plain() || is_noun(token);
        plain && (token.shape == Shape::Caseless || !named(token.span))
    };
    let running = run.iter().filter(|token| counts(token)).count() >= 4;
    for (index, token) in run.iter().enumerate() {
        if !counts(token) {
            continue;
        }
        let noun = is_noun(token);
        let mut folded = String::new();
        fold(token.text, &mut folded);
        let langs = closed_in(&folded);
        let alone = source.closes(langs) && !target.closes(langs);
        let there = source.closes(langs) || source.has(&folded);
        let mut here = target.closes(langs) || target.has(&folded);
        // The lexicon has some words of other languages from names and quotations.
        if alone && here && (running || strays(target.tongue.lang).contains(folded.as_str())) {
            here = false;
        }
        if !here && (there || token.shape != Shape::Capital) {
            first = first.or(Some(index));
            last = index;
        }
        if seen.contains(&folded) {
            continue;
        }
        match (there, here) {
            (true, false) if noun => nouns += 1,
            (false, false) if noun => strange += 1,
            (true, false) => {
                foreign += 1;
                hyphens += usize::from(is_hyphenated(pair, at + index));
                closed += usize::from(alone);
                longest = longest.max(folded.chars().count());
            }
            (false, true) => own += 1,
            (true, true) => both += 1,
            (false, false) => unknown += usize::from(token.shape != Shape::Capital),
        }
        seen.push(folded);
    }
    let Some(mut first) = first else { return };
    // Just-in-time is one word, and a term.
    if hyphens * 2 > foreign && hyphens > 0 {
        return;
    }
    if foreign > 0 {
        foreign += nouns;
        unknown += strange;
    }
    let other_script = !target
        .tongue
        .writes(script_of(run[first].text.chars().next().unwrap_or(' ')));
    let capitals = run[first..=last]
        .iter()
        .filter(|token| token.shape == Shape::Capital && !token.first && !is_noun(token))
        .count();
    let span = run[first].span.cover(run[last].span);
    let here = pair.target.document.slice(span);
    let well_known = target.tongue.lang.base() == WELL_KNOWN;
    let looks = || leans(here, source.tongue.lang, target.tongue.lang);
    let mut confidence = if foreign >= 3 && own * 3 <= foreign && (closed > 0 || foreign >= 4)
        || well_known && foreign + unknown >= 4 && own * 4 <= foreign + unknown
    {
        Confidence::High
    } else if other_script {
        // Names and terms stay in Latin letters.
        match (foreign, closed) {
            (2.., 1..) => Confidence::Medium,
            (3.., _) => Confidence::Low,
            _ => return,
        }
    } else if own * 2 <= foreign
        && (foreign >= 2 && closed >= 1
            || foreign >= 3
            || foreign + unknown >= 4 && foreign >= 1
            || foreign + unknown >= 3 && looks())
        || well_known && foreign + unknown >= 2 && own * 3 <= foreign + unknown
        || well_known
            && foreign == 1
            && own == 0
            && both + unknown <= 1
            && (closed > 0 || is_strange(&run[first], target))
        || well_known && alone_strange(run, first, last, source, target)
    {
        Confidence::Medium
    } else if foreign >= 1 && foreign + both + unknown >= 3 {
        Confidence::Low
    } else {
        return;
    };
    if confidence == Confidence::High {
        // The words around that are the same in both belong to it.
        let whole = |token: &Token<'_>| token.is_plain() || german && token.shape == Shape::Capital;
        while first > 0 && whole(&run[first - 1]) {
            first -= 1;
        }
        while last + 1 < run.len() && whole(&run[last + 1]) {
            last += 1;
        }
    }
    let span = run[first].span.cover(run[last].span);
    // A title: words with capitals around articles and prepositions.
    if capitals > 0 && longest <= 4 && foreign < 4 {
        confidence = Confidence::Low;
    } else if is_cited(pair, span) {
        confidence = if foreign >= 5 {
            Confidence::Medium
        } else {
            Confidence::Low
        };
    }
    let here = pair.target.document.slice(span);
    let words = tokens(pair.source, pair.source_notes()).skip(at + first);
    let source = words
        .take(last + 1 - first)
        .map(|token| token.span)
        .reduce(Span::cover);
    found.at(
        source.into_iter().collect(),
        vec![span],
        confidence,
        format!("“{here}” of the source stands here untranslated"),
    );
}

/// Whether a single word of an English sentence, which no lexicon has, is spelled as no English
/// word is, or is a German noun.
fn alone_strange(
    run: &[Token<'_>],
    first: usize,
    last: usize,
    source: &Tongues,
    target: &Tongues,
) -> bool {
    let token = &run[first];
    if first != last || run.len() > 2 {
        return false;
    }
    let mut folded = String::new();
    fold(token.text, &mut folded);
    if token.shape == Shape::Capital {
        return !token.first
            && run.len() == 1
            && source.has(&folded)
            && folded.chars().count() >= 4;
    }
    is_strange(token, target)
}

/// Whether a word that the lexicon of English does not have is spelled as no English word is.
fn is_strange(token: &Token<'_>, target: &Tongues) -> bool {
    let mut folded = String::new();
    fold(token.text, &mut folded);
    if token.shape != Shape::Lower || folded.chars().count() < 4 {
        return false;
    }
    // Café, naïve and façade are English, with marks or without. Of plain letters alone too many
    // loans are made that the lexicon does not have (tsunami, playoff).
    !folded.is_ascii() && !target.has(&romanize(token.text))
}

/// Whether a word of the source is joined to a neighbour by a hyphen.
fn is_hyphenated(pair: &Pair<'_>, at: usize) -> bool {
    let Some(token) = tokens(pair.source, pair.source_notes()).nth(at) else {
        return false;
    };
    let bytes = pair.source.document.text.as_bytes();
    let (start, end) = (token.span.start as usize, token.span.end as usize);
    bytes.get(end) == Some(&b'-') || start > 0 && bytes[start - 1] == b'-'
}

/// Whether a place stands in quotation marks or brackets.
fn is_cited(pair: &Pair<'_>, span: Span) -> bool {
    // A long quotation is translated with the rest.
    let quoted = |notes: &Notes| {
        notes.quotations.iter().any(|it| {
            it.inner.start <= span.start
                && span.end <= it.inner.end
                && it.inner.len() <= 2 * span.len() + 8
        })
    };
    if pair.target_notes().iter().any(quoted) {
        return true;
    }
    let Some(whole) = pair.target_span() else {
        return false;
    };
    let before = Span::new(whole.start as usize, span.start as usize);
    let before = before.of(&pair.target.document.text);
    let (open, close) = (
        before.rfind(['(', '（', '[']),
        before.rfind([')', '）', ']']),
    );
    open > close
}

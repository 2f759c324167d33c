//! Runs of words that look like names.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use foldhash::fast::FixedState;
use rayon::prelude::*;

use crate::data::words::{self, WordSet, folded, function_words, honorifics};
use crate::data::{self, ByLang};
use crate::text::{Document, Lang, Name, Notes, Segment, Shape, Span, Word};

type Set<T> = HashSet<T, FixedState>;

static NO_NAMES: LazyLock<ByLang<Set<&'static str>>> = LazyLock::new(|| {
    ByLang::new(include_str!("../data/no-names.tsv"), |row| {
        row[0].split(' ').collect()
    })
});

static TRANSLITERATION: LazyLock<Set<char>> = LazyLock::new(|| {
    data::rows(include_str!("../data/han-transliteration.tsv"))
        .flat_map(|row| row[0].chars())
        .collect()
});

/// Lower-case words inside names, where they are not words of the language itself.
const PARTICLES: &[&str] = &[
    "von", "van", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "bin",
    "ibn", "al", "el", "ter", "ten", "zu", "af", "av", "фон", "ван", "де", "да", "аль", "эль",
    "бин", "ибн", "фан", "дер",
];

/// Endings of German nouns that no name has.
const NOUN_ENDINGS: &[&str] = &[
    "ung", "ungen", "heit", "heiten", "keit", "keiten", "schaft", "schaften", "tion", "tionen",
    "ismus", "istin", "orin", "ität", "nis", "tum", "ling", "lein", "ment", "erin", "erinnen",
];

/// German words that a noun follows: the name comes after it (der Stadt Palu).
const DETERMINERS: &[&str] = &[
    "der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines",
    "im", "am", "zum", "zur", "vom", "beim", "seine", "seiner", "seinem", "ihre", "ihrer", "ihrem",
];

/// How a language writes names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    /// Names have capitals, other words have none inside a sentence.
    Cased,
    /// All nouns have capitals.
    Nouns,
    /// No capitals: words of other scripts stand out.
    Caseless,
}

/// Finds names in the text of one language. Precise rather than complete: see [`annotate`].
#[derive(Debug)]
struct Names {
    script: Script,
    function: &'static WordSet,
    honorifics: &'static WordSet,
    none: Option<&'static Set<&'static str>>,
    katakana: bool,
    han: bool,
    hangul: bool,
}

/// Finds the names of all segments; their words are there already.
///
/// - Where only names have capitals: runs of words with capitals inside a sentence; at its start
///   two or more of them, an abbreviation, or a word that has a capital inside another sentence.
///   In headlines in title case and in capitals only words that are known from elsewhere.
/// - German: a run after a title, or of two words that no article precedes and no ending marks as
///   nouns; later the single words of such a run.
/// - Scripts without case: runs of Latin words with capitals; katakana of three characters and
///   more; names with middle dots; foreign names before a title in Chinese, names before a title
///   in Korean and before 氏.
///
/// Titles (Mr, President) do not belong to the name.
pub fn annotate(document: &Document, segments: &[Segment], notes: &mut [Notes]) {
    let names = Names::new(document.lang);
    let text = document.text.as_str();
    let large = text.len() > super::LARGE;
    let find = |(segment, notes): (&Segment, &Notes)| names.found(text, segment.span, &notes.words);
    let learn = |mut known: Set<_>, (found, notes): (&Found, &Notes)| {
        names.learn(text, &notes.words, found, &mut known);
        known
    };
    let add = |known: &Set<&str>, (segment, (found, notes)): (&Segment, (&Found, &mut Notes))| {
        names.add(text, segment.span, found, known, notes);
    };
    if large {
        let found: Vec<Found> = segments.par_iter().zip(&*notes).map(find).collect();
        let known = found
            .par_iter()
            .zip(&*notes)
            .fold(Set::default, learn)
            .reduce(Set::default, |a, b| {
                let (mut more, fewer) = if a.len() < b.len() { (b, a) } else { (a, b) };
                more.extend(fewer);
                more
            });
        let places = segments.par_iter().zip(found.par_iter().zip(notes));
        places.for_each(|place| add(&known, place));
    } else {
        let found: Vec<Found> = segments.iter().zip(&*notes).map(find).collect();
        let known = found.iter().zip(&*notes).fold(Set::default(), learn);
        let places = segments.iter().zip(found.iter().zip(notes));
        places.for_each(|place| add(&known, place));
    }
}

/// What of a segment may be names.
#[derive(Debug, Default)]
struct Found {
    /// The capitals of the segment come from its being a title.
    title: bool,
    runs: Vec<Candidate>,
}

#[derive(Debug, Clone, Copy)]
struct Candidate {
    run: Run,
    /// It is a name even if no other place says so.
    sure: bool,
}

/// Words that follow each other and look like one name.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// Index of the first word.
    first: usize,
    /// One past the last word.
    end: usize,
    /// The first word may owe its capital to the sentence.
    starts: bool,
}

impl Names {
    fn new(lang: Lang) -> Self {
        let base = lang.base();
        let script = lang.script();
        let cased = script
            .is_none_or(|script| matches!(script.as_str(), "Latn" | "Cyrl" | "Grek" | "Armn"));
        Names {
            script: match base {
                _ if !cased => Script::Caseless,
                "de" | "lb" => Script::Nouns,
                _ => Script::Cased,
            },
            function: function_words(lang),
            honorifics: honorifics(lang),
            none: NO_NAMES.get(lang),
            katakana: base == "ja",
            han: base == "zh",
            hangul: base == "ko",
        }
    }

    fn is_function(&self, word: &str) -> bool {
        self.function.holds(word)
    }

    /// The runs of a segment.
    fn found(&self, text: &str, span: Span, words: &[Word]) -> Found {
        let mut found = Found::default();
        if !words.iter().any(|word| has_capital(text, word)) {
            return found;
        }
        found.title = self.is_title(text, words);
        self.runs(text, span, words, |run| {
            let candidate = match self.script {
                Script::Nouns => self.german(text, words, run),
                _ => Some(Candidate { run, sure: false }),
            };
            found.runs.extend(candidate);
        });
        found
    }

    /// Collects the words whose capital does not come from their place.
    fn learn<'a>(&self, text: &'a str, words: &[Word], found: &Found, known: &mut Set<&'a str>) {
        if found.title || self.script == Script::Caseless {
            return;
        }
        for Candidate { run, sure } in &found.runs {
            if self.script == Script::Nouns && !sure {
                continue;
            }
            let first = run.first + usize::from(run.starts);
            known.extend(
                words[first.min(run.end)..run.end]
                    .iter()
                    .filter(|word| has_capital(text, word))
                    .map(|word| bare(word.span.of(text))),
            );
        }
    }

    fn add(
        &self,
        text: &str,
        span: Span,
        runs: &Found,
        known: &Set<&str>,
        Notes { words, names, .. }: &mut Notes,
    ) {
        for candidate in &runs.runs {
            if runs.title {
                self.known_parts(text, words, candidate.run, known, names);
            } else if let Some(run) = self.judge(text, words, *candidate, known) {
                self.divided(text, words, run, names);
            }
        }
        let found = names.len();
        if self.katakana {
            katakana(text, span, names);
        }
        if self.han {
            self.transliterated(text, span, words, names);
        }
        if self.hangul {
            self.before_title(text, words, names);
        }
        if names.len() > found {
            names.sort_by_key(|name| (name.span.start, u32::MAX - name.span.end));
            let mut end = 0;
            names.retain(|name| {
                let free = name.span.start >= end;
                end = end.max(name.span.end);
                free
            });
        }
    }

    /// Calls with every run of words with capitals.
    fn runs(&self, text: &str, span: Span, words: &[Word], mut call: impl FnMut(Run)) {
        let mut at = 0;
        while at < words.len() {
            let word = words[at];
            if !has_capital(text, &word) || self.is_function(word.span.of(text)) {
                at += 1;
                continue;
            }
            let first = at;
            at += 1;
            while let Some(next) = self.next(text, words, at) {
                at = next;
            }
            call(Run {
                first,
                end: at,
                starts: self.script != Script::Caseless && starts(text, span, words, first),
            });
        }
    }

    /// One past the word that goes on with the run which ends before `at`.
    fn next(&self, text: &str, words: &[Word], at: usize) -> Option<usize> {
        let prior = words[at - 1].span.of(text);
        if without_ending(prior) != prior {
            return None;
        }
        let mut next = at;
        // At most three particles: van der, de la.
        while next < words.len() && next < at + 4 && joined(text, words, next) {
            let word = words[next].span.of(text);
            if has_capital(text, &words[next]) {
                return (!self.is_function(word)).then_some(next + 1);
            }
            if !PARTICLES.contains(&word) || self.function.contains(word) {
                return None;
            }
            next += 1;
        }
        None
    }

    /// What of a run is a name.
    fn judge(
        &self,
        text: &str,
        words: &[Word],
        Candidate { run, sure }: Candidate,
        known: &Set<&str>,
    ) -> Option<Run> {
        match self.script {
            Script::Nouns => {
                let sure = sure || known.contains(bare(words[run.first].span.of(text)));
                sure.then_some(run)
            }
            Script::Cased => {
                let run = self.trim(run, &forms(text, words, run))?;
                let word = &words[run.first];
                let sure = !run.starts
                    || run.end - run.first > 1
                    || matches!(word.shape, Shape::Upper | Shape::Mixed)
                    || known.contains(bare(word.span.of(text)));
                sure.then_some(run)
            }
            Script::Caseless => {
                let length: usize = words[run.first..run.end]
                    .iter()
                    .map(|word| word.span.len())
                    .sum();
                (length > 1).then_some(run)
            }
        }
    }

    /// Without titles at the start and days and months at either end; `folded` are the words of the
    /// run.
    fn trim(&self, mut run: Run, folded: &[Cow<'_, str>]) -> Option<Run> {
        let base = run.first;
        let none = |index: usize| {
            self.none
                .is_some_and(|none| none.contains(folded[index - base].as_ref()))
        };
        loop {
            let title = self.honorifics.starts(&folded[run.first - base..]);
            let skip = if title > 0 {
                title
            } else {
                usize::from(none(run.first))
            };
            if skip == 0 {
                break;
            }
            run.first += skip;
            run.starts = false;
            if run.first >= run.end {
                return None;
            }
        }
        while none(run.end - 1) {
            run.end -= 1;
            if run.end == run.first {
                return None;
            }
        }
        Some(run)
    }

    /// The name in a run of German nouns; one that is not sure is a single word.
    fn german(&self, text: &str, words: &[Word], run: Run) -> Option<Candidate> {
        let word = |index: usize| words[index].span.of(text);
        // After the last title: US-Präsident Donald Trump.
        let folded = forms(text, words, run);
        let title = folded
            .iter()
            .rposition(|word| self.honorifics.contains(word));
        if let Some(title) = title
            && title + 1 < folded.len()
        {
            let name = Run {
                first: run.first + title + 1,
                starts: false,
                ..run
            };
            let run = self.trim(name, &folded[title + 1..])?;
            return Some(Candidate { run, sure: true });
        }
        let mut run = self.trim(run, &folded)?;
        let article = run.first > 0
            && is_gap(text, words, run.first)
            && DETERMINERS.contains(&words::folded(word(run.first - 1)).as_ref());
        let adjective = ["e", "en", "er", "es", "em"]
            .iter()
            .any(|ending| word(run.first).ends_with(ending));
        // The name follows its noun: der Stadt Palu.
        let apposition = article && run.end - run.first > 1 && !adjective;
        if apposition {
            run.first += 1;
            run.starts = false;
        }
        let is_noun = |index: usize| {
            NOUN_ENDINGS
                .iter()
                .any(|ending| word(index).ends_with(ending))
        };
        while run.end - run.first > 1 && is_noun(run.first) {
            run.first += 1;
            run.starts = false;
        }
        let nouns = (run.first..run.end).any(is_noun);
        let upper = words[run.first].shape == Shape::Upper && !run.starts;
        if run.end - run.first > 1 {
            return (!nouns).then_some(Candidate { run, sure: true });
        }
        let sure = upper || (apposition && !nouns);
        Some(Candidate { run, sure })
    }

    /// Whether nearly all words have capitals for another reason than being names.
    fn is_title(&self, text: &str, words: &[Word]) -> bool {
        if self.script != Script::Cased {
            return false;
        }
        let capitals = words.iter().filter(|word| has_capital(text, word)).count();
        if capitals < 4 || capitals * 3 < words.len() {
            return false;
        }
        let upper = words
            .iter()
            .filter(|word| word.shape == Shape::Upper)
            .count();
        if upper * 10 >= words.len() * 6 {
            return true;
        }
        let end = words.last().map_or(0, |word| word.span.end as usize);
        let stop = text[end..].trim_start_matches(['"', '”', '’', '»', '“', ')']);
        // Only closed-class words are lower-case in titles; sentences end in a full stop.
        !stop.starts_with('.')
            && words
                .iter()
                .filter(|word| word.shape == Shape::Lower)
                .all(|word| self.is_function(word.span.of(text)))
    }

    /// The parts of a run whose words are names elsewhere.
    fn known_parts(
        &self,
        text: &str,
        words: &[Word],
        run: Run,
        known: &Set<&str>,
        names: &mut Vec<Name>,
    ) {
        let is_known = |index: usize| known.contains(bare(words[index].span.of(text)));
        let mut at = run.first;
        while at < run.end {
            let first = at;
            while at < run.end && is_known(at) {
                at += 1;
            }
            if at > first {
                let part = Run {
                    first,
                    end: at,
                    starts: false,
                };
                if let Some(part) = self.trim(part, &forms(text, words, part)) {
                    push(text, words, part, names);
                }
            }
            at += 1;
        }
    }

    /// Adds a run, divided at a title inside it: New York Governor Andrew Cuomo.
    fn divided(&self, text: &str, words: &[Word], run: Run, names: &mut Vec<Name>) {
        let mut first = run.first;
        if run.end - run.first > 2 && self.script == Script::Cased {
            for index in run.first + 1..run.end - 1 {
                if self.honorifics.holds(words[index].span.of(text)) {
                    if index > first {
                        push(
                            text,
                            words,
                            Run {
                                first,
                                end: index,
                                ..run
                            },
                            names,
                        );
                    }
                    first = index + 1;
                }
            }
        }
        push(text, words, Run { first, ..run }, names);
    }

    /// Foreign names in Chinese: around a middle dot and before a title.
    fn transliterated(&self, text: &str, span: Span, words: &[Word], names: &mut Vec<Name>) {
        let slice = span.of(text);
        let base = span.start as usize;
        let sounds = |character: char| TRANSLITERATION.contains(&character);
        let mut end = 0;
        for (dot, mark) in slice.match_indices(is_dot) {
            if dot < end {
                continue;
            }
            let start = before(&slice[end..dot], sounds).map_or(dot, |length| dot - length);
            let mut parts = 1;
            let mut last = dot;
            let mut rest = dot;
            while let Some(after) = slice[rest..].strip_prefix(is_dot) {
                let from = slice.len() - after.len();
                let length = after
                    .find(|character: char| !sounds(character))
                    .unwrap_or(after.len());
                if length == 0 {
                    break;
                }
                last = from + length;
                rest = last;
                parts += 1;
            }
            if start < dot && last > dot + mark.len() {
                names.push(name(base + start, base + last, parts));
            }
            end = last.max(dot + mark.len());
        }
        for word in words {
            if word.shape != Shape::Caseless || !self.honorifics.contains(word.span.of(text)) {
                continue;
            }
            let start = word.span.start as usize;
            let prior = &text[base..start];
            if let Some(length) = before(prior, sounds)
                && prior[prior.len() - length..].chars().nth(1).is_some()
            {
                names.push(name(start - length, start, 1));
            }
        }
    }

    /// Names before a title in Korean.
    fn before_title(&self, text: &str, words: &[Word], names: &mut Vec<Name>) {
        for (index, word) in words.iter().enumerate().skip(1) {
            if word.shape != Shape::Caseless
                || !self
                    .honorifics
                    .contains(without_particle(word.span.of(text)))
                || !is_gap(text, words, index)
            {
                continue;
            }
            let name_word = words[index - 1].span;
            let form = name_word.of(text);
            let hangul = form.chars().all(|c| matches!(c, '가'..='힣'));
            let particle = form.ends_with(['의', '는', '을', '를', '에', '인', '한', '된']);
            let title =
                self.honorifics.contains(form) || self.none.is_some_and(|none| none.contains(form));
            if hangul && (2..=5).contains(&form.chars().count()) && !particle && !title {
                names.push(Name {
                    span: name_word,
                    words: 1,
                });
            }
        }
    }
}

/// A Korean word without the particle of its case.
fn without_particle(word: &str) -> &str {
    [
        "은", "는", "이", "가", "을", "를", "의", "도", "과", "와", "에게", "께서",
    ]
    .iter()
    .find_map(|particle| word.strip_suffix(particle))
    .unwrap_or(word)
}

/// Runs of three katakana and more, joined by middle dots; Han before 氏.
fn katakana(text: &str, span: Span, names: &mut Vec<Name>) {
    let slice = span.of(text);
    let base = span.start as usize;
    let mut at = 0;
    while let Some(start) = slice[at..].find(is_katakana).map(|offset| at + offset) {
        let mut end = start;
        let mut parts = 0;
        loop {
            end += slice[end..]
                .find(|character: char| !is_katakana(character))
                .unwrap_or(slice.len() - end);
            parts += 1;
            let Some(rest) = slice[end..].strip_prefix(|c| is_dot(c) || c == '＝') else {
                break;
            };
            if !rest.starts_with(is_katakana) {
                break;
            }
            end = slice.len() - rest.len();
        }
        if slice[start..end].chars().nth(2).is_some() {
            names.push(name(base + start, base + end, parts));
        }
        at = end;
    }
    for (title, _) in slice.match_indices('氏') {
        let prior = &slice[..title];
        let han = |character: char| matches!(character, '\u{4e00}'..='\u{9fff}' | '々');
        if let Some(length) = before(prior, han) {
            let form = &prior[title - length..];
            let other = form.ends_with(['同', '両', '各', '彼', '諸', '某']);
            if !other && (2..=5).contains(&form.chars().count()) {
                names.push(name(base + title - length, base + title, 1));
            }
        }
    }
}

/// The words of a run as the word lists have them.
fn forms<'a>(text: &'a str, words: &[Word], run: Run) -> Vec<Cow<'a, str>> {
    words[run.first..run.end]
        .iter()
        .map(|word| folded(word.span.of(text)))
        .collect()
}

fn name(start: usize, end: usize, words: usize) -> Name {
    Name {
        span: Span::new(start, end),
        words: words.min(255) as u8,
    }
}

/// Adds a run.
fn push(text: &str, words: &[Word], run: Run, names: &mut Vec<Name>) {
    let last = words[run.end - 1].span;
    let start = words[run.first].span.start as usize;
    let end = last.start as usize + without_ending(last.of(text)).len();
    names.push(name(start, end, run.end - run.first));
}

/// A word without a possessive and without the particle that Korean sets right after Latin letters.
fn without_ending(word: &str) -> &str {
    bare(word).trim_end_matches(|letter| matches!(letter, '가'..='힣'))
}

/// A word without what an apostrophe sets off at its end: Trump's, Trump'ın.
fn bare(word: &str) -> &str {
    let Some(at) = word.rfind(['\'', '’']).filter(|at| *at > 1) else {
        return word;
    };
    let lower = word[at..].chars().skip(1).all(char::is_lowercase);
    if lower { &word[..at] } else { word }
}

/// Bytes of the longest suffix whose characters all pass, if there are any.
fn before(text: &str, inside: impl Fn(char) -> bool) -> Option<usize> {
    let length: usize = text
        .chars()
        .rev()
        .take_while(|character| inside(*character))
        .map(char::len_utf8)
        .sum();
    (length > 0).then_some(length)
}

/// Whether a word is written as names are: 11million is not.
fn has_capital(text: &str, word: &Word) -> bool {
    match word.shape {
        Shape::Capital | Shape::Upper => true,
        Shape::Mixed => {
            let form = word.span.of(text);
            form.starts_with(char::is_alphabetic) && form.contains(char::is_uppercase)
        }
        _ => false,
    }
}

fn is_dot(character: char) -> bool {
    matches!(character, '·' | '•' | '・' | '‧')
}

fn is_katakana(character: char) -> bool {
    matches!(character, 'ァ'..='ヺ' | 'ー')
}

fn between<'a>(text: &'a str, words: &[Word], index: usize) -> &'a str {
    &text[words[index - 1].span.end as usize..words[index].span.start as usize]
}

/// Whether one space stands between a word and the one before it.
fn is_gap(text: &str, words: &[Word], index: usize) -> bool {
    matches!(between(text, words, index), " " | "\u{a0}" | "\u{202f}")
}

/// Whether a word goes on with the name that the word before it may be part of.
fn joined(text: &str, words: &[Word], index: usize) -> bool {
    match between(text, words, index) {
        " " | "\u{a0}" | "\u{202f}" | "-" | "‑" | "&" | " & " => true,
        ". " | ".\u{a0}" | "." => is_abbreviation(words[index - 1].span.of(text)),
        "" => true,
        _ => false,
    }
}

/// An initial, St, Mr: what has a full stop inside a name.
fn is_abbreviation(word: &str) -> bool {
    word.contains('.')
        || word.chars().count() <= 2
        || matches!(word, "Mrs" | "Prof" | "Sen" | "Gov" | "Rep" | "Gen")
}

/// Whether a word stands where a sentence or quotation may begin.
fn starts(text: &str, span: Span, words: &[Word], index: usize) -> bool {
    if index == 0 {
        return !text[span.start as usize..words[0].span.start as usize].ends_with([',', ')', '…']);
    }
    let gap = between(text, words, index);
    if matches!(gap, ". " | ".\u{a0}") {
        return !is_abbreviation(words[index - 1].span.of(text));
    }
    gap.contains(|character: char| {
        !(character.is_whitespace()
            || matches!(character, ',' | '-' | '‑' | '\'' | '’' | '&' | '/' | ')'))
    })
}

#[cfg(test)]
mod tests {
    fn names(lang: &str, text: &str) -> String {
        let document = crate::read::plain("-", text.to_owned(), lang.parse().expect("a tag"));
        let side = crate::prepare(document);
        let list: Vec<_> = side
            .notes
            .iter()
            .flat_map(|notes| &notes.names)
            .map(|name| format!("{}:{}", name.span.of(&side.document.text), name.words))
            .collect();
        list.join(" | ")
    }

    #[test]
    fn names_of_many_languages() {
        let mut failures = Vec::new();
        for (lang, text, expected) in [
            (
                "en",
                "The man met President Trump and Angela Merkel in Paris on Monday.",
                "Trump:1 | Angela Merkel:2 | Paris:1",
            ),
            (
                "en",
                "Police said so. Donald Trump agreed. NATO and J. K. Rowling’s iPhone.",
                "Donald Trump:2 | NATO:1 | J. K. Rowling:3 | iPhone:1",
            ),
            (
                "en",
                "Merkel spoke. He saw Merkel. Yesterday it rained.",
                "Merkel:1 | Merkel:1",
            ),
            (
                "en",
                "Trump Meets Merkel in Berlin Today\nHe said that Trump left.",
                "Trump:1 | Trump:1",
            ),
            (
                "en",
                "Ludwig van Beethoven, Mohammed al-Sisi and M&S",
                "Ludwig van Beethoven:3 | Mohammed al-Sisi:3 | M&S:2",
            ),
            (
                "de",
                "Der US-Präsident Donald Trump und Frau Merkel reisten. In der Stadt Palu sagte Trump das.",
                "Donald Trump:2 | Merkel:1 | Palu:1 | Trump:1",
            ),
            (
                "de",
                "Die Sängerin Ariana Grande sprach, wie Chad Hammel in San Diego.",
                "Ariana Grande:2 | Chad Hammel:2 | San Diego:2",
            ),
            (
                "en",
                "He met New York Governor Andrew Cuomo for £11million.",
                "New York:2 | Andrew Cuomo:2",
            ),
            (
                "ko",
                "이름을 MWP에서 Muppet으로 바꾸다. 상원 의원은",
                "MWP:1 | Muppet:1",
            ),
            (
                "de",
                "Die Regierung der Länder hat Ende September eine Entscheidung getroffen.",
                "",
            ),
            (
                "fr",
                "L’ancien président Nicolas Sarkozy a quitté l’Italie.",
                "Nicolas Sarkozy:2 | Italie:1",
            ),
            (
                "ru",
                "Вчера президент Владимир Путин приехал в Москву.",
                "Владимир Путин:2 | Москву:1",
            ),
            (
                "uk",
                "Про це повідомив Петро Порошенко у Києві.",
                "Петро Порошенко:2 | Києві:1",
            ),
            (
                "el",
                "Ο πρόεδρος Ντόναλντ Τραμπ πήγε στην Αθήνα την Τρίτη.",
                "Ντόναλντ Τραμπ:2 | Αθήνα:1",
            ),
            (
                "tr",
                "Bunu Trump'ın sözcüsü Sarah Sanders söyledi.",
                "Trump:1 | Sarah Sanders:2",
            ),
            (
                "cs",
                "Podle něj Andrej Babiš v Praze nebyl.",
                "Andrej Babiš:2 | Praze:1",
            ),
            (
                "pl",
                "Powiedział to Donald Tusk w Brukseli.",
                "Donald Tusk:2 | Brukseli:1",
            ),
            (
                "fi",
                "Asian kertoi Sauli Niinistö eilen Helsingissä.",
                "Sauli Niinistö:2 | Helsingissä:1",
            ),
            (
                "hu",
                "Ezt Orbán Viktor mondta Budapesten.",
                "Orbán Viktor:2 | Budapesten:1",
            ),
            (
                "id",
                "Hal itu dikatakan Joko Widodo di Jakarta.",
                "Joko Widodo:2 | Jakarta:1",
            ),
            (
                "sw",
                "Alisema hayo John Magufuli mjini Dodoma.",
                "John Magufuli:2 | Dodoma:1",
            ),
            (
                "ja",
                "ドナルド・トランプ大統領は、安倍氏とテレビを見た。同氏は",
                "ドナルド・トランプ:2 | 安倍:1 | テレビ:1",
            ),
            (
                "zh",
                "美国总统唐纳德·特朗普表示，默克尔总理（Angela Merkel）",
                "唐纳德·特朗普:2 | 默克尔:1 | Angela Merkel:2",
            ),
            (
                "ko",
                "도널드 트럼프 대통령은 김정은 위원장을 만났다.",
                "트럼프:1 | 김정은:1",
            ),
            (
                "ar",
                "قال Donald Trump في فيلم The Post",
                "Donald Trump:2 | The Post:2",
            ),
            (
                "hi",
                "उन्होंने ITV के शो I'm A Celebrity में",
                "ITV:1 | I'm A Celebrity:3",
            ),
            ("th", "เขาใช้ iPhone กับ Facebook", "iPhone:1 | Facebook:1"),
            ("he", "הוא עבד ב-BBC בלונדון", "BBC:1"),
            ("bn", "উইলোবি ITV এর", "ITV:1"),
        ] {
            let found = names(lang, text);
            if found != expected {
                failures.push(format!(
                    "{lang}: {text}\n  found    {found}\n  expected {expected}"
                ));
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }
}

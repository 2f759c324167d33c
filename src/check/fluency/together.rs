use unicode_normalization::char::is_combining_mark;

use super::words::Original;
use crate::annotate::is_dense;
use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::data::words::{
    WordSet, compounds, fold, function_words, has_common, is_common, joined, joins,
};
use crate::lexicon::{self, DIMENSIONS, Grams, Lexicon, Vector, dot, normalise, tag, word_key};
use crate::text::{
    Category::Typography, Confidence, Evidence, Lang, MarkupKind, Notes, Severity::Minor, Shape,
    Span,
};

pub static CHECK: Check = Check {
    code: "F11",
    name: "run-together",
    category: Typography,
    severity: Minor,
    summary: "a word that nobody knows is two known words, each with its own counterpart",
    explain: "\
ofthe town, hesaid: the space between two words was lost in lower case.

The whole is in no list, both halves are words of the language, and each half answers to another word of the \
source that has no counterpart elsewhere in the sentence, or is a small word that begins or ends no \
other words. The more of this comes together, the surer it is. Compounds are made of two such words as well, \
so that in German, Dutch and the Scandinavian languages one of the two must be a small word; what \
remains doubtful is shown with low confidence. Capitals and letters that only stand at the edge of a \
word are told by glued-words (F01).",
    run: Run::Evidence(run),
    examples: &[
        Bad(pair(
            "de",
            "Der Bürgermeister der Stadt kam und ging mit denen, die blieben.",
            "en",
            "The mayor ⟦ofthe⟧ town came and went with those who stayed.",
        )),
        Good(pair("en", "He came into the harbour without hope.", "de", "Er kam hoffnungslos in den Stadthafen.")),
        Good(pair("en", "The fishermen came back from the port.", "ar", "عاد الصيادون من الميناء.")),
        Good(pair("en", "The fishermen came back from the port.", "he", "הדייגים חזרו מהנמל.")),
        Good(pair("en", "The fishermen came back from the port.", "hi", "मछुआरे बंदरगाह से लौट आए।")),
        Good(pair("en", "The fishermen came back from the port.", "ko", "어부들이 항구에서 돌아왔다.")),
        Good(pair("en", "The fishermen came back from the port.", "zh", "渔民从港口返回。")),
        Good(pair("en", "Start this way, please.", "cs", "Začněte prosím takto.")),
    ],
};

/// From these sums on: medium and low confidence; never high, since every language has words that
/// look like two.
const SURE: [(f32, Confidence); 2] = [(3.3, Confidence::Medium), (1.2, Confidence::Low)];
/// Letters of a word in which two may be run together.
const FEWEST: usize = 5;
const MOST: usize = 40;
/// Letters from which on they are told for sure.
const SHORT: usize = 6;
/// What it adds that a list of the language's common words has not the whole.
const UNCOMMON: f32 = 1.7;

fn run(pair: &Pair<'_>, evidence: &Evidence, found: &mut Found) {
    let side = pair.target;
    let text = &side.document.text;
    let lang = side.document.lang;
    let mut judge: Option<Judge<'_>> = None;
    let mut index = 0;
    for notes in pair.target_notes() {
        for word in &notes.words {
            let place = index;
            index += 1;
            let letters = word.span.of(text);
            if word.span.len() < FEWEST
                || word.span.len() > 3 * MOST
                || !matches!(word.shape, Shape::Lower | Shape::Capital | Shape::Caseless)
                || letters.starts_with(is_dense)
            {
                continue;
            }
            let judge = judge.get_or_insert_with(|| Judge::new(pair, evidence));
            let Some((division, sum)) = judge.divide(place, letters) else {
                continue;
            };
            let Some((_, confidence)) = SURE.iter().find(|(least, _)| sum >= *least) else {
                continue;
            };
            let markup = notes.markup.iter().any(|markup| {
                markup.span.overlaps(word.span) && !matches!(markup.kind, MarkupKind::Entity)
            });
            let original = Original::of(pair.bitext, word.span);
            if markup
                || is_joined_up(text, word.span)
                || original.is_some_and(|original| original.has(letters))
                || joined(lang).holds(letters)
            {
                continue;
            }
            // Short words are too often like two others; what comes again is a word.
            let doubtful = letters.chars().count() < SHORT || is_again(text, letters);
            let confidence = match doubtful {
                true => Confidence::Low,
                false => *confidence,
            };
            let (one, two) = letters.split_at(division);
            let at = word.span.start as usize + division;
            found
                .target(
                    word.span,
                    confidence,
                    format!("“{one}” and “{two}” are written as one word"),
                )
                .by_comparison()
                .fix(Span::new(at, at), " ");
        }
    }
}

/// Whether a text has a word a second time.
fn is_again(text: &str, word: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), word.as_bytes())
        .take(2)
        .count()
        > 1
}

/// Whether a word is part of something longer: an address, code, a word with hyphens.
fn is_joined_up(text: &str, word: Span) -> bool {
    const MARKS: [char; 14] = [
        '@', '#', '_', '/', '\\', '$', '=', '`', '-', '%', '{', '&', '~', '‑',
    ];
    text[..word.start as usize].ends_with(MARKS) || text[word.end as usize..].starts_with(MARKS)
}

/// What is needed to judge the words of a bead.
struct Judge<'a> {
    pair: &'a Pair<'a>,
    evidence: &'a Evidence,
    lexicon: &'static Lexicon,
    tags: [Lang; 2],
    function: &'static WordSet,
    compounds: bool,
    /// Whether there is a list of common words.
    listed: bool,
    grams: Grams,
    folded: String,
    /// Of the words of both sides, once one of them may be two.
    vectors: Option<[Vec<Vector>; 2]>,
}

/// What one half of a word is.
#[derive(Debug, Clone, Copy)]
struct Half {
    letters: f32,
    closed: bool,
    /// How seldom the half begins (or ends) longer words, 0 to 9.
    told: f32,
    cosine: f32,
    /// How much more it is like its counterpart than any other word of the translation is.
    gain: f32,
    counterpart: usize,
}

impl<'a> Judge<'a> {
    fn new(pair: &'a Pair<'a>, evidence: &'a Evidence) -> Self {
        let [here, there] = [pair.target, pair.source].map(|side| side.document.lang);
        Judge {
            pair,
            evidence,
            lexicon: Lexicon::shipped(),
            tags: [tag(here), tag(there)],
            function: function_words(here),
            compounds: compounds(here),
            listed: has_common(here),
            grams: Grams::default(),
            folded: String::new(),
            vectors: None,
        }
    }

    /// Whether the language has a word. Folded by the lexicon it is looked up there, in lower case
    /// in the lists.
    fn is_word(&self, folded: &str, lower: &str) -> bool {
        self.lexicon.has(word_key(self.tags[0], folded))
            || self.function.contains(lower)
            || self.listed && is_common(self.tags[0], lower)
    }

    fn vector(&mut self, side: usize, word: &str) -> Vector {
        let mut vector = [0.0; DIMENSIONS];
        self.folded.clear();
        lexicon::fold(word, &mut self.folded);
        let (tag, grams) = (self.tags[side], &mut self.grams);
        self.lexicon.word(tag, &self.folded, grams, &mut vector);
        normalise(&mut vector);
        vector
    }

    fn both(&mut self) -> [Vec<Vector>; 2] {
        let pair = self.pair;
        let mut of = |side, notes: &[Notes], text: &str| {
            let words = notes.iter().flat_map(|notes| &notes.words);
            words
                .map(|word| self.vector(side, word.span.of(text)))
                .collect()
        };
        [
            of(0, pair.target_notes(), &pair.target.document.text),
            of(1, pair.source_notes(), &pair.source.document.text),
        ]
    }

    /// Where a word divides best, and how much speaks for it.
    fn divide(&mut self, place: usize, letters: &str) -> Option<(usize, f32)> {
        let mut whole = String::with_capacity(letters.len());
        lexicon::fold(letters, &mut whole);
        if self.lexicon.has(word_key(self.tags[0], &whole)) {
            return None;
        }
        let lower = fold(letters);
        // Places are the same in all three, so that halves need not be folded again.
        if self.is_word(&whole, &lower)
            || whole.len() != letters.len()
            || lower.len() != letters.len()
        {
            return None;
        }
        let mut best: Option<(usize, f32)> = None;
        for (at, letter) in letters.char_indices().skip(2) {
            if is_combining_mark(letter) || letters[at..].chars().nth(1).is_none() {
                continue;
            }
            let (one, two) = letters.split_at(at);
            if !whole.is_char_boundary(at)
                || !lower.is_char_boundary(at)
                || !self.is_word(&whole[..at], &lower[..at])
                || !self.is_word(&whole[at..], &lower[at..])
            {
                continue;
            }
            let vectors = self.vectors.take().unwrap_or_else(|| self.both());
            let joins = joins(self.pair.target.document.lang);
            let told = |half: &str, which: usize| {
                let scores = joins.and_then(|joins| joins.get(fold(half).as_str()));
                scores.map_or(0.0, |scores| f32::from([scores.0, scores.1][which]))
            };
            let halves = [(one, 0), (two, 1)].map(|(half, which)| {
                let vector = self.vector(0, half);
                self.half(&vectors, place, &vector, half, told(half, which))
            });
            let likeness = vectors[0]
                .get(place)
                .map_or(0.0, |vector| nearest(&vectors[1], vector, None).0);
            let answered = self.evidence.target.get(place).copied().unwrap_or(0.0);
            let mut sum = sum(halves, likeness, answered, self.compounds);
            if self.listed {
                sum += UNCOMMON;
            }
            self.vectors = Some(vectors);
            if best.is_none_or(|(_, most)| sum > most) {
                best = Some((at, sum));
            }
        }
        best
    }

    fn half(
        &self,
        [target, source]: &[Vec<Vector>; 2],
        place: usize,
        vector: &Vector,
        half: &str,
        told: f32,
    ) -> Half {
        let (cosine, counterpart) = nearest(source, vector, None);
        let elsewhere = source
            .get(counterpart)
            .map_or(0.0, |other| nearest(target, other, Some(place)).0);
        Half {
            letters: half.chars().count().min(8) as f32,
            closed: self.function.holds(half),
            told,
            cosine,
            gain: (cosine - elsewhere).max(0.0),
            counterpart,
        }
    }
}

/// The most similar of some words.
fn nearest(words: &[Vector], vector: &Vector, but: Option<usize>) -> (f32, usize) {
    words
        .iter()
        .enumerate()
        .filter(|(index, _)| Some(*index) != but)
        .map(|(index, other)| (dot(other, vector), index))
        .fold(
            (0.0, usize::MAX),
            |best, next| {
                if next.0 > best.0 { next } else { best }
            },
        )
}

/// What speaks for two words run together: a regression over half the words of news in forty
/// languages with a space taken out, the others as they were.
fn sum([a, b]: [Half; 2], whole: f32, answered: f32, compounds: bool) -> f32 {
    let one = |holds: bool| f32::from(u8::from(holds));
    let same = a.counterpart == b.counterpart;
    let apart = one(!same);
    let first =
        0.18 * a.letters + 0.4 * a.told + 1.77 * a.gain + one(a.closed) * (0.25 + 1.39 * a.cosine);
    let second =
        0.3 * b.letters + 0.5 * b.told + 2.97 * b.gain + one(b.closed) * (0.93 + 0.38 * b.cosine);
    let both = 0.39 * a.letters.min(b.letters).min(5.0) - 1.69 * apart * a.gain.min(b.gain)
        + 1.75 * apart * a.cosine.min(b.cosine)
        + 0.69 * one(same);
    let against = 2.32 * whole + 1.58 * answered + 1.6 * one(compounds && !a.closed && !b.closed);
    // Short words are prefixes too: не-, wa-, de-.
    let prefix = one(a.letters < 3.0 && !b.closed);
    first + second + both - against - prefix - 4.68
}

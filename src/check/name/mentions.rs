//! The names of a bead to which nothing on the other side answers.
//!
//! A name is answered by its own spelling, by what sounds like it in whatever script, by a word
//! that the lexicon knows for it, or by the name of the same state.

use std::sync::LazyLock;

use crate::annotate::{Sounds, consonants, romanize};
use crate::check::Pair;
use crate::data;
use crate::data::territories::{Code, Territories};
use crate::data::words::{fold, function_words, has_common, honorifics, is_common, no_bearer};
use crate::lexicon::{self, DIMENSIONS, Grams, Lexicon, Vector, dot, normalise};
use crate::text::{Confidence, Evidence, Lang, Shape, Side, Span, Word};

/// What is said of the names of a bead on either side.
#[derive(Debug, Default)]
pub struct Mentions {
    /// Names of the source that are missed in the target.
    pub lost: Vec<Mention>,
    /// Names of the target that the source does not have.
    pub put_in: Vec<Mention>,
    /// Names of the source in whose place another stands.
    pub replaced: Vec<Replaced>,
    /// States that only the source names, and those that only the target names.
    pub states: [Vec<State>; 2],
}

/// A state that is named.
#[derive(Debug, Clone, Copy)]
pub struct State {
    code: Code,
    /// Its name.
    pub span: Span,
    /// The highest probability of a word of the name to have a counterpart, by the lexicon.
    pub known: f32,
}

/// A name and what stands in its place.
#[derive(Debug, Clone, Copy)]
pub struct Replaced {
    /// In the source.
    pub source: Span,
    /// In the target.
    pub target: Span,
    /// How sure that is.
    pub confidence: Confidence,
}

/// A word of a name to which nothing answers.
#[derive(Debug, Clone, Copy)]
pub struct Mention {
    /// The word.
    pub span: Span,
    /// Written so that it can be nothing but a name.
    pub strong: bool,
    /// The probability that it has a counterpart, by the lexicon.
    pub known: f32,
    /// The cosine of the closest word of the other side; `None` if the lexicon has no row for it.
    pub cosine: Option<f32>,
    /// How much of it is heard in a word of the other side that may be a name, and in any.
    near: f32,
    far: f32,
    /// Words of a script without capitals that no mark tells from others.
    plain: bool,
    /// A common word of its language too.
    common: bool,
    /// By all signs nothing answers to it.
    unanswered: bool,
    /// The first and the last among the words of its side.
    words: (u32, u32),
    /// Where it stands in its side, 0–1.
    pub place: f32,
    /// Its vector, of a row of its own or of its n-grams.
    vector: Vector,
}

/// From this probability on the lexicon knows the counterpart of a name that it knows.
const KNOWN: f32 = 0.85;
/// The same as a cosine with the closest word.
const CLOSE: f32 = 0.38;
/// From this probability on a word is covered.
const COVERED: f32 = 0.95;
/// From these odds on another name stands in the place of a name: at high confidence, at medium,
/// at low.
const PROVEN: f32 = 3.7;
const LIKELY: f32 = 1.85;
const POSSIBLE: f32 = -0.5;
/// More pairs of names are a list in which everything resembles something.
const MOST_SWAPS: usize = 400;
/// Likeness by chance, of a name with the words of the other side and of two names.
const UNHEARD: f32 = 0.3;
const UNLIKE: f32 = 0.35;
/// What is so close to the name of a state, or sounds so much like it, may stand for it.
const HINT_CLOSE: f32 = 0.6;
const HINT: f32 = 0.6;
/// A word so close to a common word of the other side is no name.
const TAKEN: f32 = 0.5;
/// A name of which so much is heard is there.
const HEARD: f32 = 0.58;
/// The same where a script without spaces lets it begin anywhere.
const HEARD_DENSE: f32 = 0.6;
/// So much makes sure, whatever else the word may be.
const HEARD_SURELY: f32 = 0.8;
/// So close a word makes sure that a name is answered.
const SURELY_CLOSE: f32 = 0.6;
/// From this probability on the counterpart of a word beside a name says where the name stands.
const FRAMED: f32 = 0.5;
/// Letters of the shortest name that is looked for.
const SHORTEST: usize = 4;

/// A name of the source and one of the target that may stand in its place.
struct Swap {
    theirs: usize,
    ours: usize,
    /// The logarithm of the odds that it does.
    odds: f32,
    confidence: Confidence,
}

/// What is measured of two names that may stand for each other, as the table of weights calls it.
const FEATURES: [&str; 16] = [
    "pair",
    "known-better",
    "known-worse",
    "closest",
    "heard-name",
    "heard-any",
    "both-names",
    "cosine",
    "distance",
    "left-alike",
    "right-alike",
    "alike",
    "log-source",
    "log-target",
    "common",
    "same-start",
];

/// The weights of [`FEATURES`] where both words are written as names, and where one is not told
/// from other words.
static WEIGHTS: LazyLock<[[f32; 16]; 2]> = LazyLock::new(|| {
    let mut weights = [[0.0; 16]; 2];
    for row in data::rows(include_str!("../../data/name-weights.tsv")) {
        let Some(index) = FEATURES.iter().position(|name| *name == row[0]) else {
            continue;
        };
        for (weights, cell) in weights.iter_mut().zip(&row[1..]) {
            weights[index] = cell.parse().unwrap_or(0.0);
        }
    }
    weights
});

/// Whether another bead has both: then the one translates the other, as unlike as they are.
fn is_usual(pair: &Pair<'_>, source: Span, target: Span) -> bool {
    let theirs = bare(pair.source.document.slice(source));
    let ours = stem(pair.target.document.slice(target));
    pair.bitext.beads.iter().enumerate().any(|(index, bead)| {
        index != pair.index
            && has(pair.source, bead.source.clone(), theirs)
            && has(pair.target, bead.target.clone(), ours)
    })
}

fn has(side: &Side, segments: std::ops::Range<usize>, form: &str) -> bool {
    side.segments[segments]
        .iter()
        .any(|segment| side.document.slice(segment.span).contains(form))
}

/// A word without what may be its ending.
fn stem(word: &str) -> &str {
    let letters = word.chars().count();
    let kept = letters - (letters / 3).min(3);
    word.char_indices()
        .nth(kept)
        .map_or(word, |(at, _)| &word[..at])
}

/// Looks up words that have a row of their own.
#[derive(Default)]
struct Known {
    folded: String,
    grams: Grams,
}

impl Known {
    /// The vector of a word, one long; `None` for a word without a row.
    fn vector(&mut self, lang: Lang, word: &str) -> Option<Vector> {
        let mut vector = [0.0; DIMENSIONS];
        self.folded.clear();
        lexicon::fold(word, &mut self.folded);
        let tag = lexicon::tag(lang);
        Lexicon::shipped()
            .word(tag, &self.folded, &mut self.grams, &mut vector)
            .then(|| {
                normalise(&mut vector);
                vector
            })
    }

    /// The vector of a word by its row or its n-grams, one long.
    fn any_vector(&mut self, lang: Lang, word: &str) -> Vector {
        let mut vector = [0.0; DIMENSIONS];
        self.folded.clear();
        lexicon::fold(word, &mut self.folded);
        let tag = lexicon::tag(lang);
        Lexicon::shipped().word(tag, &self.folded, &mut self.grams, &mut vector);
        normalise(&mut vector);
        vector
    }

    fn vectors(&mut self, half: &Half<'_>) -> Vec<Option<Vector>> {
        let lang = half.side.document.lang;
        half.words
            .iter()
            .map(|word| match word.shape {
                Shape::Digits => None,
                _ => self.vector(lang, bare(word.span.of(half.text))),
            })
            .collect()
    }
}

/// The highest cosine of a vector with those of the other side.
fn closest(vector: &Vector, others: &[Option<Vector>]) -> f32 {
    others
        .iter()
        .flatten()
        .map(|other| dot(vector, other))
        .fold(0.0, f32::max)
}

/// A word without a possessive.
fn bare(word: &str) -> &str {
    word.strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word)
}

/// One side of a bead.
struct Half<'a> {
    side: &'a Side,
    text: &'a str,
    span: Span,
    words: Vec<Word>,
    known: &'a [f32],
    /// Names have capitals.
    cased: bool,
    /// Words have no spaces between them.
    dense: bool,
}

impl<'a> Half<'a> {
    fn new(side: &'a Side, span: Span, segments: std::ops::Range<usize>, known: &'a [f32]) -> Self {
        let words = side.notes[segments]
            .iter()
            .flat_map(|notes| notes.words.iter().copied())
            .collect();
        let lang = side.document.lang;
        Half {
            side,
            text: &side.document.text,
            span,
            words,
            known,
            cased: lang
                .script()
                .is_none_or(|script| matches!(script.as_str(), "Latn" | "Cyrl" | "Grek" | "Armn")),
            dense: lang.is_spaceless(),
        }
    }

    fn known(&self, index: usize) -> f32 {
        self.known.get(index).copied().unwrap_or(1.0)
    }

    fn place(&self, span: Span) -> f32 {
        (span.start - self.span.start) as f32 / self.span.len().max(1) as f32
    }

    /// Whether a word is written as names are.
    fn is_capital(&self, word: &Word) -> bool {
        matches!(word.shape, Shape::Capital | Shape::Mixed)
            && word.span.of(self.text).starts_with(char::is_uppercase)
    }

    /// The sounds of the words that a test lets pass; the others are silence.
    fn sounds(&self, test: impl Fn(usize, &Word) -> bool) -> Sounds {
        let words = self.words.iter().enumerate().map(|(index, word)| {
            if test(index, word) {
                word.span.of(self.text)
            } else {
                ""
            }
        });
        Sounds::of(words, self.dense)
    }
}

/// What the names of a bead say, computed once.
pub fn mentions<'a>(pair: &Pair<'a>, evidence: &Evidence) -> &'a Mentions {
    pair.memo
        .names
        .get_or_init(|| find(pair, evidence).unwrap_or_default())
}

fn find(pair: &Pair<'_>, evidence: &Evidence) -> Option<Mentions> {
    let source = Half::new(
        pair.source,
        pair.source_span()?,
        pair.bead.source.clone(),
        &evidence.source,
    );
    let target = Half::new(
        pair.target,
        pair.target_span()?,
        pair.bead.target.clone(),
        &evidence.target,
    );
    if evidence.source.len() != source.words.len() || evidence.target.len() != target.words.len() {
        return None;
    }
    let names = |side: &Side, segments: std::ops::Range<usize>| {
        side.notes[segments]
            .iter()
            .any(|notes| !notes.names.is_empty())
    };
    if !names(pair.source, pair.bead.source.clone())
        && !names(pair.target, pair.bead.target.clone())
    {
        return None;
    }
    let named = [named_states(&source), named_states(&target)];
    let has = |side: usize, code: Code| named[side].iter().any(|other| other.code == code);
    let only = |side: usize| -> Vec<State> {
        let own = named[side].iter().copied();
        own.filter(|state| !has(1 - side, state.code)).collect()
    };
    let mut found = Mentions {
        states: [only(0), only(1)],
        ..Mentions::default()
    };
    if !found.states[0].is_empty() && !found.states[1].is_empty() {
        // A state whose people or language the other side names is not missed.
        found.states[0].retain(|state| !is_hinted_at(state.span, &source, &target));
        found.states[1].retain(|state| !is_hinted_at(state.span, &target, &source));
    }
    if is_shouted(&source) || is_shouted(&target) {
        return Some(found);
    }
    // A state that both sides name is answered.
    let shared = |side: usize, span: Span| {
        let mut own = named[side].iter();
        own.any(|state| state.span.overlaps(span) && has(1 - side, state.code))
    };
    let of_source = |weak| candidates(&source, pair.bead.source.clone(), &target, weak);
    let of_target = |weak| candidates(&target, pair.bead.target.clone(), &source, weak);
    // What may owe its capital to its place is looked at where a name of the other side is missed.
    let (mut theirs, mut ours) = (of_source(false), of_target(false));
    let missed = [!theirs.is_empty(), !ours.is_empty()];
    if missed[1] && source.cased {
        theirs = of_source(true);
    }
    if missed[0] && target.cased {
        ours = of_target(true);
    }
    theirs.retain(|mention| !shared(0, mention.span));
    ours.retain(|mention| !shared(1, mention.span));
    if !target.cased && !theirs.is_empty() {
        ours.extend(plain(&target, &source));
    }
    if !source.cased && ours.iter().any(|mention| !mention.plain) {
        theirs.extend(plain(&source, &target));
    }
    let mut taken = [vec![false; theirs.len()], vec![false; ours.len()]];
    for swap in swaps(evidence, (&source, &theirs), (&target, &ours)) {
        let (lost, put_in) = (theirs[swap.theirs].span, ours[swap.ours].span);
        if taken[0][swap.theirs] || taken[1][swap.ours] || is_usual(pair, lost, put_in) {
            continue;
        }
        taken[0][swap.theirs] = true;
        taken[1][swap.ours] = true;
        found.replaced.push(Replaced {
            source: lost,
            target: put_in,
            confidence: swap.confidence,
        });
    }
    let left = |mentions: &[Mention], taken: &[bool]| -> Vec<Mention> {
        let all = mentions.iter().zip(taken);
        all.filter(|(mention, taken)| !mention.plain && mention.unanswered && !**taken)
            .map(|(mention, _)| *mention)
            .collect()
    };
    found.lost = left(&theirs, &taken[0]);
    found.put_in = left(&ours, &taken[1]);
    Some(found)
}

/// Names of one side, each with a name of the other that may stand in its place; the likeliest
/// come first.
fn swaps(
    evidence: &Evidence,
    (source, theirs): (&Half<'_>, &[Mention]),
    (target, ours): (&Half<'_>, &[Mention]),
) -> Vec<Swap> {
    let mut swaps = Vec::new();
    if theirs.len() * ours.len() > MOST_SWAPS {
        return swaps;
    }
    let dense = source.dense || target.dense;
    let heard = |half: &Half<'_>, mentions: &[Mention]| -> Vec<(Sounds, Option<char>)> {
        let forms = mentions.iter().map(|name| bare(name.span.of(half.text)));
        forms
            .map(|form| {
                let sounds = Sounds::of(std::iter::once(form), dense);
                (sounds, consonants(&romanize(form)).chars().next())
            })
            .collect()
    };
    let (their_sounds, our_sounds) = (heard(source, theirs), heard(target, ours));
    let counts = [theirs.len(), ours.len()].map(|count| libm::logf(count as f32));
    for (at, lost) in theirs.iter().enumerate() {
        for (to, put_in) in ours.iter().enumerate() {
            if !lost.strong && !put_in.strong {
                continue;
            }
            let ((a, first), (b, other)) = (&their_sounds[at], &our_sounds[to]);
            let alike = a.find(b).likeness.max(b.find(a).likeness);
            let [left, right] = frame(evidence, lost, put_in);
            let flag = |holds: bool| f32::from(u8::from(holds));
            let fourth = |known: f32| known * known * known * known;
            let closest = |name: &Mention| name.cosine.unwrap_or(0.0);
            let features = [
                1.0,
                fourth(lost.known.max(put_in.known)),
                fourth(lost.known.min(put_in.known)),
                closest(lost).max(closest(put_in)),
                lost.near.max(put_in.near).max(UNHEARD),
                lost.far.max(put_in.far).max(UNHEARD),
                flag(lost.strong && put_in.strong),
                dot(&lost.vector, &put_in.vector),
                (lost.place - put_in.place).abs(),
                flag(left),
                flag(right),
                alike.max(UNLIKE),
                counts[0],
                counts[1],
                flag(lost.common || put_in.common),
                flag(first == other),
            ];
            let plain = lost.plain || put_in.plain;
            let weights = &WEIGHTS[usize::from(plain)];
            let odds: f32 = features.iter().zip(weights).map(|(a, b)| a * b).sum();
            let confidence = match odds {
                _ if odds >= PROVEN && !plain => Confidence::High,
                _ if odds >= LIKELY && !plain => Confidence::Medium,
                _ if odds >= POSSIBLE => Confidence::Low,
                _ => continue,
            };
            swaps.push(Swap {
                theirs: at,
                ours: to,
                odds,
                confidence,
            });
        }
    }
    swaps.sort_by(|a, b| b.odds.total_cmp(&a.odds));
    swaps
}

/// Whether the word before a name has its counterpart before the other, and the word after it.
fn frame(evidence: &Evidence, lost: &Mention, put_in: &Mention) -> [bool; 2] {
    let meets = |from: Option<u32>, to: Option<u32>, partners: &[u32], known: &[f32]| {
        let (Some(from), Some(to)) = (from, to) else {
            return false;
        };
        let from = from as usize;
        partners.get(from) == Some(&to) && known.get(from).is_some_and(|known| *known > FRAMED)
    };
    let beside = |theirs: Option<u32>, ours: Option<u32>| {
        meets(theirs, ours, &evidence.source_partners, &evidence.source)
            || meets(ours, theirs, &evidence.target_partners, &evidence.target)
    };
    [
        beside(lost.words.0.checked_sub(1), put_in.words.0.checked_sub(1)),
        beside(lost.words.1.checked_add(1), put_in.words.1.checked_add(1)),
    ]
}

/// Letters of an abbreviation, with or without an ending: FAQs, YK:n.
fn is_abbreviation(form: &str) -> bool {
    let mut letters = form.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_uppercase)
}

/// Whether a word of the other side sounds or means nearly the same as the name of a state.
fn is_hinted_at(name: Span, half: &Half<'_>, other: &Half<'_>) -> bool {
    let lang = half.side.document.lang;
    let name = bare(name.of(half.text));
    let sounds = other.sounds(|_, word| word.shape != Shape::Digits);
    let is_heard = |word: &str| {
        let word = Sounds::of(std::iter::once(word), half.dense);
        sounds.find(&word).likeness >= HINT
    };
    if name.split([' ', '-']).any(is_heard) {
        return true;
    }
    let mut lexicon = Known::default();
    let others = lexicon.vectors(other);
    name.split([' ', '-'])
        .filter_map(|word| lexicon.vector(lang, word))
        .any(|vector| closest(&vector, &others) >= HINT_CLOSE)
}

/// Headlines in capitals, where every word looks like a name.
fn is_shouted(half: &Half<'_>) -> bool {
    let upper = half
        .words
        .iter()
        .filter(|word| word.shape == Shape::Upper)
        .count();
    upper > 3 && upper * 2 > half.words.len()
}

/// The words of names on one side that are not plainly there on the other.
fn candidates(
    half: &Half<'_>,
    segments: std::ops::Range<usize>,
    other: &Half<'_>,
    weak: bool,
) -> Vec<Mention> {
    let lang = half.side.document.lang;
    let function = function_words(lang);
    let titles = honorifics(lang);
    let listed = has_common(lang);
    let nouns = matches!(lang.base(), "de" | "lb");
    let there = other.span.of(other.text);
    let mut found = Vec::new();
    let mut sounds: Option<[Sounds; 2]> = None;
    let mut vectors = None;
    let mut lexicon = Known::default();
    let mut index = 0;
    for segment in segments {
        let notes = &half.side.notes[segment];
        let mut names = notes.names.iter().peekable();
        for word in &notes.words {
            let at = index;
            index += 1;
            while names
                .next_if(|name| name.span.end <= word.span.start)
                .is_some()
            {}
            let name = names.peek().filter(|name| name.span.overlaps(word.span));
            let form = bare(word.span.of(half.text));
            let is_name = name.is_some() || (weak && half.is_capital(word));
            if !is_name
                || !matches!(word.shape, Shape::Capital | Shape::Mixed | Shape::Caseless)
                || form.chars().count() < shortest(form)
            {
                continue;
            }
            if half.known(at) >= COVERED || there.contains(form) {
                continue;
            }
            let folded = fold(form);
            if function.contains(&folded) || titles.contains(&folded) {
                continue;
            }
            if is_abbreviation(form) || no_bearer(lang, &folded) {
                continue;
            }
            let common = is_common(lang, &folded);
            if common && name.is_none() {
                continue;
            }
            let [sure, any] = sounds.get_or_insert_with(|| heard(other, half, &mut lexicon));
            let name_sounds = Sounds::of(std::iter::once(form), half.dense);
            let near = sure.find(&name_sounds).likeness;
            let far = any.find(&name_sounds).likeness;
            let enough = if other.dense || half.dense {
                HEARD_DENSE
            } else {
                HEARD
            };
            if near >= HEARD_SURELY || far >= HEARD_SURELY {
                continue;
            }
            let vectors = vectors.get_or_insert_with(|| lexicon.vectors(other));
            let vector = lexicon.vector(lang, form);
            let cosine = vector.map(|vector| closest(&vector, vectors));
            let known = half.known(at);
            if cosine.is_some_and(|cosine| cosine >= SURELY_CLOSE) {
                continue;
            }
            let answered =
                near >= enough || cosine.is_some_and(|cosine| cosine >= CLOSE || known >= KNOWN);
            found.push(Mention {
                span: word.span,
                strong: name.is_some(),
                known,
                cosine,
                near,
                far,
                plain: false,
                common,
                unanswered: !answered && !common && (name.is_some() || !listed && !nouns),
                words: (at as u32, at as u32),
                place: half.place(word.span),
                vector: lexicon.any_vector(lang, form),
            });
        }
    }
    found
}

/// Letters of the shortest name that is looked for in a script.
fn shortest(form: &str) -> usize {
    if form.starts_with(|letter: char| letter.is_uppercase()) {
        SHORTEST
    } else {
        SHORTEST - 1
    }
}

/// What can be heard on a side: the words that may well answer to a name, and all of them.
fn heard(half: &Half<'_>, other: &Half<'_>, lexicon: &mut Known) -> [Sounds; 2] {
    let any = half.sounds(|_, word| word.shape != Shape::Digits);
    if half.cased {
        let sure = half.sounds(|_, word| half.is_capital(word) || word.shape == Shape::Upper);
        return [sure, any];
    }
    // A word that means what another word of the other side says is no name.
    let plain: Vec<Option<Vector>> = other
        .words
        .iter()
        .map(|word| match word.shape {
            Shape::Lower => lexicon.vector(other.side.document.lang, word.span.of(other.text)),
            _ => None,
        })
        .collect();
    let taken: Vec<bool> = lexicon
        .vectors(half)
        .iter()
        .map(|vector| {
            vector
                .as_ref()
                .is_some_and(|vector| closest(vector, &plain) >= TAKEN)
        })
        .collect();
    let sure = half.sounds(|index, word| {
        word.shape != Shape::Digits && !taken[index] && !is_hiragana(word.span.of(half.text))
    });
    [sure, any]
}

fn is_hiragana(word: &str) -> bool {
    word.chars().all(|letter| matches!(letter, 'ぁ'..='ゖ'))
}

/// Words on a side without capitals that may be names to which nothing answers; such as follow
/// each other are one where words are not divided by spaces.
fn plain(half: &Half<'_>, other: &Half<'_>) -> Vec<Mention> {
    let lang = half.side.document.lang;
    let function = function_words(lang);
    let mut lexicon = Known::default();
    let (vectors, others) = (lexicon.vectors(half), lexicon.vectors(other));
    let mut found: Vec<Mention> = Vec::new();
    for (index, word) in half.words.iter().enumerate() {
        let form = word.span.of(half.text);
        let known = half.known(index);
        let cosine = vectors[index]
            .as_ref()
            .map(|vector| closest(vector, &others));
        let covered = known >= COVERED
            || cosine.is_some_and(|cosine| cosine >= CLOSE)
            || word.shape != Shape::Caseless
            || is_hiragana(form)
            || function.contains(form)
            || (!half.dense && form.chars().count() < 3);
        if covered {
            continue;
        }
        let at = index as u32;
        match found.last_mut() {
            Some(last) if half.dense && last.words.1 + 1 == at => {
                last.span = last.span.cover(word.span);
                last.known = last.known.min(known);
                last.cosine = last.cosine.zip(cosine).map(|(a, b)| a.max(b));
                last.words.1 = at;
            }
            _ => found.push(Mention {
                span: word.span,
                strong: false,
                known,
                cosine,
                near: 0.0,
                far: 0.0,
                plain: true,
                common: false,
                unanswered: true,
                words: (at, at),
                place: half.place(word.span),
                vector: [0.0; DIMENSIONS],
            }),
        }
    }
    let names = other.sounds(|_, word| !other.cased || other.is_capital(word));
    found.retain_mut(|mention| {
        let form = mention.span.of(half.text);
        if half.dense && form.chars().count() < 2 {
            return false;
        }
        mention.near = names
            .find(&Sounds::of(std::iter::once(form), half.dense))
            .likeness;
        mention.far = mention.near;
        mention.vector = lexicon.any_vector(lang, form);
        mention.near < HEARD_SURELY
    });
    found
}

/// The states that each side names.
fn named_states(half: &Half<'_>) -> Vec<State> {
    let Some(territories) = Territories::of(half.side.document.lang) else {
        return Vec::new();
    };
    let text = half.span.of(half.text);
    let base = half.span.start as usize;
    let words = half
        .words
        .iter()
        .filter(|word| {
            !half.cased || matches!(word.shape, Shape::Capital | Shape::Upper | Shape::Mixed)
        })
        .map(|word| (word.span.start as usize - base, word.span.of(half.text)));
    territories
        .find(text, words)
        .into_iter()
        .map(|(code, range)| {
            let span = Span::new(base + range.start, base + range.end);
            let words = half.words.iter().enumerate();
            let known = words
                .filter(|(_, word)| word.span.overlaps(span))
                .map(|(index, _)| half.known(index))
                .fold(0.0, f32::max);
            State { code, span, known }
        })
        .collect()
}

//! The names of a bead to which nothing on the other side answers.
//!
//! A name is answered by its own spelling, by what sounds like it in whatever script, by a word
//! that the lexicon knows for it, or by the name of the same state.

use crate::annotate::Sounds;
use crate::check::Pair;
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
    pub states: [Vec<(Code, Span)>; 2],
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
    /// Where it stands in its side, 0–1.
    pub place: f32,
    /// Its vector, of a row of its own or of its n-grams.
    vector: Vector,
}

/// Words that follow each other and have no counterpart.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    /// From the first to the last.
    span: Span,
    /// The least of their probabilities to have one.
    known: f32,
}

/// From this probability on the lexicon knows the counterpart of a name that it knows.
const KNOWN: f32 = 0.85;
/// The same as a cosine with the closest word.
const CLOSE: f32 = 0.38;
/// From this probability on a word is covered.
const COVERED: f32 = 0.95;
/// A word that the lexicon knows is covered where a word of the other side is so close.
const STRANGE: f32 = 0.2;
/// A name is far from every word where none is so close, and the probability is not so high.
const FAR: f32 = 0.3;
const DOUBTED: f32 = 0.8;
/// Two names so close translate each other.
const RENDERED: f32 = 0.35;
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
/// Letters of the shortest name that is looked for.
const SHORTEST: usize = 4;

impl Mentions {
    /// Pairs what is missed with what was put in; what is left over stays in the two lists.
    fn replace(
        &mut self,
        pair: &Pair<'_>,
        mut lost: Vec<Mention>,
        mut put_in: Vec<Mention>,
        in_source: &[Stretch],
        in_target: &[Stretch],
    ) {
        let even = lost.len() == put_in.len();
        lost.retain(|mention| {
            let nearest = put_in
                .iter()
                .enumerate()
                .filter(|(_, other)| {
                    (mention.strong && (other.strong || other.cosine.is_none())
                        || other.strong && mention.cosine.is_none())
                        && dot(&mention.vector, &other.vector) < RENDERED
                        && !is_usual(pair, mention.span, other.span)
                })
                .min_by(|(_, a), (_, b)| {
                    let far = |other: &Mention| (other.place - mention.place).abs();
                    far(a).total_cmp(&far(b))
                })
                .map(|(index, _)| index);
            let Some(index) = nearest else { return true };
            let other = put_in.remove(index);
            let strong = mention.strong && other.strong;
            let sure = even && mention.is_far() && other.is_far();
            self.replaced.push(Replaced {
                source: mention.span,
                target: other.span,
                confidence: confidence(strong && sure),
            });
            false
        });
        lost.retain(|mention| {
            let stretch = least(in_target, |span| is_usual(pair, mention.span, span));
            let Some(stretch) = stretch.filter(|_| mention.strong) else {
                return true;
            };
            self.replaced.push(Replaced {
                source: mention.span,
                target: stretch.span,
                confidence: Confidence::Low,
            });
            false
        });
        put_in.retain(|mention| {
            let stretch = least(in_source, |span| is_usual(pair, span, mention.span));
            let Some(stretch) = stretch.filter(|_| mention.strong) else {
                return true;
            };
            self.replaced.push(Replaced {
                source: stretch.span,
                target: mention.span,
                confidence: Confidence::Low,
            });
            false
        });
        self.lost = lost;
        self.put_in = put_in;
    }
}

impl Mention {
    /// Whether the lexicon knows of no counterpart.
    fn is_far(&self) -> bool {
        self.cosine.unwrap_or(0.0) < FAR && self.known < DOUBTED
    }
}

/// The stretch that is least known, of those that are not the usual rendering of a name.
fn least(stretches: &[Stretch], usual: impl Fn(Span) -> bool) -> Option<&Stretch> {
    stretches
        .iter()
        .filter(|stretch| !usual(stretch.span))
        .min_by(|a, b| a.known.total_cmp(&b.known))
}

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

fn confidence(sure: bool) -> Confidence {
    if sure {
        Confidence::Medium
    } else {
        Confidence::Low
    }
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
    let has = |side: usize, code: Code| named[side].iter().any(|(other, _)| *other == code);
    let only = |side: usize| -> Vec<(Code, Span)> {
        let own = named[side].iter().copied();
        own.filter(|(code, _)| !has(1 - side, *code)).collect()
    };
    let mut found = Mentions {
        states: [only(0), only(1)],
        ..Mentions::default()
    };
    if !found.states[0].is_empty() && !found.states[1].is_empty() {
        // A state whose people or language the other side names is not missed.
        found.states[0].retain(|(_, span)| !is_hinted_at(*span, &source, &target));
        found.states[1].retain(|(_, span)| !is_hinted_at(*span, &target, &source));
    }
    if is_shouted(&source) || is_shouted(&target) {
        return Some(found);
    }
    // A state that both sides name is answered.
    let shared = |side: usize, span: Span| {
        let mut own = named[side].iter();
        own.any(|(code, name)| name.overlaps(span) && has(1 - side, *code))
    };
    let mut lost = unanswered(&source, pair.bead.source.clone(), &target);
    let mut put_in = unanswered(&target, pair.bead.target.clone(), &source);
    lost.retain(|mention| !shared(0, mention.span));
    put_in.retain(|mention| !shared(1, mention.span));
    let uncovered = |half: &Half<'_>, other: &Half<'_>, missed: &[Mention]| {
        if half.cased || missed.is_empty() {
            Vec::new()
        } else {
            uncovered(half, other)
        }
    };
    let in_target = uncovered(&target, &source, &lost);
    let in_source = uncovered(&source, &target, &put_in);
    found.replace(pair, lost, put_in, &in_source, &in_target);
    Some(found)
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

/// The words of names on one side to which nothing on the other answers.
fn unanswered(half: &Half<'_>, segments: std::ops::Range<usize>, other: &Half<'_>) -> Vec<Mention> {
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
            // Where common words are known a name has to look like one; elsewhere a capital does.
            let is_name =
                name.is_some() || (half.cased && !listed && !nouns && half.is_capital(word));
            if !is_name
                || !matches!(word.shape, Shape::Capital | Shape::Mixed | Shape::Caseless)
                || form.chars().count() < shortest(form)
            {
                continue;
            }
            if there.contains(form) {
                continue;
            }
            let folded = fold(form);
            if function.contains(&folded) || titles.contains(&folded) {
                continue;
            }
            if is_common(lang, &folded) || no_bearer(lang, &folded) {
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
            if near >= enough || far >= HEARD_SURELY {
                continue;
            }
            let vectors = vectors.get_or_insert_with(|| lexicon.vectors(other));
            let vector = lexicon.vector(lang, form);
            let cosine = vector.map(|vector| closest(&vector, vectors));
            if cosine.is_some_and(|cosine| cosine >= CLOSE || half.known(at) >= KNOWN) {
                continue;
            }
            found.push(Mention {
                span: word.span,
                strong: name.is_some(),
                known: half.known(at),
                cosine,
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

/// Stretches of words without a counterpart on a side without capitals.
fn uncovered(half: &Half<'_>, other: &Half<'_>) -> Vec<Stretch> {
    let lang = half.side.document.lang;
    let function = function_words(lang);
    let mut lexicon = Known::default();
    let (vectors, others) = (lexicon.vectors(half), lexicon.vectors(other));
    let mut found: Vec<Stretch> = Vec::new();
    let mut last = None;
    for (index, word) in half.words.iter().enumerate() {
        let form = word.span.of(half.text);
        let known = half.known(index);
        let close = vectors[index]
            .as_ref()
            .is_some_and(|vector| closest(vector, &others) >= STRANGE);
        let bare = known >= COVERED
            || close
            || word.shape == Shape::Digits
            || is_hiragana(form)
            || function.contains(form)
            || (!half.dense && form.chars().count() < 3);
        if bare {
            continue;
        }
        match found.last_mut() {
            Some(stretch) if half.dense && last == index.checked_sub(1) => {
                stretch.span = stretch.span.cover(word.span);
                stretch.known = stretch.known.min(known);
            }
            _ => found.push(Stretch {
                span: word.span,
                known,
            }),
        }
        last = Some(index);
    }
    let names = other.sounds(|_, word| !other.cased || other.is_capital(word));
    found.retain(|stretch| {
        let form = stretch.span.of(half.text);
        if half.dense && form.chars().count() < 2 {
            return false;
        }
        let sounds = Sounds::of(std::iter::once(form), half.dense);
        names.find(&sounds).likeness < HEARD
    });
    found
}

/// The states that each side names.
fn named_states(half: &Half<'_>) -> Vec<(Code, Span)> {
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
        .map(|(code, range)| (code, Span::new(base + range.start, base + range.end)))
        .collect()
}

//! What people would say of a bead: an estimate from evidence, learnt from human judgements.
//!
//! Linear in a few named features of the bead and in the words of both sides, so that every part
//! of it can be shown. Features that say how much of either side is rendered, and how usual the
//! translation is, have weights of one sign: what speaks against a translation never raises its
//! estimate. A language pair with judgements has weights of its own around those that hold in
//! general; any other pair has the general ones. `training/` fits all of them on the direct
//! assessments of MLQE-PE (Fomicheva et al. 2022) and, for critical errors, on the votes of the
//! WMT 2021 task of quality estimation (Specia et al. 2021).

use std::ops::Range;
use std::sync::LazyLock;

use crate::data;
use crate::data::polarity::Negation;
use crate::lexicon::fluency::{Flow, Fluency};
use crate::lexicon::{Lexicon, Vocabulary, tag, word_key};
use crate::text::{Bead, Bitext, Evidence, Lang, Shape, Side};

/// How a feature may bear on an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// More of it never makes it worse.
    Up,
    /// More of it never makes it better.
    Down,
    /// It says what kind of text this is, not how well it is rendered.
    Free,
}

use Kind::{Down, Free, Up};

/// The features, in order.
pub const FEATURES: [(&str, Kind); COUNT] = [
    ("similarity", Up),
    ("covered-source", Up),
    ("covered-target", Up),
    ("doubt-source", Down),
    ("doubt-target", Down),
    ("worst-source", Down),
    ("worst-target", Down),
    ("missing", Down),
    ("added", Down),
    ("strange", Down),
    ("uneven", Down),
    ("longer", Free),
    ("words-source", Free),
    ("words-target", Free),
    ("rarity-source", Free),
    ("rarity-target", Free),
    ("rarity-spread-source", Free),
    ("rarity-spread-target", Free),
    ("rarest-source", Free),
    ("rarest-target", Free),
    ("known-source", Free),
    ("known-target", Up),
    ("letters-source", Free),
    ("letters-target", Free),
    ("names-source", Free),
    ("names-target", Free),
    ("numbers-source", Free),
    ("numbers-agree", Up),
    ("names-answered", Up),
    ("untranslated", Down),
    ("negation-lost", Down),
    ("negation-added", Down),
    ("flow", Up),
    ("order", Up),
    ("worst-order", Up),
    ("flow-source", Free),
];

/// Features of a bead.
pub const COUNT: usize = 36;

/// Slots of hashed words: each language and side of a word has one of them.
pub const SLOTS: usize = 1 << 17;

/// What words weigh together, beside the other features.
const WORDS: f32 = 4.0;

/// What is measured of a bead.
#[derive(Debug, Clone, PartialEq)]
pub struct Measures {
    /// In the order of [`FEATURES`].
    pub values: [f32; COUNT],
    /// The slots of the words of both sides, and what each counts for.
    pub words: Vec<(u32, f32)>,
}

/// The words of both sides of a bitext, looked up once for all of its beads.
#[derive(Debug)]
pub struct Words {
    source: Vocabulary,
    target: Vocabulary,
}

impl Words {
    /// `None` without a source.
    pub fn of(bitext: &Bitext) -> Option<Words> {
        let lexicon = Lexicon::shipped();
        Some(Words {
            source: lexicon.vocabulary(bitext.source.as_ref()?),
            target: lexicon.vocabulary(&bitext.target),
        })
    }
}

/// Half of the features: what one side says of itself.
struct Half {
    words: f32,
    mass: f32,
    covered: f32,
    doubt: f32,
    rarity: f32,
    spread: f32,
    rarest: f32,
    known: f32,
    letters: f32,
    characters: f32,
    names: f32,
    numbers: f32,
}

impl Half {
    fn new(side: &Side, segments: &Range<usize>, words: &Vocabulary, counterparts: &[f32]) -> Half {
        let numbers = words.words_in(segments);
        let count = numbers.len() as f32;
        let mut half = Half {
            words: count,
            mass: 0.5,
            covered: 0.0,
            doubt: 0.0,
            rarity: 0.0,
            spread: 0.0,
            rarest: 0.0,
            known: 0.0,
            letters: 0.0,
            characters: 0.0,
            names: 0.0,
            numbers: 0.0,
        };
        let mut squares = 0.0;
        for (at, word) in numbers.iter().enumerate() {
            let weight = words.weight(*word);
            let counterpart = counterparts
                .get(at)
                .map_or(0.5, |value| value.clamp(0.01, 0.99));
            half.mass += weight;
            half.covered += weight * counterpart;
            half.doubt += libm::logf((1.0 - counterpart) / counterpart);
            squares += weight * weight;
            half.rarest = half.rarest.max(weight);
            half.known += f32::from(u8::from(words.is_known(*word)));
        }
        let each = count.max(1.0);
        half.rarity = (half.mass - 0.5) / each;
        half.spread = libm::sqrtf((squares / each - half.rarity * half.rarity).max(0.0));
        half.known /= each;
        half.doubt /= each;
        half.covered /= half.mass;
        for segment in segments.clone() {
            let text = side.document.slice(side.segments[segment].span);
            let letters = text.chars().filter(|letter| !letter.is_whitespace());
            half.characters += letters.count() as f32;
            let notes = &side.notes[segment];
            half.names += notes.names.len() as f32;
            half.numbers += notes.numbers.len() as f32;
        }
        half.letters = (half.characters / (count + 1.0)).min(15.0);
        half.names /= count + 3.0;
        half.numbers /= count + 3.0;
        half
    }
}

/// What is measured of a bead; `None` where a side has no words or no evidence was found.
pub fn measures(
    bitext: &Bitext,
    bead: &Bead,
    evidence: &Evidence,
    words: &Words,
) -> Option<Measures> {
    let source = bitext.source.as_ref()?;
    let target = &bitext.target;
    if evidence.source.is_empty() || evidence.target.is_empty() {
        return None;
    }
    let a = Half::new(source, &bead.source, &words.source, &evidence.source);
    let b = Half::new(target, &bead.target, &words.target, &evidence.target);
    let ratio = libm::logf((a.words + 3.0) / (b.words + 3.0));
    let longer = libm::logf((a.characters + 3.0) / (b.characters + 3.0));
    let (agree, answered) = answered(source, target, bead, evidence);
    let [lost, added] = negations(source, target, bead);
    let flow = Fluency::shipped().flow(target, &bead.target);
    let flow = flow.unwrap_or(Flow {
        mean: 0.0,
        order: 1.0,
        worst: -1.0,
    });
    let before = Fluency::shipped().flow(source, &bead.source);
    let values = [
        evidence.similarity,
        a.covered,
        b.covered,
        a.doubt,
        b.doubt,
        evidence.gaps[0].odds.clamp(-12.0, 12.0),
        evidence.gaps[1].odds.clamp(-12.0, 12.0),
        evidence.missing,
        evidence.added,
        evidence.strange.clamp(-12.0, 12.0),
        ratio.abs().min(2.0),
        longer.clamp(-2.0, 2.0),
        libm::log1pf(a.words),
        libm::log1pf(b.words),
        a.rarity,
        b.rarity,
        a.spread,
        b.spread,
        a.rarest,
        b.rarest,
        a.known,
        b.known,
        a.letters,
        b.letters,
        a.names,
        b.names,
        a.numbers,
        agree,
        answered,
        untranslated(source, target, bead),
        lost,
        added,
        flow.mean,
        flow.order,
        flow.worst,
        before.map_or(0.0, |flow| flow.mean),
    ];
    let mut slots = Vec::with_capacity((a.words + b.words) as usize);
    add_slots(source, &bead.source, b"s", &mut slots);
    add_slots(target, &bead.target, b"t", &mut slots);
    Some(Measures {
        values,
        words: slots,
    })
}

/// The shares of the numbers and of the words in names of the source that the target answers.
fn answered(source: &Side, target: &Side, bead: &Bead, evidence: &Evidence) -> (f32, f32) {
    let there = || {
        target.notes[bead.target.clone()]
            .iter()
            .flat_map(|notes| &notes.numbers)
    };
    let (mut numbers, mut same) = (0.0, 0.0);
    let (mut names, mut found) = (0.0, 0.0);
    let mut first = 0;
    for segment in bead.source.clone() {
        let notes = &source.notes[segment];
        for number in &notes.numbers {
            numbers += 1.0;
            let values = [Some(number.value), number.other];
            let agrees = there().any(|other| {
                let others = [Some(other.value), other.other];
                values
                    .iter()
                    .flatten()
                    .any(|value| others.contains(&Some(*value)))
            });
            same += f32::from(u8::from(agrees));
        }
        for (at, word) in notes.words.iter().enumerate() {
            if notes.names.iter().any(|name| name.span.overlaps(word.span)) {
                names += 1.0;
                found += evidence.source.get(first + at).copied().unwrap_or(0.5);
            }
        }
        first += notes.words.len();
    }
    let share = |part: f32, whole: f32| if whole > 0.0 { part / whole } else { 1.0 };
    (share(same, numbers), share(found, names))
}

/// Whether one side alone negates, where both languages are known: the source, the target.
fn negations(source: &Side, target: &Side, bead: &Bead) -> [f32; 2] {
    let negates = |side: &Side, segments: &Range<usize>| {
        let negation = Negation::of(side.document.lang)?;
        let text = &side.document.text;
        Some(segments.clone().any(|segment| {
            let words = &side.notes[segment].words;
            !negation
                .negators(text, side.segments[segment].span, words)
                .is_empty()
        }))
    };
    match (negates(source, &bead.source), negates(target, &bead.target)) {
        (Some(true), Some(false)) => [1.0, 0.0],
        (Some(false), Some(true)) => [0.0, 1.0],
        _ => [0.0, 0.0],
    }
}

/// The share of the words of the target that stand in the source as they are, without names.
fn untranslated(source: &Side, target: &Side, bead: &Bead) -> f32 {
    if source.document.lang.same_language(target.document.lang) {
        return 0.0;
    }
    let (mut same, mut count) = (0.0, 0.0);
    for segment in bead.target.clone() {
        for word in &target.notes[segment].words {
            count += 1.0;
            if word.shape != Shape::Lower || word.span.len() < 4 {
                continue;
            }
            let text = target.document.slice(word.span);
            let stands = bead.source.clone().any(|segment| {
                let mut words = source.notes[segment].words.iter();
                words.any(|other| {
                    other.shape == Shape::Lower && source.document.slice(other.span) == text
                })
            });
            same += f32::from(u8::from(stands));
        }
    }
    same / (count + 1.0)
}

fn add_slots(side: &Side, segments: &Range<usize>, salt: &[u8], slots: &mut Vec<(u32, f32)>) {
    let lang = tag(side.document.lang);
    let salt = u32::from(salt[0]).wrapping_mul(0x9e37_79b9);
    let start = slots.len();
    let mut folded = String::new();
    crate::lexicon::fluency::each_token(side, segments, |token, _| {
        folded.clear();
        crate::lexicon::fold(token, &mut folded);
        let key = word_key(lang, &folded) ^ salt;
        let key = key.wrapping_mul(0x85eb_ca6b);
        slots.push((key >> (32 - SLOTS.trailing_zeros()), 0.0));
    });
    let own = &mut slots[start..];
    own.sort_unstable_by_key(|slot| slot.0);
    // Counts, so long that their squares sum up to one.
    let mut squares = 0.0;
    let mut at = 0;
    while at < own.len() {
        let same = own[at..]
            .iter()
            .take_while(|slot| slot.0 == own[at].0)
            .count();
        squares += (same * same) as f32;
        at += same;
    }
    let each = WORDS / libm::sqrtf(squares.max(1.0));
    own.iter_mut().for_each(|slot| slot.1 = each);
}

/// Weights of one kind of judgement.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Of every feature: its mean and standard deviation over all judgements.
    pub scale: [(f32, f32); COUNT],
    /// Where no pair has its own.
    pub general: [f32; COUNT],
    /// What every bead has.
    pub constant: f32,
    /// Pairs with judgements.
    pub pairs: Vec<Pair>,
    /// By slot, in units of `step`.
    pub words: Vec<i8>,
    /// What one unit of `words` is worth.
    pub step: f32,
    /// Whether the words count where no pair has its own weights.
    pub words_in_general: bool,
}

/// What a language pair with judgements has of its own, or all pairs with one language in common:
/// the other is unknown.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// From this language
    pub source: Lang,
    /// into this one.
    pub target: Lang,
    /// Means of the features in this pair.
    pub means: [f32; COUNT],
    /// Weights in place of the general ones.
    pub weights: [f32; COUNT],
    /// What is added.
    pub constant: f32,
    /// From which value on the answer is yes.
    pub threshold: f32,
}

/// What a model says of a bead.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// All in all.
    pub sum: f32,
    /// What each feature adds.
    pub parts: [f32; COUNT],
    /// What the words add.
    pub words: f32,
    /// Whether the sum reaches the threshold of the pair, where judgements say what that is.
    pub yes: Option<bool>,
}

impl Model {
    /// The weights for two languages: their own, else those of the pairs that share a side.
    fn pair(&self, source: Lang, target: Lang) -> Option<&Pair> {
        let same = |own: Lang, lang: Lang| own.is_unknown() || own.same_language(lang);
        let mut pairs = self.pairs.iter();
        // Those of a single pair stand first.
        pairs.find(|pair| same(pair.source, source) && same(pair.target, target))
    }

    /// The value of a bead, and what each feature and all words add to it.
    pub fn value(&self, source: Lang, target: Lang, measures: &Measures) -> Value {
        let pair = self.pair(source, target);
        let own = pair.is_some_and(Pair::is_whole);
        let mut parts = [0.0; COUNT];
        for (at, part) in parts.iter_mut().enumerate() {
            let (mean, spread) = self.scale[at];
            let value = measures.values[at];
            let scaled = |from: f32| ((value - from) / spread).clamp(-5.0, 5.0);
            *part = match pair {
                // How far the pair is from others is told by what holds in general.
                Some(pair) => {
                    let away = (pair.means[at] - mean) / spread;
                    pair.weights[at] * scaled(pair.means[at]) + self.general[at] * away
                }
                None => self.general[at] * scaled(mean),
            };
        }
        let words: f32 = measures
            .words
            .iter()
            .map(|(slot, count)| {
                f32::from(self.words.get(*slot as usize).copied().unwrap_or(0)) * count
            })
            .sum::<f32>();
        let words = if own || self.words_in_general {
            words * self.step
        } else {
            0.0
        };
        let constant = self.constant + pair.map_or(0.0, |pair| pair.constant);
        let sum = constant + parts.iter().sum::<f32>() + words;
        let yes = pair.filter(|_| own).map(|pair| sum >= pair.threshold);
        Value {
            sum,
            parts,
            words,
            yes,
        }
    }

    /// Reads a table of weights and the weights of the words.
    pub fn parse(table: &str, words: &[u8]) -> Model {
        let mut model = Model {
            scale: [(0.0, 1.0); COUNT],
            general: [0.0; COUNT],
            constant: 0.0,
            pairs: Vec::new(),
            words: words.iter().map(|byte| byte.cast_signed()).collect(),
            step: 0.0,
            words_in_general: true,
        };
        let number = |cell: &str| cell.parse::<f32>().unwrap_or(0.0);
        for row in data::rows(table) {
            let feature = FEATURES.iter().position(|(name, _)| *name == row[0]);
            match (row[0], feature) {
                ("step", _) => {
                    model.step = number(row[1]);
                    model.words_in_general = row.get(2) != Some(&"pairs");
                }
                ("pair", _) => {
                    model.pairs = row[4..]
                        .iter()
                        .filter_map(|cell| Pair::named(cell))
                        .collect()
                }
                ("constant", _) => {
                    model.constant = number(row[3]);
                    for (pair, cell) in model.pairs.iter_mut().zip(&row[4..]) {
                        pair.constant = number(cell);
                    }
                }
                ("threshold", _) => {
                    for (pair, cell) in model.pairs.iter_mut().zip(&row[4..]) {
                        pair.threshold = number(cell);
                    }
                }
                (_, Some(at)) => {
                    model.scale[at] = (number(row[1]), number(row[2]).max(1e-3));
                    model.general[at] = number(row[3]);
                    for (pair, cell) in model.pairs.iter_mut().zip(&row[4..]) {
                        let (mean, weight) = cell.split_once(' ').unwrap_or_default();
                        pair.means[at] = number(mean);
                        pair.weights[at] = number(weight);
                    }
                }
                _ => {}
            }
        }
        model
    }

    /// The table that [`parse`](Self::parse) reads, without the words.
    pub fn table(&self) -> String {
        use std::fmt::Write;
        let whose = if self.words_in_general {
            "all"
        } else {
            "pairs"
        };
        let mut table = format!("step\t{:e}\t{whose}\n", self.step);
        table += "pair\tmean\tspread\tgeneral";
        for pair in &self.pairs {
            let _ = write!(table, "\t{}-{}", pair.source, pair.target);
        }
        let _ = write!(table, "\nconstant\t\t\t{:.4}", self.constant);
        for pair in &self.pairs {
            let _ = write!(table, "\t{:.4}", pair.constant);
        }
        let _ = write!(table, "\nthreshold\t\t\t");
        for pair in &self.pairs {
            let _ = write!(table, "\t{:.4}", pair.threshold);
        }
        table.push('\n');
        for (at, (name, _)) in FEATURES.iter().enumerate() {
            let (mean, spread) = self.scale[at];
            let _ = write!(
                table,
                "{name}\t{mean:.4}\t{spread:.4}\t{:.4}",
                self.general[at]
            );
            for pair in &self.pairs {
                let _ = write!(table, "\t{:.4} {:.4}", pair.means[at], pair.weights[at]);
            }
            table.push('\n');
        }
        table
    }
}

impl Pair {
    fn is_whole(&self) -> bool {
        !self.source.is_unknown() && !self.target.is_unknown()
    }

    /// A pair without weights.
    pub fn named(name: &str) -> Option<Pair> {
        let (source, target) = name.split_once('-')?;
        Some(Pair {
            source: source.parse().ok()?,
            target: target.parse().ok()?,
            means: [0.0; COUNT],
            weights: [0.0; COUNT],
            constant: 0.0,
            threshold: 0.0,
        })
    }
}

/// The model of direct assessments, in standard deviations of the judgements of a language pair.
pub fn quality() -> &'static Model {
    static MODEL: LazyLock<Model> = LazyLock::new(|| {
        Model::parse(
            include_str!("../data/quality.tsv"),
            include_bytes!("../data/quality.bin"),
        )
    });
    &MODEL
}

/// The model of critical errors, as logarithms of odds.
pub fn critical() -> &'static Model {
    static MODEL: LazyLock<Model> = LazyLock::new(|| {
        Model::parse(
            include_str!("../data/critical.tsv"),
            include_bytes!("../data/critical.bin"),
        )
    });
    &MODEL
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zero() -> Measures {
        Measures {
            values: [0.0; COUNT],
            words: Vec::new(),
        }
    }

    #[test]
    fn what_speaks_against_a_translation_never_raises_its_estimate() {
        let lang = |tag: &str| tag.parse::<Lang>().expect("a tag");
        let pairs = [
            ("en", "de"),
            ("si", "en"),
            ("ja", "en"),
            ("en", "sw"),
            ("ar", "tr"),
        ];
        for (model, sign) in [(quality(), 1.0), (critical(), -1.0)] {
            assert_eq!(model.words.len(), SLOTS);
            assert!(model.step > 0.0 && model.pairs.len() >= 5);
            for (source, target) in pairs {
                for (at, (name, kind)) in FEATURES.iter().enumerate() {
                    let mut more = zero();
                    more.values[at] = 1.0;
                    let value = |of: &Measures| model.value(lang(source), lang(target), of).sum;
                    let gain = sign * (value(&more) - value(&zero()));
                    let allowed = match kind {
                        Kind::Up => gain >= -1e-5,
                        Kind::Down => gain <= 1e-5,
                        Kind::Free => true,
                    };
                    assert!(allowed, "{source}-{target} {name}: {gain}");
                }
            }
        }
    }

    #[test]
    fn a_table_is_read_as_it_was_written() {
        for model in [quality(), critical()] {
            let words: Vec<u8> = model
                .words
                .iter()
                .map(|word| word.cast_unsigned())
                .collect();
            assert_eq!(Model::parse(&model.table(), &words).table(), model.table());
        }
    }

    #[test]
    fn parts_add_up() {
        let mut measures = zero();
        measures.values[0] = 0.7;
        measures.words = vec![(5, 1.0), (77, 0.5)];
        let (english, german) = ("en".parse().expect("a tag"), "de".parse().expect("a tag"));
        let value = quality().value(english, german, &measures);
        let pair = quality().pair(english, german).expect("a pair");
        let constant = quality().constant + pair.constant;
        let sum = constant + value.parts.iter().sum::<f32>() + value.words;
        assert!((sum - value.sum).abs() < 1e-4);
    }
}

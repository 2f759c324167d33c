//! Which words of a bead have a counterpart on the other side.
//!
//! A logistic model over a few features of each word gives the probability that the other side
//! says it too; a second one over both sides says how likely it is that something of one is
//! missing from the other. `training/` fits both.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;

use super::vocabulary::Entry;
use super::{Vector, Vocabulary, dot};
use crate::annotate;
use crate::data::{self, ByLang};
use crate::text::{Bead, Evidence, Lang, Number, Shape, Side, Span};

/// Features of a word.
pub const WORD: usize = 19;

/// Their names, as in the table of weights.
pub const WORD_FEATURES: [&str; WORD] = [
    "word",
    "best",
    "best-square",
    "mutual",
    "joined",
    "left",
    "weight",
    "weight-best",
    "unknown",
    "unknown-best",
    "nothing-known",
    "spelt-alike",
    "name",
    "number-same",
    "number-other",
    "words",
    "likelier",
    "worse-than-usual",
    "usual",
];

/// Features of a bead.
pub const BEAD: usize = 12;

/// Their names, as in the table of weights.
pub const BEAD_FEATURES: [&str; BEAD] = [
    "bead",
    "most",
    "odds",
    "share",
    "mean-other",
    "mass-other",
    "similarity",
    "mass-ratio",
    "bead-words",
    "log-words",
    "log-words-other",
    "longer",
];

/// What is computed of one word.
pub type WordFeatures = [f32; WORD];

/// What is computed of the words of a side that the other may lack.
pub type BeadFeatures = [f32; BEAD];

/// Pairs of words that are compared in one bead; a bead with more is no sentence.
const COMPARISONS: usize = 1 << 20;

/// One side and its words.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// Annotated.
    pub side: &'a Side,
    /// Of the same side.
    pub words: &'a Vocabulary,
}

/// Weights of the features.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// In the order of [`WORD_FEATURES`].
    pub word: WordFeatures,
    /// In the order of [`BEAD_FEATURES`].
    pub bead: BeadFeatures,
}

static SHIPPED: LazyLock<Weights> =
    LazyLock::new(|| Weights::parse(include_str!("../data/evidence-weights.tsv")));

/// The logarithm of the length of a translation into a language in characters, against English.
static LENGTHS: LazyLock<ByLang<f32>> = LazyLock::new(|| {
    ByLang::new(include_str!("../data/lengths.tsv"), |row| {
        row[0].parse().unwrap_or(0.0)
    })
});

/// The logarithm of the length of a translation into a language, against English.
pub fn usual_length(lang: Lang) -> Option<f32> {
    LENGTHS.get(lang).copied()
}

impl Weights {
    /// The weights that ship with the crate.
    pub fn shipped() -> &'static Weights {
        &SHIPPED
    }

    /// Reads a table of name and weight. A feature without a row has weight 0.
    pub fn parse(table: &str) -> Weights {
        let mut weights = Weights {
            word: [0.0; WORD],
            bead: [0.0; BEAD],
        };
        for row in data::rows(table) {
            let [name, weight, ..] = row[..] else {
                continue;
            };
            let weight = weight.parse().unwrap_or(0.0);
            if let Some(index) = WORD_FEATURES.iter().position(|feature| *feature == name) {
                weights.word[index] = weight;
            }
            if let Some(index) = BEAD_FEATURES.iter().position(|feature| *feature == name) {
                weights.bead[index] = weight;
            }
        }
        weights
    }

    /// The table that [`parse`](Self::parse) reads.
    pub fn table(&self) -> String {
        let words = WORD_FEATURES.iter().zip(&self.word);
        let beads = BEAD_FEATURES.iter().zip(&self.bead);
        words
            .chain(beads)
            .map(|(name, weight)| format!("{name}\t{weight:.4}\n"))
            .collect()
    }
}

/// The evidence of a bead.
pub fn evidence(
    source: Page<'_>,
    target: Page<'_>,
    bead: &Bead,
    usual: Option<&Usual>,
    weights: &Weights,
) -> Evidence {
    let Some(matched) = Matched::new(source, target, bead) else {
        return Evidence::default();
    };
    let [source, target] = matched.counterparts(weights, usual);
    let [missing, added] = matched.missing(&source, &target, weights);
    let partners = |side| matched.partners(side).map(|(at, _)| at as u32).collect();
    Evidence {
        similarity: matched.similarity,
        source,
        target,
        source_partners: partners(0),
        target_partners: partners(1),
        missing,
        added,
        ..Evidence::default()
    }
}

/// A word of a bead.
#[derive(Debug)]
struct Item {
    word: u32,
    span: Span,
    shape: Shape,
    is_name: bool,
    /// Whether the other side has the number that the word is part of.
    number: Option<bool>,
    /// Consonants, where they were asked for.
    skeleton: OnceCell<String>,
}

/// One side of a bead.
#[derive(Debug)]
struct Half<'a> {
    page: Page<'a>,
    items: Vec<Item>,
    sum: Vector,
    /// Sum of the weights of the words.
    mass: f32,
    /// Characters without white space.
    characters: f32,
}

/// What one word finds on the other side.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    /// Cosine with the most similar word.
    best: f32,
    /// The most similar word.
    at: usize,
    /// The same, but of words to which no other is more similar.
    mutual: f32,
    /// Cosine where the word and its neighbour together, or a word and its neighbour there
    /// together, are more similar than each of them alone.
    joined: f32,
}

/// How similar the partners of each word are in all beads of a text. What is never found may be
/// unknown to the lexicon; what is found elsewhere is missed here.
#[derive(Debug, Clone)]
pub struct Usual([Vec<(f32, f32)>; 2]);

impl Usual {
    /// Of a text.
    pub fn new(source: Page<'_>, target: Page<'_>, beads: &[Bead]) -> Self {
        let nothing = |page: Page<'_>| vec![(0.0, 0.0); page.words.len()];
        let mut usual = Usual([nothing(source), nothing(target)]);
        for bead in beads {
            if let Some(matched) = Matched::new(source, target, bead) {
                usual.add(&matched, 1.0);
            }
        }
        usual
    }

    /// Adds a bead, or takes it away, by the sign.
    pub fn add(&mut self, matched: &Matched<'_>, sign: f32) {
        for side in 0..2 {
            let words = matched.halves[side].items.iter().zip(&matched.found[side]);
            for (item, found) in words {
                let Some((sum, count)) = self.0[side].get_mut(item.word as usize) else {
                    continue;
                };
                *sum += sign * found.best;
                *count += sign;
            }
        }
    }
}

/// Both sides of a bead with the similarity of their words.
#[derive(Debug)]
pub struct Matched<'a> {
    halves: [Half<'a>; 2],
    found: [Vec<Found>; 2],
    /// Cosine of both sides, 0 where nothing is known of one.
    pub similarity: f32,
}

impl<'a> Matched<'a> {
    /// `None` for beads without words on a side, and for such as are too long to be sentences.
    pub fn new(source: Page<'a>, target: Page<'a>, bead: &Bead) -> Option<Self> {
        let mut a = Half::new(source, &bead.source);
        let mut b = Half::new(target, &bead.target);
        let comparisons = a.items.len() * b.items.len();
        if comparisons == 0 || comparisons > COMPARISONS {
            return None;
        }
        count_numbers(&mut a, &bead.source, target.side, &bead.target);
        count_numbers(&mut b, &bead.target, source.side, &bead.source);
        let (rows, columns) = (a.items.len(), b.items.len());
        let mut cosines = Vec::with_capacity(comparisons);
        for item in &a.items {
            let entry = source.words.entry(item.word);
            let others = b.items.iter();
            cosines.extend(others.map(|other| entry.cosine(target.words.entry(other.word))));
        }
        let mut turned = Vec::with_capacity(comparisons);
        for column in 0..columns {
            turned.extend(cosines[column..].iter().step_by(columns));
        }
        let found = [find(&a, &b, &cosines, columns), find(&b, &a, &turned, rows)];
        let size = libm::sqrtf(dot(&a.sum, &a.sum) * dot(&b.sum, &b.sum));
        let similarity = if size > 0.0 {
            dot(&a.sum, &b.sum) / size
        } else {
            0.0
        };
        Some(Matched {
            halves: [a, b],
            found,
            similarity,
        })
    }

    /// The features of each word of the source and of the target.
    pub fn features(&self, usual: Option<&Usual>) -> [Vec<WordFeatures>; 2] {
        let [a, b] = &self.halves;
        let of = |side: usize| usual.map(|usual| usual.0[side].as_slice());
        [
            features(a, b, &self.found[0], of(0)),
            features(b, a, &self.found[1], of(1)),
        ]
    }

    /// For each word of the source (0) or target (1): which word of the other side is the most
    /// similar, and the cosine.
    pub fn partners(&self, side: usize) -> impl Iterator<Item = (usize, f32)> {
        self.found[side].iter().map(|found| (found.at, found.best))
    }

    /// The probability of each word that the other side has a counterpart.
    pub fn counterparts(&self, weights: &Weights, usual: Option<&Usual>) -> [Vec<f32>; 2] {
        self.features(usual).map(|words| {
            words
                .iter()
                .map(|features| sigmoid(scalar(features, &weights.word)))
                .collect()
        })
    }

    /// What is known of each side as a whole, from the counterparts of its words and those of the
    /// other side: of the source, which the target may lack, and the reverse.
    pub fn bead_features(&self, source: &[f32], target: &[f32]) -> [BeadFeatures; 2] {
        let [a, b] = &self.halves;
        [
            self.lack(a, source, b, target),
            self.lack(b, target, a, source),
        ]
    }

    /// The probability that the target lacks something of the source, and the reverse, from the
    /// counterparts of the words of both.
    pub fn missing(&self, source: &[f32], target: &[f32], weights: &Weights) -> [f32; 2] {
        self.bead_features(source, target)
            .map(|features| sigmoid(scalar(&features, &weights.bead)))
    }

    fn lack(&self, a: &Half<'_>, of_a: &[f32], b: &Half<'_>, of_b: &[f32]) -> BeadFeatures {
        let (here, there) = (Doubts::of(a, of_a), Doubts::of(b, of_b));
        [
            1.0,
            here.most,
            here.odds,
            here.mass / a.mass.max(1.0),
            there.mean,
            libm::log1pf(there.mass),
            self.similarity,
            libm::logf((a.mass + 1.0) / (b.mass + 1.0)),
            (a.items.len() as f32 / 20.0).min(4.0),
            libm::logf(a.items.len() as f32),
            libm::logf(b.items.len() as f32),
            a.longer(b),
        ]
    }
}

/// How much of one side seems to be without a counterpart.
struct Doubts {
    /// The highest logarithm of the odds of a word to have none. Small words, which come and go,
    /// are left out of all but `mass`.
    most: f32,
    /// The mean of these logarithms.
    mean: f32,
    /// The logarithm of the mean odds: the likelihood ratio of one word being without, whichever
    /// it is, to none.
    odds: f32,
    /// Sum of the weights of words, each by its probability to have none.
    mass: f32,
}

impl Doubts {
    fn of(half: &Half<'_>, counterparts: &[f32]) -> Doubts {
        let (mut most, mut mass) = (-5f32, 0.0);
        let (mut logarithms, mut odds, mut count) = (0.0, 0.0, 0.0);
        for (item, probability) in half.items.iter().zip(counterparts) {
            let weight = half.page.words.weight(item.word).min(2.0);
            mass += weight * (1.0 - probability);
            if weight >= 0.5 {
                let probability = probability.clamp(0.005, 0.995);
                let ratio = (1.0 - probability) / probability;
                let logarithm = libm::logf(ratio);
                most = most.max(logarithm);
                logarithms += logarithm;
                odds += ratio;
                count += 1.0;
            }
        }
        Doubts {
            most,
            mean: if count > 0.0 {
                logarithms / count
            } else {
                -5.0
            },
            odds: libm::logf(odds / half.items.len().max(1) as f32 + 0.01),
            mass,
        }
    }
}

impl<'a> Half<'a> {
    fn new(page: Page<'a>, segments: &Range<usize>) -> Self {
        let mut items = Vec::with_capacity(page.words.words_in(segments).len());
        let mut mass = 0.0;
        let mut characters = 0;
        for segment in segments.clone() {
            let span = page.side.segments[segment].span;
            let letters = span.of(&page.side.document.text).chars();
            characters += letters.filter(|letter| !letter.is_whitespace()).count();
            let notes = &page.side.notes[segment];
            let mut names = notes.names.iter().peekable();
            for (word, number) in notes.words.iter().zip(page.words.words(segment)) {
                while names
                    .next_if(|name| name.span.end <= word.span.start)
                    .is_some()
                {}
                items.push(Item {
                    word: *number,
                    span: word.span,
                    shape: word.shape,
                    is_name: names
                        .peek()
                        .is_some_and(|name| name.span.overlaps(word.span)),
                    number: None,
                    skeleton: OnceCell::new(),
                });
                mass += page.words.weight(*number);
            }
        }
        Half {
            page,
            items,
            sum: page.words.sum(segments),
            mass,
            characters: characters as f32,
        }
    }

    /// By how much more is said here than there, as the logarithm of a ratio of lengths, against
    /// what is usual between the two languages; 0 where that is not known.
    fn longer(&self, other: &Half<'_>) -> f32 {
        let usual = |half: &Half<'_>| usual_length(half.page.side.document.lang);
        match (usual(self), usual(other)) {
            (Some(here), Some(there)) => {
                let ratio = (self.characters + 1.0) / (other.characters + 1.0);
                (libm::logf(ratio) - here + there).clamp(-1.5, 1.5)
            }
            _ => 0.0,
        }
    }

    fn text(&self, item: &Item) -> &'a str {
        item.span.of(&self.page.side.document.text)
    }

    fn skeleton<'i>(&self, item: &'i Item) -> &'i str {
        item.skeleton
            .get_or_init(|| annotate::consonants(&annotate::romanize(self.text(item))))
    }
}

/// Notes at each word that is part of a number whether the other side has that number.
fn count_numbers(half: &mut Half<'_>, own: &Range<usize>, other: &Side, there: &Range<usize>) {
    let others = || {
        other.notes[there.clone()]
            .iter()
            .flat_map(|notes| &notes.numbers)
    };
    let numbers = half.page.side.notes[own.clone()]
        .iter()
        .flat_map(|notes| &notes.numbers);
    let mut first = 0;
    for number in numbers {
        let same = others().any(|other| agree(number, other));
        while half
            .items
            .get(first)
            .is_some_and(|item| item.span.end <= number.span.start)
        {
            first += 1;
        }
        for item in &mut half.items[first..] {
            if item.span.start >= number.span.end {
                break;
            }
            item.number = Some(same);
        }
    }
}

fn agree(a: &Number, b: &Number) -> bool {
    let readings = |number: &Number| [Some(number.value), number.other];
    readings(a).into_iter().flatten().any(|value| {
        readings(b)
            .into_iter()
            .flatten()
            .any(|other| value == other)
    })
}

/// What the words of one side find on the other, from the cosines of both, a row for each word of
/// this side.
fn find(half: &Half<'_>, other: &Half<'_>, cosines: &[f32], columns: usize) -> Vec<Found> {
    let rows = || cosines.chunks_exact(columns);
    // To which word of this side each of the other is most similar, and how much.
    let mut taken = vec![(0, f32::MIN); columns];
    let mut found: Vec<Found> = rows()
        .enumerate()
        .map(|(row, cosines)| {
            let (mut best, mut at) = (-1.0, 0);
            for (column, (value, taken)) in cosines.iter().zip(&mut taken).enumerate() {
                if *value > best {
                    (best, at) = (*value, column);
                }
                if *value > taken.1 {
                    *taken = (row, *value);
                }
            }
            Found {
                best,
                at,
                mutual: 0.0,
                joined: best,
            }
        })
        .collect();
    for (row, value) in taken {
        let mutual = &mut found[row].mutual;
        *mutual = mutual.max(value);
    }
    // Two neighbours there stand for one word here.
    let pairs = Pair::all(other);
    for (found, cosines) in found.iter_mut().zip(rows()) {
        for (pair, two) in pairs.iter().zip(cosines.windows(2)) {
            found.joined = found.joined.max(pair.cosine(two[0], two[1]));
        }
    }
    // Two neighbours here stand for one word there.
    let above = rows().zip(rows().skip(1));
    for (row, (pair, (first, second))) in Pair::all(half).iter().zip(above).enumerate() {
        let mut joined = -1f32;
        for (first, second) in first.iter().zip(second) {
            let both = pair.cosine(*first, *second);
            if both > first.max(*second) {
                joined = joined.max(both);
            }
        }
        for found in &mut found[row..row + 2] {
            found.joined = found.joined.max(joined);
        }
    }
    found
}

/// Two neighbours as one word.
struct Pair {
    first: f32,
    second: f32,
}

impl Pair {
    /// All neighbours of a side.
    fn all(half: &Half<'_>) -> Vec<Pair> {
        let words = half.page.words;
        let pairs = half.items.windows(2);
        pairs
            .map(|pair| Pair::new(words.entry(pair[0].word), words.entry(pair[1].word)))
            .collect()
    }

    fn new(a: &Entry, b: &Entry) -> Self {
        let (wa, wb) = (a.weight, b.weight);
        let cosine = a.cosine(b);
        let norm = libm::sqrtf((wa * wa + wb * wb + 2.0 * wa * wb * cosine).max(1e-6));
        Pair {
            first: wa / norm,
            second: wb / norm,
        }
    }

    /// Of the sum of both with a vector with which each alone has these cosines.
    fn cosine(&self, first: f32, second: f32) -> f32 {
        self.first * first + self.second * second
    }
}

fn features(
    half: &Half<'_>,
    other: &Half<'_>,
    found: &[Found],
    usual: Option<&[(f32, f32)]>,
) -> Vec<WordFeatures> {
    // The mean over the other beads.
    let elsewhere = |item: &Item| {
        let (mut sum, mut count) = *usual?.get(item.word as usize)?;
        for (other, found) in half.items.iter().zip(found) {
            if other.word == item.word {
                sum -= found.best;
                count -= 1.0;
            }
        }
        (count > 0.5).then(|| sum / count)
    };
    // What is left of the one side when the other is taken away.
    let size = dot(&other.sum, &other.sum);
    let share = if size > 0.0 {
        (dot(&half.sum, &other.sum) / size).clamp(0.0, 3.0)
    } else {
        0.0
    };
    let left: Vector = std::array::from_fn(|at| half.sum[at] - share * other.sum[at]);
    let words = half.page.words;
    half.items
        .iter()
        .zip(found)
        .map(|(item, found)| {
            let weight = words.weight(item.word);
            let known = words.is_known(item.word);
            let rest = if weight > 0.0 {
                (dot(words.vector(item.word), &left) / weight).clamp(-1.0, 2.0)
            } else {
                0.0
            };
            let light = weight.min(3.0);
            let spelt = is_spelt_alike(half, item, other);
            let elsewhere = elsewhere(item);
            let flag = |flag: bool| f32::from(u8::from(flag));
            [
                1.0,
                found.best,
                found.best * found.best,
                found.mutual,
                found.joined,
                rest,
                light,
                light * found.best,
                flag(!known),
                if known { 0.0 } else { found.best },
                flag(weight == 0.0),
                flag(spelt),
                flag(item.is_name && !spelt),
                flag(item.number == Some(true)),
                flag(item.number == Some(false)),
                libm::log1pf(other.items.len() as f32) - 3.0,
                // A word whose best partner has a better one itself is without.
                found.best - found.mutual,
                elsewhere.map_or(0.0, |elsewhere| (elsewhere - found.best).max(0.0)),
                elsewhere.map_or(0.0, |elsewhere| elsewhere - 0.6),
            ]
        })
        .collect()
}

fn may_be_name(item: &Item) -> bool {
    item.is_name || matches!(item.shape, Shape::Capital | Shape::Upper | Shape::Mixed)
}

/// Whether the other side has a word that is spelt like this one, in whatever script: a name, or
/// a word that is the same in both.
fn is_spelt_alike(half: &Half<'_>, item: &Item, other: &Half<'_>) -> bool {
    if item.shape == Shape::Digits {
        return false;
    }
    let text = half.text(item);
    let named = may_be_name(item);
    let caseless = item.shape == Shape::Caseless;
    if !named && !caseless {
        let mut as_long = other.items.iter().filter(|it| it.span.len() == text.len());
        return text.len() > 3 && as_long.any(|there| other.text(there) == text);
    }
    other.items.iter().any(|there| {
        if !(named && (may_be_name(there) || there.shape == Shape::Caseless)
            || caseless && may_be_name(there))
        {
            return false;
        }
        let (a, b) = (half.skeleton(item), other.skeleton(there));
        let short = a.len().min(b.len());
        // Prepositions and articles are written as one with a name in some scripts, endings in
        // others.
        let within =
            short >= 3 && a.len().abs_diff(b.len()) <= 2 && (a.contains(b) || b.contains(a));
        a == b && short >= 2 || within
    })
}

fn scalar(features: &[f32], weights: &[f32]) -> f32 {
    features
        .iter()
        .zip(weights)
        .map(|(feature, weight)| feature * weight)
        .sum()
}

/// The probability of odds given as their logarithm.
pub fn sigmoid(logit: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-logit))
}

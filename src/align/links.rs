//! Which words and numbers of one side answer to which of the other by their form alone: equal
//! numbers, equal words, cognates and names across scripts.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::shape::WIDEST;
use crate::annotate::{consonants, romanize};
use crate::text::{Shape, Side};

/// Kinds of links, which are weighed apart.
pub(super) const KINDS: usize = 4;
/// Numbers of the same value.
pub(super) const NUMBER: usize = 0;
/// Names, and words written with a capital.
pub(super) const NAME: usize = 1;
/// Words of the same form.
pub(super) const EQUAL: usize = 2;
/// Words of similar form.
pub(super) const COGNATE: usize = 3;

/// A segment competes with the few dozen around it, so that rarity beyond this tells no more.
const RAREST: f64 = 100.0;

/// What a segment shares with a window of segments of the other side, by kind: the rarity
/// (natural logarithm) of the words that have their counterpart in the window.
pub(super) type Shared = [f32; KINDS];

/// The words of one side that have a counterpart somewhere on the other side.
#[derive(Debug, Default)]
pub(super) struct Half {
    /// Where the tokens of segment `i` start.
    starts: Vec<u32>,
    /// Types; each once a segment.
    tokens: Vec<u32>,
    types: Vec<Linked>,
    partners: Vec<Partner>,
    /// What all tokens before segment `i` would share at best.
    potential: Vec<[f64; KINDS]>,
}

#[derive(Debug, Clone)]
struct Linked {
    kind: usize,
    /// Rarity.
    weight: f32,
    /// Strength of the best partner.
    best: f32,
    partners: Range<u32>,
    /// Segments in which it stands, in order.
    places: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Partner {
    other: u32,
    strength: f32,
}

/// The links between two sides.
#[derive(Debug)]
pub(super) struct Links {
    pub source: Half,
    pub target: Half,
}

/// Sums of [`Shared`] for every window that ends at one of a range of segments.
#[derive(Debug, Default)]
pub(super) struct Windows {
    first: usize,
    sums: Vec<Shared>,
}

impl Windows {
    /// Shared with the `length` segments that end before `end`. A window that is not wholly in
    /// the range shares nothing.
    pub fn get(&self, end: usize, length: usize) -> Shared {
        (end.checked_sub(self.first + 1))
            .and_then(|row| self.sums.get(row * WIDEST + length - 1))
            .copied()
            .unwrap_or_default()
    }
}

impl Half {
    /// What a range of segments would share at best.
    pub fn potential(&self, range: &Range<usize>) -> [f64; KINDS] {
        let mut potential = self.potential[range.end];
        for (sum, before) in potential.iter_mut().zip(self.potential[range.start]) {
            *sum -= before;
        }
        potential
    }

    /// The tokens of a segment.
    fn tokens(&self, segment: usize) -> &[u32] {
        &self.tokens[self.starts[segment] as usize..self.starts[segment + 1] as usize]
    }

    /// Calls `found` with the kind, the weight and the place of each counterpart of a segment's
    /// words within a range of the other side.
    pub fn counterparts(
        &self,
        segment: usize,
        other: &Half,
        range: &Range<usize>,
        mut found: impl FnMut(usize, f32, usize),
    ) {
        for token in self.tokens(segment) {
            let linked = &self.types[*token as usize];
            for partner in self.partners(linked) {
                for place in within(&other.types[partner.other as usize].places, range) {
                    found(
                        linked.kind,
                        linked.weight * partner.strength,
                        *place as usize,
                    );
                }
            }
        }
    }

    fn partners(&self, linked: &Linked) -> &[Partner] {
        &self.partners[linked.partners.start as usize..linked.partners.end as usize]
    }

    /// What a segment shares with each window of the other side that lies in a range.
    pub fn windows(&self, segment: usize, other: &Half, range: &Range<usize>) -> Windows {
        let width = range.len();
        let mut windows = Windows {
            first: range.start,
            sums: vec![Shared::default(); width * WIDEST],
        };
        let mut best = vec![0f32; width];
        for token in self.tokens(segment) {
            let linked = &self.types[*token as usize];
            let (mut low, mut high) = (width, 0);
            for partner in self.partners(linked) {
                for place in within(&other.types[partner.other as usize].places, range) {
                    let place = *place as usize - range.start;
                    best[place] = best[place].max(partner.strength);
                    low = low.min(place);
                    high = high.max(place + 1);
                }
            }
            if low >= high {
                continue;
            }
            for end in low..(high + WIDEST - 1).min(width) {
                let mut strongest = 0f32;
                for length in 1..=WIDEST.min(end + 1) {
                    strongest = strongest.max(best[end + 1 - length]);
                    windows.sums[end * WIDEST + length - 1][linked.kind] +=
                        linked.weight * strongest;
                }
            }
            best[low..high].fill(0.0);
        }
        windows
    }
}

fn within<'a>(places: &'a [u32], range: &Range<usize>) -> &'a [u32] {
    let start = places.partition_point(|place| (*place as usize) < range.start);
    let end = places.partition_point(|place| (*place as usize) < range.end);
    &places[start..end.max(start)]
}

/// A word or number of one side, whatever its links.
#[derive(Debug)]
struct Type {
    number: bool,
    /// As it is written, in lower case; a number by its value.
    form: String,
    /// In Latin letters.
    roman: String,
    /// Classes of its consonants.
    skeleton: String,
    caseless: bool,
    /// Times it stands inside a segment, and how many of them with a capital.
    inside: u32,
    capital: u32,
    /// Segments in which it stands, in order.
    places: Vec<u32>,
}

impl Type {
    fn is_name(&self) -> bool {
        self.caseless || self.capital * 2 > self.inside
    }
}

/// The types of one side in the order of their first occurrence, and those of each segment.
struct Inventory {
    types: Vec<Type>,
    starts: Vec<u32>,
    tokens: Vec<u32>,
}

fn inventory(side: &Side) -> Inventory {
    let mut index: HashMap<String, u32> = HashMap::new();
    let mut types: Vec<Type> = Vec::new();
    let mut tokens: Vec<u32> = Vec::new();
    let mut starts = vec![0];
    let text = side.document.text.as_str();
    for (place, notes) in side.notes.iter().enumerate() {
        let place = place as u32;
        let start = tokens.len();
        let mut add = |number: bool, form: String, shape: Shape, first: bool| {
            let id = *index.entry(form).or_insert_with_key(|form| {
                let roman = if number {
                    String::new()
                } else {
                    romanize(form)
                };
                types.push(Type {
                    number,
                    form: form.clone(),
                    skeleton: consonants(&roman),
                    roman,
                    caseless: shape == Shape::Caseless,
                    inside: 0,
                    capital: 0,
                    places: Vec::new(),
                });
                types.len() as u32 - 1
            });
            let entry = &mut types[id as usize];
            if !first {
                entry.inside += 1;
                entry.capital += u32::from(matches!(
                    shape,
                    Shape::Capital | Shape::Upper | Shape::Mixed
                ));
            }
            if entry.places.last() != Some(&place) {
                entry.places.push(place);
                tokens.push(id);
            }
        };
        for (order, word) in notes.words.iter().enumerate() {
            let form = word.span.of(text);
            match word.shape {
                Shape::Digits => add(true, digits(form), word.shape, false),
                shape => add(false, form.to_lowercase(), shape, order == 0),
            }
        }
        tokens[start..].sort_unstable();
        starts.push(tokens.len() as u32);
    }
    Inventory {
        types,
        starts,
        tokens,
    }
}

/// Digits of any script as ASCII, separators left out.
fn digits(form: &str) -> String {
    romanize(form).replace(' ', "")
}

/// How much two words look like each other, 0–1; 0 where it proves nothing.
fn similarity(a: &Type, b: &Type) -> f32 {
    if a.roman.len() < 4 || b.roman.len() < 4 {
        return 0.0;
    }
    if a.roman == b.roman {
        return 1.0;
    }
    let whole = strsim::normalized_levenshtein(&a.roman, &b.roman);
    // Scripts without vowels, and vowels that languages exchange.
    let bones = if a.skeleton.len() >= 3 && b.skeleton.len() >= 3 {
        0.9 * strsim::normalized_levenshtein(&a.skeleton, &b.skeleton)
    } else {
        0.0
    };
    let best = if a.is_name() && b.is_name() {
        whole.max(bones)
    } else {
        whole
    };
    if best < LEAST { 0.0 } else { best as f32 }
}

/// Words less alike than this are not compared further.
const LEAST: f64 = 0.65;

/// Comparisons within one group of words that begin alike; above it only words with the same
/// consonants are compared, so that the work stays linear in the text.
const COMPARISONS: usize = 2_000_000;

/// A word in at most so many segments of either side can be an anchor.
const RARE: usize = 4;

impl Links {
    /// Calls `found` with places and weight of each pair of rare words that look the same.
    pub fn anchors(&self, mut found: impl FnMut(usize, usize, f32)) {
        for linked in &self.source.types {
            if linked.places.len() > RARE {
                continue;
            }
            for partner in self.source.partners(linked) {
                let places = &self.target.types[partner.other as usize].places;
                if partner.strength < 0.8 || places.len() > RARE {
                    continue;
                }
                let weight =
                    linked.weight * partner.strength / (linked.places.len() * places.len()) as f32;
                for source in &linked.places {
                    for target in places {
                        found(*source as usize, *target as usize, weight);
                    }
                }
            }
        }
    }

    /// Finds the links between two sides.
    pub fn new(source: &Side, target: &Side) -> Self {
        let source = inventory(source);
        let target = inventory(target);
        let mut pairs = equal(&source.types, &target.types);
        pairs.extend(alike(&source.types, &target.types));
        pairs.sort_unstable_by_key(|pair| (pair.0, pair.1));
        pairs.dedup_by_key(|pair| (pair.0, pair.1));
        let pairs = strongest(pairs, source.types.len(), target.types.len());
        let mut mirrored: Vec<_> = pairs
            .iter()
            .map(|(source, target, strength)| (*target, *source, *strength))
            .collect();
        mirrored.sort_unstable_by_key(|pair| (pair.0, pair.1));
        let forward = half(&source, &target, &pairs);
        let backward = half(&target, &source, &mirrored);
        Links {
            source: forward,
            target: backward,
        }
    }
}

type Link = (u32, u32, f32);

/// Types with the same form.
fn equal(source: &[Type], target: &[Type]) -> Vec<Link> {
    let index: HashMap<(bool, &str), u32> = (0..)
        .zip(target)
        .map(|(id, entry)| ((entry.number, entry.form.as_str()), id))
        .collect();
    (0..)
        .zip(source)
        .filter_map(|(id, entry)| {
            let other = index.get(&(entry.number, entry.form.as_str()))?;
            Some((id, *other, 1.0))
        })
        .collect()
}

/// Types of similar form.
fn alike(source: &[Type], target: &[Type]) -> Vec<Link> {
    let mut groups: BTreeMap<&str, (Vec<u32>, Vec<u32>)> = BTreeMap::new();
    for (id, entry) in (0..).zip(source) {
        if let Some(key) = key(entry) {
            groups.entry(key).or_default().0.push(id);
        }
    }
    for (id, entry) in (0..).zip(target) {
        if let Some(group) = key(entry).and_then(|key| groups.get_mut(key)) {
            group.1.push(id);
        }
    }
    let mut links = Vec::new();
    for (left, right) in groups.values() {
        let many = left.len() * right.len() > COMPARISONS;
        for &a in left {
            let one = &source[a as usize];
            for &b in right {
                let other = &target[b as usize];
                if one.roman.len().abs_diff(other.roman.len()) > 5
                    || many && one.skeleton != other.skeleton
                {
                    continue;
                }
                let strength = similarity(one, other);
                if strength > 0.0 {
                    links.push((a, b, strength));
                }
            }
        }
    }
    links
}

/// Words are compared when the first three of their consonants are the same.
fn key(entry: &Type) -> Option<&str> {
    let usable = !entry.number && entry.roman.len() >= 4;
    usable.then(|| {
        let end = entry.skeleton.len().min(3);
        entry.skeleton.get(..end).unwrap_or(&entry.skeleton)
    })
}

/// Leaves out links that are much weaker than the best of either of their words.
fn strongest(mut links: Vec<Link>, sources: usize, targets: usize) -> Vec<Link> {
    let mut source = vec![0f32; sources];
    let mut target = vec![0f32; targets];
    for &(a, b, strength) in &links {
        source[a as usize] = source[a as usize].max(strength);
        target[b as usize] = target[b as usize].max(strength);
    }
    links.retain(|&(a, b, strength)| strength + 0.12 >= source[a as usize].max(target[b as usize]));
    links
}

/// One side of the links, which are sorted by their types of this side.
fn half(this: &Inventory, other: &Inventory, links: &[Link]) -> Half {
    let segments = this.starts.len() - 1;
    let share = |places: usize, inventory: &Inventory| {
        places as f64 / (inventory.starts.len() - 1).max(1) as f64
    };
    let mut types: Vec<Linked> = Vec::with_capacity(this.types.len());
    let mut partners = Vec::with_capacity(links.len());
    let mut next = 0;
    for (id, entry) in (0..).zip(&this.types) {
        let start = partners.len() as u32;
        let mut best = 0f32;
        let mut best_partner = None;
        let mut places = 0;
        while let Some(&(_, partner, strength)) = links.get(next).filter(|link| link.0 == id) {
            partners.push(Partner {
                other: partner,
                strength,
            });
            let counterpart = &other.types[partner as usize];
            places += counterpart.places.len();
            if strength > best {
                best = strength;
                best_partner = Some(counterpart);
            }
            next += 1;
        }
        let (kind, weight) = best_partner.map_or((EQUAL, 0.0), |partner| {
            let frequency = share(entry.places.len(), this).max(share(places, other));
            let rarity = libm::log(1.0 / frequency.clamp(1.0 / RAREST, 1.0));
            (kind(entry, partner, best), rarity as f32)
        });
        types.push(Linked {
            kind,
            weight,
            best,
            partners: start..partners.len() as u32,
            places: entry.places.clone(),
        });
    }
    let mut tokens = Vec::new();
    let mut starts = vec![0];
    let mut potential = vec![[0.0; KINDS]];
    let mut sum = [0.0; KINDS];
    for segment in 0..segments {
        let range = this.starts[segment] as usize..this.starts[segment + 1] as usize;
        for &token in &this.tokens[range] {
            let linked = &types[token as usize];
            if linked.weight > 0.0 {
                tokens.push(token);
                sum[linked.kind] += f64::from(linked.weight * linked.best);
            }
        }
        starts.push(tokens.len() as u32);
        potential.push(sum);
    }
    Half {
        starts,
        tokens,
        types,
        partners,
        potential,
    }
}

fn kind(entry: &Type, partner: &Type, strength: f32) -> usize {
    if entry.number {
        NUMBER
    } else if entry.is_name() && partner.is_name() && !(entry.caseless && partner.caseless) {
        NAME
    } else if strength >= 1.0 {
        EQUAL
    } else {
        COGNATE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::tests::lines;

    fn shared(source: &str, target: &str) -> Shared {
        let source = lines("en", &[source, "x", "x", "x", "x"]);
        let target = lines("de", &[target, "y", "y", "y", "y"]);
        let links = Links::new(&source, &target);
        links.source.windows(0, &links.target, &(0..1)).get(1, 1)
    }

    #[test]
    fn words_link_by_kind() {
        assert!(shared("there are 25 of them", "es sind 25")[NUMBER] > 1.0);
        assert!(shared("then Angela came", "dann kam Angela")[NAME] > 1.0);
        assert!(shared("by president Putin", "президента Путина")[NAME] > 1.0);
        assert!(shared("a new exposition", "otra exposición")[COGNATE] > 1.0);
        assert_eq!(shared("a big house", "ein rotes auto"), Shared::default());
    }

    #[test]
    fn windows_count_a_word_once() {
        let source = lines("en", &["in 1984 and", "b", "c", "d"]);
        let target = lines("de", &["1984", "1984 mal", "z", "w"]);
        let links = Links::new(&source, &target);
        let windows = links.source.windows(0, &links.target, &(0..4));
        assert_eq!(windows.get(1, 1), windows.get(2, 2));
        assert_eq!(windows.get(4, 2), Shared::default());
        assert_eq!(windows.get(4, 3), windows.get(1, 1));
    }
}

//! Which words and numbers of one side answer to which of the other by their form alone: equal
//! numbers, equal words, cognates and names across scripts.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use unicode_script::{Script, UnicodeScript};

use super::profile::View;
use crate::annotate::{consonants, romanize};
use crate::text::{Shape, Value};

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

/// Values of a sketch of links: each word is a row of as many signs.
pub(super) const SKETCH: usize = 64;

/// What a segment shares with a window of segments of the other side, by kind: the rarity
/// (natural logarithm) of the words that have their counterpart in the window.
pub(super) type Shared = [f32; KINDS];

/// The words of one side that have a counterpart somewhere on the other side.
#[derive(Debug, Default)]
pub(super) struct Half {
    /// Whether words go by their own numbers in sketches, not by those of their partners.
    names: bool,
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
    widest: usize,
    sums: Vec<Shared>,
}

impl Windows {
    /// Shared with the `length` segments that end before `end`. A window that is not wholly in
    /// the range shares nothing.
    pub fn get(&self, end: usize, length: usize) -> Shared {
        (end.checked_sub(self.first + 1))
            .and_then(|row| self.sums.get(row * self.widest + length - 1))
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

    /// Adds a sketch of the links of each segment of a range: two segments have a scalar product
    /// of about the rarity of what they share.
    pub fn sketches(&self, range: &Range<usize>, sketches: &mut Vec<f32>) {
        for segment in range.clone() {
            let mut sketch = [0f32; SKETCH];
            for token in self.tokens(segment) {
                let linked = &self.types[*token as usize];
                let mut add = |other: u32, strength: f32| {
                    let weight = 0.125 * strength * libm::sqrtf(linked.weight);
                    let signs = mixed(other);
                    for (bit, value) in sketch.iter_mut().enumerate() {
                        *value += if signs >> bit & 1 == 0 {
                            weight
                        } else {
                            -weight
                        };
                    }
                };
                if self.names {
                    add(*token, 1.0);
                } else {
                    for partner in self.partners(linked).iter().take(8) {
                        add(partner.other, partner.strength);
                    }
                }
            }
            sketches.extend(sketch);
        }
    }

    fn partners(&self, linked: &Linked) -> &[Partner] {
        &self.partners[linked.partners.start as usize..linked.partners.end as usize]
    }

    /// What a segment shares with each window of the other side that lies in a range.
    pub fn windows(
        &self,
        segment: usize,
        other: &Half,
        range: &Range<usize>,
        widest: usize,
    ) -> Windows {
        let width = range.len();
        let mut windows = Windows {
            first: range.start,
            widest,
            sums: vec![Shared::default(); width * widest],
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
            for end in low..(high + widest - 1).min(width) {
                let mut strongest = 0f32;
                for length in 1..=widest.min(end + 1) {
                    strongest = strongest.max(best[end + 1 - length]);
                    windows.sums[end * widest + length - 1][linked.kind] +=
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
#[derive(Debug)]
struct Inventory {
    types: Vec<Type>,
    starts: Vec<u32>,
    tokens: Vec<u32>,
}

/// `spelt`: names of the other side that may be spelt out here.
fn inventory(view: &View<'_>, spelt: &HashSet<String>) -> Inventory {
    let mut index: HashMap<(What, String), u32> = HashMap::new();
    let mut types: Vec<Type> = Vec::new();
    let mut tokens: Vec<u32> = Vec::new();
    let mut starts = vec![0];
    let text = view.text();
    for (place, (segment, notes)) in view.segments().enumerate() {
        let place = place as u32;
        let start = tokens.len();
        let mut add = |what: What, form: String, shape: Shape, first: bool| {
            let id = *index.entry((what, form)).or_insert_with_key(|(_, form)| {
                let roman = if what == What::Word {
                    romanize(form)
                } else {
                    String::new()
                };
                types.push(Type {
                    number: what == What::Number,
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
        for number in &notes.numbers {
            add(What::Number, value(number.value), Shape::Digits, false);
            if let Some(other) = number.other {
                add(What::Number, value(other), Shape::Digits, false);
            }
        }
        for (order, word) in notes.words.iter().enumerate() {
            if word.shape != Shape::Digits {
                let form = word.span.of(text).to_lowercase();
                add(What::Word, form, word.shape, order == 0);
            }
        }
        if !spelt.is_empty() {
            for name in han_names(segment.span.of(text), spelt) {
                add(What::Word, name.to_owned(), Shape::Caseless, false);
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

/// Names of one side as they would be spelt in Pinyin, if the other side has Han characters.
fn spelt(names: &View<'_>, han: &View<'_>) -> HashSet<String> {
    if !han.text().chars().any(is_han) {
        return HashSet::new();
    }
    let words = names.segments().flat_map(|(_, notes)| &notes.words);
    words
        .filter(|word| matches!(word.shape, Shape::Capital | Shape::Upper))
        .map(|word| romanize(word.span.of(names.text())))
        .filter(|roman| roman.len() >= 5)
        .collect()
}

fn is_han(character: char) -> bool {
    // Nothing before the radicals is, and asking is slow.
    character >= '\u{2e80}' && character.script() == Script::Han
}

/// The longest runs of two to four Han characters whose sounds are a name.
fn han_names<'a>(text: &'a str, names: &HashSet<String>) -> Vec<&'a str> {
    let sounds: Vec<(usize, String)> = text
        .char_indices()
        .map(|(at, character)| {
            let sound = if is_han(character) {
                romanize(character.encode_utf8(&mut [0; 4]))
            } else {
                String::new()
            };
            (at, sound)
        })
        .collect();
    let mut found = Vec::new();
    let mut roman = String::new();
    let mut first = 0;
    while first < sounds.len() {
        roman.clear();
        let mut end = None;
        for (last, (at, sound)) in sounds.iter().enumerate().skip(first).take(4) {
            if sound.is_empty() {
                break;
            }
            roman.push_str(sound);
            if last > first && names.contains(&roman) {
                let next = text[*at..].chars().next().map_or(0, char::len_utf8);
                end = Some((last + 1, *at + next));
            }
        }
        match end {
            Some((next, end)) => {
                found.push(&text[sounds[first].0..end]);
                first = next;
            }
            None => first += 1,
        }
    }
    found
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum What {
    Number,
    Word,
}

/// A value as a form that no word has.
fn value(value: Value) -> String {
    let sign = if value.negative { "-" } else { "" };
    format!("{sign}{}e{}", value.mantissa, value.exponent)
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
const COMPARISONS: usize = 500_000;

impl Links {
    /// Finds the links between two sides.
    pub fn new(source: &View<'_>, target: &View<'_>) -> Self {
        let (there, here) = (spelt(target, source), spelt(source, target));
        let source = inventory(source, &there);
        let target = inventory(target, &here);
        let mut pairs = equal(&source.types, &target.types);
        pairs.extend(alike(&source.types, &target.types));
        pairs.sort_unstable_by_key(|pair| (pair.0, pair.1));
        pairs.dedup_by_key(|pair| (pair.0, pair.1));
        let formal = strongest(pairs, source.types.len(), target.types.len());
        let (source, target) = halves(&source, &target, &formal);
        Links { source, target }
    }
}

/// Both sides of sorted links.
fn halves(source: &Inventory, target: &Inventory, links: &[Link]) -> (Half, Half) {
    let mut mirrored: Vec<Link> = links
        .iter()
        .map(|(source, target, strength)| (*target, *source, *strength))
        .collect();
    mirrored.sort_unstable_by_key(|link| (link.0, link.1));
    (
        half(source, target, links, false),
        half(target, source, &mirrored, true),
    )
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
fn half(this: &Inventory, other: &Inventory, links: &[Link], names: bool) -> Half {
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
        names,
        starts,
        tokens,
        types,
        partners,
        potential,
    }
}

/// Sixty-four bits that look random (the end of SplitMix64).
fn mixed(number: u32) -> u64 {
    let mut mixed = (u64::from(number) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
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
        let links = Links::new(
            &View::of(&source, 0..source.segments.len()),
            &View::of(&target, 0..target.segments.len()),
        );
        links.source.windows(0, &links.target, &(0..1), 6).get(1, 1)
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
    fn names_are_found_in_han_characters() {
        let source = lines("zh", &["陈清扬把我拽住。", "那天", "那天", "那天", "那天"]);
        let target = lines("en", &["Then Chen Qingyang caught me.", "a", "b", "c", "d"]);
        let links = Links::new(
            &View::of(&source, 0..source.segments.len()),
            &View::of(&target, 0..target.segments.len()),
        );
        assert!(links.source.windows(0, &links.target, &(0..1), 6).get(1, 1)[NAME] > 1.0);
        assert!(links.target.windows(0, &links.source, &(0..1), 6).get(1, 1)[NAME] > 1.0);
    }

    #[test]
    fn windows_count_a_word_once() {
        let source = lines("en", &["in 1984 and", "b", "c", "d"]);
        let target = lines("de", &["1984", "1984 mal", "z", "w"]);
        let links = Links::new(
            &View::of(&source, 0..source.segments.len()),
            &View::of(&target, 0..target.segments.len()),
        );
        let windows = links.source.windows(0, &links.target, &(0..4), 6);
        assert_eq!(windows.get(1, 1), windows.get(2, 2));
        assert_eq!(windows.get(4, 2), Shared::default());
        assert_eq!(windows.get(4, 3), windows.get(1, 1));
    }
}

//! What stands in a block twice, in one pass over its words.

use std::ops::Range;

use crate::annotate::is_dense;
use crate::check::Passage;
use crate::data::words;
use crate::text::{Bitext, Lang, Notes, Role, Shape, Side, Span};

/// Units that make a repetition at a distance worth a look, with and without spaces between words.
const FEWEST_WORDS: usize = 5;
const FEWEST_LETTERS: usize = 10;

/// A word, or a letter of a script without spaces.
#[derive(Debug, Clone, Copy)]
pub struct Unit {
    pub span: Span,
    pub shape: Shape,
    /// Whether a word starts here, as a dictionary divides letters.
    starts: bool,
    key: u32,
}

impl Unit {
    /// The same for words that differ in case only, and for equal letters.
    pub fn key(&self) -> u32 {
        self.key
    }

    /// Whether it is a letter of a script without spaces.
    pub fn is_dense(&self) -> bool {
        self.key & DENSE != 0
    }
}

/// Set in the keys of letters.
const DENSE: u32 = 1 << 31;

/// Units that stand a second time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Again {
    /// Index of the first unit of the second copy.
    pub start: usize,
    /// How far before it the first copy starts.
    pub period: usize,
    /// Units that are the same; from twice the period on there are three copies.
    pub length: usize,
}

impl Again {
    /// Whether the second copy follows the first at once.
    pub fn is_adjacent(&self) -> bool {
        self.length >= self.period
    }

    /// How many whole copies there are.
    pub fn copies(&self) -> usize {
        1 + self.length / self.period
    }

    /// Units of all whole copies, or of the second one where they are apart.
    pub fn units(&self) -> Range<usize> {
        if self.is_adjacent() {
            let whole = self.copies() * self.period;
            self.start - self.period..self.start - self.period + whole
        } else {
            self.start..self.start + self.length
        }
    }
}

/// The units of a text and what repeats among them.
#[derive(Debug, Clone, Default)]
pub struct Repeats {
    pub units: Vec<Unit>,
    pub again: Vec<Again>,
}

impl Repeats {
    /// Of consecutive segments of one text.
    pub fn of(text: &str, notes: &[Notes]) -> Self {
        Repeats::from(text, notes, FEWEST_WORDS, FEWEST_LETTERS)
    }

    /// The same with repetitions at a distance from so many words or letters on.
    fn from(text: &str, notes: &[Notes], words: usize, letters: usize) -> Self {
        let count = notes.iter().map(|notes| notes.words.len()).sum();
        let mut units = Vec::with_capacity(count);
        for word in notes.iter().flat_map(|notes| &notes.words) {
            let letters = word.span.of(text);
            if !letters.starts_with(is_dense) {
                units.push(Unit {
                    span: word.span,
                    shape: word.shape,
                    starts: true,
                    key: key(letters) & !DENSE,
                });
                continue;
            }
            let start = word.span.start as usize;
            units.extend(letters.char_indices().map(|(at, letter)| Unit {
                span: Span::new(start + at, start + at + letter.len_utf8()),
                shape: Shape::Caseless,
                starts: at == 0,
                key: u32::from(letter) | DENSE,
            }));
        }
        let again = scan(&units, words, letters);
        Repeats { units, again }
    }

    /// The text between a unit and the one before it.
    pub fn gap<'a>(&self, text: &'a str, unit: usize) -> &'a str {
        let from = self.units[unit - 1].span.end as usize;
        let to = self.units[unit].span.start as usize;
        &text[from.min(to)..to]
    }

    /// From the first to the last byte of a run of units.
    pub fn span(&self, units: Range<usize>) -> Span {
        self.units[units.start]
            .span
            .cover(self.units[units.end - 1].span)
    }
}

/// The same for words that differ in case only.
fn key(word: &str) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    let mut add = |value: u32| hash = (hash ^ value).wrapping_mul(0x0100_0193);
    for letter in word.chars() {
        if letter.is_ascii() {
            add(u32::from(letter.to_ascii_lowercase()));
        } else {
            letter.to_lowercase().for_each(|letter| add(letter.into()));
        }
    }
    hash ^ (hash >> 15)
}

/// Repetitions, each once, as far to the left as they reach. A unit is compared with the last one
/// before it that is like it (in scripts without spaces: with the last three letters like its own),
/// so that the time is linear.
fn scan(units: &[Unit], words: usize, letters: usize) -> Vec<Again> {
    let count = units.len();
    let mut again = Vec::new();
    if count < 2 {
        return again;
    }
    let same = |a: usize, b: usize| units[a].key == units[b].key;
    let size = (2 * count).next_power_of_two();
    // Open addressing: hash and index of the last unit with it.
    let mut last = vec![(0, u32::MAX); size];
    let hash = |index: usize| {
        let mut hash = units[index].key.wrapping_mul(0x9e37_79b1);
        if units[index].is_dense() {
            for next in units[index + 1..].iter().take(2) {
                hash = (hash.rotate_left(7) ^ next.key).wrapping_mul(0x9e37_79b1);
            }
        }
        hash
    };
    // Nothing before this is looked at again, and up to there this period is known.
    let (mut floor, mut known) = (0, (0, 0));
    for index in 0..count {
        let hash = hash(index);
        let mut slot = (hash >> 7) as usize & (size - 1);
        while last[slot].1 != u32::MAX && last[slot].0 != hash {
            slot = (slot + 1) & (size - 1);
        }
        let (_, before) = std::mem::replace(&mut last[slot], (hash, index as u32));
        let before = before as usize;
        if before >= index || !same(index, before) {
            continue;
        }
        let period = index - before;
        if known.0 == period && index < known.1 {
            continue;
        }
        let mut start = index;
        while start > floor && start > period && same(start - 1, start - 1 - period) {
            start -= 1;
        }
        let mut end = index + 1;
        while end < count && same(end, end - period) {
            end += 1;
        }
        known = (period, end);
        let length = end - start;
        let fewest = if units[start].is_dense() {
            letters
        } else {
            words
        };
        if length >= period || length >= fewest {
            // What went before may be like the end of the copies by chance.
            let spare = if length >= period { length % period } else { 0 };
            let word = (start..=start + spare).find(|unit| units[unit - period].starts);
            let skipped = word.map_or(0, |word| word - start);
            again.push(Again {
                start: start + skipped,
                period,
                length: length - skipped,
            });
        }
        if length >= period {
            floor = end;
        }
    }
    again
}

/// What stands between copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// White space, or nothing in a script without spaces.
    Space,
    /// A comma.
    Comma,
    /// A hyphen, a bracket, a slash, a dash.
    Mark,
    /// The end of a sentence or of a line.
    Stop,
}

impl Gap {
    fn of(gap: &str) -> Self {
        if gap.chars().all(char::is_whitespace) {
            // Lines of a list or of verse.
            return if gap.contains('\n') {
                Gap::Stop
            } else {
                Gap::Space
            };
        }
        let mark = |mark: char| match mark {
            _ if mark.is_whitespace() && mark != '\n' => Gap::Space,
            ',' | '、' | '，' | '،' | '፣' | '၊' => Gap::Comma,
            '.' | '!' | '?' | '…' | '\n' | '。' | '！' | '？' | '؟' | '۔' | '।' | ';' | '；'
            | ':' => Gap::Stop,
            _ => Gap::Mark,
        };
        gap.chars().map(mark).max().unwrap_or(Gap::Space)
    }
}

/// A block with its repetitions and what is needed to judge them.
pub struct Scene<'a> {
    pub passage: &'a Passage<'a>,
    pub text: &'a str,
    pub lang: Lang,
    pub repeats: &'a Repeats,
}

impl<'a> Scene<'a> {
    /// `None` where a block repeats nothing, or is no running text.
    pub fn of(passage: &'a Passage<'a>) -> Option<Self> {
        if matches!(passage.block.role, Role::Residue | Role::Furniture) {
            return None;
        }
        let text = passage.text();
        let repeats = passage
            .repeats
            .get_or_init(|| Repeats::of(text, passage.notes));
        (!repeats.again.is_empty()).then(|| Scene {
            passage,
            text,
            lang: passage.document().lang,
            repeats,
        })
    }

    /// The text of a run of units.
    pub fn slice(&self, units: Range<usize>) -> &'a str {
        self.repeats.span(units).of(self.text)
    }

    /// How many words start in a run of units; letters of scripts without spaces count as a
    /// dictionary divides them.
    pub fn words(&self, units: Range<usize>) -> usize {
        self.repeats.units[units]
            .iter()
            .filter(|unit| unit.starts)
            .count()
    }

    /// What stands before each further copy; the strongest mark counts.
    pub fn junction(&self, again: &Again) -> Gap {
        (1..again.copies())
            .map(|copy| self.gap(again.start - again.period + copy * again.period))
            .max()
            .unwrap_or(Gap::Space)
    }

    /// What stands inside a copy between its units; the strongest mark counts.
    pub fn inside(&self, again: &Again) -> Gap {
        (again.start - again.period + 1..again.start)
            .map(|unit| self.gap(unit))
            .max()
            .unwrap_or(Gap::Space)
    }

    /// What stands between a unit and the one before it.
    pub fn gap(&self, unit: usize) -> Gap {
        Gap::of(self.repeats.gap(self.text, unit))
    }

    /// Whether the last of two words that take turns is the first one again: again and again and
    /// again, also where a comma and the second word follow.
    pub fn turns(&self, again: &Again) -> bool {
        let last = again.start + again.length - 1;
        !again.length.is_multiple_of(2) || self.gap(last) != Gap::Space
    }

    /// Whether all of it stands in one quotation, where people may well say a thing twice.
    pub fn is_quoted(&self, units: Range<usize>) -> bool {
        let span = self.repeats.span(units);
        self.passage
            .notes
            .iter()
            .flat_map(|notes| &notes.quotations)
            .any(|quotation| quotation.inner.contains(span))
    }

    /// Whether a unit is a closed-class word of the language.
    pub fn is_function(&self, unit: usize) -> bool {
        let word = words::fold(self.repeats.units[unit].span.of(self.text));
        words::function_words(self.lang).contains(&word)
    }

    /// Whether the whole copy that ends before `start` is digits, single letters and the like, as
    /// in a table of results.
    pub fn is_figures(&self, again: &Again) -> bool {
        let copy = &self.repeats.units[again.start - again.period..again.start];
        copy.iter().all(|unit| {
            unit.shape == Shape::Digits
                || !unit.is_dense() && unit.span.of(self.text).chars().nth(1).is_none()
                || unit.span.of(self.text).chars().any(char::is_numeric)
        })
    }

    /// Whether every word of the copy has a capital, as in names.
    pub fn is_name(&self, again: &Again) -> bool {
        let copy = &self.repeats.units[again.start - again.period..again.start + again.length];
        copy.iter()
            .all(|unit| matches!(unit.shape, Shape::Capital | Shape::Upper | Shape::Mixed))
    }

    /// What the source says twice; `None` without a source.
    pub fn original(&self, units: Range<usize>) -> Option<Original> {
        Original::of(self.passage.bitext, self.repeats.span(units))
    }
}

/// What the source of a bead repeats.
#[derive(Debug, Clone, Copy, Default)]
pub struct Original {
    /// A word or letters stand twice in a row.
    pub word: bool,
    /// More than a word stands twice in a row.
    pub phrase: bool,
    /// Something stands twice at a distance.
    pub apart: bool,
}

impl Original {
    fn of(bitext: &Bitext, span: Span) -> Option<Self> {
        let source: &Side = bitext.source.as_ref()?;
        let segment = bitext.target.segment_at(span.start)?;
        let bead = &bitext.beads[bitext.bead_of_target(segment)?];
        if bead.source.is_empty() {
            return None;
        }
        let text = &source.document.text;
        let repeats = Repeats::from(text, &source.notes[bead.source.clone()], 3, 4);
        let mut original = Original::default();
        for again in &repeats.again {
            let dense = repeats.units[again.start].is_dense();
            if !again.is_adjacent() {
                original.apart = true;
            } else if again.period > if dense { 2 } else { 1 } {
                original.phrase = true;
            } else {
                original.word = true;
            }
        }
        Some(original)
    }

    /// Whether it repeats nothing at all.
    pub fn is_plain(self) -> bool {
        !(self.word || self.phrase || self.apart)
    }
}

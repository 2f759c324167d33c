//! What is compared: texts without what may vary, and words without their endings.

use std::hash::{DefaultHasher, Hasher};
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::data::words::fold;
use crate::text::{Bitext, MarkupKind, Notes, Segment, Side};

/// The text of some segments without case, spaces, marks and tags.
pub fn bare(side: &Side, segments: Range<usize>) -> String {
    let mut bare = String::new();
    for (segment, notes) in side.segments[segments.clone()]
        .iter()
        .zip(&side.notes[segments])
    {
        add(side, segment, notes, &mut bare);
    }
    bare
}

fn add(side: &Side, segment: &Segment, notes: &Notes, bare: &mut String) {
    let text = side.document.text.as_str();
    let mut from = segment.span.start as usize;
    let tags = notes
        .markup
        .iter()
        .filter(|markup| markup.kind == MarkupKind::Tag)
        .map(|markup| markup.span.range());
    let end = segment.span.end as usize;
    for tag in tags.chain(std::iter::once(end..end)) {
        let part = &text[from.min(tag.start)..tag.start];
        let folded = fold(part);
        let mut letters = folded.chars().peekable();
        let mut digit = false;
        while let Some(letter) = letters.next() {
            let next_digit = letters.peek().is_some_and(|next| next.is_numeric());
            // 1.5 is not 15, and −5 not 5.
            let counts = letter.is_alphanumeric()
                || is_combining_mark(letter)
                || next_digit && (digit || matches!(letter, '-' | '−' | '+'))
                || matches!(letter, '%' | '$' | '€' | '£' | '{' | '}');
            if counts {
                bare.push(letter);
            }
            digit = letter.is_numeric();
        }
        from = tag.end;
    }
}

/// A number that stands for a text.
pub fn hash(text: &str) -> u64 {
    // Without keys of its own it gives the same in every run; nothing but equality depends on it.
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// Beads with text on both sides, by what one side says: each group has two beads or more, in
/// order.
pub fn alike(bitext: &Bitext, key: impl Fn(usize) -> Option<String>) -> Vec<(String, Vec<usize>)> {
    let mut keys: Vec<(String, usize)> = (0..bitext.beads.len())
        .filter_map(|bead| Some((key(bead)?, bead)))
        .filter(|(key, _)| !key.is_empty())
        .collect();
    keys.sort_unstable();
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    for (key, bead) in keys {
        match groups.last_mut() {
            Some((last, beads)) if *last == key => beads.push(bead),
            _ => groups.push((key, vec![bead])),
        }
    }
    groups.retain(|(_, beads)| beads.len() > 1);
    groups
}

/// How much is said: words, or characters by two where no spaces divide them.
pub fn words(side: &Side, segments: Range<usize>) -> usize {
    side.notes[segments]
        .iter()
        .map(|notes| notes.words.len())
        .sum()
}

/// Whether two folded words are forms of one: they begin alike and end in a few letters.
pub fn is_form(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let shared = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let (short, long) = {
        let (a, b) = (a.chars().count(), b.chars().count());
        (a.min(b), a.max(b))
    };
    // One inside the other: a prefix, an article, the parts of a compound.
    let inside = short >= 4 && (a.contains(b) || b.contains(a));
    inside
        || shared >= 3 && shared * 10 >= long * 5
        || shared >= 2 && short <= 4 && shared + 1 >= short
}

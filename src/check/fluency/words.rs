//! What is known of words, of blocks and of what answers to them in the source.

use crate::annotate::is_dense;
use crate::check::Passage;
use crate::data::words;
use crate::lexicon::{self, Lexicon};
use crate::text::{Bitext, Lang, Notes, Role, Shape, Side, Span, Word};

/// Whether a word is in the lexicon or in the lists of its language.
pub fn is_known(lang: Lang, word: &str) -> bool {
    words::function_words(lang).contains(&words::fold(word)) || has_row(lang, word)
}

/// Whether a word has a row of its own in the lexicon.
pub fn has_row(lang: Lang, word: &str) -> bool {
    let mut folded = String::new();
    lexicon::fold(word, &mut folded);
    Lexicon::shipped().has(lexicon::word_key(lexicon::tag(lang), &folded))
}

/// Whether a block is running text.
pub fn is_running(passage: &Passage<'_>) -> bool {
    matches!(passage.block.role, Role::Body | Role::Standfirst)
}

/// Whether a letter has case. Georgian has capitals, but no sentence begins with one.
pub fn has_case(letter: char) -> bool {
    (letter.is_lowercase() || letter.is_uppercase())
        && !matches!(letter, '\u{10a0}'..='\u{10ff}' | '\u{1c90}'..='\u{1cbf}')
}

/// Whether a text ends with a mark that ends sentences, closing marks and brackets left aside.
pub fn stops(text: &str) -> bool {
    text.trim_end_matches(|letter: char| {
        letter.is_whitespace()
            || crate::data::quotes::is_mark(letter)
            || matches!(letter, ')' | ']' | '）')
    })
    .ends_with([
        '.', '!', '?', '…', '。', '！', '？', '｡', '؟', '۔', '।', '॥', '։', '።', '။', '។',
    ])
}

/// The source of a place in the translation.
#[derive(Debug, Clone, Copy)]
pub struct Original<'a> {
    pub side: &'a Side,
    pub notes: &'a [Notes],
    pub span: Span,
}

impl<'a> Original<'a> {
    /// `None` without a source, or where the place is an addition.
    pub fn of(bitext: &'a Bitext, span: Span) -> Option<Self> {
        let side = bitext.source.as_ref()?;
        let segment = bitext.target.segment_at(span.start)?;
        let bead = &bitext.beads[bitext.bead_of_target(segment)?];
        let segments = &side.segments[bead.source.clone()];
        Some(Original {
            side,
            notes: &side.notes[bead.source.clone()],
            span: segments.first()?.span.cover(segments.last()?.span),
        })
    }

    /// Its text.
    pub fn text(&self) -> &'a str {
        self.side.document.slice(self.span)
    }

    /// Its words.
    pub fn words(&self) -> impl Iterator<Item = &'a Word> + use<'a> {
        self.notes.iter().flat_map(|notes| &notes.words)
    }

    /// How its first word is written.
    pub fn first(&self) -> Option<Shape> {
        Some(self.words().next()?.shape)
    }

    /// Whether it is in a script with capitals.
    pub fn is_cased(&self) -> bool {
        self.words()
            .any(|word| !matches!(word.shape, Shape::Caseless | Shape::Digits))
    }

    /// Whether a word stands in it, in any case.
    pub fn has(&self, word: &str) -> bool {
        let text = &self.side.document.text;
        self.words().any(|other| {
            let other = other.span.of(text);
            other == word || words::fold(other) == words::fold(word)
        })
    }

    /// Whether two words stand in it side by side, in any case.
    pub fn has_both(&self, one: &str, two: &str) -> bool {
        let text = &self.side.document.text;
        let same = |word: &Word, part: &str| {
            let other = word.span.of(text);
            other == part || words::fold(other) == words::fold(part)
        };
        self.notes.iter().any(|notes| {
            notes.words.windows(2).any(|at| {
                at[0].span.end < at[1].span.start && same(&at[0], one) && same(&at[1], two)
            })
        })
    }

    /// Whether a word of it has a capital inside, like McCarthy.
    pub fn has_inner_capital(&self) -> bool {
        self.words().any(|word| word.shape == Shape::Mixed)
    }
}

/// The words of a block that are written with letters and spaces between.
pub fn spaced<'a>(passage: &Passage<'a>) -> impl Iterator<Item = &'a Word> + use<'a> {
    let text = passage.text();
    passage
        .notes
        .iter()
        .flat_map(|notes| &notes.words)
        .filter(move |word| !word.span.of(text).starts_with(is_dense))
}

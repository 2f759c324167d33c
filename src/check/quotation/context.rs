//! What stands around the quotations of one block, read off its notes.

use crate::check::Passage;
use crate::data::quotes::{Quotes, is_single};
use crate::data::words::{self, WordSet, fold};
use crate::text::{Bitext, Casing, Lang, Notes, Quotation, Reach, Role, Shape, Span, Word};

/// A block with quotations and what its language says about them.
pub struct Context<'a> {
    pub passage: &'a Passage<'a>,
    /// Of the whole document.
    pub text: &'a str,
    pub lang: Lang,
    pub quotes: &'static Quotes,
    /// Of the block.
    pub words: Vec<Word>,
    /// Of the block, in text order.
    pub quotations: Vec<Quotation>,
}

impl<'a> Context<'a> {
    /// `None` where a block has no quotation, or is not part of the story.
    pub fn of(passage: &'a Passage<'a>) -> Option<Self> {
        if passage.block.role == Role::Residue
            || passage
                .notes
                .iter()
                .all(|notes| notes.quotations.is_empty())
        {
            return None;
        }
        let lang = passage.document().lang;
        Some(Context {
            passage,
            text: passage.text(),
            lang,
            quotes: Quotes::of(lang),
            words: passage
                .notes
                .iter()
                .flat_map(|notes| notes.words.iter().copied())
                .collect(),
            quotations: passage
                .notes
                .iter()
                .flat_map(|notes| notes.quotations.iter().copied())
                .collect(),
        })
    }

    /// The quotations that both marks of which stand in the block.
    pub fn closed(&self) -> impl Iterator<Item = &Quotation> {
        self.quotations
            .iter()
            .filter(|quotation| quotation.reach == Reach::Closed)
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &'a str {
        &self.text[span.range()]
    }

    /// A word in lower case, as the word lists have it.
    pub fn folded(&self, word: &Word) -> String {
        fold(self.slice(word.span))
    }

    /// The last word that ends at or before a byte.
    pub fn word_before(&self, byte: u32) -> Option<&Word> {
        let index = self.words.partition_point(|word| word.span.end <= byte);
        self.words[..index].last()
    }

    /// The first word that starts at or after a byte.
    pub fn word_after(&self, byte: u32) -> Option<&Word> {
        let index = self.words.partition_point(|word| word.span.start < byte);
        self.words.get(index)
    }

    /// The words within a span.
    pub fn words_in(&self, span: Span) -> &[Word] {
        let start = self
            .words
            .partition_point(|word| word.span.start < span.start);
        let end = self.words.partition_point(|word| word.span.end <= span.end);
        &self.words[start..end.max(start)]
    }

    /// What stands between the word before a quotation (or the start of the block) and its
    /// opening mark.
    pub fn gap_before(&self, quotation: &Quotation) -> &'a str {
        let to = quotation.outer().start;
        let from = self
            .word_before(to)
            .map_or(self.passage.block.span.start, |word| word.span.end);
        &self.text[from as usize..to as usize]
    }

    /// What stands between a quotation's closing mark and the next word (or the end of the block).
    pub fn gap_after(&self, quotation: &Quotation) -> &'a str {
        let from = quotation.outer().end;
        let to = self
            .word_after(from)
            .map_or(self.passage.block.span.end, |word| word.span.start);
        &self.text[from as usize..(to as usize).max(from as usize)]
    }

    /// Whether a quotation continues the clause before it: a word, then nothing but space.
    pub fn continues_clause(&self, quotation: &Quotation) -> bool {
        self.word_before(quotation.outer().start).is_some() && is_blank(self.gap_before(quotation))
    }

    /// Whether the language writes every noun with a capital.
    pub fn capitalises_nouns(&self) -> bool {
        matches!(self.lang.base(), "de" | "lb")
    }

    /// Whether the language sets no spaces between words.
    pub fn is_spaceless(&self) -> bool {
        matches!(
            self.lang.base(),
            "zh" | "yue" | "ja" | "th" | "km" | "lo" | "my" | "bo"
        )
    }

    /// Whether a quotation stands inside a sentence that began before it.
    pub fn is_inside_sentence(&self, quotation: &Quotation) -> bool {
        self.word_before(quotation.outer().start).is_some()
            && !self.gap_before(quotation).chars().any(is_stop)
    }

    /// Closed-class words of the language.
    pub fn function_words(&self) -> &'static WordSet {
        words::function_words(self.lang)
    }

    /// Whether a word says nothing by its capital: a courtesy form, "I".
    pub fn is_courtesy(&self, folded: &str) -> bool {
        words::courtesy(self.lang).contains(folded)
    }

    /// Whether one of the last few words before a quotation introduces a title or a name.
    pub fn is_titled(&self, quotation: &Quotation, within: usize) -> bool {
        let cues = words::title_cues(self.lang);
        let end = self
            .words
            .partition_point(|word| word.span.end <= quotation.outer().start);
        let near = &self.words[end.saturating_sub(within)..end];
        let folded: Vec<String> = near.iter().map(|word| self.folded(word)).collect();
        (0..folded.len()).any(|from| cues.starts(&folded[from..]) > 0)
    }

    /// Whether one of the last few words before a byte is a verb of saying or naming.
    pub fn verb_before(&self, byte: u32, within: usize) -> bool {
        let end = self.words.partition_point(|word| word.span.end <= byte);
        self.has_verb(&self.words[end.saturating_sub(within)..end])
    }

    /// Whether one of these words is a verb of saying or naming.
    pub fn has_verb(&self, near: &[Word]) -> bool {
        let saying = words::saying(self.lang);
        let naming = words::naming(self.lang);
        let folded: Vec<String> = near.iter().map(|word| self.folded(word)).collect();
        (0..folded.len())
            .any(|from| saying.starts(&folded[from..]) > 0 || naming.starts(&folded[from..]) > 0)
    }

    /// Whether capitals say nothing because the block is a title: in languages with title case a
    /// headline, elsewhere a block in which most words have capitals.
    pub fn is_title_case(&self) -> bool {
        let heads = matches!(self.passage.block.role, Role::Headline | Role::Heading);
        if heads && words::title_case(self.lang) {
            return true;
        }
        if self.capitalises_nouns() {
            return false;
        }
        let long = self
            .words
            .iter()
            .filter(|word| word.span.len() >= 4 && word.shape != Shape::Digits);
        let (mut capital, mut all) = (0, 0);
        for word in long {
            all += 1;
            if matches!(word.shape, Shape::Capital | Shape::Upper | Shape::Mixed) {
                capital += 1;
            }
        }
        all >= 3 && capital * 10 >= all * 7
    }

    /// Whether some block of the side has this word in lower case.
    pub fn is_lower_elsewhere(&self, folded: &str) -> bool {
        self.casing().lower.contains(folded)
    }

    /// Whether the text writes the word with a capital in the middle of a clause elsewhere.
    pub fn is_name_elsewhere(&self, folded: &str) -> bool {
        self.casing().capital.contains(folded)
    }

    fn casing(&self) -> &Casing {
        let side = self.passage.side;
        side.casing.get_or_init(|| {
            let mut casing = Casing::default();
            for notes in &side.notes {
                let mut before: Option<&Word> = None;
                for word in &notes.words {
                    let follows =
                        before.is_some_and(|before| before.span.end + 1 == word.span.start);
                    match word.shape {
                        Shape::Lower => {
                            casing.lower.insert(self.folded(word));
                        }
                        Shape::Capital if follows => {
                            casing.capital.insert(self.folded(word));
                        }
                        _ => {}
                    }
                    before = Some(word);
                }
            }
            casing
        })
    }

    /// The quotations of the segments around the block: what is usual here. Bounded, so that a
    /// long text is read in linear time.
    pub fn nearby(&self) -> impl Iterator<Item = &'a Quotation> {
        const NEAR: usize = 400;
        const MOST: usize = 1000;
        let side = self.passage.side;
        let range = side.segments_of(self.passage.index);
        let end = (range.end + NEAR).min(side.notes.len());
        quotations(&side.notes[range.start.saturating_sub(NEAR)..end]).take(MOST)
    }

    /// The glyph of a mark.
    pub fn glyph(&self, mark: Span) -> char {
        self.slice(mark).chars().next().unwrap_or('"')
    }

    /// Whether a quotation may be none: single marks are mostly apostrophes. A pair whose marks
    /// have direction, or whose closing mark follows punctuation, is one.
    pub fn is_single(&self, quotation: &Quotation) -> bool {
        let single = quotation
            .open
            .or(quotation.close)
            .is_some_and(|mark| is_single(self.glyph(mark)));
        let directed = quotation
            .open
            .is_some_and(|mark| matches!(self.glyph(mark), '‘' | '‚'));
        let punctuated = self
            .slice(quotation.inner)
            .ends_with([',', '.', '!', '?', '…']);
        let closed = quotation.reach == Reach::Closed;
        single && !(closed && (directed || punctuated) || directed && quotation.close.is_none())
    }
}

/// All quotations of a run of segments, in text order.
pub fn quotations(notes: &[Notes]) -> impl Iterator<Item = &Quotation> {
    notes.iter().flat_map(|notes| &notes.quotations)
}

/// The quotation of the source that answers to one of the target, where the bead has as many
/// quotations on both sides.
pub fn counterpart<'a>(bitext: &'a Bitext, quotation: &Quotation) -> Option<&'a Quotation> {
    let source = bitext.source.as_ref()?;
    let segment = bitext.target.segment_at(quotation.outer().start)?;
    let bead = &bitext.beads[bitext.bead_of_target(segment)?];
    let ours = &bitext.target.notes[bead.target.clone()];
    let theirs = &source.notes[bead.source.clone()];
    if quotations(ours).count() != quotations(theirs).count() {
        return None;
    }
    let index = quotations(ours).position(|other| other.open == quotation.open)?;
    quotations(theirs).nth(index)
}

/// Whether a text is white space alone, or nothing.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// Whether a character ends sentences in some script.
pub fn is_stop(c: char) -> bool {
    matches!(
        c,
        '.' | '!'
            | '?'
            | '…'
            | '。'
            | '！'
            | '？'
            | '｡'
            | '؟'
            | '۔'
            | '।'
            | '॥'
            | '։'
            | '።'
            | '။'
            | '។'
    )
}

/// Whether a text ends with a stop, closing marks and brackets left aside.
pub fn stops(text: &str) -> bool {
    text.trim_end_matches(|c: char| {
        c.is_whitespace() || crate::data::quotes::is_mark(c) || matches!(c, ')' | ']' | '）')
    })
    .ends_with(is_stop)
}

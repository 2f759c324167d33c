//! One content word taken out of a sentence: what evidence of words must see.

use bilint::annotate;
use bilint::data::words::{self, WordSet};
use bilint::lexicon::evidence::Page;
use bilint::lexicon::{Lexicon, Vocabulary};
use bilint::text::{Bead, Lang, Segment, Shape, Side, Span, Word};

use crate::ntrex::rows;
use crate::split::hash;

/// A side of which every line is a segment, with its words.
pub struct Lines {
    pub side: Side,
    pub words: Vocabulary,
}

impl Lines {
    pub fn new(lang: Lang, lines: &[impl AsRef<str>]) -> Lines {
        let document = rows(lang, lines);
        let segments = document
            .blocks
            .iter()
            .enumerate()
            .map(|(block, line)| Segment {
                span: line.span,
                block: block as u32,
            })
            .collect();
        let side = annotate::annotate(document, segments);
        let words = Lexicon::shipped().vocabulary(&side);
        Lines { side, words }
    }

    pub fn page(&self) -> Page<'_> {
        Page {
            side: &self.side,
            words: &self.words,
        }
    }

    pub fn text(&self, span: Span) -> &str {
        span.of(&self.side.document.text)
    }

    /// Line `index` as a bead with line `other` of another side.
    pub fn bead(index: usize, other: usize) -> Bead {
        Bead {
            source: index..index + 1,
            target: other..other + 1,
            confidence: 1.0,
        }
    }
}

/// A line without one of its words.
pub struct Cut {
    /// The number of the word among those of the line.
    pub word: usize,
    /// What is left of the line.
    pub line: String,
}

/// Takes a content word out of a line, and a function word before it: not a number, of four
/// letters or more (two where a letter is a syllable or where words are not divided by spaces), no
/// function word. Which one is drawn by a hash of the line.
pub fn cut(lines: &Lines, index: usize) -> Option<Cut> {
    let side = &lines.side;
    let function = words::function_words(side.document.lang);
    let list = &side.notes[index].words;
    let content: Vec<usize> = (0..list.len())
        .filter(|word| is_content(lines, &list[*word], function))
        .collect();
    // A sentence of two such words would lose half of what it says.
    if content.len() < 3 {
        return None;
    }
    let line = side.segments[index].span;
    let drawn = hash(lines.text(line).as_bytes()) >> 7;
    let word = content[(drawn % content.len() as u64) as usize];
    let mut gone = list[word].span;
    let text = |span: Span| lines.text(span);
    if let Some(before) = word.checked_sub(1).map(|before| list[before].span)
        && function.contains(text(before))
        && text(Span {
            start: before.end,
            end: gone.start,
        }) == " "
    {
        gone.start = before.start;
    }
    let before = text(Span {
        start: line.start,
        end: gone.start,
    });
    let after = text(Span {
        start: gone.end,
        end: line.end,
    });
    let after = if before.is_empty() || before.ends_with(' ') {
        after.trim_start_matches(' ')
    } else {
        after
    };
    Some(Cut {
        word,
        line: format!("{before}{after}"),
    })
}

fn is_content(lines: &Lines, word: &Word, function: &WordSet) -> bool {
    let text = lines.text(word.span);
    let letters = text.chars().count();
    let least = match word.shape {
        Shape::Digits => return false,
        Shape::Caseless => 2,
        _ => 4,
    };
    letters >= least && !function.contains(text)
}

//! One content word taken out of a sentence: what evidence of words must see.

use std::fs;
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

use bilint::annotate;
use bilint::data::words::{self, WordSet};
use bilint::lexicon::evidence::{Matched, Page, Usual};
use bilint::lexicon::{Lexicon, Vocabulary};
use bilint::text::{Bead, Lang, Segment, Shape, Side, Span, Word};

use crate::ntrex::{Ntrex, rows};
use crate::split::{Part, hash};

static MODEL: OnceLock<Lexicon> = OnceLock::new();

/// Takes a model for the words of all lines, in place of the one that ships.
pub fn take_model(path: &Path) {
    let bytes = fs::read(path).expect("a file").leak();
    let model = Lexicon::parse(bytes).expect("a lexicon");
    MODEL.set(model).expect("taken once");
}

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
        let words = MODEL.get().unwrap_or(Lexicon::shipped()).vocabulary(&side);
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

/// Lines, each followed, after all of them, by itself without one of its words.
pub struct Probes {
    pub lines: Lines,
    /// Lines that are whole.
    pub count: usize,
    /// For each line the number of the word that its copy lacks; `None` if no word can be taken.
    pub gone: Vec<Option<usize>>,
}

impl Probes {
    pub fn new(lang: Lang, lines: &[String]) -> Probes {
        let whole = Lines::new(lang, lines);
        let cuts: Vec<Option<(usize, String)>> =
            (0..lines.len()).map(|index| cut(&whole, index)).collect();
        let mut all = lines.to_vec();
        let copy =
            |cut: &Option<(usize, String)>| cut.clone().map_or_else(String::new, |cut| cut.1);
        all.extend(cuts.iter().map(copy));
        Probes {
            lines: Lines::new(lang, &all),
            count: lines.len(),
            gone: cuts.into_iter().map(|cut| Some(cut?.0)).collect(),
        }
    }

    /// Calls `see` with each line of the documents of which a word can be taken out, and with what
    /// is usual in its document when the line is whole and when it is cut.
    pub fn each(
        &self,
        source: &Probes,
        documents: &[Range<usize>],
        mut see: impl FnMut(&Probe<'_>, &[Usual; 2]),
    ) {
        let (a, b) = (source.lines.page(), self.lines.page());
        for document in documents {
            let beads: Vec<Bead> = document
                .clone()
                .map(|line| Lines::bead(line, line))
                .collect();
            let usual = Usual::new(a, b, &beads);
            let mut usual = [usual.clone(), usual];
            for line in document.clone() {
                let Some(word) = self.gone[line] else {
                    continue;
                };
                let whole = Matched::new(a, b, &Lines::bead(line, line));
                let cut = Matched::new(a, b, &Lines::bead(line, self.count + line));
                let (Some(whole), Some(cut)) = (whole, cut) else {
                    continue;
                };
                usual[1].add(&whole, -1.0);
                usual[1].add(&cut, 1.0);
                let probe = Probe {
                    line,
                    word,
                    whole,
                    cut,
                };
                see(&probe, &usual);
                usual[1].add(&probe.cut, -1.0);
                usual[1].add(&probe.whole, 1.0);
            }
        }
    }
}

/// A line that belongs to one of the source, and the same with a word gone.
pub struct Probe<'a> {
    pub line: usize,
    /// The word of the line that is gone.
    pub word: usize,
    pub whole: Matched<'a>,
    pub cut: Matched<'a>,
}

impl Probe<'_> {
    /// The word of the source whose counterpart is gone: the one most similar to it, if that is
    /// sure and mutual.
    pub fn widowed(&self) -> Option<usize> {
        let (word, cosine) = self.whole.partners(1).nth(self.word)?;
        let (back, _) = self.whole.partners(0).nth(word)?;
        (cosine >= PARTNER && back == self.word).then_some(word)
    }
}

/// Cosine from which on the most similar word is taken for the counterpart.
const PARTNER: f32 = 0.3;

/// Where each document of a part of NTREX starts and ends among the lines of the part.
pub fn documents(ntrex: &Ntrex, part: Part) -> Vec<Range<usize>> {
    let mut documents: Vec<Range<usize>> = Vec::new();
    for document in ntrex.documents(part) {
        let start = documents.last().map_or(0, |last| last.end);
        documents.push(start..start + document.lines.len());
    }
    documents
}

/// The lines of a part of NTREX in a language.
pub fn lines(ntrex: &Ntrex, part: Part, language: &str) -> Probes {
    let lines: Vec<String> = ntrex
        .documents(part)
        .flat_map(|document| ntrex.lines(language, document).to_vec())
        .collect();
    Probes::new(ntrex.lang(language), &lines)
}

/// Takes a content word out of a line, and a function word before it: not a number, of four
/// letters or more (two where a letter is a syllable or where words are not divided by spaces), no
/// function word. Which one is drawn by a hash of the line. The number of the word, and what is
/// left of the line.
fn cut(lines: &Lines, index: usize) -> Option<(usize, String)> {
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
    Some((word, format!("{before}{after}")))
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

//! A plain finder of well-formed quotations in clean lines, independent of the parser under test:
//! it gives up on a line as soon as anything in it is unclear.

use std::ops::Range;

use bilint::data::quotes::Quotes;
use bilint::text::{Fit, Lang};

/// A quotation in a line; ranges are bytes of the line.
#[derive(Debug, Clone)]
pub struct Quotation {
    pub open: Range<usize>,
    /// Between the marks, white space next to them included.
    pub inner: Range<usize>,
    pub close: Range<usize>,
}

impl Quotation {
    pub fn outer(&self) -> Range<usize> {
        self.open.start..self.close.end
    }

    pub fn pair<'a>(&self, line: &'a str) -> (&'a str, &'a str) {
        (&line[self.open.clone()], &line[self.close.clone()])
    }

    /// The quoted text without white space at its ends.
    pub fn text<'a>(&self, line: &'a str) -> &'a str {
        line[self.inner.clone()].trim()
    }

    /// The range of [`Self::text`].
    pub fn trimmed(&self, line: &str) -> Range<usize> {
        let inner = &line[self.inner.clone()];
        let start = self.inner.start + (inner.len() - inner.trim_start().len());
        start..start + inner.trim().len()
    }
}

/// Marks of whole quotations; single ones are too often apostrophes.
const DOUBLE: &[char] = &[
    '"', '“', '”', '„', '‟', '«', '»', '「', '」', '『', '』', '＂',
];

/// Whether a line holds no mark at all that could belong to a quotation.
pub fn is_free(line: &str) -> bool {
    !line.contains(DOUBLE) && !line.contains(['‘', '‚', '‹', '›'])
        // A straight or closing single mark at the edge of a word.
        && !line
            .split_whitespace()
            .any(|word| word.starts_with(['\'', '’']) || word.ends_with(['\'', '’']))
}

/// Whether a line begins with a mark.
pub fn opens(line: &str) -> bool {
    line.trim_start()
        .starts_with(|start| DOUBLE.contains(&start) || matches!(start, '‘' | '‚' | '\''))
}

/// The quotations of a line, or nothing where the line is unclear.
pub fn find(lang: Lang, line: &str) -> Vec<Quotation> {
    let quotes = Quotes::of(lang);
    let ours = |open: char, close: char| {
        !matches!(quotes.fit(open, close), Fit::Foreign | Fit::Mismatched)
    };
    let marks: Vec<(usize, char)> = line
        .char_indices()
        .filter(|(_, glyph)| DOUBLE.contains(glyph))
        .filter(|(at, glyph)| !(lang.base() == "he" && is_gershayim(line, *at, *glyph)))
        .collect();
    if marks.is_empty() {
        return single(lang, line).into_iter().collect();
    }
    let mut found = Vec::new();
    for pair in marks.chunks(2) {
        let [(from, open), (to, close)] = *pair else {
            return Vec::new();
        };
        let quotation = Quotation {
            open: from..from + open.len_utf8(),
            inner: from + open.len_utf8()..to,
            close: to..to + close.len_utf8(),
        };
        // The same glyph on both sides must stand like an opening and a closing mark.
        let placed = spaceless(lang)
            || !line[..from].ends_with(|before: char| before.is_alphanumeric())
                && !line[to..].starts_with(char::is_whitespace)
                && (open != close
                    || !line[quotation.inner.clone()].starts_with(char::is_whitespace)
                        && !line[..to].ends_with(char::is_whitespace));
        if !ours(open, close) || !placed || quotation.text(line).is_empty() {
            return Vec::new();
        }
        found.push(quotation);
    }
    found
}

/// A mark between two letters is part of a Hebrew acronym.
fn is_gershayim(line: &str, at: usize, glyph: char) -> bool {
    line[..at].ends_with(char::is_alphabetic)
        && line[at + glyph.len_utf8()..].starts_with(char::is_alphabetic)
}

/// One quotation in single curly marks, where nothing else in the line could be one.
fn single(lang: Lang, line: &str) -> Option<Quotation> {
    if !Quotes::of(lang).pairs().any(|pair| pair == ('‘', '’'))
        || line.matches('‘').count() != 1
        || line.matches('’').count() != 1
        || line.contains('\'')
    {
        return None;
    }
    let (from, to) = (line.find('‘')?, line.find('’')?);
    let mark = '‘'.len_utf8();
    let clear = from < to
        && !line[..from].ends_with(char::is_alphanumeric)
        && line[from + mark..].starts_with(char::is_alphanumeric)
        && !line[to + mark..].starts_with(char::is_alphanumeric);
    clear.then(|| Quotation {
        open: from..from + mark,
        inner: from + mark..to,
        close: to..to + mark,
    })
}

/// Whether the language is written without spaces between words.
pub fn spaceless(lang: Lang) -> bool {
    matches!(lang.base(), "ja" | "zh" | "th")
}

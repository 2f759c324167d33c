//! Puts artefacts into clean translations: what machine translation does to quotations, made on
//! purpose, so that recall is known by kind and language.
//!
//! The same text and kind always give the same artefact: choices come from a generator seeded by
//! the names of document and kind and by the line.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;

use bilint::data::quotes::{Glue, Quotes};
use bilint::text::{Fit, Lang};
use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

use crate::named::Names;
use crate::ntrex::{Name, Ntrex};
use crate::quotes::{self, Quotation, spaceless};
use crate::rows;
use crate::split::hash;

/// What a kind of artefact damages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The marks of a quotation.
    Marks,
    /// The words in and beside it.
    Words,
    /// Two quotations of a document.
    Document,
    /// What the source has and the translation lost.
    Source,
    /// The end of the page.
    Residue,
    /// What a row of the translation says beside its source.
    Meaning,
    /// How a row of the translation is written, which shows without its source.
    Writing,
}

impl Group {
    /// Lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Group::Marks => "marks",
            Group::Words => "words",
            Group::Document => "document",
            Group::Source => "source",
            Group::Residue => "residue",
            Group::Meaning => "meaning",
            Group::Writing => "writing",
        }
    }
}

/// Where a finding must lie to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// At the damaged place.
    Place,
    /// Anywhere in the damaged row.
    Row,
    /// At the damaged place, or anywhere in the row if it comes of what the source has.
    Omission,
}

pub type Make = fn(&Site<'_>, &mut Random) -> Option<Damage>;

/// A kind of artefact.
pub struct Kind {
    pub name: &'static str,
    pub group: Group,
    /// Recall to reach in every language, per cent.
    pub goal: Option<u32>,
    /// Where a finding must lie.
    pub at: At,
    /// How a line is damaged; lines of residue are added instead.
    make: Option<Make>,
}

const fn kind(name: &'static str, group: Group, goal: u32, make: Make) -> Kind {
    Kind {
        name,
        group,
        goal: if goal > 0 { Some(goal) } else { None },
        at: At::Place,
        make: Some(make),
    }
}

/// A kind that damages a row by itself, and is looked for in it alone.
const fn row(name: &'static str, group: Group, goal: u32, at: At, make: Make) -> Kind {
    Kind {
        at,
        ..kind(name, group, goal, make)
    }
}

const fn residue(name: &'static str) -> Kind {
    Kind {
        name,
        group: Group::Residue,
        goal: None,
        at: At::Place,
        make: None,
    }
}

impl Kind {
    /// Whether a row is enough to find it.
    pub fn is_of_row(&self) -> bool {
        matches!(self.group, Group::Meaning | Group::Writing)
    }
}

/// All kinds, in the order of the table.
pub static KINDS: &[Kind] = &[
    kind("unpaired-open", Group::Marks, 95, unpaired_open),
    kind("unpaired-close", Group::Marks, 95, unpaired_close),
    kind("mismatched", Group::Marks, 95, mismatched),
    kind("padded", Group::Marks, 95, padded),
    kind("glued", Group::Marks, 95, glued),
    kind("wrong-system", Group::Marks, 0, wrong_system),
    kind("mixed", Group::Marks, 0, mixed),
    kind("nested-wrong", Group::Marks, 0, nested_wrong),
    kind("competing", Group::Words, 90, competing),
    kind("competing-stop", Group::Words, 90, competing_stop),
    kind("echo-before", Group::Words, 90, echo_before),
    kind("echo-after", Group::Words, 90, echo_after),
    kind("displaced", Group::Words, 90, displaced),
    kind("kept-capital", Group::Words, 90, kept_capital),
    kind("kept-capital-word", Group::Words, 90, kept_capital_word),
    kind("drift", Group::Document, 0, drift),
    kind("double-attribution", Group::Words, 0, double_attribution),
    kind("dash-hybrid", Group::Words, 0, dash_hybrid),
    kind("lost-words", Group::Source, 90, lost_words),
    kind("lost-words-short", Group::Source, 0, lost_words_short),
    kind("lost-marks", Group::Source, 90, lost_marks),
    kind("lost-marks-short", Group::Source, 0, lost_marks_short),
    kind("added", Group::Source, 0, added),
    kind("moved", Group::Source, 90, moved),
    kind("split", Group::Source, 0, split),
    kind("merged", Group::Source, 0, merged),
    kind("speaker", Group::Source, 0, speaker),
    residue("share"),
    residue("related"),
    residue("comment"),
    residue("source"),
    residue("byline"),
    residue("site-name"),
    row(
        "number-changed",
        Group::Meaning,
        95,
        At::Place,
        rows::number_changed,
    ),
    row(
        "number-lost",
        Group::Meaning,
        90,
        At::Omission,
        rows::number_lost,
    ),
    row(
        "name-replaced",
        Group::Meaning,
        90,
        At::Place,
        rows::name_replaced,
    ),
    row(
        "name-lost",
        Group::Meaning,
        0,
        At::Omission,
        rows::name_lost,
    ),
    row(
        "third-omitted",
        Group::Meaning,
        80,
        At::Omission,
        rows::third_omitted,
    ),
    row(
        "three-words-omitted",
        Group::Meaning,
        0,
        At::Omission,
        rows::three_words_omitted,
    ),
    row(
        "clause-added",
        Group::Meaning,
        90,
        At::Place,
        rows::clause_added,
    ),
    row(
        "five-words-left",
        Group::Meaning,
        90,
        At::Place,
        rows::five_words_left,
    ),
    row(
        "copied-source",
        Group::Meaning,
        99,
        At::Row,
        rows::copied_source,
    ),
    row("neighbour", Group::Meaning, 95, At::Row, rows::neighbour),
    row("empty", Group::Meaning, 99, At::Row, rows::empty),
    row(
        "negation-lost",
        Group::Meaning,
        0,
        At::Omission,
        rows::negation_lost,
    ),
    row(
        "negation-added",
        Group::Meaning,
        0,
        At::Place,
        rows::negation_added,
    ),
    row(
        "wrong-language",
        Group::Writing,
        99,
        At::Row,
        rows::wrong_language,
    ),
    row(
        "phrase-repeated",
        Group::Writing,
        95,
        At::Place,
        rows::phrase_repeated,
    ),
    row("loop", Group::Writing, 99, At::Place, rows::r#loop),
    row(
        "glued-words",
        Group::Writing,
        95,
        At::Place,
        rows::glued_words,
    ),
    row("mojibake", Group::Writing, 99, At::Place, rows::mojibake),
    row(
        "lower-cased",
        Group::Writing,
        0,
        At::Place,
        rows::lower_cased,
    ),
    row(
        "end-mark-lost",
        Group::Meaning,
        0,
        At::Place,
        rows::end_mark_lost,
    ),
];

/// A damaged document.
#[derive(Debug, Clone)]
pub struct Artefact {
    pub document: usize,
    /// The rows of the document that are looked at.
    pub window: Range<usize>,
    pub lines: Vec<String>,
    /// Where it is damaged: line and bytes.
    pub places: Vec<(usize, Range<usize>)>,
    /// What it answers to in the source: line and bytes.
    pub source: Option<(usize, Range<usize>)>,
}

/// How one line is damaged.
pub struct Damage {
    pub line: String,
    pub place: Range<usize>,
    pub source: Option<Range<usize>>,
    /// A line to insert after the first of the document, with a place in it.
    pub standfirst: Option<(String, Range<usize>)>,
}

impl Damage {
    /// The whole line replaced.
    pub fn whole(line: String) -> Damage {
        Damage {
            place: 0..line.len(),
            line,
            source: None,
            standfirst: None,
        }
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        (!of.is_empty()).then(|| &of[self.below(of.len())])
    }
}

/// What the clean text of a language shows about it.
pub struct Lexis {
    pub lang: Lang,
    name: String,
    quotes: &'static Quotes,
    /// Stands for function words.
    pub frequent: BTreeSet<String>,
    /// Words that stand before opening or after closing marks again and again: mostly verbs of
    /// saying.
    beside: BTreeMap<String, usize>,
    /// Content words.
    content: Vec<String>,
    /// Texts of short quotations.
    short: Vec<String>,
    /// The pair of marks seen most often, with the white space inside.
    usual: (String, String),
}

impl Lexis {
    pub fn of(ntrex: &Ntrex, language: &str) -> Lexis {
        let lang = ntrex.lang(language);
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut beside: BTreeMap<String, usize> = BTreeMap::new();
        let mut short = Vec::new();
        let mut pairs: BTreeMap<(String, String), usize> = BTreeMap::new();
        for line in ntrex.whole(language) {
            let words = words(line);
            for word in &words {
                *counts.entry(line[word.clone()].to_lowercase()).or_default() += 1;
            }
            for quotation in quotes::find(lang, line) {
                let before = words
                    .iter()
                    .rev()
                    .find(|word| word.end <= quotation.open.start);
                let after = words.iter().find(|word| word.start >= quotation.close.end);
                for word in before.into_iter().chain(after) {
                    *beside.entry(line[word.clone()].to_lowercase()).or_default() += 1;
                }
                let inside = quotation.text(line);
                if (1..=4).contains(&self::words(inside).len())
                    && !inside.ends_with(|end: char| is_stop(end) || end == ',')
                {
                    short.push(inside.to_owned());
                }
                let trimmed = quotation.trimmed(line);
                let open = line[quotation.open.start..trimmed.start].to_owned();
                let close = line[trimmed.end..quotation.close.end].to_owned();
                *pairs.entry((open, close)).or_default() += 1;
            }
        }
        let mut by_count: Vec<(&String, &usize)> = counts.iter().collect();
        by_count.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        let frequent: BTreeSet<String> = by_count
            .iter()
            .take(200)
            .map(|(word, _)| (*word).clone())
            .collect();
        let usual = pairs
            .into_iter()
            .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))
            .map_or(("\"".to_owned(), "\"".to_owned()), |(pair, _)| pair);
        let mut lexis = Lexis {
            lang,
            name: language.to_owned(),
            quotes: Quotes::of(lang),
            frequent,
            beside,
            content: Vec::new(),
            short,
            usual,
        };
        lexis.content = counts
            .into_keys()
            .filter(|word| lexis.is_content(word))
            .collect();
        lexis
    }

    /// The language as NTREX names it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A word that is neither frequent nor short nor a number.
    pub fn is_content(&self, word: &str) -> bool {
        let length = word.chars().count();
        let least = if ideographic(word) { 2 } else { 4 };
        length >= least
            && word.chars().all(is_letter)
            && !self.frequent.contains(&word.to_lowercase())
            && self.beside.get(&word.to_lowercase()).is_none_or(|n| *n < 3)
    }

    /// The white space between words.
    pub fn space(&self) -> &'static str {
        if matches!(self.lang.base(), "ja" | "zh") {
            ""
        } else {
            " "
        }
    }

    pub fn stop(&self) -> Option<&'static str> {
        match self.lang.base() {
            "ja" | "zh" => Some("。"),
            "hi" | "bn" => Some("।"),
            "ur" => Some("۔"),
            "th" => None,
            _ => Some("."),
        }
    }

    pub fn comma(&self) -> &'static str {
        match self.lang.base() {
            "ja" => "、",
            "zh" => "，",
            "ar" | "fa" | "ur" => "،",
            _ => ",",
        }
    }

    /// Whether the head of a noun phrase stands first in it.
    fn head_first(&self) -> bool {
        matches!(
            self.lang.base(),
            "ar" | "ca"
                | "es"
                | "fa"
                | "fr"
                | "he"
                | "id"
                | "it"
                | "ms"
                | "pt"
                | "ro"
                | "sw"
                | "th"
                | "vi"
                | "zu"
        )
    }

    pub fn capitalized(&self, word: &str) -> Option<String> {
        let mut rest = word.chars();
        let first = rest.next().filter(|first| first.is_lowercase())?;
        let mut out = if first == 'i' && self.lang.base() == "tr" {
            "İ".to_owned()
        } else {
            first.to_uppercase().to_string()
        };
        out.push_str(rest.as_str());
        (out != word).then_some(out)
    }
}

/// Letters, and the signs of Indic and other scripts that belong to them.
fn is_letter(glyph: char) -> bool {
    glyph.is_alphabetic() || (!glyph.is_ascii() && !glyph.is_whitespace() && !is_punctuation(glyph))
}

pub fn is_punctuation(glyph: char) -> bool {
    glyph.is_ascii_punctuation()
        || matches!(glyph, '\u{2010}'..='\u{205e}' | '\u{3000}'..='\u{3020}' | '\u{ff00}'..='\u{ff0f}' | '«' | '»' | '·' | '،' | '؛' | '؟' | '۔' | '।')
}

pub fn is_stop(glyph: char) -> bool {
    matches!(
        glyph,
        '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '۔' | '؟' | ':' | ';' | '：'
    )
}

fn ideographic(word: &str) -> bool {
    word.chars()
        .all(|glyph| matches!(glyph, '\u{3040}'..='\u{9fff}'))
}

fn segmenter() -> &'static WordSegmenterBorrowed<'static> {
    static SEGMENTER: OnceLock<WordSegmenterBorrowed<'static>> = OnceLock::new();
    SEGMENTER.get_or_init(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()))
}

/// The words of a line (UAX #29, with dictionaries for scripts without spaces).
pub fn words(line: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut words = Vec::new();
    for (end, kind) in segmenter().segment_str(line).iter_with_word_type() {
        if kind.is_word_like() {
            words.push(start..end);
        }
        start = end;
    }
    words
}

/// A line to damage, with what is known around it.
pub struct Site<'a> {
    pub lexis: &'a Lexis,
    pub ntrex: &'a Ntrex,
    /// Names on both sides; none where there is no source.
    pub names: Option<&'a Names>,
    pub document: &'a Name,
    pub line: &'a str,
    pub words: &'a [Range<usize>],
    pub quotations: &'a [Quotation],
    /// All quotations of the document, as pairs of marks.
    pub systems: &'a [(String, String)],
    pub lines: &'a [String],
    pub row: usize,
    pub source: Option<Source<'a>>,
}

/// The other side of a line.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    pub lang: Lang,
    pub name: &'a str,
    pub lines: &'a [String],
    pub line: &'a str,
    pub words: &'a [Range<usize>],
    pub quotations: &'a [Quotation],
}

impl<'a> Site<'a> {
    fn inside(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        self.words
            .iter()
            .filter(|word| range.start <= word.start && word.end <= range.end)
            .cloned()
            .collect()
    }

    fn word(&self, range: &Range<usize>) -> &'a str {
        &self.line[range.clone()]
    }

    /// The word before the opening mark with nothing but white space between.
    fn word_before(&self, quotation: &Quotation) -> Option<Range<usize>> {
        let word = self
            .words
            .iter()
            .rev()
            .find(|word| word.end <= quotation.open.start)?;
        let gap = &self.line[word.end..quotation.open.start];
        let close = gap.trim().is_empty() && (spaceless(self.lexis.lang) || !gap.is_empty());
        close.then(|| word.clone())
    }

    /// The word after the closing mark with nothing but white space between.
    fn word_after(&self, quotation: &Quotation) -> Option<Range<usize>> {
        let word = self
            .words
            .iter()
            .find(|word| word.start >= quotation.close.end)?;
        let gap = &self.line[quotation.close.end..word.start];
        let close = gap.trim().is_empty() && (spaceless(self.lexis.lang) || !gap.is_empty());
        close.then(|| word.clone())
    }

    /// Tries the quotations in a random rotation until one can be damaged.
    fn any(
        &self,
        random: &mut Random,
        mut make: impl FnMut(&Quotation, &mut Random) -> Option<Damage>,
    ) -> Option<Damage> {
        let count = self.quotations.len();
        let first = random.below(count.max(1));
        (0..count).find_map(|i| make(&self.quotations[(first + i) % count], random))
    }

    /// The quotation of the source that answers to one of the line.
    fn counterpart(&self, quotation: &Quotation) -> Option<Range<usize>> {
        let source = self.source?;
        if source.quotations.len() != self.quotations.len() {
            return None;
        }
        let index = self
            .quotations
            .iter()
            .position(|other| other.open == quotation.open)?;
        Some(source.quotations[index].outer())
    }
}

/// Replaces ranges, and maps a place of the old line to the new one; text put in at either end of
/// the place is part of it.
pub fn edit(line: &str, edits: &[(Range<usize>, &str)], place: Range<usize>) -> Damage {
    let mut edits: Vec<&(Range<usize>, &str)> = edits.iter().collect();
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::new();
    let mut at = 0;
    let (mut start, mut end) = (place.start, place.end);
    for (range, text) in edits {
        out.push_str(&line[at..range.start]);
        out.push_str(text);
        at = range.end;
        let delta = |position: usize| position + text.len() - range.len();
        if range.start < place.start && range.end <= place.start {
            start = delta(start);
        }
        if range.end <= place.end {
            end = delta(end);
        }
    }
    out.push_str(&line[at..]);
    let end = end.min(out.len());
    Damage {
        place: start.min(end)..end,
        line: out,
        source: None,
        standfirst: None,
    }
}

// Marks

fn unpaired_open(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    site.any(random, |quotation, _| {
        // A quotation may go on in the next paragraph, which then opens with a mark again.
        let next = site.lines.get(site.row + 1);
        let last = !site.line[quotation.close.end..].contains(char::is_alphanumeric);
        if last && next.is_some_and(|next| quotes::opens(next)) {
            return None;
        }
        // The inner space goes with the mark.
        let gone = quotation.trimmed(site.line).end..quotation.close.end;
        Some(edit(site.line, &[(gone, "")], quotation.outer()))
    })
}

fn unpaired_close(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    site.any(random, |quotation, _| {
        let gone = quotation.open.start..quotation.trimmed(site.line).start;
        Some(edit(site.line, &[(gone, "")], quotation.outer()))
    })
}

fn mismatched(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    const CLOSING: &[char] = &['»', '”', '"', '“', '」'];
    site.any(random, |quotation, random| {
        let open = site.line[quotation.open.clone()].chars().next()?;
        let wrong: Vec<char> = CLOSING
            .iter()
            .copied()
            .filter(|close| site.lexis.quotes.fit(open, *close) == Fit::Mismatched)
            // Corner brackets stand where they are known.
            .filter(|close| *close != '」' || matches!(site.lexis.lang.base(), "ja" | "zh"))
            .collect();
        let close = random.pick(&wrong)?.to_string();
        Some(edit(
            site.line,
            &[(quotation.close.clone(), &close)],
            quotation.outer(),
        ))
    })
}

fn padded(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    site.any(random, |quotation, random| {
        let inner = &site.line[quotation.inner.clone()];
        if inner != inner.trim() {
            return None;
        }
        let at = *random.pick(&[quotation.inner.start, quotation.inner.end])?;
        Some(edit(site.line, &[(at..at, " ")], quotation.outer()))
    })
}

fn glued(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    site.any(random, |quotation, random| {
        let mut gaps = Vec::new();
        if site.lexis.quotes.before == Glue::No
            && let Some(word) = site.word_before(quotation)
            && word.end < quotation.open.start
        {
            gaps.push(word.end..quotation.open.start);
        }
        if site.lexis.quotes.after == Glue::No
            && let Some(word) = site.word_after(quotation)
            && quotation.close.end < word.start
        {
            gaps.push(quotation.close.end..word.start);
        }
        let gap = random.pick(&gaps)?.clone();
        Some(edit(site.line, &[(gap, "")], quotation.outer()))
    })
}

/// The pair put in the place of a quotation's own, without the white space of the language.
fn with_marks(site: &Site<'_>, quotation: &Quotation, open: &str, close: &str) -> Damage {
    let text = quotation.trimmed(site.line);
    edit(
        site.line,
        &[
            (quotation.open.start..text.start, open),
            (text.end..quotation.close.end, close),
        ],
        quotation.outer(),
    )
}

fn wrong_system(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    const SYSTEMS: &[(char, char)] = &[
        ('„', '“'),
        ('«', '»'),
        ('»', '«'),
        ('„', '”'),
        ('“', '”'),
        ('「', '」'),
    ];
    site.any(random, |quotation, random| {
        let wrong: Vec<(char, char)> = SYSTEMS
            .iter()
            .copied()
            .filter(|(open, close)| site.lexis.quotes.fit(*open, *close) == Fit::Foreign)
            .collect();
        let (open, close) = random.pick(&wrong)?;
        Some(with_marks(
            site,
            quotation,
            &open.to_string(),
            &close.to_string(),
        ))
    })
}

fn mixed(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    site.any(random, |quotation, random| {
        let (open, close) = quotation.pair(site.line);
        let same = site
            .systems
            .iter()
            .filter(|(a, b)| a == open && b == close)
            .count();
        if same < 3 || same < site.systems.len() {
            return None;
        }
        let others: Vec<(String, String)> = site
            .lexis
            .quotes
            .pairs()
            .chain([('"', '"')])
            .map(|(a, b)| (a.to_string(), b.to_string()))
            .filter(|(a, b)| {
                !(a == open && b == close)
                    && a != "‘"
                    && a != "‚"
                    && a != "‹"
                    && a != "›"
                    && a != "’"
            })
            .collect();
        let (a, b) = random.pick(&others)?;
        Some(with_marks(site, quotation, a, b))
    })
}

fn nested_wrong(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    site.any(random, |quotation, _| {
        let (open, _) = quotation.pair(site.line);
        let (inner_open, inner_close) = match open {
            "“" => ("‘", "’"),
            "„" => ("‚", "‘"),
            "«" | "»" => ("„", "“"),
            "\"" => ("'", "'"),
            "「" => ("『", "』"),
            "”" => ("’", "’"),
            "‘" => ("“", "”"),
            _ => return None,
        };
        let text = quotation.trimmed(site.line);
        let words = site.inside(&text);
        if words.len() < 4 {
            return None;
        }
        // The outer mark closes before the inner one: “a b ‘c d”’.
        let from = words[words.len() - 2].start;
        Some(edit(
            site.line,
            &[
                (from..from, inner_open),
                (quotation.close.end..quotation.close.end, inner_close),
            ],
            quotation.outer(),
        ))
    })
}

// Words

fn compete(site: &Site<'_>, random: &mut Random, stop: &str) -> Option<Damage> {
    site.any(random, |quotation, random| {
        let text = quotation.trimmed(site.line);
        let count = site.inside(&text).len();
        let quoted = site.word(&text);
        if !(1..=4).contains(&count)
            || quoted.ends_with(|end: char| is_stop(end) || matches!(end, ',' | '、' | '，'))
        {
            return None;
        }
        let other = random
            .pick(&site.lexis.short)
            .filter(|other| other.to_lowercase() != quoted.to_lowercase())?;
        let open = &site.line[quotation.open.start..text.start];
        let close = &site.line[text.end..quotation.close.end];
        let second = format!("{}{open}{other}{close}", site.lexis.space());
        let end = quotation.close.end;
        Some(edit(
            site.line,
            &[(text.end..text.end, stop), (end..end, &second)],
            quotation.outer(),
        ))
    })
}

fn competing(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    compete(site, random, "")
}

fn competing_stop(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    compete(site, random, site.lexis.stop()?)
}

/// A word that can be taken for a noun: content, and written as nouns are.
fn noun_like(site: &Site<'_>, word: &str) -> bool {
    let first = word.chars().next();
    site.lexis.is_content(word)
        && (site.lexis.lang.base() == "de" || !first.is_some_and(char::is_uppercase))
        && (site.lexis.lang.base() != "de" || first.is_some_and(char::is_uppercase))
}

fn echo_before(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    site.any(random, |quotation, _| {
        let noun = site.word(&site.word_before(quotation)?);
        let text = quotation.trimmed(site.line);
        let quoted = site.word(&text);
        let words = site.inside(&text);
        if !(1..=4).contains(&words.len())
            || !noun_like(site, noun)
            || quoted.to_lowercase().contains(&noun.to_lowercase())
            || quoted.contains(is_stop)
        {
            return None;
        }
        let space = if spaceless(site.lexis.lang) { "" } else { " " };
        let (at, copy) = if site.lexis.head_first() {
            (text.start, format!("{noun}{space}"))
        } else {
            (words.last()?.end, format!("{space}{noun}"))
        };
        let from = site.word_before(quotation)?.start;
        Some(edit(
            site.line,
            &[(at..at, &copy)],
            from..quotation.close.end,
        ))
    })
}

fn echo_after(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    site.any(random, |quotation, _| {
        let text = quotation.trimmed(site.line);
        let words = site.inside(&text);
        if !(2..=4).contains(&words.len()) || site.word(&text).contains(is_stop) {
            return None;
        }
        let head = if site.lexis.head_first() {
            words.first()?
        } else {
            words.last()?
        };
        let head = site.word(head);
        let next = site.word_after(quotation).map(|word| site.word(&word));
        if !noun_like(site, head) || next == Some(head) {
            return None;
        }
        let space = if spaceless(site.lexis.lang) { "" } else { " " };
        let copy = format!("{space}{head}");
        let end = quotation.close.end;
        Some(edit(site.line, &[(end..end, &copy)], quotation.outer()))
    })
}

fn displaced(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    // The casing of a headline is no fault.
    if site.row == 0 {
        return None;
    }
    site.any(random, |quotation, _| {
        let next = site.word_after(quotation)?;
        let word = site.word(&next);
        let before = site.inside(&(0..quotation.open.start)).len();
        let after = site.inside(&(next.end..site.line.len())).len();
        if before < 2
            || after < 2
            || word.chars().count() < 2
            || !site.lexis.frequent.contains(word)
            || quotation
                .text(site.line)
                .ends_with(|end: char| is_stop(end) || end == ',')
        {
            return None;
        }
        let capital = site.lexis.capitalized(word)?;
        Some(edit(
            site.line,
            &[(next.clone(), &capital)],
            quotation.open.start..next.end,
        ))
    })
}

fn keep_capital(
    site: &Site<'_>,
    random: &mut Random,
    count: std::ops::RangeInclusive<usize>,
) -> Option<Damage> {
    // Nouns are written with capitals there; and the casing of a headline is no fault.
    if site.lexis.lang.base() == "de" || site.row == 0 {
        return None;
    }
    site.any(random, |quotation, _| {
        let text = quotation.trimmed(site.line);
        let words = site.inside(&text);
        let before = site.word(&site.word_before(quotation)?).to_lowercase();
        let next = site.word(&site.word_after(quotation)?);
        let first = words.first()?;
        if !count.contains(&words.len())
            || first.start != text.start
            || site.word(&text).contains(is_stop)
            // The clause goes on after the quotation, and no verb of saying opens it: a whole
            // sentence may begin with a capital.
            || !next.starts_with(char::is_lowercase)
            || site.lexis.beside.get(&before).is_some_and(|n| *n >= 3)
                && !site.lexis.frequent.contains(&before)
            || words
                .get(1)
                .is_some_and(|second| site.word(second).starts_with(char::is_uppercase))
        {
            return None;
        }
        let capital = site.lexis.capitalized(site.word(first))?;
        Some(edit(
            site.line,
            &[(first.clone(), &capital)],
            quotation.outer(),
        ))
    })
}

fn kept_capital(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    keep_capital(site, random, 2..=8)
}

fn kept_capital_word(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    keep_capital(site, random, 1..=1)
}

fn drift(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    site.any(random, |quotation, random| {
        let text = quotation.trimmed(site.line);
        let words = site.inside(&text);
        if !(3..=8).contains(&words.len()) || site.word(&text).contains(is_stop) {
            return None;
        }
        let content: Vec<&Range<usize>> = words
            .iter()
            .filter(|word| {
                let word = site.word(word);
                site.lexis.is_content(word) && !word.starts_with(char::is_uppercase)
            })
            .collect();
        let changed = (*random.pick(&content)?).clone();
        let other = random
            .pick(&site.lexis.content)
            .filter(|other| *other != site.word(&changed))?;
        let head = &site.line[..quotation.close.end];
        let mut damage = edit(head, &[(changed, other)], quotation.outer());
        damage.line.push_str(site.lexis.stop().unwrap_or(""));
        Some(Damage {
            line: site.line.to_owned(),
            place: quotation.outer(),
            source: None,
            standfirst: Some((damage.line, damage.place)),
        })
    })
}

/// What follows a quotation to the end of its sentence, if it looks like who said it: few words,
/// one of which often stands beside quotations.
fn tail(site: &Site<'_>, quotation: &Quotation) -> Option<Range<usize>> {
    let rest = &site.line[quotation.close.end..];
    let end = quotation.close.end + rest.find(is_stop).unwrap_or(rest.len());
    let words = site.inside(&(quotation.close.end..end));
    let speech = words.iter().any(|word| {
        let word = site.word(word).to_lowercase();
        site.lexis.beside.get(&word).is_some_and(|n| *n >= 4) && !is_short(&word)
    });
    let tail = words.first()?.start..end;
    let text = &site.line[tail.clone()];
    (speech && words.len() <= 5 && !text.contains(['"', '“', '„', '«', ',', '(', '「']))
        .then_some(tail)
}

fn is_short(word: &str) -> bool {
    word.chars().count() < if ideographic(word) { 1 } else { 4 }
}

fn double_attribution(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    site.any(random, |quotation, _| {
        let tail = tail(site, quotation)?;
        let again = format!(
            "{}{}{}",
            site.lexis.comma(),
            site.lexis.space(),
            &site.line[tail.clone()]
        );
        Some(edit(
            site.line,
            &[(tail.end..tail.end, &again)],
            quotation.open.start..tail.end,
        ))
    })
}

fn dash_hybrid(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    // Where a dash between quotation and speaker is custom or unknown.
    const CUSTOM: &[&str] = &[
        "be", "bg", "hu", "lt", "lv", "mk", "pl", "pt", "ro", "ru", "sr", "hr", "es", "ca", "uk",
        "ja", "zh", "th", "fa", "ar", "ur",
    ];
    if CUSTOM.contains(&site.lexis.lang.base()) {
        return None;
    }
    site.any(random, |quotation, _| {
        let tail = tail(site, quotation)?;
        let comma = if quotation.text(site.line).ends_with([',', '.', '!', '?']) {
            ""
        } else {
            ","
        };
        Some(edit(
            site.line,
            &[(quotation.close.end..tail.start, &format!("{comma} – "))],
            quotation.open.start..tail.end,
        ))
    })
}

// With a source

/// Verbs of saying in the English side, to tell which lost quotation must be found.
fn is_speech(site: &Site<'_>, quotation: &Quotation) -> bool {
    const VERBS: &[&str] = &[
        "said",
        "says",
        "say",
        "saying",
        "told",
        "tells",
        "added",
        "asked",
        "called",
        "calls",
        "calling",
        "described",
        "wrote",
        "writes",
        "tweeted",
        "claimed",
        "claims",
        "according",
        "stated",
        "explained",
        "warned",
        "insisted",
        "argued",
        "replied",
        "declared",
        "dubbed",
        "announced",
        "suggested",
        "commented",
        "labelled",
        "labeled",
        "named",
        "quoted",
        "admitted",
        "continued",
        "noted",
        "recalled",
    ];
    let (line, outer) = match site.source {
        Some(source) if source.lang.base() == "en" => match site.counterpart(quotation) {
            Some(outer) => (source.line, outer),
            None => return false,
        },
        _ => (site.line, quotation.outer()),
    };
    let words = words(line);
    let before = words.iter().rev().filter(|word| word.end <= outer.start);
    let after = words.iter().filter(|word| word.start >= outer.end);
    before
        .take(4)
        .chain(after.take(4))
        .any(|word| VERBS.contains(&line[word.clone()].to_lowercase().as_str()))
}

/// A lost quotation that must be found: of four words or more, or said by somebody.
fn is_long(site: &Site<'_>, quotation: &Quotation) -> bool {
    site.inside(&quotation.inner).len() >= 4 || is_speech(site, quotation)
}

fn lose_words(site: &Site<'_>, random: &mut Random, long: bool) -> Option<Damage> {
    site.any(random, |quotation, _| {
        let source = site.counterpart(quotation)?;
        let outer = quotation.outer();
        let left = site.words.len() - site.inside(&outer).len();
        if is_long(site, quotation) != long || left < 2 {
            return None;
        }
        let space = site.line[outer.end..].starts_with(' ');
        let gone = outer.start..outer.end + usize::from(space);
        Some(Damage {
            source: Some(source),
            ..edit(site.line, &[(gone.clone(), "")], gone)
        })
    })
}

fn lost_words(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    lose_words(site, random, true)
}

fn lost_words_short(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    lose_words(site, random, false)
}

fn lose_marks(site: &Site<'_>, random: &mut Random, long: bool) -> Option<Damage> {
    site.any(random, |quotation, _| {
        let source = site.counterpart(quotation)?;
        if is_long(site, quotation) != long {
            return None;
        }
        Some(Damage {
            source: Some(source),
            ..with_marks(site, quotation, "", "")
        })
    })
}

fn lost_marks(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    lose_marks(site, random, true)
}

fn lost_marks_short(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    lose_marks(site, random, false)
}

/// Runs of neighbouring words with nothing but single spaces between, outside of a range.
fn runs(site: &Site<'_>, count: usize, outside: &Range<usize>) -> Vec<Range<usize>> {
    site.words
        .windows(count)
        .skip(1)
        .map(|run| (run, run[0].start..run[count - 1].end))
        .filter(|(run, range)| {
            let apart = range.end < outside.start || outside.end < range.start;
            let plain = run
                .windows(2)
                .all(|pair| matches!(&site.line[pair[0].end..pair[1].start], "" | " "));
            apart && plain
        })
        .map(|(_, range)| range)
        .collect()
}

fn added(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    let source = site.source?;
    if !quotes::is_free(site.line) || !quotes::is_free(source.line) {
        return None;
    }
    let count = 2 + random.below(4);
    let runs = runs(site, count, &(site.line.len() + 1..site.line.len() + 1));
    let run = random.pick(&runs)?.clone();
    let (open, close) = &site.lexis.usual;
    Some(edit(
        site.line,
        &[(run.start..run.start, open), (run.end..run.end, close)],
        run,
    ))
}

fn moved(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    site.any(random, |quotation, random| {
        let source = site.counterpart(quotation)?;
        let text = quotation.trimmed(site.line);
        let count = site.inside(&text).len().clamp(1, 5);
        let outer = quotation.outer();
        let run = random.pick(&runs(site, count, &outer))?.clone();
        // The run must not touch another quotation.
        if site
            .quotations
            .iter()
            .any(|other| other.open.start < run.end && run.start < other.close.end)
        {
            return None;
        }
        let open = &site.line[quotation.open.start..text.start];
        let close = &site.line[text.end..quotation.close.end];
        Some(Damage {
            source: Some(source),
            ..edit(
                site.line,
                &[
                    (quotation.open.start..text.start, ""),
                    (text.end..quotation.close.end, ""),
                    (run.start..run.start, open),
                    (run.end..run.end, close),
                ],
                run.start.min(outer.start)..run.end.max(outer.end),
            )
        })
    })
}

fn split(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    site.any(random, |quotation, _| {
        let source = site.counterpart(quotation)?;
        let text = quotation.trimmed(site.line);
        let words = site.inside(&text);
        if words.len() < 6 {
            return None;
        }
        let middle = words.len() / 2;
        let gap = words[middle - 1].end..words[middle].start;
        let between = format!(
            "{}{}{}{}",
            &site.line[text.end..quotation.close.end],
            site.lexis.comma(),
            site.lexis.space(),
            &site.line[quotation.open.start..text.start]
        );
        Some(Damage {
            source: Some(source),
            ..edit(site.line, &[(gap, &between)], quotation.outer())
        })
    })
}

fn merged(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    if site.quotations.len() < 2 {
        return None;
    }
    let first = random.below(site.quotations.len() - 1);
    let (one, two) = (&site.quotations[first], &site.quotations[first + 1]);
    let from = site.counterpart(one)?;
    let to = site.counterpart(two)?;
    if site.inside(&(one.close.end..two.open.start)).len() > 4 {
        return None;
    }
    Some(Damage {
        source: Some(from.start..to.end),
        ..edit(
            site.line,
            &[
                (one.trimmed(site.line).end..one.close.end, ""),
                (two.open.start..two.trimmed(site.line).start, ""),
            ],
            one.open.start..two.close.end,
        )
    })
}

fn speaker(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    let source = site.source?;
    // A name is written alike on both sides, so that only languages in one script are served.
    let names = |line: &'_ str, other: &str| -> Vec<Range<usize>> {
        let theirs: BTreeSet<&str> = words(other).into_iter().map(|word| &other[word]).collect();
        words(line)
            .into_iter()
            .filter(|word| {
                let word = &line[word.clone()];
                word.chars().count() >= 4
                    && word.starts_with(char::is_uppercase)
                    && theirs.contains(word)
            })
            .collect()
    };
    let here = names(site.line, source.line);
    // Another name of the document, which this line does not have.
    let others: Vec<&str> = site
        .lines
        .iter()
        .zip(source.lines)
        .flat_map(|(line, other)| names(line, other).into_iter().map(move |word| &line[word]))
        .filter(|word| !site.line.contains(word))
        .collect();
    site.any(random, |quotation, random| {
        if !is_speech(site, quotation) {
            return None;
        }
        let outer = quotation.outer();
        let name = here
            .iter()
            .filter(|name| name.end <= outer.start || outer.end <= name.start)
            .min_by_key(|name| {
                outer
                    .start
                    .abs_diff(name.end)
                    .min(name.start.abs_diff(outer.end))
            })?
            .clone();
        let other = *random.pick(&others)?;
        Some(edit(site.line, &[(name.clone(), other)], name))
    })
}

/// The lines of a document in a language, with what is in them.
struct Read<'a> {
    lines: &'a [String],
    words: Vec<Vec<Range<usize>>>,
    quotations: Vec<Vec<Quotation>>,
}

impl<'a> Read<'a> {
    fn new(ntrex: &'a Ntrex, language: &str, document: &Name) -> Read<'a> {
        let (lang, lines) = (ntrex.lang(language), ntrex.lines(language, document));
        Read {
            lines,
            words: lines.iter().map(|line| words(line)).collect(),
            quotations: lines.iter().map(|line| quotes::find(lang, line)).collect(),
        }
    }
}

/// What to damage: documents in a language, and the other side where there is one.
pub struct Text<'a> {
    ntrex: &'a Ntrex,
    lexis: &'a Lexis,
    names: Option<&'a Names>,
    /// The language of the source.
    source: Option<&'a str>,
    documents: &'a [&'a Name],
    read: Vec<(Read<'a>, Option<Read<'a>>)>,
}

impl<'a> Text<'a> {
    pub fn new(
        ntrex: &'a Ntrex,
        lexis: &'a Lexis,
        source: Option<&'a str>,
        names: Option<&'a Names>,
        documents: &'a [&'a Name],
    ) -> Text<'a> {
        let read = documents.iter().map(|document| {
            let theirs = source.map(|source| Read::new(ntrex, source, document));
            (Read::new(ntrex, &lexis.name, document), theirs)
        });
        Text {
            ntrex,
            lexis,
            names,
            source,
            documents,
            read: read.collect(),
        }
    }

    pub fn language(&self) -> &'a str {
        &self.lexis.name
    }

    /// Documents with a line of page residue in the language of the document at their end; the
    /// patterns are those of the table that the checks read, so that this measures only that the
    /// table is read.
    fn residue(&self, kind: &str, cap: usize) -> Vec<Artefact> {
        let patterns: Vec<&str> = bilint::data::rows(include_str!("../../src/data/residue.tsv"))
            .filter(|row| row[0] == kind)
            .filter(|row| {
                row[1].parse::<Lang>().is_ok_and(|lang| {
                    lang.same_language(self.lexis.lang) && lang.script() == self.lexis.lang.script()
                })
            })
            .map(|row| row[2])
            .collect();
        let mut made: Vec<(u64, Artefact)> = Vec::new();
        for (index, document) in self.documents.iter().enumerate() {
            let seed = hash(format!("{} {kind}", document.name).as_bytes());
            let mut random = Random::new(seed);
            let lines = self.ntrex.lines(self.language(), document);
            let mut lines = lines.to_vec();
            let place = if kind == "site-name" {
                let site = random.pick(&[" - BBC News", " | Reuters", " — RT World News", " – DW"]);
                let start = lines[0].len();
                lines[0].push_str(site.unwrap_or(&""));
                (0, start..lines[0].len())
            } else {
                let Some(pattern) = random.pick(&patterns) else {
                    break;
                };
                let filler = random.pick(&lines).map_or("", String::as_str);
                lines.push(pattern.replace('*', filler).trim().to_owned());
                (lines.len() - 1, 0..lines[lines.len() - 1].len())
            };
            made.push((
                seed,
                Artefact {
                    document: index,
                    window: 0..document.lines.len(),
                    lines,
                    places: vec![place],
                    source: None,
                },
            ));
        }
        made.sort_by_key(|(seed, artefact)| (*seed, artefact.document));
        made.truncate(cap);
        made.into_iter().map(|(_, artefact)| artefact).collect()
    }

    /// At most `cap` artefacts of a kind in the documents, at most one a line, chosen by a hash;
    /// and the number of lines where it could not be put: of those with a quotation, for the kinds
    /// that damage one.
    pub fn artefacts(&self, kind: &Kind, cap: usize) -> (Vec<Artefact>, usize) {
        let Some(make) = kind.make else {
            return (self.residue(kind.name, cap), 0);
        };
        let mut made: Vec<(u64, Artefact)> = Vec::new();
        let mut skipped = 0;
        for (index, (document, (ours, theirs))) in self.documents.iter().zip(&self.read).enumerate()
        {
            let systems: Vec<(String, String)> = ours
                .lines
                .iter()
                .zip(&ours.quotations)
                .flat_map(|(line, found)| {
                    found.iter().map(|quotation| {
                        let (open, close) = quotation.pair(line);
                        (open.to_owned(), close.to_owned())
                    })
                })
                .collect();
            for (row, line) in ours.lines.iter().enumerate() {
                let site = Site {
                    lexis: self.lexis,
                    ntrex: self.ntrex,
                    names: self.names,
                    document,
                    line,
                    words: &ours.words[row],
                    quotations: &ours.quotations[row],
                    systems: &systems,
                    lines: ours.lines,
                    row,
                    source: self.source.zip(theirs.as_ref()).map(|(name, read)| Source {
                        lang: self.ntrex.lang(name),
                        name,
                        lines: read.lines,
                        line: &read.lines[row],
                        words: &read.words[row],
                        quotations: &read.quotations[row],
                    }),
                };
                let seed = hash(format!("{} {row} {}", document.name, kind.name).as_bytes());
                match make(&site, &mut Random::new(seed)) {
                    Some(damage) => {
                        made.push((seed, artefact(kind, index, &site, damage)));
                    }
                    None if kind.is_of_row() => skipped += 1,
                    None => skipped += usize::from(!site.quotations.is_empty()),
                }
            }
        }
        made.sort_by_key(|(seed, artefact)| (*seed, artefact.document));
        made.truncate(cap);
        let made = made.into_iter().map(|(_, artefact)| artefact).collect();
        (made, skipped)
    }
}

fn artefact(kind: &Kind, document: usize, site: &Site<'_>, damage: Damage) -> Artefact {
    let count = site.lines.len();
    // A translation alone is seen with the paragraphs next to it.
    let window = match (kind.is_of_row(), site.source) {
        (false, _) => 0..count,
        (true, Some(_)) => site.row..site.row + 1,
        (true, None) => site.row.saturating_sub(1)..(site.row + 2).min(count),
    };
    let row = site.row - window.start;
    let mut lines = site.lines[window.clone()].to_vec();
    lines[row] = damage.line;
    let mut places = vec![(row, damage.place)];
    if let Some((line, place)) = damage.standfirst {
        let at = 1.min(lines.len());
        lines.insert(at, line);
        if row >= at {
            places[0].0 += 1;
        }
        places.push((at, place));
    }
    Artefact {
        document,
        window,
        lines,
        places,
        source: damage.source.map(|place| (row, place)),
    }
}

//! Quotation marks paired by role.
//!
//! A mark's glyph does not say what it does: “ opens English and closes German, ” does both in
//! Swedish, ' is mostly an apostrophe. So each block is parsed as a whole: every mark may open,
//! close, be a letter or stand astray, each at a cost that depends on its neighbours and on the
//! language, and the cheapest reading wins (beam search over the stack of open quotations).
//! Marks left over are then paired across blocks, since a quotation may go on for paragraphs.

use rayon::prelude::*;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

use super::attribution::Attributor;
use crate::data::quotes::{
    Glue, Inner, Quotes, closes_somewhere, is_mark, is_single, is_straight, opens_somewhere,
};
use crate::text::{
    Block, Document, Fit, Mark, MarkRole, Name, Notes, Quotation, Reach, Segment, Span, Word,
};

/// Costs are in tenths of a fault: what a reader would find as odd as one clear misprint is 10.
type Cost = u32;

/// A mark with nothing to pair with.
const ALONE: Cost = 40;
/// The same for the first or last mark of a block: its partner may stand in another block.
const ALONE_AT_EDGE: Cost = 25;
/// White space on the inner side of a mark.
const PADDED: Cost = 15;
/// More for a straight mark, of which white space is the only sign of direction.
const STRAIGHT: Cost = 10;
/// A letter on the outer side of a mark.
const GLUED: Cost = 20;
/// A pair that only other languages use.
const FOREIGN: Cost = 8;
/// A pair that no language uses.
const MISMATCHED: Cost = 25;

/// Readings kept after each mark.
const BEAM: usize = 12;
/// Deepest nesting.
const DEPTH: usize = 6;
/// Marks after which the best reading is settled, so that memory stays bounded in a huge block.
const WINDOW: usize = 2048;
/// Blocks over which a quotation may go on without a mark.
const REACH: usize = 12;

/// Finds marks and quotations in all segments.
pub fn annotate(document: &Document, segments: &[Segment], notes: &mut [Notes]) {
    let quotes = Quotes::of(document.lang);
    let attributor = Attributor::new(document.lang);
    let parse = |block: &Block| parse(&document.text, block.span, quotes);
    let mut blocks: Vec<Parsed> = if document.text.len() > 1 << 16 {
        document.blocks.par_iter().map(parse).collect()
    } else {
        document.blocks.iter().map(parse).collect()
    };
    let pairs = pair_across(&mut blocks);
    for (index, parsed) in blocks.iter().enumerate() {
        if parsed.tokens.is_empty() {
            continue;
        }
        let block = document.blocks[index].span;
        let first = segments.partition_point(|segment| (segment.block as usize) < index);
        let end = segments.partition_point(|segment| segment.block as usize <= index);
        if first == end {
            continue;
        }
        let holder = |byte: u32| {
            let at = segments[first..end].partition_point(|segment| segment.span.start <= byte);
            first + at.saturating_sub(1)
        };
        for token in &parsed.tokens {
            notes[holder(token.span.start)].marks.push(Mark {
                span: token.span,
                role: token.role,
            });
        }
        for quotation in parsed.quotations(&document.text, block, quotes) {
            let start = quotation
                .open
                .or(quotation.close)
                .map_or(0, |span| span.start);
            notes[holder(start)].quotations.push(quotation);
        }
        let notes = &mut notes[first..end];
        let words: Vec<Word> = notes.iter().flat_map(|notes| notes.words.clone()).collect();
        let names: Vec<Name> = notes.iter().flat_map(|notes| notes.names.clone()).collect();
        for quotation in notes.iter_mut().flat_map(|notes| &mut notes.quotations) {
            quotation.attribution =
                attributor.find(&document.text, block, quotation, &words, &names);
        }
    }
    for pair in &pairs {
        join(document, segments, notes, quotes, pair);
    }
}

/// A mark in its place.
#[derive(Debug, Clone, Copy)]
struct Token {
    span: Span,
    glyph: char,
    open: Cost,
    close: Cost,
    /// The cost of being no quotation mark; `None` where it can only be one.
    letter: Option<Cost>,
    role: MarkRole,
    /// Index of the other mark of the pair.
    partner: Option<u32>,
    level: u8,
    /// What follows can be the end of a paragraph of speech: it ends with a stop and does not
    /// begin with a small letter.
    runs_on: bool,
    /// Its partner stands in another block, or the quotation opens again in the next one.
    continued: bool,
}

#[derive(Debug, Default)]
struct Parsed {
    tokens: Vec<Token>,
}

/// An opening mark of one block and the closing mark of a later one.
#[derive(Debug)]
struct Across {
    open: Span,
    close: Span,
}

impl Parsed {
    fn quotations<'a>(
        &'a self,
        text: &'a str,
        block: Span,
        quotes: &'a Quotes,
    ) -> impl Iterator<Item = Quotation> + 'a {
        self.tokens.iter().filter_map(move |token| {
            let (open, close) = match (token.role, token.partner) {
                (MarkRole::Open, Some(partner)) => {
                    (Some(*token), Some(self.tokens[partner as usize]))
                }
                (MarkRole::Open, None) => (Some(*token), None),
                (MarkRole::Stray, _) if !token.continued => (None, Some(*token)),
                _ => return None,
            };
            let inner = Span {
                start: open.map_or(block.start, |open| open.span.end),
                end: close.map_or(block.end, |close| close.span.start),
            };
            Some(Quotation {
                open: open.map(|open| open.span),
                close: close.map(|close| close.span),
                inner: trim(text, inner),
                level: token.level,
                fit: match (open, close) {
                    (Some(open), Some(close)) => quotes.fit(open.glyph, close.glyph),
                    _ => Fit::Single,
                },
                reach: match (open, close) {
                    (Some(_), Some(_)) => Reach::Closed,
                    (Some(open), None) if open.continued => Reach::Continued,
                    (Some(_), None) => Reach::Unclosed,
                    _ => Reach::Unopened,
                },
                attribution: None,
            })
        })
    }
}

fn trim(text: &str, span: Span) -> Span {
    let inner = span.of(text);
    let start = span.start as usize + (inner.len() - inner.trim_start().len());
    Span::new(start, start + inner.trim().len())
}

/// Pairs what single blocks left over. Returns the pairs found.
fn pair_across(blocks: &mut [Parsed]) -> Vec<Across> {
    let mut pairs = Vec::new();
    // The last opening mark without a partner: block, token.
    let mut waiting: Option<(usize, usize)> = None;
    for index in 0..blocks.len() {
        if let Some((block, token)) = waiting
            && index - block > REACH
        {
            let _ = token;
            waiting = None;
        }
        if blocks[index].tokens.is_empty() {
            continue;
        }
        for at in 0..blocks[index].tokens.len() {
            let token = blocks[index].tokens[at];
            match (token.role, token.partner) {
                (MarkRole::Stray, None) => {
                    if let Some((block, open)) = waiting.take() {
                        let opening = &mut blocks[block].tokens[open];
                        if !compatible(opening.glyph, token.glyph) {
                            continue;
                        }
                        opening.continued = true;
                        pairs.push(Across {
                            open: opening.span,
                            close: token.span,
                        });
                        let closing = &mut blocks[index].tokens[at];
                        closing.role = MarkRole::Close;
                        closing.continued = true;
                    }
                }
                (MarkRole::Open, partner) => {
                    // A paragraph that opens with a mark goes on with the quotation before it.
                    if let Some((block, open)) = waiting
                        && at == 0
                        && block + 1 == index
                        && starts_block(&blocks[index].tokens, token)
                        && blocks[block].tokens[open].runs_on
                        && blocks[block].tokens[open].glyph == token.glyph
                    {
                        blocks[block].tokens[open].continued = true;
                        waiting = None;
                    }
                    if partner.is_none() {
                        waiting = Some((index, at));
                    }
                }
                _ => {}
            }
        }
    }
    pairs
}

fn starts_block(tokens: &[Token], token: Token) -> bool {
    tokens.first().is_some_and(|first| first.span == token.span) && token.open == 0
}

/// Whether two glyphs could be the two ends of one quotation.
fn compatible(open: char, close: char) -> bool {
    is_single(open) == is_single(close)
}

fn join(
    document: &Document,
    segments: &[Segment],
    notes: &mut [Notes],
    quotes: &Quotes,
    pair: &Across,
) {
    let at = segments.partition_point(|segment| segment.span.start <= pair.open.start);
    let Some(holder) = at.checked_sub(1) else {
        return;
    };
    for quotation in &mut notes[holder].quotations {
        if quotation.open == Some(pair.open) {
            quotation.close = Some(pair.close);
            quotation.inner = trim(
                &document.text,
                Span {
                    start: pair.open.end,
                    end: pair.close.start,
                },
            );
            let glyph = |span: Span| document.slice(span).chars().next().unwrap_or('"');
            quotation.fit = quotes.fit(glyph(pair.open), glyph(pair.close));
            quotation.reach = Reach::Continued;
        }
    }
}

fn parse(text: &str, block: Span, quotes: &Quotes) -> Parsed {
    let mut tokens = tokens(text, block, quotes);
    if tokens.is_empty() {
        return Parsed { tokens };
    }
    let contested: Vec<u32> = (0..tokens.len() as u32)
        .filter(|index| tokens[*index as usize].role != MarkRole::Letter)
        .collect();
    let mut stack = Vec::new();
    for window in contested.chunks(WINDOW) {
        let first = window[0] == contested[0];
        let last = window.last() == contested.last();
        stack = settle(&mut tokens, window, stack, quotes, (first, last));
    }
    Parsed { tokens }
}

/// Most characters of most texts, which are neither marks nor invisible.
fn is_plain(character: char) -> bool {
    matches!(
        character,
        ' ' | 'a'..='z' | 'A'..='Z' | ','..='9' | 'À'..='\u{2ff}' | '\u{370}'..='\u{5ef}'
            | '\u{620}'..='\u{64a}' | '\u{900}'..='\u{17ff}' | '\u{3041}'..='\u{d7a3}'
    )
}

/// The glyphs of a block that can be quotation marks, each with what it would cost as what.
fn tokens(text: &str, block: Span, quotes: &Quotes) -> Vec<Token> {
    let inside = block.of(text);
    let mut tokens = Vec::new();
    // The last visible character before the current one.
    let mut before: Option<char> = None;
    let mut rest = inside.char_indices().peekable();
    while let Some((offset, glyph)) = rest.next() {
        if is_plain(glyph) {
            before = Some(glyph);
            continue;
        }
        if is_invisible(glyph) {
            continue;
        }
        if !is_mark(glyph) {
            before = Some(glyph);
            continue;
        }
        let mut end = offset + glyph.len_utf8();
        let mut shown = glyph;
        // Two single marks typed for a double one.
        if is_single(glyph) && inside[end..].starts_with(glyph) && !is_letter_like(before) {
            rest.next();
            end += glyph.len_utf8();
            shown = '"';
        }
        let mut following = inside[end..].chars().filter(|c| !is_invisible(*c));
        let around = Around {
            before,
            after: following.next(),
            then: following.next(),
        };
        let mut token = Token {
            span: Span::new(block.start as usize + offset, block.start as usize + end),
            glyph: shown,
            open: around.open(shown, quotes),
            close: around.close(shown, quotes),
            letter: around.letter(shown),
            role: MarkRole::Stray,
            partner: None,
            level: 0,
            runs_on: inside.ends_with(is_end) && !around.after.is_some_and(char::is_lowercase),
            continued: false,
        };
        if token.letter == Some(0) {
            token.role = MarkRole::Letter;
        }
        tokens.push(token);
        before = Some(glyph);
    }
    tokens
}

/// The visible neighbours of a mark within its block.
struct Around {
    before: Option<char>,
    after: Option<char>,
    then: Option<char>,
}

impl Around {
    fn open(&self, glyph: char, quotes: &Quotes) -> Cost {
        let straight = if is_straight(glyph) { STRAIGHT } else { 0 };
        let outer = match self.before {
            None => 0,
            Some(c) if c.is_whitespace() => 0,
            Some(c) if is_mark(c) => 0,
            Some('.' | ',' | ';' | ':' | '!' | '?') => 15,
            Some(c) if is_spaceless(c) => 1,
            Some(c) if is_letter_like(Some(c)) => match quotes.before {
                Glue::Yes => 2,
                Glue::Unknown => 6,
                Glue::No => GLUED + straight,
            },
            Some(_) => 0,
        };
        let inner = match (self.after, self.then) {
            (None, _) => 30,
            (Some(c), _) if c.is_whitespace() => padding(glyph, quotes),
            (Some('.'), Some('.')) => 0,
            (Some('.' | ',' | ';' | ':' | '!' | '?' | ')' | '。' | '、' | '，'), _) => 20,
            _ => 0,
        };
        let shape = if quotes.opens(glyph) || !quotes.is_known() && opens_somewhere(glyph) {
            0
        } else if opens_somewhere(glyph) {
            6
        } else {
            20
        };
        outer + inner + shape
    }

    fn close(&self, glyph: char, quotes: &Quotes) -> Cost {
        let straight = if is_straight(glyph) { STRAIGHT / 2 } else { 0 };
        let inner = match self.before {
            None => 30,
            Some(c) if c.is_whitespace() => padding(glyph, quotes),
            Some('(' | '[' | '{' | '（' | '¿' | '¡') => 20,
            _ => 0,
        };
        let outer = match self.after {
            Some(c) if is_mark(c) => 0,
            Some(c) if is_spaceless(c) => 1,
            Some(c) if c.is_numeric() => 10 + straight,
            Some(c) if is_letter_like(Some(c)) => match quotes.after {
                Glue::Yes => 1,
                Glue::Unknown => 5,
                Glue::No => GLUED + straight,
            },
            Some('(' | '（') => 3,
            _ => 0,
        };
        let shape = if quotes.closes(glyph) {
            0
        } else if quotes.opens(glyph) || !closes_somewhere(glyph) {
            10
        } else {
            0
        };
        inner + outer + shape
    }

    fn letter(&self, glyph: char) -> Option<Cost> {
        let letter =
            |c: Option<char>| c.is_some_and(|c| is_letter_like(Some(c)) && !c.is_numeric());
        let digit = |c: Option<char>| c.is_some_and(char::is_numeric);
        let before = letter(self.before);
        let after = letter(self.after);
        let hebrew = |c: Option<char>| c.is_some_and(|c| c.script() == Script::Hebrew);
        if hebrew(self.before) && hebrew(self.after) {
            // Gershayim of an acronym, or a prefix before a quotation.
            return Some(if is_single(glyph) { 0 } else { 1 });
        }
        if matches!(glyph, '"' | '”' | '″' | '״') {
            return (digit(self.before)).then_some(if glyph == '″' { 0 } else { 8 });
        }
        if !is_single(glyph) {
            return None;
        }
        let spaceless =
            self.before.is_some_and(is_spaceless) || self.after.is_some_and(is_spaceless);
        Some(match (before, after) {
            (true, true) if spaceless => 20,
            (true, true) => 0,
            (true, false) if digit(self.after) => 2,
            (true, false) if glyph == '‘' => 30,
            (true, false) => 6,
            (false, _) if digit(self.before) => 3,
            (false, true) if self.before.is_some_and(is_mark) => 3,
            (false, true) if self.after == Some('n') && self.then.is_some_and(is_single) => 0,
            // A mark that opens quotations is seldom an apostrophe.
            (false, true) if glyph == '‘' => 30,
            (false, true) => 12,
            (false, false) if digit(self.after) => 4,
            (false, false) => 30,
        })
    }
}

fn padding(glyph: char, quotes: &Quotes) -> Cost {
    if matches!(glyph, '«' | '»' | '‹' | '›') && quotes.inner != Inner::None {
        0
    } else if is_straight(glyph) {
        PADDED + STRAIGHT
    } else {
        PADDED
    }
}

/// Marks with which a paragraph of speech ends.
fn is_end(c: char) -> bool {
    matches!(
        c,
        '.' | '!' | '?' | '…' | ':' | '。' | '！' | '？' | '؟' | '۔' | '।' | '։' | '។' | '။'
    ) || is_mark(c)
}

/// Letters, digits and what is written on them.
fn is_letter_like(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || is_combining_mark(c))
}

/// Letters of scripts that set no space between words, and their punctuation.
fn is_spaceless(c: char) -> bool {
    matches!(
        c.script(),
        Script::Han
            | Script::Hiragana
            | Script::Katakana
            | Script::Thai
            | Script::Lao
            | Script::Khmer
            | Script::Myanmar
            | Script::Tibetan
    ) || matches!(
        c,
        '、' | '。' | '，' | '：' | '；' | '！' | '？' | '（' | '）' | '・' | '…'
    )
}

/// Direction marks, joiners and the like: they stand between a mark and its neighbour unseen.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{AD}')
}

/// A reading of the marks so far.
#[derive(Debug, Clone)]
struct Reading {
    cost: Cost,
    /// Open quotations, outermost first: indices of tokens.
    stack: [u32; DEPTH],
    depth: u8,
    /// Index into the trail of choices.
    trail: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Choice {
    Open,
    Close,
    Letter,
    Stray,
}

/// Chooses roles for a window of marks and returns what is still open after it.
fn settle(
    tokens: &mut [Token],
    window: &[u32],
    open: Vec<u32>,
    quotes: &Quotes,
    (first, last): (bool, bool),
) -> Vec<u32> {
    let mut start = Reading {
        cost: 0,
        stack: [0; DEPTH],
        depth: open.len() as u8,
        trail: u32::MAX,
    };
    start.stack[..open.len()].copy_from_slice(&open);
    let mut beam = vec![start];
    let mut trail: Vec<(u32, Choice)> = Vec::with_capacity(window.len() * BEAM);
    let mut next: Vec<Reading> = Vec::with_capacity(4 * BEAM);
    for (position, &index) in window.iter().enumerate() {
        let token = tokens[index as usize];
        let at_start = first && position == 0;
        let at_end = last && position + 1 == window.len();
        next.clear();
        for reading in &beam {
            let mut push = |choice: Choice, cost: Cost, change: fn(&mut Reading, u32)| {
                let mut new = reading.clone();
                new.cost += cost;
                change(&mut new, index);
                trail.push((reading.trail, choice));
                new.trail = trail.len() as u32 - 1;
                next.push(new);
            };
            let depth = reading.depth as usize;
            let top = depth
                .checked_sub(1)
                .map(|top| tokens[reading.stack[top] as usize]);
            if let Some(top) = top {
                let pair = match quotes.fit(top.glyph, token.glyph) {
                    Fit::Primary | Fit::Alternate | Fit::Accepted | Fit::Single => 0,
                    Fit::Foreign if !quotes.is_known() => 0,
                    Fit::Foreign => FOREIGN,
                    Fit::Mismatched if is_single(top.glyph) != is_single(token.glyph) => {
                        MISMATCHED + STRAIGHT
                    }
                    Fit::Mismatched => MISMATCHED,
                };
                push(Choice::Close, token.close + pair, |new, _| new.depth -= 1);
            }
            if depth < DEPTH {
                let nested = match top {
                    Some(top) if top.glyph == token.glyph && is_straight(token.glyph) => 15,
                    Some(top) if top.glyph == token.glyph => 10,
                    Some(_) if depth >= 3 => 20,
                    _ => 0,
                };
                // An opening mark whose partner can no longer come in this block.
                push(Choice::Open, token.open + nested, |new, index| {
                    new.stack[new.depth as usize] = index;
                    new.depth += 1;
                });
            }
            if let Some(cost) = token.letter {
                push(Choice::Letter, cost, |_, _| {});
            }
            let alone = if at_start && depth == 0 || at_end {
                ALONE_AT_EDGE
            } else {
                ALONE
            };
            push(Choice::Stray, alone + token.close, |_, _| {});
        }
        if at_end {
            for reading in &mut next {
                // A block may break off inside a quotation inside a quotation.
                reading.cost += ALONE_AT_EDGE * Cost::from(reading.depth);
            }
        }
        next.sort_by_key(|reading| (reading.cost, reading.trail));
        beam.clear();
        for reading in next.drain(..) {
            let same = |kept: &Reading| {
                kept.depth == reading.depth
                    && kept.stack[..kept.depth as usize] == reading.stack[..kept.depth as usize]
            };
            if beam.len() < BEAM && !beam.iter().any(same) {
                beam.push(reading);
            }
        }
    }
    let Some(best) = beam.first() else {
        return Vec::new();
    };
    let mut choices = Vec::with_capacity(window.len());
    let mut at = best.trail;
    while at != u32::MAX {
        let (parent, choice) = trail[at as usize];
        choices.push(choice);
        at = parent;
    }
    choices.reverse();
    let mut stack = open;
    for (&index, choice) in window.iter().zip(choices) {
        let token = index as usize;
        match choice {
            Choice::Open => {
                tokens[token].role = MarkRole::Open;
                tokens[token].level = stack.len() as u8;
                stack.push(index);
            }
            Choice::Close => {
                tokens[token].role = MarkRole::Close;
                if let Some(open) = stack.pop() {
                    tokens[token].partner = Some(open);
                    tokens[token].level = stack.len() as u8;
                    tokens[open as usize].partner = Some(index);
                }
            }
            Choice::Letter => tokens[token].role = MarkRole::Letter,
            Choice::Stray => tokens[token].role = MarkRole::Stray,
        }
    }
    stack
}

#[cfg(test)]
mod tests {
    use crate::text::{Lang, MarkRole, Quotation, Reach, Side};

    fn side(lang: &str, text: &str) -> Side {
        let lang: Lang = lang.parse().expect("a tag");
        crate::prepare(crate::read::plain("-", text.to_owned(), lang))
    }

    /// Open marks become ⟨, closing ones ⟩, strays ⌇; the rest is left.
    fn show(lang: &str, text: &str) -> String {
        let side = side(lang, text);
        let mut shown = String::new();
        let mut at = 0;
        for mark in side.notes.iter().flat_map(|notes| &notes.marks) {
            shown.push_str(&side.document.text[at..mark.span.start as usize]);
            shown.push_str(match mark.role {
                MarkRole::Open => "⟨",
                MarkRole::Close => "⟩",
                MarkRole::Stray => "⌇",
                MarkRole::Letter => mark.span.of(&side.document.text),
            });
            at = mark.span.end as usize;
        }
        shown + &side.document.text[at..]
    }

    #[test]
    fn marks_have_the_role_their_place_gives_them() {
        for (lang, text, shown) in [
            (
                "en",
                "He said “no.” Then “yes”.",
                "He said ⟨no.⟩ Then ⟨yes⟩.",
            ),
            (
                "de",
                "Er sagte „nein“ und „ja“.",
                "Er sagte ⟨nein⟩ und ⟨ja⟩.",
            ),
            ("sv", "Hon sade ”nej” och ”ja”.", "Hon sade ⟨nej⟩ och ⟨ja⟩."),
            ("fi", "Hän sanoi »ei» ja ”joo”.", "Hän sanoi ⟨ei⟩ ja ⟨joo⟩."),
            ("da", "Han sagde »nej« og »ja«.", "Han sagde ⟨nej⟩ og ⟨ja⟩."),
            (
                "fr",
                "Il a dit « non » à l’homme.",
                "Il a dit ⟨ non ⟩ à l’homme.",
            ),
            (
                "ja",
                "「『はい』と言った」と述べた。",
                "⟨⟨はい⟩と言った⟩と述べた。",
            ),
            (
                "he",
                "הוא אמר \"לא\" ב\"הארץ\" על צה\"ל.",
                "הוא אמר ⟨לא⟩ ב⟨הארץ⟩ על צה\"ל.",
            ),
            (
                "ko",
                "그는 “아니다”라고 말했다.",
                "그는 ⟨아니다⟩라고 말했다.",
            ),
            (
                "en",
                "The 5'10\" man's players' 'big' day in the '90s.",
                "The 5'10\" man's players' ⟨big⟩ day in the '90s.",
            ),
            (
                "en",
                "\"Rock 'n' roll,\" he said.",
                "⟨Rock 'n' roll,⟩ he said.",
            ),
            ("tr", "\"Ankara'nın\" dedi.", "⟨Ankara'nın⟩ dedi."),
            ("en", "He said ” no “ to it.", "He said ⟨ no ⟩ to it."),
            ("en", "“A ‘B’ C”", "⟨A ⟨B⟩ C⟩"),
        ] {
            assert_eq!(show(lang, text), shown, "{lang}");
        }
    }

    fn quotations(side: &Side) -> Vec<Quotation> {
        side.notes
            .iter()
            .flat_map(|notes| notes.quotations.clone())
            .collect()
    }

    #[test]
    fn a_quotation_goes_on_over_paragraphs() {
        let side = side("en", "He said: “One.\n\n“Two.\n\n“Three.” So it was.");
        let reach: Vec<Reach> = quotations(&side).iter().map(|q| q.reach).collect();
        assert_eq!(reach, [Reach::Continued, Reach::Continued, Reach::Closed]);
    }

    #[test]
    fn a_quotation_may_close_in_a_later_block() {
        let side = side(
            "en",
            "\"I went home.\nThen I slept,\" he said. \"Then\nI rose.\"",
        );
        let found: Vec<_> = quotations(&side)
            .iter()
            .map(|q| (q.reach, side.document.slice(q.inner).to_owned()))
            .collect();
        assert_eq!(
            found,
            [
                (Reach::Continued, "I went home.\nThen I slept,".to_owned()),
                (Reach::Continued, "Then\nI rose.".to_owned()),
            ]
        );
    }

    #[test]
    fn the_verb_of_saying_is_found_on_either_side() {
        for (lang, text, verb) in [
            ("en", "“No,” he said on Friday.", "said"),
            ("en", "She added: “No.”", "added"),
            ("en", "He called his rival a “cheat” again.", "called"),
            ("de", "„Nein“, sagte er am Freitag.", "sagte"),
            ("ru", "«Нет», — заявил он.", "заявил"),
            ("ja", "「いいえ」と述べた。", "と述べ"),
            ("zh", "他表示：“不。”", "表示"),
            ("ar", "وقال الوزير: \"لا\".", "وقال"),
        ] {
            let side = side(lang, text);
            let found = quotations(&side)[0]
                .attribution
                .map(|found| found.verb.of(text));
            assert_eq!(found, Some(verb), "{lang}");
        }
        assert_eq!(
            quotations(&side("en", "The “no” of Friday."))[0].attribution,
            None
        );
    }

    #[test]
    fn what_is_missing_is_said() {
        let one = side("en", "He said “no and left.");
        assert_eq!(quotations(&one)[0].reach, Reach::Unclosed);
        let other = side("en", "He said no” and left.");
        assert_eq!(quotations(&other)[0].reach, Reach::Unopened);
    }
}

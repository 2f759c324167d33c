//! Where sentences end in a text.
//!
//! Candidates are the stops of UAX #29 (`Sentence_Terminal`), the ellipsis and, in Greek, the
//! semicolon. A stop ends its sentence unless what stands around it says otherwise: a small letter
//! follows, the word before is an abbreviation, an initial or an ordinal, the quotation it closes
//! is attributed behind it, and so on. UAX #29 itself also divides after abbreviations, and before
//! an opening mark that follows a stop without a space.
//!
//! One pass; what is looked at before and after a stop is bounded.

use std::ops::Range;

use icu_properties::CodePointSetData;
use icu_properties::props::SentenceTerminal;

use super::language::{Follows, Language, Ordinal};

/// Bytes looked at before a stop, for its word.
const WORD: usize = 48;
/// Bytes looked at behind a quotation, for who said it.
const CLAUSE: usize = 240;
/// Bytes from the start of a sentence within which a unit or year does not end it.
const NEAR: usize = 40;
/// Bytes of the word before a year that opens a sentence.
const OPENING: usize = 16;
/// Ordinals up to this one are days.
const LAST_DAY: u32 = 31;
/// Ordinals and numbers of list items are seldom higher.
const HIGHEST_ITEM: u32 = 999;
/// Quotation marks that may close at once.
const MARKS: usize = 6;
/// What may stand inside a word; marks of quotation for Hebrew abbreviations.
const JOINERS: &str = ".-'’/&·°\"“”״׳";
/// Characters that may stand between a sentence's start and its first letter.
const LEADING: usize = 8;

/// Divides a text into sentences without white space at either end.
pub fn sentences(text: &str, language: &Language) -> Vec<Range<usize>> {
    let mut scanner = Scanner {
        text,
        language,
        sentence: 0,
        has_word: false,
        searched: 0,
        quoted: false,
        bracket: None,
        sentences: Vec::new(),
    };
    scanner.run();
    scanner.sentences
}

struct Scanner<'a> {
    text: &'a str,
    language: &'a Language,
    /// Where the sentence began.
    sentence: usize,
    /// Whether a letter or digit stands in the sentence before `searched`.
    has_word: bool,
    searched: usize,
    /// Whether a straight double mark is open.
    quoted: bool,
    /// The bracket that was opened last in the sentence and is still open.
    bracket: Option<usize>,
    sentences: Vec<Range<usize>>,
}

/// What a run of stops with the marks behind it is made of.
#[derive(Debug, Clone, Copy, Default)]
struct Stop {
    /// First byte.
    start: usize,
    /// First byte behind the last stop.
    stopped: usize,
    /// First byte behind the closing marks.
    end: usize,
    kind: Kind,
    closes_quotation: bool,
    /// Where the bracket was opened that is closed behind the stop.
    closes_bracket: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    /// A full stop that may also be part of an abbreviation or number.
    #[default]
    Full,
    /// Three full stops or the character for them.
    Ellipsis,
    /// A mark of question or exclamation.
    Asking,
    /// A stop that is nothing else: 。 । ۔ ։
    Strong,
}

/// How the next sentence would begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lead {
    Lower,
    Upper,
    Caseless,
    Digit,
    /// No letter or digit is near.
    Other,
}

impl Scanner<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            at = match bytes[at] {
                b'.' | b'!' | b'?' => self.stop(at),
                b';' if self.language.semicolon_asks => self.stop(at),
                b'"' => {
                    self.quoted = self.opens(at);
                    at + 1
                }
                b'(' | b'[' => {
                    self.bracket = Some(at);
                    at + 1
                }
                b')' | b']' => {
                    self.bracket = None;
                    at + 1
                }
                b'\n' => self.line_end(at),
                b' ' if !self.language.ends.is_empty() => self.space(at),
                byte if byte < 0x80 => at + 1,
                _ => {
                    let character = self.character(at);
                    if is_stop(character) {
                        self.stop(at)
                    } else if character == '\u{2028}' || character == '\u{2029}' {
                        self.line_end(at)
                    } else {
                        // Some open with a straight mark and close with a curly one.
                        self.quoted &= !matches!(character, '“' | '”');
                        at + character.len_utf8()
                    }
                }
            };
        }
        self.cut(bytes.len(), bytes.len());
    }

    /// The character at a byte, NUL at the end.
    fn character(&self, at: usize) -> char {
        self.text[at..].chars().next().unwrap_or('\0')
    }

    fn character_before(&self, at: usize) -> char {
        self.text[..at].chars().next_back().unwrap_or('\0')
    }

    /// Ends the sentence before `end` and starts the next at `next`.
    fn cut(&mut self, end: usize, next: usize) {
        let raw = &self.text[self.sentence..end];
        let start = self.sentence + (raw.len() - raw.trim_start().len());
        let end = self.sentence + raw.trim_end().len();
        if start < end {
            self.sentences.push(start..end);
        }
        self.sentence = next;
        self.searched = next;
        self.has_word = false;
        self.bracket = None;
    }

    /// Whether a letter or digit stands between the start of the sentence and a byte.
    fn has_word(&mut self, until: usize) -> bool {
        if !self.has_word && self.searched < until {
            self.has_word = self.text[self.searched..until].contains(char::is_alphanumeric);
            self.searched = until;
        }
        self.has_word
    }

    /// Whether a straight double mark opens: by the spaces around it, else by turns.
    fn opens(&self, at: usize) -> bool {
        let before = self.character_before(at);
        let after = self.character(at + 1);
        let open = before == '\0' || before.is_whitespace() || "([{—–-".contains(before);
        let close = after == '\0' || after.is_whitespace() || ")]},.;:!?".contains(after);
        if open == close { !self.quoted } else { open }
    }

    /// Handles a run of stops; gives the byte from which to go on.
    fn stop(&mut self, at: usize) -> usize {
        let stop = self.read_stop(at);
        let (next, divides) = self.gap(stop.end);
        if next == self.text.len() {
            return next;
        }
        if self.has_word(stop.end) && (divides || self.ends(stop, next)) {
            self.cut(stop.end, next);
        }
        next.max(at + 1)
    }

    /// Reads stops and the closing marks behind them: `?!`, `.”`, `!).`, `. »`.
    fn read_stop(&mut self, at: usize) -> Stop {
        let mut stop = Stop {
            start: at,
            stopped: at,
            end: at,
            ..Stop::default()
        };
        let mut dots = 0;
        loop {
            let character = self.character(stop.end);
            if is_stop(character) || (character == ';' && stop.end == at) {
                if stop.stopped < stop.end {
                    // Behind closing marks a new run begins: what was closed is inside.
                    dots = 0;
                    stop.kind = Kind::Full;
                    stop.closes_quotation = false;
                    stop.closes_bracket = None;
                }
                dots += usize::from(character == '.');
                stop.kind = match (stop.kind, kind(character)) {
                    (Kind::Full, Kind::Full) if dots > 1 => Kind::Ellipsis,
                    (Kind::Ellipsis, Kind::Full) => Kind::Ellipsis,
                    (kind @ (Kind::Asking | Kind::Strong), Kind::Full | Kind::Ellipsis) => kind,
                    (_, kind) => kind,
                };
                stop.end += character.len_utf8();
                stop.stopped = stop.end;
                continue;
            }
            let mark = stop.end + self.space_before_closing(stop.end);
            let character = self.character(mark);
            match character {
                ')' | ']' | '}' | '）' | '］' | '】' | '〕' | '〉' | '》' => {
                    stop.closes_bracket = self.bracket.take().or(Some(self.sentence));
                }
                _ if self.closes(mark, character) => {
                    stop.closes_quotation = true;
                    self.quoted &= !matches!(character, '"' | '“' | '”');
                }
                _ if is_invisible(character) => {}
                _ => return stop,
            }
            stop.end = mark + character.len_utf8();
        }
    }

    /// The bytes of one space before a mark that can only close (`. »`, `! )`); else 0.
    fn space_before_closing(&self, at: usize) -> usize {
        let space = self.character(at);
        if !matches!(space, ' ' | '\u{a0}' | '\u{202f}') {
            return 0;
        }
        let mark = at + space.len_utf8();
        let character = self.character(mark);
        let after = self.character(mark + character.len_utf8().min(self.text.len() - mark));
        let ends = after == '\0' || after.is_whitespace() || is_stop(after) || after == ',';
        let closing = match character {
            ')' | ']' | '»' | '”' | '’' | '›' => true,
            '"' => self.quoted,
            _ => false,
        };
        if ends && closing { space.len_utf8() } else { 0 }
    }

    /// Whether a quotation mark straight behind a stop closes.
    fn closes(&self, at: usize, mark: char) -> bool {
        match mark {
            '」' | '』' | '｣' | '〞' | '〟' => true,
            '"' | '\'' | '”' | '’' | '»' | '›' | '“' | '«' | '‟' | '‘' | '‹' | '„' | '″' | '＂' =>
            {
                let after = self.text[at..]
                    .chars()
                    .take(MARKS)
                    .find(|character| !is_quote(*character))
                    .unwrap_or('\0');
                let ends = !(after.is_alphanumeric() || is_opening(after));
                match mark {
                    // A text that opens with straight marks may close with any other.
                    '"' | '“' | '\'' if !ends => self.quoted,
                    '“' | '«' | '‘' | '‹' | '„' => ends,
                    _ => true,
                }
            }
            _ => false,
        }
    }

    /// The byte behind white space, and whether the white space itself divides: an empty line,
    /// or a line end before a list mark.
    fn gap(&self, at: usize) -> (usize, bool) {
        let mut next = at;
        let mut lines = 0;
        for character in self.text[at..].chars() {
            match character {
                '\n' | '\u{2028}' => lines += 1,
                '\u{2029}' => lines += 2,
                _ if character.is_whitespace() => {}
                _ => break,
            }
            next += character.len_utf8();
        }
        let divides = lines > 1 || (lines == 1 && self.is_list_mark(next));
        (next, divides)
    }

    fn is_list_mark(&self, at: usize) -> bool {
        let mut rest = self.text[at..].chars();
        let Some(first) = rest.next() else {
            return false;
        };
        match first {
            '•' | '‣' | '▪' | '◦' | '●' | '○' | '■' | '□' | '–' | '—' | '-' | '*' | '·' | '►'
            | '▶' | '✓' => rest.next().is_some_and(char::is_whitespace),
            _ if first.is_numeric() => {
                let mut rest = rest.skip_while(|character| character.is_numeric());
                matches!(rest.next(), Some(')' | '.'))
                    && rest.next().is_some_and(char::is_whitespace)
            }
            _ if first.is_alphabetic() => {
                rest.next() == Some(')') && rest.next().is_some_and(char::is_whitespace)
            }
            _ => false,
        }
    }

    /// Handles the end of a line that no stop precedes.
    fn line_end(&mut self, at: usize) -> usize {
        let (next, divides) = self.gap(at);
        if divides && next < self.text.len() && self.has_word(at) {
            self.cut(at, next);
        }
        next
    }

    /// Handles a space in a script without stops.
    fn space(&mut self, at: usize) -> usize {
        let before = self.text[self.sentence..at].trim_end();
        if self.language.ends.iter().any(|end| before.ends_with(end)) {
            let (next, _) = self.gap(at);
            self.cut(at, next);
            return next;
        }
        at + 1
    }

    /// Whether a stop ends its sentence; `next` is where the following one would start.
    fn ends(&self, stop: Stop, next: usize) -> bool {
        let spaced = next > stop.end;
        let (lead, word) = self.lead(next);
        if stop.kind == Kind::Strong {
            return !self.goes_on(stop, next, lead);
        }
        let caseless = |c: char| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase();
        if lead == Lead::Lower && !self.word_before(stop.start).0.ends_with(caseless) {
            return spaced && self.small_letter_starts(stop, next);
        }
        if !spaced && !self.may_touch(stop, next, word) {
            return false;
        }
        if self.goes_on(stop, next, lead) {
            return false;
        }
        match stop.kind {
            Kind::Strong => true,
            Kind::Asking => stop
                .closes_bracket
                .is_none_or(|bracket| bracket == self.sentence),
            Kind::Ellipsis if self.language.spaceless => {
                stop.closes_quotation || is_quote(self.character(next))
            }
            Kind::Ellipsis => lead != Lead::Digit,
            Kind::Full => self.full_stop_ends(stop, lead, word),
        }
    }

    /// Whether a sentence that starts with a small letter follows: only a quotation, behind a
    /// full stop that is certainly one.
    fn small_letter_starts(&self, stop: Stop, next: usize) -> bool {
        let word = self.word_before(stop.start).0;
        stop.kind == Kind::Full
            && stop.end == stop.stopped
            && matches!(self.character(next), '“' | '„' | '«' | '"')
            && word.chars().all(char::is_lowercase)
            && word.chars().nth(4).is_some()
            && self.language.abbreviation(word).is_none()
    }

    /// Whether a sentence may follow without a space: in scripts without spaces, and where an
    /// opening mark follows a word with its stop.
    fn may_touch(&self, stop: Stop, next: usize, word: usize) -> bool {
        let first = self.character(next);
        let leading = self.character(word);
        let unspaced = |character: char| {
            matches!(character,
                '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
                | '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
        };
        if unspaced(leading) {
            return stop.kind != Kind::Full || unspaced(self.character_before(stop.start));
        }
        stop.end == stop.stopped && next < word && is_opening(first) && first != '('
    }

    /// The kind of the first letter or digit from a byte, and where it stands.
    fn lead(&self, at: usize) -> (Lead, usize) {
        let mut start = at;
        for character in self.text[at..].chars().take(LEADING) {
            if character.is_alphabetic() {
                return (self.letter(start, character), start);
            }
            if character.is_numeric() {
                return (Lead::Digit, start);
            }
            if is_stop(character) {
                break;
            }
            start += character.len_utf8();
        }
        (Lead::Other, at)
    }

    fn letter(&self, at: usize, first: char) -> Lead {
        // Georgian letters are lower-case to Unicode, but the script has one case in use.
        if matches!(first, '\u{10d0}'..='\u{10ff}') {
            return Lead::Caseless;
        }
        if first.is_uppercase() || matches!(first, '\u{1c90}'..='\u{1cbf}') {
            return Lead::Upper;
        }
        if !first.is_lowercase() {
            return Lead::Caseless;
        }
        // iPhone, iNingizimu, u-Paul: the capital comes behind a prefix.
        let inner = self.text[at..]
            .chars()
            .take(6)
            .take_while(|c| c.is_alphabetic() || *c == '-')
            .any(char::is_uppercase);
        if inner { Lead::Upper } else { Lead::Lower }
    }

    /// Whether what follows a stop belongs to its sentence: a quotation is attributed or used as
    /// a part of the sentence.
    fn goes_on(&self, stop: Stop, next: usize, lead: Lead) -> bool {
        if !stop.closes_quotation {
            return false;
        }
        let rest = &self.text[next..];
        if self
            .language
            .goes_on
            .iter()
            .any(|word| rest.starts_with(word))
        {
            return true;
        }
        // Behind a full stop a cased script writes a new sentence, and so does a function word
        // with a capital: “No!” She left.
        let cased = matches!(lead, Lead::Upper | Lead::Lower);
        if cased
            && (matches!(stop.kind, Kind::Full | Kind::Strong)
                || self.starts_with_function_word(self.lead(next).1))
        {
            return false;
        }
        let mut end = CLAUSE.min(rest.len());
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let clause = &rest[..end];
        let Some(length) = clause.find(|c: char| is_stop(c) || is_comma(c) || is_quote(c)) else {
            return false;
        };
        let stopped = clause[length..].starts_with(is_stop);
        let comma = clause[length..].starts_with([',', '،']);
        (stopped || cased && comma) && self.language.says(&clause[..length])
    }

    /// The word of a stop, letters, digits and what joins them, and the sentence before it.
    fn word_before(&self, stop: usize) -> (&str, &str) {
        let text = &self.text[self.sentence..stop];
        let text = text.strip_suffix(' ').unwrap_or(text);
        let mut start = text.len();
        for (offset, character) in text.char_indices().rev() {
            let joins =
                character.is_alphanumeric() || JOINERS.contains(character) || is_mark(character);
            if !joins || text.len() - offset > WORD {
                break;
            }
            start = offset;
        }
        let word = text[start..].trim_start_matches(|c| JOINERS.contains(c));
        (word, &text[..text.len() - word.len()])
    }

    /// Whether a full stop ends its sentence.
    fn full_stop_ends(&self, stop: Stop, lead: Lead, next_word: usize) -> bool {
        let (word, before) = self.word_before(stop.start);
        if word.is_empty() {
            return true;
        }
        let first_of_sentence = before.trim().is_empty();
        let starter = lead == Lead::Upper && self.starts_with_function_word(next_word);
        if word.bytes().all(|byte| byte.is_ascii_digit()) {
            let number = word.parse().unwrap_or(u32::MAX);
            if first_of_sentence {
                return number > HIGHEST_ITEM;
            }
            // 7,6. and 299 200. and 5 : 3. and 5–3. are no ordinals, but 3.–5. Mai is.
            let decimal = before.ends_with(',');
            let before = before.trim_end();
            let whole = decimal
                || (word.len() == 3 && before.ends_with(char::is_numeric))
                || before.ends_with([':', '€', '$', '£', '−'])
                || (before.ends_with('–') && self.language.ordinal != Ordinal::Noun);
            let highest = match self.language.ordinal {
                Ordinal::No => return number > LAST_DAY || lead != Lead::Digit,
                Ordinal::Stop => LAST_DAY,
                Ordinal::Noun => HIGHEST_ITEM,
            };
            // Godine 1994. Berners-Lee …: a year that opens its sentence.
            let opening = before.trim_start();
            let opens = self.language.ordinal == Ordinal::Stop
                && opening.len() < OPENING
                && !opening.contains(char::is_whitespace);
            return starter || (!opens && (whole || number > highest));
        }
        let last = word.rsplit(['-', '\'', '’', '/']).next().unwrap_or(word);
        let known = self
            .language
            .abbreviation(word)
            .or_else(|| last.chars().nth(1).and(self.language.abbreviation(last)));
        // Zulu and its kin put prefixes before names: uNksz. uP.
        let bare = word.trim_start_matches(char::is_lowercase);
        let known = known.or_else(|| bare.chars().nth(1).and(self.language.abbreviation(bare)));
        match known {
            Some(Follows::More) => return false,
            Some(Follows::Number) if lead == Lead::Digit => return false,
            // Behind a year, and not near the start of its sentence, it ends it: 2018 г.
            Some(Follows::Either) => {
                let year = before.trim_end();
                return starter
                    || (lead == Lead::Upper
                        && year.len() > NEAR
                        && year.ends_with(|c: char| c.is_ascii_digit())
                        && year
                            .bytes()
                            .rev()
                            .take(5)
                            .take_while(u8::is_ascii_digit)
                            .count()
                            == 4);
            }
            Some(Follows::Number) | None => {}
        }
        if is_spelled(word)
            || (word.len() <= 4 && is_spelled(bare))
            || (last.contains('.') && is_spelled(last))
        {
            // Á and я are words, where they are not abbreviations.
            let is_word = |c: char| {
                c.is_lowercase()
                    && !c.is_ascii()
                    && (c < '\u{370}' || self.language.is_function_word(word))
            };
            let quoted = stop.closes_quotation && word.chars().nth(1).is_none();
            return !first_of_sentence && (starter || quoted || word.chars().all(is_word));
        }
        if self.language.ordinal != Ordinal::No && word.bytes().all(|byte| b"IVXLC".contains(&byte))
        {
            return starter;
        }
        true
    }

    /// Whether the word at a byte is of a closed class and no initial.
    fn starts_with_function_word(&self, at: usize) -> bool {
        let rest = &self.text[at..];
        let end = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’'))
            .unwrap_or(rest.len());
        let word = &rest[..end];
        word.len() <= WORD
            && self.language.is_function_word(word)
            && !(rest[end..].starts_with('.') && word.chars().count() == 1)
    }
}

/// Whether a word is a single letter or letters divided by stops: J, J.K, U.S, a.m, यू.एस.
fn is_spelled(word: &str) -> bool {
    let mut parts = word.split('.');
    let letters = |part: &str| {
        let letters = part
            .chars()
            .filter(|c| c.is_alphabetic() && !is_mark(*c))
            .count();
        letters == part.chars().filter(|c| !is_mark(*c)).count()
            && (letters == 1 || (letters == 2 && word.contains('.')))
            && !part.chars().any(|c| matches!(c, '\u{2e80}'..='\u{d7ff}'))
    };
    parts.all(letters)
}

/// Whether a character can end a sentence.
fn is_stop(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | '…')
        || (character >= '\u{80}'
            && CodePointSetData::new::<SentenceTerminal>().contains(character))
}

fn kind(character: char) -> Kind {
    match character {
        '.' | '．' => Kind::Full,
        '…' | '‥' => Kind::Ellipsis,
        '!' | '?' | ';' | '‼' | '⁇' | '⁈' | '⁉' | '‽' | '\u{37e}' => Kind::Asking,
        _ => Kind::Strong,
    }
}

/// Combining marks, among them the vowel signs of Indic scripts.
fn is_mark(character: char) -> bool {
    unicode_normalization::char::is_combining_mark(character)
}

fn is_opening(character: char) -> bool {
    matches!(
        character,
        '“' | '„'
            | '«'
            | '‘'
            | '‚'
            | '‹'
            | '「'
            | '『'
            | '('
            | '（'
            | '['
            | '【'
            | '《'
            | '〈'
            | '¿'
            | '¡'
    )
}

fn is_quote(character: char) -> bool {
    matches!(
        character,
        '"' | '\''
            | '“'
            | '”'
            | '„'
            | '«'
            | '»'
            | '‘'
            | '’'
            | '‚'
            | '‹'
            | '›'
            | '「'
            | '」'
            | '『'
            | '』'
    )
}

fn is_comma(character: char) -> bool {
    matches!(
        character,
        ',' | '，' | '、' | '،' | ':' | '：' | ';' | '；' | '؛'
    )
}

/// Joiners and direction marks.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}

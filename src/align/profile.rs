//! What alignment wants to know of the segments of one side, as prefix sums where a bead adds up.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::data;
use crate::text::{Mark, MarkRole, Notes, Role, Segment, Side, Span};

/// What a character other than a letter or digit tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Stop,
    Question,
    Exclamation,
    Colon,
    Semicolon,
    Comma,
    Ellipsis,
    Dash,
    Open,
    Close,
    Quote,
}

static MARKS: LazyLock<HashMap<char, Class>> = LazyLock::new(|| {
    let mut marks = HashMap::new();
    for row in data::rows(include_str!("../data/align-marks.tsv")) {
        let [name, characters] = row[..] else {
            continue;
        };
        let class = match name {
            "stop" => Class::Stop,
            "question" => Class::Question,
            "exclamation" => Class::Exclamation,
            "colon" => Class::Colon,
            "semicolon" => Class::Semicolon,
            "comma" => Class::Comma,
            "ellipsis" => Class::Ellipsis,
            "dash" => Class::Dash,
            "open" => Class::Open,
            "close" => Class::Close,
            "quote" => Class::Quote,
            _ => continue,
        };
        marks.extend(characters.chars().map(|character| (character, class)));
    }
    marks
});

/// How a segment ends, closing marks left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// In a letter or a digit.
    None,
    Stop,
    Question,
    Exclamation,
    Colon,
    Semicolon,
    Comma,
}

impl End {
    /// Whether a sentence may end so.
    fn is_final(self) -> bool {
        matches!(self, End::Stop | End::Question | End::Exclamation)
    }
}

/// Marks counted within a bead. Each is compared between its sides.
pub(super) const COUNTED: usize = 7;

fn counted(class: Class) -> Option<usize> {
    match class {
        Class::Quote => Some(0),
        Class::Question => Some(1),
        Class::Exclamation => Some(2),
        Class::Colon | Class::Semicolon => Some(3),
        Class::Comma => Some(4),
        Class::Open => Some(5),
        Class::Dash | Class::Ellipsis => Some(6),
        Class::Stop | Class::Close => None,
    }
}

/// Segments of a side in some order.
#[derive(Debug, Clone)]
pub(super) struct View<'a> {
    side: &'a Side,
    order: Vec<u32>,
}

impl<'a> View<'a> {
    /// Some of them in the order of the text.
    pub fn of(side: &'a Side, range: Range<usize>) -> Self {
        View {
            side,
            order: range.map(|index| index as u32).collect(),
        }
    }

    /// The same, last first.
    pub fn reversed(mut self) -> Self {
        self.order.reverse();
        self
    }

    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Indices of the segments in the side.
    pub fn order(&self) -> impl Iterator<Item = usize> + '_ {
        self.order.iter().map(|index| *index as usize)
    }

    pub fn text(&self) -> &'a str {
        &self.side.document.text
    }

    /// Each with its notes.
    pub fn segments(&self) -> impl Iterator<Item = (&'a Segment, &'a Notes)> {
        self.order.iter().map(|index| {
            let index = *index as usize;
            (&self.side.segments[index], &self.side.notes[index])
        })
    }
}

/// One side, as alignment sees it.
#[derive(Debug)]
pub(super) struct Profile {
    /// Segments.
    pub count: usize,
    /// Characters before segment `i`, white space and tags left out.
    pub characters: Vec<f64>,
    /// Words before segment `i`.
    pub words: Vec<f64>,
    /// Marks of each kind before segment `i`.
    pub marks: Vec<[u32; COUNTED]>,
    /// How each segment ends.
    pub ends: Vec<End>,
    /// Starts with a quotation mark or a dash.
    pub speech: Vec<bool>,
    /// Ends with a quotation mark.
    pub quoted: Vec<bool>,
    /// Starts with a lower-case letter or with punctuation that goes on.
    pub lower: Vec<bool>,
    /// Segments before `i` that look unfinished at their end.
    unfinished: Vec<u32>,
    /// Holds no letter or digit outside of tags: an empty line, `<p>`, a row of asterisks.
    pub breaks: Vec<bool>,
    /// Starts a block.
    pub starts: Vec<bool>,
    /// Role of its block.
    pub roles: Vec<Role>,
    /// Whether blocks hold several segments, so that their borders tell something.
    pub has_paragraphs: bool,
}

impl Profile {
    pub fn new(view: &View<'_>) -> Self {
        let count = view.len();
        let mut profile = Profile {
            count,
            characters: vec![0.0],
            words: vec![0.0],
            marks: vec![[0; COUNTED]],
            ends: Vec::with_capacity(count),
            speech: Vec::with_capacity(count),
            quoted: Vec::with_capacity(count),
            lower: Vec::with_capacity(count),
            unfinished: vec![0],
            breaks: Vec::with_capacity(count),
            starts: Vec::with_capacity(count),
            roles: Vec::with_capacity(count),
            has_paragraphs: false,
        };
        let mut previous = None;
        let (mut characters, mut words) = (0.0, 0.0);
        let mut marks = [0; COUNTED];
        for (segment, notes) in view.segments() {
            let look = look(view.text(), segment.span, &notes.marks);
            characters += f64::from(look.characters.max(1));
            words += notes.words.len().max(1) as f64;
            for (sum, count) in marks.iter_mut().zip(look.marks) {
                *sum += count;
            }
            profile.characters.push(characters);
            profile.words.push(words);
            profile.marks.push(marks);
            profile.ends.push(look.end);
            profile.speech.push(look.speech);
            profile.quoted.push(look.quoted);
            profile.lower.push(look.lower);
            profile.breaks.push(look.is_break);
            profile.starts.push(previous != Some(segment.block));
            profile.roles.push(
                view.side
                    .document
                    .blocks
                    .get(segment.block as usize)
                    .map_or(Role::Body, |block| block.role),
            );
            previous = Some(segment.block);
        }
        let mut unfinished = 0;
        for index in 0..count {
            let goes_on = profile.lower.get(index + 1).is_some_and(|lower| *lower);
            unfinished += u32::from(!profile.ends[index].is_final() || goes_on);
            profile.unfinished.push(unfinished);
        }
        let blocks = profile.starts.iter().filter(|start| **start).count();
        // Where nearly every line is a block, a border between blocks says nothing.
        profile.has_paragraphs = blocks > 1 && count * 5 > blocks * 6;
        profile
    }

    /// Characters of a range of segments.
    pub fn length(&self, range: &Range<usize>) -> f64 {
        self.characters[range.end] - self.characters[range.start]
    }

    /// Words of a range of segments.
    pub fn words_in(&self, range: &Range<usize>) -> f64 {
        self.words[range.end] - self.words[range.start]
    }

    /// Marks of a kind in a range of segments.
    pub fn marks_in(&self, range: &Range<usize>, kind: usize) -> u32 {
        self.marks[range.end][kind] - self.marks[range.start][kind]
    }

    /// How many segments of a range look unfinished.
    pub fn unfinished_in(&self, range: Range<usize>) -> f64 {
        f64::from(self.unfinished[range.end] - self.unfinished[range.start])
    }

    /// Whether a segment looks unfinished.
    pub fn is_unfinished(&self, index: usize) -> bool {
        self.unfinished[index + 1] > self.unfinished[index]
    }

    /// How often the role changes inside a range.
    pub fn turns_in(&self, range: &Range<usize>) -> usize {
        let roles = &self.roles[range.clone()];
        roles.windows(2).filter(|pair| pair[0] != pair[1]).count()
    }

    /// How many blocks start inside a range, its first segment left out.
    pub fn borders_in(&self, range: &Range<usize>) -> usize {
        (range.start + 1..range.end)
            .filter(|index| self.starts[*index])
            .count()
    }
}

struct Look {
    characters: u32,
    marks: [u32; COUNTED],
    end: End,
    speech: bool,
    quoted: bool,
    lower: bool,
    is_break: bool,
}

/// Looks at a segment of a text, given what its quotation marks were found to be.
fn look(text: &str, span: Span, quotes: &[Mark]) -> Look {
    let text = span.of(text);
    let mut look = Look {
        characters: 0,
        marks: [0; COUNTED],
        end: End::None,
        speech: false,
        quoted: false,
        lower: false,
        is_break: true,
    };
    let mut tag = false;
    let mut started = false;
    let mut quotes = quotes.iter().peekable();
    for (offset, character) in text.char_indices() {
        let at = span.start + offset as u32;
        while quotes.next_if(|mark| mark.span.start < at).is_some() {}
        let quote = quotes
            .next_if(|mark| mark.span.start == at)
            .map(|mark| mark.role);
        if tag {
            tag = character != '>';
            continue;
        }
        if character == '<' && is_tag(&text[offset..]) {
            tag = true;
            continue;
        }
        if character.is_whitespace() {
            continue;
        }
        look.characters += 1;
        if character.is_alphanumeric() {
            if !started {
                look.lower |= character.is_lowercase();
                started = true;
            }
            look.is_break = false;
            look.end = End::None;
            look.quoted = false;
            continue;
        }
        // A hyphen stands for a dash only where a line begins with it.
        if character == '-' && look.characters == 1 {
            look.speech = true;
        }
        let class = match quote {
            Some(MarkRole::Open | MarkRole::Close) => Some(Class::Quote),
            Some(MarkRole::Letter) => None,
            Some(MarkRole::Stray) | None => MARKS.get(&character).copied(),
        };
        let Some(class) = class else {
            continue;
        };
        if !started {
            look.speech |= matches!(class, Class::Quote | Class::Dash);
            look.lower |= matches!(class, Class::Comma | Class::Close | Class::Semicolon);
        }
        look.quoted = class == Class::Quote;
        if let Some(kind) = counted(class) {
            look.marks[kind] += 1;
        }
        look.end = match class {
            Class::Stop | Class::Ellipsis if look.end != End::Question => End::Stop,
            Class::Question => End::Question,
            Class::Exclamation if look.end != End::Question => End::Exclamation,
            Class::Colon => End::Colon,
            Class::Semicolon => End::Semicolon,
            Class::Comma => End::Comma,
            _ => look.end,
        };
    }
    look
}

/// Whether `<` opens a tag: a letter or slash follows and `>` comes soon.
fn is_tag(text: &str) -> bool {
    let bytes = text.as_bytes();
    matches!(bytes.get(1), Some(byte) if byte.is_ascii_alphabetic() || *byte == b'/')
        && bytes.iter().take(64).any(|byte| *byte == b'>')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(text: &str) -> Look {
        super::look(text, Span::new(0, text.len()), &[])
    }

    #[test]
    fn ends_are_seen_through_closing_marks() {
        assert_eq!(look("He said “no.”").end, End::Stop);
        assert_eq!(look("ماذا؟").end, End::Question);
        assert_eq!(look("什么？」").end, End::Question);
        assert_eq!(look("Really?!").end, End::Question);
        assert_eq!(look("यह सच है।").end, End::Stop);
        assert_eq!(look("A headline").end, End::None);
        assert_eq!(look("He said:").end, End::Colon);
    }

    #[test]
    fn lines_without_words_are_breaks() {
        for line in ["", "<p>", "* * *", "</div>"] {
            assert!(look(line).is_break, "{line}");
        }
        assert!(!look("<b>a</b>").is_break);
        assert!(!look("5 < 6 > 4").is_break);
    }

    #[test]
    fn speech_starts_with_a_quotation_mark_or_a_dash() {
        assert!(look("– Nem.").speech);
        assert!(look("«Нет».").speech);
        assert!(look("- No.").speech);
        assert!(!look("No - never.").speech);
    }

    #[test]
    fn single_quotation_marks_are_told_from_apostrophes() {
        let side = crate::align::tests::lines("en", &["‘It wasn’t me,’ he said."]);
        let profile = Profile::new(&View::of(&side, 0..1));
        assert_eq!(profile.marks_in(&(0..1), 0), 2);
        assert!(profile.speech[0]);
    }
}

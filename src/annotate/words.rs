//! Words: UAX #29, with a dictionary for the scripts that write no spaces.

use std::sync::LazyLock;

use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use crate::data::ByLang;
use crate::text::{Lang, Shape, Span, Word};

/// The dictionary divides better than half of the LSTM models at many times their speed, and needs
/// none of their data.
static DICTIONARY: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(Default::default()));

static CLITICS: LazyLock<ByLang<Clitics>> = LazyLock::new(|| {
    ByLang::new(include_str!("../data/clitics.tsv"), |row| Clitics {
        before: parts(row[0]),
        after: parts(row[1]),
    })
});

fn parts(cell: &'static str) -> Vec<&'static str> {
    if cell == "-" {
        return Vec::new();
    }
    cell.split(' ').collect()
}

/// Parts that an apostrophe sets off from their word.
#[derive(Debug)]
struct Clitics {
    before: Vec<&'static str>,
    after: Vec<&'static str>,
}

impl Clitics {
    /// Where a word with an apostrophe inside divides: after the apostrophe (l’|homme) or before
    /// it (porta|’l).
    fn division(&self, word: &str) -> Option<usize> {
        let (at, apostrophe) = word
            .char_indices()
            .find(|(_, character)| is_apostrophe(*character))?;
        let after = at + apostrophe.len_utf8();
        if at == 0 || after == word.len() {
            return None;
        }
        // O’Brien is one word in every language.
        if &word[..at] != "O" && holds(&self.before, &word[..at]) {
            Some(after)
        } else if holds(&self.after, &word[after..]) {
            Some(at)
        } else {
            None
        }
    }
}

fn holds(parts: &[&str], part: &str) -> bool {
    parts
        .iter()
        .any(|known| *known == "*" || known.eq_ignore_ascii_case(part))
}

/// Divides the text of one language into words.
///
/// - Joiners, combining marks, tatweel and points stay inside their word; invisible marks of
///   direction at its end do not belong to it.
/// - An apostrophe sets off clitics in the languages of `clitics.tsv` (l’ + homme) and is part of
///   the word elsewhere (don't). Gershayim in a Hebrew acronym are part of it, also where the
///   press writes a quotation mark for them.
/// - A hyphen divides.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    clitics: Option<&'static Clitics>,
}

impl Words {
    /// Of a language.
    pub fn new(lang: Lang) -> Self {
        Words {
            clitics: CLITICS.get(lang),
        }
    }

    /// Appends the words of a span, in text order.
    pub fn add(&self, text: &str, span: Span, words: &mut Vec<Word>) {
        let slice = span.of(text);
        let base = span.start as usize;
        let mut at = 0;
        while let Some(byte) = slice.as_bytes().get(at) {
            if byte.is_ascii() && !byte.is_ascii_alphanumeric() && *byte != b'_' {
                at += 1;
                continue;
            }
            if let Some(word) = plain(&slice[at..]) {
                words.push(Word {
                    span: Span::new(base + at, base + at + word.0),
                    shape: word.1,
                });
                at += word.0;
                continue;
            }
            let Some(character) = slice[at..].chars().next() else {
                break;
            };
            if is_dense(character) {
                let end = at + run(&slice[at..], is_dense_or_mark);
                dense(&slice[at..end], base + at, words);
                at = end;
            } else if !character.is_alphanumeric() && !is_joined(character) {
                at += character.len_utf8();
            } else {
                at = self.spaced(slice, at, base, words);
            }
        }
    }

    /// Words of a script with spaces, from a letter or digit on; says where it stopped.
    fn spaced(&self, slice: &str, at: usize, base: usize, words: &mut Vec<Word>) -> usize {
        // Most words are letters between spaces and plain punctuation, where no rule applies.
        let mut shape = Tally::default();
        let letters = at
            + run(&slice[at..], |character| {
                let known = letter(character);
                let inside = match known {
                    Some(_) => !is_dense(character),
                    None => {
                        !character.is_ascii()
                            && (is_joiner(character) || is_combining_mark(character))
                    }
                };
                if inside {
                    shape.add(known);
                }
                inside
            });
        if letters > at && ends_word(&slice[letters..]) {
            push(words, base + at, &slice[at..letters], shape.shape());
            return letters;
        }
        let end = at
            + run(&slice[at..], |character| {
                !character.is_whitespace() && !is_dense(character)
            });
        for (offset, word) in slice[at..end].unicode_word_indices() {
            let word = word.trim_end_matches(is_direction);
            let start = base + at + offset;
            let joined = words
                .last()
                .map(|last| last.span)
                .filter(|last| (last.start as usize) >= base + at)
                .filter(|last| {
                    let last = last.start as usize - base..last.end as usize - base;
                    is_gershayim(&slice[last.clone()], &slice[last.end..at + offset], word)
                });
            if let Some(last) = joined {
                words.pop();
                let from = last.start as usize;
                let word = &slice[from - base..at + offset + word.len()];
                push(words, from, word, shape_of(word));
                continue;
            }
            match gershayim_inside(word).or_else(|| {
                self.clitics
                    .and_then(|clitics| clitics.division(word))
                    .map(|division| (division, division))
            }) {
                Some((first, second)) => {
                    push(words, start, &word[..first], shape_of(&word[..first]));
                    push(
                        words,
                        start + second,
                        &word[second..],
                        shape_of(&word[second..]),
                    );
                }
                None => push(words, start, word, shape_of(word)),
            }
        }
        end
    }
}

/// A word of ASCII letters before a space, as most words are in many languages: its bytes and
/// shape.
fn plain(text: &str) -> Option<(usize, Shape)> {
    let bytes = text.as_bytes();
    let mut upper = 0;
    let length = bytes
        .iter()
        .take_while(|byte| {
            upper += usize::from(byte.is_ascii_uppercase());
            byte.is_ascii_alphabetic()
        })
        .count();
    if length == 0 || !matches!(bytes.get(length), None | Some(b' ' | b',')) {
        return None;
    }
    let shape = match upper {
        0 => Shape::Lower,
        1 if bytes[0].is_ascii_uppercase() => Shape::Capital,
        _ if upper == length => Shape::Upper,
        _ => Shape::Mixed,
    };
    Some((length, shape))
}

fn push(words: &mut Vec<Word>, start: usize, word: &str, shape: Shape) {
    words.push(Word {
        span: Span::new(start, start + word.len()),
        shape,
    });
}

/// Bytes of the longest prefix whose characters all pass.
fn run(text: &str, mut inside: impl FnMut(char) -> bool) -> usize {
    text.char_indices()
        .find(|(_, character)| !inside(*character))
        .map_or(text.len(), |(offset, _)| offset)
}

/// Words of a script without spaces.
fn dense(text: &str, base: usize, words: &mut Vec<Word>) {
    let mut start = 0;
    for end in DICTIONARY.segment_str(text).filter(|end| *end > 0) {
        let word = text[start..end].trim_end_matches(is_direction);
        if word.chars().any(char::is_alphanumeric) {
            push(words, base + start, word, shape_of(word));
        }
        start = end;
    }
}

/// Whether what follows letters ends the word under every rule of UAX #29.
fn ends_word(rest: &str) -> bool {
    let mut characters = rest.chars();
    let Some(next) = characters.next() else {
        return true;
    };
    match next {
        ' ' | '\t' | '\n' | ',' | ';' | '!' | '?' | ')' | '(' | '[' | ']' | '/' | '-' | '…'
        | '—' | '–' | '“' | '«' | '»' | '\u{a0}' | '،' | '؟' | '؛' | '।' => true,
        '.' | ':' | '\'' | '’' | '"' | '”' => characters
            .next()
            .is_none_or(|after| after.is_whitespace() || after.is_ascii_punctuation()),
        _ => false,
    }
}

/// Scripts that a dictionary divides: Thai, Lao, Burmese, Khmer, kana, Han.
pub fn is_dense(character: char) -> bool {
    matches!(character,
        '\u{e00}'..='\u{eff}'
        | '\u{1000}'..='\u{109f}' | '\u{a9e0}'..='\u{a9ff}' | '\u{aa60}'..='\u{aa7f}'
        | '\u{1780}'..='\u{17ff}' | '\u{19e0}'..='\u{19ff}'
        | '々' | '〇' | '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}'
        | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

fn is_dense_or_mark(character: char) -> bool {
    is_dense(character)
        || is_joiner(character)
        || (!character.is_ascii() && is_combining_mark(character))
}

/// Zero-width joiner and non-joiner, soft hyphen.
fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}' | '\u{ad}')
}

/// A character that UAX #29 keeps with letters though it is none.
fn is_joined(character: char) -> bool {
    character == '_'
}

/// Invisible marks of direction.
fn is_direction(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{61c}' | '\u{feff}' | '\u{2060}')
}

/// Apostrophes that stand inside words.
pub fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’' | 'ʼ')
}

fn is_hebrew(character: char) -> bool {
    matches!(character, '\u{5d0}'..='\u{5ea}')
}

/// The letters that are prefixed to Hebrew words, so that a quotation may begin after them.
const PREFIXES: &str = "משהוכלב";

/// Whether the letters around a mark are a Hebrew acronym (צה״ל, מנכ״לית) rather than a prefix and
/// a quotation (ב״הארץ״): the mark stands before the last letter or two, or after a letter that
/// is no prefix.
fn is_acronym(before: &str, after: &str) -> bool {
    let letters = after.chars().filter(|letter| is_hebrew(*letter)).count();
    in_hebrew(before, after)
        && (letters == 1
            || before
                .chars()
                .any(|letter| is_hebrew(letter) && !PREFIXES.contains(letter)))
}

/// Whether Hebrew letters stand on both sides of a mark.
fn in_hebrew(before: &str, after: &str) -> bool {
    before.chars().next_back().is_some_and(is_hebrew) && after.chars().next().is_some_and(is_hebrew)
}

/// Whether two words are the halves of one acronym with a quotation mark for its gershayim.
fn is_gershayim(before: &str, between: &str, after: &str) -> bool {
    matches!(between, "”" | "“" | "''" | "’’" | "\"") && is_acronym(before, after)
}

/// The mark inside a Hebrew word that opens a quotation: its first byte and the one after it.
fn gershayim_inside(word: &str) -> Option<(usize, usize)> {
    let (before, after) = word.split_once('"')?;
    (in_hebrew(before, after) && !is_acronym(before, after))
        .then(|| (before.len(), before.len() + 1))
}

#[derive(Clone, Copy)]
enum Letter {
    Lower,
    Upper,
    Caseless,
}

/// The case of a letter; `None` for what is none.
fn letter(character: char) -> Option<Letter> {
    // The common alphabets without a look into Unicode's tables.
    Some(match character {
        'a'..='z' | 'ß'..='ö' | 'ø'..='ÿ' | 'ά'..='ώ' | 'а'..='џ' => Letter::Lower,
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' | 'Ѐ'..='Я' => Letter::Upper,
        'א'..='ת'
        | '\u{620}'..='\u{64a}'
        | '\u{671}'..='\u{6d3}'
        | '\u{904}'..='\u{939}'
        | '가'..='힣'
        | '\u{4e00}'..='\u{9fff}' => Letter::Caseless,
        _ if character.is_ascii() || !character.is_alphabetic() => return None,
        _ if character.is_lowercase() => Letter::Lower,
        _ if character.is_uppercase() => Letter::Upper,
        _ => Letter::Caseless,
    })
}

#[derive(Default)]
struct Tally {
    letters: usize,
    upper: usize,
    lower: usize,
    digits: usize,
    first_upper: bool,
}

impl Tally {
    fn count(&mut self, character: char) {
        let known = letter(character);
        if known.is_none() {
            self.digits += usize::from(character.is_numeric());
        }
        self.add(known);
    }

    fn add(&mut self, letter: Option<Letter>) {
        match letter {
            Some(Letter::Lower) => self.lower += 1,
            Some(Letter::Upper) => {
                self.first_upper |= self.letters == 0 && self.digits == 0;
                self.upper += 1;
            }
            Some(Letter::Caseless) => {}
            None => return,
        }
        self.letters += 1;
    }

    fn shape(&self) -> Shape {
        match (self.letters, self.upper, self.lower) {
            (0, ..) if self.digits > 0 => Shape::Digits,
            (_, 0, 0) => Shape::Caseless,
            (_, 0, _) if self.digits == 0 => Shape::Lower,
            (_, 1, _) if self.first_upper && self.digits == 0 => Shape::Capital,
            (_, _, 0) if self.digits == 0 => Shape::Upper,
            _ => Shape::Mixed,
        }
    }
}

fn shape_of(word: &str) -> Shape {
    let mut tally = Tally::default();
    for character in word.chars() {
        tally.count(character);
    }
    tally.shape()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(lang: &str, text: &str) -> String {
        let lang: Lang = lang.parse().expect("a tag");
        let mut words = Vec::new();
        Words::new(lang).add(text, Span::new(0, text.len()), &mut words);
        let words: Vec<_> = words.iter().map(|word| word.span.of(text)).collect();
        words.join("|")
    }

    #[test]
    fn words_of_many_languages() {
        for (lang, text, expected) in [
            (
                "en",
                "Don't say “rock-’n’-roll”, Mr. O'Neill's U.S. 1,234.5 km/h!",
                "Don't|say|rock|n|roll|Mr|O'Neill's|U.S|1,234.5|km|h",
            ),
            (
                "fr",
                "L’homme qu’il n'a pas vu aujourd’hui",
                "L’|homme|qu’|il|n'|a|pas|vu|aujourd’hui",
            ),
            (
                "it",
                "Dell’Italia un po' di un'altra d'O'Brien",
                "Dell’|Italia|un|po|di|un'|altra|d'|O'Brien",
            ),
            ("ca", "L’home porta'l d’aquí", "L’|home|porta|'l|d’|aquí"),
            ("uk", "п’ять п'ять слів", "п’ять|п'ять|слів"),
            (
                "he",
                "צה\"ל וארה”ב אמרו ל\"הארץ\" שד״ר כהן",
                "צה\"ל|וארה”ב|אמרו|ל|הארץ|שד״ר|כהן",
            ),
            ("ar", "قالَ الرّئيـــس، أمس.", "قالَ|الرّئيـــس|أمس"),
            ("fa", "می‌خواهم به خانه‌ها بروم", "می‌خواهم|به|خانه‌ها|بروم"),
            ("ur", "وہ لاہور میں ہے۔", "وہ|لاہور|میں|ہے"),
            ("hi", "क्षत्रिय ज़रूर हिन्दी।", "क्षत्रिय|ज़रूर|हिन्दी"),
            ("bn", "সেন্ট মার্টিন্স, ঢাকা", "সেন্ট|মার্টিন্স|ঢাকা"),
            ("ta", "தமிழ் மொழி", "தமிழ்|மொழி"),
            ("zh", "广泛支持将国民议会", "广泛|支持|将|国民|议会"),
            (
                "ja",
                "6月には委員会が、AssemblyからWelshへの",
                "6|月|に|は|委員|会|が|Assembly|から|Welsh|へ|の",
            ),
            (
                "th",
                "คณะกรรมาธิการได้ตีพิมพ์ผล 12 ครั้ง",
                "คณะ|กรรมาธิการ|ได้|ตี|พิมพ์|ผล|12|ครั้ง",
            ),
            ("km", "កម្ពុជា", "កម្ពុជា"),
            ("my", "ဘယ်မှာလဲ", "ဘယ်|မှာ|လဲ"),
            (
                "ko",
                "대통령은 “안녕”이라고 했다",
                "대통령은|안녕|이라고|했다",
            ),
            (
                "ru",
                "В 2018-м г. «Зенит» (С.-Петербург)",
                "В|2018|м|г|Зенит|С|Петербург",
            ),
            ("tr", "Türkiye'nin İstanbul'da", "Türkiye'nin|İstanbul'da"),
            ("de", "das „Haus“ heißt's Straße", "das|Haus|heißt's|Straße"),
            ("vi", "Nguyễn Phú Trọng nói", "Nguyễn|Phú|Trọng|nói"),
            ("el", "Η Αθήνα, είπε·", "Η|Αθήνα|είπε"),
            ("sw", "ng'ombe wa", "ng'ombe|wa"),
        ] {
            assert_eq!(split(lang, text), expected, "{lang}");
        }
    }

    #[test]
    fn shapes() {
        for (word, shape) in [
            ("word", Shape::Lower),
            ("Élan", Shape::Capital),
            ("A", Shape::Capital),
            ("NATO", Shape::Upper),
            ("iPhone", Shape::Mixed),
            ("5G", Shape::Mixed),
            ("B2", Shape::Mixed),
            ("слово", Shape::Lower),
            ("Ñ", Shape::Capital),
            ("語", Shape::Caseless),
            ("كتاب", Shape::Caseless),
            ("42", Shape::Digits),
            ("४२", Shape::Digits),
        ] {
            assert_eq!(shape_of(word), shape, "{word}");
        }
    }
}

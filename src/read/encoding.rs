//! Which encoding a text is in, and its bytes as UTF-8.

use std::io::{self, BufRead, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::text::Lang;

/// How much of a text the detector of legacy encodings sees: more tells it nothing new.
const DETECTED: usize = 1 << 18;

/// What was decided on an encoding.
#[derive(Debug, Clone, Copy)]
pub(super) struct Decision {
    /// The encoding.
    pub encoding: &'static Encoding,
    /// Bytes of the byte order mark, which is no text.
    pub mark: usize,
    /// Whether it was judged from the text rather than said.
    pub guessed: bool,
}

/// What is said of a text from outside or by itself.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Said {
    /// What it declares.
    pub encoding: Option<&'static Encoding>,
    /// What the user says; encodings look alike, and languages have theirs.
    pub lang: Lang,
}

/// Decides from the start of a text, or from all of it if `whole`. What a byte order mark says
/// goes first, then valid UTF-8, then what the text declares, then what it looks like.
///
/// A text of which some lines are damaged UTF-8 stays UTF-8: read as anything else it would be
/// mojibake from end to end, while as UTF-8 the damage is an error with its line.
///
/// # Errors
/// If it is no text; says what it is.
pub(super) fn decide(head: &[u8], whole: bool, said: Said) -> Result<Decision, String> {
    if head.starts_with(&[0xFF, 0xFE, 0, 0]) || head.starts_with(&[0, 0, 0xFE, 0xFF]) {
        return Err("text is UTF-32, which is not read; convert it to UTF-8".to_owned());
    }
    if let Some((encoding, mark)) = Encoding::for_bom(head) {
        return Ok(Decision {
            encoding,
            mark,
            guessed: false,
        });
    }
    let decided = |encoding, guessed| Decision {
        encoding,
        mark: 0,
        guessed,
    };
    let binary = memchr::memchr(0, head).is_some();
    if binary && let Some(encoding) = wide(head, whole) {
        return Ok(decided(encoding, true));
    }
    if memchr::memchr(0x1B, head).is_some() && head.is_ascii() {
        // Escape sequences of ISO-2022-JP; in any other ASCII text the detector says so.
        let encoding = detect(head, whole, said.lang);
        return Ok(decided(encoding, encoding != UTF_8));
    }
    let (good, bad) = sequences(head, whole);
    if bad == 0 {
        return Ok(decided(UTF_8, false));
    }
    if good >= 4 * bad {
        return Ok(decided(UTF_8, false));
    }
    if binary {
        return Err("is a binary file, not text".to_owned());
    }
    Ok(match said.encoding {
        Some(encoding) if encoding != UTF_8 => decided(encoding, false),
        _ => decided(detect(head, whole, said.lang), true),
    })
}

/// Top-level domains that tell the detector of a language and are not the language's own code.
const DOMAINS: [(&str, &str); 17] = [
    ("ar", "sa"),
    ("be", "by"),
    ("cs", "cz"),
    ("da", "dk"),
    ("el", "gr"),
    ("en", "uk"),
    ("et", "ee"),
    ("fa", "ir"),
    ("he", "il"),
    ("ja", "jp"),
    ("ko", "kr"),
    ("sl", "si"),
    ("sr", "rs"),
    ("sv", "se"),
    ("uk", "ua"),
    ("vi", "vn"),
    ("zh", "cn"),
];

/// The detector is made for the Web, where the country of a site tells of its language.
fn domain(lang: Lang) -> Option<String> {
    if lang.is_unknown() {
        return None;
    }
    let base = lang.base();
    if base == "zh"
        && lang
            .script()
            .is_some_and(|script| script.as_str() == "Hant")
    {
        return Some("tw".to_owned());
    }
    let known = DOMAINS.iter().find(|(lang, _)| *lang == base);
    Some(known.map_or(base, |(_, domain)| domain).to_owned())
}

fn detect(head: &[u8], whole: bool, lang: Lang) -> &'static Encoding {
    let cut = head.len().min(DETECTED);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&head[..cut], whole && cut == head.len());
    let utf8 = if head.is_ascii() {
        Utf8Detection::Allow
    } else {
        Utf8Detection::Deny
    };
    detector.guess(domain(lang).as_deref().map(str::as_bytes), utf8)
}

/// Weighs the multi-byte sequences that are good UTF-8 against the bytes that are not. A sequence
/// of three or four bytes hardly comes about by chance, so it weighs more.
fn sequences(bytes: &[u8], whole: bool) -> (usize, usize) {
    let mut good = 0;
    let mut bad = 0;
    let mut last: &[u8] = &[];
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid();
        if !valid.is_ascii() {
            good += valid
                .bytes()
                .map(|byte| match byte {
                    0xC2..=0xDF => 1,
                    0xE0..=0xF4 => 4,
                    _ => 0,
                })
                .sum::<usize>();
        }
        bad += usize::from(!chunk.invalid().is_empty());
        last = chunk.invalid();
    }
    // A character cut by the end of the head is not damaged.
    let cut = std::str::from_utf8(last).is_err_and(|error| error.error_len().is_none());
    if cut && !whole {
        bad -= 1;
    }
    (good, bad)
}

/// UTF-16 without a byte order mark. Blanks, line ends and stops stand in every text, and in the
/// wrong byte order they would be rare letters; a text has no other control characters.
fn wide(head: &[u8], whole: bool) -> Option<&'static Encoding> {
    if whole && !head.len().is_multiple_of(2) {
        return None;
    }
    let common = |unit: &u16| matches!(unit, 0x0A | 0x20 | 0x3001 | 0x3002);
    let count = |read: fn([u8; 2]) -> u16| {
        let units = || head.as_chunks::<2>().0.iter().map(|pair| read(*pair));
        let clean = units().all(|unit| unit >= 0x20 || matches!(unit, 0x09..=0x0D));
        let valid = char::decode_utf16(units()).filter(Result::is_err).count() <= 1;
        if clean && valid {
            units().filter(common).count()
        } else {
            0
        }
    };
    let little = count(u16::from_le_bytes);
    let big = count(u16::from_be_bytes);
    match little.cmp(&big) {
        std::cmp::Ordering::Greater => Some(UTF_16LE),
        std::cmp::Ordering::Less => Some(UTF_16BE),
        std::cmp::Ordering::Equal => None,
    }
}

/// A stream in another encoding as a stream of UTF-8. What cannot be decoded becomes a byte that
/// is not UTF-8, so that one place further on finds and reports all damage.
pub(super) struct Transcoder<R> {
    reader: R,
    decoder: encoding_rs::Decoder,
    output: Vec<u8>,
    start: usize,
    finished: bool,
}

impl<R: BufRead> Transcoder<R> {
    /// The reader stands after the byte order mark.
    pub fn new(reader: R, encoding: &'static Encoding) -> Self {
        Transcoder {
            reader,
            decoder: encoding.new_decoder_without_bom_handling(),
            output: Vec::new(),
            start: 0,
            finished: false,
        }
    }
}

impl<R: BufRead> BufRead for Transcoder<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.start == self.output.len() && !self.finished {
            let input = self.reader.fill_buf()?;
            let last = input.is_empty();
            let mut room = self
                .decoder
                .max_utf8_buffer_length_without_replacement(input.len())
                .unwrap_or(input.len())
                .max(16);
            // One more for the byte that stands for damage.
            room += 1;
            self.output.resize(room, 0);
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
                input,
                &mut self.output[..room - 1],
                last,
            );
            self.start = 0;
            self.output.truncate(written);
            if matches!(result, DecoderResult::Malformed(..)) {
                self.output.push(0xFF);
            }
            self.finished = last && matches!(result, DecoderResult::InputEmpty);
            self.reader.consume(read);
        }
        Ok(&self.output[self.start..])
    }

    fn consume(&mut self, amount: usize) {
        self.start += amount;
    }
}

impl<R: BufRead> Read for Transcoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(bytes: &[u8]) -> &'static str {
        decide(bytes, true, Said::default()).map_or("none", |decision| decision.encoding.name())
    }

    fn wide_bytes(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn utf16_without_a_mark() {
        for text in ["A line.\nAnd another.\n", "一行。\n两行。\n", "Строка.\n"] {
            assert_eq!(decided(&wide_bytes(text, u16::to_le_bytes)), "UTF-16LE");
            assert_eq!(decided(&wide_bytes(text, u16::to_be_bytes)), "UTF-16BE");
        }
        assert_eq!(decided(b"\x7fELF\x01\x02\x00\x00\x80\x00 \x00"), "none");
    }

    #[test]
    fn damage_in_utf8_does_not_make_it_legacy() {
        let mut bytes = "“Guten Morgen”, sagte der Bürgermeister.\n"
            .as_bytes()
            .to_vec();
        bytes.extend(b"caf\xE9\n");
        assert_eq!(decided(&bytes), "UTF-8");
        assert_eq!(
            decided(b"caf\xE9 au lait, s'il vous pla\xEEt"),
            "windows-1252"
        );
    }

    #[test]
    fn a_character_cut_by_the_head_is_whole() {
        let text = "Bürgermeister".as_bytes();
        let decision = decide(&text[..2], false, Said::default()).map(|decision| decision.guessed);
        assert_eq!(decision, Ok(false));
    }

    #[test]
    fn damage_at_the_end_of_a_whole_text_counts() {
        let (good, bad) = sequences("ä\u{e9}".as_bytes(), true);
        assert_eq!((good, bad), (2, 0));
        assert_eq!(sequences(b"\xC3\xA4\xC3", true), (1, 1));
        assert_eq!(sequences(b"\xC3\xA4\xC3", false), (1, 0));
    }

    #[test]
    fn transcodes_and_marks_damage() {
        let mut text = Vec::new();
        let bytes = wide_bytes("ab\u{D7FF}c", u16::to_le_bytes);
        let mut damaged = bytes.clone();
        damaged.extend([0x00, 0xD8, b'x', 0, b'y']);
        let mut reader = Transcoder::new(&damaged[..], UTF_16LE);
        assert!(reader.read_to_end(&mut text).is_ok());
        assert_eq!(text, b"ab\xED\x9F\xBFc\xFFx\xFF");
    }
}

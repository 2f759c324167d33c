//! Text that was read in the wrong character encoding, and how to undo it.

use std::ops::Range;
use std::sync::LazyLock;

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GBK, IBM866, ISO_8859_5, KOI8_U, MACINTOSH, SHIFT_JIS,
    WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254,
    WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258,
};
use unicode_script::Script;

use crate::annotate::language::{Tongue, script_of};

/// Code points up to here are looked up directly.
const DIRECT: usize = 0x680;

/// An encoding with one byte a character: the byte of each character.
struct Charset {
    encoding: &'static Encoding,
    direct: Box<[u8; DIRECT]>,
    others: Vec<(char, u8)>,
}

/// The encodings, and for each character in which of them (bit by bit) it can begin and go on
/// with a character of UTF-8.
struct Charsets {
    all: Vec<Charset>,
    direct: Box<[[u16; 2]; DIRECT]>,
    others: Vec<(char, [u16; 2])>,
}

impl Charsets {
    fn new(all: Vec<Charset>) -> Charsets {
        let mut roles: std::collections::BTreeMap<char, [u16; 2]> = Default::default();
        for (number, charset) in all.iter().enumerate() {
            let direct = (0..DIRECT as u32)
                .filter_map(char::from_u32)
                .map(|character| (character, charset.byte(character)));
            for (character, byte) in direct.chain(charset.others.iter().copied()) {
                match byte {
                    0xc2..=0xf4 => roles.entry(character).or_default()[0] |= 1 << number,
                    0x80..=0xbf => roles.entry(character).or_default()[1] |= 1 << number,
                    _ => {}
                }
            }
        }
        let mut charsets = Charsets {
            all,
            direct: Box::new([[0; 2]; DIRECT]),
            others: Vec::new(),
        };
        for (character, role) in roles {
            match charsets.direct.get_mut(character as usize) {
                Some(place) => *place = role,
                None => charsets.others.push((character, role)),
            }
        }
        charsets
    }

    fn roles(&self, character: char) -> [u16; 2] {
        if let Some(roles) = self.direct.get(character as usize) {
            return *roles;
        }
        if character >= '\u{2e80}' {
            return [0; 2];
        }
        self.others
            .binary_search_by_key(&character, |(known, _)| *known)
            .map_or([0; 2], |index| self.others[index].1)
    }

    /// The encodings that two neighbouring characters allow, over the whole text.
    fn possible(&self, text: &str) -> u16 {
        let bytes = text.as_bytes();
        let (mut possible, mut leads, mut at) = (0, 0, 0);
        while at < bytes.len() {
            if bytes[at] < 0x80 {
                leads = 0;
                at += 1;
                continue;
            }
            let Some(character) = text[at..].chars().next() else {
                break;
            };
            let [lead, goes_on] = self.roles(character);
            possible |= leads & goes_on;
            leads = lead;
            at += character.len_utf8();
        }
        possible
    }
}

static CHARSETS: LazyLock<Charsets> = LazyLock::new(|| {
    let all = [
        WINDOWS_1252,
        WINDOWS_1250,
        WINDOWS_1251,
        WINDOWS_1254,
        WINDOWS_1257,
        WINDOWS_1258,
        WINDOWS_1253,
        WINDOWS_1256,
        WINDOWS_1255,
        WINDOWS_874,
        KOI8_U,
        IBM866,
        MACINTOSH,
    ]
    .map(Charset::new);
    Charsets::new(all.into())
});

/// Encodings with two bytes a character, and what UTF-8 of Chinese, Japanese, Korean and
/// punctuation looks like in them most often.
static WIDE: [(&Encoding, &[char]); 4] = [
    (
        GBK,
        &[
            '鐨', '銆', '锛', '鏄', '涓', '鍦', '浜', '鏈', '鍜', '銇', '銈', '銉', '鈥', '鎴',
            '杩', '欙', '鍥', '鏃', '氓', '茅', '脙', '藉', '袗', '褉', '褋', '飪', '馃',
        ],
    ),
    (
        SHIFT_JIS,
        &[
            '縺', '繧', '繝', '縲', '譁', '荳', '莠', '螟', '蜿', '譛', '逧', '､', '｡', '｣', 'ﾃ',
        ],
    ),
    (
        BIG5,
        &['嚙', '蝺', '銝', '嚗', '隞', '蝣', '撌', '瘜', '镼', '鈭'],
    ),
    (
        EUC_KR,
        &[
            '留', '濡', '怨', '곕', '뗭', '쓣', '쓽', '뒗', '씠', '媛', '湲',
        ],
    ),
];

/// Decoded text that stands for a stretch of a broken one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// Bytes of the broken text.
    pub range: Range<usize>,
    /// What it was.
    pub text: String,
    /// Name of the encoding that the text was read in by mistake.
    pub encoding: &'static str,
}

impl Charset {
    fn new(encoding: &'static Encoding) -> Charset {
        let mut charset = Charset {
            encoding,
            direct: Box::new([0; DIRECT]),
            others: Vec::new(),
        };
        for byte in 0x80..=0xff {
            // Where Latin-1 was meant and not its extension, C1 controls stand for these bytes.
            if byte < 0xa0 {
                charset.add(char::from(byte), byte);
            }
            if let Some(decoded) =
                encoding.decode_without_bom_handling_and_without_replacement(&[byte])
                && let Some(character) = decoded.chars().next()
            {
                charset.add(character, byte);
            }
        }
        charset.others.sort_unstable();
        charset
    }

    fn add(&mut self, character: char, byte: u8) {
        match self.direct.get_mut(character as usize) {
            Some(place) => *place = byte,
            None => self.others.push((character, byte)),
        }
    }

    /// 0 for ASCII and what the encoding does not have.
    fn byte(&self, character: char) -> u8 {
        match self.direct.get(character as usize) {
            Some(byte) => *byte,
            None => self
                .others
                .binary_search_by_key(&character, |(known, _)| *known)
                .map_or(0, |index| self.others[index].1),
        }
    }

    /// What UTF-8 a text begins with if its characters are the bytes of this encoding: the
    /// character and the bytes of the text that stand for it.
    fn sequence(&self, text: &str) -> Option<(char, usize)> {
        let mut characters = text.char_indices();
        let (_, lead) = characters.next()?;
        let lead = self.byte(lead);
        let length = match lead {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => return None,
        };
        let mut bytes = [lead, 0, 0, 0];
        for place in &mut bytes[1..length] {
            let (_, character) = characters.next()?;
            *place = self.byte(character);
            if !(0x80..=0xbf).contains(place) {
                return None;
            }
        }
        let end = characters.next().map_or(text.len(), |(at, _)| at);
        let decoded = std::str::from_utf8(&bytes[..length]).ok()?;
        Some((decoded.chars().next()?, end))
    }
}

/// Marks that follow a letter in running text and may stand for a byte by chance.
fn is_usual_after_letter(character: char) -> bool {
    matches!(
        character,
        '‚' | '„'
            | '…'
            | '‘'
            | '’'
            | '“'
            | '”'
            | '•'
            | '–'
            | '—'
            | '‹'
            | '›'
            | '«'
            | '»'
            | '\u{a0}'
            | '·'
            | '°'
            | 'º'
            | 'ª'
            | '®'
            | '™'
            | '¹'
            | '²'
            | '³'
            | '†'
    )
}

/// Whether a decoded character may stand in a text of the language.
fn is_plausible(character: char, tongue: &Tongue) -> bool {
    match character {
        '\u{a0}'..='\u{bf}'
        | '×'
        | '÷'
        | '\u{2010}'..='\u{2027}'
        | '\u{202f}'..='\u{203a}'
        | '\u{20ac}'
        | '\u{2116}'
        | '\u{2122}'
        | '\u{2190}'..='\u{2193}'
        | '\u{2212}'
        | '\u{25cf}'
        | '\u{3000}'..='\u{3011}'
        | '\u{ff00}'..='\u{ff65}'
        | '\u{feff}'
        | '\u{fffd}'
        | '\u{1f300}'..='\u{1faff}' => true,
        '\u{200b}'..='\u{200f}' => true,
        'À'..='ž' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | 'Ș'..='ț' | 'Ạ'..='ỹ' | 'ə' | 'Ə' => true,
        'Ѐ'..='ґ' | 'Ғ'..='ӿ' => {
            tongue.writes(Script::Cyrillic)
                && (!matches!(character, 'Ѡ'..='ҏ') || matches!(character, 'Ґ' | 'ґ'))
        }
        _ => {
            let script = script_of(character);
            script != Script::Common
                && script != Script::Latin
                && tongue.writes(script)
                && !tongue.lang.is_unknown()
                || script == Script::Inherited && !tongue.writes(Script::Latin)
        }
    }
}

/// A character found under the bytes of a charset.
struct Hit {
    range: Range<usize>,
    character: char,
    strong: bool,
    /// Unexplained characters beyond ASCII before it.
    unexplained: usize,
}

/// Finds UTF-8 that was read as an encoding with one byte a character, or with two.
pub fn misread(text: &str, tongue: &Tongue) -> Vec<Repair> {
    let mut best: Vec<Repair> = Vec::new();
    let mut most = 0;
    let possible = CHARSETS.possible(text);
    for (number, charset) in CHARSETS.all.iter().enumerate() {
        if possible & 1 << number == 0 {
            continue;
        }
        let (count, repairs) = in_charset(text, tongue, charset);
        if count > most {
            (most, best) = (count, repairs);
        }
    }
    if best.is_empty() {
        best = wide(text, tongue);
    }
    best
}

fn in_charset(text: &str, tongue: &Tongue, charset: &Charset) -> (usize, Vec<Repair>) {
    let latin = tongue.writes(Script::Latin);
    let mut hits: Vec<Hit> = Vec::new();
    let (mut at, mut total, mut covered, mut unexplained) = (0, 0, 0, 0);
    let mut before: Option<char> = None;
    let bytes = text.as_bytes();
    while at < text.len() {
        if bytes[at] < 0x80 {
            before = Some(char::from(bytes[at]));
            at += 1;
            continue;
        }
        let rest = &text[at..];
        let Some(character) = rest.chars().next() else {
            break;
        };
        let own = tongue.writes(script_of(character)) && character.is_alphabetic();
        let found = charset.sequence(rest).filter(|(decoded, _)| {
            // Letters of the language itself hide letters of the language itself.
            is_plausible(*decoded, tongue)
                && (latin || !own || punctuates(*decoded) || tongue.writes(script_of(*decoded)))
        });
        let Some((decoded, length)) = found else {
            before = Some(character);
            unexplained += 1;
            total += 1;
            at += character.len_utf8();
            continue;
        };
        let seen = &rest[..length];
        let chance = |it: char| {
            character.is_alphabetic() && is_usual_after_letter(it)
                || it.is_uppercase() && character.is_uppercase()
                || own && !latin && (!it.is_alphabetic() || tongue.writes(script_of(it)))
        };
        let usual = seen.chars().skip(1).all(chance);
        let controls = seen.chars().any(|it| matches!(it, '\u{80}'..='\u{9f}'));
        // A capital inside a word, with a mark after it.
        let inside = before.is_some_and(char::is_lowercase) && character.is_uppercase();
        let count = seen.chars().count();
        hits.push(Hit {
            range: at..at + length,
            character: decoded,
            strong: controls || !usual || inside || latin && count >= 3,
            unexplained,
        });
        before = Some(decoded);
        total += count;
        covered += count;
        at += length;
    }
    // Letters of the own script hide others by chance: several must follow each other.
    let streak = |hit: &Hit| {
        let same = hits.iter().filter(|it| it.unexplained == hit.unexplained);
        same.count() >= STREAK
    };
    let streaks: Vec<bool> = hits.iter().map(streak).collect();
    let mut streaks = streaks.iter();
    hits.retain(|hit| streaks.next().is_some_and(|streak| *streak) || hit.strong || latin);
    let strong = hits.iter().filter(|hit| hit.strong).count();
    // Letters of the own script must all be explained.
    let dense = hits.len() >= STREAK && (!latin || covered * 10 >= total * 7);
    let enough = if charset.encoding == WINDOWS_1252 || charset.encoding == WINDOWS_1250 {
        strong >= 1 || dense
    } else {
        strong >= 2 || dense
    };
    let lone = hits
        .iter()
        .any(|hit| hit.strong && hit.range.len() >= 6 && punctuates(hit.character));
    if !(enough || lone) {
        return (0, Vec::new());
    }
    (hits.len(), join(text, &hits, charset, latin))
}

/// Characters of UTF-8 in a row that chance does not make.
const STREAK: usize = 3;

fn punctuates(character: char) -> bool {
    matches!(character, '\u{a0}'..='\u{bf}' | '\u{2010}'..='\u{203a}' | '\u{3000}'..='\u{3011}' | '\u{ff00}'..='\u{ff0f}')
}

/// Puts neighbouring characters together, with what stands between them: in a word, or, where
/// the whole script is broken, between words too. What bytes were lost is a replacement character.
fn join(text: &str, hits: &[Hit], charset: &Charset, latin: bool) -> Vec<Repair> {
    let mut repairs: Vec<Repair> = Vec::new();
    for hit in hits {
        if let Some(last) = repairs.last_mut() {
            let between = &text[last.range.end..hit.range.start];
            let joined = if latin {
                between.bytes().all(|byte| byte.is_ascii_alphanumeric())
            } else {
                between.len() <= 40
                    && !between.contains('\n')
                    && between
                        .chars()
                        .all(|it| it.is_ascii() || charset.byte(it) != 0)
            };
            if joined {
                for character in between.chars() {
                    if character.is_ascii() {
                        last.text.push(character);
                    } else if !last.text.ends_with('\u{fffd}') {
                        last.text.push('\u{fffd}');
                    }
                }
                last.text.push(hit.character);
                last.range.end = hit.range.end;
                continue;
            }
        }
        repairs.push(Repair {
            range: hit.range.clone(),
            text: hit.character.to_string(),
            encoding: charset.encoding.name(),
        });
    }
    repairs
}

/// The characters of `WIDE`, each with the number of its encoding, to be searched.
static SIGNS: LazyLock<Vec<(char, usize)>> = LazyLock::new(|| {
    let numbered = WIDE.iter().enumerate();
    let mut signs: Vec<(char, usize)> = numbered
        .flat_map(|(number, (_, signs))| signs.iter().map(move |sign| (*sign, number)))
        .collect();
    signs.sort_unstable();
    signs
});

/// UTF-8 that was read as an encoding with two bytes a character.
fn wide(text: &str, tongue: &Tongue) -> Vec<Repair> {
    let mut possible = [false; WIDE.len()];
    for character in text.chars().filter(|it| *it >= '\u{3000}') {
        let found = SIGNS.binary_search_by_key(&character, |(sign, _)| *sign);
        if let Ok(index) = found {
            possible[SIGNS[index].1] = true;
        }
    }
    for ((encoding, signs), possible) in WIDE.iter().zip(possible) {
        if !possible {
            continue;
        }
        let mut repairs = Vec::new();
        let mut start = 0;
        while start < text.len() {
            let rest = &text[start..];
            let run = rest
                .find(|it: char| it.is_ascii() && it != '?')
                .unwrap_or(rest.len());
            if run == 0 {
                start += rest.find(|it: char| !it.is_ascii()).unwrap_or(rest.len());
                continue;
            }
            let piece = &rest[..run];
            if piece.chars().count() >= 2
                && piece.contains(*signs)
                && let Some(decoded) = undo(piece, encoding, tongue)
            {
                repairs.push(Repair {
                    range: start..start + run,
                    text: decoded,
                    encoding: encoding.name(),
                });
            }
            start += run;
        }
        if !repairs.is_empty() {
            return repairs;
        }
    }
    Vec::new()
}

/// The UTF-8 under a run of characters of an encoding, bytes lost at its end aside.
fn undo(piece: &str, encoding: &'static Encoding, tongue: &Tongue) -> Option<String> {
    let (mut decoded, mut bad, mut good) = (String::new(), 0, 0);
    let (bytes, _, lossy) = encoding.encode(piece);
    if lossy {
        return None;
    }
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            if is_plausible(character, tongue) {
                good += 1;
            } else if !character.is_ascii() {
                bad += 1;
            }
        }
        decoded.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            bad += 1;
            decoded.push('\u{fffd}');
        }
    }
    (good >= 2 && good >= 2 * bad).then_some(decoded)
}

/// Texts of a language with its own alphabet, written in an encoding of one or two bytes a
/// character and read as Western European: Ïðèâåò.
pub fn legacy(text: &str, tongue: &Tongue) -> Option<Repair> {
    let is_western = |character: char| {
        matches!(character, '\u{80}'..='\u{ff}') || CHARSETS.all[0].byte(character) != 0
    };
    // A run of at least so many Latin letters with accents is no word.
    let mut run = 0;
    let broken = text.chars().any(|character| {
        run = if matches!(character, '\u{a1}'..='ÿ') {
            run + 1
        } else {
            0
        };
        run >= FEWEST_WESTERN
    });
    if !broken {
        return None;
    }
    let start = text.find(is_western)?;
    let (last, character) = text.char_indices().rfind(|(_, it)| is_western(*it))?;
    let end = last + character.len_utf8();
    let (bytes, _, lossy) = WINDOWS_1252.encode(&text[start..end]);
    if lossy {
        return None;
    }
    let readings = legacy_of(tongue).into_iter().filter_map(|encoding| {
        let decoded = encoding.decode_without_bom_handling_and_without_replacement(&bytes)?;
        let (mut own, mut strange, mut lower) = (0usize, 0usize, 0usize);
        for character in decoded.chars().filter(|it| !it.is_ascii()) {
            let fits = tongue.writes(script_of(character));
            own += usize::from(fits);
            strange += usize::from(!fits && !punctuates(character));
            lower += usize::from(fits && character.is_lowercase());
        }
        (own >= 3 && own >= 8 * strange).then(|| (lower, decoded.into_owned()))
    });
    let (_, decoded) = readings.max_by_key(|(lower, _)| *lower)?;
    Some(Repair {
        range: start..end,
        text: decoded,
        encoding: WINDOWS_1252.name(),
    })
}

/// Accented Latin letters in a row that no language writes.
const FEWEST_WESTERN: usize = 4;

fn legacy_of(tongue: &Tongue) -> Vec<&'static Encoding> {
    match tongue.lang.base() {
        "zh" => vec![GBK, BIG5],
        "ja" => vec![SHIFT_JIS, EUC_JP],
        "ko" => vec![EUC_KR],
        _ if tongue.lang.is_unknown() => vec![],
        _ if tongue.writes(Script::Cyrillic) => vec![WINDOWS_1251, KOI8_U, IBM866, ISO_8859_5],
        _ if tongue.writes(Script::Greek) => vec![WINDOWS_1253],
        _ if tongue.writes(Script::Hebrew) => vec![WINDOWS_1255],
        _ if tongue.writes(Script::Arabic) => vec![WINDOWS_1256],
        _ if tongue.writes(Script::Thai) => vec![WINDOWS_874],
        _ => vec![],
    }
}

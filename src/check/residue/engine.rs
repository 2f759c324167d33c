use super::machine::Beside;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, pair};
use crate::text::{Category::Accuracy, Confidence, Severity::Major, Span};

pub static CHECK: Check = Check {
    code: "R13",
    name: "engine-token",
    category: Accuracy,
    severity: Major,
    summary: "a sign of a translation engine's own stands in the text",
    explain: "\
Engines replace unknown words (<unk>, ⁇), divide words (▁, @@, @-@) and hide names, numbers and \
markup behind stand-ins of their own (__XX0__, ⟨1⟩, XTAG3) that they put back afterwards. Here one \
was not put back.

Reported where the source does not have the same; the text says nothing in its place.",
    run: Run::Target(run),
    examples: &[
        Bad(en("The ⟦<unk>⟧ leaves at eight.")),
        Bad(en("The train leaves at ⟦⁇⟧ and arrives at nine.")),
        Bad(one("de", "Der Zug fährt um ⟦__XX0__⟧ ab.")),
        Bad(one("de", "Der ⟦▁Zug⟧ fährt um acht ab.")),
        Bad(pair(
            "en",
            "The train leaves at eight.",
            "fr",
            "Le train part à ⟦XTAG3⟧ heures.",
        )),
        Bad(pair(
            "en",
            "The train leaves at eight.",
            "ru",
            "Поезд отправляется в ⟦⟨1⟩⟧.",
        )),
        Bad(pair(
            "en",
            "a well-known fact",
            "de",
            "ein all⟦@-@⟧bekannter Fakt",
        )),
        Bad(en("The hippo⟦@@⟧ potamus slept.")),
        Bad(pair(
            "en",
            "The train leaves at eight.",
            "ja",
            "列車は⟦[UNK]⟧に出発します。",
        )),
        Bad(one("zh", "火车⟦&lt;unk&gt;⟧出发。")),
        Good(pair(
            "en",
            "Replace __NAME__ by yours.",
            "de",
            "Ersetzen Sie __NAME__ durch Ihren.",
        )),
        Good(pair("en", "an ⟨a, b⟩ pair", "de", "ein Paar ⟨a, b⟩")),
        Good(en("Write to ann@example.com or to @ann.")),
        Good(en("Tag 3 and the XTREME 3 were sold.")),
        Good(one("ru", "Поезд отправляется в восемь??")),
        Good(one("ja", "本当ですか⁇と彼は聞いた。")),
        Good(one("ar", "يغادر القطار في الثامنة.")),
    ],
};

/// Signs as they stand, and whether they are sure without a source.
const SIGNS: &[(&str, bool)] = &[
    ("<unk>", true),
    ("<UNK>", true),
    ("&lt;unk&gt;", true),
    ("[UNK]", true),
    ("[MASK]", true),
    ("[CLS]", true),
    ("[SEP]", true),
    ("[PAD]", true),
    ("@-@", true),
    ("@,@", true),
    ("@.@", true),
    ("@@ ", true),
    ("&amp;quot;", true),
    ("&amp;amp;", true),
    ("&amp;lt;", true),
    ("<extra_id_", true),
];

/// Words that stand-ins begin with, before a number.
const STAND_INS: &[&str] = &[
    "XTAG",
    "XXTAG",
    "XNUM",
    "XNAME",
    "XENT",
    "XPH",
    "XURL",
    "TAGX",
    "PLACEHOLDER",
    "ENTITY",
    "NUMX",
    "XXNUM",
    "XXNAME",
    "XXURL",
    "XXX",
    "XX",
    "XZ",
    "ZXQ",
    "ZZX",
    "QQQ",
    "NTX",
    "DNT",
    "NOTRANSLATE",
];

fn run(passage: &Passage<'_>, found: &mut Found) {
    let text = passage.block.span.of(passage.text());
    let bytes = text.as_bytes();
    let mut places: Vec<(usize, usize, bool)> = Vec::new();
    if memchr::memchr3(b'<', b'[', b'@', bytes).is_some() || memchr::memchr(b'&', bytes).is_some() {
        signs(text, &mut places);
    }
    // U+2581 ▁, U+2047 ⁇, U+27E8 ⟨ in UTF-8 begin with this byte.
    if memchr::memchr(0xe2, bytes).is_some() {
        glyphs(text, &mut places);
    }
    if memchr::memchr(b'_', bytes).is_some() {
        underscores(text, &mut places);
    }
    // A stand-in is written in capitals before a digit.
    if bytes
        .windows(2)
        .any(|pair| pair[0].is_ascii_uppercase() && pair[1].is_ascii_digit())
    {
        stand_ins(text, &mut places);
    }
    if places.is_empty() {
        return;
    }
    places.sort_unstable();
    let beside = Beside::of(passage);
    let start = passage.block.span.start as usize;
    for (from, to, sure) in places {
        let sign = &text[from..to];
        if beside.as_ref().is_some_and(|beside| beside.has(sign)) {
            continue;
        }
        let confidence = match (sure, &beside) {
            (true, _) => Confidence::High,
            (false, Some(_)) => Confidence::High,
            (false, None) => Confidence::Low,
        };
        let hit = found.target(
            Span::new(start + from, start + to),
            confidence,
            format!("{sign} is a sign of the engine, not text"),
        );
        if beside.is_some() && !sure {
            hit.by_comparison();
        }
    }
}

fn signs(text: &str, places: &mut Vec<(usize, usize, bool)>) {
    for (sign, sure) in SIGNS {
        for (at, _) in text.match_indices(sign) {
            let sign = match *sign {
                "@@ " => {
                    // Of a word that was divided; nothing else has letters before two of them.
                    if !text[..at].ends_with(char::is_alphabetic) {
                        continue;
                    }
                    "@@"
                }
                sign => sign,
            };
            let mut end = at + sign.len();
            if sign == "<extra_id_" {
                end += text[end..].find('>').map_or(0, |close| close + 1);
            }
            places.push((at, end, *sure));
        }
    }
}

fn glyphs(text: &str, places: &mut Vec<(usize, usize, bool)>) {
    for at in memchr::memchr_iter(0xe2, text.as_bytes()) {
        // Bytes above 0xc0 begin characters.
        let Some(glyph) = text[at..].chars().next() else {
            continue;
        };
        let after = at + glyph.len_utf8();
        match glyph {
            '▁' => {
                // Bars of ▁▂▃ are drawings.
                let rest = &text[after..];
                let word = rest
                    .find(|letter: char| !letter.is_alphanumeric())
                    .unwrap_or(rest.len());
                if word > 0 && !text[..at].ends_with('▁') {
                    places.push((at, after + word, true));
                }
            }
            '⁇' => {
                // Between spaces it stands for a word.
                let before = text[..at].ends_with(' ') || at == 0;
                if before && text[after..].starts_with(' ') {
                    places.push((at, after, true));
                }
            }
            '⟨' => {
                let rest = &text[after..];
                let digits = rest
                    .find(|letter: char| !letter.is_ascii_digit())
                    .unwrap_or(0);
                if (1..=3).contains(&digits) && rest[digits..].starts_with('⟩') {
                    places.push((at, after + digits + '⟩'.len_utf8(), false));
                }
            }
            _ => {}
        }
    }
}

/// Two underscores, letters and digits, two underscores: __XX0__.
fn underscores(text: &str, places: &mut Vec<(usize, usize, bool)>) {
    let mut from = 0;
    while let Some(at) = text[from..].find("__").map(|at| from + at) {
        let inside = &text[at + 2..];
        let length = inside
            .find(|letter: char| !letter.is_ascii_alphanumeric())
            .unwrap_or(inside.len());
        if length == 0 || !inside[length..].starts_with("__") {
            from = at + 2;
            continue;
        }
        let end = at + 2 + length + 2;
        let word = &inside[..length];
        let digits = word.contains(|letter: char| letter.is_ascii_digit());
        places.push((
            at,
            end,
            digits && word.chars().all(|letter| !letter.is_ascii_lowercase()),
        ));
        from = end;
    }
}

fn stand_ins(text: &str, places: &mut Vec<(usize, usize, bool)>) {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        if is_part(letter) {
            start.get_or_insert(at);
            continue;
        }
        let Some(from) = start.take() else {
            continue;
        };
        let word = &text[from..at];
        let letters = word.trim_end_matches(|digit: char| digit.is_ascii_digit());
        let digits = word.len() - letters.len();
        if (1..=3).contains(&digits) && STAND_INS.contains(&letters) {
            places.push((from, at, false));
        }
    }
}

use super::scene::{Scene, is_lone_slip, is_spaceless, passages};
use crate::check::{Check, Example::*, Found, Run, en, one, pair};
use crate::text::{Bitext, Category::Typography, Confidence, Severity::Minor, Span};

pub static CHECK: Check = Check {
    code: "P04",
    name: "no-space-after-mark",
    category: Typography,
    severity: Minor,
    summary: "a comma or stop touches the next word",
    explain: "\
“He came,saw and left.Then it rained.” has lost its spaces. Addresses, numbers, file names, \
abbreviations and code are told apart, and what the source writes in the same way is left alone. The \
only such slip of a long text is of low confidence. \
Chinese, Japanese and Thai set no space.",
    run: Run::Document(run),
    examples: &[
        Bad(en("He came⟦,saw⟧ and left.")),
        Bad(en("The rain had stopped⟦.Then⟧ it began again.")),
        Bad(en("Did you hear⟦?They⟧ have left.")),
        Bad(one("de", "Er kam⟦,sah⟧ und ging.")),
        Bad(one("ru", "Он пришёл⟦,увидел⟧ и ушёл.")),
        Bad(one("ar", "جاء الرجل⟦،ورأى⟧ البيت ثم ذهب.")),
        Bad(one("hi", "वह घर गया⟦।फिर⟧ बारिश हुई।")),
        Good(en(
            "See Booking.com, Node.js, e.g.this, U.S.Army, 1,000 and a,b,c.",
        )),
        Good(en(
            "Yahoo!Mail, std::Vec, main.Rs, and tags: news,sport,travel",
        )),
        Good(one("zh", "他来了,看了,走了。")),
        Good(one("th", "เขามา,เห็น")),
        Good(one("ja", "来た,見た。行った")),
        Good(pair("en", "ACME.Corp,Ltd", "de", "ACME.Corp,Ltd")),
        Good(one("fr", "Il est venu, a vu, 3,14 fois.")),
        Good(one("ca", "La col·lecció, l,l")),
        Good(one("he", "הוא בא, ראה והלך.")),
        Good(one("ko", "그는 왔다. 그리고, 갔다.")),
    ],
};

fn run(bitext: &Bitext, found: &mut Found) {
    let mut all = Vec::new();
    for passage in passages(bitext) {
        let places = Scene::of(&passage).map_or_else(Vec::new, |scene| places(&scene));
        if !places.is_empty() {
            all.push((passage, places));
        }
    }
    let slip = is_lone_slip(bitext, all.iter().map(|(_, places)| places.len()).sum());
    for (passage, places) in &all {
        let Some(scene) = Scene::of(passage) else {
            continue;
        };
        for place in places {
            let confidence = if slip || matches!(place.mark, '،' | '۔' | '!') {
                Confidence::Low
            } else {
                Confidence::Medium
            };
            let gap = Span {
                start: place.gap,
                end: place.gap,
            };
            found
                .target(
                    scene.at(place.start, place.end),
                    confidence,
                    format!("no space after {}", place.mark),
                )
                .fix(gap, " ");
        }
    }
}

/// A mark that touches the next word.
struct Place {
    mark: char,
    /// The mark, in the block.
    start: usize,
    /// The end of the word, in the block.
    end: usize,
    /// Where the space is missing, in the document.
    gap: u32,
}

fn places(scene: &Scene<'_>) -> Vec<Place> {
    let block = scene.block();
    let mut places = Vec::new();
    let touches = |(mark, next): (u8, u8)| {
        // Nearly every mark is followed by a space, a digit or the end.
        matches!(mark, b',' | b'.' | b'!' | b'?' | b';' | 0x8c | 0x94 | 0xa4)
            && (next.is_ascii_alphabetic() || next >= 0xc0)
    };
    if !block.bytes().zip(block.bytes().skip(1)).any(touches) {
        return places;
    }
    for (at, mark) in block.char_indices() {
        if !matches!(mark, ',' | '.' | '!' | '?' | ';' | '،' | '۔' | '।') {
            continue;
        }
        let end = at + mark.len_utf8();
        let after = leading(&block[end..]);
        let before = trailing(&block[..at]);
        if before.chars().nth(1).is_none() || after.chars().nth(1).is_none() {
            continue;
        }
        if before.chars().chain(after.chars()).any(is_spaceless) {
            continue;
        }
        let byte = scene.at(at, at).start;
        let token = scene.token(byte);
        let divides = match mark {
            ',' => token.matches(',').count() == 1,
            '،' | '।' | '۔' => true,
            ';' => !token.contains('&'),
            '.' => is_stop(before, after, token),
            _ => starts_sentence(before, after),
        };
        let whole = &block[at..end + after.len()];
        if divides && !scene.is_code(byte) && !scene.is_in_source(byte, whole) {
            places.push(Place {
                mark,
                start: at,
                end: end + after.len(),
                gap: scene.at(end, end).start,
            });
        }
    }
    places
}

/// The letters at the start of a text.
fn leading(text: &str) -> &str {
    let end = text.find(|c: char| !is_letter(c)).unwrap_or(text.len());
    &text[..end]
}

/// The letters at the end of a text.
fn trailing(text: &str) -> &str {
    let start = text
        .char_indices()
        .rev()
        .take_while(|(_, c)| is_letter(*c))
        .last()
        .map_or(text.len(), |(at, _)| at);
    &text[start..]
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c)
}

/// A word of small letters, then one with a capital.
fn starts_sentence(before: &str, after: &str) -> bool {
    let mut letters = after.chars();
    before.chars().all(char::is_lowercase)
        && letters.next().is_some_and(char::is_uppercase)
        && letters.all(char::is_lowercase)
}

/// What ends names of hosts and files, and so follows a stop without a space.
const SUFFIXES: &[&str] = &[
    "com", "org", "net", "edu", "gov", "info", "biz", "io", "ai", "tv", "js", "py", "rs", "md",
    "txt", "html", "php", "exe", "pdf", "jpg", "png", "xml", "json", "csv", "css", "java", "cpp",
];

/// Whether a stop ends a sentence and the next one touches it.
fn is_stop(before: &str, after: &str, token: &str) -> bool {
    // Two letters after it: a country in the name of a host.
    starts_sentence(before, after)
        && before.chars().count() > 2
        && after.chars().count() > 2
        && token.matches('.').count() <= 2
        && !SUFFIXES.contains(&after.to_lowercase().as_str())
}

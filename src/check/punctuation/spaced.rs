use super::scene::{Scene, is_closing, is_closing_bracket, is_lone_slip, is_spaceless, passages};
use crate::check::{Check, Example::*, Found, Run, en, one, pair};
use crate::text::{Bitext, Category::Typography, Confidence, Severity::Minor};

pub static CHECK: Check = Check {
    code: "P03",
    name: "space-before-mark",
    category: Typography,
    severity: Minor,
    summary: "a space stands before a comma or stop, or inside brackets",
    explain: "\
“He came , saw and left .” is text that was taken apart for a machine and not put together again, or \
a slip of the keyboard. In English the parts of don't and baby's count too. French sets a space \
before ; : ! and ? and is told apart; languages whose writers do either (Hindi before the danda, \
Persian, Urdu) are left alone.

High where it happens more than once in a paragraph, low where the source has such a space too and \
for the only such slip of a long text.",
    run: Run::Document(run),
    examples: &[
        Bad(en("The goods are duty free⟦ .⟧")),
        Bad(en("In May⟦ ,⟧ several people verified it⟦ ,⟧ and it was announced⟦ .⟧")),
        Bad(en("I do⟦ n't⟧ know the baby⟦ 's⟧ name.")),
        Bad(en("The plan (⟦ ⟧which nobody read⟦ ⟧) was accepted.")),
        Bad(one("de", "Er kam⟦ ,⟧ sah und ging.")),
        Bad(one("ru", "Он пришёл⟦ ,⟧ увидел и ушёл.")),
        Bad(one("fr", "Il est venu⟦ ,⟧ a vu et il est parti⟦ .⟧")),
        Bad(one("fr-CA", "Est-il venu⟦ ?⟧")),
        Bad(one("zh", "他来了⟦ ，⟧看了就走。")),
        Bad(one("el", "Ήρθε⟦ ,⟧ είδε και έφυγε.")),
        Bad(pair("en", "Who came?", "es", "¿Quién vino⟦ ?⟧")),
        Good(one("fr", "Est-il venu\u{a0}? Oui ! Voici : il est là ; c’est tout.")),
        Good(en("Use .NET and .com with a factor of .5, or wait ... and see … 3 : 2 :) ;)")),
        Good(en("Run ls . and go /join #x , then")),
        Good(one("hi", "वह घर गया ।")),
        Good(one("ur", "وہ گھر گیا ۔")),
        Good(one("th", "เขากลับบ้าน ?")),
        Good(one("nl", "Het is 's avonds koud.")),
        Good(en("the '90s, rock 'n' roll and the 's' sound")),
        Good(one("ja", "彼は来た。そして（昨日）行った。")),
        Good(one("ar", "جاء، ورأى، وذهب.")),
        Good(one("he", "הוא בא, ראה והלך.")),
        Good(one("ko", "그는 왔다. 그리고 갔다.")),
        Good(en("See http://example.org/ , the page")),
    ],
};

/// Places of a block that are reported; a text taken apart has hundreds.
const MOST: usize = 8;

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
        if let Some(scene) = Scene::of(passage) {
            report(&scene, places, slip, found);
        }
    }
}

fn report(scene: &Scene<'_>, places: &[Place], slip: bool, found: &mut Found) {
    let block = scene.block();
    let many = places.len() > 1;
    for place in places.iter().take(MOST) {
        let span = scene.at(place.start, place.end);
        let piece = span.of(scene.text);
        let copied = scene
            .source_at(span.start)
            .is_some_and(|source| source.matches(piece).count() >= block.matches(piece).count());
        let confidence = if copied || slip || place.weak && !many {
            Confidence::Low
        } else if many {
            Confidence::High
        } else {
            Confidence::Medium
        };
        let mark = piece.trim();
        let message = if mark.is_empty() {
            "a space on the inner side of a bracket".to_owned()
        } else {
            format!("a space before {mark}")
        };
        found.target(span, confidence, message).fix(span, mark);
    }
}

#[derive(Debug)]
struct Place {
    /// White space and mark.
    start: usize,
    end: usize,
    /// It may be meant.
    weak: bool,
}

fn places(scene: &Scene<'_>) -> Vec<Place> {
    let block = scene.block();
    let bytes = block.as_bytes();
    let mut places = Vec::new();
    let english = scene.lang.base() == "en";
    for space in memchr::memchr_iter(b' ', bytes) {
        let Some(next) = bytes.get(space + 1) else {
            continue;
        };
        // Letters and digits first: nearly all spaces.
        if next.is_ascii_alphanumeric() && !(english && *next == b'n') {
            if space > 0 && matches!(bytes[space - 1], b'(' | b'[') {
                inside_bracket(scene, block, space, &mut places);
            }
            continue;
        }
        match next {
            b',' | b'.' | b';' | b':' | b'!' | b'?' => {
                before_mark(scene, block, space, &mut places)
            }
            b')' | b']' => inside_bracket(scene, block, space, &mut places),
            b'\'' | b'n' if english => contraction(block, space, &mut places),
            0xd8 | 0xe3 | 0xef => before_mark(scene, block, space, &mut places),
            _ if space > 0 && matches!(bytes[space - 1], b'(' | b'[') => {
                inside_bracket(scene, block, space, &mut places);
            }
            _ => {}
        }
    }
    places
}

fn before_mark(scene: &Scene<'_>, block: &str, space: usize, places: &mut Vec<Place>) {
    let Some(mark) = block[space + 1..].chars().next() else {
        return;
    };
    if !matches!(
        mark,
        ',' | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | '،'
            | '؛'
            | '؟'
            | '。'
            | '，'
            | '、'
            | '！'
            | '？'
            | '；'
            | '：'
    ) || scene.customs().may_space(mark)
    {
        return;
    }
    let text = block[..space].trim_end_matches(' ');
    let Some(before) = text.chars().next_back() else {
        return;
    };
    let end = space + 1 + mark.len_utf8();
    let after = block[end..].chars().next();
    let wide = is_spaceless(mark);
    let ends = after.is_none_or(|c| c.is_whitespace() || is_closing(c)) || wide;
    let word = before.is_alphanumeric()
        || (is_closing(before) && !matches!(before, '`' | '}'))
        || unicode_normalization::char::is_combining_mark(before)
        || matches!(before, '%' | '€' | '$' | '°');
    // A face, a ratio, a path, a command.
    let face = matches!(mark, ':' | ';') && after.is_some_and(is_closing_bracket);
    let ratio = mark == ':'
        && before.is_numeric()
        && block[end..].trim_start().starts_with(char::is_numeric);
    if !ends || !word || face || ratio {
        return;
    }
    let at = scene.at(text.len() - before.len_utf8(), text.len()).start;
    let spaced_dots = mark == '.' && block[end..].trim_start().starts_with('.');
    if spaced_dots || scene.is_code(at) || is_short_code(scene.token(at)) {
        return;
    }
    places.push(Place {
        start: text.len(),
        end,
        // A colon, a question or an exclamation with a space is a habit brought from elsewhere.
        weak: matches!(mark, ':' | ';') || scene.customs().spaces_some(),
    });
}

/// `/join`, `-v`, `ls`: a command before a lone `.` is its argument.
fn is_short_code(token: &str) -> bool {
    token.starts_with(['/', '-', '`', '$']) || matches!(token, "ls" | "cd" | "cp" | "mv" | "git")
}

fn inside_bracket(scene: &Scene<'_>, block: &str, space: usize, places: &mut Vec<Place>) {
    let before = block[..space].chars().next_back();
    let after = block[space + 1..].chars().next();
    let opening = matches!(before, Some('(' | '['));
    let (bracket, outside) = if opening {
        (space - 1, block[..space - 1].chars().next_back())
    } else {
        (space + 1, block[space + 2..].chars().next())
    };
    let inside = if opening { after } else { before };
    // [ ] and ( ) are boxes to tick, :( a face, ( . ) a drawing.
    let word = inside.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '%'));
    let loose = outside.is_none_or(|c| {
        c.is_whitespace() || matches!(c, '.' | ',' | ';' | '!' | '?') || is_spaceless(c)
    });
    // A bracket that is spoken of has no partner.
    let partner = if opening {
        block[space..].contains([')', ']'])
    } else {
        block[..space].contains(['(', '['])
    };
    let marker = !partner
        || !opening
            && block[..space]
                .rsplit(char::is_whitespace)
                .next()
                .is_some_and(|word| word.chars().count() <= 2);
    if !word || !loose || marker || scene.is_code(scene.at(bracket, bracket).start) {
        return;
    }
    places.push(Place {
        start: space,
        end: space + 1,
        weak: false,
    });
}

/// ` n't`, ` 's`, ` 'm`, ` 're`, ` 've`, ` 'll`: parts of a word.
fn contraction(block: &str, space: usize, places: &mut Vec<Place>) {
    let rest = &block[space + 1..];
    let part = ["n't", "n’t", "'s", "'m", "'re", "'ve", "'ll", "'d"]
        .into_iter()
        .find(|part| rest.starts_with(part));
    let Some(part) = part else { return };
    let after = rest[part.len()..].chars().next();
    let before = block[..space].chars().next_back();
    let word = before.is_some_and(char::is_alphabetic);
    if word && after.is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ',')) {
        places.push(Place {
            start: space,
            end: space + 1 + part.len(),
            weak: false,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_words_are_told_from_quoted_letters() {
        let found = |text: &str| {
            let mut places = Vec::new();
            for space in memchr::memchr_iter(b' ', text.as_bytes()) {
                contraction(text, space, &mut places);
            }
            places.len()
        };
        assert_eq!(found("it 's here"), 1);
        assert_eq!(found("the 's' in it"), 0);
        assert_eq!(found("I do n't"), 1);
    }
}

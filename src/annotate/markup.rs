//! What is not language: tags, placeholders, addresses, entities, handles.

use std::ops::Range;
use std::sync::LazyLock;

use linkify::{Link, LinkFinder, LinkKind};

use crate::text::{Markup, MarkupKind, Span};

static LINKS: LazyLock<LinkFinder> = LazyLock::new(LinkFinder::new);

/// Finds addresses without scheme; given only words that begin with `www.`.
static BARE_LINKS: LazyLock<LinkFinder> = LazyLock::new(|| {
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    finder
});

/// Longest placeholder, in bytes; longer braces hold text.
const LONGEST: usize = 80;
/// Longest tag, in bytes.
const LONGEST_TAG: usize = 2000;

/// Appends the markup of a span, in text order.
pub fn add(text: &str, span: Span, markup: &mut Vec<Markup>) {
    let slice = span.of(text);
    let base = span.start as usize;
    let bytes = slice.as_bytes();
    let may_hold = |(at, byte): (usize, &u8)| match byte {
        b':' => bytes[at..].starts_with(b"://"),
        b'w' => bytes[at..].starts_with(b"www."),
        byte => is_trigger(*byte),
    };
    if !bytes.iter().enumerate().any(may_hold) {
        return;
    }
    let linked = bytes.contains(&b'@') || slice.contains("://");
    let mut push = |start: usize, end: usize, kind| {
        markup.push(Markup {
            span: Span::new(base + start, base + end),
            kind,
        });
    };
    let mut links = linked
        .then(|| LINKS.links(slice).filter_map(|link| trimmed(&link)))
        .into_iter()
        .flatten()
        .peekable();
    let arguments = has_arguments(slice);
    let mut before = None;
    let mut at = 0;
    while let Some(character) = slice[at..].chars().next() {
        while links.next_if(|(link, _)| link.start < at).is_some() {}
        if let Some((link, kind)) = links.next_if(|(link, _)| link.start == at) {
            push(at, link.end, kind);
            at = link.end;
            before = None;
            continue;
        }
        let rest = &slice[at..];
        let found = match character {
            '<' => tag(rest).map(|length| (length, MarkupKind::Tag)),
            '&' => entity(rest).map(|length| (length, MarkupKind::Entity)),
            '{' => braces(rest).map(|length| (length, MarkupKind::Placeholder)),
            '$' => dollar(rest, before, arguments).map(|length| (length, MarkupKind::Placeholder)),
            '%' => printf(rest, before).map(|length| (length, MarkupKind::Placeholder)),
            '@' | '#' => handle(rest, before).map(|length| (length, MarkupKind::Handle)),
            'w' if rest.starts_with("www.") => {
                address(rest, before).map(|length| (length, MarkupKind::Url))
            }
            _ => None,
        };
        let length = match found {
            Some((length, kind)) => {
                push(at, at + length, kind);
                length
            }
            None => character.len_utf8(),
        };
        at += length;
        before = Some(character);
    }
}

/// An address without the East Asian punctuation and quotation marks that linkify takes for
/// letters.
fn trimmed(link: &Link<'_>) -> Option<(Range<usize>, MarkupKind)> {
    let is_mark = |character: char| {
        matches!(
            character,
            '。' | '，'
                | '、'
                | '；'
                | '：'
                | '！'
                | '？'
                | '（'
                | '）'
                | '「'
                | '」'
                | '『'
                | '』'
                | '《'
                | '》'
                | '“'
                | '”'
                | '„'
                | '‘'
                | '’'
                | '«'
                | '»'
        )
    };
    let text = link.as_str();
    let range = match link.kind() {
        LinkKind::Email => {
            let name = text.trim_start_matches(is_mark);
            link.end() - name.len()..link.end()
        }
        _ => link.start()..link.start() + text.find(is_mark).unwrap_or(text.len()),
    };
    let kind = match link.kind() {
        LinkKind::Email => MarkupKind::Email,
        _ => MarkupKind::Url,
    };
    (!range.is_empty()).then_some((range, kind))
}

/// The parts of a span that are language; a handle is.
pub fn between(span: Span, markup: &[Markup]) -> impl Iterator<Item = Span> + '_ {
    let mut start = span.start;
    let end = Span {
        start: span.end,
        end: span.end,
    };
    markup
        .iter()
        .filter(|markup| markup.kind != MarkupKind::Handle)
        .map(|markup| markup.span)
        .chain(std::iter::once(end))
        .map(move |next| {
            let gap = Span {
                start,
                end: next.start,
            };
            start = next.end;
            gap
        })
        .filter(|gap| !gap.is_empty())
}

fn is_trigger(byte: u8) -> bool {
    matches!(byte, b'<' | b'&' | b'{' | b'$' | b'%' | b'@' | b'#')
}

/// Bytes of the prefix in which every byte passes.
fn run(text: &str, inside: impl Fn(u8) -> bool) -> usize {
    text.bytes()
        .position(|byte| !inside(byte))
        .unwrap_or(text.len())
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':')
}

/// The first bytes of a text, to a character boundary.
fn within(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// `<b>`, `</b>`, `<br/>`, `<a href="…">`, `<!-- … -->`.
fn tag(rest: &str) -> Option<usize> {
    if let Some(comment) = rest.strip_prefix("<!--") {
        return within(comment, LONGEST_TAG)
            .find("-->")
            .map(|length| 4 + length + 3);
    }
    let inside = &rest[1..];
    let slash = usize::from(inside.starts_with('/'));
    let name = run(&inside[slash..], is_name);
    if name == 0 || !inside[slash..].starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let attributes = within(&inside[slash + name..], LONGEST_TAG);
    let end = attributes.find(['<', '>'])?;
    if !attributes[end..].starts_with('>') {
        return None;
    }
    let attributes = &attributes[..end];
    let bare = attributes.trim().is_empty() || attributes.trim() == "/";
    let spaced = attributes.starts_with(char::is_whitespace);
    (bare || (spaced && attributes.contains('='))).then_some(1 + slash + name + end + 1)
}

/// `&amp;`, `&#8217;`, `&#x2019;`.
fn entity(rest: &str) -> Option<usize> {
    let inside = &rest[1..];
    let length = if let Some(number) = inside.strip_prefix('#') {
        let hex = usize::from(number.starts_with(['x', 'X']));
        let digits = run(&number[hex..], |byte| {
            byte.is_ascii_digit() || (hex == 1 && byte.is_ascii_hexdigit())
        });
        (1..=8).contains(&digits).then_some(1 + hex + digits)?
    } else {
        let name = run(inside, |byte| byte.is_ascii_alphanumeric());
        let letter = inside.starts_with(|first: char| first.is_ascii_alphabetic());
        ((2..=31).contains(&name) && letter).then_some(name)?
    };
    inside[length..].starts_with(';').then_some(1 + length + 1)
}

/// `{name}`, `{0}`, `{count, number}`, `{{ name }}`, `{% if %}`.
fn braces(rest: &str) -> Option<usize> {
    for (open, close) in [("{{", "}}"), ("{%", "%}")] {
        if let Some(inside) = rest.strip_prefix(open) {
            let length = within(inside, LONGEST).find(close)?;
            return Some(open.len() + length + close.len());
        }
    }
    let inside = &rest[1..];
    let length = run(inside, |byte| {
        is_name(byte) || matches!(byte, b' ' | b',' | b'$' | b'#' | b'@')
    });
    let name = inside[..length].trim();
    let first = name.split([',', ' ']).next().unwrap_or("");
    // More than one word without a comma is text in braces.
    let after = name[first.len()..].trim_start();
    let one = after.is_empty() || after.starts_with(',');
    (!first.is_empty() && one && length <= LONGEST && inside[length..].starts_with('}'))
        .then_some(1 + length + 1)
}

/// Whether `$1`, `$2` and so on stand in a segment, without a hole; one alone is money.
fn has_arguments(slice: &str) -> bool {
    let mut seen = 0u16;
    for (at, _) in slice.match_indices('$') {
        if let Some(digit) = lone_digit(&slice[at..]) {
            seen |= 1 << (digit - 1);
        }
    }
    seen.count_ones() >= 2 && (seen + 1).is_power_of_two()
}

/// The digit of `$1` where nothing that follows makes it an amount.
fn lone_digit(rest: &str) -> Option<u32> {
    let mut characters = rest.chars().skip(1);
    let digit = characters.next()?.to_digit(10).filter(|digit| *digit > 0)?;
    let next = characters.next().unwrap_or(' ');
    let amount = next.is_alphanumeric()
        || (matches!(next, '.' | ',') && characters.next().is_some_and(char::is_numeric));
    (!amount).then_some(digit)
}

/// `${name}`, and `$1` beside `$2`.
fn dollar(rest: &str, before: Option<char>, arguments: bool) -> Option<usize> {
    if let Some(inside) = rest.strip_prefix("${") {
        let length = within(inside, LONGEST).find('}')?;
        return Some(2 + length + 1);
    }
    let money = before.is_some_and(char::is_alphanumeric);
    (arguments && !money && lone_digit(rest).is_some()).then_some(2)
}

/// `%s`, `%1$s`, `%-5.2f`, `%(name)s`, `%{name}`, `%@`; not the sign of `50% discount`.
fn printf(rest: &str, before: Option<char>) -> Option<usize> {
    if before.is_some_and(|before| before.is_numeric() || before == '%') {
        return None;
    }
    let inside = &rest[1..];
    if let Some(name) = inside.strip_prefix('{') {
        let length = run(name, is_name);
        return (length > 0 && name[length..].starts_with('}')).then_some(2 + length + 1);
    }
    let mut at = 0;
    if let Some(name) = inside.strip_prefix('(') {
        let length = run(name, is_name);
        if length == 0 || !name[length..].starts_with(')') {
            return None;
        }
        at = 1 + length + 1;
    }
    let digits = run(&inside[at..], |byte| byte.is_ascii_digit());
    if digits > 0 && inside[at + digits..].starts_with('$') {
        at += digits + 1;
    }
    at += run(&inside[at..], |byte| {
        matches!(byte, b'-' | b'+' | b'#' | b'.') || byte.is_ascii_digit()
    });
    at += run(&inside[at..], |byte| matches!(byte, b'l' | b'h' | b'z'));
    let mut characters = inside[at..].chars();
    let conversion = characters.next()?;
    let known = matches!(
        conversion,
        's' | 'd' | 'i' | 'u' | 'f' | 'g' | 'e' | 'x' | 'X' | 'c' | '@'
    );
    let alone = !characters.next().is_some_and(char::is_alphanumeric);
    (known && alone).then_some(1 + at + 1)
}

/// `@name`, `#topic`.
fn handle(rest: &str, before: Option<char>) -> Option<usize> {
    let glued = |before: char| before.is_alphanumeric() || matches!(before, '&' | '@' | '#' | '/');
    if before.is_some_and(glued) {
        return None;
    }
    let inside = &rest[1..];
    let length = inside
        .find(|character: char| !character.is_alphanumeric() && character != '_')
        .unwrap_or(inside.len());
    let name = &inside[..length];
    let word = name.chars().nth(1).is_some() && name.contains(char::is_alphabetic);
    word.then_some(1 + length)
}

/// `www.example.org`, without scheme.
fn address(rest: &str, before: Option<char>) -> Option<usize> {
    if before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let word = rest
        .find(char::is_whitespace)
        .map_or(rest, |length| &rest[..length]);
    BARE_LINKS
        .links(within(word, LONGEST_TAG))
        .next()
        .filter(|link| link.start() == 0)
        .map(|link| link.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> String {
        let mut markup = Vec::new();
        add(text, Span::new(0, text.len()), &mut markup);
        let list: Vec<_> = markup
            .iter()
            .map(|markup| {
                let kind = match markup.kind {
                    MarkupKind::Tag => 't',
                    MarkupKind::Placeholder => 'p',
                    MarkupKind::Url => 'u',
                    MarkupKind::Email => 'm',
                    MarkupKind::Entity => 'e',
                    MarkupKind::Handle => 'h',
                };
                format!("{kind}:{}", markup.span.of(text))
            })
            .collect();
        list.join(" | ")
    }

    #[test]
    fn markup_of_many_kinds() {
        for (text, expected) in [
            (
                "a <b>bold</b> word<br/> and <a href=\"http://x.org/\">link</a>",
                "t:<b> | t:</b> | t:<br/> | t:<a href=\"http://x.org/\"> | t:</a>",
            ),
            ("1 < 2 and 3 > 2, <3, a <b and c> d", ""),
            (
                "<!-- note --> <g id=\"1\"/>",
                "t:<!-- note --> | t:<g id=\"1\"/>",
            ),
            (
                "Fish &amp; chips&#8217;s &#x2019; AT&T; Q&A",
                "e:&amp; | e:&#8217; | e:&#x2019;",
            ),
            (
                "See https://example.com/a_(b), or www.example.org. End.",
                "u:https://example.com/a_(b) | u:www.example.org",
            ),
            (
                "an info@example.com, via @name_1 and #Brexit #2018 C#",
                "m:info@example.com | h:@name_1 | h:#Brexit",
            ),
            (
                "Hello {name}, {0} of {{ total }} {count, number} {not a name} {}",
                "p:{name} | p:{0} | p:{{ total }} | p:{count, number}",
            ),
            (
                "%s of %1$d, %(name)s, %.2f %@ %{who}",
                "p:%s | p:%1$d | p:%(name)s | p:%.2f | p:%@ | p:%{who}",
            ),
            ("50% discount, 50 % des gens, 100%sure, %5 arttı, 5%'e", ""),
            ("Page $1 of $2 by ${user}", "p:$1 | p:$2 | p:${user}"),
            ("It costs $1 or $5, US$2 and $240bn", ""),
            ("это @имя и #тема", "h:@имя | h:#тема"),
            (
                "中文https://example.cn/路径。再",
                "u:https://example.cn/路径",
            ),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_between() {
        let text = "a <b>c</b> #d";
        let mut markup = Vec::new();
        let span = Span::new(0, text.len());
        add(text, span, &mut markup);
        let parts: Vec<_> = between(span, &markup).map(|part| part.of(text)).collect();
        assert_eq!(parts, ["a ", "c", " #d"]);
    }
}

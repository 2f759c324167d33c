//! Placeholders of software strings by the role they play, for those who compare two sides.
//!
//! Notes say where placeholders stand so that nobody takes them for words; here it is read what
//! each stands for: the argument of a number or name.

use std::ops::Range;

/// A placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder<'a> {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What it stands for.
    pub stands_for: StandsFor<'a>,
}

/// What a placeholder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandsFor<'a> {
    /// `%s`, `%2$d`: an argument by its number, or the next one, with the letter of its type.
    Argument(Option<u32>, char),
    /// `{}`: the next argument.
    Next,
    /// `{name}`, `{0:.2f}`, `%(name)s`, `${name}`, `{{ name }}`, `$name`: the brackets and the name,
    /// without format.
    Name(&'static str, &'a str),
    /// `%1`, `%L1`, `%n` of Qt.
    Place(u32),
}

/// Longest placeholder, in bytes.
const LONGEST: usize = 100;

/// The placeholders of a text, in order.
pub fn placeholders(text: &str) -> Vec<Placeholder<'_>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(length) = memchr::memchr3(b'%', b'{', b'$', &bytes[at..]) {
        at += length;
        let rest = &text[at..];
        let before = text[..at].chars().next_back();
        let next = match bytes[at] {
            b'%' => percent(rest, before),
            b'{' => brace(rest, before),
            _ => dollar(rest, before),
        };
        match next {
            Some((length, Some(stands_for))) => {
                // The # of Ruby's #{name} belongs to it.
                let start = at - usize::from(matches!(stands_for, StandsFor::Name("#{", _)));
                found.push(Placeholder {
                    range: start..at + length,
                    stands_for,
                });
                at += length;
            }
            Some((length, None)) => at += length,
            None => at += 1,
        }
    }
    found
}

/// Its length, and what it stands for unless it is a sign put twice.
type Read<'a> = Option<(usize, Option<StandsFor<'a>>)>;

fn run(text: &str, inside: impl Fn(u8) -> bool) -> usize {
    text.bytes()
        .position(|byte| !inside(byte))
        .unwrap_or(text.len())
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

fn percent(rest: &str, before: Option<char>) -> Read<'_> {
    let inside = &rest[1..];
    if inside.starts_with('%') {
        return Some((2, None));
    }
    if before.is_some_and(char::is_numeric) {
        return None;
    }
    if let Some(name) = inside.strip_prefix('{') {
        let length = run(name, is_name);
        return (length > 0 && name[length..].starts_with('}'))
            .then(|| (length + 3, Some(StandsFor::Name("%{", &name[..length]))));
    }
    let mut at = 0;
    let mut name = None;
    if let Some(inner) = inside.strip_prefix('(') {
        let length = inner
            .find(')')
            .filter(|length| (1..LONGEST).contains(length))?;
        if inner[..length].contains(char::is_whitespace) {
            return None;
        }
        name = Some(&inner[..length]);
        at = length + 2;
    }
    let digits = run(&inside[at..], |byte| byte.is_ascii_digit());
    let mut index = None;
    if digits > 0 && inside[at + digits..].starts_with('$') {
        index = inside[at..at + digits].parse().ok();
        at += digits + 1;
    }
    at += run(&inside[at..], |byte| {
        matches!(byte, b'-' | b'+' | b'#' | b'.' | b'*') || byte.is_ascii_digit()
    });
    at += run(&inside[at..], |byte| {
        matches!(byte, b'l' | b'h' | b'z' | b'q' | b'j')
    });
    let mut letters = inside[at..].chars();
    let conversion = letters.next();
    let alone = !letters.next().is_some_and(|c| c.is_ascii_alphanumeric());
    let kind = match conversion {
        Some('d' | 'i' | 'u') => 'd',
        Some('f' | 'F' | 'g' | 'G' | 'e' | 'E') => 'f',
        Some('x' | 'X') => 'x',
        Some('o') if name.is_some() || index.is_some() => 'o',
        Some(other @ ('s' | 'c' | '@' | 'r' | 'p')) => other,
        _ => ' ',
    };
    if kind != ' ' && (alone || name.is_some() || index.is_some()) {
        let stands_for = match name {
            Some(name) => StandsFor::Name("%(", name),
            None => StandsFor::Argument(index, kind),
        };
        return Some((1 + at + 1, Some(stands_for)));
    }
    // Qt: %1, %L1, %n.
    let locale = usize::from(inside.starts_with('L'));
    let digits = run(&inside[locale..], |byte| byte.is_ascii_digit());
    let after = inside[locale + digits..].chars().next();
    if (1..=2).contains(&digits)
        && !after.is_some_and(|c| matches!(c, '%' | '$' | '.' | ',') && digits == 2)
    {
        let place = inside[locale..locale + digits].parse().ok()?;
        return Some((1 + locale + digits, Some(StandsFor::Place(place))));
    }
    (inside.starts_with('n') && !inside[1..].starts_with(|c: char| c.is_alphanumeric()))
        .then_some((2, Some(StandsFor::Place(0))))
}

fn brace(rest: &str, before: Option<char>) -> Read<'_> {
    if let Some(inner) = rest.strip_prefix("{{") {
        if let Some(length) = inner.find("}}").filter(|length| *length < LONGEST) {
            return Some((
                length + 4,
                Some(StandsFor::Name("{{", inner[..length].trim())),
            ));
        }
        return Some((2, None));
    }
    if let Some(inner) = rest.strip_prefix("{%") {
        let length = inner.find("%}").filter(|length| *length < LONGEST)?;
        return Some((
            length + 4,
            Some(StandsFor::Name("{%", inner[..length].trim())),
        ));
    }
    let inner = &rest[1..];
    if inner.starts_with('}') {
        return Some((2, Some(StandsFor::Next)));
    }
    // What TeX and code put in braces is text or a block.
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '\\' | '_' | '^' | ')')) {
        return None;
    }
    let length = inner
        .find(['}', '{', '\n'])
        .filter(|length| *length < LONGEST && inner[*length..].starts_with('}'))?;
    let whole = inner[..length].trim();
    let end = whole.find([':', '!', ',']).unwrap_or(whole.len());
    let name = whole[..end].trim();
    if name.is_empty() {
        // {:.2f}
        return (!whole.is_empty() && !whole.contains(' '))
            .then_some((length + 2, Some(StandsFor::Next)));
    }
    if name.contains(char::is_whitespace) {
        return None;
    }
    let open = if before == Some('#') { "#{" } else { "{" };
    Some((length + 2, Some(StandsFor::Name(open, name))))
}

fn dollar(rest: &str, before: Option<char>) -> Read<'_> {
    let inside = &rest[1..];
    if let Some(inner) = inside.strip_prefix('{') {
        let length = inner
            .find('}')
            .filter(|length| (1..LONGEST).contains(length))?;
        return Some((
            length + 3,
            Some(StandsFor::Name("${", inner[..length].trim())),
        ));
    }
    let length = run(inside, |byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let name = &inside[..length];
    // $USD and $AAPL are money; $name and $user_id are variables.
    let variable = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && length > 1
        && !before.is_some_and(char::is_alphanumeric);
    variable.then(|| (length + 1, Some(StandsFor::Name("$", name))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let list: Vec<String> = placeholders(text)
            .into_iter()
            .map(|found| {
                let shown = match found.stands_for {
                    StandsFor::Argument(index, kind) => {
                        format!(
                            "{}{kind}",
                            index.map_or(String::new(), |index| index.to_string())
                        )
                    }
                    StandsFor::Next => "next".to_owned(),
                    StandsFor::Name(open, name) => format!("{open}{name}"),
                    StandsFor::Place(place) => format!("#{place}"),
                };
                format!("{}={shown}", &text[found.range])
            })
            .collect();
        list.join(" ")
    }

    #[test]
    fn what_placeholders_stand_for() {
        for (text, expected) in [
            (
                "%s of %d, %1$s %2$d %.2f %-5s",
                "%s=s %d=d %1$s=1s %2$d=2d %.2f=f %-5s=s",
            ),
            (
                "%(name)s %{name} %@ 100%% 50% of",
                "%(name)s=%(name %{name}=%{name %@=@",
            ),
            (
                "{} {0} {name!r} {x:.2f} {:>5}",
                "{}=next {0}={0 {name!r}={name {x:.2f}={x {:>5}=next",
            ),
            (
                "{{ user }} {% if x %} ${a.b} $name #{n}",
                "{{ user }}={{user {% if x %}={%if x ${a.b}=${a.b $name=$name #{n}=#{n",
            ),
            ("%1 of %2, %n files", "%1=#1 %2=#2 %n=#0"),
            ("$5, US$10, $AAPL, 5%1", ""),
            ("\\textbf{word} and {two words}", ""),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}

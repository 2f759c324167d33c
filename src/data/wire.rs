//! What news agencies put round a story: `wire.tsv`. It is correct, and a translation may leave
//! it out.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::phrases::Phrases;
use super::rows;

/// Datelines are shorter than this (bytes).
const LONGEST: usize = 160;

/// Most words of a dateline.
const MOST_WORDS: usize = 12;

struct Table {
    /// Months as datelines shorten them, in lower case, without a stop.
    months: HashSet<String>,
    /// As the press writes them.
    agencies: HashSet<&'static str>,
    /// Whole datelines: the texts between runs.
    shapes: Vec<Vec<&'static str>>,
    /// Lines of desk and picture credit.
    lines: Phrases<()>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table {
        months: HashSet::new(),
        agencies: HashSet::new(),
        shapes: Vec::new(),
        lines: Phrases::new(std::iter::empty()),
    };
    let mut lines = Vec::new();
    for row in rows(include_str!("wire.tsv")) {
        match row[..] {
            ["dateline", _, shape] if shape.contains('*') => {
                table.shapes.push(shape.split('*').collect());
            }
            ["dateline", _, month] => {
                table.months.insert(month.to_lowercase());
            }
            ["agency", _, name] => {
                table.agencies.insert(name);
            }
            ["editor", _, pattern] => lines.push((pattern, ())),
            _ => {}
        }
    }
    table.lines = Phrases::new(lines.into_iter());
    table
});

/// Whether a whole line is a desk's or a picture's: `Reporting by …; Editing by …`,
/// `(Adds quote, paras 3-5)`, `Photo: …`, `(Reuters)`, in any language.
pub fn is_furniture(line: &str) -> bool {
    TABLE.lines.find(line, true).is_some() || TABLE.agencies.contains(line.trim())
}

/// The length in bytes of the dateline at the beginning of a paragraph, with what divides it from
/// the text: `BEIJING, Nov 24 (Agency) — `, `Berlin (dpa) - `, `(ANSA) - ROMA, 24 NOV - `,
/// `МОСКВА, 24 ноя — РИА Новости. `, `新华社北京11月24日电 `.
pub fn dateline(text: &str) -> Option<usize> {
    let mut end = shaped(text)
        .or_else(|| slashed(text))
        .or_else(|| placed(text, true))?;
    // The agency may stand on the other side of the dash, and so may place and date.
    for _ in 0..2 {
        let rest = &text[end..];
        let Some(more) = credited(rest).or_else(|| placed(rest, false)) else {
            break;
        };
        end += more;
    }
    Some(end)
}

/// A whole dateline of the table.
fn shaped(text: &str) -> Option<usize> {
    let head = cut(text, LONGEST);
    TABLE
        .shapes
        .iter()
        .filter_map(|parts| {
            let (first, rest) = parts.split_first()?;
            // A shape that begins with a run is for the middle of a text.
            if first.is_empty() || !head.starts_with(first) {
                return None;
            }
            let mut end = first.len();
            for part in rest {
                let run = head[end..].find(part)?;
                let skipped = &head[end..end + run];
                if skipped.chars().count() > 30 || skipped.contains(['。', '\n', '，']) {
                    return None;
                }
                end += run + part.len();
            }
            Some(end + divider(&text[end..]))
        })
        .max()
}

/// Place, date and agency before a dash. `alone`: a place in capitals is enough.
fn placed(text: &str, alone: bool) -> Option<usize> {
    let head = cut(text, LONGEST);
    let (at, dash) = head
        .char_indices()
        .filter(|(at, letter)| is_dash(head, *at, *letter))
        .find(|(at, _)| !head[..*at].trim().is_empty())?;
    let place = head[..at].trim_end_matches(['.', ' ', '\u{a0}']);
    let mut words = 0;
    let mut month = false;
    let mut day = false;
    let mut credited = false;
    let mut capitals = 0;
    let mut bracket = false;
    for word in place.split([' ', '\u{a0}', ',', '/']) {
        if word.is_empty() {
            continue;
        }
        words += 1;
        let opens = word.starts_with(['(', '[']);
        bracket |= opens;
        let bare = word.trim_matches(['(', ')', '[', ']', '.', ':', ';']);
        let letters = || bare.chars().filter(|letter| letter.is_alphabetic());
        if TABLE.months.contains(bare.to_lowercase().as_str()) {
            month = true;
        } else if TABLE.agencies.contains(bare) {
            credited |= bracket || words > 1;
        } else if bare.starts_with(|first: char| first.is_ascii_digit()) {
            if bare.chars().count() > 11 {
                return None;
            }
            day = true;
        } else if bracket {
            // A source that the table does not know, or a country.
        } else if letters().next().is_some_and(char::is_lowercase) {
            // "de", "am" and the like inside names of places are short.
            if bare.chars().count() > 3 {
                return None;
            }
        } else if letters().count() > 1 && letters().all(char::is_uppercase) {
            capitals += 1;
        }
        if word.ends_with([')', ']']) {
            bracket = false;
        }
    }
    let known = (month && day) || credited || bracketed_agency(place);
    let loud = alone && capitals > 0 && capitals == words && words <= 4;
    if words > MOST_WORDS || !(known || loud) {
        return None;
    }
    let end = at + dash.len_utf8();
    Some(end + divider(&text[end..]))
}

/// An agency between strokes: `МОСКВА, 24 ноября. /ТАСС/. `.
fn slashed(text: &str) -> Option<usize> {
    let (place, rest) = cut(text, LONGEST).split_once('/')?;
    let (agency, after) = rest.split_once('/')?;
    let short = place.split_whitespace().count() <= MOST_WORDS;
    if !short || !TABLE.agencies.contains(agency.trim()) {
        return None;
    }
    let mut end = place.len() + agency.len() + 2;
    end += usize::from(after.starts_with('.'));
    Some(end + divider(&text[end..]))
}

/// An agency of several words: "(Asia News International)", "(dpa/lnw)".
fn bracketed_agency(place: &str) -> bool {
    let inner = place
        .rsplit_once('(')
        .and_then(|(_, rest)| rest.split_once(')'));
    inner.is_some_and(|(inner, _)| {
        let first = inner.split(['/', '-', ',']).next().unwrap_or(inner);
        TABLE.agencies.contains(inner.trim()) || TABLE.agencies.contains(first.trim())
    })
}

/// An agency at the start, with the stop behind it: `РИА Новости. `, `/ТАСС/. `.
fn credited(text: &str) -> Option<usize> {
    let head = cut(text, 60);
    let start = head.len() - head.trim_start_matches([' ', '/', '(']).len();
    let stop = head[start..].find(['.', ',', ':', '/', ')', '—', '-'])? + start;
    if !TABLE.agencies.contains(head[start..stop].trim()) {
        return None;
    }
    let after = text[stop..].trim_start_matches(['/', ')']);
    let after = after.strip_prefix(['.', ':']).unwrap_or(after);
    let end = text.len() - after.len();
    (end > stop).then(|| end + divider(&text[end..]))
}

/// Dashes and white space between a dateline and the text.
fn divider(text: &str) -> usize {
    let rest = text.trim_start_matches(|letter: char| {
        letter.is_whitespace() || matches!(letter, '—' | '–' | '-' | '―' | '=' | '：' | ':')
    });
    text.len() - rest.len()
}

/// A dash that divides: a long one anywhere, a short one before white space.
fn is_dash(text: &str, at: usize, letter: char) -> bool {
    match letter {
        '—' | '―' => true,
        '–' | '-' => {
            let before = text[..at].chars().next_back();
            let after = text[at + letter.len_utf8()..].chars().next();
            after.is_some_and(char::is_whitespace)
                && before
                    .is_some_and(|before| before.is_whitespace() || matches!(before, '.' | ')'))
        }
        _ => false,
    }
}

fn cut(text: &str, length: usize) -> &str {
    let mut end = length.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_end_where_the_text_begins() {
        for (line, text) in [
            ("BEIJING, Nov 24 (Xinhua) — ", "The minister said"),
            ("BEIJING — ", "The minister said"),
            ("LONDON (AP) — ", "The minister said"),
            ("Berlin (dpa) - ", "Der Minister sagte"),
            ("Madrid, 24 nov (EFE).- ", "El ministro dijo"),
            ("МОСКВА, 24 ноя — РИА Новости. ", "Министр сказал"),
            ("МОСКВА, 24 ноября. /ТАСС/. ", "Министр сказал"),
            ("(ANSA) - ROMA, 24 NOV - ", "Il ministro ha detto"),
            ("新华社北京11月24日电 ", "外交部长表示"),
            ("【ワシントン＝共同】", "大統領は"),
            ("(서울=연합뉴스) 김철수 기자 = ", "장관은"),
        ] {
            assert_eq!(
                dateline(&format!("{line}{text}")),
                Some(line.len()),
                "{line}"
            );
        }
    }

    #[test]
    fn sentences_with_dashes_have_no_dateline() {
        for text in [
            "The minister — who had come from Berlin — said nothing.",
            "Wang Yi — the foreign minister — said nothing.",
            "In May — the month of the vote — nothing happened.",
            "Мэр — глава города.",
            "Well-known people came to the town of Kent - and left.",
            "外交部长表示，双方将继续会谈。",
            "“No” — he said.",
            "",
        ] {
            assert_eq!(dateline(text), None, "{text}");
        }
    }

    #[test]
    fn desk_lines_are_furniture() {
        for line in [
            "Reporting by Anna Reed; Editing by Omar Bell",
            "(Adds quote, paras 3-5)",
            "Photo: City archive",
            "(Reuters)",
        ] {
            assert!(is_furniture(line), "{line}");
        }
        for line in [
            "Adds detail to the picture",
            "The paper reported it.",
            "Reed, editing",
        ] {
            assert!(!is_furniture(line), "{line}");
        }
    }
}

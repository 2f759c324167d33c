use crate::check::{Check, Example::*, Found, Passage, Run, en, one, pair};
use crate::text::{Category::Typography, Confidence, Severity::Minor, Span};

pub static CHECK: Check = Check {
    code: "N04",
    name: "malformed-number",
    category: Typography,
    severity: Minor,
    summary: "a space or a separator breaks a number",
    explain: "\
A space behind the separator of thousands (10, 000), point and comma by turns in one number \
(1.000,000,00), a space within a score, ratio or clock time that the source writes without one \
(6: 1), digits of two scripts in one number. A human seldom writes so; programs that take text to \
pieces and put it together again do.

Of a comma and three digits only 000 is told from a list (rooms 10, 250 and 300).",
    run: Run::Target(run),
    examples: &[
        Bad(en("The stadium holds ⟦10, 000⟧ people.")),
        Bad(one("de", "Das Stadion fasst ⟦10. 000⟧ Menschen.")),
        Bad(one("es", "Costó ⟦1.000,000,00⟧ de pesos.")),
        Bad(pair(
            "ru",
            "Матч закончился со счётом 6:1.",
            "en",
            "The match ended ⟦6: 1⟧.",
        )),
        Bad(one("ar", "وصل ⟦1٢⟧ رجلا.")),
        Good(en(
            "In 2018, 300 people came; rooms 10, 250 and 300 were full.",
        )),
        Good(en("It costs 1,000,000.50 or 12,34,567.")),
        Good(en(
            "Values of 1.5,2.5,3.5 at 192.168.0.1, see 10: 5 men left.",
        )),
        Good(one("de", "Am 10. Mai 1.234.567,89 Euro.")),
        Good(one("fr", "Il y a 10 000 personnes et 12,5 %.")),
        Good(one("zh", "共有10,000人，比分为6:1。")),
        Good(one("hi", "कुल 12,34,567 लोग, 10,000 घर।")),
        Good(one("ja", "第10、000番。")),
        Good(one("th", "มี 10,000 คน")),
        Good(one("ar", "حضر 10,000 شخص و١٠٬٠٠٠ آخرون.")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let base = passage.block.span.start as usize;
    let text = passage.block.span.of(passage.text());
    let mut at = 0;
    while let Some(start) = text[at..].find(is_digit).map(|offset| at + offset) {
        let end = number_end(text, start);
        let last = judge(passage, text, base, start, end, found);
        at = last.max(end);
    }
}

/// Digits of the scripts that write numbers with them.
fn is_digit(character: char) -> bool {
    script(character).is_some()
}

/// Which ten digits a digit belongs to.
fn script(character: char) -> Option<u32> {
    let code = character as u32;
    match code {
        0x30..=0x39 => Some(0),
        0x660..=0x669 => Some(1),
        0x6f0..=0x6f9 => Some(2),
        0xff10..=0xff19 => Some(3),
        0xe50..=0xe59 => Some(4),
        0x900..=0xdff if (0x66..0x70).contains(&(code & 0x7f)) => Some(code >> 7),
        _ => None,
    }
}

/// The end of digits with single marks between them.
fn number_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut pending = start;
    for (offset, character) in text[start..].char_indices() {
        if is_digit(character) {
            pending = start + offset + character.len_utf8();
            end = pending;
        } else if !matches!(character, '.' | ',' | '٬' | '٫') || pending != start + offset {
            break;
        }
    }
    end
}

/// Reports what is wrong with a number; where it ends.
fn judge(
    passage: &Passage<'_>,
    text: &str,
    base: usize,
    start: usize,
    end: usize,
    found: &mut Found,
) -> usize {
    let number = &text[start..end];
    let span = |end: usize| Span::new(base + start, base + end);
    let glued = text[..start]
        .chars()
        .next_back()
        .is_some_and(|before| before.is_alphanumeric() || matches!(before, '.' | ',' | '-' | '/'));
    if glued {
        return end;
    }
    let mut scripts = number.chars().filter_map(script);
    let first = scripts.next();
    if scripts.any(|script| Some(script) != first) {
        found.target(
            span(end),
            Confidence::Medium,
            format!("{number} has digits of two scripts"),
        );
        return end;
    }
    if disordered(number) {
        found.target(
            span(end),
            Confidence::Medium,
            format!("{number} has point and comma by turns"),
        );
        return end;
    }
    let Some(last) = after_space(text, end) else {
        return end;
    };
    let broken = &text[start..last];
    let mark = text[end..].chars().next().unwrap_or(' ');
    let mended: String = broken.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = number.chars().count();
    let thousands = matches!(mark, ',' | '.')
        && digits <= 3
        && number.chars().all(is_digit)
        && !number.starts_with('0')
        && broken.ends_with("000")
        && mended.len() == end - start + 4
        && !text[last..].starts_with(|c: char| matches!(c, ',' | '.') || c.is_alphanumeric());
    if thousands {
        found
            .target(
                span(last),
                Confidence::High,
                format!("{broken} is {mended} with a space in it"),
            )
            .fix(span(last), mended);
        return last;
    }
    if mark == ':' && digits <= 2 && in_source(passage, base + start, &mended) {
        found
            .target(
                span(last),
                Confidence::High,
                format!("{broken} is {mended} with a space in it"),
            )
            .fix(span(last), mended);
        return last;
    }
    end
}

/// Point and comma by turns in groups of three: 1.000,000,00.
fn disordered(number: &str) -> bool {
    let mut groups = number.split(['.', ',']);
    let marks: Vec<char> = number.chars().filter(|c| matches!(c, '.' | ',')).collect();
    let Some(turn) = marks.windows(2).position(|two| two[0] != two[1]) else {
        return false;
    };
    groups.next();
    let widths: Vec<usize> = groups.map(|group| group.chars().count()).collect();
    // The groups before the turn and the one behind it are of thousands, and another follows.
    marks.len() > turn + 2 && widths[..turn + 2].iter().all(|width| *width == 3)
}

/// The end of the digits after one mark and one space.
fn after_space(text: &str, end: usize) -> Option<usize> {
    let mut rest = text[end..].char_indices();
    let (_, mark) = rest.next()?;
    let (_, space) = rest.next()?;
    let (at, first) = rest.next()?;
    if !matches!(mark, ',' | '.' | ':') || !matches!(space, ' ' | '\u{a0}') || !is_digit(first) {
        return None;
    }
    let digits: usize = text[end + at..]
        .chars()
        .take_while(|c| is_digit(*c))
        .map(char::len_utf8)
        .sum();
    Some(end + at + digits)
}

/// Whether the source of a place writes the same digits with one mark between them.
fn in_source(passage: &Passage<'_>, at: usize, mended: &str) -> bool {
    let bitext = passage.bitext;
    let source = bitext.source.as_ref();
    let bead = bitext
        .target
        .segment_at(at as u32)
        .and_then(|segment| bitext.bead_of_target(segment));
    let (Some(source), Some(bead)) = (source, bead) else {
        return false;
    };
    let segments = &source.segments[bitext.beads[bead].source.clone()];
    let Some((first, last)) = segments.first().zip(segments.last()) else {
        return false;
    };
    let text = first.span.cover(last.span).of(&source.document.text);
    let (one, two) = mended.split_once(':').unwrap_or((mended, ""));
    text.match_indices(one).any(|(at, _)| {
        let rest = &text[at + one.len()..];
        let joined = rest.strip_prefix([':', '-', '–', '—', '：']);
        joined.is_some_and(|rest| rest.starts_with(two))
    })
}

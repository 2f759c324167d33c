use crate::annotate;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, pair};
use crate::data::spelled;
use crate::data::words::fold;
use crate::text::{
    Category::Accuracy, Confidence, Lang, Notes, NumberKind, Severity::Minor, Side, Span,
};

pub static CHECK: Check = Check {
    code: "N08",
    name: "weekday-date",
    category: Accuracy,
    severity: Minor,
    summary: "a date does not fall on the weekday that stands beside it",
    explain: "\
A date with day, month and year beside a weekday on which it did not fall: one of the four was \
changed. Years from 1924 are looked at, when the last countries had taken over the Gregorian \
calendar. Where the source has the same weekday and date, the mistake is its own and the finding \
low; so it is right to ignore where the translation has to keep what the source says.",
    run: Run::Target(run),
    examples: &[
        Bad(en("They met on ⟦Monday, 3 March 2024⟧, in the old hall.")),
        Bad(pair(
            "en",
            "The rally is on Saturday, September 29, 2018.",
            "de",
            "Die Kundgebung ist am ⟦Sonntag, dem 29. September 2018⟧.",
        )),
        Bad(one("fr", "Il est né le ⟦mardi 3 mars 2024⟧.")),
        Bad(one("zh", "会议于⟦2018年9月24日星期二⟧举行。")),
        Bad(pair(
            "en",
            "They met on Monday, 3 March 2024.",
            "es",
            "Se reunieron el ⟦lunes, 3 de marzo de 2024⟧.",
        )),
        Good(en("They met on Sunday, March 3, 2024, and left on Monday.")),
        Good(one(
            "de",
            "Am Sonntag, dem 3. März 2024, kamen sie; am Montag nicht.",
        )),
        Good(one(
            "de",
            "Beide wurden am 19. Juni 1953 mit dem Zug gebracht.",
        )),
        Good(one("ru", "Это было в воскресенье, 3 марта 2024 года.")),
        Good(one("ja", "2018年9月24日月曜日に会議が開かれた。")),
        Good(one("ar", "في يوم الأحد 3 مارس 2024 اجتمعوا.")),
        Good(one("hi", "वे रविवार, 3 मार्च 2024 को मिले।")),
        Good(one("th", "วันอาทิตย์ที่ 3 มีนาคม 2567")),
        Good(en(
            "Born on Monday, 25 October 1915; in March 2024 they met on a Monday.",
        )),
    ],
};

/// Years of which the Gregorian calendar tells the weekday everywhere.
const YEARS: std::ops::Range<u64> = 1924..2100;
/// Bytes that may stand between the parts of a date.
const BETWEEN: u32 = 14;

/// A date beside a weekday.
#[derive(Debug, Clone, Copy)]
struct Dated {
    span: Span,
    weekday: u8,
    date: (u64, u64, u64),
    agrees: bool,
}

fn run(passage: &Passage<'_>, found: &mut Found) {
    for (segment, notes) in passage.segments.iter().zip(passage.notes) {
        if !has_year(notes) {
            continue;
        }
        let target = dates(passage.side, segment.span, notes);
        for wrong in target.into_iter().filter(|date| !date.agrees) {
            let source = of_source(passage, wrong.span.start);
            let inherited = source
                .iter()
                .any(|date| (date.weekday, date.date) == (wrong.weekday, wrong.date));
            let confidence = if inherited {
                Confidence::Low
            } else {
                Confidence::Medium
            };
            let (year, month, day) = wrong.date;
            let names = [
                "Monday",
                "Tuesday",
                "Wednesday",
                "Thursday",
                "Friday",
                "Saturday",
                "Sunday",
            ];
            let name = |day: u8| names.get(usize::from(day) - 1).copied().unwrap_or_default();
            let told = if inherited { ", as in the source" } else { "" };
            found.target(
                wrong.span,
                confidence,
                format!(
                    "{year}-{month:02}-{day:02} was a {}, not a {}{told}",
                    name(weekday_of(year, month, day)),
                    name(wrong.weekday),
                ),
            );
        }
    }
}

/// Whether a segment has a date in digits or a year; most have none.
fn has_year(notes: &Notes) -> bool {
    notes
        .numbers
        .iter()
        .any(|number| number.kind == NumberKind::Date)
}

/// The dates of the source that answer to a place of the target.
fn of_source(passage: &Passage<'_>, byte: u32) -> Vec<Dated> {
    let bitext = passage.bitext;
    let bead = bitext
        .target
        .segment_at(byte)
        .and_then(|segment| bitext.bead_of_target(segment));
    let (Some(source), Some(bead)) = (&bitext.source, bead) else {
        return Vec::new();
    };
    let range = bitext.beads[bead].source.clone();
    let segments = source.segments[range.clone()].iter();
    segments
        .zip(&source.notes[range])
        .flat_map(|(segment, notes)| dates(source, segment.span, notes))
        .collect()
}

/// Full dates with one weekday right beside them.
fn dates(side: &Side, within: Span, notes: &Notes) -> Vec<Dated> {
    let (text, lang) = (&side.document.text, side.document.lang);
    let long = |span: &Span| span.of(text).chars().count() >= 3 || lang.is_spaceless();
    let mut weekdays = annotate::weekdays(text, &notes.words, within, lang);
    weekdays.retain(|(span, day)| long(span) && is_named(span.of(text), *day, lang));
    if weekdays.is_empty() {
        return Vec::new();
    }
    let mut months = annotate::months(text, &notes.words, within, lang);
    for number in &notes.numbers {
        let value = number.value.integer().unwrap_or(0);
        if number.kind == NumberKind::Date && (1..=12).contains(&value) {
            months.push((number.span, value as u8));
        }
    }
    months.retain(|(span, _)| long(span) || span.of(text).bytes().any(|b| b.is_ascii_digit()));
    weekdays.retain(|(day, _)| !months.iter().any(|(month, _)| month.overlaps(*day)));
    let mut found = Vec::new();
    for (span, readings) in full(text, notes, &months) {
        let mut beside = weekdays
            .iter()
            .filter(|(day, _)| apart(*day, span) <= BETWEEN);
        let (Some((day, weekday)), None) = (beside.next(), beside.next()) else {
            continue;
        };
        let Some(first) = readings.first() else {
            continue;
        };
        let agrees = readings
            .iter()
            .any(|(year, month, day)| weekday_of(*year, *month, *day) == *weekday);
        found.push(Dated {
            span: day.cover(span),
            weekday: *weekday,
            date: *first,
            agrees,
        });
    }
    found
}

/// Whether a word is a name of a weekday, or begins with one: what is only alike (mit, Mittwoch) may
/// be another word.
fn is_named(word: &str, day: u8, lang: Lang) -> bool {
    let word = fold(word);
    let calendar = spelled::calendar(lang);
    let names = calendar.and_then(|calendar| calendar.days.get(usize::from(day) - 1));
    names.is_some_and(|names| {
        names.iter().any(|name| {
            let long = name.chars().count() > 3;
            word == *name || word == name.replace('_', " ") || long && word.starts_with(name)
        })
    })
}

/// Year, month and day.
type Date = (u64, u64, u64);

/// Dates with day, month and year, and what they may be.
fn full(text: &str, notes: &Notes, months: &[(Span, u8)]) -> Vec<(Span, Vec<Date>)> {
    let mut found = Vec::new();
    for (index, number) in notes.numbers.iter().enumerate() {
        let values = [Some(number.value), number.other];
        let values = values
            .into_iter()
            .flatten()
            .filter_map(|value| value.integer());
        let values: Vec<u64> = values.collect();
        let whole = values.iter().map(|v| (v / 10_000, v / 100 % 100, v % 100));
        let whole: Vec<Date> = whole.filter(|date| is_date(*date)).collect();
        if number.kind == NumberKind::Date && !whole.is_empty() {
            found.push((number.span, whole));
            continue;
        }
        let Some(year) = values.iter().find(|year| YEARS.contains(year)) else {
            continue;
        };
        let mut near = months
            .iter()
            .filter(|(month, _)| apart(*month, number.span) <= BETWEEN && *month != number.span);
        let (Some((month, name)), None) = (near.next(), near.next()) else {
            continue;
        };
        // The day stands beside the month, with no words but of and the between them.
        let from = index.saturating_sub(2);
        let day = notes.numbers[from..].iter().take(5).find(|day| {
            day.span != number.span
                && day.span != *month
                && matches!(day.kind, NumberKind::Plain | NumberKind::Ordinal)
                && day
                    .value
                    .integer()
                    .is_some_and(|day| (1..=31).contains(&day))
                && apart(day.span, *month) <= 5
                && !between(text, day.span, *month).contains(['-', '–', ';', '('])
        });
        let Some(day) = day else {
            continue;
        };
        // One of several days (3 and 4 March) has no weekday of its own.
        let several = notes.numbers.iter().any(|other| {
            other.span != day.span
                && other.span != number.span
                && other.span != *month
                && apart(other.span, day.span) <= 6
        });
        let date = (*year, u64::from(*name), day.value.integer().unwrap_or(0));
        if !several && is_date(date) {
            found.push((number.span.cover(*month).cover(day.span), vec![date]));
        }
    }
    found
}

fn is_date((year, month, day): Date) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u64::from(leap),
        _ => 31,
    };
    YEARS.contains(&year) && (1..=12).contains(&month) && (1..=days).contains(&day)
}

/// Bytes between two spans.
fn apart(a: Span, b: Span) -> u32 {
    if a.overlaps(b) {
        return 0;
    }
    a.start.max(b.start) - a.end.min(b.end)
}

fn between(text: &str, a: Span, b: Span) -> &str {
    let (start, end) = (a.end.min(b.end), a.start.max(b.start));
    text.get(start as usize..end as usize).unwrap_or_default()
}

/// 1 (Monday) to 7, by Zeller's congruence.
fn weekday_of(year: u64, month: u64, day: u64) -> u8 {
    let (year, month) = if month < 3 {
        (year - 1, month + 12)
    } else {
        (year, month)
    };
    let saturday = day + 13 * (month + 1) / 5 + year + year / 4 - year / 100 + year / 400;
    ((saturday + 5) % 7 + 1) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays() {
        for (date, weekday) in [
            ((2024, 3, 3), 7),
            ((2018, 9, 24), 1),
            ((2018, 9, 29), 6),
            ((2000, 2, 29), 2),
            ((2026, 11, 24), 2),
        ] {
            assert_eq!(weekday_of(date.0, date.1, date.2), weekday, "{date:?}");
            assert!(is_date(date));
        }
        assert!(!is_date((2023, 2, 29)) && !is_date((2024, 4, 31)));
    }
}

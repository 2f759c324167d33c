//! Numbers with what they are worth, in the notation of any language.

use std::sync::LazyLock;

use any_ascii::any_ascii_char;
use unicode_normalization::char::is_combining_mark;

use super::words::is_apostrophe;
use crate::data::ByLang;
use crate::data::counting::counting;
use crate::text::{Lang, Number, NumberKind, Span, Value};

static DECIMAL_MARKS: LazyLock<ByLang<char>> = LazyLock::new(|| {
    ByLang::new(include_str!("../data/number-symbols.tsv"), |row| {
        row[0].chars().next().unwrap_or('.')
    })
});

static SCALES: LazyLock<ByLang<Scales>> =
    LazyLock::new(|| ByLang::new(include_str!("../data/scale-words.tsv"), Scales::new));

/// The scale words of English, which other languages keep in names of sums.
static ENGLISH_SCALES: LazyLock<Option<&'static Scales>> =
    LazyLock::new(|| "en".parse().ok().and_then(|english| SCALES.get(english)));

static BESIDE: LazyLock<ByLang<Beside>> =
    LazyLock::new(|| ByLang::new(include_str!("../data/number-words.tsv"), Beside::new));

/// Words that multiply digits.
#[derive(Debug)]
struct Scales {
    after: Vec<Scale>,
    before: Vec<Scale>,
}

#[derive(Debug)]
struct Scale {
    /// Lower-case unless glued.
    form: String,
    power: i16,
    /// Any ending may follow.
    stem: bool,
    /// Only directly after digits, in this very case.
    glued: bool,
    /// Only the second reading unless the digits are money.
    doubtful: bool,
}

impl Scales {
    fn new(row: &[&'static str]) -> Self {
        let mut scales = Scales {
            after: Vec::new(),
            before: Vec::new(),
        };
        for cell in row {
            let mut words = cell.split(' ');
            let power = words.next().unwrap_or("0");
            let (list, power) = match power.strip_prefix('<') {
                Some(power) => (&mut scales.before, power),
                None => (&mut scales.after, power),
            };
            list.extend(words.map(|word| {
                let bare = word.trim_start_matches(['+', '?']).trim_end_matches('*');
                let glued = word.starts_with(['+', '?']);
                Scale {
                    form: if glued {
                        bare.to_owned()
                    } else {
                        bare.to_lowercase().replace('_', " ")
                    },
                    power: power.parse().unwrap_or(0),
                    stem: word.ends_with('*'),
                    glued,
                    doubtful: word.starts_with('?'),
                }
            }));
        }
        scales
    }
}

/// Other words beside digits.
#[derive(Debug)]
struct Beside {
    percent_after: Vec<(String, bool)>,
    percent_before: Vec<String>,
    ordinal: Vec<&'static str>,
    clock: Vec<(&'static str, u64)>,
    /// An ordinal is written with a full stop.
    stop: bool,
}

impl Beside {
    fn new(row: &[&'static str]) -> Self {
        let cell = |index: usize, divider: char| {
            row.get(index)
                .filter(|cell| **cell != "-")
                .into_iter()
                .flat_map(move |cell| cell.split(divider))
        };
        Beside {
            percent_after: cell(0, ';')
                .map(|word| {
                    (
                        word.trim_end_matches('*').to_lowercase(),
                        word.ends_with('*'),
                    )
                })
                .collect(),
            percent_before: cell(1, ';').map(str::to_lowercase).collect(),
            ordinal: cell(2, ' ').collect(),
            clock: cell(3, ' ')
                .map(|word| match word.split_once(':') {
                    Some((word, hours)) => (word, hours.parse().unwrap_or(0)),
                    None => (word, 0),
                })
                .collect(),
            stop: cell(4, ' ').any(|word| word == "dot"),
        }
    }
}

/// Finds numbers in the text of one language.
///
/// Values: of a clock time `hhmm` (10:30 is 1030; 15:00 is 1500 or 15) or `hhmmss`, of a date in digits `yyyymmdd`, of
/// a code its digits (the last 18, if there are more). Spans do not hold percent signs.
#[derive(Debug, Clone, Copy)]
pub struct Numbers {
    /// The mark before decimals; the other of point and comma groups.
    decimal: char,
    scales: Option<&'static Scales>,
    beside: Option<&'static Beside>,
    /// Words follow digits without space or end.
    open: bool,
    units: Units,
    /// Han digits are read.
    han: bool,
    /// The first number of 11/12/2026 is the month.
    month_first: bool,
    /// Years may be of the Buddhist era, 543 more than others.
    buddhist: bool,
    /// What stands before the number of a month.
    month: &'static str,
    /// Scale words of English may stand here too.
    foreign: bool,
}

/// How words multiply digits.
#[derive(Debug, Clone, Copy)]
enum Units {
    /// Each multiplies the digits beside it.
    Words,
    /// In sections of ten thousand.
    Sections,
}

/// Units after digits: powers of ten.
#[derive(Debug, Clone, Copy)]
struct UnitsAfter {
    /// Of those below ten thousand together.
    small: i16,
    great: Option<i16>,
    end: usize,
}

/// What was read from one place on.
#[derive(Debug, Clone, Copy)]
struct Reading {
    start: usize,
    end: usize,
    value: Value,
    other: Option<Value>,
    kind: NumberKind,
    /// Nothing but digits.
    bare: bool,
}

/// A run of digits.
#[derive(Debug, Clone, Copy, Default)]
struct Group {
    start: usize,
    end: usize,
    digits: usize,
}

/// Digit groups of one number and what divides them; longer sequences are labels.
const GROUPS: usize = 12;

#[derive(Debug)]
struct Groups {
    list: [Group; GROUPS],
    marks: [char; GROUPS],
    count: usize,
    /// The first digit is a zero.
    zero: bool,
}

impl Groups {
    fn get(&self, index: usize) -> Group {
        self.list[index]
    }

    fn mark(&self, index: usize) -> Option<char> {
        (index + 1 < self.count).then(|| self.marks[index])
    }
}

impl Numbers {
    /// Of a language.
    pub fn new(lang: Lang) -> Self {
        let customs = counting(lang);
        Numbers {
            decimal: DECIMAL_MARKS.get(lang).copied().unwrap_or('.'),
            scales: SCALES.get(lang),
            beside: BESIDE.get(lang),
            open: customs.open,
            units: if customs.sections {
                Units::Sections
            } else {
                Units::Words
            },
            han: customs.han,
            month_first: customs.month_first,
            buddhist: customs.buddhist,
            month: customs.month,
            foreign: lang.base() != "en",
        }
    }

    /// Appends the numbers of a span, in text order.
    pub fn add(&self, text: &str, span: Span, numbers: &mut Vec<Number>) {
        let slice = span.of(text);
        let base = span.start as usize;
        let mut at = 0;
        while let Some(start) = self.next(slice, at) {
            let found = if is_han_numeral(char_at(slice, start)) {
                match self.han(slice, start) {
                    Ok(found) => Some(found),
                    Err(end) => {
                        at = end;
                        continue;
                    }
                }
            } else {
                self.read(slice, start)
            };
            let Some(found) = found else {
                at = start + char_at(slice, start).len_utf8();
                continue;
            };
            numbers.push(Number {
                span: Span::new(base + found.start, base + found.end),
                value: found.value,
                other: found.other.filter(|other| *other != found.value),
                kind: found.kind,
            });
            at = found.end;
        }
    }

    fn next(&self, slice: &str, from: usize) -> Option<usize> {
        slice[from..]
            .char_indices()
            .find(|(_, character)| {
                is_digit(*character)
                    || fraction(*character).is_some()
                    || (self.han && is_han_numeral(*character))
            })
            .map(|(offset, _)| from + offset)
    }

    /// A number that starts with a digit or fraction.
    fn read(&self, slice: &str, start: usize) -> Option<Reading> {
        let before = &slice[..start];
        if let Some(reading) = phone(slice, start) {
            return Some(reading);
        }
        let mut reading = if let Some(value) = fraction(char_at(slice, start)) {
            let mut end = start + char_at(slice, start).len_utf8();
            let (length, count) = digits(&slice[end..]);
            // From right to left half and whole may change places.
            let whole = (1..=3)
                .contains(&count)
                .then(|| whole(slice, end, end + length));
            let sum = whole.and_then(|whole| Value::new(whole, 0).plus(value));
            if sum.is_some() {
                end += length;
            }
            Reading {
                start,
                end,
                value: sum.unwrap_or(value),
                other: None,
                kind: NumberKind::Plain,
                bare: false,
            }
        } else {
            let mut groups = groups(slice, start, self.decimal == ',');
            // Within 1,2,3 no comma is a point.
            let mut earlier = before.chars().rev();
            if earlier.next() == Some(',') && earlier.next().is_some_and(is_digit) {
                groups.count = 1;
            }
            if let Some(reading) = self
                .date(slice, &groups)
                .or_else(|| self.time(slice, &groups))
            {
                return Some(reading);
            }
            let mut reading = self.separated(slice, &groups);
            if let Some(part) = fraction(char_at(slice, reading.end))
                && let Some(sum) = reading.value.plus(part)
            {
                reading.value = sum;
                reading.end += char_at(slice, reading.end).len_utf8();
                reading.bare = false;
            }
            reading
        };
        let glued_to = before.chars().next_back().unwrap_or(' ');
        if is_cased(glued_to) {
            reading.kind = NumberKind::Code;
            return Some(reading);
        }
        if is_hyphen(glued_to) {
            let rest = before.trim_end_matches(is_hyphen);
            let prefix = letters_before(rest);
            if prefix.chars().next().is_some_and(char::is_uppercase) {
                reading.kind = NumberKind::Code;
                return Some(reading);
            }
            let outside = rest.chars().next_back().is_none_or(|character| {
                character.is_whitespace() || matches!(character, '(' | '[' | '“' | '"' | '«')
            });
            if outside && before.len() - rest.len() <= 3 && glued_to != '‑' {
                reading.start -= glued_to.len_utf8();
                reading.value.negative = reading.value.mantissa != 0;
                if let Some(other) = &mut reading.other {
                    other.negative = true;
                }
            }
        }
        if reading.kind == NumberKind::Code {
            return Some(reading);
        }
        let money = is_currency(before.trim_end().chars().next_back().unwrap_or(' '));
        self.extend(slice, &mut reading, money);
        Some(reading)
    }

    /// Scale words, percent, ordinals, hours: what stands beside the digits.
    fn extend(&self, slice: &str, reading: &mut Reading, money: bool) {
        let digits = reading.start;
        let before = slice[..digits].trim_end_matches(is_space);
        let article = matches!(before.chars().next_back(), Some('第' | '제'));
        let scaled = match self.units {
            _ if article => false,
            Units::Sections => self.sections(slice, reading),
            Units::Words => {
                let scaled = self.scale(slice, reading, money);
                if scaled {
                    self.compound(slice, reading, money);
                } else {
                    self.scale_before(slice, reading);
                }
                scaled
            }
        };
        let after = &slice[reading.end..];
        if self.is_percent(before, after) {
            reading.kind = NumberKind::Percent;
            return;
        }
        if scaled {
            return;
        }
        if article || matches!(before.chars().next_back(), Some('№' | '#')) {
            reading.kind = NumberKind::Ordinal;
            return;
        }
        if self.is_ordinal(after, reading) {
            reading.kind = NumberKind::Ordinal;
        } else if let Some(hours) = self.clock(slice, reading) {
            reading.kind = NumberKind::Time;
            let value = reading.value;
            reading.value = value.plus(Value::new(hours, 0)).unwrap_or(value);
            reading.other = full_hour(reading.value).or(Some(value));
        } else if reading.bare {
            self.year_or_month(slice, before, reading, money);
        }
        let label = after.chars().next().is_some_and(|first| {
            first.is_uppercase() && !matches!(first, 'C' | 'F' | 'W' | 'V' | 'M' | 'K' | 'B')
        });
        if label && letters_after(after).chars().nth(1).is_none() {
            reading.kind = NumberKind::Code;
        }
    }

    fn year_or_month(&self, slice: &str, before: &str, reading: &mut Reading, money: bool) {
        let Some(whole) = reading.value.integer() else {
            return;
        };
        let digits = slice[reading.start..reading.end].chars().count();
        let rest = &slice[reading.end..];
        let after = rest[gap(rest)..].chars().next();
        if digits == 4 && !money && (1800..2100).contains(&whole) {
            reading.kind = NumberKind::Date;
        } else if digits == 4 && self.buddhist && (2400..2600).contains(&whole) {
            reading.kind = NumberKind::Date;
            reading.other = Some(Value::new(whole - 543, 0));
        } else if (1..=12).contains(&whole)
            && (matches!(after, Some('月' | '월'))
                || (!self.month.is_empty() && before.to_lowercase().ends_with(self.month)))
        {
            reading.kind = NumberKind::Date;
        }
    }

    /// Multiplies by the scale words that follow; says whether there were any.
    fn scale(&self, slice: &str, reading: &mut Reading, money: bool) -> bool {
        let Some(scales) = self.scales else {
            return false;
        };
        let mut least = 0;
        while let Some((scale, end)) = self.scale_at(&scales.after, slice, reading.end) {
            if scale.power < least.max(1) || (least > 0 && scale.power == least) {
                break;
            }
            if scale.doubtful && !money {
                reading.other = Some(reading.value.scaled(scale.power));
                return false;
            }
            reading.value = reading.value.scaled(scale.power);
            reading.other = reading.other.map(|other| other.scaled(scale.power));
            reading.end = end;
            reading.bare = false;
            least = scale.power;
        }
        least > 0
    }

    /// The longest scale word after a place, and where it ends.
    fn scale_at<'a>(
        &self,
        scales: &'a [Scale],
        slice: &str,
        at: usize,
    ) -> Option<(&'a Scale, usize)> {
        let rest = &slice[at..];
        let mut gap = gap(rest);
        // 37$ billion
        let sign = rest[gap..].chars().next().filter(|sign| is_currency(*sign));
        if let Some(sign) = sign {
            let after = &rest[gap + sign.len_utf8()..];
            gap += sign.len_utf8() + self::gap(after);
        }
        let word = &rest[gap..];
        if !word.chars().next().is_some_and(char::is_alphabetic) {
            return None;
        }
        let own = self.scale_of(scales, at, gap, word);
        // What was left in English.
        let english = || {
            let foreign = word.starts_with(['b', 'm', 't']) && self.foreign;
            let scales = ENGLISH_SCALES.as_ref().filter(|_| foreign)?;
            self.scale_of(&scales.after, at, gap, word)
                .filter(|(scale, _)| !scale.glued)
        };
        own.or_else(english)
    }

    /// The longest scale word that a word is, and where it ends.
    fn scale_of<'a>(
        &self,
        scales: &'a [Scale],
        at: usize,
        gap: usize,
        word: &str,
    ) -> Option<(&'a Scale, usize)> {
        scales
            .iter()
            .filter_map(|scale| {
                let length = if scale.glued {
                    let money =
                        |after: &str| after.trim_start_matches(is_space).starts_with(is_currency);
                    word.strip_prefix(scale.form.as_str())
                        .filter(|after| gap == 0 || money(after))
                        .filter(|after| !after.starts_with(is_word))
                        .map(|_| scale.form.len())
                } else {
                    self.starts_with(word, &scale.form, scale.stem)
                }?;
                Some((scale, scale.form.len(), at + gap + length))
            })
            .max_by_key(|(_, form, _)| *form)
            .map(|(scale, _, end)| (scale, end))
    }

    /// Whether a text starts with a form, letter case aside; the length to the end of the word.
    fn starts_with(&self, text: &str, form: &str, stem: bool) -> Option<usize> {
        let mut rest = text.chars();
        let mut length = 0;
        let mut nukta = None;
        for expected in form.chars() {
            let found = match nukta.take() {
                Some(mark) => mark,
                None => {
                    let letter = rest.next()?;
                    length += letter.len_utf8();
                    let (base, mark) = dotted(letter);
                    nukta = mark;
                    base
                }
            };
            let space = expected == ' ' && is_space(found);
            if !space
                && found != expected
                && look_alike(found) != expected
                && !found.to_lowercase().eq(std::iter::once(expected))
            {
                return None;
            }
        }
        let ending = letters_after(&text[length..]);
        if self.open || ending.is_empty() {
            Some(length)
        } else {
            stem.then(|| length + ending.len())
        }
    }

    /// `2 million 300 thousand`: adds the smaller parts that follow.
    fn compound(&self, slice: &str, reading: &mut Reading, money: bool) {
        loop {
            let rest = &slice[reading.end..];
            let gap = gap(rest);
            let start = reading.end + gap;
            if rest[..gap].contains(is_hyphen) || !is_digit(char_at(slice, start)) {
                return;
            }
            let groups = groups(slice, start, false);
            let mut part = self.separated(slice, &groups);
            if part.kind == NumberKind::Code || !self.scale(slice, &mut part, money) {
                return;
            }
            // Only what is smaller than the last unit belongs to the same number.
            let unit = reading.value.exponent;
            let (Some(value), true) = (reading.value.plus(part.value), below(part.value, unit))
            else {
                return;
            };
            reading.value = value;
            reading.other = None;
            reading.end = part.end;
        }
    }

    /// `1億2,000万`, `3만 5천`, `3천5백만`: units below ten thousand make a section, which a unit
    /// of ten thousand or more multiplies as a whole.
    fn sections(&self, slice: &str, reading: &mut Reading) -> bool {
        let zero = Value::new(0, 0);
        let (mut total, mut section) = (zero, zero);
        // Powers of ten that the next part and the next great unit must stay below.
        let (mut limit, mut greatest) = (i16::MAX, i16::MAX);
        let mut part = *reading;
        let mut scaled = false;
        loop {
            let units = self.units_after(slice, part.end);
            let few = part.value.scaled(units.small);
            let great = units.great.unwrap_or(0);
            let unscaled = units.end == part.end;
            if (!scaled && unscaled) || !below(few, limit) || great >= greatest {
                return scaled;
            }
            let Some(sum) = section.plus(few) else {
                return scaled;
            };
            if units.great.is_some() {
                let Some(sum) = total.plus(sum.scaled(great)) else {
                    return scaled;
                };
                (total, section) = (sum, zero);
                (limit, greatest) = (great, great);
            } else {
                (section, limit) = (sum, units.small);
            }
            let Some(value) = total.plus(section) else {
                return scaled;
            };
            let other = reading.other.filter(|_| !scaled);
            *reading = Reading {
                end: units.end,
                value: Value {
                    negative: reading.value.negative,
                    ..value
                },
                other: other.map(|other| other.scaled(units.small + great)),
                bare: false,
                ..*reading
            };
            scaled = true;
            if unscaled {
                return true;
            }
            match self.section_part(slice, units.end) {
                Some(next) => part = next,
                None => return true,
            }
        }
    }

    /// The units that follow a place directly.
    fn units_after(&self, slice: &str, at: usize) -> UnitsAfter {
        let mut units = UnitsAfter {
            small: 0,
            great: None,
            end: at,
        };
        let scales = self.scales.map_or(&[][..], |scales| &scales.after);
        // 15多万: some more than fifteen.
        let more = slice[at..]
            .chars()
            .next()
            .filter(|more| is_some_more(*more));
        let mut at = at + more.map_or(0, char::len_utf8);
        while let Some((scale, end)) = self.scale_at(scales, slice, at) {
            // 万亿 is one unit.
            if scale.power < 1
                || units
                    .great
                    .is_some_and(|great| great != 4 || scale.power != 8)
            {
                break;
            }
            at = end;
            units.end = end;
            if scale.power < 4 {
                units.small += scale.power;
            } else {
                units.great = Some(units.great.unwrap_or(0) + scale.power);
            }
        }
        units
    }

    /// The digits that may go on after a unit.
    fn section_part(&self, slice: &str, end: usize) -> Option<Reading> {
        let rest = &slice[end..];
        let gap = gap(rest);
        let start = end + gap;
        if rest[..gap].contains(is_hyphen) || !is_digit(char_at(slice, start)) {
            return None;
        }
        let groups = groups(slice, start, false);
        let mut part = self.separated(slice, &groups);
        if part.value.exponent < 0 && !(self.han && gap == 0 && groups.get(0).digits == 4) {
            // Only 2,000 can go on, not 2.5.
            part.value = part.other?;
        }
        // After a space a small number without a unit counts something else.
        let apart = gap > 0
            && groups.count == 1
            && (self.han || groups.get(0).digits < 3)
            && self.units_after(slice, part.end).end == part.end;
        (part.kind != NumberKind::Code && !apart).then_some(part)
    }

    /// `milioni 240`, `izigidi ezingu-240`: the scale word stands before the digits.
    fn scale_before(&self, slice: &str, reading: &mut Reading) {
        let Some(scales) = self.scales.filter(|scales| !scales.before.is_empty()) else {
            return;
        };
        let mut rest = &slice[..reading.start];
        for _ in 0..2 {
            rest = rest.trim_end_matches(|character| {
                is_space(character) || is_hyphen(character) || is_currency(character)
            });
            let word = letters_before(rest);
            if word.is_empty() {
                return;
            }
            let start = rest.len() - word.len();
            let lower = word.to_lowercase();
            if let Some(scale) = scales.before.iter().find(|scale| scale.form == lower) {
                reading.value = reading.value.scaled(scale.power);
                reading.other = reading.other.map(|other| other.scaled(scale.power));
                reading.start = start;
                reading.bare = false;
                return;
            }
            rest = &rest[..start];
        }
    }

    fn is_percent(&self, before: &str, after: &str) -> bool {
        let word = after.trim_start_matches(is_invisible);
        let word = &word[gap(word)..];
        if word.starts_with(is_percent_sign) || before.ends_with(is_percent_sign) {
            return true;
        }
        let Some(beside) = self.beside else {
            return false;
        };
        let follows = word.chars().next().is_some_and(char::is_alphabetic)
            && beside
                .percent_after
                .iter()
                .any(|(form, stem)| self.starts_with(word, form, *stem).is_some());
        follows
            || (!beside.percent_before.is_empty() && {
                let before = before.trim_end_matches(|c| is_space(c) || is_hyphen(c));
                let tail: String = before
                    .chars()
                    .rev()
                    .take(24)
                    .collect::<Vec<_>>()
                    .into_iter()
                    .rev()
                    .collect();
                let tail = tail.to_lowercase();
                beside
                    .percent_before
                    .iter()
                    .any(|form| tail.ends_with(form.as_str()))
            })
    }

    fn is_ordinal(&self, after: &str, reading: &Reading) -> bool {
        let Some(beside) = self.beside.filter(|_| reading.bare) else {
            return false;
        };
        let ending = beside.ordinal.iter().any(|ending| {
            after
                .strip_prefix(ending)
                .is_some_and(|rest| !rest.starts_with(is_word))
        });
        if ending {
            return true;
        }
        let few = reading.value.integer().is_some_and(|whole| whole < 1000);
        beside.stop
            && few
            && after.strip_prefix('.').is_some_and(|rest| {
                let trimmed = rest.trim_start_matches(is_space);
                trimmed.len() < rest.len() && trimmed.starts_with(char::is_alphanumeric)
            })
    }

    /// Hours to add (0 or 12) for a word of the clock after a place.
    fn clock_word(&self, slice: &str, at: usize) -> Option<u64> {
        let after = &slice[at..];
        let word = &after[gap(after)..];
        self.beside?.clock.iter().find_map(|(form, hours)| {
            let found = word.get(..form.len())?;
            let ends = !word[form.len()..].starts_with(is_word);
            (ends && found.eq_ignore_ascii_case(form)).then_some(*hours)
        })
    }

    /// What to add to a number before a word of the clock, if that makes it a time.
    fn clock(&self, slice: &str, reading: &mut Reading) -> Option<u64> {
        let hours = self.clock_word(slice, reading.end)?;
        if let Some(time) = clock_time(&slice[reading.start..reading.end]) {
            // 10.30 Uhr
            reading.value = time;
            return Some(hours * 100);
        }
        // `22 Uhr` is a plain number; `3 pm` tells more.
        let hour = reading.value.integer();
        (hours > 0 && hour.is_some_and(|hour| (1..12).contains(&hour))).then_some(hours)
    }

    /// `24.11.2026`, `2026-11-24`, `11/24/2026`.
    fn date(&self, slice: &str, groups: &Groups) -> Option<Reading> {
        let mark = groups.mark(0)?;
        if groups.count != 3 || groups.mark(1) != Some(mark) || !matches!(mark, '.' | '-' | '/') {
            return None;
        }
        let group = |index: usize| groups.get(index);
        let number = |index: usize| whole(slice, group(index).start, group(index).end);
        let lengths = [group(0).digits, group(1).digits, group(2).digits];
        let (a, b, c) = (number(0), number(1), number(2));
        let day = |month: u64, day: u64, year: u64| {
            ((1..=12).contains(&month) && (1..=31).contains(&day))
                .then(|| Value::new(year * 10_000 + month * 100 + day, 0))
        };
        let (first, second) = match lengths {
            [4, 1..=2, 1..=2] => (day(b, c, a), None),
            [1..=2, 1..=2, 4] => (day(b, a, c), day(a, b, c)),
            [2, 2, 2] => {
                let year = if c < 70 { 2000 + c } else { 1900 + c };
                (day(b, a, year), day(a, b, year))
            }
            _ => return None,
        };
        let month_first = self.month_first && mark == '/';
        let (value, other) = match (first, second) {
            (Some(first), Some(second)) if month_first => (second, Some(first)),
            (Some(first), second) => (first, second),
            (None, second) => (second?, None),
        };
        Some(Reading {
            start: group(0).start,
            end: group(2).end,
            value,
            other,
            kind: NumberKind::Date,
            bare: false,
        })
    }

    /// `10:30`, `10h30`, `10:30:15`, with `pm`.
    fn time(&self, slice: &str, groups: &Groups) -> Option<Reading> {
        let hour = groups.get(0);
        if hour.digits > 2 {
            return None;
        }
        let hours = whole(slice, hour.start, hour.end);
        let minutes = |start: usize| {
            let end = start + digits(&slice[start..]).0;
            (digits(&slice[start..]).1 == 2)
                .then(|| (whole(slice, start, end), end))
                .filter(|(minutes, _)| *minutes < 60)
        };
        let rest = &slice[hour.end..];
        let letter = rest.trim_start_matches(is_space);
        let (minute, mut end) = if let Some(after) = rest.strip_prefix([':', '：']) {
            minutes(slice.len() - after.len())?
        } else {
            let after = letter.strip_prefix(['h', 'H'])?;
            minutes(slice.len() - after.trim_start_matches(is_space).len())?
        };
        if hours > 24 {
            return None;
        }
        let mut value = hours * 100 + minute;
        if let Some(after) = slice[end..].strip_prefix(':')
            && let Some((second, last)) = minutes(slice.len() - after.len())
        {
            value = value * 100 + second;
            end = last;
        }
        let mut reading = Reading {
            start: hour.start,
            end,
            value: Value::new(value, 0),
            other: full_hour(Value::new(value, 0)),
            kind: NumberKind::Time,
            bare: false,
        };
        if hours < 12 && self.clock_word(slice, end) == Some(12) {
            let later = Value::new(value + 1200, 0);
            reading.other = full_hour(later).or(Some(reading.value));
            reading.value = later;
        }
        Some(reading)
    }

    /// Digits with group and decimal separators, both readings where they differ.
    fn separated(&self, slice: &str, groups: &Groups) -> Reading {
        let first = groups.get(0);
        let reading = |last: usize, value: Value, other: Option<Value>| Reading {
            start: first.start,
            end: groups.get(last).end,
            value,
            other,
            kind: NumberKind::Plain,
            bare: last == 0,
        };
        let Some(mark) = groups.mark(0) else {
            let mut reading = reading(0, exact(slice, first.start, first.end, None), None);
            let leading = groups.zero && first.digits > 2;
            if leading || first.digits > 19 {
                reading.kind = NumberKind::Code;
            }
            return reading;
        };
        let grouped = grouped(groups);
        let decimal_after = |index: usize| {
            groups
                .mark(index)
                .filter(|next| is_decimal(*next) && *next != mark)
                .is_some()
        };
        let value = |last: usize, point: Option<usize>| {
            exact(slice, first.start, groups.get(last).end, point)
        };
        let point = |index: usize| Some(groups.get(index).end);
        match grouped {
            0 if !is_decimal(mark) => reading(0, value(0, None), None),
            0 if groups.mark(1) == Some(mark) => {
                // 1.2.3 is a label, 1,2,3 a list.
                if mark == '.' {
                    let last = (1..groups.count)
                        .take_while(|index| groups.marks[index - 1] == '.')
                        .last()
                        .unwrap_or(0);
                    let mut label = reading(last, value(last, None), None);
                    label.kind = NumberKind::Code;
                    label
                } else {
                    reading(0, value(0, None), None)
                }
            }
            0 => {
                // Where the point divides no decimals, 10.30 may be a clock time.
                let upright = slice[first.end..].starts_with('・');
                let other = (mark == '.' && (self.decimal != '.' || upright))
                    .then(|| clock_time(&slice[first.start..groups.get(1).end]))
                    .flatten();
                reading(1, value(1, point(0)), other)
            }
            last if decimal_after(last) => reading(last + 1, value(last + 1, point(last)), None),
            1 if is_decimal(mark) && mark != '٫' => {
                let whole = value(1, None);
                let parts = value(1, point(0));
                if mark == self.decimal {
                    reading(1, parts, Some(whole))
                } else {
                    reading(1, whole, Some(parts))
                }
            }
            1 if mark == '٫' => reading(1, value(1, point(0)), None),
            last => reading(last, value(last, None), None),
        }
    }

    /// A number in Han digits; the error is where to go on.
    fn han(&self, slice: &str, start: usize) -> Result<Reading, usize> {
        let run = slice[start..]
            .find(|character| !is_han_numeral(character))
            .map_or(slice.len(), |length| start + length);
        let numeral = &slice[start..run];
        let before = &slice[..start];
        let after = &slice[run..];
        let approximate =
            |character: char| matches!(character, '几' | '幾' | '数' | '數' | '好' | '何');
        if before.ends_with(approximate)
            || after.starts_with(approximate)
            || after.starts_with("分之")
            || after.starts_with("分の")
            || (before.ends_with("分之") && !before.ends_with("百分之"))
            || after.starts_with('嵐')
        {
            return Err(run);
        }
        let year = after.starts_with('年');
        let value = han_value(numeral, year).ok_or(run)?;
        let kind = if before.ends_with("百分之") {
            NumberKind::Percent
        } else if before.ends_with('第') {
            NumberKind::Ordinal
        } else if year && numeral.chars().all(|numeral| han_digit(numeral).is_some()) {
            NumberKind::Date
        } else {
            NumberKind::Plain
        };
        Ok(Reading {
            start,
            end: run,
            value: Value::new(value, 0),
            other: None,
            kind,
            bare: false,
        })
    }
}

/// How many separators from the first on divide groups of three, or as in India of two and three.
fn grouped(groups: &Groups) -> usize {
    let Some(mark) = groups.mark(0).filter(|mark| !matches!(mark, '-' | '/')) else {
        return 0;
    };
    let same = (0..groups.count)
        .take_while(|index| groups.mark(*index) == Some(mark))
        .count();
    let length = |index: usize| groups.get(index).digits;
    if length(0) > 3 || groups.zero {
        return 0;
    }
    let threes = (1..=same).take_while(|index| length(*index) == 3).count();
    // Every separator of one kind groups, or none does.
    if threes == same {
        return same;
    }
    let indian = mark == ','
        && same >= 2
        && length(0) <= 2
        && length(same) == 3
        && (1..same).all(|index| length(index) == 2);
    match mark {
        _ if indian => same,
        // Spaces and apostrophes also divide what does not belong together.
        '.' | ',' => 0,
        _ => threes,
    }
}

/// The digit groups from a place on, with the separators that stand alone between two digits.
fn groups(slice: &str, start: usize, spaces: bool) -> Groups {
    let mut groups = Groups {
        list: [Group::default(); GROUPS],
        marks: [' '; GROUPS],
        count: 0,
        zero: is_zero(char_at(slice, start)),
    };
    let mut at = start;
    while groups.count < GROUPS {
        let (length, count) = digits(&slice[at..]);
        groups.list[groups.count] = Group {
            start: at,
            end: at + length,
            digits: count,
        };
        groups.count += 1;
        at += length;
        let Some(mark) = slice[at..].chars().next() else {
            break;
        };
        let divides = match mark {
            '.' | ',' | '٫' | '٬' | '/' | '-' | '،' | '・' => true,
            '\u{a0}' | '\u{202f}' | '\u{2009}' => true,
            ' ' => spaces,
            _ => is_apostrophe(mark),
        };
        let next = at + mark.len_utf8();
        let space = is_space(mark) || is_apostrophe(mark) || mark == '،';
        let (length, count) = digits(&slice[next..]);
        // 10・11月 are two months.
        let listed = mark == '・'
            && (count < 2
                || slice[next + length..].starts_with(['月', '日', '年', '人', '回', '号']));
        if !divides || listed || count == 0 || (space && (count != 3 || groups.list[0].digits > 3))
        {
            break;
        }
        groups.marks[groups.count - 1] = match mark {
            _ if is_space(mark) => ' ',
            // Between digits it is the point of upright writing.
            '・' => '.',
            _ => mark,
        };
        at = next;
    }
    groups
}

/// `+44 20 7946 0958`, `555-123-4567`, `0800 123 456`: a telephone number.
fn phone(slice: &str, start: usize) -> Option<Reading> {
    let before = slice[..start].chars().next_back();
    let plus = before == Some('+');
    let inside = |character: char| {
        is_digit(character) || is_cased(character) || matches!(character, '.' | ',')
    };
    if before.is_some_and(inside) {
        return None;
    }
    let zero = is_zero(char_at(slice, start));
    let mut end = start;
    let mut all = 0;
    let mut parts = 0;
    let mut hyphens = 0;
    let mut widest = 0;
    loop {
        let (length, count) = digits(&slice[end..]);
        end += length;
        all += count;
        parts += 1;
        widest = count.max(widest);
        let mut rest = slice[end..].chars();
        let Some(mark) = rest
            .next()
            .filter(|mark| is_hyphen(*mark) || is_space(*mark))
        else {
            break;
        };
        if !rest.next().is_some_and(is_digit) {
            break;
        }
        hyphens += usize::from(is_hyphen(mark));
        end += mark.len_utf8();
    }
    let told = plus && (8..=15).contains(&all)
        || zero && parts >= 2 && (9..=12).contains(&all) && digits(&slice[start..]).1 >= 3
        || parts >= 3
            && hyphens == parts - 1
            && (9..=14).contains(&all)
            && widest <= 4
            && digits(&slice[start..]).1 != 4;
    told.then(|| Reading {
        start: start - usize::from(plus),
        end,
        value: exact(slice, start, end, None),
        other: None,
        kind: NumberKind::Code,
        bare: false,
    })
}

/// Whether a value is under a power of ten.
fn below(value: Value, power: i16) -> bool {
    let digits = value
        .mantissa
        .checked_ilog10()
        .map_or(0, |log| log as i16 + 1);
    value.exponent + digits <= power
}

/// The digits of a range as a value; those from the point on are decimals.
fn exact(slice: &str, start: usize, end: usize, point: Option<usize>) -> Value {
    // The last 18 digits of longer ones: they are labels.
    const LIMIT: u64 = 1_000_000_000_000_000_000;
    let mut mantissa = 0u64;
    let mut decimals = 0;
    for (offset, character) in slice[start..end].char_indices() {
        if let Some(digit) = digit(character) {
            if mantissa >= LIMIT {
                mantissa %= LIMIT / 10;
            }
            mantissa = mantissa * 10 + digit;
            decimals += i16::from(point.is_some_and(|point| start + offset >= point));
        }
    }
    Value::new(mantissa, -decimals)
}

/// The hour of a time of no minutes, as it is also written: 15:00, 15 Uhr.
fn full_hour(time: Value) -> Option<Value> {
    let time = time.integer()?;
    (time >= 100 && time.is_multiple_of(100)).then(|| Value::new(time / 100, 0))
}

/// `10.30` as a clock time.
fn clock_time(text: &str) -> Option<Value> {
    let (hour, minute) = text.split_once(['.', '・'])?;
    let shaped = digits(hour).0 == hour.len()
        && (1..=2).contains(&digits(hour).1)
        && digits(minute) == (minute.len(), 2);
    let time = whole(text, 0, text.len());
    (shaped && time < 2400 && time % 100 < 60).then(|| Value::new(time, 0))
}

fn whole(slice: &str, start: usize, end: usize) -> u64 {
    slice[start..end]
        .chars()
        .filter_map(digit)
        .fold(0, |number, digit| (number % 100_000_000) * 10 + digit)
}

/// Bytes and number of the digits that a text starts with.
fn digits(text: &str) -> (usize, usize) {
    let mut bytes = 0;
    let mut count = 0;
    for character in text.chars().take_while(|character| is_digit(*character)) {
        bytes += character.len_utf8();
        count += 1;
    }
    (bytes, count)
}

fn char_at(text: &str, at: usize) -> char {
    text[at..].chars().next().unwrap_or(' ')
}

fn is_digit(character: char) -> bool {
    digit(character).is_some()
}

/// The worth of a decimal digit of any script.
pub fn digit_worth(character: char) -> Option<u32> {
    digit(character).map(|digit| digit as u32)
}

/// The worth of a decimal digit of any script.
fn digit(character: char) -> Option<u64> {
    if character.is_ascii() {
        return character.to_digit(10).map(u64::from);
    }
    // Nothing between: letters below the Arabic digits, circled digits and the like, CJK, Hangul;
    // in the blocks of India digits stand at one place, and Thai letters before the digits.
    if matches!(character, ..'\u{660}' | '\u{2000}'..'\u{a620}' | '\u{ac00}'..'\u{ff10}')
        || (matches!(character, '\u{900}'..='\u{dff}')
            && !(0x66..0x70).contains(&(character as u32 & 0x7f)))
        || matches!(character, 'ก'..='๏')
        || !character.is_numeric()
    {
        return None;
    }
    match any_ascii_char(character).as_bytes() {
        [digit @ b'0'..=b'9'] => Some(u64::from(digit - b'0')),
        _ => None,
    }
}

fn is_zero(character: char) -> bool {
    digit(character) == Some(0)
}

fn fraction(character: char) -> Option<Value> {
    let (mantissa, exponent) = match character {
        '½' => (5, -1),
        '¼' => (25, -2),
        '¾' => (75, -2),
        '⅛' => (125, -3),
        '⅜' => (375, -3),
        '⅝' => (625, -3),
        '⅞' => (875, -3),
        _ => return None,
    };
    Some(Value::new(mantissa, exponent))
}

fn is_han_numeral(character: char) -> bool {
    han_digit(character).is_some() || han_unit(character).is_some()
}

/// What one Han character is worth as a number.
pub(super) fn han_worth(character: char) -> Option<u64> {
    han_digit(character).or_else(|| han_unit(character))
}

fn han_digit(character: char) -> Option<u64> {
    Some(match character {
        '〇' | '零' => 0,
        '一' => 1,
        '二' | '两' | '兩' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn han_unit(character: char) -> Option<u64> {
    match character {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        '万' | '萬' => Some(10_000),
        '亿' | '億' => Some(100_000_000),
        '兆' => Some(1_000_000_000_000),
        _ => None,
    }
}

/// The worth of a well-formed number in Han digits with at least one unit (二十三, 三千, 十五), or
/// of the four digits of a year. Single characters and what may be a word (千万, 万一, 十) are none.
fn han_value(numeral: &str, year: bool) -> Option<u64> {
    let count = numeral.chars().count();
    if numeral.chars().all(|numeral| han_digit(numeral).is_some()) {
        return (year && count == 4).then(|| {
            numeral
                .chars()
                .filter_map(han_digit)
                .fold(0, |year, digit| year * 10 + digit)
        });
    }
    let mut characters = numeral.chars().peekable();
    if count < 2
        || (characters
            .peek()
            .is_some_and(|first| han_unit(*first).is_some())
            && !numeral.starts_with('十'))
    {
        return None;
    }
    let (mut total, mut section, mut current) = (0u64, 0u64, None);
    let mut last_unit = u64::MAX;
    let mut last_large = u64::MAX;
    for character in characters {
        if let Some(digit) = han_digit(character) {
            if digit == 0 {
                continue;
            }
            if current.is_some() {
                return None;
            }
            current = Some(digit);
            continue;
        }
        let unit = han_unit(character)?;
        if unit < 10_000 {
            if unit >= last_unit || (current.is_none() && (unit != 10 || section > 0)) {
                return None;
            }
            section += current.take().unwrap_or(1) * unit;
            last_unit = unit;
        } else {
            let part = section + current.take().unwrap_or(0);
            if part == 0 || unit >= last_large {
                return None;
            }
            total += part * unit;
            section = 0;
            last_unit = u64::MAX;
            last_large = unit;
        }
    }
    Some(total + section + current.unwrap_or(0))
}

/// Bytes of what may stand between digits and the word that counts with them.
fn gap(rest: &str) -> usize {
    match rest.chars().next() {
        Some(space) if is_space(space) => {
            let second = rest[space.len_utf8()..].chars().next();
            space.len_utf8() + second.filter(|c| is_space(*c)).map_or(0, char::len_utf8)
        }
        Some(hyphen) if is_hyphen(hyphen) => hyphen.len_utf8(),
        _ => 0,
    }
}

fn letters_after(text: &str) -> &str {
    let end = text
        .find(|character: char| !is_word(character))
        .unwrap_or(text.len());
    &text[..end]
}

fn letters_before(text: &str) -> &str {
    text.rfind(|character: char| !is_word(character))
        .map_or(text, |last| &text[last + char_at(text, last).len_utf8()..])
}

/// The Cyrillic letter that a Latin one is written for.
fn look_alike(latin: char) -> char {
    match latin {
        'a' => 'а',
        'c' => 'с',
        'e' => 'е',
        'i' => 'і',
        'j' => 'ј',
        'o' => 'о',
        'p' => 'р',
        'x' => 'х',
        _ => latin,
    }
}

/// A letter of one code point with a nukta, as the tables have it: in two.
fn dotted(letter: char) -> (char, Option<char>) {
    match letter {
        '\u{958}' => ('\u{915}', Some('\u{93c}')),
        '\u{959}' => ('\u{916}', Some('\u{93c}')),
        '\u{95a}' => ('\u{917}', Some('\u{93c}')),
        '\u{95b}' => ('\u{91c}', Some('\u{93c}')),
        '\u{95c}' => ('\u{921}', Some('\u{93c}')),
        '\u{95d}' => ('\u{922}', Some('\u{93c}')),
        '\u{95e}' => ('\u{92b}', Some('\u{93c}')),
        '\u{9dc}' => ('\u{9a1}', Some('\u{9bc}')),
        '\u{9dd}' => ('\u{9a2}', Some('\u{9bc}')),
        '\u{9df}' => ('\u{9af}', Some('\u{9bc}')),
        _ => (letter, None),
    }
}

/// A letter or what is written on it.
fn is_word(character: char) -> bool {
    character.is_alphabetic() || (!character.is_ascii() && is_combining_mark(character))
}

/// A letter of a script with case.
fn is_cased(character: char) -> bool {
    character.is_uppercase() || character.is_lowercase()
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '‑' | '−' | '‐')
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// What stands between digits and their unit for some more.
fn is_some_more(character: char) -> bool {
    matches!(character, '多' | '余' | '餘' | '几' | '幾' | '数' | '여')
}

fn is_percent_sign(character: char) -> bool {
    matches!(character, '%' | '٪' | '％' | '﹪')
}

fn is_decimal(character: char) -> bool {
    matches!(character, '.' | ',' | '٫')
}

fn is_currency(character: char) -> bool {
    matches!(
        character,
        '$' | '€'
            | '£'
            | '¥'
            | '￥'
            | '₹'
            | '₽'
            | '₩'
            | '₪'
            | '₺'
            | '₴'
            | '₫'
            | '฿'
            | '￡'
            | '＄'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(value: Value) -> String {
        let sign = if value.negative { "-" } else { "" };
        let digits = value.mantissa.to_string();
        match value.exponent {
            0.. => format!("{sign}{digits}{}", "0".repeat(value.exponent as usize)),
            _ => {
                let places = usize::from(value.exponent.unsigned_abs());
                let digits = format!("{digits:0>width$}", width = places + 1);
                let (whole, part) = digits.split_at(digits.len() - places);
                format!("{sign}{whole}.{part}")
            }
        }
    }

    fn numbers(lang: &str, text: &str) -> Vec<Number> {
        let lang: Lang = lang.parse().expect("a tag");
        let mut numbers = Vec::new();
        Numbers::new(lang).add(text, Span::new(0, text.len()), &mut numbers);
        numbers
    }

    fn read(lang: &str, text: &str) -> String {
        let list: Vec<_> = numbers(lang, text)
            .iter()
            .map(|number| {
                let other = number
                    .other
                    .map_or(String::new(), |other| format!("~{}", decimal(other)));
                let kind = match number.kind {
                    NumberKind::Plain => "",
                    NumberKind::Percent => "%",
                    NumberKind::Ordinal => "o",
                    NumberKind::Time => "t",
                    NumberKind::Date => "d",
                    NumberKind::Code => "c",
                };
                format!("{}{other}{kind}", decimal(number.value))
            })
            .collect();
        list.join(" ")
    }

    #[test]
    fn values() {
        let mut failures = Vec::new();
        for (lang, text, expected) in [
            (
                "ko",
                "3천5백만, 1억 4천 2백만 명, 37만 5,000달러",
                "35000000 142000000 375000",
            ),
            ("ja", "2千万、1億2千万、3万5", "20000000 120000000 30005"),
            ("zh", "去年 10 月 1 日", "10d 1"),
            (
                "zh",
                "15多万吨，250余万，3 万亿美元",
                "150000 2500000 3000000000000",
            ),
            (
                "ja",
                "1 万 6 千人、９８・２４ポイント、１万０３６３・１８、10・11月",
                "16000 98.24% 10363.18 10 11d",
            ),
            ("fa", "½14-½13", "14.5 13.5"),
            ("fi", "50-100 millimetriä", "50 100"),
            ("en", "7:00 p.m., 15:00", "1900~19t 1500~15t"),
            ("de", "13.00 Uhr", "1300~13t"),
            ("pt", "10 000 pessoas", "10000"),
            ("nb", "en 11 millioners avtale", "11000000"),
            // Separators.
            ("en", "1,234 or 1.234", "1234~1.234 1.234~1234"),
            ("de", "1,234 oder 1.234", "1.234~1234 1234~1.234"),
            (
                "fr",
                "1 234,5 et 12\u{202f}345 et 1.234",
                "1234.5 12345 1234~1.234",
            ),
            ("en", "1,234,567.89", "1234567.89"),
            ("es", "1.234.567,89", "1234567.89"),
            ("de-CH", "12'345.60 Franken", "12345.6"),
            ("hi", "12,34,567 रुपये", "1234567"),
            ("en-IN", "Rs 1,00,00,000", "10000000"),
            ("ar", "١٬٢٣٤٫٥ و٢٠١٨", "1234.5 2018d"),
            ("fa", "۳٫۵ درصد", "3.5%"),
            ("hi", "१२३", "123"),
            ("bn", "২০১৮ সালে ৪৫%", "2018d 45%"),
            ("en", "0.123 and 3, 4 or 1,2,3", "0.123 3 4 1 2 3"),
            ("ru", "5 300 человек", "5300"),
            ("en", "in 2018 300 people", "2018d 300"),
            ("en", "1½ cups, ¾ full", "1.5 0.75"),
            // Scale words.
            ("en", "$240bn, £5m and 5m", "240000000000 5000000 5~5000000"),
            (
                "en",
                "a 3.5-million-dollar house; 2 million 300 thousand",
                "3500000 2300000",
            ),
            (
                "en",
                "20 thousand million; 3 lakh crore",
                "20000000000 3000000000000",
            ),
            (
                "de",
                "1,5 Milliarden, 3 Mio. Euro, 10 Millionäre",
                "1500000000 3000000 10",
            ),
            (
                "fr",
                "2 mille, 3,5 milliards d’euros, 12 M€",
                "2000 3500000000 12000000",
            ),
            ("es", "240 mil millones y 30 mil", "240000000000 30000"),
            ("pt-BR", "1,5 bilhão", "1500000000"),
            (
                "pt-PT",
                "1,5 biliões; 3 mil milhões",
                "1500000000000 3000000000",
            ),
            ("ru", "1 млн 200 тыс. рублей, 5 миллионеров", "1200000 5"),
            ("pl", "45 tysięcy, 2,5 mld zł", "45000 2500000000"),
            ("cs", "3 miliony, 20 milionů", "3000000 20000000"),
            ("fi", "15 miljoonaa, 3 miljardin", "15000000 3000000000"),
            (
                "hu",
                "30 ezer forint, 5 milliós, 3 milliomos",
                "30000 5000000 3",
            ),
            ("tr", "1 milyon 200 bin kişi, 5 bina", "1200000 5"),
            (
                "el",
                "3,5 δισεκατομμύρια και 20 εκατ. ευρώ",
                "3500000000 20000000",
            ),
            ("ro", "20 de milioane", "20000000"),
            (
                "ja",
                "3万2000人、1億2,000万円、3.5兆",
                "32000 120000000 3500000000000",
            ),
            ("zh", "240亿美元，3万2千，10千克", "24000000000 32000 10"),
            (
                "ko",
                "1조 2천억 원, 5만 3천 명, 제3조",
                "1200000000000 53000 3o",
            ),
            ("th", "5 ล้านคน 3 พันล้าน 5 พันธุ์", "5000000 3000000000 5"),
            (
                "vi",
                "3 triệu, 20 nghìn tỷ đồng, tháng 9",
                "3000000 20000000000000 9d",
            ),
            ("ar", "240 مليار دولار و5 آلاف", "240000000000 5000"),
            ("he", "240 מיליארד, ב-2018 כ-5%", "240000000000 2018d 5%"),
            ("fa", "۲۴۰ میلیارد", "240000000000"),
            (
                "ms",
                "$37 billion, 3.6bn, 5 bilion",
                "37000000000 3600000000 5000000000",
            ),
            ("ur", "37$ بلین، 4،700 ٹویٹس", "37000000000 4700"),
            ("sr", "2,25 милиjaрди", "2250000000"),
            ("zh", "02：30", "230t"),
            ("ur", "5 کروڑ 20 لاکھ", "52000000"),
            ("hi", "3 लाख 20 हज़ार", "320000"),
            ("bn", "৩ কোটি ২০ লাখ", "32000000"),
            ("bn", "৩ মিলি\u{9df}ন", "3000000"),
            ("ta", "5 மில்லியன் மக்கள்", "5000000"),
            ("id", "1,5 juta", "1500000"),
            ("ms", "1.5 bilion", "1500000000"),
            ("sw", "dola milioni 240 na elfu 30", "240000000 30000"),
            ("zu", "izigidi ezingu-240", "240000000"),
            // Han digits.
            (
                "zh",
                "二十三人，三千五百万，十分，千万不要，万一，一九九八年",
                "23 35000000 1998d",
            ),
            ("zh", "百分之三十，三分之一，第二十三，几十万", "30% 23o"),
            ("ja", "二十三人、一人、十五日", "23 15"),
            // Percent and ordinals.
            ("en", "5 per cent, 4.5%, 3 percentage points", "5% 4.5% 3%"),
            ("tr", "%5 ve yüzde 12", "5% 12%"),
            ("sw", "asilimia 45", "45%"),
            ("th", "ร้อยละ 45", "45%"),
            ("fr", "12 pour cent, 3 %", "12% 3%"),
            ("el", "5 τοις εκατό", "5%"),
            ("en", "4th and 21st", "4o 21o"),
            ("de", "am 4. Mai um 22 Uhr", "4o 22"),
            ("ru", "4-й и 1990-е годы", "4o 1990o"),
            ("es", "el 4º", "4o"),
            ("zh", "第4届", "4o"),
            // Clock and calendar.
            (
                "en",
                "10:30, 10:30 p.m., 3pm, 5:15:07",
                "1030t 2230~1030t 15~3t 51507t",
            ),
            ("fr", "10h30 et 22 h 30", "1030t 2230t"),
            ("de", "10.30 Uhr, 10.30", "1030t 10.3~1030"),
            ("en", "at 10.30pm for $10.30", "2230~1030t 10.3"),
            ("de", "24.11.2026", "20261124d"),
            (
                "en",
                "2026-11-24, 11/24/2026, 3/4/2026",
                "20261124d 20261124d 20260304~20260403d",
            ),
            ("en-GB", "3/4/2026", "20260403~20260304d"),
            ("zh", "2018年9月24日，10 月 1 日", "2018d 9d 24 10d 1"),
            ("th", "พ.ศ. 2561", "2561~2018d"),
            // Signs and ranges.
            (
                "en",
                "-5 to −3.5, 1–3, 1990-2000, 3:1",
                "-5 -3.5 1 3 1990d 2000d 3 1",
            ),
            // Labels.
            (
                "en",
                "B-52, A380, version 1.2.3, 192.168.0.1, 5G",
                "52c 380c 123c 19216801c 5c",
            ),
            (
                "en",
                "+44 20 7946 0958, 555-123-4567, 007",
                "442079460958c 5551234567c 7c",
            ),
            ("ja", "警察859-292-3680まで", "8592923680c"),
            ("ru", "Ту-154 и С-400, под-20", "154c 400c 20"),
            ("en", "mid-2018 COVID-19", "2018d 19c"),
            ("en", "XIV and Mr. I", ""),
        ] {
            let found = read(lang, text);
            if found != expected {
                failures.push(format!(
                    "{lang}: {text}\n  found    {found}\n  expected {expected}"
                ));
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }

    #[test]
    fn spans_hold_digits_sign_and_scale() {
        let text = "rose -1.5 million, or 12% of $240bn";
        let spans: Vec<_> = numbers("en", text)
            .iter()
            .map(|number| number.span.of(text))
            .collect();
        assert_eq!(spans, ["-1.5 million", "12", "240bn"]);
    }

    #[test]
    fn long_digits_keep_their_end() {
        assert_eq!(
            read("en", "123456789012345678901234567890"),
            "345678901234567890c".trim_start_matches('0')
        );
    }
}

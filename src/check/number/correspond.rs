//! Which numbers of a bead are worth the same on both sides, and what is left over.

use std::cell::OnceCell;

use crate::annotate::{self, Spelled};
use crate::check::Pair;
use crate::data::counting::counting;
use crate::data::spelled;
use crate::data::units::{self, Measure, UNITS, Unit};
use crate::text::{Confidence, Lang, Notes, Number, NumberKind, Side, Span, Value, Word};

/// More numbers than this in a bead are a table, which is not compared number by number.
const MANY: usize = 48;

/// The numbers of a bead.
#[derive(Debug, Default)]
pub struct Correspondence {
    /// Of the source, and what the target most likely has for it.
    pub changed: Vec<Change>,
    /// Of the source, without a counterpart.
    pub lost: Vec<(Number, Confidence)>,
    /// Of the target, without a counterpart.
    pub added: Vec<(Number, Confidence)>,
    /// The same number of another unit.
    pub units: Vec<Other>,
    /// The same number of another currency.
    pub currencies: Vec<Other>,
    /// Percent that became percentage points, or the reverse.
    pub points: Vec<Other>,
}

/// The same number of something else.
#[derive(Debug, Clone, Copy)]
pub struct Other {
    /// In the source.
    pub source: Number,
    /// In the target.
    pub target: Number,
    /// Of what, on both sides.
    pub names: (&'static str, &'static str),
    /// How sure.
    pub confidence: Confidence,
}

/// A number that is another one in the translation.
#[derive(Debug, Clone, Copy)]
pub struct Change {
    /// In the source.
    pub source: Number,
    /// In the target.
    pub target: Number,
    /// How sure.
    pub confidence: Confidence,
    /// One is the other to fewer digits.
    pub rounded: bool,
}

/// The correspondence of a bead, computed by the first check that asks.
pub fn of<'a>(pair: &Pair<'a>) -> &'a Correspondence {
    pair.memo.numbers.get_or_init(|| compare(pair))
}

/// One side of a bead while it is compared.
struct Half<'a> {
    text: &'a str,
    lang: Lang,
    span: Span,
    notes: &'a [Notes],
    numbers: Vec<Number>,
    /// Which have found their counterpart.
    met: Vec<bool>,
    words: OnceCell<Vec<Word>>,
    spelled: OnceCell<Vec<Spelled>>,
    months: OnceCell<Vec<(Span, u8)>>,
}

impl<'a> Half<'a> {
    fn new(side: &'a Side, span: Span, notes: &'a [Notes]) -> Self {
        let numbers: Vec<Number> = notes
            .iter()
            .flat_map(|notes| notes.numbers.iter().copied())
            .collect();
        Half {
            text: &side.document.text,
            lang: side.document.lang,
            span,
            notes,
            met: vec![false; numbers.len()],
            numbers,
            words: OnceCell::new(),
            spelled: OnceCell::new(),
            months: OnceCell::new(),
        }
    }

    fn left(&self) -> Vec<usize> {
        (0..self.numbers.len())
            .filter(|index| !self.met[*index])
            .collect()
    }

    fn words(&self) -> &[Word] {
        self.words.get_or_init(|| {
            self.notes
                .iter()
                .flat_map(|notes| notes.words.iter().copied())
                .collect()
        })
    }

    fn spelled(&self) -> &[Spelled] {
        self.spelled
            .get_or_init(|| annotate::spelled(self.text, self.words(), self.span, self.lang))
    }

    fn months(&self) -> &[(Span, u8)] {
        self.months
            .get_or_init(|| annotate::months(self.text, self.words(), self.span, self.lang))
    }

    fn before(&self, number: &Number) -> &'a str {
        &self.text[self.span.start as usize..number.span.start as usize]
    }

    fn after(&self, number: &Number) -> &'a str {
        &self.text[number.span.end as usize..self.span.end as usize]
    }

    /// The unit of a number; in a range it stands after the second.
    fn unit(&self, index: usize) -> Option<&'static Unit> {
        let names = units::units(self.lang)?;
        let mut index = index;
        // A pound is also a currency.
        if self.currency(&self.numbers[index]).is_some() {
            return None;
        }
        if counting(self.lang).unit_first
            && let Some(unit) = self.unit_before(index)
        {
            return Some(unit);
        }
        loop {
            let number = &self.numbers[index];
            let after = self.after(number).trim_start_matches(SPACES);
            if let Some((unit, length)) = names.at(after)
                && is_clear(&after[..length])
            {
                return Some(unit);
            }
            let next = self.numbers.get(index + 1)?;
            let between = &self.text[number.span.end as usize..next.span.start as usize];
            if between.len() > 12 || between.split_whitespace().count() > 1 {
                break;
            }
            index += 1;
        }
        self.unit_before(index)
    }

    /// The unit in the word before a number.
    fn unit_before(&self, index: usize) -> Option<&'static Unit> {
        let before = self.before(&self.numbers[index]).trim_end();
        let word = before.rsplit(char::is_whitespace).next()?;
        units::units(self.lang)?
            .at(word)
            .filter(|(_, length)| *length == word.len())
            .map(|(unit, _)| unit)
    }

    /// The unit right behind a number, by a name that is nothing else.
    fn unit_beside(&self, index: usize) -> Option<&'static Unit> {
        let number = &self.numbers[index];
        if counting(self.lang).unit_first {
            return self.unit_before(index);
        }
        let after = self.after(number);
        if !after.starts_with(SPACES) && !after.starts_with(char::is_alphabetic) {
            return None;
        }
        let after = after.trim_start_matches(SPACES);
        let (unit, length) = units::units(self.lang)?.at(after)?;
        (is_clear(&after[..length]) && length > 1).then_some(unit)
    }

    /// The currency beside a number.
    fn currency(&self, number: &Number) -> Option<&'static str> {
        let before = self.before(number).trim_end();
        let after = self.after(number).trim_start_matches(SPACES);
        units::currency_before(before).or_else(|| units::currency_after(after))
    }

    /// Whether a number is the one beside it in another unit or currency: 300 km (180 miles).
    fn aside(&self, index: usize) -> bool {
        let number = &self.numbers[index];
        let open = |number: &Number| {
            let before = self.before(number);
            let inside = before.rfind(['(', '（']) > before.rfind([')', '）']);
            inside
                && before
                    .rfind(['(', '（'])
                    .is_some_and(|at| before.len() - at <= 30)
        };
        let neighbours = [
            index.checked_sub(2),
            index.checked_sub(1),
            Some(index + 1),
            Some(index + 2),
        ];
        neighbours.into_iter().flatten().any(|beside| {
            let Some(other) = self.numbers.get(beside).filter(|_| self.met[beside]) else {
                return false;
            };
            let (first, second) = (number.span.min(other.span), number.span.max(other.span));
            let near = second.start - first.end <= 40;
            if !near {
                return false;
            }
            let bracket = open(number) || open(other);
            if bracket && self.currency(number).is_some() {
                return true;
            }
            match (self.unit(index), self.unit(beside)) {
                (Some(one), Some(two)) => {
                    one != two
                        && one.measure == two.measure
                        && converted(number, Some(one), other, Some(two))
                }
                // (500 kg) explains a measure that nobody knows here.
                (Some(_), None) => open(number),
                (None, Some(two)) => bracket && converted(other, Some(two), number, None),
                (None, None) => false,
            }
        })
    }

    /// Feet and inches in metres: 6-foot-6, 5'11".
    fn height(&self, index: usize) -> Option<f64> {
        let (feet, inches) = (self.numbers.get(index)?, self.numbers.get(index + 1)?);
        let between = &self.text[feet.span.end as usize..inches.span.start as usize];
        let foot = between.len() <= 2 && between.starts_with(['\'', '’', '′', '´'])
            || self.unit(index).is_some_and(|unit| unit.name == "ft") && between.len() <= 12;
        let (feet, inches) = (feet.value.integer()?, inches.value.integer()?);
        (foot && inches < 12).then_some(feet as f64 * 0.3048 + inches as f64 * 0.0254)
    }

    /// Whether a number is of a height in feet and inches.
    fn in_height(&self, index: usize) -> bool {
        self.height(index).is_some()
            || index
                .checked_sub(1)
                .is_some_and(|before| self.height(before).is_some())
    }

    /// Whether a number is a quantity that the other side may have in other units.
    fn convertible(&self, index: usize, other: &Half<'_>) -> bool {
        let imperial = |half: &Half<'_>, index: usize| {
            half.unit(index)
                .is_some_and(|unit| unit.imperial && unit.measure != Measure::Time)
        };
        // Where the other side has no number left, nothing was converted.
        let open = !other.left().is_empty()
            || other
                .spelled()
                .iter()
                .any(|word| word.whole && word.value > 2);
        self.in_height(index)
            || open && imperial(self, index)
            || open
                && self
                    .unit(index)
                    .is_some_and(|unit| unit.measure != Measure::Time)
                && (0..other.numbers.len()).any(|index| imperial(other, index))
    }

    /// Whether nothing but a dash or colon stands between a number and the next: 1-0, 27–28, 6:1.
    fn joined(&self, index: usize) -> bool {
        let (Some(one), Some(two)) = (self.numbers.get(index), self.numbers.get(index + 1)) else {
            return false;
        };
        // A hyphen may have been read as a sign.
        let end = two.span.start as usize;
        let between = &self.text[one.span.end as usize..end];
        let signed = between.is_empty() && two.value.negative;
        signed || matches!(between.trim(), "-" | "–" | "—" | "‑" | "−" | ":" | "：")
    }

    /// Whether a number is half of a score whose other half has its counterpart.
    fn in_score(&self, index: usize) -> bool {
        let few = |index: usize| {
            let value = self
                .numbers
                .get(index)
                .and_then(|number| number.value.integer());
            value.is_some_and(|value| value < 200)
        };
        let beside = |next: usize| few(next) && self.met[next] && self.joined(index.min(next));
        let scored = self.numbers[index].value.mantissa > 0;
        scored && few(index) && (beside(index + 1) || index.checked_sub(1).is_some_and(beside))
    }

    /// How far into its side a number stands, from 0 to 1.
    fn place(&self, number: &Number) -> f64 {
        let length = f64::from(self.span.end - self.span.start).max(1.0);
        f64::from(number.span.start - self.span.start) / length
    }
}

fn compare(pair: &Pair<'_>) -> Correspondence {
    let any = |notes: &[Notes]| notes.iter().any(|notes| !notes.numbers.is_empty());
    let (Some(source), Some(target)) = (pair.source_span(), pair.target_span()) else {
        return Correspondence::default();
    };
    if !any(pair.source_notes()) && !any(pair.target_notes()) {
        return Correspondence::default();
    }
    let mut a = Half::new(pair.source, source, pair.source_notes());
    let mut b = Half::new(pair.target, target, pair.target_notes());
    let wordless = |half: &Half<'_>| half.notes.iter().all(|notes| notes.words.is_empty());
    if a.numbers.len().max(b.numbers.len()) > MANY || wordless(&a) || wordless(&b) {
        return Correspondence::default();
    }
    let mut found = Correspondence::default();
    let mut equal = Vec::new();
    let exact = |x: &Number, y: &Number| x.kind == y.kind && same(x, y);
    meet(&mut a, &mut b, exact, &mut equal);
    meet(&mut a, &mut b, same, &mut equal);
    for (x, y) in equal {
        if !converted_instead(&mut a, x, &mut b, y) {
            quantities(&a, x, &b, y, &mut found);
        }
    }
    if !a.met.contains(&false) && !b.met.contains(&false) {
        return found;
    }
    let langs = (a.lang, b.lang);
    let customary = |x: &Number, y: &Number| as_written(langs, x, y);
    meet(&mut a, &mut b, customary, &mut Vec::new());
    // Before the words: a small number is easily found among them.
    convert(&mut a, &mut b);
    elsewhere(&mut a, &b);
    elsewhere(&mut b, &a);
    leftover(pair, &a, &b, &mut found);
    found
}

/// Whether a number that is by chance the same as one of another unit is there converted: 10 inches
/// are the 25 cm, not the 10. Then these two belong together.
fn converted_instead(a: &mut Half<'_>, x: usize, b: &mut Half<'_>, y: usize) -> bool {
    if !b.met.contains(&false) {
        return false;
    }
    let (Some(from), Some(to)) = (a.unit(x), b.unit(y)) else {
        return false;
    };
    if from == to || from.measure != to.measure || from.measure == Measure::Time {
        return false;
    }
    let right = b.left().into_iter().find(|other| {
        let unit = b.unit(*other);
        unit.is_some() && converted(&a.numbers[x], Some(from), &b.numbers[*other], unit)
    });
    if let Some(other) = right {
        (b.met[other], b.met[y]) = (true, false);
    }
    right.is_some()
}

/// Compares what two equal numbers count.
fn quantities(a: &Half<'_>, x: usize, b: &Half<'_>, y: usize, found: &mut Correspondence) {
    let (source, target) = (a.numbers[x], b.numbers[y]);
    let other = |names: (&'static str, &'static str)| Other {
        source,
        target,
        names,
        confidence: Confidence::Medium,
    };
    if let (Some(one), Some(two)) = (a.unit_beside(x), b.unit_beside(y))
        && one.measure == two.measure
        && one != two
        // Thirty yards are thirty metres, nearly.
        && (one.factor - two.factor).abs() > 0.15 * one.factor.max(two.factor)
    {
        found.units.push(other((one.name, two.name)));
    }
    if let (Some(one), Some(two)) = (a.currency(&source), b.currency(&target))
        && one != two
        // Both are ¥ and 元.
        && !(["yen", "yuan"].contains(&one) && ["yen", "yuan"].contains(&two))
    {
        found.currencies.push(other((one, two)));
    }
    if source.kind == NumberKind::Percent || target.kind == NumberKind::Percent {
        let of = |half: &Half<'_>, number: &Number| {
            let after = half.after(number).trim_start_matches(SPACES);
            Some(match (units::points(half.lang, after)?, number.kind) {
                (true, _) => "percentage points",
                (false, NumberKind::Percent) => "percent",
                _ => return None,
            })
        };
        if let (Some(one), Some(two)) = (of(a, &source), of(b, &target))
            && one != two
        {
            found.points.push(Other {
                confidence: Confidence::Low,
                ..other((one, two))
            });
        }
    }
}

/// Whether a name of a unit is no other word: in, st and the like are.
fn is_clear(name: &str) -> bool {
    name.chars().count() > 2
        || !name.is_ascii()
        || [
            "km", "kg", "cm", "mm", "m", "g", "l", "mi", "ft", "yd", "lb", "oz",
        ]
        .iter()
        .any(|symbol| name.eq_ignore_ascii_case(symbol))
}

/// What may stand between a number and its unit.
const SPACES: [char; 5] = [' ', '\u{a0}', '\u{202f}', '-', '‑'];

/// Marks the numbers of both sides that meet.
fn meet(
    a: &mut Half<'_>,
    b: &mut Half<'_>,
    fits: impl Fn(&Number, &Number) -> bool,
    met: &mut Vec<(usize, usize)>,
) {
    for x in 0..a.numbers.len() {
        if a.met[x] {
            continue;
        }
        let free = (0..b.numbers.len()).find(|y| !b.met[*y] && fits(&a.numbers[x], &b.numbers[*y]));
        if let Some(y) = free {
            (a.met[x], b.met[y]) = (true, true);
            met.push((x, y));
        }
    }
}

fn readings(number: &Number) -> impl Iterator<Item = Value> + Clone {
    [Some(number.value), number.other]
        .into_iter()
        .flatten()
        .map(|value| Value {
            negative: false,
            ..value
        })
}

/// Worth the same in one of the readings.
fn same(a: &Number, b: &Number) -> bool {
    readings(a).any(|x| readings(b).any(|y| x == y))
}

/// Worth the same by another custom of writing: twelve hours, two digits of a year, an era.
fn as_written((source, target): (Lang, Lang), a: &Number, b: &Number) -> bool {
    readings(a).any(|x| {
        readings(b).any(|y| {
            let (Some(x), Some(y)) = (x.integer(), y.integer()) else {
                return false;
            };
            // 0200 GMT
            let clock = |number: &Number, value: u64| {
                number.kind == NumberKind::Code
                    && value < 2400
                    && number.span.end - number.span.start == 4
            };
            let time = a.kind == NumberKind::Time
                || b.kind == NumberKind::Time
                || clock(a, x)
                || clock(b, y);
            (time && same_hour(x, y))
                || short_year(x, y)
                || short_year(y, x)
                || century(x, y)
                || century(y, x)
                || (time || counting(source).dawn || counting(target).dawn)
                    && six_hours((source, target), x, y)
                || era(source, x, y)
                || era(target, y, x)
        })
    })
}

/// Hours, or hours and minutes, twelve hours apart or not.
fn same_hour(x: u64, y: u64) -> bool {
    let split = |time: u64| {
        if time < 25 {
            (time % 12, 0)
        } else {
            (time / 100 % 12, time % 100)
        }
    };
    split(x) == split(y)
}

/// 2018 and 18, 1990 and 90.
fn short_year(long: u64, short: u64) -> bool {
    (1000..2200).contains(&long) && (10..100).contains(&short) && long % 100 == short
        || (1000..2200).contains(&long) && (1..10).contains(&short) && long % 100 == short
}

/// The nineteenth century and the 1800s.
fn century(ordinal: u64, years: u64) -> bool {
    (11..=21).contains(&ordinal) && years == (ordinal - 1) * 100
}

/// Swahili counts the hours from dawn: seven o'clock is the first.
fn six_hours((source, target): (Lang, Lang), x: u64, y: u64) -> bool {
    let dawn = |lang: Lang| counting(lang).dawn;
    let hours = |time: u64| if time < 25 { time } else { time / 100 };
    let minutes = |time: u64| if time < 25 { 0 } else { time % 100 };
    dawn(source) != dawn(target) && (hours(x) + 6) % 12 == hours(y) % 12 && minutes(x) == minutes(y)
}

/// A year of the language's own era beside one of the common era.
fn era(lang: Lang, own: u64, common: u64) -> bool {
    (1800..2200).contains(&common)
        && spelled::era(lang).is_some_and(|era| {
            let shifted = |shift: &i64| own.checked_add_signed(*shift) == Some(common);
            era.years.contains(&own) && era.shifts.iter().any(shifted)
        })
}

/// Marks the numbers that the other side has in words, as months or once more.
fn elsewhere(own: &mut Half<'_>, other: &Half<'_>) {
    for index in own.left() {
        let number = own.numbers[index];
        if in_words(own, index, other) || dated(&number, other) || tenths(own, index, other) {
            own.met[index] = true;
        }
    }
}

/// Whether the other side has it in words.
fn in_words(own: &Half<'_>, index: usize, other: &Half<'_>) -> bool {
    let number = &own.numbers[index];
    // In his forties is in his fifth ten, and the fifties in Icelandic.
    let mut after = own.after(number).trim_start_matches(['\'', '’']).chars();
    let tens = after.next() == Some('s') && !after.next().is_some_and(char::is_alphanumeric);
    // The other reading of 1,000 is one, which every text has. Of a time it is the hour.
    let both = matches!(number.kind, NumberKind::Time | NumberKind::Date);
    let likely = readings(number).take(if both { 2 } else { 1 });
    likely.into_iter().any(|value| match value.integer() {
        Some(whole) => {
            let time = number.kind == NumberKind::Time;
            let hour = time.then_some(whole / 100 % 12);
            if tens && whole.is_multiple_of(10) {
                let turned = |word: &Spelled| {
                    word.value == whole % 100
                        || whole < 100 && (word.value == whole / 10 + 1 || word.value == whole + 10)
                };
                if other.spelled().iter().any(turned) {
                    return true;
                }
            }
            // vierjährig, fyraårig: what counts time is glued to its number.
            let lasts = (2..=12).contains(&whole)
                && own
                    .unit(index)
                    .is_some_and(|unit| unit.measure == Measure::Time);
            if lasts && annotate::begun(other.text, other.words(), other.lang, whole) {
                return true;
            }
            let decade = whole < 100
                && whole.is_multiple_of(10)
                && other
                    .spelled()
                    .iter()
                    .any(|word| word.value == 10 && !word.sure);
            let part = match whole {
                50 if number.kind == NumberKind::Percent => {
                    let half = |word: &Spelled| word.sure && word.value == 2;
                    if other.spelled().iter().any(half) {
                        2
                    } else {
                        30
                    }
                }
                25 | 75 if number.kind == NumberKind::Percent => 4,
                _ => u64::MAX,
            };
            other.spelled().iter().any(|word| {
                word.value == whole
                    || word.value == part
                    || decade && word.value == whole / 10
                    || (1000..2200).contains(&whole) && word.value * 100 == whole
                    || hour.is_some_and(|hour| {
                        word.value == hour
                            || word.value == whole / 100
                            || word.value == 30 && whole % 100 == 30
                    })
            })
        }
        // One and a half, three quarters.
        None => {
            let part = match (value.exponent, value.mantissa % 10, value.mantissa % 100) {
                (-1, 5, _) => 2,
                (-2, _, 25 | 75) => 4,
                _ => return false,
            };
            other.spelled().iter().any(|word| word.value == part)
        }
    })
}

/// Whether tenths are per cent on the other side: 七成, 4割.
fn tenths(own: &Half<'_>, index: usize, other: &Half<'_>) -> bool {
    let number = &own.numbers[index];
    let Some(whole) = number.value.integer() else {
        return false;
    };
    let marked = |half: &Half<'_>, end: u32| {
        let mark = counting(half.lang).tenths;
        !mark.is_empty() && half.text[end as usize..half.span.end as usize].starts_with(mark)
    };
    if marked(own, number.span.end) {
        let percent = Value::new(whole * 10, 0);
        return other.numbers.iter().any(|number| number.value == percent)
            || other.spelled().iter().any(|word| word.value == whole * 10);
    }
    number.kind == NumberKind::Percent
        && whole.is_multiple_of(10)
        && other
            .spelled()
            .iter()
            .any(|word| word.value == whole / 10 && marked(other, word.span.end))
}

/// A month that the other side names, or a date in digits whose parts it has.
fn dated(number: &Number, other: &Half<'_>) -> bool {
    let months = other.months();
    let named = |month: u64| months.iter().any(|(_, name)| u64::from(*name) == month);
    let has = |part: u64| {
        other
            .numbers
            .iter()
            .any(|number| readings(number).any(|value| value.integer() == Some(part)))
            || other.spelled().iter().any(|word| word.value == part)
    };
    readings(number).any(|value| {
        let Some(whole) = value.integer() else {
            return false;
        };
        if (1..=12).contains(&whole) && named(whole) {
            return true;
        }
        let (year, month, day) = (whole / 10_000, whole / 100 % 100, whole % 100);
        number.kind == NumberKind::Date
            && whole > 1_000_000
            && has(day)
            && (named(month) || has(month))
            && (has(year) || has(year % 100))
    })
}

/// Pairs what is left over, and judges it.
fn leftover(pair: &Pair<'_>, a: &Half<'_>, b: &Half<'_>, found: &mut Correspondence) {
    let mut left = (a.left(), b.left());
    // Parts of a date in digits on the other side.
    for (own, other, list) in [(a, b, &mut left.0), (b, a, &mut left.1)] {
        // And times whose hour and minutes stand apart there.
        list.retain(|index| {
            let number = own.numbers[*index];
            number.kind != NumberKind::Time || !taken_apart(&number, other)
        });
        list.retain(|index| {
            let number = own.numbers[*index];
            !other.numbers.iter().any(|whole| match whole.kind {
                NumberKind::Date => part_of_date(&number, whole) || of_decade(&number, whole),
                NumberKind::Time => part_of_time(&number, whole),
                NumberKind::Code => part_of_code(own, &number, other, whole),
                _ => false,
            })
        });
    }
    let (mut sources, mut targets) = left;
    let mut candidates: Vec<(u32, usize, usize)> = Vec::new();
    for &x in &sources {
        for &y in &targets {
            let (one, two) = (&a.numbers[x], &b.numbers[y]);
            if let Some(cost) = distance(one, two, a.place(one), b.place(two)) {
                candidates.push((cost, x, y));
            }
        }
    }
    candidates.sort_unstable();
    let crowd = sources.len().max(targets.len());
    for (_, x, y) in candidates {
        if !sources.contains(&x) || !targets.contains(&y) {
            continue;
        }
        sources.retain(|index| *index != x);
        targets.retain(|index| *index != y);
        let (source, target) = (a.numbers[x], b.numbers[y]);
        let rounded = rounded(&source, &target);
        let systems = match (a.unit(x), b.unit(y)) {
            // Known on both sides, it was converted wrongly.
            (Some(_), Some(_)) => false,
            (Some(unit), None) => unit.imperial && about(&source, unit, &target),
            (None, Some(unit)) => unit.imperial && about(&target, unit, &source),
            (None, None) => false,
        };
        let money = match (a.currency(&source), b.currency(&target)) {
            (Some(one), Some(two)) => one != two,
            _ => false,
        };
        let tall = a.in_height(x) || b.in_height(y);
        let confidence = if rounded || systems || money || tall || crowd > 6 {
            Confidence::Low
        } else {
            Confidence::Medium
        };
        found.changed.push(Change {
            source,
            target,
            confidence,
            rounded,
        });
    }
    reworded(a, b, &mut sources, false, found);
    reworded(b, a, &mut targets, true, found);
    found.changed.sort_by_key(|change| change.target.span);
    for (own, other, list, out) in [
        (a, b, sources, &mut found.lost),
        (b, a, targets, &mut found.added),
    ] {
        let most = list.len() > 3 && list.len() * 2 > own.numbers.len();
        for index in list {
            let number = own.numbers[index];
            // Said once more.
            if other.numbers.iter().any(|other| same(other, &number)) {
                continue;
            }
            let confidence = if most || beyond(pair, own, &number) {
                Confidence::Low
            } else {
                missing(own, other, index)
            };
            out.push((number, confidence));
        }
    }
}

/// Marks quantities that were converted into another unit.
fn convert(a: &mut Half<'_>, b: &mut Half<'_>) {
    heights(a, b);
    heights(b, a);
    let (left, right) = (a.left(), b.left());
    let units = |half: &Half<'_>, left: &[usize]| -> Vec<Option<&'static Unit>> {
        left.iter().map(|index| half.unit(*index)).collect()
    };
    for index in a.left() {
        a.met[index] = a
            .unit(index)
            .is_some_and(|unit| converted_words(&a.numbers[index], unit, b));
    }
    for index in b.left() {
        b.met[index] = b
            .unit(index)
            .is_some_and(|unit| converted_words(&b.numbers[index], unit, a));
    }
    let (of_a, of_b) = (units(a, &left), units(b, &right));
    for (&x, from) in left.iter().zip(&of_a) {
        for (&y, to) in right.iter().zip(&of_b) {
            if a.met[x] || b.met[y] {
                continue;
            }
            if converted(&a.numbers[x], *from, &b.numbers[y], *to) {
                (a.met[x], b.met[y]) = (true, true);
            }
        }
    }
    ranges(a, b);
    ranges(b, a);
}

/// Marks the other end of a range that was converted: 27–28 metres for 30 yards.
fn ranges(own: &mut Half<'_>, other: &Half<'_>) {
    for index in own.left() {
        let beside = |next: Option<usize>| {
            next.filter(|next| own.met.get(*next) == Some(&true))
                .is_some_and(|next| own.joined(index.min(next)))
        };
        if !beside(index.checked_sub(1)) && !beside(Some(index + 1)) {
            continue;
        }
        let unit = own.unit(index);
        own.met[index] = unit.is_some()
            && (0..other.numbers.len()).any(|from| {
                let of = other.unit(from);
                of.is_some() && converted(&own.numbers[index], unit, &other.numbers[from], of)
            });
    }
}

/// Whether the other side has a quantity in words and in another unit.
fn converted_words(number: &Number, unit: &Unit, other: &Half<'_>) -> bool {
    let Some(names) = units::units(other.lang) else {
        return false;
    };
    other
        .spelled()
        .iter()
        .filter(|word| word.whole)
        .any(|word| {
            let rest = &other.text[word.span.end as usize..other.span.end as usize];
            let spelled = Number {
                span: word.span,
                value: Value::new(word.value, 0),
                other: None,
                kind: NumberKind::Plain,
            };
            names
                .at(rest.trim_start_matches([' ', '\u{a0}', '-']))
                .is_some_and(|(to, _)| converted(number, Some(unit), &spelled, Some(to)))
        })
}

/// Marks feet and inches that are metres or centimetres on the other side.
fn heights(a: &mut Half<'_>, b: &mut Half<'_>) {
    for x in a.left() {
        let Some(height) = a.height(x) else {
            continue;
        };
        for y in b.left() {
            let near = readings(&b.numbers[y]).any(|value| {
                let value = float(value);
                (value - height).abs() < 0.03 || (value - 100.0 * height).abs() < 3.0
            });
            if near {
                (a.met[x], a.met[x + 1], b.met[y]) = (true, true, true);
                break;
            }
        }
    }
}

/// Whether one quantity is the other in another unit, as exactly as translators convert.
fn converted(a: &Number, from: Option<&Unit>, b: &Number, to: Option<&Unit>) -> bool {
    let near = |x: f64, y: f64, step: f64, tolerance: f64| {
        (x - y).abs() <= (tolerance * x.abs().max(y.abs())).max(step * 0.6)
    };
    // Of a round number the last digit says little.
    let step = |value: Value| libm::pow(10.0, f64::from(value.exponent.min(1)));
    readings(a).any(|x| {
        readings(b).any(|y| {
            let (quantity, other) = (float(x), float(y));
            match (from, to) {
                (Some(from), Some(to)) => {
                    from != to
                        && from
                            .converted(quantity, to)
                            .is_some_and(|converted| near(converted, other, step(y), 0.12))
                }
                (Some(from), None) => UNITS.iter().any(|to| {
                    to.measure == from.measure
                        && to.imperial != from.imperial
                        && near(from.convert(quantity, to), other, 0.0, 0.04)
                }),
                (None, Some(to)) => UNITS.iter().any(|from| {
                    to.measure == from.measure
                        && to.imperial != from.imperial
                        && near(from.convert(quantity, to), other, 0.0, 0.04)
                }),
                (None, None) => false,
            }
        })
    })
}

fn float(value: Value) -> f64 {
    value.mantissa as f64 * libm::pow(10.0, f64::from(value.exponent))
}

/// Pairs what is left over in digits with a number in words that has no counterpart either.
fn reworded(
    own: &Half<'_>,
    other: &Half<'_>,
    list: &mut Vec<usize>,
    swapped: bool,
    found: &mut Correspondence,
) {
    if list.is_empty() || list.len() > 3 {
        return;
    }
    let words: Vec<Number> = other
        .spelled()
        .iter()
        .filter(|word| word.whole && word.sure && word.value > 2)
        // 打 is a dozen, and part of other words.
        .filter(|word| !counting(other.lang).open || word.span.of(other.text).chars().count() > 1)
        .filter(|word| {
            let value = Value::new(word.value, 0);
            !own.numbers
                .iter()
                .any(|number| readings(number).any(|reading| reading == value))
                && !own.spelled().iter().any(|own| own.value == word.value)
        })
        .map(|word| Number {
            span: word.span,
            value: Value::new(word.value, 0),
            other: None,
            kind: NumberKind::Plain,
        })
        .collect();
    list.retain(|index| {
        let number = own.numbers[*index];
        let alike = |word: &&Number| {
            let apart = (own.place(&number) - other.place(word)).abs();
            let size = number.value.integer().unwrap_or(0).max(1).ilog10();
            apart < 0.3 && word.value.integer().unwrap_or(1).max(1).ilog10() == size
        };
        let Some(word) = words.iter().find(alike) else {
            return true;
        };
        let (source, target) = if swapped {
            (*word, number)
        } else {
            (number, *word)
        };
        let confidence = missing(own, other, *index);
        found.changed.push(Change {
            source,
            target,
            confidence,
            rounded: false,
        });
        false
    });
}

/// Whether a number without counterpart stands in the row before or behind on the other side, where
/// its own side does not have it: a sentence was cut at another place.
fn beyond(pair: &Pair<'_>, own: &Half<'_>, number: &Number) -> bool {
    let has = |side: &Side, range: &std::ops::Range<usize>| {
        let before = range.start.checked_sub(1);
        let notes = [before, Some(range.end)];
        notes
            .into_iter()
            .flatten()
            .filter_map(|index| side.notes.get(index))
            .any(|notes| notes.numbers.iter().any(|other| same(other, number)))
    };
    let source = (pair.source, &pair.bead.source);
    let target = (pair.target, &pair.bead.target);
    let of_source = pair.source_span() == Some(own.span);
    let (here, there) = if of_source {
        (source, target)
    } else {
        (target, source)
    };
    has(there.0, there.1) && !has(here.0, here.1)
}

/// The century or the ten years of a decade: 1920s, 20. let 20. století, 3. áratugur.
fn of_decade(number: &Number, date: &Number) -> bool {
    let years = date.value.integer().unwrap_or(0);
    if !(1000..2200).contains(&years) || !years.is_multiple_of(10) {
        return false;
    }
    number.value.integer().is_some_and(|value| {
        value == years / 100 + 1
            || number.kind == NumberKind::Ordinal && value == years / 10 % 10 + 1
    })
}

/// Whether a quantity of a unit may be the other number in some unit, roughly.
fn about(number: &Number, unit: &Unit, other: &Number) -> bool {
    readings(number).any(|x| {
        readings(other).any(|y| {
            UNITS.iter().filter(|to| to.name != unit.name).any(|to| {
                unit.converted(float(x), to).is_some_and(|converted| {
                    (converted - float(y)).abs() <= 0.15 * converted.abs().max(float(y))
                })
            })
        })
    })
}

fn part_of_date(number: &Number, date: &Number) -> bool {
    readings(date).any(|date| {
        let Some(whole) = date.integer().filter(|whole| *whole > 1_000_000) else {
            return false;
        };
        readings(number).any(|value| {
            value.integer().is_some_and(|value| {
                value == whole % 100 || value == whole / 10_000 || value == whole / 100 % 100
            })
        })
    })
}

/// Hour or minutes of a clock time, minute or second of a playing time.
fn part_of_time(number: &Number, time: &Number) -> bool {
    readings(time).any(|time| {
        let Some(time) = time.integer().filter(|time| *time >= 25) else {
            return false;
        };
        readings(number).any(|value| {
            value.integer().is_some_and(|value| {
                value == time % 100 || value == time / 100 || value % 12 == time / 100 && value < 24
            })
        })
    })
}

/// Whether hour and minutes of a time stand apart on the other side.
fn taken_apart(time: &Number, other: &Half<'_>) -> bool {
    let has = |part: u64| {
        other
            .numbers
            .iter()
            .any(|number| readings(number).any(|value| value.integer() == Some(part)))
    };
    readings(time).any(|time| {
        time.integer().is_some_and(|time| {
            time >= 25 && has(time % 100) && (has(time / 100) || has(time / 100 % 12))
        })
    })
}

/// Part of a telephone number that the other side writes in one.
fn part_of_code(own: &Half<'_>, number: &Number, other: &Half<'_>, code: &Number) -> bool {
    let digits = |half: &Half<'_>, number: &Number| -> Vec<u32> {
        let slice = number.span.of(half.text);
        slice.chars().filter_map(annotate::digit).collect()
    };
    let (part, whole) = (digits(own, number), digits(other, code));
    part.len() >= 3
        && whole.len() > part.len()
        && whole.windows(part.len()).any(|window| window == part)
}

/// How unlike two numbers are that may be one changed into the other; `None` if they are not.
fn distance(a: &Number, b: &Number, place: f64, other: f64) -> Option<u32> {
    let digits = |number: &Number| {
        let value = number.value;
        f64::from(value.mantissa.max(1).ilog10()) + f64::from(value.exponent)
    };
    let size = (digits(a) - digits(b)).abs();
    let apart = (place - other).abs();
    let kind = if a.kind == b.kind { 0.0 } else { 0.5 };
    let cost = size * 0.5 + apart * 2.0 + kind;
    Some((cost * 1000.0) as u32)
}

/// Whether the target is the source to fewer digits.
fn rounded(source: &Number, target: &Number) -> bool {
    let counted = |number: &Number| {
        !matches!(
            number.kind,
            NumberKind::Date | NumberKind::Code | NumberKind::Time
        )
    };
    let digits = |value: Value| value.mantissa.max(1).ilog10();
    counted(source)
        && counted(target)
        && readings(source).any(|x| {
            readings(target).any(|y| {
                let unit = libm::pow(10.0, f64::from(y.exponent));
                digits(y) < digits(x)
                    && (float(x) - float(y)).abs() <= 0.6 * unit
                    && float(y) >= 20.0
            })
        })
}

/// How sure it is that a number without counterpart ought to have one.
fn missing(own: &Half<'_>, other: &Half<'_>, index: usize) -> Confidence {
    let number = &own.numbers[index];
    let whole = number.value.integer();
    let (before, after) = (own.before(number), own.after(number));
    let glued = before
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || c == '/')
        || after
            .chars()
            .next()
            .is_some_and(|c| c.is_alphabetic() || c == '/');
    // What idiom leaves out, but not one side of a score.
    let small = whole.is_some_and(|whole| whole < 3) && !own.in_score(index)
        || (number.kind == NumberKind::Ordinal && whole.is_some_and(|whole| whole < 4))
        || (number.kind == NumberKind::Code && whole.is_none_or(|whole| whole < 100))
        || (glued && whole.is_some_and(|whole| whole < 10));
    // Clock times of Thai and Swahili have names and other hours.
    let clock = number.kind == NumberKind::Time
        && [own.lang, other.lang]
            .iter()
            .any(|lang| counting(*lang).hours);
    // The day of the month that the Korean and Japanese press puts beside a weekday.
    let day = counting(own.lang).day_beside
        && after.starts_with(['일', '日'])
        && whole.is_some_and(|whole| (1..32).contains(&whole))
        && !annotate::weekdays(other.text, other.words(), other.span, other.lang).is_empty();
    if small || clock || day || own.aside(index) || own.convertible(index, other) {
        Confidence::Low
    } else {
        Confidence::Medium
    }
}

//! Names of units, and what they are worth.

use std::sync::OnceLock;

use super::ByLang;
use crate::text::Lang;

/// A unit of measurement.
#[derive(Debug, PartialEq)]
pub struct Unit {
    /// As `units.tsv` has it.
    pub name: &'static str,
    /// Only units that measure the same can be converted.
    pub measure: Measure,
    /// How many base units it is.
    pub factor: f64,
    /// The unit of a system that translators convert from.
    pub imperial: bool,
}

/// What a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Measure {
    Length,
    Mass,
    Temperature,
    Speed,
    Area,
    Volume,
    Time,
}

const fn unit(name: &'static str, measure: Measure, factor: f64, imperial: bool) -> Unit {
    Unit {
        name,
        measure,
        factor,
        imperial,
    }
}

/// All units, in metres, kilograms, metres a second, square metres, litres and seconds; of degrees
/// the factor is that of an interval.
pub static UNITS: &[Unit] = &[
    unit("mm", Measure::Length, 0.001, false),
    unit("cm", Measure::Length, 0.01, false),
    unit("m", Measure::Length, 1.0, false),
    unit("km", Measure::Length, 1000.0, false),
    unit("in", Measure::Length, 0.0254, true),
    unit("ft", Measure::Length, 0.3048, true),
    unit("yd", Measure::Length, 0.9144, true),
    unit("mi", Measure::Length, 1609.344, true),
    unit("nmi", Measure::Length, 1852.0, true),
    unit("smil", Measure::Length, 10_000.0, true),
    unit("li", Measure::Length, 500.0, true),
    unit("g", Measure::Mass, 0.001, false),
    unit("kg", Measure::Mass, 1.0, false),
    unit("t", Measure::Mass, 1000.0, false),
    unit("oz", Measure::Mass, 0.028_349_5, true),
    unit("lb", Measure::Mass, 0.453_592, true),
    unit("jin", Measure::Mass, 0.5, true),
    unit("st", Measure::Mass, 6.350_29, true),
    unit("C", Measure::Temperature, 1.8, false),
    unit("F", Measure::Temperature, 1.0, true),
    unit("kmh", Measure::Speed, 0.277_778, false),
    unit("mph", Measure::Speed, 0.447_04, true),
    unit("ms", Measure::Speed, 1.0, false),
    unit("kn", Measure::Speed, 0.514_444, true),
    unit("km2", Measure::Area, 1e6, false),
    unit("mi2", Measure::Area, 2.589_988e6, true),
    unit("m2", Measure::Area, 1.0, false),
    unit("ft2", Measure::Area, 0.092_903, true),
    unit("ha", Measure::Area, 1e4, false),
    unit("mu", Measure::Area, 666.667, true),
    unit("ac", Measure::Area, 4046.86, true),
    unit("l", Measure::Volume, 1.0, false),
    unit("ml", Measure::Volume, 0.001, false),
    unit("gal", Measure::Volume, 3.785_41, true),
    unit("pt", Measure::Volume, 0.473_176, true),
    unit("s", Measure::Time, 1.0, false),
    unit("min", Measure::Time, 60.0, false),
    unit("h", Measure::Time, 3600.0, false),
    unit("d", Measure::Time, 86_400.0, false),
    unit("wk", Measure::Time, 604_800.0, false),
    unit("mo", Measure::Time, 2_629_746.0, false),
    unit("y", Measure::Time, 31_556_952.0, false),
];

impl Unit {
    /// A quantity of this unit in another; miles an hour may have become kilometres.
    pub fn converted(&self, quantity: f64, to: &Unit) -> Option<f64> {
        if self.measure == to.measure {
            return Some(self.convert(quantity, to));
        }
        let way = |unit: &Unit| match unit.name {
            "mph" => Some(1609.344),
            "kmh" => Some(1000.0),
            "kn" => Some(1852.0),
            _ => (unit.measure == Measure::Length).then_some(unit.factor),
        };
        let speed = [self, to].iter().any(|unit| unit.measure == Measure::Speed);
        speed
            .then(|| Some(quantity * way(self)? / way(to)?))
            .flatten()
    }

    /// A quantity of this unit in another that measures the same.
    pub fn convert(&self, quantity: f64, to: &Unit) -> f64 {
        match (self.name, to.name) {
            ("C", "F") => quantity * 1.8 + 32.0,
            ("F", "C") => (quantity - 32.0) / 1.8,
            _ => quantity * self.factor / to.factor,
        }
    }
}

/// Names of units in one language.
#[derive(Debug)]
pub struct UnitNames {
    /// Lower-case, sorted.
    forms: Vec<(String, &'static Unit)>,
    /// Words follow each other without spaces.
    open: bool,
}

impl UnitNames {
    fn new(row: &[&'static str]) -> Self {
        let mut forms = Vec::new();
        for cell in row {
            let mut words = cell.split(' ');
            let name = words.next().unwrap_or_default();
            let Some(unit) = UNITS.iter().find(|unit| unit.name == name) else {
                continue;
            };
            forms.extend(words.map(|word| (word.replace('_', " "), unit)));
        }
        forms.sort_by(|a, b| a.0.cmp(&b.0));
        UnitNames { forms, open: false }
    }

    /// The unit that a text begins with, and how many bytes name it. A long name may be inflected.
    pub fn at(&self, text: &str) -> Option<(&'static Unit, usize)> {
        let first = text.chars().next()?.to_lowercase().next()?;
        let start = self
            .forms
            .partition_point(|(form, _)| form.chars().next() < Some(first));
        self.forms[start..]
            .iter()
            .take_while(|(form, _)| form.starts_with(first))
            .filter_map(|(form, unit)| Some((*unit, self.begins(text, form)?)))
            .max_by_key(|(_, length)| *length)
    }

    /// Bytes of a text that are the form, letter case aside.
    fn begins(&self, text: &str, form: &str) -> Option<usize> {
        let mut rest = text.chars();
        let mut length = 0;
        for expected in form.chars() {
            let found = rest.next()?;
            let space = expected == ' ' && (found.is_whitespace() || found == '-');
            if !space && found != expected && !found.to_lowercase().eq(std::iter::once(expected)) {
                return None;
            }
            length += found.len_utf8();
        }
        let letters = rest
            .take_while(|c| c.is_alphanumeric() || *c == '²' || *c == '/')
            .count();
        let endings = match form.chars().count() {
            _ if self.open => usize::MAX,
            ..4 => 0,
            4 => 2,
            _ => 4,
        };
        (letters <= endings).then_some(length)
    }
}

/// Names of units of a language.
pub fn units(lang: Lang) -> Option<&'static UnitNames> {
    static TABLE: OnceLock<ByLang<UnitNames>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let table = ByLang::new(include_str!("units.tsv"), UnitNames::new);
        ByLang::from_rows(table.into_rows().map(|(lang, names)| {
            let names = UnitNames {
                open: super::counting::counting(lang).open,
                ..names
            };
            (lang, names)
        }))
    });
    table.get(lang)
}

/// The currency that a text begins with, as a message calls it.
pub fn currency_after(text: &str) -> Option<&'static str> {
    static BETWEEN: OnceLock<Vec<String>> = OnceLock::new();
    let between = BETWEEN.get_or_init(|| {
        let rows = super::rows(include_str!("currency-names.tsv")).filter(|row| row[0] == "-");
        let forms = rows.flat_map(|row| row[1].split(' '));
        forms.map(|form| form.replace('_', " ")).collect()
    });
    let same = |text: char, form: char| text == form || text.to_lowercase().eq([form]);
    let text = between
        .iter()
        .find_map(|form| {
            let mut rest = text.chars();
            form.chars()
                .all(|c| rest.next().is_some_and(|found| same(found, c)))
                .then_some(rest.as_str())
        })
        .unwrap_or(text);
    let first = text.chars().next()?.to_lowercase().next()?;
    let table = currencies();
    let start = table.partition_point(|(form, _)| form.chars().next() < Some(first));
    table[start..]
        .iter()
        .take_while(|(form, _)| form.starts_with(first))
        .filter(|(form, _)| begins(text, form))
        .max_by_key(|(form, _)| form.len())
        .map(|(_, name)| *name)
}

/// The currency whose sign or code a text ends with.
pub fn currency_before(text: &str) -> Option<&'static str> {
    let last = text.rsplit(char::is_whitespace).next()?.to_lowercase();
    currencies()
        .iter()
        .filter(|(form, _)| {
            form.chars().count() <= 3
                && !form.starts_with(|c: char| c.is_alphabetic() && !c.is_ascii())
        })
        .filter(|(form, _)| {
            let sign = !form.chars().any(char::is_alphabetic);
            last == *form || sign && last.ends_with(form.as_str())
        })
        .map(|(_, name)| *name)
        .next()
}

type Forms = Vec<(String, &'static str)>;

fn currencies() -> &'static Forms {
    static TABLE: OnceLock<Forms> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut forms: Forms = super::rows(include_str!("currency-names.tsv"))
            .filter(|row| row[0] != "-")
            .flat_map(|row| {
                let (name, forms) = (row[0], row.get(1).copied().unwrap_or_default());
                let forms = forms.split(' ').filter(|form| !form.is_empty());
                forms.map(move |form| (form.replace('_', " ").to_lowercase(), name))
            })
            .collect();
        forms.sort_unstable();
        forms
    })
}

/// Whether a text begins so, letter case aside; a code of three letters is a whole word.
fn begins(text: &str, form: &str) -> bool {
    let mut rest = text.chars();
    let same = form.chars().all(|expected| {
        rest.next().is_some_and(|found| {
            found == expected || found.to_lowercase().eq(std::iter::once(expected))
        })
    });
    let code = form.len() == 3 && form.is_ascii();
    same && !(code && rest.next().is_some_and(char::is_alphanumeric))
}

/// The word for percentage points that a text begins with.
pub fn points(lang: Lang, text: &str) -> Option<bool> {
    static TABLE: OnceLock<ByLang<Vec<String>>> = OnceLock::new();
    let forms = TABLE
        .get_or_init(|| {
            ByLang::new(include_str!("percent-points.tsv"), |row| {
                row[0]
                    .split(' ')
                    .map(|form| form.replace('_', " "))
                    .collect()
            })
        })
        .get(lang)?;
    Some(forms.iter().any(|form| begins(text, form)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_after_numbers() {
        for (tag, text, name) in [
            ("en", "miles away", "mi"),
            ("en", "square miles", "mi2"),
            ("de", "Kilometern", "km"),
            ("fi", "metriä", "m"),
            ("ja", "メートル先", "m"),
            ("ru", "км/ч", "kmh"),
        ] {
            let names = units(tag.parse().expect("a tag")).expect("a row");
            assert_eq!(
                names.at(text).map(|(unit, _)| unit.name),
                Some(name),
                "{tag} {text}"
            );
        }
        let english = units("en".parse().expect("a tag")).expect("a row");
        assert!(english.at("mammals").is_none());
    }

    #[test]
    fn conversion() {
        let unit = |name: &str| UNITS.iter().find(|unit| unit.name == name).expect("a unit");
        assert!((unit("F").convert(80.0, unit("C")) - 26.67).abs() < 0.01);
        assert!((unit("mi").convert(5.0, unit("km")) - 8.05).abs() < 0.01);
    }
}

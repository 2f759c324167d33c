//! How languages write numbers, beside their words.

use std::sync::OnceLock;

use super::ByLang;
use crate::text::Lang;

/// What a language does with numbers.
#[derive(Debug, Default)]
pub struct Counting {
    /// Words follow digits, and each other, without a space or an end.
    pub open: bool,
    /// Scale words make sections of ten thousand.
    pub sections: bool,
    /// Han digits are read.
    pub han: bool,
    /// The word for ten multiplies what stands before it.
    pub tens: bool,
    /// Units stand before the number.
    pub unit_first: bool,
    /// Hours are counted from six in the morning.
    pub dawn: bool,
    /// Clock times have names and other hours.
    pub hours: bool,
    /// Names of months and days are looked for inside of words.
    pub names_inside: bool,
    /// The press puts the day of the month beside a weekday.
    pub day_beside: bool,
    /// 3/4/2026 is the fourth of March.
    pub month_first: bool,
    /// Years may be of the Buddhist era, 543 more than others.
    pub buddhist: bool,
    /// What stands before the number of a month.
    pub month: &'static str,
    /// What stands behind a number of tenths.
    pub tenths: &'static str,
    /// What may be glued before a number word.
    pub clitics: Vec<&'static str>,
}

impl Counting {
    fn new(row: &[&'static str]) -> Self {
        let customs: Vec<&str> = row
            .first()
            .map_or_else(Vec::new, |c| c.split(' ').collect());
        let has = |custom: &str| customs.contains(&custom);
        let cell = |index: usize| row.get(index).copied().filter(|cell| *cell != "-");
        Counting {
            open: has("open"),
            sections: has("sections"),
            han: has("han"),
            tens: has("tens"),
            unit_first: has("unit-first"),
            dawn: has("dawn"),
            hours: has("hours"),
            names_inside: has("names-inside"),
            day_beside: has("day-beside"),
            month_first: has("month-first"),
            buddhist: has("buddhist"),
            month: cell(1).unwrap_or_default(),
            tenths: cell(3).unwrap_or_default(),
            clitics: cell(2).map_or_else(Vec::new, |cell| cell.split(' ').collect()),
        }
    }
}

/// The customs of a language; of one that has no row, none.
pub fn counting(lang: Lang) -> &'static Counting {
    static TABLE: OnceLock<ByLang<Counting>> = OnceLock::new();
    static NONE: OnceLock<Counting> = OnceLock::new();
    TABLE
        .get_or_init(|| ByLang::new(include_str!("counting.tsv"), Counting::new))
        .get(lang)
        .unwrap_or_else(|| NONE.get_or_init(Counting::default))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn customs_of_languages_and_regions() {
        let of = |tag: &str| counting(tag.parse().expect("a tag"));
        assert!(of("en").month_first && of("en-US").month_first && !of("en-GB").month_first);
        assert!(of("zh-TW").sections && of("ja").han && !of("ko").han);
        assert_eq!(of("vi").month, "tháng");
        assert!(of("he").clitics.contains(&"ו") && of("de").clitics.is_empty());
    }
}

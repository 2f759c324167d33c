//! Linguistic tables. `ORIGIN.md` beside them says where each comes from and under which licence.

pub mod machine;
mod phrases;
pub mod plurals;
pub mod polarity;
pub mod proof;
pub mod punctuation;
pub mod quotes;
pub mod residue;
pub mod site;
pub mod spelled;
pub mod territories;
pub mod units;
pub mod wire;
pub mod words;

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;

use crate::text::Lang;

/// The rows of a tab-separated table: comment lines (`#`) and empty lines left out.
pub fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

/// A table whose first column is a language.
#[derive(Debug)]
pub struct ByLang<T> {
    /// By language tag.
    rows: Vec<(Lang, T)>,
    places: HashMap<Lang, usize, FixedState>,
}

impl<T> ByLang<T> {
    /// Reads a table; `entry` makes the value of a row from the columns after the language.
    pub fn new(table: &'static str, entry: impl Fn(&[&'static str]) -> T) -> Self {
        let rows = rows(table).map(|row| {
            let lang = row[0].parse().unwrap_or(Lang::UNKNOWN);
            (lang, entry(&row[1..]))
        });
        Self::from_rows(rows)
    }

    /// Makes a table of rows that are built already; of equal languages the last counts.
    pub fn from_rows(rows: impl Iterator<Item = (Lang, T)>) -> Self {
        let rows: Vec<(Lang, T)> = rows.collect::<BTreeMap<_, _>>().into_iter().collect();
        let places = rows.iter().enumerate();
        let places = places.map(|(place, (lang, _))| (*lang, place)).collect();
        ByLang { rows, places }
    }

    /// The rows themselves, by language tag.
    pub fn into_rows(self) -> impl Iterator<Item = (Lang, T)> {
        self.rows.into_iter()
    }

    /// The row of a language, or of its nearest fallback: region, script, then the bare language.
    pub fn get(&self, lang: Lang) -> Option<&T> {
        let place = lang.fallbacks().find_map(|lang| self.places.get(&lang))?;
        Some(&self.rows[*place].1)
    }

    /// All rows, by language tag.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &T)> {
        self.rows.iter().map(|(lang, entry)| (*lang, entry))
    }
}

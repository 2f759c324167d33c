//! Linguistic tables. `ORIGIN.md` beside them says where each comes from and under which licence.

pub mod counting;
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
    /// By language without script and region.
    places: HashMap<Lang, Place, FixedState>,
}

/// Where the rows of one language stand.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// There is one, of the language as such.
    Only(usize),
    /// Some are of a script or a region.
    Several,
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
        let mut places = HashMap::default();
        for (at, (lang, _)) in rows.iter().enumerate() {
            let only = *lang == lang.bare() && !places.contains_key(lang);
            let place = if only {
                Place::Only(at)
            } else {
                Place::Several
            };
            places.insert(lang.bare(), place);
        }
        ByLang { rows, places }
    }

    /// The rows themselves, by language tag.
    pub fn into_rows(self) -> impl Iterator<Item = (Lang, T)> {
        self.rows.into_iter()
    }

    /// The row of a language, or of its nearest fallback: region, script, then the bare language.
    pub fn get(&self, lang: Lang) -> Option<&T> {
        let at = match self.places.get(&lang.bare())? {
            Place::Only(at) => *at,
            Place::Several => lang
                .fallbacks()
                .find_map(|lang| self.rows.binary_search_by_key(&lang, |row| row.0).ok())?,
        };
        Some(&self.rows[at].1)
    }

    /// All rows, by language tag.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &T)> {
        self.rows.iter().map(|(lang, entry)| (*lang, entry))
    }
}

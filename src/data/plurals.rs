//! Plural categories by language, as CLDR has them.

use std::sync::OnceLock;

use super::ByLang;
use crate::text::Lang;

/// The categories of a language.
#[derive(Debug, Clone, Copy)]
pub struct Categories {
    /// What a message must have.
    pub needed: &'static str,
    /// What it may have beside them: of fractions and very large numbers.
    pub allowed: &'static str,
}

impl Categories {
    /// Whether a category occurs in the language at all.
    pub fn has(self, category: &str) -> bool {
        let mut all = self.needed.split(' ').chain(self.allowed.split(' '));
        all.any(|known| known == category)
    }
}

/// All categories that there are.
pub const ALL: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The categories of counting, or of ordering, in a language.
pub fn categories(lang: Lang, ordinal: bool) -> Option<Categories> {
    static TABLE: OnceLock<ByLang<[&'static str; 2]>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        ByLang::new(include_str!("plural-categories.tsv"), |row| {
            [row[0], row[1]]
        })
    });
    let row = table.get(lang).filter(|_| !lang.is_unknown())?[usize::from(ordinal)];
    let (needed, allowed) = row.split_once('/').unwrap_or((row, ""));
    Some(Categories { needed, allowed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_their_categories() {
        let of = |tag: &str, ordinal| categories(tag.parse().expect("a tag"), ordinal);
        assert_eq!(
            of("pl", false).map(|it| it.needed),
            Some("one few many other")
        );
        assert!(of("fr", false).is_some_and(|it| it.has("many") && !it.needed.contains("many")));
        assert!(of("en-GB", true).is_some_and(|it| it.has("few")));
        assert!(of("ja", false).is_some_and(|it| !it.has("one")));
        assert!(of("und", false).is_none());
    }
}

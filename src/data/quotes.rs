//! Quotation marks by language: CLDR's delimiters and what the press uses beside them.

use std::sync::OnceLock;

use super::{ByLang, rows};
use crate::text::{Fit, Lang};

/// What a language does with quotation marks.
#[derive(Debug, Clone)]
pub struct Quotes {
    /// CLDR's marks for a quotation inside a quotation.
    alternate: Option<(char, char)>,
    pairs: Vec<(char, char, Fit)>,
    /// White space just inside guillemets.
    pub inner: Inner,
    /// Whether a letter may stand directly before an opening mark.
    pub before: Glue,
    /// Whether a letter may stand directly after a closing mark.
    pub after: Glue,
}

/// White space just inside guillemets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inner {
    /// A fault.
    None,
    /// Custom.
    Yes,
    /// Both are seen.
    Either,
}

/// Whether letters may touch a quotation mark from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glue {
    /// A fault.
    No,
    /// Custom.
    Yes,
    /// Nothing is known.
    Unknown,
}

impl Quotes {
    /// What is known of a language's marks. A language without a row has the pairs of all
    /// languages as foreign ones and no rule about spaces.
    pub fn of(lang: Lang) -> &'static Quotes {
        static TABLE: OnceLock<(ByLang<Quotes>, Quotes)> = OnceLock::new();
        let (table, unknown) = TABLE.get_or_init(|| {
            let cldr = ByLang::new(include_str!("quotes-cldr.tsv"), <[&str]>::to_vec);
            let press = ByLang::new(include_str!("quotes-press.tsv"), <[&str]>::to_vec);
            let langs = cldr.iter().chain(press.iter()).map(|(lang, _)| lang);
            let table =
                ByLang::from_rows(langs.map(|lang| (lang, build(cldr.get(lang), press.get(lang)))));
            (table, build(None, None))
        });
        table.get(lang).unwrap_or(unknown)
    }

    /// Whether anything is known of the language's marks.
    pub fn is_known(&self) -> bool {
        !self.pairs.is_empty()
    }

    /// How a pair of marks stands to the language.
    pub fn fit(&self, open: char, close: char) -> Fit {
        if is_straight(open) && open == close {
            return Fit::Accepted;
        }
        self.pairs
            .iter()
            .find(|pair| (pair.0, pair.1) == (open, close))
            .map_or_else(
                || {
                    if world().contains(&(open, close)) {
                        Fit::Foreign
                    } else {
                        Fit::Mismatched
                    }
                },
                |pair| pair.2,
            )
    }

    /// Whether CLDR has a pair of marks for quotations inside quotations.
    pub fn is_alternate(&self, pair: (char, char)) -> bool {
        self.alternate == Some(pair)
    }

    /// Whether a glyph opens quotations in the language.
    pub fn opens(&self, glyph: char) -> bool {
        is_straight(glyph) || self.pairs.iter().any(|pair| pair.0 == glyph)
    }

    /// Whether a glyph closes quotations in the language.
    pub fn closes(&self, glyph: char) -> bool {
        is_straight(glyph) || self.pairs.iter().any(|pair| pair.1 == glyph)
    }

    /// The language's own first pair of marks, where it is known.
    pub fn primary(&self) -> Option<(char, char)> {
        self.pairs
            .iter()
            .find(|pair| pair.2 == Fit::Primary)
            .map(|pair| (pair.0, pair.1))
    }

    /// The pairs the language uses, its first one first; straight marks are not among them.
    pub fn pairs(&self) -> impl Iterator<Item = (char, char)> + '_ {
        self.pairs.iter().map(|pair| (pair.0, pair.1))
    }
}

fn build(cldr: Option<&Vec<&'static str>>, press: Option<&Vec<&'static str>>) -> Quotes {
    let mut pairs: Vec<(char, char, Fit)> = Vec::new();
    let mut add = |pair: &str, fit: Fit| {
        let mut glyphs = pair.chars();
        if let (Some(open), Some(close)) = (glyphs.next(), glyphs.next())
            && !pairs
                .iter()
                .any(|known| (known.0, known.1) == (open, close))
        {
            pairs.push((open, close, fit));
        }
    };
    if let Some(row) = cldr {
        add(row[0], Fit::Primary);
        add(row[1], Fit::Alternate);
    }
    if let Some(row) = press {
        for pair in row[0].split(' ') {
            add(pair, Fit::Accepted);
        }
    }
    let glue = |column: usize| match press.map(|row| row[column]) {
        Some("no") => Glue::No,
        Some("yes") => Glue::Yes,
        _ => Glue::Unknown,
    };
    let alternate = cldr.and_then(|row| {
        let mut glyphs = row[1].chars();
        Some((glyphs.next()?, glyphs.next()?))
    });
    Quotes {
        alternate,
        pairs,
        inner: match press.map(|row| row[1]) {
            Some("none") => Inner::None,
            Some("yes") => Inner::Yes,
            _ => Inner::Either,
        },
        before: glue(2),
        after: glue(3),
    }
}

/// Every pair of marks that some language uses.
fn world() -> &'static [(char, char)] {
    static WORLD: OnceLock<Vec<(char, char)>> = OnceLock::new();
    WORLD.get_or_init(|| {
        let cldr = rows(include_str!("quotes-cldr.tsv")).flat_map(|row| [row[1], row[2]]);
        let press = rows(include_str!("quotes-press.tsv")).flat_map(|row| row[1].split(' '));
        let mut pairs: Vec<(char, char)> = cldr
            .chain(press)
            .filter_map(|pair| {
                let mut glyphs = pair.chars();
                Some((glyphs.next()?, glyphs.next()?))
            })
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    })
}

/// Whether some language opens quotations with a glyph.
pub fn opens_somewhere(glyph: char) -> bool {
    is_straight(glyph) || world().iter().any(|pair| pair.0 == glyph)
}

/// Whether some language closes quotations with a glyph.
pub fn closes_somewhere(glyph: char) -> bool {
    is_straight(glyph) || world().iter().any(|pair| pair.1 == glyph)
}

/// Whether a glyph can be a quotation mark in some language.
pub fn is_mark(glyph: char) -> bool {
    matches!(
        glyph,
        '"' | '\'' | '«' | '»' | '‘'..='‟' | '‹' | '›' | '「'..='』' | '〈'..='》' | '〝'..='〟'
            | '＂' | '＇' | '｢' | '｣' | '`' | '´' | '′' | '″' | '״' | '׳'
    )
}

/// Whether a glyph is a mark without direction: it opens and closes alike.
pub fn is_straight(glyph: char) -> bool {
    matches!(glyph, '"' | '\'' | '＂' | '＇')
}

/// Whether a glyph can also be an apostrophe, a prime or an accent.
pub fn is_single(glyph: char) -> bool {
    matches!(glyph, '\'' | '’' | '‘' | '‛' | '`' | '´' | '′' | '׳' | '＇')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(tag: &str) -> &'static Quotes {
        Quotes::of(tag.parse().expect("a tag"))
    }

    #[test]
    fn one_glyph_has_two_roles() {
        assert_eq!(of("en").fit('“', '”'), Fit::Primary);
        assert_eq!(of("de").fit('„', '“'), Fit::Primary);
        assert_eq!(of("sv").fit('”', '”'), Fit::Primary);
        assert_eq!(of("en").fit('„', '“'), Fit::Foreign);
        assert_eq!(of("en").fit('“', '»'), Fit::Mismatched);
        assert!(of("de").closes('“') && of("en").opens('“') && !of("en").closes('“'));
    }

    #[test]
    fn regions_have_their_own() {
        assert_eq!(of("de-CH").fit('«', '»'), Fit::Accepted);
        assert_eq!(of("zh-TW").primary(), Some(('「', '」')));
        assert_eq!(of("fr").inner, Inner::Yes);
        assert_eq!(of("ko").after, Glue::Yes);
    }

    #[test]
    fn nothing_is_known_of_an_unknown_language() {
        assert!(!Quotes::of(Lang::UNKNOWN).is_known());
        assert_eq!(Quotes::of(Lang::UNKNOWN).fit('«', '»'), Fit::Foreign);
    }
}

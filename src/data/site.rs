//! Names of sites and outlets behind headlines: `site-suffix.tsv`.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::rows;

/// What stands between a headline and the name of its site, with a space on both sides.
const SEPARATORS: &[&str] = &[
    " — ", " – ", " - ", " | ", " :: ", " • ", " » ", " · ", "｜",
];
/// Most words of a site's name.
const MOST_WORDS: usize = 6;

/// Words by their first character; each with whether it may be any end of a name (no spaces).
static WORDS: LazyLock<HashMap<char, Vec<(&'static str, bool)>>> = LazyLock::new(|| {
    let mut words: HashMap<char, Vec<(&'static str, bool)>> = HashMap::new();
    for row in rows(include_str!("site-suffix.tsv")) {
        let spaceless = ["zh", "ja", "ko", "th"]
            .iter()
            .any(|lang| row[0].starts_with(lang));
        if let Some(first) = row[1].chars().flat_map(char::to_lowercase).next() {
            words.entry(first).or_default().push((row[1], spaceless));
        }
    }
    words
});

/// The bytes of a site's name at the end of a headline, with the separator before it.
pub fn site_name(headline: &str) -> Option<Range<usize>> {
    let (start, separator) = SEPARATORS
        .iter()
        .filter_map(|separator| Some((headline.rfind(separator)?, separator)))
        .max_by_key(|(start, _)| *start)?;
    let name = headline[start + separator.len()..].trim();
    // A headline needs words of its own.
    let before = headline[..start].split_whitespace().count();
    let is_long = before >= 3 || headline[..start].chars().count() >= 8;
    if name.is_empty() || name.split_whitespace().count() > MOST_WORDS || !is_long {
        return None;
    }
    // A clause is no name.
    if name.starts_with(char::is_lowercase) && !name.contains('.') {
        return None;
    }
    if name.ends_with(['?', '!', '。', '؟', '”', '"', '»']) {
        return None;
    }
    is_site(name).then(|| {
        let end = headline.trim_end().len();
        start..end
    })
}

/// Whether a text contains a word that marks a site or outlet.
fn is_site(name: &str) -> bool {
    let lower = name.to_lowercase();
    let starts = lower
        .char_indices()
        .filter(|(at, c)| *c == '.' || !is_inside(&lower, *at));
    let found = |at: usize, first: char| {
        WORDS.get(&first).is_some_and(|words| {
            words.iter().any(|(word, _)| {
                let folded = word.to_lowercase();
                let end = at + folded.len();
                lower[at..].starts_with(&folded)
                    && !is_inside(&lower, end)
                    // A name in capitals must be written so.
                    && (word.chars().any(char::is_lowercase)
                        || !word.chars().any(char::is_uppercase)
                        || name.contains(word))
            })
        })
    };
    let mut starts = starts;
    starts.any(|(at, first)| found(at, first))
        || WORDS
            .values()
            .flatten()
            .any(|(word, spaceless)| *spaceless && name.ends_with(word))
}

/// Whether a byte stands between two letters or digits.
fn is_inside(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at..].chars().next();
    before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sites_are_found() {
        for (headline, name) in [
            (
                "China demands US lift ‘sanctions’ — RT World News",
                Some(" — RT World News"),
            ),
            (
                "Minister traf seinen Kollegen | Allgemeine Zeitung",
                Some(" | Allgemeine Zeitung"),
            ),
            (
                "Министр встретился с коллегой - Новости",
                Some(" - Новости"),
            ),
            ("外长会见对手呼吁取消制裁 - 环球新闻", Some(" - 环球新闻")),
            (
                "Mayor speaks of the coast - example.com",
                Some(" - example.com"),
            ),
            ("Mayor speaks of the coast - and of the sea", None),
            ("Newcastle United - what they said", None),
            ("Two towns – one bridge", None),
        ] {
            assert_eq!(
                site_name(headline).map(|range| &headline[range]),
                name,
                "{headline}"
            );
        }
    }
}

//! In which languages a check has proof: what the evaluation measured.

use std::sync::LazyLock;

use super::rows;

/// What was measured of a check. Languages are tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Its confidence is what it says, and it finds there what it finds elsewhere.
    pub with: Vec<&'static str>,
    /// The other languages that were measured.
    pub without: Vec<&'static str>,
    /// Where findings of high confidence are false too often to be more than medium.
    pub medium: Vec<&'static str>,
    /// Where findings of high and medium confidence are false too often to be more than low.
    pub low: Vec<&'static str>,
}

static TABLE: LazyLock<Vec<(&str, Proof)>> = LazyLock::new(|| {
    let words = |cell: Option<&&'static str>| -> Vec<&'static str> {
        cell.map_or_else(Vec::new, |cell| cell.split_whitespace().collect())
    };
    let mut all = Vec::new();
    let mut table = Vec::new();
    for row in rows(include_str!("proof.tsv")) {
        if row[0] == "*" {
            all = words(row.get(1));
            continue;
        }
        let without = words(row.get(1));
        let with = all.iter().copied();
        let proof = Proof {
            with: with.filter(|lang| !without.contains(lang)).collect(),
            without,
            medium: words(row.get(2)),
            low: words(row.get(3)),
        };
        table.push((row[0], proof));
    }
    table
});

/// What was measured of a check; nothing, if it is newer than the table.
pub fn proof(code: &str) -> Option<&'static Proof> {
    let row = TABLE.iter().find(|(known, _)| *known == code)?;
    Some(&row.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tag_is_a_language_that_was_measured() {
        assert!(!TABLE.is_empty());
        for (code, proof) in TABLE.iter() {
            for tag in proof.without.iter().chain(&proof.medium).chain(&proof.low) {
                assert!(tag.parse::<crate::text::Lang>().is_ok(), "{code}: {tag}");
            }
            assert!(
                proof.low.iter().all(|tag| proof.without.contains(tag)),
                "{code}"
            );
        }
        assert_eq!(proof("Q00"), None);
    }
}

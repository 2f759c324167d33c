//! Weights of the features of a bead.

use super::feature::{COUNT, FEATURES, Features};
use crate::data;

/// One weight a feature for each pass, in the order of [`FEATURES`].
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// Of the first pass, which looks at every bead but not at its words.
    pub first: Features,
    /// Of the second, which looks at the beads that the first leaves.
    pub second: Features,
}

impl Weights {
    /// The weights that ship with the crate.
    pub fn shipped() -> Self {
        Self::parse(include_str!("../data/align-weights.tsv"))
    }

    /// Reads a table of name and weights. A feature without a row has weight 0; a row without a
    /// feature is ignored.
    pub fn parse(table: &str) -> Self {
        let mut weights = Weights {
            first: [0.0; COUNT],
            second: [0.0; COUNT],
        };
        for row in data::rows(table) {
            let [name, first, second, ..] = row[..] else {
                continue;
            };
            if let Some(index) = FEATURES.iter().position(|feature| *feature == name) {
                weights.first[index] = first.parse().unwrap_or(0.0);
                weights.second[index] = second.parse().unwrap_or(0.0);
            }
        }
        weights
    }

    /// The table that [`parse`](Self::parse) reads.
    pub fn table(&self) -> String {
        FEATURES
            .iter()
            .zip(self.first.iter().zip(&self.second))
            .map(|(name, (first, second))| format!("{name}\t{first:.4}\t{second:.4}\n"))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_names_every_feature_and_no_other() {
        let table = include_str!("../data/align-weights.tsv");
        let names: Vec<&str> = data::rows(table).map(|row| row[0]).collect();
        assert_eq!(names, FEATURES);
    }

    #[test]
    fn a_table_survives_its_own_printing() {
        let weights = Weights::shipped();
        assert_eq!(Weights::parse(&weights.table()), weights);
    }
}

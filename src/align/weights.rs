//! Weights of the features of a bead.

use super::feature::{COUNT, FEATURES};
use crate::data;

/// One weight a feature, in the order of [`FEATURES`].
#[derive(Debug, Clone, PartialEq)]
pub struct Weights(pub [f64; COUNT]);

impl Weights {
    /// The weights that ship with the crate.
    pub fn shipped() -> Self {
        Self::parse(include_str!("../data/align-weights.tsv"))
    }

    /// Reads a table of name and weight. A feature without a row has weight 0; a row without a
    /// feature is ignored.
    pub fn parse(table: &str) -> Self {
        let mut weights = [0.0; COUNT];
        for row in data::rows(table) {
            let [name, weight, ..] = row[..] else {
                continue;
            };
            if let Some(index) = FEATURES.iter().position(|feature| *feature == name) {
                weights[index] = weight.parse().unwrap_or(0.0);
            }
        }
        Weights(weights)
    }

    /// The table that [`parse`](Self::parse) reads.
    pub fn table(&self) -> String {
        FEATURES
            .iter()
            .zip(self.0)
            .map(|(name, weight)| format!("{name}\t{weight:.4}\n"))
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

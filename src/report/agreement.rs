//! How far an alignment agrees with gold.

use serde_json::{Value, json as object};

use crate::text::{Agreement, Error, Matches, Measures};

use super::json;

/// How an agreement is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AgreementFormat {
    /// A table, with the counts behind it.
    #[default]
    Terminal,
    /// One JSON document.
    Json,
    /// A line for strict and one for lax, tab-separated, under a line of names.
    Tsv,
}

/// What was compared.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'a> {
    /// The file that is taken for right.
    pub gold: &'a str,
    /// The file that was judged, if it was one.
    pub beads: Option<&'a str>,
    /// The texts, if they were aligned.
    pub texts: Option<[&'a str; 2]>,
    /// Lines that were left out.
    pub errors: &'a [Error],
}

/// Precision, recall and F1, strict and lax. Precision is over all beads, recall over those of gold
/// that have both sides.
pub fn agreement(found: &Agreement, compared: Compared<'_>, format: AgreementFormat) -> String {
    let (strict, lax) = (found.strict(), found.lax());
    match format {
        AgreementFormat::Terminal => {
            let row = |name: &str, of: fn(Measures) -> f64, counts: Option<(Matches, &str)>| {
                let counts = counts.map_or_else(String::new, |(counts, what)| {
                    let Matches { strict, lax, all } = counts;
                    format!("   {strict} and {lax} of {all} {what}")
                });
                format!("{name:<9} {:>6.3} {:>6.3}{counts}\n", of(strict), of(lax))
            };
            let of_gold = "beads of gold with both sides";
            [
                format!("{:<9} {:>6} {:>6}\n", "", "strict", "lax"),
                row(
                    "precision",
                    |m| m.precision,
                    Some((found.precision, "beads")),
                ),
                row("recall", |m| m.recall, Some((found.recall, of_gold))),
                row("F1", |m| m.f1, None),
            ]
            .concat()
        }
        AgreementFormat::Tsv => {
            let row = |name: &str, measures: Measures| {
                let Measures {
                    precision,
                    recall,
                    f1,
                } = measures;
                format!("{name}\t{precision:.4}\t{recall:.4}\t{f1:.4}\n")
            };
            [
                "measure\tprecision\trecall\tf1\n".to_owned(),
                row("strict", strict),
                row("lax", lax),
            ]
            .concat()
        }
        AgreementFormat::Json => {
            let texts = compared.texts;
            let document = object!({
                "gold_path": compared.gold,
                "beads_path": compared.beads,
                "source_path": texts.map(|[source, _]| source),
                "target_path": texts.map(|[_, target]| target),
                "strict": measures(strict),
                "lax": measures(lax),
                "beads": counts(found.precision),
                "gold_beads": counts(found.recall),
                "errors": compared.errors.iter().map(json::error).collect::<Vec<_>>(),
            });
            format!("{document:#}\n")
        }
    }
}

fn measures(measures: Measures) -> Value {
    let rounded = |value: f64| (value * 10_000.0).round() / 10_000.0;
    object!({
        "precision": rounded(measures.precision),
        "recall": rounded(measures.recall),
        "f1": rounded(measures.f1),
    })
}

fn counts(matches: Matches) -> Value {
    object!({"strict": matches.strict, "lax": matches.lax, "all": matches.all})
}

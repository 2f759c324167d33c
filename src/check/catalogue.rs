//! Checks chosen, listed and explained.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::data::proof::{Proof, proof};
use crate::text::{Confidence, Error};

use super::example::{Blocks, Example, Given, Text};
use super::{Check, checks};

/// The checks that are chosen by code, name or family letter; all, if `select` is empty, less
/// those that `ignore` names. In the order of [`checks`].
///
/// # Errors
/// If a word names no check, or no check is left.
pub fn select(select: &[String], ignore: &[String]) -> Result<Vec<&'static Check>, Error> {
    for word in select.iter().chain(ignore) {
        if !checks().any(|check| names(word, check)) {
            return Err(Error::Usage(unknown(word)));
        }
    }
    let named = |words: &[String], check| words.iter().any(|word| names(word, check));
    let chosen: Vec<_> = checks()
        .filter(|check| select.is_empty() || named(select, check))
        .filter(|check| !named(ignore, check))
        .collect();
    if chosen.is_empty() && checks().next().is_some() {
        return Err(Error::Usage("no check is left to run".to_owned()));
    }
    Ok(chosen)
}

fn names(word: &str, check: &Check) -> bool {
    word.eq_ignore_ascii_case(check.code)
        || word.eq_ignore_ascii_case(check.name)
        || word.eq_ignore_ascii_case(family(check))
}

/// The letters before the number of a code.
fn family(check: &Check) -> &'static str {
    check
        .code
        .trim_end_matches(|digit: char| digit.is_ascii_digit())
}

fn unknown(word: &str) -> String {
    let known = checks().flat_map(|check| [check.code, check.name]);
    let near = |known: &&str| strsim::jaro_winkler(&word.to_lowercase(), &known.to_lowercase());
    let nearest = known.max_by(|a, b| near(a).total_cmp(&near(b)));
    match nearest {
        Some(nearest) => {
            format!("`{word}` is no check; `{nearest}` is the nearest, `bilint list` names all")
        }
        None => format!("`{word}` is no check"),
    }
}

/// The checks as columns of text.
pub fn list_text(checks: &[&Check]) -> String {
    let width = checks
        .iter()
        .map(|check| check.name.len())
        .max()
        .unwrap_or(0);
    let mut out = String::new();
    for check in checks {
        let _ = writeln!(
            out,
            "{:<4} {:width$} {:<8} {}",
            check.code,
            check.name,
            check.severity.name(),
            check.summary,
        );
    }
    out
}

/// The checks as an array of JSON objects.
pub fn list_json(checks: &[&Check]) -> String {
    let checks: Vec<Value> = checks.iter().map(|check| object(check)).collect();
    format!("{:#}\n", Value::from(checks))
}

fn object(check: &Check) -> Value {
    json!({
        "code": check.code,
        "name": check.name,
        "family": family(check),
        "category": check.category.name(),
        "severity": check.severity.name(),
        "summary": check.summary,
        "explain": check.explain,
        "proof": proof(check.code).map(|proof| json!({
            "languages": proof.with,
            "at_most_medium": proof.medium,
            "at_most_low": proof.low,
        })),
    })
}

/// Lists longer than this are told by their number.
const LONGEST: usize = 6;

/// In which languages a check has proof, in few words.
fn proven(proof: Option<&Proof>) -> String {
    match proof {
        None => "not yet".to_owned(),
        Some(proof) if proof.with.is_empty() => "none".to_owned(),
        Some(proof) if proof.without.is_empty() => format!("{} languages", proof.with.len()),
        Some(proof) if proof.without.len() <= LONGEST => {
            format!("all but {}", proof.without.join(", "))
        }
        Some(proof) if proof.with.len() <= LONGEST => proof.with.join(", "),
        Some(proof) => format!("{} languages", proof.with.len()),
    }
}

/// The checks as a table for the README.
pub fn list_markdown(checks: &[&Check]) -> String {
    let mut out =
        "| Code | Name | Severity | What it finds | Proof |\n|---|---|---|---|---|\n".to_owned();
    for check in checks {
        let _ = writeln!(
            out,
            "| {} | `{}` | {} | {} | {} |",
            check.code,
            check.name,
            check.severity.name(),
            check.summary.replace('|', "\\|"),
            proven(proof(check.code)),
        );
    }
    out
}

/// All there is to say of a check, its examples included.
pub fn explain(check: &Check) -> String {
    let mut out = format!(
        "{} {}\n{}\n\nCategory {}, severity {}.\n\n{}\n",
        check.code,
        check.name,
        check.summary,
        check.category.name(),
        check.severity.name(),
        check.explain.trim(),
    );
    let parts = [
        ("Reported", check.examples.iter().filter_map(bad).collect()),
        (
            "Not reported",
            check.examples.iter().filter_map(good).collect(),
        ),
        (
            "Known limits: ought to be reported and is not",
            check.examples.iter().filter_map(miss).collect::<Vec<_>>(),
        ),
    ];
    for (title, examples) in parts {
        if examples.is_empty() {
            continue;
        }
        let _ = write!(out, "\n{title}:\n");
        for given in examples {
            out.push('\n');
            show(&mut out, given);
        }
    }
    out.push_str("\nConfidence says how often a finding is false on clean pairs:\n");
    for (confidence, rate) in [
        (Confidence::High, "at most 1 in 1,000"),
        (Confidence::Medium, "at most 10 in 1,000"),
        (
            Confidence::Low,
            "more often; shown only with --min-confidence low",
        ),
    ] {
        let _ = writeln!(out, "  {:<7} {rate}", confidence.name());
    }
    out
}

fn bad(example: &Example) -> Option<&Given> {
    match example {
        Example::Bad(given) => Some(given),
        Example::Good(_) | Example::Miss(_) => None,
    }
}

fn good(example: &Example) -> Option<&Given> {
    match example {
        Example::Good(given) => Some(given),
        Example::Bad(_) | Example::Miss(_) => None,
    }
}

fn miss(example: &Example) -> Option<&Given> {
    match example {
        Example::Miss(given) => Some(given),
        Example::Bad(_) | Example::Good(_) => None,
    }
}

fn show(out: &mut String, given: &Given) {
    match given {
        Given::Alone(text) => show_text(out, text, "  "),
        Given::Pair(source, target) | Given::Documents(source, target) => {
            show_text(out, source, "  ");
            show_text(out, target, "→ ");
        }
        Given::Wished(glossary, source, target) => {
            for line in glossary.lines() {
                let _ = writeln!(out, "  glossary {line}");
            }
            show_text(out, source, "  ");
            show_text(out, target, "→ ");
        }
    }
}

fn show_text(out: &mut String, text: &Text, before: &str) {
    match text.blocks {
        Blocks::Body(body) => {
            let _ = writeln!(out, "{before}{:<7} {body}", text.lang);
        }
        Blocks::Page(blocks) => {
            for (role, block) in blocks {
                let _ = writeln!(out, "{before}{:<7} {}: {block}", text.lang, role.name());
            }
        }
    }
}

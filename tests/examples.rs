//! Every check's own examples: what they mark is found, and nothing else.

#![allow(
    clippy::print_stdout,
    reason = "what other checks say is shown by `--nocapture`"
)]

use bilint::check::{Check, Example, Given, checks};
use bilint::examples::{Marked, marked};
use bilint::text::{Confidence, Finding, Lang, Span};

/// The distinct spans of a check's findings on one side, in text order.
fn spans(findings: &[&Finding], side: fn(&Finding) -> &[Span]) -> Vec<Span> {
    let mut spans: Vec<Span> = findings
        .iter()
        .flat_map(|finding| side(finding).iter().copied())
        .collect();
    spans.sort();
    spans.dedup();
    spans
}

fn texts(text: &str, spans: &[Span]) -> Vec<String> {
    spans.iter().map(|span| span.of(text).to_owned()).collect()
}

/// What the check says of the example, by side, as marks and as texts to print.
struct Heard {
    exact: bool,
    silent: bool,
    report: String,
}

fn hear(check: &'static Check, given: &Given) -> Heard {
    let Marked {
        mut bitext,
        source,
        target,
    } = marked(given);
    let findings = bilint::findings(&mut bitext, &[check]);
    let findings: Vec<&Finding> = findings.iter().collect();
    let found_source = spans(&findings, |finding| &finding.source);
    let found_target = spans(&findings, |finding| &finding.target);
    let empty = String::new();
    let source_text = bitext
        .source
        .as_ref()
        .map_or(&empty, |side| &side.document.text);
    let target_text = &bitext.target.document.text;
    Heard {
        exact: !findings.is_empty() && found_source == source && found_target == target,
        silent: findings.is_empty(),
        report: format!(
            "{} {}\n  text: {}\n  marked: {:?} {:?}\n  found:  {:?} {:?}\n  saying: {:?}",
            check.code,
            check.name,
            target_text.trim(),
            texts(source_text, &source),
            texts(target_text, &target),
            texts(source_text, &found_source),
            texts(target_text, &found_target),
            findings
                .iter()
                .map(|finding| finding.message.as_str())
                .collect::<Vec<_>>(),
        ),
    }
}

fn texts_of(example: &Example) -> Vec<&bilint::check::Text> {
    let (Example::Bad(given) | Example::Good(given) | Example::Miss(given)) = example;
    match given {
        Given::Alone(text) => vec![text],
        Given::Pair(source, target)
        | Given::Documents(source, target)
        | Given::Wished(_, source, target) => vec![source, target],
    }
}

fn fail_if_any(faults: &[String]) {
    assert!(faults.is_empty(), "\n\n{}\n", faults.join("\n\n"));
}

#[test]
fn bad_examples_are_found_at_their_marks() {
    let mut faults = Vec::new();
    for check in checks() {
        for example in check.examples {
            if let Example::Bad(given) = example {
                let heard = hear(check, given);
                if !heard.exact {
                    faults.push(heard.report);
                }
            }
        }
    }
    fail_if_any(&faults);
}

#[test]
fn good_examples_are_passed_over_in_silence() {
    let mut faults = Vec::new();
    for check in checks() {
        for example in check.examples {
            if let Example::Good(given) = example {
                let heard = hear(check, given);
                if !heard.silent {
                    faults.push(heard.report);
                }
            }
        }
    }
    fail_if_any(&faults);
}

/// Another check may speak on a good example, but not with high confidence.
#[test]
fn good_examples_are_good_to_other_checks() {
    let all: Vec<&Check> = checks().collect();
    let mut faults = Vec::new();
    for check in checks() {
        for example in check.examples {
            let Example::Good(given) = example else {
                continue;
            };
            let mut bitext = marked(given).bitext;
            for finding in bilint::findings(&mut bitext, &all) {
                if finding.code == check.code {
                    continue;
                }
                let line = format!(
                    "on a good example of {}: {} ({}) {}\n  text: {}",
                    check.code,
                    finding.code,
                    finding.confidence.name(),
                    finding.message,
                    bitext.target.document.text.trim(),
                );
                if finding.confidence == Confidence::High {
                    faults.push(line);
                } else {
                    println!("{line}");
                }
            }
        }
    }
    fail_if_any(&faults);
}

#[test]
fn known_misses_are_still_missed() {
    for check in checks() {
        for example in check.examples {
            if let Example::Miss(given) = example {
                let heard = hear(check, given);
                assert!(
                    heard.silent,
                    "found after all: promote it to Bad\n{}",
                    heard.report
                );
            }
        }
    }
}

#[test]
fn examples_come_in_order_and_name_known_languages() {
    for check in checks() {
        let rank = |example: &Example| match example {
            Example::Bad(_) => 0,
            Example::Good(_) => 1,
            Example::Miss(_) => 2,
        };
        assert!(
            check.examples.is_sorted_by_key(rank),
            "{}: Bad, then Good, then Miss",
            check.code
        );
        for example in check.examples {
            for text in texts_of(example) {
                let lang: Result<Lang, _> = text.lang.parse();
                assert!(lang.is_ok(), "{}: {}", check.code, text.lang);
            }
        }
    }
}

#[test]
fn glossaries_of_examples_can_be_read() {
    for check in checks() {
        for example in check.examples {
            let (Example::Bad(given) | Example::Good(given) | Example::Miss(given)) = example;
            if let Given::Wished(glossary, ..) = given {
                let read = bilint::read::glossary_from_text("glossary", glossary);
                assert!(read.is_ok(), "{}: {read:?}", check.code);
            }
        }
    }
}

#[test]
fn codes_and_names_are_told_apart() {
    let mut codes: Vec<&str> = checks().map(|check| check.code).collect();
    codes.sort_unstable();
    let mut names: Vec<&str> = checks().map(|check| check.name).collect();
    names.sort_unstable();
    for list in [&mut codes, &mut names] {
        let before = list.len();
        list.dedup();
        assert_eq!(list.len(), before);
    }
    for check in checks() {
        let (letter, number) = check.code.split_at(1);
        assert!(letter.chars().all(|letter| letter.is_ascii_uppercase()));
        assert!(number.parse::<u32>().is_ok(), "{}", check.code);
        assert!(
            check
                .name
                .chars()
                .all(|letter| letter.is_ascii_lowercase() || letter == '-'),
            "{}",
            check.name
        );
        assert!(!check.summary.ends_with('.'), "{}", check.code);
        assert!(!check.explain.trim().is_empty(), "{}", check.code);
    }
}

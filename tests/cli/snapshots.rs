//! Whole outputs, to see what a change does to what people read. Few checks run, so that a new one
//! does not change them all.

use crate::run;

fn snapshot(name: &str, arguments: &[&str]) {
    let mut all = arguments.to_vec();
    all.extend(["--select", "Q03,Q06,R04"]);
    let ran = run(&all);
    let shown = format!("{}\n--- exit {}\n{}", ran.out, ran.code, ran.err);
    // A better aligner has other figures.
    let (beads, confidence) = (" beads, mean confidence ", "0.00");
    let shown = match shown.find(beads) {
        Some(at) => {
            let number = shown[..at].rfind(' ').map_or(at, |space| space + 1);
            let rest = &shown[at + beads.len() + confidence.len()..];
            format!("{}N{beads}N{rest}", &shown[..number])
        }
        None => shown,
    };
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown));
}

const SEED: &str = "corpora/seed/000_35ec1cf6e86180e0.txt";

#[test]
fn a_translation_alone() {
    snapshot("alone", &["check", SEED]);
    snapshot("alone-concise", &["check", SEED, "--format", "concise"]);
    snapshot("alone-jsonl", &["check", SEED, "--format", "jsonl"]);
    snapshot("alone-json", &["check", SEED, "--format", "json"]);
    snapshot("alone-score", &["score", SEED]);
}

#[test]
fn an_original_and_its_translation() {
    for lang in ["ar", "zh"] {
        let source = format!("corpora/originals/{lang}.txt");
        snapshot(&format!("from-{lang}"), &["check", &source, SEED]);
    }
}

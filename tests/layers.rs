//! The law of layers: which stage may know which.

#![allow(clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};

/// Each stage and what it may import besides itself.
const LAW: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("data", &["text"]),
    ("annotate", &["text", "data"]),
    ("lexicon", &["text", "data", "annotate"]),
    ("align", &["text", "data", "annotate", "lexicon"]),
    ("check", &["text", "data", "annotate", "lexicon"]),
    ("score", &["text", "data", "annotate", "lexicon"]),
    ("read", &["text", "data"]),
    ("segment", &["text", "data"]),
    ("report", &["text", "data"]),
    ("encoder", &["text"]),
    ("baseline", &["text", "data"]),
];

/// These know the order of the stages.
const FREE: &[&str] = &["lib", "main", "cli", "drive", "examples", "mend"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The modules that a source names after `crate::`, outside its tests.
fn imports(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let mut names = Vec::new();
    for line in code.lines() {
        if line.trim_start().starts_with("//") {
            continue;
        }
        for (at, _) in line.match_indices("crate::") {
            let rest = &line[at + "crate::".len()..];
            // A list in braces may go on over lines; none is needed so far.
            assert!(!rest.starts_with('{'), "one `use` for each module: {line}");
            names.push(
                rest.chars()
                    .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
                    .collect(),
            );
        }
    }
    names
}

#[test]
fn no_stage_imports_what_it_must_not_know() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut faults = Vec::new();
    for file in files {
        let below = file.strip_prefix(&root).expect("below src");
        let stage = below
            .components()
            .next()
            .and_then(|part| Path::new(part.as_os_str()).file_stem())
            .and_then(|stem| stem.to_str())
            .expect("a name");
        if FREE.contains(&stage) {
            continue;
        }
        // The tests of a stage may build what they need with the others.
        if below.file_stem().is_some_and(|stem| stem == "tests") {
            continue;
        }
        let Some((_, allowed)) = LAW.iter().find(|(name, _)| *name == stage) else {
            faults.push(format!("{}: the law does not know it", below.display()));
            continue;
        };
        for name in imports(&fs::read_to_string(&file).expect("a source")) {
            if name != stage && !allowed.contains(&name.as_str()) {
                faults.push(format!("{} imports {name}", below.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

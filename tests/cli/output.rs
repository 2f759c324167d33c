//! What is printed.

use std::io::Read;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::{FAULTY, Folder, SOUND, run};

const EN: [&str; 4] = ["--source-lang", "en", "--target-lang", "en"];

fn with<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    let mut all = arguments.to_vec();
    all.extend(EN);
    all
}

const SEED: &str = "corpora/seed/000_35ec1cf6e86180e0.txt";

#[test]
fn findings_have_the_fields_of_the_contract_in_order() {
    let folder = Folder::with(&[("a.txt", SOUND), ("b.txt", FAULTY)]);
    let ran = folder.run(&with(&["check", "a.txt", "b.txt", "--format", "jsonl"]));
    let line = ran.out.lines().next().expect("a line");
    let fields = [
        "path",
        "source_path",
        "source_lang",
        "target_lang",
        "pair",
        "id",
        "role",
        "code",
        "name",
        "category",
        "severity",
        "confidence",
        "message",
        "source",
        "target",
        "segments",
        "fix",
        "fingerprint",
    ];
    let mut at = 0;
    for field in fields {
        let found = line[at..]
            .find(&format!("\"{field}\":"))
            .unwrap_or_else(|| panic!("{field}"));
        at += found;
    }
    let finding = &ran.findings()[0];
    assert_eq!(finding["source_lang"], "en");
    assert_eq!(finding["role"], "body");
    assert_eq!(finding["category"], "accuracy");
    assert_eq!(finding["severity"], "major");
    assert_eq!(finding["confidence"], "high");
    let place = finding["target"][0].as_object().expect("a place");
    let keys: Vec<&String> = place.keys().collect();
    assert_eq!(keys, ["start", "end", "line", "column", "text"]);
}

#[test]
fn offsets_slice_the_file() {
    let file = std::fs::read_to_string(SEED).expect("the seed");
    let ran = run(&with(&[
        "check",
        SEED,
        "--format",
        "jsonl",
        "--min-confidence",
        "low",
    ]));
    let findings = ran.findings();
    assert!(findings.len() > 5);
    for finding in findings {
        for place in finding["target"].as_array().expect("places") {
            let number = |field: &str| place[field].as_u64().expect("a number") as usize;
            let (start, end) = (number("start"), number("end"));
            assert_eq!(place["text"], file[start..end]);
            let before = &file[..start];
            assert_eq!(number("line"), before.matches('\n').count() + 1);
            let line = before.rsplit('\n').next().unwrap_or_default();
            assert_eq!(number("column"), line.chars().count() + 1);
        }
    }
}

#[test]
fn output_does_not_depend_on_threads() {
    let folder = Folder::new();
    let mut rows = String::new();
    for number in 0..3_000 {
        let target = if number % 7 == 0 { FAULTY } else { SOUND };
        rows.push_str(&format!("{SOUND} {number}\t{target} {number}\n"));
        if number % 500 == 0 {
            rows.push_str("short\n");
        }
    }
    folder.write("a.tsv", rows.as_bytes());
    for file in ["a.txt", "b.txt", "c.txt"] {
        folder.write(
            file,
            format!("{FAULTY}\n\n{SOUND}\n\n").repeat(200).as_bytes(),
        );
    }
    for arguments in [
        &["check", "a.tsv", "--format", "jsonl"][..],
        &["check", "a.tsv"],
        &["check", "a.tsv", "--format", "json"],
        &["score", "a.tsv", "--format", "jsonl"],
        &[
            "check", "--each", "a.txt", "b.txt", "c.txt", "--format", "concise",
        ],
        &["check", "a.txt", "b.txt", "--format", "jsonl"],
        &["align", "a.txt", "b.txt"],
    ] {
        let runs: Vec<_> = ["1", "2", "8"]
            .map(|threads| {
                let mut all = with(arguments);
                all.extend(["--threads", threads]);
                folder.run(&all)
            })
            .into();
        assert!(!runs[0].out.is_empty(), "{arguments:?}");
        for other in &runs[1..] {
            assert!(other.out == runs[0].out, "{arguments:?}");
            assert!(other.err == runs[0].err, "{arguments:?}");
            assert_eq!(other.code, runs[0].code);
        }
    }
}

#[test]
fn concise_is_one_line_a_finding() {
    let folder = Folder::with(&[("a.txt", &format!("{SOUND}\n\n{FAULTY}\n"))]);
    let ran = folder.run(&with(&[
        "check", "a.txt", "--format", "concise", "--select", "Q03",
    ]));
    assert_eq!(ran.out.lines().count(), 1);
    assert!(
        ran.out
            .starts_with("a.txt:3:35: major Q03 competing-quotes: "),
        "{}",
        ran.out
    );
}

#[test]
fn json_is_one_document() {
    let folder = Folder::with(&[("a.txt", FAULTY), ("b.txt", FAULTY)]);
    let ran = folder.run(&with(&[
        "check",
        "--each",
        "a.txt",
        "missing.txt",
        "b.txt",
        "--format",
        "json",
    ]));
    assert_eq!(ran.code, 2);
    let document: Value = serde_json::from_str(&ran.out).expect("JSON");
    let findings = document["findings"].as_array().expect("findings");
    assert!(findings.iter().any(|finding| finding["error"].is_string()));
    assert!(findings.iter().any(|finding| finding["path"] == "b.txt"));
    let inputs = document["inputs"].as_array().expect("inputs");
    assert_eq!(inputs.len(), 2);
    assert!(inputs[0]["signature"].is_string());
    let none = folder.run(&with(&[
        "check", "a.txt", "--format", "json", "--select", "Q08",
    ]));
    let document: Value = serde_json::from_str(&none.out).expect("JSON");
    assert_eq!(document["findings"], Value::Array(Vec::new()));
}

#[test]
fn nothing_is_coloured_in_a_file() {
    let folder = Folder::with(&[("a.txt", FAULTY)]);
    for arguments in [
        &["check", "a.txt"][..],
        &["score", "a.txt"],
        &["list"],
        &["explain", "Q03"],
    ] {
        let ran = folder.run(arguments);
        assert!(!ran.out.contains('\u{1b}'), "{arguments:?}");
        assert!(!ran.out.contains('\u{2067}'), "{arguments:?}");
    }
}

#[test]
fn a_text_cannot_command_the_terminal() {
    let folder = Folder::with(&[("a.txt", &FAULTY.replace("rebel", "re\u{1b}[2Jbel\u{202e}"))]);
    let ran = folder.run(&with(&["check", "a.txt", "--select", "Q03"]));
    assert_eq!(ran.code, 1);
    assert!(!ran.out.contains('\u{1b}'));
    assert!(!ran.out.contains('\u{202e}'));
}

/// The fields over which a fingerprint is made, for a finding without places in the source.
fn expected_fingerprint(finding: &Value, segment: &str, ordinal: u64) -> String {
    use sha2::{Digest, Sha256};
    let mut digest = Sha256::new();
    let mut field = |text: &str| {
        digest.update(text.as_bytes());
        digest.update([0]);
    };
    field(finding["code"].as_str().expect("a code"));
    field("");
    for place in finding["target"].as_array().expect("places") {
        field(place["text"].as_str().expect("a text"));
    }
    field("");
    field(segment);
    field(&ordinal.to_string());
    let hex: String = digest.finalize()[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("v1:{hex}")
}

#[test]
fn fingerprints_follow_the_words_and_not_the_place() {
    let folder = Folder::new();
    folder.write("a.txt", format!("{FAULTY}\n\n{FAULTY}\n").as_bytes());
    // Moved, in a longer text, with other white space inside the segment, decomposed.
    let moved = FAULTY.replace("as a ", "as  a\n");
    folder.write(
        "b.txt",
        format!("{SOUND}\n\n{SOUND}\n\n{FAULTY}\n").as_bytes(),
    );
    let arguments = ["--format", "jsonl", "--select", "Q03"];
    let run = |file: &str| {
        let mut all = with(&["check", file]);
        all.extend(arguments);
        folder.run(&all).findings()
    };
    let (twice, once) = (run("a.txt"), run("b.txt"));
    assert_eq!(twice.len(), 2);
    assert_eq!(twice[0]["fingerprint"], once[0]["fingerprint"]);
    assert_ne!(twice[0]["fingerprint"], twice[1]["fingerprint"]);
    let segment = once[0]["segments"]["target"][0].as_str().expect("a text");
    assert_eq!(
        once[0]["fingerprint"],
        expected_fingerprint(&once[0], segment, 0)
    );
    assert_eq!(
        twice[1]["fingerprint"],
        expected_fingerprint(&twice[1], segment, 1)
    );
    let row = |text: &str| serde_json::json!({"source": "", "target": text}).to_string();
    folder.write("c.jsonl", (row(&moved) + "\n").as_bytes());
    assert_eq!(run("c.jsonl")[0]["fingerprint"], once[0]["fingerprint"]);
}

#[test]
fn scores_have_the_fields_of_the_contract() {
    let folder = Folder::with(&[("a.txt", &format!("{SOUND}\n\n{FAULTY}\n"))]);
    let ran = folder.run(&with(&["score", "a.txt", "--format", "jsonl"]));
    assert_eq!(ran.code, 0);
    let objects = ran.objects();
    assert_eq!(objects.len(), 3);
    for object in &objects {
        for field in [
            "kind",
            "path",
            "pair",
            "score",
            "penalty",
            "adequacy",
            "words",
            "findings",
            "signature",
        ] {
            assert!(object.get(field).is_some(), "{field}");
        }
    }
    assert_eq!(objects[0]["kind"], "passage");
    assert_eq!(objects[0]["score"], 100.0);
    assert_eq!(objects[0]["words"], 12);
    // Two major faults of 5 points on fewer than 20 words.
    assert_eq!(objects[1]["penalty"], 10.0);
    assert_eq!(objects[1]["score"], 50.0);
    assert_eq!(objects[2]["kind"], "document");
    assert_eq!(objects[2]["penalty"], 10.0);
    assert_eq!(objects[2]["words"], 25);
    // The mean of both by their words.
    assert_eq!(objects[2]["score"], 74.0);
    assert_eq!(objects[2]["passages"], 2);
    assert_eq!(objects[2]["findings"].as_array().map(Vec::len), Some(2));
    let signature = objects[2]["signature"].as_str().expect("a signature");
    for key in [
        "profile",
        "confidence",
        "segmentation",
        "alignment",
        "checks",
        "version",
        "weights",
    ] {
        assert!(signature.contains(&format!("{key}:")), "{signature}");
    }
    let part = folder.run(&with(&[
        "score", "a.txt", "--format", "jsonl", "--select", "Q03",
    ]));
    assert_ne!(part.objects()[2]["signature"], objects[2]["signature"]);
}

/// A good translation, one that lacks its second half, and one that was not translated.
const GOOD_AND_BAD: &str = "\
The minister said on Monday that the talks had failed and that both sides would meet again in May.\t\
Der Minister sagte am Montag, die Gespräche seien gescheitert und beide Seiten träfen sich im Mai wieder.
The police arrested two men after the fire, and the school will stay closed until the end of the week.\t\
Die Polizei nahm zwei Männer fest.
The court will decide next week whether the company has to pay.\t\
The court will decide next week whether the company has to pay.
";

#[test]
fn scores_tell_good_from_bad_and_say_why() {
    let folder = Folder::with(&[("a.tsv", GOOD_AND_BAD)]);
    let score = |more: &[&str]| {
        let mut args = vec![
            "score",
            "a.tsv",
            "--source-lang",
            "en",
            "--target-lang",
            "de",
        ];
        args.extend(more);
        folder.run(&args)
    };
    let all = score(&["--format", "jsonl"]).objects();
    assert_eq!(all.len(), 4);
    let value = |at: usize, name: &str| all[at][name].as_f64().expect("a number");
    assert!(
        value(0, "score") > 70.0 && value(0, "adequacy") > 0.9,
        "{all:?}"
    );
    assert!(
        value(1, "score") < 60.0 && value(1, "adequacy") < 0.9,
        "{all:?}"
    );
    assert!(value(2, "score") < 20.0, "{all:?}");
    assert_eq!(all[2]["critical_error"], true);
    assert!(all[3]["interval"][0].as_f64() < all[3]["score"].as_f64());
    let signature = all[3]["signature"].as_str().expect("a signature");
    assert!(signature.contains("|estimate:mlqe-pe-"), "{signature}");

    let below = score(&["--format", "jsonl", "--below", "60"]).objects();
    let pairs: Vec<_> = below.iter().map(|object| object["pair"].as_u64()).collect();
    assert_eq!(pairs, [Some(1), Some(2), None]);
    let worst = score(&["--format", "jsonl", "--top", "2"]).objects();
    let pairs: Vec<_> = worst.iter().map(|object| object["pair"].as_u64()).collect();
    assert_eq!(pairs, [Some(2), Some(1)]);

    let explained = score(&["--format", "jsonl", "--explain", "--top", "1"]).objects();
    let features = explained[0]["features"].as_array().expect("features");
    assert!(features.iter().any(|part| part["name"] == "covered-source"));
    let table = score(&["--format", "tsv"]).out;
    let columns: Vec<usize> = table.lines().map(|line| line.split('\t').count()).collect();
    assert_eq!(columns, [12; 5]);
    let summary = score(&[]).out;
    assert!(summary.contains("\n3 passages, mean "), "{summary}");

    assert_eq!(score(&["--pass", "90"]).code, 1);
    assert_eq!(score(&["--pass", "10"]).code, 0);
    assert_eq!(score(&["--pass", "101"]).code, 2);
    assert_eq!(score(&["--profile", "strict"]).code, 2);
    let core = score(&["--format", "jsonl", "--profile", "mqm-core"]).objects();
    let profile = core[3]["signature"].as_str().expect("a signature");
    assert!(profile.starts_with("profile:mqm-core|"), "{profile}");
}

#[test]
fn beads_name_segments_from_zero() {
    let folder = Folder::with(&[("a.txt", "One.\n\nTwo.\n"), ("b.txt", "Eins.\n\nZwei.\n")]);
    let ran = folder.run(&["align", "a.txt", "b.txt"]);
    assert_eq!(ran.code, 0);
    for (number, line) in ran.out.lines().enumerate() {
        let start = format!("[{number}]:[{number}]:");
        let confidence = line.strip_prefix(&start).expect("a bead");
        assert!(confidence.parse::<f64>().is_ok(), "{line}");
    }
    let tsv = folder.run(&["align", "a.txt", "b.txt", "--format", "tsv"]);
    assert_eq!(tsv.out, "One.\tEins.\nTwo.\tZwei.\n");
    let jsonl = folder.run(&["align", "a.txt", "b.txt", "--format", "jsonl"]);
    assert_eq!(jsonl.objects()[1]["target"][0], 1);
}

#[test]
fn lines_are_segments_and_empty_ones_count() {
    let folder = Folder::new();
    folder.write(
        "a.txt",
        "One. Two.\n\nThree three three three.\n".as_bytes(),
    );
    folder.write("b.txt", "Eins. Zwei.\n\nDrei drei drei drei.\n".as_bytes());
    let ran = folder.run(&["align", "--lines", "a.txt", "b.txt"]);
    assert_eq!(ran.code, 0);
    let mut seen = [Vec::new(), Vec::new()];
    for line in ran.out.lines() {
        for (side, list) in line.split(':').take(2).enumerate() {
            let list = list.trim_matches(['[', ']']);
            for number in list.split(", ").filter(|number| !number.is_empty()) {
                seen[side].push(number.parse::<u32>().expect("a number"));
            }
        }
    }
    assert_eq!(seen, [vec![0, 1, 2], vec![0, 1, 2]]);
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let folder = Folder::new();
    folder.write(
        "a.tsv",
        format!("{SOUND}\t{FAULTY}\n").repeat(20_000).as_bytes(),
    );
    let mut child = Command::new(env!("CARGO_BIN_EXE_bilint"))
        .args(with(&["check", "a.tsv", "--format", "jsonl"]))
        .current_dir(&folder.0)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary");
    let mut stdout = child.stdout.take().expect("a pipe");
    let mut start = [0; 64];
    stdout.read_exact(&mut start).expect("output");
    drop(stdout);
    let output = child.wait_with_output().expect("an end");
    assert!(output.stderr.is_empty());
    assert!(output.status.code().is_some(), "no signal");
}

#[test]
fn the_list_is_json_too() {
    let ran = run(&["list", "--format", "json"]);
    let list: Value = serde_json::from_str(&ran.out).expect("JSON");
    let first = &list.as_array().expect("an array")[0];
    for field in ["code", "name", "family", "category", "severity", "summary"] {
        assert!(first[field].is_string(), "{field}");
    }
    let one = run(&["list", "--select", "Q03"]);
    assert_eq!(one.out.lines().count(), 1);
}

#[test]
fn explain_shows_the_marks_of_examples() {
    let ran = run(&["explain", "Q03"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains('⟦') && ran.out.contains('⟧'));
    let by_name = run(&["explain", "competing-quotes"]);
    assert_eq!(by_name.out, ran.out);
}

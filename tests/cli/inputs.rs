//! What is read, and how inputs belong together.

use std::io::Write;

use serde_json::Value;

use crate::{FAULTY, Folder, SOUND};

const COMMON: [&str; 8] = [
    "--source-lang",
    "en",
    "--target-lang",
    "en",
    "--format",
    "jsonl",
    "--select",
    "Q03",
];

fn check(folder: &Folder, arguments: &[&str]) -> crate::Ran {
    check_with(folder, arguments, b"")
}

fn check_with(folder: &Folder, arguments: &[&str], input: &[u8]) -> crate::Ran {
    let mut all = vec!["check"];
    all.extend(arguments);
    all.extend(COMMON);
    folder.run_with(&all, input)
}

/// Line and column of the first place on the target side.
fn place(finding: &Value) -> (u64, u64) {
    let place = &finding["target"][0];
    (
        place["line"].as_u64().expect("a line"),
        place["column"].as_u64().expect("a column"),
    )
}

#[test]
fn one_document_is_a_translation_alone() {
    let folder = Folder::with(&[("a.txt", FAULTY)]);
    let ran = check(&folder, &["a.txt"]);
    let findings = ran.findings();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0]["source_path"], Value::Null);
    assert_eq!(findings[0]["source_lang"], Value::Null);
    assert_eq!(findings[0]["source"], Value::Array(Vec::new()));
    assert_eq!(findings[0]["pair"], 0);
}

#[test]
fn two_documents_are_source_and_target() {
    let folder = Folder::with(&[("a.txt", SOUND), ("b.txt", FAULTY)]);
    let ran = check(&folder, &["a.txt", "b.txt"]);
    let findings = ran.findings();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0]["path"], "b.txt");
    assert_eq!(findings[0]["source_path"], "a.txt");
    let ran = folder.run(&[
        "check",
        "a.txt",
        "b.txt",
        "--source-lang",
        "en",
        "--target-lang",
        "en",
    ]);
    let first = ran.out.lines().next().expect("a line");
    let rest = first
        .strip_prefix("a.txt → b.txt, 1 bead, mean confidence ")
        .expect(first);
    assert!(rest.len() == 4 && rest.parse::<f64>().is_ok(), "{first}");
}

#[test]
fn each_and_source_take_any_number() {
    let folder = Folder::with(&[("a.txt", SOUND), ("b.txt", FAULTY), ("c.txt", FAULTY)]);
    folder.write("d.tsv", format!("{SOUND}\t{FAULTY}\n").as_bytes());
    let each = check(&folder, &["--each", "a.txt", "b.txt", "c.txt", "d.tsv"]);
    let paths: Vec<Value> = each
        .findings()
        .iter()
        .map(|it| it["path"].clone())
        .collect();
    assert_eq!(paths, ["b.txt", "c.txt", "d.tsv"]);
    let source = check(&folder, &["--source", "a.txt", "b.txt", "c.txt"]);
    let sources: Vec<Value> = source
        .findings()
        .iter()
        .map(|it| it["source_path"].clone())
        .collect();
    assert_eq!(sources, ["a.txt", "a.txt"]);
}

#[test]
fn aligned_files_are_paired_line_by_line() {
    let folder = Folder::new();
    folder.write("a.txt", format!("{SOUND}\n\n{SOUND}\n").as_bytes());
    folder.write("b.txt", format!("{SOUND}\n{FAULTY}\n{FAULTY}\n").as_bytes());
    let ran = check(&folder, &["--aligned", "a.txt", "b.txt"]);
    let findings = ran.findings();
    assert_eq!(ran.code, 1);
    let pairs: Vec<_> = findings.iter().map(|it| it["pair"].as_u64()).collect();
    assert_eq!(pairs, [Some(1), Some(2)]);
    assert_eq!(findings[1]["path"], "b.txt");
    assert_eq!(findings[1]["source_path"], "a.txt");
    assert_eq!(place(&findings[1]).0, 3);
}

#[test]
fn aligned_files_of_different_length_are_an_error() {
    let folder = Folder::new();
    folder.write("a.txt", format!("{SOUND}\n{SOUND}\n").as_bytes());
    folder.write("b.txt", format!("{FAULTY}\n").as_bytes());
    let ran = check(&folder, &["--aligned", "a.txt", "b.txt"]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.findings().len(), 1);
}

#[test]
fn standard_input_is_plain_text_unless_said_otherwise() {
    let folder = Folder::new();
    let ran = check_with(&folder, &["-"], FAULTY.as_bytes());
    assert_eq!(ran.findings()[0]["path"], "-");
    let row = format!("{SOUND}\t{FAULTY}\n");
    let ran = check_with(&folder, &["-", "--input-format", "tsv"], row.as_bytes());
    assert_eq!(ran.findings()[0]["source_path"], "-");
    assert_eq!(ran.findings()[0]["segments"]["source"][0], SOUND);
}

#[test]
fn only_lf_and_crlf_end_a_line() {
    let folder = Folder::new();
    // A line separator, a next line, a form feed and a lone CR are text.
    let rows = format!(
        "one\u{2028}two\u{85}three\u{c}four\rfive\t{FAULTY}\r\n{SOUND}\t{FAULTY}\textra\tmore\n"
    );
    folder.write("a.tsv", rows.as_bytes());
    let ran = check(&folder, &["a.tsv"]);
    let findings = ran.findings();
    assert_eq!(ran.code, 1);
    assert_eq!(findings.len(), 2);
    assert_eq!(findings[0]["pair"], 0);
    assert_eq!(findings[1]["pair"], 1);
    assert_eq!(place(&findings[1]).0, 2);
    let text = findings[0]["target"][0]["text"].as_str().expect("a text");
    assert_eq!(text, "“rebel.” “dictator”");
}

#[test]
fn quotation_marks_at_the_edges_of_fields_are_text() {
    let folder = Folder::new();
    let rows = "\"He said so\tHe called him a \"rebel.\" \"dictator\" In reply.\n\"\"\t\"\n";
    folder.write("a.tsv", rows.as_bytes());
    let ran = check(&folder, &["a.tsv"]);
    let findings = ran.findings();
    assert_ne!(ran.code, 2, "{}", ran.err);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0]["segments"]["source"][0], "\"He said so");
    assert_eq!(findings[0]["target"][0]["text"], "\"rebel.\" \"dictator\"");
}

#[test]
fn an_empty_source_is_a_translation_alone() {
    let folder = Folder::new();
    folder.write("a.tsv", format!("\t{FAULTY}\n").as_bytes());
    let ran = check(&folder, &["a.tsv"]);
    let findings = ran.findings();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0]["source_path"], Value::Null);
    assert_eq!(findings[0]["segments"]["source"], Value::Array(Vec::new()));
}

#[test]
fn a_header_names_the_columns() {
    let folder = Folder::new();
    let rows = format!("id\ttarget\tnote\tsource\nx7\t{FAULTY}\t-\t{SOUND}\n");
    folder.write("a.tsv", rows.as_bytes());
    let ran = check(&folder, &["a.tsv", "--header"]);
    let findings = ran.findings();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0]["id"], "x7");
    assert_eq!(findings[0]["pair"], 0);
    assert_eq!(findings[0]["segments"]["source"][0], SOUND);
    assert_eq!(place(&findings[0]), (2, 38));
}

#[test]
fn json_lines_have_their_fields() {
    let folder = Folder::new();
    let row = serde_json::json!({
        "source": SOUND, "target": format!("A \"tab\":\t{FAULTY}"), "id": "k", "document": "d",
        "target_lang": "en", "source_lang": "en",
    });
    folder.write("a.jsonl", format!("{{broken\n{row}\n").as_bytes());
    let ran = check(&folder, &["a.jsonl"]);
    assert_eq!(ran.code, 2);
    let findings = ran.findings();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0]["id"], "k");
    assert_eq!(findings[0]["pair"], 1);
    let place = &findings[0]["target"][0];
    // Offsets count in the unescaped field.
    let field = row["target"].as_str().expect("a text");
    let start = field.find("“rebel").expect("the fault") as u64;
    assert_eq!(place["start"], start);
    assert_eq!(place["line"], 2);
    assert!(ran.err.starts_with("a.jsonl:1: "), "{}", ran.err);
}

#[test]
fn rows_of_one_document_are_seen_together() {
    let folder = Folder::new();
    let mut rows = String::from("source\ttarget\tdocument\n");
    for document in ["one", "one", "two"] {
        rows.push_str(&format!("{SOUND}\t{SOUND}\t{document}\n"));
    }
    folder.write("a.tsv", rows.as_bytes());
    let ran = folder.run(&[
        "score",
        "a.tsv",
        "--header",
        "--format",
        "jsonl",
        "--source-lang",
        "en",
        "--target-lang",
        "en",
    ]);
    let documents: Vec<Value> = ran
        .objects()
        .into_iter()
        .filter(|object| object["kind"] == "document")
        .map(|object| object["id"].clone())
        .collect();
    assert_eq!(documents, ["one", "two"]);
    assert_eq!(ran.objects().len(), 5);
}

#[test]
fn a_document_of_too_many_rows_goes_on_as_another() {
    let folder = Folder::new();
    let mut rows = String::from("source\ttarget\tdocument\n");
    for _ in 0..5_001 {
        rows.push_str("A word.\tA word.\tlong\n");
    }
    rows.push_str(&format!("{SOUND}\t{FAULTY}\tlong\n"));
    folder.write("a.tsv", rows.as_bytes());
    let ran = check(&folder, &["a.tsv", "--header"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.err.lines().count(), 1);
    assert!(ran.err.starts_with("a.tsv: document `long`"), "{}", ran.err);
    assert_eq!(ran.findings()[0]["pair"], 5_001);
}

#[test]
fn a_byte_order_mark_is_no_text() {
    let folder = Folder::with(&[("a.txt", &format!("\u{feff}{FAULTY}"))]);
    folder.write("b.tsv", format!("\u{feff}{SOUND}\t{FAULTY}\n").as_bytes());
    let alone = check(&folder, &["a.txt"]);
    assert_eq!(place(&alone.findings()[0]), (1, 35));
    assert_eq!(alone.findings()[0]["target"][0]["start"], 34);
    let pairs = check(&folder, &["b.tsv"]);
    assert_eq!(pairs.findings()[0]["segments"]["source"][0], SOUND);
}

#[test]
fn compressed_files_are_read_by_their_bytes() {
    let folder = Folder::new();
    let row = format!("{SOUND}\t{FAULTY}\n");
    let gzip = |text: &str| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).expect("in memory");
        encoder.finish().expect("in memory")
    };
    // Two members, one after the other.
    folder.write("a.tsv.gz", &[gzip(&row), gzip(&row)].concat());
    let ran = check(&folder, &["a.tsv.gz"]);
    assert_eq!(ran.codes(), ["Q03", "Q03"]);
    folder.write("b.txt", &gzip(FAULTY));
    assert_eq!(check(&folder, &["b.txt"]).codes(), ["Q03"]);
    let ran = check_with(&folder, &["-"], &gzip(FAULTY));
    assert_eq!(ran.codes(), ["Q03"]);
}

#[test]
fn crlf_and_nul_and_long_lines_do_no_harm() {
    let folder = Folder::new();
    folder.write("a.txt", format!("One.\r\n\r\nA B. {FAULTY}\r\n").as_bytes());
    let ran = check(&folder, &["a.txt"]);
    let findings = ran.findings();
    assert_eq!(findings.len(), 1);
    assert_eq!(place(&findings[0]).0, 3);
    assert_eq!(findings[0]["target"][0]["text"], "“rebel.” “dictator”");
    folder.write("n.txt", b"A\0B");
    let ran = check(&folder, &["n.txt"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("NUL"), "{}", ran.err);
    folder.write("b.txt", "word ".repeat(200_000).as_bytes());
    assert_eq!(check(&folder, &["b.txt"]).code, 0);
}

#[test]
fn any_bytes_are_answered() {
    let folder = Folder::new();
    let bytes: Vec<u8> = (0..=255u8).cycle().take(5_000).collect();
    for name in ["a.txt", "a.tsv", "a.jsonl", "a.html"] {
        folder.write(name, &bytes);
        let ran = check(&folder, &[name]);
        assert!((0..=2).contains(&ran.code), "{name}");
        assert!(!ran.err.contains("panicked"), "{name}: {}", ran.err);
    }
}

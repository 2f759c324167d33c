//! `--fix` and `--diff`: what is mended, and that nothing else is touched.

use std::fs;

use crate::{Folder, SOUND};

const ENGLISH: &[&str] = &[
    "--source-lang",
    "de",
    "--target-lang",
    "en",
    "--select",
    "P,M",
];

fn run(folder: &Folder, arguments: &[&str]) -> crate::Ran {
    let all: Vec<&str> = arguments.iter().chain(ENGLISH).copied().collect();
    folder.run(&all)
}

fn read(folder: &Folder, name: &str) -> String {
    fs::read_to_string(folder.0.join(name)).expect("a file")
}

#[test]
fn a_document_is_mended_in_place() {
    let folder = Folder::with(&[(
        "a.txt",
        "\u{feff}He came , saw and left .\r\n\r\nIt rained.\r\n",
    )]);
    let ran = run(&folder, &["check", "a.txt", "--fix"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(
        ran.err
            .contains("2 faults mended in 1 file, 0 findings remain"),
        "{}",
        ran.err
    );
    assert_eq!(
        read(&folder, "a.txt"),
        "\u{feff}He came, saw and left.\r\n\r\nIt rained.\r\n"
    );
}

#[test]
fn records_keep_their_escapes_and_bad_ones_stay() {
    let jsonl = concat!(
        "{\"id\": 7, \"source\": \"Er kam, sah und ging.\", \"target\": \"He said \\\"no\\\" , saw , and left\\u002e\"}\n",
        "not a record\n",
        "{\"x\":[1, 2],\"target\":\"caf\\u00e9 , bar , pub.\",\"source\":\"Café, Bar, Kneipe.\"}\n",
    );
    let tsv = "Er kam, sah.\tHe came , and saw ,\textra , column\nbroken\nJa.\tYes.\n";
    let csv = "Er kam,\"He said \"\"no\"\" , saw , left.\"\n\"a, b\",\"x\"\n";
    let folder = Folder::with(&[("a.jsonl", jsonl), ("b.tsv", tsv), ("c.csv", csv)]);
    let ran = run(
        &folder,
        &["check", "a.jsonl", "b.tsv", "--fix", "--bad-records", "2"],
    );
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert_eq!(
        read(&folder, "a.jsonl"),
        jsonl
            .replace("no\\\" , saw ,", "no\\\", saw,")
            .replace("\\u00e9 , bar ,", "\\u00e9, bar,")
    );
    assert!(read(&folder, "b.tsv").starts_with("Er kam, sah.\tHe came, and saw"));
    assert!(read(&folder, "b.tsv").ends_with("\textra , column\nbroken\nJa.\tYes.\n"));
    run(
        &folder,
        &["check", "c.csv", "--input-format", "csv", "--fix"],
    );
    assert_eq!(
        read(&folder, "c.csv"),
        csv.replace(" , saw , left", ", saw, left")
    );
}

#[test]
fn a_page_keeps_its_markup() {
    let page = "<html><body><p>He <b>came</b> , saw &amp; left .</p>\n<p>Caf&eacute; , bar .</p></body></html>\n";
    let folder = Folder::with(&[("a.html", page)]);
    run(&folder, &["check", "a.html", "--fix"]);
    let mended = read(&folder, "a.html");
    assert!(
        mended.contains("<b>came</b>, saw &amp; left.</p>"),
        "{mended}"
    );
    assert!(mended.contains("Caf&eacute;, bar.</p>"), "{mended}");
}

#[test]
fn a_diff_changes_nothing_and_exits_with_one() {
    let text = "He came , saw and left .\n";
    let folder = Folder::with(&[("a.txt", text), ("b.txt", SOUND)]);
    let ran = run(&folder, &["check", "a.txt", "--diff"]);
    assert_eq!(ran.code, 1);
    assert_eq!(read(&folder, "a.txt"), text);
    assert_eq!(
        ran.out,
        "--- a.txt\n+++ a.txt\n@@ -1 +1 @@\n-He came , saw and left .\n+He came, saw and left.\n"
    );
    let ran = run(&folder, &["check", "b.txt", "--diff"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
}

#[test]
fn standard_input_goes_to_standard_output() {
    let folder = Folder::new();
    let mut arguments = vec!["check", "-", "--fix"];
    arguments.extend(ENGLISH);
    let ran = folder.run_with(&arguments, b"He came , saw and left .");
    assert_eq!(ran.out, "He came, saw and left.");
    assert!(ran.err.contains("2 faults mended"), "{}", ran.err);
    let ran = folder.run_with(&arguments, b"He came.");
    assert_eq!(ran.out, "He came.");
}

#[test]
fn what_is_less_sure_needs_to_be_asked_for() {
    let text = "He came.  Then it rained.\n";
    let folder = Folder::with(&[("a.txt", text)]);
    run(&folder, &["check", "a.txt", "--fix"]);
    assert_eq!(read(&folder, "a.txt"), text);
    run(&folder, &["check", "a.txt", "--fix", "--unsafe-fixes"]);
    assert_eq!(read(&folder, "a.txt"), "He came. Then it rained.\n");
}

#[test]
fn other_encodings_and_packed_files_are_refused() {
    let folder = Folder::new();
    let latin = b"Il est venu , a vu et est reparti , d\xe9j\xe0 .\n".repeat(40);
    folder.write("a.txt", &latin);
    let ran = run(&folder, &["check", "a.txt", "--fix"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("UTF-8"), "{}", ran.err);
    assert_eq!(fs::read(folder.0.join("a.txt")).expect("a file"), latin);
}

#[test]
fn what_cannot_go_together_is_bad_usage() {
    let folder = Folder::with(&[("a.txt", SOUND), ("b.txt", SOUND)]);
    for arguments in [
        &["check", "a.txt", "--fix", "--diff"][..],
        &["check", "a.txt", "--unsafe-fixes"],
        &["check", "--aligned", "a.txt", "b.txt", "--fix"],
    ] {
        assert_eq!(run(&folder, arguments).code, 2, "{arguments:?}");
    }
}

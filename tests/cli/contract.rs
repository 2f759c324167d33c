//! Exit codes and usage.

use crate::{FAULTY, Folder, SOUND, run};

fn files() -> Folder {
    let folder = Folder::with(&[
        ("bad.txt", FAULTY),
        ("good.txt", SOUND),
        ("empty.txt", ""),
        ("more.txt", SOUND),
    ]);
    folder.write("bad.tsv", format!("{SOUND}\t{FAULTY}\n").as_bytes());
    folder.write("good.tsv", format!("{SOUND}\t{SOUND}\n").as_bytes());
    folder
}

fn code(folder: &Folder, arguments: &str) -> i32 {
    let mut all: Vec<&str> = arguments.split(' ').collect();
    all.extend(["--source-lang", "en", "--target-lang", "en"]);
    folder.run(&all).code
}

#[test]
fn zero_is_nothing_found_and_one_is_something() {
    let folder = files();
    assert_eq!(code(&folder, "check good.txt"), 0);
    assert_eq!(code(&folder, "check bad.txt"), 1);
    assert_eq!(code(&folder, "check bad.txt --fail-on major"), 1);
    assert_eq!(code(&folder, "check bad.txt --fail-on critical"), 0);
    assert_eq!(code(&folder, "check bad.txt --ignore Q"), 0);
    assert_eq!(code(&folder, "check bad.txt --select Q03"), 1);
    assert_eq!(code(&folder, "check bad.txt --select competing-quotes"), 1);
    assert_eq!(code(&folder, "check bad.txt --select Q08"), 0);
    assert_eq!(code(&folder, "check good.tsv bad.tsv"), 1);
    assert_eq!(code(&folder, "check good.tsv"), 0);
}

#[test]
fn what_is_shown_and_what_fails_are_apart() {
    let folder = files();
    let shown = "check bad.txt --select Q03 --min-confidence high --fail-confidence low";
    assert_eq!(code(&folder, shown), 1);
}

#[test]
fn two_is_bad_usage() {
    let folder = files();
    for arguments in [
        "check",
        "check good.txt --no-such-option",
        "check good.txt --format sarcastic",
        "check good.txt --select Q999",
        "check good.txt --fail-on everything",
        "check good.txt more.txt empty.txt",
        "check good.txt good.tsv",
        "check good.tsv good.txt bad.tsv",
        "check --aligned good.txt",
        "check --aligned good.txt more.txt bad.txt",
        "check --each --aligned good.txt more.txt",
        "check --each --source good.txt more.txt",
        "check --source good.txt good.tsv",
        "check - -",
        "explain Q999",
        "align good.txt",
        "frobnicate",
    ] {
        assert_eq!(code(&folder, arguments), 2, "{arguments}");
    }
    for tag in ["qqx", "not a tag", "xx-Latn"] {
        let ran = folder.run(&["check", "good.txt", "--target-lang", tag]);
        assert_eq!(ran.code, 2, "{tag}");
        assert!(ran.err.contains("language"), "{}", ran.err);
    }
}

/// Without the feature there is the option, which says what is missing.
#[cfg(not(feature = "encoder"))]
#[test]
fn two_is_a_model_where_there_are_no_encoders() {
    let folder = files();
    for command in ["align", "check", "score"] {
        let ran = folder.run(&[command, "good.txt", "more.txt", "--model", "folder"]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("--features encoder"), "{}", ran.err);
    }
}

#[test]
fn help_and_version_are_no_errors() {
    for arguments in [&["--help"][..], &["check", "--help"], &["--version"]] {
        let ran = run(arguments);
        assert_eq!(ran.code, 0);
        assert!(ran.err.is_empty());
    }
}

#[test]
fn an_unknown_check_is_answered_with_the_nearest() {
    let ran = run(&["explain", "competing-quote"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("`competing-quotes`"), "{}", ran.err);
}

#[test]
fn two_is_what_could_not_be_read_and_wins_over_one() {
    let folder = files();
    folder.write("short.tsv", format!("one\n{SOUND}\t{FAULTY}\n").as_bytes());
    assert_eq!(code(&folder, "check missing.txt"), 2);
    assert_eq!(code(&folder, "check ."), 2);
    assert_eq!(code(&folder, "check good.txt missing.txt"), 2);
    assert_eq!(code(&folder, "check short.tsv"), 2);
    assert_eq!(code(&folder, "check --each bad.txt missing.txt"), 2);
    assert_eq!(code(&folder, "check --each good.txt missing.txt"), 2);
}

#[test]
fn two_is_nothing_checked_over_all_inputs_together() {
    let folder = files();
    folder.write("empty.tsv", b"");
    folder.write("blank.txt", b" \n\n\t\n");
    for arguments in [
        "check empty.txt",
        "check blank.txt",
        "check empty.tsv",
        "check -",
        "check --each empty.txt blank.txt",
        "score empty.txt",
        "align empty.txt empty.txt",
    ] {
        assert_eq!(code(&folder, arguments), 2, "{arguments}");
    }
    assert_eq!(code(&folder, "check --each empty.txt good.txt"), 0);
    assert_eq!(code(&folder, "check --each empty.txt bad.txt"), 1);
    assert_eq!(code(&folder, "check empty.tsv good.tsv"), 0);
}

#[test]
fn all_the_rest_is_still_checked() {
    let folder = files();
    let ran = folder.run(&[
        "check",
        "--each",
        "missing.txt",
        "bad.txt",
        "--format",
        "jsonl",
        "--select",
        "Q03",
        "--target-lang",
        "en",
    ]);
    assert_eq!(ran.code, 2);
    let objects = ran.objects();
    assert_eq!(objects.len(), 2);
    assert_eq!(objects[0]["path"], "missing.txt");
    assert!(objects[0]["error"].is_string());
    assert!(objects[0].get("code").is_none());
    assert_eq!(objects[0]["line"], serde_json::Value::Null);
    assert_eq!(objects[1]["code"], "Q03");
    assert!(ran.err.starts_with("missing.txt: "), "{}", ran.err);
}

#[test]
fn bad_records_are_tolerated_up_to_a_number() {
    let folder = Folder::new();
    let rows = format!("short\n{SOUND}\t{SOUND}\nshort\n{SOUND}\t{FAULTY}\n");
    folder.write("a.tsv", rows.as_bytes());
    assert_eq!(code(&folder, "check a.tsv"), 2);
    assert_eq!(code(&folder, "check a.tsv --bad-records 1"), 2);
    assert_eq!(code(&folder, "check a.tsv --bad-records 2"), 1);
    assert_eq!(code(&folder, "check a.tsv --bad-records 2 --ignore Q"), 0);
    let ran = folder.run(&[
        "check",
        "a.tsv",
        "--format",
        "jsonl",
        "--select",
        "Q03",
        "--bad-records",
        "2",
        "--source-lang",
        "en",
        "--target-lang",
        "en",
    ]);
    let objects = ran.objects();
    assert_eq!(objects.len(), 3);
    assert_eq!(
        (&objects[0]["path"], &objects[0]["line"]),
        (&"a.tsv".into(), &1.into())
    );
    assert_eq!(objects[1]["line"], 3);
    assert_eq!(
        (&objects[2]["code"], &objects[2]["pair"]),
        (&"Q03".into(), &3.into())
    );
    let lines: Vec<&str> = ran.err.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].starts_with("a.tsv:1: "), "{}", lines[0]);
    assert!(lines[1].starts_with("a.tsv:3: "), "{}", lines[1]);
}

#[test]
fn strict_stops_at_the_first() {
    let folder = Folder::new();
    let rows = format!("{SOUND}\t{FAULTY}\nshort\n{SOUND}\t{FAULTY}\nshort\n");
    folder.write("a.tsv", rows.as_bytes());
    let ran = folder.run(&[
        "check",
        "a.tsv",
        "--strict",
        "--format",
        "jsonl",
        "--select",
        "Q03",
        "--source-lang",
        "en",
        "--target-lang",
        "en",
    ]);
    assert_eq!(ran.code, 2);
    let objects = ran.objects();
    assert_eq!(objects.len(), 2);
    assert_eq!(objects[0]["pair"], 0);
    assert_eq!(objects[1]["line"], 2);
    assert_eq!(ran.err.lines().count(), 1);
}

#[test]
fn documents_that_do_not_belong_together_are_refused() {
    let folder = Folder::new();
    let numbers: Vec<String> = (0..40).map(|n| format!("Wert {n}{n}{n} gilt.")).collect();
    folder.write("a.txt", numbers.join("\n\n").as_bytes());
    folder.write(
        "b.txt",
        "Nothing of this kind was ever said by anybody here, we think. "
            .repeat(3)
            .as_bytes(),
    );
    let ran = folder.run(&[
        "check",
        "a.txt",
        "b.txt",
        "--source-lang",
        "de",
        "--target-lang",
        "en",
    ]);
    let first = ran.out.lines().next().expect("a line");
    assert!(first.starts_with("a.txt → b.txt, "), "{first}");
    let confidence: f64 = first
        .rsplit(' ')
        .next()
        .expect("a word")
        .parse()
        .expect("a number");
    // Whatever the aligner thinks of them, both sides of the limit are kept.
    if confidence < 0.3 {
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("does not belong to a.txt"), "{}", ran.err);
    } else {
        assert_ne!(ran.code, 2);
    }
}

//! `bilint align --gold`: an alignment scored against one made by hand.

use std::path::Path;

use crate::Folder;

const SOURCE: &str =
    "The council met on 3 May.\nNobody spoke.\nThe mayor left at 9.\nGood night.\n";
const TARGET: &str =
    "Der Rat tagte am 3. Mai.\nNiemand sprach.\nDer Bürgermeister ging um 9.\nGute Nacht.\n";

fn texts() -> Folder {
    Folder::with(&[("a.txt", SOURCE), ("b.txt", TARGET)])
}

const ALIGN: [&str; 4] = ["align", "--lines", "a.txt", "b.txt"];

#[test]
fn printed_beads_agree_with_themselves() {
    let folder = texts();
    let printed = folder.run(&ALIGN);
    folder.write("own", printed.out.as_bytes());
    let ran = folder.run(&[&ALIGN[..], &["--gold", "own", "--format", "json"]].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    let scored: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    for kind in ["strict", "lax"] {
        for measure in ["precision", "recall", "f1"] {
            assert_eq!(scored[kind][measure], 1.0, "{kind} {measure}");
        }
    }
    assert_eq!(scored["source_path"], "a.txt");
    assert_eq!(scored["beads"]["all"], printed.out.lines().count());
}

#[test]
fn three_formats_of_gold_and_three_of_output() {
    let folder = texts();
    folder.write("beads", b"[0]:[0]\n[1, 2]:[1]\n[]:[2]\n[3]:[3]:0.5\n");
    folder.write(
        "python",
        b"gold = [([0], [0]),\n  ([1, 2], [1]),\n  ([], [2]),\n  ([3], [3])]\n",
    );
    folder.write("ladder", b"0\t0\t1\n1\t1\t1\n3\t2\t1\n3\t3\t1\n4\t4\t1\n");
    folder.write("test", b"[0]:[0]\n[1]:[1]\n[2]:[2]\n[3]:[3]\n");
    for (gold, format) in [
        ("beads", "beads"),
        ("python", "bleualign"),
        ("ladder", "ladder"),
    ] {
        for more in [&[][..], &["--gold-format", format]] {
            let scored = [
                "align", "--beads", "test", "--gold", gold, "--format", "tsv",
            ];
            let ran = folder.run(&[&scored[..], more].concat());
            assert_eq!(ran.code, 0, "{}", ran.err);
            assert_eq!(
                ran.out,
                "measure\tprecision\trecall\tf1\n\
                 strict\t0.5000\t0.6667\t0.5714\n\
                 lax\t0.7500\t1.0000\t0.8571\n"
            );
        }
    }
    let ran = folder.run(&["align", "--beads", "test", "--gold", "ladder"]);
    assert_eq!(
        ran.out,
        "          strict    lax\n\
         precision  0.500  0.750   2 and 3 of 4 beads\n\
         recall     0.667  1.000   2 and 3 of 3 beads of gold with both sides\n\
         F1         0.571  0.857\n"
    );
    // Either file may be of any format.
    let ran = folder.run(&[
        "align", "--beads", "ladder", "--gold", "python", "--format", "json",
    ]);
    let scored: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(scored["strict"]["f1"], 1.0);
    assert_eq!(scored["source_path"], serde_json::Value::Null);
}

#[test]
fn bad_lines_are_named_and_the_rest_is_scored() {
    let folder = texts();
    folder.write("gold", b"[0]:[0]\n[1]:\n[2]:[7]\n");
    let ran = folder.run(&[&ALIGN[..], &["--gold", "gold", "--format", "json"]].concat());
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "gold:2: is not of the form `[0, 1]:[2]`\n\
         gold:3: names segment 7, and the text has 4, numbered from 0\n"
    );
    let scored: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(scored["gold_beads"]["all"], 1);
    assert_eq!(scored["errors"][1]["line"], 3);
}

#[test]
fn what_cannot_be_scored_is_an_error() {
    let folder = texts();
    folder.write("gold", b"[0]:[0]\n");
    folder.write("prose", b"not an alignment\n");
    folder.write("empty", b"");
    for arguments in [
        "align --beads gold",
        "align --gold gold",
        "align --gold-format beads a.txt b.txt",
        "align a.txt b.txt --gold gold --beads gold",
        "align a.txt b.txt --gold gold --format beads",
        "align a.txt b.txt --format json",
        "align a.txt b.txt --gold missing",
        "align a.txt b.txt --gold prose",
        "align a.txt b.txt --gold empty",
        "align --beads empty --gold gold",
        "align --beads - --gold -",
        "align a.txt missing --gold gold",
    ] {
        let arguments: Vec<&str> = arguments.split(' ').collect();
        let ran = folder.run(&arguments);
        assert_eq!(ran.code, 2, "{arguments:?}");
        assert!(!ran.err.is_empty(), "{arguments:?}");
    }
}

/// Gold of the development sets, in the formats in which it was published.
#[test]
fn published_gold_is_read() {
    let shared = std::env::var_os("BILINT_SHARED").unwrap_or_else(|| "../shared".into());
    let folder = Path::new(&shared).join("eval/align");
    for (file, beads) in [
        ("textberg-dev/gold", 422),
        ("hunalign-steinbeck/hand.ladder", 6775),
    ] {
        let path = folder.join(file);
        if !path.exists() {
            continue;
        }
        let found = bilint::read::links(&path.to_string_lossy(), None, None).expect("gold");
        assert_eq!(found.errors, []);
        assert_eq!(found.links.len(), beads);
    }
}

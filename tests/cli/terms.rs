//! Glossaries, and what is compared over all rows of a run.

use crate::Folder;

const ROWS: &str = "Close the valve first.\tZuerst die Klappe schließen.\n\
                    Open the valve.\tDas Ventil öffnen.\n";

fn check<'a>(folder: &Folder, arguments: &[&'a str]) -> crate::Ran {
    let shared = [
        "--source-lang",
        "en",
        "--target-lang",
        "de",
        "--select",
        "T",
        "--format",
        "jsonl",
    ];
    let all: Vec<&'a str> = ["check"]
        .into_iter()
        .chain(arguments.iter().copied())
        .chain(shared)
        .collect();
    folder.run(&all)
}

#[test]
fn glossaries_of_all_formats_ask_for_their_terms() {
    let folder = Folder::with(&[
        ("rows.tsv", ROWS),
        ("plain.csv", "valve,Ventil\n"),
        ("named.tsv", "target\tsource\nVentil\tvalve\n"),
        ("languages.csv", "de;en\nVentil;valve\n"),
        (
            "old.tbx",
            "<martif type=\"TBX\"><text><body><termEntry>\
             <langSet xml:lang=\"en\"><tig><term>valve</term></tig></langSet>\
             <langSet xml:lang=\"de\"><tig><term>Ventil</term></tig></langSet>\
             </termEntry></body></text></martif>",
        ),
        (
            "new.tbx",
            "<tbx style=\"dca\" type=\"TBX-Core\"><text><body><conceptEntry>\
             <langSec xml:lang=\"de\"><termSec><term>Ventil</term></termSec></langSec>\
             <langSec xml:lang=\"en\"><termSec><term>valve</term></termSec></langSec>\
             </conceptEntry></body></text></tbx>",
        ),
    ]);
    assert_eq!(check(&folder, &["rows.tsv"]).code, 0);
    for glossary in [
        "plain.csv",
        "named.tsv",
        "languages.csv",
        "old.tbx",
        "new.tbx",
    ] {
        let ran = check(&folder, &["rows.tsv", "--glossary", glossary]);
        assert_eq!(ran.code, 1, "{glossary}: {}", ran.err);
        assert_eq!(ran.codes(), ["T01"], "{glossary}");
        let finding = &ran.findings()[0];
        assert_eq!(finding["pair"], 0, "{glossary}");
        assert_eq!(finding["source"][0]["text"], "valve", "{glossary}");
        assert!(
            finding["message"]
                .as_str()
                .is_some_and(|it| it.contains("Ventil"))
        );
    }
}

#[test]
fn several_glossaries_are_one() {
    let folder = Folder::with(&[
        ("rows.tsv", ROWS),
        ("one.csv", "valve,Ventil\n"),
        (
            "two.csv",
            "source,target,status\nvalve,Klappe,preferred\n,öffnen,forbidden\n",
        ),
    ]);
    let ran = check(
        &folder,
        &["rows.tsv", "--glossary", "one.csv", "--glossary", "two.csv"],
    );
    assert_eq!(ran.codes(), ["T02"]);
}

#[test]
fn a_glossary_that_cannot_be_read_is_named_with_line_and_reason() {
    let folder = Folder::with(&[
        ("rows.tsv", ROWS),
        ("bad.csv", "valve,Ventil\npump\n"),
        ("status.csv", "source,target,status\nvalve,Ventil,nice\n"),
        ("broken.tbx", "<martif>\n<text></martif>"),
        ("page.xml", "<html></html>"),
        ("empty.csv", ""),
    ]);
    for (glossary, said) in [
        ("bad.csv", "bad.csv:2: "),
        ("status.csv", "status.csv:2: `nice` is no status"),
        ("broken.tbx", "broken.tbx:2: is no XML"),
        ("page.xml", "page.xml:1: is XML, but no TBX"),
        ("empty.csv", "empty.csv: holds no terms"),
        ("absent.csv", "absent.csv: "),
    ] {
        let ran = check(&folder, &["rows.tsv", "--glossary", glossary]);
        assert_eq!(ran.code, 2, "{glossary}");
        assert!(ran.err.contains(said), "{glossary}: {}", ran.err);
    }
}

fn corpus() -> String {
    let mut rows = String::new();
    for row in 0..3_000 {
        rows.push_str(&format!(
            "Row number {row} of the long table.\tZeile {row} der langen Tabelle.\n"
        ));
    }
    rows.push_str("Row number 7 of the long table.\tDie siebte Reihe ist das.\n");
    rows.push_str("Row number 8 of the LONG table\t<b>Zeile</b> 8 der langen Tabelle!\n");
    rows
}

#[test]
fn rows_of_a_run_are_compared_on_demand() {
    let folder = Folder::with(&[
        ("long.tsv", &corpus()),
        (
            "other.tsv",
            "Row number 9 of the long table.\tDas ist die neunte Reihe.\n",
        ),
    ]);
    let arguments = |more: &[&'static str]| {
        let mut all = vec!["check"];
        all.extend(more);
        all.extend([
            "--source-lang",
            "en",
            "--target-lang",
            "de",
            "--select",
            "C",
            "--format",
            "jsonl",
        ]);
        all
    };
    assert_eq!(folder.run(&arguments(&["long.tsv"])).out, "");
    let ran = folder.run(&arguments(&["long.tsv", "other.tsv", "--consistency"]));
    assert_eq!(ran.codes(), ["C01", "C01"]);
    let findings = ran.findings();
    assert_eq!(findings[0]["pair"], 3_000);
    let message = |index: usize| {
        findings[index]["message"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    assert!(message(0).ends_with("in pair 7"), "{}", message(0));
    assert!(
        message(1).ends_with("in pair 9 of long.tsv"),
        "{}",
        message(1)
    );
    // What is kept is said, and is the same with any number of threads.
    assert!(
        ran.err.contains("3000 distinct source segments"),
        "{}",
        ran.err
    );
    let one = folder.run(&arguments(&[
        "long.tsv",
        "other.tsv",
        "--consistency",
        "--threads",
        "1",
    ]));
    assert_eq!((ran.out, ran.err), (one.out, one.err));
    // Standard input is read once, which is enough.
    let piped = arguments(&["-", "--input-format", "tsv", "--consistency"]);
    assert_eq!(
        folder.run_with(&piped, corpus().as_bytes()).codes(),
        ["C01"]
    );
}

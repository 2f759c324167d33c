//! Documents find their translations.

#![allow(clippy::expect_used, reason = "a test that cannot go on has failed")]

use bilint::align::mean_confidence;
use bilint::text::Bitext;

fn read(path: &str, lang: &str) -> bilint::text::Document {
    let text = std::fs::read_to_string(path).expect("a text");
    bilint::read::plain(path, text, lang.parse().expect("a tag"))
}

fn seed() -> bilint::text::Document {
    let path = std::fs::read_dir("corpora/seed")
        .expect("the seed article")
        .map(|entry| entry.expect("an entry").path())
        .find(|path| path.extension().is_some_and(|end| end == "txt"))
        .expect("its text");
    read(&path.to_string_lossy(), "en")
}

/// Beads as they can be read: the beginnings of both sides, and how sure each is.
fn outline(bitext: &Bitext) -> String {
    let source = bitext.source.as_ref().expect("a source");
    let side = |side: &bilint::text::Side, range: &std::ops::Range<usize>| -> String {
        let texts: Vec<String> = side.segments[range.clone()]
            .iter()
            .map(|segment| side.document.slice(segment.span).chars().take(36).collect())
            .collect();
        texts.join(" + ")
    };
    let lines = bitext.beads.iter().map(|bead| {
        let (left, right) = (
            side(source, &bead.source),
            side(&bitext.target, &bead.target),
        );
        format!("{:.1} | {left} | {right}\n", bead.confidence)
    });
    lines.collect()
}

fn shown(name: &str, bitext: &Bitext) {
    insta::with_settings!({snapshot_path => "../snapshots", prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!(name, outline(bitext));
    });
}

#[test]
fn an_original_is_aligned_with_its_round_tripped_copy() {
    let bitext = bilint::documents(read("corpora/originals/en.txt", "en"), seed());
    shown("align-round-trip", &bitext);
}

#[test]
fn a_foreign_paragraph_and_a_moved_one_are_found_as_such() {
    let original = read("corpora/originals/en.txt", "en");
    let foreign = read("corpora/originals/ru.txt", "ru");
    let foreign = foreign
        .text
        .split("\n\n")
        .nth(2)
        .expect("a paragraph")
        .to_owned();
    let mut text: Vec<String> = original.text.split("\n\n").map(str::to_owned).collect();
    let moved = text.remove(2);
    text.insert(text.len() - 2, moved);
    text.insert(4, foreign);
    let changed = bilint::read::plain("", text.join("\n\n"), "en".parse().expect("a tag"));
    shown(
        "align-foreign-and-moved",
        &bilint::documents(original, changed),
    );
}

/// The source of the bead that holds a text of the target.
fn source_of<'a>(bitext: &'a Bitext, text: &str) -> Vec<&'a str> {
    let target = &bitext.target;
    let source = bitext.source.as_ref().expect("a source");
    let at = target.document.text.find(text).expect("the text") as u32;
    let segment = target.segment_at(at).expect("a segment");
    let bead = bitext
        .beads
        .iter()
        .find(|bead| bead.target.contains(&segment))
        .expect("a bead");
    source.segments[bead.source.clone()]
        .iter()
        .map(|segment| source.document.slice(segment.span))
        .collect()
}

#[test]
fn the_seed_article_finds_its_originals() {
    for (lang, rebel, arms) in [
        ("en", "dictator", "weapons"),
        ("ru", "диктатор", "оружи"),
        ("zh", "独裁者", "武器"),
        ("ar", "ديكتاتور", "بالسلاح"),
    ] {
        let original = read(&format!("corpora/originals/{lang}.txt"), lang);
        let bitext = bilint::documents(original, seed());
        let confidence = mean_confidence(&bitext.beads);
        assert!(confidence > 0.8, "{lang}: {confidence}");
        for (target, source) in [
            ("dictator", rebel),
            ("repeatedly denied", arms),
            ("Leave a Reply", ""),
        ] {
            let found = source_of(&bitext, target).concat();
            let right = if source.is_empty() {
                found.is_empty()
            } else {
                found.contains(source)
            };
            assert!(right, "{lang}: {target} answers to {found}");
        }
    }
}

#[test]
fn order_tells_whether_texts_belong() {
    let other = read("corpora/originals/en.txt", "en");
    let text: Vec<&str> = other.text.split("\n\n").collect();
    let shuffled: Vec<&str> = text.iter().rev().copied().collect();
    let shuffled = bilint::read::plain("", shuffled.join("\n\n"), "en".parse().expect("a tag"));
    let there = bilint::documents(other, seed());
    let back = bilint::documents(shuffled, seed());
    assert!(mean_confidence(&back.beads) < mean_confidence(&there.beads) - 0.3);
}

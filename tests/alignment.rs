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

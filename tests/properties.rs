//! Whatever the text: no stage panics, every span slices, and every passage has its score.

use bilint::check::{Check, checks};
use bilint::read::{self, Input, Options};
use bilint::score;
use bilint::text::{Bitext, Document, Extent, Finding, Lang, Side, Span};
use proptest::prelude::*;

/// Pieces of which faults are made, so that chance meets them.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(vec![
            "“", "”", "„", "‟", "\"", "'", "‘", "’", "‚", "«", "»", "‹", "›", "「", "」", "『", "』",
            "《", "》", "(", ")", "[", "]", "—", "–", "-", ",", ".", "!", "?", "…", "。", "،", "؟",
            "।", ":", ";", "\n", "\n\n", "\u{a0}", "\u{202f}", "\u{200f}", "\u{301}", "\u{200d}", "⟦",
        ])
        .prop_map(str::to_owned),
        3 => prop::sample::select(vec![
            "he said", "Sanctions", "sanctions", "the", "Der", "сказал", "Санкции", "说", "制裁", "قال",
            "कहा", "กล่าว", "1,234.5", "3 million", "12:30", "Mr.", "U.S.", "http://a.b/c", "<b>", "%s",
            "{name}", "Share this", "Source link", "Leave a Reply", "LONDON (Reuters)",
        ])
        .prop_map(str::to_owned),
        2 => Just(" ".to_owned()),
        1 => "\\PC{0,6}",
        1 => any::<char>().prop_map(String::from),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

fn lang() -> impl Strategy<Value = Lang> {
    prop::sample::select(vec![
        "und", "en", "de", "fr", "ru", "zh", "ja", "ar", "he", "hi", "th", "ko", "sv", "pl", "tr",
    ])
    .prop_map(|tag| tag.parse().unwrap_or_default())
}

fn document(text: &str, lang: Lang) -> Option<Document> {
    let options = Options {
        lang,
        ..Options::default()
    };
    match read::from_bytes("a.txt", text.as_bytes().to_vec(), &options) {
        Ok(Input::Document { document, .. }) => Some(document),
        Ok(Input::Pairs(_)) | Err(_) => None,
    }
}

fn slices(side: &Side, spans: &[Span]) -> Result<(), TestCaseError> {
    for span in spans {
        let text = &side.document.text;
        prop_assert!(text.get(span.range()).is_some(), "{span:?} of {text:?}");
    }
    Ok(())
}

fn holds(bitext: &Bitext) -> Result<(), TestCaseError> {
    let all: Vec<&'static Check> = checks().collect();
    let findings: Vec<Finding> = bilint::findings(&mut bitext.clone(), &all);
    for finding in &findings {
        prop_assert!(!finding.source.is_empty() || !finding.target.is_empty());
        prop_assert!(!finding.message.is_empty());
        slices(&bitext.target, &finding.target)?;
        if let Some(source) = &bitext.source {
            slices(source, &finding.source)?;
        } else {
            prop_assert!(finding.source.is_empty());
        }
    }
    let scores = score::score(bitext, &findings, &score::PROFILES[0]);
    prop_assert_eq!(scores.len(), bitext.target.document.blocks.len());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn a_translation_alone(text in text(), lang in lang()) {
        if let Some(document) = document(&text, lang) {
            holds(&bilint::alone(document))?;
        }
    }

    #[test]
    fn a_document_and_its_translation(
        source in text(), target in text(), from in lang(), to in lang(),
    ) {
        if let (Some(source), Some(target)) = (document(&source, from), document(&target, to)) {
            holds(&bilint::documents(source, target))?;
        }
    }

    #[test]
    fn rows(source in text(), target in text(), from in lang(), to in lang()) {
        let row = |text: &str, lang: Lang| {
            let line = text.replace(['\n', '\r'], " ");
            document(&line, lang).filter(|document| document.blocks.len() == 1)
        };
        if let (Some(source), Some(target)) = (row(&source, from), row(&target, to)) {
            holds(&bilint::rows(Some(source), target, Extent::Row))?;
        }
    }
}

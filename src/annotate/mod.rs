//! What is in each segment, found once: words, quotations, numbers, names, markup.

mod attribution;
pub mod language;
mod markup;
pub mod messages;
mod names;
mod numbers;
pub mod placeholders;
mod quotations;
mod spelled;
mod translit;
mod words;

pub use spelled::{Spelled, begun, months, spelled, weekdays};
pub use translit::{Sounds, consonants, romanize};
pub use words::is_dense;

use rayon::prelude::*;

use crate::text::{Document, Notes, Segment, Side};
use numbers::Numbers;
pub use numbers::digit_worth as digit;
use words::Words;

/// Bytes of text from which on the segments of a document are spread over the cores.
const LARGE: usize = 1 << 16;

/// Annotates a segmented document.
pub fn annotate(document: Document, segments: Vec<Segment>) -> Side {
    let words = Words::new(document.lang);
    let numbers = Numbers::new(document.lang);
    let text = document.text.as_str();
    let inside = |segment: &Segment| {
        let mut notes = Notes::default();
        markup::add(text, segment.span, &mut notes.markup);
        for part in markup::between(segment.span, &notes.markup) {
            words.add(text, part, &mut notes.words);
            numbers.add(text, part, &mut notes.numbers);
        }
        notes
    };
    let mut notes: Vec<Notes> = if text.len() > LARGE {
        segments.par_iter().map(inside).collect()
    } else {
        segments.iter().map(inside).collect()
    };
    names::annotate(&document, &segments, &mut notes);
    quotations::annotate(&document, &segments, &mut notes);
    Side {
        casing: Default::default(),
        document,
        segments,
        notes,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::Span;

    const LANGS: &[&str] = &[
        "en", "de", "fr", "it", "ca", "zh", "ja", "ko", "th", "ar", "he", "hi", "ru", "tr", "sw",
        "und",
    ];

    fn side(lang: &str, text: &str) -> Side {
        let lang = lang.parse().expect("a tag");
        let document = crate::read::plain("-", text.to_owned(), lang);
        crate::prepare(document)
    }

    /// Spans lie in their segment, in order, without overlap, on character boundaries.
    fn well_placed(text: &str, within: Span, spans: impl Iterator<Item = Span>) {
        let mut end = within.start;
        for span in spans {
            assert!(
                span.start >= end && span.end <= within.end,
                "{span:?} {text}"
            );
            assert!(!span.of(text).is_empty());
            end = span.end;
        }
    }

    /// Text of the characters that the annotators look at.
    fn dense_text() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "1",
            "23",
            "456",
            "000",
            "0",
            ".",
            ",",
            " ",
            " ",
            "-",
            "–",
            ":",
            "/",
            "'",
            "’",
            "%",
            "$",
            "€",
            "+",
            "(",
            ")",
            "#",
            "@",
            "&",
            "amp;",
            "<b>",
            "</",
            ">",
            "{",
            "}",
            "{{",
            "%s",
            "://",
            "http",
            "www.",
            "a@b.de",
            "million",
            "mil",
            "Mrd.",
            "Trump",
            "von",
            "Mr",
            "The",
            "B",
            "h",
            "pm",
            "Uhr",
            "st",
            "\u{a0}",
            "\u{202f}",
            "\u{200c}",
            "\u{200f}",
            "٣",
            "٫",
            "٬",
            "३",
            "½",
            "三",
            "十",
            "百",
            "万",
            "億",
            "亿",
            "年",
            "月",
            "第",
            "分之",
            "氏",
            "特朗普",
            "·",
            "总统",
            "ドナルド",
            "・",
            "ー",
            "만",
            "대통령",
            "은",
            "ล้าน",
            "คน",
            "צה",
            "\"",
            "ל",
            "l’",
            "İ",
            "ß",
            "é",
            "e\u{301}",
            "\n",
            "。",
            "…",
            "“",
            "”",
        ]);
        prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
    }

    fn check(lang: &str, text: &str) {
        let side = side(lang, text);
        for (segment, notes) in side.segments.iter().zip(&side.notes) {
            let spans =
                |list: Vec<Span>| well_placed(&side.document.text, segment.span, list.into_iter());
            spans(notes.words.iter().map(|word| word.span).collect());
            spans(notes.numbers.iter().map(|number| number.span).collect());
            spans(notes.names.iter().map(|name| name.span).collect());
            spans(notes.markup.iter().map(|markup| markup.span).collect());
        }
    }

    proptest! {
        #[test]
        fn notes_are_well_placed(text in "\\PC{0,60}", lang in prop::sample::select(LANGS)) {
            check(lang, &text);
        }

        #[test]
        fn notes_of_dense_text_are_well_placed(text in dense_text(), lang in prop::sample::select(LANGS)) {
            check(lang, &text);
        }
    }

    #[test]
    fn markup_holds_no_words_and_numbers() {
        let side = side(
            "en",
            "See http://example.com/12 and <b id=\"3\">4 cats</b> or a5@b6.org.",
        );
        let notes = &side.notes[0];
        let words: Vec<_> = notes
            .words
            .iter()
            .map(|word| word.span.of(&side.document.text))
            .collect();
        assert_eq!(words, ["See", "and", "4", "cats", "or"]);
        assert_eq!(notes.numbers.len(), 1);
    }

    #[test]
    fn large_documents_are_annotated_alike() {
        let line = "Donald Trump paid $1.5 million to “Acme” in Paris, http://a.org said.\n";
        let alone = side("en", line);
        let many = side("en", &line.repeat(LARGE / line.len() + 2));
        for notes in &many.notes {
            assert_eq!(notes.words.len(), alone.notes[0].words.len());
            assert_eq!(notes.names.len(), alone.notes[0].names.len());
            assert_eq!(notes.numbers.len(), alone.notes[0].numbers.len());
        }
    }
}

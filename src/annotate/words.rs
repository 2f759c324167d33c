use unicode_segmentation::UnicodeSegmentation;

use crate::text::{Shape, Span, Word};

/// The words of a span (UAX #29).
pub fn words(text: &str, span: Span) -> Vec<Word> {
    span.of(text)
        .unicode_word_indices()
        .map(|(offset, word)| {
            let start = span.start as usize + offset;
            Word {
                span: Span::new(start, start + word.len()),
                shape: shape(word),
            }
        })
        .collect()
}

fn shape(word: &str) -> Shape {
    let mut letters = 0;
    let mut upper = 0;
    let mut lower = 0;
    let mut first_upper = false;
    let mut digits = 0;
    for character in word.chars() {
        if character.is_alphabetic() {
            if character.is_uppercase() {
                first_upper |= letters == 0 && digits == 0;
                upper += 1;
            } else if character.is_lowercase() {
                lower += 1;
            }
            letters += 1;
        } else if character.is_numeric() {
            digits += 1;
        }
    }
    match (letters, upper, lower) {
        (0, ..) if digits > 0 => Shape::Digits,
        (_, 0, 0) => Shape::Caseless,
        (_, 0, _) if digits == 0 => Shape::Lower,
        (_, 1, _) if first_upper && digits == 0 => Shape::Capital,
        (_, _, 0) if digits == 0 => Shape::Upper,
        _ => Shape::Mixed,
    }
}

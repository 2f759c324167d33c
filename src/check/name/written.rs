//! Names as they are written, where both sides have the same letters.

use std::sync::OnceLock;

use crate::check::Pair;
use crate::data::ByLang;
use crate::text::{Lang, Span, Word};

/// Whether both sides are written in one script that has capitals.
pub fn in_one_script(pair: &Pair<'_>) -> bool {
    let script = |lang: Lang| {
        lang.script()
            .filter(|script| matches!(script.as_str(), "Latn" | "Cyrl" | "Grek" | "Armn"))
    };
    let (ours, theirs) = (
        script(pair.target.document.lang),
        script(pair.source.document.lang),
    );
    ours.is_some() && ours == theirs
}

/// Whether a language leaves names as they are.
pub fn leaves_names(lang: Lang) -> bool {
    static TABLE: OnceLock<ByLang<()>> = OnceLock::new();
    TABLE
        .get_or_init(|| ByLang::new(include_str!("../../data/plain-names.tsv"), |_| ()))
        .get(lang)
        .is_some()
}

/// The names of a bead's source with their words.
pub fn name_words<'a>(pair: &Pair<'a>) -> impl Iterator<Item = (Span, &'a [Word])> {
    pair.source_notes().iter().flat_map(|notes| {
        notes.names.iter().map(|name| {
            let first = notes
                .words
                .partition_point(|word| word.span.end <= name.span.start);
            let end = notes
                .words
                .partition_point(|word| word.span.start < name.span.end);
            (name.span, &notes.words[first..end.max(first)])
        })
    })
}

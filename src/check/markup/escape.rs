use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::text::{Category::Accuracy, Confidence, Severity::Minor, Span};

pub static CHECK: Check = Check {
    code: "M07",
    name: "escape",
    category: Accuracy,
    severity: Minor,
    summary: "an escape (\\n, \\t) or an accelerator key (&File) is lost or added",
    explain: "\
In catalogues of programs \\n and \\t written out are line ends and columns, and & before a letter in \
a short label gives the menu its key. The count of \\n and \\t is compared; an accelerator is reported \
with low confidence, for many translations do without. Paths of Windows are told apart.",
    run: Run::Pair(run),
    examples: &[
        Bad(pair(
            "en",
            "First line⟦\\n⟧second line",
            "de",
            "Erste Zeile zweite Zeile",
        )),
        Bad(pair("en", "One\\ttwo", "ru", "Один\\tдва⟦\\t⟧")),
        Bad(pair("en", "⟦&F⟧ile", "de", "Datei")),
        Good(pair("en", "One\\ntwo\\n", "ja", "一\\n二\\n")),
        Good(pair("en", "&File", "zh", "文件(&F)")),
        Good(pair(
            "en",
            "Open C:\\new\\temp",
            "fr",
            "Ouvrez le dossier C:\\new\\temp\\",
        )),
        Good(pair("en", "R&D and Q&A", "es", "I+D y preguntas")),
        Good(pair("en", "Fish &amp; chips", "ar", "سمك وبطاطا")),
    ],
};

/// Longest label of a menu or button, in bytes.
const LABEL: usize = 60;

fn run(pair: &Pair<'_>, found: &mut Found) {
    let (Some(source), Some(target)) = (pair.source_span(), pair.target_span()) else {
        return;
    };
    let (theirs, ours) = (
        source.of(&pair.source.document.text),
        target.of(&pair.target.document.text),
    );
    let has = |byte: u8| {
        memchr::memchr(byte, theirs.as_bytes()).is_some()
            || memchr::memchr(byte, ours.as_bytes()).is_some()
    };
    if has(b'\\') && !theirs.contains(":\\") && !ours.contains(":\\") {
        for escape in ["\\n", "\\t"] {
            counts(source, theirs, target, ours, escape, found);
        }
    }
    if theirs.len() <= LABEL
        && let Some(at) = accelerator(theirs)
        && accelerator(ours).is_none()
    {
        let start = source.start as usize + at;
        let letter = theirs[at + 1..].chars().next().map_or(0, char::len_utf8);
        found
            .at(
                vec![Span::new(start, start + 1 + letter)],
                Vec::new(),
                Confidence::Low,
                "the accelerator key is lost",
            )
            .by_comparison();
    }
}

fn counts(source: Span, theirs: &str, target: Span, ours: &str, escape: &str, found: &mut Found) {
    let places = |text: &str, base: Span| -> Vec<Span> {
        memchr::memmem::find_iter(text.as_bytes(), escape.as_bytes())
            .filter(|at| !text[..*at].ends_with('\\'))
            .map(|at| {
                let start = base.start as usize + at;
                Span::new(start, start + escape.len())
            })
            .collect()
    };
    let (wanted, given) = (places(theirs, source), places(ours, target));
    if let Some(lost) = wanted.get(given.len()..).and_then(<[Span]>::first) {
        found
            .at(
                vec![*lost],
                Vec::new(),
                Confidence::Medium,
                format!("an escape {escape} is lost"),
            )
            .by_comparison();
    } else if let Some(added) = given.get(wanted.len()..).and_then(<[Span]>::first) {
        found
            .target(
                *added,
                Confidence::Medium,
                format!("the source has no escape {escape} here"),
            )
            .by_comparison();
    }
}

/// The place of a lone & before a letter, at the beginning of a word or, in Chinese and Japanese,
/// in brackets at the end.
fn accelerator(text: &str) -> Option<usize> {
    let mut places = memchr::memchr_iter(b'&', text.as_bytes());
    let at = places.next()?;
    let letter = text[at + 1..]
        .chars()
        .next()
        .is_some_and(char::is_alphanumeric);
    let entity = text[at..].find(';').is_some_and(|end| end < 10);
    let inside = text[..at]
        .chars()
        .next_back()
        .is_some_and(|c| c.is_uppercase() || c.is_numeric());
    (places.next().is_none() && letter && !entity && !inside).then_some(at)
}

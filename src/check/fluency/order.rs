use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::data::words::{fold, function_words};
use crate::text::{Category::Fluency, Confidence, Evidence, Severity::Critical};

pub static CHECK: Check = Check {
    code: "F10",
    name: "scrambled-order",
    category: Fluency,
    severity: Critical,
    summary: "the words answer to the source, but in no order",
    explain: "\
The translation has the words of the source, and words that stand side by side in it answer to words all over \
the source: it was shuffled or put together from scraps.

Languages order their words differently, but neighbours mostly stay near each other. The check compares the \
distance in the source between neighbours of the translation with that between any two of its words; it needs \
eight words and more that surely have a counterpart.",
    run: Run::Evidence(run),
    examples: &[
        Good(pair(
            "de",
            "Der Bürgermeister der Stadt sagte am Freitag, dass die Fischer aus dem Hafen mit ihren Booten zurückgekommen sind.",
            "en",
            "The mayor of the town said on Friday that the fishermen had come back from the harbour with their boats.",
        )),
        Good(pair(
            "ja",
            "市の市長は金曜日に、漁師たちが港から船で戻ったと述べた。",
            "en",
            "The mayor of the city said on Friday that the fishermen had come back from the harbour by ship.",
        )),
        Good(pair(
            "tr",
            "Belediye başkanı cuma günü balıkçıların limandan tekneleriyle döndüğünü söyledi.",
            "en",
            "The mayor said on Friday that the fishermen had come back from the harbour with their boats.",
        )),
        Good(pair("ru", "Рыба, вода и небо.", "ar", "السمك والماء والسماء.")),
        Good(pair("en", "Water fish sky.", "hi", "आकाश पानी मछली।")),
    ],
};

/// How likely a word's counterpart must be.
const SURE: f32 = 0.5;
/// So many words tell something.
const FEWEST: usize = 8;

fn run(pair: &Pair<'_>, evidence: &Evidence, found: &mut Found) {
    let text = &pair.target.document.text;
    let function = function_words(pair.target.document.lang);
    let words = pair.target_notes().iter().flat_map(|notes| &notes.words);
    let partners = evidence.target.iter().zip(&evidence.target_partners);
    // Small words find partners anywhere.
    let places: Vec<u32> = words
        .zip(partners)
        .filter(|(_, (sure, _))| **sure >= SURE)
        .filter(|(word, _)| !function.contains(&fold(word.span.of(text))))
        .map(|(_, (_, place))| *place)
        .collect();
    if places.len() < FEWEST {
        return;
    }
    let Some(disorder) = disorder(&places) else {
        return;
    };
    let confidence = match disorder {
        disorder if disorder >= 1.2 && places.len() >= 10 => Confidence::High,
        disorder if disorder >= 1.1 => Confidence::Medium,
        disorder if disorder >= 0.9 => Confidence::Low,
        _ => return,
    };
    if let Some(span) = pair.target_span() {
        found
            .target(
                span,
                confidence,
                format!(
                    "the words are in no order (disorder {disorder:.2} of {} words)",
                    places.len()
                ),
            )
            .by_comparison();
    }
}

/// The mean distance of neighbours over the mean distance of any two: near 1 in a shuffled
/// sentence.
fn disorder(places: &[u32]) -> Option<f64> {
    let near: u64 = places
        .windows(2)
        .map(|pair| u64::from(pair[0].abs_diff(pair[1])))
        .sum();
    let mut sorted: Vec<u64> = places.iter().map(|place| u64::from(*place)).collect();
    sorted.sort_unstable();
    let count = places.len() as u64;
    // Each place counts once for every smaller one, less once for every greater one.
    let all: i128 = sorted
        .iter()
        .zip(0..)
        .map(|(place, index)| i128::from(*place) * (2 * index - (count as i128 - 1)))
        .sum();
    let pairs = (count * (count - 1) / 2) as f64;
    let mean = all as f64 / pairs;
    (mean > 0.0).then(|| near as f64 / (count - 1) as f64 / mean)
}

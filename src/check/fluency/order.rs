use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::data::words::{Follows, fold, function_words, unheard};
use crate::text::{Category::Fluency, Confidence, Evidence, Severity::Critical, Word};

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
distance in the source between neighbours of the translation with that between any two of its words, for \
six words and more that have a counterpart. Since counterparts are guessed, that alone is seldom enough: it is sure \
where small words meet as well that never stand side by side.",
    run: Run::Evidence(run),
    examples: &[
        Bad(pair(
            "de",
            "Der Bürgermeister der Stadt sagte am Freitag, dass die Fischer aus dem Hafen mit ihren Booten zurückgekommen sind.",
            "en",
            "⟦Boats mayor on the of harbour with fishermen their said town come the from that Friday the back had.⟧",
        )),
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
const FEWEST: usize = 6;
/// Less disorder than this is that of other languages.
const LEAST: f64 = 0.8;

fn run(pair: &Pair<'_>, evidence: &Evidence, found: &mut Found) {
    let text = &pair.target.document.text;
    let function = function_words(pair.target.document.lang);
    let words = pair.target_notes().iter().flat_map(|notes| &notes.words);
    let partners = evidence.target.iter().zip(&evidence.target_partners);
    // Small words find partners anywhere.
    let places: Vec<u32> = words
        .zip(partners)
        .filter(|(_, (sure, _))| **sure >= SURE)
        .filter(|(word, _)| !function.holds(word.span.of(text)))
        .map(|(_, (_, place))| *place)
        .collect();
    if places.len() < FEWEST {
        return;
    }
    let Some(disorder) = disorder(&places).filter(|disorder| *disorder >= LEAST) else {
        return;
    };
    let lang = pair.target.document.lang;
    let words = evidence.target.len();
    let broken = unheard(lang).map_or(0, |unheard| {
        let words = pair.target_notes().iter().map(|notes| &notes.words);
        words.map(|words| meetings(unheard, text, words)).sum()
    });
    // Long sentences wander too, and one small slip is no disorder.
    let confidence = match broken {
        2.. if disorder >= 0.85 && broken * 12 >= words => Confidence::High,
        2.. if broken * 20 >= words => Confidence::Medium,
        1.. if disorder >= 1.2 && places.len() >= 10 && broken * 20 >= words => Confidence::Medium,
        _ if disorder >= 1.5 && places.len() >= 14 => Confidence::Medium,
        1.. if disorder >= 0.85 => Confidence::Low,
        _ if disorder >= 1.2 && places.len() >= 10 => Confidence::Low,
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

/// How often two words meet that never stand side by side.
fn meetings(unheard: &Follows, text: &str, words: &[Word]) -> usize {
    let folded: Vec<String> = words.iter().map(|word| fold(word.span.of(text))).collect();
    folded
        .windows(2)
        .filter(|pair| unheard.after(&pair[0], &pair[1]).is_some())
        .count()
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

use super::machine::Beside;
use crate::check::{Check, Example::*, Found, Passage, Run, one, pair};
use crate::text::{Category::Accuracy, Confidence, Severity::Minor, Shape};

pub static CHECK: Check = Check {
    code: "R14",
    name: "stray-code",
    category: Accuracy,
    severity: Minor,
    summary: "a letter with a digit that says nothing stands in a sentence",
    explain: "\
The Chancellor n6 called it careless: a number of a list, a stand-in of markup or part of a code \
was left in the sentence.

Looked for are a small letter and one or two digits as a word of their own among words in small \
letters, and longer runs of small letters and digits where there is a source without those digits. \
Units (m2), versions (v2) and what the source has too are not meant.",
    run: Run::Target(run),
    examples: &[
        Bad(one(
            "de",
            "Die Kanzlerin ⟦n6⟧ bezeichnete das als leichtfertig.",
        )),
        Bad(pair(
            "de",
            "Die Kanzlerin bezeichnete das als leichtfertig.",
            "en",
            "The Chancellor ⟦n6⟧ called it careless.",
        )),
        Bad(pair(
            "en",
            "The train leaves at eight.",
            "ru",
            "Поезд ⟦x3⟧ отправляется в восемь.",
        )),
        Good(pair(
            "de",
            "Der Bus n6 hält hier.",
            "en",
            "The bus n6 stops here.",
        )),
        Good(one(
            "en",
            "The flat has 60 m2 and the car does 5 km at 30 mph on v2 maps.",
        )),
        Good(one("en", "Take the a4 sheet and the b5 vitamin.")),
        Good(one("fr", "Il a lu le n1 et le t2 de la revue.")),
        Good(one(
            "en",
            "Use an mp3 file of the h264 kind on the e2e page.",
        )),
        Good(pair(
            "en",
            "Group of Twenty",
            "en",
            "the g20 group of states",
        )),
        Good(one("ru", "Дом площадью 60 м2 на улице в городе.")),
        Good(one("zh", "他买了一张a4纸。")),
    ],
};

/// Letters that seldom stand before a digit; others name units, sizes of paper, vitamins, versions,
/// squares of a chessboard, quarters of a year.
const RARE: &[char] = &['j', 'n', 'o', 'r', 'u', 'w', 'x', 'y', 'z'];

fn run(passage: &Passage<'_>, found: &mut Found) {
    let text = passage.text();
    for notes in passage.notes {
        for (index, word) in notes.words.iter().enumerate() {
            if !matches!(word.shape, Shape::Lower | Shape::Mixed) || word.span.len() > 3 {
                continue;
            }
            let form = word.span.of(text);
            let mut letters = form.chars();
            let Some(letter) = letters.next().filter(|letter| letter.is_ascii_lowercase()) else {
                continue;
            };
            let digits = letters.as_str();
            if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
                continue;
            }
            // Among words of a sentence, not in a formula, an address or a list.
            let near = |word: Option<&crate::text::Word>| {
                word.is_some_and(|word| {
                    matches!(word.shape, Shape::Lower | Shape::Capital) && word.span.len() >= 4
                })
            };
            let before = index.checked_sub(1).map(|index| &notes.words[index]);
            let after = notes.words.get(index + 1);
            let spaced = text[..word.span.start as usize].ends_with(' ')
                && text[word.span.end as usize..].starts_with(' ');
            if !near(before) || !near(after) || !spaced {
                continue;
            }
            let beside = Beside::of(passage);
            let confidence = match &beside {
                Some(beside) if beside.has(form) || beside.has(digits) => continue,
                Some(_) if RARE.contains(&letter) => Confidence::High,
                Some(_) => Confidence::Medium,
                None if RARE.contains(&letter) => Confidence::Medium,
                None => continue,
            };
            let hit = found.target(word.span, confidence, format!("{form} says nothing here"));
            if beside.is_some() {
                hit.by_comparison();
            }
        }
    }
}

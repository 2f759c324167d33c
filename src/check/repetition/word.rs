use super::repeats::{Again, Gap, Scene};
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, pair};
use crate::data::words;
use crate::text::{Category::Fluency, Confidence, Severity::Minor, Shape, Span};

pub static CHECK: Check = Check {
    code: "D01",
    name: "word-twice",
    category: Fluency,
    severity: Minor,
    summary: "a word stands twice in a row",
    explain: "\
in the the harbour: a word was written twice, mostly where two pieces of a translation were put \
together.

Many languages double words on purpose: Hindi, Turkish, Vietnamese, Swahili and others do so freely, \
so that there it is shown with low confidence only; elsewhere some words may stand twice (had had, \
sie sie, nous nous). Names (Wagga Wagga), digits, and words that the source doubles too are left \
alone. Not reported inside scripts without spaces, where most doubled letters are words.",
    run: Run::Target(run),
    examples: &[
        Bad(en("They met in ⟦the the⟧ harbour.")),
        Bad(en("⟦The the⟧ harbour was full.")),
        Bad(pair(
            "zh",
            "大部分货物都是免关税的。",
            "en",
            "Most of the goods are duty ⟦free free⟧.",
        )),
        Bad(one("de", "Sie trafen sich ⟦in in⟧ der Stadt.")),
        Bad(one("ru", "Они встретились ⟦на на⟧ берегу.")),
        Bad(one("el", "Συναντήθηκαν ⟦στο στο⟧ λιμάνι.")),
        Bad(one("vi", "Họ gặp nhau ⟦ở ở⟧ cảng.")),
        Good(en("He said that that was all he had had.")),
        Good(en("They live in Wagga Wagga and like Duran Duran.")),
        Good(en("It was a long, long way, and he walked 5 5 5 steps.")),
        Good(en("“No no,” he said. Very very well.")),
        Good(pair("de", "Das ist Pfui Pfui.", "en", "That is fie fie.")),
        Good(one("de", "Er sagt, dass die die Stadt kennen, die sie sie nennen.")),
        Good(one("fr", "Nous nous sommes vus ; vous vous trompez.")),
        Good(one("fr", "La maison de De Gaulle.")),
        Good(one("id", "Anak-anak bermain di jalan-jalan.")),
        Good(one("hr", "Nesreće u PNG-u u posljednje vrijeme.")),
        Good(one("ro", "S-a dezlănțuit și și-a reafirmat susținerea.")),
        Good(one("es", "Dijo que que no viniera era mejor.")),
        Good(one("zh", "他天天看看书。")),
        Good(one("ja", "いろいろな人々がいる。")),
        Good(one("th", "เขาไปมากมากแล้ว")),
        Good(one("ar", "تقدم شيئا شيئا نحو الباب.")),
        Good(one("he", "הוא הלך לאט לאט הביתה.")),
        Good(one("ko", "소식은 멀리까지 퍼졌다.")),
        Good(one("ka", "ისინი ნაპირზე შეხვდნენ.")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(scene) = Scene::of(passage) else {
        return;
    };
    for again in &scene.repeats.again {
        if again.period != 1 || again.length != 1 || scene.junction(again) != Gap::Space {
            continue;
        }
        if let Some(confidence) = judge(&scene, again) {
            let [first, second] =
                [again.start - 1, again.start].map(|unit| scene.repeats.units[unit].span);
            let word = first.of(scene.text);
            found
                .target(
                    first.cover(second),
                    confidence,
                    format!("“{word}” stands twice in a row"),
                )
                .fix(
                    Span {
                        start: first.end,
                        end: second.end,
                    },
                    "",
                );
        }
    }
}

fn judge(scene: &Scene<'_>, again: &Again) -> Option<Confidence> {
    let [first, second] = [again.start - 1, again.start].map(|unit| scene.repeats.units[unit]);
    if second.is_dense() || second.span.of(scene.text).contains(char::is_numeric) {
        return None;
    }
    // A suffix or a prefix with a hyphen is part of another word: PNG-u u, și și-a.
    let [before, after] = [
        &scene.text[..first.span.start as usize],
        &scene.text[second.span.end as usize..],
    ];
    if before.ends_with(is_joining)
        || after.starts_with(|letter| letter != '.' && is_joining(letter))
    {
        return None;
    }
    let folded = words::fold(second.span.of(scene.text));
    let function = scene.is_function(again.start);
    // Names, and abbreviations beside each other.
    let capitals = matches!(second.shape, Shape::Capital | Shape::Upper | Shape::Mixed);
    if capitals && !function || first.shape == Shape::Lower && second.shape == Shape::Capital {
        return None;
    }
    if folded.chars().nth(1).is_none() && !function || words::doubled(scene.lang).contains(&folded)
    {
        return None;
    }
    let original = scene.original(again.units());
    if original.is_some_and(|original| original.word || original.phrase) && !function {
        return None;
    }
    match words::reduplicates(scene.lang) {
        Some(false) => {}
        Some(true) => return Some(Confidence::Low),
        None => return None,
    }
    let quoted = scene.is_quoted(again.units());
    Some(match (function, original.is_some(), quoted) {
        (true, _, false) | (false, true, false) => Confidence::High,
        _ => Confidence::Medium,
    })
}

fn is_joining(letter: char) -> bool {
    matches!(
        letter,
        '-' | '‐' | '‑' | '\'' | '’' | '&' | '/' | '@' | '_' | '#' | '.'
    )
}

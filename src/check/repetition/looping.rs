use super::repeats::{Again, Gap, Scene};
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, pair};
use crate::data::words;
use crate::text::{Category::Fluency, Confidence, Severity::Critical, Shape, Span};

pub static CHECK: Check = Check {
    code: "D04",
    name: "loop",
    category: Fluency,
    severity: Critical,
    summary: "the same words or letters come three times in a row or more",
    explain: "\
the rules of the rules of the rules of …: a machine that does not find the end of its sentence says \
the last words over and over. In scripts without spaces letters are compared.

Cries and songs (no, no, no; ha ha ha), rows of digits, set phrases (on and on and on) and what the \
source repeats as well are no loops. In quotations, and over commas, where rhetoric does the same, \
it takes more copies.",
    run: Run::Target(run),
    examples: &[
        Bad(en("He follows the ⟦rules rules rules⟧ of the port.")),
        Bad(en("The end ⟦of the road of the road of the road of the road⟧ was near.")),
        Bad(pair("de", "Das ist die Liste der Regeln.", "en", "That is the list of ⟦rules, rules, rules⟧.")),
        Bad(one("ru", "Он знает ⟦правила порта правила порта правила порта⟧.")),
        Bad(one("hi", "वह ⟦बंदरगाह के नियम बंदरगाह के नियम बंदरगाह के नियम⟧ जानता है।")),
        Bad(one("zh", "这是港口⟦的规则的规则的规则的规则⟧的。")),
        Bad(one("ja", "これは⟦港の規則港の規則港の規則⟧です。")),
        Bad(one("th", "นี่คือ⟦กฎของท่าเรือกฎของท่าเรือกฎของท่าเรือ⟧")),
        Bad(one("de", "Das war ein ⟦langenlangenlangenlangenlangenlangen⟧ Tag.")),
        Good(en("“No, no, no, no,” he said. Ha ha ha. It went on and on and on and on.")),
        Good(en("Rows: 1 1 1 1 0 0 0 0, na na na na.")),
        Good(en("A very very very long way; it was Location, Location, Location.")),
        Good(pair("de", "Er rief: Tor Tor Tor!", "en", "He cried: goal goal goal!")),
        Good(one("zh", "哈哈哈哈，他笑了。")),
        Good(one("ja", "「わーーーーい」とドキドキドキ。")),
        Good(one("id", "Mereka tertawa ha ha ha sepanjang jalan.")),
        Good(one("ar", "قال: لا لا لا أريد.")),
        Good(one("ta", "மெல்ல மெல்ல நடந்தான்.")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    if let Some(scene) = Scene::of(passage) {
        for again in &scene.repeats.again {
            if again.copies() < 3 || scene.is_figures(again) {
                continue;
            }
            if let Some(confidence) = judge(&scene, again) {
                report(&scene, again, confidence, found);
            }
        }
    }
    inside_words(passage, found);
}

fn report(scene: &Scene<'_>, again: &Again, confidence: Confidence, found: &mut Found) {
    let all = again.units();
    let copy = all.start..all.start + again.period;
    let [first, whole] = [copy.clone(), all].map(|units| scene.repeats.span(units));
    let hit = found.target(
        whole,
        confidence,
        format!(
            "“{}” stands {} times in a row",
            scene.slice(copy),
            again.copies()
        ),
    );
    if scene.junction(again) <= Gap::Comma {
        hit.fix(
            Span {
                start: first.end,
                end: whole.end,
            },
            "",
        );
    }
}

fn judge(scene: &Scene<'_>, again: &Again) -> Option<Confidence> {
    let copies = again.copies();
    let original = scene.original(again.units());
    let word = again.period == 1 || scene.words(again.start..again.start + again.period) == 1;
    if original.is_some_and(|original| original.phrase || original.word && word) {
        return None;
    }
    let (junction, inside) = (scene.junction(again), scene.inside(again));
    let mut confidence = if scene.repeats.units[again.start].is_dense() {
        let (high, medium) = match again.period {
            1 => (12, 8),
            2 => (6, 4),
            // One word, mostly a cry.
            _ if word => (6, 4),
            _ => (3, 3),
        };
        match copies {
            copies if copies >= high => Confidence::High,
            copies if copies >= medium => Confidence::Medium,
            _ => return None,
        }
    } else if again.period == 1 {
        one_word(scene, again, original.is_some())?
    } else if again.period == 2
        && [again.start - 2, again.start - 1]
            .iter()
            .any(|unit| scene.is_function(*unit))
        && copies < 5
        && scene.turns(again)
    {
        // on and on and on and on
        return None;
    } else {
        Confidence::High
    };
    if junction > Gap::Comma || inside > Gap::Comma {
        // Lines of a list, cells of a table, refrains.
        let told = original.is_some() && copies >= 4 && again.period > 1;
        confidence = confidence.min(match told {
            true => Confidence::Medium,
            false => Confidence::Low,
        });
    }
    if scene.is_name(again) && original.is_none() {
        confidence = confidence.min(Confidence::Low);
    }
    if scene.is_quoted(again.units()) && copies < 6 {
        confidence = match (confidence, original.is_some()) {
            (Confidence::High, true) => Confidence::High,
            (Confidence::High, false) | (Confidence::Medium, true) => Confidence::Medium,
            _ => Confidence::Low,
        };
    }
    Some(confidence)
}

fn one_word(scene: &Scene<'_>, again: &Again, has_source: bool) -> Option<Confidence> {
    let copies = again.copies();
    let word = words::fold(scene.repeats.units[again.start].span.of(scene.text));
    // la la la, ho ho ho, ay ay ay
    let cry = word.chars().count() < 4 && !scene.is_function(again.start);
    let doubled = words::doubled(scene.lang).contains(&word);
    let least = match (cry || doubled, scene.junction(again)) {
        (true, _) => 7,
        (false, Gap::Space) => 3,
        (false, _) if has_source => 3,
        (false, _) => 4,
    };
    if copies < least {
        return None;
    }
    Some(
        match (scene.junction(again), words::reduplicates(scene.lang)) {
            (Gap::Space, Some(false)) => Confidence::High,
            (Gap::Space, _) if copies > 3 => Confidence::High,
            (_, _) if copies > 5 => Confidence::High,
            _ => Confidence::Medium,
        },
    )
}

/// Copies of letters that make a loop inside a word, and the letters in it.
const COPIES: usize = 6;
const LETTERS: usize = 16;

/// Letters that go on and on in one word: langenlangenlangen….
fn inside_words(passage: &Passage<'_>, found: &mut Found) {
    let text = passage.text();
    for notes in passage.notes {
        for word in &notes.words {
            if word.span.len() < LETTERS || word.shape == Shape::Digits {
                continue;
            }
            let letters = word.span.of(text);
            if letters.contains(char::is_numeric) || letters.starts_with(crate::annotate::is_dense)
            {
                continue;
            }
            let letters: Vec<(usize, char)> = letters.char_indices().collect();
            if letters.len() < LETTERS {
                continue;
            }
            if let Some((from, to, period)) = cycle(&letters) {
                let start = word.span.start as usize;
                let end = letters.get(to).map_or(word.span.len(), |(at, _)| *at);
                let copy = start + letters[from].0..start + letters[from + period].0;
                // Aaaaah, hahaha.
                if period > 2 {
                    found.target(
                        Span::new(copy.start, start + end),
                        Confidence::Medium,
                        format!("“{}” goes on and on inside a word", &text[copy]),
                    );
                }
            }
        }
    }
}

/// Where letters repeat with a period of at most eight: from, to, period.
fn cycle(letters: &[(usize, char)]) -> Option<(usize, usize, usize)> {
    for period in 1..=8 {
        let mut run = 0;
        for index in period..=letters.len() {
            if index < letters.len() && letters[index].1 == letters[index - period].1 {
                run += 1;
                continue;
            }
            if run + period >= COPIES * period && run + period >= LETTERS {
                let whole = (run + period) / period * period;
                let from = index - run - period;
                return Some((from, from + whole, period));
            }
            run = 0;
        }
    }
    None
}

use super::repeats::{Again, Gap, Scene};
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, pair};
use crate::text::{Category::Fluency, Confidence, Severity::Major, Shape};

pub static CHECK: Check = Check {
    code: "D03",
    name: "clause-twice",
    category: Fluency,
    severity: Major,
    summary: "a clause comes a second time in the same sentence",
    explain: "\
five words or more of a sentence stand in it again further on: a clause was translated twice, or a \
piece of the text was put in at two places.

Rhetoric repeats itself, and so do laws and contracts; the source shows whether it was meant. Without \
a source it is shown with low confidence only. \
Quotations are left alone, and names of any length.",
    run: Run::Target(run),
    examples: &[
        Bad(pair(
            "de",
            "Der Minister sprach in der Stadt über die neue Brücke und fuhr heim.",
            "en",
            "The minister spoke in the town about the new bridge and went home, and ⟦spoke in the town about the new bridge⟧.",
        )),
        Bad(en("The ships of the northern fleet left the harbour early in the morning, but ⟦the ships of the northern fleet left the harbour early in the morning⟧.")),
        Bad(pair(
            "en",
            "The spokesman of the city government said that the bridge is open.",
            "zh",
            "市政府新闻发言人星期五表示大桥开放，⟦市政府新闻发言人星期五表示⟧。",
        )),
        Good(en("“I want to go to the sea and I want to go to the hills,” she said.")),
        Good(pair(
            "de",
            "Wer in die Stadt gehen will, der soll in die Stadt gehen wollen, wer in die Stadt gehen will.",
            "en",
            "Who wants to go to the town shall say so if he wants to go to the town.",
        )),
        Good(en("Article 5 of Regulation (EU) No 1215/2012 and Article 6 of Regulation (EU) No 1215/2012 apply.")),
        Good(one("ru", "Мэр сказал, что мост открыт, а губернатор сказал, что дорога закрыта.")),
        Good(one("ar", "قال الوزير إن الجسر جديد وقال الرئيس إن الطريق قديم.")),
        Good(one("ja", "市長は橋が開いたと述べ、知事は道が閉じたと述べた。")),
        Good(one("hi", "मेयर ने कहा कि पुल खुला है और राज्यपाल ने कहा कि सड़क बंद है।")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(scene) = Scene::of(passage) else {
        return;
    };
    for again in &scene.repeats.again {
        if again.is_adjacent() {
            continue;
        }
        if let Some(confidence) = judge(&scene, again) {
            found.target(
                scene.repeats.span(again.units()),
                confidence,
                format!(
                    "“{}” stands in this sentence already",
                    scene.slice(again.units())
                ),
            );
        }
    }
}

fn judge(scene: &Scene<'_>, again: &Again) -> Option<Confidence> {
    let second = again.units();
    let first = second.start - again.period..second.end - again.period;
    let both = scene
        .repeats
        .span(first.clone())
        .cover(scene.repeats.span(second.clone()));
    let segments = &scene.passage.segments;
    if !segments.iter().any(|segment| segment.span.contains(both)) {
        return None;
    }
    if scene.is_quoted(first) || scene.is_quoted(second.clone()) {
        return None;
    }
    let units = &scene.repeats.units[second.clone()];
    let dense = units[0].is_dense();
    // What has figures and capitals is a title, an address or a law.
    let plain = |shape: Shape| matches!(shape, Shape::Lower | Shape::Caseless);
    let named = units.iter().filter(|unit| !plain(unit.shape)).count();
    let stops = (second.start + 1..second.end).any(|unit| scene.gap(unit) == Gap::Stop);
    let content = second
        .clone()
        .filter(|unit| !scene.is_function(*unit))
        .count();
    if named * 3 > units.len() || !dense && (content < 2 || named == content) {
        return None;
    }
    let length = if dense {
        again.length / 2
    } else {
        again.length
    };
    Some(match scene.original(second) {
        Some(original) if !original.is_plain() => return None,
        Some(_) if length >= 10 && named == 0 && !stops => Confidence::High,
        Some(_) if length >= if dense { 9 } else { 6 } => Confidence::Medium,
        _ => Confidence::Low,
    })
}

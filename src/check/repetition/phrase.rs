use super::repeats::{Again, Gap, Original, Scene};
use crate::annotate::is_dense;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, pair};
use crate::data::words;
use crate::text::{Category::Fluency, Confidence, Severity::Major, Span};

pub static CHECK: Check = Check {
    code: "D02",
    name: "phrase-twice",
    category: Fluency,
    severity: Major,
    summary: "two or more words stand twice in a row",
    explain: "\
The mayor of the bay of the bay spoke: some words were written twice, one copy right after the other. In \
scripts without spaces letters are compared, from four of them on (in Thai and its like more).

Set phrases go on as they are (again and again and again, step by step); so do names (New York, New \
York), results in digits, and whatever the source repeats as well. In quotations, where people say \
things twice, and over a comma it is less sure.",
    run: Run::Target(run),
    examples: &[
        Bad(en("The mayor ⟦of the bay of the bay⟧ spoke on Friday.")),
        Bad(pair(
            "de",
            "Sie sahen das Boot, das am Morgen kam.",
            "en",
            "They saw ⟦the boat that came, the boat that came⟧ in the morning.",
        )),
        Bad(one("ru", "Мэр города ⟦сказал в пятницу сказал в пятницу⟧ о мосте.")),
        Bad(one("hi", "मंत्री ने ⟦शुक्रवार को कहा शुक्रवार को कहा⟧ कि पुल बनेगा।")),
        Bad(one("ar", "قال الوزير ⟦يوم الجمعة إن يوم الجمعة إن⟧ الجسر جديد.")),
        Bad(one("vi", "Thị trưởng ⟦nói vào thứ Sáu nói vào thứ Sáu⟧ rằng cầu mới.")),
        Bad(one("zh", "市长⟦星期五表示星期五表示⟧桥梁将重建。")),
        Bad(one("ja", "市長は⟦金曜日に述べ金曜日に述べ⟧た。")),
        Bad(one("th", "นายกเทศมนตรี⟦กล่าวเมื่อวันศุกร์กล่าวเมื่อวันศุกร์⟧ว่า")),
        Good(en("He tried again and again and again, and step by step by step.")),
        Good(en("New York New York is a song; they won 6 4 6 4.")),
        Good(en("“We will win, we will win,” the crowd sang.")),
        Good(en("Day by day, day by day, it grew.")),
        Good(pair(
            "de",
            "Wir gehen heim, wir gehen heim.",
            "en",
            "We are going home, we are going home.",
        )),
        Good(one("id", "Mereka pergi ke rumah-rumah dan kembali ke rumah masing-masing.")),
        Good(one("zh", "我们研究研究，一步一步来，哈哈哈哈。")),
        Good(one("ja", "ひとつひとつ、ひとりひとりドキドキしながら見た。")),
        Good(one("my", "ကောင်းကောင်းလုပ်ပါ။")),
        Good(one("ko", "하나하나 살펴보고 또 살펴보았다.")),
        Good(one("tr", "Yavaş yavaş ve adım adım ilerlediler.")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(scene) = Scene::of(passage) else {
        return;
    };
    for again in &scene.repeats.again {
        if again.period < 2 || again.copies() != 2 {
            continue;
        }
        if let Some(confidence) = judge(&scene, again) {
            let copy = again.start - again.period..again.start;
            let both = again.units();
            let after = scene.repeats.span(copy.clone()).end;
            let hit = found.target(
                scene.repeats.span(both.clone()),
                confidence,
                format!("“{}” stands twice in a row", scene.slice(copy)),
            );
            if scene.junction(again) == Gap::Space {
                let end = scene.repeats.span(both).end;
                hit.fix(Span { start: after, end }, "");
            }
        }
    }
}

/// The least letters of a phrase in a script without spaces: for high confidence and for medium.
/// Words of one or two letters are doubled in all of them, and a Thai or Burmese word is long.
fn least(letter: char) -> (usize, usize) {
    match letter {
        '\u{e00}'..='\u{eff}' => (8, 6),
        '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => (20, 14),
        // Kana.
        '\u{3041}'..='\u{30ff}' => (5, 4),
        _ => (4, 3),
    }
}

fn judge(scene: &Scene<'_>, again: &Again) -> Option<Confidence> {
    let junction = scene.junction(again);
    if !again.is_adjacent() || junction > Gap::Comma || scene.is_figures(again) {
        return None;
    }
    let copy = again.start - again.period..again.start;
    let original = scene.original(again.units());
    if original.is_some_and(|original| original.phrase) {
        return None;
    }
    let mut confidence = if scene.repeats.units[copy.start].is_dense() {
        let letters = scene.slice(copy).chars().filter(|letter| is_dense(*letter));
        let (high, medium) = letters
            .map(least)
            .min_by_key(|(_, medium)| usize::MAX - medium)?;
        match again.period {
            period if period >= high => Confidence::High,
            period if period >= medium => Confidence::Medium,
            _ => return None,
        }
    } else {
        in_words(scene, again, junction, original.is_some())?
    };
    if junction == Gap::Comma || scene.inside(again) > Gap::Space {
        // Rhetoric and lists, unless the source has none.
        let words = scene.words(again.start..again.start + again.period);
        let told = original.is_some_and(Original::is_plain) && words > 2;
        confidence = confidence.min(match told || words > 5 && junction == Gap::Space {
            true => Confidence::Medium,
            false => Confidence::Low,
        });
    }
    if scene.is_quoted(again.units()) {
        confidence = match (confidence, junction) {
            (Confidence::High, Gap::Space) => Confidence::Medium,
            (Confidence::Medium, Gap::Space) if original.is_some() => Confidence::Medium,
            (_, Gap::Comma) if original.is_none() => return None,
            _ => Confidence::Low,
        };
    }
    Some(confidence)
}

fn in_words(
    scene: &Scene<'_>,
    again: &Again,
    junction: Gap,
    has_source: bool,
) -> Option<Confidence> {
    if scene.is_name(again) && (!has_source || again.period < 3) {
        return None;
    }
    if again.period > 2 {
        return Some(Confidence::High);
    }
    let functions = [again.start - 2, again.start - 1]
        .iter()
        .filter(|unit| scene.is_function(**unit))
        .count();
    // again and again and again; day by day, day by day
    if functions > 0 && (scene.turns(again) || junction == Gap::Comma) {
        return None;
    }
    if scene.inside(again) != Gap::Space || junction == Gap::Comma && !has_source {
        return None;
    }
    let letters = scene.slice(again.start..again.start + 2).chars().count();
    Some(match words::reduplicates(scene.lang) {
        // Letters of an abbreviation; through and through, wheel to wheel to.
        _ if letters < 7 && functions < 2 => Confidence::Low,
        _ if functions == 1 && !has_source => Confidence::Low,
        Some(false) if functions != 1 => Confidence::High,
        Some(false) => Confidence::Medium,
        _ if functions == 1 => Confidence::Low,
        _ => Confidence::Medium,
    })
}

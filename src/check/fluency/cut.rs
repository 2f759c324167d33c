use super::words::{Original, has_case, is_running, stops};
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, page};
use crate::data::words::{fold, function_words};
use crate::text::{
    Bitext, Category::Fluency, Confidence, Role, Role::*, Severity::Major, Shape, Span,
};

pub static CHECK: Check = Check {
    code: "F09",
    name: "cut-off",
    category: Fluency,
    severity: Major,
    summary: "a line starts with the rest of a word, ends in an open bracket, or is a piece of a sentence",
    explain: "\
n Monday an alert was given: the first letters of a line are gone. The council met (see: nothing \
comes after the bracket. A name alone on its line between the two halves of a sentence was a link or bold.

A letter alone at the start counts where it is no word of the language and no item of a list.",
    run: Run::Document(run),
    examples: &[
        Bad(en("⟦n⟧ Monday an alert was given in the harbour of the town.")),
        Bad(one("ru", "⟦м⟧ понедельник была объявлена тревога в гавани города.")),
        Bad(en("The council of the old town met on Monday ⟦(⟧")),
        Bad(page("en", &[
            (Body, "On Friday morning the young captain of the team"),
            (Body, "⟦Omar Haddad⟧"),
            (Body, "said that nobody would play in the old harbour."),
        ])),
        Good(en("a) Monday an alert was given; b) on Friday none.")),
        Good(en("I saw a boat. A boat saw me.")),
        Good(one("ru", "в понедельник была объявлена тревога.")),
        Good(one("es", "y el lunes se dio la alarma en el puerto.")),
        Good(page("en", &[
            (Body, "The captains who came on Friday:"),
            (Body, "Omar Haddad"),
            (Body, "Isabel Bell"),
            (Body, "They said that nobody would play."),
        ])),
        Good(one("ar", "و في يوم الاثنين أطلق إنذار في ميناء المدينة.")),
        Good(one("el", "η πόλη και το λιμάνι της είναι παλιά.")),
        Good(one("zh", "周一在城市的港口发出了警报。")),
        Good(one("ka", "ორშაბათს ქალაქის ნავსადგურში განგაში გამოცხადდა.")),
        Good(one("he", "ביום שני ניתנה אזעקה בנמל העיר.")),
    ],
};

fn run(bitext: &Bitext, found: &mut Found) {
    let side = &bitext.target;
    for index in 0..side.document.blocks.len() {
        let block = &side.document.blocks[index];
        if block.span.is_empty() || block.role != Role::Body {
            continue;
        }
        let text = block.span.of(&side.document.text);
        if text.ends_with(['(', '（', '[']) && text.contains(' ') {
            open_end(bitext, block.span, found);
        }
        if text.starts_with(has_case) {
            let passage = Passage::new(bitext, side, index);
            letter(&passage, found);
            isolated(&passage, found);
        }
    }
}

fn open_end(bitext: &Bitext, block: Span, found: &mut Found) {
    let original = Original::of(bitext, block);
    if original.is_some_and(|original| original.text().ends_with(['(', '（', '['])) {
        return;
    }
    let end = block.end as usize;
    let mark = bitext
        .target
        .document
        .slice(block)
        .chars()
        .next_back()
        .map_or(0, char::len_utf8);
    found.target(
        Span::new(end - mark, end),
        Confidence::Medium,
        "nothing comes after the bracket",
    );
}

/// A single small letter at the start that is no word.
fn letter(passage: &Passage<'_>, found: &mut Found) {
    let text = passage.text();
    let mut words = passage.notes.iter().flat_map(|notes| &notes.words);
    let (Some(first), Some(second), Some(_)) = (words.next(), words.next(), words.next()) else {
        return;
    };
    let letters = first.span.of(text);
    let lang = passage.document().lang;
    if first.shape != Shape::Lower
        || first.span.start != passage.block.span.start
        || letters.chars().nth(1).is_some()
        || first.span.end + 1 != second.span.start
        || !text[first.span.end as usize..].starts_with(' ')
        || second.span.of(text).chars().nth(1).is_none()
        || !letters.chars().all(char::is_alphabetic)
    {
        return;
    }
    let function = function_words(lang);
    if function.is_empty() || function.contains(&fold(letters)) {
        return;
    }
    if Original::of(passage.bitext, passage.block.span)
        .is_some_and(|original| original.has(letters))
    {
        return;
    }
    let confidence = match stops(passage.block.span.of(text)) && is_running(passage) {
        true => Confidence::Medium,
        false => Confidence::Low,
    };
    found.target(
        first.span,
        confidence,
        "the start of the first word is gone",
    );
}

/// A short line with a capital between a line that does not end and one that does not begin.
fn isolated(passage: &Passage<'_>, found: &mut Found) {
    let blocks = &passage.side.document.blocks;
    let index = passage.index;
    let text = passage.text();
    let line = passage.block.span.of(text);
    let (Some(before), Some(after)) = (
        index.checked_sub(1).map(|index| &blocks[index]),
        blocks.get(index + 1),
    ) else {
        return;
    };
    // Rows of a table stand for themselves.
    if passage.block.row.is_some() || before.role != Role::Body || after.role != Role::Body {
        return;
    }
    let words: usize = passage.notes.iter().map(|notes| notes.words.len()).sum();
    let [before, after] = [before, after].map(|block| block.span.of(text));
    let ends = |line: &str| line.ends_with(|letter: char| letter.is_alphanumeric());
    let many = |line: &str| line.split_whitespace().count() > 3;
    if words > 3
        || !line.starts_with(char::is_uppercase)
        || !ends(line)
        || !ends(before)
        || !many(before)
        || !many(after)
        || !after.starts_with(|letter: char| letter.is_lowercase() && has_case(letter))
        || before.starts_with(char::is_lowercase)
    {
        return;
    }
    found.target(
        passage.block.span,
        Confidence::Medium,
        "stands alone on its line between two halves of a sentence",
    );
}

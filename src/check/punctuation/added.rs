use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::data::punctuation::Sense;
use crate::data::words::{before_noun, fold, leading_on};
use crate::text::{Category::Typography, Confidence, Lang, Severity::Minor, Shape, Span, Word};

pub static CHECK: Check = Check {
    code: "P10",
    name: "added-mark",
    category: Typography,
    severity: Minor,
    summary: "a mark in mid-sentence that neither the source nor the grammar asks for",
    explain: "\
“the, baby's lungs”, “it! was announced”, “a total_ of four”: a mark behind a word that leads straight \
on to the next one. Reported are a question or exclamation mark before a small letter where the \
source has none at all, ^ ~ _ @ at the end of a word, and a comma, colon or stop after an article. \
A colon, semicolon or stop after a preposition or conjunction is reported where the source has none either; \
a hyphen before a space in English unless “and”, “or” or “to” follows (short- and long-term).

Words with a mark of their own (Yahoo!), emphasis in Markdown and rhetorical questions of the source \
are told apart.",
    run: Run::Pair(run),
    examples: &[
        Bad(pair("zh", "他的研究表明，施用激素可加速胎肺的成熟。", "en", "Hormones can accelerate the maturation of ⟦the,⟧ baby's lungs.")),
        Bad(pair("zh", "这一发现在周二宣布。", "en", "The discovery was verified, and it⟦!⟧ was announced on Tuesday.")),
        Bad(pair("de", "Insgesamt waren es vier Millionen.", "en", "It reported a total⟦_⟧ of four million.")),
        Bad(pair("de", "Es ersetzt die herkömmliche Technik.", "en", "It replaces the traditional⟦^⟧ technique.")),
        Bad(pair("fr", "La ville est aussi la base du parc.", "en", "They entered the factory ⟦to:⟧ work for the park.")),
        Bad(pair("fr", "La répartition repose sur la démographie.", "en", "The seats are based ⟦on- ⟧demographic changes.")),
        Bad(pair("ru", "Каждый кот отвечает за свою работу.", "en", "The concept is that ⟦each.⟧ cat does one job.")),
        Bad(pair("en", "He saw the house.", "es", "Vio ⟦el,⟧ gato y la casa.")),
        Bad(pair("fr", "Je ne sais pas si vous le savez.", "en", "I do not know if ⟦you'⟧ realize it.")),
        Good(pair("de", "Yahoo ist da? Nein.", "en", "Yahoo! is there? it asked.")),
        Good(pair("ja", "雅虎がある。", "en", "Yahoo! has it.")),
        Good(pair("de", "Kurz- und langfristig.", "en", "The short- and long-term plan, on- or offline.")),
        Good(pair("de", "Er sagte: nein.", "en", "He said this: no.")),
        Good(pair("de", "Das _ist_ so.", "en", "That _is_ so.")),
        Good(pair("zh", "他来了。", "en", "He came, of, by and for the people, he said.")),
        Good(pair("en", "He came home.", "ja", "彼は家に来た。")),
        Good(pair("en", "He came home.", "ar", "جاء، ثم ذهب إلى البيت.")),
        Good(pair("en", "He came home.", "ru", "Он пришёл: домой; и ушёл.")),
        Good(pair("fr", "Les mineurs l'ont dit.", "en", "The miners' union and the boys' club, goin' home.")),
    ],
};

fn run(pair: &Pair<'_>, found: &mut Found) {
    let target = pair.target;
    let text = &target.document.text;
    let lang = target.document.lang;
    for notes in pair.target_notes() {
        for two in notes.words.windows(2) {
            let gap = Span {
                start: two[0].span.end,
                end: two[1].span.start,
            };
            let between = gap.of(text).as_bytes();
            if between == b" " && !text[..gap.start as usize].ends_with('_') {
                continue;
            }
            if between.len() > 3 || between.last() != Some(&b' ') {
                continue;
            }
            look(pair, lang, two[0], two[1], gap, found);
        }
    }
}

fn look(pair: &Pair<'_>, lang: Lang, first: Word, next: Word, gap: Span, found: &mut Found) {
    let text = &pair.target.document.text;
    let between = gap.of(text);
    let word = first.span.of(text);
    let small = next.shape == Shape::Lower;
    let mark = Span {
        start: gap.start,
        end: gap.end - 1,
    };
    let after_word = Span {
        start: first.span.start,
        end: mark.end,
    };
    let english = lang.base() == "en";
    match between {
        // The underscore belongs to the word by the rules of Unicode.
        " " if word.ends_with('_') && !word.starts_with('_') => {
            symbol(
                pair,
                '_',
                Span {
                    start: gap.start - 1,
                    end: gap.start,
                },
                found,
            );
        }
        "^ " | "~ " | "_ " | "@ " if is_plain(first.shape) && is_plain(next.shape) => {
            let glyph = between.chars().next().unwrap_or('^');
            symbol(pair, glyph, mark, found);
        }
        "? " | "! "
            if small
                && first.shape == Shape::Lower
                && !source_has(pair, |sense| {
                    matches!(sense, Sense::Question | Sense::Exclamation)
                }) =>
        {
            report(
                pair,
                mark,
                Confidence::High,
                format!("{} in mid-sentence, and none in the source", &between[..1]),
                found,
            );
        }
        ", " | ": " | "; " | ". " if small && is_plain(first.shape) => {
            let folded = fold(word);
            let glyph = &between[..1];
            // donne-le, c'est l'un,
            let part = text[..first.span.start as usize].ends_with(['-', '’', '\'']);
            if first.shape != Shape::Lower || part {
                return;
            }
            if before_noun(lang).contains(&folded) {
                report(
                    pair,
                    after_word,
                    Confidence::High,
                    format!("{glyph} behind a word that leads on to the next"),
                    found,
                );
            } else if glyph != ","
                && leading_on(lang).contains(&folded)
                && !source_has(pair, |sense| match glyph {
                    "." => false,
                    _ => matches!(sense, Sense::Colon | Sense::Semicolon | Sense::Ellipsis),
                })
                && (glyph != "." || stops(pair) <= 1)
                && !source_has_dash(pair)
            {
                report(
                    pair,
                    after_word,
                    Confidence::Medium,
                    format!("{glyph} behind a word that leads on, and none in the source"),
                    found,
                );
            }
        }
        "- " if english
            && small
            && is_plain(first.shape)
            && !is_suspended(next.span.of(text))
            && !source_has_dash(pair) =>
        {
            let span = Span {
                start: first.span.start,
                end: gap.end,
            };
            report(
                pair,
                span,
                Confidence::Medium,
                "a hyphen before a space".to_owned(),
                found,
            );
        }
        "' " if english && first.shape == Shape::Lower => {
            let block = pair.target_span().map_or("", |span| span.of(text));
            let alone = block.matches('\'').count() == contractions(block) + 1
                && !block.contains(['‘', '’', '`']);
            let elided = word.ends_with(['s', 'x', 'z', 'n', 'l']) || word.chars().count() < 3;
            if alone && !elided {
                report(
                    pair,
                    after_word,
                    Confidence::Medium,
                    "an apostrophe that opens and closes nothing".to_owned(),
                    found,
                );
            }
        }
        _ => {}
    }
}

/// Apostrophes between two letters.
fn contractions(text: &str) -> usize {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'\'', bytes)
        .filter(|at| {
            *at > 0
                && bytes[at - 1].is_ascii_alphabetic()
                && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic)
        })
        .count()
}

fn is_plain(shape: Shape) -> bool {
    matches!(shape, Shape::Lower | Shape::Capital | Shape::Upper)
}

/// Words that follow a hyphen which stands for the other half of the word.
fn is_suspended(next: &str) -> bool {
    matches!(
        next,
        "and"
            | "or"
            | "to"
            | "nor"
            | "but"
            | "through"
            | "as"
            | "versus"
            | "vs"
            | "rather"
            | "than"
    )
}

fn symbol(pair: &Pair<'_>, glyph: char, span: Span, found: &mut Found) {
    let source = pair
        .source_span()
        .map_or("", |span| span.of(&pair.source.document.text));
    let block = pair
        .target_span()
        .map_or("", |span| span.of(&pair.target.document.text));
    if source.contains(glyph) || block.matches(glyph).count() > 1 {
        return;
    }
    report(
        pair,
        span,
        Confidence::High,
        format!("{glyph} at the end of a word, and none in the source"),
        found,
    );
}

fn report(pair: &Pair<'_>, span: Span, confidence: Confidence, message: String, found: &mut Found) {
    let text = &pair.target.document.text;
    if super::scene::in_markup(pair.target, span.start)
        || super::scene::in_markup(pair.target, span.end - 1)
    {
        return;
    }
    let hit = found.target(span, confidence, message);
    hit.by_comparison();
    let kept = span
        .of(text)
        .trim_end_matches(|c: char| !c.is_alphanumeric());
    if !kept.is_empty() && span.of(text).ends_with(' ') {
        hit.fix(span, format!("{kept} "));
    } else {
        hit.fix(span, kept);
    }
}

fn source_text<'a>(pair: &Pair<'a>) -> &'a str {
    pair.source_span()
        .map_or("", |span| span.of(&pair.source.document.text))
}

fn source_has(pair: &Pair<'_>, is: impl Fn(Sense) -> bool) -> bool {
    let lang = pair.source.document.lang;
    source_text(pair)
        .chars()
        .any(|c| Sense::of(c, lang).is_some_and(&is))
}

fn stops(pair: &Pair<'_>) -> usize {
    let lang = pair.source.document.lang;
    source_text(pair)
        .chars()
        .filter(|c| Sense::of(*c, lang) == Some(Sense::Stop))
        .count()
}

fn source_has_dash(pair: &Pair<'_>) -> bool {
    let text = source_text(pair);
    text.contains(" -") || text.contains("- ") || text.contains(['–', '—', '―', '－', 'ー'])
}

use super::scene::{Scene, passages};
use crate::check::{Check, Example::*, Found, Run, en, one, page};
use crate::text::{Bitext, Category::Typography, Confidence, Role::*, Severity::Minor, Span};

pub static CHECK: Check = Check {
    code: "P12",
    name: "typed-dash",
    category: Typography,
    severity: Minor,
    summary: "hyphens or full stops typed for a dash or an ellipsis that the text writes properly elsewhere",
    explain: "\
Two hyphens for a dash, a hyphen between spaces for a dash, three stops for an ellipsis, stops with \
spaces between them, straight apostrophes among curved ones. None of these is wrong in itself; each \
is, where the same text has the proper mark elsewhere and more often. Only the doubled hyphen is \
more than low: no custom mixes it with dashes. A text that knows no dash is left alone. Chinese \
sets ellipsis and dash in two places (……, ——): one alone is reported where the text has them doubled.",
    run: Run::Document(run),
    examples: &[
        Bad(en(
            "He came — at last — and sat down. She did not⟦ -- ⟧she left.",
        )),
        Bad(en(
            "He said – they heard it – nothing. It was late⟦ - ⟧too late.",
        )),
        Bad(page(
            "de",
            &[
                (Body, "Er wartete … und wartete …"),
                (Body, "Dann ging er⟦...⟧"),
            ],
        )),
        Bad(one("fr", "Je ne sais pas⟦. . .⟧ Peut-être.")),
        Bad(en("It’s late, and he’s tired, but she⟦'⟧s not.")),
        Bad(one("zh", "他说……后来——其实他不知道⟦…⟧但是……")),
        Good(en(
            "He said -- they heard it -- nothing, and then ... nothing.",
        )),
        Good(en(
            "The flag --force is an option – a well-known one – of a--b.",
        )),
        Good(one("ru", "Москва — столица России, 5 - 3 = 2, а он — нет.")),
        Good(one("zh", "他说……我不知道——真的。")),
        Good(one("ja", "彼は…と言った。そして…黙った。")),
        Good(one("ar", "قال – وهو يبتسم – نعم...")),
        Good(en("The 1990's 'rock 'n' roll' isn't dead.")),
    ],
};

/// What is written in two ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// `--`
    Hyphens,
    /// ` - `
    Hyphen,
    /// `...`
    Stops,
    /// `. . .`
    Spaced,
    /// `'` in a word
    Straight,
    /// A single `…` or `—` of Chinese.
    Single,
}

/// How often a text has the proper marks.
#[derive(Debug, Default)]
struct Proper {
    dashes: usize,
    ellipses: usize,
    apostrophes: usize,
    doubled: usize,
    /// The dash that it has with spaces around.
    dash: Option<char>,
}

fn run(bitext: &Bitext, found: &mut Found) {
    let text = &bitext.target.document.text;
    let bytes = text.as_bytes();
    // All proper marks begin with the same byte: a text without it has nothing to compare with.
    let proper = memchr::memchr(0xe2, bytes).is_some();
    if !proper && memchr::memmem::find(bytes, b". .").is_none() {
        return;
    }
    let mut marks = Proper::default();
    let mut typed = Vec::new();
    for passage in passages(bitext) {
        if let Some(scene) = Scene::of(&passage) {
            collect(&scene, &mut marks, &mut typed);
        }
    }
    let count = |way: Way| typed.iter().filter(|(other, _)| *other == way).count();
    for (way, span) in &typed {
        let (often, better) = match way {
            Way::Hyphens | Way::Hyphen => (marks.dashes, marks.dash.unwrap_or('–')),
            Way::Stops => (marks.ellipses, '…'),
            Way::Spaced => (usize::MAX, '…'),
            Way::Straight => (marks.apostrophes, '’'),
            Way::Single => (marks.doubled, '…'),
        };
        if often < 2 || often <= count(*way) {
            continue;
        }
        let written = span.of(text).trim();
        let confidence = if *way == Way::Hyphens {
            Confidence::Medium
        } else {
            Confidence::Low
        };
        let (message, mended) = match way {
            Way::Hyphens | Way::Hyphen => (
                format!("{written} for the dash {better} that the text has elsewhere"),
                format!(" {better} "),
            ),
            Way::Spaced => (
                "stops with spaces for an ellipsis".to_owned(),
                "…".to_owned(),
            ),
            Way::Single => (
                format!("one {written} where the text has two elsewhere"),
                written.repeat(2),
            ),
            Way::Stops | Way::Straight => (
                format!("{written} where the text has {better} elsewhere"),
                better.to_string(),
            ),
        };
        let hit = found.target(*span, confidence, message);
        let spaced = span.of(text).starts_with(' ') && span.of(text).ends_with(' ');
        if !matches!(way, Way::Hyphens | Way::Hyphen) || spaced {
            hit.fix(*span, mended);
        }
    }
}

/// What stands in a block, proper and typed.
fn collect(scene: &Scene<'_>, marks: &mut Proper, typed: &mut Vec<(Way, Span)>) {
    let block = scene.block();
    let chinese = matches!(scene.lang.base(), "zh" | "yue");
    let mut done = 0;
    for (at, mark) in block.char_indices() {
        if at < done {
            continue;
        }
        let rest = &block[at..];
        let before = block[..at].chars().next_back();
        let run = rest.chars().take_while(|c| *c == mark).count();
        let end = at + run * mark.len_utf8();
        let after = block[end..].chars().next();
        let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        let space = |c: Option<char>| c == Some(' ');
        match mark {
            '–' | '—' => {
                if chinese && mark == '—' {
                    marks.doubled += usize::from(run == 2);
                } else if space(before) && space(after) || letter(before) && letter(after) {
                    marks.dashes += 1;
                    if space(before) {
                        marks.dash = Some(mark);
                    }
                }
            }
            '…' => {
                marks.ellipses += 1;
                marks.doubled += usize::from(run == 2);
                if chinese && run == 1 && !scene.is_code(scene.at(at, at).start) {
                    typed.push((Way::Single, scene.at(at, end)));
                }
            }
            '’' if letter(before) && letter(after) => marks.apostrophes += 1,
            '\'' if letter(before) && letter(after) && !scene.is_code(scene.at(at, at).start) => {
                typed.push((Way::Straight, scene.at(at, end)));
            }
            '-' if run <= 2 && space(before) && space(after) => {
                // Between digits it is a minus, at the start of a line a list.
                let word = |c: Option<char>| c.is_some_and(|c| !c.is_numeric() && c != ' ');
                let ahead = block[end + 1..].chars().next();
                if word(block[..at - 1].chars().next_back()) && word(ahead) {
                    let way = if run == 2 { Way::Hyphens } else { Way::Hyphen };
                    typed.push((way, scene.at(at - 1, end + 1)));
                }
            }
            '.' if run == 3 && letter(before) && !letter(after) => {
                typed.push((Way::Stops, scene.at(at, end)));
            }
            '.' if rest.starts_with(". . .") && letter(before) => {
                typed.push((Way::Spaced, scene.at(at, at + 5)));
                done = at + 5;
                continue;
            }
            _ => {}
        }
        done = end;
    }
}

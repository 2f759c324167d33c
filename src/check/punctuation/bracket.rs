use super::scene::{Scene, in_markup};
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, page, pair};
use crate::text::{Category::Typography, Confidence, Extent, Role::*, Severity::Minor, Side};

pub static CHECK: Check = Check {
    code: "P02",
    name: "unpaired-bracket",
    category: Typography,
    severity: Minor,
    summary: "a bracket has no partner, or one of another kind",
    explain: "\
A bracket that opens and never closes, or (the reverse], leaves the reader to guess where the \
insertion ends; often its second half is lost. Where the source has a bracket without a partner too, \
nothing is said. List markers a) and 1), smileys :) and half-open ranges [0, 1) are right, and so is \
a bracket that closes in a neighbouring paragraph.

High against a source whose brackets are all paired, medium otherwise. It is right to ignore in text \
that is cut from a longer one.",
    run: Run::Target(run),
    examples: &[
        Bad(en("The plan ⟦(⟧which nobody had read was accepted.")),
        Bad(en("The plan was accepted⟦)⟧ by all.")),
        Bad(en("The plan (which nobody had read⟦]⟧ was accepted.")),
        Bad(pair("en", "The plan (from May) was accepted.", "zh", "该计划⟦（⟧五月被接受。")),
        Bad(pair("en", "The plan (from May) was accepted.", "ar", "تم قبول الخطة ⟦(⟧من مايو.")),
        Good(en("We need a) time, b) money; 1) a plan 2) a map (and luck), iv) all.")),
        Good(en("Good luck :) and bye ;-) or :( as you like.")),
        Good(en("Any x in [0, 1) or (0;1] will do.")),
        Good(one("ru", "Вот и всё))) до завтра :)")),
        Good(one("zh", "该计划（五月）被接受。")),
        Good(one("ja", "計画（五月）は【承認】された(昨日）。")),
        Good(one("ar", "تم قبول الخطة (من مايو).")),
        Good(one("he", "התוכנית (ממאי) התקבלה.")),
        Good(one("de", "Lehrer(innen) und Schüler[innen] {alle}.")),
        Good(one("hi", "योजना (मई से) स्वीकार की गई।")),
        Good(pair("en", "cut from (a longer text", "de", "aus einem (längeren Text")),
        Good(page(
            "en",
            &[(Body, "He spoke (at length"), (Body, "and in detail) of the plan.")],
        )),
        Good(en("See git show [<object>] or [--path=<path>].")),
        Good(en("Run <b>print(x</b>) to see `f(` in the shell.")),
    ],
};

const PAIRS: &[(char, char)] = &[
    ('(', ')'),
    ('[', ']'),
    ('{', '}'),
    ('（', '）'),
    ('［', '］'),
    ('【', '】'),
    ('〔', '〕'),
];

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(scene) = Scene::of(passage) else {
        return;
    };
    let block = scene.block();
    if !may_hold(block) {
        return;
    }
    let faults = faults(block, |at| {
        let byte = scene.at(at, at).start;
        let token = scene.token(byte);
        in_markup(passage.side, byte) || (token.starts_with('`') && token.ends_with('`'))
    });
    for fault in faults.iter().take(MOST) {
        let span = scene.at(fault.at, fault.at + fault.glyph.len_utf8());
        let source = scene.source_at(span.start);
        let odd = |source| !self::faults(source, |_| false).is_empty();
        if source.is_some_and(odd) || closes_nearby(passage, fault) {
            continue;
        }
        let confidence = match source {
            Some(source) if may_hold(source) => Confidence::High,
            None if passage.bitext.extent == Extent::Row => Confidence::Low,
            _ => Confidence::Medium,
        };
        let what = match (fault.other, fault.opens) {
            (Some(other), _) => format!("closes what {other} opened"),
            (None, true) => "opens and is never closed".to_owned(),
            (None, false) => "closes what was never opened".to_owned(),
        };
        found.target(
            span,
            confidence,
            format!("the bracket {} {what}", fault.glyph),
        );
    }
}

/// Faults of a block that are reported; more of them are no prose.
const MOST: usize = 4;

fn may_hold(text: &str) -> bool {
    text.bytes()
        .any(|byte| matches!(byte, b'(' | b')' | b'[' | b']' | b'{' | b'}'))
        || text.contains(['（', '）', '［', '］', '【', '】', '〔', '〕'])
}

/// A bracket without a partner.
#[derive(Debug, Clone, Copy)]
struct Fault {
    at: usize,
    glyph: char,
    opens: bool,
    /// The opening bracket of another kind that it closes.
    other: Option<char>,
}

/// Round brackets of either width are one kind.
fn kind(c: char) -> Option<(usize, bool)> {
    let index = PAIRS.iter().position(|pair| pair.0 == c || pair.1 == c)?;
    let opens = PAIRS[index].0 == c;
    let wide = [0, 1, 2, 0, 1, 5, 6];
    Some((wide[index], opens))
}

fn faults(text: &str, is_code: impl Fn(usize) -> bool) -> Vec<Fault> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut faults = Vec::new();
    for (at, c) in text.char_indices() {
        let Some((family, opens)) = kind(c) else {
            continue;
        };
        if is_smiley(text, at, opens) || is_code(at) {
            continue;
        }
        if opens {
            open.push((at, c));
            continue;
        }
        match open.last() {
            Some(&(_, before)) if kind(before).is_some_and(|it| it.0 == family) => {
                open.pop();
            }
            Some(&(start, _)) if is_range(&text[start + 1..at]) => {
                open.pop();
            }
            Some(&(_, before))
                if !open[..open.len() - 1]
                    .iter()
                    .any(|(_, c)| kind(*c).is_some_and(|it| it.0 == family))
                    && !is_marker(text, at, c) =>
            {
                open.pop();
                faults.push(Fault {
                    at,
                    glyph: c,
                    opens: false,
                    other: Some(before),
                });
            }
            Some(_) if is_marker(text, at, c) => {}
            Some(_) => {
                // The inner one was never closed.
                while let Some((start, before)) = open.pop() {
                    if kind(before).is_some_and(|it| it.0 == family) {
                        break;
                    }
                    faults.push(Fault {
                        at: start,
                        glyph: before,
                        opens: true,
                        other: None,
                    });
                }
            }
            None if is_marker(text, at, c) => {}
            None => faults.push(Fault {
                at,
                glyph: c,
                opens: false,
                other: None,
            }),
        }
    }
    faults.extend(open.into_iter().map(|(at, glyph)| Fault {
        at,
        glyph,
        opens: true,
        other: None,
    }));
    faults.sort_by_key(|fault| fault.at);
    faults
}

/// Whether a bracket is the mouth of a face, or laughter: `:)`, `;-(`, `)))`.
fn is_smiley(text: &str, at: usize, opens: bool) -> bool {
    let mut before = text[..at].chars().rev();
    let eyes = |c: char| matches!(c, ':' | ';' | '=' | '8' | 'X' | 'x');
    let first = before.next();
    let second = before.next();
    let third = before.next();
    let loose = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let face = match (first, second) {
        (Some('-' | 'o' | '^' | '\''), Some(eye)) => matches!(eye, ':' | ';' | '=') && loose(third),
        (Some(eye), next) if eyes(eye) => {
            (matches!(eye, ':' | ';' | '=') && loose(next)) || next.is_none_or(char::is_whitespace)
        }
        _ => false,
    };
    let after = text[at..].chars().nth(1);
    let mirrored = opens && matches!(after, Some(':' | ';'));
    let repeated = first == text[at..].chars().next() || after == text[at..].chars().next();
    let laughter = repeated && !opens && !text[..at].contains('(');
    // ")": a face whose eyes are the mark of the clause: "he said:)" has eyes too.
    let glued = !opens && matches!(first, Some(':' | ';')) && !text[..at].contains('(');
    face && !matches!(first, Some('8' | 'x' | 'X') if !opens) || mirrored || laughter || glued
}

/// Whether a closing bracket ends a list marker: `a)`, `12)`, `iv)`, `1.2)`.
fn is_marker(text: &str, at: usize, bracket: char) -> bool {
    if !matches!(bracket, ')' | '）' | ']') {
        return false;
    }
    let start = text[..at]
        .rfind(|c: char| !(c.is_alphanumeric() || c == '.'))
        .map_or(0, |start| {
            start + text[start..].chars().next().map_or(1, char::len_utf8)
        });
    let token = &text[start..at];
    let before = text[..start].chars().next_back();
    let free = before.is_none_or(|c| {
        c.is_whitespace() || matches!(c, '(' | '/' | '*' | '"' | '„' | '“' | '«' | '-')
    }) || token.chars().all(char::is_numeric);
    let length = token.chars().count();
    let number = token.chars().all(|c| c.is_numeric() || c == '.') && length <= 5;
    let roman = token
        .chars()
        .all(|c| matches!(c, 'i' | 'v' | 'x' | 'I' | 'V' | 'X'))
        && length <= 5;
    free && length > 0 && (number || roman || length <= 2)
}

/// Whether what stands between two brackets of different kinds are the ends of a range.
fn is_range(inside: &str) -> bool {
    !inside.is_empty()
        && inside.chars().count() <= 24
        && inside.contains([',', ';'])
        && inside
            .split([',', ';', ' '])
            .all(|part| part.chars().count() <= 2 || part.chars().all(|c| !c.is_alphabetic()))
}

/// Whether the partner stands in a paragraph close by.
fn closes_nearby(passage: &Passage<'_>, fault: &Fault) -> bool {
    const NEAR: usize = 3;
    const LONG: usize = 1 << 12;
    let side: &Side = passage.side;
    let blocks = &side.document.blocks;
    if passage.bitext.extent != Extent::Document || fault.other.is_some() {
        return false;
    }
    let range = if fault.opens {
        passage.index + 1..(passage.index + 1 + NEAR).min(blocks.len())
    } else {
        passage.index.saturating_sub(NEAR)..passage.index
    };
    range.into_iter().any(|index| {
        let text = side.document.slice(blocks[index].span);
        text.len() < LONG
            && may_hold(text)
            && faults(text, |_| false).iter().any(|other| {
                other.opens != fault.opens
                    && kind(other.glyph).map(|it| it.0) == kind(fault.glyph).map(|it| it.0)
            })
    })
}

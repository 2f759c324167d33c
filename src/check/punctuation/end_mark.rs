use super::scene::{is_closing, is_closing_bracket, is_lone_slip, is_spaceless};
use crate::check::{Check, Example::*, Found, Run, docs, one, page, pair};
use crate::data::punctuation::{Customs, End, Sense};
use crate::data::quotes;
use crate::text::{
    Bitext, Category::Typography, Confidence, Lang, MarkupKind, Role, Role::*, Severity::Minor,
    Side, Span,
};

pub static CHECK: Check = Check {
    code: "P01",
    name: "end-mark",
    category: Typography,
    severity: Minor,
    summary: "the mark at the end is not that of the source",
    explain: "\
The source sentence ends with a full stop and the translation with nothing, or with a comma: a slip, \
or the end of the sentence is missing. Marks are compared by what they mean in their language, not \
by glyph: . 。 । ۔ ։ ። are full stops, ; asks in Greek, ՞ stands inside the word in Armenian. Marks \
before and behind closing quotation marks and brackets count alike.

Without a source the check speaks only where nearly all other paragraphs of the text end with a mark.

It is right to ignore in headings and labels, and where a translator made a question of a statement \
on purpose; such changes are reported with low confidence, and so is a rare slip of a long text. Thai and Lao end without a mark; Arabic \
writers often leave it out.",
    run: Run::Document(run),
    examples: &[
        Bad(pair(
            "en",
            "The city was celebrating its anniversary⟦.⟧",
            "de",
            "Die Stadt feierte gerade ihr ⟦Jubiläum⟧",
        )),
        Bad(pair(
            "zh",
            "他的研究表明，施用激素可加速宝宝胎肺的成熟⟦。⟧",
            "en",
            "His research shows that hormones can accelerate the maturation of the baby's ⟦lungs⟧",
        )),
        Bad(pair(
            "en",
            "He went home to his old mother⟦.⟧",
            "hi",
            "वह अपनी बूढ़ी माँ के पास घर ⟦गया⟧",
        )),
        Bad(pair(
            "en",
            "He went home after a long day⟦.⟧",
            "zh",
            "他在漫长的一天之后回家了⟦，⟧",
        )),
        Bad(pair("en", "User name⟦:⟧", "fr", "Nom d’⟦utilisateur⟧")),
        Bad(pair(
            "en",
            "Why would I not want to compete in that⟦?⟧",
            "ro",
            "De ce nu aș vrea să concurez la ⟦asta⟧",
        )),
        Bad(pair("en", "⟦Save⟧", "de", "Speichern⟦.⟧")),
        Bad(page(
            "en",
            &[
                (Body, "The council met on Monday to vote on the new plan for the harbour."),
                (Body, "Three members were absent, and nobody knew why they had stayed away."),
                (Body, "The mayor spoke for an hour about the money that the plan would need."),
                (Body, "No one asked a question, which surprised the few guests in the hall."),
                (Body, "The vote was close, and the plan was accepted by one voice in the ⟦end⟧"),
                (Body, "Work on the harbour will start in spring if the winter is not too long."),
            ],
        )),
        Good(pair("en", "Where is he?", "el", "Πού είναι;")),
        Good(pair("en", "Where is he?", "ar", "أين هو؟")),
        Good(pair("en", "Where is he?", "hy", "Որտե՞ղ է նա։")),
        Good(pair("en", "He went home.", "hi", "वह घर गया।")),
        Good(pair("en", "He went home.", "ur", "وہ گھر گیا۔")),
        Good(pair("en", "He went home.", "am", "ወደ ቤት ሄደ።")),
        Good(pair("en", "He went home early that day.", "th", "เขากลับบ้านเร็วในวันนั้น")),
        Good(pair("en", "He said “no.”", "de", "Er sagte „nein“.")),
        Good(pair("en", "“Why?”", "pl", "„Dlaczego?”.")),
        Good(pair("en", "He went home (at last).", "ja", "彼は（やっと）家に帰った。")),
        Good(pair("en", "He went home.", "zh", "他回家了。")),
        Good(pair("en", "Loading…", "ru", "Загрузка...")),
        Good(pair("en", "Name:", "fr", "Nom\u{a0}:")),
        Good(pair("en", "Trump says so", "ko", "트럼프가 그렇게 말했다")),
        Good(pair("en", "He went home.<br/>", "he", "הוא הלך הביתה.<br/>")),
        Good(pair("en", "It was made by Apple Inc.", "de", "Es wurde von Apple gemacht.")),
        Good(docs(
            "en",
            &[(Headline, "A day at sea"), (Body, "The sea was calm. We sailed.")],
            "de",
            &[(Headline, "Ein Tag auf See"), (Body, "Die See war ruhig. Wir segelten.")],
        )),
        Good(one("en", "A heading without a stop")),
    ],
};

/// Words from which a segment is a sentence rather than a label.
const SENTENCE: usize = 4;
/// Words from which a paragraph is one without a source.
const PARAGRAPH: usize = 12;
/// Paragraphs that tell what a text does.
const PARAGRAPHS: usize = 5;

/// How a text ends.
#[derive(Debug, Clone, Copy)]
struct Ending {
    /// What its last mark says, if it has one.
    sense: Option<Sense>,
    /// The mark, or the place where it is missing.
    span: Span,
    /// Closing quotation marks or brackets stand behind.
    enclosed: bool,
    /// An address, a placeholder or the like ends it, or a symbol.
    opaque: bool,
}

fn run(bitext: &Bitext, found: &mut Found) {
    let Some(source) = &bitext.source else {
        alone(&bitext.target, found);
        return;
    };
    let target = &bitext.target;
    let customs = Customs::of(target.document.lang);
    if customs.end == End::None || Customs::of(source.document.lang).end == End::None {
        return;
    }
    let mut differences = Vec::new();
    let (mut stopped, mut missing) = (0usize, 0usize);
    for bead in &bitext.beads {
        let (Some(theirs), Some(ours)) = (
            ending(source, bead.source.clone()),
            ending(target, bead.target.clone()),
        ) else {
            continue;
        };
        if theirs.sense == Some(Sense::Stop) {
            stopped += 1;
            missing += usize::from(ours.sense.is_none());
        }
        if theirs.sense == ours.sense || theirs.opaque || ours.opaque {
            continue;
        }
        differences.push((bead, theirs, ours));
    }
    // A text that often does without a stop does so on purpose.
    let habit = missing >= 3 && missing * 10 >= stopped;
    let slip = is_lone_slip(bitext, differences.len());
    for (bead, theirs, ours) in differences {
        // The title of a text may end with a stop in one language and without in the other.
        let title = bead.target.start == 0 && target.segments.len() > 1;
        let words = |side: &Side, range: &std::ops::Range<usize>| -> usize {
            side.notes[range.clone()]
                .iter()
                .map(|n| n.words.len())
                .sum()
        };
        let sizes = (words(source, &bead.source), words(target, &bead.target));
        let asks_inside = |mark: char| {
            let segments = &target.segments[bead.target.clone()];
            segments
                .iter()
                .any(|s| s.span.of(&target.document.text).contains(mark))
        };
        let said = match theirs.sense {
            Some(Sense::Question) => asks_inside('՞'),
            Some(Sense::Exclamation) => asks_inside('՜'),
            _ => false,
        };
        if said {
            continue;
        }
        let Some(confidence) = judge(theirs, ours, sizes, target.document.lang) else {
            continue;
        };
        let lost = ours.sense.is_none();
        let confidence = if slip || lost && (habit || title || customs.end == End::Loose) {
            Confidence::Low
        } else {
            confidence
        };
        report(source, target, theirs, ours, confidence, found);
    }
}

fn judge(theirs: Ending, ours: Ending, sizes: (usize, usize), lang: Lang) -> Option<Confidence> {
    use Sense::*;
    let sentences = sizes.0 >= SENTENCE && sizes.1 >= SENTENCE;
    let enclosed = theirs.enclosed || ours.enclosed;
    let Some(sense) = theirs.sense else {
        return Some(Confidence::Low);
    };
    Some(match (sense, ours.sense) {
        (Stop, None) if sentences && !enclosed => Confidence::Medium,
        (Stop, Some(Comma)) if sentences && !enclosed => Confidence::Medium,
        // A label, or an abbreviation.
        (Stop, None) if sizes.0 < SENTENCE => return None,
        // Some languages ask by a particle.
        (Question, None) if asks_by_particle(lang) || ours.enclosed => Confidence::Low,
        (Question | Exclamation, None) if sizes.0 > 1 => Confidence::Medium,
        (Colon, None) if !enclosed => Confidence::Medium,
        (Ellipsis, None) if !enclosed => Confidence::Medium,
        _ => Confidence::Low,
    })
}

fn asks_by_particle(lang: Lang) -> bool {
    matches!(
        lang.base(),
        "ja" | "zh" | "yue" | "ko" | "my" | "km" | "lo" | "th" | "ar"
    )
}

fn report(
    source: &Side,
    target: &Side,
    theirs: Ending,
    ours: Ending,
    confidence: Confidence,
    found: &mut Found,
) {
    let text = &target.document.text;
    let customs = Customs::of(target.document.lang);
    let Some(sense) = theirs.sense else {
        if let Some(added) = ours.sense {
            found.at(
                vec![last_word(source, theirs.span)],
                vec![ours.span],
                confidence,
                format!("{} at the end, and none in the source", added.name()),
            );
        }
        return;
    };
    let mark = theirs.span.of(&source.document.text);
    let hit = match ours.sense {
        None => found.at(
            vec![theirs.span],
            vec![last_word(target, ours.span)],
            confidence,
            format!(
                "no {} at the end, where the source has {mark}",
                sense.name()
            ),
        ),
        Some(other) => found.at(
            vec![theirs.span],
            vec![ours.span],
            confidence,
            format!(
                "{} at the end, where the source has the {} {mark}",
                other.name(),
                sense.name()
            ),
        ),
    };
    if ours.enclosed || customs.spaces(customs.mark(sense)) {
        return;
    }
    let place = match ours.sense {
        None => Span {
            start: ours.span.end,
            end: ours.span.end,
        },
        Some(Sense::Comma) => ours.span,
        _ => return,
    };
    if !text[..place.start as usize].ends_with(char::is_whitespace) {
        hit.fix(place, customs.mark(sense).to_string());
    }
}

/// The word before a place where something is missing, or the character.
fn last_word(side: &Side, place: Span) -> Span {
    let segment = side.segment_at(place.start);
    let word = segment.and_then(|segment| side.notes[segment].words.last());
    match word {
        Some(word) if word.span.end <= place.end && word.span.end > place.start => word.span,
        _ => place,
    }
}

/// How a run of segments ends; `None` if it is empty.
fn ending(side: &Side, range: std::ops::Range<usize>) -> Option<Ending> {
    let text = &side.document.text;
    let lang = side.document.lang;
    let segment = range.last()?;
    let start = side.segments[segment].span.start as usize;
    let mut end = side.segments[segment].span.end as usize;
    let mut enclosed = false;
    let mut markup = side.notes[segment].markup.iter().rev().peekable();
    loop {
        while markup
            .next_if(|markup| markup.span.start as usize >= end)
            .is_some()
        {}
        if let Some(last) = markup.peek()
            && last.span.end as usize == end
        {
            if last.kind == MarkupKind::Tag {
                end = last.span.start as usize;
                continue;
            }
            return Some(Ending {
                sense: None,
                span: last.span,
                enclosed,
                opaque: true,
            });
        }
        let last = text[start..end].chars().next_back()?;
        if last.is_whitespace() {
            end -= last.len_utf8();
        } else if is_closing(last) {
            enclosed |= quotes::is_mark(last) || is_closing_bracket(last);
            end -= last.len_utf8();
        } else {
            break;
        }
    }
    // All marks in a row: ?!, ..., and the stop behind a quotation: ?».
    let mut sense: Option<Sense> = None;
    let mut from = end;
    let mut dots = 0;
    for c in text[start..end].chars().rev() {
        match Sense::of(c, lang) {
            Some(next) => {
                dots = if c == '.' { dots + 1 } else { dots };
                sense = Some(match (sense, next) {
                    (None, next) => next,
                    (Some(Sense::Stop), Sense::Stop) if dots > 1 => Sense::Ellipsis,
                    (Some(Sense::Stop), next) => next,
                    (Some(Sense::Exclamation | Sense::Ellipsis), Sense::Question) => next,
                    (Some(sense), _) => sense,
                });
                from -= c.len_utf8();
            }
            None if is_closing(c) && sense == Some(Sense::Stop) => {
                let before = text[start..from - c.len_utf8()].chars().next_back();
                match before.and_then(|before| Sense::of(before, lang)) {
                    Some(Sense::Question | Sense::Exclamation | Sense::Ellipsis) => {
                        from -= c.len_utf8();
                    }
                    _ => break,
                }
            }
            None => break,
        }
    }
    let last = text[start..end].chars().next_back()?;
    Some(match sense {
        Some(_) => Ending {
            sense,
            span: Span::new(from, end),
            enclosed,
            opaque: false,
        },
        None => Ending {
            sense,
            span: Span::new(end - last.len_utf8(), end),
            enclosed,
            opaque: !last.is_alphanumeric()
                && !unicode_normalization::char::is_combining_mark(last),
        },
    })
}

/// Paragraphs without a mark in a text whose others have one.
fn alone(target: &Side, found: &mut Found) {
    let lang = target.document.lang;
    if Customs::of(lang).end != End::Strict {
        return;
    }
    let mut paragraphs = 0usize;
    let mut bare = Vec::new();
    for (index, block) in target.document.blocks.iter().enumerate() {
        if block.role != Role::Body {
            continue;
        }
        let segments = target.segments_of(index);
        let notes = &target.notes[segments.clone()];
        let words: usize = notes.iter().map(|notes| notes.words.len()).sum();
        if words < PARAGRAPH {
            continue;
        }
        let Some(ending) = ending(target, segments) else {
            continue;
        };
        paragraphs += 1;
        if ending.sense.is_none() && !ending.enclosed && !ending.opaque {
            bare.push(ending);
        }
    }
    if paragraphs < PARAGRAPHS || bare.len() * 10 > paragraphs.max(10) {
        return;
    }
    for ending in bare {
        let last = ending.span.of(&target.document.text);
        if last.chars().all(char::is_numeric) || last.chars().any(is_spaceless) {
            continue;
        }
        found.target(
            last_word(target, ending.span),
            Confidence::Medium,
            "no mark at the end of a paragraph, where all others have one",
        );
    }
}

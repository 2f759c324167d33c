use super::words::{Original, is_running};
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, pair};
use crate::data::words::{Follows, before_noun, fold, unheard};
use crate::text::{Category::Fluency, Confidence, Severity::Major, Shape, Span, Word};

pub static CHECK: Check = Check {
    code: "F06",
    name: "broken-sequence",
    category: Fluency,
    severity: Major,
    summary: "two small words meet that never stand side by side",
    explain: "\
on the of Friday; in the . Second: between two closed-class words, or before the end mark, something is gone (the text of a \
link, a name in bold), or the words are out of order.

A table by language says which of its most usual words never follow each other, and which no \
sentence starts or ends with; it was counted in plain sentences of many kinds. One such meeting \
that is only rare or does not follow an article is shown with low confidence; two in one sentence are sure. Quoted words, titles and \
words with capitals are left alone. Silent in scripts without spaces and where too little was \
counted.",
    run: Run::Target(run),
    examples: &[
        Bad(en("They met on Friday in ⟦the of⟧ the old harbour.")),
        Bad(en("They spoke of ⟦the.⟧ Second, they went home.")),
        Bad(one("it", "Arrivarono nella città con ⟦un.⟧ Poi tornarono a casa.")),
        Bad(one("fr", "Ils sont arrivés hier dans ⟦la une⟧ ville.")),
        Bad(one("es", "Llegaron ayer a ⟦un en⟧ la ciudad.")),
        Good(en("They met on Friday in the harbour of the old town.")),
        Good(en("She wrote “the of” on the wall. It is the “of” that counts.")),
        Good(one("de", "Das ist der, der mit der Frau kam.")),
        Good(one("ru", "Он сказал, что не с ней говорил.")),
        Good(one("el", "Είπε ότι δεν της το έδωσε.")),
        Good(one("ar", "قال إنه لا يعرف شيئا عن ذلك.")),
        Good(one("he", "הוא אמר שהוא לא יודע על כך דבר.")),
        Good(one("hi", "उसने कहा कि वह इसके बारे में नहीं जानता।")),
        Good(one("ko", "그는 그것을 모른다고 말했다.")),
        Good(one("zh", "他说他不知道这件事。")),
        Good(one("fr", "Parlez-en à votre famille et à vos amis.")),
        Good(pair("de", "Das ist ein Test der Wörter.", "en", "This is a test of the words.")),
    ],
};

/// Two units that do not belong beside each other.
struct Meeting {
    span: Span,
    strong: bool,
    text: String,
}

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(unheard) = unheard(passage.document().lang) else {
        return;
    };
    if !is_running(passage) {
        return;
    }
    let text = passage.text();
    // Alone only what follows an article is strong: a clause may follow another without a word.
    let article = before_noun(passage.document().lang);
    for (notes, segment) in passage.notes.iter().zip(passage.segments) {
        let mut meetings = Vec::new();
        let mut before: Option<&Word> = None;
        for word in &notes.words {
            if let Some(before) = before
                && matches!(before.shape, Shape::Lower | Shape::Caseless)
                && !is_part(text, before.span)
                && text.as_bytes().get(before.span.end as usize) == Some(&b' ')
                && before.span.end + 1 == word.span.start
                && matches!(word.shape, Shape::Lower | Shape::Caseless)
            {
                let [a, b] = [before, word].map(|word| word.span.of(text));
                if let Some(strong) = meet(unheard, a, b) {
                    meetings.push(Meeting {
                        span: before.span.cover(word.span),
                        strong: strong && article.holds(a),
                        text: format!("“{b}” cannot follow “{a}”"),
                    });
                }
            }
            before = Some(word);
        }
        if let Some(last) = notes.words.last()
            && matches!(last.shape, Shape::Lower | Shape::Caseless)
            && notes.words.len() > 3
        {
            let rest = &text[last.span.end as usize..segment.span.end as usize];
            let mark = rest.trim_start();
            if mark.starts_with(['.', '!', '?', '।', '۔', '؟'])
                && !mark.starts_with("..")
                && let Some(strong) = meet(unheard, last.span.of(text), ">")
            {
                let end = segment.span.end
                    - (mark.len() - mark.chars().next().map_or(0, char::len_utf8)) as u32;
                meetings.push(Meeting {
                    span: Span {
                        start: last.span.start,
                        end,
                    },
                    strong,
                    text: format!("a sentence cannot end in “{}”", last.span.of(text)),
                });
            }
        }
        report(passage, notes.words.len(), meetings, found);
    }
}

/// Whether a word is the last part of one with a hyphen or an apostrophe: parlez-en, Jong-un.
fn is_part(text: &str, word: Span) -> bool {
    text[..word.start as usize].ends_with(['-', '‐', '‑', '–', '\'', '’'])
}

fn meet(unheard: &Follows, first: &str, second: &str) -> Option<bool> {
    unheard.after(first, second).or_else(|| {
        let (a, b) = (fold(first), fold(second));
        (a != first || b != second)
            .then(|| unheard.after(&a, &b))
            .flatten()
    })
}

fn report(passage: &Passage<'_>, words: usize, meetings: Vec<Meeting>, found: &mut Found) {
    let several = meetings.len() > 1 && words > 5;
    for meeting in meetings {
        let quoted = passage
            .notes
            .iter()
            .flat_map(|notes| &notes.quotations)
            .any(|quotation| {
                let inner = quotation.inner;
                inner.overlaps(meeting.span) && (inner.len() < 60 || !inner.contains(meeting.span))
            });
        if quoted {
            continue;
        }
        let confidence = match (meeting.strong, several) {
            (true, true) => Confidence::High,
            (false, true) | (true, false) => Confidence::Medium,
            (false, false) => Confidence::Low,
        };
        let hit = found.target(meeting.span, confidence, meeting.text);
        if Original::of(passage.bitext, meeting.span).is_some() {
            hit.append(", something is gone or out of order");
        }
    }
}

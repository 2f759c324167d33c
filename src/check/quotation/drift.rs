use super::context::{Context, is_blank};
use super::correspond::name_original;
use crate::check::{Check, Example::*, Found, Passage, Run, docs, page};
use crate::text::{
    Bitext, Category::Accuracy, Confidence, Quotation, Role, Role::*, Severity::Minor, Word,
};

pub static CHECK: Check = Check {
    code: "Q07",
    name: "quote-drift",
    category: Accuracy,
    severity: Minor,
    summary: "one quotation in two wordings within a text",
    explain: "\
The standfirst says “decoupling from China”, the body “Separation from China”: one quotation of the \
source was translated twice. A reader takes them for two statements, and at most one of them was \
made.

Quotations of at most eight words are compared: those of the headline, the standfirst and headings \
with those of the body. They are reported where one or two content words differ and the rest is the \
same. Without a source the confidence is medium, since a speaker may say a thing in two ways; with a \
source that has one wording for both it is high, and with one that has two the check is silent. A \
shortened quotation is an editor's right.",
    run: Run::Document(run),
    examples: &[
        Bad(page(
            "en",
            &[
                (Headline, "Minister met his counterpart"),
                (Standfirst, "The minister warned that ⟦“decoupling from China”⟧ would backfire"),
                (Body, "He said that the goal of ⟦“separation from China”⟧ will backfire."),
            ],
        )),
        Bad(docs(
            "en",
            &[
                (Headline, "Mayor warns of ⟦“leaving the coast”⟧"),
                (Body, "On Friday the mayor warned of “leaving the coast” in 2024."),
            ],
            "de",
            &[
                (Headline, "Bürgermeisterin warnt vor ⟦„Verlassen der Küste“⟧"),
                (Body, "Am Freitag warnte die Bürgermeisterin 2024 vor ⟦„Abschied der Küste“⟧."),
            ],
        )),
        Good(page(
            "en",
            &[
                (Headline, "Minister: ‘decoupling’ would backfire"),
                (Body, "He said that “decoupling from China” will backfire."),
            ],
        )),
        Good(page(
            "en",
            &[
                (Headline, "Mayor calls plan ‘a big mistake’"),
                (Body, "She spoke of “an old friend” and called it “a big mistake”."),
            ],
        )),
        Good(page(
            "de",
            &[
                (Headline, "Bürgermeisterin: „Wir gehen nicht“"),
                (Body, "Sie sagte: „Wir gehen nicht von der Küste weg.“"),
            ],
        )),
        Good(page(
            "ru",
            &[
                (Headline, "Мэр: «незаконные санкции»"),
                (Body, "Мэр выступил против «незаконных санкций» в пятницу."),
            ],
        )),
        Good(page(
            "zh",
            &[(Headline, "外长：“脱钩”将适得其反"), (Body, "他说，“脱钩”将适得其反。")],
        )),
        Good(page(
            "ar",
            &[(Headline, "الوزير: \"فك الارتباط\" سيفشل"), (Body, "قال إن \"فك الارتباط\" سيفشل.")],
        )),
    ],
};

/// Longest quotation that is compared, in words.
const LONGEST: usize = 8;

/// Blocks of body that a headline or heading is compared with. A story is not longer, and a book
/// with a heading on every page is still read in one go.
const REACH: usize = 300;

/// A quotation that is short enough to be compared, and its words.
struct Short {
    quotation: Quotation,
    words: Vec<(String, bool)>,
}

fn run(bitext: &Bitext, found: &mut Found) {
    let blocks = &bitext.target.document.blocks;
    let is_top = |index: usize| blocks[index].role.is_top();
    if !(0..blocks.len()).any(is_top) {
        return;
    }
    let shorts: Vec<Vec<Short>> = (0..blocks.len())
        .map(|index| short_quotations(bitext, index))
        .collect();
    for top in (0..blocks.len()).filter(|index| is_top(*index)) {
        if shorts[top].is_empty() {
            continue;
        }
        let bodies = (0..blocks.len())
            .skip(top.saturating_sub(REACH))
            .take_while(|body| *body <= top + REACH)
            .filter(|body| {
                matches!(
                    blocks[*body].role,
                    Role::Body | Role::Standfirst | Role::Caption
                ) && *body != top
                    && !(is_top(*body) && *body < top)
            });
        for body in bodies {
            for one in &shorts[top] {
                for two in &shorts[body] {
                    compare(bitext, (top, one), (body, two), found);
                }
            }
        }
    }
}

fn short_quotations(bitext: &Bitext, block: usize) -> Vec<Short> {
    let passage = Passage::new(bitext, &bitext.target, block);
    let Some(context) = Context::of(&passage) else {
        return Vec::new();
    };
    context
        .closed()
        .filter(|quotation| context.words_in(quotation.inner).len() <= LONGEST)
        .map(|quotation| Short {
            quotation: *quotation,
            words: content(&context, quotation),
        })
        .collect()
}

fn compare(
    bitext: &Bitext,
    (above, one): (usize, &Short),
    (below, two): (usize, &Short),
    found: &mut Found,
) {
    if !drifts(&one.words, &two.words) {
        return;
    }
    let document = &bitext.target.document;
    let role = |block: usize| document.blocks[block].role.name();
    let (one, two) = (&one.quotation, &two.quotation);
    let confidence = match (source_of(bitext, one), source_of(bitext, two)) {
        (Some(a), Some(b)) if a == b => Confidence::High,
        (Some(_), Some(_)) => return,
        _ => Confidence::Medium,
    };
    let hit = found.at(
        Vec::new(),
        vec![one.outer(), two.outer()],
        confidence,
        format!(
            "{} in the {} is {} in the {}: one quotation in two wordings",
            document.slice(one.outer()),
            role(above),
            document.slice(two.outer()),
            role(below)
        ),
    );
    if confidence == Confidence::High {
        name_original(bitext, one, hit);
        hit.by_comparison();
    }
}

/// The words of a short quotation in lower case, each with whether it carries content.
fn content(context: &Context<'_>, quotation: &Quotation) -> Vec<(String, bool)> {
    let words = context.words_in(quotation.inner);
    let carries = |word: &Word, folded: &str| {
        !context.function_words().contains(folded) && (word.span.len() > 3 || !folded.is_ascii())
    };
    words
        .iter()
        .map(|word| {
            let folded = context.folded(word);
            let carries = carries(word, &folded);
            (folded, carries)
        })
        .collect()
}

/// Whether one or two content words are replaced by as many others and all the rest is the same.
fn drifts(a: &[(String, bool)], b: &[(String, bool)]) -> bool {
    let same = |x: &(String, bool), y: &(String, bool)| x.0 == y.0 || is_form(&x.0, &y.0);
    let head = a.iter().zip(b).take_while(|(x, y)| same(x, y)).count();
    let tail = a[head..]
        .iter()
        .rev()
        .zip(b[head..].iter().rev())
        .take_while(|(x, y)| same(x, y))
        .count();
    let middle = |words: &[(String, bool)]| {
        let middle = &words[head..words.len() - tail];
        (middle.len(), middle.iter().filter(|word| word.1).count())
    };
    let shared = a[..head].iter().chain(&a[a.len() - tail..]);
    let shared_content = shared.clone().filter(|word| word.1).count();
    let ((in_a, content_a), (in_b, content_b)) = (middle(a), middle(b));
    let digits = |words: &[(String, bool)]| {
        words[head..words.len() - tail]
            .iter()
            .any(|word| word.0.chars().any(char::is_numeric))
    };
    (1..=2).contains(&content_a)
        && (1..=2).contains(&content_b)
        && in_a <= 2
        && in_b <= 2
        && shared_content >= 1
        && (head + tail) * 2 >= in_a.max(in_b)
        && !digits(a)
        && !digits(b)
}

/// Whether two words are forms of one.
fn is_form(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    shared >= 4 && shared * 10 >= a.chars().count().max(b.chars().count()) * 6
}

/// The words of the source's quotation that answers to one of the target, where both beads have as
/// many quotations.
fn source_of(bitext: &Bitext, quotation: &Quotation) -> Option<String> {
    let source = bitext.source.as_ref()?;
    let theirs = super::context::counterpart(bitext, quotation)?;
    let inner = source
        .document
        .slice(theirs.inner)
        .trim_end_matches(|c: char| is_blank(&c.to_string()) || c.is_ascii_punctuation());
    Some(inner.to_lowercase())
}

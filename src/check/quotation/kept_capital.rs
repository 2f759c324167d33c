use super::anchors::has_name;
use super::context::{Context, counterpart, is_blank, stops};
use super::correspond::name_original;
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, page, pair};
use crate::text::{
    Category::Fluency, Confidence, Quotation, Role::*, Severity::Minor, Shape, Word,
};

pub static CHECK: Check = Check {
    code: "Q05",
    name: "kept-capital",
    category: Fluency,
    severity: Minor,
    summary: "a quotation in the middle of a clause keeps the capital of a sentence",
    explain: "\
a goal “Separation from China”, sanctions “Illegal unilateral sanctions” against: the quoted words \
were translated as a sentence of their own and kept its capital when they were put back into the \
clause.

Surest where the source has the same quotation in lower case; otherwise medium. Silent after nouns that introduce titles and names (film, party, \
slogan), after verbs of saying (a whole sentence may follow), in title case, on names, on German \
nouns and in scripts without capitals.",
    run: Run::Target(run),
    examples: &[
        Bad(en("He called on them to drop the sanctions “⟦Illegal⟧ unilateral sanctions” against firms.")),
        Bad(en("They pursue a goal “⟦Separation⟧ from the coast” with all means.")),
        Bad(pair(
            "es",
            "Persiguen una ⟦“separación de la costa”⟧ por todos los medios.",
            "en",
            "They pursue a “⟦Separation⟧ from the coast” with all means.",
        )),
        Bad(one("ru", "Он призвал снять санкции «⟦Незаконные⟧ односторонние меры» против компаний.")),
        Bad(one("fr", "Il appelle à lever les mesures « ⟦Injustes⟧ et illégales » contre eux.")),
        Good(en("He saw the film “Separation from the coast” at home.")),
        Good(en("He said “No one came” and left.")),
        Good(en("The “Black Lives Matter” marches went on.")),
        Good(en("She praised the “European way of life” again.")),
        Good(page("en", &[(Headline, "Minister urges “Swift action” on sanctions"), (Body, "It rained.")])),
        Good(one("de", "Er sprach von einer „Trennung von der Küste“ als Ziel.")),
        Good(one("ru", "Он смотрел фильм «Отрыв от берега» дома.")),
        Good(pair(
            "es",
            "Leyó “Separación de la costa” en casa.",
            "en",
            "At home he read “Separation from the coast” again.",
        )),
        Good(pair(
            "zh",
            "他们将推出经典作品《推销员的一生》剧本朗读。",
            "en",
            "They will give the classic “Life of salesmen” as a reading.",
        )),
        Good(one("tr", "Bakan “Kıyıdan ayrılma” dedi.")),
        Good(one("ar", "قال إن \"الهدف\" واضح.")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    let Some(context) = Context::of(passage) else {
        return;
    };
    if context.is_title_case() {
        return;
    }
    for quotation in context.closed() {
        let inner = context.words_in(quotation.inner);
        let Some(first) = inner.first() else { continue };
        if first.shape != Shape::Capital || first.span.start != quotation.inner.start {
            continue;
        }
        if let Some(confidence) = judge(&context, quotation, inner) {
            let hit = found.target(
                first.span,
                confidence,
                format!(
                    "{} stands in the middle of a clause but keeps the capital of a sentence",
                    context.slice(quotation.outer())
                ),
            );
            name_original(passage.bitext, quotation, hit);
        }
    }
}

fn judge(context: &Context<'_>, quotation: &Quotation, inner: &[Word]) -> Option<Confidence> {
    if !context.continues_clause(quotation) {
        return None;
    }
    let before = context.word_before(quotation.outer().start)?;
    let folded = context.folded(&inner[0]);
    if context.is_courtesy(&folded) {
        return None;
    }
    let source = source_case(context, quotation);
    if source == Some(Shape::Capital) || is_name_in_source(context, &inner[0]) {
        return None;
    }
    let function = context.function_words().contains(&folded);
    // After a name only a closed-class word is sure not to belong to it.
    let plain_before = before.shape == Shape::Lower;
    let proven = source == Some(Shape::Lower);
    if !function && (context.capitalises_nouns() || !plain_before && !proven) {
        return None;
    }
    // Titles are written with capitals; names may stand in any quotation.
    let is_plain = |word: &Word| match word.shape {
        Shape::Lower | Shape::Digits => true,
        Shape::Capital => context.is_name_elsewhere(&context.folded(word)),
        _ => false,
    };
    if !inner[1..].iter().all(is_plain)
        || inner.get(1).is_some_and(|word| word.shape != Shape::Lower)
    {
        return None;
    }
    if stops(context.slice(quotation.inner))
        || context.is_titled(quotation, 1)
        || context.verb_before(quotation.outer().start, 2)
        || context.is_name_elsewhere(&folded)
    {
        return None;
    }
    if proven {
        // Nationalities and the like are small in one language and capitals in another.
        return Some(
            if inner.len() > 1
                && (function || context.is_lower_elsewhere(&folded))
                && !context.slice(quotation.inner).ends_with(',')
            {
                Confidence::High
            } else {
                Confidence::Medium
            },
        );
    }
    if inner.len() < 2 {
        return None;
    }
    // After the quotation the clause must go on, otherwise it may be a sentence that was said.
    let after = context.word_after(quotation.outer().end)?;
    if !is_blank(context.gap_after(quotation)) || after.shape == Shape::Upper {
        return None;
    }
    if context.has_verb(std::slice::from_ref(after)) {
        return None;
    }
    Some(Confidence::Medium)
}

/// Whether the source bead has a name like the word.
fn is_name_in_source(context: &Context<'_>, word: &Word) -> bool {
    let bitext = context.passage.bitext;
    let bead = bitext
        .target
        .segment_at(word.span.start)
        .and_then(|segment| bitext.bead_of_target(segment));
    match (&bitext.source, bead) {
        (Some(source), Some(bead)) => has_name(
            context.slice(word.span),
            source,
            bitext.beads[bead].source.clone(),
        ),
        _ => false,
    }
}

/// How the corresponding quotation of the source begins, where both beads have as many quotations.
fn source_case(context: &Context<'_>, quotation: &Quotation) -> Option<Shape> {
    let bitext = context.passage.bitext;
    let theirs = counterpart(bitext, quotation)?;
    let inner = theirs.inner;
    let source = bitext.source.as_ref()?;
    // Title marks of East Asia say that it is a title.
    let mark = theirs.open.map(|mark| source.document.slice(mark));
    if matches!(mark, Some("《" | "〈" | "『")) {
        return Some(Shape::Capital);
    }
    let segment = source.segment_at(inner.start)?;
    let words: Vec<&Word> = source.notes[segment]
        .words
        .iter()
        .filter(|word| inner.contains(word.span))
        .collect();
    let ours = context.words_in(quotation.inner).len();
    // Quotations of very different length do not answer to each other.
    if ours > 2 * words.len() + 1 || words.len() > 2 * ours + 1 {
        return None;
    }
    words
        .first()
        .map(|word| word.shape)
        .filter(|shape| matches!(shape, Shape::Lower | Shape::Capital))
}

use crate::annotate::messages::{Argument, arguments, is_message};
use crate::check::{Check, Example::*, Found, Pair, Run, pair};
use crate::data::plurals::{ALL, categories};
use crate::text::{Category::Accuracy, Confidence, Severity::Critical, Severity::Major, Span};

pub static CHECK: Check = Check {
    code: "M04",
    name: "icu-message",
    category: Accuracy,
    severity: Critical,
    summary: "a message of ICU lost a variable or variant, has a translated keyword, or lacks a plural",
    explain: "\
{count, plural, one {# file} other {# files}}: the names of variables, the words plural and select \
and the keywords are for the program and stay; the text in the inner braces is translated. A plural \
has the categories that CLDR gives for the target language (Polish one, few, many, other; Japanese \
other) and always other; a select has the keywords of the source. An apostrophe before a brace \
quotes it: l'{name} prints {name}.

Categories that only fractions or millions need (many in French and Spanish) may be missing.",
    run: Run::Pair(run),
    examples: &[
        Bad(pair(
            "en",
            "{count, plural, one {# file} other {# files}}",
            "de",
            "{⟦anzahl⟧, plural, one {# Datei} other {# Dateien}}",
        )),
        Bad(pair(
            "en",
            "{count, plural, one {# file} other {# files}}",
            "es",
            "{count, plural, one {# archivo} ⟦otro⟧ {# archivos}}",
        )),
        Bad(pair(
            "en",
            "{n, plural, one {# file} other {# files}}",
            "pl",
            "⟦{n⟧, plural, one {# plik} other {# plików}}",
        )),
        Bad(pair(
            "en",
            "{g, select, male {his} female {her} other {their}} file",
            "fr",
            "fichier {g, select, ⟦homme⟧ {à lui} female {à elle} other {à eux}}",
        )),
        Bad(pair(
            "en",
            "{n, plural, one {# day} other {# days}} by {who}",
            "ja",
            "⟦{n⟧, plural, other {#日}",
        )),
        Good(pair(
            "en",
            "{n, plural, one {# file} other {# files}}",
            "pl",
            "{n, plural, one {# plik} few {# pliki} many {# plików} other {# pliku}}",
        )),
        Good(pair(
            "en",
            "{n, plural, =0 {no files} one {# file} other {# files}}",
            "ja",
            "{n, plural, =0 {ファイルなし} other {#個のファイル}}",
        )),
        Good(pair(
            "en",
            "{n, plural, one {{who} has # file} other {{who} has # files}}",
            "fr",
            "{n, plural, one {{who} a # fichier} other {{who} a # fichiers}}",
        )),
        Good(pair(
            "en",
            "{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}} place",
            "de",
            "{n, selectordinal, other {#.}} Platz",
        )),
        Good(pair(
            "en",
            "{g, select, male {He} female {She} other {They}} left.",
            "ar",
            "{g, select, male {غادر} female {غادرت} other {غادروا}}.",
        )),
        Good(pair("en", "Hello {name}, plural words", "ru", "Привет, {name}, слова")),
    ],
};

fn run(pair: &Pair<'_>, found: &mut Found) {
    let (Some(source), Some(target)) = (pair.source_span(), pair.target_span()) else {
        return;
    };
    let (theirs, ours) = (
        source.of(&pair.source.document.text),
        target.of(&pair.target.document.text),
    );
    if !is_message(theirs) {
        return;
    }
    let Ok(theirs) = arguments(theirs) else {
        return;
    };
    let base = target.start as usize;
    let span = |at: usize, length: usize| Span::new(base + at, base + at + length);
    let message = match arguments(ours) {
        Ok(message) => message,
        Err(fault) => {
            let at = ours.find('{').unwrap_or(0);
            let place = ours[at..]
                .find([',', ' '])
                .map_or(ours.len() - at, |end| end);
            found
                .target(
                    span(at, place),
                    Confidence::High,
                    format!("the message is broken: {}", fault.reason),
                )
                .by_comparison();
            return;
        }
    };
    variables(&theirs, &message, &span, source, found);
    for argument in &message {
        variants(pair, &theirs, argument, &span, found);
    }
}

fn variables(
    theirs: &[Argument<'_>],
    ours: &[Argument<'_>],
    span: &impl Fn(usize, usize) -> Span,
    source: Span,
    found: &mut Found,
) {
    let has = |list: &[Argument<'_>], name: &str| list.iter().any(|it| it.name == name);
    let mut foreign: Vec<&Argument<'_>> = Vec::new();
    for argument in ours {
        if !has(theirs, argument.name) && !foreign.iter().any(|it| it.name == argument.name) {
            foreign.push(argument);
        }
    }
    for argument in &foreign {
        found
            .target(
                span(argument.at + 1, argument.name.len().max(1)),
                Confidence::High,
                format!("the source has no variable {}", argument.name),
            )
            .by_comparison();
    }
    if !foreign.is_empty() {
        return;
    }
    let mut lost: Vec<&Argument<'_>> = Vec::new();
    for argument in theirs {
        if !has(ours, argument.name) && !lost.iter().any(|it| it.name == argument.name) {
            lost.push(argument);
        }
    }
    for argument in lost {
        let start = source.start as usize + argument.at;
        found
            .at(
                vec![Span::new(start, start + 1 + argument.name.len())],
                Vec::new(),
                Confidence::High,
                format!("the variable {} is lost", argument.name),
            )
            .by_comparison();
    }
}

fn variants(
    pair: &Pair<'_>,
    theirs: &[Argument<'_>],
    argument: &Argument<'_>,
    span: &impl Fn(usize, usize) -> Span,
    found: &mut Found,
) {
    let of_source = |keyword: &str| {
        theirs
            .iter()
            .filter(|it| it.name == argument.name)
            .flat_map(|it| &it.variants)
            .any(|(_, known)| *known == keyword)
    };
    let plural = matches!(argument.kind, "plural" | "selectordinal");
    if !plural && argument.kind != "select" {
        return;
    }
    for (at, keyword) in &argument.variants {
        let exact = keyword.starts_with('=');
        let known =
            of_source(keyword) || *keyword == "other" || plural && (exact || ALL.contains(keyword));
        if !known {
            found
                .target(
                    span(*at, keyword.len()),
                    Confidence::High,
                    format!("{keyword} is no keyword of this {}", argument.kind),
                )
                .by_comparison();
        }
    }
    let has = |keyword: &str| argument.variants.iter().any(|it| it.1 == keyword);
    let opening = span(argument.at, 1 + argument.name.len());
    // A keyword that was translated has been told.
    let foreign = argument
        .variants
        .iter()
        .any(|it| !ALL.contains(&it.1) && !of_source(it.1) && !it.1.starts_with('='));
    if foreign {
        return;
    }
    if !has("other") {
        found
            .target(
                opening,
                Confidence::High,
                "no variant `other`, which every message needs",
            )
            .by_comparison();
        return;
    }
    if !plural {
        let lost: Vec<&str> = theirs
            .iter()
            .find(|it| it.name == argument.name)
            .map_or(Vec::new(), |it| it.variants.iter().map(|it| it.1).collect());
        if let Some(lost) = lost.into_iter().find(|keyword| !has(keyword)) {
            found
                .target(
                    opening,
                    Confidence::High,
                    format!("the variant {lost} of the source is lost"),
                )
                .by_comparison();
        }
        return;
    }
    let Some(needed) = categories(pair.target.document.lang, argument.kind == "selectordinal")
    else {
        return;
    };
    let missing: Vec<&str> = needed.needed.split(' ').filter(|it| !has(it)).collect();
    // One number by itself may stand for a category: =1 for one.
    let exact = argument
        .variants
        .iter()
        .filter(|it| it.1.starts_with('='))
        .count();
    if missing.len() > exact {
        found
            .target(
                opening,
                Confidence::High,
                format!(
                    "no variant {}, which the language counts with",
                    missing.join(", ")
                ),
            )
            .severity(Major)
            .by_comparison();
    }
}

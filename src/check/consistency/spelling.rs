use std::collections::BTreeMap;

use crate::check::{Check, Example::*, Found, Run, docs, en, one, page};
use crate::data::words::fold;
use crate::text::{Bitext, Category::Fluency, Confidence, Role::*, Severity::Minor, Shape, Span};

pub static CHECK: Check = Check {
    code: "C05",
    name: "spelling-variants",
    category: Fluency,
    severity: Minor,
    summary: "one word is spelled in two ways within a text",
    explain: "\
e-mail and email, organise and organize: both are right, but not in one text. The rarer spelling \
is reported.

Words that differ by a hyphen are compared in every language with spaces, and by -ise/-ize and \
-our/-or in English. What stands in quotation marks or has a capital may be a name and is left \
alone, and so is what the source writes in two ways too. A hyphen may be asked for by grammar \
(a well-known man is well known), so that this is said only where one spelling is the rule.",
    run: Run::Document(run),
    examples: &[
        Bad(page(
            "en",
            &[
                (Body, "They organize a fair and organize a race."),
                (Body, "Who will ⟦organise⟧ the dance?"),
            ],
        )),
        Bad(en(
            "Send an email to us. The email must be short. An ⟦e-mail⟧ without a subject is lost. Use email.",
        )),
        Bad(page(
            "de",
            &[
                (
                    Body,
                    "Die Webseite ist neu. Die Webseite lädt schnell. Die Webseite gefällt.",
                ),
                (Body, "Die neue ⟦Web-Seite⟧ ist da."),
            ],
        )),
        Good(en(
            "They organize a fair. The Organisation for Peace was there.",
        )),
        Good(en("He is well known. A well-known man came.")),
        Good(en(
            "They advise and revise; the rise of prices was no surprise; four hours of a tour for hors d'oeuvres.",
        )),
        Good(page(
            "fr",
            &[
                (Body, "Il va au rendez-vous. Le rendez-vous est pris."),
                (Body, "Un autre rendez-vous suit."),
            ],
        )),
        Good(docs(
            "de",
            &[
                (Body, "Webseite und Webseite und Webseite sind da."),
                (Body, "Die Web-Seite ist neu."),
            ],
            "en",
            &[
                (Body, "Our website and website and website are there."),
                (Body, "The web-site is new."),
            ],
        )),
        Good(page(
            "ru",
            &[(Body, "Интернет-магазин открыт. Интернет-магазин закрыт.")],
        )),
        Good(one(
            "ro",
            "El l-a lăudat la masă și la joacă. Apoi la drum.",
        )),
        Good(page("zh", &[(Body, "网站很新。网站很快。")])),
        Good(page("ar", &[(Body, "الموقع جديد. الموقع سريع.")])),
        Good(page("hi", &[(Body, "धीरे-धीरे चलो। धीरे धीरे चलो।")])),
    ],
};

/// How often the usual spelling stands at least.
const USUAL: usize = 3;

/// Where a spelling stands.
#[derive(Default)]
struct Places {
    count: usize,
    first: Option<Span>,
}

fn run(bitext: &Bitext, found: &mut Found) {
    let target = &bitext.target;
    let ours = spellings(target);
    let mut theirs = None;
    for (key, forms) in &ours {
        if forms.len() != 2 {
            continue;
        }
        let mut forms: Vec<(&String, &Places)> = forms.iter().collect();
        forms.sort_by_key(|(form, places)| (std::cmp::Reverse(places.count), *form));
        let [(usual, often), (rare, seldom)] = forms[..] else {
            continue;
        };
        let ends = usual.contains('-') == rare.contains('-');
        let enough = if ends {
            often.count > seldom.count
        } else {
            often.count >= USUAL && seldom.count == 1
        };
        if !enough {
            continue;
        }
        let Some(span) = seldom.first else {
            continue;
        };
        let source = bitext.source.as_ref();
        let theirs: &BTreeMap<String, BTreeMap<String, Places>> =
            theirs.get_or_insert_with(|| source.map(spellings).unwrap_or_default());
        // The source varies too, in this word or in another.
        if theirs.values().any(|forms| forms.len() > 1)
            || theirs
                .get(key)
                .is_some_and(|forms| forms.contains_key(rare))
        {
            continue;
        }
        found.target(
            span,
            Confidence::Medium,
            format!("“{rare}” is spelled “{usual}” elsewhere in the text"),
        );
    }
}

/// The spellings of each word that may have several.
fn spellings(side: &crate::text::Side) -> BTreeMap<String, BTreeMap<String, Places>> {
    let text = side.document.text.as_str();
    let english = side.document.lang.base() == "en";
    let mut found: BTreeMap<String, BTreeMap<String, Places>> = BTreeMap::new();
    let mut solid: BTreeMap<String, Places> = BTreeMap::new();
    let mut add = |key: String, form: String, span: Span| {
        let places = found.entry(key).or_default().entry(form).or_default();
        places.count += 1;
        places.first.get_or_insert(span);
    };
    for notes in &side.notes {
        let quoted = |span: Span| {
            notes
                .quotations
                .iter()
                .any(|quotation| quotation.open.is_some() && quotation.outer().contains(span))
        };
        let mut words = notes.words.iter().peekable();
        let mut before: Option<u32> = None;
        while let Some(word) = words.next() {
            let joined = before == Some(word.span.start);
            before = None;
            let after = &text[word.span.end as usize..];
            let hyphen = after.starts_with('-');
            if hyphen
                && let Some(next) = words.peek()
                && next.span.start == word.span.end + 1
            {
                before = Some(next.span.start);
                let rest = &text[next.span.end as usize..];
                let whole = word.span.cover(next.span);
                let letters = |shape: Shape| matches!(shape, Shape::Lower | Shape::Capital);
                // Clitics have hyphens by grammar: l-a and la are two words in Romanian.
                let (first, second) = (word.span.of(text), next.span.of(text));
                let enough = second.chars().count() >= 3
                    && first.chars().count() + second.chars().count() >= 5;
                if !joined
                    && enough
                    && !rest.starts_with(['-', '.', '/', '@'])
                    && letters(word.shape)
                    && letters(next.shape)
                    && !quoted(whole)
                {
                    let form = fold(whole.of(text));
                    add(form.replace('-', ""), form, whole);
                }
                continue;
            }
            if joined || hyphen || quoted(word.span) {
                continue;
            }
            if !matches!(word.shape, Shape::Lower | Shape::Capital) {
                continue;
            }
            let form = fold(word.span.of(text));
            if english
                && word.shape == Shape::Lower
                && let Some(key) = american(&form)
            {
                add(key, form.clone(), word.span);
            }
            let places = solid.entry(form).or_default();
            places.count += 1;
            places.first.get_or_insert(word.span);
        }
    }
    for (key, forms) in &mut found {
        if let Some(places) = solid.remove(key) {
            forms.entry(key.clone()).or_insert(places);
        }
    }
    found
}

/// A word with -ise or -our, or with -ize or -or, as American spelling has it.
fn american(word: &str) -> Option<String> {
    // Words that have the one ending in every spelling.
    const ALWAYS: &[&str] = &[
        "adv", "comp", "desp", "dev", "disgu", "exc", "exerc", "improv", "prom", "rev", "superv",
        "surm", "surpr", "telev", "adverti", "advert", "prec", "conc", "r", "w", "ra", "pra", "no",
        "po", "cru", "bru", "ar", "circumc", "enterpr", "franch", "merchand", "expert", "parad",
        "prem", "treat", "dem", "apprais", "s", "pr",
    ];
    for (british, us) in [
        ("ise", "ize"),
        ("ised", "ized"),
        ("ises", "izes"),
        ("ising", "izing"),
        ("isation", "ization"),
        ("isations", "izations"),
    ] {
        for ending in [british, us] {
            if let Some(stem) = word.strip_suffix(ending) {
                let long = stem.chars().count() >= 3;
                return (long && !ALWAYS.contains(&stem)).then(|| format!("{stem}{us}"));
            }
        }
    }
    const OUR: &[&str] = &[
        "behavi", "col", "endeav", "fav", "flav", "harb", "hon", "hum", "lab", "neighb", "rum",
        "sav", "splend", "vap", "vig",
    ];
    OUR.iter().find_map(|stem| {
        let rest = word.strip_prefix(stem)?;
        let ending = rest.strip_prefix("our").or(rest.strip_prefix("or"))?;
        let usual = ["", "s", "ed", "ing", "hood", "able", "ite", "ites", "ful"].contains(&ending);
        usual.then(|| format!("{stem}or{ending}"))
    })
}

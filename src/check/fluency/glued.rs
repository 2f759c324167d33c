use super::words::{Original, has_case, is_known};
use crate::check::{Check, Example::*, Found, Passage, Run, en, one, pair};
use unicode_normalization::char::is_combining_mark;

use crate::annotate::is_dense;
use crate::data::words::{
    Edges, compounds, edges, fold, function_words, inner_capitals, joined, joins,
};
use crate::text::{
    Category::Typography, Confidence, Lang, MarkupKind, Role, Severity::Minor, Shape, Span, Word,
};

pub static CHECK: Check = Check {
    code: "F01",
    name: "glued-words",
    category: Typography,
    severity: Minor,
    summary: "two words are written as one",
    explain: "\
the harbour ofHadley, HaddadSon of a fisherman: the space between two words was lost, mostly where a link or bold \
began or ended.

Told by a capital inside the word, where the source has no such word: names like McCarthy and YouTube stand \
in the source too. Without a source the first part must be a word that is known. Told as well by letters that \
only begin or end words (Arabic ة, Hebrew ם, Greek ς, the second accent of a Spanish word, the second \
syllable of a Vietnamese one). Two words in lower case are told without a source only where both are usual \
words that seldom begin or end others; with a source see run-together (F11). Languages with capitals after prefixes (Zulu, Irish), handles, addresses and code are left alone.",
    run: Run::Target(run),
    examples: &[
        Bad(en("They came to the harbour ⟦ofHadley⟧ on Friday.")),
        Bad(pair(
            "es",
            "Omar Haddad, hijo de un pescador, llegó el viernes.",
            "en",
            "Omar ⟦HaddadSon⟧ of a fisherman, came on Friday.",
        )),
        Bad(pair("en", "He lives in Paris now.", "de", "Er wohnt jetzt ⟦inParis⟧ und bleibt.")),
        Bad(pair("en", "He lives in Moscow now.", "ru", "Он живёт ⟦вМоскве⟧ теперь.")),
        Bad(en("The mayor ⟦ofthe⟧ town came and went with those who stayed.")),
        Bad(pair("es", "Según la Guardia, ambos salieron.", "en", "According to the ⟦GUARDBoth⟧ men left.")),
        Bad(one("ar", "هذه هي ⟦الفترةالأخيرة⟧ من العام.")),
        Bad(one("ur", "وہ کل شہر ⟦جاتےہیں⟧ اور واپس آئے۔")),
        Bad(one("he", "הם היו ⟦נמצאיםבמלחמה⟧ אז.")),
        Bad(one("el", "Οι ⟦σχέσειςανάμεσα⟧ στους δύο ήταν καλές.")),
        Bad(one("vi", "Hôm qua có ⟦hàngtrăm⟧ người đến bến cảng.")),
        Good(en("Ms McDonald has an iPhone, an iPad and an eBay account; YouTube and PlayStation.")),
        Good(pair("en", "Mr McFaul said so.", "cs", "Slova McFaula zazněla.")),
        Good(one("zu", "Wafika eNingizimu Afrika ngoMgqibelo.")),
        Good(one("ga", "Tháinig sé ón tSraith go hÉirinn agus go bhFrainc.")),
        Good(one("de", "Die LehrerInnen und der GmbH-Chef der BahnCard.")),
        Good(en("Call getValue() or userName of the mRNA, 5kHz, @bridgeTown and #bridgeTown.")),
        Good(one("el", "Ο ΜακΝτόνελ είπε ότι ήρθε.")),
        Good(one("ar", "عاد الصيادون من الميناء.")),
        Good(one("he", "הדייגים חזרו מהנמל.")),
        Good(one("hi", "मछुआरे बंदरगाह से लौट आए।")),
        Good(one("ko", "어부들이 항구에서 돌아왔다.")),
        Good(one("zh", "渔民从港口返回。")),
        Good(one("el", "Το αυτοκίνητό μου είναι στο λιμάνι.")),
        Good(one("vi", "Những ngư dân nghiêng thuyền trở về từ bến cảng khuya.")),
        Good(one("ta", "மீனவர்கள் துறைமுகத்திலிருந்து திரும்பினர்.")),
        Good(pair("en", "The fishermen came back.", "it", "I pescatori tornarono già lunedì.")),
        Miss(en("They went withthose who stayed.")),
        Miss(one("es", "El alcalde de la ciudad llegó conlos pescadores.")),
    ],
};

fn run(passage: &Passage<'_>, found: &mut Found) {
    if passage.block.role == Role::Residue {
        return;
    }
    let text = passage.text();
    let lang = passage.document().lang;
    let edges = edges(lang);
    for notes in passage.notes {
        for word in &notes.words {
            let judged = match word.shape {
                Shape::Mixed => at_capital(passage, lang, word),
                Shape::Lower | Shape::Capital | Shape::Caseless => {
                    at_edge(passage, edges, word).or_else(|| in_lower(passage, lang, word))
                }
                _ => None,
            };
            let Some((division, confidence)) = judged else {
                continue;
            };
            // Addresses, handles and code.
            let markup = notes.markup.iter().any(|markup| {
                markup.span.overlaps(word.span) && !matches!(markup.kind, MarkupKind::Entity)
            });
            if markup || is_code(text, word) {
                continue;
            }
            let (one, two) = word.span.of(text).split_at(division);
            let at = word.span.start as usize + division;
            found
                .target(
                    word.span,
                    confidence,
                    format!("“{one}” and “{two}” are written as one word"),
                )
                .fix(Span::new(at, at), " ");
        }
    }
}

/// Whether a word is part of code or of an address.
fn is_code(text: &str, word: &Word) -> bool {
    let before = text[..word.span.start as usize].chars().next_back();
    let after = text[word.span.end as usize..].chars().next();
    before.is_some_and(|mark| {
        matches!(
            mark,
            '@' | '#' | '_' | '/' | '\\' | '.' | '$' | '<' | '=' | '`' | '-' | '%' | '{' | '&'
        )
    }) || after.is_some_and(|mark| {
        matches!(
            mark,
            '(' | '_' | '/' | '\\' | '@' | '=' | '`' | '-' | '>' | '}'
        )
    }) || text[word.span.end as usize..].starts_with("::")
}

/// A word with a capital inside: where it divides, and how sure that is.
fn at_capital(passage: &Passage<'_>, lang: Lang, word: &Word) -> Option<(usize, Confidence)> {
    let text = passage.text();
    let letters = word.span.of(text);
    if !letters.starts_with(has_case) || !letters.chars().all(char::is_alphabetic) {
        return None;
    }
    let division = division(letters)?;
    let (one, two) = letters.split_at(division);
    let (short, length) = (one.chars().count(), two.chars().count());
    if length < 2 {
        return None;
    }
    let original = Original::of(passage.bitext, word.span);
    if original.is_some_and(|original| !original.has(letters) && original.has_both(one, two)) {
        return Some((division, Confidence::High));
    }
    let lower = one.starts_with(char::is_lowercase);
    if inner_capitals(lang) {
        return None;
    }
    // A suffix of gender: LehrerInnen, JournalistIn.
    if lang.base() == "de" && matches!(two, "In" | "Innen") {
        return None;
    }
    let function = function_words(lang);
    let closed = [one, two].map(|part| function.contains(&fold(part)));
    if let Some(original) = original {
        if original.has(letters) || shares_start(&original, letters) {
            return None;
        }
        // McCarthy and DeVito, also where they are written in other letters.
        if !lower && short < 4 && !closed[0]
            || !original.is_cased() && !lower && !closed[1] && !is_known(lang, one)
        {
            return None;
        }
        // FitzGerald, eBay and JAMStack in other letters.
        let may_be_name = !lower || short < 4 && !closed[0];
        if may_be_name && original.has_inner_capital() && !closed[1] {
            return Some((division, Confidence::Low));
        }
        let cased = original.is_cased();
        let confidence = match (lower, closed) {
            (true, [true, _]) => Confidence::High,
            (true, _) if short > 3 && cased => Confidence::High,
            (true, _) if short > 1 && is_known(lang, one) => Confidence::Medium,
            (false, [_, true]) if short > 3 => Confidence::High,
            (false, _) if short > 3 && cased => Confidence::Medium,
            _ => Confidence::Low,
        };
        return Some((division, confidence));
    }
    // Once only: what comes again is a name.
    if is_again(passage, word) || is_camel_text(passage, word) {
        return None;
    }
    match (lower, closed) {
        (true, [true, _]) if short > 1 && !matches!(letters, "iPhone" | "iPad") => {
            Some((division, Confidence::Medium))
        }
        (true, _) if short > 3 && is_known(lang, one) => Some((division, Confidence::Low)),
        (false, [_, true]) if short > 3 && length > 1 => Some((division, Confidence::Medium)),
        _ => None,
    }
}

/// Where a word with a capital inside divides: before the first capital after a small letter, or
/// before the last capital of a run of four and more (VALLEYStein).
fn division(letters: &str) -> Option<usize> {
    let mut before: Option<char> = None;
    let mut division = None;
    let mut capitals = 0;
    for (at, letter) in letters.char_indices() {
        if letter.is_uppercase() {
            if before.is_some_and(char::is_lowercase) {
                // More than one is a name that was made up.
                if division.is_some() {
                    return None;
                }
                division = Some(at);
            }
            capitals += 1;
        } else {
            if capitals > 4
                && division.is_none()
                && before.is_some_and(char::is_uppercase)
                && letters[at..].chars().all(char::is_lowercase)
                && letters[at..].chars().nth(1).is_some()
            {
                division = Some(at - before.map_or(0, char::len_utf8));
            }
            capitals = 0;
        }
        before = Some(letter);
    }
    division.filter(|at| *at > 0)
}

/// Whether a word of the source has a capital inside and begins like this one, which inflects it.
fn shares_start(original: &Original<'_>, letters: &str) -> bool {
    let text = &original.side.document.text;
    original
        .words()
        .filter(|word| word.shape == Shape::Mixed)
        .any(|word| {
            let other = word.span.of(text);
            let same = other
                .chars()
                .zip(letters.chars())
                .take_while(|(a, b)| a == b)
                .count();
            same > 3
        })
}

/// Whether the text has the word a second time.
fn is_again(passage: &Passage<'_>, word: &Word) -> bool {
    let text = passage.text();
    memchr::memmem::find_iter(text.as_bytes(), word.span.of(text).as_bytes())
        .take(2)
        .count()
        > 1
}

/// Whether the block has other words with capitals inside, as code and catalogues have.
fn is_camel_text(passage: &Passage<'_>, word: &Word) -> bool {
    let text = passage.text();
    passage
        .notes
        .iter()
        .flat_map(|notes| &notes.words)
        .filter(|other| other.shape == Shape::Mixed && other.span != word.span)
        .any(|other| division(other.span.of(text)).is_some())
}

/// A word with a letter inside that only stands at the edge of a word.
fn at_edge(
    passage: &Passage<'_>,
    edges: Option<&Edges>,
    word: &Word,
) -> Option<(usize, Confidence)> {
    if word.span.len() < FEWEST || word.shape == Shape::Capital {
        return None;
    }
    let text = passage.text();
    let letters = word.span.of(text);
    if letters.is_ascii() {
        return None;
    }
    let division = match edges {
        Some(edges) => edge(edges, letters)?,
        None if passage.document().lang.base() == "vi" => syllable(letters)?,
        None => return None,
    };
    let original = Original::of(passage.bitext, word.span);
    if original.is_some_and(|original| original.has(letters)) || is_again(passage, word) {
        return None;
    }
    Some((division, Confidence::High))
}

/// Where a word divides after a letter that ends words, before one that begins them, or between
/// two accents of which a word has one.
fn edge(edges: &Edges, letters: &str) -> Option<usize> {
    let mut accent = None;
    let mut before = 0;
    for (at, letter) in letters.char_indices() {
        let after = at + letter.len_utf8();
        if edges.last.contains(letter)
            && before > 1
            && letters[after..]
                .chars()
                .filter(|letter| letter.is_alphabetic() && !is_combining_mark(*letter))
                .count()
                > 1
            && letters[after..].starts_with(char::is_alphabetic)
        {
            return Some(after);
        }
        if before > 2 && edges.first.contains(letter) && letters[after..].chars().count() > 1 {
            return Some(at);
        }
        if edges.accented.contains(letter) {
            // The accent of an enclitic is on the last syllable.
            if let Some(first) = accent
                && letters[after..].chars().count() > 1
            {
                return Some(middle(letters, first, at));
            }
            accent = Some(after);
        }
        before += usize::from(!is_combining_mark(letter));
    }
    None
}

/// A letter's border near the middle of two places.
fn middle(letters: &str, start: usize, end: usize) -> usize {
    let half = usize::midpoint(start, end);
    (half..=end)
        .find(|at| letters.is_char_boundary(*at))
        .unwrap_or(end)
}

/// Where a second syllable begins in a Vietnamese word, which has one: one group of vowels and at
/// most two consonants after it. Words without a letter of the language are foreign.
fn syllable(letters: &str) -> Option<usize> {
    const PLAIN: &str = "aeiouy";
    let is_vowel =
        |letter: char| !matches!(letter, 'đ') && (PLAIN.contains(letter) || !letter.is_ascii());
    if letters.is_ascii() || letters.contains(|letter: char| !letter.is_alphabetic()) {
        return None;
    }
    let mut after_vowels = None;
    for (at, letter) in letters.char_indices() {
        match (is_vowel(letter), after_vowels) {
            (true, Some(end)) if end < at => return Some(at - last_consonants(&letters[end..at])),
            (true, _) => after_vowels = Some(at + letter.len_utf8()),
            (false, _) => {}
        }
    }
    None
}

/// Bytes of the consonants that go with the vowel after them.
fn last_consonants(consonants: &str) -> usize {
    const TOGETHER: [&str; 11] = [
        "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr",
    ];
    TOGETHER
        .iter()
        .find(|group| consonants.ends_with(*group))
        .map(|group| group.len())
        .or_else(|| consonants.chars().next_back().map(char::len_utf8))
        .unwrap_or(0)
}

/// Scores of both halves from which on two words are told to be run together, and where compounds
/// are made of any two words.
const TOLD: u8 = 9;
const TOLD_OF_COMPOUNDS: u8 = 11;
/// Letters of a word in which two may be run together.
const FEWEST: usize = 5;
/// Bytes of one in which they may be told for sure: short words are too often like two others.
const LONG: usize = 7;
const MOST: usize = 40;

/// Two words without a capital inside.
fn in_lower(passage: &Passage<'_>, lang: Lang, word: &Word) -> Option<(usize, Confidence)> {
    // With a source F11 judges.
    if passage.bitext.source.is_some() || word.span.len() < FEWEST || word.span.len() > 3 * MOST {
        return None;
    }
    let joins = joins(lang)?;
    let text = passage.text();
    let letters = word.span.of(text);
    // Names begin with a capital.
    if word.shape == Shape::Capital || letters.starts_with(is_dense) {
        return None;
    }
    let folded = fold(letters);
    if folded.len() != letters.len()
        || joins.contains_key(folded.as_str())
        || is_known(lang, letters)
        || joined(lang).contains(&folded)
    {
        return None;
    }
    let told = match compounds(lang) {
        true => TOLD_OF_COMPOUNDS,
        false => TOLD,
    };
    let mut best: Option<(u8, usize)> = None;
    for (at, letter) in folded.char_indices().skip(2) {
        if is_combining_mark(letter) || folded[at..].chars().nth(1).is_none() {
            continue;
        }
        let (one, two) = folded.split_at(at);
        let (a, b) = (joins.get(one), joins.get(two));
        if a.is_none() && b.is_none() {
            continue;
        }
        let score = match (a, b) {
            (Some(a), Some(b)) => Some(a.0 + b.1),
            (Some(a), None) if a.0 + 2 >= told => of_lexicon(lang, two).map(|score| a.0 + score),
            (None, Some(b)) if b.1 + 2 >= told => of_lexicon(lang, one).map(|score| b.1 + score),
            _ => None,
        };
        let Some(score) = score else { continue };
        if score >= told && best.is_none_or(|(least, _)| score > least) {
            best = Some((score, at));
        }
    }
    let (score, division) = best?;
    if is_again(passage, word) {
        return None;
    }
    let long = word.span.len() >= LONG && score > told;
    Some((
        division,
        if long {
            Confidence::Medium
        } else {
            Confidence::Low
        },
    ))
}

/// The score of a word that the lexicon alone knows; longer words are surer.
fn of_lexicon(lang: Lang, word: &str) -> Option<u8> {
    let letters = word.chars().count();
    (letters > 3 && is_known(lang, word)).then_some(match letters {
        4 => 0,
        5 | 6 => 1,
        _ => 2,
    })
}

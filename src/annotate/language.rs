//! In which language a text is, and whether a segment is in another than its document.
//!
//! The script comes first; where several languages share it, their closed-class words decide
//! together with the trigrams of whatlang. Closed-class words alone know Icelandic, Malay and
//! Swahili, and tell close languages apart by the words that only one of them has. What neither
//! knows is unknown.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{LazyLock, RwLock};

use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

use crate::data::words::{closed_class, fold};
use crate::data::{ByLang, rows};
use crate::text::Lang;

/// Bytes of a text that are read; of a longer one as many from each of four places.
const SAMPLE: usize = 1 << 15;
/// Words below which a language that shares its script is not judged.
const FEWEST_WORDS: usize = 3;

/// What a text's language was judged to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guess {
    /// [`Lang::UNKNOWN`] if nothing speaks for any language.
    pub lang: Lang,
    /// Whether no other language is possible.
    pub certain: bool,
}

impl Guess {
    const NONE: Guess = Guess {
        lang: Lang::UNKNOWN,
        certain: false,
    };
}

/// A row of `languages.tsv`.
#[derive(Debug)]
struct Traits {
    script: &'static str,
    group: &'static str,
}

static TRAITS: LazyLock<ByLang<Traits>> = LazyLock::new(|| {
    ByLang::new(include_str!("../data/languages.tsv"), |row| Traits {
        script: row.first().copied().unwrap_or_default(),
        group: row.get(1).copied().unwrap_or_default(),
    })
});

/// The characters of `han.tsv`, with whether they are of the simplified standard.
static HAN: LazyLock<HashMap<char, bool>> = LazyLock::new(|| {
    rows(include_str!("../data/han.tsv"))
        .flat_map(|row| {
            let simplified = row[0] == "Hans";
            row.into_iter()
                .skip(1)
                .flat_map(str::chars)
                .map(move |character| (character, simplified))
        })
        .collect()
});

/// The closed-class words of all languages, by the hash of their folded form.
struct Words {
    langs: Vec<Lang>,
    of: HashMap<u64, Langs, BuildHasherDefault<AsIs>>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words {
        langs: Vec::new(),
        of: HashMap::default(),
    };
    for (lang, word) in closed_class() {
        if words.langs.last() != Some(&lang) {
            words.langs.push(lang);
        }
        let index = words.langs.len() - 1;
        words.of.entry(hash(word)).or_default().0 |= 1 << index;
    }
    words
});

/// Languages whose closed-class words are known, as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Langs(u128);

impl Langs {
    /// Those of either set.
    pub fn or(self, other: Langs) -> Langs {
        Langs(self.0 | other.0)
    }

    /// Those that are not in the other set.
    pub fn without(self, other: Langs) -> Langs {
        Langs(self.0 & !other.0)
    }

    /// Whether the sets share a language.
    pub fn meets(self, other: Langs) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Their numbers, rising.
    pub fn numbers(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            (rest != 0).then(|| {
                let number = rest.trailing_zeros() as usize;
                rest &= rest - 1;
                number
            })
        })
    }

    /// The set of one number.
    pub fn single(number: usize) -> Langs {
        Langs(1 << number)
    }

    /// The language of a number.
    pub fn lang(number: usize) -> Lang {
        WORDS.langs.get(number).copied().unwrap_or_default()
    }
}

/// Most languages that [`Langs`] holds.
pub const MOST_LANGS: usize = 128;

/// Keys are hashes already.
#[derive(Debug, Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0 << 8 | u64::from(*byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// A hash of a word as [`fold`] has it, without a folded copy in the common case.
fn hash(word: &str) -> u64 {
    // FNV-1a by code point, mixed at the end.
    let with = |hash: u64, code: u32| (hash ^ u64::from(code)).wrapping_mul(0x0100_0000_01b3);
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for character in word.chars() {
        hash = match character {
            'A'..='Z' => with(hash, character as u32 | 0x20),
            '’' | 'ʼ' | 'ʻ' | '‘' | '＇' => with(hash, u32::from(b'\'')),
            character if character.is_ascii() => with(hash, character as u32),
            '\u{300}'..='\u{36f}' | 'İ' => {
                let folded = fold(word);
                return mix(folded.chars().fold(0xcbf2_9ce4_8422_2325, |hash, folded| {
                    with(hash, folded as u32)
                }));
            }
            character => character
                .to_lowercase()
                .fold(hash, |hash, lower| with(hash, lower as u32)),
        };
    }
    mix(hash)
}

fn mix(hash: u64) -> u64 {
    (hash ^ (hash >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The languages in whose closed class a word is.
pub fn closed_in(word: &str) -> Langs {
    WORDS.of.get(&hash(word)).copied().unwrap_or_default()
}

/// What is needed again and again to tell a language from others.
#[derive(Debug, Clone, Copy)]
pub struct Tongue {
    /// The language.
    pub lang: Lang,
    /// It alone; empty if no closed-class words of it are known.
    pub own: Langs,
    /// Those that are close to it, with itself.
    pub near: Langs,
    /// The scripts that it is written in; none if that is not known.
    scripts: [Option<Script>; 3],
}

impl Tongue {
    /// Of a language.
    pub fn of(lang: Lang) -> Tongue {
        static KNOWN: RwLock<BTreeMap<Lang, Tongue>> = RwLock::new(BTreeMap::new());
        let known = KNOWN
            .read()
            .ok()
            .and_then(|known| known.get(&lang).copied());
        known.unwrap_or_else(|| {
            let tongue = Tongue::new(lang);
            if let Ok(mut known) = KNOWN.write() {
                known.insert(lang, tongue);
            }
            tongue
        })
    }

    fn new(lang: Lang) -> Tongue {
        let (mut own, mut near) = (Langs::default(), Langs::default());
        for (number, other) in WORDS.langs.iter().enumerate() {
            if other.same_language(lang) {
                own = own.or(Langs::single(number));
            }
            if close(*other, lang) {
                near = near.or(Langs::single(number));
            }
        }
        let scripts = match lang.base() {
            "ja" => [
                Some(Script::Han),
                Some(Script::Hiragana),
                Some(Script::Katakana),
            ],
            "ko" => [Some(Script::Hangul), Some(Script::Han), None],
            "zh" => [Some(Script::Han), Some(Script::Bopomofo), None],
            // Both scripts are in daily use, whatever the tag says.
            "sr" | "uz" | "az" | "kk" => [Some(Script::Latin), Some(Script::Cyrillic), None],
            _ => [
                lang.script()
                    .and_then(|script| Script::from_short_name(script.as_str())),
                None,
                None,
            ],
        };
        Tongue {
            lang,
            own,
            near,
            scripts,
        }
    }

    /// Whether the language is written in a script; true where its script is not known.
    pub fn writes(&self, script: Script) -> bool {
        self.scripts[0].is_none() || self.scripts.contains(&Some(script))
    }

    /// Whether words of this language may be taken for words of another, and the reverse.
    pub fn is_near(&self, other: &Tongue) -> bool {
        if self.lang.is_unknown() || other.lang.is_unknown() {
            return true;
        }
        // The sets know it without a look into tables.
        if self.own.is_empty() || other.own.is_empty() {
            return close(self.lang, other.lang);
        }
        self.near.meets(other.own)
    }
}

/// The script of a character, the common ones without a search.
pub fn script_of(character: char) -> Script {
    match character {
        'a'..='z' | 'A'..='Z' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ʯ' => Script::Latin,
        '\0'..='\u{bf}' | '×' | '÷' => Script::Common,
        'Ѐ'..='҂' | 'Ҋ'..='ԯ' => Script::Cyrillic,
        'ا'..='غ' | 'ف'..='ي' => Script::Arabic,
        '一'..='鿿' => Script::Han,
        '가'..='힣' => Script::Hangul,
        character => character.script(),
    }
}

/// How much speaks for a language.
#[derive(Debug, Clone, Copy, Default)]
struct Evidence {
    /// Words of the text that are in its list.
    hits: usize,
    /// The same, each divided by the number of languages that have it.
    weight: f64,
}

/// The words of a text and what they say.
struct Count {
    words: usize,
    /// As `Words::langs`.
    evidence: Vec<Evidence>,
}

fn count(text: &str) -> Count {
    let mut count = Count {
        words: 0,
        evidence: vec![Evidence::default(); WORDS.langs.len()],
    };
    for word in words(text) {
        count.words += 1;
        let langs = closed_in(word);
        let share = 1.0 / f64::from(langs.0.count_ones());
        for lang in langs.numbers() {
            count.evidence[lang].hits += 1;
            count.evidence[lang].weight += share;
        }
    }
    count
}

/// Runs of letters, combining marks and apostrophes inside.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphabetic() || is_combining_mark(c) || "'’ʼ".contains(c)))
        .map(|word| word.trim_matches(['\'', '’', 'ʼ']))
        .filter(|word| !word.is_empty())
}

/// How much of a text is in each script, in Latin letters: a syllable or character of the
/// scripts that write more than a sound with a sign counts as more.
fn scripts(text: &str) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for character in text.chars().filter(|character| character.is_alphabetic()) {
        let script = character.script();
        let letters = match script {
            Script::Common | Script::Inherited | Script::Unknown => continue,
            Script::Han => 3,
            Script::Hiragana | Script::Katakana | Script::Hangul => 2,
            _ => 1,
        };
        *counts.entry(script.short_name()).or_default() += letters;
    }
    counts
}

/// Judges the language of a document or column. `prior` names the languages that are expected:
/// one of them wins over what cannot be told from it, and over nothing.
pub fn identify(text: &str, prior: &[Lang]) -> Guess {
    let text = sample(text);
    let scripts = scripts(&text);
    let letters: usize = scripts.values().sum();
    let share = |script: &str| {
        scripts
            .get(script)
            .map_or(0.0, |n| *n as f64 / letters as f64)
    };
    let Some((script, _)) = scripts.iter().max_by_key(|(_, count)| **count) else {
        return Guess {
            lang: prior.first().copied().unwrap_or_default(),
            certain: false,
        };
    };
    let guess = match *script {
        "Hani" | "Hira" | "Kana" => {
            let kana = share("Hira") + share("Kana");
            if kana > 0.1 * share("Hani") {
                Guess {
                    lang: tag("ja"),
                    certain: letters > 20 && kana > 0.3 * share("Hani"),
                }
            } else {
                chinese(&text)
            }
        }
        script => match TRAITS.iter().find(|(_, traits)| traits.script == script) {
            Some((lang, _)) => Guess {
                lang,
                certain: share(script) > 0.5,
            },
            None => by_words(&text, script),
        },
    };
    settle(guess, prior, script)
}

fn tag(tag: &str) -> Lang {
    tag.parse().unwrap_or(Lang::UNKNOWN)
}

/// At most `SAMPLE` bytes, from the whole length of the text.
fn sample(text: &str) -> String {
    if text.len() <= SAMPLE {
        return text.to_owned();
    }
    let mut sample = String::with_capacity(SAMPLE + 4);
    for place in 0..4 {
        let mut start = place * (text.len() - SAMPLE / 4) / 3;
        let mut end = start + SAMPLE / 4;
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        sample.push_str(&text[start..end]);
        sample.push('\n');
    }
    sample
}

fn chinese(text: &str) -> Guess {
    let (mut simplified, mut traditional) = (0, 0);
    for character in text.chars() {
        match HAN.get(&character) {
            Some(true) => simplified += 1,
            Some(false) => traditional += 1,
            None => {}
        }
    }
    let lang = match (simplified, traditional) {
        (0, 0) => "zh",
        (s, t) if s >= t => "zh-Hans",
        _ => "zh-Hant",
    };
    Guess {
        lang: tag(lang),
        certain: simplified + traditional > 3,
    }
}

/// Judges among the languages of a script by closed-class words and trigrams.
fn by_words(text: &str, script: &str) -> Guess {
    let count = count(text);
    if count.words < FEWEST_WORDS {
        return Guess::NONE;
    }
    let mut ranks: Vec<usize> = (0..WORDS.langs.len()).collect();
    ranks.sort_by(|a, b| {
        let weight = |index: &usize| count.evidence[*index].weight;
        weight(b).total_cmp(&weight(a)).then(a.cmp(b))
    });
    let [best, second] =
        [ranks[0], ranks[1]].map(|index| (WORDS.langs[index], count.evidence[index]));
    let share = best.1.hits as f64 / count.words as f64;
    let margin = (best.1.weight - second.1.weight) / best.1.weight.max(f64::MIN_POSITIVE);
    let trigrams = whatlang::detect(text)
        .map(|info| (tag(info.lang().code()), info.is_reliable()))
        .filter(|(lang, _)| lang.script().is_none_or(|of| of.as_str() == script));
    let agree = trigrams.is_some_and(|(lang, _)| lang.same_language(best.0));
    // A language without a list of words: others have few hits, and the trigrams are sure.
    if let Some((lang, true)) = trigrams
        && !WORDS.langs.iter().any(|known| known.same_language(lang))
        && share < 0.15
    {
        return Guess {
            lang,
            certain: false,
        };
    }
    if best.1.hits < 2 || share < 0.1 {
        return match trigrams {
            Some((lang, true)) => Guess {
                lang,
                certain: false,
            },
            _ => Guess::NONE,
        };
    }
    Guess {
        lang: best.0,
        certain: margin > if agree { 0.05 } else { 0.2 } && best.1.hits >= 5,
    }
}

/// Lets what is expected decide where the text does not: among close languages, and where
/// nothing is known but the script.
fn settle(guess: Guess, prior: &[Lang], script: &str) -> Guess {
    let expected = if guess.lang.is_unknown() {
        prior.iter().find(|lang| writes(**lang, script))
    } else {
        prior
            .iter()
            .find(|lang| lang.same_language(guess.lang))
            .or_else(|| prior.iter().find(|lang| close(**lang, guess.lang)))
    };
    match expected {
        Some(lang) => Guess {
            lang: *lang,
            ..guess
        },
        None => guess,
    }
}

/// Whether two languages are too close for statistics to tell one from the other in a sentence.
pub fn close(a: Lang, b: Lang) -> bool {
    let group = |lang| {
        TRAITS
            .get(lang)
            .map(|traits| traits.group)
            .filter(|group| !group.is_empty())
    };
    a.same_language(b) || group(a).is_some_and(|of| group(b) == Some(of))
}

/// The language of a segment if it is clearly not that of its document: in another script, or
/// full of another language's closed-class words. Never one that is close to the document's.
pub fn foreign(text: &str, lang: Lang) -> Option<Lang> {
    if lang.is_unknown() {
        return None;
    }
    let scripts = scripts(text);
    let letters: usize = scripts.values().sum();
    let own: usize = scripts
        .iter()
        .filter(|(script, _)| writes(lang, script))
        .map(|(_, count)| count)
        .sum();
    if own * 10 < letters && letters >= 16 {
        let (script, _) = scripts.iter().max_by_key(|(_, count)| **count)?;
        // Names and titles stay in Latin letters in texts of every script.
        if *script != "Latn" {
            let guess = identify(text, &[]).lang;
            return Some(if guess.is_unknown() {
                tag(&format!("und-{script}"))
            } else {
                guess
            });
        }
    }
    let count = count(text);
    let own = WORDS
        .langs
        .iter()
        .position(|known| known.same_language(lang));
    if count.words < 6 || (own.is_none() && writes(lang, "Latn")) {
        return None;
    }
    let best = (0..WORDS.langs.len())
        .filter(|index| !close(WORDS.langs[*index], lang))
        .max_by_key(|index| (count.evidence[*index].hits, usize::MAX - index))?;
    let hits = count.evidence[best].hits;
    let (mut only_best, mut only_own) = (Vec::new(), 0);
    for word in words(text) {
        let langs = closed_in(word);
        let is_own = own.is_some_and(|own| langs.meets(Langs::single(own)));
        let is_best = langs.meets(Langs::single(best));
        if is_best && !is_own {
            let word = fold(word);
            // A single letter is a prefix or an initial in many languages.
            if word.chars().nth(1).is_some() && !only_best.contains(&word) {
                only_best.push(word);
            }
        } else if is_own && !is_best {
            only_own += 1;
        }
    }
    let overwhelming =
        only_best.len() >= 3 && only_best.len() >= 4 * only_own && hits * 4 >= count.words;
    overwhelming.then(|| WORDS.langs[best])
}

/// Whether a language is written in a script.
fn writes(lang: Lang, script: &str) -> bool {
    match lang.base() {
        "ja" => matches!(script, "Hani" | "Hira" | "Kana"),
        "ko" => matches!(script, "Hang" | "Hani"),
        "zh" => matches!(script, "Hani" | "Bopo"),
        _ => lang.script().is_none_or(|of| of.as_str() == script),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(text: &str, prior: &[&str]) -> String {
        let prior: Vec<Lang> = prior.iter().map(|lang| tag(lang)).collect();
        identify(text, &prior).lang.to_string()
    }

    #[test]
    fn languages_are_known_by_script_and_words() {
        for (lang, text) in [
            ("en", "This is what they have said about it."),
            ("is", "Þetta er það sem þeir hafa sagt um það."),
            (
                "sw",
                "Hii ni habari ya watu ambao wamesema kuwa hawana kitu.",
            ),
            ("el", "Αυτό είπαν."),
            ("ko", "그들이 말했다."),
            ("ja", "東京で会議が行われた。"),
            ("zh-Hans", "他们说这个国家没有问题。"),
            ("zh-Hant", "他們說這個國家沒有問題。"),
            ("ru", "Это то, что они сказали об этом."),
            ("uk", "Це те, що вони сказали про це."),
            ("fa", "این چیزی است که آنها در مورد آن گفته اند."),
        ] {
            assert_eq!(judged(text, &[]), lang, "{text}");
        }
    }

    #[test]
    fn what_is_expected_decides_among_close_languages() {
        let text = "Det er ikke noe som de har sagt om dette.";
        assert_eq!(judged(text, &["da"]), "da");
        assert_eq!(judged(text, &["nb-NO"]), "nb-NO");
        assert_eq!(judged(text, &["de"]), "nb");
        assert_eq!(judged("42", &["de"]), "de");
        assert_eq!(judged("Xyzzy", &["de"]), "de");
        assert_eq!(judged("Ъыь", &["de"]), "und");
        assert_eq!(judged("", &[]), "und");
    }

    #[test]
    fn segments_are_foreign_only_if_clearly_so() {
        let foreign = |text, lang| foreign(text, tag(lang)).map(|lang| lang.to_string());
        let english = "This is what they have said about it in the last few days.";
        assert_eq!(foreign(english, "de").as_deref(), Some("en"));
        assert_eq!(foreign(english, "ru").as_deref(), Some("en"));
        assert_eq!(foreign(english, "en"), None);
        assert_eq!(
            foreign("Это то, что они сказали об этом.", "en").as_deref(),
            Some("ru")
        );
        assert_eq!(
            foreign("The Lord of the Rings: The Return of the King", "de"),
            None
        );
        assert_eq!(
            foreign("Manchester United – Real Madrid 3:1 (Ronaldo)", "ja"),
            None
        );
        assert_eq!(
            foreign("Det er ikke noget, som de har sagt om dette.", "nb"),
            None
        );
    }

    #[test]
    fn closed_class_words_are_found_in_any_case_and_form() {
        let languages = |word: &str| closed_in(word);
        let en = Tongue::of(tag("en")).own;
        let tr = Tongue::of(tag("tr")).own;
        assert!(languages("This").meets(en) && languages("don’t").meets(en));
        assert!(!languages("house").meets(en));
        assert_eq!(languages("için"), languages("İc\u{327}in"));
        assert!(languages("İÇİN").meets(tr));
        assert!(WORDS.langs.len() <= MOST_LANGS);
        assert!(
            closed_class()
                .all(|(_, word)| hash(word) == hash(&word.to_uppercase()) || !word.is_ascii())
        );
    }

    #[test]
    fn a_long_text_is_sampled_on_character_boundaries() {
        let text = "Это то, что они сказали. ".repeat(20_000);
        assert_eq!(judged(&text, &[]), "ru");
    }
}

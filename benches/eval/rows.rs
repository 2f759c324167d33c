//! Artefacts that damage a row by itself: what it says beside its source, and how it is written.

use std::collections::BTreeSet;
use std::ops::Range;

use any_ascii::any_ascii;
use bilint::annotate::language::close;
use encoding_rs::{Encoding, WINDOWS_1251, WINDOWS_1252};

use crate::generator::{Damage, Random, Site, edit, is_punctuation, is_stop, words};
use crate::ntrex::ENGLISH;
use crate::quotes::spaceless;

/// Words that a row has at least to be told as a whole: a heading may be the same in every
/// language, or be about anything.
const FEWEST_WORDS: usize = 5;

// Helpers

fn is_word(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// Whether the row and its source are sentences.
fn is_sentence(site: &Site<'_>) -> bool {
    site.words.len() >= FEWEST_WORDS
        && site
            .source
            .is_none_or(|source| source.words.len() >= FEWEST_WORDS)
}

/// What stands between the word before and the word of an index.
fn gap<'a>(line: &'a str, words: &[Range<usize>], index: usize) -> &'a str {
    let from = index.checked_sub(1).map_or(0, |before| words[before].end);
    let to = words.get(index).map_or(line.len(), |word| word.start);
    &line[from..to]
}

/// Whether nothing but white space stands there.
fn is_plain(gap: &str) -> bool {
    gap.trim().is_empty()
}

/// Whether a clause may end and another begin there.
fn is_border(gap: &str) -> bool {
    gap.contains([
        ',', ';', ':', '–', '—', '(', ')', '،', '؛', '、', '，', '；', '：', '。', '!', '?', '।',
        '۔', '؟',
    ])
}

/// Runs of words by index without anything but white space between them.
fn plain_runs(line: &str, words: &[Range<usize>], count: usize) -> Vec<Range<usize>> {
    (0..(words.len() + 1).saturating_sub(count))
        .filter(|start| (start + 1..start + count).all(|index| is_plain(gap(line, words, index))))
        .map(|start| start..start + count)
        .collect()
}

/// A line without its words of some indices: the gap before them stays, or the one after, if it
/// ends the sentence. The rest keeps its capital.
fn without(site: &Site<'_>, gone: Range<usize>) -> Damage {
    let (line, words) = (site.line, site.words);
    let from = words[gone.start].start;
    let to = words[gone.end - 1].end;
    let (from, to) = if gone.end == words.len() {
        (from - gap(line, words, gone.start).len(), to)
    } else if gone.start == 0 {
        (from, words[gone.end].start)
    } else if is_plain(gap(line, words, gone.start)) && is_border(gap(line, words, gone.end)) {
        (words[gone.start - 1].end, to)
    } else {
        (from, words[gone.end].start)
    };
    let mut damage = edit(line, &[(from..to, "")], from..to);
    if gone.start == 0
        && site.line[words[0].clone()].starts_with(char::is_uppercase)
        && let Some(capital) = site.lexis.capitalized(&damage.line[from..])
    {
        damage.line.replace_range(from.., &capital);
    }
    damage
}

fn content(site: &Site<'_>, word: &Range<usize>) -> bool {
    let text = &site.line[word.clone()];
    site.lexis.is_content(&text.to_lowercase())
}

// Numbers

const ZEROS: [u32; 8] = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xbe6, 0xe50, 0xff10];

/// The value of a digit and the zero of its script.
fn digit(glyph: char) -> Option<(u32, u32)> {
    let code = glyph as u32;
    let zero = ZEROS
        .into_iter()
        .find(|zero| (*zero..zero + 10).contains(&code))?;
    Some((code - zero, zero))
}

/// A number in digits.
struct Digits {
    place: Range<usize>,
    /// Its digits without separators and without zeros at either end: 1,500 and 1.5 are alike,
    /// since scale words differ by language.
    significant: String,
    /// Whether it stands free and is neither a time nor a date.
    free: bool,
}

fn significant(text: &str) -> String {
    let digits: String = text
        .chars()
        .filter_map(digit)
        .filter_map(|(value, _)| char::from_digit(value, 10))
        .collect();
    digits.trim_matches('0').to_owned()
}

fn numbers(line: &str) -> Vec<Digits> {
    let glyphs: Vec<(usize, char)> = line.char_indices().collect();
    let is_digit = |index: usize| {
        glyphs
            .get(index)
            .is_some_and(|(_, glyph)| digit(*glyph).is_some())
    };
    let byte = |index: usize| glyphs.get(index).map_or(line.len(), |(at, _)| *at);
    let mut found = Vec::new();
    let mut index = 0;
    while index < glyphs.len() {
        if !is_digit(index) {
            index += 1;
            continue;
        }
        let start = index;
        while is_digit(index) {
            index += 1;
        }
        // Further groups behind separators; white space parts groups of three.
        while let Some((_, mark)) = glyphs.get(index) {
            let mut end = index + 1;
            while is_digit(end) {
                end += 1;
            }
            let group = end - index - 1;
            let goes_on = match mark {
                '.' | ',' | '٫' | '٬' | '’' | '\'' => group > 0,
                ' ' | '\u{a0}' | '\u{202f}' => group == 3 && index - start <= 3,
                _ => false,
            };
            if !goes_on {
                break;
            }
            index = end;
        }
        let before = start.checked_sub(1).map(|before| glyphs[before].1);
        let after = glyphs.get(index).map(|(_, glyph)| *glyph);
        let joins = |glyph: Option<char>| {
            glyph.is_some_and(|glyph| glyph.is_ascii_alphabetic() || matches!(glyph, ':' | '/'))
        };
        let place = byte(start)..byte(index);
        found.push(Digits {
            significant: significant(&line[place.clone()]),
            free: !joins(before) && !joins(after) && before != Some('-'),
            place,
        });
    }
    found
}

/// Another number of like size in the same form.
fn changed(text: &str, random: &mut Random) -> String {
    let glyphs: Vec<char> = text.chars().collect();
    let at: Vec<usize> = (0..glyphs.len())
        .filter(|index| digit(glyphs[*index]).is_some())
        .collect();
    let mut values: Vec<u32> = at
        .iter()
        .filter_map(|index| digit(glyphs[*index]).map(|(value, _)| value))
        .collect();
    let is_year = values.len() == 4 && at.len() == glyphs.len() && matches!(values[0], 1 | 2);
    if is_year && values[1] != values[2] && random.below(2) == 0 {
        values.swap(1, 2);
    } else {
        let zeros = values.iter().rev().take_while(|value| **value == 0).count();
        let told = (values.len() - zeros).max(1);
        let position = if is_year { 2 } else { random.below(told) };
        let least = u32::from(position == 0) + u32::from(values.len() == 1);
        let other = least + random.below(9 - least as usize) as u32;
        values[position] = if other >= values[position] {
            other + 1
        } else {
            other
        };
    }
    let mut out = glyphs;
    for (index, value) in at.into_iter().zip(values) {
        if let Some((_, zero)) = digit(out[index]) {
            out[index] = char::from_u32(zero + value).unwrap_or(out[index]);
        }
    }
    out.into_iter().collect()
}

/// A number that the source has too, once on either side.
fn shared_number<'a>(
    site: &Site<'_>,
    found: &'a [Digits],
    random: &mut Random,
) -> Option<&'a Digits> {
    let source = numbers(site.source?.line);
    let count = |of: &[Digits], number: &Digits| {
        of.iter()
            .filter(|other| other.significant == number.significant)
            .count()
    };
    let shared: Vec<&Digits> = found
        .iter()
        .filter(|number| number.free && !number.significant.is_empty())
        .filter(|number| count(found, number) == 1 && count(&source, number) == 1)
        .collect();
    random.pick(&shared).copied()
}

pub fn number_changed(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    let source = site.source?;
    let found = numbers(site.line);
    let number = shared_number(site, &found, random)?;
    let other = changed(&site.line[number.place.clone()], random);
    let told = significant(&other);
    let known = |of: &[Digits]| of.iter().any(|number| number.significant == told);
    if told.is_empty() || known(&found) || known(&numbers(source.line)) {
        return None;
    }
    let place = number.place.clone();
    Some(edit(site.line, &[(place.clone(), &other)], place))
}

pub fn number_lost(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    let found = numbers(site.line);
    let place = shared_number(site, &found, random)?.place.clone();
    let inside: Vec<usize> = (0..site.words.len())
        .filter(|index| {
            let word = &site.words[*index];
            word.start < place.end && place.start < word.end
        })
        .collect();
    let (first, last) = (*inside.first()?, *inside.last()?);
    if site.words[first].start < place.start || place.end < site.words[last].end {
        return None;
    }
    let next = last + 1;
    let gone =
        if next < site.words.len() && matches!(gap(site.line, site.words, next).trim(), "" | "%") {
            first..next + 1
        } else if first > 0 && is_plain(gap(site.line, site.words, first)) {
            first - 1..next
        } else {
            return None;
        };
    (site.words.len() - gone.len() >= 3).then(|| without(site, gone))
}

// Names

pub fn name_replaced(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    let names = site.names?;
    let here = names.row(site.document.lines.start + site.row);
    // Not a part of a compound, such as the second half of New-York.
    let ours = |form: &str| {
        site.line.matches(form).count() == 1
            && site
                .line
                .split(form)
                .all(|rest| !rest.starts_with('-') && !rest.ends_with('-'))
    };
    let served: Vec<_> = here
        .iter()
        .filter(|name| ours(side(site, &name.english, &name.form)))
        .collect();
    let name = *random.pick(&served)?;
    let form = side(site, &name.english, &name.form);
    let others: Vec<&str> = names
        .all()
        .filter(|other| {
            other.kind == name.kind
                && other
                    .english
                    .chars()
                    .take(3)
                    .ne(name.english.chars().take(3))
                && !site.document.lines.contains(&other.row)
                && !names
                    .in_rows(site.document.lines.clone())
                    .any(|known| known.english == other.english)
        })
        .map(|other| side(site, &other.english, &other.form))
        .filter(|other| !site.line.contains(other))
        .collect();
    // One that ends alike is more likely to be in the same case.
    let alike: Vec<&str> = others
        .iter()
        .copied()
        .filter(|other| other.chars().next_back() == form.chars().next_back())
        .collect();
    let other = random.pick(if alike.len() > 3 { &alike } else { &others })?;
    let start = site.line.find(form)?;
    let place = start..start + form.len();
    Some(edit(site.line, &[(place.clone(), other)], place))
}

fn side<'a>(site: &Site<'_>, english: &'a str, form: &'a str) -> &'a str {
    if site.lexis.lang.base() == "en" {
        english
    } else {
        form
    }
}

pub fn name_lost(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    let here = site.names?.row(site.document.lines.start + site.row);
    let places: Vec<Range<usize>> = here
        .iter()
        .filter_map(|name| {
            let form = side(site, &name.english, &name.form);
            let start = site.line.find(form)?;
            (site.line.matches(form).count() == 1).then(|| start..start + form.len())
        })
        .collect();
    let place = random.pick(&places)?.clone();
    let rest = &site.line[place.end..];
    let space = rest.starts_with(' ');
    if !space && !spaceless(site.lexis.lang) && rest.starts_with(char::is_alphanumeric) {
        return None;
    }
    let gone = place.start..place.end + usize::from(space);
    (site.words.len() >= FEWEST_WORDS).then(|| edit(site.line, &[(gone.clone(), "")], gone))
}

// Words

pub fn third_omitted(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    let count = site.words.len();
    if count < 9 || !is_sentence(site) {
        return None;
    }
    let border =
        |index: usize| index == 0 || index == count || is_border(gap(site.line, site.words, index));
    let (least, most) = ((count * 28).div_ceil(100), count * 40 / 100);
    let mut best: Vec<Range<usize>> = Vec::new();
    let mut most_borders = 0;
    for length in least..=most {
        for start in 0..=count - length {
            let borders = usize::from(border(start)) + usize::from(border(start + length));
            if borders > most_borders {
                best.clear();
                most_borders = borders;
            }
            if borders == most_borders {
                best.push(start..start + length);
            }
        }
    }
    Some(without(site, random.pick(&best)?.clone()))
}

pub fn three_words_omitted(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    if site.words.len() < 8 || !is_sentence(site) {
        return None;
    }
    let mut runs = Vec::new();
    for start in (0..site.words.len()).filter(|start| content(site, &site.words[*start])) {
        let mut seen = 0;
        for index in start..site.words.len() {
            if index > start && !is_plain(gap(site.line, site.words, index)) {
                break;
            }
            seen += usize::from(content(site, &site.words[index]));
            if seen == 3 {
                runs.push(start..index + 1);
                break;
            }
        }
    }
    let shortest = runs.iter().map(Range::len).min()?;
    runs.retain(|run| run.len() <= shortest + 1);
    Some(without(site, random.pick(&runs)?.clone()))
}

pub fn clause_added(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    if !is_sentence(site) {
        return None;
    }
    // A clause of another document: words between two borders.
    let lines = site.ntrex.whole(name(site));
    let clause = (0..200).find_map(|_| {
        let number = random.below(lines.len());
        let line = &lines[number];
        if site.document.lines.contains(&number) || line.contains(['"', '“', '„', '«', '「'])
        {
            return None;
        }
        let words = words(line);
        let borders: Vec<usize> = (1..words.len())
            .filter(|index| is_border(gap(line, &words, *index)))
            .chain([words.len()])
            .collect();
        let clauses: Vec<Range<usize>> = borders
            .windows(2)
            .map(|pair| pair[0]..pair[1])
            .filter(|clause| (5..=10).contains(&clause.len()))
            .map(|clause| words[clause.start].start..words[clause.end - 1].end)
            .filter(|clause| !line[clause.clone()].starts_with(char::is_uppercase))
            .collect();
        let clause = random.pick(&clauses)?.clone();
        Some(&line[clause])
    })?;
    let (comma, space) = (site.lexis.comma(), site.lexis.space());
    // After the word before a border, or after the last word.
    let places: Vec<usize> = (2..=site.words.len())
        .filter(|index| {
            let gap = gap(site.line, site.words, *index);
            *index == site.words.len() || gap.trim_start() == gap && is_border(gap)
        })
        .map(|index| site.words[index - 1].end)
        .collect();
    let at = *random.pick(&places)?;
    let comma = if site.lexis.lang.base() == "th" {
        ""
    } else {
        comma
    };
    let space = if site.lexis.lang.base() == "th" {
        " "
    } else {
        space
    };
    let text = format!("{comma}{space}{clause}");
    Some(edit(site.line, &[(at..at, &text)], at..at))
}

fn name<'a>(site: &'a Site<'_>) -> &'a str {
    site.lexis.name()
}

pub fn five_words_left(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    const COUNT: usize = 5;
    let source = site.source?;
    if site.words.len() < 8 || source.words.len() < 8 {
        return None;
    }
    let known = |text: &str| site.line.to_lowercase().contains(&text.to_lowercase());
    let runs: Vec<Range<usize>> = plain_runs(source.line, source.words, COUNT)
        .into_iter()
        .filter(|run| {
            // Names and numbers that stand on both sides are no words of the source.
            let foreign = source.words[run.clone()]
                .iter()
                .filter(|word| {
                    let text = &source.line[(*word).clone()];
                    is_word(text) && !known(text)
                })
                .count();
            foreign >= 4
        })
        .collect();
    let run = random.pick(&runs)?.clone();
    let share =
        |index: usize| (index * site.words.len() + source.words.len() / 2) / source.words.len();
    let (start, end) = (share(run.start), share(run.end));
    let words = site
        .words
        .get(start..end)
        .filter(|words| !words.is_empty())?;
    let gone = words.first()?.start..words.last()?.end;
    let left = &source.line[source.words[run.start].start..source.words[run.end - 1].end];
    Some(edit(site.line, &[(gone.clone(), left)], gone))
}

// Negation

/// Words that say no, in languages where one word does and the sentence stands without it.
const NEGATIONS: &[(&str, &[&str])] = &[
    ("ar", &["لا", "لم", "لن", "ليس", "ليست"]),
    ("bg", &["не"]),
    ("bn", &["না", "নয়", "নেই"]),
    ("ca", &["no"]),
    ("da", &["ikke"]),
    ("de", &["nicht"]),
    ("el", &["δεν", "μην"]),
    ("en", &["not"]),
    ("es", &["no"]),
    ("fi", &["ei", "eivät"]),
    ("et", &["ei"]),
    ("fr", &["pas"]),
    ("he", &["לא", "אין"]),
    ("hi", &["नहीं", "न"]),
    ("hr", &["ne", "nije", "nisu"]),
    ("hu", &["nem"]),
    ("id", &["tidak", "bukan"]),
    ("is", &["ekki"]),
    ("it", &["non"]),
    ("ms", &["tidak", "bukan"]),
    ("nb", &["ikke"]),
    ("nl", &["niet"]),
    ("pl", &["nie"]),
    ("pt", &["não"]),
    ("ro", &["nu"]),
    ("ru", &["не"]),
    ("sr", &["не", "није", "нису"]),
    ("sv", &["inte"]),
    ("th", &["ไม่"]),
    ("tr", &["değil"]),
    ("uk", &["не"]),
    ("ur", &["نہیں"]),
    ("vi", &["không"]),
    ("zh", &["不", "没", "沒", "没有", "沒有"]),
];

/// Every English word that denies, to tell that a sentence has one negation or none.
const DENIALS: &[&str] = &[
    "not", "no", "never", "nor", "neither", "without", "none", "nothing", "nobody", "nowhere",
    "cannot", "hardly", "barely", "unless", "few", "little", "only",
];

fn denials(line: &str, found: &[Range<usize>]) -> usize {
    found
        .iter()
        .map(|word| line[word.clone()].to_lowercase().replace('’', "'"))
        .filter(|word| DENIALS.contains(&word.as_str()) || word.ends_with("n't"))
        .count()
}

fn negations(site: &Site<'_>) -> Option<Vec<usize>> {
    let (_, known) = NEGATIONS
        .iter()
        .find(|(lang, _)| *lang == site.lexis.lang.base())?;
    let found = (0..site.words.len())
        .filter(|index| {
            let word = site.line[site.words[*index].clone()].to_lowercase();
            known.contains(&word.as_str())
        })
        .collect();
    Some(found)
}

/// How often the English side denies.
fn english_denials(site: &Site<'_>) -> Option<usize> {
    let source = site.source?;
    Some(if site.lexis.lang.base() == "en" {
        denials(site.line, site.words)
    } else if source.name == ENGLISH {
        denials(source.line, source.words)
    } else {
        return None;
    })
}

pub fn negation_lost(site: &Site<'_>, _: &mut Random) -> Option<Damage> {
    if english_denials(site)? != 1 {
        return None;
    }
    if site.lexis.lang.base() == "en" {
        // The verb with its negation: isn't, can't, won't.
        let joined = site.words.iter().find_map(|word| {
            let text = site.line[word.clone()].replace('’', "'");
            let verb = match text.to_lowercase().strip_suffix("n't")? {
                "ca" => "can".to_owned(),
                "wo" => "will".to_owned(),
                _ => text[..text.len() - 3].to_owned(),
            };
            Some((word.clone(), verb))
        });
        if let Some((word, verb)) = joined {
            return Some(edit(site.line, &[(word.clone(), &verb)], word));
        }
    }
    let found = negations(site)?;
    let [index] = found[..] else {
        return None;
    };
    if site.lexis.lang.base() == "fr" {
        // ne … pas, n’est pas
        let ne = (0..index).rev().find_map(|before| {
            let word = &site.words[before];
            let text = site.line[word.clone()].to_lowercase();
            if text == "ne" {
                Some(word.start..site.words[before + 1].start)
            } else if text.starts_with("n'") || text.starts_with("n’") {
                let mark = text.char_indices().nth(2).map_or(text.len(), |(at, _)| at);
                Some(word.start..word.start + mark)
            } else {
                None
            }
        })?;
        let start = site.words[index].start - gap(site.line, site.words, index).len();
        let gone = start..site.words[index].end;
        if ne.end > gone.start {
            return None;
        }
        let place = ne.start..gone.end;
        return Some(edit(site.line, &[(ne, ""), (gone, "")], place));
    }
    Some(without(site, index..index + 1))
}

pub fn negation_added(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    const VERBS: &[&str] = &[
        "is", "are", "was", "were", "will", "would", "should", "could", "has", "have", "had",
        "may", "must", "might",
    ];
    if english_denials(site)? != 0 || !negations(site)?.is_empty() || !is_sentence(site) {
        return None;
    }
    // Where the word goes: in English behind an auxiliary, in Slavonic languages before the verb,
    // for which a past tense stands in, else nowhere.
    let (places, text): (Vec<usize>, &str) = match site.lexis.lang.base() {
        "en" => (
            site.words
                .iter()
                .filter(|word| VERBS.contains(&&site.line[(*word).clone()]))
                .map(|word| word.end)
                .collect(),
            " not",
        ),
        "ru" => (
            before_ending(site, &["ли", "ла", "ло", "ил", "ал", "ет", "ят", "ют"]),
            "не ",
        ),
        "uk" => (
            before_ending(site, &["ли", "ла", "ло", "ив", "ав", "ає", "ють"]),
            "не ",
        ),
        "pl" => (
            before_ending(site, &["ał", "ała", "ali", "ił", "iła", "ili"]),
            "nie ",
        ),
        "es" => (
            before(
                site,
                &["es", "ha", "han", "está", "era", "fue", "puede", "será"],
            ),
            "no ",
        ),
        "it" => (
            before(site, &["è", "ha", "hanno", "era", "sono", "può", "sarà"]),
            "non ",
        ),
        "pt" => (
            before(site, &["é", "foi", "está", "era", "pode", "será", "tem"]),
            "não ",
        ),
        "ro" => (before(site, &["este", "era", "poate", "va", "sunt"]), "nu "),
        "id" | "ms" => (
            before(site, &["akan", "bisa", "dapat", "boleh", "ingin"]),
            "tidak ",
        ),
        "vi" => (before(site, &["thể", "muốn", "phải"]), "không "),
        "de" => (
            after(site, &["ist", "sind", "war", "waren", "wird", "wurde"]),
            " nicht",
        ),
        "nl" => (
            after(site, &["is", "zijn", "was", "waren", "werd"]),
            " niet",
        ),
        "sv" => (
            after(site, &["är", "var", "har", "hade", "kan", "ska"]),
            " inte",
        ),
        "da" | "nb" => (
            after(site, &["er", "var", "har", "havde", "hadde", "kan"]),
            " ikke",
        ),
        _ => return None,
    };
    let at = *random.pick(&places)?;
    Some(edit(site.line, &[(at..at, text)], at..at))
}

fn before(site: &Site<'_>, forms: &[&str]) -> Vec<usize> {
    let words = site.words.iter();
    let found = words.filter(|word| forms.contains(&&site.line[(*word).clone()]));
    found.map(|word| word.start).collect()
}

fn after(site: &Site<'_>, forms: &[&str]) -> Vec<usize> {
    let words = site.words.iter();
    let found = words.filter(|word| forms.contains(&&site.line[(*word).clone()]));
    found.map(|word| word.end).collect()
}

fn before_ending(site: &Site<'_>, endings: &[&str]) -> Vec<usize> {
    let verb = |word: &&Range<usize>| {
        let text = &site.line[(*word).clone()];
        text.chars().count() >= 5
            && text.starts_with(char::is_lowercase)
            && endings.iter().any(|ending| text.ends_with(ending))
    };
    site.words
        .iter()
        .filter(verb)
        .map(|word| word.start)
        .collect()
}

// Whole rows

pub fn copied_source(site: &Site<'_>, _: &mut Random) -> Option<Damage> {
    let source = site.source?;
    (is_sentence(site) && source.line != site.line).then(|| Damage::whole(source.line.to_owned()))
}

pub fn neighbour(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    let near: Vec<&String> = [site.row.checked_sub(1), Some(site.row + 1)]
        .into_iter()
        .flatten()
        .filter_map(|row| site.lines.get(row))
        .filter(|line| *line != site.line && words(line).len() >= FEWEST_WORDS)
        .collect();
    if !is_sentence(site) {
        return None;
    }
    random
        .pick(&near)
        .map(|line| Damage::whole((*line).clone()))
}

pub fn empty(site: &Site<'_>, _: &mut Random) -> Option<Damage> {
    let source = site.source?;
    Some(Damage {
        source: Some(0..source.line.len()),
        ..Damage::whole(String::new())
    })
}

pub fn wrong_language(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    if !is_sentence(site) {
        return None;
    }
    let lang = site.lexis.lang;
    let others: Vec<&str> = site
        .ntrex
        .all()
        .into_iter()
        .filter(|other| {
            let other = site.ntrex.lang(other);
            !close(other, lang) && site.source.is_none_or(|source| !close(other, source.lang))
        })
        .collect();
    // Every second time one in the same script, which is harder to tell.
    let alike: Vec<&str> = others
        .iter()
        .copied()
        .filter(|other| site.ntrex.lang(other).script() == lang.script())
        .collect();
    let other = if random.below(2) == 0 && !alike.is_empty() {
        random.pick(&alike)?
    } else {
        random.pick(&others)?
    };
    let line = &site.ntrex.lines(other, site.document)[site.row];
    (line != site.line && words(line).len() >= FEWEST_WORDS).then(|| Damage::whole(line.clone()))
}

// Writing

pub fn phrase_repeated(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    let count = 3 + random.below(4);
    let runs = plain_runs(site.line, site.words, count);
    let run = random.pick(&runs)?.clone();
    let phrase = site.words[run.start].start..site.words[run.end - 1].end;
    let space = if spaceless(site.lexis.lang) { "" } else { " " };
    let again = format!("{space}{}", &site.line[phrase.clone()]);
    let end = phrase.end;
    Some(edit(site.line, &[(end..end, &again)], phrase))
}

pub fn r#loop(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    let times = 4 + random.below(5);
    if site.words.len() < FEWEST_WORDS {
        return None;
    }
    let phrase = if spaceless(site.lexis.lang) {
        // Characters rather than words, which run together there.
        let glyphs: Vec<(usize, char)> = site.line.char_indices().collect();
        let count = 2 + random.below(4);
        let starts: Vec<usize> = (2..glyphs.len().saturating_sub(count))
            .filter(|start| {
                glyphs[*start..start + count].iter().all(|(_, glyph)| {
                    !glyph.is_whitespace() && !is_punctuation(*glyph) && !glyph.is_ascii()
                })
            })
            // A vowel sign of Thai does not begin a character.
            .filter(|start| {
                let whole = |index: usize| {
                    glyphs
                        .get(index)
                        .is_none_or(|(_, glyph)| glyph.is_alphabetic())
                };
                whole(*start) && whole(start + count)
            })
            .collect();
        let start = *random.pick(&starts)?;
        glyphs[start].0..glyphs[start + count].0
    } else {
        let count = 2 + random.below(3);
        let runs = plain_runs(site.line, site.words, count);
        let run = random.pick(&runs)?.clone();
        site.words[run.start].start..site.words[run.end - 1].end
    };
    let space = if spaceless(site.lexis.lang) { "" } else { " " };
    let mut line = site.line[..phrase.end].to_owned();
    for _ in 1..times {
        line.push_str(space);
        line.push_str(&site.line[phrase.clone()]);
    }
    Some(Damage {
        place: phrase.start..line.len(),
        ..Damage::whole(line)
    })
}

pub fn glued_words(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    if spaceless(site.lexis.lang) {
        return None;
    }
    let gaps: Vec<usize> = (1..site.words.len())
        .filter(|index| gap(site.line, site.words, *index) == " ")
        .filter(|index| {
            [index - 1, *index].into_iter().all(|index| {
                let word = &site.line[site.words[index].clone()];
                word.chars().count() >= 2 && word.chars().all(char::is_alphabetic)
            })
        })
        .collect();
    // Every second time where a name begins.
    let names: Vec<usize> = gaps
        .iter()
        .copied()
        .filter(|index| site.line[site.words[*index].clone()].starts_with(char::is_uppercase))
        .collect();
    let index = if random.below(2) == 0 && !names.is_empty() {
        *random.pick(&names)?
    } else {
        *random.pick(&gaps)?
    };
    let (one, two) = (&site.words[index - 1], &site.words[index]);
    Some(edit(
        site.line,
        &[(one.end..two.start, "")],
        one.start..two.end,
    ))
}

/// UTF-8 read as what it is not.
fn misread(text: &str, encoding: Option<&'static Encoding>) -> String {
    match encoding {
        Some(encoding) => encoding
            .decode_without_bom_handling(text.as_bytes())
            .0
            .into_owned(),
        // Latin-1 proper.
        None => text.bytes().map(char::from).collect(),
    }
}

pub fn mojibake(site: &Site<'_>, random: &mut Random) -> Option<Damage> {
    if site.line.is_ascii() {
        return None;
    }
    let cyrillic = any_ascii(site.line) != site.line
        && site.line.chars().any(|glyph| matches!(glyph, 'а'..='я'));
    let encoding = match random.below(3) {
        0 => None,
        1 if cyrillic => Some(WINDOWS_1251),
        _ => Some(WINDOWS_1252),
    };
    if random.below(2) == 0 {
        return Some(Damage::whole(misread(site.line, encoding)));
    }
    // A stretch of one to four words with a letter that suffers.
    let count = (1 + random.below(4)).min(site.words.len().max(1));
    let runs: Vec<Range<usize>> = site
        .words
        .windows(count)
        .map(|run| run[0].start..run[count - 1].end)
        .filter(|run| !site.line[run.clone()].is_ascii())
        .collect();
    let run = random.pick(&runs)?.clone();
    let text = misread(&site.line[run.clone()], encoding);
    Some(edit(site.line, &[(run.clone(), &text)], run))
}

pub fn lower_cased(site: &Site<'_>, _: &mut Random) -> Option<Damage> {
    let word = site.words.first()?;
    let text = &site.line[word.clone()];
    let lower = text.to_lowercase();
    let plain = word.start == 0
        && is_sentence(site)
        && site.line.ends_with(is_stop)
        && lower != text
        && lower.chars().skip(1).eq(text.chars().skip(1))
        && site.lexis.frequent.contains(&lower)
        // English writes its pronoun so.
        && lower != "i";
    plain.then(|| edit(site.line, &[(word.clone(), &lower)], word.clone()))
}

pub fn end_mark_lost(site: &Site<'_>, _: &mut Random) -> Option<Damage> {
    let ends: BTreeSet<char> = ['.', '!', '?', '。', '！', '？', '।', '۔', '؟'].into();
    let last = site.line.chars().next_back()?;
    if !ends.contains(&last) || !site.source?.line.ends_with(is_stop) || !is_sentence(site) {
        return None;
    }
    let end = site.line.len();
    let gone = end - last.len_utf8()..end;
    let place = site.words.last()?.start..end;
    Some(edit(site.line, &[(gone, "")], place))
}

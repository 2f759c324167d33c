//! Numbers in words, names of months, roman numerals: read only where digits did not answer.

use crate::data::counting::counting;
use crate::data::spelled::{Calendar, NumberWords, calendar, number_words};
use crate::data::words::fold;
use crate::text::{Lang, Span, Word};

/// A number in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spelled {
    /// Where.
    pub span: Span,
    /// What it is worth.
    pub value: u64,
    /// The greatest number that can be read there, not one of its parts.
    pub whole: bool,
    /// Told by a whole form, not by the beginning of a word.
    pub sure: bool,
}

/// One word of a number, or a phrase.
#[derive(Debug, Clone)]
struct Atom {
    span: Span,
    values: Vec<u64>,
    sure: bool,
    /// May be part of a greater number with the atom before it.
    joined: bool,
}

/// How the words of a language make up numbers.
struct Reader<'a> {
    text: &'a str,
    lang: Lang,
    words: &'static NumberWords,
    /// Ten multiplies what stands before it.
    tens: bool,
    /// Words follow each other without spaces.
    open: bool,
}

/// Numbers in words of a passage, each with its parts (twenty-five: 25, 20, 5).
pub fn spelled(text: &str, words: &[Word], within: Span, lang: Lang) -> Vec<Spelled> {
    let reader = Reader {
        text,
        lang,
        words: number_words(lang),
        tens: counting(lang).tens,
        open: lang.is_spaceless(),
    };
    let atoms = if reader.words.is_empty() {
        Vec::new()
    } else if reader.open {
        reader.scan(within)
    } else {
        reader.tokens(words)
    };
    let mut found = Vec::new();
    reader.sums(&atoms, &mut found);
    roman(text, words, &mut found);
    found
}

/// Whether a word of a passage begins with a number of so much, whatever it goes on with: of a
/// length of time (vierjährig, fyraårig, négyéves) other words hold the number.
pub fn begun(text: &str, words: &[Word], lang: Lang, value: u64) -> bool {
    let table = number_words(lang);
    words.iter().any(|word| {
        let token = plain(fold(word.span.of(text)));
        table
            .beginning(&token)
            .is_some_and(|(found, length)| found == value && length < token.len())
    })
}

/// The months that a passage names, 1 to 12, and where.
pub fn months(text: &str, words: &[Word], within: Span, lang: Lang) -> Vec<(Span, u8)> {
    calendar(lang).map_or_else(Vec::new, |calendar| {
        named(text, words, within, lang, &calendar.months, calendar)
    })
}

/// The weekdays that a passage names, 1 (Monday) to 7, and where.
pub fn weekdays(text: &str, words: &[Word], within: Span, lang: Lang) -> Vec<(Span, u8)> {
    calendar(lang).map_or_else(Vec::new, |calendar| {
        named(text, words, within, lang, &calendar.days, calendar)
    })
}

fn named(
    text: &str,
    words: &[Word],
    within: Span,
    lang: Lang,
    names: &[Vec<&'static str>],
    calendar: &Calendar,
) -> Vec<(Span, u8)> {
    let mut found = Vec::new();
    if counting(lang).names_inside {
        let slice = within.of(text);
        let folded;
        // Lower-casing keeps the length of what is written in these languages, or the names are
        // not looked for.
        let slice = if lang.base() == "vi" {
            folded = slice.to_lowercase();
            if folded.len() != slice.len() {
                return found;
            }
            folded.as_str()
        } else {
            slice
        };
        for (index, forms) in names.iter().enumerate() {
            for form in forms.iter().filter(|form| form.chars().count() > 1) {
                let form = form.replace('_', " ");
                for (at, _) in slice.match_indices(&form) {
                    let start = within.start as usize + at;
                    found.push((Span::new(start, start + form.len()), index as u8 + 1));
                }
            }
        }
        found.sort_unstable();
        return found;
    }
    for word in words {
        let token = fold(word.span.of(text));
        if let Some(index) = name_of(&token, names, calendar) {
            found.push((word.span, index));
        }
    }
    found
}

/// Which of the names a word is, also inflected.
fn name_of(token: &str, names: &[Vec<&'static str>], calendar: &Calendar) -> Option<u8> {
    let exact = names
        .iter()
        .position(|forms| forms.contains(&token))
        .map(|index| index as u8 + 1);
    let all = || calendar.months.iter().chain(&calendar.days);
    // mars is no Tuesday because mardi begins alike.
    let other = all().any(|forms| forms.contains(&token));
    if exact.is_some() || other || token.chars().count() < 3 {
        return exact;
    }
    // An abbreviation: the beginning of one name only.
    let begins = |forms: &&Vec<&'static str>| forms.iter().any(|form| form.starts_with(token));
    if all().filter(begins).count() == 1
        && let Some(index) = names.iter().position(|forms| begins(&forms))
    {
        return Some(index as u8 + 1);
    }
    if token.chars().count() < 4 {
        return None;
    }
    // The longest common beginning, if no other name of month or day has as much in common.
    let common = |forms: &Vec<&'static str>| {
        forms
            .iter()
            .filter(|form| {
                form.chars().count() >= 4 || token.starts_with(**form) && !form.is_ascii()
            })
            .filter_map(|form| {
                let shared = form
                    .chars()
                    .zip(token.chars())
                    .take_while(|(a, b)| a == b)
                    .count();
                let (known, letters) = (form.chars().count(), token.chars().count());
                (shared >= 3 && shared + 2 >= known && letters <= shared + 6 && shared * 2 >= known)
                    .then_some(shared)
            })
            .max()
            .unwrap_or(0)
    };
    let (best, index) = names
        .iter()
        .enumerate()
        .map(|(index, forms)| (common(forms), index))
        .max_by_key(|(shared, index)| (*shared, usize::MAX - index))?;
    let rivals = all().filter(|forms| common(forms) >= best).count();
    (best >= 3 && rivals == 1).then_some(index as u8 + 1)
}

impl Reader<'_> {
    /// Words of numbers where words stand apart.
    fn tokens(&self, words: &[Word]) -> Vec<Atom> {
        let mut parts: Vec<(Span, String)> = Vec::new();
        for word in words {
            let slice = word.span.of(self.text);
            let start = word.span.start as usize;
            let mut at = 0;
            for part in slice.split(['-', '‑', '‐', '\u{200c}', '־']) {
                if part.chars().any(char::is_alphabetic) {
                    let span = Span::new(start + at, start + at + part.len());
                    parts.push((span, plain(fold(part))));
                }
                // Every divider but the hyphen of ASCII is three or two bytes.
                at += part.len();
                at += slice[at..].chars().next().map_or(0, char::len_utf8);
            }
        }
        let mut atoms: Vec<Atom> = Vec::new();
        let mut index = 0;
        let mut between = false;
        while index < parts.len() {
            let (length, values, sure) = self.at(&parts, index);
            if values.is_empty() {
                between = self.words.between.contains(&parts[index].1.as_str())
                    && !between
                    && atoms
                        .last()
                        .is_some_and(|atom| self.adjoins(atom.span, parts[index].0));
                if between && let Some(atom) = atoms.last_mut() {
                    // The joiner belongs to the number if a number follows.
                    atom.span = atom.span.cover(parts[index].0);
                }
                index += 1;
                continue;
            }
            let span = parts[index].0.cover(parts[index + length - 1].0);
            let joined = atoms
                .last()
                .is_some_and(|atom| self.adjoins(atom.span, span));
            atoms.push(Atom {
                span,
                values,
                sure,
                joined,
            });
            between = false;
            index += length;
        }
        atoms
    }

    /// Whether nothing but space or hyphen stands between.
    fn adjoins(&self, before: Span, after: Span) -> bool {
        let between = &self.text[before.end as usize..after.start as usize];
        between.len() <= 4
            && between
                .chars()
                .all(|c| c.is_whitespace() || matches!(c, '-' | '‑' | '‐' | '\u{200c}' | '־'))
    }

    /// How many parts from one on are a number word, what it may be worth, and whether it is told
    /// by a whole form.
    fn at(&self, parts: &[(Span, String)], index: usize) -> (usize, Vec<u64>, bool) {
        for length in (2..=self.words.longest.min(parts.len() - index)).rev() {
            let joined = parts[index..index + length]
                .windows(2)
                .all(|two| self.adjoins(two[0].0, two[1].0));
            if !joined {
                continue;
            }
            let phrase: Vec<&str> = parts[index..index + length]
                .iter()
                .map(|(_, part)| part.as_str())
                .collect();
            let values: Vec<u64> = self.words.form(&phrase.join(" ")).collect();
            if !values.is_empty() {
                return (length, values, true);
            }
        }
        let (values, sure) = self.worth(&parts[index].1);
        (1, values, sure)
    }

    /// What a word may be worth.
    fn worth(&self, word: &str) -> (Vec<u64>, bool) {
        let mut values: Vec<u64> = self.words.form(word).collect();
        if !values.is_empty() {
            return (values, true);
        }
        let compound = self.compound(word);
        if let Some((sum, true)) = compound {
            return (vec![sum], true);
        }
        values.extend(compound.map(|(sum, _)| sum));
        self.words.inflected(word, &mut values);
        if !values.is_empty() {
            return (values, false);
        }
        // A conjunction, preposition or article glued to the word.
        for clitic in &counting(self.lang).clitics {
            if let Some(rest) = word
                .strip_prefix(clitic)
                .filter(|rest| rest.chars().count() >= 2)
            {
                values.extend(self.words.form(rest));
                if values.is_empty() {
                    self.words.inflected(rest, &mut values);
                }
            }
        }
        values.sort_unstable();
        values.dedup();
        (values, false)
    }

    /// Words of one number that are glued together, and whether there is nothing else in the word:
    /// zweihundertfünfzig, třicetiletý.
    fn compound(&self, word: &str) -> Option<(u64, bool)> {
        if word.len() < 7 || word.is_ascii() && word.len() < 6 {
            return None;
        }
        let mut values = Vec::new();
        let mut rest = word;
        let mut last = 0;
        while let Some((value, length)) = self.words.beginning(rest) {
            values.push(value);
            if sum(&values, self.tens).is_none() {
                values.pop();
                break;
            }
            last = length;
            rest = &rest[length..];
            let joined = self
                .words
                .between
                .iter()
                .find_map(|word| rest.strip_prefix(*word));
            if let Some(after) = joined.filter(|after| self.words.beginning(after).is_some()) {
                rest = after;
            }
        }
        // What is short may be the beginning of any word.
        let ending = rest.chars().count();
        let told = values.len() > 1 || last >= 7;
        (told && ending <= 14)
            .then(|| sum(&values, self.tens))
            .flatten()
            .map(|sum| (sum, rest.is_empty()))
    }

    /// Words of numbers in a script without spaces.
    fn scan(&self, within: Span) -> Vec<Atom> {
        let slice = within.of(self.text);
        let han = counting(self.lang).han;
        let mut atoms: Vec<Atom> = Vec::new();
        let mut at = 0;
        while let Some(character) = slice[at..].chars().next() {
            let start = within.start as usize + at;
            let longest = slice[at..]
                .char_indices()
                .map(|(offset, c)| offset + c.len_utf8())
                .take_while(|length| *length <= self.words.widest)
                .filter_map(|length| {
                    let values: Vec<u64> = self.words.form(&slice[at..at + length]).collect();
                    (!values.is_empty()).then_some((length, values))
                })
                .last();
            let numeral = super::numbers::han_worth(character).filter(|_| han);
            let (length, values) = match (longest, numeral) {
                (Some(longest), Some(value)) if longest.0 == character.len_utf8() => {
                    let mut values = longest.1;
                    values.insert(0, value);
                    values.dedup();
                    (longest.0, values)
                }
                (Some(longest), _) => longest,
                (None, Some(value)) => (character.len_utf8(), vec![value]),
                (None, None) => {
                    at += character.len_utf8();
                    continue;
                }
            };
            let span = Span::new(start, start + length);
            let joined = atoms.last().is_some_and(|atom| atom.span.end == span.start);
            atoms.push(Atom {
                span,
                values,
                sure: true,
                joined,
            });
            at += length;
        }
        atoms
    }

    /// Every atom by itself and the sums of those that follow each other.
    fn sums(&self, atoms: &[Atom], found: &mut Vec<Spelled>) {
        let mut start = 0;
        while start < atoms.len() {
            let mut values = vec![atoms[start].values[0]];
            let mut end = start + 1;
            let mut total = sum(&values, self.tens);
            while end < atoms.len() && atoms[end].joined {
                values.push(atoms[end].values[0]);
                let Some(next) = sum(&values, self.tens) else {
                    break;
                };
                total = Some(next);
                end += 1;
            }
            let parts = &atoms[start..end];
            // 五六百 is no six hundred.
            let cut = atoms[start].joined;
            if parts.len() > 1
                && let Some(value) = total
            {
                found.push(Spelled {
                    span: parts[0].span.cover(parts[parts.len() - 1].span),
                    value,
                    whole: !cut,
                    sure: parts.iter().all(|atom| atom.sure),
                });
            }
            // yüzde otuz sekiz: what begins like a number may be none.
            if parts.len() > 2
                && !parts[0].sure
                && let Some(value) = sum(&values[1..parts.len()], self.tens)
            {
                found.push(Spelled {
                    span: parts[1].span.cover(parts[parts.len() - 1].span),
                    value,
                    whole: false,
                    sure: false,
                });
            }
            for atom in parts {
                for value in &atom.values {
                    found.push(Spelled {
                        span: atom.span,
                        value: *value,
                        whole: parts.len() == 1 && !cut,
                        sure: atom.sure,
                    });
                }
            }
            // A digit string in words: nineteen ninety-eight.
            start = end;
        }
        for two in atoms.windows(2) {
            let (first, second) = (two[0].values[0], two[1].values[0]);
            if two[1].joined && (10..100).contains(&first) && (10..100).contains(&second) {
                found.push(Spelled {
                    span: two[0].span.cover(two[1].span),
                    value: first * 100 + second,
                    whole: false,
                    sure: false,
                });
            }
        }
    }
}

/// Without soft hyphens, and as Arabic is written without hamza and vowels.
fn plain(word: String) -> String {
    if word.is_ascii() {
        return word;
    }
    crate::data::spelled::bare(&word)
}

/// What number words in their order add up to; `None` if they are no single number.
fn sum(values: &[u64], tens: bool) -> Option<u64> {
    // What the thousands before have made, the hundreds now, and the last thousand's power.
    let (mut total, mut section) = (0u64, 0u64);
    let mut last = u64::MAX;
    let mut seen = false;
    for &value in values {
        let power = value >= 10 && {
            let mut rest = value;
            while rest.is_multiple_of(10) {
                rest /= 10;
            }
            rest == 1
        };
        if power && value >= 1000 {
            if value >= last && section == 0 {
                total = total.checked_mul(value)?;
            } else if value < last {
                total = total.checked_add(section.max(1).checked_mul(value)?)?;
                section = 0;
            } else {
                return None;
            }
            last = value;
        } else if power && (value == 100 || (tens && value == 10)) {
            let low = section % value;
            if low > 0 && low < 10.max(value / 10 * 2) {
                section = section - low + low * value;
            } else if low == 0 && (section == 0 || section > value) {
                section += value;
            } else {
                return None;
            }
        } else {
            let room = if value < 10 {
                10
            } else if value < 100 {
                100
            } else {
                1000
            };
            let goes_on =
                !seen || section == 0 || (section.is_multiple_of(room) && section >= room);
            let inverted = section < 10 && value < 100 && value.is_multiple_of(10);
            if !goes_on && !inverted {
                return None;
            }
            section += value;
        }
        seen = true;
    }
    total.checked_add(section)
}

/// Roman numerals of two letters and more, and the single letters that stand for a century or reign.
fn roman(text: &str, words: &[Word], found: &mut Vec<Spelled>) {
    for word in words {
        let slice = word.span.of(text);
        if slice.len() > 12
            || !slice
                .bytes()
                .next()
                .is_some_and(|byte| b"IVXLCDM".contains(&byte))
        {
            continue;
        }
        let numeral = slice.split(['-', '\'']).next().unwrap_or_default();
        // XIXe, XXth
        let bare = numeral.trim_end_matches(|c: char| c.is_lowercase());
        let numeral = if bare.len() > 1 && numeral.len() - bare.len() <= 3 {
            bare
        } else {
            numeral
        };
        if let Some(value) = roman_value(numeral) {
            found.push(Spelled {
                span: word.span,
                value,
                whole: true,
                sure: false,
            });
        }
    }
}

fn roman_value(numeral: &str) -> Option<u64> {
    let worth = |byte: u8| {
        Some(match byte {
            b'I' => 1,
            b'V' => 5,
            b'X' => 10,
            b'L' => 50,
            b'C' => 100,
            b'D' => 500,
            b'M' => 1000,
            _ => return None,
        })
    };
    let digits: Vec<u64> = numeral.bytes().map(worth).collect::<Option<_>>()?;
    let mut total = 0;
    for (index, digit) in digits.iter().enumerate() {
        match digits.get(index + 1) {
            Some(next) if next > digit => total -= *digit as i64,
            _ => total += *digit as i64,
        }
    }
    u64::try_from(total).ok().filter(|total| *total > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(tag: &str, text: &str) -> Vec<u64> {
        let lang: Lang = tag.parse().expect("a tag");
        let within = Span::new(0, text.len());
        let mut words = Vec::new();
        super::super::words::Words::new(lang).add(text, within, &mut words);
        spelled(text, &words, within, lang)
            .into_iter()
            .filter(|number| number.whole)
            .map(|number| number.value)
            .collect()
    }

    #[test]
    fn sums_of_words() {
        let mut failures = Vec::new();
        for (tag, text, value) in [
            ("en", "two hundred and fifty-six men", 256),
            ("en", "three million dollars", 3_000_000),
            ("en", "the twenty-first time", 21),
            ("en", "World War II", 2),
            ("de", "zweihundertfünfzig Leute", 250),
            ("de", "einundzwanzig", 21),
            ("nl", "tweehonderdvijftig", 250),
            ("fi", "kaksikymmentäviisi", 25),
            ("et", "kakskümmend viis", 25),
            ("et", "kaht miljonit dollarit", 2_000_000),
            ("cs", "sedmatřicetiletá", 37),
            ("cs", "rozpočet dvou miliard", 2_000_000_000),
            ("pl", "czterdziestodwuletni", 42),
            ("pl", "Czterdziestojednoletni", 41),
            ("pl", "pięćdziesięciotrzyletnia", 53),
            ("hr", "Tridesetčetverogodišnjakinja", 34),
            ("it", "trentunenne", 31),
            ("hu", "ötszázötvenen", 550),
            ("hu", "tízezres", 10_000),
            ("ru", "тридцатичетырёхлетний", 34),
            ("ar", "الاربعون", 40),
            ("ar", "الحادي والعشرين", 21),
            ("ar", "مليوني دولار", 2_000_000),
            ("hu", "huszonöt", 25),
            ("it", "duecentocinquanta", 250),
            ("fr", "quatre-vingt-dix-sept personnes", 97),
            ("es", "treinta y cinco mil", 35_000),
            ("pt", "vinte e cinco", 25),
            ("ru", "двадцати пяти", 25),
            ("pl", "dwadzieścia pięć", 25),
            ("ar", "خمسة وعشرون", 25),
            ("he", "עשרים וחמישה", 25),
            ("fa", "بیست و پنج", 25),
            ("hi", "पच्चीस लोग", 25),
            ("vi", "hai mươi lăm", 25),
            ("th", "ยี่สิบห้าคน", 25),
            ("zh", "两人", 2),
            ("ja", "三百二十一", 321),
            ("tr", "yirmi beş", 25),
            ("id", "dua puluh lima", 25),
            ("sw", "ishirini na tano", 25),
            ("el", "είκοσι πέντε", 25),
        ] {
            let found = read(tag, text);
            if !found.contains(&value) {
                failures.push(format!("{tag} {text}: {found:?}"));
            }
        }
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }

    #[test]
    fn months_also_inflected() {
        for (tag, text, month) in [
            ("en", "in Sept. 2018", 9),
            ("tr", "5 Eylül’de", 9),
            ("fi", "syyskuussa", 9),
            ("ru", "в сентябре", 9),
            ("cs", "v září", 9),
            ("zh", "九月", 9),
            ("vi", "Tháng 9", 9),
        ] {
            let lang: Lang = tag.parse().expect("a tag");
            let within = Span::new(0, text.len());
            let mut words = Vec::new();
            super::super::words::Words::new(lang).add(text, within, &mut words);
            let found = months(text, &words, within, lang);
            assert!(
                found.iter().any(|(_, number)| *number == month),
                "{tag} {text} {found:?}"
            );
        }
    }
}

//! Numbers in words, names of months and weekdays.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use super::ByLang;
use crate::text::Lang;

/// Number words of one language.
#[derive(Debug, Default)]
pub struct NumberWords {
    /// Whole forms and what they are worth, sorted; phrases have spaces between their words.
    forms: Vec<(String, u64)>,
    /// Beginnings of words, sorted.
    stems: Vec<(String, u64)>,
    /// Ends of words.
    ends: Vec<(&'static str, u64)>,
    /// What may stand between two words of one number.
    pub between: Vec<&'static str>,
    /// What may be glued to the next word of a number.
    pub glued: Vec<&'static str>,
    /// Words in the longest phrase.
    pub longest: usize,
    /// Bytes of the longest form.
    pub widest: usize,
}

impl NumberWords {
    fn add(&mut self, row: &[&'static str]) {
        let mut cells = row.iter();
        let between = cells.next().copied().unwrap_or("-");
        for word in between.split(' ').filter(|word| *word != "-") {
            match word.strip_prefix('+') {
                Some(word) => self.glued.push(word),
                None => self.between.push(word),
            }
        }
        for cell in cells {
            let mut words = cell.split(' ');
            let Some(Ok(value)) = words.next().map(str::parse) else {
                continue;
            };
            for word in words {
                if let Some(stem) = word.strip_suffix('*') {
                    self.stems.push((bare(stem), value));
                } else if let Some(end) = word.strip_prefix('*') {
                    self.ends.push((end, value));
                } else {
                    let form = bare(&super::words::fold(&word.replace('_', " ")));
                    self.longest = self.longest.max(form.split(' ').count());
                    self.widest = self.widest.max(form.len());
                    self.forms.push((form, value));
                }
            }
        }
    }

    /// Words that multiply digits are numbers of their own: dvou miliard.
    fn add_scales(&mut self, row: &[&'static str]) {
        for cell in row {
            let mut words = cell.split(' ');
            let power = words.next().and_then(|power| power.parse::<u32>().ok());
            let Some(value) = power
                .filter(|power| *power > 2)
                .and_then(|p| 10u64.checked_pow(p))
            else {
                continue;
            };
            for word in words.filter(|word| !word.starts_with(['+', '?'])) {
                let stem = word.strip_suffix('*');
                let form = bare(&super::words::fold(&stem.unwrap_or(word).replace('_', " ")));
                if form.chars().count() < 4 {
                    continue;
                }
                if stem.is_some() {
                    self.stems.push((form.clone(), value));
                }
                self.longest = self.longest.max(form.split(' ').count());
                self.widest = self.widest.max(form.len());
                self.forms.push((form, value));
            }
        }
    }

    fn sort(&mut self) {
        self.forms.sort();
        self.forms.dedup();
        self.stems.sort();
        self.stems.dedup();
        self.between.dedup();
        self.glued.dedup();
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// What a folded form is worth; a few forms are worth two things.
    pub fn form(&self, form: &str) -> impl Iterator<Item = u64> + '_ {
        let start = self
            .forms
            .partition_point(|(other, _)| other.as_str() < form);
        let form = form.to_owned();
        self.forms[start..]
            .iter()
            .take_while(move |(other, _)| *other == form)
            .map(|(_, value)| *value)
    }

    /// The longest form or stem of three letters and more that a folded word begins with, what it
    /// is worth, and its bytes.
    pub fn beginning(&self, word: &str) -> Option<(u64, usize)> {
        let form = word
            .char_indices()
            .map(|(at, letter)| at + letter.len_utf8())
            .take_while(|end| *end <= self.widest)
            .skip(1)
            .filter_map(|end| Some((self.form(&word[..end]).next()?, end)))
            .last();
        let stem = self
            .stems
            .iter()
            .filter(|(stem, _)| word.starts_with(stem.as_str()) && stem.chars().count() > 2)
            .map(|(stem, value)| (*value, stem.len()))
            .max_by_key(|(_, length)| *length);
        match (form, stem) {
            (Some(form), Some(stem)) if stem.1 > form.1 => Some(stem),
            (None, stem) => stem,
            (form, _) => form,
        }
    }

    /// What a folded word is worth by its beginning or end. A short stem takes short endings only.
    pub fn inflected(&self, word: &str, values: &mut Vec<u64>) {
        let letters = word.chars().count();
        let fits = |part: &str| {
            let known = part.chars().count();
            let endings = if known < 3 {
                2
            } else {
                known.min(6) + known / 6 * 3
            };
            letters <= known + endings
        };
        let stem = |(stem, value): &(String, u64)| {
            (word.starts_with(stem.as_str()) && fits(stem)).then_some((stem.len(), *value))
        };
        let longest = self
            .stems
            .iter()
            .filter_map(stem)
            .map(|(length, _)| length)
            .max();
        values.extend(
            self.stems
                .iter()
                .filter_map(stem)
                .filter(|(length, _)| Some(*length) == longest)
                .map(|(_, value)| value),
        );
        values.extend(
            self.ends
                .iter()
                .filter(|(end, _)| word.ends_with(end))
                .map(|(_, value)| *value),
        );
    }
}

/// Without soft hyphens; Arabic letters without hamza, vowels and what else writers leave out.
pub fn bare(word: &str) -> String {
    word.chars()
        .filter(|c| !matches!(c, '\u{ad}' | '\u{64b}'..='\u{652}' | '\u{640}'))
        .map(|c| match c {
            'أ' | 'إ' | 'آ' => 'ا',
            'ى' => 'ي',
            'ي' | 'ی' => 'ي',
            'ك' | 'ک' => 'ك',
            _ => c,
        })
        .collect()
}

/// Number words of a language, made ready when first asked for.
pub fn number_words(lang: Lang) -> &'static NumberWords {
    type Rows = Vec<Vec<&'static str>>;
    static TABLES: OnceLock<[ByLang<Vec<&'static str>>; 3]> = OnceLock::new();
    static READY: OnceLock<ByLang<OnceLock<NumberWords>>> = OnceLock::new();
    static NONE: OnceLock<NumberWords> = OnceLock::new();
    let tables = TABLES.get_or_init(|| {
        [
            include_str!("spelled-numbers.tsv"),
            include_str!("spelled-more.tsv"),
            include_str!("scale-words.tsv"),
        ]
        .map(|table| ByLang::new(table, <[_]>::to_vec))
    });
    let ready = READY.get_or_init(|| {
        let langs = tables[..2].iter().flat_map(ByLang::iter);
        ByLang::from_rows(langs.map(|(lang, _)| (lang, OnceLock::new())))
    });
    let Some(slot) = ready.get(lang) else {
        return NONE.get_or_init(NumberWords::default);
    };
    slot.get_or_init(|| {
        let mut words = NumberWords::default();
        let rows: Rows = tables[..2]
            .iter()
            .filter_map(|table| table.get(lang).cloned())
            .collect();
        for row in &rows {
            words.add(row);
        }
        if let Some(row) = tables[2].get(lang) {
            words.add_scales(row);
        }
        words.sort();
        words
    })
}

/// Names of months and weekdays of a language, folded.
#[derive(Debug, Default)]
pub struct Calendar {
    /// Names of each month, January first.
    pub months: Vec<Vec<&'static str>>,
    /// Names of each weekday, Monday first.
    pub days: Vec<Vec<&'static str>>,
}

/// Names of months and weekdays.
pub fn calendar(lang: Lang) -> Option<&'static Calendar> {
    static TABLE: OnceLock<ByLang<Calendar>> = OnceLock::new();
    TABLE
        .get_or_init(|| {
            ByLang::new(include_str!("calendar.tsv"), |row| {
                let names = |cell: &&'static str| -> Vec<&'static str> {
                    cell.split(' ').filter(|name| *name != "-").collect()
                };
                let split = row.len().min(12);
                Calendar {
                    months: row[..split].iter().map(names).collect(),
                    days: row[split..].iter().map(names).collect(),
                }
            })
        })
        .get(lang)
}

/// Years of an era of a language's own.
#[derive(Debug)]
pub struct Era {
    /// The years of the era that are written.
    pub years: RangeInclusive<u64>,
    /// What may have to be added for a year of the common era.
    pub shifts: Vec<i64>,
}

/// The era of a language's own, if it has one.
pub fn era(lang: Lang) -> Option<&'static Era> {
    static TABLE: OnceLock<ByLang<Era>> = OnceLock::new();
    TABLE
        .get_or_init(|| {
            ByLang::new(include_str!("eras.tsv"), |row| {
                let year = |index: usize| row.get(index).and_then(|cell| cell.parse().ok());
                Era {
                    years: year(0).unwrap_or(0)..=year(1).unwrap_or(0),
                    shifts: row.get(2).map_or_else(Vec::new, |cell| {
                        cell.split(' ')
                            .filter_map(|shift| shift.parse().ok())
                            .collect()
                    }),
                }
            })
        })
        .get(lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worth(tag: &str, form: &str) -> Vec<u64> {
        let words = number_words(tag.parse().expect("a tag"));
        let mut values: Vec<u64> = words.form(form).collect();
        if values.is_empty() {
            words.inflected(form, &mut values);
        }
        values
    }

    #[test]
    fn forms_of_many_languages() {
        for (tag, form, value) in [
            ("en", "twelve", 12),
            ("de", "einundzwanzigste", 21),
            ("fr", "soixante dix", 70),
            ("ru", "двенадцатого", 12),
            ("bn", "পাঁচজন", 5),
            ("hi", "उनतीस", 29),
            ("zu", "ezintathu", 3),
            ("sl", "petindvajsetih", 25),
        ] {
            assert!(
                worth(tag, form).contains(&value),
                "{tag} {form}: {:?}",
                worth(tag, form)
            );
        }
        assert!(number_words(Lang::UNKNOWN).is_empty());
    }

    #[test]
    fn months_and_days() {
        let calendar = calendar("pl".parse().expect("a tag")).expect("a row");
        assert!(calendar.months[0].contains(&"stycznia"));
        assert!(calendar.days[6].contains(&"niedziela"));
    }
}

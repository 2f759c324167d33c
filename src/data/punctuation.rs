//! Marks other than quotation marks: what they mean in any script, and what languages do with them.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::OnceLock;

use super::{ByLang, rows};
use crate::text::Lang;

/// What a mark at the end of a sentence says, whatever its glyph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sense {
    /// `.` `。` `।` `۔` `։` `።`
    Stop,
    /// `?` `？` `؟`, and `;` in Greek
    Question,
    /// `!` `！`
    Exclamation,
    /// `…` `...`
    Ellipsis,
    /// `:` `：`
    Colon,
    /// `;` `；` `؛`
    Semicolon,
    /// `,` `，` `、` `،`
    Comma,
}

impl Sense {
    /// As a message has it.
    pub fn name(self) -> &'static str {
        match self {
            Sense::Stop => "full stop",
            Sense::Question => "question mark",
            Sense::Exclamation => "exclamation mark",
            Sense::Ellipsis => "ellipsis",
            Sense::Colon => "colon",
            Sense::Semicolon => "semicolon",
            Sense::Comma => "comma",
        }
    }

    /// What a mark says in a language; `None` if it is no mark of these kinds.
    pub fn of(mark: char, lang: Lang) -> Option<Sense> {
        Some(match mark {
            ';' | '\u{37e}' if lang.base() == "el" => Sense::Question,
            ':' if lang.base() == "hy" => Sense::Stop,
            '.' | '。' | '｡' | '．' | '।' | '॥' | '۔' | '։' | '።' | '။' | '។' | '៕' | '།' | '᠃'
            | '᙮' | '᱾' | '꘎' | '𑗂' => Sense::Stop,
            '?' | '？' | '؟' | '⁇' | '⸮' | '፧' | '՞' | '﹖' => Sense::Question,
            '!' | '！' | '‼' | '՜' | '﹗' => Sense::Exclamation,
            '⁈' | '⁉' => Sense::Question,
            '…' | '⋯' | '‥' => Sense::Ellipsis,
            ':' | '：' | '፦' | '﹕' => Sense::Colon,
            ';' | '；' | '؛' | '፤' => Sense::Semicolon,
            ',' | '，' | '、' | '､' | '،' | '፣' | '၊' | '᠂' => Sense::Comma,
            _ => return None,
        })
    }
}

/// Whether a sentence of running text ends with a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It does.
    Strict,
    /// It does, and writers often leave it out.
    Loose,
    /// There is no such mark, or nothing is known.
    None,
}

/// What a language does with its marks.
#[derive(Debug)]
pub struct Customs {
    /// Whether sentences end with a mark.
    pub end: End,
    /// Marks with a space before them; `None` where nothing is said of spaces.
    space: Option<&'static str>,
    /// Marks of other scripts and what the language has instead.
    own: Vec<(char, char)>,
}

/// Of a language of which nothing is known.
static UNKNOWN: Customs = Customs {
    end: End::None,
    space: None,
    own: Vec::new(),
};

thread_local! {
    /// A text asks for its one language again and again.
    static LAST: Cell<(Lang, &'static Customs)> = const { Cell::new((Lang::UNKNOWN, &UNKNOWN)) };
}

impl Customs {
    /// What is known of a language, or else of its script.
    pub fn of(lang: Lang) -> &'static Customs {
        let (last, customs) = LAST.get();
        if last == lang {
            return customs;
        }
        let customs = Customs::look_up(lang);
        LAST.set((lang, customs));
        customs
    }

    fn look_up(lang: Lang) -> &'static Customs {
        type Tables = (ByLang<Customs>, HashMap<&'static str, Customs>);
        static TABLES: OnceLock<Tables> = OnceLock::new();
        let (languages, scripts) = TABLES.get_or_init(|| {
            let table = include_str!("punctuation.tsv");
            let is_script = |row: &Vec<&str>| row[0].starts_with(|c: char| c.is_ascii_uppercase());
            let languages = rows(table)
                .filter(|row| !is_script(row))
                .map(|row| (row[0].parse().unwrap_or(Lang::UNKNOWN), Customs::new(&row)));
            let scripts = rows(table)
                .filter(is_script)
                .map(|row| (row[0], Customs::new(&row)));
            (ByLang::from_rows(languages), scripts.collect())
        });
        let of_script = || scripts.get(lang.script()?.as_str());
        languages.get(lang).or_else(of_script).unwrap_or(&UNKNOWN)
    }

    fn new(row: &[&'static str]) -> Self {
        let pair = |pair: &str| {
            let mut marks = pair.chars();
            Some((marks.next()?, marks.next()?))
        };
        Customs {
            end: match row[1] {
                "strict" => End::Strict,
                "loose" => End::Loose,
                _ => End::None,
            },
            space: match row[2] {
                "*" => None,
                "-" => Some(""),
                marks => Some(marks),
            },
            own: row[3].split(' ').filter_map(pair).collect(),
        }
    }

    /// Whether something is said of spaces before marks.
    pub fn knows_spaces(&self) -> bool {
        self.space.is_some()
    }

    /// Whether a mark has a space before it by custom, or may have one for all that is known.
    pub fn may_space(&self, mark: char) -> bool {
        self.space.is_none_or(|marks| marks.contains(mark))
    }

    /// Whether a mark has a space before it by custom.
    pub fn spaces(&self, mark: char) -> bool {
        self.space.is_some_and(|marks| marks.contains(mark))
    }

    /// Whether any mark has a space before it by custom.
    pub fn spaces_some(&self) -> bool {
        self.space.is_some_and(|marks| !marks.is_empty())
    }

    /// What the language has instead of a mark of another script.
    pub fn own(&self, mark: char) -> Option<char> {
        let pair = self.own.iter().find(|(other, _)| *other == mark);
        pair.map(|(_, own)| *own)
    }

    /// Whether the language has marks of its own instead of some of other scripts.
    pub fn has_own(&self) -> bool {
        !self.own.is_empty()
    }

    /// The mark of a sense in the language: `。` for a stop in Chinese.
    pub fn mark(&self, sense: Sense) -> char {
        let usual = match sense {
            Sense::Stop => '.',
            Sense::Question => '?',
            Sense::Exclamation => '!',
            Sense::Ellipsis => '…',
            Sense::Colon => ':',
            Sense::Semicolon => ';',
            Sense::Comma => ',',
        };
        match self.own(usual) {
            Some(own) => own,
            None if sense == Sense::Stop => self.own('|').unwrap_or(usual),
            None => usual,
        }
    }
}

/// Scripts (ISO 15924) whose texts have a mark, where it betrays the text that it comes from.
pub fn scripts_of(mark: char) -> Option<&'static [&'static str]> {
    Some(match mark {
        '،' | '؛' | '؟' | '۔' => &["Arab", "Thaa", "Syrc", "Nkoo", "Rohg", "Aran"],
        '。' | '，' | '、' | '？' | '！' | '；' | '：' => &[
            "Hans", "Hant", "Hani", "Jpan", "Hira", "Kana", "Kore", "Hang", "Bopo", "Yiii",
        ],
        '।' | '॥' => &[
            "Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym", "Sinh", "Mtei",
            "Olck", "Sylo", "Tirh",
        ],
        '։' => &["Armn"],
        '።' | '፣' | '፤' => &["Ethi"],
        '။' | '၊' => &["Mymr"],
        '។' => &["Khmr"],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn customs(tag: &str) -> &'static Customs {
        Customs::of(tag.parse().expect("a tag"))
    }

    #[test]
    fn languages_have_customs_of_their_own_or_of_their_script() {
        assert!(customs("fr").spaces('?') && !customs("fr-CA").spaces('?'));
        assert!(customs("fr-BE").spaces(';') && !customs("de").may_space(';'));
        assert_eq!(customs("zh-TW").mark(Sense::Stop), '。');
        assert_eq!(customs("hi").mark(Sense::Stop), '।');
        assert_eq!(customs("ur").mark(Sense::Stop), '۔');
        assert_eq!(customs("el").mark(Sense::Question), ';');
        assert_eq!(customs("mk").end, End::Strict);
        assert_eq!(customs("th").end, End::None);
        assert_eq!(customs("und").end, End::None);
        assert!(customs("hr").knows_spaces() && !customs("he").may_space(','));
    }

    #[test]
    fn a_glyph_has_another_sense_elsewhere() {
        let sense = |mark, tag: &str| Sense::of(mark, tag.parse().expect("a tag"));
        assert_eq!(sense(';', "el"), Some(Sense::Question));
        assert_eq!(sense(';', "en"), Some(Sense::Semicolon));
        assert_eq!(sense(':', "hy"), Some(Sense::Stop));
        assert_eq!(sense('x', "en"), None);
    }
}

use std::cell::RefCell;
use std::fmt;
use std::str::FromStr;

use icu_locale::subtags::{Language, Region, Script, language};
use icu_locale::{LanguageIdentifier, Locale, LocaleCanonicalizer, LocaleExpander};

use super::Error;

/// A language with, where it is known, script and region (BCP 47).
///
/// Tags are made canonical with CLDR's aliases, so that ISO 639-3 codes, individual languages of
/// a macrolanguage and legacy tags mean one thing: `cmn-Hans` is `zh-Hans`, `zsm` is `ms`,
/// `nob` is `nb`, `pes` is `fa`, `arb` is `ar`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang {
    language: Language,
    script: Option<Script>,
    region: Option<Region>,
}

/// Likely scripts that a thread remembers.
const MOST_KNOWN: usize = 8;

thread_local! {
    static LIKELY: RefCell<Vec<(Lang, Option<Script>)>> = const { RefCell::new(Vec::new()) };
}

impl Default for Lang {
    fn default() -> Self {
        Lang::UNKNOWN
    }
}

impl Lang {
    /// `und`: nothing is known.
    pub const UNKNOWN: Lang = Lang {
        language: Language::UNKNOWN,
        script: None,
        region: None,
    };

    /// Whether nothing is known of the language.
    pub fn is_unknown(self) -> bool {
        self.language.is_unknown()
    }

    /// The language subtag: `zh` of `zh-Hant-TW`.
    pub fn base(&self) -> &str {
        self.language.as_str()
    }

    /// Without script and region.
    pub fn bare(self) -> Lang {
        Lang {
            language: self.language,
            ..Lang::UNKNOWN
        }
    }

    /// The script subtag that is given or likely: `Hant` for `zh-TW`, `Cyrl` for `sr`.
    pub fn script(self) -> Option<Script> {
        if self.script.is_some() || self.is_unknown() {
            return self.script;
        }
        // Tables are looked up by it again and again, for one or two languages.
        LIKELY.with_borrow_mut(|known| {
            if let Some((_, script)) = known.iter().find(|(lang, _)| *lang == self) {
                return *script;
            }
            let mut id = LanguageIdentifier::from((self.language, None, self.region));
            LocaleExpander::new_extended().maximize(&mut id);
            if known.len() >= MOST_KNOWN {
                known.clear();
            }
            known.push((self, id.script));
            id.script
        })
    }

    /// What to look for in a table by language, the most exact first: `zh-Hant-HK`, `zh-HK`,
    /// `zh-Hant`, `zh`. The script is given even where the tag leaves it out.
    pub fn fallbacks(self) -> impl Iterator<Item = Lang> {
        let full = Lang {
            script: self.script(),
            ..self
        };
        let without = |lang: Lang, script: bool, region: bool| Lang {
            script: lang.script.filter(|_| !script),
            region: lang.region.filter(|_| !region),
            ..lang
        };
        let region = self.region.is_some();
        [
            region.then_some(full),
            region.then_some(without(full, true, false)),
            Some(without(full, false, true)),
            Some(without(full, true, true)),
        ]
        .into_iter()
        .flatten()
    }

    /// Whether the language is written without spaces between words.
    pub fn is_spaceless(self) -> bool {
        matches!(self.base(), "zh" | "yue" | "ja" | "th" | "lo" | "km" | "my")
    }

    /// Whether both are the same language, whatever the region.
    pub fn same_language(self, other: Lang) -> bool {
        self.language == other.language
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.language)?;
        if let Some(script) = self.script {
            write!(f, "-{script}")?;
        }
        if let Some(region) = self.region {
            write!(f, "-{region}")?;
        }
        Ok(())
    }
}

impl FromStr for Lang {
    type Err = Error;

    fn from_str(tag: &str) -> Result<Self, Error> {
        let mut locale = tag
            .replace('_', "-")
            .parse::<Locale>()
            .map_err(|_| Error::Usage(format!("`{tag}` is not a language tag (BCP 47)")))?;
        LocaleCanonicalizer::new_extended().canonicalize(&mut locale);
        let id = locale.id;
        // CLDR keeps the macrolanguage; what is written under it is Bokmål.
        let language = if id.language == language!("no") {
            language!("nb")
        } else {
            id.language
        };
        Ok(Lang {
            language,
            script: id.script,
            region: id.region,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_corpora_resolve() {
        for (tag, canonical) in [
            ("en", "en"),
            ("deu", "de"),
            ("cmn-Hans", "zh-Hans"),
            ("cmn_Hant", "zh-Hant"),
            ("zho-CN", "zh-CN"),
            ("srp-Cyrl", "sr-Cyrl"),
            ("zsm", "ms"),
            ("msa", "ms"),
            ("nob", "nb"),
            ("no", "nb"),
            ("pes", "fa"),
            ("fas", "fa"),
            ("arb", "ar"),
            ("iw", "he"),
            ("swh", "sw"),
            ("pt-BR", "pt-BR"),
        ] {
            let lang: Lang = tag.parse().expect("a tag");
            assert_eq!(lang.to_string(), canonical, "{tag}");
        }
    }

    #[test]
    fn fallbacks_name_the_likely_script() {
        let names = |tag: &str| -> Vec<String> {
            let lang: Lang = tag.parse().expect("a tag");
            lang.fallbacks().map(|lang| lang.to_string()).collect()
        };
        assert_eq!(names("zh-TW"), ["zh-Hant-TW", "zh-TW", "zh-Hant", "zh"]);
        assert_eq!(names("sr"), ["sr-Cyrl", "sr"]);
    }

    #[test]
    fn nonsense_is_refused() {
        assert!("not a tag".parse::<Lang>().is_err());
    }
}

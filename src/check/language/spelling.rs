//! What the trigrams of whatlang say of a text: a second opinion where words are not known.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use whatlang::Detector;

use crate::text::Lang;

/// The languages that whatlang knows.
static KNOWN: LazyLock<BTreeMap<Lang, whatlang::Lang>> = LazyLock::new(|| {
    let langs = whatlang::Lang::all().iter();
    langs
        .filter_map(|lang| Some((lang.code().parse::<Lang>().ok()?.bare(), *lang)))
        .collect()
});

/// The language that a text looks like, and whether no other comes near.
pub fn looks_like(text: &str) -> Option<(Lang, bool)> {
    let info = whatlang::detect(text)?;
    // What looks like one of these is mostly something else.
    if matches!(info.lang(), whatlang::Lang::Lat | whatlang::Lang::Epo) {
        return None;
    }
    let lang = KNOWN.iter().find(|(_, known)| **known == info.lang())?.0;
    Some((*lang, info.is_reliable()))
}

/// Whether whatlang knows a language.
pub fn is_known(lang: Lang) -> bool {
    KNOWN.contains_key(&lang.bare())
}

/// Whether a text looks rather like one language than like another.
pub fn leans(text: &str, to: Lang, from: Lang) -> bool {
    let (Some(to), Some(from)) = (KNOWN.get(&to.bare()), KNOWN.get(&from.bare())) else {
        return false;
    };
    Detector::with_allowlist(vec![*to, *from])
        .detect(text)
        .is_some_and(|info| info.lang() == *to)
}

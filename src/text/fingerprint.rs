use std::collections::HashMap;
use std::fmt;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::{Bitext, Finding, Span};

/// Names a finding by what it says of which words, so that it is known again after the text
/// around it has moved: `v1:` and 16 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Fingerprint(u64);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v1:{:016x}", self.0)
    }
}

/// Everything that a fingerprint is made from but the ordinal.
#[derive(Debug, Clone)]
pub struct Likeness(Sha256);

/// Numbers like findings of one input in text order.
#[derive(Debug, Default)]
pub struct Ordinals {
    seen: HashMap<u64, u64>,
}

impl Ordinals {
    /// The fingerprint of the next finding in text order.
    pub fn fingerprint(&mut self, likeness: Likeness) -> Fingerprint {
        let Likeness(digest) = likeness;
        let ordinal = self.seen.entry(head(digest.clone())).or_default();
        let mut digest = digest;
        field(&mut digest, &ordinal.to_string());
        *ordinal += 1;
        Fingerprint(head(digest))
    }
}

impl Finding {
    /// SHA-256 over fields that each end in a NUL byte: the code; the marked texts of the source,
    /// then an empty field; those of the target, then an empty field; the whole text of the
    /// segment of the first target span, or of the first source span if there is none. The ordinal
    /// (from 0, in decimal) comes last. Texts are in NFC with every run of white space made one
    /// space.
    pub fn likeness(&self, bitext: &Bitext) -> Likeness {
        let mut digest = Sha256::new();
        field(&mut digest, self.code);
        let source = bitext.source.as_ref();
        let sides = [(source, &self.source), (Some(&bitext.target), &self.target)];
        let mut segment = "";
        for (side, spans) in sides {
            if let (Some(side), Some(first)) = (side, spans.first()) {
                for span in spans {
                    field(&mut digest, side.document.slice(*span));
                }
                let at = side.segment_at(first.start);
                let whole = at.map_or(Span::default(), |index| side.segments[index].span);
                segment = side.document.slice(whole);
            }
            field(&mut digest, "");
        }
        field(&mut digest, segment);
        Likeness(digest)
    }
}

fn field(digest: &mut Sha256, text: &str) {
    let mut space = false;
    let mut utf8 = [0; 4];
    for character in text.nfc() {
        let white = character.is_whitespace();
        if white && space {
            continue;
        }
        space = white;
        let character = if white { ' ' } else { character };
        digest.update(character.encode_utf8(&mut utf8));
    }
    digest.update([0]);
}

fn head(digest: Sha256) -> u64 {
    let bytes = digest.finalize();
    bytes[..8]
        .iter()
        .fold(0, |head, byte| head << 8 | u64::from(*byte))
}

//! The one split of the NTREX documents: what may be learnt from and what only counts.

use clap::ValueEnum;

/// A part of the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Part {
    /// Two thirds, whose findings may be read and learnt from.
    Look,
    /// One third, of which commands print totals only.
    Count,
}

impl Part {
    /// The part of a document, by the FNV-1a hash (64 bits) of its name.
    pub fn of(document: &str) -> Part {
        if hash(document.as_bytes()).is_multiple_of(3) {
            Part::Count
        } else {
            Part::Look
        }
    }

    /// Lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Part::Look => "look",
            Part::Count => "count",
        }
    }
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo): the same on every machine and in every version.
pub fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

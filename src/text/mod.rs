//! The vocabulary that every stage shares. It imports nothing of the other stages.

mod agreement;
mod checked;
mod document;
mod error;
mod finding;
mod fingerprint;
mod lang;
mod notes;
mod wishes;

pub use agreement::{Agreement, Link, Matches, Measures};
pub use checked::{Checked, Estimate, Head, Matched, Named, Part, Score, Sum, WHOLE};
pub use document::{
    Bead, Bitext, Block, Casing, Document, Evidence, Extent, Field, Gap, Origin, Piece, Place,
    Role, Row, Segment, Side, Span,
};
pub use error::Error;
pub use finding::{Category, Confidence, Edit, Finding, Severity};
pub use fingerprint::{Fingerprint, Likeness, Ordinals};
pub use lang::Lang;
pub use notes::{
    Attribution, Fit, Mark, MarkRole, Markup, MarkupKind, Name, Notes, Number, NumberKind,
    Quotation, Reach, Shape, Side as AttributionSide, Value, Word,
};
pub use wishes::{Concept, Term, TermEntry, TermIndex, TermSide, TermStatus, WishIndex, Wishes};

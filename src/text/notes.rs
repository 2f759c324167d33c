//! What annotation finds in a segment. Spans are in the document's text.

use super::Span;

/// What is in one segment, found once and shared by alignment, checks and score.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Notes {
    /// In text order.
    pub words: Vec<Word>,
    /// Every quotation mark, apostrophe and prime that starts in the segment, in text order.
    pub marks: Vec<Mark>,
    /// The quotations that open in the segment (or, unopened, close in it), in text order.
    /// They may end in a later segment.
    pub quotations: Vec<Quotation>,
    /// In text order.
    pub numbers: Vec<Number>,
    /// In text order.
    pub names: Vec<Name>,
    /// In text order.
    pub markup: Vec<Markup>,
}

/// A word: letters, digits and marks; in scripts without spaces as a dictionary divides them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Where.
    pub span: Span,
    /// How it is written.
    pub shape: Shape,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// word
    Lower,
    /// Word, and one-letter capitals
    Capital,
    /// WORD, of two letters and more
    Upper,
    /// iPhone, McDonald, 5G
    Mixed,
    /// Of a script without case
    Caseless,
    /// 42
    Digits,
}

/// A glyph that can be a quotation mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Where.
    pub span: Span,
    /// What it was resolved to.
    pub role: MarkRole,
}

/// What a glyph that can be a quotation mark is in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MarkRole {
    /// Opens a quotation.
    Open,
    /// Closes a quotation.
    Close,
    /// An apostrophe, a prime, a gershayim: no quotation mark.
    Letter,
    /// A mark that neither opens nor closes anything.
    Stray,
}

/// Words in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotation {
    /// The opening mark.
    pub open: Option<Span>,
    /// The closing mark.
    pub close: Option<Span>,
    /// What stands between the marks, without the white space next to them. Reaches to the end
    /// (or from the start) of the block where a mark is missing.
    pub inner: Span,
    /// 0 outermost.
    pub level: u8,
    /// How the pair of marks stands to the language.
    pub fit: Fit,
    /// Whether both marks are there, and if not, whether that is right.
    pub reach: Reach,
    /// Who says it, where the clause around it tells.
    pub attribution: Option<Attribution>,
}

impl Quotation {
    /// From the opening mark to the closing mark, both included.
    pub fn outer(&self) -> Span {
        let start = self.open.map_or(self.inner.start, |open| open.start);
        let end = self.close.map_or(self.inner.end, |close| close.end);
        Span {
            start: start.min(end),
            end,
        }
    }
}

/// How a pair of marks stands to the language of its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fit {
    /// The language's own first marks.
    Primary,
    /// The language's marks for a quotation inside a quotation.
    Alternate,
    /// Accepted in the language's press or on its keyboards.
    Accepted,
    /// A well-formed pair of another language.
    Foreign,
    /// Two marks that no language pairs.
    Mismatched,
    /// One mark is missing, so there is no pair to judge.
    Single,
}

/// Whether both marks of a quotation are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Both marks stand in one block.
    Closed,
    /// The quotation goes on over blocks: each opens with a mark again, or the closing mark comes
    /// in a later block.
    Continued,
    /// No closing mark.
    Unclosed,
    /// No opening mark.
    Unopened,
}

/// Who says a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribution {
    /// The verb of saying or naming.
    pub verb: Span,
    /// The name or title nearest to the verb.
    pub speaker: Option<Span>,
    /// On which side of the quotation the verb stands.
    pub side: Side,
    /// The verb gives a label to somebody ("called him a “liar”") rather than speech.
    pub naming: bool,
}

/// Before or after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Before the quotation.
    Before,
    /// After the quotation.
    After,
}

/// A number with what it is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// Digits, separators, sign and scale word.
    pub span: Span,
    /// The likelier reading.
    pub value: Value,
    /// The other reading, where the separator could be either: 1.234 is 1234 or 1 + 234/1000.
    pub other: Option<Value>,
    /// What it counts, as far as the form tells.
    pub kind: NumberKind,
}

/// `mantissa × 10^exponent`, exact, without trailing zeros in the mantissa.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value {
    /// Without trailing decimal zeros.
    pub mantissa: u64,
    /// Power of ten.
    pub exponent: i16,
    /// Below zero.
    pub negative: bool,
}

impl Value {
    /// `mantissa × 10^exponent`, not below zero.
    pub fn new(mantissa: u64, exponent: i16) -> Self {
        let mut value = Value {
            mantissa,
            exponent,
            negative: false,
        };
        if mantissa == 0 {
            value.exponent = 0;
        }
        while value.mantissa != 0 && value.mantissa.is_multiple_of(10) {
            value.mantissa /= 10;
            value.exponent += 1;
        }
        value
    }

    /// Ten to this power times as much.
    pub fn scaled(self, power: i16) -> Self {
        Value {
            exponent: if self.mantissa == 0 {
                0
            } else {
                self.exponent.saturating_add(power)
            },
            ..self
        }
    }

    /// The sum of two magnitudes with the sign of the first, where it fits.
    pub fn plus(self, other: Value) -> Option<Self> {
        let exponent = self.exponent.min(other.exponent);
        let units = |value: Value| {
            let power = u32::try_from(value.exponent - exponent).ok()?;
            value.mantissa.checked_mul(10u64.checked_pow(power)?)
        };
        let sum = units(self)?.checked_add(units(other)?)?;
        Some(Value {
            negative: self.negative,
            ..Value::new(sum, exponent)
        })
    }

    /// As a whole number, if it is one that fits and is not below zero.
    pub fn integer(self) -> Option<u64> {
        let power = u32::try_from(self.exponent).ok()?;
        if self.negative {
            return None;
        }
        self.mantissa.checked_mul(10u64.checked_pow(power)?)
    }
}

/// What a number's form says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberKind {
    /// A plain count or measure.
    Plain,
    /// With a percent sign or word.
    Percent,
    /// 4th, 4., №
    Ordinal,
    /// A clock time.
    Time,
    /// A year or a date in digits.
    Date,
    /// Digits that are a label: a telephone number, a code, a version.
    Code,
}

/// A run of words that looks like a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// Where.
    pub span: Span,
    /// Words in it.
    pub words: u8,
}

/// Something that is not language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Markup {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: MarkupKind,
}

/// What a piece of markup is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MarkupKind {
    /// `<b>`, `</b>`, `<br/>`
    Tag,
    /// `%s`, `{name}`, `{{ name }}`, `$1`
    Placeholder,
    /// A web address.
    Url,
    /// A mail address.
    Email,
    /// `&amp;`
    Entity,
    /// `@name`, `#topic`
    Handle,
}

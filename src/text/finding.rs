use super::Span;

/// How bad a fault is, as in MQM (Multidimensional Quality Metrics).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing, no fault of the translation.
    Neutral,
    /// Noticed, does not mislead.
    Minor,
    /// Misleads or hinders reading.
    Major,
    /// Must not be printed.
    Critical,
}

impl Severity {
    /// Lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Neutral => "neutral",
            Severity::Minor => "minor",
            Severity::Major => "major",
            Severity::Critical => "critical",
        }
    }
}

/// How sure a finding is, by the rate of false alarms on clean pairs of that language or script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// More than 10 false in 1,000 clean pairs.
    Low,
    /// At most 10 false in 1,000 clean pairs.
    Medium,
    /// At most 1 false in 1,000 clean pairs.
    High,
}

impl Confidence {
    /// Lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

/// The dimension of MQM that a check belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// The translation says something else than the source.
    Accuracy,
    /// The translation is not good language.
    Fluency,
    /// Marks, spaces, glyphs.
    Typography,
    /// Words are not the agreed ones, or not the same throughout.
    Terminology,
    /// What the page left in the text; no fault of the translation.
    Residue,
}

impl Category {
    /// Lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Category::Accuracy => "accuracy",
            Category::Fluency => "fluency",
            Category::Typography => "typography",
            Category::Terminology => "terminology",
            Category::Residue => "residue",
        }
    }
}

/// A safe change of the target text that removes the fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What to replace, in the target document.
    pub span: Span,
    /// What to put there.
    pub text: String,
}

/// A fault that a check found.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The check's code, such as `Q03`.
    pub code: &'static str,
    /// The check's name, such as `competing-quotes`.
    pub name: &'static str,
    /// The check's dimension.
    pub category: Category,
    /// Index into [`super::Bitext::beads`], where the bitext has beads.
    pub bead: Option<u32>,
    /// Where in the source; empty in translation-only mode and for additions.
    pub source: Vec<Span>,
    /// Where in the target; empty for omissions.
    pub target: Vec<Span>,
    /// One plain sentence without a final stop, for an editor.
    pub message: String,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// Findings of one group have one fault behind them, for which the text is charged once.
    pub group: u32,
    /// The passage is no translation of its source, so that its other differences say nothing.
    pub non_translation: bool,
    /// What would mend it, where that is safe.
    pub fix: Option<Edit>,
}

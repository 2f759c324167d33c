//! Reports become bytes; one file per format.

mod agreement;
mod beads;
mod concise;
mod json;
mod scores;
mod snippet;
mod terminal;

use std::ops::AddAssign;

use anstyle::{AnsiColor, Color, Style};

use crate::text::{Checked, Confidence, Error, Finding, Head, Place, Score, Severity, Side, Span};

pub use agreement::{AgreementFormat, Compared, agreement};
pub use beads::{BeadFormat, beads};
pub use scores::{BANDS, Passage, ScoreFormat, Scores, Shown, Summary};

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// For reading: both sides, with marks.
    #[default]
    Terminal,
    /// One line a finding.
    Concise,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Jsonl,
}

/// What is printed, and how.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// The form.
    pub format: Format,
    /// Findings less sure than this are only counted.
    pub min_confidence: Confidence,
    /// For a terminal: colours, and right-to-left text isolated from what stands around it.
    pub colour: bool,
}

/// What was printed, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Findings that are shown, by [`Severity`].
    pub shown: [u64; 4],
    /// Findings that are not, by [`Confidence`].
    pub hidden: [u64; 3],
    /// The score of everything.
    pub score: Score,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        for (sum, more) in self.shown.iter_mut().zip(other.shown) {
            *sum += more;
        }
        for (sum, more) in self.hidden.iter_mut().zip(other.hidden) {
            *sum += more;
        }
        self.score += other.score;
    }
}

impl View {
    /// What stands before everything.
    pub fn begin(&self) -> &'static str {
        match self.format {
            Format::Json => json::BEGIN,
            Format::Terminal | Format::Concise | Format::Jsonl => "",
        }
    }

    /// What stands before the findings of an input.
    pub fn head(&self, head: &Head) -> String {
        match self.format {
            Format::Terminal => terminal::head(head, self.styles()),
            Format::Concise | Format::Json | Format::Jsonl => String::new(),
        }
    }

    /// The findings of a bitext, and what they are in numbers.
    pub fn findings(&self, checked: &Checked) -> (String, Tally) {
        let mut tally = Tally::default();
        for score in &checked.scores {
            tally.score += *score;
        }
        let mut shown = Vec::new();
        for (index, finding) in checked.findings.iter().enumerate() {
            if finding.confidence < self.min_confidence {
                tally.hidden[finding.confidence as usize] += 1;
            } else {
                tally.shown[finding.severity as usize] += 1;
                shown.push(index);
            }
        }
        let mut out = String::new();
        match self.format {
            Format::Terminal => terminal::findings(&mut out, checked, &shown, self.styles()),
            Format::Concise => concise::findings(&mut out, checked, &shown),
            Format::Json => json::findings(&mut out, checked, &shown, ",\n", ""),
            Format::Jsonl => json::findings(&mut out, checked, &shown, "", "\n"),
        }
        (out, tally)
    }

    /// An input or record that could not be read, where the form has a place for it.
    pub fn error(&self, error: &Error) -> String {
        match self.format {
            Format::Terminal | Format::Concise => String::new(),
            Format::Json => format!(",\n{}", json::error(error)),
            Format::Jsonl => format!("{}\n", json::error(error)),
        }
    }

    /// What stands after the findings of an input. What can only be told at the end of everything
    /// is put into `later`.
    pub fn foot(
        &self,
        head: &Head,
        tally: &Tally,
        signature: &str,
        later: &mut Vec<serde_json::Value>,
    ) -> String {
        match self.format {
            Format::Terminal => terminal::foot(tally, self.styles()),
            Format::Json => {
                later.push(json::input(head, tally, signature));
                String::new()
            }
            Format::Concise | Format::Jsonl => String::new(),
        }
    }

    /// What stands after everything.
    pub fn end(&self, inputs: u64, tally: &Tally, later: &[serde_json::Value]) -> String {
        match self.format {
            Format::Terminal if inputs == 0 => String::new(),
            Format::Terminal => terminal::end(inputs, tally, self.min_confidence, self.styles()),
            Format::Json => json::end(later, tally),
            Format::Concise | Format::Jsonl => String::new(),
        }
    }

    /// Entries of one JSON document are told apart by commas: takes it from the first.
    pub fn joined<'a>(&self, entries: &'a str, first: &mut bool) -> &'a str {
        if self.format != Format::Json || entries.is_empty() || !*first {
            return entries;
        }
        *first = false;
        entries.strip_prefix(",\n").unwrap_or(entries)
    }

    fn styles(&self) -> &'static Styles {
        if self.colour { &COLOURED } else { &PLAIN }
    }
}

/// Styles of a terminal, or none.
struct Styles {
    place: Style,
    quiet: Style,
    mark: Style,
    by_severity: [Style; 4],
    isolate: bool,
}

const fn colour(colour: AnsiColor) -> Style {
    Style::new().fg_color(Some(Color::Ansi(colour)))
}

static PLAIN: Styles = Styles {
    place: Style::new(),
    quiet: Style::new(),
    mark: Style::new(),
    by_severity: [Style::new(); 4],
    isolate: false,
};

static COLOURED: Styles = Styles {
    place: Style::new().bold(),
    quiet: Style::new().dimmed(),
    mark: colour(AnsiColor::Red).bold(),
    by_severity: [
        colour(AnsiColor::Cyan),
        colour(AnsiColor::Yellow),
        colour(AnsiColor::Red),
        colour(AnsiColor::Red).bold(),
    ],
    isolate: true,
};

/// The side and span by which a finding is located: the target's, or the source's where the
/// target lacks something.
fn anchor<'a>(checked: &'a Checked, finding: &Finding) -> Option<(&'a Side, Span)> {
    let target = finding.target.first();
    if let Some(span) = target {
        return Some((&checked.bitext.target, *span));
    }
    Some((checked.bitext.source.as_ref()?, *finding.source.first()?))
}

/// Path and place of a finding.
fn place<'a>(checked: &'a Checked, finding: &Finding) -> (&'a str, Place) {
    match anchor(checked, finding) {
        Some((side, span)) => {
            let document = &side.document;
            let place = document.origin.place(&document.text, span.start);
            (&document.path, place)
        }
        None => (
            &checked.bitext.target.document.path,
            Place { line: 1, column: 1 },
        ),
    }
}

/// All severities, the worst first.
const SEVERITIES: [Severity; 4] = [
    Severity::Critical,
    Severity::Major,
    Severity::Minor,
    Severity::Neutral,
];

/// Segments of a side that belong to a finding: of its bead, and those its spans touch.
fn segments(side: &Side, bead: Option<std::ops::Range<usize>>, spans: &[Span]) -> Vec<usize> {
    let mut indices: Vec<usize> = bead.into_iter().flatten().collect();
    for span in spans {
        indices.extend(side.segments_in(*span));
    }
    indices.sort_unstable();
    indices.dedup();
    indices
}

/// As [`segments`], of the target and of the source.
fn context(checked: &Checked, finding: &Finding) -> (Vec<usize>, Vec<usize>) {
    let bitext = &checked.bitext;
    let bead = finding.bead.map(|bead| &bitext.beads[bead as usize]);
    let target = segments(
        &bitext.target,
        bead.map(|bead| bead.target.clone()),
        &finding.target,
    );
    let source = bitext.source.as_ref().map_or_else(Vec::new, |source| {
        segments(
            source,
            bead.map(|bead| bead.source.clone()),
            &finding.source,
        )
    });
    (target, source)
}

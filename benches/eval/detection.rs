//! Recall on artefacts put into clean translations, by kind and language.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use bilint::check::Check;
use bilint::text::{Bitext, Category, Confidence, Extent, Finding, Span};
use clap::{Parser, ValueEnum};
use rayon::prelude::*;

use crate::generator::{Artefact, At, Group, KINDS, Kind, Lexis, Text};
use crate::named::Names;
use crate::ntrex::{self, ENGLISH, Name, Ntrex};
use crate::split::Part;
use crate::{Shared, options, tally};

/// Recall on artefacts made on purpose.
#[derive(Parser)]
struct Detection {
    /// Only this setting
    #[arg(long)]
    mode: Option<Mode>,
    /// Only kinds whose names begin so, or of this group: marks, words, document, source, residue,
    /// meaning, writing
    #[arg(long, value_delimiter = ',')]
    kind: Vec<String>,
    /// Only this language, as NTREX names it
    #[arg(long)]
    lang: Option<String>,
    /// At most so many artefacts of a kind in a language
    #[arg(long, default_value_t = 100)]
    cap: usize,
    /// Prints so many artefacts of each kind and language that were not found
    #[arg(long, default_value_t = 0)]
    misses: usize,
    /// Only the documents to learn from
    #[arg(long)]
    look: bool,
}

/// What is damaged, and what is given with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Mode {
    /// The translation, alone, as a document.
    Alone,
    /// The translation, in rows with its English source.
    Into,
    /// The English text, in rows with the translation as its source.
    From,
}

impl Mode {
    pub fn title(self) -> &'static str {
        match self {
            Mode::Alone => "alone: the translation as a document",
            Mode::Into => "into: the translation damaged, rows with the English source",
            Mode::From => "from: the English text damaged, rows with the translation as source",
        }
    }

    /// Whether a kind of artefact can be looked for.
    pub fn serves(self, group: Group) -> bool {
        match self {
            Mode::Alone => !matches!(group, Group::Source | Group::Meaning),
            Mode::Into => !matches!(group, Group::Document | Group::Residue),
            // Without its source the English text is the same in every row of the table.
            Mode::From => matches!(group, Group::Source | Group::Meaning | Group::Writing),
        }
    }

    /// The damaged language, and the source, of a row of the table.
    pub fn sides(self, language: &str) -> (&str, Option<&str>) {
        match self {
            Mode::Alone => (language, None),
            Mode::Into => (language, Some(ENGLISH)),
            Mode::From => (ENGLISH, Some(language)),
        }
    }
}

/// What became of the artefacts of one kind in one language.
#[derive(Default, Clone)]
pub struct Recall {
    pub made: usize,
    pub skipped: usize,
    /// By a check of the family, at the damaged place: at high, at least medium, at least low.
    pub found: [usize; 3],
    /// By anything of at least medium confidence anywhere in the damaged line.
    pub any: usize,
    /// By code: artefacts it found, at any confidence.
    pub codes: BTreeMap<&'static str, usize>,
    /// By code: artefacts it found at high or medium.
    pub sure: BTreeMap<&'static str, usize>,
    missed: Vec<String>,
}

impl Recall {
    pub fn add(&mut self, other: &Recall) {
        self.made += other.made;
        self.skipped += other.skipped;
        for (sum, n) in self.found.iter_mut().zip(other.found) {
            *sum += n;
        }
        self.any += other.any;
        for (code, n) in &other.codes {
            *self.codes.entry(code).or_default() += n;
        }
        for (code, n) in &other.sure {
            *self.sure.entry(code).or_default() += n;
        }
    }

    /// Per cent at a level: 0 high, 1 medium, 2 low.
    pub fn percent(&self, level: usize) -> f64 {
        self.found[level] as f64 * 100.0 / self.made.max(1) as f64
    }
}

/// A setting with its languages, checks and texts.
pub struct Trial<'a> {
    pub ntrex: &'a Ntrex,
    pub checks: &'a [&'static Check],
    pub mode: Mode,
    pub cap: usize,
    pub misses: usize,
}

impl Trial<'_> {
    /// The lines of a window of a document, and their source.
    fn bitext(
        &self,
        lexis: &Lexis,
        source: Option<&str>,
        name: &Name,
        window: &Range<usize>,
        lines: &[String],
    ) -> Bitext {
        let Some(source) = source else {
            return bilint::alone(ntrex::page(lexis.lang, lines));
        };
        let theirs = &self.ntrex.lines(source, name)[window.clone()];
        let extent = if window.len() == name.lines.len() {
            Extent::Rows
        } else {
            Extent::Row
        };
        bilint::rows(
            Some(ntrex::rows(self.ntrex.lang(source), theirs)),
            ntrex::rows(lexis.lang, lines),
            extent,
        )
    }

    /// Recall of kinds in a language, on the documents of a part.
    pub fn recall(&self, language: &str, kinds: &[&Kind], part: Part) -> Vec<Recall> {
        let (damaged, source) = self.mode.sides(language);
        let lexis = Lexis::of(self.ntrex, damaged);
        let names = (source.is_some() && kinds.iter().any(|kind| kind.name.starts_with("name")))
            .then(|| Names::of(self.ntrex, language));
        let documents: Vec<&Name> = self.ntrex.documents(part).collect();
        let text = Text::new(self.ntrex, &lexis, source, names.as_ref(), &documents);
        // What is said of the clean text is not found by damaging it.
        let mut clean: BTreeMap<(usize, usize, usize), BTreeSet<String>> = BTreeMap::new();
        kinds
            .iter()
            .map(|kind| {
                let (artefacts, skipped) = text.artefacts(kind, self.cap);
                let mut recall = Recall {
                    made: artefacts.len(),
                    skipped,
                    ..Recall::default()
                };
                for artefact in &artefacts {
                    let name = documents[artefact.document];
                    let window = &artefact.window;
                    let keys = clean
                        .entry((artefact.document, window.start, window.end))
                        .or_insert_with(|| {
                            let lines = &self.ntrex.lines(damaged, name)[window.clone()];
                            let mut bitext = self.bitext(&lexis, source, name, window, lines);
                            bilint::findings(&mut bitext, self.checks)
                                .iter()
                                .map(|finding| key(&bitext, finding))
                                .collect()
                        });
                    let mut bitext = self.bitext(&lexis, source, name, window, &artefact.lines);
                    let findings: Vec<Finding> = bilint::findings(&mut bitext, self.checks)
                        .into_iter()
                        .filter(|finding| !keys.contains(&key(&bitext, finding)))
                        .collect();
                    self.judge(kind, artefact, name, &bitext, &findings, &mut recall);
                }
                recall
            })
            .collect()
    }

    fn judge(
        &self,
        kind: &Kind,
        artefact: &Artefact,
        name: &Name,
        bitext: &Bitext,
        findings: &[Finding],
        recall: &mut Recall,
    ) {
        let target = &bitext.target.document.text;
        let gap = if bitext.source.is_some() { 1 } else { 2 };
        let lines = &artefact.lines;
        let start = |row: usize| {
            lines[..row]
                .iter()
                .map(|line| line.len() + gap)
                .sum::<usize>()
        };
        let places: Vec<Span> = artefact
            .places
            .iter()
            .map(|(row, place)| {
                let start = start(*row);
                // A letter on either side belongs to the place: glued marks are told by it.
                Span::new(
                    start + place.start.saturating_sub(4),
                    (start + place.end + 4).min(target.len()),
                )
            })
            .collect();
        let rows: Vec<Span> = artefact
            .places
            .iter()
            .map(|(row, _)| {
                let start = start(*row);
                Span::new(start, start + lines[*row].len().max(1))
            })
            .collect();
        let theirs =
            artefact
                .source
                .as_ref()
                .zip(bitext.source.as_ref())
                .map(|((row, place), side)| {
                    let start = side.document.blocks[*row].span.start as usize;
                    Span::new(start + place.start, start + place.end)
                });
        let at = |spans: &[Span], finding: &Finding| {
            finding
                .target
                .iter()
                .any(|span| spans.iter().any(|place| overlaps(*place, *span)))
        };
        // In a row by itself every finding is of the row.
        let alone = kind.is_of_row() && bitext.source.is_some();
        let mut best: Option<Confidence> = None;
        let mut any = false;
        let mut codes = BTreeSet::new();
        let mut sure = BTreeSet::new();
        for finding in findings {
            let there = at(&places, finding)
                || theirs
                    .is_some_and(|place| finding.source.iter().any(|span| overlaps(place, *span)));
            let in_row = there || alone || at(&rows, finding);
            let counts = match kind.at {
                At::Place => there,
                At::Row => in_row,
                At::Omission => there || in_row && is_of_omission(finding),
            };
            if counts && self.is_meant(kind, finding) {
                best = best.max(Some(finding.confidence));
                codes.insert(finding.code);
                if finding.confidence >= Confidence::Medium {
                    sure.insert(finding.code);
                }
            }
            any |= finding.confidence >= Confidence::Medium && in_row;
        }
        for (level, least) in [Confidence::High, Confidence::Medium, Confidence::Low]
            .into_iter()
            .enumerate()
        {
            recall.found[level] += usize::from(best >= Some(least));
        }
        recall.any += usize::from(any);
        for code in codes {
            *recall.codes.entry(code).or_default() += 1;
        }
        for code in sure {
            *recall.sure.entry(code).or_default() += 1;
        }
        if best < Some(Confidence::Medium) && recall.missed.len() < self.misses {
            let mut text = format!("{} {}", name.name, kind.name);
            for ((row, place), _) in artefact.places.iter().zip(&places) {
                let place = Span::new(place.start, place.end);
                let line = Span::new(0, lines[*row].len());
                text.push_str("\n    target: ");
                text.push_str(&tally::marked(&lines[*row], line, &[place]));
            }
            if let (None, Some(side)) = (theirs, &bitext.source) {
                text.push_str("\n    source: ");
                text.push_str(
                    side.document.blocks[artefact.places[0].0]
                        .span
                        .of(&side.document.text),
                );
            }
            if let (Some(place), Some(side)) = (theirs, &bitext.source) {
                let row = artefact.places[0].0;
                text.push_str("\n    source: ");
                text.push_str(&tally::marked(
                    &side.document.text,
                    side.document.blocks[row].span,
                    &[place],
                ));
            }
            for finding in findings
                .iter()
                .filter(|finding| alone || at(&rows, finding))
            {
                text.push_str(&format!(
                    "\n    said: {} {} {}",
                    finding.code,
                    finding.confidence.name(),
                    finding.message
                ));
            }
            recall.missed.push(text);
        }
    }

    /// Residue answers to residue, what a quotation has to the quotation family, and what damages
    /// a row to every check.
    fn is_meant(&self, kind: &Kind, finding: &Finding) -> bool {
        if kind.is_of_row() {
            return true;
        }
        if kind.group == Group::Residue {
            return self
                .checks
                .iter()
                .any(|check| check.code == finding.code && check.category == Category::Residue);
        }
        finding.code.starts_with('Q')
    }
}

/// Whether a finding says that something of the source is missing or is something else: it is of
/// the families of adequacy, numbers and names, or has a place in the source.
fn is_of_omission(finding: &Finding) -> bool {
    finding.code.starts_with(['A', 'E', 'N']) || !finding.source.is_empty()
}

/// Overlap, where an empty place still has a position.
fn overlaps(place: Span, span: Span) -> bool {
    place.overlaps(span) || (place.is_empty() && span.start <= place.start && place.end <= span.end)
}

/// What tells a finding of the clean text again: code, marked texts and what stands next to them,
/// since a mark alone looks the same everywhere.
fn key(bitext: &Bitext, finding: &Finding) -> String {
    const NEAR: usize = 12;
    let mut key = finding.code.to_owned();
    let mut add = |text: &str, span: &Span| {
        let (start, end) = (span.start as usize, span.end as usize);
        let before = text[..start].char_indices().rev().nth(NEAR - 1);
        let after = text[end..].char_indices().nth(NEAR);
        key.push('\t');
        key.push_str(
            &text[before.map_or(0, |(at, _)| at)..after.map_or(text.len(), |(at, _)| end + at)],
        );
    };
    for span in &finding.target {
        add(&bitext.target.document.text, span);
    }
    if let Some(side) = &bitext.source {
        for span in &finding.source {
            add(&side.document.text, span);
        }
    }
    key
}

/// The command.
pub fn run(shared: &Shared, arguments: &[String]) {
    let options: Detection = options("detection", arguments);
    let Some(ntrex) = Ntrex::read(shared) else {
        return;
    };
    let checks: Vec<&'static Check> = bilint::check::checks().collect();
    for mode in [Mode::Alone, Mode::Into, Mode::From] {
        if options.mode.is_some_and(|only| only != mode) {
            continue;
        }
        let trial = Trial {
            ntrex: &ntrex,
            checks: &checks,
            mode,
            cap: options.cap,
            misses: options.misses,
        };
        let languages: Vec<&str> = languages(&ntrex, mode, options.lang.as_deref());
        let kinds: Vec<&Kind> = KINDS
            .iter()
            .filter(|kind| mode.serves(kind.group))
            .filter(|kind| {
                options.kind.is_empty()
                    || options.kind.iter().any(|start| {
                        kind.name.starts_with(start.as_str()) || kind.group.name() == start
                    })
            })
            .collect();
        if kinds.is_empty() || languages.is_empty() {
            continue;
        }
        println!("\n# {}", mode.title());
        let table = trial_table(&trial, &languages, &kinds, Part::Look);
        print(&languages, &kinds, &table);
        for (language, row) in languages.iter().zip(&table) {
            for missed in row.iter().flat_map(|recall| &recall.missed) {
                println!("{language} {missed}");
            }
        }
        if !options.look && options.misses == 0 {
            let table = trial_table(&trial, &languages, &kinds, Part::Count);
            println!("\ncount: recall over all languages");
            totals(&kinds, &table);
        }
    }
}

/// The languages of a setting.
pub fn languages<'a>(ntrex: &'a Ntrex, mode: Mode, only: Option<&str>) -> Vec<&'a str> {
    let mut languages = match mode {
        Mode::Alone => ntrex.all(),
        Mode::Into | Mode::From => ntrex.translated(),
    };
    languages.retain(|language| only.is_none_or(|only| only == *language));
    languages
}

/// Recall by language and kind.
pub fn trial_table(
    trial: &Trial<'_>,
    languages: &[&str],
    kinds: &[&Kind],
    part: Part,
) -> Vec<Vec<Recall>> {
    languages
        .par_iter()
        .map(|language| trial.recall(language, kinds, part))
        .collect()
}

fn print(languages: &[&str], kinds: &[&Kind], table: &[Vec<Recall>]) {
    println!("look: per cent found at medium confidence or high / artefacts made");
    for group in [
        Group::Marks,
        Group::Words,
        Group::Document,
        Group::Source,
        Group::Residue,
        Group::Meaning,
        Group::Writing,
    ] {
        let columns: Vec<usize> = (0..kinds.len())
            .filter(|column| kinds[*column].group == group)
            .collect();
        if columns.is_empty() {
            continue;
        }
        println!();
        let head: Vec<String> = columns
            .iter()
            .map(|column| kinds[*column].name.to_owned())
            .collect();
        let rows: Vec<(String, Vec<String>)> = languages
            .iter()
            .zip(table)
            .map(|(language, row)| {
                let cells = columns
                    .iter()
                    .map(|column| match &row[*column] {
                        recall if recall.made == 0 => "·".to_owned(),
                        recall => format!("{:.0}/{}", recall.percent(1), recall.made),
                    })
                    .collect();
                ((*language).to_owned(), cells)
            })
            .collect();
        tally::table(&head, &rows);
    }
    println!("\nlook: recall over all languages");
    totals(kinds, table);
    println!("\nlook: languages under the goal (per cent / artefacts)");
    for (column, kind) in kinds.iter().enumerate() {
        let Some(goal) = kind.goal else {
            continue;
        };
        let under: Vec<String> = languages
            .iter()
            .zip(table)
            .map(|(language, row)| (language, &row[column]))
            .filter(|(_, recall)| recall.made > 0 && recall.percent(1) < f64::from(goal))
            .map(|(language, recall)| {
                format!("{language} {:.0}/{}", recall.percent(1), recall.made)
            })
            .collect();
        let served = table.iter().filter(|row| row[column].made > 0).count();
        println!(
            "  {} ≥ {goal}: {} of {served} reach it{}{}",
            kind.name,
            served - under.len(),
            if under.is_empty() { "" } else { "; not " },
            under.join(", ")
        );
    }
}

/// One line a kind, over all languages.
fn totals(kinds: &[&Kind], table: &[Vec<Recall>]) {
    let head = [
        "made", "skipped", "high", "medium", "low", "any", "found by",
    ]
    .map(str::to_owned);
    let rows: Vec<(String, Vec<String>)> = kinds
        .iter()
        .enumerate()
        .map(|(column, kind)| {
            let mut sum = Recall::default();
            for row in table {
                sum.add(&row[column]);
            }
            let mut codes: Vec<(&str, usize)> = sum.sure.iter().map(|(c, n)| (*c, *n)).collect();
            codes.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
            let codes: Vec<String> = codes
                .iter()
                .take(4)
                .map(|(code, n)| format!("{code} {n}"))
                .collect();
            let cells = vec![
                sum.made.to_string(),
                sum.skipped.to_string(),
                format!("{:.1}", sum.percent(0)),
                format!("{:.1}", sum.percent(1)),
                format!("{:.1}", sum.percent(2)),
                format!("{:.1}", sum.any as f64 * 100.0 / sum.made.max(1) as f64),
                codes.join(", "),
            ];
            (kind.name.to_owned(), cells)
        })
        .collect();
    tally::table(&head, &rows);
}

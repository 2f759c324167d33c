//! The order of the stages, for documents and for pairs.
//!
//! *Documents* are read whole, segmented, aligned and checked. *Pairs* are streamed: one thread
//! reads rounds of rows ahead, all cores check a round, and what comes of it leaves in the order
//! of the file, so that memory does not grow with the file and output does not depend on the
//! number of threads.

use std::iter;
use std::ops::ControlFlow;
use std::sync::{Arc, mpsc};
use std::thread;

use rayon::prelude::*;

use crate::align::mean_confidence;
use crate::annotate::language;
use crate::check::consistency::{self, Corpus, Key};
use crate::check::{self, Check};
use crate::encoder::Encoder;
use crate::read::{self, Input, Pairs};
use crate::score::{self, Profile};
use crate::text::{
    Bitext, Block, Checked, Document, Error, Extent, Field, Finding, Head, Lang, Likeness, Matched,
    Named, Ordinals, Origin, Part, Piece, Role, Row, Score, Side, Span, Wishes,
};

/// Rows from which the languages of pairs are judged together.
const JUDGED_ROWS: usize = 1_000;
/// Text of such rows, in bytes; more does not make it surer.
const JUDGED_BYTES: usize = 1 << 20;
/// Rows of one document that are seen together.
const DOCUMENT_ROWS: usize = 5_000;
/// Text of one document that is seen together, in bytes.
const DOCUMENT_BYTES: usize = 16 << 20;
/// Rows by themselves that one core takes at a time, in rows and bytes.
const BATCH_ROWS: usize = 128;
const BATCH_BYTES: usize = 32 << 10;
/// Text of pairs that is checked before anything of it is printed, in bytes: so much, and so much
/// for each core.
const ROUND_BYTES: usize = 1 << 20;
const ROUND_BYTES_A_CORE: usize = 128 << 10;
/// Files that are checked side by side, in bytes and in number.
const FILES_BYTES: u64 = 16 << 20;
const FILES: usize = 256;
/// Documents whose beads are less sure than this do not belong together.
pub const LEAST_CONFIDENCE: f64 = 0.3;

/// What to do with every input.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What to look for.
    pub checks: Vec<&'static Check>,
    /// [`Lang::UNKNOWN`] to take it from the file or judge it.
    pub source_lang: Lang,
    /// [`Lang::UNKNOWN`] to take it from the file or judge it.
    pub target_lang: Lang,
    /// Forces the format of the inputs.
    pub format: Option<read::Format>,
    /// TSV and CSV begin with a line of names.
    pub header: bool,
    /// Aligns documents, if there is one.
    pub encoder: Option<Arc<Encoder>>,
    /// What the user wants of words.
    pub wishes: Option<Arc<Wishes>>,
    /// Everything that is checked is compared for [`consistency`].
    pub consistency: bool,
    /// How findings are weighed.
    pub profile: &'static Profile,
    /// Scores hold the estimate from evidence.
    pub estimate: bool,
    /// A file of this path is read as these bytes.
    pub instead: Option<(String, Arc<[u8]>)>,
}

/// One input, or two that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Job {
    /// A translation without its source, or a file of pairs.
    Alone(String),
    /// A document and its translation.
    Documents {
        /// Path of the original.
        source: String,
        /// Path of the translation.
        target: String,
    },
    /// Two files that correspond line by line.
    Aligned {
        /// Path of the original.
        source: String,
        /// Path of the translation.
        target: String,
    },
}

/// What comes out of a run, in the order of the inputs.
#[derive(Debug)]
pub enum Event<R> {
    /// An input begins.
    Input(Head),
    /// What was made of a bitext.
    Bitext(R),
    /// An input that could not be read.
    Unreadable(Error),
    /// A record that could not be read.
    BadRecord(Error),
    /// Something worth knowing that is no fault of the input.
    Note(String),
}

/// Runs the checks over all inputs. `render` is called on any core; `sink` gets what it makes, in
/// order, and may stop the run.
pub fn run<R: Send>(
    jobs: &[Job],
    settings: &Settings,
    render: impl Fn(&Head, &Checked) -> R + Sync,
    mut sink: impl FnMut(Event<R>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let compares = settings.consistency && consistency::is_selected(&settings.checks);
    let mut past = compares.then(Past::default);
    let mut rest = jobs;
    while let Some((first, after)) = rest.split_first() {
        let files = side_by_side(rest);
        if !files.is_empty() {
            rest = &rest[files.len()..];
            let opened: Vec<_> = files
                .into_par_iter()
                .map(|path| alone(path, settings))
                .collect();
            for opened in opened {
                deliver(opened, settings, &mut past, &render, &mut sink)?;
            }
            continue;
        }
        rest = after;
        let opened = match first {
            Job::Alone(path) => Some(alone(path, settings)),
            Job::Documents { source, target } => documents(source, target, settings, &mut sink)?,
            Job::Aligned { source, target } => {
                let options = options(settings, Lang::UNKNOWN);
                Some(match read::aligned(source, target, &options) {
                    Ok(pairs) => Opened::Pairs(source.clone(), target.clone(), pairs),
                    Err(error) => Opened::Failed(error),
                })
            }
        };
        if let Some(opened) = opened {
            deliver(opened, settings, &mut past, &render, &mut sink)?;
        }
    }
    if let Some(past) = &past {
        sink(Event::Note(past.summary()))?;
    }
    ControlFlow::Continue(())
}

/// What was translated so far, in all inputs.
#[derive(Default)]
struct Past {
    corpus: Corpus,
    /// The first place of each input, and its path. Places are numbered through all inputs.
    inputs: Vec<(u64, String)>,
    next: u64,
}

impl Past {
    /// Another input begins.
    fn begin(&mut self, path: &str) {
        self.inputs.push((self.next, path.to_owned()));
    }

    /// Compares a bitext of the current input with what came before. Its own beads are the
    /// document's affair.
    fn compare(&mut self, examined: &mut Examined, settings: &Settings) {
        let Some((base, path)) = self.inputs.last().cloned() else {
            return;
        };
        let bitext = &examined.checked.bitext;
        let number = |bead: usize| {
            let segment = bitext.beads[bead].target.start;
            let block = bitext.target.segments[segment].block as usize;
            bitext.target.document.blocks[block]
                .row
                .unwrap_or(bead as u64)
        };
        let own = examined
            .keys
            .first()
            .map_or(0, |key| base + number(key.bead as usize));
        let mut found = Vec::new();
        for key in std::mem::take(&mut examined.keys) {
            let place = base + number(key.bead as usize);
            self.next = self.next.max(place + 1);
            let Some(before) = self.corpus.note(key.source, key.target, place) else {
                continue;
            };
            if before >= own {
                continue;
            }
            let index = self.inputs.partition_point(|(first, _)| *first <= before);
            let Some((first, other)) = self.inputs[..index].last() else {
                continue;
            };
            let place = if *other == path && *first == base {
                format!("pair {}", before - first)
            } else {
                format!("pair {} of {other}", before - first)
            };
            found.extend(consistency::another(bitext, key.bead as usize, &place));
        }
        if found.is_empty() {
            return;
        }
        let checked = &mut examined.checked;
        checked.findings.append(&mut found);
        check::arrange(&mut checked.findings);
        (checked.scores, checked.parts) = scores(&checked.bitext, &checked.findings, settings);
        examined.likenesses = likenesses(checked);
    }

    fn summary(&self) -> String {
        let full = if self.corpus.is_full() {
            "; later ones were too many to be numbered and were not compared"
        } else {
            ""
        };
        format!(
            "consistency: {} distinct source segments kept in {} bytes{full}",
            self.corpus.len(),
            self.corpus.bytes()
        )
    }
}

/// The files from the first job on that are small enough to be checked side by side.
fn side_by_side(jobs: &[Job]) -> Vec<&str> {
    let mut bytes = 0;
    jobs.iter()
        .take(FILES)
        .map_while(|job| {
            let Job::Alone(path) = job else { return None };
            // What has no size, such as standard input, may be large.
            bytes += std::fs::metadata(path).map_or(FILES_BYTES, |file| file.len());
            (bytes < FILES_BYTES).then_some(path.as_str())
        })
        .collect()
}

enum Opened {
    Checked(Head, Box<Examined>),
    Pairs(String, String, Pairs),
    Failed(Error),
}

fn deliver<R: Send>(
    opened: Opened,
    settings: &Settings,
    past: &mut Option<Past>,
    render: &(impl Fn(&Head, &Checked) -> R + Sync),
    sink: &mut impl FnMut(Event<R>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    match opened {
        Opened::Failed(error) => sink(Event::Unreadable(error)),
        Opened::Pairs(source, target, rows) => {
            pairs(&source, &target, rows, settings, past, render, sink)
        }
        Opened::Checked(head, mut examined) => {
            if let Some(past) = past {
                past.begin(&head.target.path);
                past.compare(&mut examined, settings);
            }
            number(&mut examined, &mut Ordinals::default());
            let rendered = render(&head, &examined.checked);
            sink(Event::Input(head))?;
            sink(Event::Bitext(rendered))
        }
    }
}

fn options(settings: &Settings, lang: Lang) -> read::Options {
    read::Options {
        format: settings.format,
        lang,
        header: settings.header,
    }
}

/// Opens a file, or what is to be read instead of it.
fn open(path: &str, settings: &Settings, options: &read::Options) -> Result<Input, Error> {
    match &settings.instead {
        Some((other, bytes)) if other == path => read::from_bytes(path, bytes.to_vec(), options),
        _ => read::open(path, options),
    }
}

fn alone(path: &str, settings: &Settings) -> Opened {
    match open(path, settings, &options(settings, settings.target_lang)) {
        Err(error) => Opened::Failed(error),
        Ok(Input::Pairs(rows)) => Opened::Pairs(path.to_owned(), path.to_owned(), rows),
        Ok(Input::Document { document, assumed }) => {
            let (document, target) = settle(document, assumed);
            let head = Head {
                source: None,
                target,
                matched: Matched::Alone,
            };
            Opened::Checked(head, Box::new(examine(crate::alone(document), settings)))
        }
    }
}

/// A document and its translation. What cannot be checked goes to `sink`.
fn documents<R>(
    source: &str,
    target: &str,
    settings: &Settings,
    sink: &mut impl FnMut(Event<R>) -> ControlFlow<()>,
) -> ControlFlow<(), Option<Opened>> {
    let (bitext, head) = match align(source, target, false, settings) {
        Ok(aligned) => aligned,
        Err(errors) => {
            errors
                .into_iter()
                .try_for_each(|error| sink(Event::Unreadable(error)))?;
            return ControlFlow::Continue(None);
        }
    };
    let confidence = f64::from(mean_confidence(&bitext.beads));
    if confidence < LEAST_CONFIDENCE && !bitext.target.segments.is_empty() {
        sink(Event::Input(head))?;
        sink(Event::Unreadable(Error::file(
            target,
            format!(
                "does not belong to {source}: mean confidence of the alignment is {confidence:.2}"
            ),
        )))?;
        return ControlFlow::Continue(None);
    }
    let examined = Box::new(examine(bitext, settings));
    ControlFlow::Continue(Some(Opened::Checked(head, examined)))
}

/// Reads two documents and aligns them; with `lines`, every line of theirs is a segment.
///
/// # Errors
/// One for each of the two that cannot be read.
pub fn align(
    source: &str,
    target: &str,
    lines: bool,
    settings: &Settings,
) -> Result<(Bitext, Head), Vec<Error>> {
    let open = |path: &str, lang: Lang| {
        let options = options(settings, lang);
        if lines {
            Ok((read::lines(path, &options)?, None))
        } else {
            document(path, settings, &options)
        }
    };
    let (source, target) = rayon::join(
        || open(source, settings.source_lang),
        || open(target, settings.target_lang),
    );
    let (source, target) = match (source, target) {
        (Ok(source), Ok(target)) => (source, target),
        (source, target) => {
            return Err([source.err(), target.err()].into_iter().flatten().collect());
        }
    };
    let (source, about_source) = settle(source.0, source.1);
    let (target, about_target) = settle(target.0, target.1);
    let side: fn(Document) -> Side = if lines {
        crate::prepare_lines
    } else {
        crate::prepare
    };
    let encoder = settings.encoder.as_deref();
    let bitext =
        crate::aligned(side(source), side(target), encoder).map_err(|error| vec![error])?;
    let head = Head {
        matched: Matched::Aligned {
            beads: bitext.beads.len(),
            confidence: f64::from(mean_confidence(&bitext.beads)),
        },
        source: Some(about_source),
        target: about_target,
    };
    Ok((bitext, head))
}

/// Reads a file that must be one document.
fn document(
    path: &str,
    settings: &Settings,
    options: &read::Options,
) -> Result<(Document, Option<String>), Error> {
    match open(path, settings, options)? {
        Input::Document { document, assumed } => Ok((document, assumed)),
        Input::Pairs(_) => Err(Error::file(path, "holds pairs, where one text is needed")),
    }
}

/// Settles the language of a document that neither the user nor the file names.
fn settle(mut document: Document, encoding: Option<String>) -> (Document, Named) {
    let judged = document.lang.is_unknown();
    if judged {
        document.lang = language::identify(&document.text, &[]).lang;
    }
    let named = Named {
        path: document.path.clone(),
        lang: document.lang,
        judged,
        encoding,
    };
    (document, named)
}

/// Which segmenter divides texts; counted up when it divides them otherwise.
const SEGMENTATION: &str = "1";
/// Which aligner matches them; counted up likewise.
const ALIGNMENT: &str = "2";

/// How the scores of an input come about.
pub fn signature(head: &Head, settings: &Settings) -> String {
    let codes: Vec<&str> = settings.checks.iter().map(|check| check.code).collect();
    let signature = score::Signature {
        segmentation: SEGMENTATION,
        alignment: match head.matched {
            Matched::Alone => "none",
            Matched::Aligned { .. } => ALIGNMENT,
            Matched::Rows => "given",
        },
        checks: (codes.len() < check::checks().count()).then_some(&codes),
        model: settings
            .encoder
            .as_ref()
            .filter(|_| matches!(head.matched, Matched::Aligned { .. }))
            .map(|encoder| encoder.name()),
        profile: settings.profile,
        estimate: settings.estimate && head.matched != Matched::Alone,
    };
    signature.to_string()
}

/// A bitext that was checked and is not yet numbered.
struct Examined {
    checked: Checked,
    likenesses: Vec<Likeness>,
    /// What is kept of its beads, where everything is compared.
    keys: Vec<Key>,
}

/// Checks and scores a bitext.
fn examine(mut bitext: Bitext, settings: &Settings) -> Examined {
    bitext.wishes.clone_from(&settings.wishes);
    let findings = crate::findings(&mut bitext, &settings.checks);
    if settings.estimate && bitext.evidence.is_empty() {
        crate::witness(&mut bitext);
    }
    let (scores, parts) = scores(&bitext, &findings, settings);
    let beads = 0..bitext.beads.len();
    let keys = if settings.consistency {
        beads
            .filter_map(|bead| consistency::key(&bitext, bead))
            .collect()
    } else {
        Vec::new()
    };
    let checked = Checked {
        name: None,
        bitext,
        findings,
        fingerprints: Vec::new(),
        scores,
        parts,
    };
    Examined {
        likenesses: likenesses(&checked),
        checked,
        keys,
    }
}

/// The scores of the blocks of the target, and what estimates are made of.
fn scores(
    bitext: &Bitext,
    findings: &[Finding],
    settings: &Settings,
) -> (Vec<Score>, Vec<Vec<Part>>) {
    let mut scores = score::score(bitext, findings, settings.profile);
    let parts = if settings.estimate {
        score::estimate(bitext, findings, &mut scores)
    } else {
        Vec::new()
    };
    (scores, parts)
}

fn likenesses(checked: &Checked) -> Vec<Likeness> {
    let findings = checked.findings.iter();
    findings
        .map(|finding| finding.likeness(&checked.bitext))
        .collect()
}

/// Gives the findings of a bitext their fingerprints; they come in the order of the input.
fn number(examined: &mut Examined, ordinals: &mut Ordinals) {
    examined.checked.fingerprints = std::mem::take(&mut examined.likenesses)
        .into_iter()
        .map(|likeness| ordinals.fingerprint(likeness))
        .collect();
}

/// Rows that become bitexts together, or what stands among them.
enum Work {
    /// Each a bitext.
    Rows(Vec<Row>),
    /// Rows of one document: one bitext.
    Document(Vec<Row>),
    Error(Error),
    Note(String),
}

enum Done {
    Checked(Vec<Examined>),
    Error(Error),
    Note(String),
}

/// What all rows of a file share.
#[derive(Clone, Copy)]
struct Columns<'a> {
    source: &'a str,
    target: &'a str,
    source_lang: Lang,
    target_lang: Lang,
    settings: &'a Settings,
}

fn pairs<R: Send>(
    source: &str,
    target: &str,
    mut rows: Pairs,
    settings: &Settings,
    past: &mut Option<Past>,
    render: &(impl Fn(&Head, &Checked) -> R + Sync),
    sink: &mut impl FnMut(Event<R>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    if let Some(past) = past {
        past.begin(target);
    }
    let encoding = rows.assumed().map(str::to_owned);
    let first = first_rows(&mut rows);
    let (head, columns) = columns(source, target, encoding, &first, settings);
    sink(Event::Input(head.clone()))?;
    let mut ordinals = Ordinals::default();
    thread::scope(|scope| {
        let (send, rounds) = mpsc::sync_channel(1);
        scope.spawn(move || read_ahead(target, first.into_iter().chain(rows), &send));
        for round in rounds {
            let mut round: Vec<Done> = round
                .into_par_iter()
                .map(|work| columns.check(work))
                .collect();
            for done in &mut round {
                if let Done::Checked(bitexts) = done {
                    for examined in bitexts {
                        if let Some(past) = past {
                            past.compare(examined, settings);
                        }
                        number(examined, &mut ordinals);
                    }
                }
            }
            let events: Vec<Vec<Event<R>>> = round
                .into_par_iter()
                .map(|done| match done {
                    Done::Error(error) => vec![Event::BadRecord(error)],
                    Done::Note(note) => vec![Event::Note(note)],
                    Done::Checked(bitexts) => bitexts
                        .iter()
                        .map(|examined| Event::Bitext(render(&head, &examined.checked)))
                        .collect(),
                })
                .collect();
            // Leaving drops the receiving end, upon which the reading thread stops.
            events.into_iter().flatten().try_for_each(&mut *sink)?;
        }
        ControlFlow::Continue(())
    })
}

fn first_rows(rows: &mut Pairs) -> Vec<Result<Row, Error>> {
    let mut bytes = 0;
    let mut first = Vec::new();
    while first.len() < JUDGED_ROWS && bytes < JUDGED_BYTES {
        let Some(row) = rows.next() else { break };
        bytes += row.as_ref().map_or(0, size);
        first.push(row);
    }
    first
}

fn columns<'a>(
    source: &'a str,
    target: &'a str,
    encoding: Option<String>,
    first: &[Result<Row, Error>],
    settings: &'a Settings,
) -> (Head, Columns<'a>) {
    let rows = || first.iter().flatten();
    let text = |field: fn(&Row) -> Option<&Field>| {
        let mut text = String::new();
        for field in rows().filter_map(field) {
            text.push_str(&field.text);
            text.push('\n');
        }
        text
    };
    let settled = |given: Lang, field: fn(&Row) -> Option<&Field>| {
        if given.is_unknown() {
            language::identify(&text(field), &[]).lang
        } else {
            given
        }
    };
    let source_lang = settled(settings.source_lang, |row| row.source.as_ref());
    let target_lang = settled(settings.target_lang, |row| Some(&row.target));
    let named = |path: &str, lang: Lang, given: Lang| Named {
        path: path.to_owned(),
        lang,
        judged: given.is_unknown(),
        encoding: encoding.clone(),
    };
    let head = Head {
        source: rows()
            .any(|row| row.source.is_some())
            .then(|| named(source, source_lang, settings.source_lang)),
        target: named(target, target_lang, settings.target_lang),
        matched: Matched::Rows,
    };
    let columns = Columns {
        source,
        target,
        source_lang,
        target_lang,
        settings,
    };
    (head, columns)
}

/// Bytes of a row's texts.
fn size(row: &Row) -> usize {
    row.target.text.len() + row.source.as_ref().map_or(0, |source| source.text.len())
}

/// Puts rows together into rounds until they end or nobody wants more.
fn read_ahead(
    path: &str,
    rows: impl Iterator<Item = Result<Row, Error>>,
    send: &mpsc::SyncSender<Vec<Work>>,
) {
    let limit = ROUND_BYTES + rayon::current_num_threads() * ROUND_BYTES_A_CORE;
    let mut round = Vec::new();
    let mut round_bytes = 0;
    let mut open: Vec<Row> = Vec::new();
    let mut open_bytes = 0;
    for row in rows.map(Some).chain(iter::once(None)) {
        let row = match row {
            Some(Err(error)) => {
                // It stands behind the rows before it; those of a document stay together.
                if open.first().is_some_and(|first| first.document.is_none()) {
                    close(&mut round, &mut open);
                    open_bytes = 0;
                }
                round.push(Work::Error(error));
                // An error has no text, but many of them fill the memory too.
                round_bytes += 256;
                None
            }
            Some(Ok(row)) => {
                if open.first().is_some_and(|first| !together(first, &row)) {
                    close(&mut round, &mut open);
                    open_bytes = 0;
                }
                Some(row)
            }
            None => {
                close(&mut round, &mut open);
                None
            }
        };
        if let Some(row) = row {
            round_bytes += size(&row) + 64;
            open_bytes += size(&row);
            let document = row.document.is_some();
            open.push(row);
            if !document && (open.len() >= BATCH_ROWS || open_bytes >= BATCH_BYTES) {
                close(&mut round, &mut open);
                open_bytes = 0;
            } else if open.len() >= DOCUMENT_ROWS || open_bytes >= DOCUMENT_BYTES {
                if let Some(name) = &open[0].document {
                    let rows = open.len();
                    round.push(Work::Note(format!(
                        "{path}: document `{name}` goes on after {rows} rows; the next ones are \
                         checked as another document",
                    )));
                }
                close(&mut round, &mut open);
                open_bytes = 0;
            }
        }
        if round_bytes >= limit && !round.is_empty() {
            if send.send(std::mem::take(&mut round)).is_err() {
                return;
            }
            round_bytes = open_bytes;
        }
    }
    if !round.is_empty() {
        // Nobody wants it if the receiver is gone, and that is all right.
        let _ = send.send(round);
    }
}

/// Whether two rows that follow each other can be worked on together.
fn together(first: &Row, next: &Row) -> bool {
    first.document == next.document
        && first.source_lang == next.source_lang
        && first.target_lang == next.target_lang
}

fn close(round: &mut Vec<Work>, open: &mut Vec<Row>) {
    let rows = std::mem::take(open);
    match rows.first() {
        None => {}
        Some(first) if first.document.is_some() => round.push(Work::Document(rows)),
        Some(_) => round.push(Work::Rows(rows)),
    }
}

impl Columns<'_> {
    fn check(&self, work: Work) -> Done {
        match work {
            Work::Error(error) => Done::Error(error),
            Work::Note(note) => Done::Note(note),
            Work::Rows(rows) => Done::Checked(
                rows.into_iter()
                    .map(|row| self.bitext(vec![row], Extent::Row))
                    .collect(),
            ),
            Work::Document(rows) => Done::Checked(vec![self.bitext(rows, Extent::Rows)]),
        }
    }

    fn bitext(&self, rows: Vec<Row>, extent: Extent) -> Examined {
        let name = rows[0].document.clone();
        let lang = |given: Lang, of_row: Option<Lang>, of_column: Lang| {
            if given.is_unknown() {
                of_row.unwrap_or(of_column)
            } else {
                given
            }
        };
        let source_lang = lang(
            self.settings.source_lang,
            rows[0].source_lang,
            self.source_lang,
        );
        let target_lang = lang(
            self.settings.target_lang,
            rows[0].target_lang,
            self.target_lang,
        );
        let source = rows
            .iter()
            .any(|row| row.source.is_some())
            .then(|| column(self.source, source_lang, &rows, |row| row.source.as_ref()));
        let target = column(self.target, target_lang, &rows, |row| Some(&row.target));
        let mut examined = examine(crate::rows(source, target, extent), self.settings);
        examined.checked.name = name;
        examined
    }
}

/// One side of rows as a document: a block for each row, empty where the row has no such field.
fn column(
    path: &str,
    lang: Lang,
    rows: &[Row],
    field: impl Fn(&Row) -> Option<&Field>,
) -> Document {
    let mut text = String::new();
    let mut blocks = Vec::with_capacity(rows.len());
    let mut origin = Origin::default();
    for row in rows {
        let start = text.len();
        origin.fields.push(start as u32);
        let mut span = Span::new(start, start);
        if let Some(field) = field(row) {
            let trimmed = field.text.trim_start();
            let from = start + (field.text.len() - trimmed.len());
            span = Span::new(from, from + trimmed.trim_end().len());
            text.push_str(&field.text);
            origin.pieces.extend(field.pieces.iter().map(|piece| Piece {
                text: piece.text + start as u32,
                ..*piece
            }));
        }
        text.push('\n');
        blocks.push(Block {
            span,
            role: Role::Body,
            id: row.id.clone(),
            row: Some(row.number),
        });
    }
    Document {
        path: path.to_owned(),
        lang,
        text,
        blocks,
        origin,
    }
}

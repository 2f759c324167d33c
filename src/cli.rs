//! The command line: arguments, and what each command does with the library.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::check;
use crate::drive::{self, Event, Job, Settings};
use crate::encoder::Encoder;
use crate::mend;
use crate::read;
use crate::report::{
    AgreementFormat, BeadFormat, Compared, Format, ScoreFormat, Scores, Shown, Summary, Tally,
    View, agreement, beads,
};
use crate::score;
use crate::text::{
    Bitext, Checked, Confidence, Error, Finding, Head, Lang, Link, Matched, Severity, Wishes,
};

/// Lint for translations: finds where a translation went wrong, and says how badly.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = AFTER_HELP)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    shared: Shared,
}

const AFTER_HELP: &str = "\
Exit status:
  0  nothing found at or above --fail-on
  1  something found
  2  bad usage, an input or record that could not be read, or nothing to check";

#[derive(Debug, Subcommand)]
enum Command {
    /// Look for faults
    ///
    /// One document is checked as a translation alone; two are an original and its translation;
    /// files of pairs (.tsv, .jsonl) are checked each for itself, any number of them. `-` is
    /// standard input, plain text unless --input-format says otherwise.
    Check(Check),
    /// Score each passage and document
    Score(ScoreArgs),
    /// Align a document with its translation, or score an alignment
    Align(Align),
    /// Explain a check, with examples
    Explain {
        /// Code or name of the check, such as Q03
        code: String,
        /// Form of the output
        #[arg(long, value_name = "FORMAT", default_value = "terminal")]
        format: ExplainFormat,
    },
    /// List the checks
    List {
        /// Form of the output
        #[arg(long, value_name = "FORMAT", default_value = "terminal")]
        format: ListFormat,
    },
}

#[derive(Debug, Args)]
#[command(next_help_heading = "General")]
struct Shared {
    /// Language of the original (BCP 47), if not judged from the text
    #[arg(long, global = true, value_name = "LANG", value_parser = lang)]
    source_lang: Option<Lang>,
    /// Language of the translation (BCP 47), if not judged from the text
    #[arg(long, global = true, value_name = "LANG", value_parser = lang)]
    target_lang: Option<Lang>,
    /// Run these checks only: codes, names, or letters of families
    #[arg(long, global = true, value_name = "CODE,…", value_delimiter = ',')]
    select: Vec<String>,
    /// Do not run these checks
    #[arg(long, global = true, value_name = "CODE,…", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Cores to use; 0 for all [default: 0]. Output is the same for any number
    #[arg(
        long,
        global = true,
        value_name = "N",
        default_value_t = 0,
        hide_default_value = true
    )]
    threads: usize,
}

#[derive(Debug, Args)]
struct Inputs {
    /// What to check: a translation; an original and its translation; or files of pairs
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// The two files correspond line by line
    #[arg(long, conflicts_with_all = ["each", "source"])]
    aligned: bool,
    /// Check each file for itself, documents as translations alone
    #[arg(long, conflicts_with = "source")]
    each: bool,
    /// The original of all files
    #[arg(long, value_name = "FILE")]
    source: Option<String>,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    model: Model,
    #[command(flatten)]
    terms: Terms,
    /// Go on after so many records that cannot be read without exit status 2
    #[arg(long, value_name = "N", default_value_t = 0)]
    bad_records: u64,
    /// Stop at the first input or record that cannot be read
    #[arg(long)]
    strict: bool,
}

#[derive(Debug, Args)]
struct Reading {
    /// Format of the inputs, if their names do not tell
    #[arg(long, value_name = "FORMAT", value_parser = input_formats())]
    input_format: Option<read::Format>,
    /// The first line of TSV or CSV names the columns: source, target, id, document
    #[arg(long)]
    header: bool,
}

#[derive(Debug, Args)]
struct Model {
    /// Align documents by a sentence encoder: a folder with a BERT or XLM-R in the layout of
    /// Hugging Face, such as LaBSE or multilingual-e5 (needs a build with the feature `encoder`)
    #[arg(long, value_name = "DIR")]
    model: Option<String>,
    /// Put this before every text that the model sees, such as "query: " for e5, if not what the
    /// folder says
    #[arg(long, value_name = "TEXT", requires = "model")]
    model_prefix: Option<String>,
}

impl Model {
    fn open(&self) -> Result<Option<Arc<Encoder>>, Error> {
        let Some(folder) = &self.model else {
            return Ok(None);
        };
        let encoder = Encoder::open(folder, self.model_prefix.as_deref())?;
        Ok(Some(Arc::new(encoder)))
    }
}

#[derive(Debug, Args)]
struct Terms {
    /// Terms and how they must, may and must not be translated: TBX, CSV or TSV with the columns
    /// source, target, status, note, case. May be given again
    #[arg(long, value_name = "FILE")]
    glossary: Vec<String>,
}

impl Terms {
    fn read(&self) -> Result<Option<Arc<Wishes>>, Error> {
        let mut concepts = Vec::new();
        for path in &self.glossary {
            concepts.extend(read::glossary(path)?);
        }
        Ok((!concepts.is_empty()).then(|| Arc::new(Wishes::new(concepts))))
    }
}

#[derive(Debug, Args)]
struct Check {
    #[command(flatten)]
    inputs: Inputs,
    /// Form of the output
    #[arg(long, value_name = "FORMAT", default_value = "terminal")]
    format: CheckFormat,
    /// Show findings at least this sure
    #[arg(long, value_name = "CONFIDENCE", default_value = "medium", value_parser = confidences())]
    min_confidence: Confidence,
    /// Exit with 1 on findings at least this bad
    #[arg(long, value_name = "SEVERITY", default_value = "major", value_parser = severities())]
    fail_on: Severity,
    /// … that are at least this sure
    #[arg(long, value_name = "CONFIDENCE", default_value = "high", value_parser = confidences())]
    fail_confidence: Confidence,
    /// Compare all rows and documents of the run, not only those of one document: what is
    /// translated in two ways is reported at the later place (C01). Takes 24 bytes of memory for
    /// each distinct source segment
    #[arg(long)]
    consistency: bool,
    /// Mend in the translations what can be mended safely, then check again
    ///
    /// Spaces, marks and the like of findings of medium confidence or better; nothing else in the
    /// file is touched. Standard input goes to standard output. Only text in UTF-8.
    #[arg(long, conflicts_with = "aligned")]
    fix: bool,
    /// Show as a unified diff what --fix would change, and change nothing; exit with 1 if anything
    #[arg(long, conflicts_with_all = ["aligned", "fix"])]
    diff: bool,
    /// With --fix or --diff: mend what is of low confidence too
    #[arg(long)]
    unsafe_fixes: bool,
}

#[derive(Debug, Args)]
struct ScoreArgs {
    #[command(flatten)]
    inputs: Inputs,
    /// Form of the output
    #[arg(long, value_name = "FORMAT", default_value = "terminal")]
    format: ScoreForm,
    /// Print only passages that score less than this
    #[arg(long, value_name = "SCORE", value_parser = clap::value_parser!(f64))]
    below: Option<f64>,
    /// Print the N passages that score least, the worst first
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Print what each estimate is made of: features, their values and what they add
    #[arg(long)]
    explain: bool,
    /// How findings are weighed: mqm-freitag2021 or mqm-core
    #[arg(long, value_name = "NAME", default_value = "mqm-freitag2021")]
    profile: String,
    /// Exit with 1 if a document scores less than this
    #[arg(long, value_name = "SCORE")]
    pass: Option<f64>,
}

#[derive(Debug, Args)]
struct Align {
    /// The original
    #[arg(required_unless_present = "beads")]
    source: Option<String>,
    /// The translation
    #[arg(required_unless_present = "beads")]
    target: Option<String>,
    /// Every line is a segment, the empty ones too; they are numbered from 0
    #[arg(long)]
    lines: bool,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    model: Model,
    /// Form of the output [default: beads; with --gold terminal]
    #[arg(long, value_name = "FORMAT", hide_default_value = true)]
    format: Option<AlignForm>,
    /// Score the alignment against this one, made by hand: precision, recall and F1
    ///
    /// Strict counts beads that are just so in gold, lax those that share a segment of either side
    /// with a bead of gold; precision is over all beads, recall over those of gold that have both
    /// sides.
    #[arg(long, value_name = "FILE")]
    gold: Option<String>,
    /// Format of --gold, if it is not to be judged from its content: `[0]:[0]` lines, pairs of
    /// lists in Python, or a ladder of hunalign's
    #[arg(long, value_name = "FORMAT", requires = "gold", value_parser = link_formats())]
    gold_format: Option<read::LinkFormat>,
    /// Score this alignment, in any of the formats of --gold, instead of aligning
    #[arg(long, value_name = "FILE", requires = "gold", conflicts_with_all = ["source", "target"])]
    beads: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum CheckFormat {
    /// For reading: both sides, with marks
    Terminal,
    /// path:line:column: severity code name: message
    Concise,
    /// One JSON document
    Json,
    /// One JSON object a line
    Jsonl,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ScoreForm {
    /// A table, and a summary
    Terminal,
    /// Tab-separated columns, with a line of names
    Tsv,
    /// One JSON object a line
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AlignForm {
    /// [0, 1]:[2]:0.93
    Beads,
    /// The texts of both sides, tab-separated; with --gold the measures
    Tsv,
    /// One JSON object a line
    Jsonl,
    /// With --gold: a table
    Terminal,
    /// With --gold: one JSON document
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ListFormat {
    /// Columns
    Terminal,
    /// An array of objects
    Json,
    /// A table
    Markdown,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ExplainFormat {
    /// Text
    Terminal,
    /// An array of one object, without the examples
    Json,
}

fn lang(tag: &str) -> Result<Lang, Error> {
    let lang: Lang = tag.parse()?;
    // CLDR knows a script for every language that it knows.
    let language: Lang = lang.base().parse()?;
    if !lang.is_unknown() && language.script().is_none() {
        return Err(Error::Usage(format!(
            "`{tag}` is not the tag of a known language"
        )));
    }
    Ok(lang)
}

fn confidences() -> impl TypedValueParser<Value = Confidence> {
    PossibleValuesParser::new(["low", "medium", "high"]).map(|name| match name.as_str() {
        "low" => Confidence::Low,
        "medium" => Confidence::Medium,
        _ => Confidence::High,
    })
}

fn severities() -> impl TypedValueParser<Value = Severity> {
    PossibleValuesParser::new(["neutral", "minor", "major", "critical"]).map(|name| {
        match name.as_str() {
            "neutral" => Severity::Neutral,
            "minor" => Severity::Minor,
            "major" => Severity::Major,
            _ => Severity::Critical,
        }
    })
}

fn input_formats() -> impl TypedValueParser<Value = read::Format> {
    PossibleValuesParser::new(read::Format::ALL.map(read::Format::name))
        .try_map(|name| name.parse::<read::Format>())
}

fn link_formats() -> impl TypedValueParser<Value = read::LinkFormat> {
    PossibleValuesParser::new(read::LinkFormat::ALL.map(read::LinkFormat::name))
        .try_map(|name| name.parse::<read::LinkFormat>())
}

/// Runs what the command line asks for.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // There is nowhere to say that saying it failed.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match cli.run() {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            complain(&format!("error: {error}"));
            ExitCode::from(2)
        }
    }
}

fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

impl Cli {
    fn run(self) -> Result<u8, Error> {
        rayon::ThreadPoolBuilder::new()
            .num_threads(self.shared.threads)
            .build_global()
            .map_err(|error| Error::Usage(format!("no threads to work with: {error}")))?;
        let checks = check::select(&self.shared.select, &self.shared.ignore)?;
        let settings = |reading: &Reading, encoder| Settings {
            checks: checks.clone(),
            source_lang: self.shared.source_lang.unwrap_or_default(),
            target_lang: self.shared.target_lang.unwrap_or_default(),
            format: reading.input_format,
            header: reading.header,
            encoder,
            wishes: None,
            consistency: false,
            profile: &score::PROFILES[0],
            estimate: false,
            instead: None,
        };
        match &self.command {
            Command::Check(check) => {
                let inputs = &check.inputs;
                check.run(&Settings {
                    wishes: inputs.terms.read()?,
                    consistency: check.consistency,
                    ..settings(&inputs.reading, inputs.model.open()?)
                })
            }
            Command::Score(score) => {
                let inputs = &score.inputs;
                score.run(&Settings {
                    wishes: inputs.terms.read()?,
                    profile: score.profile()?,
                    estimate: true,
                    ..settings(&inputs.reading, inputs.model.open()?)
                })
            }
            Command::Align(align) => align.run(&settings(&align.reading, align.model.open()?)),
            Command::Explain { code, format } => {
                let named = check::select(std::slice::from_ref(code), &[])?;
                Ok(print(&match format {
                    ExplainFormat::Terminal => {
                        let pages: Vec<String> =
                            named.iter().map(|check| check::explain(check)).collect();
                        pages.join("\n\n")
                    }
                    ExplainFormat::Json => check::list_json(&named),
                }))
            }
            Command::List { format } => Ok(print(&match format {
                ListFormat::Terminal => check::list_text(&checks),
                ListFormat::Json => check::list_json(&checks),
                ListFormat::Markdown => check::list_markdown(&checks),
            })),
        }
    }
}

fn print(text: &str) -> u8 {
    let mut out = Output::new();
    let _ = out.write(text);
    out.finish(0)
}

/// Standard output. When nobody reads it any more, writing ends quietly.
struct Output {
    out: BufWriter<io::StdoutLock<'static>>,
    /// Nothing is written: something else is on standard output.
    silent: bool,
    failed: Option<io::Error>,
}

impl Output {
    fn new() -> Self {
        Output {
            out: BufWriter::with_capacity(1 << 16, io::stdout().lock()),
            silent: false,
            failed: None,
        }
    }

    fn write(&mut self, text: &str) -> ControlFlow<()> {
        if self.silent {
            return ControlFlow::Continue(());
        }
        match self.out.write_all(text.as_bytes()) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failed = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    /// Makes what was written appear before what comes on standard error.
    fn flush(&mut self) {
        if let Err(error) = self.out.flush() {
            self.failed.get_or_insert(error);
        }
    }

    fn finish(mut self, code: u8) -> u8 {
        self.flush();
        match self.failed {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                complain(&format!("error: standard output: {error}"));
                2
            }
            _ => code,
        }
    }
}

impl Inputs {
    /// Which files belong together.
    fn jobs(&self) -> Result<Vec<Job>, Error> {
        let usage = |reason: &str| Err(Error::Usage(reason.to_owned()));
        let files = &self.files;
        let named_twice = |path: &str| files.iter().filter(|file| *file == path).count() > 1;
        let source = self.source.as_deref();
        if named_twice("-") || (source == Some("-") && files.iter().any(|file| file == "-")) {
            return usage("standard input can be read only once");
        }
        let alone = || files.iter().cloned().map(Job::Alone).collect();
        if self.aligned {
            return match files.as_slice() {
                [source, target] => Ok(vec![Job::Aligned {
                    source: source.clone(),
                    target: target.clone(),
                }]),
                _ => usage("--aligned needs two files: SOURCE TARGET"),
            };
        }
        if self.each {
            return Ok(alone());
        }
        let pairs = files.iter().chain(&self.source).filter(|path| {
            let format = self.reading.input_format;
            let format = format.or_else(|| read::Format::of_name(path));
            format.is_some_and(read::Format::is_pairs)
        });
        let pairs = pairs.count();
        if let Some(source) = source {
            if pairs > 0 {
                return usage("--source is for documents; files of pairs have their own");
            }
            return Ok(files
                .iter()
                .map(|target| Job::Documents {
                    source: source.to_owned(),
                    target: target.clone(),
                })
                .collect());
        }
        match files.as_slice() {
            _ if pairs == files.len() => Ok(alone()),
            _ if pairs > 0 => usage(
                "files of pairs and documents are not checked together; \
                 --each checks every one for itself",
            ),
            [_] => Ok(alone()),
            [source, target] => Ok(vec![Job::Documents {
                source: source.clone(),
                target: target.clone(),
            }]),
            _ => usage(
                "three documents or more need --each (each for itself) \
                 or --source FILE (the original of all)",
            ),
        }
    }
}

/// What all commands that go through inputs share: output, errors, exit code.
struct Session<'a> {
    inputs: &'a Inputs,
    settings: &'a Settings,
    out: Output,
    progress: Progress,
    head: Option<Head>,
    read: u64,
    unreadable: u64,
    bad_records: u64,
    segments: u64,
}

impl<'a> Session<'a> {
    fn new(inputs: &'a Inputs, settings: &'a Settings) -> Self {
        Session {
            inputs,
            settings,
            out: Output::new(),
            progress: Progress::new(),
            head: None,
            read: 0,
            unreadable: 0,
            bad_records: 0,
            segments: 0,
        }
    }

    fn signature(&self) -> String {
        self.head
            .as_ref()
            .map_or_else(String::new, |head| drive::signature(head, self.settings))
    }

    fn note(&mut self, note: &str) -> ControlFlow<()> {
        self.out.flush();
        self.progress.clear();
        complain(note);
        ControlFlow::Continue(())
    }

    fn error(&mut self, error: &Error, printed: &str) -> ControlFlow<()> {
        self.out.write(printed)?;
        self.note(&error.to_string())?;
        if self.inputs.strict {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    fn finish(mut self, failing: bool) -> u8 {
        self.progress.clear();
        let broken = self.unreadable > 0 || self.bad_records > self.inputs.bad_records;
        if self.segments == 0 && self.unreadable == 0 && self.bad_records == 0 {
            self.out.flush();
            complain("nothing to check: the input is empty");
        }
        let code = if broken || self.segments == 0 {
            2
        } else {
            u8::from(failing)
        };
        self.out.finish(code)
    }
}

/// Tells on a terminal how far the work is, unless it would stand between the findings.
struct Progress {
    shown: bool,
    wanted: bool,
    segments: u64,
    last: Instant,
}

impl Progress {
    fn new() -> Self {
        Progress {
            shown: false,
            wanted: io::stderr().is_terminal() && !io::stdout().is_terminal(),
            segments: 0,
            last: Instant::now(),
        }
    }

    fn add(&mut self, segments: u64) {
        self.segments += segments;
        if self.wanted && self.last.elapsed() > Duration::from_millis(200) {
            self.last = Instant::now();
            self.shown = true;
            let _ = write!(io::stderr(), "\r{} segments", self.segments);
        }
    }

    fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

/// What is made of a bitext on any core.
struct Part {
    printed: String,
    tally: Tally,
    failing: bool,
    segments: u64,
}

impl Check {
    fn run(&self, settings: &Settings) -> Result<u8, Error> {
        let jobs = self.inputs.jobs()?;
        if self.unsafe_fixes && !self.fix && !self.diff {
            return Err(Error::Usage(
                "--unsafe-fixes needs --fix or --diff".to_owned(),
            ));
        }
        if self.diff {
            return Ok(self.show_diff(&jobs, settings));
        }
        if !self.fix {
            return Ok(self.report(&jobs, settings, true).code);
        }
        let (mut count, mut files, mut failed) = (0, 0u64, false);
        let mut settings = settings.clone();
        let mut piped = false;
        for job in &jobs {
            let mended = mend::mend(job, &settings, self.least()).and_then(|mended| {
                mended.save()?;
                Ok(mended)
            });
            match mended {
                Ok(mended) => {
                    count += mended.count;
                    files += u64::from(mended.count > 0);
                    if mended.path == "-" {
                        piped = true;
                        settings.instead = Some((mended.path, mended.after.into_bytes().into()));
                    }
                }
                Err(error) => {
                    complain(&error.to_string());
                    failed = true;
                    piped |= mend::target(job) == "-";
                }
            }
        }
        // The text itself is on standard output.
        let reported = self.report(&jobs, &settings, !piped);
        let plural = |count: u64| if count == 1 { "" } else { "s" };
        complain(&format!(
            "{count} fault{} mended in {files} file{}, {} finding{} remain{}",
            plural(count),
            plural(files),
            reported.shown,
            plural(reported.shown),
            if reported.shown == 1 { "s" } else { "" },
        ));
        Ok(if failed { 2 } else { reported.code })
    }

    /// How sure a finding must be to be mended.
    fn least(&self) -> Confidence {
        if self.unsafe_fixes {
            Confidence::Low
        } else {
            Confidence::Medium
        }
    }

    fn show_diff(&self, jobs: &[Job], settings: &Settings) -> u8 {
        let mut out = Output::new();
        let mut code = 0;
        for job in jobs {
            match mend::mend(job, settings, self.least()) {
                Ok(mended) => {
                    let diff = mended.diff();
                    code = code.max(u8::from(!diff.is_empty()));
                    if out.write(&diff).is_break() {
                        break;
                    }
                }
                Err(error) => {
                    complain(&error.to_string());
                    code = 2;
                }
            }
        }
        out.finish(code)
    }

    /// Prints what is found, or only counts it.
    fn report(&self, jobs: &[Job], settings: &Settings, print: bool) -> Reported {
        let view = View {
            format: match self.format {
                CheckFormat::Terminal => Format::Terminal,
                CheckFormat::Concise => Format::Concise,
                CheckFormat::Json => Format::Json,
                CheckFormat::Jsonl => Format::Jsonl,
            },
            min_confidence: self.min_confidence,
            colour: anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
        };
        let mut session = Session::new(&self.inputs, settings);
        session.out.silent = !print;
        let mut printing = Printing {
            view,
            first: true,
            input: Tally::default(),
            all: Tally::default(),
            later: Vec::new(),
        };
        let mut failing = false;
        let render = |_: &Head, checked: &Checked| {
            let (printed, tally) = view.findings(checked);
            Part {
                printed,
                tally,
                failing: checked.findings.iter().any(|finding| self.fails(finding)),
                segments: checked.bitext.target.segments.len() as u64,
            }
        };
        let _ = session.out.write(view.begin());
        let _ = drive::run(jobs, settings, render, |event| match event {
            Event::Input(head) => {
                printing.foot(&mut session)?;
                session.read += 1;
                let printed = view.head(&head);
                let gap = if session.read > 1 && !printed.is_empty() {
                    "\n"
                } else {
                    ""
                };
                session.head = Some(head);
                session.out.write(&format!("{gap}{printed}"))
            }
            Event::Bitext(part) => {
                failing |= part.failing;
                session.segments += part.segments;
                session.progress.add(part.segments);
                printing.input += part.tally;
                let printed = view.joined(&part.printed, &mut printing.first);
                session.out.write(printed)
            }
            Event::Unreadable(error) => {
                session.unreadable += 1;
                let printed = view.error(&error);
                session.error(&error, view.joined(&printed, &mut printing.first))
            }
            Event::BadRecord(error) => {
                session.bad_records += 1;
                let printed = view.error(&error);
                session.error(&error, view.joined(&printed, &mut printing.first))
            }
            Event::Note(note) => session.note(&note),
        });
        let _ = printing.foot(&mut session);
        let end = view.end(session.read, &printing.all, &printing.later);
        let _ = session.out.write(&end);
        Reported {
            code: session.finish(failing),
            shown: printing.all.shown.iter().sum(),
        }
    }

    fn fails(&self, finding: &Finding) -> bool {
        finding.severity >= self.fail_on && finding.confidence >= self.fail_confidence
    }
}

/// What a report came to.
struct Reported {
    code: u8,
    /// Findings that were printed.
    shown: u64,
}

struct Printing {
    view: View,
    first: bool,
    input: Tally,
    all: Tally,
    later: Vec<serde_json::Value>,
}

impl Printing {
    /// Ends an input, if there is one.
    fn foot(&mut self, session: &mut Session<'_>) -> ControlFlow<()> {
        let signature = session.signature();
        let Some(head) = session.head.take() else {
            return ControlFlow::Continue(());
        };
        let tally = std::mem::take(&mut self.input);
        self.all += tally;
        let printed = self.view.foot(&head, &tally, &signature, &mut self.later);
        session.out.write(&printed)
    }
}

impl ScoreArgs {
    /// The profile that was asked for.
    fn profile(&self) -> Result<&'static score::Profile, Error> {
        let mut profiles = score::PROFILES.iter();
        let found = profiles.find(|profile| profile.name == self.profile);
        found.ok_or_else(|| {
            let names = score::PROFILES.map(|profile| profile.name).join(", ");
            Error::Usage(format!("no profile `{}`; there are {names}", self.profile))
        })
    }

    fn run(&self, settings: &Settings) -> Result<u8, Error> {
        let jobs = self.inputs.jobs()?;
        let format = match self.format {
            ScoreForm::Terminal => ScoreFormat::Terminal,
            ScoreForm::Tsv => ScoreFormat::Tsv,
            ScoreForm::Jsonl => ScoreFormat::Jsonl,
        };
        for bound in [self.below, self.pass].into_iter().flatten() {
            if !(0.0..=100.0).contains(&bound) {
                return Err(Error::Usage(format!("a score is 0 to 100, not {bound}")));
            }
        }
        let shown = Shown {
            below: self.below.map(|score| libm::ceil(score * 100.0) as u64),
            explain: self.explain,
        };
        let mut session = Session::new(&self.inputs, settings);
        let mut document: Option<Scores> = None;
        let mut summary = Summary::new(self.top.unwrap_or(0));
        let mut failing = false;
        let render = |head: &Head, checked: &Checked| {
            let signature = drive::signature(head, settings);
            let scores = format.passages(checked, score::CONFIDENCE, &signature, shown);
            (scores, checked.bitext.target.segments.len() as u64)
        };
        let mut end = |session: &mut Session<'_>, document: Option<Scores>| {
            let (Some(scores), Some(head)) = (document, &session.head) else {
                return ControlFlow::Continue(());
            };
            failing |= self.pass.is_some_and(|pass| scores.sum.value() < pass);
            if self.top.is_some() {
                return ControlFlow::Continue(());
            }
            let printed = format.document(head, &scores, &drive::signature(head, settings));
            session.out.write(&printed)
        };
        let _ = session.out.write(&format.begin());
        let _ = drive::run(&jobs, settings, render, |event| match event {
            Event::Input(head) => {
                end(&mut session, document.take())?;
                session.head = Some(head);
                ControlFlow::Continue(())
            }
            Event::Bitext((mut scores, segments)) => {
                session.segments += segments;
                session.progress.add(segments);
                if document
                    .as_ref()
                    .is_some_and(|open| open.name != scores.name)
                {
                    end(&mut session, document.take())?;
                }
                summary.add(&mut scores);
                for passage in &scores.passages {
                    session.out.write(&passage.printed)?;
                }
                let open = document.get_or_insert_default();
                open.name = scores.name;
                open.sum.join(&scores.sum);
                open.fingerprints.extend(scores.fingerprints);
                ControlFlow::Continue(())
            }
            Event::Unreadable(error) => {
                session.unreadable += 1;
                session.error(&error, &format.error(&error))
            }
            Event::BadRecord(error) => {
                session.bad_records += 1;
                session.error(&error, &format.error(&error))
            }
            Event::Note(note) => session.note(&note),
        });
        let _ = end(&mut session, document);
        let _ = session.out.write(&summary.worst());
        let _ = session
            .out
            .write(&format.summary(&summary, &session.signature()));
        Ok(session.finish(failing))
    }
}

impl Align {
    fn run(&self, settings: &Settings) -> Result<u8, Error> {
        let given = [&self.source, &self.target, &self.gold, &self.beads];
        let piped = given.iter().filter(|path| path.as_deref() == Some("-"));
        if piped.count() > 1 {
            return Err(Error::Usage(
                "standard input can be read only once".to_owned(),
            ));
        }
        match &self.gold {
            Some(gold) => self.score(gold, settings),
            None => self.print(settings),
        }
    }

    /// Prints the alignment.
    fn print(&self, settings: &Settings) -> Result<u8, Error> {
        let format = match self.format.unwrap_or(AlignForm::Beads) {
            AlignForm::Beads => BeadFormat::Beads,
            AlignForm::Tsv => BeadFormat::Tsv,
            AlignForm::Jsonl => BeadFormat::Jsonl,
            AlignForm::Terminal | AlignForm::Json => {
                return Err(Error::Usage(
                    "an alignment is printed as beads, tsv or jsonl; the other forms need --gold"
                        .to_owned(),
                ));
            }
        };
        let Some(mut bitext) = self.align(settings) else {
            return Ok(2);
        };
        if format == BeadFormat::Jsonl {
            crate::witness(&mut bitext);
        }
        let mut out = Output::new();
        let _ = out.write(&beads(&bitext, format));
        Ok(out.finish(self.code(bitext.beads.len())))
    }

    /// Prints how far the alignment agrees with gold.
    fn score(&self, gold: &str, settings: &Settings) -> Result<u8, Error> {
        let format = match self.format.unwrap_or(AlignForm::Terminal) {
            AlignForm::Terminal => AgreementFormat::Terminal,
            AlignForm::Json => AgreementFormat::Json,
            AlignForm::Tsv => AgreementFormat::Tsv,
            AlignForm::Beads | AlignForm::Jsonl => {
                return Err(Error::Usage(
                    "measures are printed as terminal, json or tsv; \
                     without --gold there are beads and jsonl"
                        .to_owned(),
                ));
            }
        };
        let mut errors = Vec::new();
        let mut segments = None;
        let test: Vec<Link> = if let Some(path) = &self.beads {
            let judged = read::links(path, None, None)?;
            errors.extend(judged.errors);
            judged.links
        } else {
            let Some(bitext) = self.align(settings) else {
                return Ok(2);
            };
            let source = bitext.source.as_ref();
            let source = source.map_or(0, |source| source.segments.len());
            segments = Some([source, bitext.target.segments.len()]);
            bitext.beads.iter().map(|bead| bead.link()).collect()
        };
        let right = read::links(gold, self.gold_format, segments)?;
        errors.extend(right.errors);
        for error in &errors {
            complain(&error.to_string());
        }
        let texts = self.source.as_deref().zip(self.target.as_deref());
        let compared = Compared {
            gold,
            beads: self.beads.as_deref(),
            texts: texts.map(|(source, target)| [source, target]),
            errors: &errors,
        };
        let found = score::agreement(&right.links, &test);
        let mut out = Output::new();
        let _ = out.write(&agreement(&found, compared, format));
        let code = if errors.is_empty() {
            self.code(test.len().min(right.links.len()))
        } else {
            2
        };
        Ok(out.finish(code))
    }

    /// The two texts aligned; without them, what is wrong has been said.
    fn align(&self, settings: &Settings) -> Option<Bitext> {
        let (source, target) = self.source.as_deref().zip(self.target.as_deref())?;
        let (bitext, head) = match drive::align(source, target, self.lines, settings) {
            Ok(aligned) => aligned,
            Err(errors) => {
                for error in errors {
                    complain(&error.to_string());
                }
                return None;
            }
        };
        if let Matched::Aligned { confidence, .. } = head.matched
            && confidence < drive::LEAST_CONFIDENCE
        {
            complain(&format!(
                "{source} and {target} do not seem to belong together: \
                 mean confidence {confidence:.2}",
            ));
        }
        Some(bitext)
    }

    /// The exit status where so much was there to work on.
    fn code(&self, beads: usize) -> u8 {
        if beads > 0 {
            return 0;
        }
        complain(match self.gold {
            Some(_) => "nothing to score: an alignment is empty",
            None => "nothing to align: the input is empty",
        });
        2
    }
}

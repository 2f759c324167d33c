//! Bytes become documents, rows or alignments; one file per format.
//!
//! Formats are told from the file's name and then from its content; compression and encoding
//! from the bytes alone.

mod csv;
mod encoding;
mod glossary;
mod html;
mod jsonl;
mod lines;
mod links;
mod pairs;
mod place;
mod plain;
mod roles;
mod source;
mod tsv;
mod written;

use std::fmt;
use std::str::FromStr;

use crate::text::{Document, Error, Lang};

use encoding::Said;
pub use glossary::{glossary, glossary_from_text};
pub use links::{LinkFormat, Links, links};
pub use pairs::{Pairs, aligned};
pub use plain::plain;
pub use written::{Written, written};

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// A text without markup.
    Plain,
    /// A web page.
    Html,
    /// Pairs: one line is one record, fields are split at tabs, nothing is quoted.
    Tsv,
    /// Pairs: one JSON object a line.
    Jsonl,
    /// Pairs: fields split at commas, quoted as RFC 4180 says. Never guessed.
    Csv,
}

impl Format {
    /// All of them, in the order in which help names them.
    pub const ALL: [Format; 5] = [
        Format::Plain,
        Format::Html,
        Format::Tsv,
        Format::Jsonl,
        Format::Csv,
    ];

    /// What the command line calls it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Plain => "plain",
            Format::Html => "html",
            Format::Tsv => "tsv",
            Format::Jsonl => "jsonl",
            Format::Csv => "csv",
        }
    }

    /// Whether it holds pairs rather than one document.
    pub fn is_pairs(self) -> bool {
        matches!(self, Format::Tsv | Format::Jsonl | Format::Csv)
    }

    /// The format that a file name promises; endings of compression are looked through.
    ///
    /// `.csv` promises nothing: what is called so is separated by commas, semicolons or tabs.
    pub fn of_name(path: &str) -> Option<Self> {
        let mut name = path.to_ascii_lowercase();
        for ending in [".gz", ".zst"] {
            if let Some(stem) = name.strip_suffix(ending) {
                name = stem.to_owned();
                break;
            }
        }
        let (_, ending) = name.rsplit_once('.')?;
        match ending {
            "txt" => Some(Format::Plain),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            "tsv" => Some(Format::Tsv),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            _ => None,
        }
    }

    /// The format that a text shows by how it begins, for names that promise nothing.
    fn of_content(head: &[u8]) -> Option<Self> {
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        let head = head.trim_ascii_start();
        let begins = |start: &[u8]| {
            head.get(..start.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(start))
        };
        if [&b"<!doctype html"[..], b"<html"]
            .iter()
            .any(|start| begins(start))
        {
            return Some(Format::Html);
        }
        let line = head.split(|byte| *byte == b'\n').next()?;
        let record = line.starts_with(b"{\"") && line.trim_ascii_end().ends_with(b"}");
        let paired = memchr::memmem::find(line, b"\"target\"").is_some();
        (record && paired).then_some(Format::Jsonl)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Format::ALL
            .into_iter()
            .find(|format| format.name() == name)
            .ok_or_else(|| Error::Usage(format!("`{name}` is not an input format")))
    }
}

/// What the user says about an input.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Forces the format.
    pub format: Option<Format>,
    /// Language of a document; rows carry only what their format says.
    pub lang: Lang,
    /// TSV and CSV: the first record names the columns `source`, `target`, `id`, `document`.
    pub header: bool,
}

impl Options {
    fn said(&self) -> Said {
        Said {
            lang: self.lang,
            encoding: None,
        }
    }
}

/// What a file holds.
#[derive(Debug)]
pub enum Input {
    /// One text.
    Document {
        /// The text; without blocks if the file is empty.
        document: Document,
        /// The encoding, where it had to be guessed: `windows-1251`.
        assumed: Option<String>,
    },
    /// Records with a translation and, mostly, its source.
    Pairs(Pairs),
}

/// Opens a file, `-` being standard input. A document is read whole, pairs as they are asked for.
///
/// # Errors
/// If the file cannot be read or decoded, or is too large for a document.
pub fn open(path: &str, options: &Options) -> Result<Input, Error> {
    input(source::Source::open(path)?, options)
}

/// As [`open`], from bytes in memory; `path` is for messages and the format.
///
/// # Errors
/// As [`open`].
pub fn from_bytes(path: &str, bytes: Vec<u8>, options: &Options) -> Result<Input, Error> {
    input(source::Source::from_bytes(path, bytes)?, options)
}

/// Reads a file in which every line, the empty ones too, is one block. Blocks of empty lines are
/// empty, so that block numbers are line numbers (from 0).
///
/// # Errors
/// As [`open`].
pub fn lines(path: &str, options: &Options) -> Result<Document, Error> {
    let (text, _) = source::Source::open(path)?.text(options.said())?;
    Ok(plain::by_line(path, text, options.lang))
}

/// The format in which a file is read: the given one, or what its name or else its beginning tells.
pub fn format(path: &str, head: &[u8], given: Option<Format>) -> Format {
    given
        .or_else(|| Format::of_name(path))
        .or_else(|| (path != "-").then(|| Format::of_content(head))?)
        .unwrap_or(Format::Plain)
}

fn input(source: source::Source, options: &Options) -> Result<Input, Error> {
    let path = source.path().to_owned();
    let format = format(&path, source.head(), options.format);
    let said = options.said();
    Ok(match format {
        Format::Tsv => Input::Pairs(tsv::pairs(source, options.header)?),
        Format::Csv => Input::Pairs(csv::pairs(source, options.header)?),
        Format::Jsonl => Input::Pairs(jsonl::pairs(source)?),
        Format::Plain => {
            let (text, assumed) = source.text(said)?;
            let document = plain::plain(&path, text, options.lang);
            Input::Document { document, assumed }
        }
        Format::Html => {
            let encoding = html::declared(source.head());
            let (text, assumed) = source.text(Said { encoding, ..said })?;
            let document = html::html(&path, &text, options.lang);
            Input::Document { document, assumed }
        }
    })
}

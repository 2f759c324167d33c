//! The stream of rows that all formats of pairs give.

use std::fmt;

use crate::text::{Error, Field, Row};

use super::Options;
use super::lines::{Line, Lines};
use super::place::{Cursor, Tracer};
use super::source::Source;

/// Rows in file order, read as they are asked for, in memory for one row. A record that cannot be
/// understood is an error in its place; the rows after it still come.
pub struct Pairs {
    rows: Box<dyn Iterator<Item = Result<Row, Error>> + Send>,
    assumed: Option<String>,
}

impl Pairs {
    pub(super) fn new(
        rows: impl Iterator<Item = Result<Row, Error>> + Send + 'static,
        assumed: Option<String>,
    ) -> Self {
        Pairs {
            rows: Box::new(rows),
            assumed,
        }
    }

    /// The encoding, where it had to be guessed: `windows-1251`.
    pub fn assumed(&self) -> Option<&str> {
        self.assumed.as_deref()
    }
}

impl fmt::Debug for Pairs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pairs")
            .field("assumed", &self.assumed)
            .finish_non_exhaustive()
    }
}

impl Iterator for Pairs {
    type Item = Result<Row, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.rows.next()
    }
}

/// A field that stands in the file as it is, from `start` of a line to `end`.
pub(super) fn verbatim(line: &Line<'_>, start: usize, end: usize) -> Field {
    let mut cursor = Cursor::line(line.offset, line.number);
    cursor.advance(&line.text[..start]);
    let mut tracer = Tracer::new(cursor);
    tracer.verbatim(&line.text[start..end]);
    tracer.into_field()
}

/// Pairs two plain files line by line. If one has more lines, an error that names both counts
/// follows the rows they share. Row positions are those of each row's own file.
///
/// # Errors
/// If one of the files cannot be read or decoded.
pub fn aligned(source: &str, target: &str, _options: &Options) -> Result<Pairs, Error> {
    let (source, assumed_source) = Source::open(source)?.lines()?;
    let (target, assumed_target) = Source::open(target)?.lines()?;
    let rows = Aligned {
        source,
        target,
        number: 0,
        done: false,
    };
    Ok(Pairs::new(rows, assumed_source.or(assumed_target)))
}

struct Aligned {
    source: Lines,
    target: Lines,
    number: u64,
    done: bool,
}

impl Iterator for Aligned {
    type Item = Result<Row, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let number = self.number;
        self.number += 1;
        let (source, target) = match (self.source.next(), self.target.next()) {
            (None, None) => return None,
            (Some(source), Some(target)) => (source, target),
            (source, target) => {
                self.done = true;
                let (source, target) = (source.is_some(), target.is_some());
                let sources = number + count(source, &mut self.source);
                let targets = number + count(target, &mut self.target);
                return Some(Err(Error::record(
                    self.target.path(),
                    number + 1,
                    format!(
                        "{} has {sources} lines and {} has {targets}, so they are not aligned",
                        self.source.path(),
                        self.target.path(),
                    ),
                )));
            }
        };
        Some(source.and_then(|source| {
            let target = target?;
            Ok(Row {
                number,
                source: (!source.text.trim().is_empty())
                    .then(|| verbatim(&source, 0, source.text.len())),
                target: verbatim(&target, 0, target.text.len()),
                ..Row::default()
            })
        }))
    }
}

fn count(pending: bool, lines: &mut Lines) -> u64 {
    let mut count = u64::from(pending);
    while lines.next().is_some() {
        count += 1;
    }
    count
}

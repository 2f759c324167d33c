//! Lines of a stream, with their place.

use std::io::{BufRead, Read};

use crate::text::Error;

use super::source::unreadable;

/// A record longer than this is refused, so that a file without line ends cannot fill the memory.
const LONGEST_LINE: u64 = 1 << 28;

/// Reads lines that end in LF or CRLF, in memory for one line.
pub(super) struct Lines {
    path: String,
    reader: Box<dyn BufRead + Send>,
    buffer: Vec<u8>,
    number: u64,
    offset: u64,
    failed: bool,
}

/// A line without its end.
pub(super) struct Line<'a> {
    /// What it says.
    pub text: &'a str,
    /// Counted from 1.
    pub number: u64,
    /// Of its first byte in the decoded file.
    pub offset: u64,
}

impl Lines {
    pub fn new(path: String, reader: Box<dyn BufRead + Send>) -> Self {
        Lines {
            path,
            reader,
            buffer: Vec::new(),
            number: 0,
            offset: 0,
            failed: false,
        }
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    /// The next line; an error if it is too long or not UTF-8, after which the next one follows,
    /// or if reading failed, after which nothing follows.
    #[allow(clippy::should_implement_trait, reason = "it lends its buffer")]
    pub fn next(&mut self) -> Option<Result<Line<'_>, Error>> {
        if self.failed {
            return None;
        }
        self.buffer.clear();
        let read = (&mut self.reader)
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut self.buffer);
        let offset = self.offset;
        match read {
            Ok(0) => return None,
            Ok(read) => self.offset += read as u64,
            Err(error) => {
                self.failed = true;
                return Some(Err(unreadable(&self.path, &error)));
            }
        }
        self.number += 1;
        if self.buffer.ends_with(b"\n") {
            self.buffer.pop();
            if self.buffer.ends_with(b"\r") {
                self.buffer.pop();
            }
        } else if self.buffer.len() as u64 == LONGEST_LINE {
            if let Err(error) = self.skip_line() {
                self.failed = true;
                return Some(Err(error));
            }
            return Some(self.error("line is longer than 256 MiB"));
        }
        Some(match std::str::from_utf8(&self.buffer) {
            Ok(text) => Ok(Line {
                text,
                number: self.number,
                offset,
            }),
            Err(_) => self.error("line is not valid UTF-8"),
        })
    }

    fn error<T>(&self, reason: &str) -> Result<T, Error> {
        Err(Error::record(&self.path, self.number, reason))
    }

    fn skip_line(&mut self) -> Result<(), Error> {
        let skipped = self.reader.skip_until(b'\n');
        self.offset += skipped.map_err(|error| unreadable(&self.path, &error))? as u64;
        Ok(())
    }
}

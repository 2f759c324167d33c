//! Lines of a stream, with their place.

use std::io::{BufRead, Read};

use crate::text::Error;

use super::source::{Stream, invalid, unreadable};

/// A record longer than this is refused, so that a file without line ends cannot fill the memory.
const LONGEST_LINE: u64 = 1 << 28;

/// Reads lines that end in LF or CRLF, in memory for one line.
pub(super) struct Lines {
    stream: Stream,
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
    pub fn new(stream: Stream) -> Self {
        Lines {
            stream,
            buffer: Vec::new(),
            number: 0,
            offset: 0,
            failed: false,
        }
    }

    pub fn path(&self) -> &str {
        &self.stream.path
    }

    /// The next line; an error if it is too long, damaged or holds a NUL byte, after which the next
    /// one follows, or if reading failed, after which nothing follows.
    pub fn next(&mut self) -> Option<Result<Line<'_>, Error>> {
        if self.failed {
            return None;
        }
        self.buffer.clear();
        let read = (&mut self.stream.reader)
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut self.buffer);
        let offset = self.offset;
        match read {
            Ok(0) => return None,
            Ok(read) => self.offset += read as u64,
            Err(error) => {
                self.failed = true;
                return Some(Err(unreadable(&self.stream.path, &error)));
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
            Ok(text) if memchr::memchr(0, text.as_bytes()).is_some() => {
                self.error("line holds a NUL byte")
            }
            Ok(text) => Ok(Line {
                text,
                number: self.number,
                offset,
            }),
            Err(_) => self.error(&invalid(self.stream.encoding)),
        })
    }

    fn error<T>(&self, reason: &str) -> Result<T, Error> {
        Err(Error::record(&self.stream.path, self.number, reason))
    }

    fn skip_line(&mut self) -> Result<(), Error> {
        let skipped = self.stream.reader.skip_until(b'\n');
        self.offset += skipped.map_err(|error| unreadable(&self.stream.path, &error))? as u64;
        Ok(())
    }
}

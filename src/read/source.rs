//! Files and standard input as streams of UTF-8.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};

use crate::text::Error;

use super::lines::Lines;

/// A text must fit the 32-bit offsets of [`crate::text::Span`].
const LONGEST_TEXT: u64 = u32::MAX as u64;

/// An opened input.
pub(super) struct Source {
    path: String,
    reader: Box<dyn BufRead + Send>,
}

impl Source {
    /// Opens a file, or standard input for `-`.
    pub fn open(path: &str) -> Result<Self, Error> {
        let reader: Box<dyn BufRead + Send> = if path == "-" {
            Box::new(BufReader::new(io::stdin()))
        } else {
            let file = File::open(path).map_err(|error| unreadable(path, &error))?;
            let about = file.metadata().map_err(|error| unreadable(path, &error))?;
            if about.is_dir() {
                return Err(Error::file(path, "is a directory, not a file"));
            }
            Box::new(BufReader::with_capacity(1 << 16, file))
        };
        Ok(Source {
            path: path.to_owned(),
            reader,
        })
    }

    /// Bytes in memory.
    pub fn from_bytes(path: &str, bytes: Vec<u8>) -> Result<Self, Error> {
        Ok(Source {
            path: path.to_owned(),
            reader: Box::new(Cursor::new(bytes)),
        })
    }

    /// As the user gave it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text, and its encoding where that was guessed.
    pub fn text(self) -> Result<(String, Option<String>), Error> {
        let mut bytes = Vec::new();
        self.reader
            .take(LONGEST_TEXT + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| unreadable(&self.path, &error))?;
        if bytes.len() as u64 > LONGEST_TEXT {
            return Err(Error::file(
                &self.path,
                "text is 4 GiB or more, too long for one document",
            ));
        }
        let text = String::from_utf8(bytes)
            .map_err(|_| Error::file(&self.path, "text is not valid UTF-8"))?;
        Ok((text, None))
    }

    /// The text line by line, and its encoding where that was guessed.
    pub fn lines(self) -> Result<(Lines, Option<String>), Error> {
        Ok((Lines::new(self.path, self.reader), None))
    }
}

pub(super) fn unreadable(path: &str, error: &io::Error) -> Error {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        _ => format!("cannot be read: {error}"),
    };
    Error::file(path, reason)
}

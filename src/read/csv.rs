//! CSV as RFC 4180 and `csv-core` have it: fields split at commas, quoted with `"`.
//!
//! `csv` itself tells where a record begins, not where a field does, so its core is used.

use std::borrow::Cow;
use std::io::BufRead;

use csv_core::{ReadFieldResult, Reader};

use crate::text::{Error, Field, Row};

use super::pairs::Pairs;
use super::place::{Cursor, Tracer};
use super::source::{Source, Stream, invalid, unreadable};
use super::tsv::Columns;

/// As for lines: an unclosed quotation mark would else take the rest of the file into memory.
const LONGEST_FIELD: usize = 1 << 28;

/// The rows of a CSV file.
///
/// # Errors
/// If the file is no text, or its header names no target.
pub(super) fn pairs(source: Source, header: bool) -> Result<Pairs, Error> {
    let stream = source.stream()?;
    let assumed = stream.assumed.clone();
    let mut records = Records {
        stream,
        parser: Reader::new(),
        cursor: Cursor::START,
        columns: Columns::PLAIN,
        line: 0,
        number: 0,
        failed: false,
    };
    if header {
        let mut names = Vec::new();
        while let Some(field) = records.field()? {
            let name = records.trace(&field, names.is_empty());
            names.push(name.map(|name| name.text).unwrap_or_default());
            if field.last {
                break;
            }
        }
        if !names.is_empty() {
            records.columns = Columns::named(names.iter().map(String::as_str))
                .map_err(|reason| Error::record(&records.stream.path, records.line, reason))?;
        }
    }
    Ok(Pairs::new(records, assumed))
}

struct Records {
    stream: Stream,
    parser: Reader,
    cursor: Cursor,
    columns: Columns,
    /// Where the record begins.
    line: u64,
    number: u64,
    failed: bool,
}

/// One field.
#[derive(Default)]
struct Raw {
    /// As written, with the comma or line end before or after it.
    raw: Vec<u8>,
    /// Without quotation marks.
    value: Vec<u8>,
    too_long: bool,
    /// Whether it ends the record.
    last: bool,
}

impl Records {
    /// The next field; `None` at the end of the file.
    fn field(&mut self) -> Result<Option<Raw>, Error> {
        let mut field = Raw::default();
        let mut output = [0; 4096];
        loop {
            let input = self
                .stream
                .reader
                .fill_buf()
                .map_err(|error| unreadable(&self.stream.path, &error))?;
            let (result, read, written) = self.parser.read_field(input, &mut output);
            if field.raw.len() <= LONGEST_FIELD {
                field.raw.extend_from_slice(&input[..read]);
                field.value.extend_from_slice(&output[..written]);
            } else {
                field.too_long = true;
                self.cursor.file += read as u64;
                self.cursor.line += memchr::memchr_iter(b'\n', &input[..read]).count() as u64;
            }
            self.stream.reader.consume(read);
            match result {
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::Field { record_end } => {
                    field.last = record_end;
                    return Ok(Some(field));
                }
                ReadFieldResult::End => return Ok(None),
            }
        }
    }

    /// A record, or what is wrong with it after it was read to its end.
    fn record(&mut self) -> Result<Option<Row>, Error> {
        let mut row = Row {
            number: self.number,
            ..Row::default()
        };
        let mut broken = None;
        let mut line = 0;
        let mut fields = 0;
        while let Some(field) = self.field()? {
            let text = self.trace(&field, fields == 0);
            if fields == 0 {
                line = self.line;
            }
            match text {
                Ok(text) => self.columns.put(&mut row, fields, text),
                Err(reason) => broken = broken.or(Some(reason)),
            }
            fields += 1;
            if field.last {
                break;
            }
        }
        if fields == 0 {
            return Ok(None);
        }
        self.number += 1;
        if fields <= self.columns.target {
            broken = broken.or_else(|| Some(self.columns.too_short(fields)));
        }
        match broken {
            Some(reason) => Err(Error::record(&self.stream.path, line, reason)),
            None => Ok(Some(row)),
        }
    }

    /// Finds the place of each byte of a field and moves past it.
    fn trace(&mut self, field: &Raw, first: bool) -> Result<Field, String> {
        let mut bytes = &field.raw[..];
        if first {
            // The parser passes over what is left of the line end before it, and blank lines.
            while let Some((b'\r' | b'\n', rest)) = bytes.split_first() {
                self.cursor
                    .advance(if bytes[0] == b'\n' { "\n" } else { "\r" });
                bytes = rest;
            }
            self.line = self.cursor.line;
        }
        let start = self.cursor;
        let raw = String::from_utf8_lossy(bytes);
        if field.too_long {
            self.cursor.advance(&raw);
            return Err("field is longer than 256 MiB".to_owned());
        }
        let (Cow::Borrowed(raw), Ok(value)) = (&raw, std::str::from_utf8(&field.value)) else {
            self.cursor.advance(&raw);
            self.cursor.file = start.file + bytes.len() as u64;
            return Err(invalid(self.stream.encoding));
        };
        self.cursor.advance(raw);
        if value.contains('\0') {
            return Err("row holds a NUL byte".to_owned());
        }
        let traced = unquote(start, raw, value.len());
        if traced.text == value {
            return Ok(traced);
        }
        // Marks where RFC 4180 allows none: the parser decides what they mean.
        let mut tracer = Tracer::new(start);
        tracer.atomic(value, raw);
        Ok(tracer.into_field())
    }
}

/// The first `length` bytes of a field with its quotation marks undone.
fn unquote(start: Cursor, raw: &str, length: usize) -> Field {
    let mut tracer = Tracer::new(start);
    let mut rest = raw;
    let mut quoted = false;
    if let Some(inner) = rest.strip_prefix('"') {
        tracer.skip("\"");
        rest = inner;
        quoted = true;
    }
    while tracer.text().len() < length && !rest.is_empty() {
        let mut take = length - tracer.text().len();
        if quoted {
            if let Some(after) = rest.strip_prefix("\"\"") {
                tracer.atomic("\"", "\"\"");
                rest = after;
                continue;
            }
            if let Some(after) = rest.strip_prefix('"') {
                tracer.skip("\"");
                rest = after;
                quoted = false;
                continue;
            }
            take = take.min(rest.find('"').unwrap_or(rest.len()));
        }
        let Some((part, after)) = rest.split_at_checked(take) else {
            break;
        };
        tracer.verbatim(part);
        rest = after;
    }
    tracer.into_field()
}

impl Iterator for Records {
    type Item = Result<Row, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let record = self.record();
        // After an error of reading rather than of a record nothing more comes.
        self.failed = matches!(&record, Err(Error::Input { line: None, .. }));
        record.transpose()
    }
}

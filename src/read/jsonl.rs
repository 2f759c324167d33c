//! JSONL: one JSON object a line.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::text::{Error, Field, Lang, Row};

use super::lines::{Line, Lines};
use super::pairs::Pairs;
use super::place::{Cursor, Tracer};
use super::source::Source;

/// The fields that are read, as they are written; others are passed over.
#[derive(Deserialize)]
struct Record<'a> {
    #[serde(borrow)]
    source: Option<&'a RawValue>,
    #[serde(borrow)]
    target: Option<&'a RawValue>,
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    document: Option<&'a RawValue>,
    source_lang: Option<Cow<'a, str>>,
    target_lang: Option<Cow<'a, str>>,
}

/// The rows of a JSONL file. Blank lines are no records.
///
/// # Errors
/// If the file is no text.
pub(super) fn pairs(source: Source) -> Result<Pairs, Error> {
    let path = source.path().to_owned();
    let (lines, assumed) = source.lines()?;
    let rows = Rows {
        path,
        lines,
        number: 0,
    };
    Ok(Pairs::new(rows, assumed))
}

struct Rows {
    path: String,
    lines: Lines,
    number: u64,
}

impl Iterator for Rows {
    type Item = Result<Row, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let line = match self.lines.next()? {
                Ok(line) if line.text.trim().is_empty() => continue,
                Ok(line) => line,
                Err(error) => {
                    self.number += 1;
                    return Some(Err(error));
                }
            };
            let number = self.number;
            self.number += 1;
            let row =
                row(&line, number).map_err(|reason| Error::record(&self.path, line.number, reason));
            return Some(row);
        }
    }
}

fn row(line: &Line<'_>, number: u64) -> Result<Row, String> {
    // The parser takes an array for a record too, by position.
    if !line.text.trim_start().starts_with('{') {
        return Err("record is not a JSON object".to_owned());
    }
    let record: Record = serde_json::from_str(line.text).map_err(|error| reason(&error))?;
    let target = record.target.ok_or("record has no `target`")?;
    let source = match record.source {
        Some(source) => Some(field(line, "source", source)?),
        None => None,
    };
    Ok(Row {
        number,
        source: source.filter(|source| !source.text.trim().is_empty()),
        target: field(line, "target", target)?,
        id: label("id", record.id)?,
        document: label("document", record.document)?,
        source_lang: lang("source_lang", record.source_lang)?,
        target_lang: lang("target_lang", record.target_lang)?,
    })
}

/// `serde_json` tells a line, which is always 1, and a column in bytes.
fn reason(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message
        .rsplit_once(" at line ")
        .map_or(&*message, |(message, _)| message);
    if error.is_data() {
        format!("record is not as it should be: {message}")
    } else {
        format!("invalid JSON at byte {}: {message}", error.column())
    }
}

/// A name, which some write as a number.
fn label(name: &str, raw: Option<&RawValue>) -> Result<Option<String>, String> {
    let Some(raw) = raw else { return Ok(None) };
    let raw = raw.get();
    if raw.starts_with('"') {
        let text: String = serde_json::from_str(raw).map_err(|error| reason(&error))?;
        Ok(Some(text).filter(|text| !text.is_empty()))
    } else if raw.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
        Ok(Some(raw.to_owned()))
    } else {
        Err(format!("`{name}` is neither a string nor a number"))
    }
}

fn lang(name: &str, tag: Option<Cow<'_, str>>) -> Result<Option<Lang>, String> {
    tag.filter(|tag| !tag.is_empty())
        .map(|tag| tag.parse())
        .transpose()
        .map_err(|error: Error| format!("`{name}`: {error}"))
}

/// A string as it is written, its escapes undone.
fn field(line: &Line<'_>, name: &str, raw: &RawValue) -> Result<Field, String> {
    let raw = raw.get();
    let inner = raw
        .strip_prefix('"')
        .and_then(|raw| raw.strip_suffix('"'))
        .ok_or_else(|| format!("`{name}` is not a string"))?;
    // The parser lends parts of the line, so the distance between the two is the place.
    let start = inner.as_ptr() as usize - line.text.as_ptr() as usize;
    let mut cursor = Cursor::line(line.offset, line.number);
    cursor.advance(&line.text[..start]);
    let mut tracer = Tracer::new(cursor);
    let mut rest = inner;
    while let Some(escape) = memchr::memchr(b'\\', rest.as_bytes()) {
        tracer.verbatim(&rest[..escape]);
        rest = &rest[escape..];
        let (character, length) =
            unescape(rest).ok_or_else(|| format!("`{name}` has half of a surrogate pair"))?;
        tracer.atomic(character.encode_utf8(&mut [0; 4]), &rest[..length]);
        rest = &rest[length..];
    }
    tracer.verbatim(rest);
    Ok(tracer.into_field())
}

/// The character of the escape at the start of a text, and its length; `None` if it is half of a
/// surrogate pair. The parser has seen to it that the escape is well formed.
fn unescape(text: &str) -> Option<(char, usize)> {
    let character = match text.as_bytes().get(1)? {
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => {
            let unit = |start: usize| u16::from_str_radix(text.get(start..start + 4)?, 16).ok();
            let first = unit(2)?;
            let second = text
                .get(6..8)
                .filter(|escape| *escape == "\\u")
                .and_then(|_| unit(8));
            let units = [Some(first), second].into_iter().flatten();
            let character = char::decode_utf16(units).next()?.ok()?;
            return Some((character, 6 * character.len_utf16()));
        }
        other => char::from(*other),
    };
    Some((character, 2))
}

//! Safe edits of findings, put into the file in which they were found.

use std::fs;
use std::io::{self, Read, Write};
use std::ops::{ControlFlow, Range};
use std::path::Path;
use std::sync::Arc;

use crate::drive::{self, Event, Job, Settings};
use crate::read::{self, Format, Written};
use crate::text::{Checked, Confidence, Document, Error, Span};

/// A mended text may show faults that others hid; more rounds than this are a quarrel of checks.
const ROUNDS: usize = 5;

/// A file before and after.
#[derive(Debug)]
pub struct Mended {
    /// Path of the translation; `-` is standard input.
    pub path: String,
    /// Its bytes as they were.
    pub before: String,
    /// Its bytes as they would be.
    pub after: String,
    /// Edits made.
    pub count: u64,
}

/// An edit where the file has it.
struct Edit {
    range: Range<u64>,
    old: String,
    new: String,
}

/// The file that a job would change.
pub fn target(job: &Job) -> &str {
    match job {
        Job::Alone(target) | Job::Documents { target, .. } | Job::Aligned { target, .. } => target,
    }
}

/// Makes every edit of a finding that is at least so sure. The file is only read.
///
/// # Errors
/// If it is not a text in UTF-8 as it stands on the disk.
pub fn mend(job: &Job, settings: &Settings, least: Confidence) -> Result<Mended, Error> {
    let path = target(job);
    let before = text_of(path)?;
    let format = read::format(path, before.as_bytes(), settings.format);
    let mut after = before.clone();
    let mut count = 0;
    for _ in 0..ROUNDS {
        let settings = Settings {
            instead: Some((path.to_owned(), Arc::from(after.as_bytes()))),
            // It compares and mends nothing.
            consistency: false,
            ..settings.clone()
        };
        let mut edits = Vec::new();
        // What cannot be read has no edits; the check itself tells of it.
        let _ = drive::run(
            std::slice::from_ref(job),
            &settings,
            |_, checked| edits_of(checked, least),
            |event| {
                if let Event::Bitext(more) = event {
                    edits.extend(more);
                }
                ControlFlow::Continue(())
            },
        );
        let (text, made) = apply(&after, edits, format)
            .ok_or_else(|| Error::file(path, "is not mended: its text is not read as it stands"))?;
        if made == 0 {
            break;
        }
        after = text;
        count += made;
    }
    Ok(Mended {
        path: path.to_owned(),
        before,
        after,
        count,
    })
}

fn text_of(path: &str) -> Result<String, Error> {
    let failed = |error: io::Error| Error::file(path, format!("cannot be read: {error}"));
    let mut bytes = Vec::new();
    if path == "-" {
        io::stdin().read_to_end(&mut bytes).map_err(failed)?;
    } else {
        bytes = fs::read(path).map_err(failed)?;
    }
    String::from_utf8(bytes).map_err(|_| {
        Error::file(
            path,
            "is not mended: it is compressed or not in UTF-8; unpack or convert it first",
        )
    })
}

fn edits_of(checked: &Checked, least: Confidence) -> Vec<Edit> {
    let document = &checked.bitext.target.document;
    let sure = checked.findings.iter().filter(|it| it.confidence >= least);
    sure.filter_map(|finding| finding.fix.as_ref())
        .filter(|edit| edit.span.of(&document.text) != edit.text)
        .map(|edit| Edit {
            range: place(document, edit.span),
            old: edit.span.of(&document.text).to_owned(),
            new: edit.text.clone(),
        })
        .collect()
}

/// Where the file has a span. What is put between two characters stands behind the first.
fn place(document: &Document, span: Span) -> Range<u64> {
    let before = document.text[..span.start as usize].chars().next_back();
    match before {
        Some(before) if span.is_empty() && before != '\n' => {
            let before = Span {
                start: span.start - before.len_utf8() as u32,
                end: span.start,
            };
            let end = document.origin.file_range(before).end;
            end..end
        }
        _ => document.origin.file_range(span),
    }
}

/// The text with all edits that do not overlap one made before, and their number; `None` if one of
/// them is not of this text.
fn apply(text: &str, mut edits: Vec<Edit>, format: Format) -> Option<(String, u64)> {
    edits.sort_by(|a, b| {
        let place = |edit: &Edit| (edit.range.start, edit.range.end);
        place(a).cmp(&place(b)).then_with(|| a.new.cmp(&b.new))
    });
    let mark = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let ascii = text.is_ascii();
    let mut out = String::with_capacity(text.len());
    let mut made = 0;
    let mut from = 0;
    let mut last = None;
    for edit in edits {
        let start = usize::try_from(edit.range.start).ok()? + mark;
        let end = usize::try_from(edit.range.end).ok()? + mark;
        if start < from || last.is_some_and(|last| start <= last) {
            continue;
        }
        match read::written(format, text.get(start..end)?, &edit.old, &edit.new, ascii) {
            Written::So(new) => {
                out.push_str(text.get(from..start)?);
                out.push_str(&new);
                from = end;
                last = Some(end);
                made += 1;
            }
            Written::Nowhere => {}
            Written::Other => return None,
        }
    }
    out.push_str(text.get(from..)?);
    Some((out, made))
}

impl Mended {
    /// Writes the mended text into the file, as a whole or not at all. Standard input goes to
    /// standard output, with or without edits.
    ///
    /// # Errors
    /// If the file cannot be written, or is no more what it was.
    pub fn save(&self) -> Result<(), Error> {
        let failed =
            |error: io::Error| Error::file(&self.path, format!("cannot be written: {error}"));
        if self.path == "-" {
            let mut out = io::stdout().lock();
            return out
                .write_all(self.after.as_bytes())
                .and_then(|()| out.flush())
                .map_err(failed);
        }
        if self.count == 0 {
            return Ok(());
        }
        // Links stay links.
        let path = fs::canonicalize(&self.path).map_err(failed)?;
        if fs::read(&path).map_err(failed)? != self.before.as_bytes() {
            return Err(Error::file(
                &self.path,
                "is not mended: it was changed while it was checked",
            ));
        }
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        file.write_all(self.after.as_bytes()).map_err(failed)?;
        let permissions = fs::metadata(&path).map_err(failed)?.permissions();
        fs::set_permissions(file.path(), permissions).map_err(failed)?;
        file.persist(&path).map_err(|error| failed(error.error))?;
        Ok(())
    }

    /// What is changed, as a unified diff; empty if nothing is.
    pub fn diff(&self) -> String {
        if self.before == self.after {
            return String::new();
        }
        similar::TextDiff::from_lines(&self.before, &self.after)
            .unified_diff()
            .header(&self.path, &self.path)
            .to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(range: Range<u64>, old: &str, new: &str) -> Edit {
        Edit {
            range,
            old: old.to_owned(),
            new: new.to_owned(),
        }
    }

    #[test]
    fn edits_that_overlap_are_made_once() {
        let edits = vec![
            edit(1..3, " ,", ","),
            edit(1..3, " ,", ","),
            edit(2..4, ", ", ","),
            edit(5..5, "", "."),
            edit(5..5, "", "!"),
        ];
        let made = apply("a , b", edits, Format::Plain).expect("edits of the text");
        assert_eq!(made, ("a, b!".to_owned(), 2));
    }

    #[test]
    fn a_byte_order_mark_stays() {
        let made = apply("\u{feff}a ,", vec![edit(1..3, " ,", ",")], Format::Plain);
        assert_eq!(made, Some(("\u{feff}a,".to_owned(), 1)));
    }

    #[test]
    fn what_is_not_there_is_not_replaced() {
        assert_eq!(
            apply("abc", vec![edit(0..1, "x", "y")], Format::Plain),
            None
        );
        assert_eq!(
            apply("abc", vec![edit(7..8, "x", "y")], Format::Plain),
            None
        );
    }
}

//! TSV: one line is one record, fields are split at tabs, nothing is quoted or escaped.

use crate::text::{Error, Field, Row};

use super::lines::{Line, Lines};
use super::pairs::{Pairs, verbatim};
use super::source::Source;

/// Where the columns stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    pub source: Option<usize>,
    pub target: usize,
    pub id: Option<usize>,
    pub document: Option<usize>,
}

impl Columns {
    /// Without a header: source, target, then what bilint does not read.
    pub const PLAIN: Columns = Columns {
        source: Some(0),
        target: 1,
        id: None,
        document: None,
    };

    /// By the names in a header, in any case and order.
    pub fn named<'a>(names: impl Iterator<Item = &'a str>) -> Result<Self, &'static str> {
        let mut columns = [None; 4];
        for (index, name) in names.enumerate() {
            let name = name.trim().to_ascii_lowercase();
            let known = ["source", "target", "id", "document"];
            if let Some(column) = known.iter().position(|known| *known == name) {
                columns[column].get_or_insert(index);
            }
        }
        let [source, target, id, document] = columns;
        Ok(Columns {
            source,
            target: target.ok_or("the header names no column `target`")?,
            id,
            document,
        })
    }

    /// Whether a field of a record is read.
    pub fn has(self, field: usize) -> bool {
        field == self.target || [self.source, self.id, self.document].contains(&Some(field))
    }

    /// Puts a field of a record where it belongs. A source without text is none: the row is
    /// checked as a translation alone.
    pub fn put(self, row: &mut Row, field: usize, text: Field) {
        if field == self.target {
            row.target = text;
        } else if Some(field) == self.source {
            row.source = Some(text).filter(|text| !text.text.trim().is_empty());
        } else if Some(field) == self.id {
            row.id = Some(text.text).filter(|text| !text.is_empty());
        } else if Some(field) == self.document {
            row.document = Some(text.text).filter(|text| !text.is_empty());
        }
    }

    /// What to say of a record that is too short.
    pub fn too_short(self, fields: usize) -> String {
        let needed = match self.source {
            Some(0) if self.target == 1 => "a source and a target are needed".to_owned(),
            _ => format!("the target is field {}", self.target + 1),
        };
        let plural = if fields == 1 { "" } else { "s" };
        format!("row has {fields} field{plural}, {needed}")
    }
}

/// The rows of a TSV file.
pub(super) fn pairs(source: Source, header: bool) -> Result<Pairs, Error> {
    let path = source.path().to_owned();
    let (mut lines, assumed) = source.lines()?;
    let mut columns = Columns::PLAIN;
    if header && let Some(line) = lines.next() {
        columns = Columns::named(line?.text.split('\t'))
            .map_err(|reason| Error::record(&path, 1, reason))?;
    }
    let rows = Rows {
        path,
        lines,
        columns,
        number: 0,
    };
    Ok(Pairs::new(rows, assumed))
}

struct Rows {
    path: String,
    lines: Lines,
    columns: Columns,
    number: u64,
}

impl Iterator for Rows {
    type Item = Result<Row, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let line = self.lines.next()?;
        let number = self.number;
        self.number += 1;
        Some(line.and_then(|line| row(&self.path, &line, self.columns, number)))
    }
}

fn row(path: &str, line: &Line<'_>, columns: Columns, number: u64) -> Result<Row, Error> {
    let mut row = Row {
        number,
        ..Row::default()
    };
    let mut start = 0;
    let mut fields = 0;
    for text in line.text.split('\t') {
        let end = start + text.len();
        if columns.has(fields) {
            columns.put(&mut row, fields, verbatim(line, start, end));
        }
        start = end + 1;
        fields += 1;
    }
    if fields <= columns.target {
        return Err(Error::record(path, line.number, columns.too_short(fields)));
    }
    Ok(row)
}

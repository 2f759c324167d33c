//! `path:line:column: severity code name: message`

use std::fmt::Write;

use crate::text::Checked;

use super::place;
use super::snippet::on_one_line;

pub fn findings(out: &mut String, checked: &Checked, shown: &[usize]) {
    for &index in shown {
        let finding = &checked.findings[index];
        let (path, place) = place(checked, finding);
        let _ = writeln!(
            out,
            "{path}:{}:{}: {} {} {}: {}",
            place.line,
            place.column,
            finding.severity.name(),
            finding.code,
            finding.name,
            on_one_line(&finding.message),
        );
    }
}

//! How a piece of text is written in a format: the way back for edits.

use std::fmt::Write;

use super::Format;

/// What becomes of an edit in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// It is written so.
    So(String),
    /// The format has no place for it here.
    Nowhere,
    /// The file does not hold what was to be replaced.
    Other,
}

/// How `new` is written where the file has `raw`, which was read as `old`. In a page that is
/// `ascii` other letters are written as entities, for its encoding may be any.
pub fn written(format: Format, raw: &str, old: &str, new: &str, ascii: bool) -> Written {
    match format {
        Format::Plain if raw == old => Written::So(new.to_owned()),
        Format::Tsv if raw == old => {
            if new.contains(['\t', '\r', '\n']) {
                Written::Nowhere
            } else {
                Written::So(new.to_owned())
            }
        }
        Format::Jsonl => match serde_json::from_str::<String>(&format!("\"{raw}\"")) {
            Ok(read) if read == old => {
                let quoted = serde_json::Value::from(new).to_string();
                Written::So(quoted[1..quoted.len() - 1].to_owned())
            }
            _ => Written::Other,
        },
        Format::Csv => csv(raw, old, new),
        // Spaces that were made one, and entities, are left as they are.
        Format::Html if raw == old => Written::So(html(new, ascii)),
        Format::Html => Written::Nowhere,
        Format::Plain | Format::Tsv => Written::Other,
    }
}

fn csv(raw: &str, old: &str, new: &str) -> Written {
    let special = |text: &str| text.matches([',', '"', '\r', '\n']).count();
    if raw == old {
        // Whether the field is quoted cannot be seen from here.
        if special(new) > special(old) {
            Written::Nowhere
        } else {
            Written::So(new.to_owned())
        }
    } else if raw.replace("\"\"", "\"") == old {
        Written::So(new.replace('"', "\"\""))
    } else {
        Written::Other
    }
}

fn html(text: &str, ascii: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            other if ascii && !other.is_ascii() => {
                // Writing to a string cannot fail.
                let _ = write!(out, "&#{};", u32::from(other));
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_its_escapes() {
        let so = |text: &str| Written::So(text.to_owned());
        for (format, raw, old, new, expected) in [
            (Format::Plain, " ,", " ,", ",", so(",")),
            (Format::Plain, "x", " ,", ",", Written::Other),
            (Format::Tsv, " ,", " ,", "\t", Written::Nowhere),
            (Format::Jsonl, " \\\"", " \"", "\"", so("\\\"")),
            (Format::Jsonl, "\\u00b4", "´", "’", so("’")),
            (Format::Jsonl, "´", "x", "’", Written::Other),
            (Format::Csv, " \"\"", " \"", "\"", so("\"\"")),
            (Format::Csv, "x", "x", "x,", Written::Nowhere),
            (Format::Csv, " ,", " ,", ",", so(",")),
            (Format::Html, "x", "x", "a<b", so("a&lt;b")),
            (Format::Html, "&eacute;", "é", "e", Written::Nowhere),
        ] {
            assert_eq!(written(format, raw, old, new, false), expected, "{raw}");
        }
        assert_eq!(written(Format::Html, "x", "x", "’", true), so("&#8217;"));
    }
}

//! ICU MessageFormat: arguments, plurals and selections of a message.

/// An argument of a message, wherever it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument<'a> {
    /// Byte of its brace.
    pub at: usize,
    /// Its name or number.
    pub name: &'a str,
    /// `plural`, `select`, `selectordinal`, `number` …; empty for a plain one.
    pub kind: &'a str,
    /// The keywords of its variants, each with its place.
    pub variants: Vec<(usize, &'a str)>,
}

/// A fault in the form of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed {
    /// Byte where it was noticed.
    pub at: usize,
    /// What was.
    pub reason: &'static str,
}

/// Messages in messages in messages: more than anybody writes.
const DEEPEST: usize = 12;

/// Whether a text is a message with variants.
pub fn is_message(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr(b'{', bytes).is_some()
        && ["plural", "select"].into_iter().any(|kind| {
            memchr::memmem::find_iter(bytes, kind.as_bytes()).any(|at| {
                text[..at].trim_end().ends_with(',')
                    && text[at + kind.len()..]
                        .trim_start_matches("ordinal")
                        .trim_start()
                        .starts_with(',')
            })
        })
}

/// The arguments of a message.
///
/// # Errors
/// Where braces do not pair or a variant has no text.
pub fn arguments(text: &str) -> Result<Vec<Argument<'_>>, Malformed> {
    let mut reader = Reader {
        text,
        at: 0,
        found: Vec::new(),
    };
    reader.message(0)?;
    if reader.at < text.len() {
        return Err(reader.fault("a closing brace too many"));
    }
    Ok(reader.found)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    found: Vec<Argument<'a>>,
}

impl<'a> Reader<'a> {
    fn fault(&self, reason: &'static str) -> Malformed {
        Malformed {
            at: self.at.min(self.text.len()),
            reason,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Text up to the brace that closes it, or to the end.
    fn message(&mut self, depth: usize) -> Result<(), Malformed> {
        if depth > DEEPEST {
            return Err(self.fault("messages nested too deeply"));
        }
        while let Some(byte) = self.peek() {
            match byte {
                b'{' => self.argument(depth)?,
                b'}' => return Ok(()),
                b'\'' => self.quoted(),
                _ => self.at += 1,
            }
        }
        Ok(())
    }

    /// An apostrophe before a brace quotes up to the next one; elsewhere it is one.
    fn quoted(&mut self) {
        let rest = &self.text.as_bytes()[self.at + 1..];
        self.at += match rest.first() {
            Some(b'\'') => 2,
            Some(b'{' | b'}') => memchr::memchr(b'\'', rest).map_or(rest.len() + 1, |end| end + 2),
            _ => 1,
        };
    }

    fn spaces(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn word(&mut self) -> &'a str {
        self.spaces();
        let start = self.at;
        while self
            .peek()
            .is_some_and(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b',' | b'{' | b'}'))
        {
            self.at += 1;
        }
        let word = &self.text[start..self.at];
        self.spaces();
        word
    }

    fn argument(&mut self, depth: usize) -> Result<(), Malformed> {
        let at = self.at;
        self.at += 1;
        let name = self.word();
        let index = self.found.len();
        self.found.push(Argument {
            at,
            name,
            kind: "",
            variants: Vec::new(),
        });
        if self.peek() == Some(b',') {
            self.at += 1;
            let kind = self.word();
            self.found[index].kind = kind;
            if self.peek() == Some(b',') {
                self.at += 1;
                if matches!(kind, "plural" | "select" | "selectordinal") {
                    self.found[index].variants = self.variants(depth)?;
                } else {
                    self.style();
                }
            }
        }
        if self.peek() != Some(b'}') {
            return Err(self.fault("an argument that no brace closes"));
        }
        self.at += 1;
        Ok(())
    }

    /// The style of a number or date: anything up to the closing brace.
    fn style(&mut self) {
        while self.peek().is_some_and(|byte| byte != b'}') {
            self.at += 1;
        }
    }

    fn variants(&mut self, depth: usize) -> Result<Vec<(usize, &'a str)>, Malformed> {
        let mut variants = Vec::new();
        loop {
            self.spaces();
            let start = self.at;
            let keyword = self.word();
            if let Some(offset) = keyword.strip_prefix("offset:") {
                if offset.is_empty() {
                    self.word();
                }
                continue;
            }
            if keyword.is_empty() {
                return Ok(variants);
            }
            if self.peek() != Some(b'{') {
                return Err(self.fault("a variant without text in braces"));
            }
            variants.push((start, keyword));
            self.at += 1;
            self.message(depth + 1)?;
            if self.peek() != Some(b'}') {
                return Err(self.fault("a variant that no brace closes"));
            }
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_taken_apart() {
        let text = "It's {n, plural, offset:1 =0 {none} one {{who} has # file} other {# files}} of {d, date, long}";
        assert!(is_message(text));
        let arguments = arguments(text).expect("a message");
        let names: Vec<_> = arguments.iter().map(|it| (it.name, it.kind)).collect();
        assert_eq!(names, [("n", "plural"), ("who", ""), ("d", "date")]);
        let variants: Vec<_> = arguments[0].variants.iter().map(|it| it.1).collect();
        assert_eq!(variants, ["=0", "one", "other"]);
    }

    #[test]
    fn an_apostrophe_before_a_brace_quotes() {
        let arguments = arguments("l'{name}' d'{x}' {x}").expect("a message");
        assert!(arguments.iter().all(|it| it.name == "x"), "{arguments:?}");
    }

    #[test]
    fn faults_have_a_place() {
        for text in [
            "{n, plural, one {x} other {y}",
            "{n, plural, one x}",
            "a } b",
        ] {
            assert!(arguments(text).is_err(), "{text}");
        }
        assert!(!is_message("the plural, a {word}"));
    }
}

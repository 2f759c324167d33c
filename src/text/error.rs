use std::fmt;

/// What can go wrong before a text is checked. A check itself cannot fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// The command line asks for something that cannot be done.
    Usage(String),
    /// A file could not be read, or a record in it could not be understood.
    Input {
        /// As the user gave it; `-` is standard input.
        path: String,
        /// 1-based line of the decoded file, where there is one.
        line: Option<u64>,
        /// A sentence without a final stop.
        reason: String,
    },
}

impl Error {
    /// An error of a whole file.
    pub fn file(path: &str, reason: impl Into<String>) -> Self {
        Error::Input {
            path: path.to_owned(),
            line: None,
            reason: reason.into(),
        }
    }

    /// An error of one record.
    pub fn record(path: &str, line: u64, reason: impl Into<String>) -> Self {
        Error::Input {
            path: path.to_owned(),
            line: Some(line),
            reason: reason.into(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Usage(reason) => f.write_str(reason),
            Error::Input {
                path,
                line: Some(line),
                reason,
            } => write!(f, "{path}:{line}: {reason}"),
            Error::Input {
                path,
                line: None,
                reason,
            } => write!(f, "{path}: {reason}"),
        }
    }
}

impl std::error::Error for Error {}

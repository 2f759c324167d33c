//! The command line as a contract: what is read, what is printed, and how it exits.

#![allow(clippy::expect_used, reason = "a test that cannot go on has failed")]

mod contract;
mod fix;
mod gold;
mod inputs;
mod output;
mod readme;
mod snapshots;
mod terms;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

/// What a run of the binary came to.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    /// Standard output as JSON objects, one a line.
    fn objects(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).expect("one object a line"))
            .collect()
    }

    /// The objects that are findings.
    fn findings(&self) -> Vec<Value> {
        let mut objects = self.objects();
        objects.retain(|object| object.get("code").is_some());
        objects
    }

    /// The codes of the findings.
    fn codes(&self) -> Vec<String> {
        let code = |finding: &Value| finding["code"].as_str().expect("a code").to_owned();
        self.findings().iter().map(code).collect()
    }
}

/// A folder of its own for a test, in which the binary runs.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("cli-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder");
        Folder(path)
    }

    fn with(files: &[(&str, &str)]) -> Self {
        let folder = Folder::new();
        for (name, content) in files {
            folder.write(name, content.as_bytes());
        }
        folder
    }

    fn write(&self, name: &str, content: &[u8]) {
        fs::write(self.0.join(name), content).expect("a file");
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, b"")
    }

    fn run_with(&self, arguments: &[&str], input: &[u8]) -> Ran {
        run_in(&self.0, arguments, input)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn run_in(folder: &Path, arguments: &[&str], input: &[u8]) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_bilint"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary");
    let mut stdin = child.stdin.take().expect("a pipe");
    // A run that reads nothing closes the pipe first.
    let _ = stdin.write_all(input);
    drop(stdin);
    let output = child.wait_with_output().expect("an end");
    Ran {
        code: output.status.code().expect("no signal"),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

fn run(arguments: &[&str]) -> Ran {
    run_in(Path::new(env!("CARGO_MANIFEST_DIR")), arguments, b"")
}

/// A sentence with two faults of high confidence: competing quotations, and one displaced.
const FAULTY: &str =
    "He described his counterpart as a “rebel.” “dictator” In response to a question.";
/// A sentence without a fault.
const SOUND: &str = "He described his counterpart as a “dictator” in response to a question.";

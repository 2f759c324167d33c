//! Evaluation: every figure in the README and in notes comes from one of these commands.
//!
//! `cargo bench --bench eval -- COMMAND`; `benches/README.md` says what each prints. Data are
//! read from `../shared` (or `$BILINT_SHARED`); where they are absent a command says so and ends
//! well.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod alarms;
mod alignment;
mod annotate;
mod checkers;
mod correlation;
mod critical;
mod curve;
mod demetr;
mod detection;
mod generator;
mod gold;
#[allow(dead_code, reason = "training uses the rest")]
mod judged;
mod labelled;
mod languages;
#[allow(dead_code, reason = "training uses the rest")]
mod measures;
mod mt;
mod named;
mod ntrex;
mod omission;
mod peers;
mod probe;
mod proof;
mod quotes;
mod rows;
mod segmentation;
mod speed;
mod split;
mod tally;

use std::path::PathBuf;

use clap::Parser;

type Command = (&'static str, &'static str, fn(&Shared, &[String]));

/// Name, what it prints, function.
const COMMANDS: &[Command] = &[
    (
        "alarms",
        "findings on clean professional translations, by check and language",
        alarms::run,
    ),
    (
        "alignment",
        "strict and lax F1 of beads on hand-made and synthetic gold",
        alignment::run,
    ),
    (
        "checkers",
        "bilint beside other checkers: detection, false alarms, speed, memory",
        checkers::run,
    ),
    (
        "critical",
        "findings against critical errors of machine translation",
        critical::run,
    ),
    (
        "curve",
        "lost and added quotations: recall against alarms by language",
        curve::run,
    ),
    (
        "annotate",
        "speed of annotation, and how often numbers agree, by language",
        annotate::run,
    ),
    (
        "correlation",
        "agreement of scores with people, beside simple baselines",
        correlation::run,
    ),
    (
        "demetr",
        "what is found of errors put into translations, and of the same without them",
        demetr::run,
    ),
    (
        "detection",
        "recall on artefacts put into clean translations, by kind and language",
        detection::run,
    ),
    (
        "labelled",
        "recall on the labelled passages, by kind, and the seed article",
        labelled::run,
    ),
    (
        "mt",
        "findings on real machine translation and on references",
        mt::run,
    ),
    (
        "languages",
        "languages of documents judged right, and segments wrongly called foreign",
        languages::run,
    ),
    (
        "omission",
        "how well a word that was taken out is missed, by language",
        omission::run,
    ),
    (
        "peers",
        "bilint beside other aligners: F1, seconds, memory",
        peers::run,
    ),
    (
        "proof",
        "alarms and finds of each check by language: the table of `bilint list`",
        proof::run,
    ),
    (
        "segmentation",
        "recall of line ends and extra boundaries, ours and peers",
        segmentation::run,
    ),
    (
        "speed",
        "throughput, peak memory and start-up time of the program",
        speed::run,
    ),
];

/// The folder of shared evaluation data.
pub struct Shared(PathBuf);

impl Shared {
    /// A path below the folder, or `None` with a message where it is absent.
    pub fn path(&self, below: &str) -> Option<PathBuf> {
        let path = self.0.join(below);
        if path.exists() {
            return Some(path);
        }
        println!("skipped: {below} is not there");
        None
    }
}

/// The options of a command; wrong ones end the program with clap's message.
pub fn options<T: Parser>(command: &str, arguments: &[String]) -> T {
    T::parse_from(
        std::iter::once(command).chain(arguments.iter().map(|argument| argument.as_str())),
    )
}

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let shared = Shared(
        std::env::var_os("BILINT_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from),
    );
    let name = arguments.first().map(String::as_str);
    match COMMANDS.iter().find(|(command, ..)| Some(*command) == name) {
        Some((_, _, run)) => run(&shared, &arguments[1..]),
        None => {
            println!("commands:");
            for (command, what, _) in COMMANDS {
                println!("  {command:<16} {what}");
            }
        }
    }
}

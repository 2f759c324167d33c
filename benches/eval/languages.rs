//! Language identification on NTREX: whole documents, and single lines.
//!
//! A document is right if language and script are those of its file, unknown, or wrong; wrong
//! and certain is counted apart, and so is one taken for a language of the same close group.
//! `foreign` is asked of every line in its own language (each answer is a false alarm) and of the
//! English lines in every other language (found, of those with six words and more).
//!
//! `--show` prints the false alarms and wrong documents of the *look* part.

use bilint::annotate::language::{close, foreign, identify};

use crate::Shared;
use crate::ntrex::{ENGLISH, Ntrex};
use crate::split::Part;

#[derive(Default)]
struct Row {
    documents: usize,
    right: usize,
    close: usize,
    unknown: usize,
    wrong: usize,
    certain_wrong: usize,
    short_right: usize,
    short_unknown: usize,
    short_wrong: usize,
    lines: usize,
    alarms: usize,
    english: usize,
    english_found: usize,
}

/// The command.
pub fn run(shared: &Shared, arguments: &[String]) {
    let Some(ntrex) = Ntrex::read(shared) else {
        return;
    };
    let show = arguments.iter().any(|argument| argument == "--show");
    for part in [Part::Look, Part::Count] {
        println!(
            "{:<10} {:>5} {:>6} {:>6} {:>6} {:>6} {:>8} | {:>20} | {:>6} {:>7} | {:>13}",
            part.name(),
            "docs",
            "right",
            "close",
            "unkn.",
            "wrong",
            "certain",
            "line: right unkn. wr.",
            "lines",
            "foreign",
            "English found"
        );
        let mut sum = Row::default();
        for language in ntrex.all() {
            let row = measure(&ntrex, language, part, show && part == Part::Look);
            print(language, &row);
            sum.documents += row.documents;
            sum.right += row.right;
            sum.close += row.close;
            sum.unknown += row.unknown;
            sum.wrong += row.wrong;
            sum.certain_wrong += row.certain_wrong;
            sum.short_right += row.short_right;
            sum.short_unknown += row.short_unknown;
            sum.short_wrong += row.short_wrong;
            sum.lines += row.lines;
            sum.alarms += row.alarms;
            sum.english += row.english;
            sum.english_found += row.english_found;
        }
        print("all", &sum);
    }
}

fn print(name: &str, row: &Row) {
    let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    println!(
        "{name:<10} {:>5} {:>6.2} {:>6} {:>6} {:>6} {:>8} | {:>8.1} {:>5.1} {:>5.1} | {:>6} {:>7.2} | {:>13.1}",
        row.documents,
        share(row.right, row.documents),
        row.close,
        row.unknown,
        row.wrong,
        row.certain_wrong,
        share(row.short_right, row.lines),
        share(row.short_unknown, row.lines),
        share(row.short_wrong, row.lines),
        row.lines,
        1000.0 * row.alarms as f64 / row.lines.max(1) as f64,
        share(row.english_found, row.english),
    );
}

fn measure(ntrex: &Ntrex, language: &str, part: Part, show: bool) -> Row {
    let lang = ntrex.lang(language);
    let mut row = Row::default();
    for document in ntrex.documents(part) {
        let lines = ntrex.lines(language, document);
        let guess = identify(&lines.join("\n"), &[]);
        row.documents += 1;
        if guess.lang.same_language(lang) && guess.lang.script() == lang.script() {
            row.right += 1;
        } else if guess.lang.is_unknown() {
            row.unknown += 1;
        } else if close(guess.lang, lang) {
            row.close += 1;
            row.certain_wrong += usize::from(guess.certain);
        } else {
            row.wrong += 1;
            row.certain_wrong += usize::from(guess.certain);
        }
        if show && !(guess.lang.same_language(lang) && guess.lang.script() == lang.script()) {
            println!(
                "  {lang} {}: {} {}",
                document.name, guess.lang, guess.certain
            );
        }
        for line in lines {
            row.lines += 1;
            let guess = identify(line, &[]);
            if guess.lang.same_language(lang) {
                row.short_right += 1;
            } else if guess.lang.is_unknown() || !guess.certain {
                row.short_unknown += 1;
            } else {
                row.short_wrong += 1;
            }
            if let Some(other) = foreign(line, lang) {
                row.alarms += 1;
                if show {
                    println!("  {lang} called {other}: {line}");
                }
            }
        }
        if language != ENGLISH {
            for line in ntrex.lines(ENGLISH, document) {
                if line.split(' ').count() >= 6 {
                    row.english += 1;
                    row.english_found +=
                        usize::from(foreign(line, lang).is_some_and(|l| l.base() == "en"));
                }
            }
        }
    }
    row
}

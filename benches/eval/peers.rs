//! bilint beside other aligners, in one run: how well they align the development sets, and what
//! that takes.
//!
//! Each program reads the same lines from files and is scored by the same scorer. Seconds are
//! those of the processor, user and system, of whole processes, so that others who use the machine
//! disturb them little; wall clock appears only where all cores work. What a peer needs and is not
//! there is said, and its row is left out. The marks of paragraphs in Steinbeck's text, lines by
//! themselves, are no sentences and are left out for all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use bilint::align;
use bilint::score::agreement;
use bilint::text::{Agreement, Bead, Link};
use clap::Parser;

use crate::Shared;
use crate::alignment::left_out;
use crate::gold::{self, Lines, SETS, Task};
use crate::ntrex::{ENGLISH, Ntrex};
use crate::speed::{children_seconds, resident};
use crate::split::Part;

/// Our own driver of the packages, and which of them.
const DRIVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/eval/peers.py");
const REQUIREMENTS: &str = include_str!("peers-requirements.txt");

/// Languages of the news, with what each is like: close to English and far, with spaces and
/// without.
const NEWS: [&str; 8] = ["deu", "fra", "rus", "fin", "tur", "arb", "hin", "zho-CN"];

/// The encoders, and for each set the most sentences of a bead that Vecalign may make over it, one
/// side and the other together; every run of one less is encoded. Six covers 99.5 per cent of the
/// beads of every set. The slow encoder gets four for Steinbeck, where that covers as much.
const ENCODERS: [(&str, &str, [usize; 4]); 2] = [
    ("use", "USE", [6, 6, 6, 6]),
    ("e5", "e5-small", [6, 6, 6, 4]),
];

/// bilint beside its peers.
#[derive(Debug, Parser)]
struct Peers {
    /// The program to measure; without it, the one that cargo built for this benchmark
    #[arg(long)]
    binary: Option<PathBuf>,
    /// hunalign, if it is not on the path
    #[arg(long, default_value = "hunalign")]
    hunalign: PathBuf,
    /// Leaves a peer out: galechurch, hunalign, use, e5
    #[arg(long, value_delimiter = ',')]
    without: Vec<String>,
    /// Runs of the programs that take less than a second, of which the mean is printed
    #[arg(long, default_value_t = 5)]
    runs: usize,
}

/// What a program took for a set.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    /// Of the processor.
    pub seconds: f64,
    /// Resident bytes, at most.
    pub peak: u64,
}

/// What came of a program on a set.
struct Outcome {
    agreement: Agreement,
    cost: Option<Cost>,
}

/// A program and what came of it on each set.
struct Row {
    name: String,
    outcomes: Vec<Outcome>,
    news: Option<Cost>,
}

/// The lines of one set as files: `000.source`, `000.target` and so on.
struct Laid {
    folder: PathBuf,
    pairs: Vec<[Lines; 2]>,
    gold: Vec<Vec<Link>>,
}

impl Laid {
    fn new(folder: PathBuf, tasks: Vec<Task>) -> io::Result<Laid> {
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        let mut laid = Laid {
            folder,
            pairs: Vec::new(),
            gold: Vec::new(),
        };
        for (number, task) in tasks.into_iter().enumerate() {
            for (lines, side) in [(&task.source, "source"), (&task.target, "target")] {
                write(&laid.file(number, side), &lines.lines)?;
            }
            laid.pairs.push([task.source, task.target]);
            laid.gold.push(task.gold);
        }
        Ok(laid)
    }

    fn file(&self, number: usize, ending: &str) -> PathBuf {
        self.folder.join(format!("{number:03}.{ending}"))
    }

    /// Lines of both sides of all pairs.
    fn sentences(&self) -> usize {
        let lines = |pair: &[Lines; 2]| pair.iter().map(|side| side.lines.len()).sum::<usize>();
        self.pairs.iter().map(lines).sum()
    }

    /// The score of what a program has written.
    fn score(&self, ending: &str) -> Agreement {
        let mut sum = Agreement::default();
        for (number, gold) in self.gold.iter().enumerate() {
            let path = self.file(number, ending);
            let read = bilint::read::links(&path.to_string_lossy(), None, None);
            let read = read.expect("an alignment");
            assert_eq!(read.errors, []);
            sum += agreement(gold, &read.links);
        }
        sum
    }

    /// Runs a program on each pair, its output being what it is scored by.
    fn each(
        &self,
        ending: &str,
        runs: usize,
        command: impl Fn(usize) -> Command,
    ) -> io::Result<Cost> {
        let mut cost = Cost::default();
        for run in 0..runs {
            for number in 0..self.pairs.len() {
                let mut command = command(number);
                command.stdout(File::create(self.file(number, ending))?);
                let one = measure(&mut command)?;
                cost.seconds += one.seconds / runs as f64;
                cost.peak = cost.peak.max(one.peak);
            }
            if run == 0 && cost.seconds * runs as f64 > 1.0 {
                cost.seconds *= runs as f64;
                break;
            }
        }
        Ok(cost)
    }
}

/// Takes out the lines that are marks of paragraphs.
fn unmark(task: &mut Task) {
    for (lines, side) in [
        (
            &mut task.source,
            (|link| &mut link.0) as fn(&mut Link) -> &mut Vec<usize>,
        ),
        (&mut task.target, |link| &mut link.1),
    ] {
        let mut numbers = Vec::new();
        let mut next = 0;
        for line in &lines.lines {
            let mark = line == "<p>";
            numbers.push((!mark).then_some(next));
            next += usize::from(!mark);
        }
        lines.lines.retain(|line| line != "<p>");
        for link in &mut task.gold {
            let side = side(link);
            *side = side.iter().filter_map(|line| numbers[*line]).collect();
        }
    }
}

fn write(path: &Path, lines: &[String]) -> io::Result<()> {
    let mut out = io::BufWriter::new(File::create(path)?);
    for line in lines {
        writeln!(out, "{line}")?;
    }
    out.flush()
}

/// Runs a program to its end.
fn measure(command: &mut Command) -> io::Result<Cost> {
    measure_to(command, &[0])
}

/// Runs a program to one of these ends.
pub fn measure_to(command: &mut Command, codes: &[i32]) -> io::Result<Cost> {
    command.stdin(Stdio::null()).stderr(Stdio::null());
    let before = children_seconds();
    let mut child = command.spawn()?;
    let mut peak = 0;
    let status = loop {
        // The kernel keeps the peak, so that only what is used in the last moment can be missed.
        peak = resident(child.id()).unwrap_or(0).max(peak);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        sleep(Duration::from_millis(1));
    };
    if !status.code().is_some_and(|code| codes.contains(&code)) {
        return Err(io::Error::other(format!("{command:?} ended with {status}")));
    }
    Ok(Cost {
        seconds: children_seconds() - before,
        peak,
    })
}

/// The command.
pub fn run(shared: &Shared, arguments: &[String]) {
    let options: Peers = crate::options("peers", arguments);
    let tasks = gold::tasks(shared);
    if tasks.is_empty() {
        return;
    }
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("peers");
    compare(shared, &options, tasks, &work).expect("the programs and the folder below target");
}

fn compare(shared: &Shared, options: &Peers, tasks: Vec<Task>, work: &Path) -> io::Result<()> {
    let mut by_set: Vec<Vec<Task>> = SETS.iter().map(|_| Vec::new()).collect();
    for mut task in tasks {
        unmark(&mut task);
        let set = SETS.iter().position(|set| *set == task.set);
        by_set[set.expect("a set")].push(task);
    }
    let mut sets = Vec::new();
    for (set, tasks) in SETS.iter().zip(by_set) {
        sets.push(Laid::new(work.join("sets").join(set), tasks)?);
    }
    let news = match Ntrex::read(shared) {
        Some(ntrex) => Some(Laid::new(work.join("news"), news(&ntrex))?),
        None => None,
    };

    let binary = options
        .binary
        .clone()
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_bilint")));
    let mut rows = bilint(&binary, &sets, news.as_ref(), options.runs)?;
    let wanted = |peer: &str| !options.without.iter().any(|without| without == peer);
    if wanted("hunalign") {
        rows.extend(hunalign(options, &sets, news.as_ref(), work)?);
    }
    if ["galechurch", "use", "e5"].iter().any(|peer| wanted(peer))
        && let Some(python) = python(
            &work.join("venv"),
            REQUIREMENTS,
            &[],
            "galechurch and Vecalign",
        )?
    {
        if wanted("galechurch") {
            rows.push(gale_church(&python, &sets, news.as_ref())?);
        }
        for encoder in ENCODERS {
            if wanted(encoder.0) {
                rows.push(vecalign(&python, encoder, &sets, work)?);
            }
        }
    }

    print_scores(&rows);
    print_costs(&rows, &sets, news.as_ref());
    if let Some(news) = &news {
        all_cores(&binary, news)?;
    }
    Ok(())
}

/// The *look* documents of NTREX, English and another language, as one text each.
fn news(ntrex: &Ntrex) -> Vec<Task> {
    let side = |language: &str| {
        let documents = ntrex.documents(Part::Look);
        let lines = documents.flat_map(|document| ntrex.lines(language, document));
        Lines::new(&ntrex.lang(language).to_string(), lines.cloned().collect())
    };
    NEWS.iter()
        .map(|language| Task {
            set: "news",
            source: side(ENGLISH),
            target: side(language),
            gold: Vec::new(),
        })
        .collect()
}

fn align_command(binary: &Path, laid: &Laid, number: usize, threads: usize) -> Command {
    let mut command = Command::new(binary);
    let [source, target] = &laid.pairs[number];
    command
        .args(["align", "--lines", "--threads", &threads.to_string()])
        .args(["--source-lang", &source.lang.to_string()])
        .args(["--target-lang", &target.lang.to_string()])
        .arg(laid.file(number, "source"))
        .arg(laid.file(number, "target"));
    command
}

/// The program as it is, and its aligner with weights fitted without the set.
fn bilint(binary: &Path, sets: &[Laid], news: Option<&Laid>, runs: usize) -> io::Result<Vec<Row>> {
    let run = |laid: &Laid| {
        laid.each("bilint", runs, |number| {
            align_command(binary, laid, number, 1)
        })
    };
    let mut shipped = Vec::new();
    let mut unseen = Vec::new();
    for (laid, set) in sets.iter().zip(SETS) {
        let cost = Some(run(laid)?);
        shipped.push(Outcome {
            agreement: laid.score("bilint"),
            cost,
        });
        let weights = left_out(set);
        let mut sum = Agreement::default();
        for ([source, target], gold) in laid.pairs.iter().zip(&laid.gold) {
            let beads = align::align_with(&source.side(), &target.side(), &weights);
            let links: Vec<Link> = beads.iter().map(Bead::link).collect();
            sum += agreement(gold, &links);
        }
        unseen.push(Outcome {
            agreement: sum,
            cost: None,
        });
    }
    Ok(vec![
        Row {
            name: "**bilint**, weights fitted without the set".to_owned(),
            outcomes: unseen,
            news: None,
        },
        Row {
            name: "bilint as shipped, weights fitted on all four sets".to_owned(),
            outcomes: shipped,
            news: news.map(run).transpose()?,
        },
    ])
}

/// A line as hunalign wants it: tokens in lower case, told apart by spaces; Han characters, which
/// no space divides, each a token.
fn tokens(line: &str) -> String {
    let mut out = String::new();
    for letter in line.chars().flat_map(char::to_lowercase) {
        let alone = !letter.is_alphanumeric() || ('\u{2e80}'..'\u{a000}').contains(&letter);
        if alone && !letter.is_whitespace() {
            out.extend([' ', letter, ' ']);
        } else {
            out.push(letter);
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// hunalign with an empty dictionary, once through and with the dictionary that it learns.
fn hunalign(
    options: &Peers,
    sets: &[Laid],
    news: Option<&Laid>,
    work: &Path,
) -> io::Result<Vec<Row>> {
    let program = &options.hunalign;
    let found = Command::new(program)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if found.is_err() {
        println!(
            "left out: hunalign ({} is not there; --hunalign names it)",
            program.display()
        );
        return Ok(Vec::new());
    }
    let dictionary = work.join("empty.dic");
    fs::write(&dictionary, "")?;
    for laid in sets.iter().chain(news) {
        for (number, pair) in laid.pairs.iter().enumerate() {
            for (lines, ending) in pair.iter().zip(["hun-source", "hun-target"]) {
                let lines: Vec<String> = lines.lines.iter().map(|line| tokens(line)).collect();
                write(&laid.file(number, ending), &lines)?;
            }
        }
    }
    let mut rows = Vec::new();
    for (name, ending, switch) in [
        ("hunalign", "hunalign", None),
        ("hunalign -realign", "hunalign-realign", Some("-realign")),
    ] {
        let run = |laid: &Laid| {
            laid.each(ending, options.runs, |number| {
                // It compares lengths as they are, so that Chinese needs them in bytes.
                let chinese = laid.pairs[number]
                    .iter()
                    .any(|side| side.lang.base() == "zh");
                let mut command = Command::new(program);
                command
                    .args(chinese.then_some("-onebyteencoding"))
                    .args(switch)
                    .arg(&dictionary)
                    .arg(laid.file(number, "hun-source"))
                    .arg(laid.file(number, "hun-target"))
                    .current_dir(&laid.folder);
                command
            })
        };
        rows.push(row(name, sets, ending, run, news.map(run).transpose()?)?);
    }
    Ok(rows)
}

fn row(
    name: &str,
    sets: &[Laid],
    ending: &str,
    run: impl Fn(&Laid) -> io::Result<Cost>,
    news: Option<Cost>,
) -> io::Result<Row> {
    let mut outcomes = Vec::new();
    for laid in sets {
        let cost = Some(run(laid)?);
        outcomes.push(Outcome {
            agreement: laid.score(ending),
            cost,
        });
    }
    Ok(Row {
        name: name.to_owned(),
        outcomes,
        news,
    })
}

/// A Python that has the packages of a list, made at the first run.
pub fn python(
    environment: &Path,
    requirements: &str,
    switches: &[&str],
    whose: &str,
) -> io::Result<Option<PathBuf>> {
    let python = environment.join("bin/python");
    let made = environment.join("requirements.txt");
    if fs::read_to_string(&made).is_ok_and(|made| made == requirements) {
        return Ok(Some(python));
    }
    println!(
        "installing the packages of {whose} in {}",
        environment.display()
    );
    let wanted = environment.with_extension("requirements.txt");
    if let Some(folder) = wanted.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&wanted, requirements)?;
    let steps = [
        Command::new("python3")
            .args(["-m", "venv"])
            .arg(environment)
            .output(),
        Command::new(&python)
            .args(["-m", "pip", "install", "--quiet"])
            .args(switches)
            .arg("--requirement")
            .arg(&wanted)
            .output(),
    ];
    for step in steps {
        let reason = match step {
            Ok(output) if output.status.success() => continue,
            Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
            Err(error) => error.to_string(),
        };
        println!(
            "left out: {whose} (no Python with their packages: {})",
            reason.trim()
        );
        return Ok(None);
    }
    fs::copy(&wanted, &made)?;
    Ok(Some(python))
}

/// What a driver says of a run.
pub fn drive(command: &mut Command) -> io::Result<Cost> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(io::Error::other(format!(
            "{command:?} ended with {}",
            output.status
        )));
    }
    let said: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    Ok(Cost {
        seconds: said["seconds"].as_f64().unwrap_or(f64::NAN),
        peak: said["peak"].as_u64().unwrap_or(0),
    })
}

fn gale_church(python: &Path, sets: &[Laid], news: Option<&Laid>) -> io::Result<Row> {
    let run = |laid: &Laid| {
        drive(
            Command::new(python)
                .arg(DRIVER)
                .arg("galechurch")
                .arg(&laid.folder),
        )
    };
    let news = news.map(run).transpose()?;
    row("Gale & Church (galechurch)", sets, "galechurch", run, news)
}

/// Vecalign's dynamic programme over an encoder's vectors of runs of sentences. What was encoded
/// once is kept, with the seconds it took.
fn vecalign(
    python: &Path,
    (encoder, name, sizes): (&str, &str, [usize; 4]),
    sets: &[Laid],
    work: &Path,
) -> io::Result<Row> {
    let run = |laid: &Laid| {
        let set = sets.iter().position(|set| set.folder == laid.folder);
        drive(
            Command::new(python)
                .args(["-W", "ignore::RuntimeWarning", DRIVER])
                .args(["vecalign", "--encoder", encoder])
                .args(["--size", &sizes[set.unwrap_or(0)].to_string()])
                .arg("--work")
                .arg(work)
                .arg(&laid.folder),
        )
    };
    let ending = format!("vecalign-{encoder}");
    row(&format!("Vecalign over {name}"), sets, &ending, run, None)
}

fn print_table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) {
    println!("\n| {} |", head.join(" | "));
    let rule = std::iter::once("---").chain(head.iter().skip(1).map(|_| "---:"));
    println!("|{}|", rule.collect::<Vec<_>>().join("|"));
    for row in rows {
        println!("| {} |", row.join(" | "));
    }
}

fn print_scores(rows: &[Row]) {
    println!("\nF1 of beads, strict / lax, as Vecalign's scorer counts them:");
    let head: Vec<&str> = std::iter::once("aligner").chain(SETS).collect();
    let cells = rows.iter().map(|row| {
        let scores = row.outcomes.iter().map(|outcome| {
            let found = outcome.agreement;
            format!("{:.3} / {:.3}", found.strict().f1, found.lax().f1)
        });
        std::iter::once(row.name.clone()).chain(scores).collect()
    });
    print_table(&head, cells);
}

/// Seconds, memory and speed, and how many times bilint's they are.
fn print_costs(rows: &[Row], sets: &[Laid], news: Option<&Laid>) {
    let sentences: usize = sets.iter().map(Laid::sentences).sum();
    let total = |row: &Row| -> Option<Cost> {
        row.outcomes
            .iter()
            .try_fold(Cost::default(), |sum, outcome| {
                let cost = outcome.cost?;
                Some(Cost {
                    seconds: sum.seconds + cost.seconds,
                    peak: sum.peak.max(cost.peak),
                })
            })
    };
    let tables = [
        (
            format!("The four sets, {sentences} sentences on both sides together"),
            sentences,
            rows.iter().map(total).collect::<Vec<_>>(),
        ),
        (
            format!(
                "Ordinary news, English and {} languages, {} sentences on both sides together",
                NEWS.len(),
                news.map_or(0, Laid::sentences)
            ),
            news.map_or(0, Laid::sentences),
            rows.iter().map(|row| row.news).collect(),
        ),
    ];
    for (what, sentences, costs) in tables {
        let Some(own) = costs.iter().flatten().next().copied() else {
            continue;
        };
        println!("\n{what}, on one core:");
        let cells = rows.iter().zip(costs).filter_map(|(row, cost)| {
            let cost = cost?;
            Some(vec![
                row.name.clone(),
                format!("{:.2}", cost.seconds),
                times(cost.seconds, own.seconds),
                format!("{:.0}", cost.peak as f64 / 1e6),
                times(cost.peak as f64, own.peak as f64),
                format!("{:.0}", sentences as f64 / cost.seconds),
            ])
        });
        let head = [
            "aligner",
            "processor seconds",
            "times bilint's",
            "peak MB",
            "times bilint's",
            "sentences a second",
        ];
        print_table(&head, cells);
    }
}

/// A ratio with two digits that count.
fn times(value: f64, own: f64) -> String {
    match value / own {
        ratio if ratio >= 10.0 => format!("{ratio:.0}"),
        ratio if ratio >= 1.0 => format!("{ratio:.1}"),
        ratio => format!("{ratio:.2}"),
    }
}

/// All pairs of the news at once, as many processes as there are cores, by the clock on the wall.
fn all_cores(binary: &Path, news: &Laid) -> io::Result<()> {
    let cores = std::thread::available_parallelism()?.get();
    for threads in [1, cores] {
        let next = std::sync::atomic::AtomicUsize::new(0);
        let start = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    loop {
                        let number = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                        if number >= news.pairs.len() {
                            break;
                        }
                        let mut command = align_command(binary, news, number, 1);
                        let status = command.stdout(Stdio::null()).status();
                        assert!(status.expect("the program").success());
                    }
                });
            }
        });
        println!(
            "\nbilint, ordinary news, {threads} of {cores} cores: {:.0} sentences a second by the \
             clock on the wall",
            news.sentences() as f64 / start.elapsed().as_secs_f64()
        );
    }
    Ok(())
}

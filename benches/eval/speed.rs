//! Speed and memory of the program itself.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use clap::Parser;

use crate::ntrex::{ENGLISH, Ntrex};
use crate::{Shared, options};

/// Speed and memory.
#[derive(Parser)]
struct Speed {
    /// The program to measure; without it, the one that cargo built for this benchmark, which is
    /// optimized a little less than a release
    #[arg(long)]
    binary: Option<PathBuf>,
    /// Size of the text
    #[arg(long, default_value_t = 100)]
    megabytes: usize,
    /// Rows of the smaller table; the larger has twice as many
    #[arg(long, default_value_t = 1_000_000)]
    rows: usize,
    /// The translation in the table, as NTREX names it
    #[arg(long, default_value = "deu")]
    lang: String,
    /// Leaves the larger table out
    #[arg(long)]
    short: bool,
    /// Given to the program
    #[arg(long)]
    threads: Option<usize>,
    /// Another program, whose start-up is measured in turn with that of the first
    #[arg(long)]
    against: Option<PathBuf>,
    /// Only the start-up
    #[arg(long)]
    start_up: bool,
}

/// What one run took.
struct Cost {
    seconds: f64,
    /// Peak resident size in bytes, where the system tells (Linux).
    peak: Option<u64>,
    code: Option<i32>,
}

/// The command.
pub fn run(shared: &Shared, arguments: &[String]) {
    let options: Speed = options("speed", arguments);
    let Some(ntrex) = Ntrex::read(shared) else {
        return;
    };
    let binary = options
        .binary
        .clone()
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_bilint")));
    let folder = std::env::temp_dir().join(format!("bilint-speed-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a temporary folder");
    let done = measure(&options, &ntrex, &binary, &folder);
    fs::remove_dir_all(&folder).expect("the temporary folder");
    done.expect("the program and the temporary folder");
}

fn measure(options: &Speed, ntrex: &Ntrex, binary: &Path, folder: &Path) -> io::Result<()> {
    println!(
        "{} on {} cores",
        binary.display(),
        std::thread::available_parallelism()?
    );
    start_up(options, ntrex, binary, folder)?;
    if options.start_up {
        return Ok(());
    }

    let text = folder.join("text.txt");
    let bytes = write_text(&text, ntrex, options.megabytes * 1_000_000)?;
    let cost = check(
        options,
        binary,
        &["--source-lang", "en", "--target-lang", "en"],
        &text,
    )?;
    report("text alone", &cost, bytes, None);
    fs::remove_file(&text)?;

    let mut peaks = Vec::new();
    for rows in [options.rows, 2 * options.rows]
        .into_iter()
        .take(if options.short { 1 } else { 2 })
    {
        let table = folder.join("table.tsv");
        let bytes = write_table(&table, ntrex, &options.lang, rows)?;
        let lang = ntrex.lang(&options.lang).to_string();
        let cost = check(
            options,
            binary,
            &["--source-lang", "en", "--target-lang", &lang],
            &table,
        )?;
        report(&format!("TSV of {rows} rows"), &cost, bytes, Some(rows));
        peaks.extend(cost.peak);
        fs::remove_file(&table)?;
    }
    if let [one, two] = peaks[..] {
        println!(
            "peak memory at twice the rows: {:.3} times that at once",
            two as f64 / one as f64
        );
    }
    Ok(())
}

/// How often each start-up is measured.
const STARTS: usize = 41;

/// From the start of the process to its end, on one article: a translation alone, which needs no
/// bilingual model, and with its source, which does. The runs take turns, so that what else the
/// machine does falls on all of them.
fn start_up(options: &Speed, ntrex: &Ntrex, binary: &Path, folder: &Path) -> io::Result<()> {
    let small = folder.join("small.txt");
    let translation = folder.join("translation.txt");
    fs::write(&small, ntrex.whole(ENGLISH)[..20].join("\n\n"))?;
    fs::write(&translation, ntrex.whole(&options.lang)[..20].join("\n\n"))?;
    let programs = [Some(binary), options.against.as_deref()];
    let mut cases = Vec::new();
    for program in programs.into_iter().flatten() {
        for (what, files) in [
            ("alone", vec![&small]),
            ("with its source", vec![&small, &translation]),
        ] {
            let mut command = Command::new(program);
            command.arg("check").args(files);
            command.stdout(Stdio::null()).stderr(Stdio::null());
            cases.push((program, what, command, Vec::new(), 0.0));
        }
    }
    for _ in 0..STARTS {
        for (_, _, command, times, processor) in &mut cases {
            let before = children_seconds();
            let start = Instant::now();
            command.status()?;
            times.push(start.elapsed().as_secs_f64() * 1000.0);
            *processor += (children_seconds() - before) * 1000.0 / STARTS as f64;
        }
    }
    for (program, what, _, mut times, processor) in cases {
        times.sort_by(f64::total_cmp);
        println!(
            "{}, small file {what}: {:.1} ms from start to end (median of {STARTS}; {:.1}–{:.1}), \
             {processor:.1} ms of the processor",
            program.display(),
            times[times.len() / 2],
            times[0],
            times[times.len() - 1]
        );
    }
    Ok(())
}

/// English documents, over and over, a sentence a paragraph.
fn write_text(path: &Path, ntrex: &Ntrex, least: usize) -> io::Result<usize> {
    let mut out = BufWriter::new(File::create(path)?);
    let mut bytes = 0;
    for line in ntrex.whole(ENGLISH).iter().cycle() {
        if bytes >= least {
            break;
        }
        out.write_all(line.as_bytes())?;
        out.write_all(b"\n\n")?;
        bytes += line.len() + 2;
    }
    out.flush()?;
    Ok(bytes)
}

/// English and its translation, over and over.
fn write_table(path: &Path, ntrex: &Ntrex, lang: &str, rows: usize) -> io::Result<usize> {
    let mut out = BufWriter::new(File::create(path)?);
    let mut bytes = 0;
    let pairs = ntrex.whole(ENGLISH).iter().zip(ntrex.whole(lang));
    for (source, target) in pairs.cycle().take(rows) {
        writeln!(out, "{source}\t{target}")?;
        bytes += source.len() + target.len() + 2;
    }
    out.flush()?;
    Ok(bytes)
}

/// Runs the program and watches its memory.
fn check(options: &Speed, binary: &Path, languages: &[&str], file: &Path) -> io::Result<Cost> {
    let mut command = Command::new(binary);
    command
        .arg("check")
        .args(languages)
        .args(["--format", "jsonl"]);
    if let Some(threads) = options.threads {
        command.arg("--threads").arg(threads.to_string());
    }
    let start = Instant::now();
    let mut child = command.arg(file).stdout(Stdio::null()).spawn()?;
    let mut peak = None;
    let status = loop {
        // The kernel keeps the peak, so that only what is used in the last moment can be missed.
        peak = resident(child.id()).max(peak);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        sleep(Duration::from_millis(5));
    };
    Ok(Cost {
        seconds: start.elapsed().as_secs_f64(),
        peak,
        code: status.code(),
    })
}

/// `VmHWM` of a process, in bytes.
pub fn resident(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

/// Processor time of the children that have ended, to a hundredth of a second (Linux).
pub fn children_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name, which may hold anything, ends at the last parenthesis; cutime and cstime are the
    // 14th and 15th fields after it, in ticks of which Linux tells every program a hundred a second.
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks = fields.split_whitespace().skip(13).take(2);
    ticks
        .filter_map(|ticks| ticks.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}

fn report(what: &str, cost: &Cost, bytes: usize, rows: Option<usize>) {
    let megabytes = bytes as f64 / 1e6;
    let mut line = format!(
        "{what}, {megabytes:.0} MB: {:.2} s, {:.1} MB/s",
        cost.seconds,
        megabytes / cost.seconds
    );
    if let Some(rows) = rows {
        line.push_str(&format!(", {:.0} pairs/s", rows as f64 / cost.seconds));
    }
    match cost.peak {
        Some(peak) => line.push_str(&format!(
            ", peak {:.1} MB ({:.2} times the file)",
            peak as f64 / 1e6,
            peak as f64 / bytes as f64
        )),
        None => line.push_str(", peak memory unknown on this system"),
    }
    match cost.code {
        Some(0 | 1) => {}
        Some(code) => line.push_str(&format!("; FAILED with exit code {code}")),
        None => line.push_str("; killed by a signal"),
    }
    println!("{line}");
}

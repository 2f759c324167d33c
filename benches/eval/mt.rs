//! What the checks say of real machine translation, and of the human references beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use bilint::check::Check;
use bilint::text::{Bitext, Confidence, Extent, Lang};
use clap::Parser;
use rayon::prelude::*;

use crate::alarms::confidence;
use crate::split::hash;
use crate::{Shared, ntrex, options, tally};

/// Findings on machine translation and on references.
#[derive(Parser)]
struct Mt {
    /// Only directions that begin so, such as `en-de`
    #[arg(long)]
    pair: Option<String>,
    /// Prints so many findings on the systems, drawn by a hash, instead of the tables
    #[arg(long)]
    show: Option<usize>,
    /// Only of this check, or of this family, whose checks then have a line each
    #[arg(long)]
    code: Option<String>,
    /// With --show: only of this confidence
    #[arg(long, value_parser = confidence)]
    confidence: Option<Confidence>,
    /// With --show: findings on the references instead
    #[arg(long)]
    references: bool,
}

/// Sources and translations.
pub type Pairs = Vec<(String, String)>;

/// By direction: the reference and the systems with their languages and rows.
pub fn columns(folder: &Path) -> BTreeMap<String, Vec<(String, [Lang; 2], Pairs)>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "tsv"))
        .collect();
    paths.sort();
    let mut columns: BTreeMap<String, Vec<(String, [Lang; 2], Pairs)>> = BTreeMap::new();
    for path in paths {
        let file = File::read(&path);
        let langs = [file.source_lang, file.target_lang];
        let direction = columns.entry(file.direction.clone()).or_default();
        if direction.is_empty() {
            direction.push(("reference".to_owned(), langs, file.pairs(3)));
        }
        direction.push((file.system.clone(), langs, file.pairs(2)));
    }
    columns
}

/// One file: a system's translations of one direction.
struct File {
    direction: String,
    system: String,
    source_lang: Lang,
    target_lang: Lang,
    /// Document, source, translation, reference.
    rows: Vec<[String; 4]>,
}

impl File {
    fn read(path: &Path) -> File {
        let name = path.file_stem().unwrap().to_string_lossy();
        let (direction, system) = name.split_once('.').expect("direction.system");
        let (source, target) = direction.split_once('-').expect("source-target");
        let text = fs::read_to_string(path).expect("UTF-8");
        let rows = text
            .lines()
            .filter_map(|line| {
                let fields: Vec<String> = line.split('\t').map(str::to_owned).collect();
                fields.try_into().ok()
            })
            .collect();
        File {
            direction: direction.to_owned(),
            system: system.to_owned(),
            source_lang: source.parse().expect("a language"),
            target_lang: target.parse().expect("a language"),
            rows,
        }
    }

    /// The rows of a column: source and translation.
    fn pairs(&self, column: usize) -> Pairs {
        let pair = |row: &[String; 4]| (row[1].clone(), row[column].clone());
        self.rows.iter().map(pair).collect()
    }

    /// The documents as bitexts; column 2 is the system, 3 the reference.
    fn bitexts(&self, column: usize) -> impl Iterator<Item = Bitext> + '_ {
        self.rows
            .chunk_by(|a, b| a[0] == b[0])
            .map(move |document| {
                let side = |column: usize| -> Vec<&String> {
                    document.iter().map(|row| &row[column]).collect()
                };
                bilint::rows(
                    Some(ntrex::rows(self.source_lang, &side(1))),
                    ntrex::rows(self.target_lang, &side(column)),
                    Extent::Rows,
                )
            })
    }
}

const SYSTEM: usize = 2;
const REFERENCE: usize = 3;

/// By code: findings of high, and of at least medium confidence.
type Counts = BTreeMap<&'static str, (usize, usize)>;

#[derive(Default)]
struct Sum {
    sentences: usize,
    counts: Counts,
}

impl Sum {
    fn add(&mut self, other: &Sum) {
        self.sentences += other.sentences;
        for (code, (high, medium)) in &other.counts {
            let sum = self.counts.entry(code).or_default();
            sum.0 += high;
            sum.1 += medium;
        }
    }

    /// Of a check, a family, or all.
    fn of(&self, name: Option<&str>) -> (usize, usize) {
        self.counts
            .iter()
            .filter(|(code, _)| {
                name.is_none_or(|name| name == **code || name == tally::family(code))
            })
            .fold((0, 0), |sum, (_, n)| (sum.0 + n.0, sum.1 + n.1))
    }

    fn per(&self, n: usize) -> f64 {
        n as f64 * 1000.0 / self.sentences.max(1) as f64
    }
}

fn count(file: &File, column: usize, checks: &[&'static Check]) -> Sum {
    let mut sum = Sum {
        sentences: file.rows.len(),
        ..Sum::default()
    };
    for mut bitext in file.bitexts(column) {
        for finding in bilint::findings(&mut bitext, checks) {
            let entry = sum.counts.entry(finding.code).or_default();
            entry.0 += usize::from(finding.confidence == Confidence::High);
            entry.1 += usize::from(finding.confidence >= Confidence::Medium);
        }
    }
    sum
}

/// The command.
pub fn run(shared: &Shared, arguments: &[String]) {
    let options: Mt = options("mt", arguments);
    let Some(folder) = shared.path("eval/mt/wmt21") else {
        return;
    };
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "tsv"))
        .collect();
    paths.sort();
    let files: Vec<File> = paths
        .iter()
        .map(|path| File::read(path))
        .filter(|file| {
            options
                .pair
                .as_ref()
                .is_none_or(|pair| file.direction.starts_with(pair.as_str()))
        })
        .collect();
    let checks: Vec<&'static Check> = bilint::check::checks()
        .filter(|check| {
            let code = options.code.as_deref();
            code.is_none_or(|code| check.code == code || tally::family(check.code) == code)
        })
        .collect();
    match options.show {
        Some(limit) => show(&files, &options, limit, &checks),
        None => tables(&files, &checks),
    }
}

/// The references of a direction are the same in every file, so that its first file has them.
fn is_first(files: &[File], index: usize) -> bool {
    index == 0 || files[index - 1].direction != files[index].direction
}

fn tables(files: &[File], checks: &[&'static Check]) {
    let counted: Vec<(Sum, Option<Sum>)> = files
        .par_iter()
        .enumerate()
        .map(|(index, file)| {
            let reference = is_first(files, index).then(|| count(file, REFERENCE, checks));
            (count(file, SYSTEM, checks), reference)
        })
        .collect();
    let mut directions: BTreeMap<&str, (Sum, Sum)> = BTreeMap::new();
    let mut all = (Sum::default(), Sum::default());
    for (file, (system, reference)) in files.iter().zip(&counted) {
        let entry = directions.entry(&file.direction).or_default();
        entry.0.add(system);
        all.0.add(system);
        if let Some(reference) = reference {
            entry.1.add(reference);
            all.1.add(reference);
        }
    }
    let codes: BTreeSet<&str> = all
        .0
        .counts
        .iter()
        .chain(&all.1.counts)
        .filter(|(_, (_, medium))| *medium > 0)
        .map(|(code, _)| *code)
        .collect();

    println!("# findings per 1,000 sentences, all directions: systems, references");
    println!(
        "systems {} sentences, references {}",
        all.0.sentences, all.1.sentences
    );
    let head = [
        "high: systems",
        "references",
        "high, medium: systems",
        "references",
        "ratio",
    ]
    .map(str::to_owned);
    let names = std::iter::once(None).chain(codes.iter().map(|code| Some(*code)));
    let rows: Vec<(String, Vec<String>)> = names
        .map(|code| {
            let (system, reference) = (all.0.of(code), all.1.of(code));
            let ratio = all.0.per(system.1) / all.1.per(reference.1);
            let cells = vec![
                format!("{:.2}", all.0.per(system.0)),
                format!("{:.2}", all.1.per(reference.0)),
                format!("{:.2}", all.0.per(system.1)),
                format!("{:.2}", all.1.per(reference.1)),
                if ratio.is_finite() {
                    format!("{ratio:.1}")
                } else {
                    "·".to_owned()
                },
            ];
            (code.unwrap_or("all").to_owned(), cells)
        })
        .collect();
    tally::table(&head, &rows);

    let mut families: Vec<&str> = codes.iter().map(|code| tally::family(code)).collect();
    families.dedup();
    // Of one family every check is a column.
    let columns: Vec<&str> = if families.len() == 1 {
        codes.iter().copied().collect()
    } else {
        families
    };
    let per = |sum: &Sum, name: &str| match sum.of(Some(name)).1 {
        0 => "·".to_owned(),
        n => format!("{:.1}", sum.per(n)),
    };
    let cells = |sum: &Sum, likeness: Option<f64>| {
        let (high, medium) = sum.of(None);
        let mut cells = vec![
            likeness.map_or(String::new(), |likeness| format!("{likeness:.1}")),
            format!("{:.2}", sum.per(high)),
            format!("{:.2}", sum.per(medium)),
        ];
        cells.extend(columns.iter().map(|name| per(sum, name)));
        cells
    };
    println!(
        "\n# per 1,000 sentences: all of high, of high and medium, then these by family; systems \
         by likeness to the reference (chrF)"
    );
    let mut head = ["chrF", "high", "medium"].map(str::to_owned).to_vec();
    head.extend(columns.iter().map(|name| (*name).to_owned()));
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    for (direction, (_, reference)) in &directions {
        let mut systems: Vec<(f64, &File, &Sum)> = files
            .par_iter()
            .zip(&counted)
            .filter(|(file, _)| file.direction == *direction)
            .map(|(file, (sum, _))| (chrf(file), file, sum))
            .collect();
        systems.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (likeness, file, sum) in systems {
            let name = format!("{direction} {}", file.system);
            rows.push((name, cells(sum, Some(likeness))));
        }
        rows.push((format!("{direction} reference"), cells(reference, None)));
    }
    rows.push(("all systems".to_owned(), cells(&all.0, None)));
    rows.push(("all references".to_owned(), cells(&all.1, None)));
    tally::table(&head, &rows);
}

/// How like the reference a system's translation is: F2 of n-grams of one to six characters over
/// all sentences together, white space left out (Popović 2015), in per cent.
fn chrf(file: &File) -> f64 {
    let mut sums = [[0usize; 3]; 6];
    for row in &file.rows {
        let glyphs = |column: usize| -> Vec<char> {
            row[column].chars().filter(|c| !c.is_whitespace()).collect()
        };
        let (ours, theirs) = (glyphs(SYSTEM), glyphs(REFERENCE));
        for (length, sums) in (1..).zip(&mut sums) {
            let mut counts: BTreeMap<&[char], (usize, usize)> = BTreeMap::new();
            for gram in ours.windows(length) {
                counts.entry(gram).or_default().0 += 1;
            }
            for gram in theirs.windows(length) {
                counts.entry(gram).or_default().1 += 1;
            }
            for (a, b) in counts.into_values() {
                sums[0] += a.min(b);
                sums[1] += a;
                sums[2] += b;
            }
        }
    }
    let mean = |column: usize| {
        let share = |sums: &[usize; 3]| sums[0] as f64 / sums[column].max(1) as f64;
        sums.iter().map(share).sum::<f64>() / sums.len() as f64
    };
    let (precision, recall) = (mean(1), mean(2));
    100.0 * 5.0 * precision * recall / (4.0 * precision + recall).max(f64::MIN_POSITIVE)
}

fn show(files: &[File], options: &Mt, limit: usize, checks: &[&'static Check]) {
    let column = if options.references {
        REFERENCE
    } else {
        SYSTEM
    };
    let texts: Vec<Vec<(u64, String)>> = files
        .par_iter()
        .enumerate()
        .filter(|(index, _)| column == SYSTEM || is_first(files, *index))
        .map(|(_, file)| {
            let mut texts = Vec::new();
            let mut first = 0;
            for mut bitext in file.bitexts(column) {
                for finding in bilint::findings(&mut bitext, checks) {
                    let wanted = match options.confidence {
                        Some(confidence) => finding.confidence == confidence,
                        None => finding.confidence >= Confidence::Medium,
                    };
                    if wanted {
                        let mut text = format!(
                            "{} {}: {}",
                            file.direction,
                            file.system,
                            tally::shown(&bitext, &finding)
                        );
                        if column == SYSTEM
                            && let Some(bead) = finding.bead
                        {
                            let segment = bitext.beads[bead as usize].target.start;
                            let segment = bitext.target.segments.get(segment);
                            let block = segment.map_or(0, |segment| segment.block as usize);
                            text.push_str("\n    reference: ");
                            text.push_str(&file.rows[first + block][REFERENCE]);
                        }
                        texts.push((hash(text.as_bytes()), text));
                    }
                }
                first += bitext.target.document.blocks.len();
            }
            texts
        })
        .collect();
    let mut texts: Vec<(u64, String)> = texts.into_iter().flatten().collect();
    let all = texts.len();
    texts.sort();
    texts.truncate(limit);
    println!("{} of {all} findings", texts.len());
    for (_, text) in texts {
        println!("{text}");
    }
}

//! Recall on the labelled passages, by kind, and everything that is said of the seed article:
//! alone, and with each of its invented originals as the source.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use bilint::check::Check;
use bilint::text::{Bitext, Category, Confidence, Document, Finding, Span};
use clap::Parser;

use crate::{Shared, options, tally};

/// Recall on labelled passages.
#[derive(Parser)]
struct Labelled {
    /// Prints the findings that answer to no label, which may be false alarms
    #[arg(long)]
    extra: bool,
    /// Prints the labels of covered kinds that were not found
    #[arg(long)]
    misses: bool,
}

/// Kinds that a family of checks is meant to find, with the first letters of its codes. The other
/// kinds of the labels wait for checks that are not written yet.
const COVERED: &[(&str, &str)] = &[
    ("attribution-", "Q"),
    ("case-restart-", "Q"),
    ("page-residue", "R"),
    ("quote-", "Q"),
    ("space-lost-at-quote", "Q"),
];

fn family(kind: &str) -> Option<&'static str> {
    COVERED
        .iter()
        .find(|(start, _)| kind.starts_with(start))
        .map(|(_, family)| *family)
}

/// Whether a finding is of a family: by its letter, or as residue by its category.
fn is_of(finding: &Finding, checks: &[&'static Check], family: &str) -> bool {
    finding.code.starts_with(family)
        || (family == "R"
            && checks
                .iter()
                .any(|check| check.code == finding.code && check.category == Category::Residue))
}

fn read(path: &Path) -> Document {
    let name = path.file_stem().unwrap().to_string_lossy();
    let lang = name.split_once('-').map_or(&*name, |(_, lang)| lang);
    let text = fs::read_to_string(path).expect("UTF-8");
    let lang = lang.parse().expect("a file named by its language");
    bilint::read::plain(&path.to_string_lossy(), text, lang)
}

/// The folder in the repository, or the shared one.
fn corpus(shared: &Shared, name: &str) -> Option<PathBuf> {
    let own = Path::new("corpora").join(name);
    if own.is_dir() {
        return Some(own);
    }
    shared.path(&format!("corpora/{name}"))
}

/// The command.
pub fn run(shared: &Shared, arguments: &[String]) {
    let options: Labelled = options("labelled", arguments);
    let checks: Vec<&'static Check> = bilint::check::checks().collect();
    if let Some(folder) = corpus(shared, "recreated") {
        recreated(&folder, &options, &checks);
    }
    if let Some(folder) = corpus(shared, "seed") {
        seed(shared, &folder, &checks);
    }
}

/// The line of the text that a span begins in, and all that it covers.
fn paragraph(text: &str, span: Span) -> Span {
    let (start, end) = (span.start as usize, span.end as usize);
    let from = text[..start].rfind('\n').map_or(0, |byte| byte + 1);
    let to = text[end..].find('\n').map_or(text.len(), |byte| end + byte);
    Span::new(from, to)
}

#[derive(Default)]
struct Recall {
    labels: usize,
    found: usize,
    /// By a check of the family anywhere in the paragraph: a missing mark is labelled where it
    /// ought to be and reported where its fellow stands.
    near: usize,
    any: usize,
}

fn recreated(folder: &Path, options: &Labelled, checks: &[&'static Check]) {
    let table = fs::read_to_string(folder.join("labels.tsv")).expect("labels.tsv");
    let mut labels: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for line in table.lines().skip(1) {
        let mut fields = line.split('\t');
        if let (Some(file), Some(text), Some(kind)) = (fields.next(), fields.next(), fields.next())
        {
            labels.entry(file).or_default().push((text, kind));
        }
    }
    let mut kinds: BTreeMap<&str, Recall> = BTreeMap::new();
    let mut extra = Vec::new();
    let mut misses = Vec::new();
    for (file, labels) in &labels {
        let mut bitext = bilint::alone(read(&folder.join(file)));
        let findings = bilint::findings(&mut bitext, checks);
        let text = &bitext.target.document.text;
        let findings: Vec<Finding> = findings
            .into_iter()
            .filter(|finding| finding.confidence >= Confidence::Medium)
            .collect();
        // A label names its text, which may stand in several places: any of them will do.
        let places: Vec<(Vec<Span>, &str, &str)> = labels
            .iter()
            .map(|(label, kind)| {
                let spans = text
                    .match_indices(label)
                    .map(|(at, found)| Span::new(at, at + found.len()))
                    .collect();
                (spans, *kind, *label)
            })
            .collect();
        let touches = |finding: &Finding, spans: &[Span]| {
            finding
                .target
                .iter()
                .any(|span| spans.iter().any(|place| place.overlaps(*span)))
        };
        for (spans, kind, label) in &places {
            let recall = kinds.entry(kind).or_default();
            recall.labels += 1;
            let any = findings.iter().any(|finding| touches(finding, spans));
            let found = family(kind).is_some_and(|family| {
                findings
                    .iter()
                    .any(|finding| is_of(finding, checks, family) && touches(finding, spans))
            });
            let near = family(kind).is_some_and(|family| {
                findings.iter().any(|finding| {
                    is_of(finding, checks, family)
                        && spans.iter().any(|place| {
                            finding.target.iter().any(|span| {
                                paragraph(text, *place).overlaps(paragraph(text, *span))
                            })
                        })
                })
            });
            recall.near += usize::from(near);
            recall.any += usize::from(any);
            recall.found += usize::from(found);
            if family(kind).is_some() && !found {
                misses.push(format!("{file} {kind}: {label}"));
            }
        }
        for finding in &findings {
            if !places.iter().any(|(spans, ..)| touches(finding, spans)) {
                extra.push(format!("{file} {}", tally::shown(&bitext, finding)));
            }
        }
    }
    println!("# recreated passages: labels that a finding of at least medium confidence overlaps");
    let row = |kind: &str, recall: &Recall| {
        (
            kind.to_owned(),
            vec![
                recall.labels.to_string(),
                recall.found.to_string(),
                recall.near.to_string(),
                recall.any.to_string(),
            ],
        )
    };
    let head = ["labels", "found", "in its paragraph", "any finding"].map(str::to_owned);
    let (covered, others): (Vec<_>, Vec<_>) =
        kinds.iter().partition(|(kind, _)| family(kind).is_some());
    println!("\nkinds of the quotation and residue families (found: by a check of the family)");
    let mut rows: Vec<_> = covered
        .iter()
        .map(|(kind, recall)| row(kind, recall))
        .collect();
    let sum = covered
        .iter()
        .fold(Recall::default(), |sum, (_, recall)| Recall {
            labels: sum.labels + recall.labels,
            found: sum.found + recall.found,
            near: sum.near + recall.near,
            any: sum.any + recall.any,
        });
    rows.push(row("all of these", &sum));
    tally::table(&head, &rows);
    println!("\nkinds not covered yet");
    let rows: Vec<_> = others
        .iter()
        .map(|(kind, recall)| row(kind, recall))
        .collect();
    tally::table(&head, &rows);
    println!("\nfindings that answer to no label: {}", extra.len());
    if options.extra {
        for line in &extra {
            println!("{line}");
        }
    }
    if options.misses {
        println!("\nnot found");
        for line in &misses {
            println!("{line}");
        }
    }
}

fn texts(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    files.sort();
    files
}

fn all(title: &str, bitext: &Bitext, checks: &[&'static Check]) {
    println!("\n# {title}: all findings");
    for finding in bilint::findings(&mut bitext.clone(), checks) {
        println!("{}", tally::shown(bitext, &finding));
    }
}

fn seed(shared: &Shared, folder: &Path, checks: &[&'static Check]) {
    for file in texts(folder) {
        let article = || {
            let text = fs::read_to_string(&file).expect("UTF-8");
            bilint::read::plain(
                &file.to_string_lossy(),
                text,
                "en".parse().expect("English"),
            )
        };
        all(
            "seed article, translation alone",
            &bilint::alone(article()),
            checks,
        );
        let Some(originals) = corpus(shared, "originals") else {
            continue;
        };
        for original in texts(&originals) {
            let name = original.file_stem().unwrap().to_string_lossy();
            all(
                &format!("original in {name}, alone"),
                &bilint::alone(read(&original)),
                checks,
            );
            all(
                &format!("seed article with its original in {name}"),
                &bilint::documents(read(&original), article()),
                checks,
            );
        }
    }
}

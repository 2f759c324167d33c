//! Speed of annotation, and whether the numbers of translations are worth the same.

use std::time::Instant;

use bilint::text::{Number, NumberKind, Value};
use clap::Parser;

use crate::Shared;
use crate::ntrex::{ENGLISH, Ntrex};
use crate::split::Part;
use crate::tally::table;

/// Annotation on NTREX-128.
#[derive(Parser)]
struct Options {
    /// Print pairs of this language whose numbers differ (look documents)
    #[arg(long)]
    show: Option<String>,
    /// Print at most this many
    #[arg(long, default_value_t = 40)]
    most: usize,
    /// Print names instead of numbers
    #[arg(long)]
    names: bool,
}

pub fn run(shared: &Shared, arguments: &[String]) {
    let options: Options = crate::options("annotate", arguments);
    let Some(ntrex) = Ntrex::read(shared) else {
        return;
    };
    if let Some(language) = &options.show {
        if options.names {
            show_names(&ntrex, language, options.most);
        } else {
            show(&ntrex, language, options.most);
        }
        return;
    }
    let mut lines = Vec::new();
    let mut count = Agreement::default();
    for language in ntrex.all() {
        let mut look = Agreement::default();
        if language != ENGLISH {
            agreement(&ntrex, language, Part::Look, |agrees, _, _| {
                look.add(agrees)
            });
            agreement(&ntrex, language, Part::Count, |agrees, _, _| {
                count.add(agrees);
            });
        }
        let (bytes, words, names, seconds) = speed(&ntrex, language);
        let agreed = if look.pairs == 0 {
            "·".to_owned()
        } else {
            look.share()
        };
        lines.push((
            language.to_owned(),
            vec![
                format!("{:.1}", bytes as f64 / seconds / 1e6),
                format!("{words}"),
                format!("{names}"),
                look.pairs.to_string(),
                agreed,
            ],
        ));
    }
    table(
        &["MB/s", "words", "names", "pairs", "agree %"].map(str::to_owned),
        &lines,
    );
    println!(
        "count, all languages: {} pairs, {} % agree",
        count.pairs,
        count.share()
    );
}

#[derive(Default)]
struct Agreement {
    pairs: usize,
    agree: usize,
}

impl Agreement {
    fn add(&mut self, agrees: bool) {
        self.pairs += 1;
        self.agree += usize::from(agrees);
    }

    fn share(&self) -> String {
        format!(
            "{:.1}",
            100.0 * self.agree as f64 / self.pairs.max(1) as f64
        )
    }
}

/// Runs of which the time is the sum: the clock of a thread is coarse.
const RUNS: usize = 20;

/// Annotates the whole language as one document, on one core: bytes, words, names of one run,
/// mean seconds of a run.
fn speed(ntrex: &Ntrex, language: &str) -> (usize, usize, usize, f64) {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .expect("one thread");
    let document = crate::ntrex::rows(ntrex.lang(language), ntrex.whole(language));
    let segments = bilint::segment::segment(&document);
    let inputs = vec![(document, segments); RUNS];
    let (side, seconds) = pool.install(|| {
        let start = cpu_seconds();
        let wall = Instant::now();
        let mut side = bilint::text::Side::default();
        for (document, segments) in inputs {
            side = bilint::annotate::annotate(document, segments);
        }
        let wall = wall.elapsed().as_secs_f64();
        (side, start.zip(cpu_seconds()).map_or(wall, |(a, b)| b - a))
    });
    (
        side.document.text.len(),
        side.notes.iter().map(|notes| notes.words.len()).sum(),
        side.notes.iter().map(|notes| notes.names.len()).sum(),
        seconds / RUNS as f64,
    )
}

/// Time that this thread has run, where the system tells (Linux); wall time misleads where others
/// use the cores too.
fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: u64 = stat.split(' ').next()?.parse().ok()?;
    Some(nanoseconds as f64 / 1e9)
}

/// Calls with every pair that has numbers on both sides: whether their values agree.
fn agreement(
    ntrex: &Ntrex,
    language: &str,
    part: Part,
    mut seen: impl FnMut(bool, (&str, &[Number]), (&str, &[Number])),
) {
    for document in ntrex.documents(part) {
        let english = bilint::prepare(ntrex.rows(ENGLISH, document));
        let other = bilint::prepare(ntrex.rows(language, document));
        for block in 0..english.document.blocks.len() {
            let numbers = |side: &bilint::text::Side| -> Vec<Number> {
                side.notes[side.segments_of(block)]
                    .iter()
                    .flat_map(|notes| notes.numbers.iter().copied())
                    .filter(|number| !is_month(number))
                    .collect()
            };
            let (a, b) = (numbers(&english), numbers(&other));
            if !a.is_empty() && !b.is_empty() {
                let text = |side: &bilint::text::Side| {
                    side.document
                        .slice(side.document.blocks[block].span)
                        .to_owned()
                };
                seen(same(&a, &b), (&text(&english), &a), (&text(&other), &b));
            }
        }
    }
}

/// The number of a month, which English writes as a name.
fn is_month(number: &Number) -> bool {
    number.kind == NumberKind::Date && number.value.integer().is_some_and(|whole| whole <= 12)
}

/// Whether the numbers can be paired off, each by one of its readings, signs aside.
fn same(a: &[Number], b: &[Number]) -> bool {
    let readings = |number: &Number| {
        let bare = |value: Value| Value {
            negative: false,
            ..value
        };
        [Some(bare(number.value)), number.other.map(bare)]
    };
    let mut rest: Vec<_> = b.iter().map(readings).collect();
    a.len() == b.len()
        && a.iter().map(readings).all(|mine| {
            let found = rest.iter().position(|theirs| {
                mine.iter()
                    .flatten()
                    .any(|value| theirs.contains(&Some(*value)))
            });
            found.map(|index| rest.swap_remove(index)).is_some()
        })
}

fn show(ntrex: &Ntrex, language: &str, most: usize) {
    let mut left = most;
    agreement(
        ntrex,
        language,
        Part::Look,
        |agrees, (english, a), (other, b)| {
            if agrees || left == 0 {
                return;
            }
            left -= 1;
            let values = |numbers: &[Number]| {
                let list: Vec<_> = numbers
                    .iter()
                    .map(|number| {
                        let Value {
                            mantissa, exponent, ..
                        } = number.value;
                        format!("{mantissa}e{exponent}")
                    })
                    .collect();
                list.join(" ")
            };
            println!("{}\n    {english}\n{}\n    {other}", values(a), values(b));
        },
    );
}

fn show_names(ntrex: &Ntrex, language: &str, most: usize) {
    let mut left = most;
    for document in ntrex.documents(Part::Look) {
        let side = bilint::prepare(ntrex.rows(language, document));
        for (segment, notes) in side.segments.iter().zip(&side.notes) {
            if left == 0 {
                return;
            }
            left -= 1;
            let spans: Vec<_> = notes.names.iter().map(|name| name.span).collect();
            println!(
                "{}",
                crate::tally::marked(&side.document.text, segment.span, &spans)
            );
        }
    }
}

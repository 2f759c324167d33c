//! Counts of classes of words, for `src/lexicon/fluency.rs`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use bilint::lexicon::fluency::{self, Class, Fluency, beginning, join};
use bilint::lexicon::{fold, tag};
use bilint::text::{Lang, Shape};
use rayon::prelude::*;

use crate::Shared;
use crate::probe::Lines;

/// What to learn from and how much to keep.
#[derive(Debug, Clone, clap::Args)]
pub struct Settings {
    /// A further folder of CORPUS/LANG-LANG.tsv beside the shared one; any number
    #[arg(long)]
    data: Vec<PathBuf>,
    /// Rows that ship, of all languages
    #[arg(long, default_value_t = 140_000)]
    rows: usize,
    /// Rows of one language at most
    #[arg(long, default_value_t = 45_000)]
    most: usize,
}

/// Sentences of fewer words say little of order.
const FEWEST: usize = 3;

/// Classes that a language must have to be learnt.
const LEAST: usize = 20_000;

/// Sentences of one language that are read.
const SENTENCES: usize = 400_000;

/// Learns and writes the table.
pub fn run(shared: &Shared, root: &Path, settings: &Settings) -> io::Result<()> {
    let mut folders = settings.data.clone();
    folders.extend(shared.path("parallel"));
    let texts = texts(&folders)?;
    let mut counted: Vec<Counted> = texts
        .into_par_iter()
        .filter_map(|(lang, lines)| Counted::new(lang, &lines))
        .collect();
    counted.sort_by_key(|counted| counted.lang);
    // A language has rows by the root of what was read of it.
    let share = |counted: &Counted| libm::sqrt(counted.total as f64);
    let all: f64 = counted.iter().map(share).sum();
    let mut rows: Vec<(Class, f32)> = Vec::new();
    let mut table = String::from(
        "# Language models of classes of words: language, classes counted, mean and standard deviation of the\n# mean log-probability of a class in a sentence. Made by training/.\n",
    );
    let mut kept = Vec::new();
    for counted in &counted {
        let budget = (settings.rows as f64 * share(counted) / all * 1.2) as usize;
        let english = counted.lang.base() == "en";
        let budget = if english {
            settings.most
        } else {
            budget.min(settings.most)
        };
        let own = counted.kept(budget);
        println!(
            "{}\t{} classes\t{} rows",
            counted.lang,
            counted.total,
            own.len()
        );
        kept.push(own.len());
        rows.extend(own);
    }
    let packed = fluency::pack(rows.into_iter());
    // What is usual is told with the table as it ships.
    let usual: String = counted
        .iter()
        .map(|it| format!("{}\t{}\t0\t1\n", it.lang, it.total))
        .collect();
    let model = Fluency::parse(packed.clone().leak(), usual.leak()).expect("a table");
    for counted in &counted {
        let lines = Lines::new(counted.lang, &counted.sample);
        let means: Vec<f64> = (0..lines.side.segments.len())
            .filter_map(|segment| model.flow_unscaled(&lines.side, &(segment..segment + 1)))
            .map(f64::from)
            .collect();
        let count = means.len().max(1) as f64;
        let mean = means.iter().sum::<f64>() / count;
        let spread = means
            .iter()
            .map(|value| (value - mean) * (value - mean))
            .sum::<f64>()
            / count;
        table += &format!(
            "{}\t{}\t{mean:.4}\t{:.4}\n",
            counted.lang,
            counted.total,
            libm::sqrt(spread)
        );
    }
    fs::write(root.join("src/data/fluency.tsv"), table)?;
    fs::write(root.join("src/data/fluency.bin"), &packed)?;
    println!("{} bytes", packed.len());
    Ok(())
}

/// Distinct sentences by language.
fn texts(folders: &[PathBuf]) -> io::Result<BTreeMap<Lang, Vec<String>>> {
    let mut texts: BTreeMap<Lang, BTreeSet<String>> = BTreeMap::new();
    for folder in folders {
        for corpus in sorted(folder)?
            .into_iter()
            .filter(|path| path.is_dir() && !path.ends_with("lexicon"))
        {
            for path in sorted(&corpus)? {
                let name = path
                    .file_stem()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                let langs: Vec<Lang> = name
                    .split('-')
                    .filter_map(|lang| lang.parse().ok())
                    .collect();
                let [first, second] = langs[..] else { continue };
                for line in fs::read_to_string(&path)?.lines() {
                    let Some((a, b)) = line.split_once('\t') else {
                        continue;
                    };
                    for (lang, text) in [(first, a), (second, b)] {
                        texts.entry(tag(lang)).or_default().insert(text.to_owned());
                    }
                }
            }
        }
    }
    // Every so manieth of an alphabetical list, so that no beginning of it is preferred.
    let thin = |set: BTreeSet<String>| {
        let step = set.len().div_ceil(SENTENCES).max(1);
        set.into_iter().step_by(step).collect()
    };
    Ok(texts
        .into_iter()
        .map(|(lang, set)| (lang, thin(set)))
        .collect())
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<_>>()?;
    paths.sort();
    Ok(paths)
}

/// The counts of a language.
struct Counted {
    lang: Lang,
    total: usize,
    one: HashMap<Class, u32>,
    two: HashMap<Class, u32>,
    three: HashMap<Class, u32>,
    /// Some of the sentences.
    sample: Vec<String>,
}

impl Counted {
    fn new(lang: Lang, lines: &[String]) -> Option<Counted> {
        let lines = Lines::new(lang, lines);
        let side = &lines.side;
        let mut words: HashMap<String, u32> = HashMap::new();
        let mut folded = String::new();
        let whole = 0..side.segments.len();
        let mut total = 0;
        fluency::each_token(side, &whole, |token, shape| {
            total += 1;
            if shape.is_some_and(|shape| shape != Shape::Digits) {
                folded.clear();
                fold(token, &mut folded);
                *words.entry(folded.clone()).or_default() += 1;
            }
        });
        if total < LEAST {
            return None;
        }
        // As many frequent words as there is evidence for.
        let most = (libm::sqrt(total as f64) as usize).clamp(200, 1200);
        let mut frequent: Vec<(u32, String)> = words
            .into_iter()
            .map(|(word, count)| (count, word))
            .collect();
        frequent.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        frequent.truncate(most);
        let frequent: BTreeSet<String> = frequent.into_iter().map(|(_, word)| word).collect();
        let mut counted = Counted {
            lang,
            total,
            one: HashMap::new(),
            two: HashMap::new(),
            three: HashMap::new(),
            sample: Vec::new(),
        };
        let begin = beginning(lang);
        let step = whole.len().div_ceil(4000).max(1);
        for segment in whole {
            let mut classes = Vec::new();
            let mut words = 0;
            fluency::each_token(side, &(segment..segment + 1), |token, shape| {
                folded.clear();
                fold(token, &mut folded);
                words += usize::from(shape.is_some());
                classes.push(match shape {
                    None => fluency::word_class(lang, token),
                    Some(Shape::Digits) => fluency::number_class(lang),
                    Some(_) if frequent.contains(&folded) => fluency::word_class(lang, &folded),
                    Some(shape) => fluency::ending_class(lang, &folded, shape),
                });
            });
            if words < FEWEST {
                continue;
            }
            if segment % step == 0 {
                counted
                    .sample
                    .push(lines.text(side.segments[segment].span).to_owned());
            }
            *counted.one.entry(begin).or_default() += 1;
            *counted.two.entry(join(begin, begin)).or_default() += 1;
            let (mut before, mut last) = (begin, begin);
            for class in classes {
                *counted.one.entry(class).or_default() += 1;
                *counted.two.entry(join(last, class)).or_default() += 1;
                *counted
                    .three
                    .entry(join(join(before, last), class))
                    .or_default() += 1;
                (before, last) = (last, class);
            }
        }
        Some(counted)
    }

    /// The most frequent rows.
    fn kept(&self, budget: usize) -> Vec<(Class, f32)> {
        let single = self
            .one
            .iter()
            .filter(|(_, count)| **count > 1)
            .map(|(class, count)| (f64::from(*count) * 4.0, *class, *count));
        let two = self
            .two
            .iter()
            .filter(|(_, count)| **count > 1)
            .map(|(class, count)| (f64::from(*count), *class, *count));
        let three = self
            .three
            .iter()
            .filter(|(_, count)| **count > 2)
            .map(|(class, count)| (f64::from(*count) / 2.0, *class, *count));
        let mut rows: Vec<(f64, Class, u32)> = single.chain(two).chain(three).collect();
        rows.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        rows.truncate(budget);
        rows.into_iter()
            .map(|(_, class, count)| (class, count as f32))
            .collect()
    }
}

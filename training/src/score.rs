//! Weights of the estimates of quality and of critical errors.
//!
//! Least squares, for critical errors the logistic loss, with square penalties: general weights
//! first, over all pairs, then those of each pair around them, each time with the weights of the
//! words. Features that may bear on an estimate one way only keep their sign (projected gradient
//! with Nesterov's momentum).

use std::fs;
use std::path::Path;

use bilint::score::estimate::{COUNT, FEATURES, Kind, Measures, Model, Pair, SLOTS};
use rayon::prelude::*;

use crate::Shared;
use crate::judged::{self, Judged};

/// How the estimates are fitted.
#[derive(Debug, Clone, clap::Args)]
pub struct Settings {
    /// Measure on dev what is lost where a pair is left out, and write nothing
    #[arg(long)]
    leave_out: bool,
    /// Penalty on the weights of features
    #[arg(long, default_value_t = 100.0)]
    dense: f64,
    /// Penalty on what is a pair's own
    #[arg(long, default_value_t = 300.0)]
    own: f64,
    /// Penalty on the weights of words
    #[arg(long, default_value_t = 200.0)]
    words: f64,
    /// Steps of each descent
    #[arg(long, default_value_t = 400)]
    steps: usize,
}

struct Sample {
    pair: usize,
    values: [f32; COUNT],
    words: Vec<(u32, f32)>,
    judged: f64,
}

/// The judgements of some pairs.
struct Data {
    pairs: Vec<&'static str>,
    samples: Vec<Sample>,
}

type Rows = Vec<(f64, Option<Measures>)>;

fn rows(pair: &str, judged: &[Judged]) -> Rows {
    let measures = judged::measures(pair, judged);
    judged.iter().map(|row| row.value).zip(measures).collect()
}

impl Data {
    fn new(parts: &[(&'static str, &Rows)]) -> Data {
        let mut data = Data {
            pairs: Vec::new(),
            samples: Vec::new(),
        };
        for (at, (pair, rows)) in parts.iter().enumerate() {
            data.pairs.push(pair);
            for (judged, measures) in *rows {
                if let Some(measures) = measures {
                    data.samples.push(Sample {
                        pair: at,
                        values: measures.values,
                        words: measures.words.clone(),
                        judged: *judged,
                    });
                }
            }
        }
        data
    }
}

/// Fits both models and writes them, or measures what leaving a pair out costs.
pub fn run(shared: &Shared, root: &Path, settings: &Settings) -> std::io::Result<()> {
    let Some(qe) = shared.path("eval/qe") else {
        return Ok(());
    };
    let read = |reader: fn(&Path, &str, &str) -> Vec<Judged>, pair: &str, part: &str| {
        rows(pair, &reader(&qe, pair, part))
    };
    let train: Vec<(&str, Rows)> = judged::ASSESSED
        .iter()
        .map(|pair| (*pair, read(judged::assessed, pair, "train")))
        .collect();
    if settings.leave_out {
        let dev: Vec<Rows> = judged::ASSESSED
            .iter()
            .map(|pair| read(judged::assessed, pair, "dev"))
            .collect();
        let all: Vec<(&str, &Rows)> = train.iter().map(|(pair, rows)| (*pair, rows)).collect();
        let whole = fit(&Data::new(&all), settings, false);
        for (at, (pair, _)) in train.iter().enumerate() {
            let others: Vec<(&str, &Rows)> = train
                .iter()
                .filter(|(other, _)| other != pair)
                .map(|(pair, rows)| (*pair, rows))
                .collect();
            let without = fit(&Data::new(&others), settings, false);
            println!(
                "{pair}\t{:.3}\t{:.3} left out",
                pearson(&whole, pair, &dev[at]),
                pearson(&without, pair, &dev[at])
            );
        }
        return Ok(());
    }
    let all: Vec<(&str, &Rows)> = train.iter().map(|(pair, rows)| (*pair, rows)).collect();
    write(
        root,
        "quality",
        "Weights of the estimate of quality, in standard deviations of direct assessments",
        &fit(&Data::new(&all), settings, false),
    )?;
    let votes: Vec<(&str, Rows)> = judged::CRITICAL
        .iter()
        .map(|pair| (*pair, read(judged::critical, pair, "train")))
        .collect();
    let all: Vec<(&str, &Rows)> = votes.iter().map(|(pair, rows)| (*pair, rows)).collect();
    let mut model = fit(&Data::new(&all), settings, true);
    thresholds(&mut model, &votes, settings);
    write(
        root,
        "critical",
        "Weights of critical errors, logarithms of odds",
        &model,
    )
}

fn write(root: &Path, name: &str, what: &str, model: &Model) -> std::io::Result<()> {
    let table = format!(
        "# {what} (src/score/estimate.rs). Fitted by training/. Of a pair: mean and weight.\n{}",
        model.table()
    );
    fs::write(root.join(format!("src/data/{name}.tsv")), table)?;
    let words: Vec<u8> = model
        .words
        .iter()
        .map(|word| word.cast_unsigned())
        .collect();
    fs::write(root.join(format!("src/data/{name}.bin")), words)
}

fn pearson(model: &Model, pair: &str, rows: &Rows) -> f64 {
    let [source, target] = judged::langs(pair);
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for (judged, measures) in rows {
        a.push(*judged);
        b.push(measures.as_ref().map_or(-3.0, |measures| {
            f64::from(model.value(source, target, measures).sum)
        }));
    }
    crate::measures::pearson(&a, &b)
}

/// Parameters: general weights or those of each pair, a constant for each pair, words.
#[derive(Clone)]
struct Point {
    dense: Vec<[f64; COUNT]>,
    constants: Vec<f64>,
    words: Vec<f64>,
}

impl Point {
    fn zero(blocks: usize, pairs: usize) -> Point {
        Point {
            dense: vec![[0.0; COUNT]; blocks],
            constants: vec![0.0; pairs],
            words: vec![0.0; SLOTS],
        }
    }

    /// Every number, changed by what stands in the same place of two others.
    fn change(&mut self, a: &Point, b: &Point, how: impl Fn(f64, f64, f64) -> f64) {
        let own = self
            .dense
            .iter_mut()
            .flatten()
            .chain(&mut self.constants)
            .chain(&mut self.words);
        let a = a.dense.iter().flatten().chain(&a.constants).chain(&a.words);
        let b = b.dense.iter().flatten().chain(&b.constants).chain(&b.words);
        for ((own, a), b) in own.zip(a).zip(b) {
            *own = how(*own, *a, *b);
        }
    }
}

struct Problem<'a> {
    data: &'a Data,
    /// Standardised features of every sample.
    scaled: Vec<[f64; COUNT]>,
    logistic: bool,
    /// Weights are fitted that hold in general.
    shared: bool,
    /// Block of the weights of each pair.
    block: Vec<usize>,
    /// What the weights of features of each block are drawn to, and how strongly.
    centre: Vec<[f64; COUNT]>,
    dense: f64,
    words: f64,
}

impl Problem<'_> {
    fn gradient(&self, at: &Point) -> Point {
        let zero = || Point::zero(at.dense.len(), at.constants.len());
        let indexes: Vec<usize> = (0..self.data.samples.len()).collect();
        // A fixed number of parts, so that sums are the same on any machine.
        let parts: Vec<Point> = indexes
            .par_chunks(indexes.len().div_ceil(4).max(1))
            .map(|part| {
                let mut sum = zero();
                for index in part {
                    let sample = &self.data.samples[*index];
                    let block = self.block[sample.pair];
                    let x = &self.scaled[*index];
                    let mut value = at.constants[sample.pair];
                    value += x
                        .iter()
                        .zip(&at.dense[block])
                        .map(|(a, b)| a * b)
                        .sum::<f64>();
                    for (slot, count) in &sample.words {
                        value += at.words[*slot as usize] * f64::from(*count);
                    }
                    let error = if self.logistic {
                        1.0 / (1.0 + libm::exp(-value)) - sample.judged
                    } else {
                        value - sample.judged
                    };
                    sum.constants[sample.pair] += error;
                    for (sum, x) in sum.dense[block].iter_mut().zip(x) {
                        *sum += error * x;
                    }
                    for (slot, count) in &sample.words {
                        sum.words[*slot as usize] += error * f64::from(*count);
                    }
                }
                sum
            })
            .collect();
        let mut sum = zero();
        for part in &parts {
            sum.change(part, part, |own, a, _| own + a);
        }
        for ((block, weights), centre) in sum.dense.iter_mut().zip(&at.dense).zip(&self.centre) {
            for (place, sum) in block.iter_mut().enumerate() {
                *sum += self.dense * (weights[place] - centre[place]);
            }
        }
        for (sum, weight) in sum.words.iter_mut().zip(&at.words) {
            *sum += self.words * weight;
        }
        sum
    }

    fn solve(&self, start: Point, steps: usize, sign: f64) -> Point {
        // Every sample has features, a constant and words of a squared length of about
        // COUNT + 1 + 2 · 16: the mean curvature; its largest direction by power iteration.
        let zero = Point::zero(start.dense.len(), start.constants.len());
        let base = self.gradient(&zero);
        let mut probe = base.clone();
        let mut curvature = 1.0;
        for _ in 0..12 {
            let norm = libm::sqrt(
                probe
                    .dense
                    .iter()
                    .flatten()
                    .chain(&probe.constants)
                    .chain(&probe.words)
                    .map(|value| value * value)
                    .sum::<f64>(),
            )
            .max(1e-12);
            let mut unit = zero.clone();
            unit.change(&probe, &probe, |_, a, _| a / norm * 1e-3);
            let mut next = self.gradient(&unit);
            next.change(&base, &base, |own, a, _| (own - a) * 1e3);
            curvature = libm::sqrt(
                next.dense
                    .iter()
                    .flatten()
                    .chain(&next.constants)
                    .chain(&next.words)
                    .map(|value| value * value)
                    .sum::<f64>(),
            );
            probe = next;
        }
        let step = 1.0 / (curvature * if self.logistic { 2.0 } else { 1.1 });
        let (mut last, mut ahead) = (start.clone(), start);
        let mut momentum = 1.0f64;
        for _ in 0..steps {
            let gradient = self.gradient(&ahead);
            let mut next = ahead.clone();
            next.change(&gradient, &gradient, |own, a, _| own - step * a);
            for block in &mut next.dense {
                for (weight, (_, kind)) in block.iter_mut().zip(&FEATURES) {
                    match kind {
                        Kind::Up => {
                            *weight = if sign > 0.0 {
                                weight.max(0.0)
                            } else {
                                weight.min(0.0)
                            }
                        }
                        Kind::Down => {
                            *weight = if sign > 0.0 {
                                weight.min(0.0)
                            } else {
                                weight.max(0.0)
                            }
                        }
                        Kind::Free if self.shared => *weight = 0.0,
                        Kind::Free => {}
                    }
                }
            }
            let grown = (1.0 + libm::sqrt(1.0 + 4.0 * momentum * momentum)) / 2.0;
            let share = (momentum - 1.0) / grown;
            momentum = grown;
            ahead.change(&next, &last, |_, next, last| next + share * (next - last));
            last = next;
        }
        last
    }
}

fn fit(data: &Data, settings: &Settings, logistic: bool) -> Model {
    let moments = |chosen: &dyn Fn(&Sample) -> bool| {
        let mut scale = [(0.0f64, 0.0f64); COUNT];
        let count = data
            .samples
            .iter()
            .filter(|sample| chosen(sample))
            .count()
            .max(1) as f64;
        for (at, (mean, spread)) in scale.iter_mut().enumerate() {
            let values = || {
                data.samples
                    .iter()
                    .filter(|sample| chosen(sample))
                    .map(|sample| f64::from(sample.values[at]))
            };
            *mean = values().sum::<f64>() / count;
            *spread = libm::sqrt(
                values()
                    .map(|value| (value - *mean) * (value - *mean))
                    .sum::<f64>()
                    / count,
            )
            .max(1e-3);
        }
        scale
    };
    let scale = moments(&|_| true);
    let own: Vec<[(f64, f64); COUNT]> = (0..data.pairs.len())
        .map(|pair| moments(&|sample| sample.pair == pair))
        .collect();
    let scaled = data
        .samples
        .iter()
        .map(|sample| {
            std::array::from_fn(|at| {
                ((f64::from(sample.values[at]) - own[sample.pair][at].0) / scale[at].1)
                    .clamp(-5.0, 5.0)
            })
        })
        .collect();
    let sign = if logistic { -1.0 } else { 1.0 };
    let mut problem = Problem {
        data,
        scaled,
        logistic,
        // Which texts have critical errors is no matter of the text alone.
        shared: logistic,
        block: vec![0; data.pairs.len()],
        centre: vec![[0.0; COUNT]],
        dense: settings.dense,
        words: settings.words,
    };
    let general = problem.solve(Point::zero(1, data.pairs.len()), settings.steps, sign);
    // Pairs that share a side, around what holds in general; each pair, around those.
    let group = |pair: &str| {
        GROUPS
            .iter()
            .position(|(_, holds)| holds(pair))
            .unwrap_or(0)
    };
    problem.block = data.pairs.iter().map(|pair| group(pair)).collect();
    problem.centre = vec![general.dense[0]; GROUPS.len()];
    problem.dense = settings.own;
    let mut start = general.clone();
    start.dense.clone_from(&problem.centre);
    let groups = problem.solve(start, settings.steps, sign);
    problem.shared = false;
    problem.centre = problem
        .block
        .iter()
        .map(|group| groups.dense[*group])
        .collect();
    problem.block = (0..data.pairs.len()).collect();
    let mut start = groups.clone();
    start.dense.clone_from(&problem.centre);
    let fitted = problem.solve(start, settings.steps, sign);
    let most = fitted
        .words
        .iter()
        .fold(0.0f64, |most, word| most.max(word.abs()));
    let step = (most / 127.0).max(1e-9);
    let constant = fitted.constants.iter().sum::<f64>() / data.pairs.len() as f64;
    let mut pairs = Vec::new();
    for (at, pair) in data.pairs.iter().enumerate() {
        pairs.extend(Pair::named(pair).map(|pair| Pair {
            means: own[at].map(|(mean, _)| mean as f32),
            weights: fitted.dense[at].map(|weight| weight as f32),
            constant: (fitted.constants[at] - constant) as f32,
            ..pair
        }));
    }
    for (at, (name, holds)) in GROUPS.iter().enumerate() {
        let means = moments(&|sample| holds(data.pairs[sample.pair]));
        if data.pairs.iter().any(|pair| holds(pair)) {
            pairs.extend(Pair::named(name).map(|pair| Pair {
                means: means.map(|(mean, _)| mean as f32),
                weights: groups.dense[at].map(|weight| weight as f32),
                ..pair
            }));
        }
    }
    Model {
        scale: scale.map(|(mean, spread)| (mean as f32, spread as f32)),
        general: general.dense[0].map(|weight| weight as f32),
        constant: constant as f32,
        pairs,
        words: fitted
            .words
            .iter()
            .map(|word| libm::round(word / step) as i8)
            .collect(),
        step: step as f32,
        words_in_general: !logistic,
    }
}

type Group = (&'static str, fn(&str) -> bool);

/// Pairs that share a side, which other pairs with that side are judged by.
const GROUPS: [Group; 2] = [
    ("und-en", |pair| pair.ends_with("-en")),
    ("en-und", |pair| pair.starts_with("en-")),
];

/// Parts in which thresholds are found: each is judged by a model of the others.
const FOLDS: usize = 4;

/// From which value on an error is critical: where the agreement with people is greatest on parts
/// of train that the judging model has not seen.
fn thresholds(model: &mut Model, votes: &[(&'static str, Rows)], settings: &Settings) {
    let mut judged: Vec<Vec<(f32, bool)>> = vec![Vec::new(); votes.len()];
    for fold in 0..FOLDS {
        let split = |keep: bool| -> Vec<(&'static str, Rows)> {
            votes
                .iter()
                .map(|(pair, rows)| {
                    let chosen = rows
                        .iter()
                        .enumerate()
                        .filter(|(at, _)| (at % FOLDS == fold) == keep);
                    (*pair, chosen.map(|(_, row)| row.clone()).collect())
                })
                .collect()
        };
        let (test, train) = (split(true), split(false));
        let parts: Vec<(&str, &Rows)> = train.iter().map(|(pair, rows)| (*pair, rows)).collect();
        let model = fit(&Data::new(&parts), settings, true);
        for (at, (pair, rows)) in test.iter().enumerate() {
            let [source, target] = judged::langs(pair);
            for (vote, measures) in rows {
                if let Some(measures) = measures {
                    judged[at].push((model.value(source, target, measures).sum, *vote > 0.5));
                }
            }
        }
    }
    let best = |judged: &mut Vec<(f32, bool)>| -> (f64, f32) {
        judged.sort_by(|a, b| b.0.total_cmp(&a.0));
        let all = judged.len() as f64;
        let wrong = judged.iter().filter(|(_, vote)| *vote).count() as f64;
        let mut best = (f64::MIN, 0.0);
        let mut hits = 0.0;
        for (at, (value, vote)) in judged.iter().enumerate() {
            hits += f64::from(u8::from(*vote));
            let flagged = at as f64 + 1.0;
            if flagged < 0.03 * all || flagged > 0.6 * all {
                continue;
            }
            let agreement = crate::measures::matthews(
                hits,
                flagged - hits,
                wrong - hits,
                all - flagged - wrong + hits,
            );
            if agreement > best.0 {
                best = (agreement, *value);
            }
        }
        best
    };
    for (at, judged) in judged.iter_mut().enumerate() {
        let (agreement, threshold) = best(judged);
        println!(
            "{}\tthreshold {threshold:.2}, agreement on parts of train {agreement:.3}",
            votes[at].0
        );
        model.pairs[at].threshold = threshold;
    }
}

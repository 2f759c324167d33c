//! Weights of the alignment lattice.

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::Path;

use bilint::align::{self, Band, COUNT, Evidence, FEATURES, SHAPES, Walk, Weights};

use crate::Shared;
use crate::gold::{self, Damage, SETS, Task};
use crate::ntrex::{ENGLISH, Ntrex};
use crate::split::Part;

/// What a set weighs against the others, whatever its size.
const SHARES: [(&str, f64); 5] = [
    ("textberg", 1.0),
    ("mac", 1.0),
    ("parice", 0.5),
    ("steinbeck", 0.7),
    ("ntrex", 1.0),
];

/// Set by hand: what the sets have too little of. Fitted, runs become so cheap on texts that have
/// no lost paragraphs that whole chapters are taken for lost.
const FIXED: [(&str, f64); 5] = [
    ("role-other", -0.5),
    ("role-crossed", -1.5),
    ("alone-residue", 1.5),
    ("run-length", 1.0),
    ("shape-5-0", -4.0),
];

/// Where fitting starts. All other weights start at 0.
const START: [(&str, f64); 13] = [
    ("length-normal", 1.0),
    ("alone-length", 1.0),
    ("number-shared", 0.3),
    ("name-shared", 0.3),
    ("equal-shared", 0.3),
    ("shape-1-0", -2.0),
    ("shape-1-1", 1.0),
    ("shape-1-3", -1.0),
    ("shape-1-4", -2.0),
    ("shape-1-5", -3.0),
    ("shape-2-2", -2.0),
    ("shape-3-3", -3.0),
    ("learnt-shared", 0.2),
];

const ROUNDS: usize = 2;
const STEPS: usize = 120;
const PENALTY: f64 = 0.002;

/// A bead that may stand in the lattice.
#[derive(Debug, Clone, Copy)]
struct Arc {
    from: u32,
    to: u32,
    /// On a gold path.
    gold: bool,
}

/// The lattice of a task.
struct Problem {
    set: &'static str,
    cells: usize,
    beads: usize,
    /// In the order of their last cell.
    arcs: Vec<Arc>,
    features: Vec<[f32; COUNT]>,
}

/// Fits on all sets, and without each of them, and writes both.
pub fn run(shared: &Shared, root: &Path) -> std::io::Result<()> {
    let mut tasks = gold::tasks(shared);
    if let Some(ntrex) = Ntrex::read(shared) {
        tasks.extend(synthetic(&ntrex));
    }
    let all = fit(&tasks, None);
    fs::write(
        root.join("src/data/align-weights.tsv"),
        format!(
            "# Weights of the features of a bead: feature, weight. Fitted by training/.\n{}",
            all.table()
        ),
    )?;
    let columns: Vec<Weights> = SETS.iter().map(|set| fit(&tasks, Some(set))).collect();
    let mut table = format!("feature\t{}\n", SETS.join("\t"));
    for (index, feature) in FEATURES.iter().enumerate() {
        let weights: Vec<String> = columns
            .iter()
            .map(|weights| format!("{:.4}", weights.0[index]))
            .collect();
        table.push_str(&format!("{feature}\t{}\n", weights.join("\t")));
    }
    fs::write(root.join("training/align-left-out.tsv"), table)
}

/// English with every language, either way, and neighbours in the list with each other; short and
/// long documents, with and without paragraphs.
fn synthetic(ntrex: &Ntrex) -> Vec<Task> {
    let languages = ntrex.translated();
    let documents = ntrex.documents(Part::Look).count();
    let mut tasks = Vec::new();
    for (index, language) in languages.iter().enumerate() {
        let next = languages[(index + 1) % languages.len()];
        let pairs = [(ENGLISH, *language), (*language, ENGLISH), (language, next)];
        for (turn, pair) in pairs.into_iter().enumerate() {
            let count = [1, 2, 4][(index + turn) % 3];
            let first = (index * 7 + turn * 17) % (documents - count);
            let damage = Damage {
                join: 0.2,
                lose: 0.015,
                lose_run: 0.003,
                swap: 0.0,
                paragraphs: (index + turn) % 2 == 0,
            };
            let range = first..first + count;
            tasks.push(gold::synthetic(ntrex, pair, Part::Look, range, damage));
        }
    }
    tasks
}

fn fit(tasks: &[Task], without: Option<&str>) -> Weights {
    let mut weights = Weights([0.0; COUNT]);
    for (name, value) in START.iter().chain(&FIXED) {
        let index = FEATURES.iter().position(|feature| feature == name);
        weights.0[index.expect("a feature")] = *value;
    }
    for round in 0..ROUNDS {
        let problems: Vec<Problem> = tasks
            .iter()
            .filter(|task| Some(task.set) != without)
            .map(|task| problem(task, &weights))
            .collect();
        let likelihood = climb(&problems, &mut weights);
        println!(
            "without {}, round {round}: {} arcs, log-likelihood {likelihood:.5} a bead",
            without.unwrap_or("none"),
            problems
                .iter()
                .map(|problem| problem.arcs.len())
                .sum::<usize>(),
        );
    }
    // As it will be read back.
    Weights::parse(&weights.table())
}

/// The parts of the grid that gold paths may use.
struct Gold {
    /// In order, each from the end of the one before it.
    parts: Vec<(Range<usize>, Range<usize>, Use)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// One bead.
    Whole,
    /// Segments that stand alone.
    Alone,
    /// Any path.
    Any,
}

impl Gold {
    fn new(task: &Task, possible: impl Fn(&Range<usize>, &Range<usize>) -> bool) -> Gold {
        let mut parts = Vec::new();
        let mut at = (0, 0);
        let mut links: Vec<_> = task
            .gold
            .iter()
            .filter_map(|(a, b)| Some((span(a)?, span(b)?)))
            .collect();
        links.sort_by_key(|(a, b)| (a.start, b.start));
        // Links that cross an earlier one leave their lines open.
        let mut crossed = false;
        let fill = |at: (usize, usize), to: (usize, usize), crossed: bool, parts: &mut Vec<_>| {
            if at != to {
                let what = if crossed { Use::Any } else { Use::Alone };
                parts.push((at.0..to.0, at.1..to.1, what));
            }
        };
        for (a, b) in links {
            if a.start < at.0 || b.start < at.1 {
                crossed = true;
                continue;
            }
            fill(at, (a.start, b.start), crossed, &mut parts);
            crossed = false;
            at = (a.end, b.end);
            let known = possible(&a, &b);
            parts.push((a, b, if known { Use::Whole } else { Use::Any }));
        }
        let end = (task.source.lines.len(), task.target.lines.len());
        fill(at, end, crossed, &mut parts);
        Gold { parts }
    }

    fn allows(&self, source: &Range<usize>, target: &Range<usize>) -> bool {
        // The part that starts last before the bead: parts may be flat, so look at two.
        let first = self
            .parts
            .partition_point(|(a, b, _)| a.end < source.end || b.end < target.end);
        self.parts[first..].iter().take(2).any(|(a, b, what)| {
            let inside = a.start <= source.start
                && b.start <= target.start
                && source.end <= a.end
                && target.end <= b.end;
            inside
                && match what {
                    Use::Whole => a == source && b == target,
                    Use::Alone => source.is_empty() || target.is_empty(),
                    Use::Any => true,
                }
        })
    }
}

/// A list of lines as a range, if it is one.
fn span(lines: &[usize]) -> Option<Range<usize>> {
    let (first, last) = (*lines.first()?, *lines.last()?);
    (last + 1 - first == lines.len()).then_some(first..last + 1)
}

fn problem(task: &Task, weights: &Weights) -> Problem {
    let (source, target) = (task.source.side(), task.target.side());
    // As wide as it takes to hold the gold path.
    for half in [16, 32, 64, 128] {
        let (evidence, band) = align::evidence(&source, &target, weights, half);
        let mut problem = Problem::new(task, &evidence, &band);
        let scores = vec![0.0; problem.arcs.len()];
        if problem.posteriors(&scores, true).0 > f64::NEG_INFINITY {
            problem.prune(weights);
            return problem;
        }
    }
    panic!("a task of {} whose gold path is nowhere near", task.set);
}

impl Problem {
    fn new(task: &Task, evidence: &Evidence, band: &Band) -> Self {
        let mut walk = Walk::new(evidence, band);
        let mut problem = Problem {
            set: task.set,
            cells: band.cells(),
            beads: task.gold.len(),
            arcs: Vec::new(),
            features: Vec::new(),
        };
        let mut spans = Vec::new();
        for row in 0..band.rows() {
            walk.enter(row);
            for column in band.columns(row) {
                for shape in SHAPES {
                    let Some(features) = walk.features(column, shape) else {
                        continue;
                    };
                    let (a, b) = (row - shape.source..row, column - shape.target..column);
                    problem.arcs.push(Arc {
                        from: band.cell(a.start, b.start) as u32,
                        to: band.cell(row, column) as u32,
                        gold: false,
                    });
                    problem
                        .features
                        .push(features.map(|feature| feature as f32));
                    spans.push((a, b));
                }
            }
        }
        let possible: BTreeSet<_> = spans
            .iter()
            .map(|(a, b)| (a.start, b.start, a.end, b.end))
            .collect();
        let gold = Gold::new(task, |a, b| {
            possible.contains(&(a.start, b.start, a.end, b.end))
        });
        for (arc, (a, b)) in problem.arcs.iter_mut().zip(&spans) {
            arc.gold = gold.allows(a, b);
        }
        problem
    }

    fn scores(&self, weights: &[f64; COUNT]) -> Vec<f64> {
        self.features
            .iter()
            .map(|features| {
                features
                    .iter()
                    .zip(weights)
                    .map(|(feature, weight)| f64::from(*feature) * weight)
                    .sum()
            })
            .collect()
    }

    /// Leaves out arcs that have next to no weight even when all weights are halved.
    fn prune(&mut self, weights: &Weights) {
        let scores = self.scores(&weights.0.map(|weight| weight * 0.5));
        let (_, posteriors) = self.posteriors(&scores, false);
        let keep: Vec<bool> = self
            .arcs
            .iter()
            .zip(&posteriors)
            .map(|(arc, posterior)| arc.gold || *posterior > 1e-4)
            .collect();
        let mut kept = keep.iter();
        self.arcs.retain(|_| *kept.next().expect("as many"));
        let mut kept = keep.iter();
        self.features.retain(|_| *kept.next().expect("as many"));
    }

    /// The logarithm of the sum over all (or all gold) paths, and the probability of each arc.
    fn posteriors(&self, scores: &[f64], gold: bool) -> (f64, Vec<f64>) {
        let usable = |arc: &Arc| arc.gold || !gold;
        let mut forward = vec![f64::NEG_INFINITY; self.cells];
        forward[0] = 0.0;
        for (arc, score) in self.arcs.iter().zip(scores) {
            if usable(arc) {
                let to = arc.to as usize;
                forward[to] = add(forward[to], forward[arc.from as usize] + score);
            }
        }
        let total = forward[self.cells - 1];
        let mut backward = vec![f64::NEG_INFINITY; self.cells];
        backward[self.cells - 1] = 0.0;
        for (arc, score) in self.arcs.iter().zip(scores).rev() {
            if usable(arc) {
                let from = arc.from as usize;
                backward[from] = add(backward[from], backward[arc.to as usize] + score);
            }
        }
        let posteriors = self
            .arcs
            .iter()
            .zip(scores)
            .map(|(arc, score)| {
                let sum = forward[arc.from as usize] + score + backward[arc.to as usize] - total;
                if usable(arc) && sum > -40.0 {
                    libm::exp(sum)
                } else {
                    0.0
                }
            })
            .collect();
        (total, posteriors)
    }
}

/// The logarithm of the sum of two exponentials.
fn add(a: f64, b: f64) -> f64 {
    let (small, large) = if a < b { (a, b) } else { (b, a) };
    if small == f64::NEG_INFINITY || large - small > 40.0 {
        large
    } else {
        large + libm::log1p(libm::exp(small - large))
    }
}

/// Adam (Kingma & Ba 2015) over the whole data. The log-likelihood a bead at the end.
fn climb(problems: &[Problem], weights: &mut Weights) -> f64 {
    let mut shares = Vec::new();
    for problem in problems {
        let beads: usize = problems
            .iter()
            .filter(|other| other.set == problem.set)
            .map(|other| other.beads)
            .sum();
        let share = SHARES
            .iter()
            .find(|(set, _)| *set == problem.set)
            .expect("a share")
            .1;
        shares.push(share / beads as f64);
    }
    let sets: f64 = SHARES
        .iter()
        .filter(|(set, _)| problems.iter().any(|problem| problem.set == *set))
        .map(|(_, share)| share)
        .sum();
    let (mut mean, mut square) = ([0.0; COUNT], [0.0; COUNT]);
    let mut likelihood = 0.0;
    for step in 0..STEPS {
        let mut gradient = [0.0; COUNT];
        likelihood = 0.0;
        for (problem, share) in problems.iter().zip(&shares) {
            let scores = problem.scores(&weights.0);
            let (all, free) = problem.posteriors(&scores, false);
            let (right, bound) = problem.posteriors(&scores, true);
            if right == f64::NEG_INFINITY {
                continue;
            }
            likelihood += share * (right - all) / sets;
            for ((free, bound), features) in free.iter().zip(&bound).zip(&problem.features) {
                let pull = share * (bound - free) / sets;
                if pull.abs() > 1e-12 {
                    for (sum, feature) in gradient.iter_mut().zip(features) {
                        *sum += pull * f64::from(*feature);
                    }
                }
            }
        }
        let rate = 0.1 * (1.0 - step as f64 / STEPS as f64).max(0.02);
        for index in 0..COUNT {
            if FIXED.iter().any(|(name, _)| *name == FEATURES[index]) {
                continue;
            }
            let slope = gradient[index] - PENALTY * weights.0[index];
            mean[index] = 0.9 * mean[index] + 0.1 * slope;
            square[index] = 0.99 * square[index] + 0.01 * slope * slope;
            let exponent = (step + 1) as f64;
            let first = mean[index] / (1.0 - libm::pow(0.9, exponent));
            let second = square[index] / (1.0 - libm::pow(0.99, exponent));
            weights.0[index] += rate * first / (libm::sqrt(second) + 1e-8);
        }
    }
    likelihood
}

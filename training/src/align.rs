//! Weights of the alignment lattice.

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::Path;

use bilint::align::{self, COUNT, Candidates, FEATURES, Features, SECOND, Weights, add};
use bilint::score::agreement;
use bilint::text::{Agreement, Bead, Side};

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
    ("break-inside", -2.0),
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
];

/// Pass, beads on paths how much worse than the best are fitted on, and steps, of each round.
const ROUNDS: [(bool, f64, usize); 4] = [
    (false, 6.0, 50),
    (false, 10.0, 80),
    (true, 8.0, 50),
    (true, 10.0, 80),
];
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

/// Weights of the alignment lattice.
#[derive(Debug, clap::Args)]
pub struct Align {
    /// Leave these features out and write nothing: what do they bring?
    #[arg(long, value_delimiter = ',')]
    without: Vec<String>,
    /// How much squares of weights cost; writes nothing
    #[arg(long)]
    penalty: Option<f64>,
}

/// Fits on all sets, and without each of them, and writes both.
pub fn run(shared: &Shared, root: &Path, options: &Align) -> std::io::Result<()> {
    let mut tasks = gold::tasks(shared);
    if let Some(ntrex) = Ntrex::read(shared) {
        tasks.extend(synthetic(&ntrex));
    }
    let tasks: Vec<Prepared<'_>> = tasks
        .iter()
        .map(|task| Prepared {
            source: task.source.side(),
            target: task.target.side(),
            task,
        })
        .collect();
    let is_trial = !options.without.is_empty() || options.penalty.is_some();
    let all = if is_trial {
        Weights::shipped()
    } else {
        fit(&tasks, None, options)
    };
    let columns: Vec<Weights> = SETS
        .iter()
        .map(|set| {
            let weights = fit(&tasks, Some(set), options);
            let mut score = Agreement::default();
            for task in tasks.iter().filter(|task| task.task.set == *set) {
                let beads = align::align_with(&task.source, &task.target, &weights);
                let links: Vec<_> = beads.iter().map(Bead::link).collect();
                score += agreement(&task.task.gold, &links);
            }
            let (strict, lax) = (score.strict().f1, score.lax().f1);
            let (mut likelihood, mut count) = (0.0, 0);
            for task in tasks.iter().filter(|task| task.task.set == *set) {
                let problem = problem(task, &weights, true, 10.0);
                let scores = problem.scores(&weights.second);
                likelihood +=
                    problem.posteriors(&scores, true).0 - problem.posteriors(&scores, false).0;
                count += problem.beads;
            }
            println!(
                "{set}, left out: strict {strict:.3}, lax {lax:.3}, log-likelihood {:.4} a bead",
                likelihood / count as f64
            );
            weights
        })
        .collect();
    if is_trial {
        return Ok(());
    }
    fs::write(
        root.join("src/data/align-weights.tsv"),
        format!(
            "# Weights of the features of a bead: feature, first pass, second pass. Fitted by \
             training/.\n{}",
            all.table()
        ),
    )?;
    let head: Vec<String> = SETS
        .iter()
        .map(|set| format!("{set}\t{set}, second"))
        .collect();
    let mut table = format!("feature\t{}\n", head.join("\t"));
    for (index, feature) in FEATURES.iter().enumerate() {
        let weights: Vec<String> = columns
            .iter()
            .flat_map(|weights| [weights.first[index], weights.second[index]])
            .map(|weight| format!("{weight:.4}"))
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

fn fit(tasks: &[Prepared<'_>], without: Option<&str>, options: &Align) -> Weights {
    let mut start = [0.0; COUNT];
    let is_out = |name: &str| options.without.iter().any(|out| out == name);
    let fixed = FEATURES.map(|name| is_out(name) || FIXED.iter().any(|(fixed, _)| *fixed == name));
    let penalty = options.penalty.unwrap_or(PENALTY);
    for (name, value) in START.iter().chain(&FIXED).filter(|(name, _)| !is_out(name)) {
        let index = FEATURES.iter().position(|feature| feature == name);
        start[index.expect("a feature")] = *value;
    }
    let mut weights = Weights {
        first: start,
        second: start,
    };
    for (round, (is_second, worse, steps)) in ROUNDS.into_iter().enumerate() {
        if is_second && !ROUNDS[round - 1].0 {
            weights.second = weights.first;
        }
        let problems: Vec<Problem> = tasks
            .iter()
            .filter(|task| Some(task.task.set) != without)
            .map(|task| problem(task, &weights, is_second, worse))
            .collect();
        let fitted = if is_second {
            &mut weights.second
        } else {
            &mut weights.first
        };
        let likelihood = climb(&problems, (is_second, &fixed, penalty), steps, fitted);
        println!(
            "without {}, round {round}: {} arcs, log-likelihood {likelihood:.5} a bead",
            without.unwrap_or("none"),
            problems
                .iter()
                .map(|problem| problem.arcs.len())
                .sum::<usize>(),
        );
    }
    // As they will be read back.
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

/// A task with its sides.
struct Prepared<'a> {
    task: &'a Task,
    source: Side,
    target: Side,
}

fn problem(task: &Prepared<'_>, weights: &Weights, is_second: bool, worse: f64) -> Problem {
    let sides = (&task.source, &task.target);
    let anywhere = Gold::new(task.task, |_, _| false);
    // As wide as it takes to hold the gold path.
    for room in [12, 24, 48, 96] {
        let candidates = Candidates::new(sides, weights, is_second, room, worse, |arc| {
            anywhere.allows(&arc.source(), &arc.target())
        });
        let problem = Problem::new(task.task, candidates);
        let scores = vec![0.0; problem.arcs.len()];
        if problem.posteriors(&scores, true).0 > f64::NEG_INFINITY {
            return problem;
        }
    }
    panic!(
        "a task of {} whose gold path is nowhere near",
        task.task.set
    );
}

impl Problem {
    fn new(task: &Task, candidates: Candidates) -> Self {
        let band = &candidates.band;
        let possible: BTreeSet<_> = candidates
            .arcs
            .iter()
            .map(|arc| {
                let (a, b) = (arc.source(), arc.target());
                (a.start, b.start, a.end, b.end)
            })
            .collect();
        let gold = Gold::new(task, |a, b| {
            possible.contains(&(a.start, b.start, a.end, b.end))
        });
        let arcs = candidates.arcs.iter().map(|arc| {
            let (a, b) = (arc.source(), arc.target());
            Arc {
                from: band.cell(a.start, b.start) as u32,
                to: band.cell(a.end, b.end) as u32,
                gold: gold.allows(&a, &b),
            }
        });
        Problem {
            set: task.set,
            cells: band.cells(),
            beads: task.gold.len(),
            arcs: arcs.collect(),
            features: candidates
                .features
                .iter()
                .map(|features| features.map(|feature| feature as f32))
                .collect(),
        }
    }

    fn scores(&self, weights: &Features) -> Vec<f64> {
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

/// Adam (Kingma & Ba 2015) over the whole data. The log-likelihood a bead at the end.
fn climb(
    problems: &[Problem],
    (is_second, fixed, penalty): (bool, &[bool; COUNT], f64),
    steps: usize,
    weights: &mut Features,
) -> f64 {
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
    for step in 0..steps {
        let mut gradient = [0.0; COUNT];
        likelihood = 0.0;
        for (problem, share) in problems.iter().zip(&shares) {
            let scores = problem.scores(weights);
            let (all, free) = problem.posteriors(&scores, false);
            let (right, bound) = problem.posteriors(&scores, true);
            if right == f64::NEG_INFINITY {
                continue;
            }
            likelihood += share * (right - all) / sets;
            for ((free, bound), features) in free.iter().zip(&bound).zip(&problem.features) {
                let pull = share * (bound - free) / sets;
                if pull.abs() > 1e-9 {
                    for (sum, feature) in gradient.iter_mut().zip(features) {
                        *sum += pull * f64::from(*feature);
                    }
                }
            }
        }
        let rate = 0.1 * (1.0 - step as f64 / steps as f64).max(0.02);
        for index in 0..COUNT {
            if fixed[index] || index < SECOND && !is_second {
                continue;
            }
            let slope = gradient[index] - penalty * weights[index];
            mean[index] = 0.9 * mean[index] + 0.1 * slope;
            square[index] = 0.99 * square[index] + 0.01 * slope * slope;
            let exponent = (step + 1) as f64;
            let first = mean[index] / (1.0 - libm::pow(0.9, exponent));
            let second = square[index] / (1.0 - libm::pow(0.99, exponent));
            weights[index] += rate * first / (libm::sqrt(second) + 1e-8);
        }
    }
    likelihood
}

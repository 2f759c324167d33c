//! Weights of gaps and strangers.

use std::fs;
use std::ops::Range;
use std::path::Path;

use bilint::data::words;
use bilint::lexicon::account::{
    Account, GAP, Net, STRANGE, Sums, UNITS, Usual as Accounts, Weights, accounts, gap_features,
    sized, strange_features,
};
use bilint::lexicon::dot;
use bilint::lexicon::evidence::{self, Page, Usual};
use bilint::text::{Bead, Evidence, Shape};

use crate::Shared;
use crate::evidence::{Sample, balance, fit as fit_line};
use crate::ntrex::{ENGLISH, Ntrex};
use crate::probe::{self, Lines};
use crate::split::{Part, hash};

/// What damaged lines weigh together, against whole ones.
const DAMAGED: f64 = 0.1;

/// One line in so many is damaged.
const EVERY: usize = 3;

/// One line in so many is judged as if it stood by itself.
const ALONE: usize = 3;

/// What was done to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Damage {
    /// Words of the source have lost their counterparts.
    Omission,
    /// Words were put in.
    Addition,
    /// Another line stands in its place.
    Stranger,
}

/// A damaged line.
struct Made {
    line: usize,
    damage: Damage,
    text: String,
}

/// A number below `limit` that depends on what it is for and on the line alone.
fn draw(purpose: &str, line: usize, limit: usize) -> usize {
    (hash(format!("{purpose} {line}").as_bytes()) >> 9) as usize % limit.max(1)
}

/// Fits on the *look* documents of NTREX, English with every language, either way round.
pub fn run(shared: &Shared, root: &Path) -> std::io::Result<()> {
    let Some(ntrex) = Ntrex::read(shared) else {
        return Ok(());
    };
    let documents = probe::documents(&ntrex, Part::Look);
    let lines = |language: &str| -> Vec<String> {
        ntrex
            .documents(Part::Look)
            .flat_map(|document| ntrex.lines(language, document).to_vec())
            .collect()
    };
    let english = lines(ENGLISH);
    let mut halves = [Learnt::default(), Learnt::default()];
    for language in ntrex.translated() {
        let other = lines(language);
        let (a, b) = (ntrex.lang(ENGLISH), ntrex.lang(language));
        for (source, target) in [((a, &english), (b, &other)), ((b, &other), (a, &english))] {
            let source = Lines::new(source.0, source.1);
            let whole = Lines::new(target.0, target.1);
            let made = damage(&whole, target.1, &documents);
            let mut all = target.1.clone();
            all.extend(made.iter().map(|made| made.text.clone()));
            let target = Lines::new(target.0, &all);
            learn(
                [source.page(), target.page()],
                &documents,
                &made,
                whole.side.segments.len(),
                &mut halves,
            );
        }
    }
    report(&mut halves);
    let [mut all, mut rest] = halves;
    all.gaps.append(&mut rest.gaps);
    all.strangers.append(&mut rest.strangers);
    let weights = all.fit();
    fs::write(
        root.join("src/data/account-weights.tsv"),
        format!(
            "# Weights of gaps and strangers (src/lexicon/account.rs). Fitted by training/.\n{}",
            weights.table()
        ),
    )
}

/// What is learnt of lines of documents of one half.
#[derive(Default)]
struct Learnt {
    gaps: Vec<Sample<GAP>>,
    strangers: Vec<Sample<STRANGE>>,
}

impl Learnt {
    fn fit(&mut self) -> Weights {
        balance(&mut self.gaps, true, DAMAGED);
        balance(&mut self.strangers, true, DAMAGED);
        Weights {
            gap: fit_line(&self.gaps),
            strange: fit_net(&self.strangers),
        }
    }
}

/// Where the features say that there are other beads.
const USUAL_BEADS: usize = 20;
const NEAR: usize = 19;

/// What weights that are fitted on one half of the documents find in the other.
fn report(halves: &mut [Learnt; 2]) {
    let mut scores: [Vec<Score>; 2] = Default::default();
    for half in 0..2 {
        let weights = halves[1 - half].fit();
        let there = &halves[half];
        scores[0].extend(there.gaps.iter().map(|sample| Score {
            odds: dot(&sample.features, &weights.gap),
            damaged: sample.positive,
            alone: sample.features[USUAL_BEADS] == 0.0,
        }));
        scores[1].extend(there.strangers.iter().map(|sample| Score {
            odds: weights.strange.odds(&sample.features),
            damaged: sample.positive,
            alone: sample.features[NEAR] == 0.0,
        }));
    }
    for (name, scores) in ["gaps", "strangers"].iter().zip(&scores) {
        for alone in [false, true] {
            let place = if alone { "alone" } else { "among others" };
            found(&format!("{name} {place}"), scores, alone);
        }
    }
}

/// What weights say of a line.
struct Score {
    odds: f32,
    damaged: bool,
    alone: bool,
}

/// How many damaged lines are found, by the share of whole ones that look worse.
fn found(name: &str, scores: &[Score], alone: bool) {
    let of = |damaged: bool| -> Vec<f32> {
        let chosen = scores
            .iter()
            .filter(|score| score.damaged == damaged && score.alone == alone);
        let mut odds: Vec<f32> = chosen.map(|score| score.odds).collect();
        odds.sort_by(f32::total_cmp);
        odds
    };
    let (whole, damaged) = (of(false), of(true));
    if whole.is_empty() {
        return;
    }
    for alarms in [0.0001, 0.0003, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.01] {
        let at = whole.len() - 1 - (alarms * whole.len() as f64) as usize;
        let found = damaged.len() - damaged.partition_point(|odds| *odds <= whole[at]);
        println!(
            "{name}: {:.3} found at {alarms} alarms, threshold {:.2}",
            found as f64 / damaged.len().max(1) as f64,
            whole[at]
        );
    }
}

/// Rounds through all samples, samples a step, size of the steps and what is taken off weights.
const ROUNDS: usize = 20;
const BATCH: usize = 512;
const STEP: f64 = 3e-3;
const DECAY: f64 = 3e-5;

/// Fits a network by Adam: log loss, features brought to mean 0 and deviation 1.
fn fit_net<const N: usize>(samples: &[Sample<N>]) -> Net<N> {
    let count = samples.len() as f64;
    let mut mean = [0.0f64; N];
    let mut deviation = [0.0f64; N];
    for at in 1..N {
        let values = || samples.iter().map(|sample| f64::from(sample.features[at]));
        mean[at] = values().sum::<f64>() / count;
        let square = values().map(|value| (value - mean[at]) * (value - mean[at]));
        deviation[at] = libm::sqrt(square.sum::<f64>() / count).max(1e-6);
    }
    (mean[0], deviation[0]) = (0.0, 1.0);
    let mut state = 1u64;
    let mut random = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    // The weights of the units, those of their sum, and what is added.
    let size = N * UNITS + UNITS + 1;
    let scale = libm::sqrt(6.0 / (N + UNITS) as f64);
    let mut weights: Vec<f64> = (0..size)
        .map(|_| (random() as f64 / (1u64 << 30) as f64 - 1.0) * scale)
        .collect();
    let (mut first, mut second) = (vec![0.0; size], vec![0.0; size]);
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut slope = vec![0.0; size];
    let (mut fade, mut fade_square) = (1.0, 1.0);
    for round in 0..ROUNDS {
        for at in (1..order.len()).rev() {
            order.swap(at, random() as usize % (at + 1));
        }
        let step = STEP * (1.0 - round as f64 / ROUNDS as f64);
        for batch in order.chunks(BATCH) {
            slope.fill(0.0);
            for sample in batch.iter().map(|at| &samples[*at]) {
                let mut features = [0.0; N];
                for (at, feature) in features.iter_mut().enumerate() {
                    *feature = (f64::from(sample.features[at]) - mean[at]) / deviation[at];
                }
                let mut units = [0.0; UNITS];
                for (feature, row) in features.iter().zip(weights.chunks_exact(UNITS)) {
                    for (unit, weight) in units.iter_mut().zip(row) {
                        *unit += feature * weight;
                    }
                }
                let out = &weights[N * UNITS..];
                let logit: f64 = out[UNITS]
                    + units
                        .iter()
                        .zip(out)
                        .map(|(unit, weight)| unit.max(0.0) * weight)
                        .sum::<f64>();
                let probability = 1.0 / (1.0 + libm::exp(-logit));
                let miss = (probability - f64::from(u8::from(sample.positive))) * sample.weight;
                let back: [f64; UNITS] =
                    std::array::from_fn(|at| if units[at] > 0.0 { miss * out[at] } else { 0.0 });
                for (feature, row) in features.iter().zip(slope.chunks_exact_mut(UNITS)) {
                    for (slope, back) in row.iter_mut().zip(&back) {
                        *slope += feature * back;
                    }
                }
                for (slope, unit) in slope[N * UNITS..].iter_mut().zip(&units) {
                    *slope += miss * unit.max(0.0);
                }
                slope[size - 1] += miss;
            }
            fade *= 0.9;
            fade_square *= 0.999;
            for at in 0..size {
                let slope = slope[at] / batch.len() as f64 + DECAY * weights[at];
                first[at] = 0.9 * first[at] + 0.1 * slope;
                second[at] = 0.999 * second[at] + 0.001 * slope * slope;
                let bend = libm::sqrt(second[at] / (1.0 - fade_square)) + 1e-8;
                weights[at] -= step * first[at] / (1.0 - fade) / bend;
            }
        }
    }
    let mut net = Net::silent();
    for unit in 0..UNITS {
        for at in 1..N {
            let weight = weights[at * UNITS + unit] / deviation[at];
            net.units[at][unit] = weight as f32;
            net.units[0][unit] -= (weight * mean[at]) as f32;
        }
        net.units[0][unit] += weights[unit] as f32;
        net.out[unit] = weights[N * UNITS + unit] as f32;
    }
    net.bias = weights[size - 1] as f32;
    net
}

fn learn(
    [source, target]: [Page<'_>; 2],
    documents: &[Range<usize>],
    made: &[Made],
    count: usize,
    halves: &mut [Learnt; 2],
) {
    let weights = evidence::Weights::shipped();
    for (number, document) in documents.iter().enumerate() {
        let Learnt { gaps, strangers } = &mut halves[number % 2];
        let beads: Vec<Bead> = document
            .clone()
            .map(|line| Lines::bead(line, line))
            .collect();
        let mut usual = Usual::new(source, target, &beads);
        let of = |bead: &Bead, usual: Option<&Usual>| {
            evidence::evidence(source, target, bead, usual, weights)
        };
        let evidence: Vec<Evidence> = beads.iter().map(|bead| of(bead, Some(&usual))).collect();
        let accounts = accounts(source, target, &beads, &evidence);
        let sums = Sums::new(source, target, &beads);
        let mut others = Accounts::default();
        for account in accounts.iter().flatten() {
            others.add(account, 1.0);
        }
        let mut take = |account: &Account, others: &Accounts, damage: Option<Damage>| {
            let [source, target] = gap_features(account, others);
            for (features, side) in [(source, Damage::Omission), (target, Damage::Addition)] {
                if damage.is_none_or(|damage| damage == side) {
                    gaps.push(Sample {
                        features,
                        positive: damage.is_some(),
                        weight: 1.0,
                    });
                }
            }
            if damage.is_none_or(|damage| damage == Damage::Stranger) {
                strangers.push(Sample {
                    features: strange_features(account, others),
                    positive: damage.is_some(),
                    weight: 1.0,
                });
            }
        };
        let single = |account: &Account| {
            let mut single = Accounts::default();
            single.add(account, 1.0);
            single
        };
        for (index, line) in document.clone().enumerate() {
            let Some(intact) = &accounts[index] else {
                continue;
            };
            let alone = draw("alone", line, ALONE) == 0;
            if alone {
                let bare = of(&beads[index], None);
                if let Some(account) = Account::new(source, target, &beads[index], &bare) {
                    take(&account, &single(&account), None);
                }
            } else {
                take(intact, &others, None);
            }
            let Some(before) = evidence::Matched::new(source, target, &beads[index]) else {
                continue;
            };
            for (number, it) in made.iter().enumerate().filter(|(_, it)| it.line == line) {
                let bead = Lines::bead(line, count + number);
                let Some(after) = evidence::Matched::new(source, target, &bead) else {
                    continue;
                };
                usual.add(&before, -1.0);
                usual.add(&after, 1.0);
                let of =
                    evidence::evidence(source, target, &bead, (!alone).then_some(&usual), weights);
                if let Some(mut account) = Account::new(source, target, &bead, &of) {
                    if alone {
                        take(&account, &single(&account), Some(it.damage));
                    } else {
                        let sum = sized(target, &bead.target);
                        account.set_near(sums.near(index, &sum));
                        let mut others = others.clone();
                        others.add(intact, -1.0);
                        others.add(&account, 1.0);
                        take(&account, &others, Some(it.damage));
                    }
                }
                usual.add(&after, -1.0);
                usual.add(&before, 1.0);
            }
        }
    }
}

/// A third of the words left out, three content words left out, a clause of another document put
/// in, the translation of a neighbour or of a line of another document.
fn damage(lines: &Lines, texts: &[String], documents: &[Range<usize>]) -> Vec<Made> {
    let mut made = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        for line in document.clone() {
            let count = lines.side.notes[line].words.len();
            if draw("every", line, EVERY) != 0 || count < 3 {
                continue;
            }
            let mut add = |damage, text: String| made.push(Made { line, damage, text });
            let third = count.div_ceil(3);
            let from = draw("third", line, count - third + 1);
            add(Damage::Omission, without(lines, line, from..from + third));
            if let Some(range) = three(lines, line) {
                add(Damage::Omission, without(lines, line, range));
            }
            let far = (index + 1 + draw("document", line, documents.len() - 1)) % documents.len();
            let donor = documents[far].start + draw("donor", line, documents[far].len());
            if let Some(text) = with_clause(lines, line, donor) {
                add(Damage::Addition, text);
            }
            let next = if line + 1 < document.end {
                line + 1
            } else {
                line.saturating_sub(1)
            };
            if document.contains(&next) && texts[next] != texts[line] {
                add(Damage::Stranger, texts[next].clone());
            }
            add(Damage::Stranger, texts[donor].clone());
        }
    }
    made
}

/// Words next to each other of which three are content words.
fn three(lines: &Lines, line: usize) -> Option<Range<usize>> {
    let function = words::function_words(lines.side.document.lang);
    let list = &lines.side.notes[line].words;
    let from = draw("three", line, list.len());
    let mut content = 0;
    for (at, word) in list.iter().enumerate().skip(from) {
        let text = words::fold(lines.text(word.span));
        let least = if word.shape == Shape::Caseless { 2 } else { 3 };
        let is_content = word.shape != Shape::Digits
            && !function.contains(&text)
            && text.chars().count() >= least;
        content += usize::from(is_content);
        if content == 3 {
            return (at + 1 - from < list.len()).then_some(from..at + 1);
        }
    }
    None
}

/// A line without some of its words.
fn without(lines: &Lines, line: usize, range: Range<usize>) -> String {
    let span = lines.side.segments[line].span;
    let words = &lines.side.notes[line].words;
    let text = &lines.side.document.text;
    let before = &text[span.start as usize..words[range.start].span.start as usize];
    match words.get(range.end) {
        Some(next) => format!(
            "{before}{}",
            &text[next.span.start as usize..span.end as usize]
        ),
        None => {
            let end = words[range.end - 1].span.end as usize;
            format!("{}{}", before.trim_end(), &text[end..span.end as usize])
        }
    }
}

/// A line with five to ten words of another put in.
fn with_clause(lines: &Lines, line: usize, donor: usize) -> Option<String> {
    let text = &lines.side.document.text;
    let words = &lines.side.notes[line].words;
    let others = &lines.side.notes[donor].words;
    let count = 5 + draw("count", line, 6);
    if others.len() < count || words.len() < 2 {
        return None;
    }
    let from = draw("from", line, others.len() - count + 1);
    let clause =
        &text[others[from].span.start as usize..others[from + count - 1].span.end as usize];
    let at = words[1 + draw("at", line, words.len() - 1)].span.start as usize;
    let span = lines.side.segments[line].span;
    let before = &text[span.start as usize..at];
    let space = if before.ends_with(' ') { " " } else { "" };
    Some(format!(
        "{before}{clause}{space}{}",
        &text[at..span.end as usize]
    ))
}

//! Weights of the evidence of words and beads.

use std::fs;
use std::path::{Path, PathBuf};

use bilint::lexicon::evidence::{
    BEAD, BEAD_FEATURES, BeadFeatures, Usual, WORD, WORD_FEATURES, Weights, WordFeatures,
};

use crate::Shared;
use crate::ntrex::{ENGLISH, Ntrex};
use crate::probe::{self, Probe, Probes};
use crate::split::Part;

/// Weights of the evidence of words and beads.
#[derive(Debug, clap::Args)]
pub struct Evidence {
    /// A model to use in place of the one that ships
    #[arg(long)]
    model: Option<PathBuf>,
    /// Where the weights are written; `src/data/evidence-weights.tsv` unless said
    #[arg(long)]
    out: Option<PathBuf>,
}

/// What words without a counterpart weigh together, against all others.
const WITHOUT: f64 = 0.08;

/// What beads that lack something weigh together, against all others.
const LACKING: f64 = 0.1;

const PENALTY: f64 = 1e-4;
const ROUNDS: usize = 20;

/// What a model is fitted on: features, whether the outcome is 1, weight.
pub struct Sample<const N: usize> {
    pub features: [f32; N],
    pub positive: bool,
    pub weight: f64,
}

/// The length of text in each language against English.
fn lengths(ntrex: &Ntrex) -> String {
    let characters = |line: &String| {
        let letters = line.chars().filter(|letter| !letter.is_whitespace());
        (letters.count() + 1) as f64
    };
    let mut table = String::from(
        "# Length of a translation in characters without spaces, against English: language, mean \
         logarithm of the ratio.\nen\t0\n",
    );
    for language in ntrex.translated() {
        let (mut sum, mut count) = (0.0, 0.0);
        for document in ntrex.documents(Part::Look) {
            let pairs = ntrex.lines(language, document).iter();
            for (line, english) in pairs.zip(ntrex.lines(ENGLISH, document)) {
                sum += libm::log(characters(line) / characters(english));
                count += 1.0;
            }
        }
        // By script where there is a region too, so that the language alone finds its usual script.
        let lang = ntrex.lang(language);
        let lang = lang.fallbacks().nth(2).unwrap_or(lang);
        table.push_str(&format!("{lang}\t{:.3}\n", sum / count));
    }
    table
}

/// Fits on the *look* documents of NTREX, English with every language, either way round.
pub fn run(shared: &Shared, root: &Path, settings: &Evidence) -> std::io::Result<()> {
    if let Some(model) = &settings.model {
        probe::take_model(model);
    }
    let Some(ntrex) = Ntrex::read(shared) else {
        return Ok(());
    };
    // The weights are fitted with the table of the last run, which changes with the data only.
    fs::write(root.join("src/data/lengths.tsv"), lengths(&ntrex))?;
    let documents = probe::documents(&ntrex, Part::Look);
    let english = probe::lines(&ntrex, Part::Look, ENGLISH);
    let others: Vec<Probes> = ntrex
        .translated()
        .into_iter()
        .map(|language| probe::lines(&ntrex, Part::Look, language))
        .collect();
    let directions = || {
        others
            .iter()
            .flat_map(|other| [(&english, other), (other, &english)])
    };
    let mut words = Vec::new();
    for (source, target) in directions() {
        target.each(source, &documents, |probe, usual| {
            if probe.line % 3 == 0 {
                learn_words(probe, usual, &mut words);
            }
        });
    }
    balance(&mut words, false, WITHOUT);
    let word: WordFeatures = fit(&words);
    let mut weights = Weights {
        word,
        bead: [0.0; BEAD],
    };
    let mut beads = Vec::new();
    for (source, target) in directions() {
        target.each(source, &documents, |probe, usual| {
            for (matched, positive) in [(&probe.whole, false), (&probe.cut, true)] {
                let usual = &usual[usize::from(positive)];
                let [source, target] = matched.counterparts(&weights, Some(usual));
                beads.push(Sample {
                    features: matched.bead_features(&source, &target)[0],
                    positive,
                    weight: 1.0,
                });
            }
        });
    }
    balance(&mut beads, true, LACKING);
    let bead: BeadFeatures = fit(&beads);
    weights.bead = bead;
    println!("{} words, {} beads", words.len(), beads.len());
    for (name, weight) in WORD_FEATURES.iter().zip(&weights.word) {
        println!("{name:<16} {weight:8.3}");
    }
    for (name, weight) in BEAD_FEATURES.iter().zip(&weights.bead) {
        println!("{name:<16} {weight:8.3}");
    }
    fs::write(
        settings
            .out
            .clone()
            .unwrap_or(root.join("src/data/evidence-weights.tsv")),
        format!(
            "# Weights of the features of evidence. Fitted by training/.\n{}",
            weights.table()
        ),
    )
}

/// The words of the source have counterparts, but for that of the word which is gone.
fn learn_words(probe: &Probe<'_>, usual: &[Usual; 2], samples: &mut Vec<Sample<WORD>>) {
    let [whole, _] = probe.whole.features(Some(&usual[0]));
    samples.extend(whole.into_iter().map(|features| Sample {
        features,
        positive: true,
        weight: 1.0,
    }));
    let Some(word) = probe.widowed() else {
        return;
    };
    let [cut, _] = probe.cut.features(Some(&usual[1]));
    samples.push(Sample {
        features: cut[word],
        positive: false,
        weight: 1.0,
    });
}

/// Makes the samples of one outcome weigh this share of all.
pub fn balance<const N: usize>(samples: &mut [Sample<N>], outcome: bool, share: f64) {
    let rare = samples
        .iter()
        .filter(|sample| sample.positive == outcome)
        .count();
    let weight = share / (1.0 - share) * (samples.len() - rare) as f64 / rare.max(1) as f64;
    for sample in samples
        .iter_mut()
        .filter(|sample| sample.positive == outcome)
    {
        sample.weight = weight;
    }
}

/// Logistic regression by Newton's method with a small square penalty.
pub fn fit<const N: usize>(samples: &[Sample<N>]) -> [f32; N] {
    let mut weights = [0.0f64; N];
    let total: f64 = samples.iter().map(|sample| sample.weight).sum();
    for _ in 0..ROUNDS {
        let mut slope = [0.0; N];
        let mut bend = [[0.0; N]; N];
        for sample in samples {
            let logit: f64 = sample
                .features
                .iter()
                .zip(&weights)
                .map(|(feature, weight)| f64::from(*feature) * weight)
                .sum();
            let probability = 1.0 / (1.0 + libm::exp(-logit));
            let miss = f64::from(u8::from(sample.positive)) - probability;
            let curve = (probability * (1.0 - probability)).max(1e-9) * sample.weight;
            let features = sample.features.map(f64::from);
            for ((row, slope), feature) in bend.iter_mut().zip(&mut slope).zip(features) {
                *slope += sample.weight * miss * feature;
                for (entry, other) in row.iter_mut().zip(features) {
                    *entry += curve * feature * other;
                }
            }
        }
        for (at, weight) in weights.iter().enumerate() {
            slope[at] -= PENALTY * total * weight;
            bend[at][at] += PENALTY * total + 1e-9;
        }
        let step = solve(bend, slope);
        let size: f64 = step.iter().map(|step| step * step).sum();
        for (weight, step) in weights.iter_mut().zip(step) {
            *weight += step;
        }
        if size < 1e-10 {
            break;
        }
    }
    weights.map(|weight| weight as f32)
}

/// Gaussian elimination of a symmetric positive definite system.
fn solve<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> [f64; N] {
    for pivot in 0..N {
        let (above, below) = matrix.split_at_mut(pivot + 1);
        let pivots = &above[pivot];
        for (at, row) in below.iter_mut().enumerate() {
            let factor = row[pivot] / pivots[pivot];
            for (entry, pivot) in row.iter_mut().zip(pivots) {
                *entry -= factor * pivot;
            }
            right[pivot + 1 + at] -= factor * right[pivot];
        }
    }
    for row in (0..N).rev() {
        for column in row + 1..N {
            right[row] -= matrix[row][column] * right[column];
        }
        right[row] /= matrix[row][row];
    }
    right
}

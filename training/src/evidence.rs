//! Weights of the evidence of words and beads.

use std::fs;
use std::path::Path;

use bilint::lexicon::evidence::{
    BEAD, BEAD_FEATURES, BeadFeatures, Matched, WORD, WORD_FEATURES, Weights, WordFeatures,
};
use bilint::text::Bead;

use crate::Shared;
use crate::ntrex::{ENGLISH, Ntrex};
use crate::probe::{self, Lines};
use crate::split::Part;

/// What words without a counterpart weigh together, against all others.
const WITHOUT: f64 = 0.08;

/// What beads that lack something weigh together, against all others.
const LACKING: f64 = 0.1;

/// Cosine from which on the most similar word is taken for the counterpart.
const PARTNER: f32 = 0.3;

const PENALTY: f64 = 1e-4;
const ROUNDS: usize = 20;

/// What a model is fitted on: features, whether the outcome is 1, weight.
struct Sample<const N: usize> {
    features: [f32; N],
    positive: bool,
    weight: f64,
}

/// Two lines that belong together, and the second with a word gone.
struct Probe<'a> {
    intact: Matched<'a>,
    cut: Matched<'a>,
    /// The word of the second line that is gone.
    word: usize,
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
        table.push_str(&format!("{}\t{:.3}\n", ntrex.lang(language), sum / count));
    }
    table
}

/// Fits on the *look* documents of NTREX, English with every language, either way round.
pub fn run(shared: &Shared, root: &Path) -> std::io::Result<()> {
    let Some(ntrex) = Ntrex::read(shared) else {
        return Ok(());
    };
    // The weights are fitted with the table of the last run, which changes with the data only.
    fs::write(root.join("src/data/lengths.tsv"), lengths(&ntrex))?;
    let lines = |language: &str| -> Vec<String> {
        ntrex
            .documents(Part::Look)
            .flat_map(|document| ntrex.lines(language, document).to_vec())
            .collect()
    };
    let english = Lines::new(ntrex.lang(ENGLISH), &lines(ENGLISH));
    let cut_english = Cuts::new(&english);
    let others: Vec<(Lines, Cuts)> = ntrex
        .translated()
        .into_iter()
        .map(|language| {
            let lines = Lines::new(ntrex.lang(language), &lines(language));
            let cuts = Cuts::new(&lines);
            (lines, cuts)
        })
        .collect();
    let mut words = Vec::new();
    let directions = || {
        others
            .iter()
            .flat_map(|(lines, cuts)| [(&english, lines, cuts), (lines, &english, &cut_english)])
    };
    for (a, b, cuts) in directions() {
        for probe in probes(a, b, cuts).step_by(3) {
            learn_words(&probe, &mut words);
        }
    }
    balance(&mut words, false, WITHOUT);
    let word: WordFeatures = fit(&words);
    let mut weights = Weights {
        word,
        bead: [0.0; BEAD],
    };
    let mut beads = Vec::new();
    for (a, b, cuts) in directions() {
        for probe in probes(a, b, cuts) {
            for (matched, positive) in [(&probe.intact, false), (&probe.cut, true)] {
                let [source, target] = matched.counterparts(&weights);
                beads.push(Sample {
                    features: matched.bead_features(&source, &target)[0],
                    positive,
                    weight: 1.0,
                });
            }
        }
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
        root.join("src/data/evidence-weights.tsv"),
        format!(
            "# Weights of the features of evidence. Fitted by training/.\n{}",
            weights.table()
        ),
    )
}

/// The lines of a side with a word gone.
struct Cuts {
    lines: Lines,
    words: Vec<Option<usize>>,
}

impl Cuts {
    fn new(lines: &Lines) -> Cuts {
        let cuts: Vec<Option<probe::Cut>> = (0..lines.side.segments.len())
            .map(|index| probe::cut(lines, index))
            .collect();
        let words = cuts.iter().map(|cut| Some(cut.as_ref()?.word)).collect();
        let text: Vec<String> = cuts
            .into_iter()
            .map(|cut| cut.map_or_else(String::new, |cut| cut.line))
            .collect();
        Cuts {
            lines: Lines::new(lines.side.document.lang, &text),
            words,
        }
    }
}

fn probes<'a>(a: &'a Lines, b: &'a Lines, cuts: &'a Cuts) -> impl Iterator<Item = Probe<'a>> {
    cuts.words
        .iter()
        .enumerate()
        .filter_map(move |(line, word)| {
            let bead: Bead = Lines::bead(line, line);
            Some(Probe {
                word: (*word)?,
                intact: Matched::new(a.page(), b.page(), &bead)?,
                cut: Matched::new(a.page(), cuts.lines.page(), &bead)?,
            })
        })
}

/// The words of the first line have counterparts, but for that of the word which is gone: the one
/// that was most similar to it, if it was most similar to that.
fn learn_words(probe: &Probe<'_>, samples: &mut Vec<Sample<WORD>>) {
    let [intact, _] = probe.intact.features();
    samples.extend(intact.into_iter().map(|features| Sample {
        features,
        positive: true,
        weight: 1.0,
    }));
    let Some((partner, cosine)) = probe.intact.partners(1).nth(probe.word) else {
        return;
    };
    let back = probe.intact.partners(0).nth(partner);
    if cosine < PARTNER || back.is_none_or(|(word, _)| word != probe.word) {
        return;
    }
    let [cut, _] = probe.cut.features();
    samples.push(Sample {
        features: cut[partner],
        positive: false,
        weight: 1.0,
    });
}

/// Makes the samples of one outcome weigh this share of all.
fn balance<const N: usize>(samples: &mut [Sample<N>], outcome: bool, share: f64) {
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
fn fit<const N: usize>(samples: &[Sample<N>]) -> [f32; N] {
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
            for a in 0..N {
                let feature = f64::from(sample.features[a]);
                slope[a] += sample.weight * miss * feature;
                for b in 0..=a {
                    bend[a][b] += curve * feature * f64::from(sample.features[b]);
                }
            }
        }
        for a in 0..N {
            slope[a] -= PENALTY * total * weights[a];
            bend[a][a] += PENALTY * total + 1e-9;
            for b in 0..a {
                bend[b][a] = bend[a][b];
            }
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
        for row in pivot + 1..N {
            let factor = matrix[row][pivot] / matrix[pivot][pivot];
            for column in pivot..N {
                matrix[row][column] -= factor * matrix[pivot][column];
            }
            right[row] -= factor * right[pivot];
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

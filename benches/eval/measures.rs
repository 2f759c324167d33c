//! Measures of agreement.

/// Pearson's correlation; 0 where one of the two does not vary.
pub fn pearson(a: &[f64], b: &[f64]) -> f64 {
    let count = a.len().max(1) as f64;
    let mean = |values: &[f64]| values.iter().sum::<f64>() / count;
    let (ma, mb) = (mean(a), mean(b));
    let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(b) {
        ab += (x - ma) * (y - mb);
        aa += (x - ma) * (x - ma);
        bb += (y - mb) * (y - mb);
    }
    if aa > 0.0 && bb > 0.0 {
        ab / libm::sqrt(aa * bb)
    } else {
        0.0
    }
}

/// Spearman's correlation: Pearson's of the ranks, equal values sharing theirs.
pub fn spearman(a: &[f64], b: &[f64]) -> f64 {
    pearson(&ranks(a), &ranks(b))
}

fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    for same in order.chunk_by(|a, b| values[*a] == values[*b]) {
        // Ranks count from the first of the equal values.
        let first = order.partition_point(|at| values[*at] < values[same[0]]);
        for at in same {
            ranks[*at] = first as f64 + (same.len() as f64 - 1.0) / 2.0;
        }
    }
    ranks
}

/// Matthews' correlation of yes and no, from the four counts: true and false alarms, misses and
/// true silences.
pub fn matthews(hits: f64, alarms: f64, misses: f64, silences: f64) -> f64 {
    let square = (hits + alarms) * (hits + misses) * (silences + alarms) * (silences + misses);
    if square > 0.0 {
        (hits * silences - alarms * misses) / libm::sqrt(square)
    } else {
        0.0
    }
}

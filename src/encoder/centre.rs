/// Takes from each vector the mean of all, and brings it back to length 1; vectors of zeros stay.
///
/// The vectors of encoders crowd in a narrow cone (Ethayarajh 2019), and more so those of one
/// language: what all texts of a side share says nothing about which of them belongs to a text of
/// the other side.
pub fn centre(vectors: &mut [f32], dimensions: usize) {
    let mut mean = vec![0f64; dimensions];
    let mut count = 0u32;
    let is_there = |vector: &[f32]| vector.iter().any(|value| *value != 0.0);
    for vector in vectors.chunks_exact(dimensions.max(1)) {
        count += u32::from(is_there(vector));
        for (sum, value) in mean.iter_mut().zip(vector) {
            *sum += f64::from(*value);
        }
    }
    // Of a few the mean is no mean of the language.
    if count < LEAST {
        return;
    }
    for sum in &mut mean {
        *sum /= f64::from(count);
    }
    for vector in vectors.chunks_exact_mut(dimensions.max(1)) {
        if !is_there(vector) {
            continue;
        }
        let mut square = 0.0;
        for (value, mean) in vector.iter_mut().zip(&mean) {
            *value = (f64::from(*value) - mean) as f32;
            square += f64::from(*value) * f64::from(*value);
        }
        if square > 0.0 {
            let length = square.sqrt();
            for value in vector {
                *value = (f64::from(*value) / length) as f32;
            }
        }
    }
}

/// Vectors from which a mean is taken.
const LEAST: u32 = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_share_is_gone() {
        let mut vectors = [0.6, 0.8, 0.6, -0.8, 0.0, 0.0, 0.6, 0.8, 0.6, -0.8];
        centre(&mut vectors, 2);
        assert_eq!(
            vectors,
            [0.0, 1.0, 0.0, -1.0, 0.0, 0.0, 0.0, 1.0, 0.0, -1.0]
        );
    }

    #[test]
    fn a_few_stay_as_they_are() {
        let mut vectors = [0.6, 0.8, 0.6, -0.8];
        centre(&mut vectors, 2);
        assert_eq!(vectors, [0.6, 0.8, 0.6, -0.8]);
    }
}

//! What a whole run has translated so far, in little memory.

/// The sources that have been seen and how each was first translated: 16 bytes each in tables that
/// are at least two thirds full.
///
/// Texts are known by hashes of 64 bits for the source and 32 for the target. Among a hundred
/// million sources two share a hash once in thousands of runs; of two different translations of
/// one source one in four thousand millions is taken for the same.
#[derive(Debug)]
pub struct Corpus {
    /// By the first bits of the source.
    parts: Vec<Part>,
    full: bool,
}

#[derive(Debug, Default)]
struct Part {
    slots: Vec<Slot>,
    used: usize,
}

/// A source with its first translation.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    source: u64,
    target: u32,
    /// One more than the place; 0 in an empty slot.
    place: u32,
}

/// Tables that grow one after the other, so that the one that is being copied is small.
const PARTS: usize = 64;

impl Default for Corpus {
    fn default() -> Self {
        Corpus {
            parts: std::iter::repeat_with(Part::default).take(PARTS).collect(),
            full: false,
        }
    }
}

impl Corpus {
    /// Notes how a source is translated at a place. Where it was translated otherwise before, says
    /// at which place first.
    pub fn note(&mut self, source: u64, target: u64, place: u64) -> Option<u64> {
        let target = (target >> 32) as u32;
        let part = &mut self.parts[(source >> 58) as usize % PARTS];
        match part.find(source) {
            Some(slot) => (slot.target != target).then(|| u64::from(slot.place) - 1),
            None => {
                match u32::try_from(place + 1) {
                    Ok(place) => part.add(Slot {
                        source,
                        target,
                        place,
                    }),
                    Err(_) => self.full = true,
                }
                None
            }
        }
    }

    /// Sources that are kept.
    pub fn len(&self) -> usize {
        self.parts.iter().map(|part| part.used).sum()
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes that they take.
    pub fn bytes(&self) -> usize {
        let slots: usize = self.parts.iter().map(|part| part.slots.len()).sum();
        slots * size_of::<Slot>()
    }

    /// Whether there were more places than can be numbered, so that later sources were not kept.
    pub fn is_full(&self) -> bool {
        self.full
    }
}

impl Part {
    /// Where the search for a source begins: hashes are spread evenly, so their bits after those
    /// that chose the part are a fraction of the table.
    fn start(&self, source: u64) -> usize {
        let spread = u128::from(source << 6) * self.slots.len() as u128;
        (spread >> 64) as usize
    }

    fn find(&self, source: u64) -> Option<&Slot> {
        let mut at = self.start(source);
        while let Some(slot) = self.slots.get(at).filter(|slot| slot.place != 0) {
            if slot.source == source {
                return Some(slot);
            }
            at = (at + 1) % self.slots.len();
        }
        None
    }

    fn add(&mut self, slot: Slot) {
        // At most 13/16 are used and a table grows by a sixth, so that at least two thirds are.
        if (self.used + 1) * 16 > self.slots.len() * 13 {
            let size = (self.slots.len() + self.slots.len() / 6).max(16);
            let old = std::mem::replace(&mut self.slots, vec![Slot::default(); size]);
            for slot in old.into_iter().filter(|slot| slot.place != 0) {
                self.put(slot);
            }
        }
        self.put(slot);
        self.used += 1;
    }

    fn put(&mut self, slot: Slot) {
        let mut at = self.start(slot.source);
        while self.slots[at].place != 0 {
            at = (at + 1) % self.slots.len();
        }
        self.slots[at] = slot;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::consistency::compare::hash;

    #[test]
    fn the_first_translation_is_remembered() {
        let mut corpus = Corpus::default();
        let (a, b) = (1 << 40, 2 << 40);
        assert_eq!(corpus.note(7, a, 0), None);
        assert_eq!(corpus.note(7, a, 1), None);
        assert_eq!(corpus.note(7, b, 2), Some(0));
        assert_eq!(corpus.note(8, b, 3), None);
        assert_eq!(corpus.note(7, a, 4), None);
        assert_eq!(corpus.len(), 2);
    }

    #[test]
    fn a_source_takes_at_most_24_bytes() {
        let mut corpus = Corpus::default();
        for place in 0..200_000u64 {
            assert_eq!(corpus.note(hash(&place.to_string()), 0, place), None);
            if place > 20_000 && place % 1_000 == 0 {
                assert!(corpus.bytes() <= 24 * corpus.len(), "{place}");
            }
        }
        assert_eq!(corpus.len(), 200_000);
        for place in 0..200_000u64 {
            assert_eq!(
                corpus.note(hash(&place.to_string()), u64::MAX, 0),
                Some(place)
            );
        }
    }
}

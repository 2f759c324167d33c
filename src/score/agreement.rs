//! How far an alignment agrees with gold.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::{Agreement, Link, Matches};

/// Compares an alignment with gold as the scorer of Vecalign (Thompson & Koehn 2019) does, after
/// Sennrich & Volk 2011: precision is over all links, those with one side too; recall over the
/// links of gold that have both sides, and only such links find them. Links without any segment
/// are left out, and what stands there twice counts once.
///
/// A link is laxly right if it has a segment of the source and one of the target that stand
/// together in a link of the other alignment; so those with one side are right strictly or not at
/// all.
pub fn agreement(gold: &[Link], test: &[Link]) -> Agreement {
    let whole = |links: &[Link]| -> Vec<Link> {
        let both = |(source, target): &&Link| !source.is_empty() && !target.is_empty();
        links.iter().filter(both).cloned().collect()
    };
    Agreement {
        precision: matches(test, gold),
        recall: matches(&whole(gold), &whole(test)),
    }
}

/// How many of the links the others have.
fn matches(links: &[Link], others: &[Link]) -> Matches {
    let set = |links: &[Link]| -> BTreeSet<Link> {
        let some = |(source, target): &&Link| !source.is_empty() || !target.is_empty();
        links.iter().filter(some).cloned().collect()
    };
    let (links, others) = (set(links), set(others));
    // The others by the segments of the source that they hold.
    let mut holders: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut targets: Vec<BTreeSet<usize>> = Vec::with_capacity(others.len());
    for (index, (source, target)) in others.iter().enumerate() {
        for segment in source {
            holders.entry(*segment).or_default().push(index);
        }
        targets.push(target.iter().copied().collect());
    }
    let touches = |(source, target): &Link| {
        let held = source.iter().filter_map(|segment| holders.get(segment));
        let held: BTreeSet<usize> = held.flatten().copied().collect();
        let target: BTreeSet<usize> = target.iter().copied().collect();
        held.iter()
            .any(|index| !target.is_disjoint(&targets[*index]))
    };
    let mut counts = Matches {
        all: links.len(),
        ..Matches::default()
    };
    for link in &links {
        let strict = others.contains(link);
        counts.strict += usize::from(strict);
        counts.lax += usize::from(strict || touches(link));
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn link(source: &[usize], target: &[usize]) -> Link {
        (source.to_vec(), target.to_vec())
    }

    fn counts(matches: Matches) -> [usize; 3] {
        [matches.strict, matches.lax, matches.all]
    }

    #[test]
    fn deletions_count_for_precision_alone() {
        let gold = [
            link(&[0], &[0]),
            link(&[1, 2], &[1]),
            link(&[3], &[]),
            link(&[], &[2]),
            link(&[4], &[3]),
        ];
        let test = [
            link(&[0], &[0]),
            link(&[1], &[1]),
            link(&[2], &[]),
            link(&[3], &[]),
            link(&[4], &[2, 3]),
            link(&[], &[]),
        ];
        let found = agreement(&gold, &test);
        assert_eq!(counts(found.precision), [2, 4, 5]);
        assert_eq!(counts(found.recall), [1, 3, 3]);
        let (strict, lax) = (found.strict(), found.lax());
        assert_eq!((strict.precision, strict.recall), (0.4, 1.0 / 3.0));
        assert!((strict.f1 - 4.0 / 11.0).abs() < 1e-12);
        assert_eq!((lax.precision, lax.recall), (0.8, 1.0));
    }

    #[test]
    fn what_stands_there_twice_counts_once_and_order_tells() {
        let gold = [link(&[0, 1], &[0]), link(&[2], &[1])];
        let test = [link(&[2], &[1]), link(&[2], &[1]), link(&[1, 0], &[0])];
        assert_eq!(counts(agreement(&gold, &test).precision), [1, 2, 2]);
    }

    #[test]
    fn nothing_against_nothing_is_nought() {
        let nothing = agreement(&[], &[]);
        assert_eq!(nothing.strict().f1, 0.0);
        assert_eq!(nothing, Agreement::default());
    }

    fn links() -> impl Strategy<Value = Vec<Link>> {
        let side = || prop::collection::vec(0usize..6, 0..3);
        prop::collection::vec((side(), side()), 0..12)
    }

    proptest! {
        #[test]
        fn measures_are_shares(gold in links(), test in links()) {
            let found = agreement(&gold, &test);
            for matches in [found.precision, found.recall] {
                prop_assert!(matches.strict <= matches.lax && matches.lax <= matches.all);
            }
            let (strict, lax) = (found.strict(), found.lax());
            prop_assert!(strict.f1 <= lax.f1 && (0.0..=1.0).contains(&lax.f1));
        }

        #[test]
        fn an_alignment_agrees_with_itself(links in links()) {
            let found = agreement(&links, &links);
            prop_assert_eq!(found.precision.strict, found.precision.all);
            prop_assert_eq!(found.recall.strict, found.recall.all);
        }
    }
}

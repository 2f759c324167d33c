//! Draws batches and follows their gradients.

use rayon::prelude::*;

use super::corpora::{Corpora, Pairs};
use super::loss::{Batch, Draw, Loss};
use super::random::Random;
use super::table::{Makeup, Table};

/// Batches whose gradients are computed from the same values, side by side, and then followed one
/// after the other. Fixed, so that the number of cores changes nothing.
const TOGETHER: usize = 4;
/// The rate at the end, as a share of that at the start.
const LAST: f32 = 0.02;

/// Settings of the descent.
#[derive(Debug, Clone, clap::Args)]
pub struct Descent {
    /// How often as many pairs are drawn as there are
    #[arg(long, default_value_t = 5.0)]
    pub epochs: f64,
    /// The first step of a row is about so long
    #[arg(long, default_value_t = 0.15)]
    pub rate: f32,
    /// Where the chances start
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// A file in an order of its own, from which batches are cut one after the other.
struct Deck<'a> {
    pairs: &'a Pairs,
    order: Vec<u32>,
    next: usize,
}

impl Deck<'_> {
    fn draw(&mut self, size: usize) -> Vec<u32> {
        let size = size.min(self.order.len());
        let lines = (0..size)
            .map(|at| self.order[(self.next + at) % self.order.len()])
            .collect();
        self.next = (self.next + size) % self.order.len();
        lines
    }
}

/// Learns the values of all rows.
pub fn train(corpora: &Corpora, makeup: &Makeup, loss: &Loss, descent: &Descent) -> Table {
    let mut random = Random::new(descent.seed);
    let mut table = Table::new(makeup, &mut random);
    let mut decks: Vec<Deck> = corpora
        .files
        .iter()
        .map(|pairs| {
            let mut order: Vec<u32> = (0..pairs.sides[0].len() as u32).collect();
            random.shuffle(&mut order);
            Deck {
                pairs,
                order,
                next: 0,
            }
        })
        .collect();
    let ends: Vec<f64> = corpora
        .files
        .iter()
        .scan(0.0, |sum, pairs| {
            *sum += pairs.weight;
            Some(*sum)
        })
        .collect();
    let total = ends.last().copied().unwrap_or(0.0);
    let drawn = descent.epochs * corpora.lines() as f64;
    let steps = (drawn / (loss.batch * TOGETHER) as f64) as usize;
    let started = std::time::Instant::now();
    let mut batches: [Batch; TOGETHER] = Default::default();
    let mut report = Report::default();
    for step in 0..steps {
        let draws: Vec<Draw> = (0..TOGETHER)
            .map(|_| {
                let at = random.unit() * total;
                let deck = ends.partition_point(|end| *end <= at).min(decks.len() - 1);
                let deck = &mut decks[deck];
                Draw {
                    pairs: deck.pairs,
                    lines: deck.draw(loss.batch),
                    seed: random.next(),
                }
            })
            .collect();
        batches
            .par_iter_mut()
            .zip(&draws)
            .for_each(|(batch, draw)| batch.compute(&table, makeup, draw, loss));
        let rate = descent.rate * (1.0 - step as f32 / steps as f32).max(LAST);
        table.shards.par_iter_mut().for_each(|shard| {
            for batch in &batches {
                for (word, whole, gradient) in batch.learnt() {
                    shard.learn(makeup, word, whole, gradient, rate);
                }
            }
        });
        for batch in &batches {
            report.add(batch);
        }
        if (step + 1) % (steps / 20).max(1) == 0 {
            println!(
                "{:3.0} %  loss {:.3}  nearest {:.3}  {:.0?}",
                100.0 * (step + 1) as f64 / steps as f64,
                report.loss / report.items as f64,
                report.hits as f64 / report.items as f64,
                started.elapsed()
            );
            report = Report::default();
        }
    }
    table
}

/// Sums since the last line that was printed.
#[derive(Default)]
struct Report {
    loss: f64,
    hits: usize,
    items: usize,
}

impl Report {
    fn add(&mut self, batch: &Batch) {
        self.loss += batch.loss;
        self.hits += batch.hits;
        self.items += batch.items;
    }
}

//! Parallel text: lines of two sentences that translate each other, as words.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use bilint::annotate::annotate;
use bilint::lexicon;
use bilint::text::{Lang, Segment, Shape, Side};
use rayon::prelude::*;

use crate::ntrex::rows;

/// What the lines of a corpus count for, beside those of others.
const SHARES: &str = include_str!("../../corpora.tsv");

/// Lines of which one side has more than so many times the letters of the other are no
/// translations, unless both are short.
const UNEVEN: usize = 6;
const SHORT: usize = 30;
/// Words of a sentence beyond these are left out: long lines teach little about any one word.
const LONGEST: usize = 120;

/// The sentences of one side, as numbers of words.
#[derive(Debug, Default)]
pub struct Sentences {
    words: Vec<u32>,
    ends: Vec<u32>,
}

impl Sentences {
    fn push(&mut self, words: impl Iterator<Item = u32>) {
        self.words.extend(words);
        self.ends.push(self.words.len() as u32);
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn words(&self, sentence: usize) -> &[u32] {
        let start = sentence.checked_sub(1).map_or(0, |last| self.ends[last]);
        &self.words[start as usize..self.ends[sentence] as usize]
    }
}

/// A file of pairs.
#[derive(Debug)]
pub struct Pairs {
    pub langs: [Lang; 2],
    pub sides: [Sentences; 2],
    /// How often batches are drawn from it.
    pub weight: f64,
}

/// A distinct word of a language, or a distinct number.
#[derive(Debug)]
pub struct Type {
    /// The key of its own row.
    pub key: u32,
    /// As it is looked up; empty if it is a number, which has no n-grams.
    pub folded: Box<str>,
    /// How often it stands in all files.
    pub count: u32,
    /// How often it is drawn: `count` with the files weighted.
    pub weight: f64,
}

/// All that is learnt from.
#[derive(Debug, Default)]
pub struct Corpora {
    pub files: Vec<Pairs>,
    pub types: Vec<Type>,
}

/// One file before its words are numbered over all files.
struct File {
    langs: [Lang; 2],
    sides: [Sentences; 2],
    words: [Vec<Word>; 2],
}

/// A word of a file: its key and its folded form, empty for a number.
type Word = (u32, Box<str>);

impl Corpora {
    /// Reads `FOLDER/CORPUS/LANG-LANG.tsv` of all folders. A file counts for its lines to `power`,
    /// so that large ones do not drown the others.
    pub fn read(folders: &[PathBuf], power: f64) -> io::Result<Corpora> {
        let mut paths = Vec::new();
        for folder in folders {
            for corpus in sorted(folder)? {
                if corpus.is_dir() {
                    let files = sorted(&corpus)?.into_iter();
                    paths.extend(
                        files.filter(|path| path.extension().is_some_and(|end| end == "tsv")),
                    );
                }
            }
        }
        let files: Vec<io::Result<Option<File>>> =
            paths.par_iter().map(|path| read(path)).collect();
        let mut corpora = Corpora::default();
        let mut known: HashMap<Word, u32> = HashMap::new();
        for (path, file) in paths.iter().zip(files) {
            let Some(file) = file? else { continue };
            let corpus = name(path.parent().unwrap_or(path));
            let lines = file.sides[0].len();
            if lines == 0 {
                continue;
            }
            let weight = share(&corpus) * libm::pow(lines as f64, power);
            let mut sides = file.sides;
            for (side, words) in sides.iter_mut().zip(file.words) {
                let numbers: Vec<u32> = words
                    .into_iter()
                    .map(|word| {
                        *known.entry(word).or_insert_with_key(|(key, folded)| {
                            corpora.types.push(Type {
                                key: *key,
                                folded: folded.clone(),
                                count: 0,
                                weight: 0.0,
                            });
                            corpora.types.len() as u32 - 1
                        })
                    })
                    .collect();
                for word in &mut side.words {
                    *word = numbers[*word as usize];
                    let word = &mut corpora.types[*word as usize];
                    word.count += 1;
                    word.weight += weight / lines as f64;
                }
            }
            corpora.files.push(Pairs {
                langs: file.langs,
                sides,
                weight,
            });
        }
        Ok(corpora)
    }

    /// Lines of all files.
    pub fn lines(&self) -> usize {
        self.files.iter().map(|file| file.sides[0].len()).sum()
    }
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<Vec<PathBuf>>>()?;
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// The share of a corpus, 1 unless the table says otherwise.
fn share(corpus: &str) -> f64 {
    bilint::data::rows(SHARES)
        .find(|row| row[0] == corpus)
        .and_then(|row| row[1].parse().ok())
        .unwrap_or(1.0)
}

fn read(path: &Path) -> io::Result<Option<File>> {
    let stem = name(path);
    let tags = stem
        .split_once('-')
        .map(|(left, right)| (left.parse(), right.parse()));
    let Some((Ok(left), Ok(right))) = tags else {
        println!("{}: not named after two languages", path.display());
        return Ok(None);
    };
    let text = fs::read_to_string(path)?;
    let pairs: Vec<(&str, &str)> = text
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter(|(left, right)| is_even(left.chars().count(), right.chars().count()))
        .collect();
    let (left_side, left_words) = side(left, pairs.iter().map(|pair| pair.0).collect());
    let (right_side, right_words) = side(right, pairs.iter().map(|pair| pair.1).collect());
    // Lines without a word on one side teach nothing.
    let mut sides = [Sentences::default(), Sentences::default()];
    for line in 0..pairs.len() {
        let (left, right) = (left_side.words(line), right_side.words(line));
        if !left.is_empty() && !right.is_empty() {
            sides[0].push(left.iter().copied());
            sides[1].push(right.iter().copied());
        }
    }
    Ok(Some(File {
        langs: [left, right],
        sides,
        words: [left_words, right_words],
    }))
}

/// The sentences of a side and its distinct words.
fn side(lang: Lang, lines: Vec<&str>) -> (Sentences, Vec<Word>) {
    let side = by_line(lang, &lines);
    let tag = lexicon::tag(lang);
    let mut known: HashMap<Word, u32> = HashMap::new();
    let mut words: Vec<Word> = Vec::new();
    let mut sentences = Sentences::default();
    for notes in &side.notes {
        sentences.push(notes.words.iter().take(LONGEST).map(|word| {
            let mut folded = String::new();
            lexicon::fold(word.span.of(&side.document.text), &mut folded);
            let word = match word.shape {
                Shape::Digits => (lexicon::number_key(&folded), Box::default()),
                _ => (lexicon::word_key(tag, &folded), folded.into_boxed_str()),
            };
            *known.entry(word).or_insert_with_key(|word| {
                words.push(word.clone());
                words.len() as u32 - 1
            })
        }));
    }
    (sentences, words)
}

fn is_even(left: usize, right: usize) -> bool {
    let (short, long) = (left.min(right), left.max(right));
    long <= SHORT || long <= UNEVEN * short
}

/// Annotates lines, each a segment.
pub fn by_line(lang: Lang, lines: &[impl AsRef<str>]) -> Side {
    let document = rows(lang, lines);
    let segments = document.blocks.iter().enumerate();
    let segments = segments
        .map(|(block, line)| Segment {
            span: line.span,
            block: block as u32,
        })
        .collect();
    annotate(document, segments)
}

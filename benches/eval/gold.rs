//! Texts with hand-made alignments, and texts made from NTREX with known ones. The trainer of the
//! weights reads these too.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use bilint::annotate;
use bilint::read::LinkFormat;
use bilint::text::{Block, Document, Lang, Link, Origin, Role, Segment, Side, Span};

use crate::Shared;
use crate::ntrex::Ntrex;
use crate::split::{Part, hash};

/// The lines of one side.
#[derive(Debug, Clone)]
pub struct Lines {
    pub lang: Lang,
    pub lines: Vec<String>,
    /// The paragraph of each line; without, each line is its own.
    pub paragraphs: Option<Vec<u32>>,
}

/// Two texts and how they belong together.
#[derive(Debug, Clone)]
pub struct Task {
    pub set: &'static str,
    pub source: Lines,
    pub target: Lines,
    pub gold: Vec<Link>,
}

/// The sets with hand-made alignments.
pub const SETS: [&str; 4] = ["textberg", "mac", "parice", "steinbeck"];

impl Lines {
    /// Lines that are each a paragraph.
    pub fn new(lang: &str, lines: Vec<String>) -> Self {
        Lines {
            lang: lang.parse().expect("a language tag"),
            lines,
            paragraphs: None,
        }
    }

    /// A side with a line a segment.
    pub fn side(&self) -> Side {
        let mut document = Document {
            lang: self.lang,
            ..Document::default()
        };
        let mut segments = Vec::new();
        let mut last = None;
        for (index, line) in self.lines.iter().enumerate() {
            let paragraph = self
                .paragraphs
                .as_ref()
                .map_or(index as u32, |paragraphs| paragraphs[index]);
            let start = document.text.len();
            document.text.push_str(line);
            let span = Span::new(start, document.text.len());
            document.text.push('\n');
            match document.blocks.last_mut() {
                Some(block) if last == Some(paragraph) => block.span = block.span.cover(span),
                _ => document.blocks.push(Block {
                    span,
                    role: Role::Body,
                    id: None,
                    row: None,
                }),
            }
            last = Some(paragraph);
            segments.push(Segment {
                span,
                block: document.blocks.len() as u32 - 1,
            });
        }
        document.origin = Origin::verbatim(&document.text);
        annotate::annotate(document, segments)
    }
}

fn read(path: &Path) -> Vec<String> {
    fs::read_to_string(path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        .lines()
        .map(|line| line.trim().to_owned())
        .collect()
}

fn files(folder: &Path, keep: impl Fn(&str) -> bool) -> Vec<(String, PathBuf)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy();
            (name.into_owned(), path)
        })
        .filter(|(name, _)| keep(name))
        .collect();
    files.sort();
    files
}

/// An alignment of which every line must be good.
fn links(path: &Path, format: LinkFormat) -> Vec<Link> {
    let name = path.to_string_lossy();
    let read = bilint::read::links(&name, Some(format), None).expect("an alignment");
    assert_eq!(read.errors, []);
    read.links
}

/// The sentences of an InterText document: identifiers, texts, paragraphs.
fn intertext(path: &Path) -> (BTreeMap<String, usize>, Vec<String>) {
    let text = fs::read_to_string(path).expect("UTF-8");
    let mut names = BTreeMap::new();
    let mut lines = Vec::new();
    for part in text.split("<s id=\"").skip(1) {
        let (name, rest) = part.split_once("\">").expect("an id");
        let (line, _) = rest.split_once("</s>").expect("an end");
        names.insert(name.to_owned(), lines.len());
        lines.push(
            line.trim()
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&"),
        );
    }
    (names, lines)
}

/// The development sets. Steinbeck is cut to its first 1,200 beads, or it would outweigh the rest.
pub fn tasks(shared: &Shared) -> Vec<Task> {
    let Some(folder) = shared.path("eval/align") else {
        return Vec::new();
    };
    let mut tasks = Vec::new();
    let textberg = folder.join("textberg-dev");
    tasks.push(Task {
        set: "textberg",
        source: Lines::new("de", read(&textberg.join("de"))),
        target: Lines::new("fr", read(&textberg.join("fr"))),
        gold: links(&textberg.join("gold"), LinkFormat::Beads),
    });
    let mac = folder.join("mac-zh-en/dev/intertext");
    for (name, path) in files(&mac, |name| {
        name.contains("_zh.") && name.ends_with("_en.xml")
    }) {
        let stem = name.split('_').next().expect("a stem");
        let (chinese, source) = intertext(&mac.join(format!("{stem}_zh.xml")));
        let (english, target) = intertext(&mac.join(format!("{stem}_en.xml")));
        let links = fs::read_to_string(path).expect("UTF-8");
        let gold = links
            .split("xtargets='")
            .skip(1)
            .map(|link| {
                let (both, _) = link.split_once('\'').expect("an end");
                let (to, from) = both.split_once(';').expect("two sides");
                let numbers = |names: &BTreeMap<String, usize>, list: &str| {
                    list.split_whitespace().map(|name| names[name]).collect()
                };
                (numbers(&chinese, from), numbers(&english, to))
            })
            .collect();
        tasks.push(Task {
            set: "mac",
            source: Lines::new("zh", source),
            target: Lines::new("en", target),
            gold,
        });
    }
    let parice = folder.join("parice-en-is");
    for (name, path) in files(&parice.join("gold"), |_| true) {
        let sentences = |side: &str| {
            read(&parice.join(side).join(&name))
                .iter()
                .filter(|line| !line.is_empty())
                .map(|line| line.split_once('\t').map_or("", |line| line.1).to_owned())
                .collect()
        };
        tasks.push(Task {
            set: "parice",
            gold: links(&path, LinkFormat::Beads),
            source: Lines::new("en", sentences("eng")),
            target: Lines::new("is", sentences("isl")),
        });
    }
    tasks.push(steinbeck(&folder.join("hunalign-steinbeck"), 1200));
    for task in &mut tasks {
        // ParIce names a sentence that does not exist.
        let (source, target) = (task.source.lines.len(), task.target.lines.len());
        task.gold.retain(|(a, b)| {
            a.iter().all(|line| *line < source) && b.iter().all(|line| *line < target)
        });
    }
    tasks
}

fn steinbeck(folder: &Path, most: usize) -> Task {
    let mut gold = links(&folder.join("hand.ladder"), LinkFormat::Ladder);
    gold.truncate(most);
    let end = |side: fn(&Link) -> &Vec<usize>| {
        let last = gold.iter().rev().find_map(|link| side(link).last());
        last.map_or(0, |last| last + 1)
    };
    let cut = |name: &str, end: usize| {
        let mut lines = read(&folder.join(name));
        lines.truncate(end);
        lines
    };
    Task {
        set: "steinbeck",
        source: Lines::new("hu", cut("hu.sen", end(|link| &link.0))),
        target: Lines::new("en", cut("en.sen", end(|link| &link.1))),
        gold,
    }
}

/// Numbers that look random and are the same everywhere (SplitMix64).
pub struct Dice(u64);

impl Dice {
    /// Seeded with a text.
    pub fn new(seed: &str) -> Self {
        Dice(hash(seed.as_bytes()))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// One in `1 / share`.
    pub fn chance(&mut self, share: f64) -> bool {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64 <= share
    }

    /// Below a bound.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }
}

/// How much is done to the lines of a synthetic task.
#[derive(Debug, Clone, Copy)]
pub struct Damage {
    /// Share of lines joined with the next one or two, on each side.
    pub join: f64,
    /// Share of lines left out, on each side.
    pub lose: f64,
    /// Share of places where a run of three to eight lines is left out, on one side.
    pub lose_run: f64,
    /// Share of lines of the target that change places with the next.
    pub swap: f64,
    /// Lines stand in paragraphs, whose borders nearly agree.
    pub paragraphs: bool,
}

/// A task of known alignment, from line-aligned documents.
pub fn synthetic(
    ntrex: &Ntrex,
    (from, into): (&str, &str),
    part: Part,
    documents: std::ops::Range<usize>,
    damage: Damage,
) -> Task {
    let name = format!("{from}-{into} {documents:?}");
    let mut dice = Dice::new(&name);
    let mut source: Vec<(String, usize)> = Vec::new();
    let mut target: Vec<(String, usize)> = Vec::new();
    let mut breaks = BTreeSet::new();
    let mut number = 0;
    for document in ntrex
        .documents(part)
        .skip(documents.start)
        .take(documents.len())
    {
        let lines = ntrex
            .lines(from, document)
            .iter()
            .zip(ntrex.lines(into, document));
        breaks.insert(number);
        for (a, b) in lines {
            source.push((a.clone(), number));
            target.push((b.clone(), number));
            number += 1;
            if dice.chance(0.4) {
                breaks.insert(number);
            }
        }
    }
    let mut at = 1;
    while at < target.len() {
        if dice.chance(damage.swap) {
            target.swap(at - 1, at);
            at += 1;
        }
        at += 1;
    }
    let source = damaged(source, from, damage, &breaks, &mut dice);
    let target = damaged(target, into, damage, &breaks, &mut dice);
    let gold = components(&source, &target);
    let lines = |lang: &str, pieces: Vec<Piece>| Lines {
        lang: ntrex.lang(lang),
        paragraphs: damage
            .paragraphs
            .then(|| pieces.iter().map(|piece| piece.paragraph).collect()),
        lines: pieces.into_iter().map(|piece| piece.text).collect(),
    };
    Task {
        set: "ntrex",
        source: lines(from, source),
        target: lines(into, target),
        gold,
    }
}

/// What became of some lines.
struct Piece {
    text: String,
    from: Vec<usize>,
    paragraph: u32,
}

fn damaged(
    lines: Vec<(String, usize)>,
    lang: &str,
    damage: Damage,
    breaks: &BTreeSet<usize>,
    dice: &mut Dice,
) -> Vec<Piece> {
    let space = if ["zho-CN", "zho-TW", "jpn", "tha"].contains(&lang) {
        ""
    } else {
        " "
    };
    let mut pieces: Vec<Piece> = Vec::new();
    let mut paragraph = 0;
    let mut at = 0;
    while at < lines.len() {
        if dice.chance(damage.lose_run) {
            at += 3 + dice.below(6);
            continue;
        }
        if dice.chance(damage.lose) {
            at += 1;
            continue;
        }
        let wanted = if dice.chance(damage.join) {
            2 + usize::from(dice.chance(0.25))
        } else {
            1
        };
        let end = (at + 1..at + wanted)
            .find(|line| {
                lines
                    .get(*line)
                    .is_none_or(|(_, number)| breaks.contains(number))
            })
            .unwrap_or(at + wanted);
        let starts = breaks.contains(&lines[at].1);
        // Translators sometimes set a paragraph's border elsewhere.
        if starts != dice.chance(0.05) {
            paragraph += 1;
        }
        let texts: Vec<&str> = lines[at..end]
            .iter()
            .map(|(text, _)| text.as_str())
            .collect();
        let mut from: Vec<usize> = lines[at..end].iter().map(|(_, number)| *number).collect();
        from.sort_unstable();
        pieces.push(Piece {
            text: texts.join(space),
            from,
            paragraph,
        });
        at = end;
    }
    pieces
}

/// Pieces that share a line, directly or through others.
fn components(source: &[Piece], target: &[Piece]) -> Vec<Link> {
    let mut group: BTreeMap<usize, usize> = BTreeMap::new();
    for piece in source.iter().chain(target) {
        let groups: Vec<usize> = piece
            .from
            .iter()
            .map(|line| *group.entry(*line).or_insert(*line))
            .collect();
        let least = groups.iter().min().copied().unwrap_or(0);
        for value in group.values_mut() {
            if groups.contains(value) {
                *value = least;
            }
        }
    }
    let mut links: BTreeMap<usize, Link> = BTreeMap::new();
    for (index, piece) in source.iter().enumerate() {
        links
            .entry(group[&piece.from[0]])
            .or_default()
            .0
            .push(index);
    }
    for (index, piece) in target.iter().enumerate() {
        links
            .entry(group[&piece.from[0]])
            .or_default()
            .1
            .push(index);
    }
    links.into_values().collect()
}

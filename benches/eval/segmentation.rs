//! Sentence boundaries against the lines of NTREX and the sentences of the alignment sets.
//!
//! The lines of a document are joined by a space (by nothing in Chinese, Japanese and Thai) and
//! divided again. A line may hold two sentences and a heading has no final stop, so that neither
//! figure can be 100; peers are measured the same way.
//!
//! `--languages` a row for each language; `--lang TAG` one language alone;
//! `--extras N` and `--missed N` print that many places of ours, spread over the *look* documents.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use bilint::segment::segment;
use bilint::text::{Block, Document, Lang, Role, Span};
use icu_properties::CodePointSetData;
use icu_properties::props::SentenceTerminal;
use icu_segmenter::SentenceSegmenter;
use icu_segmenter::options::SentenceBreakInvariantOptions;
use unicode_segmentation::UnicodeSegmentation;

use crate::Shared;
use crate::ntrex::Ntrex;
use crate::split::Part;

/// Divides a text of a language; gives pieces of the text.
type Segmenter = for<'a> fn(&'a str, Lang) -> Vec<&'a str>;

const SEGMENTERS: [(&str, Segmenter); 4] = [
    ("unicode-segmentation", |text, _| {
        text.split_sentence_bounds().collect()
    }),
    ("icu_segmenter", |text, _| {
        let breaks: Vec<usize> = SentenceSegmenter::new(SentenceBreakInvariantOptions::default())
            .segment_str(text)
            .collect();
        breaks
            .windows(2)
            .map(|ends| &text[ends[0]..ends[1]])
            .collect()
    }),
    ("sentencex", |text, lang| {
        sentencex::segment(lang.base(), text)
    }),
    ("bilint", |text, lang| {
        let document = Document {
            lang,
            text: text.to_owned(),
            blocks: vec![Block {
                span: Span::new(0, text.len()),
                role: Role::Body,
                id: None,
                row: None,
            }],
            ..Document::default()
        };
        segment(&document)
            .iter()
            .map(|segment| &text[segment.span.range()])
            .collect()
    }),
];
const OURS: usize = SEGMENTERS.len() - 1;

/// Sentences of one document, in order.
struct Text {
    set: String,
    lang: Lang,
    part: Part,
    lines: Vec<String>,
}

impl Text {
    /// The joined text and the starts of all lines but the first, with whether the line before
    /// ends in punctuation.
    fn joined(&self) -> (String, BTreeMap<usize, bool>) {
        let spaced = !matches!(self.lang.base(), "zh" | "ja" | "th");
        let mut text = String::new();
        let mut starts = BTreeMap::new();
        for line in self
            .lines
            .iter()
            .map(|line| line.trim())
            .filter(|line| !line.is_empty())
        {
            if !text.is_empty() {
                let stopped = ends_in_punctuation(&text, self.lang);
                if spaced {
                    text.push(' ');
                }
                starts.insert(text.len(), stopped);
            }
            text.push_str(line);
        }
        (text, starts)
    }
}

/// Whether a stop, behind which only closing marks stand, ends the text.
fn ends_in_punctuation(text: &str, lang: Lang) -> bool {
    let bare = text.trim_end_matches(|character: char| {
        character.is_whitespace() || "\"'”’»«“„›‹)]}」』）】》〉″‘".contains(character)
    });
    bare.chars().next_back().is_some_and(|last| {
        CodePointSetData::new::<SentenceTerminal>().contains(last)
            || last == '…'
            || (last == ';' && lang.base() == "el")
    })
}

#[derive(Default, Clone, Copy)]
struct Counts {
    ends: usize,
    found: usize,
    stopped: usize,
    stopped_found: usize,
    extra: usize,
}

impl Counts {
    fn add(&mut self, other: Counts) {
        self.ends += other.ends;
        self.found += other.found;
        self.stopped += other.stopped;
        self.stopped_found += other.stopped_found;
        self.extra += other.extra;
    }

    /// Recall, recall behind punctuation, F1; in per cent.
    fn shares(self) -> [f64; 3] {
        let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        [
            share(self.found, self.ends),
            share(self.stopped_found, self.stopped),
            share(2 * self.found, self.ends + self.found + self.extra),
        ]
    }
}

/// Where the pieces of a text begin, the first left out.
fn starts(text: &str, pieces: &[&str]) -> BTreeSet<usize> {
    pieces
        .iter()
        .filter(|piece| !piece.trim().is_empty())
        .map(|piece| {
            let offset = piece.as_ptr() as usize - text.as_ptr() as usize;
            offset + piece.len() - piece.trim_start().len()
        })
        .filter(|start| *start > 0)
        .collect()
}

fn count(starts: &BTreeSet<usize>, gold: &BTreeMap<usize, bool>) -> Counts {
    let mut counts = Counts {
        ends: gold.len(),
        stopped: gold.values().filter(|stopped| **stopped).count(),
        ..Counts::default()
    };
    for start in starts {
        match gold.get(start) {
            Some(stopped) => {
                counts.found += 1;
                counts.stopped_found += usize::from(*stopped);
            }
            None => counts.extra += 1,
        }
    }
    counts
}

/// The command.
pub fn run(shared: &Shared, arguments: &[String]) {
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let only: Option<Lang> = value("--lang").and_then(|tag| tag.parse().ok());
    let mut texts = ntrex_texts(shared);
    texts.extend(aligned_texts(shared));
    texts.retain(|text| only.is_none_or(|lang| text.lang.same_language(lang)));

    for (flag, missed) in [("--extras", false), ("--missed", true)] {
        if let Some(number) = value(flag).and_then(|number| number.parse().ok()) {
            print_places(&texts, number, missed);
            return;
        }
    }

    let mut table: BTreeMap<(Part, &str, Lang), [Counts; SEGMENTERS.len()]> = BTreeMap::new();
    for text in &texts {
        let (joined, gold) = text.joined();
        let row = table
            .entry((text.part, text.set.as_str(), text.lang))
            .or_default();
        for ((_, segmenter), counts) in SEGMENTERS.iter().zip(row) {
            let pieces = segmenter(&joined, text.lang);
            counts.add(count(&starts(&joined, &pieces), &gold));
        }
    }

    println!(
        "{:<32} {:<21} {:>6} {:>7} {:>7} {:>6} {:>6}",
        "set", "segmenter", "ends", "recall", "at stop", "extra", "F1"
    );
    let print = |set: &str, segmenter: usize, counts: Counts, shares: [f64; 3]| {
        println!(
            "{set:<32} {:<21} {:>6} {:>7.1} {:>7.1} {:>6} {:>6.1}",
            SEGMENTERS[segmenter].0, counts.ends, shares[0], shares[1], counts.extra, shares[2]
        );
    };
    for part in [Part::Look, Part::Count] {
        let rows: Vec<_> = table
            .iter()
            .filter(|((of, set, lang), _)| *of == part && *set == "ntrex" && lang.base() != "th")
            .map(|(_, counts)| counts)
            .collect();
        for segmenter in 0..SEGMENTERS.len() {
            let mut sum = Counts::default();
            let mut mean = [0.0; 3];
            for counts in &rows {
                sum.add(counts[segmenter]);
                for (mean, share) in mean.iter_mut().zip(counts[segmenter].shares()) {
                    *mean += share / rows.len() as f64;
                }
            }
            let set = format!("ntrex {}, mean of {}", part.name(), rows.len());
            print(&set, segmenter, sum, mean);
        }
    }
    for ((part, set, lang), counts) in &table {
        if *set != "ntrex" || lang.base() == "th" || arguments.iter().any(|a| a == "--languages") {
            for (segmenter, counts) in counts.iter().enumerate() {
                let name = format!("{set} {lang} ({})", part.name());
                print(&name, segmenter, *counts, counts.shares());
            }
        }
    }
}

/// Prints places where our boundary is no line end, or a line end (behind punctuation) is no
/// boundary of ours: every nth of them, so that all languages are there.
fn print_places(texts: &[Text], number: usize, missed: bool) {
    let mut places = Vec::new();
    for text in texts.iter().filter(|text| text.part == Part::Look) {
        let (joined, gold) = text.joined();
        let ours = starts(&joined, &SEGMENTERS[OURS].1(&joined, text.lang));
        let found: Vec<usize> = if missed {
            gold.iter()
                .filter(|(start, stopped)| **stopped && !ours.contains(start))
                .map(|(start, _)| *start)
                .collect()
        } else {
            ours.iter()
                .filter(|start| !gold.contains_key(start))
                .copied()
                .collect()
        };
        for start in found {
            let before: String = joined[..start].chars().rev().take(60).collect();
            let before: String = before.chars().rev().collect();
            let after: String = joined[start..].chars().take(40).collect();
            places.push(format!("{:<9} {} {before}⟦⟧{after}", text.set, text.lang));
        }
    }
    let step = (places.len() / number.max(1)).max(1);
    println!("{} places, every {step}th:", places.len());
    for place in places.iter().step_by(step) {
        println!("{place}");
    }
}

fn ntrex_texts(shared: &Shared) -> Vec<Text> {
    let Some(ntrex) = Ntrex::read(shared) else {
        return Vec::new();
    };
    let mut texts = Vec::new();
    for language in ntrex.all() {
        for part in [Part::Look, Part::Count] {
            for document in ntrex.documents(part) {
                texts.push(Text {
                    set: "ntrex".to_owned(),
                    lang: ntrex.lang(language),
                    part,
                    lines: ntrex.lines(language, document).to_vec(),
                });
            }
        }
    }
    texts
}

/// The development sets of the alignment data.
fn aligned_texts(shared: &Shared) -> Vec<Text> {
    let Some(folder) = shared.path("eval/align") else {
        return Vec::new();
    };
    let mut texts = Vec::new();
    let mut add = |set: &str, lang: &str, lines: Vec<String>| {
        texts.push(Text {
            set: set.to_owned(),
            lang: lang.parse().unwrap(),
            part: Part::Look,
            lines,
        });
    };
    let lines = |path: &Path| -> Vec<String> {
        fs::read_to_string(path)
            .unwrap()
            .lines()
            .map(str::to_owned)
            .collect()
    };
    for lang in ["de", "fr"] {
        add(
            "textberg",
            lang,
            lines(&folder.join("textberg-dev").join(lang)),
        );
    }
    for lang in ["hu", "en"] {
        let file = folder.join(format!("hunalign-steinbeck/{lang}.sen"));
        let mut sentences = lines(&file);
        sentences.retain(|line| line != "<p>");
        add("steinbeck", lang, sentences);
    }
    for (name, lang) in [("eng", "en"), ("isl", "is")] {
        for file in files(&folder.join("parice-en-is").join(name)) {
            let sentences = lines(&file)
                .iter()
                .filter_map(|line| Some(line.split_once('\t')?.1.to_owned()))
                .collect();
            add("parice", lang, sentences);
        }
    }
    for file in files(&folder.join("mac-zh-en/dev/intertext")) {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let lang = if name.ends_with(".001_en.xml") || name.ends_with(".002_en.xml") {
            continue;
        } else if name.ends_with("_zh.xml") {
            "zh"
        } else {
            "en"
        };
        let sentences = lines(&file)
            .iter()
            .filter_map(|line| {
                let line = line.trim().strip_prefix("<s id=")?;
                let text = line.split_once('>')?.1.strip_suffix("</s>")?;
                Some(
                    text.replace("&quot;", "\"")
                        .replace("&apos;", "'")
                        .replace("&amp;", "&"),
                )
            })
            .collect();
        add("mac", lang, sentences);
    }
    texts
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

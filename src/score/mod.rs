//! Findings become scores, by the weights of MQM; alignments are scored against gold.

mod agreement;
pub mod estimate;

pub use agreement::agreement;

use crate::text::{Bitext, Category, Confidence, Finding, Lang, Score, Severity, Shape, Side};

/// Weights, in tenths of penalty points, after Freitag et al. 2021 ("Experts, Errors, and
/// Context"): major 5, minor 1, minor punctuation 0.1, non-translation 25. They know no critical
/// errors; what must not be printed weighs as major here too, since a score says how much work is
/// left and not what is at stake.
const MAJOR: u64 = 50;
const MINOR: u64 = 10;
const TYPOGRAPHY: u64 = 1;
const NON_TRANSLATION: u64 = 250;

/// What the weights are called in a signature.
pub const PROFILE: &str = "mqm-freitag2021";

/// Findings less sure than this do not count, whatever is shown.
pub const CONFIDENCE: Confidence = Confidence::Medium;

/// Characters of a word in Chinese and Japanese, in tenths.
const CHARACTERS_PER_WORD: u64 = 17;

/// Tenths of penalty points of a finding by itself.
pub fn weight(finding: &Finding) -> u64 {
    if finding.non_translation {
        return NON_TRANSLATION;
    }
    match finding.severity {
        _ if finding.category == Category::Residue => 0,
        Severity::Neutral => 0,
        Severity::Minor if finding.category == Category::Typography => TYPOGRAPHY,
        Severity::Minor => MINOR,
        Severity::Major | Severity::Critical => MAJOR,
    }
}

/// Whether a finding bears on the score.
pub fn counts(finding: &Finding) -> bool {
    finding.confidence >= CONFIDENCE
}

/// The score of each block of the target. Findings of one group are charged once, at the heaviest
/// weight, where the heaviest stands.
pub fn score(bitext: &Bitext, findings: &[Finding]) -> Vec<Score> {
    let mut scores: Vec<Score> = words(&bitext.target, findings)
        .into_iter()
        .map(|words| Score { penalty: 0, words })
        .collect();
    let mut charges: Vec<(u32, u64, usize)> = findings
        .iter()
        .filter(|finding| counts(finding))
        .filter_map(|finding| {
            let passage = bitext.passage_of(finding)?;
            Some((finding.group, weight(finding), passage))
        })
        .collect();
    charges.sort_by_key(|&(group, weight, passage)| (group, std::cmp::Reverse(weight), passage));
    charges.dedup_by_key(|&mut (group, ..)| group);
    for (_, weight, passage) in charges {
        scores[passage].penalty += weight;
    }
    scores
}

/// Words of each block that are no page residue.
fn words(side: &Side, findings: &[Finding]) -> Vec<u64> {
    let mut residue: Vec<_> = findings
        .iter()
        .filter(|finding| finding.category == Category::Residue && counts(finding))
        .flat_map(|finding| &finding.target)
        .copied()
        .collect();
    residue.sort();
    let by_character = counts_characters(side.document.lang);
    let mut counts = vec![0; side.document.blocks.len()];
    let mut next = residue.iter().peekable();
    for (segment, notes) in side.segments.iter().zip(&side.notes) {
        let block = segment.block as usize;
        for word in &notes.words {
            while next.next_if(|span| span.end <= word.span.start).is_some() {}
            if next.peek().is_some_and(|span| span.overlaps(word.span)) {
                continue;
            }
            counts[block] += if by_character && word.shape == Shape::Caseless {
                10 * side.document.slice(word.span).chars().count() as u64
            } else if by_character {
                CHARACTERS_PER_WORD
            } else {
                1
            };
        }
    }
    for (count, block) in counts.iter_mut().zip(&side.document.blocks) {
        if block.role == crate::text::Role::Residue {
            *count = 0;
        } else if by_character {
            *count = (*count + CHARACTERS_PER_WORD / 2) / CHARACTERS_PER_WORD;
        }
    }
    counts
}

/// Chinese and Japanese, where what a word is depends on whom one asks.
fn counts_characters(lang: Lang) -> bool {
    lang.script().is_some_and(|script| {
        matches!(
            script.as_str(),
            "Hans" | "Hant" | "Hani" | "Jpan" | "Hira" | "Kana"
        )
    })
}

/// How a score came about, after the manner of sacreBLEU. Scores with different signatures are
/// not compared.
#[derive(Debug, Clone, Copy)]
pub struct Signature<'a> {
    /// Which segmenter divided the text.
    pub segmentation: &'a str,
    /// Which aligner matched the sides; `given` for rows, `none` for a translation alone.
    pub alignment: &'a str,
    /// Codes of the checks that ran; `None` for all.
    pub checks: Option<&'a [&'static str]>,
    /// The sentence encoder that took part in the alignment; `None` for none.
    pub model: Option<&'a str>,
}

impl std::fmt::Display for Signature<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "profile:{PROFILE}|confidence:{}|segmentation:{}|alignment:{}|checks:",
            CONFIDENCE.name(),
            self.segmentation,
            self.alignment,
        )?;
        match self.checks {
            None => f.write_str("all")?,
            Some(codes) => f.write_str(&codes.join(","))?,
        }
        let version = env!("CARGO_PKG_VERSION");
        write!(
            f,
            "|version:{version}|model:{}|weights:major={},minor={},typography={},non-translation={}",
            self.model.unwrap_or("none"),
            MAJOR as f64 / 10.0,
            MINOR as f64 / 10.0,
            TYPOGRAPHY as f64 / 10.0,
            NON_TRANSLATION as f64 / 10.0,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Block, Document, Extent, Origin, Role, Span};

    fn bitext(lang: &str, lines: &[(Role, &str)]) -> Bitext {
        let mut text = String::new();
        let mut blocks = Vec::new();
        for (role, line) in lines {
            blocks.push(Block {
                span: Span::new(text.len(), text.len() + line.len()),
                role: *role,
                id: None,
                row: None,
            });
            text.push_str(line);
            text.push('\n');
        }
        let target = Document {
            lang: lang.parse().expect("a tag"),
            origin: Origin::verbatim(&text),
            text,
            blocks,
            ..Document::default()
        };
        crate::rows(None, target, Extent::Rows)
    }

    fn finding(span: (usize, usize), group: u32, severity: Severity) -> Finding {
        Finding {
            code: "T1",
            name: "test",
            category: Category::Accuracy,
            bead: None,
            source: Vec::new(),
            target: vec![Span::new(span.0, span.1)],
            message: String::new(),
            severity,
            confidence: Confidence::High,
            group,
            non_translation: false,
            fix: None,
        }
    }

    fn penalties(bitext: &Bitext, findings: &[Finding]) -> Vec<u64> {
        score(bitext, findings)
            .iter()
            .map(|score| score.penalty)
            .collect()
    }

    #[test]
    fn a_group_is_charged_once_at_its_heaviest() {
        let bitext = bitext("en", &[(Role::Body, "one two"), (Role::Body, "three four")]);
        let findings = [
            finding((0, 3), 0, Severity::Minor),
            finding((1, 3), 0, Severity::Major),
            finding((8, 13), 2, Severity::Minor),
        ];
        assert_eq!(penalties(&bitext, &findings), [50, 10]);
    }

    #[test]
    fn weights_are_those_of_the_profile() {
        let mut typography = finding((0, 3), 0, Severity::Minor);
        typography.category = Category::Typography;
        let mut stranger = finding((0, 3), 0, Severity::Major);
        stranger.non_translation = true;
        let weights = [
            weight(&finding((0, 3), 0, Severity::Neutral)),
            weight(&typography),
            weight(&finding((0, 3), 0, Severity::Minor)),
            weight(&finding((0, 3), 0, Severity::Major)),
            weight(&finding((0, 3), 0, Severity::Critical)),
            weight(&stranger),
        ];
        assert_eq!(weights, [0, 1, 10, 50, 50, 250]);
    }

    #[test]
    fn what_is_of_low_confidence_does_not_count() {
        let bitext = bitext("en", &[(Role::Body, "one two")]);
        let mut low = finding((0, 3), 0, Severity::Major);
        low.confidence = Confidence::Low;
        assert_eq!(penalties(&bitext, &[low]), [0]);
    }

    fn counts_of(bitext: &Bitext, findings: &[Finding]) -> Vec<u64> {
        score(bitext, findings)
            .iter()
            .map(|score| score.words)
            .collect()
    }

    #[test]
    fn words_of_residue_do_not_count() {
        let lines = [
            (Role::Headline, "Lift the sanctions — The Daily News"),
            (Role::Residue, "Share this story"),
        ];
        let bitext = bitext("en", &lines);
        assert_eq!(counts_of(&bitext, &[]), [6, 0]);
        let mut site = finding((19, 37), 0, Severity::Neutral);
        site.category = Category::Residue;
        assert_eq!(counts_of(&bitext, &[site]), [3, 0]);
    }

    #[test]
    fn chinese_and_japanese_words_are_characters() {
        // 17 characters are 10 words.
        let bitext = bitext("zh", &[(Role::Body, "我们今天在这里看到很多人和一条狗。")]);
        assert_eq!(counts_of(&bitext, &[]), [9]);
        let bitext = self::bitext("ko", &[(Role::Body, "우리는 오늘 여기에 있다.")]);
        assert_eq!(counts_of(&bitext, &[]), [4]);
    }
}

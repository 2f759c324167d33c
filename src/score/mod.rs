//! Findings become scores, by the weights of MQM; alignments are scored against gold.

mod agreement;
pub mod estimate;

pub use agreement::agreement;

use crate::lexicon::evidence::sigmoid;
use crate::text::{
    Bead, Bitext, Category, Confidence, Estimate, Evidence, Finding, Lang, Part, Score, Severity,
    Shape, Side, WHOLE,
};
use estimate::{Measures, Value};

/// How findings are weighed: tenths of penalty points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    /// What it is called, in a signature too.
    pub name: &'static str,
    /// What must not be printed.
    pub critical: u64,
    /// What misleads.
    pub major: u64,
    /// What is a blemish.
    pub minor: u64,
    /// A blemish of marks and spaces.
    pub typography: u64,
    /// A passage that is no translation at all.
    pub non_translation: u64,
}

/// The profiles; the first is used unless another is asked for.
///
/// `mqm-freitag2021` is after Freitag et al. 2021 ("Experts, Errors, and Context"): it knows no
/// critical errors, so that they weigh as major, since a score says how much work is left and not
/// what is at stake. `mqm-core` has the default penalty multipliers of the MQM scoring models
/// (Lommel et al. 2024): 1, 5 and 25.
pub const PROFILES: [Profile; 2] = [
    Profile {
        name: "mqm-freitag2021",
        critical: 50,
        major: 50,
        minor: 10,
        typography: 1,
        non_translation: 250,
    },
    Profile {
        name: "mqm-core",
        critical: 250,
        major: 50,
        minor: 10,
        typography: 10,
        non_translation: 250,
    },
];

/// Findings less sure than this do not count, whatever is shown.
pub const CONFIDENCE: Confidence = Confidence::Medium;

/// Characters of a word in Chinese and Japanese, in tenths.
const CHARACTERS_PER_WORD: u64 = 17;

/// Tenths of penalty points of a finding by itself.
pub fn weight(finding: &Finding, profile: &Profile) -> u64 {
    if finding.non_translation {
        return profile.non_translation;
    }
    match finding.severity {
        _ if finding.category == Category::Residue => 0,
        Severity::Neutral => 0,
        Severity::Minor if finding.category == Category::Typography => profile.typography,
        Severity::Minor => profile.minor,
        Severity::Major => profile.major,
        Severity::Critical => profile.critical,
    }
}

/// Whether a finding bears on the score.
pub fn counts(finding: &Finding) -> bool {
    finding.confidence >= CONFIDENCE
}

/// The score of each block of the target. Findings of one group are charged once, at the heaviest
/// weight, where the heaviest stands.
pub fn score(bitext: &Bitext, findings: &[Finding], profile: &Profile) -> Vec<Score> {
    let mut scores: Vec<Score> = words(&bitext.target, findings)
        .into_iter()
        .map(|words| Score {
            words,
            ..Score::default()
        })
        .collect();
    let mut charges: Vec<(u32, u64, usize, bool)> = findings
        .iter()
        .filter(|finding| counts(finding))
        .filter_map(|finding| {
            let passage = bitext.passage_of(finding)?;
            let doubtful = finding.confidence == Confidence::Medium;
            Some((finding.group, weight(finding, profile), passage, doubtful))
        })
        .collect();
    charges.sort_by_key(|&(group, weight, passage, doubtful)| {
        (group, std::cmp::Reverse(weight), passage, doubtful)
    });
    charges.dedup_by_key(|&mut (group, ..)| group);
    for (_, weight, passage, doubtful) in charges {
        scores[passage].penalty += weight;
        scores[passage].doubtful += if doubtful { weight } else { 0 };
    }
    scores
}

/// From which logarithm of odds on both sides rather do not belong together, or something is
/// rather lacking.
const STRANGE: f32 = 5.0;
const LACKING: f32 = 3.5;

/// What a bead says of the passage that it belongs to.
struct Said {
    adequacy: f32,
    quality: Option<Value>,
    critical: Option<Value>,
    measures: Option<Measures>,
}

/// The estimate of each block of the target, and what that is made of; nothing for a translation
/// alone. The evidence must be there.
pub fn estimate(bitext: &Bitext, findings: &[Finding], scores: &mut [Score]) -> Vec<Vec<Part>> {
    let mut parts = vec![Vec::new(); scores.len()];
    let Some((source, words)) = bitext.source.as_ref().zip(estimate::Words::of(bitext)) else {
        return parts;
    };
    let langs = (source.document.lang, bitext.target.document.lang);
    let mut sums = vec![[0f32; 6]; scores.len()];
    for (bead, evidence) in bitext.beads.iter().zip(&bitext.evidence) {
        let Some(segment) = bitext.target.segments.get(bead.target.start) else {
            continue;
        };
        // What is left out belongs to what stands before it.
        let segment = match bead.target.start.checked_sub(1) {
            Some(before) if bead.target.is_empty() => &bitext.target.segments[before],
            _ => segment,
        };
        let passage = segment.block as usize;
        let said = said(bitext, bead, evidence, &words, langs);
        let count = |side: &Side, segments: &std::ops::Range<usize>| -> usize {
            side.notes[segments.clone()]
                .iter()
                .map(|notes| notes.words.len())
                .sum()
        };
        let weight = count(source, &bead.source)
            .max(count(&bitext.target, &bead.target))
            .max(1) as f32;
        let sum = &mut sums[passage];
        sum[0] += weight;
        sum[1] += weight * said.adequacy;
        if let (Some(quality), Some(critical)) = (&said.quality, &said.critical) {
            sum[2] += weight;
            sum[3] += weight * quality.sum;
            sum[4] = sum[4].max(sigmoid(critical.sum)).max(0.0);
            // Without judgements of the pair only what is plain is called critical.
            let yes = critical.yes.unwrap_or(said.adequacy < 0.5);
            sum[5] = sum[5].max(f32::from(u8::from(yes)));
        }
        if let (Some(quality), Some(measures)) = (said.quality, said.measures) {
            let list: &mut Vec<Part> = &mut parts[passage];
            for (at, (name, _)) in estimate::FEATURES.iter().enumerate() {
                list.push(Part {
                    name,
                    value: measures.values[at],
                    adds: quality.parts[at],
                });
            }
            list.push(Part {
                name: "words",
                value: 0.0,
                adds: quality.words,
            });
        }
    }
    for finding in findings.iter().filter(|finding| counts(finding)) {
        if (finding.severity == Severity::Critical || finding.non_translation)
            && let Some(passage) = bitext.passage_of(finding)
        {
            sums[passage][5] = 1.0;
        }
    }
    let whole = |share: f32| libm::roundf(share.clamp(0.0, 1.0) * WHOLE as f32) as u32;
    for (score, [weight, adequacy, judged, quality, critical, is_critical]) in
        scores.iter_mut().zip(sums)
    {
        // Of what is no part of the translation nothing is said.
        let residue = score.words == 0 && score.penalty == 0;
        if weight == 0.0 || residue {
            continue;
        }
        // Without words on a side nothing but adequacy can be said.
        let quality = if judged > 0.0 {
            self::quality(quality / judged)
        } else {
            1.0
        };
        score.estimate = Some(Estimate {
            adequacy: whole(adequacy / weight),
            quality: whole(quality),
            critical: whole(critical),
            is_critical: is_critical > 0.0,
        });
    }
    parts
}

/// What an estimate in standard deviations of judgements means as a share of a full score: linear,
/// as people were asked to judge.
pub fn quality(value: f32) -> f32 {
    (MIDDLE + SLOPE * value).clamp(0.0, 1.0)
}

/// What a translation has that is as good as those that were judged on average, and what a
/// standard deviation adds.
const MIDDLE: f32 = 0.82;
const SLOPE: f32 = 0.14;

fn said(
    bitext: &Bitext,
    bead: &Bead,
    evidence: &Evidence,
    words: &estimate::Words,
    (from, into): (Lang, Lang),
) -> Said {
    let measures = estimate::measures(bitext, bead, evidence, words);
    let value = |model: &estimate::Model| Some(model.value(from, into, measures.as_ref()?));
    let (quality, critical) = (value(estimate::quality()), value(estimate::critical()));
    Said {
        adequacy: adequacy(bead, evidence),
        quality,
        critical,
        measures,
    }
}

/// How much of either side the other renders, as far as can be told: the probability that they
/// belong together, less the share of words in a run that the other seems to lack, by the
/// probability of that.
pub fn adequacy(bead: &Bead, evidence: &Evidence) -> f32 {
    if bead.source.is_empty() || bead.target.is_empty() {
        return 0.0;
    }
    if evidence.source.is_empty() || evidence.target.is_empty() {
        return 1.0;
    }
    let lacking = [&evidence.source, &evidence.target]
        .into_iter()
        .zip(&evidence.gaps)
        .map(|(words, gap)| {
            gap.words.len() as f32 / words.len() as f32 * sigmoid(gap.odds - LACKING)
        })
        .fold(0.0, f32::max);
    sigmoid(STRANGE - evidence.strange) * (1.0 - lacking)
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
    /// How findings are weighed.
    pub profile: &'a Profile,
    /// Whether the estimate is part of the score.
    pub estimate: bool,
}

/// The version of the estimate: its features and how they make up a score.
const ESTIMATE: &str = "mlqe-pe-1";

impl std::fmt::Display for Signature<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "profile:{}|confidence:{}|segmentation:{}|alignment:{}|checks:",
            self.profile.name,
            CONFIDENCE.name(),
            self.segmentation,
            self.alignment,
        )?;
        match self.checks {
            None => f.write_str("all")?,
            Some(codes) => f.write_str(&codes.join(","))?,
        }
        let version = env!("CARGO_PKG_VERSION");
        let points = |tenths: u64| tenths as f64 / 10.0;
        write!(
            f,
            "|version:{version}|model:{}|estimate:{}|weights:critical={},major={},minor={},typography={},non-translation={}",
            self.model.unwrap_or("none"),
            if self.estimate { ESTIMATE } else { "none" },
            points(self.profile.critical),
            points(self.profile.major),
            points(self.profile.minor),
            points(self.profile.typography),
            points(self.profile.non_translation),
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
        score(bitext, findings, &PROFILES[0])
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
            weight(&finding((0, 3), 0, Severity::Neutral), &PROFILES[0]),
            weight(&typography, &PROFILES[0]),
            weight(&finding((0, 3), 0, Severity::Minor), &PROFILES[0]),
            weight(&finding((0, 3), 0, Severity::Major), &PROFILES[0]),
            weight(&finding((0, 3), 0, Severity::Critical), &PROFILES[0]),
            weight(&stranger, &PROFILES[0]),
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
        score(bitext, findings, &PROFILES[0])
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

    #[test]
    fn a_translation_that_says_less_scores_less() {
        let source = "The president said on Monday that the talks in Berlin had failed because both sides refused to sign the agreement.";
        let whole = "Der Präsident sagte am Montag, dass die Gespräche in Berlin gescheitert seien, weil beide Seiten sich weigerten, das Abkommen zu unterzeichnen.";
        let lesser = [
            "Der Präsident sagte am Montag, dass die Gespräche in Berlin.",
            "Die Katze schlief den ganzen Tag auf dem warmen Dach und träumte von Mäusen.",
            source,
        ];
        let scored = |target: &str| {
            let document = |text: &str, lang: &str| {
                crate::read::plain("-", text.to_owned(), lang.parse().expect("a tag"))
            };
            let mut bitext = crate::rows(
                Some(document(source, "en")),
                document(target, "de"),
                Extent::Row,
            );
            let checks: Vec<_> = crate::check::checks().collect();
            let findings = crate::findings(&mut bitext, &checks);
            let mut scores = score(&bitext, &findings, &PROFILES[0]);
            let parts = estimate(&bitext, &findings, &mut scores);
            assert_eq!(parts[0].len(), estimate::COUNT + 1);
            scores[0]
        };
        let best = scored(whole);
        assert!(best.value() > 65.0, "{best:?}");
        for target in lesser {
            let score = scored(target);
            assert!(
                score.value() < best.value() - 10.0,
                "{target}: {score:?} {best:?}"
            );
        }
        // The same findings with more penalty never score more.
        let worse = Score {
            penalty: best.penalty + 10,
            ..best
        };
        let doubtful = Score {
            doubtful: best.doubtful + 10,
            ..worse
        };
        assert!(worse.value() < best.value() && doubtful.value() < best.value());
        assert!(worse.value() < doubtful.value());
    }

    #[test]
    fn profiles_differ_in_what_is_critical() {
        let critical = finding((0, 3), 0, Severity::Critical);
        assert_eq!(weight(&critical, &PROFILES[0]), 50);
        assert_eq!(weight(&critical, &PROFILES[1]), 250);
    }
}

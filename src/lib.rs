//! Lint for translations.
//!
//! The pipeline: read → segment → annotate → align → check → score → report. Each stage is a
//! module, data goes down the list and never back, and only this file and `cli` know the order.

pub mod align;
pub mod annotate;
pub mod check;
pub mod cli;
pub mod data;
pub mod drive;
pub mod encoder;
pub mod examples;
pub mod lexicon;
pub mod mend;
pub mod read;
pub mod report;
pub mod score;
pub mod segment;
pub mod text;

use rayon::prelude::*;

use check::Check;
use encoder::Encoder;
use lexicon::Lexicon;
use lexicon::account;
use lexicon::evidence::{self, Page, Usual};
use text::{Bead, Bitext, Document, Error, Extent, Finding, Segment, Side};

/// Segments and annotates a document.
pub fn prepare(document: Document) -> Side {
    let segments = segment::segment(&document);
    annotate::annotate(document, segments)
}

/// A translation alone.
pub fn alone(target: Document) -> Bitext {
    Bitext {
        source: None,
        target: prepare(target),
        beads: Vec::new(),
        evidence: Vec::new(),
        extent: Extent::Document,
        wishes: None,
    }
}

/// Annotates a document of which every block, the empty ones too, is one segment.
pub fn prepare_lines(document: Document) -> Side {
    let segments = document.blocks.iter().enumerate();
    let segments = segments.map(|(block, line)| Segment {
        span: line.span,
        block: block as u32,
    });
    let segments = segments.collect();
    annotate::annotate(document, segments)
}

/// A document and its translation, aligned.
pub fn documents(source: Document, target: Document) -> Bitext {
    let (source, target) = (prepare(source), prepare(target));
    let beads = align::align(&source, &target);
    bitext(source, target, beads)
}

/// Two sides, aligned by a sentence encoder, or without one by the bundled model.
///
/// # Errors
/// The encoder cannot be run.
pub fn aligned(source: Side, target: Side, encoder: Option<&Encoder>) -> Result<Bitext, Error> {
    let beads = match encoder {
        None => align::align(&source, &target),
        Some(encoder) => {
            let vectors = (vectors(&source, encoder)?, vectors(&target, encoder)?);
            align::align_with_vectors(&source, &target, vectors)
        }
    };
    Ok(bitext(source, target, beads))
}

/// What an encoder makes of the segments of a side.
fn vectors(side: &Side, encoder: &Encoder) -> Result<align::Vectors, Error> {
    let segments = side.segments.iter();
    let texts: Vec<&str> = segments.map(|it| side.document.slice(it.span)).collect();
    let mut data = encoder.encode(&texts)?;
    encoder::centre(&mut data, encoder.dimensions());
    Ok(align::Vectors {
        dimensions: encoder.dimensions(),
        data,
    })
}

fn bitext(source: Side, target: Side, beads: Vec<Bead>) -> Bitext {
    Bitext {
        source: Some(source),
        target,
        beads,
        evidence: Vec::new(),
        extent: Extent::Document,
        wishes: None,
    }
}

/// Checks a bitext. What checks need beside the notes is added to it first.
pub fn findings(bitext: &mut Bitext, checks: &[&'static Check]) -> Vec<Finding> {
    if bitext.evidence.is_empty() && check::need_evidence(checks) {
        witness(bitext);
    }
    check::run(bitext, checks)
}

/// Adds what the words of each bead say about its being a translation.
pub fn witness(bitext: &mut Bitext) {
    let Some(source) = &bitext.source else {
        return;
    };
    let lexicon = Lexicon::shipped();
    let weights = evidence::Weights::shipped();
    let (a, b) = (
        lexicon.vocabulary(source),
        lexicon.vocabulary(&bitext.target),
    );
    let (a, b) = (
        Page {
            side: source,
            words: &a,
        },
        Page {
            side: &bitext.target,
            words: &b,
        },
    );
    // What is usual for a word is told from other beads.
    let usual = (bitext.beads.len() > 1).then(|| Usual::new(a, b, &bitext.beads));
    let of = |bead| evidence::evidence(a, b, bead, usual.as_ref(), weights);
    bitext.evidence = match &bitext.beads[..] {
        [bead] => vec![of(bead)],
        beads => beads.par_iter().map(of).collect(),
    };
    let weights = account::Weights::shipped();
    account::judge(a, b, &bitext.beads, &mut bitext.evidence, weights);
}

/// Rows: the blocks of the two documents belong together one to one, so that each is a bead. Where
/// the block of the source is empty, that of the target is a translation alone and has no bead.
pub fn rows(source: Option<Document>, target: Document, extent: Extent) -> Bitext {
    let source = source.map(prepare);
    let target = prepare(target);
    let beads = source.as_ref().map_or_else(Vec::new, |source| {
        (0..target.document.blocks.len())
            .filter(|block| !source.document.blocks[*block].span.is_empty())
            .map(|block| Bead {
                source: source.segments_of(block),
                target: target.segments_of(block),
                confidence: 1.0,
            })
            .collect()
    });
    Bitext {
        source,
        target,
        beads,
        evidence: Vec::new(),
        extent,
        wishes: None,
    }
}

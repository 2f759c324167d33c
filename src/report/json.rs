//! JSON, as one document or one object a line. The fields are a contract: they are only added to.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::text::{Checked, Error, Finding, Head, Matched, Side, Span};

use super::{SEVERITIES, Tally, anchor, context};

/// What stands before the findings of one document.
pub const BEGIN: &str = concat!(
    "{\"schema\":1,\"version\":\"",
    env!("CARGO_PKG_VERSION"),
    "\",\"findings\":[\n"
);

/// One object for each finding, with `before` and `after` each.
pub fn findings(out: &mut String, checked: &Checked, shown: &[usize], before: &str, after: &str) {
    for &index in shown {
        let object = object(checked, index);
        let _ = write!(out, "{before}{object}{after}");
    }
}

fn object(checked: &Checked, index: usize) -> Value {
    let finding = &checked.findings[index];
    let bitext = &checked.bitext;
    let target = &bitext.target;
    let source = bitext.source.as_ref();
    let block = bitext.passage_of(finding);
    let block_of_target = block.and_then(|block| target.document.blocks.get(block));
    let (targets, sources) = context(checked, finding);
    let pair =
        block.and_then(|block| bitext.pair_of(block, finding.bead, targets.first().copied()));
    let texts = |side: Option<&Side>, indices: &[usize]| -> Vec<Value> {
        let Some(side) = side else { return Vec::new() };
        indices
            .iter()
            .map(|index| side.document.slice(side.segments[*index].span).into())
            .collect()
    };
    let role = anchor(checked, finding)
        .and_then(|(side, span)| Some(&side.document.blocks[side.block_at(span.start)?]))
        .map(|block| block.role.name());
    json!({
        "path": target.document.path,
        "source_path": source.map(|source| &source.document.path),
        "source_lang": source.map(|source| source.document.lang.to_string()),
        "target_lang": target.document.lang.to_string(),
        "pair": pair,
        "id": block_of_target.and_then(|block| block.id.as_deref()),
        "role": role,
        "code": finding.code,
        "name": finding.name,
        "category": finding.category.name(),
        "severity": finding.severity.name(),
        "confidence": finding.confidence.name(),
        "message": finding.message,
        "source": places(source, &finding.source),
        "target": places(Some(target), &finding.target),
        "segments": {
            "source": texts(source, &sources),
            "target": texts(Some(target), &targets),
        },
        "fix": fix(target, finding),
        "fingerprint": checked.fingerprints[index].to_string(),
    })
}

fn places(side: Option<&Side>, spans: &[Span]) -> Vec<Value> {
    let Some(side) = side else { return Vec::new() };
    spans.iter().map(|span| place(side, *span)).collect()
}

fn place(side: &Side, span: Span) -> Value {
    let document = &side.document;
    let offsets = document.origin.offsets(span);
    let place = document.origin.place(&document.text, span.start);
    json!({
        "start": offsets.start,
        "end": offsets.end,
        "line": place.line,
        "column": place.column,
        "text": document.slice(span),
    })
}

fn fix(target: &Side, finding: &Finding) -> Value {
    let Some(edit) = &finding.fix else {
        return Value::Null;
    };
    let mut fix = place(target, edit.span);
    fix["replacement"] = edit.text.as_str().into();
    fix
}

/// The object of an input or record that could not be read.
pub fn error(error: &Error) -> Value {
    let (reason, path, line) = match error {
        Error::Usage(reason) => (reason, None, None),
        Error::Input { path, line, reason } => (reason, Some(path), *line),
    };
    json!({ "error": reason, "path": path, "line": line })
}

/// What there is to say of an input once it has been checked.
pub fn input(head: &Head, tally: &Tally, signature: &str) -> Value {
    let source = head.source.as_ref();
    let (beads, confidence) = match head.matched {
        Matched::Aligned { beads, confidence } => {
            (Some(beads), Some((confidence * 100.0).round() / 100.0))
        }
        Matched::Alone | Matched::Rows => (None, None),
    };
    json!({
        "path": head.target.path,
        "source_path": source.map(|source| &source.path),
        "source_lang": source.map(|source| source.lang.to_string()),
        "target_lang": head.target.lang.to_string(),
        "encoding": head.target.encoding,
        "source_encoding": source.and_then(|source| source.encoding.as_ref()),
        "beads": beads,
        "mean_confidence": confidence,
        "score": tally.score.value(),
        "penalty": tally.score.points(),
        "words": tally.score.words,
        "signature": signature,
    })
}

/// What stands after the findings of one document.
pub fn end(inputs: &[Value], tally: &Tally) -> String {
    let shown: serde_json::Map<String, Value> = SEVERITIES
        .into_iter()
        .map(|severity| {
            (
                severity.name().to_owned(),
                tally.shown[severity as usize].into(),
            )
        })
        .collect();
    let hidden = tally.hidden.iter().sum::<u64>();
    let inputs = Value::from(inputs);
    format!(
        "\n],\"inputs\":{inputs},\"shown\":{},\"hidden\":{hidden}}}\n",
        Value::from(shown)
    )
}

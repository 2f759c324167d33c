//! Glossaries: TBX in its second and third version (and TBX-Min), CSV and TSV.

use csv_core::{ReadFieldResult, ReaderBuilder};
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use crate::text::{Concept, Error, Lang, Term, TermSide, TermStatus};

use super::encoding::Said;
use super::source::Source;

/// Longer terms are no terms, but what an unclosed quotation mark has swallowed (bytes).
const LONGEST: usize = 1_000;

/// Reads a glossary, `-` being standard input. What begins with `<` is TBX; else the first line
/// tells what fields are split at.
///
/// # Errors
/// If the file cannot be read or decoded, or anything in it cannot be understood: what is left
/// out of a glossary in silence is asked for nowhere.
pub fn glossary(path: &str) -> Result<Vec<Concept>, Error> {
    let (text, _) = Source::open(path)?.text(Said::default())?;
    glossary_from_text(path, &text)
}

/// As [`glossary`], from a text in memory; `path` is for messages.
///
/// # Errors
/// As [`glossary`].
pub fn glossary_from_text(path: &str, text: &str) -> Result<Vec<Concept>, Error> {
    let concepts = if text.trim_start().starts_with('<') {
        tbx(path, text)?
    } else {
        table(path, text)?
    };
    if concepts.is_empty() {
        return Err(Error::file(path, "holds no terms"));
    }
    Ok(concepts)
}

/// What the columns of a table hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Terms(TermSide),
    Status,
    Note,
    Case,
    Other,
}

impl Column {
    fn of_name(name: &str) -> Self {
        match name.trim().to_lowercase().as_str() {
            "source" => Column::Terms(TermSide::Source),
            "target" => Column::Terms(TermSide::Target),
            "status" => Column::Status,
            "note" => Column::Note,
            "case" => Column::Case,
            _ => Column::Other,
        }
    }
}

fn table(path: &str, text: &str) -> Result<Vec<Concept>, Error> {
    let first = text.lines().find(|line| !line.trim().is_empty());
    let count = |delimiter: u8| {
        let bytes = first.unwrap_or_default().bytes();
        bytes.filter(|byte| *byte == delimiter).count()
    };
    // Of two that are as frequent the first.
    let delimiter = [b'\t', b',', b';']
        .into_iter()
        .rev()
        .max_by_key(|delimiter| count(*delimiter))
        .unwrap_or(b',');
    let mut records = records(text, delimiter).into_iter().peekable();
    let columns = records
        .next_if(|(_, fields)| is_header(fields))
        .map(|(_, fields)| header(&fields));
    let columns = columns.unwrap_or_else(|| {
        vec![
            Column::Terms(TermSide::Source),
            Column::Terms(TermSide::Target),
            Column::Status,
            Column::Note,
            Column::Case,
        ]
    });
    let mut concepts = Vec::new();
    for (line, fields) in records {
        let concept = row(&columns, &fields);
        concepts.push(concept.map_err(|reason| Error::record(path, line, reason))?);
    }
    Ok(concepts)
}

/// Records with the line on which each begins; without those that are empty or begin with `#`.
fn records(text: &str, delimiter: u8) -> Vec<(u64, Vec<String>)> {
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(delimiter != b'\t')
        .build();
    let mut input = text.as_bytes();
    let mut field = Vec::new();
    let mut room = [0; 512];
    let mut fields = Vec::new();
    let mut found = Vec::new();
    let mut line = 1;
    loop {
        let (result, read, written) = reader.read_field(input, &mut room);
        input = &input[read..];
        field.extend_from_slice(&room[..written]);
        match result {
            // The end of the input is told by an empty one.
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            ReadFieldResult::Field { record_end } => {
                let bytes = std::mem::take(&mut field);
                fields.push(String::from_utf8_lossy(&bytes).trim().to_owned());
                if record_end {
                    let fields: Vec<String> = std::mem::take(&mut fields);
                    let empty = fields.iter().all(String::is_empty);
                    if !empty && !fields[0].starts_with('#') {
                        found.push((line, fields));
                    }
                    line = reader.line();
                }
            }
            ReadFieldResult::End => return found,
        }
    }
}

fn is_header(fields: &[String]) -> bool {
    let named = |field: &String| matches!(Column::of_name(field), Column::Terms(_));
    fields.iter().any(named)
        || fields.len() >= 2 && fields[..2].iter().all(|field| lang(field).is_some())
}

fn header(fields: &[String]) -> Vec<Column> {
    fields
        .iter()
        .map(|field| match (Column::of_name(field), lang(field)) {
            (Column::Other, Some(lang)) => Column::Terms(TermSide::Lang(lang)),
            (column, _) => column,
        })
        .collect()
}

/// The language of a tag, if CLDR knows it: "it" is a tag and a word, so that two are needed.
fn lang(tag: &str) -> Option<Lang> {
    let well_formed = tag.split(['-', '_']).next().is_some_and(|base| {
        (2..=3).contains(&base.len()) && base.bytes().all(|letter| letter.is_ascii_alphabetic())
    });
    if !well_formed {
        return None;
    }
    let lang: Lang = tag.parse().ok()?;
    lang.bare().script().map(|_| lang)
}

fn row(columns: &[Column], fields: &[String]) -> Result<Concept, String> {
    let mut concept = Concept::default();
    let mut status = TermStatus::Allowed;
    let mut case = false;
    for (column, field) in columns.iter().zip(fields) {
        match column {
            Column::Status => status = status_of(field)?,
            Column::Case => case = case_of(field)?,
            Column::Note if !field.is_empty() => concept.note = Some(field.clone()),
            Column::Note | Column::Other => {}
            Column::Terms(of) => {
                for text in field
                    .split('|')
                    .map(str::trim)
                    .filter(|text| !text.is_empty())
                {
                    if text.len() > LONGEST || text.contains('\n') {
                        return Err(
                            "a term goes over lines: a quotation mark may not be closed".to_owned()
                        );
                    }
                    concept.terms.push(Term {
                        of: *of,
                        text: text.to_owned(),
                        status: TermStatus::Allowed,
                        case: false,
                    });
                }
            }
        }
    }
    if concept.terms.is_empty() {
        return Err("row has no term".to_owned());
    }
    let sides: Vec<TermSide> = columns
        .iter()
        .filter_map(|column| match column {
            Column::Terms(of) => Some(*of),
            _ => None,
        })
        .collect();
    // A status is about the translation: the target, or the last of several languages.
    let target = sides
        .iter()
        .find(|side| **side == TermSide::Target)
        .or(sides.last().filter(|_| sides.len() > 1));
    let translated = |term: &Term| Some(&term.of) == target;
    let given = concept.terms.iter().any(translated);
    let from = concept.terms.iter().any(|term| !translated(term));
    match status {
        TermStatus::Allowed if !from => return Err("row has a target and no source".to_owned()),
        TermStatus::Allowed if !given => {
            return Err(
                "row has a source and no target; a term that stays as it is has the \
                        status do-not-translate"
                    .to_owned(),
            );
        }
        TermStatus::Forbidden if !given => return Err("row forbids no target".to_owned()),
        _ => {}
    }
    for term in &mut concept.terms {
        term.case = case;
        let changes = status == TermStatus::Untranslated || translated(term);
        if changes {
            term.status = status;
        }
    }
    Ok(concept)
}

fn status_of(name: &str) -> Result<TermStatus, String> {
    Ok(
        match name.to_lowercase().replace(['_', ' '], "-").as_str() {
            "" | "preferred" | "approved" | "admitted" | "allowed" | "standard" | "mandatory" => {
                TermStatus::Allowed
            }
            "forbidden" | "deprecated" | "superseded" | "rejected" | "do-not-use"
            | "not-recommended" => TermStatus::Forbidden,
            "do-not-translate" | "dnt" | "untranslated" => TermStatus::Untranslated,
            _ => {
                return Err(format!(
                    "`{name}` is no status: preferred, admitted, forbidden, deprecated and \
                 do-not-translate are"
                ));
            }
        },
    )
}

fn case_of(name: &str) -> Result<bool, String> {
    match name.to_lowercase().as_str() {
        "" | "no" | "false" | "0" | "insensitive" => Ok(false),
        "yes" | "true" | "1" | "sensitive" => Ok(true),
        _ => Err(format!("`{name}` says nothing of case: yes and no do")),
    }
}

/// Where the text of an element goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Into {
    Term,
    Status,
    Note,
}

fn tbx(path: &str, text: &str) -> Result<Vec<Concept>, Error> {
    let mut reader = quick_xml::Reader::from_str(text);
    let line = |at: u64| {
        let at = usize::try_from(at).map_or(text.len(), |at| at.min(text.len()));
        memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count() as u64 + 1
    };
    let mut concepts = Vec::new();
    let mut concept: Option<Concept> = None;
    let mut lang: Option<Lang> = None;
    let mut term: Option<Term> = None;
    let mut into: Option<(Into, usize)> = None;
    let mut collected = String::new();
    let mut depth = 0usize;
    loop {
        let at = reader.buffer_position();
        let fail = |reason: String| Error::record(path, line(at), reason);
        let event = reader.read_event().map_err(|error| {
            Error::record(
                path,
                line(reader.error_position()),
                format!("is no XML: {error}"),
            )
        })?;
        let (start, closed) = match &event {
            Event::Start(start) => (Some(start), false),
            Event::Empty(start) => (Some(start), true),
            _ => (None, false),
        };
        if let Some(start) = start {
            let name = start.local_name();
            let name = name.as_ref();
            if depth == 0 && !matches!(name.to_ascii_lowercase().as_str(), "martif" | "tbx") {
                return Err(fail(format!("is XML, but no TBX: it begins with <{name}>")));
            }
            depth += 1;
            match name {
                "termEntry" | "conceptEntry" => concept = Some(Concept::default()),
                "langSet" | "langSec" | "langGroup" => {
                    let tag = attribute(start, "lang").map_err(fail)?;
                    let tag = tag.ok_or_else(|| fail(format!("<{name}> names no language")))?;
                    let tagged = tag
                        .parse()
                        .map_err(|error: Error| fail(error.to_string()))?;
                    lang = Some(tagged);
                }
                "tig" | "ntig" | "termSec" | "termGroup" => term = Some(empty_term(lang)),
                "term" if concept.is_some() && into.is_none() => {
                    term.get_or_insert_with(|| empty_term(lang));
                    into = Some((Into::Term, depth));
                    collected.clear();
                }
                "note" if concept.is_some() && into.is_none() => {
                    into = Some((Into::Note, depth));
                    collected.clear();
                }
                "termNote" if term.is_some() && into.is_none() => {
                    let kind = attribute(start, "type").map_err(fail)?;
                    if matches!(
                        kind.as_deref(),
                        Some("administrativeStatus" | "normativeAuthorization")
                    ) {
                        into = Some((Into::Status, depth));
                        collected.clear();
                    }
                }
                "administrativeStatus" | "normativeAuthorization" | "termStatus"
                    if term.is_some() && into.is_none() =>
                {
                    into = Some((Into::Status, depth));
                    collected.clear();
                }
                _ => {}
            }
        }
        match &event {
            Event::Text(text) if into.is_some() => collected.push_str(&text.xml10_content()),
            Event::CData(text) if into.is_some() => collected.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) if into.is_some() => {
                let letter = reference
                    .resolve_char_ref()
                    .map_err(|error| fail(format!("is no XML: {error}")))?;
                match (letter, resolve_predefined_entity(reference)) {
                    (Some(letter), _) => collected.push(letter),
                    (None, Some(text)) => collected.push_str(text),
                    (None, None) => {
                        return Err(fail(format!("&{}; is not defined", &**reference)));
                    }
                }
            }
            Event::Eof => {
                if depth > 0 {
                    return Err(fail("ends inside an element".to_owned()));
                }
                return Ok(concepts);
            }
            _ => {}
        }
        let ended = match &event {
            Event::End(end) => Some(end.local_name().as_ref().to_owned()),
            Event::Empty(start) if closed => Some(start.local_name().as_ref().to_owned()),
            _ => None,
        };
        let Some(name) = ended else {
            continue;
        };
        if let Some((what, level)) = into
            && level == depth
        {
            into = None;
            let said = collected.split_whitespace().collect::<Vec<_>>().join(" ");
            match (what, &mut term, &mut concept) {
                (Into::Term, Some(term), _) => term.text = said,
                (Into::Status, Some(term), _) => term.status = administrative(&said),
                (Into::Note, _, Some(concept)) if !said.is_empty() => concept.note = Some(said),
                _ => {}
            }
        }
        depth -= 1;
        match name.as_str() {
            "tig" | "ntig" | "termSec" | "termGroup" | "langSet" | "langSec" | "langGroup" => {
                if let (Some(done), Some(concept)) = (term.take(), &mut concept) {
                    if done.text.is_empty() || done.text.len() > LONGEST {
                        return Err(fail(format!("<{name}> has no term")));
                    }
                    concept.terms.push(done);
                }
            }
            "termEntry" | "conceptEntry" => {
                concepts.extend(concept.take().filter(|concept| !concept.terms.is_empty()));
            }
            _ => {}
        }
    }
}

fn empty_term(lang: Option<Lang>) -> Term {
    Term {
        of: TermSide::Lang(lang.unwrap_or(Lang::UNKNOWN)),
        text: String::new(),
        status: TermStatus::Allowed,
        case: false,
    }
}

/// preferredTerm-admn-sts, deprecatedTerm-admn-sts, obsolete …
fn administrative(status: &str) -> TermStatus {
    let status = status.to_lowercase();
    let bad = [
        "deprecated",
        "superseded",
        "obsolete",
        "forbidden",
        "notrecommended",
        "rejected",
    ];
    if bad.iter().any(|bad| status.contains(bad)) {
        TermStatus::Forbidden
    } else {
        TermStatus::Allowed
    }
}

/// The value of an attribute by its local name.
fn attribute(start: &BytesStart<'_>, name: &str) -> Result<Option<String>, String> {
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| format!("is no XML: {error}"))?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| format!("is no XML: {error}"))?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        let concepts = glossary_from_text("g", text).expect("a glossary");
        let of = |term: &Term| match term.of {
            TermSide::Source => "source".to_owned(),
            TermSide::Target => "target".to_owned(),
            TermSide::Lang(lang) => lang.to_string(),
        };
        concepts
            .iter()
            .map(|concept| {
                let terms = concept.terms.iter();
                let terms = terms.map(|term| {
                    let case = if term.case { "!" } else { "" };
                    format!("{}:{}{case}:{:?}", of(term), term.text, term.status)
                });
                terms.collect::<Vec<_>>().join(" ")
            })
            .collect()
    }

    fn error(text: &str) -> String {
        glossary_from_text("g", text)
            .expect_err("no glossary")
            .to_string()
    }

    #[test]
    fn tables_have_a_header_or_none() {
        let plain = "valve,Ventil\n\"pump, small\",Pumpe|Kleinpumpe\n";
        assert_eq!(
            terms(plain),
            [
                "source:valve:Allowed target:Ventil:Allowed",
                "source:pump, small:Allowed target:Pumpe:Allowed target:Kleinpumpe:Allowed",
            ]
        );
        let named =
            "target;case;source;status\nVentil;yes;valve;preferred\nSchieber;;valve;forbidden\n";
        assert_eq!(
            terms(named),
            [
                "target:Ventil!:Allowed source:valve!:Allowed",
                "target:Schieber:Forbidden source:valve:Allowed",
            ]
        );
        let languages = "en\tde\tnote\nvalve\tVentil\tof steel\n";
        assert_eq!(terms(languages), ["en:valve:Allowed de:Ventil:Allowed"]);
    }

    #[test]
    fn tables_have_statuses() {
        let text =
            "source,target,status\n# a remark\n,Schieber,forbidden\nAcme,,do-not-translate\n";
        assert_eq!(
            terms(text),
            ["target:Schieber:Forbidden", "source:Acme:Untranslated"]
        );
    }

    #[test]
    fn what_cannot_be_understood_is_said_with_its_line() {
        assert_eq!(error(""), "g: holds no terms");
        assert!(error("valve,Ventil\npump\n").starts_with("g:2: row has a source and no target"));
        assert!(error("source,target\n,Ventil\n").starts_with("g:2: row has a target"));
        assert!(error("a,b,nice\n").starts_with("g:1: `nice` is no status"));
        assert!(error("a,b\n\"c,d\ne,f\n").starts_with("g:2: a term goes over lines"));
        assert!(error("<html><p>").starts_with("g:1: is XML, but no TBX"));
        assert!(error("<martif>\n<termEntry>\n<langSet>").starts_with("g:3: <langSet> names no"));
        assert!(error("<martif>\n<text></martif>").starts_with("g:2: is no XML"));
        assert!(error("<martif>\n<text>").contains("g:2: "));
    }

    #[test]
    fn tbx_is_read_in_its_versions() {
        let two = r#"<?xml version="1.0"?><martif type="TBX-Basic"><text><body>
            <termEntry id="1"><note>of steel</note>
              <langSet xml:lang="en"><tig><term>ball&amp;<hi>valve</hi></term></tig></langSet>
              <langSet xml:lang="de-DE"><tig><term>Kugelhahn</term></tig>
                <ntig><termGrp><term>Schieber</term>
                  <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termGrp></ntig>
              </langSet></termEntry></body></text></martif>"#;
        assert_eq!(
            terms(two),
            ["en:ball&valve:Allowed de-DE:Kugelhahn:Allowed de-DE:Schieber:Forbidden"]
        );
        let three = r#"<tbx style="dct" xmlns:min="http://www.tbxinfo.net/ns/min"><text><body>
            <conceptEntry><langSec xml:lang="en"><termSec><term>valve</term></termSec></langSec>
            <langSec xml:lang="fr"><termSec><term>vanne</term>
            <min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus>
            </termSec></langSec></conceptEntry></body></text></tbx>"#;
        assert_eq!(terms(three), ["en:valve:Allowed fr:vanne:Forbidden"]);
    }
}

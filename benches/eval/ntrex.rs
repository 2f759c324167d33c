//! NTREX-128 (Federmann et al. 2022): English news and its professional translations into many
//! languages, aligned by line, with the document of each line.

use std::collections::BTreeMap;
use std::fs;

use bilint::text::{Block, Document, Lang, Origin, Role, Span};

use crate::Shared;
use crate::split::Part;

/// The name of the language that all others were translated from.
pub const ENGLISH: &str = "eng";

/// All documents in all languages.
pub struct Ntrex {
    languages: BTreeMap<String, Language>,
    documents: Vec<Name>,
}

struct Language {
    lang: Lang,
    lines: Vec<String>,
}

/// A document: its name, its part, its lines in every language.
pub struct Name {
    pub name: String,
    pub part: Part,
    pub lines: std::ops::Range<usize>,
}

impl Ntrex {
    /// Reads the folder, or says that it is not there.
    pub fn read(shared: &Shared) -> Option<Ntrex> {
        let folder = shared.path("eval/ntrex")?;
        let mut languages = BTreeMap::new();
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_stem().expect("a name").to_string_lossy();
            if name == "documents" || path.extension().is_none_or(|end| end != "txt") {
                continue;
            }
            let text = fs::read_to_string(&path).expect("UTF-8");
            languages.insert(
                name.to_string(),
                Language {
                    lang: name.parse().expect("a language tag"),
                    lines: text.lines().map(|line| line.trim().to_owned()).collect(),
                },
            );
        }
        let names = fs::read_to_string(folder.join("documents.txt")).expect("documents.txt");
        let mut documents: Vec<Name> = Vec::new();
        for (line, name) in names.lines().enumerate() {
            match documents.last_mut() {
                Some(last) if last.name == name => last.lines.end = line + 1,
                _ => documents.push(Name {
                    name: name.to_owned(),
                    part: Part::of(name),
                    lines: line..line + 1,
                }),
            }
        }
        Some(Ntrex {
            languages,
            documents,
        })
    }

    /// The names of the translated languages, in order.
    pub fn translated(&self) -> Vec<&str> {
        self.languages
            .keys()
            .map(String::as_str)
            .filter(|name| *name != ENGLISH)
            .collect()
    }

    /// The names of all languages, in order.
    pub fn all(&self) -> Vec<&str> {
        self.languages.keys().map(String::as_str).collect()
    }

    /// The tag of a language.
    pub fn lang(&self, language: &str) -> Lang {
        self.languages[language].lang
    }

    /// The documents of a part.
    pub fn documents(&self, part: Part) -> impl Iterator<Item = &Name> {
        self.documents
            .iter()
            .filter(move |document| document.part == part)
    }

    /// The lines of a document in a language.
    pub fn lines(&self, language: &str, document: &Name) -> &[String] {
        &self.languages[language].lines[document.lines.clone()]
    }

    /// All lines in a language.
    pub fn whole(&self, language: &str) -> &[String] {
        &self.languages[language].lines
    }

    /// A document in a language, a line a row.
    pub fn rows(&self, language: &str, document: &Name) -> Document {
        rows(self.lang(language), self.lines(language, document))
    }

    /// A document in a language as a file would bring it, a line a paragraph.
    pub fn page(&self, language: &str, document: &Name) -> Document {
        page(self.lang(language), self.lines(language, document))
    }
}

/// Lines as the rows of a table: every line is a block, also an empty one.
pub fn rows(lang: Lang, lines: &[impl AsRef<str>]) -> Document {
    let mut text = String::new();
    let mut blocks = Vec::new();
    for (row, line) in lines.iter().enumerate() {
        let start = text.len();
        text.push_str(line.as_ref());
        blocks.push(Block {
            span: Span::new(start, text.len()),
            role: Role::Body,
            id: None,
            row: Some(row as u64),
        });
        text.push('\n');
    }
    Document {
        lang,
        origin: Origin::verbatim(&text),
        text,
        blocks,
        ..Document::default()
    }
}

/// Lines as the paragraphs of a text file.
pub fn page(lang: Lang, lines: &[impl AsRef<str>]) -> Document {
    let mut text = String::new();
    for line in lines {
        text.push_str(line.as_ref());
        text.push_str("\n\n");
    }
    bilint::read::plain("", text, lang)
}

//! Web pages: tags stripped, structure kept, every byte of the text led back to the file.
//!
//! `html5gum` tokenises: it gives byte spans for text and follows the standard's states for
//! scripts and titles. `html5ever` and `scraper` lose the places; `lol_html` rewrites streams and
//! refuses what it finds ambiguous; `tl` decodes no entities and nests by recursion. A tree is not
//! needed, only which elements are open.

use std::collections::HashMap;
use std::convert::Infallible;

use encoding_rs::Encoding;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as Range, Tokenizer};

use crate::text::{Document, Lang, Role, Span};

use super::place::{Cursor, Tracer};
use super::roles::{Draft, assign, columns, is_stopped, is_wide};

/// Most bytes of a character reference that are looked at.
const LONGEST_REFERENCE: usize = 40;

/// As much of a title as is compared (bytes).
const LONGEST_TITLE: usize = 1000;

/// Most text of an element whose class says that it is a standfirst, or furniture (columns).
const HEAVIEST_STANDFIRST: usize = 800;
const HEAVIEST_FURNITURE: usize = 300;

/// Blocks among which a headline without a tag is looked for.
const TOP: usize = 30;

/// Reads a page. If nobody says its language, the page does.
pub(super) fn html(path: &str, html: &str, lang: Lang) -> Document {
    let mut page = Page::read(html, false);
    if page.headline().is_none() {
        // No heading on the page: the title of the window is the only headline.
        page = Page::read(html, true);
    }
    let said = page.lang.parse().unwrap_or_default();
    let drafts = page.drafts();
    let mut document = page.tracer.into_document();
    document.path = path.to_owned();
    document.lang = if lang.is_unknown() { said } else { lang };
    document.blocks = assign(&document.text, &drafts);
    document
}

/// The encoding that a page declares in its first bytes.
pub(super) fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = &head[..head.len().min(4096)];
    ["charset=", "encoding="].iter().find_map(|key| {
        let at = head
            .windows(key.len())
            .position(|window| window.eq_ignore_ascii_case(key.as_bytes()))?;
        let value = &head[at + key.len()..];
        let start = value.iter().position(|byte| !b"\"' ".contains(byte))?;
        let value = &value[start..];
        let end = value
            .iter()
            .position(|byte| !byte.is_ascii_alphanumeric() && !b"-_:.".contains(byte))?;
        let encoding = Encoding::for_label(&value[..end])?;
        // A page whose bytes say so cannot be UTF-16 (HTML standard, 13.2.3.2).
        Some(encoding).filter(|encoding| encoding.is_ascii_compatible())
    })
}

/// What an element does to the text in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Has no content.
    Void,
    /// `br`
    Break,
    /// Joins the text around it. `q` too: the marks that browsers draw there are not in the file,
    /// so no finding could point at them.
    Inline,
    /// Stands by itself.
    Block,
    /// Its content is no text of the page.
    Hidden,
}

fn kind(name: &str) -> Kind {
    match name {
        "br" => Kind::Break,
        "area" | "base" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "param"
        | "source" | "track" | "wbr" => Kind::Void,
        "audio" | "canvas" | "datalist" | "iframe" | "map" | "math" | "noembed" | "noframes"
        | "noscript" | "object" | "rp" | "rt" | "script" | "select" | "style" | "svg"
        | "template" | "textarea" | "title" | "video" => Kind::Hidden,
        "address" | "article" | "aside" | "blockquote" | "body" | "button" | "caption"
        | "center" | "dd" | "details" | "dialog" | "dir" | "div" | "dl" | "dt" | "fieldset"
        | "figcaption" | "figure" | "footer" | "form" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
        | "head" | "header" | "hgroup" | "html" | "legend" | "li" | "main" | "menu" | "nav"
        | "ol" | "p" | "pre" | "search" | "section" | "summary" | "table" | "tbody" | "td"
        | "tfoot" | "th" | "thead" | "tr" | "ul" => Kind::Block,
        _ => Kind::Inline,
    }
}

fn role_of_element(name: &str) -> Option<Role> {
    Some(match name {
        // Which of them is the headline is decided when all are known.
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Role::Heading,
        "figcaption" | "caption" => Role::Caption,
        "li" | "dt" | "dd" => Role::Item,
        "address" => Role::Furniture,
        _ => return None,
    })
}

/// Words of class names and ids that tell what an element is for.
fn role_of_class(word: &str) -> Option<Role> {
    Some(match word {
        "subtitle" | "subtitulo" | "standfirst" | "lead" | "lede" | "dek" | "deck"
        | "subheadline" | "subheading" | "vorspann" | "chapo" | "intro" => Role::Standfirst,
        "caption" => Role::Caption,
        "byline" | "dateline" | "timestamp" | "credit" | "author" | "pubdate" => Role::Furniture,
        "ad" | "ads" | "advert" | "advertisement" | "banner" | "breadcrumb" | "breadcrumbs"
        | "comment" | "comments" | "consent" | "cookie" | "cookies" | "footer" | "masthead"
        | "menu" | "modal" | "nav" | "navbar" | "navigation" | "newsletter" | "pager"
        | "pagination" | "popup" | "promo" | "recommended" | "related" | "respond" | "share"
        | "sharedaddy" | "sharing" | "sidebar" | "social" | "subscribe" | "tags" | "toolbar"
        | "trending" | "widget" => Role::Residue,
        _ => return None,
    })
}

fn is_residue_element(name: &str, in_story: bool) -> bool {
    match name {
        "nav" | "footer" | "aside" | "menu" | "dialog" | "form" | "button" | "search" => true,
        "header" => !in_story,
        _ => false,
    }
}

/// An element that decides over the text in it, and its place among such elements.
#[derive(Debug, Clone, Copy)]
struct Node {
    parent: usize,
    /// Its own or its parent's.
    role: Option<Role>,
    /// Looks like residue, which is taken back if the story turns out to stand in it.
    residue: bool,
    /// Inside `article` or `main`.
    story: bool,
    heading: bool,
    /// Columns of the text in it.
    weight: usize,
}

/// An open element.
#[derive(Debug)]
struct Open {
    name: String,
    node: usize,
    hidden: bool,
    pre: bool,
}

/// A block before its role is known.
#[derive(Debug, Clone, Copy)]
struct Found {
    span: Span,
    node: usize,
    /// Bytes of it that are links.
    linked: usize,
}

/// Attributes of a start tag that matter.
#[derive(Debug, Default)]
struct Tag {
    name: String,
    start: usize,
    attribute: Attribute,
    /// `class` and `id`.
    class: String,
    role: String,
    style: String,
    lang: String,
    hidden: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Attribute {
    #[default]
    Other,
    Class,
    Role,
    Style,
    Lang,
}

/// A page as it is read.
struct Page<'a> {
    html: &'a str,
    tracer: Tracer,
    /// Whether a stroke ends any element.
    xml: bool,
    /// Whether the title of the window is a block.
    titled: bool,
    title: String,
    /// Between `<title>` and `</title>`.
    in_title: bool,
    lang: String,
    tag: Tag,
    open: Vec<Open>,
    /// How many elements of each name are open, so that a stray end tag costs nothing.
    counts: HashMap<String, usize>,
    nodes: Vec<Node>,
    hidden: usize,
    pre: usize,
    in_link: bool,
    /// Where the block begins in the text.
    start: usize,
    linked: usize,
    breaks: usize,
    blocks: Vec<Found>,
    references: HashMap<&'a str, Reference>,
}

/// A character reference: what it stands for and how long it is.
#[derive(Debug, Clone)]
struct Reference {
    text: String,
    length: usize,
}

const ROOT: usize = 0;
const TITLE: usize = 1;

impl<'a> Page<'a> {
    fn read(html: &'a str, titled: bool) -> Self {
        let node = Node {
            parent: ROOT,
            role: None,
            residue: false,
            story: false,
            heading: false,
            weight: 0,
        };
        let title = Node {
            role: Some(Role::Headline),
            ..node
        };
        let mut page = Page {
            html,
            tracer: Tracer::new(Cursor::START),
            xml: html.trim_start().starts_with("<?xml"),
            titled,
            title: String::new(),
            in_title: false,
            lang: String::new(),
            tag: Tag::default(),
            open: Vec::new(),
            counts: HashMap::new(),
            nodes: vec![node, title],
            hidden: 0,
            pre: 0,
            in_link: false,
            start: 0,
            linked: 0,
            breaks: 0,
            blocks: Vec::new(),
            references: HashMap::new(),
        };
        let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, range: Range<usize>| {
            page.event(&event, range);
            None::<Infallible>
        });
        emitter.naively_switch_states(true);
        // Reading from memory cannot fail.
        let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
        page.end_block();
        page.weigh();
        page
    }

    fn event(&mut self, event: &CallbackEvent<'_>, range: Range<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                let tag = &mut self.tag;
                tag.name.clear();
                tag.name.push_str(&String::from_utf8_lossy(name));
                tag.start = range.start;
                tag.attribute = Attribute::Other;
                for value in [&mut tag.class, &mut tag.role, &mut tag.style, &mut tag.lang] {
                    value.clear();
                }
                tag.hidden = false;
            }
            CallbackEvent::AttributeName { name } => {
                self.tag.attribute = match *name {
                    b"class" | b"id" => Attribute::Class,
                    b"role" => Attribute::Role,
                    b"style" => Attribute::Style,
                    b"lang" | b"xml:lang" => Attribute::Lang,
                    _ => Attribute::Other,
                };
                self.tag.hidden |= *name == b"hidden";
            }
            CallbackEvent::AttributeValue { value } => {
                let tag = &mut self.tag;
                let value = String::from_utf8_lossy(value);
                match tag.attribute {
                    Attribute::Class => {
                        tag.class.push(' ');
                        tag.class.push_str(&value);
                    }
                    Attribute::Role => tag.role.push_str(&value),
                    Attribute::Style => tag.style.push_str(&value),
                    Attribute::Lang => tag.lang.push_str(&value),
                    Attribute::Other => {}
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                self.start_tag(range.end, *self_closing);
            }
            CallbackEvent::EndTag { name } => {
                let name = String::from_utf8_lossy(name);
                self.skip_to(range.start);
                self.end_tag(&name);
                self.skip_to(range.end);
            }
            CallbackEvent::String { value } => self.string(value, range),
            CallbackEvent::Comment { .. }
            | CallbackEvent::Doctype { .. }
            | CallbackEvent::Error(_) => {}
        }
    }

    /// Moves to a byte of the file without taking text.
    fn skip_to(&mut self, to: usize) {
        let from = self.tracer.cursor.file as usize;
        if let Some(raw) = self.html.get(from..to) {
            self.tracer.skip(raw);
        }
    }

    fn start_tag(&mut self, end: usize, self_closing: bool) {
        let start = self.tag.start;
        self.skip_to(start);
        let name = std::mem::take(&mut self.tag.name);
        match kind(&name) {
            Kind::Void if name == "hr" => self.end_block(),
            Kind::Void => {}
            Kind::Break => self.line_break(start, end),
            Kind::Inline => {
                let hidden = self.is_hidden();
                // What is inside is counted too, or its end tag would end the hidden one.
                if hidden || self.hidden > 0 {
                    self.push(&name, hidden, ROOT);
                } else if name == "a" {
                    self.in_link = true;
                }
            }
            // A stroke ends an element of another namespace only; `<script/>` goes on.
            Kind::Hidden if self_closing && matches!(&*name, "svg" | "math") => {}
            Kind::Hidden => {
                if name == "title" && self.hidden == 0 && self.title.is_empty() {
                    self.in_title = true;
                }
                self.push(&name, true, ROOT);
            }
            Kind::Block => self.start_block(&name),
        }
        if self_closing && self.xml {
            self.end_tag(&name);
        }
        self.tag.name = name;
        self.skip_to(end);
    }

    fn is_hidden(&self) -> bool {
        let tag = &self.tag;
        let style = || tag.style.replace(' ', "").to_ascii_lowercase();
        tag.hidden
            || (!tag.style.is_empty()
                && ["display:none", "visibility:hidden"]
                    .iter()
                    .any(|hiding| style().contains(hiding)))
            || tag.class.split_ascii_whitespace().any(|class| {
                matches!(
                    class,
                    "sr-only" | "visually-hidden" | "visuallyhidden" | "screen-reader-text"
                )
            })
    }

    fn start_block(&mut self, name: &str) {
        self.end_block();
        // Elements whose end tags may be left out.
        let ended: &[&str] = match name {
            "li" => &["p", "li"],
            "dd" | "dt" => &["p", "dd", "dt"],
            "td" | "th" => &["p", "td", "th"],
            "tr" => &["p", "td", "th", "tr"],
            _ => &["p"],
        };
        for ended in ended {
            if self.open.last().is_some_and(|open| open.name == *ended) {
                self.pop();
            }
        }
        if matches!(name, "html" | "body") {
            if self.lang.is_empty() {
                self.lang = std::mem::take(&mut self.tag.lang);
            }
            return;
        }
        let hidden = self.is_hidden();
        let node = self.node(name);
        self.push(name, hidden, node);
    }

    /// The node of an element: a new one if it decides over its text, or that of the element
    /// around it.
    fn node(&mut self, name: &str) -> usize {
        let parent = self.open.last().map_or(ROOT, |open| open.node);
        let Node { role, story, .. } = self.nodes[parent];
        let mut residue = is_residue_element(name, story)
            || matches!(
                self.tag.role.as_str(),
                "navigation" | "banner" | "contentinfo" | "complementary" | "search" | "dialog"
            );
        let mut own = role_of_element(name);
        let words = self
            .tag
            .class
            .split(|letter: char| !letter.is_ascii_alphanumeric());
        let mut before = "";
        for word in words {
            // "has-sidebar" speaks of the page, "tag-comments" of what the story is about.
            if !matches!(
                before,
                "has" | "no" | "with" | "without" | "is" | "tag" | "category" | "type" | "format"
            ) {
                let said = role_of_class(&word.to_ascii_lowercase());
                if said == Some(Role::Residue) {
                    residue = true;
                } else if own.is_none() || (own == Some(Role::Heading) && name != "h1") {
                    // A headline of class "lead" stays a headline.
                    own = said.or(own);
                }
            }
            before = word;
        }
        let heading = name == "h1";
        let into_story = !story && matches!(name, "article" | "main");
        // What a whole story is called says nothing of its parts.
        if matches!(name, "article" | "main" | "section" | "table" | "figure") {
            own = None;
            residue &= name != "article" && name != "main";
        }
        if !(residue || heading || into_story || own.is_some()) {
            return parent;
        }
        self.nodes.push(Node {
            parent,
            role: own.or(role),
            residue,
            story: story || into_story,
            heading,
            weight: 0,
        });
        self.nodes.len() - 1
    }

    fn push(&mut self, name: &str, hidden: bool, node: usize) {
        let node = if node == ROOT {
            self.open.last().map_or(ROOT, |open| open.node)
        } else {
            node
        };
        let pre = name == "pre";
        self.hidden += usize::from(hidden);
        self.pre += usize::from(pre);
        *self.counts.entry(name.to_owned()).or_default() += 1;
        self.open.push(Open {
            name: name.to_owned(),
            node,
            hidden,
            pre,
        });
    }

    fn pop(&mut self) {
        let Some(open) = self.open.pop() else { return };
        self.hidden -= usize::from(open.hidden);
        self.pre -= usize::from(open.pre);
        if let Some(count) = self.counts.get_mut(&open.name) {
            *count -= 1;
        }
    }

    fn end_tag(&mut self, name: &str) {
        match name {
            "a" => self.in_link = false,
            "title" => self.end_title(),
            _ => {}
        }
        if kind(name) == Kind::Block {
            self.end_block();
        }
        if self.counts.get(name).is_none_or(|count| *count == 0) {
            return;
        }
        while let Some(open) = self.open.last() {
            let found = open.name == name;
            self.pop();
            if found {
                break;
            }
        }
    }

    fn end_title(&mut self) {
        if std::mem::take(&mut self.in_title) && self.titled {
            self.end_block_of(TITLE);
        }
    }

    /// `br`: a line end, or two of them the end of a paragraph.
    fn line_break(&mut self, start: usize, end: usize) {
        if self.hidden > 0 || self.is_empty() {
            return;
        }
        self.breaks += 1;
        if self.breaks > 1 {
            self.end_block();
        } else if let Some(raw) = self.html.get(start..end) {
            self.tracer.atomic("\n", raw);
        }
    }

    fn is_empty(&self) -> bool {
        self.tracer.text().len() == self.start
    }

    fn end_block(&mut self) {
        let node = self.open.last().map_or(ROOT, |open| open.node);
        self.end_block_of(node);
    }

    fn end_block_of(&mut self, node: usize) {
        self.breaks = 0;
        if self.is_empty() {
            self.linked = 0;
            return;
        }
        let text = self.tracer.text();
        let inner = &text[self.start..];
        let start = self.start + inner.len() - inner.trim_start().len();
        let length = inner.trim().len();
        if length > 0 {
            self.blocks.push(Found {
                span: Span::new(start, start + length),
                node,
                linked: self.linked,
            });
        }
        self.tracer.atomic("\n", "");
        self.start = self.tracer.text().len();
        self.linked = 0;
    }

    /// Text between two tags.
    fn string(&mut self, value: &[u8], range: Range<usize>) {
        if self.in_title {
            self.title.push_str(&String::from_utf8_lossy(value));
            if !self.titled {
                return;
            }
        } else if self.hidden > 0 {
            return;
        }
        self.skip_to(range.start);
        let Some(raw) = self.html.get(range.start..range.end) else {
            return;
        };
        let before = self.tracer.text().len();
        let mut rest = raw;
        while !rest.is_empty() {
            let end = memchr::memchr(b'&', rest.as_bytes()).unwrap_or(rest.len());
            self.plain(&rest[..end]);
            rest = &rest[end..];
            if rest.is_empty() {
                break;
            }
            let reference = self.reference(rest);
            let (raw, after) = rest.split_at(reference.length);
            match reference.text.as_str() {
                // White space that is spelt out is collapsed all the same.
                " " | "\t" | "\n" | "\r" | "\u{c}" => self.white(raw),
                text if text == raw => self.plain(raw),
                text => {
                    self.breaks = 0;
                    self.tracer.atomic(text, raw);
                }
            }
            rest = after;
        }
        if self.in_link {
            self.linked += self.tracer.text().len() - before;
        }
    }

    /// Text without character references, its white space collapsed as browsers do.
    fn plain(&mut self, mut raw: &str) {
        if self.pre > 0 {
            self.breaks = 0;
            self.tracer.verbatim(raw);
            return;
        }
        while !raw.is_empty() {
            let end = raw.find(is_white).unwrap_or(raw.len());
            if end > 0 {
                self.breaks = 0;
                self.tracer.verbatim(&raw[..end]);
            }
            raw = &raw[end..];
            let end = raw.find(|letter| !is_white(letter)).unwrap_or(raw.len());
            let (white, rest) = raw.split_at(end);
            raw = rest;
            let before = self.tracer.text().chars().next_back();
            // Scripts without spaces are broken anywhere (CSS Text 3, 4.1.3).
            if white.contains('\n') && before.is_some_and(is_wide) && rest.starts_with(is_wide) {
                self.tracer.skip(white);
            } else if !white.is_empty() {
                self.white(white);
            }
        }
    }

    /// A run of white space: one blank, or none after a blank and at the start of a line.
    fn white(&mut self, raw: &str) {
        if self.pre > 0 {
            self.tracer.verbatim(raw);
        } else if self.is_empty() || self.tracer.text().ends_with([' ', '\n']) {
            self.tracer.skip(raw);
        } else if raw == " " {
            self.tracer.verbatim(raw);
        } else {
            self.tracer.atomic(" ", raw);
        }
    }

    /// The character reference at the start of a text, or an ampersand that is none.
    fn reference(&mut self, text: &'a str) -> Reference {
        let bytes = text.as_bytes();
        let mut end = 1;
        while end < bytes.len().min(LONGEST_REFERENCE)
            && (bytes[end].is_ascii_alphanumeric() || bytes[end] == b'#')
        {
            end += 1;
        }
        end += usize::from(bytes.get(end) == Some(&b';'));
        let candidate = &text[..end];
        self.references
            .entry(candidate)
            .or_insert_with(|| decode(candidate))
            .clone()
    }

    fn weigh(&mut self) {
        for block in &self.blocks {
            let text = block.span.of(self.tracer.text());
            self.nodes[block.node].weight += columns(text);
        }
        for index in (1..self.nodes.len()).rev() {
            let Node { parent, weight, .. } = self.nodes[index];
            self.nodes[parent].weight += weight;
        }
    }

    /// The block of the headline: the heading of the first level that the title of the window
    /// repeats, else the first one of the story, else what the title repeats near the top.
    fn headline(&self) -> Option<usize> {
        let residue = self.residue(None);
        let title: String = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        let title = cut(&title, LONGEST_TITLE);
        // A site's name is in the title too.
        let is_most = |block: &Found| 2 * block.span.len() > title.len();
        let in_title = |block: &Found| {
            block.span.len() <= title.len() && title.contains(block.span.of(self.tracer.text()))
        };
        let headings = || {
            self.blocks
                .iter()
                .enumerate()
                .filter(|(_, block)| self.nodes[block.node].heading || block.node == TITLE)
        };
        headings()
            .filter(|(_, block)| in_title(block) && (!residue[block.node] || is_most(block)))
            .max_by_key(|(index, block)| (block.span.len(), usize::MAX - index))
            .or_else(|| headings().find(|(_, block)| !residue[block.node]))
            .or_else(|| {
                let mut top = self.blocks.iter().enumerate().take(TOP);
                top.find(|(_, block)| in_title(block) && is_most(block))
            })
            .map(|(index, _)| index)
    }

    /// Which nodes are residue or lie in it. What holds the headline or nearly all of the text
    /// is none, whatever its name.
    fn residue(&self, headline: Option<usize>) -> Vec<bool> {
        let all = self.nodes[ROOT].weight;
        let mut residue: Vec<bool> = self
            .nodes
            .iter()
            .map(|node| node.residue && 10 * node.weight < 9 * all)
            .collect();
        let mut node = headline.map_or(ROOT, |headline| self.blocks[headline].node);
        while node != ROOT {
            residue[node] = false;
            node = self.nodes[node].parent;
        }
        for index in 1..self.nodes.len() {
            residue[index] |= residue[self.nodes[index].parent];
        }
        residue
    }

    fn drafts(&self) -> Vec<Draft> {
        let headline = self.headline();
        let residue = self.residue(headline);
        let mut bodies = 0;
        let mut drafts = Vec::with_capacity(self.blocks.len());
        for (index, block) in self.blocks.iter().enumerate() {
            let text = block.span.of(self.tracer.text());
            let scrap = columns(text) <= 80 && !is_stopped(text);
            let Node { role, weight, .. } = self.nodes[block.node];
            let role = role.unwrap_or(Role::Body);
            let said = if headline == Some(index) {
                Role::Headline
            } else if residue[block.node]
                // Menus without a name: links, and lines above the headline.
                || (scrap && 5 * block.linked > 4 * text.len() && role != Role::Heading)
                || (scrap && headline.is_some_and(|headline| index < headline))
            {
                Role::Residue
            } else {
                match role {
                    // Lists of other stories use the class for their teasers, and some sites
                    // name the whole story so.
                    Role::Standfirst if bodies > 1 || weight > HEAVIEST_STANDFIRST => Role::Body,
                    Role::Furniture if weight > HEAVIEST_FURNITURE => Role::Body,
                    Role::Headline => Role::Heading,
                    role => role,
                }
            };
            bodies += usize::from(said == Role::Body);
            drafts.push(Draft {
                span: block.span,
                apart: true,
                said: Some(said),
            });
        }
        drafts
    }
}

fn cut(text: &str, length: usize) -> &str {
    let mut end = length.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// White space that browsers collapse.
fn is_white(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// Decodes the character reference at the start of a candidate: the tokenizer does it, and what
/// both sides end with was no part of the reference ("&ampco;").
fn decode(candidate: &str) -> Reference {
    let mut decoded = Vec::new();
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Range<()>| {
        if let CallbackEvent::String { value } = event {
            decoded.extend_from_slice(value);
        }
        None::<Infallible>
    });
    let Ok(()) = Tokenizer::new_with_emitter(candidate, emitter).finish();
    let decoded = String::from_utf8_lossy(&decoded).into_owned();
    if decoded == candidate {
        return Reference {
            text: "&".to_owned(),
            length: 1,
        };
    }
    let shared = decoded
        .bytes()
        .rev()
        .zip(candidate.bytes().rev())
        .take_while(|(a, b)| a == b && a.is_ascii() && *a != b'&')
        .count()
        .min(decoded.len().saturating_sub(1));
    Reference {
        text: decoded[..decoded.len() - shared].to_owned(),
        length: candidate.len() - shared,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(page: &str) -> Vec<(Role, String)> {
        let document = html("-", page, Lang::UNKNOWN);
        document
            .blocks
            .iter()
            .map(|block| (block.role, document.slice(block.span).to_owned()))
            .collect()
    }

    fn of<'a>(roles: &'a [(Role, String)], text: &str) -> Option<&'a Role> {
        let (role, _) = roles.iter().find(|(_, block)| block == text)?;
        Some(role)
    }

    #[test]
    fn scripts_do_not_leak() {
        let page = "<p>One.</p><script src=x /><p>no</p></script><p>Two.<svg/> Three.</p>";
        let texts: Vec<_> = roles(page).into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts, ["One.", "Two. Three."]);
    }

    #[test]
    fn the_heading_that_the_title_repeats_is_the_headline() {
        let page = "<title>A bridge falls | The Post</title><h1>The Post</h1>\
            <div class=header><h1>A bridge falls</h1></div><p>The bridge fell.</p><h1>More</h1>";
        let roles = roles(page);
        assert_eq!(of(&roles, "A bridge falls"), Some(&Role::Headline));
        assert_eq!(of(&roles, "The Post"), Some(&Role::Residue));
        assert_eq!(of(&roles, "More"), Some(&Role::Heading));
    }

    #[test]
    fn without_a_heading_the_title_is_the_headline() {
        let roles = roles("<title>A bridge falls</title><p>The bridge of the town fell.</p>");
        assert_eq!(roles[0], (Role::Headline, "A bridge falls".to_owned()));
        assert_eq!(roles.len(), 2);
    }

    #[test]
    fn a_class_that_holds_the_story_does_not_make_it_residue() {
        let story = "<p>The bridge of the town fell on Monday, and nobody was hurt.</p>".repeat(20);
        for class in ["widget", "lead", "author", "has-sidebar", "tag-comments"] {
            let page = format!("<div class={class}><h1>A bridge falls</h1>{story}</div>");
            let roles = roles(&page);
            assert_eq!(roles[0].0, Role::Headline, "{class}");
            assert!(
                roles[1..].iter().all(|(role, _)| *role == Role::Body),
                "{class}"
            );
        }
    }

    #[test]
    fn declared_encodings() {
        for (head, name) in [
            ("<meta charset=windows-1251>", Some("windows-1251")),
            ("<meta content='text/html; charset=KOI8-R'>", Some("KOI8-R")),
            (
                "<?xml version='1.0' encoding=\"Shift_JIS\"?>",
                Some("Shift_JIS"),
            ),
            ("<meta charset=utf-16>", None),
            ("<meta charset=", None),
        ] {
            assert_eq!(
                declared(head.as_bytes()).map(Encoding::name),
                name,
                "{head}"
            );
        }
    }
}

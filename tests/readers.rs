//! Readers: what each format gives, what is said of input that is not as it should be, and that
//! every place leads back to the file.

#![allow(clippy::expect_used, reason = "a test may panic")]

use std::io::Write;

use bilint::read::{Format, Input, Options, from_bytes};
use bilint::text::{Document, Error, Field, Row};
use proptest::prelude::*;

fn options(format: Format) -> Options {
    Options {
        format: Some(format),
        ..Options::default()
    }
}

fn rows_of(format: Format, bytes: &[u8], header: bool) -> Vec<Result<Row, String>> {
    let options = Options {
        header,
        ..options(format)
    };
    match from_bytes("f", bytes.to_vec(), &options) {
        Ok(Input::Pairs(pairs)) => pairs
            .map(|row| row.map_err(|error| error.to_string()))
            .collect(),
        Ok(Input::Document { .. }) => panic!("a document"),
        Err(error) => vec![Err(error.to_string())],
    }
}

fn rows(format: Format, text: &str) -> Vec<Result<Row, String>> {
    rows_of(format, text.as_bytes(), false)
}

fn texts(rows: &[Result<Row, String>]) -> Vec<String> {
    rows.iter()
        .map(|row| match row {
            Ok(row) => {
                let source = row.source.as_ref().map_or("-", |source| &source.text);
                format!("{} {source} | {}", row.number, row.target.text)
            }
            Err(reason) => reason.clone(),
        })
        .collect()
}

fn document(name: &str, bytes: &[u8]) -> Result<(Document, Option<String>), Error> {
    match from_bytes(name, bytes.to_vec(), &Options::default())? {
        Input::Document { document, assumed } => Ok((document, assumed)),
        Input::Pairs(_) => panic!("pairs"),
    }
}

fn reason(result: Result<(Document, Option<String>), Error>) -> String {
    result.expect_err("an error").to_string()
}

#[test]
fn tsv_is_split_at_tabs_and_nothing_else() {
    let text = "\u{feff}a\tb\r\n\
        one\n\
        \"c\t\"d\"\textra\n\
        \te\n\
        x\u{2028}y\tz\rw\n\
        f\tg";
    assert_eq!(
        texts(&rows(Format::Tsv, text)),
        [
            "0 a | b",
            "f:2: row has 1 field, a source and a target are needed",
            "2 \"c | \"d\"",
            "3 - | e",
            "4 x\u{2028}y | z\rw",
            "5 f | g",
        ]
    );
}

#[test]
fn tsv_header_names_columns() {
    let text = b"id\tTarget\tSource\tdocument\nn1\tt\ts\td\nn2\n";
    let rows = rows_of(Format::Tsv, text, true);
    let row = rows[0].as_ref().expect("a row");
    assert_eq!(row.target.text, "t");
    assert_eq!(row.source.as_ref().expect("a source").text, "s");
    assert_eq!(row.id.as_deref(), Some("n1"));
    assert_eq!(row.document.as_deref(), Some("d"));
    assert_eq!(row.target.pieces[0].line, 2);
    assert_eq!(row.target.pieces[0].column, 4);
    assert_eq!(
        texts(&rows[1..]),
        ["f:3: row has 1 field, the target is field 2"]
    );
    assert_eq!(
        texts(&rows_of(Format::Tsv, b"a\tb\nc\td\n", true)),
        ["f:1: the header names no column `target`"]
    );
}

#[test]
fn damaged_rows_are_errors_in_their_place() {
    let mut text = "é\tü\n".repeat(9).into_bytes();
    text.extend(b"caf\xE9\tx\nnul\0\ty\nlast\trow\n");
    let rows = texts(&rows_of(Format::Tsv, &text, false));
    assert_eq!(rows.len(), 12);
    assert_eq!(
        rows[9..],
        [
            "f:10: text is not valid UTF-8",
            "f:11: line holds a NUL byte",
            "11 last | row"
        ]
    );
}

#[test]
fn jsonl_records() {
    let text = r#"{"source": "a", "target": "b", "id": 7, "document": "d", "source_lang": "zho-CN", "more": [{}]}

[1]
{"target": "\u201cx\ud83d\ude00\"\n"}
{"target": 5}
{"source": "s"}
{"target": "\ud83d"}
{"target": "t", "source_lang": "!"}
{"target": "t"
{"source": null, "target": "z"}"#;
    let rows = rows(Format::Jsonl, text);
    let first = rows[0].as_ref().expect("a row");
    assert_eq!(first.id.as_deref(), Some("7"));
    assert_eq!(first.source_lang.expect("a language").to_string(), "zh-CN");
    assert_eq!(
        texts(&rows),
        [
            "0 a | b",
            "f:3: record is not a JSON object",
            "2 - | “x😀\"\n",
            "f:5: `target` is not a string",
            "f:6: record has no `target`",
            "f:7: `target` has half of a surrogate pair",
            "f:8: `source_lang`: `!` is not a language tag (BCP 47)",
            "f:9: invalid JSON at byte 14: EOF while parsing an object",
            "8 - | z",
        ]
    );
}

#[test]
fn nested_records_are_no_bombs() {
    let deep = "[".repeat(1_000_000);
    let closed = format!("{deep}{}", "]".repeat(1_000_000));
    let text = format!(
        "{{\"target\": {deep}\n{deep}\n{{\"target\": {closed}}}\n{{\"target\": \"t\", \"more\": {closed}}}\n"
    );
    let rows = texts(&rows(Format::Jsonl, &text));
    assert!(
        rows[0].starts_with("f:1: invalid JSON at byte "),
        "{}",
        rows[0]
    );
    assert_eq!(rows[1], "f:2: record is not a JSON object");
    assert_eq!(rows[2], "f:3: `target` is not a string");
    assert_eq!(rows[3], "3 - | t");
}

#[test]
fn csv_fields_lead_back_to_the_file() {
    let text = "Source,target\n\"a \"\"b\"\", c\",plain\n\n\"two\nlines\",x\nshort\n\"\",\"q\"\n";
    let rows = rows_of(Format::Csv, text.as_bytes(), true);
    assert_eq!(
        texts(&rows),
        [
            "0 a \"b\", c | plain",
            "1 two\nlines | x",
            "f:6: row has 1 field, a source and a target are needed",
            "3 - | q",
        ]
    );
    let target = &rows[1].as_ref().expect("a row").target;
    assert_eq!((target.pieces[0].line, target.pieces[0].column), (5, 8));
    for row in rows.iter().flatten() {
        assert_written(&row.target, text, csv);
    }
}

#[test]
fn files_that_are_no_text() {
    assert_eq!(
        reason(document("a.txt", b"one\ntwo\0\n")),
        "a.txt:2: is a binary file, not text: it holds a NUL byte"
    );
    assert_eq!(
        reason(document("a.txt", b"\x89PNG\0\0\xFF\x80\x81")),
        "a.txt: is a binary file, not text"
    );
    assert_eq!(
        reason(document("a.txt", b"%PDF-1.7 ...")),
        "a.txt: is a PDF, not text"
    );
    assert_eq!(
        reason(document(
            "a.txt",
            b"\xC3\xBCber \xC3\xBCber \xC3\xBCber \xC3\xBCber\ncaf\xE9\n"
        )),
        "a.txt:2: text is not valid UTF-8"
    );
    let directory = bilint::read::open("src", &Options::default());
    assert_eq!(
        directory.expect_err("an error").to_string(),
        "src: is a directory, not a file"
    );
    let missing = bilint::read::open("no/such.txt", &Options::default());
    assert_eq!(
        missing.expect_err("an error").to_string(),
        "no/such.txt: no such file"
    );
}

#[test]
fn an_empty_file_is_a_document_without_blocks() {
    for bytes in [&b""[..], b"\xEF\xBB\xBF", b"\n \n\t\n"] {
        let (document, _) = document("a.txt", bytes).expect("a document");
        assert!(document.blocks.is_empty());
    }
    assert!(rows(Format::Tsv, "").is_empty());
}

#[test]
fn encodings_are_undone_and_guesses_told() {
    let russian = "Министр заявил, что переговоры продолжатся. Стороны обсудили торговлю.\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(russian);
    let (text, assumed) = document("a.txt", &bytes).expect("a document");
    assert_eq!(text.text, russian);
    assert_eq!(assumed.as_deref(), Some("windows-1251"));

    let mut wide = vec![0xFF, 0xFE];
    wide.extend(russian.encode_utf16().flat_map(u16::to_le_bytes));
    let (text, assumed) = document("a.txt", &wide).expect("a document");
    assert_eq!(text.text, russian);
    assert_eq!(assumed, None);
    let (text, assumed) = document("a.txt", &wide[2..]).expect("a document");
    assert_eq!(text.text, russian);
    assert_eq!(assumed.as_deref(), Some("UTF-16LE"));

    let rows = rows_of(
        Format::Tsv,
        &[&bytes[..bytes.len() - 1], b"\t", &bytes].concat(),
        false,
    );
    assert_eq!(rows[0].as_ref().expect("a row").target.text, russian.trim());
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("room");
    encoder.finish().expect("room")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

#[test]
fn all_members_and_frames_are_unpacked() {
    let mut packed = gzip(b"a\tb\n");
    packed.extend(gzip(b"c\td\n"));
    assert_eq!(
        texts(&rows_of(Format::Tsv, &packed, false)),
        ["0 a | b", "1 c | d"]
    );
    let mut packed = zstd(b"a\tb\n");
    packed.extend([0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    packed.extend(zstd(b"c\td\n"));
    assert_eq!(
        texts(&rows_of(Format::Tsv, &packed, false)),
        ["0 a | b", "1 c | d"]
    );
}

#[test]
fn cut_archives_are_errors() {
    let text = "a line\n".repeat(50_000);
    for packed in [gzip(text.as_bytes()), zstd(text.as_bytes())] {
        let cut = &packed[..packed.len() - 9];
        let error = reason(document("a.txt", cut));
        assert!(error.contains("cannot be"), "{error}");
    }
}

#[test]
fn bombs_do_not_unpack() {
    // 1.2 GiB of zeros would be 1.2 MB; spaces are as good.
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let spaces = vec![b' '; 1 << 20];
    for _ in 0..1025 {
        encoder.write_all(&spaces).expect("room");
    }
    let packed = encoder.finish().expect("room");
    assert_eq!(
        reason(document("a.txt", &packed)),
        "a.txt: unpacks to more than 1 GiB, too long for one document"
    );
}

#[test]
fn names_tell_formats() {
    for (name, format) in [
        ("a.tsv.gz", Some(Format::Tsv)),
        ("a.TXT", Some(Format::Plain)),
        ("b.ndjson.zst", Some(Format::Jsonl)),
        ("dir.tsv/page.htm", Some(Format::Html)),
        ("a.csv", None),
        ("-", None),
    ] {
        assert_eq!(Format::of_name(name), format, "{name}");
    }
}

/// The blocks of a page with their roles and places, for snapshots.
fn outline(path: &str) -> String {
    let page = bilint::read::open(path, &Options::default()).expect("a page");
    let Input::Document { document, assumed } = page else {
        panic!("pairs");
    };
    let mut outline = format!("lang: {}, assumed: {assumed:?}\n", document.lang);
    for block in &document.blocks {
        let place = document.origin.place(&document.text, block.span.start);
        outline += &format!(
            "{:>3}:{:<3} {:10} {}\n",
            place.line,
            place.column,
            block.role.name(),
            document.slice(block.span).replace('\n', "⏎")
        );
    }
    outline
}

#[test]
fn saved_pages() {
    insta::with_settings!({snapshot_path => "../snapshots", prepend_module_to_snapshot => false}, {
        for page in ["en", "ru", "ja"] {
            let outline = outline(&format!("corpora/pages/{page}.html"));
            insta::assert_snapshot!(format!("page-{page}"), outline);
        }
    });
}

#[test]
fn hostile_nesting_is_linear() {
    let deep = 100_000;
    for (open, close) in [
        ("<div>", "</div>"),
        ("<div class=share>x", "</b>"),
        ("<b>x", "</p>"),
        ("<h1>x", ""),
        ("<table><tr><td>", "</span>"),
        ("<span hidden>", "</i>"),
        ("<svg>", ""),
        ("&amp;&#x26;&ampx", "</p>"),
    ] {
        let page = format!("<p>start</p>{}end{}", open.repeat(deep), close.repeat(deep));
        let started = std::time::Instant::now();
        let (document, _) = document("a.html", page.as_bytes()).expect("a page");
        assert_eq!(document.slice(document.blocks[0].span), "start");
        assert!(started.elapsed().as_secs() < 20, "{open}");
    }
}

#[test]
fn a_line_of_50_mb_is_read() {
    let mut line = "A sentence of some length that goes on. ".repeat(1_310_720);
    line += "The end";
    let (text, _) = document("a.txt", line.as_bytes()).expect("a document");
    let place = text.origin.place(&text.text, text.text.len() as u32 - 3);
    assert_eq!((place.line, place.column as usize), (1, line.len() - 2));
    let (page, _) = document("a.html", line.as_bytes()).expect("a page");
    assert_eq!(page.text.trim_end(), line);
    let rows = rows(Format::Tsv, &format!("{line}\t{line}"));
    assert_eq!(rows[0].as_ref().expect("a row").target.text, line);
}

#[test]
fn white_space_and_tags_are_as_in_a_browser() {
    let page = "<p> a\n <b>b</b>c<i> d</i> &#32; e&nbsp;&nbsp;f<br> g<br><br>h &amp; &amp;lt; &copy; &bogus; &ampx AT&T &#x201c;</p>";
    let (page, _) = document("a.html", page.as_bytes()).expect("a page");
    let texts: Vec<_> = page
        .blocks
        .iter()
        .map(|block| page.slice(block.span))
        .collect();
    assert_eq!(
        texts,
        ["a bc d e\u{a0}\u{a0}f\ng", "h & &lt; © &bogus; &x AT&T “"]
    );
}

/// Asserts that what a field is made of stands in the file at the field's places.
fn assert_written(field: &Field, file: &str, undo: fn(&str) -> String) {
    for (index, piece) in field.pieces.iter().enumerate() {
        let end = field
            .pieces
            .get(index + 1)
            .map_or(field.text.len(), |next| next.text as usize);
        let text = &field.text[piece.text as usize..end];
        let start = piece.file as usize;
        match piece.atomic {
            None => assert_eq!(&file[start..start + text.len()], text),
            Some(length) => assert_eq!(undo(&file[start..start + length as usize]), text),
        }
        let before = &file[..start];
        let line = before.matches('\n').count() + 1;
        let column = before[before.rfind('\n').map_or(0, |end| end + 1)..]
            .chars()
            .count()
            + 1;
        assert_eq!((piece.line, piece.column), (line as u64, column as u32));
    }
}

fn json(raw: &str) -> String {
    serde_json::from_str(&format!("\"{raw}\"")).expect("JSON")
}

fn markup(raw: &str) -> String {
    match raw {
        "<br>" | "" => "\n".to_owned(),
        white if white.trim().is_empty() => " ".to_owned(),
        _ => html5gum::Tokenizer::new(raw)
            .filter_map(|token| match token {
                Ok(html5gum::Token::String(text)) => String::from_utf8(text.to_vec()).ok(),
                _ => None,
            })
            .map(|text| {
                if text.trim_matches(' ').is_empty() {
                    " ".to_owned()
                } else {
                    text
                }
            })
            .collect(),
    }
}

fn csv(raw: &str) -> String {
    raw.replace("\"\"", "\"")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_reader_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300), header: bool) {
        for format in Format::ALL {
            let options = Options { header, ..options(format) };
            if let Ok(Input::Pairs(pairs)) = from_bytes("f", bytes.clone(), &options) {
                prop_assert!(pairs.count() <= bytes.len());
            }
        }
    }

    #[test]
    fn no_reader_panics_on_what_looks_like_text(text in "([a-zé“”日\u{2028}<>&;/=\"'{}:,\\\\\t\r\n -]|<p>|<b>|</p>|&amp;|\\\\u201c|\"target\":){0,80}", header: bool) {
        for format in Format::ALL {
            let options = Options { header, ..options(format) };
            if let Ok(Input::Pairs(pairs)) = from_bytes("f", text.clone().into_bytes(), &options) {
                prop_assert!(pairs.count() <= text.len());
            }
        }
    }

    #[test]
    fn damaged_archives_do_not_panic(text in "[a-c\n]{0,300}", gzipped: bool, at: prop::sample::Index, byte: u8) {
        let mut packed = if gzipped { gzip(text.as_bytes()) } else { zstd(text.as_bytes()) };
        let at = at.index(packed.len());
        let sound = packed[at] == byte;
        packed[at] = byte;
        if let Ok((document, _)) = document("a.txt", &packed) {
            prop_assert!(!sound || document.text == text);
        }
    }

    #[test]
    fn tsv_gives_every_valid_row(rows in proptest::collection::vec(("[^\t\n\0\u{feff}]{0,12}", "[^\t\n\r\0\u{feff}]{1,12}", any::<bool>()), 0..8)) {
        let mut file = String::new();
        for (source, target, broken) in &rows {
            file += if *broken { "broken" } else { "" };
            if !broken {
                file += &format!("{source}\t{target}");
            }
            file.push('\n');
        }
        let read = rows_of(Format::Tsv, file.as_bytes(), false);
        prop_assert_eq!(read.len(), rows.len());
        for ((source, target, broken), read) in rows.iter().zip(&read) {
            prop_assert_eq!(read.is_err(), *broken);
            if let Ok(read) = read {
                prop_assert_eq!(&read.target.text, target);
                assert_written(&read.target, &file, str::to_owned);
                if let Some(read) = &read.source {
                    prop_assert_eq!(&read.text, source);
                    assert_written(read, &file, str::to_owned);
                }
            }
        }
    }

    #[test]
    fn plain_blocks_stand_in_the_file(text in "([a-zA-Zé“”日.\u{2028}\t\r -]{0,40}\n{0,2}){0,8}") {
        let (document, _) = document("a.txt", text.as_bytes()).expect("a document");
        let mut end = 0;
        for block in &document.blocks {
            let range = document.origin.file_range(block.span);
            prop_assert_eq!(&text[range.start as usize..range.end as usize], document.slice(block.span));
            prop_assert!(text[end..range.start as usize].trim().is_empty());
            end = range.end as usize;
        }
        prop_assert!(text[end..].trim().is_empty());
    }

    #[test]
    fn html_text_stands_in_the_file(page in "(([a-c é“日\n\t]{1,6})|<p>|</p>|<b>|</b>|<br>|<a href=x>|</a>|<div class=share>|</div>|<li>|<h1>|</h1>|<pre>|</pre>|<script>x</script>|<span hidden>|</span>|<title>|</title>|&amp;|&lt;|&#8220;|&#x20;|&nbsp;|&bogus;|&ampx|&|<|<!-- c -->){0,40}") {
        let (document, _) = document("a.html", page.as_bytes()).expect("a page");
        let text = Field { text: document.text.clone(), pieces: document.origin.pieces.clone() };
        assert_written(&text, &page, markup);
        let mut end = 0;
        for block in &document.blocks {
            prop_assert!(block.span.start >= end && !block.span.is_empty());
            prop_assert_eq!(document.slice(block.span).trim(), document.slice(block.span));
            end = block.span.end;
        }
    }

    #[test]
    fn jsonl_gives_every_valid_row(rows in proptest::collection::vec((".{0,12}", any::<Option<String>>(), any::<bool>(), any::<bool>()), 0..8)) {
        let mut file = String::new();
        for (source, target, broken, ascii) in &rows {
            let record = serde_json::json!({"source": source, "target": target}).to_string();
            if *ascii {
                for character in record.chars() {
                    if character.is_ascii() {
                        file.push(character);
                    } else {
                        for unit in character.encode_utf16(&mut [0; 2]) {
                            file += &format!("\\u{unit:04x}");
                        }
                    }
                }
            } else {
                file += &record;
            }
            file += if *broken { "}" } else { "" };
            file += "\r\n";
        }
        let read = rows_of(Format::Jsonl, file.as_bytes(), false);
        prop_assert_eq!(read.len(), rows.len());
        for ((source, target, broken, _), read) in rows.iter().zip(&read) {
            prop_assert_eq!(read.is_err(), *broken || target.is_none());
            if let (Ok(read), Some(target)) = (read, target) {
                prop_assert_eq!(&read.target.text, target);
                assert_written(&read.target, &file, json);
                if let Some(read) = &read.source {
                    prop_assert_eq!(&read.text, source);
                    assert_written(read, &file, json);
                }
            }
        }
    }
}

use proptest::prelude::*;

use super::segment;
use crate::text::{Block, Document, Role, Span};

fn document(lang: &str, text: &str) -> Document {
    Document {
        lang: lang.parse().expect("a tag"),
        text: text.to_owned(),
        blocks: vec![Block {
            span: Span::new(0, text.len()),
            role: Role::Body,
            id: None,
            row: None,
        }],
        ..Document::default()
    }
}

/// Divides at every `|` of the examples, and nowhere else.
#[test]
fn sentences_end_where_they_should() {
    for (lang, example) in [
        (
            "en",
            "Mr. Smith met J. K. Rowling at 5 p.m. on Friday. |She left at 3.15 p.m. |He stayed.",
        ),
        (
            "en",
            "“No!” he said. |“I won’t.” |(She smiled.) |Then they left.",
        ),
        ("en", "“A great town?” Henry asked. |“Yes.”"),
        (
            "en",
            "The U.S. Senate met. |He lives in the U.S. |They do too.",
        ),
        ("en", "It cost $3.5 million... or more. |Well... |Maybe."),
        ("en", "The No. 5 seed won. |No. |He lost."),
        (
            "en",
            "Vitamin K is good. |18 holes remain. |1.5 million came.",
        ),
        (
            "de",
            "Am 3. Oktober kam Dr. Müller z. B. nach Bonn. |„Was?“, fragte er. |„Nein.“ |Ende.",
        ),
        (
            "de",
            "Im 19. Jahrhundert gab es das nicht. |Das war 2018. |Danach kam er.",
        ),
        ("fr", "M. Dupont est là. |« Oui ! » |Il part."),
        (
            "ru",
            "В 2018 г. Путин и А. С. Пушкин… |Это так. |«Что?» — спросил он. |Да.",
        ),
        ("el", "Τι είναι; |Δεν ξέρω· ίσως."),
        ("zh", "他说：“好。” |“真的吗？”她问。|走了！"),
        ("ja", "「はい。」と述べた。|「終わり」。|次へ。"),
        ("ko", "“갑니다.”라고 말했다. |끝났다."),
        ("hi", "यू.एस. के नेता आए। |वे गए।"),
        ("hy", "Նա եկավ։ |Նա գնաց։"),
        ("am", "መጣ። |ሄደ።"),
        ("ur", "وہ آیا۔ |کیا وہ گیا؟ |ہاں۔"),
        ("cs", "Dne 5. října přišel. |Tj. 18 lidí. |„Proč?“ ptal se."),
        ("hu", "- Fázom - mondta. |- Nem? - kérdezte. |A 2. Kerület."),
        (
            "zu",
            "Wafika. |iNingizimu Afrika. |I-airline ne-U.S. Navy noNksz. Schroeder no uP. Diddy.",
        ),
        (
            "hr",
            "Godine 1994. Berners-Lee je došao. |Bilo je 15:16. |Cownie je pobijedio 2018. |Trump ne.",
        ),
        (
            "pl",
            "Odbyło się to w sobotę, 29 września 2018 r. |Wiec trwał. |W 2018 r. Trump wygrał 5:3. |Nie.",
        ),
        ("pt", "Disse o sr. Albence. |Sim."),
        ("he", "חברה בנאט“ו. |נשיא ארה\"ב בא. |ה- בי. בי. סי. אמר."),
        ("vi", "Ông lưu ý. |Chelsea thắng."),
        ("en", "“Who is it?” |She left. |“Me,” said Dr. No."),
        ("zh", "“我……我不知道……”|他走了。"),
        ("th", "ไปไหนมาครับ |ไปตลาดค่ะ |แล้วก็กลับบ้าน"),
        (
            "en",
            "A wrapped line that\ngoes on. |\nNext\n\n|Paragraph\n|- item\n|- other",
        ),
    ] {
        let text = example.replace('|', "");
        let document = document(lang, &text);
        let found: Vec<&str> = segment(&document)
            .iter()
            .map(|segment| document.slice(segment.span))
            .collect();
        let wanted: Vec<&str> = example.split('|').map(str::trim).collect();
        assert_eq!(found, wanted, "{lang}");
    }
}

/// Every byte that is no white space is in exactly one segment, and segments are trimmed.
fn holds_all(lang: &str, text: &str) {
    let document = document(lang, text);
    let segments = segment(&document);
    let mut covered = 0;
    for segment in &segments {
        let span = segment.span.range();
        assert!(text[covered..span.start].trim().is_empty());
        assert!(!text[span.clone()].is_empty());
        assert_eq!(text[span.clone()].trim(), &text[span.clone()]);
        covered = span.end;
    }
    assert!(text[covered..].trim().is_empty());
}

const LANGUAGES: [&str; 12] = [
    "und", "en", "de", "el", "ja", "zh", "ko", "th", "ar", "hi", "hu", "zu",
];

proptest! {
    #[test]
    fn no_byte_is_lost_of_any_text(text in any::<String>(), lang in 0..LANGUAGES.len()) {
        holds_all(LANGUAGES[lang], &text);
    }

    #[test]
    fn no_byte_is_lost_among_stops_and_marks(
        text in "([a-zA-ZäЖ한漢あกिअ0-9 \n\u{2029}.!?…。！？।؟۔;:,\"'“”«»„‘’「」()-]|Mr|etc|U\\.S|\\. )*",
        lang in 0..LANGUAGES.len(),
    ) {
        holds_all(LANGUAGES[lang], &text);
    }
}

/// Takes minutes if anything is quadratic.
#[test]
fn time_is_linear() {
    for unit in [
        ".", ". ", "a. ", "A. B. ", "\" ", "?\" ", "?\" a ", "( ", "\n", "1. ", "x", "。」",
    ] {
        let text = unit.repeat(2_000_000 / unit.len());
        holds_all("en", &text);
        holds_all("ja", &text);
        holds_all("th", &text);
    }
}

/// Dividing in parallel changes nothing.
#[test]
fn many_blocks_are_as_one_by_one() {
    let line = "He came. She left. Dr. No stayed.";
    let text = format!("{line}\n").repeat(20_000);
    let mut blocks = Vec::new();
    for row in 0..20_000 {
        let start = row * (line.len() + 1);
        blocks.push(Block {
            span: Span::new(start, start + line.len()),
            role: Role::Body,
            id: None,
            row: None,
        });
    }
    let document = Document {
        lang: "en".parse().expect("a tag"),
        text,
        blocks,
        ..Document::default()
    };
    let segments = segment(&document);
    assert_eq!(segments.len(), 60_000);
    assert!(
        segments
            .windows(2)
            .all(|pair| pair[0].span.end <= pair[1].span.start)
    );
    assert!(
        segments
            .iter()
            .enumerate()
            .all(|(at, segment)| segment.block as usize == at / 3)
    );
}

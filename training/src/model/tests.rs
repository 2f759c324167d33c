use std::fs;

use clap::Parser;

use super::*;

#[derive(Parser)]
struct Toy {
    #[command(flatten)]
    settings: Settings,
}

/// Sentences of three words of a toy language and its translation.
fn corpora(folder: &Path) -> Corpora {
    let mut text = String::new();
    let words = [
        "rama", "selo", "tivu", "nolk", "peri", "quma", "zeba", "fios",
    ];
    for line in 0..512usize {
        let word = |place: usize| words[(line / 8usize.pow(place as u32)) % 8];
        let turned = |place: usize| word(place).chars().rev().collect::<String>();
        text += &format!("{} {} {}\t", word(0), word(1), word(2));
        text += &format!("{} {} {}\n", turned(2), turned(0), turned(1));
    }
    fs::create_dir_all(folder.join("toy")).expect("a folder");
    fs::write(folder.join("toy/eng-deu.tsv"), text).expect("a file");
    let corpora = Corpora::read(&[folder.to_path_buf()], 0.7).expect("corpora");
    fs::remove_dir_all(folder).expect("a folder");
    corpora
}

fn learnt(corpora: &Corpora, threads: usize) -> Vec<u8> {
    let options = "toy --epochs 40 --batch 32 --word-rows 20 --gram-rows 100 --rows 100";
    let toy = Toy::parse_from(options.split(' '));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.expect("a pool")
        .install(|| learn(corpora, &toy.settings))
}

#[test]
fn the_same_data_give_the_same_bytes() {
    let folder = std::env::temp_dir().join(format!("bilint-toy-{}", std::process::id()));
    let corpora = corpora(&folder);
    assert_eq!(corpora.lines(), 512);
    assert_eq!(corpora.types.len(), 16);
    let model = learnt(&corpora, 1);
    assert_eq!(model, learnt(&corpora, 3));
    // And they are the same on every machine, with and without its wider instructions.
    assert_eq!(crate::split::hash(&model), 0x84b7_491c_092f_15cb);
    let lexicon = Lexicon::parse(model.leak()).expect("a table");
    let side = |lang: &str, words: &[&str]| {
        let lang = lang.parse().expect("a language");
        lexicon.vocabulary(&corpora::by_line(lang, words))
    };
    let left = side("en", &["rama", "selo", "quma"]);
    let right = side("de", &["amar", "oles", "amuq"]);
    for word in 0..3 {
        let near = |other: u32| bilint::lexicon::dot(left.vector(word), right.vector(other));
        for other in (0..3).filter(|other| *other != word) {
            assert!(near(word) > near(other));
        }
    }
}

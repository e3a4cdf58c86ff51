//! Text for models of language.

use search::config::Dataset;
use tempfile::TempDir;
use trainer::{Error, Text};

use super::{dataset, put, read, told};

#[test]
fn the_beginning_trains_and_the_end_validates_with_the_beginnings_vocabulary() {
    let text = loaded("abcabcabcabcabéa\n".as_bytes(), 3, 0.25).unwrap();
    assert_eq!(text.characters(), [13, 4]);
    assert_eq!(text.vocabulary(), ['a', 'b', 'c']);
    assert_eq!((text.symbols(), text.unknown()), (4, 2));
    let train: Vec<_> = text.train().collect();
    assert_eq!(train.len(), 4);
    assert_eq!(train[1], (&[0, 1, 2][..], &[1, 2, 0][..]));
    assert_eq!(text.validation().collect::<Vec<_>>(), [(&[1, 3, 0][..], &[3, 0, 3][..])]);
}

#[test]
fn every_mistake_in_a_text_is_named_with_its_place() {
    let short =
        "t.txt: has 3 characters, of which 2 train; a sequence of 3 and what follows it do not fit";
    for (bytes, expected) in [
        (&b"abc"[..], short),
        (
            b"",
            "t.txt: has 0 characters, of which 0 train; a sequence of 3 and what follows it do not fit",
        ),
        (b"one\ntwo \xff\n", "t.txt: line 2, byte 8: is not UTF-8"),
        ("née".as_bytes().split_at(2).0, "t.txt: line 1, byte 1: is not UTF-8"),
    ] {
        match loaded(bytes, 3, 0.25) {
            Err(Error::Invalid(told)) => assert_eq!(told, expected),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_text_cut_off_anywhere_is_read_or_refused() {
    let whole = "Où est-ce qu’on va ? Nulle part, dit l’été.".as_bytes();
    for at in 0..whole.len() {
        let text = loaded(&whole[..at], 2, 0.3);
        assert_eq!(text.is_ok(), str::from_utf8(&whole[..at]).is_ok() && at >= 10, "{at}");
    }
}

#[test]
fn text_is_not_rows_of_features() {
    let folder = TempDir::new().unwrap();
    put(&folder, "t.txt", b"abcabcabc");
    let expected = "t.txt: is text, which no model of this version learns from";
    assert_eq!(told(read(&folder, "{ kind: text, path: t.txt }")), expected);
}

fn loaded(bytes: &[u8], length: usize, validation: f64) -> Result<Text, Error> {
    let folder = TempDir::new().unwrap();
    put(&folder, "t.txt", bytes);
    let text = format!("{{ kind: text, path: t.txt, length: {length}, validation: {validation} }}");
    let Dataset::Text(text) = dataset(&text) else { panic!() };
    Text::load(&text, folder.path())
}

//! Text for models of language.

use std::path::Path;

use search::config::Dataset;
use tempfile::TempDir;
use trainer::{Data, Error, Text};

use super::{dataset, put, read, sizes, told};

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
fn a_sequence_is_a_sample_and_each_symbol_may_come_next() {
    let folder = TempDir::new().unwrap();
    put(&folder, "t.txt", b"abcabcabcabcab");
    let text = "{ kind: text, path: t.txt, length: 3, validation: 0.3 }";
    assert_eq!(sizes(&read(&folder, text).unwrap()), [3, 1, 3, 4]);
}

#[test]
fn a_text_of_one_character_is_nothing_to_learn() {
    let folder = TempDir::new().unwrap();
    put(&folder, "t.txt", b"aaaaaaaaaaaa");
    let text = "{ kind: text, path: t.txt, length: 2, validation: 0.3 }";
    assert_eq!(
        told(read(&folder, text)),
        "t.txt: holds nothing but 'a'; there is nothing to learn"
    );
}

#[test]
fn a_drawn_text_has_as_many_sequences_as_it_was_asked_for() {
    for (samples, length, validation, expected) in
        [(100, 1, 0.1, [90, 10]), (10, 7, 0.01, [9, 1]), (37, 64, 0.5, [18, 19])]
    {
        let text = format!(
            "{{ kind: grammar, samples: {samples}, length: {length}, validation: {validation} }}"
        );
        let Dataset::Text(described) = dataset(&text) else { panic!() };
        let data = Data::load(&dataset(&text), Path::new("")).unwrap();
        assert_eq!([data.training_samples(), data.validation_samples()], expected);
        let text = Text::load(&described, Path::new("")).unwrap();
        assert_eq!(text.characters(), expected.map(|it| it * length + 1));
        let [entropy, best] = [text.entropy(), text.best_loss()].map(Option::unwrap);
        assert!(entropy > 0.1 && entropy < 0.5 && best > 0.0, "{entropy} {best}");
    }
}

#[test]
fn a_drawn_text_that_does_not_fit_is_refused() {
    let text = "{ kind: grammar, samples: 10000000, length: 65536 }";
    let told = told(Data::load(&dataset(text), Path::new("")));
    assert!(told.starts_with("grammar: 10000000 sequences of 65536 characters are more"), "{told}");
}

fn loaded(bytes: &[u8], length: usize, validation: f64) -> Result<Text, Error> {
    let folder = TempDir::new().unwrap();
    put(&folder, "t.txt", bytes);
    let text = format!("{{ kind: text, path: t.txt, length: {length}, validation: {validation} }}");
    let Dataset::Text(text) = dataset(&text) else { panic!() };
    Text::load(&text, folder.path())
}

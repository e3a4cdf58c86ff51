//! CIFAR's binary batches.

use tempfile::TempDir;
use trainer::{Error, Image};

use super::{images::gzip, put, read, sizes, told};

const TEN: &str = "{ kind: cifar10, folder: c }";

#[test]
fn batches_train_and_the_test_batch_validates_compressed_or_not() {
    let folder = TempDir::new().unwrap();
    put(&folder, "c/data_batch_1.bin", &ten(5));
    put(&folder, "c/data_batch_2.bin.gz", &gzip(&ten(3)));
    put(&folder, "c/batches.meta.txt", b"airplane\n");
    assert_eq!(sizes(&read(&folder, TEN).unwrap()), [6, 2, 3_072, 5]);
    put(&folder, "c/test_batch.bin", &ten(10));
    assert_eq!(sizes(&read(&folder, TEN).unwrap()), [8, 10, 3_072, 10]);
}

#[test]
fn a_hundred_classes_can_be_told_apart_or_twenty() {
    let folder = TempDir::new().unwrap();
    put(&folder, "c/train.bin", &hundred(100));
    put(&folder, "c/test.bin", &hundred(50));
    let fine = read(&folder, "{ kind: cifar100, folder: c }").unwrap();
    let coarse = read(&folder, "{ kind: cifar100, folder: c, labels: coarse }").unwrap();
    assert_eq!([sizes(&fine), sizes(&coarse)], [[100, 50, 3_072, 100], [100, 50, 3_072, 20]]);
    assert_eq!(fine.image(), Some(Image { channels: 3, height: 32, width: 32 }));
}

#[test]
fn a_batch_cut_off_anywhere_but_between_records_is_refused() {
    let (folder, whole) = (TempDir::new().unwrap(), ten(3));
    for at in (0..3_073).chain([3_074, 6_145, 6_147, 9_218]) {
        put(&folder, "c/data_batch_1.bin", &whole[..at]);
        let told = told(read(&folder, TEN));
        assert!(told.starts_with("c/data_batch_1.bin: "), "{at}: {told}");
    }
}

#[test]
fn every_mistake_in_a_batch_is_named_with_its_place() {
    let mut label = ten(3);
    label[2 * 3_073] = 10;
    for (name, bytes, expected) in [
        (
            "c/readme.txt",
            &b"x"[..],
            "c: holds no data_batch_*.bin to train on (and test_batch.bin to validate with)",
        ),
        ("c/data_batch_1.bin", b"", "c/data_batch_1.bin: is empty"),
        (
            "c/data_batch_1.bin",
            &label,
            "c/data_batch_1.bin: record 3: the label 10 is not from 0 to 9",
        ),
        (
            "c/data_batch_1.bin",
            &ten(2)[..6_000],
            "c/data_batch_1.bin: holds 6000 bytes, which is 1 records of 3073 bytes and a part of one; is it cut off?",
        ),
        ("c/data_batch_1.bin", &ten(1), "c: holds 1 row; training and validation need one each"),
    ] {
        let folder = TempDir::new().unwrap();
        put(&folder, name, bytes);
        assert_eq!(told(read(&folder, TEN)), expected);
    }
}

#[test]
fn a_batch_that_is_there_twice_is_refused_and_a_folder_that_is_missing_may_be_elsewhere() {
    let folder = TempDir::new().unwrap();
    assert!(matches!(read(&folder, TEN), Err(Error::Unreadable { path, .. }) if path == "c"));
    put(&folder, "c/data_batch_1.bin", &ten(2));
    put(&folder, "c/data_batch_1.bin.gz", &gzip(&ten(2)));
    let told = told(read(&folder, TEN));
    assert_eq!(told, "c: holds both data_batch_1.bin and data_batch_1.bin.gz");
}

/// So many records of the classes 0 to 9 in turn.
pub(crate) fn ten(rows: usize) -> Vec<u8> {
    (0..rows).flat_map(|row| [&[byte(row % 10)][..], &pixels(row)].concat()).collect()
}

fn hundred(rows: usize) -> Vec<u8> {
    let record = |row: usize| [&[byte(row % 20), byte(row % 100)][..], &pixels(row)].concat();
    (0..rows).flat_map(record).collect()
}

fn pixels(row: usize) -> Vec<u8> {
    (0..3_072).map(|it| byte((it * 7 + row * 13) % 256)).collect()
}

fn byte(number: usize) -> u8 {
    u8::try_from(number).unwrap()
}

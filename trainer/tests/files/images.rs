//! MNIST's format.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use search::config::{Scale, Source};
use tempfile::TempDir;
use trainer::{Data, Error, Image};

use super::{load, put, told};

#[test]
fn images_are_read_compressed_or_not_with_a_validation_part_or_without() {
    let folder = TempDir::new().unwrap();
    let (images, labels) = (images(20), labels(20));
    put(&folder, "images", &images);
    put(&folder, "labels", &labels);
    put(&folder, "images.gz", &gzip(&images));
    put(&folder, "labels.gz", &gzip(&labels));
    let split = idx(&folder, ["images", "labels"], None).unwrap();
    assert_eq!([split.training_samples(), split.validation_samples()], [16, 4]);
    let parts = idx(&folder, ["images.gz", "labels.gz"], Some(["images", "labels"])).unwrap();
    assert_eq!([parts.training_samples(), parts.validation_samples()], [20, 20]);
    assert_eq!([parts.features(), parts.outputs()], [4, 3]);
    assert_eq!(parts.image(), Some(Image { channels: 1, height: 2, width: 2 }));
}

#[test]
fn every_mistake_in_images_is_named() {
    let folder = TempDir::new().unwrap();
    let (whole, marks) = (images(6), labels(6));
    put(&folder, "images", &whole);
    put(&folder, "labels", &marks);
    put(&folder, "cut", &whole[..whole.len() - 1]);
    put(&folder, "cut.gz", &gzip(&whole)[..20]);
    put(&folder, "long", &[&whole[..], &[0]].concat());
    put(&folder, "header", &whole[..9]);
    put(&folder, "magic", b"\x01\x00\x08\x03");
    put(&folder, "floats", &array(0x0d, &[6, 1, 1], &[0; 24]));
    put(&folder, "flat", &array(8, &[6], &[0; 6]));
    put(&folder, "huge", &array(8, &[u32::MAX; 9], &[0; 6]));
    put(&folder, "five", &labels(5));
    put(&folder, "empty", b"");
    for (x, y, expected) in [
        ("cut", "labels", "cut: declares the shape [6, 2, 2] but holds 23 bytes; is it cut off?"),
        ("long", "labels", "long: declares the shape [6, 2, 2] but holds 25 bytes; is it cut off?"),
        ("header", "labels", "header: is cut off: its header is not complete"),
        ("magic", "labels", "magic: is not an IDX file: it must start with two zero bytes"),
        ("floats", "labels", "floats: holds numbers of type 0x0d; only bytes (0x08) are read"),
        ("flat", "labels", "flat: has one dimension; images have [rows, height, width]"),
        ("images", "five", "five: has the shape [5], but images has 6 images"),
        ("empty", "labels", "empty: is empty"),
    ] {
        assert_eq!(told(idx(&folder, [x, y], None)), expected);
    }
    let huge = told(idx(&folder, ["huge", "labels"], None));
    assert!(huge.starts_with("huge: declares the shape [4294967295,"), "{huge}");
    let cut = told(idx(&folder, ["cut.gz", "labels"], None));
    assert!(cut.starts_with("cut.gz: the compressed data is damaged or cut off"), "{cut}");
}

#[test]
fn parts_that_do_not_fit_each_other_are_refused() {
    let folder = TempDir::new().unwrap();
    put(&folder, "images", &images(6));
    put(&folder, "labels", &labels(6));
    put(&folder, "large", &array(8, &[6, 3, 3], &[0; 54]));
    let told = told(idx(&folder, ["images", "labels"], Some(["large", "labels"])));
    assert_eq!(told, "large: 9 features a row, where the training part has 4");
    put(&folder, "long", &array(8, &[6, 1, 4], &[0; 24]));
    let told = super::told(idx(&folder, ["images", "labels"], Some(["long", "labels"])));
    assert_eq!(told, "long: images of 1 × 1 × 4, where the training part has 1 × 2 × 2");
}

pub(crate) fn idx(
    folder: &TempDir,
    files: [&str; 2],
    validation: Option<[&str; 2]>,
) -> Result<Data, Error> {
    let [images, labels] = files.map(Into::into);
    let validation = validation.map(|it| it.map(Into::into));
    load(folder.path(), Source::Idx { images, labels, validation }, Scale::MinMax)
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// So many images of 2×2 pixels.
pub(crate) fn images(rows: u32) -> Vec<u8> {
    let pixels: Vec<u8> = (0..rows * 4).map(|it| u8::try_from(it * 7 % 256).unwrap()).collect();
    array(8, &[rows, 2, 2], &pixels)
}

pub(crate) fn labels(rows: u32) -> Vec<u8> {
    let marks: Vec<u8> = (0..rows).map(|it| u8::try_from(it % 3).unwrap()).collect();
    array(8, &[rows], &marks)
}

fn array(kind: u8, shape: &[u32], content: &[u8]) -> Vec<u8> {
    let sizes: Vec<u8> = shape.iter().flat_map(|it| it.to_be_bytes()).collect();
    [&[0, 0, kind, u8::try_from(shape.len()).unwrap()], &sizes[..], content].concat()
}

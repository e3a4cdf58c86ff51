//! Folders of PNG and JPEG images.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use tempfile::TempDir;
use trainer::{Error, Image, Summary};

use super::{put, read, sizes, told};

const ALL: &str = "{ kind: images, folder: f }";

#[test]
fn each_folder_is_a_class_by_the_alphabet() {
    let folder = folder_of(4);
    let data = read(&folder, ALL).unwrap();
    assert_eq!(sizes(&data), [6, 2, 8 * 6 * 3, 2]);
    let Summary::Classes(classes) = data.summary() else { panic!() };
    let classes: Vec<_> =
        classes.iter().map(|it| (it.name.as_str(), it.rows.iter().sum::<usize>())).collect();
    assert_eq!(classes, [("cat", 4), ("dog", 4)]);
}

#[test]
fn images_are_resized_and_made_grey_where_that_is_asked_for() {
    let folder = folder_of(4);
    put(&folder, "f/cat/large.jpg", &drawn(40, 30, ImageFormat::Jpeg));
    let sized = read(&folder, "{ kind: images, folder: f, size: [5, 4] }").unwrap();
    assert_eq!(sized.image(), Some(Image { channels: 3, height: 5, width: 4 }));
    let grey = read(&folder, "{ kind: images, folder: f, size: 7, colour: false }").unwrap();
    assert_eq!(sizes(&grey), [7, 2, 49, 2]);
    assert_eq!(grey.image(), Some(Image { channels: 1, height: 7, width: 7 }));
}

#[test]
fn a_folder_of_its_own_validates() {
    let folder = folder_of(4);
    put(&folder, "v/dog/1.png", &drawn(6, 8, ImageFormat::Png));
    let text = "{ kind: images, folder: f, validation_folder: v }";
    assert_eq!(sizes(&read(&folder, text).unwrap_or_else(|it| panic!("{it}"))), [8, 1, 144, 2]);
    put(&folder, "v/wolf/1.png", &drawn(6, 8, ImageFormat::Png));
    assert_eq!(told(read(&folder, text)), "v/wolf: f has no class of this name");
}

#[test]
fn every_mistake_in_a_folder_is_named_with_its_file() {
    for (name, bytes, expected) in [
        ("f/cat/note.txt", &b"hello"[..], "f/cat/note.txt: is neither a PNG nor a JPEG image"),
        ("f/cat/none.png", b"", "f/cat/none.png: is empty"),
        ("f/cat/fake.png", b"GIF89a......", "f/cat/fake.png: is neither a PNG nor a JPEG image"),
        (
            "f/cat/wide.png",
            &drawn(9, 8, ImageFormat::Png),
            "f/cat/wide.png: has 8×9 pixels, where f/cat/0.png has 8×6; `size: [8, 6]` resizes all",
        ),
    ] {
        let folder = folder_of(4);
        put(&folder, name, bytes);
        assert_eq!(told(read(&folder, ALL)), expected);
    }
}

#[test]
fn folders_without_images_are_refused() {
    let folder = TempDir::new().unwrap();
    assert!(matches!(read(&folder, ALL), Err(Error::Unreadable { path, .. }) if path == "f"));
    put(&folder, "f/.hidden/x", b"");
    let expected = "f: holds no folders; each class needs one with its images";
    assert_eq!(told(read(&folder, ALL)), expected);
    put(&folder, "f/cat/0.png", &drawn(6, 8, ImageFormat::Png));
    put(&folder, "f/dog/.hidden", b"");
    let expected = "f/dog: is empty; every class needs an image";
    assert_eq!(told(read(&folder, ALL)), expected);
}

#[test]
fn an_image_cut_off_or_changed_anywhere_does_no_harm() {
    for (name, format) in [("png", ImageFormat::Png), ("jpg", ImageFormat::Jpeg)] {
        let (folder, whole) = (folder_of(1), drawn(6, 8, format));
        let name = format!("f/cat/1.{name}");
        for at in 0..whole.len() {
            put(&folder, &name, &whole[..at]);
            if let Err(Error::Invalid(told)) = read(&folder, ALL) {
                assert!(told.starts_with(&name), "{told}");
            }
            let mut changed = whole.clone();
            changed[at] ^= 0xff;
            put(&folder, &name, &changed);
            let _ = read(&folder, ALL);
        }
    }
}

/// So many images each of cats and dogs.
fn folder_of(images: usize) -> TempDir {
    let folder = TempDir::new().unwrap();
    for image in 0..images {
        put(&folder, &format!("f/cat/{image}.png"), &drawn(6, 8, ImageFormat::Png));
        put(&folder, &format!("f/dog/{image}.jpeg"), &drawn(6, 8, ImageFormat::Jpeg));
    }
    folder
}

fn drawn(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let pixel =
        |x: u32, y: u32| Rgb([x * 9 % 256, y * 20 % 256, 77].map(|it| u8::try_from(it).unwrap()));
    let mut bytes = Cursor::new(Vec::new());
    let image = DynamicImage::from(RgbImage::from_fn(width, height, pixel));
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

//! MNIST's format: four bytes that say what follows, the dimensions, then the bytes.

use std::path::Path;

use super::{Image, Samples, features::Table, file, targets::Targets};
use crate::Error;

/// The format's code for unsigned bytes, the only numbers that we read.
const BYTES: u8 = 0x08;

/// Reads a part of a data set: `images` `[rows, …]` and `labels` `[rows]`.
pub(super) fn load(folder: &Path, images: &str, labels: &str) -> Result<Samples, Error> {
    let (mut pixels, marks) = (file::read(folder, images)?, file::read(folder, labels)?);
    let (shape, content) = array(images, &pixels)?;
    let header = pixels.len() - content.len();
    let (mark_shape, marks) = array(labels, &marks)?;
    let [rows, sides @ ..] = &shape[..] else {
        return Err(file::invalid(images, "has no dimensions; images have [rows, height, width]"));
    };
    if sides.is_empty() {
        return Err(file::invalid(images, "has one dimension; images have [rows, height, width]"));
    }
    if mark_shape != [*rows] {
        let problem = format!("has the shape {mark_shape:?}, but {images} has {rows} images");
        return Err(file::invalid(labels, problem));
    }
    let width = sides.iter().fold(1, |size: u64, it| size.saturating_mul(*it));
    Samples::fits(images, *rows, width)?;
    let labels = marks.iter().map(|it| u32::from(*it)).collect();
    pixels.drain(..header);
    let count = |it: u64| usize::try_from(it).unwrap_or(usize::MAX);
    let samples = Samples::of(images, count(width), Table::bytes(pixels), Targets::labels(labels))?;
    Ok(match *sides {
        [height, width] => {
            samples.of_images(Image { channels: 1, height: count(height), width: count(width) })
        }
        _ => samples,
    })
}

/// The dimensions that a file declares, and exactly as many bytes as they ask for.
fn array<'a>(path: &str, bytes: &'a [u8]) -> Result<(Vec<u64>, &'a [u8]), Error> {
    if bytes.is_empty() {
        return Err(file::invalid(path, "is empty"));
    }
    let Some((&[first, second, kind, dimensions], rest)) = bytes.split_first_chunk() else {
        return Err(file::invalid(path, "is cut off: it has no header"));
    };
    if [first, second] != [0, 0] || dimensions == 0 {
        return Err(file::invalid(path, "is not an IDX file: it must start with two zero bytes"));
    }
    if kind != BYTES {
        let problem =
            format!("holds numbers of type {kind:#04x}; only bytes ({BYTES:#04x}) are read");
        return Err(file::invalid(path, problem));
    }
    let Some((sizes, content)) = rest.split_at_checked(4 * usize::from(dimensions)) else {
        return Err(file::invalid(path, "is cut off: its header is not complete"));
    };
    let big_endian = |it: &[u8]| it.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
    let shape: Vec<u64> = sizes.chunks(4).map(big_endian).collect();
    let declared = shape.iter().try_fold(1_u64, |size, it| size.checked_mul(*it));
    if declared != Some(content.len() as u64) {
        let held = content.len();
        let problem =
            format!("declares the shape {shape:?} but holds {held} bytes; is it cut off?");
        return Err(file::invalid(path, problem));
    }
    Ok((shape, content))
}

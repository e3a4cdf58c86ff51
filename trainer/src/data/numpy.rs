//! Features and labels from `NumPy`'s files: two `.npy` files, or two arrays of one `.npz` archive.

use std::{io::BufReader, path::Path};

use search::config::Matrix;
use zip::{ZipArchive, result::ZipError};

use super::{
    Samples, file,
    npy::{self, Array},
    samples::CLASSES_MAX,
};
use crate::Error;

/// Reads features `[rows, …]` and labels `[rows]`.
pub(super) fn load(folder: &Path, features: &Matrix, labels: &Matrix) -> Result<Samples, Error> {
    let (name, features) = array(folder, features)?;
    let (label_name, labels) = array(folder, labels)?;
    let [rows, sides @ ..] = &features.shape[..] else {
        return Err(file::invalid(
            &name,
            "is a single number; features have the shape [rows, columns]",
        ));
    };
    if !matches!(&labels.shape[..], [count] | [count, 1] if count == rows) {
        let (shape, theirs) = (&labels.shape, &features.shape);
        let problem = format!(
            "has the shape {shape:?}, which does not fit {name} of shape {theirs:?}; labels have [rows]"
        );
        return Err(file::invalid(&label_name, problem));
    }
    let width = sides.iter().fold(1, |size: u64, it| size.saturating_mul(*it));
    Samples::fits(&name, *rows, width)?;
    let classes = labels.numbers.iter().enumerate();
    let classes =
        classes.map(|(row, it)| class(&label_name, row, *it)).collect::<Result<_, _>>()?;
    #[expect(clippy::cast_possible_truncation, reason = "features are in single precision")]
    let numbers = features.numbers.iter().map(|it| *it as f32).collect();
    Samples::new(&name, usize::try_from(width).unwrap_or(usize::MAX), numbers, classes)
}

/// A label, which counts from 0.
fn class(name: &str, row: usize, label: f64) -> Result<u32, Error> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked below")]
    let class = label as u32;
    if f64::from(class).to_bits() == (label + 0.0).to_bits() && (class as usize) < CLASSES_MAX {
        return Ok(class);
    }
    let (row, max) = (row + 1, CLASSES_MAX - 1);
    Err(file::invalid(
        name,
        format!("row {row}: the label {label} is not a whole number from 0 to {max}"),
    ))
}

/// An array, and what to call it when something is wrong with it.
fn array(folder: &Path, matrix: &Matrix) -> Result<(String, Array), Error> {
    let path = &matrix.path;
    let Some(array) = &matrix.name else {
        return Ok((path.clone(), npy::parse(path, &file::read(folder, path)?)?));
    };
    let name = format!("{path}, array {array:?}");
    let archive = BufReader::new(file::open(folder, path)?);
    let mut archive = ZipArchive::new(archive).map_err(|error| damaged(path, &error))?;
    let Some(index) = archive.index_for_name(&format!("{array}.npy")) else {
        let names: Vec<String> =
            archive.file_names().flatten().map(|it| it.trim_end_matches(".npy").into()).collect();
        let names = names.join(", ");
        return Err(file::invalid(
            path,
            format!("there is no array {array:?}; there are: {names}"),
        ));
    };
    let entry = archive.by_index(index).map_err(|error| damaged(&name, &error))?;
    let bytes = file::read_all(entry).map_err(|error| damaged(&name, &ZipError::Io(error)))?;
    Ok((name.clone(), npy::parse(&name, &file::fits(&name, bytes)?)?))
}

fn damaged(name: &str, error: &ZipError) -> Error {
    file::invalid(name, format!("is not an .npz archive, or a damaged one: {error}"))
}

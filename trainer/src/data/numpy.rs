//! Features and labels from `NumPy`'s files: two `.npy` files, or two arrays of one `.npz` archive.

use std::{io::BufReader, path::Path};

use search::config::{Matrix, Target};
use zip::{ZipArchive, result::ZipError};

use super::{
    Samples, file,
    npy::{self, Array},
    samples::CLASSES_MAX,
    targets::Targets,
};
use crate::Error;

/// Reads features `[rows, …]`, and labels `[rows]` or, for numbers, `[rows, columns]`.
pub(super) fn load(
    folder: &Path,
    features: &Matrix,
    labels: &Matrix,
    target: Target,
) -> Result<Samples, Error> {
    let (name, features) = array(folder, features)?;
    let (label_name, labels) = array(folder, labels)?;
    let [rows, sides @ ..] = &features.shape[..] else {
        return Err(file::invalid(
            &name,
            "is a single number; features have the shape [rows, columns]",
        ));
    };
    let (targets, wanted) = match (&labels.shape[..], target) {
        ([count] | [count, 1], _) if count == rows => (1, "[rows]"),
        ([count, columns], Target::Numbers(_)) if count == rows && *columns > 0 => (*columns, ""),
        (_, Target::Class) => (0, "[rows]"),
        (_, Target::Numbers(_)) => (0, "[rows] or [rows, columns]"),
    };
    if targets == 0 {
        let (shape, theirs) = (&labels.shape, &features.shape);
        let problem = format!(
            "has the shape {shape:?}, which does not fit {name} of shape {theirs:?}; labels have {wanted}"
        );
        return Err(file::invalid(&label_name, problem));
    }
    let width = sides.iter().fold(1, |size: u64, it| size.saturating_mul(*it));
    Samples::fits(&name, *rows, width)?;
    let (width, targets) = (size(width), size(targets));
    let targets = match target {
        Target::Class => {
            let classes = labels.numbers().enumerate();
            let classes = classes.map(|(row, it)| class(&label_name, row, it));
            Targets::labels(classes.collect::<Result<_, _>>()?)
        }
        Target::Numbers(_) => {
            let numbers = labels.numbers().enumerate();
            let numbers = numbers.map(|(at, it)| number(&label_name, at / targets, it));
            Targets::numbers(numbers.collect::<Result<_, _>>()?, targets)
        }
    };
    Samples::of(&name, width, features.into_table(), targets)
}

/// A size that was found to fit in memory.
fn size(size: u64) -> usize {
    usize::try_from(size).unwrap_or(usize::MAX)
}

/// A number to be told.
fn number(name: &str, row: usize, number: f64) -> Result<f32, Error> {
    #[expect(clippy::cast_possible_truncation, reason = "models are in single precision")]
    let single = number as f32;
    if single.is_finite() {
        return Ok(single);
    }
    let row = row + 1;
    Err(file::invalid(name, format!("row {row}: {single} is not a finite number")))
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
        return Ok((path.clone(), npy::parse(path, file::read(folder, path)?)?));
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
    Ok((name.clone(), npy::parse(&name, file::fits(&name, bytes)?)?))
}

fn damaged(name: &str, error: &ZipError) -> Error {
    file::invalid(name, format!("is not an .npz archive, or a damaged one: {error}"))
}

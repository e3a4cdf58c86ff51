//! CIFAR's binary format: records of a label, or two, and the 3 072 bytes of an image, without a header.

use std::path::Path;

use search::config::Cifar;

use super::{Image, Loaded, Samples, features::Table, file, targets::Targets};
use crate::Error;

/// 32 rows of 32 pixels, first all red ones, then the green and the blue.
const IMAGE: Image = Image { channels: 3, height: 32, width: 32 };
const PIXELS: usize = 3 * 32 * 32;

/// Where a set keeps its parts, and what a record of it looks like.
struct Layout {
    /// What the names of files to train on begin with.
    train: &'static str,
    /// The file to validate with.
    test: &'static str,
    /// How many labels lie before an image, and which of them counts.
    labels: usize,
    label: usize,
    classes: u8,
}

/// Reads the batches in `folder`.
pub(super) fn load(folder: &Path, path: &str, set: Cifar) -> Result<Loaded, Error> {
    let layout = layout(set);
    let files = file::listed(folder, path)?;
    let batches: Vec<&String> = files.iter().filter(|it| is_batch(it, layout.train)).collect();
    let test: Vec<&String> = files.iter().filter(|it| is_batch(it, layout.test)).collect();
    if batches.is_empty() {
        let (train, test) = (layout.train, layout.test);
        let problem =
            format!("holds no {train}*.bin to train on (and {test}.bin to validate with)");
        return Err(file::invalid(path, problem));
    }
    let validation = match &test[..] {
        [] => None,
        test => Some(part(folder, path, test, &layout)?),
    };
    Ok(Loaded { train: part(folder, path, &batches, &layout)?, validation, pixels: true })
}

fn layout(set: Cifar) -> Layout {
    let hundred = Layout { train: "train", test: "test", labels: 2, label: 1, classes: 100 };
    match set {
        Cifar::Ten => {
            Layout { train: "data_batch_", test: "test_batch", labels: 1, label: 0, classes: 10 }
        }
        Cifar::HundredFine => hundred,
        Cifar::HundredCoarse => Layout { label: 0, classes: 20, ..hundred },
    }
}

/// Whether this is a file of a part: its beginning, a number perhaps, `.bin` and `.gz` perhaps.
fn is_batch(name: &str, beginning: &str) -> bool {
    let plain = name.strip_suffix(".gz").unwrap_or(name);
    let number = plain.strip_prefix(beginning).and_then(|it| it.strip_suffix(".bin"));
    number.is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()))
}

/// The records of these files, one after the other.
fn part(folder: &Path, path: &str, files: &[&String], layout: &Layout) -> Result<Samples, Error> {
    let (mut bytes, mut labels) = (Vec::new(), Vec::new());
    for pair in files.windows(2) {
        if pair[1].strip_suffix(".gz") == Some(pair[0]) {
            let problem = format!("holds both {} and {}", pair[0], pair[1]);
            return Err(file::invalid(path, problem));
        }
    }
    for name in files {
        let name = format!("{path}/{name}");
        let content = file::read(folder, &name)?;
        let record = layout.labels + PIXELS;
        if content.is_empty() {
            return Err(file::invalid(&name, "is empty"));
        }
        if content.len() % record != 0 {
            let (held, rows) = (content.len(), content.len() / record);
            let problem = format!(
                "holds {held} bytes, which is {rows} records of {record} bytes and a part of one; is it cut off?"
            );
            return Err(file::invalid(&name, problem));
        }
        let rows = (bytes.len() + content.len()) / PIXELS;
        Samples::fits(path, rows as u64, PIXELS as u64)?;
        for (row, record) in content.chunks_exact(record).enumerate() {
            let (marks, pixels) = record.split_at(layout.labels);
            let label = marks[layout.label];
            if label >= layout.classes {
                let (row, max) = (row + 1, layout.classes - 1);
                let problem = format!("record {row}: the label {label} is not from 0 to {max}");
                return Err(file::invalid(&name, problem));
            }
            labels.push(u32::from(label));
            bytes.extend_from_slice(pixels);
        }
    }
    let samples = Samples::of(path, PIXELS, Table::bytes(bytes), Targets::labels(labels))?;
    Ok(samples.of_images(IMAGE))
}

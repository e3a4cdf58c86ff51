//! Files that are learnt from: the formats there are, and what each needs to be told.

use super::{Sample, Scale};
use crate::document::{Fields, Node, Value};

/// The largest side of an image. A limit against slips of the keyboard.
const SIDE_MAX: u64 = 4_096;

/// The most targets that a row has. A limit against slips of the keyboard.
const TARGETS_MAX: usize = 1_000;

/// Files on the worker, relative to its data folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A table whose columns have names.
    Table {
        /// What it is written in.
        format: TableFormat,
        /// The file.
        path: String,
        /// The columns that hold what is to be told; the last one where none is named.
        columns: Vec<String>,
        /// What is to be told.
        target: Target,
    },
    /// `NumPy` arrays: features `[rows, …]` and labels `[rows]` or, for numbers, `[rows, columns]`.
    Numpy {
        /// The features.
        features: Matrix,
        /// The labels, for classes whole numbers from 0.
        labels: Matrix,
        /// What is to be told.
        target: Target,
    },
    /// MNIST's format, compressed by gzip or not.
    Idx {
        /// `[rows, height, width]`, bytes.
        images: String,
        /// `[rows]`, bytes.
        labels: String,
        /// Images and labels that validate, where the set has such a part.
        validation: Option<[String; 2]>,
    },
    /// CIFAR's binary format, compressed by gzip or not.
    Cifar {
        /// The folder with the batches; the test batch validates, where there is one.
        folder: String,
        /// Which of the sets it is.
        set: Cifar,
    },
    /// PNG and JPEG files in a folder for each class.
    Images(Images),
}

/// What a table is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    /// Text with a header row, compressed by gzip or not.
    Csv,
    /// Apache Parquet.
    Parquet,
}

/// What is to be told of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Its class.
    Class,
    /// Real numbers, brought to a common scale by the training part's statistics.
    Numbers(Scale),
}

/// One array in a `.npy` file, or a named one in an `.npz` archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// The file.
    pub path: String,
    /// The array's name in an archive.
    pub name: Option<String>,
}

/// The CIFAR sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cifar {
    /// Ten classes.
    Ten,
    /// A hundred classes.
    HundredFine,
    /// The same images in twenty classes.
    HundredCoarse,
}

/// PNG and JPEG files in a folder for each class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Images {
    /// The folder that holds the classes' folders.
    pub folder: String,
    /// Another one whose images validate, where there is one.
    pub validation: Option<String>,
    /// Height and width to which images are brought; where nothing is said all must have the same.
    pub size: Option<[u32; 2]>,
    /// Whether red, green and blue are kept apart.
    pub colour: bool,
}

impl Source {
    /// The files and folders that it reads, each once.
    pub fn paths(&self) -> Vec<&str> {
        let mut paths: Vec<&str> = match self {
            Self::Table { path, .. } => vec![path],
            Self::Numpy { features, labels, .. } => vec![&features.path, &labels.path],
            Self::Idx { images, labels, validation } => [images, labels]
                .into_iter()
                .chain(validation.iter().flatten())
                .map(|it| &**it)
                .collect(),
            Self::Cifar { folder, .. } => vec![folder],
            Self::Images(Images { folder, validation, .. }) => {
                [folder].into_iter().chain(validation).map(|it| &**it).collect()
            }
        };
        paths.dedup();
        paths
    }

    /// What a sample of it is, as far as is known.
    pub(super) fn sample(&self) -> Sample {
        match self {
            Self::Table { .. } => Sample::Row,
            Self::Numpy { .. } => Sample::Unknown,
            Self::Idx { .. } => Sample::Image(None),
            Self::Cifar { .. } => Sample::Image(Some([32, 32])),
            Self::Images(it) => Sample::Image(it.size.map(|it| it.map(u64::from))),
        }
    }

    /// Whether numbers are to be told, and not classes.
    pub(super) fn is_regression(&self) -> bool {
        match self {
            Self::Table { target, .. } | Self::Numpy { target, .. } => *target != Target::Class,
            Self::Idx { .. } | Self::Cifar { .. } | Self::Images(_) => false,
        }
    }

    pub(super) fn csv(fields: &Fields<'_>) -> Option<Self> {
        Self::table(fields, TableFormat::Csv)
    }

    pub(super) fn parquet(fields: &Fields<'_>) -> Option<Self> {
        Self::table(fields, TableFormat::Parquet)
    }

    fn table(fields: &Fields<'_>, format: TableFormat) -> Option<Self> {
        let path = fields.required("path", path);
        let columns = fields.or("target", Vec::new(), columns);
        let target = Target::read(fields);
        let (columns, target) = (columns?, target?);
        if columns.len() > 1 && target == Target::Class {
            return fields.note("target", "several targets need `task: regression`");
        }
        Some(Self::Table { format, path: path?, columns, target })
    }

    pub(super) fn npy(fields: &Fields<'_>) -> Option<Self> {
        let features = fields.required("features", path);
        let labels = fields.required("labels", path);
        let target = Target::read(fields);
        let plain = |path| Matrix { path, name: None };
        Some(Self::Numpy { features: plain(features?), labels: plain(labels?), target: target? })
    }

    pub(super) fn npz(fields: &Fields<'_>) -> Option<Self> {
        let path = fields.required("path", path);
        let name = |it: &Value<'_>| it.text().map(str::to_owned);
        let features = fields.or("features", "x".to_owned(), name);
        let labels = fields.or("labels", "y".to_owned(), name);
        let target = Target::read(fields);
        let (path, target) = (path?, target?);
        let features = Matrix { path: path.clone(), name: features };
        Some(Self::Numpy { features, labels: Matrix { path, name: labels }, target })
    }

    pub(super) fn idx(fields: &Fields<'_>) -> Option<Self> {
        let images = fields.required("images", path);
        let labels = fields.required("labels", path);
        let validation_images = fields.optional("validation_images", path)?;
        let validation_labels = fields.optional("validation_labels", path)?;
        let validation = match (validation_images, validation_labels) {
            (Some(images), Some(labels)) => Some([images, labels]),
            (None, None) => None,
            (Some(_), None) => return fields.note("validation_labels", "is missing"),
            (None, Some(_)) => return fields.note("validation_images", "is missing"),
        };
        Some(Self::Idx { images: images?, labels: labels?, validation })
    }

    pub(super) fn cifar10(fields: &Fields<'_>) -> Option<Self> {
        let folder = fields.or("folder", "cifar-10-batches-bin".to_owned(), path);
        Some(Self::Cifar { folder: folder?, set: Cifar::Ten })
    }

    pub(super) fn cifar100(fields: &Fields<'_>) -> Option<Self> {
        let folder = fields.or("folder", "cifar-100-binary".to_owned(), path);
        let classes = [("fine", Cifar::HundredFine), ("coarse", Cifar::HundredCoarse)];
        let set = fields.or("labels", Cifar::HundredFine, |it| it.choice(&classes));
        Some(Self::Cifar { folder: folder?, set: set? })
    }

    pub(super) fn images(fields: &Fields<'_>) -> Option<Self> {
        let folder = fields.required("folder", path);
        let validation = fields.optional("validation_folder", path);
        let size = fields.optional("size", size);
        let colour = fields.or("colour", true, Value::bool);
        let (folder, validation) = (folder?, validation?);
        Some(Self::Images(Images { folder, validation, size: size?, colour: colour? }))
    }
}

impl Target {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let tasks = [("classification", false), ("regression", true)];
        let regression = fields.or("task", false, |it| it.choice(&tasks));
        let scale = fields.optional("target_scale", Scale::read);
        match (regression?, scale?) {
            (true, scale) => Some(Self::Numbers(scale.unwrap_or(Scale::None))),
            (false, None) => Some(Self::Class),
            (false, Some(_)) => {
                fields.note("target_scale", "needs `task: regression`; classes have no scale")
            }
        }
    }
}

/// The name of a column, or a list of them.
fn columns(value: &Value<'_>) -> Option<Vec<String>> {
    if let Node::Text(text) = value.node {
        return Some(vec![text.clone()]);
    }
    let Node::List(items) = value.node else {
        return value
            .note(format!("expected a column or a list of columns, found {}", value.node.kind()));
    };
    if items.is_empty() || items.len() > TARGETS_MAX {
        return value.note(format!("must name 1 to {TARGETS_MAX} columns"));
    }
    let mut columns: Vec<String> = Vec::new();
    for item in value.items()? {
        let column = item.text()?.to_owned();
        if columns.contains(&column) {
            return item.note("stands in the list already");
        }
        columns.push(column);
    }
    Some(columns)
}

/// `32`, or `[height, width]`.
fn size(value: &Value<'_>) -> Option<[u32; 2]> {
    let side = |it: &Value<'_>| it.whole(1, SIDE_MAX).and_then(|it| u32::try_from(it).ok());
    let Node::List(_) = value.node else { return side(value).map(|it| [it, it]) };
    let items = value.items()?;
    let [height, width] = &items[..] else {
        return value.note("must be one length, or a list of height and width");
    };
    Some([side(height)?, side(width)?])
}

/// A file's name. Workers read only below their data folder, so it stays below.
pub(super) fn path(value: &Value<'_>) -> Option<String> {
    let text = value.text()?;
    let mut parts = text.split(['/', '\\']);
    if text.is_empty()
        || text.starts_with(['/', '\\'])
        || text.contains('\0')
        || parts.any(|it| it == "..")
    {
        return value.note("must name a file below the worker's data folder, without `..`");
    }
    Some(text.to_owned())
}

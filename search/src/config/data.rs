//! What is learnt from: shipped, generated, or read from a user's files.

use crate::document::{Fields, Value};

/// A classification data set, split into a training and a validation part.
#[derive(Clone, Debug, PartialEq)]
pub enum Dataset {
    /// The handwritten digits that come with the program: 1,000 rows train, 797 validate.
    Digits,
    /// Points drawn anew, the same for every trial of a sweep.
    Generated {
        /// Where the points lie.
        shape: Generated,
        /// How many, training and validation together.
        samples: u64,
        /// What they are drawn with.
        seed: u64,
        /// Which of them validate.
        split: Split,
    },
    /// Files on the worker.
    Files {
        /// Which, and how they are read.
        source: Source,
        /// How features are brought to a common scale, by the training part's statistics.
        scale: Scale,
        /// Which rows validate. Ignored where the source has a validation part of its own.
        split: Split,
    },
}

/// Points drawn around a shape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Generated {
    /// Gaussian clouds around random centres.
    Blobs {
        /// One cloud each.
        classes: u64,
        /// Dimensions.
        features: u64,
        /// The clouds' standard deviation; centres lie in [-10, 10] in each dimension.
        spread: f64,
    },
    /// Two half circles that reach into each other.
    Moons {
        /// The standard deviation around the circles, whose radius is 1.
        noise: f64,
    },
    /// Arms that wind around the origin.
    Spirals {
        /// One arm each.
        classes: u64,
        /// The standard deviation around the arms, which end at radius 1.
        noise: f64,
    },
}

/// Files on the worker, relative to its data folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A table with a header row.
    Csv {
        /// The file.
        path: String,
        /// The column that holds the classes; the last one where nothing is said.
        target: Option<String>,
    },
    /// `NumPy` arrays: features `[rows, …]` and labels `[rows]`.
    Numpy {
        /// The features.
        features: Matrix,
        /// The labels, whole numbers from 0.
        labels: Matrix,
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
}

/// One array in a `.npy` file, or a named one in an `.npz` archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// The file.
    pub path: String,
    /// The array's name in an archive.
    pub name: Option<String>,
}

/// How features are brought to a common scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Left as they are.
    None,
    /// Mean 0 and standard deviation 1, each column.
    Standard,
    /// From 0 to 1, each column.
    MinMax,
}

/// How rows are split.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// The share of the rows that validate.
    pub validation: f64,
    /// What the rows are shuffled with before.
    pub seed: u64,
}

#[derive(Clone, Copy)]
enum Kind {
    Digits,
    Blobs,
    Moons,
    Spirals,
    Csv,
    Npy,
    Npz,
    Idx,
}

const KINDS: [(&str, Kind); 8] = [
    ("digits", Kind::Digits),
    ("blobs", Kind::Blobs),
    ("moons", Kind::Moons),
    ("spirals", Kind::Spirals),
    ("csv", Kind::Csv),
    ("npy", Kind::Npy),
    ("npz", Kind::Npz),
    ("idx", Kind::Idx),
];

impl Dataset {
    /// How many of its samples train, where that is known without looking into it.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a count lies between 0 and the count"
    )]
    pub fn rows(&self) -> Option<u64> {
        match self {
            Self::Digits => Some(1_000),
            Self::Generated { samples, split, .. } => {
                let validation = (*samples as f64 * split.validation).round() as u64;
                Some(samples - validation.clamp(1, samples - 1))
            }
            Self::Files { .. } => None,
        }
    }

    /// How many classes it has, where that is known without looking into it.
    pub fn classes(&self) -> Option<u64> {
        match self {
            Self::Digits => Some(10),
            Self::Generated { shape, .. } => Some(match shape {
                Generated::Blobs { classes, .. } | Generated::Spirals { classes, .. } => *classes,
                Generated::Moons { .. } => 2,
            }),
            Self::Files { .. } => None,
        }
    }

    /// Reads `digits` or `{ kind: …, … }`.
    pub(super) fn read(value: &Value<'_>) -> Option<Self> {
        if let crate::document::Node::Text(_) = value.node {
            return match value.choice(&KINDS)? {
                Kind::Digits => Some(Self::Digits),
                Kind::Blobs => Self::generated(&Fields::empty(value), Generated::blobs),
                Kind::Moons => Self::generated(&Fields::empty(value), Generated::moons),
                Kind::Spirals => Self::generated(&Fields::empty(value), Generated::spirals),
                Kind::Csv | Kind::Npy | Kind::Npz | Kind::Idx => {
                    value.note("needs to be told its files, as in `{ kind: csv, path: data.csv }`")
                }
            };
        }
        let fields = value.fields()?;
        let dataset = match fields.required("kind", |it| it.choice(&KINDS))? {
            Kind::Digits => Some(Self::Digits),
            Kind::Blobs => Self::generated(&fields, Generated::blobs),
            Kind::Moons => Self::generated(&fields, Generated::moons),
            Kind::Spirals => Self::generated(&fields, Generated::spirals),
            Kind::Csv => Self::files(&fields, Scale::Standard, Source::csv),
            Kind::Npy => Self::files(&fields, Scale::Standard, Source::npy),
            Kind::Npz => Self::files(&fields, Scale::Standard, Source::npz),
            Kind::Idx => Self::files(&fields, Scale::MinMax, Source::idx),
        };
        fields.finish();
        dataset
    }

    fn generated(
        fields: &Fields<'_>,
        shape: impl Fn(&Fields<'_>) -> Option<Generated>,
    ) -> Option<Self> {
        let shape = shape(fields);
        let samples = fields.or("samples", 1_000, |it| it.whole(10, 10_000_000));
        let seed = seed(fields);
        let split = Split::read(fields, seed.unwrap_or_default());
        Some(Self::Generated { shape: shape?, samples: samples?, seed: seed?, split: split? })
    }

    fn files(
        fields: &Fields<'_>,
        scale: Scale,
        source: impl Fn(&Fields<'_>) -> Option<Source>,
    ) -> Option<Self> {
        let source = source(fields);
        let scales =
            [("none", Scale::None), ("standard", Scale::Standard), ("minmax", Scale::MinMax)];
        let scale = fields.or("scale", scale, |it| it.choice(&scales));
        let split = seed(fields).and_then(|seed| Split::read(fields, seed));
        Some(Self::Files { source: source?, scale: scale?, split: split? })
    }
}

impl Generated {
    fn blobs(fields: &Fields<'_>) -> Option<Self> {
        let classes = fields.or("classes", 3, |it| it.whole(2, 10_000));
        let features = fields.or("features", 2, |it| it.whole(1, 10_000));
        let spread = fields.or("spread", 1.0, Value::positive);
        Some(Self::Blobs { classes: classes?, features: features?, spread: spread? })
    }

    fn moons(fields: &Fields<'_>) -> Option<Self> {
        Some(Self::Moons { noise: fields.or("noise", 0.1, Value::not_negative)? })
    }

    fn spirals(fields: &Fields<'_>) -> Option<Self> {
        let classes = fields.or("classes", 3, |it| it.whole(2, 1_000));
        let noise = fields.or("noise", 0.1, Value::not_negative);
        Some(Self::Spirals { classes: classes?, noise: noise? })
    }
}

impl Source {
    fn csv(fields: &Fields<'_>) -> Option<Self> {
        let path = fields.required("path", path);
        let target = fields.optional("target", |it| it.text().map(str::to_owned));
        Some(Self::Csv { path: path?, target: target? })
    }

    fn npy(fields: &Fields<'_>) -> Option<Self> {
        let features = fields.required("features", path);
        let labels = fields.required("labels", path);
        let plain = |path| Matrix { path, name: None };
        Some(Self::Numpy { features: plain(features?), labels: plain(labels?) })
    }

    fn npz(fields: &Fields<'_>) -> Option<Self> {
        let path = fields.required("path", path);
        let name = |it: &Value<'_>| it.text().map(str::to_owned);
        let features = fields.or("features", "x".to_owned(), name);
        let labels = fields.or("labels", "y".to_owned(), name);
        let path = path?;
        let features = Matrix { path: path.clone(), name: features };
        Some(Self::Numpy { features, labels: Matrix { path, name: labels } })
    }

    fn idx(fields: &Fields<'_>) -> Option<Self> {
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
}

impl Split {
    fn read(fields: &Fields<'_>, seed: u64) -> Option<Self> {
        let share = |it: &Value<'_>| it.number("above 0 and below 1", |it| it > 0.0 && it < 1.0);
        Some(Self { validation: fields.or("validation", 0.2, share)?, seed })
    }
}

fn seed(fields: &Fields<'_>) -> Option<u64> {
    fields.or("seed", 0, |it| it.whole(0, i64::MAX.unsigned_abs()))
}

/// A file's name. Workers read only below their data folder, so it stays below.
fn path(value: &Value<'_>) -> Option<String> {
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

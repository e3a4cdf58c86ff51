//! What is learnt from: shipped, generated, or read from a user's files.

use crate::{
    config::{Digest, Generated, Source, Text, Writing},
    document::{Fields, Node, Path, Problem, Problems, Value},
};

/// A data set, split into a training and a validation part.
#[derive(Clone, Debug, PartialEq)]
pub enum Dataset {
    /// The handwritten digits that come with the program: 1,000 rows train, 797 validate.
    Digits {
        /// Which of the rows to train on are labelled wrongly.
        noise: LabelNoise,
    },
    /// Samples drawn anew, the same for every trial of a sweep.
    Generated {
        /// What they look like.
        shape: Generated,
        /// How many, training and validation together.
        samples: u64,
        /// What they are drawn with.
        seed: u64,
        /// Which of them validate.
        split: Split,
        /// Which of those that train are labelled wrongly.
        noise: LabelNoise,
    },
    /// Files on the worker.
    Files {
        /// Which, and how they are read.
        source: Source,
        /// How features are brought to a common scale, by the training part's statistics.
        scale: Scale,
        /// Which rows validate; both parts keep the order of the rows. Ignored where the source has a validation part of its own.
        split: Split,
        /// What some of the files must contain.
        digests: Vec<Digest>,
    },
    /// A text, for models of language.
    Text(Text),
}

/// What a sample is, as far as is known without looking at the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    /// Numbers in no order.
    Row,
    /// Pixels, of this height and width where they are known.
    Image(Option<[u64; 2]>),
    /// Characters.
    Text,
    /// An array of any shape.
    Unknown,
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

/// Labels that are wrong on purpose, in the training part alone.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LabelNoise {
    /// The share of the rows to train on whose label is replaced by another one.
    pub share: f64,
    /// What rows and labels are drawn with.
    pub seed: u64,
}

/// How rows are split.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// The share of the rows that validate.
    pub validation: f64,
    /// What the rows are shuffled with before.
    pub seed: u64,
}

type Read = fn(&Fields<'_>) -> Option<Dataset>;

const KINDS: &[(&str, Read)] = &[
    ("digits", Dataset::digits),
    ("blobs", |it| Dataset::generated(it, Generated::blobs, &POINTS)),
    ("moons", |it| Dataset::generated(it, Generated::moons, &POINTS)),
    ("spirals", |it| Dataset::generated(it, Generated::spirals, &POINTS)),
    ("teacher", |it| Dataset::generated(it, Generated::teacher, &TAUGHT)),
    ("patterns", |it| Dataset::generated(it, Generated::patterns, &TAUGHT)),
    ("csv", |it| Dataset::files(it, Scale::Standard, Source::csv)),
    ("npy", |it| Dataset::files(it, Scale::Standard, Source::npy)),
    ("npz", |it| Dataset::files(it, Scale::Standard, Source::npz)),
    ("idx", |it| Dataset::files(it, Scale::MinMax, Source::idx)),
    ("parquet", |it| Dataset::files(it, Scale::Standard, Source::parquet)),
    ("cifar10", |it| Dataset::files(it, Scale::MinMax, Source::cifar10)),
    ("cifar100", |it| Dataset::files(it, Scale::MinMax, Source::cifar100)),
    ("images", |it| Dataset::files(it, Scale::MinMax, Source::images)),
    ("text", |it| Text::file(it).map(Dataset::Text)),
    ("grammar", |it| Text::grammar(it).map(Dataset::Text)),
];

/// Those that can be called by their name alone.
const WITHOUT_FILES: [&str; 7] =
    ["digits", "blobs", "moons", "spirals", "teacher", "patterns", "grammar"];

/// How much is drawn where nothing is said.
struct Usual {
    samples: u64,
    validation: f64,
}

/// A few points in the plane.
const POINTS: Usual = Usual { samples: 1_000, validation: 0.2 };

/// Enough samples to tell small differences of accuracy.
const TAUGHT: Usual = Usual { samples: 8_000, validation: 0.5 };

impl Dataset {
    /// Reads a data set that stands alone, telling every mistake.
    pub fn from_node(node: &Node) -> Result<Self, Vec<Problem>> {
        let problems = Problems::default();
        let read = Self::read(&Value::new(node, Path::root(), &problems));
        problems.settle(read)
    }

    /// The files and folders that it is read from, below the worker's data folder.
    pub fn paths(&self) -> Vec<&str> {
        match self {
            Self::Digits { .. } | Self::Generated { .. } => Vec::new(),
            Self::Files { source, .. } => source.paths(),
            Self::Text(Text { writing: Writing::File { path, .. }, .. }) => vec![path],
            Self::Text(Text { writing: Writing::Grammar { .. }, .. }) => Vec::new(),
        }
    }

    /// What some of them must contain.
    pub fn digests(&self) -> &[Digest] {
        match self {
            Self::Digits { .. } | Self::Generated { .. } => &[],
            Self::Files { digests, .. }
            | Self::Text(Text { writing: Writing::File { digests, .. }, .. }) => digests,
            Self::Text(Text { writing: Writing::Grammar { .. }, .. }) => &[],
        }
    }

    /// How many of its samples train, where that is known without looking into it.
    pub fn rows(&self) -> Option<u64> {
        match self {
            Self::Digits { .. } => Some(1_000),
            Self::Generated { samples, split, .. } => {
                Some(samples - validating(*samples, split.validation))
            }
            Self::Files { .. } => None,
            Self::Text(text) => text.rows(),
        }
    }

    /// How many classes it has, where that is known without looking into it.
    pub fn classes(&self) -> Option<u64> {
        match self {
            Self::Digits { .. } => Some(10),
            Self::Generated { shape, .. } => Some(shape.classes()),
            Self::Files { .. } | Self::Text(_) => None,
        }
    }

    /// Whether data sets of this kind need no files, so that their name alone will do.
    pub fn needs_no_files(kind: &str) -> bool {
        WITHOUT_FILES.contains(&kind)
    }

    /// What a sample of it is.
    pub fn sample(&self) -> Sample {
        match self {
            Self::Digits { .. } => Sample::Image(Some([8, 8])),
            Self::Generated { .. } => Sample::Row,
            Self::Files { source, .. } => source.sample(),
            Self::Text(_) => Sample::Text,
        }
    }

    /// Whether numbers are to be told, and not classes.
    pub fn is_regression(&self) -> bool {
        match self {
            Self::Files { source, .. } => source.is_regression(),
            Self::Digits { .. } | Self::Generated { .. } | Self::Text(_) => false,
        }
    }

    /// Reads `digits` or `{ kind: …, … }`.
    pub(super) fn read(value: &Value<'_>) -> Option<Self> {
        if let Node::Text(name) = value.node {
            let read = value.choice(KINDS)?;
            if !Self::needs_no_files(name) {
                return value
                    .note("needs to be told its files, as in `{ kind: csv, path: data.csv }`");
            }
            return read(&Fields::empty(value));
        }
        let fields = value.fields()?;
        let dataset = fields.required("kind", |it| it.choice(KINDS))?(&fields);
        fields.finish();
        dataset
    }

    fn digits(fields: &Fields<'_>) -> Option<Self> {
        let seed = seed(fields);
        Some(Self::Digits { noise: LabelNoise::read(fields, seed?)? })
    }

    fn generated(
        fields: &Fields<'_>,
        shape: impl Fn(&Fields<'_>) -> Option<Generated>,
        usual: &Usual,
    ) -> Option<Self> {
        let shape = shape(fields);
        let samples = fields.or("samples", usual.samples, |it| it.whole(10, 10_000_000));
        let seed = seed(fields);
        let split = Split::read(fields, usual.validation, seed.unwrap_or_default());
        let noise = LabelNoise::read(fields, seed.unwrap_or_default());
        let (shape, samples, seed) = (shape?, samples?, seed?);
        Some(Self::Generated { shape, samples, seed, split: split?, noise: noise? })
    }

    fn files(
        fields: &Fields<'_>,
        scale: Scale,
        source: impl Fn(&Fields<'_>) -> Option<Source>,
    ) -> Option<Self> {
        let source = source(fields);
        let scale = fields.or("scale", scale, Scale::read);
        let split = seed(fields).and_then(|seed| Split::read(fields, 0.2, seed));
        let paths = source.as_ref().map(Source::paths).unwrap_or_default();
        let digests = Digest::read(fields, &paths);
        Some(Self::Files { source: source?, scale: scale?, split: split?, digests: digests? })
    }
}

impl Scale {
    pub(super) fn read(value: &Value<'_>) -> Option<Self> {
        value.choice(&[
            ("none", Self::None),
            ("standard", Self::Standard),
            ("minmax", Self::MinMax),
        ])
    }
}

impl LabelNoise {
    fn read(fields: &Fields<'_>, seed: u64) -> Option<Self> {
        Some(Self { share: fields.or("label_noise", 0.0, Value::fraction)?, seed })
    }
}

impl Split {
    fn read(fields: &Fields<'_>, validation: f64, seed: u64) -> Option<Self> {
        Some(Self { validation: fields.or("validation", validation, share)?, seed })
    }
}

/// The share of something that validates.
pub(super) fn share(value: &Value<'_>) -> Option<f64> {
    value.number("above 0 and below 1", |it| it > 0.0 && it < 1.0)
}

/// How many of so many samples validate: one at least, and not all of them.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a count lies between 0 and the count"
)]
pub(super) fn validating(samples: u64, share: f64) -> u64 {
    ((samples as f64 * share).round() as u64).clamp(1, samples - 1)
}

pub(super) fn seed(fields: &Fields<'_>) -> Option<u64> {
    fields.or("seed", 0, |it| it.whole(0, i64::MAX.unsigned_abs()))
}

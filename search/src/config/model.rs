//! What learns.

mod cnn;
mod mlp;
mod resnet;
mod transformer;

pub use self::{cnn::Cnn, mlp::Mlp, resnet::Resnet, transformer::Transformer};

use super::{Sample, train::BATCH_MAX};
use crate::document::{Fields, Value};

/// The widest layer. A limit against slips of the keyboard.
const WIDTH_MAX: u64 = 65_536;

/// The most layers that a list names. A limit against slips of the keyboard.
const LAYERS_MAX: usize = 64;

/// A model of ours. Inputs and outputs have the data set's width.
#[derive(Clone, Debug, PartialEq)]
pub enum Model {
    /// Multinomial logistic regression: one linear layer.
    Logistic {
        /// The weights that it starts with.
        init: Init,
    },
    /// A multi-layer perceptron.
    Mlp(Mlp),
    /// Convolutions and pools, then dense layers.
    Cnn(Cnn),
    /// A residual network for small images.
    Resnet(Resnet),
    /// A model of language.
    Transformer(Transformer),
}

/// The weights that a model starts with. Biases start at 0 in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Init {
    /// Drawn, as fits what follows a layer.
    Random,
    /// Zeros, as in a calculation by hand. Hidden layers learn nothing from there.
    Zeros,
}

/// The non-linearity after a hidden layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// max(0, x); weights drawn after He et al. (2015).
    Relu,
    /// tanh(x); weights drawn after Glorot and Bengio (2010).
    Tanh,
    /// x Φ(x); weights drawn as for `Relu`.
    Gelu,
}

/// Normalising a layer's sums over the batch (Ioffe and Szegedy, 2015), which has a mean and a variance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchNorm {
    /// Sums stay as they are.
    Off,
    /// They are those of the whole batch.
    Whole,
    /// They are those of so many samples at a time, a ghost batch, however large the batch is (Hoffer et al., 2017).
    Ghost(u64),
}

/// A kind of model: what reads the rest of it.
type Read = fn(&Fields<'_>) -> Option<Model>;

const KINDS: [(&str, Read); 5] = [
    ("logistic", |it| Init::read(it).map(|init| Model::Logistic { init })),
    ("mlp", |it| Mlp::read(it).map(Model::Mlp)),
    ("cnn", |it| Cnn::read(it).map(Model::Cnn)),
    ("resnet", |it| Resnet::read(it).map(Model::Resnet)),
    ("transformer", |it| Transformer::read(it).map(Model::Transformer)),
];

impl Model {
    pub(super) fn read(value: &Value<'_>) -> Option<Self> {
        let fields = value.fields()?;
        let model = fields.required("kind", |it| it.choice(&KINDS))?(&fields);
        fields.finish();
        model
    }

    /// The name that a sweep uses.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Logistic { .. } => "logistic",
            Self::Mlp(_) => "mlp",
            Self::Cnn(_) => "cnn",
            Self::Resnet(_) => "resnet",
            Self::Transformer(_) => "transformer",
        }
    }

    /// Why it cannot learn from such samples, where that is so.
    pub(super) fn refuses(&self, sample: Sample) -> Option<String> {
        match self {
            Self::Logistic { .. } | Self::Mlp(_) => (sample == Sample::Text).then(|| {
                let name = self.name();
                format!("`{name}` learns rows of numbers, not text; `transformer` learns text")
            }),
            Self::Cnn(it) => self.misses_images(sample).or_else(|| it.refuses(sample)),
            Self::Resnet(_) => self.misses_images(sample),
            Self::Transformer(_) => (sample != Sample::Text).then(|| {
                "`transformer` learns text, and this data set has none; `mlp` learns rows of numbers".into()
            }),
        }
    }

    /// Why there are no images to learn from, where that is so.
    fn misses_images(&self, sample: Sample) -> Option<String> {
        let name = self.name();
        match sample {
            Sample::Image(_) | Sample::Unknown => None,
            Sample::Text => {
                Some(format!("`{name}` learns images, not text; `transformer` learns text"))
            }
            Sample::Row => Some(format!(
                "`{name}` learns images, and this data set has rows of numbers; `mlp` learns those"
            )),
        }
    }

    /// Whether it normalises over batches, so that one of a single sample says nothing.
    pub(super) fn normalises(&self) -> bool {
        match self {
            Self::Logistic { .. } | Self::Transformer(_) => false,
            Self::Mlp(it) => it.batch_norm != BatchNorm::Off && !it.hidden.is_empty(),
            Self::Cnn(it) => it.batch_norm != BatchNorm::Off,
            Self::Resnet(_) => true,
        }
    }
}

impl Init {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let choices = [("random", Self::Random), ("zeros", Self::Zeros)];
        fields.or("init", Self::Random, |it| it.choice(&choices))
    }
}

impl Activation {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let choices = [("relu", Self::Relu), ("tanh", Self::Tanh), ("gelu", Self::Gelu)];
        fields.or("activation", Self::Relu, |it| it.choice(&choices))
    }
}

impl BatchNorm {
    /// Reads the switch and the size.
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let is_on = fields.or("batch_norm", false, Value::bool);
        let size = Self::read_size(fields);
        match (is_on?, size?) {
            (true, it) => Some(it),
            (false, Self::Ghost(_)) => {
                fields.note("ghost_batch", "needs `batch_norm: true`, whose samples it counts")
            }
            (false, Self::Off | Self::Whole) => Some(Self::Off),
        }
    }

    /// Reads how many samples it looks at. A single one has no variance.
    fn read_size(fields: &Fields<'_>) -> Option<Self> {
        fields.or("ghost_batch", Self::Whole, |it| it.whole(2, BATCH_MAX).map(Self::Ghost))
    }
}

/// The widths of dense layers, one after the other.
fn hidden(fields: &Fields<'_>, default: &[u64]) -> Option<Vec<u64>> {
    fields.or("hidden", default.to_vec(), widths)
}

/// A list of widths.
fn widths(value: &Value<'_>) -> Option<Vec<u64>> {
    let items = value.items()?;
    if items.len() > LAYERS_MAX {
        return value.note(format!("at most {LAYERS_MAX} layers"));
    }
    items.iter().map(|it| it.whole(1, WIDTH_MAX)).collect()
}

/// The share of what comes out of each of the `hidden` layers that is left out at random.
fn dropout(fields: &Fields<'_>, hidden: Option<&[u64]>) -> Option<f64> {
    let dropout = fields.or("dropout", 0.0, Value::fraction)?;
    if dropout > 0.0 && hidden.is_some_and(<[u64]>::is_empty) {
        return fields.note("dropout", "needs layers in `hidden`, whose outcome it leaves out");
    }
    Some(dropout)
}

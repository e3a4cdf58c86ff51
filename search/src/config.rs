//! What one trial trains: the part of a sweep that its parameters reach into.

mod data;
mod digest;
mod files;
mod generated;
mod model;
mod optimizer;
mod text;
mod train;

pub use data::{Dataset, LabelNoise, Scale, Split};
pub use digest::Digest;
pub use files::{Cifar, Images, Matrix, Source, TableFormat, Target};
pub use generated::{Generated, Patterns};
pub use model::{Activation, Init, Model};
pub use optimizer::{Adadelta, Adagrad, Adam, Optimizer, Rmsprop, Rule, Sgd};
pub use text::Text;
pub use train::{BATCH_MAX, Budget, Builtin, Synthetic, Task, Train};

use crate::{
    document::{Fields, Node, Path, Problem, Problems},
    schedule::Schedule,
};

/// A map without entries.
static NOTHING: Node = Node::Map(Vec::new());

/// All that is needed to train once, but for the seed.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialConfig {
    /// What is trained, and for how long.
    pub train: Train,
    /// How a gradient becomes an update.
    pub optimizer: Optimizer,
    /// How the learning rate moves.
    pub schedule: Schedule,
}

impl TrialConfig {
    /// Reads a trial's whole configuration, telling every mistake.
    pub fn read(node: &Node) -> Result<Self, Vec<Problem>> {
        let problems = Problems::default();
        let read = Fields::of(node, Path::root(), &problems).and_then(|fields| {
            let config = Self::from_fields(&fields);
            fields.finish();
            config
        });
        problems.settle(read)
    }

    /// Reads the keys `train`, `optimizer` and `schedule` of a larger document.
    pub fn from_fields(fields: &Fields<'_>) -> Option<Self> {
        let train = fields.required("train", Train::read);
        let schedule = fields.or("schedule", Schedule::default(), Schedule::read);
        let ramp_end = schedule.as_ref().and_then(Schedule::ramp_end);
        // Left out, it is SGD, and its `lr` is missing like any other's.
        let optimizer = fields.node("optimizer").unwrap_or(&NOTHING);
        let optimizer = Optimizer::read(&fields.value("optimizer", optimizer), ramp_end);
        Some(Self { train: train?, optimizer: optimizer?, schedule: schedule? })
    }

    /// The learning rate that stands for the trial: none where the rate itself is swept in one run.
    pub fn lr(&self) -> Option<f64> {
        self.schedule.ramp_end().is_none().then_some(self.optimizer.lr)
    }
}

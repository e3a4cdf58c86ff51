//! What one trial trains: the part of a sweep that its parameters reach into.

mod bundle;
mod data;
mod digest;
mod files;
mod generated;
mod model;
mod optimizer;
mod scores;
mod text;
mod train;

pub use data::{Dataset, LabelNoise, Sample, Scale, Split};
pub use digest::Digest;
pub use files::{Cifar, Images, Matrix, Source, TableFormat, Target};
pub use generated::{Generated, Patterns};
pub use model::{Activation, BatchNorm, Cnn, Init, Mlp, Model, Resnet, Transformer};
pub use optimizer::{Adadelta, Adagrad, Adam, Clip, DecaySkips, Optimizer, Rmsprop, Rule, Sgd};
pub use scores::{BESIDES, CLASSIFICATION, REGRESSION};
pub use text::{Grammar, Text, Writing};
pub use train::{BATCH_MAX, Budget, Builtin, Synthetic, Task, Train};

use crate::{
    document::{Fields, Node, Path, Problem, Problems},
    growth::Growth,
    schedule::Schedule,
};

/// The parts of a sweep that its parameters reach into.
pub const SECTIONS: [&str; 4] = ["train", "optimizer", "schedule", "batch_schedule"];

/// Why a momentum cannot move.
const NO_MOMENTUM: &str = "the optimizer has no momentum to move: sgd and rmsprop need `momentum` above 0; adam and \
                           adamw have one";

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
    /// How the batch grows, if it does.
    pub growth: Option<Growth>,
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

    /// Reads the [`SECTIONS`] of a larger document.
    pub fn from_fields(fields: &Fields<'_>) -> Option<Self> {
        let train = fields.required("train", Train::read);
        let schedule = fields.or("schedule", Schedule::default(), Schedule::read);
        let ramp_end = schedule.as_ref().and_then(Schedule::ramp_end);
        // Left out, it is SGD, and its `lr` is missing like any other's.
        let optimizer = fields.node("optimizer").unwrap_or(&NOTHING);
        let optimizer = Optimizer::read(&fields.value("optimizer", optimizer), ramp_end);
        let batch = train.as_ref().map(|it| it.batch_size);
        let growth = fields.optional("batch_schedule", |it| Growth::read(it, batch));
        let (train, optimizer, mut schedule) = (train?, optimizer?, schedule?);
        let growth = growth?;
        if !schedule.settle_momentum(optimizer.rule.momentum().is_some()) {
            return fields.note("schedule.cycle_momentum", NO_MOMENTUM);
        }
        if growth.is_some() {
            Self::check_growth(fields, &train, &schedule)?;
        }
        Some(Self { train, optimizer, schedule, growth })
    }

    /// A batch grows where there are batches, and epochs to grow after.
    fn check_growth(fields: &Fields<'_>, train: &Train, schedule: &Schedule) -> Option<()> {
        if let Task::Synthetic(_) = train.task {
            return fields
                .note("batch_schedule", "a synthetic curve has no batches; leave this out");
        }
        if schedule.ramp().is_some() {
            return fields.note("batch_schedule", "a range test keeps its batch; leave this out");
        }
        Some(())
    }

    /// The learning rate that stands for the trial: none where the rate itself is swept in one run.
    pub fn lr(&self) -> Option<f64> {
        self.schedule.ramp_end().is_none().then_some(self.optimizer.lr)
    }
}

//! What is trained, and for how long.

use crate::{
    config::{Dataset, Model},
    document::{Fields, Node, Value},
};

/// The largest batch. A limit against slips of the keyboard, far above what fits a CPU.
pub const BATCH_MAX: u64 = 1 << 20;

/// The longest run. A limit against slips of the keyboard.
const STEPS_MAX: u64 = 1_000_000_000;

/// The `train` part of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct Train {
    /// What is trained.
    pub task: Task,
    /// For how long. A synthetic curve has its length in [`Synthetic::steps`].
    pub budget: Budget,
    /// Samples in an update. The last batch of an epoch holds what is left over.
    pub batch_size: u64,
    /// A point is reported every so many updates; where nothing is said, after each epoch (and
    /// after each update of a range test).
    pub report_every: Option<u64>,
    /// Whether each epoch takes the samples in an order of its own; if not, it is that of the data set.
    pub shuffle: bool,
    /// Whether each point also tells how well the model does on the whole training set.
    pub score_training: bool,
    /// How much of a class's share in the loss is spread over all classes while a model learns, as in
    /// `torch.nn.CrossEntropyLoss`. What is measured by itself, as `val_loss` is, goes without.
    pub label_smoothing: f64,
}

/// What is trained.
#[derive(Clone, Debug, PartialEq)]
pub enum Task {
    /// A model of ours on a data set.
    Builtin(Builtin),
    /// No training: a learning curve computed from the rate.
    Synthetic(Synthetic),
}

/// How long a run lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    /// Passes over the training data.
    Epochs(u64),
    /// Updates.
    Steps(u64),
}

/// A model of ours on a data set.
#[derive(Clone, Debug, PartialEq)]
pub struct Builtin {
    /// What it learns from.
    pub dataset: Dataset,
    /// What learns.
    pub model: Model,
}

/// A learning curve computed from the rate: it falls fastest at `optimum` and blows up above `edge`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Synthetic {
    /// The rate that ends with the lowest loss.
    pub optimum: f64,
    /// Above this rate the loss leaves the finite numbers.
    pub edge: f64,
    /// How many points the curve has.
    pub steps: u64,
    /// The standard deviation of the noise on the final loss.
    pub noise: f64,
    /// How long each step pretends to take, in milliseconds.
    pub step_ms: u64,
}

impl Train {
    /// The accuracy that guessing comes to, where that is known: one in so many classes.
    pub fn chance(&self) -> Option<f64> {
        match &self.task {
            #[expect(clippy::cast_precision_loss, reason = "a few classes")]
            Task::Builtin(it) => it.dataset.classes().map(|it| 1.0 / it as f64),
            // Its curves begin where ten classes are guessed.
            Task::Synthetic(_) => Some(0.1),
        }
    }

    /// How many samples it learns from, where that is known without looking at the data.
    pub fn rows(&self) -> Option<u64> {
        match &self.task {
            Task::Builtin(it) => it.dataset.rows(),
            // An epoch of a synthetic curve is one update.
            Task::Synthetic(_) => Some(1),
        }
    }

    pub(super) fn read(value: &Value<'_>) -> Option<Self> {
        let fields = value.fields()?;
        let builtin = fields.optional("builtin", Builtin::read);
        let synthetic = fields.optional("synthetic", Synthetic::read);
        let epochs = fields.optional("epochs", |it| it.whole(1, STEPS_MAX));
        let steps = fields.optional("steps", |it| it.whole(1, STEPS_MAX));
        let batch_size = fields.or("batch_size", 64, |it| it.whole(1, BATCH_MAX));
        let report_every = fields.optional("report_every", |it| it.whole(1, STEPS_MAX));
        let shuffle = fields.or("shuffle", true, Value::bool);
        let score_training = fields.or("score_training", false, Value::bool);
        let label_smoothing = fields.or("label_smoothing", 0.0, Value::fraction);
        let command = fields.node("command");
        fields.finish();
        if command.is_some() {
            let message = "this version trains its own models only; write `builtin` or `synthetic`";
            return fields.note("command", message);
        }
        let task = match (builtin?, synthetic?) {
            (Some(builtin), None) => Task::Builtin(builtin),
            (None, Some(synthetic)) => Task::Synthetic(synthetic),
            (None, None) => {
                return value.note("needs `builtin` (a model and a data set) or `synthetic`");
            }
            (Some(_), Some(_)) => {
                return value.note("`builtin` and `synthetic` exclude each other");
            }
        };
        let budget = match (epochs?, steps?, &task) {
            (None, None, Task::Synthetic(it)) => Budget::Steps(it.steps),
            (Some(_), _, Task::Synthetic(_)) | (_, Some(_), Task::Synthetic(_)) => {
                return value.note("a synthetic curve has its length in `synthetic.steps`");
            }
            (Some(epochs), None, Task::Builtin(_)) => Budget::Epochs(epochs),
            (None, Some(steps), Task::Builtin(_)) => Budget::Steps(steps),
            (None, None, Task::Builtin(_)) => return value.note("needs `epochs` or `steps`"),
            (Some(_), Some(_), Task::Builtin(_)) => {
                return value.note("`epochs` and `steps` exclude each other");
            }
        };
        let (batch_size, report_every) = (batch_size?, report_every?);
        let (shuffle, score_training) = (shuffle?, score_training?);
        let label_smoothing = label_smoothing?;
        if let (1, Task::Builtin(Builtin { model, .. })) = (batch_size, &task)
            && model.normalises()
        {
            let message = "normalising over the batch needs batches of 2 samples or more";
            return fields.note("batch_size", message);
        }
        if label_smoothing > 0.0 && !task.has_classes() {
            return fields
                .note("label_smoothing", "needs classes, and here are none; leave it out");
        }
        Some(Self {
            task,
            budget,
            batch_size,
            report_every,
            shuffle,
            score_training,
            label_smoothing,
        })
    }
}

impl Task {
    /// Whether classes are to be told, for all that is known without looking at the data.
    fn has_classes(&self) -> bool {
        match self {
            Self::Builtin(it) => !it.dataset.is_regression(),
            Self::Synthetic(_) => false,
        }
    }
}

impl Builtin {
    fn read(value: &Value<'_>) -> Option<Self> {
        let fields = value.fields()?;
        let dataset = fields.required("dataset", Dataset::read);
        let model = fields.required("model", Model::read);
        fields.finish();
        let mut it = Self { dataset: dataset?, model: model? };
        if let Some(reason) = it.model.refuses(it.dataset.sample()) {
            return fields.note("model", reason);
        }
        it.settle_context(&fields)?;
        Some(it)
    }

    /// A model of language looks at as many characters as a sequence has: one of the two numbers says both.
    fn settle_context(&mut self, fields: &Fields<'_>) -> Option<()> {
        let (Dataset::Text(text), Model::Transformer(model)) = (&mut self.dataset, &mut self.model)
        else {
            return Some(());
        };
        let says = |part, key| {
            let node = fields.node(part).and_then(|it| it.get(key));
            node.is_some_and(|it| *it != Node::Null)
        };
        match (says("dataset", "length"), says("model", "context")) {
            (true, true) if text.length != model.context => {
                let message = format!(
                    "must be the `length` of the data set's sequences, which is {}; leave one of them out",
                    text.length
                );
                return fields.note("model.context", message);
            }
            (_, true) => text.length = model.context,
            (_, false) => model.context = text.length,
        }
        Some(())
    }
}

impl Synthetic {
    fn read(value: &Value<'_>) -> Option<Self> {
        let fields = value.fields()?;
        let optimum = fields.or("optimum", 0.1, Value::positive);
        let edge = fields.or("edge", 1.0, Value::positive);
        let steps = fields.or("steps", 100, |it| it.whole(1, 1_000_000));
        let noise = fields.or("noise", 0.0, Value::not_negative);
        let step_ms = fields.or("step_ms", 0, |it| it.whole(0, 3_600_000));
        fields.finish();
        let it = Self {
            optimum: optimum?,
            edge: edge?,
            steps: steps?,
            noise: noise?,
            step_ms: step_ms?,
        };
        if it.edge < it.optimum {
            return value.note("`edge` lies below `optimum`: the best rate would diverge");
        }
        Some(it)
    }
}

//! Whether trials can be trained as one computation.

use std::mem::discriminant;

use search::config::{Builtin, Init, Mlp, Model, Rule, Task};
use trainer::{Error, Job};

/// What a job trains; nothing but our own models can be trained together.
pub(crate) fn builtin<'a>(job: &Job<'a>) -> Result<&'a Builtin, Error> {
    match &job.config.train.task {
        Task::Builtin(it) => Ok(it),
        Task::Synthetic(_) => {
            Err(Error::Invalid("a synthetic curve has no network to train".into()))
        }
    }
}

/// Refuses a job that cannot be trained together with the `first` one, and says what differs.
pub(crate) fn check(first: &Job<'_>, job: &Job<'_>) -> Result<(), Error> {
    let [ours, theirs] = [builtin(first)?, builtin(job)?];
    let [a, b] = [&first.config, &job.config];
    let rules = [a.optimizer.rule, b.optimizer.rule];
    let differs = [
        ("`train.builtin.dataset`", ours.dataset != theirs.dataset),
        ("`train.builtin.model`", with_zeros(&ours.model) != with_zeros(&theirs.model)),
        ("`train.score_training`", a.train.score_training != b.train.score_training),
        ("the optimizer's kind", discriminant(&rules[0]) != discriminant(&rules[1])),
        ("a switch of the optimizer", rules.map(switches)[0] != rules.map(switches)[1]),
        (
            "`train.label_smoothing`",
            a.train.label_smoothing.to_bits() != b.train.label_smoothing.to_bits(),
        ),
        ("`optimizer.decay_skips`", a.optimizer.decay_skips != b.optimizer.decay_skips),
    ];
    match differs.iter().find(|(_, differs)| *differs) {
        None => Ok(()),
        Some((what, _)) => Err(Error::Invalid(format!(
            "{what} differs from the other members' of its bundle; trials are trained together only if it is the same"
        ))),
    }
}

/// What a rule does otherwise when it is switched on.
fn switches(rule: Rule) -> [bool; 2] {
    match rule {
        Rule::Sgd(it) => [it.nesterov, false],
        Rule::Adagrad(_) | Rule::Adadelta(_) => [false, false],
        Rule::Rmsprop(it) => [it.centered, false],
        Rule::Adam(it) => [it.amsgrad, it.decoupled],
    }
}

/// The same model, whatever it starts with.
fn with_zeros(model: &Model) -> Model {
    match model.clone() {
        Model::Logistic { .. } => Model::Logistic { init: Init::Zeros },
        Model::Mlp(it) => Model::Mlp(Mlp { init: Init::Zeros, ..it }),
        other @ (Model::Cnn(_) | Model::Resnet(_) | Model::Transformer(_)) => other,
    }
}

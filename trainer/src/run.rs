//! The training loop: one run, with our own network, on one thread.

use std::ops::ControlFlow;

use search::config::{self, Builtin, Task};

use crate::{
    Data, Due, Ending, Error, Job, Measured, Member, Observe,
    data::{Group, Part},
    network::{Network, Score},
    optimizer::Optimizer,
    synthetic,
};

/// Trains once. `data` is needed for built-in models and ignored for synthetic curves.
///
/// The run reports `train_loss`, `train_accuracy` (of the samples trained on since the last point),
/// `val_loss`, `val_accuracy`, whatever else the data can tell (such as `memorised`) and `lr` (of the
/// last update); before training all but `lr`. Where numbers are to be told, `val_rmse` and `val_r2`
/// stand in the place of the accuracies. Where the batch grows, or the momentum moves, `batch_size` and
/// `momentum` stand beside them. A loss or deciding metric that is not finite ends it at once.
///
/// A range test lasts as long as its ramp, whatever the budget says. It is meant to blow up in the
/// end, so it is completed then as well; its value is the best of the deciding metric's smoothed
/// curve. Only a test whose first update already blew up has diverged.
pub fn train(
    job: Job<'_>,
    data: Option<&Data>,
    observe: &mut Observe<'_>,
) -> Result<Ending, Error> {
    match &job.config.train.task {
        Task::Synthetic(curve) => synthetic::run(job, *curve, observe),
        Task::Builtin(builtin) => {
            let missing = || Error::Invalid("a built-in model needs its data set".into());
            let mut run = Run::new(job, builtin, data.ok_or_else(missing)?)?;
            Ok(match run.train(observe) {
                ControlFlow::Break(ending) => ending,
                ControlFlow::Continue(()) => run.member.completed(),
            })
        }
    }
}

/// A built-in model in training.
struct Run<'a> {
    member: Member<'a>,
    network: Network,
    optimizer: Optimizer<f32>,
}

impl<'a> Run<'a> {
    fn new(job: Job<'a>, builtin: &Builtin, data: &'a Data) -> Result<Self, Error> {
        let member = Member::new(job, data)?;
        let network = Network::new(&builtin.model, data, member.batch_max(), job.seed)?
            .smoothing(job.config.train.label_smoothing);
        let config::Optimizer { rule, clip, decay_skips, .. } = job.config.optimizer;
        let spared = network.spared(decay_skips);
        let optimizer = Optimizer::new(rule, network.size()).clipping(clip).sparing(spared);
        Ok(Self { member, network, optimizer })
    }

    fn train(&mut self, observe: &mut Observe<'_>) -> ControlFlow<Ending> {
        let mut before = self.measure(Due::Point);
        before.training.get_or_insert_with(|| self.network.score(&self.member.data().train));
        self.member.begin(&before, observe)?;
        while let Some(update) = self.member.next() {
            let score =
                self.network.learn(&self.member.data().train, self.member.rows(), update.step);
            if let Some(momentum) = update.momentum {
                self.optimizer.set_momentum(momentum);
            }
            self.network.update(&mut self.optimizer, update.lr);
            match self.member.learned(&score) {
                Due::Nothing => (),
                due @ (Due::Validation | Due::Point) => {
                    let measured = self.measure(due);
                    self.member.measured(&measured, observe)?;
                }
            }
        }
        ControlFlow::Continue(())
    }

    fn measure(&mut self, due: Due) -> Measured {
        let Self { member, network, .. } = self;
        let data = member.data();
        let validation = network.score(&data.validation);
        if due < Due::Point {
            return Measured { validation, ..Measured::default() };
        }
        let group = |group: &Group| -> Score {
            let samples = match group.part {
                Part::Training => &data.train,
                Part::Validation => &data.validation,
            };
            network.score_rows(samples, &group.rows)
        };
        let groups = member.groups().iter().map(group).collect();
        let training = member.scores_training().then(|| network.score(&data.train));
        Measured { validation, training, groups }
    }
}

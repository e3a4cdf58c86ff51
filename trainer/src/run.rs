//! The training loop: one run, with our own network, on one thread.

mod keeping;

use std::ops::ControlFlow;

use search::config::{self, Task};

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
/// last update); before training all but `lr`, and of a large training part what [`Member::sample`] says.
/// Where numbers are to be told, `val_rmse` and `val_r2` stand in the place of the accuracies. Where the batch grows, or the momentum moves, `batch_size` and
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
        Task::Builtin(_) => {
            let missing = || Error::Invalid("a built-in model needs its data set".into());
            let mut run = Run::new(job, data.ok_or_else(missing)?)?;
            let mut flow = run.begin(observe);
            loop {
                match flow {
                    ControlFlow::Break(ending) => return Ok(ending),
                    ControlFlow::Continue(()) => flow = run.update(observe),
                }
            }
        }
    }
}

/// A built-in model in training, update by update. [`train`] goes to the end; whoever wants to leave the run and take it up
/// again drives it here: [`new`](Self::new), perhaps [`resume`](Self::resume), then [`begin`](Self::begin), and
/// [`update`](Self::update) until it breaks off, with a [`checkpoint`](Self::checkpoint) now and then.
#[derive(Debug)]
pub struct Run<'a> {
    member: Member<'a>,
    network: Network,
    optimizer: Optimizer<f32>,
}

impl<'a> Run<'a> {
    /// A run that has not begun.
    pub fn new(job: Job<'a>, data: &'a Data) -> Result<Self, Error> {
        let Task::Builtin(builtin) = &job.config.train.task else {
            return Err(Error::Invalid(
                "only a built-in model trains; a synthetic curve is computed".into(),
            ));
        };
        let member = Member::new(job, data)?;
        let network = Network::new(&builtin.model, data, member.batch_max(), job.seed)?
            .smoothing(job.config.train.label_smoothing);
        let config::Optimizer { rule, clip, decay_skips, .. } = job.config.optimizer;
        let spared = network.spared(decay_skips);
        let optimizer = Optimizer::new(rule, network.size()).clipping(clip).sparing(spared);
        Ok(Self { member, network, optimizer })
    }

    /// Reports the point before training; a run that goes on from a checkpoint reports all its points again, so that whoever
    /// listens hears the same as if it had never been left. Breaks off as the run ends.
    pub fn begin(&mut self, observe: &mut Observe<'_>) -> ControlFlow<Ending> {
        if self.member.has_begun() {
            return self.member.repeat(observe);
        }
        let mut before = self.measure(Due::Point);
        let Self { member, network, .. } = &mut *self;
        let sampled = || network.score_rows(&member.data().train, &member.sample());
        before.training.get_or_insert_with(sampled);
        self.member.begin(&before, observe)
    }

    /// Makes an update, and reports a point where one is due. Breaks off as the run ends.
    pub fn update(&mut self, observe: &mut Observe<'_>) -> ControlFlow<Ending> {
        let Some(update) = self.member.next() else {
            return ControlFlow::Break(self.member.completed());
        };
        let score = self.network.learn(&self.member.data().train, self.member.rows(), update.step);
        if let Some(momentum) = update.momentum {
            self.optimizer.set_momentum(momentum);
        }
        self.network.update(&mut self.optimizer, update.lr);
        match self.member.learned(&score) {
            Due::Nothing => ControlFlow::Continue(()),
            due @ (Due::Validation | Due::Point) => {
                let measured = self.measure(due);
                self.member.measured(&measured, observe)
            }
        }
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

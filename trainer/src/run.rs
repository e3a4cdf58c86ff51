//! The training loop: batches, updates, and when to report.

use std::ops::ControlFlow;

use search::{
    config::{Budget, Builtin, Task},
    schedule::{Schedule, Unit},
};

use crate::{
    Data, Ending, Error, Job, Point,
    data::{Group, Part},
    draws::{Draws, Purpose},
    network::{Network, Score},
    optimizer::Optimizer,
    report::Report,
    scores, synthetic,
};

/// At least so many samples are scored at once, where there are as many: small batches are slow.
const SCORED: usize = 128;

/// Trains once. `data` is needed for built-in models and ignored for synthetic curves.
///
/// The run reports `train_loss`, `train_accuracy` (of the samples trained on since the last point),
/// `val_loss`, `val_accuracy`, whatever else the data can tell (such as `memorised`) and `lr` (of the
/// last update); before training all but `lr`. Where numbers are to be told, `val_rmse` and `val_r2`
/// stand in the place of the accuracies. A loss or deciding metric that is not finite ends it at once.
///
/// A range test lasts as long as its ramp, whatever the budget says. It is meant to blow up in the
/// end, so it is completed then as well; its value is the best of the deciding metric's smoothed
/// curve. Only a test whose first update already blew up has diverged.
pub fn train(
    job: Job<'_>,
    data: Option<&Data>,
    observe: &mut dyn FnMut(Point<'_>) -> ControlFlow<()>,
) -> Result<Ending, Error> {
    let (ending, report) = match &job.config.train.task {
        Task::Synthetic(curve) => {
            let mut report = Report::new(job, scores::CLASSIFICATION.into_iter(), observe)?;
            (synthetic::run(job, *curve, &mut report), report)
        }
        Task::Builtin(builtin) => {
            let missing = || Error::Invalid("a built-in model needs its data set".into());
            let data = data.ok_or_else(missing)?;
            let run = Run::new(job, builtin, data)?;
            let scores =
                scores::names(data).into_iter().chain(run.groups.iter().map(|it| it.metric));
            let mut report = Report::new(job, scores, observe)?;
            (run.run(&mut report), report)
        }
    };
    Ok(match ending {
        ControlFlow::Break(ending) => ending,
        ControlFlow::Continue(()) => report.completed(),
    })
}

/// A built-in model in training.
struct Run<'a> {
    job: Job<'a>,
    data: &'a Data,
    /// The rows that are scored apart.
    groups: Vec<Group>,
    network: Network,
    optimizer: Optimizer<f32>,
    schedule: Schedule,
    /// The rows to train on, in this epoch's order.
    order: Vec<u32>,
    shuffling: Draws,
    /// How many samples an update sees.
    batch: usize,
    /// How many updates an epoch has.
    updates: u64,
}

impl<'a> Run<'a> {
    fn new(job: Job<'a>, builtin: &Builtin, data: &'a Data) -> Result<Self, Error> {
        let samples = data.training_samples();
        let batch =
            usize::try_from(job.config.train.batch_size).unwrap_or(samples).clamp(1, samples);
        let scored = SCORED.min(samples.max(data.validation_samples()));
        let sizes = [data.features(), data.outputs()];
        let network = Network::new(&builtin.model, sizes, batch.max(scored), job.seed)?;
        let too_many =
            |_| Error::Invalid(format!("{samples} samples are more than can be told apart"));
        Ok(Self {
            job,
            data,
            groups: data.groups(),
            optimizer: Optimizer::new(job.config.optimizer.rule, network.size()),
            network,
            schedule: job.config.schedule.clone(),
            order: (0..u32::try_from(samples).map_err(too_many)?).collect(),
            shuffling: Draws::new(job.seed, Purpose::Order),
            batch,
            updates: samples.div_ceil(batch) as u64,
        })
    }

    fn run(mut self, report: &mut Report<'_>) -> ControlFlow<Ending> {
        let before = self.network.score(&self.data.train);
        self.report(report, 0, &before, None)?;
        let steps = self.steps();
        self.schedule = self.job.config.schedule.for_run(steps, steps.div_ceil(self.updates));
        let every = self.report_every();
        let mut since = Score::default();
        for step in 0..steps {
            let (score, lr) = self.update(step);
            since.add(&score);
            let made = step + 1;
            if made.is_multiple_of(every) || made == steps || !score.loss().is_finite() {
                self.report(report, made, &since, Some(lr))?;
                since = Score::default();
            }
        }
        ControlFlow::Continue(())
    }

    /// Makes update number `step`. Says how well the model did before, and at which rate it learnt.
    fn update(&mut self, step: u64) -> (Score, f64) {
        let (epoch, batch) = (step / self.updates, step % self.updates);
        if batch == 0 && self.job.config.train.shuffle {
            self.shuffling.shuffle(&mut self.order);
        }
        let rows = self.order.chunks(self.batch).nth(usize::try_from(batch).unwrap_or(0));
        let score = self.network.learn(&self.data.train, rows.unwrap_or_default());
        let lr = self.schedule.lr(self.job.config.optimizer.lr, step, epoch);
        self.network.update(&mut self.optimizer, lr);
        (score, lr)
    }

    fn report(
        &mut self,
        report: &mut Report<'_>,
        step: u64,
        train: &Score,
        lr: Option<f64>,
    ) -> ControlFlow<Ending> {
        let validation = self.network.score(&self.data.validation);
        let mut values = scores::values(self.data, train, &validation).to_vec();
        for group in &self.groups {
            let samples = match group.part {
                Part::Training => &self.data.train,
                Part::Validation => &self.data.validation,
            };
            values.push(self.network.score_rows(samples, &group.rows).accuracy());
        }
        values.extend(lr);
        report.point(step, &values)
    }

    /// How many updates are made.
    fn steps(&self) -> u64 {
        let schedule = &self.job.config.schedule;
        if let Some(ramp) = schedule.ramp() {
            return match schedule.unit {
                Unit::Step => ramp.steps,
                Unit::Epoch => ramp.steps.saturating_mul(self.updates),
            };
        }
        match self.job.config.train.budget {
            Budget::Epochs(epochs) => epochs.saturating_mul(self.updates),
            Budget::Steps(steps) => steps,
        }
    }

    /// How many updates lie between two points.
    fn report_every(&self) -> u64 {
        let ramp = self.job.config.schedule.ramp_end().is_some();
        self.job.config.train.report_every.unwrap_or(if ramp { 1 } else { self.updates }).max(1)
    }
}

//! The training loop: batches, updates, and when to report.

use std::ops::ControlFlow;

use search::{
    config::{self, Builtin, Task},
    course::{Course, Update},
};

use crate::{
    Data, Ending, Error, Job, Point,
    data::{Group, Part, Targets},
    draws::{Draws, Purpose},
    network::{Network, Score},
    optimizer::Optimizer,
    report::Report,
    scores, synthetic,
};

/// What is measured of the whole training set, where that is asked for.
const WHOLE: [&str; 2] = ["whole_train_loss", "whole_train_accuracy"];

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
    observe: &mut dyn FnMut(Point<'_>) -> ControlFlow<()>,
) -> Result<Ending, Error> {
    let (ending, report) = match &job.config.train.task {
        Task::Synthetic(curve) => {
            let names = scores::CLASSIFICATION;
            let mut report = Report::new(job, names.into_iter(), observe)?;
            (synthetic::run(job, *curve, watched(job, names)?, &mut report), report)
        }
        Task::Builtin(builtin) => {
            let missing = || Error::Invalid("a built-in model needs its data set".into());
            let data = data.ok_or_else(missing)?;
            let run = Run::new(job, builtin, data)?;
            let names = scores::names(data).into_iter().chain(run.metrics_apart());
            let mut report = Report::new(job, names, observe)?;
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
    course: Course,
    /// The rows to train on, in this epoch's order.
    order: Vec<u32>,
    shuffling: Draws,
    /// Which of the scores moves the rate, if any.
    watched: Option<usize>,
}

impl<'a> Run<'a> {
    fn new(job: Job<'a>, builtin: &Builtin, data: &'a Data) -> Result<Self, Error> {
        let samples = data.training_samples();
        let course = job.config.course(job.metric, samples as u64);
        let batch = usize::try_from(course.batch_max()).unwrap_or(samples);
        let network = Network::new(&builtin.model, data, batch, job.seed)?
            .smoothing(job.config.train.label_smoothing);
        let config::Optimizer { rule, clip, decay_skips, .. } = job.config.optimizer;
        let spared = network.spared(decay_skips);
        let too_many =
            |_| Error::Invalid(format!("{samples} samples are more than can be told apart"));
        Ok(Self {
            job,
            data,
            groups: data.groups(),
            optimizer: Optimizer::new(rule, network.size()).clipping(clip).sparing(spared),
            network,
            watched: watched(job, scores::names(data))?,
            course,
            order: (0..u32::try_from(samples).map_err(too_many)?).collect(),
            shuffling: Draws::new(job.seed, Purpose::Order),
        })
    }

    fn run(mut self, report: &mut Report<'_>) -> ControlFlow<Ending> {
        let before = self.network.score(&self.data.train);
        let validation = self.network.score(&self.data.validation);
        report.point(0, &[&self.scores(&before, &validation)[..], &self.apart()].concat())?;
        let (mut since, mut epoch) = (Score::default(), Score::default());
        while let Some(update) = self.course.next() {
            let score = self.learn(&update);
            since.add(&score);
            epoch.add(&score);
            let is_due = self.is_due(&update) || !score.loss().is_finite();
            let watched = self.watched.filter(|_| update.ends_epoch);
            if is_due || watched.is_some() {
                let validation = self.network.score(&self.data.validation);
                if is_due {
                    self.report(report, &update, &self.scores(&since, &validation))?;
                    since = Score::default();
                }
                if let Some(metric) = watched {
                    self.course.tell(self.scores(&epoch, &validation)[metric]);
                }
            }
            if update.ends_epoch {
                epoch = Score::default();
            }
        }
        ControlFlow::Continue(())
    }

    /// Makes an update. Says how well the model did before.
    fn learn(&mut self, update: &Update) -> Score {
        if update.rows.start == 0 && self.job.config.train.shuffle {
            self.shuffling.shuffle(&mut self.order);
        }
        let [from, to] = [update.rows.start, update.rows.end]
            .map(|it| usize::try_from(it).unwrap_or(usize::MAX).min(self.order.len()));
        let score = self.network.learn(&self.data.train, &self.order[from..to], update.step);
        if let Some(momentum) = update.momentum {
            self.optimizer.set_momentum(momentum);
        }
        self.network.update(&mut self.optimizer, update.lr);
        score
    }

    fn report(
        &mut self,
        report: &mut Report<'_>,
        update: &Update,
        scores: &[f64],
    ) -> ControlFlow<Ending> {
        let mut beside = Vec::new();
        if self.job.config.growth.is_some() {
            #[expect(clippy::cast_precision_loss, reason = "a batch is small")]
            beside.push(("batch_size", update.batch as f64));
        }
        beside.extend(update.momentum.map(|it| ("momentum", it)));
        let values = [scores, &self.apart(), &[update.lr]].concat();
        report.point_with(update.step + 1, &values, &beside)
    }

    fn scores(&self, train: &Score, validation: &Score) -> [f64; 4] {
        scores::values(self.data, train, validation)
    }

    /// The names of what is measured beside the scores.
    fn metrics_apart(&self) -> Vec<&'static str> {
        WHOLE[..self.whole()]
            .iter()
            .copied()
            .chain(self.groups.iter().map(|it| it.metric))
            .collect()
    }

    /// How many of [`WHOLE`] are measured: numbers to be told have no accuracy.
    fn whole(&self) -> usize {
        match (self.job.config.train.score_training, self.data.validation.targets()) {
            (false, _) => 0,
            (true, Targets::Classes { .. } | Targets::Following(_)) => 2,
            (true, Targets::Numbers(_)) => 1,
        }
    }

    /// Measures it.
    fn apart(&mut self) -> Vec<f64> {
        let mut values = Vec::new();
        if self.whole() > 0 {
            let whole = self.network.score(&self.data.train);
            values.extend([whole.loss(), whole.accuracy()].into_iter().take(self.whole()));
        }
        let accuracy = |group: &Group| {
            let samples = match group.part {
                Part::Training => &self.data.train,
                Part::Validation => &self.data.validation,
            };
            self.network.score_rows(samples, &group.rows).accuracy()
        };
        values.extend(self.groups.iter().map(accuracy));
        values
    }

    /// Whether a point is reported after an update.
    fn is_due(&self, update: &Update) -> bool {
        let is_ramp = self.job.config.schedule.ramp().is_some();
        let made = update.step + 1;
        let by_count = match self.job.config.train.report_every {
            Some(every) => made.is_multiple_of(every),
            None => is_ramp || update.ends_epoch,
        };
        by_count || made == self.course.steps()
    }
}

/// Which of the `measured` moves the rate, if any.
fn watched(job: Job<'_>, measured: [&str; 4]) -> Result<Option<usize>, Error> {
    let Some(plateau) = job.config.schedule.plateau() else { return Ok(None) };
    let name = plateau.watched(job.metric);
    let at = measured.iter().position(|it| *it == name);
    at.map(Some).ok_or_else(|| {
        let metrics = measured.join(", ");
        Error::Invalid(format!("no plateau can watch {name:?}; it can watch: {metrics}"))
    })
}

//! One run apart from its network: which rows are learnt next and at which rate, what is to be measured, when it ends.
//!
//! Whoever trains drives members: [`crate::train`] drives one with our own network; an engine that trains many runs at once
//! drives them side by side.

mod keeping;

use std::ops::ControlFlow;

use search::course::{Course, Update};

use crate::{
    Data, Ending, Error, Job, Observe,
    data::{Group, Targets},
    draws::{Draws, Purpose},
    network::Score,
    report::Report,
    scores,
};

/// What is measured of the whole training set, where that is asked for.
const WHOLE: [&str; 2] = ["whole_train_loss", "whole_train_accuracy"];

/// Before training, a training part of more rows than this is told by some of them, unless more validate: a short trial on much
/// data would spend more time on that point than on training.
const SAMPLED_MIN: usize = 4_096;

/// One run apart from its network.
///
/// Its life: score the validation part and the training part's [`sample`](Self::sample), and [`begin`](Self::begin). Then, for
/// each update that [`next`](Self::next) gives, learn from [`rows`](Self::rows), make the update, tell
/// [`learned`](Self::learned) how well the rows were told before, and if it asks for that, measure and tell
/// [`measured`](Self::measured). When there are no updates left, it has [`completed`](Self::completed); when something
/// breaks off, that is how it ended.
#[derive(Debug)]
pub struct Member<'a> {
    job: Job<'a>,
    data: &'a Data,
    /// The rows that are scored apart.
    groups: Vec<Group>,
    course: Course,
    /// The rows to train on, in this epoch's order.
    order: Vec<u32>,
    shuffling: Draws,
    /// Which of the scores moves the rate, if any.
    watched: Option<usize>,
    /// How the rows were told since the last point, and in this epoch.
    since: Score,
    epoch: Score,
    /// The update under way, and what is to be measured after it.
    update: Option<Update>,
    due: Due,
    report: Report<'a>,
}

/// What is to be measured after an update; each asks for all that those before it ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// Nothing.
    Nothing,
    /// How well the validation part is told.
    Validation,
    /// A point: the groups as well, and the whole training part where [`Member::scores_training`].
    Point,
}

/// What was measured after an update.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    /// All of the validation part.
    pub validation: Score,
    /// All of the training part, where that was asked for.
    pub training: Option<Score>,
    /// Each of [`Member::groups`], at a point.
    pub groups: Vec<Score>,
}

impl<'a> Member<'a> {
    /// A run that has not begun.
    pub fn new(job: Job<'a>, data: &'a Data) -> Result<Self, Error> {
        let samples = data.training_samples();
        let too_many =
            |_| Error::Invalid(format!("{samples} samples are more than can be told apart"));
        let order = (0..u32::try_from(samples).map_err(too_many)?).collect();
        let groups = data.groups();
        let apart =
            WHOLE[..whole(job, data)].iter().copied().chain(groups.iter().map(|it| it.metric));
        let report = Report::new(job, scores::names(data).into_iter().chain(apart))?;
        Ok(Self {
            job,
            data,
            groups,
            course: job.config.course(job.metric, samples as u64),
            order,
            shuffling: Draws::new(job.seed, Purpose::Order),
            watched: watched(job, scores::names(data))?,
            since: Score::default(),
            epoch: Score::default(),
            update: None,
            due: Due::Nothing,
            report,
        })
    }

    /// The rows of the training part that are scored before training: all, in their order, where the whole part is scored at
    /// each point or is small; else as many as validate, and never very few, evenly spread.
    pub fn sample(&self) -> Vec<u32> {
        let rows = self.order.len();
        let enough = self.data.validation.len().max(SAMPLED_MIN);
        spread(rows, if self.scores_training() { rows } else { rows.min(enough) })
    }

    /// Reports the point before training; `measured` has the training part, or its [`sample`](Self::sample), in any case.
    pub fn begin(&mut self, measured: &Measured, observe: &mut Observe<'_>) -> ControlFlow<Ending> {
        let training = measured.training.expect("whoever begins scores the training part");
        let values = self.values(&training, measured);
        self.report.point(0, &values, observe)
    }

    /// Whether it has; one that goes on from a checkpoint mostly has.
    pub(crate) fn has_begun(&self) -> bool {
        self.report.has_begun()
    }

    /// Reports all its points once more.
    pub(crate) fn repeat(&self, observe: &mut Observe<'_>) -> ControlFlow<Ending> {
        self.report.repeat(observe)
    }

    /// The next update. Nothing when all were made.
    #[expect(clippy::should_implement_trait, reason = "an update lends the rows that it is about")]
    pub fn next(&mut self) -> Option<Update> {
        let update = self.course.next()?;
        if update.rows.start == 0 && self.job.config.train.shuffle {
            self.shuffling.shuffle(&mut self.order);
        }
        self.update = Some(update.clone());
        Some(update)
    }

    /// The rows of the training part that the update learns from.
    pub fn rows(&self) -> &[u32] {
        let Some(update) = &self.update else { return &[] };
        let [from, to] = [update.rows.start, update.rows.end]
            .map(|it| usize::try_from(it).unwrap_or(usize::MAX).min(self.order.len()));
        &self.order[from..to]
    }

    /// The update was made; before it the rows were told so well. Says what is to be measured now.
    pub fn learned(&mut self, score: &Score) -> Due {
        let Some(update) = &self.update else { return Due::Nothing };
        self.since.add(score);
        self.epoch.add(score);
        self.due = if self.is_due(update) || !score.loss().is_finite() {
            Due::Point
        } else if update.ends_epoch && self.watched.is_some() {
            Due::Validation
        } else {
            Due::Nothing
        };
        self.settle();
        self.due
    }

    /// What was measured after the update. A run that a listener stops can go on from here; one that has ended cannot.
    pub fn measured(
        &mut self,
        measured: &Measured,
        observe: &mut Observe<'_>,
    ) -> ControlFlow<Ending> {
        let Some(update) = self.update.clone() else { return ControlFlow::Continue(()) };
        let mut flow = ControlFlow::Continue(());
        if self.due == Due::Point {
            let mut values = self.values(&self.since, measured);
            values.push(update.lr);
            #[expect(clippy::cast_precision_loss, reason = "a batch is small")]
            values.extend(self.job.config.growth.is_some().then_some(update.batch as f64));
            values.extend(update.momentum);
            flow = self.report.point(update.step + 1, &values, observe);
            self.since = Score::default();
        }
        if update.ends_epoch
            && let Some(metric) = self.watched
        {
            self.course.tell(scores::values(self.data, &self.epoch, &measured.validation)[metric]);
        }
        self.due = Due::Nothing;
        self.settle();
        flow
    }

    /// The end of a run whose updates were all made.
    pub fn completed(&self) -> Ending {
        self.report.completed()
    }

    /// The rows that are scored apart at each point.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Whether the whole training part is scored at each point.
    pub fn scores_training(&self) -> bool {
        whole(self.job, self.data) > 0
    }

    /// How many rows an update learns from at most.
    pub fn batch_max(&self) -> usize {
        usize::try_from(self.course.batch_max()).unwrap_or(usize::MAX).min(self.order.len())
    }

    /// What it trains and how.
    pub fn job(&self) -> Job<'a> {
        self.job
    }

    /// What it learns from.
    pub fn data(&self) -> &'a Data {
        self.data
    }

    /// Closes the epoch after the last that an update needs.
    fn settle(&mut self) {
        let ends_epoch = self.update.as_ref().is_some_and(|it| it.ends_epoch);
        if self.due == Due::Nothing && ends_epoch {
            self.epoch = Score::default();
        }
    }

    /// The metrics in the order of their names, up to the rate.
    fn values(&self, training: &Score, measured: &Measured) -> Vec<f64> {
        let mut values = scores::values(self.data, training, &measured.validation).to_vec();
        let whole = whole(self.job, self.data);
        let training = measured.training.iter().flat_map(|it| [it.loss(), it.accuracy()]);
        values.extend(training.take(whole));
        values.extend(measured.groups.iter().map(Score::accuracy));
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

/// So many of the first `rows` numbers, from 0 on, as far apart as they can be.
fn spread(rows: usize, count: usize) -> Vec<u32> {
    let at = |it: usize| u32::try_from(it * rows / count).expect("tables have far fewer rows");
    (0..count).map(at).collect()
}

/// How many of [`WHOLE`] are measured: numbers to be told have no accuracy.
fn whole(job: Job<'_>, data: &Data) -> usize {
    match (job.config.train.score_training, data.validation.targets()) {
        (false, _) => 0,
        (true, Targets::Classes { .. } | Targets::Following(_)) => 2,
        (true, Targets::Numbers(_)) => 1,
    }
}

/// Which of the `measured` moves the rate, if any.
pub(crate) fn watched(job: Job<'_>, measured: [&str; 4]) -> Result<Option<usize>, Error> {
    let Some(plateau) = job.config.schedule.plateau() else { return Ok(None) };
    let name = plateau.watched(job.metric);
    let at = measured.iter().position(|it| *it == name);
    at.map(Some).ok_or_else(|| {
        let metrics = measured.join(", ");
        Error::Invalid(format!("no plateau can watch {name:?}; it can watch: {metrics}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_spread_from_the_first_to_the_last() {
        assert_eq!(spread(5, 5), [0, 1, 2, 3, 4]);
        assert_eq!(spread(10, 4), [0, 2, 5, 7]);
        assert_eq!(spread(0, 0), [0_u32; 0]);
        let some = spread(1_000_000, 4_096);
        assert_eq!(some.len(), 4_096);
        assert!(some.windows(2).all(|it| (244..=245).contains(&(it[1] - it[0]))));
    }
}

//! One trial on one thread: the configuration is read, the data fetched, the trainer run.
//!
//! Whatever goes wrong is the trial's failure, never the worker's: even a panic.

use std::{
    any::Any,
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use proto::v1::{Assignment, Failed};
use search::{
    config::{Task, TrialConfig},
    document::Node,
    metric::Metric,
    stopping::Stopping,
};
use trainer::{Data, Ending, Error, Job, Point};

use crate::{
    attempt::Attempt,
    checkpoints::{self, Checkpoints},
    datasets::Datasets,
};

/// So much of an error's text is told.
const ERROR_BYTES_MAX: usize = 4_096;

/// Takes the points of a run under way, and says whether it should go on.
pub type Observe<'a> = dyn FnMut(Point<'_>) -> ControlFlow<()> + 'a;

/// How a trial is trained.
#[derive(Clone)]
pub struct Training(Arc<Train>);

type Train = dyn Fn(&Attempt, Job<'_>, &mut Observe<'_>) -> Result<Ending, Error> + Send + Sync;

impl Training {
    /// In a way of one's own.
    pub fn new(
        train: impl Fn(Job<'_>, &mut Observe<'_>) -> Result<Ending, Error> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(move |_, job, observe| train(job, observe)))
    }

    /// By our own trainer, with data sets from `folder`, and with `checkpoints` where they are kept.
    pub(crate) fn ours(folder: PathBuf, checkpoints: Option<Checkpoints>) -> Self {
        let datasets = Datasets::default();
        Self(Arc::new(move |attempt, job, observe| match &job.config.train.task {
            Task::Builtin(it) => {
                let data = datasets.get(&it.dataset, || Data::load(&it.dataset, &folder))?;
                checkpoints::train(checkpoints.as_ref(), attempt, job, &data, observe)
            }
            Task::Synthetic(_) => trainer::train(job, None, observe),
        }))
    }
}

/// Trains `attempt` to its end, or until it is told to stop. Calls `hurry` when it has reached a rung.
pub(crate) fn train(
    attempt: &Attempt,
    training: &Training,
    hurry: &dyn Fn(),
) -> Result<Ending, Failed> {
    if !attempt.trains() {
        return Ok(Ending::Stopped);
    }
    let Assignment { config, metric, seed, rungs, .. } = &attempt.assignment;
    let (config, metric) = read(config, metric)?;
    let step = Duration::from_millis(match &config.train.task {
        Task::Synthetic(it) => it.step_ms,
        Task::Builtin(_) => 0,
    });
    let (mut last, mut points, mut passed) = (0, 0, 0);
    let mut observe = |point: Point<'_>| {
        let steps = u32::try_from(point.step.saturating_sub(last)).unwrap_or(u32::MAX);
        last = point.step;
        if !attempt.rest(step.saturating_mul(steps)) {
            return ControlFlow::Break(());
        }
        attempt.keep(&point);
        points += u64::from(point.step > 0);
        let trained = Stopping::trained(config.train.budget, point.step, points);
        if rungs.get(passed).is_some_and(|it| *it <= trained) {
            passed = rungs.partition_point(|it| *it <= trained);
            hurry();
        }
        ControlFlow::Continue(())
    };
    let job = Job { config: &config, metric: &metric, seed: *seed };
    // Nothing that the trainer may have left half done outlives the trial.
    match catch_unwind(AssertUnwindSafe(|| (training.0)(attempt, job, &mut observe))) {
        Ok(Ok(ending)) => Ok(ending),
        Ok(Err(error)) => Err(failed(&error.to_string(), matches!(error, Error::Invalid(_)))),
        Err(panic) => Err(failed(&format!("the trainer panicked: {}", words(&*panic)), false)),
    }
}

fn read(config: &str, metric: &str) -> Result<(TrialConfig, Metric), Failed> {
    let unreadable = |what, why: &str| {
        failed(&format!("this worker cannot read the trial's {what}: {why}"), true)
    };
    let node = Node::from_json(config).map_err(|it| unreadable("config", &it.to_string()))?;
    let config = TrialConfig::read(&node).map_err(|problems| {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        unreadable("config", &problems.join("; "))
    })?;
    let metric =
        serde_json::from_str(metric).map_err(|it| unreadable("metric", &it.to_string()))?;
    Ok((config, metric))
}

fn failed(error: &str, permanent: bool) -> Failed {
    let end = error.floor_char_boundary(ERROR_BYTES_MAX);
    // Not every database takes a NUL in a text.
    Failed { error: error[..end].replace('\0', " "), permanent }
}

fn words(panic: &(dyn Any + Send)) -> &str {
    let owned = panic.downcast_ref::<String>().map(String::as_str);
    owned.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a word")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::room::Room;

    const SYNTHETIC: &str = r#"{"train": {"synthetic": {}}, "optimizer": {"lr": 0.1}}"#;
    const METRIC: &str = r#"{"name": "val_loss", "goal": "minimize"}"#;

    fn trained(config: &str, training: &Training) -> Result<Ending, Failed> {
        let (config, metric) = (config.into(), METRIC.into());
        let assignment = Assignment { config, metric, ..Assignment::default() };
        train(&Attempt::new(assignment, Arc::new(Room::default())), training, &|| ())
    }

    #[test]
    fn a_file_that_is_not_here_may_be_elsewhere() {
        let training = Training::new(|_, _| {
            Err(Error::Unreadable { path: "a.csv".into(), problem: "not found".into() })
        });
        let failed = trained(SYNTHETIC, &training).unwrap_err();
        assert_eq!((failed.error.as_str(), failed.permanent), ("a.csv: not found", false));
    }

    #[test]
    fn what_cannot_work_fails_for_good() {
        let training = Training::new(|_, _| Err(Error::Invalid("no classes".into())));
        assert!(trained(SYNTHETIC, &training).unwrap_err().permanent);
        let failed = trained(r#"{"optimizer": {"lr": -1}}"#, &training).unwrap_err();
        assert!(failed.permanent && failed.error.contains("optimizer.lr"), "{}", failed.error);
        assert!(trained("{", &training).unwrap_err().error.contains("JSON"));
    }

    #[test]
    fn a_panic_is_a_failure_with_its_words() {
        let training = Training::new(|_, _| panic!("index {} out of bounds", 7));
        let failed = trained(SYNTHETIC, &training).unwrap_err();
        assert_eq!(failed.error, "the trainer panicked: index 7 out of bounds");
        assert!(!failed.permanent);
    }

    #[test]
    fn an_endless_error_is_cut_between_letters() {
        let failed = failed(&"é\0".repeat(5_000), false);
        assert!(failed.error.len() <= ERROR_BYTES_MAX && failed.error.ends_with(['é', ' ']));
    }
}

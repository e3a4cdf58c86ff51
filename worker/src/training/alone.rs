//! One trial on one thread: the configuration is read, the data fetched, the trainer run.

use std::panic::{AssertUnwindSafe, catch_unwind};

use proto::v1::Failed;
use trainer::{Ending, Job, Point};

use super::{
    Training,
    reading::{failed, read, refused, words},
    telling::Telling,
};
use crate::attempt::Attempt;

/// Trains `attempt` to its end, or until it is told to stop. Calls `hurry` when it has reached a rung.
pub(crate) fn train(
    attempt: &Attempt,
    training: &Training,
    hurry: &dyn Fn(&Attempt),
) -> Result<Ending, Failed> {
    if !attempt.trains() {
        return Ok(Ending::Stopped);
    }
    let (config, metric) = read(&attempt.assignment)?;
    let mut telling = Telling::new(attempt, &config);
    let mut observe = |point: Point<'_>| telling.point(&point, hurry);
    let job = Job { config: &config, metric: &metric, seed: attempt.assignment.seed };
    // Nothing that the trainer may have left half done outlives the trial.
    match catch_unwind(AssertUnwindSafe(|| (training.alone)(attempt, job, &mut observe))) {
        Ok(Ok(ending)) => Ok(ending),
        Ok(Err(error)) => Err(refused(&error)),
        Err(panic) => Err(failed(&words(&*panic), false)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proto::v1::Assignment;
    use trainer::Error;

    use super::*;
    use crate::room::Room;

    const SYNTHETIC: &str = r#"{"train": {"synthetic": {}}, "optimizer": {"lr": 0.1}}"#;
    const METRIC: &str = r#"{"name": "val_loss", "goal": "minimize"}"#;

    fn trained(training: &Training) -> Result<Ending, Failed> {
        let (config, metric) = (SYNTHETIC.into(), METRIC.into());
        let assignment = Assignment { config, metric, ..Assignment::default() };
        train(&Attempt::new(assignment, Arc::new(Room::default())), training, &|_| ())
    }

    #[test]
    fn a_file_that_is_not_here_may_be_elsewhere() {
        let training = Training::alone(|_, _| {
            Err(Error::Unreadable { path: "a.csv".into(), problem: "not found".into() })
        });
        let failed = trained(&training).unwrap_err();
        assert_eq!((failed.error.as_str(), failed.permanent), ("a.csv: not found", false));
    }

    #[test]
    fn a_damaged_file_may_be_whole_elsewhere() {
        let training = Training::alone(|_, _| Err(Error::Unusable("a.csv: row 3".into())));
        assert!(!trained(&training).unwrap_err().permanent);
    }

    #[test]
    fn what_cannot_work_fails_for_good() {
        let training = Training::alone(|_, _| Err(Error::Invalid("no classes".into())));
        assert!(trained(&training).unwrap_err().permanent);
    }

    #[test]
    fn a_panic_is_a_failure_with_its_words() {
        let training = Training::alone(|_, _| panic!("index {} out of bounds", 7));
        let failed = trained(&training).unwrap_err();
        assert_eq!(failed.error, "the trainer panicked: index 7 out of bounds");
        assert!(!failed.permanent);
    }
}

//! A bundle of trials as one computation. Each member tells its own points, and ends by itself.

use std::{
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use proto::v1::Failed;
use trainer::{Ending, Job};

use super::{
    Heard, Together,
    reading::{failed, read, refused, words},
    telling::Telling,
};
use crate::attempt::Attempt;

/// How many trials like `attempt` the device has room for at once, one at least.
pub(crate) fn capacity(attempt: &Attempt, together: &Together) -> Result<usize, Failed> {
    let (config, metric) = read(&attempt.assignment)?;
    let job = Job { config: &config, metric: &metric, seed: attempt.assignment.seed };
    let _one_at_a_time = together.dry.lock();
    match catch_unwind(AssertUnwindSafe(|| (together.capacity)(job))) {
        Ok(Ok(0)) => Err(failed("the device has no room for the trial even by itself", false)),
        Ok(Ok(room)) => Ok(room),
        Ok(Err(error)) => Err(refused(&error)),
        Err(panic) => Err(failed(&words(&*panic), false)),
    }
}

/// Takes the end of an attempt.
type End<'a> = dyn FnMut(&Arc<Attempt>, Result<Ending, Failed>) + 'a;

/// Trains `attempts` to the end of each, or until it is told to stop, and calls `end` with that at once. Calls `hurry` for
/// one that has reached a rung.
///
/// Returns those that were still in training when the trainer broke down, and its last words. Any of them may be the cause,
/// or none, so it is nobody's failure; one that was in training by itself fails.
pub(crate) fn train(
    attempts: &[Arc<Attempt>],
    together: &Together,
    hurry: &dyn Fn(&Attempt),
    end: &mut End<'_>,
) -> Option<(Vec<Arc<Attempt>>, String)> {
    let mut read_ones = Vec::with_capacity(attempts.len());
    for attempt in attempts {
        match read(&attempt.assignment) {
            _ if !attempt.trains() => end(attempt, Ok(Ending::Stopped)),
            Ok(read) => read_ones.push((attempt, read)),
            Err(failed) => end(attempt, Err(failed)),
        }
    }
    let jobs: Vec<Job<'_>> = read_ones
        .iter()
        .map(|(attempt, (config, metric))| Job { config, metric, seed: attempt.assignment.seed })
        .collect();
    // What a member tells, until it has ended.
    let mut tellings: Vec<Option<Telling<'_>>> = read_ones
        .iter()
        .map(|(attempt, (config, _))| Some(Telling::new(attempt, config)))
        .collect();
    if jobs.is_empty() {
        return None;
    }
    let mut hear = |member: usize, heard: Heard<'_>| match (heard, &mut tellings[member]) {
        (Heard::Point(point), Some(telling)) => telling.point(&point, hurry),
        (Heard::End(result), it @ Some(_)) => {
            *it = None;
            end(read_ones[member].0, result.map_err(|error| refused(&error)));
            ControlFlow::Break(())
        }
        (Heard::Point(_) | Heard::End(_), None) => ControlFlow::Break(()),
    };
    let broken = catch_unwind(AssertUnwindSafe(|| (together.train)(&jobs, &mut hear)));
    let why = match broken {
        Ok(()) => "the trainer fell silent about it".to_owned(),
        Err(panic) => words(&*panic),
    };
    let members = read_ones.iter().zip(&tellings);
    let left: Vec<_> =
        members.filter(|(_, it)| it.is_some()).map(|((it, _), _)| Arc::clone(it)).collect();
    match left.as_slice() {
        [] => None,
        [alone] => {
            end(alone, Err(failed(&why, false)));
            None
        }
        _ => Some((left, why)),
    }
}

#[cfg(test)]
mod tests {
    use proto::v1::Assignment;
    use trainer::{Error, Point};

    use super::*;
    use crate::{attempt::Order, training::Hear};

    const SYNTHETIC: &str = r#"{"train": {"synthetic": {}}, "optimizer": {"lr": 0.1}}"#;

    fn attempt(seed: u64, config: &str) -> Arc<Attempt> {
        let (config, metric) = (config.into(), r#"{"name": "loss", "goal": "minimize"}"#.into());
        let assignment = Assignment { seed, config, metric, ..Assignment::default() };
        Arc::new(Attempt::new(assignment, Arc::default()))
    }

    fn three() -> Vec<Arc<Attempt>> {
        (0..3).map(|seed| attempt(seed, SYNTHETIC)).collect()
    }

    /// The seeds of those that ended, how, and the seeds of those that were left with the last words.
    type Trained = (Vec<(u64, Result<Ending, Failed>)>, Option<(Vec<u64>, String)>);

    fn trained(
        attempts: &[Arc<Attempt>],
        train: impl Fn(&[Job<'_>], &mut Hear<'_>) + Send + Sync + 'static,
    ) -> Trained {
        let (together, mut ended) = (Together::new(|_| Ok(9), train), Vec::new());
        let seed = |it: &Arc<Attempt>| it.assignment.seed;
        let mut end = |it: &Arc<Attempt>, result| ended.push((seed(it), result));
        let left = super::train(attempts, &together, &|_| (), &mut end);
        let left = left.map(|(left, why)| (left.iter().map(seed).collect(), why));
        (ended, left)
    }

    fn point(step: u64) -> Heard<'static> {
        Heard::Point(Point { step, metrics: &[("loss", 1.0)] })
    }

    #[test]
    fn members_end_by_themselves_and_one_that_is_told_to_stop_leaves_at_its_next_point() {
        let attempts = three();
        attempts[1].tell(Order::Cancel);
        let (ended, left) = trained(&attempts, |jobs, hear| {
            assert_eq!(jobs.iter().map(|it| it.seed).collect::<Vec<_>>(), [0, 2]);
            assert!(hear(0, point(0)).is_continue() && hear(1, point(0)).is_continue());
            assert!(hear(1, Heard::End(Ok(Ending::Diverged))).is_break());
            assert!(hear(1, point(1)).is_break(), "it has ended");
            assert!(hear(0, point(1)).is_continue());
            hear(0, Heard::End(Err(Error::Invalid("no".into())))).is_break();
        });
        assert_eq!(left, None);
        let ends = [(1, Ok(Ending::Stopped)), (2, Ok(Ending::Diverged))];
        assert_eq!(ended[..2], ends);
        assert!(ended[2].1.as_ref().is_err_and(|it| it.permanent));
        assert_eq!(attempts.iter().map(|it| it.pending()).collect::<Vec<_>>(), [2, 0, 1]);
    }

    #[test]
    fn a_break_down_is_the_failure_of_nobody_as_long_as_several_were_in_training() {
        let (ended, left) = trained(&three(), |_, hear| {
            hear(0, Heard::End(Ok(Ending::Diverged))).is_break();
            panic!("out of memory");
        });
        assert_eq!(ended, [(0, Ok(Ending::Diverged))]);
        assert_eq!(left, Some((vec![1, 2], "the trainer panicked: out of memory".into())));
    }

    #[test]
    fn one_that_was_in_training_by_itself_fails() {
        let (ended, left) = trained(&three()[..1], |_, _| panic!("out of memory"));
        assert!(ended[0].1.as_ref().is_err_and(|it| it.error.ends_with("out of memory")));
        assert_eq!(left, None);
        let (ended, _) = trained(&three()[..1], |_, _| ());
        assert!(ended[0].1.as_ref().is_err_and(|it| it.error.contains("silent")));
    }

    #[test]
    fn one_that_cannot_be_read_fails_and_the_others_are_trained() {
        let mut attempts = three();
        attempts[0] = attempt(7, "{");
        let (ended, _) = trained(&attempts, |jobs, hear| {
            for member in 0..jobs.len() {
                assert!(hear(member, Heard::End(Ok(Ending::Diverged))).is_break());
            }
        });
        assert!(ended[0].0 == 7 && ended[0].1.as_ref().is_err_and(|it| it.permanent));
        assert_eq!(ended.len(), 3);
    }

    #[test]
    fn a_device_without_room_fails_the_trial_and_another_one_may_have_some() {
        let told = |room: fn() -> Result<usize, Error>| {
            capacity(&three()[0], &Together::new(move |_| room(), |_, _| ()))
        };
        assert_eq!(told(|| Ok(7)), Ok(7));
        assert!(told(|| Ok(0)).is_err_and(|it| !it.permanent && it.error.contains("no room")));
        assert!(told(|| panic!("no memory")).is_err_and(|it| it.error.contains("no memory")));
    }
}

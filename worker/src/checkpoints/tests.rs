//! Checkpoints in a folder: written whole, found again, refused where they are not this trial's, swept when old.

use std::{cell::Cell, fs, path::Path, sync::Arc};

use proto::v1::Assignment;
use search::{config::TrialConfig, document::Node, metric::Metric};
use tempfile::TempDir;
use trainer::Point;

use super::*;
use crate::room::Room;

const CONFIG: &str = r#"{
    "train": {
        "builtin": { "dataset": { "kind": "moons", "samples": 100 }, "model": { "kind": "mlp", "hidden": [4] } },
        "epochs": 40
    },
    "optimizer": { "lr": 0.1, "momentum": 0.9 }
}"#;

#[test]
fn what_is_handed_back_goes_on_and_is_told_whole() {
    let scene = Scene::new(Duration::MAX);
    let whole = scene.train(None, |_, _| ()).1;
    let (ending, _) = scene.train(Some("a"), told_at(20, Order::HandBack));
    assert_eq!((ending, scene.files()), (Ending::Stopped, vec!["a.ratesmith.safetensors".into()]));
    let (ending, points) = scene.train(Some("a"), |_, _| ());
    assert!(matches!(ending, Ending::Completed { .. }));
    assert_eq!((points, scene.files()), (whole, vec![]), "and its checkpoint goes when it ends");
}

#[test]
fn until_the_coordinator_has_heard_of_the_end_the_checkpoint_stays() {
    let scene = Scene::new(Duration::from_nanos(1));
    let (attempt, ending, whole) = scene.train_unheard(Some("a"), |_, _| ());
    assert!(matches!(ending, Ending::Completed { .. }));
    assert_eq!(scene.files(), ["a.ratesmith.safetensors"], "the worker may go before it has told");
    assert_eq!(scene.train_unheard(Some("a"), |_, _| ()).2, whole);
    attempt.settle();
    assert_eq!(scene.files(), [""; 0]);
}

#[test]
fn a_trial_that_has_gone_to_another_attempt_leaves_it_the_checkpoint() {
    let scene = Scene::new(Duration::from_nanos(1));
    let (attempt, ..) = scene.train_unheard(Some("a"), |_, _| ());
    attempt.fence();
    attempt.settle();
    assert_eq!(scene.files(), ["a.ratesmith.safetensors"]);
}

#[test]
fn a_trial_that_is_killed_leaves_its_last_checkpoint() {
    let scene = Scene::new(Duration::from_nanos(1));
    let left = scene.files_while_training(20);
    assert_eq!(left, ["a.ratesmith.safetensors"]);
    assert_eq!(Scene::new(Duration::MAX).files_while_training(20), [""; 0], "it is not yet time");
}

#[test]
fn a_trial_that_is_ended_from_outside_takes_its_checkpoint_along() {
    for order in [Order::Stop, Order::Cancel] {
        let scene = Scene::new(Duration::from_nanos(1));
        assert_eq!(scene.train(Some("a"), told_at(20, order)).0, Ending::Stopped);
        assert_eq!(scene.files(), [""; 0]);
    }
}

#[test]
fn an_attempt_that_is_over_leaves_the_file_to_its_successor() {
    let scene = Scene::new(Duration::MAX);
    scene.train(Some("a"), told_at(20, Order::HandBack));
    let before = fs::read(scene.folder.path().join("a.ratesmith.safetensors")).unwrap();
    scene.train(Some("a"), told_at(30, Order::Forget));
    assert_eq!(fs::read(scene.folder.path().join("a.ratesmith.safetensors")).unwrap(), before);
}

#[test]
fn a_file_that_cannot_be_gone_on_from_costs_the_trial_nothing_but_time() {
    let scene = Scene::new(Duration::MAX);
    let whole = scene.train(None, |_, _| ()).1;
    fs::write(scene.folder.path().join("a.ratesmith.safetensors"), "torn").unwrap();
    assert_eq!(scene.train(Some("a"), |_, _| ()).1, whole);
    fs::create_dir(scene.folder.path().join("b.ratesmith.safetensors")).unwrap();
    assert_eq!(scene.train(Some("b"), |_, _| ()).1, whole, "neither read nor written nor removed");
    assert_eq!(scene.train(Some("../c"), |_, _| ()).1, whole, "no file has this name");
}

#[test]
fn a_run_that_has_diverged_is_not_kept() {
    let wild = CONFIG.replace("\"lr\": 0.1", "\"lr\": 1e30");
    let config = TrialConfig::read(&Node::from_json(&wild).unwrap()).unwrap();
    let Task::Builtin(builtin) = &config.train.task else { panic!("a model") };
    let data = Data::load(&builtin.dataset, Path::new("")).unwrap();
    let job = Job { config: &config, metric: &Metric::default(), seed: 1 };
    let attempt = Attempt::new(Assignment::default(), Arc::new(Room::default()));
    let (is_finite, mut kept) = (Cell::new(true), 0);
    let mut observe = |point: Point<'_>| {
        is_finite.set(point.metrics.iter().all(|it| it.1.is_finite()));
        ControlFlow::Continue(())
    };
    let mut run = Run::new(job, &data).unwrap();
    let ending = to_the_end(&attempt, &mut run, &mut observe, |_| {
        assert!(is_finite.get(), "a checkpoint of this would be gone on from");
        kept += 1;
    });
    assert_eq!((ending, is_finite.get(), kept > 0), (Ending::Diverged, false, true));
}

/// Gives the attempt an order when it has come to this point.
fn told_at(point: usize, order: Order) -> impl Fn(&Attempt, usize) {
    move |attempt, points| {
        if points == point {
            attempt.tell(order.clone());
        }
    }
}

struct Scene {
    folder: TempDir,
    checkpoints: Arc<Checkpoints>,
}

impl Scene {
    fn new(every: Duration) -> Self {
        let folder = TempDir::new().unwrap();
        let keeping = Keeping { folder: folder.path().to_owned(), every };
        Self { folder, checkpoints: Arc::new(Checkpoints::open(keeping).unwrap()) }
    }

    /// Trains a trial of this name with checkpoints, or one without; `seen` sees after how many points it is. Returns the
    /// end, and the bits of the loss at each point.
    fn train(
        &self,
        trial: Option<&str>,
        seen: impl Fn(&Attempt, usize),
    ) -> (Ending, Vec<(u64, u64)>) {
        let (attempt, ending, points) = self.train_unheard(trial, seen);
        attempt.settle();
        (ending, points)
    }

    /// The same, before the coordinator has heard of the end.
    fn train_unheard(
        &self,
        trial: Option<&str>,
        seen: impl Fn(&Attempt, usize),
    ) -> (Attempt, Ending, Vec<(u64, u64)>) {
        let config = TrialConfig::read(&Node::from_json(CONFIG).unwrap()).unwrap();
        let Task::Builtin(builtin) = &config.train.task else { panic!("a model") };
        let data = Data::load(&builtin.dataset, Path::new("")).unwrap();
        let name = trial.unwrap_or_default().to_owned();
        let assignment = Assignment { trial: name, ..Assignment::default() };
        let attempt = Attempt::new(assignment, Arc::new(Room::default()));
        let mut points = Vec::new();
        let mut observe = |point: Point<'_>| {
            points.push((point.step, point.metrics[0].1.to_bits()));
            seen(&attempt, points.len());
            ControlFlow::Continue(())
        };
        let job = Job { config: &config, metric: &Metric::default(), seed: 1 };
        let checkpoints = trial.map(|_| &self.checkpoints);
        let ending = train(checkpoints, &attempt, job, &data, &mut observe).unwrap();
        (attempt, ending, points)
    }

    /// The checkpoints that were there at this point: what is left if the worker dies then.
    fn files_while_training(&self, at: usize) -> Vec<String> {
        let found = parking_lot::Mutex::new(Vec::new());
        self.train(Some("a"), |_, points| {
            if points == at {
                *found.lock() = self.files();
            }
        });
        found.into_inner()
    }

    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect()
    }
}

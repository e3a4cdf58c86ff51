//! Bundles against the same runs alone: only the rounding of sums may differ.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod capacity;
mod leaving;
mod members;
mod models;
mod optimizers;
mod schedules;

use std::{ops::ControlFlow, path::Path, sync::Arc};

use burn_tensor::Device;
use fused::{Engine, Heard};
use search::{
    config::{Task, TrialConfig},
    document::Node,
    metric::Metric,
};
use trainer::{Data, Ending, Error, Job, Point};

/// The back end that is tested: burn's CPU; with the feature `cuda`, the first card.
#[cfg(not(feature = "cuda"))]
type Backend = burn_autodiff::Autodiff<burn_ndarray::NdArray>;
#[cfg(feature = "cuda")]
type Backend = fused::cuda::Backend;

/// Says how much memory is free.
type Free = Arc<dyn Fn() -> u64 + Send + Sync>;

/// An engine on a device whose memory is as free as is said.
fn engine_with(free: Free) -> Engine<Backend> {
    Engine::new(Device::<Backend>::default(), move || free())
}

/// A run's points and its end.
#[derive(Debug, Default)]
struct Run {
    points: Vec<Seen>,
    ending: Option<Result<Ending, Error>>,
}

#[derive(Debug, PartialEq)]
struct Seen {
    step: u64,
    metrics: Vec<(String, f64)>,
}

impl Run {
    fn keep(&mut self, point: &Point<'_>) {
        let metrics = point.metrics.iter().map(|(name, value)| ((*name).to_owned(), *value));
        self.points.push(Seen { step: point.step, metrics: metrics.collect() });
    }

    fn ending(&self) -> &Ending {
        self.ending.as_ref().unwrap().as_ref().unwrap()
    }

    /// All numbers, to the bit.
    fn bits(&self) -> Vec<u64> {
        let values = self.points.iter().flat_map(|it| &it.metrics);
        values.map(|(_, value)| value.to_bits()).collect()
    }

    fn last(&self, metric: &str) -> f64 {
        let metrics = &self.points.last().unwrap().metrics;
        metrics.iter().find(|(name, _)| name == metric).unwrap().1
    }
}

/// A small network on the digits, for 30 updates of 64 rows, with these parts of a configuration.
fn digits(model: &str, optimizer: &str, rest: &str) -> TrialConfig {
    config("\"digits\"", model, "\"steps\": 30, \"report_every\": 10", optimizer, rest)
}

/// A small perceptron.
const MLP: &str = r#""kind": "mlp", "hidden": [24, 16]"#;

fn config(dataset: &str, model: &str, train: &str, optimizer: &str, rest: &str) -> TrialConfig {
    let text = format!(
        r#"{{ "train": {{ "builtin": {{ "dataset": {dataset}, "model": {{ {model} }} }}, {train} }},
             "optimizer": {{ {optimizer} }}{rest} }}"#
    );
    TrialConfig::read(&Node::from_json(&text).unwrap()).unwrap()
}

fn data(config: &TrialConfig) -> Data {
    data_in(config, Path::new(""))
}

fn data_in(config: &TrialConfig, folder: &Path) -> Data {
    let Task::Builtin(builtin) = &config.train.task else { panic!("not a built-in model") };
    Data::load(&builtin.dataset, folder).unwrap()
}

/// Trains a bundle. Member `stops.0` is told to stop after so many points.
fn together(jobs: &[(&TrialConfig, u64)], data: &Data, stops: Option<(usize, usize)>) -> Vec<Run> {
    let metric = Metric::default();
    let jobs: Vec<Job<'_>> =
        jobs.iter().map(|(config, seed)| Job { config, metric: &metric, seed: *seed }).collect();
    let mut runs: Vec<Run> = jobs.iter().map(|_| Run::default()).collect();
    engine_with(Arc::new(|| 1 << 30)).train(&jobs, data, &mut |member, heard| {
        let run = &mut runs[member];
        assert!(run.ending.is_none(), "member {member} has ended");
        match heard {
            Heard::Point(point) => run.keep(&point),
            Heard::End(result) => run.ending = Some(result),
        }
        if stops == Some((member, run.points.len())) {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    runs
}

/// Trains each by itself, with our own network.
fn alone(jobs: &[(&TrialConfig, u64)], data: &Data) -> Vec<Run> {
    let metric = Metric::default();
    let train = |(config, seed): &(&TrialConfig, u64)| {
        let mut run = Run::default();
        let job = Job { config, metric: &metric, seed: *seed };
        let ending = trainer::train(job, Some(data), &mut |point| {
            run.keep(&point);
            ControlFlow::Continue(())
        });
        run.ending = Some(ending);
        run
    };
    jobs.iter().map(train).collect()
}

/// Trains the jobs both ways and compares.
fn compare(jobs: &[(&TrialConfig, u64)], tolerance: f64) {
    compare_on(jobs, &data(jobs[0].0), tolerance);
}

fn compare_on(jobs: &[(&TrialConfig, u64)], data: &Data, tolerance: f64) {
    let (alone, together) = (alone(jobs, data), together(jobs, data, None));
    for (member, (alone, together)) in alone.iter().zip(&together).enumerate() {
        agree(member, alone, together, tolerance);
    }
}

/// Whether two runs tell the same: losses within `tolerance` of themselves, accuracies within two rows of a few hundred.
fn agree(member: usize, alone: &Run, together: &Run, tolerance: f64) {
    let steps = |run: &Run| run.points.iter().map(|it| it.step).collect::<Vec<_>>();
    assert_eq!(steps(alone), steps(together), "member {member}");
    for (a, b) in alone.points.iter().zip(&together.points) {
        let names = |it: &Seen| it.metrics.iter().map(|it| it.0.clone()).collect::<Vec<_>>();
        assert_eq!(names(a), names(b));
        for ((name, a), (_, b)) in a.metrics.iter().zip(&b.metrics) {
            let allowed =
                if name.ends_with("accuracy") { 0.012 } else { tolerance * a.abs().max(1e-2) };
            let same =
                a.to_bits() == b.to_bits() || (a - b).abs() <= allowed || a.is_nan() && b.is_nan();
            assert!(
                same,
                "member {member}, {name}: alone {a}, together {b}\n{alone:?}\n{together:?}"
            );
        }
    }
    match (alone.ending(), together.ending()) {
        (Ending::Completed { value: a, .. }, Ending::Completed { value: b, .. }) => {
            assert!((a - b).abs() <= tolerance * a.abs().max(1e-2), "member {member}: {a} {b}");
        }
        (a, b) => assert_eq!(a, b, "member {member}"),
    }
}

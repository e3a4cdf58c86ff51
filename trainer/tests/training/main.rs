//! Whole runs of built-in models: what they learn, how they end, and that they can be repeated.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod following;
mod groups;
mod learning;
mod pinned;
mod ramps;
mod reporting;
mod schedules;

use std::{ops::ControlFlow, path::Path};

use search::{
    config::{Task, TrialConfig},
    document::Node,
    metric::Metric,
};
use trainer::{Data, Ending, Error, Job, train};

const DIGITS: &str = r#""builtin": { "dataset": "digits", "model": { "kind": "mlp" } }"#;

/// A run's points and its end.
#[derive(Debug)]
struct Run {
    points: Vec<Seen>,
    ending: Ending,
}

#[derive(Debug)]
struct Seen {
    step: u64,
    metrics: Vec<String>,
    values: Vec<f64>,
}

impl Run {
    fn steps(&self) -> Vec<u64> {
        self.points.iter().map(|it| it.step).collect()
    }

    fn last(&self, metric: &str) -> f64 {
        let last = self.points.last().unwrap();
        last.values[last.metrics.iter().position(|it| it == metric).unwrap()]
    }

    fn bits(&self) -> Vec<u64> {
        self.points.iter().flat_map(|it| &it.values).map(|it| it.to_bits()).collect()
    }
}

fn run(config: &TrialConfig, seed: u64) -> Run {
    let mut points = Vec::new();
    let metric = Metric::default();
    let job = Job { config, metric: &metric, seed };
    let ending = train(job, Some(&data(config)), &mut |it| {
        let (metrics, values) = it.metrics.iter().map(|it| (it.0.to_owned(), it.1)).unzip();
        points.push(Seen { step: it.step, metrics, values });
        ControlFlow::Continue(())
    });
    Run { points, ending: ending.unwrap() }
}

fn observed(
    config: &TrialConfig,
    metric: &Metric,
    observe: &mut dyn FnMut(trainer::Point<'_>) -> ControlFlow<()>,
) -> Result<Ending, Error> {
    train(Job { config, metric, seed: 0 }, Some(&data(config)), observe)
}

fn data(config: &TrialConfig) -> Data {
    let Task::Builtin(builtin) = &config.train.task else { panic!("not a built-in model") };
    Data::load(&builtin.dataset, Path::new("")).unwrap()
}

fn digits(lr: &str) -> TrialConfig {
    config(DIGITS, "\"epochs\": 20", &format!("\"lr\": {lr}"), "")
}

fn config(builtin: &str, budget: &str, optimizer: &str, rest: &str) -> TrialConfig {
    let text = format!(
        r#"{{ "train": {{ {builtin}, {budget} }}, "optimizer": {{ {optimizer} }}{rest} }}"#
    );
    TrialConfig::read(&Node::from_json(&text).unwrap()).unwrap()
}

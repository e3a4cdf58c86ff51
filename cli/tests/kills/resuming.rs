//! A trial that trains long goes on where its last worker was, whether that was killed or left.

use std::{ops::ControlFlow, path::Path};

use search::{config::TrialConfig, document::Node, sweep::Sweep};
use serde_json::Value;
use trainer::{Data, Job};

use crate::site::{Site, on_each};

/// One trial of some seconds: thousands of updates lie between its points, and the rate depends on what was measured.
const SWEEP: &str = "
name: long
method: grid
metric: { name: val_loss }
parameters: { lr: { values: [0.02] } }
train:
  builtin: { dataset: { kind: moons, samples: 2000 }, model: { kind: mlp, hidden: [64, 64], batch_norm: true } }
  steps: 12000
  report_every: 400
optimizer: { kind: adam }
schedule: { kind: plateau, patience: 1, threshold: 0.01, factor: 0.7 }
";

#[test]
fn the_next_attempt_goes_on_where_the_worker_was_killed() {
    on_each(|mut site| {
        let id = half_trained(&mut site);
        site.kill_worker(0);
        let trial = resumed(&mut site, &id);
        // On a machine that is busy enough a lease may run out as well.
        assert!(trial["attempt"].as_u64() >= Some(2), "{trial}");
        assert!(trial["failures"].as_u64() >= Some(1), "{trial}");
    });
}

#[test]
fn the_next_attempt_goes_on_where_the_worker_was_told_to_leave() {
    on_each(|mut site| {
        let id = half_trained(&mut site);
        site.ask_worker_to_leave(0);
        let trial = trial(&site, &id);
        assert_eq!((&trial["state"], &trial["failures"]), (&"queued".into(), &0.into()), "{trial}");
        resumed(&mut site, &id);
    });
}

/// Submits the sweep and lets a worker train until points and a checkpoint are there.
fn half_trained(site: &mut Site) -> String {
    let id = site.submit(SWEEP);
    site.hire_keeping();
    let name = trial(site, &id)["id"].as_str().unwrap().to_owned();
    while steps(site, &name).len() < 4 || files(&site.checkpoints()).is_empty() {
        let state = site.get(&format!("/trials/{name}"))["state"].clone();
        assert!(state == "queued" || state == "running", "{state}: {}", site.logged(0));
    }
    id
}

/// Lets another worker finish the trial, which must tell what one that was never broken off tells.
fn resumed(site: &mut Site, id: &str) -> Value {
    site.hire_keeping();
    site.wait(id, |counts| counts["completed"] == 1);
    let log = site.logged(1);
    let after = log.split("goes on from its checkpoint, after ").nth(1);
    let after = after.unwrap_or_else(|| panic!("it began anew: {log}"));
    let made: u64 = after.split(' ').next().unwrap().parse().unwrap();
    assert!(made >= 800, "it trained {made} of the updates again that were made before: {log}");
    let trial = trial(site, id);
    assert_curve_is_whole(site, &trial);
    assert_eq!(files(&site.checkpoints()), [""; 0], "its checkpoint went with it");
    trial
}

/// Trains the same once more in one go, and compares to the last bit.
fn assert_curve_is_whole(site: &Site, trial: &Value) {
    let sweep = Sweep::read(&Node::from_yaml(SWEEP).unwrap()).unwrap();
    let plan = sweep.plan(0);
    let config = TrialConfig::read(&plan.config).unwrap();
    let search::config::Task::Builtin(builtin) = &config.train.task else { panic!("a model") };
    let data = Data::load(&builtin.dataset, Path::new(".")).unwrap();
    let mut curves: Vec<(&str, Vec<Value>)> =
        ["val_loss", "train_loss", "lr"].map(|it| (it, Vec::new())).into();
    let job = Job { config: &config, metric: &sweep.metric, seed: plan.seed };
    trainer::train(job, Some(&data), &mut |point| {
        for (name, values) in &mut curves {
            let value = point.metrics.iter().find(|it| it.0 == *name);
            values.extend(value.map(|it| written(it.1)));
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    let told = site.get(&format!("/trials/{}/metrics", trial["id"].as_str().unwrap()));
    for (name, values) in curves {
        let series = told["series"].as_array().unwrap();
        let series = series.iter().find(|it| it["metric"] == name).unwrap();
        assert_eq!(*series["values"].as_array().unwrap(), values, "{name}");
    }
}

fn trial(site: &Site, sweep: &str) -> Value {
    site.json(&["trials", sweep, "--json"])["items"][0].clone()
}

/// The points that the coordinator has of a trial.
fn steps(site: &Site, trial: &str) -> Vec<Value> {
    let told = site.get(&format!("/trials/{trial}/metrics"));
    told["series"][0]["steps"].as_array().cloned().unwrap_or_default()
}

fn files(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let names = entries.map(|it| it.unwrap().file_name().into_string().unwrap());
    names.filter(|it| it.ends_with(".safetensors")).collect()
}

/// A number as it comes through JSON.
fn written(value: f64) -> Value {
    serde_json::from_str(&serde_json::to_string(&value).unwrap()).unwrap()
}

//! A coordinator with one sweep, and workers in this process.

use std::{ops::ControlFlow, time::Duration};

use proto::v1::{Held, ReleaseRequest, coordinator_client::CoordinatorClient};
use search::{config::TrialConfig, document::Node, sweep::Sweep};
use serde_json::Value;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use trainer::Job;
use worker::{Config, Device, Summary, Training};

use crate::lockstep::{self, Gate, Sizes};

/// So long an event may take. Far more than any needs.
const PATIENCE: Duration = Duration::from_mins(1);

/// How long a lease lasts: no longer than one test waits for it to run out, and longer than a busy disk keeps the coordinator
/// waiting.
const LEASE: Duration = Duration::from_secs(10);

/// Metrics that every point but the first has.
const METRICS: [&str; 3] = ["val_loss", "train_loss", "val_accuracy"];

pub(crate) struct Scene {
    url: String,
    sweep: Sweep,
    id: String,
    worker: Hired,
    sizes: Sizes,
    stop: CancellationToken,
    _folder: TempDir,
}

pub(crate) struct Hired {
    task: JoinHandle<Result<Summary, worker::Error>>,
    shutdown: CancellationToken,
}

impl Hired {
    pub(crate) async fn leave(self) {
        self.shutdown.cancel();
        self.task.await.unwrap().unwrap();
    }
}

impl Scene {
    /// Submits `sweep` and starts a worker of one slot, whose bundles `gate` may hold up.
    pub(crate) async fn start(sweep: &str, gate: &Gate) -> Self {
        let folder = TempDir::new().unwrap();
        let config = server::Config {
            listen: "127.0.0.1:0".parse().unwrap(),
            grpc_listen: None,
            database: format!("sqlite://{}/t.db", folder.path().display()),
            insecure: false,
            lease: LEASE,
        };
        let server = server::Server::bind(config).await.unwrap();
        let url = format!("http://{}", server.addr());
        let stop = CancellationToken::new();
        tokio::spawn(server.serve(stop.clone()));
        let submit = reqwest::Client::new().post(format!("{url}/api/v1/sweeps"));
        let submit = submit.header("content-type", "application/yaml").body(sweep.to_owned());
        let submitted: Value = submit.send().await.unwrap().json().await.unwrap();
        let id = submitted["id"].as_str().unwrap_or_else(|| panic!("{submitted}")).to_owned();
        let sizes = Sizes::default();
        let worker = hire(&url, lockstep::training(gate, &sizes));
        let sweep = Sweep::read(&Node::from_yaml(sweep).unwrap()).unwrap();
        Self { url, sweep, id, worker, sizes, stop, _folder: folder }
    }

    /// How many members the bundles of the first worker had.
    pub(crate) fn sizes(&self) -> Vec<usize> {
        self.sizes.lock().unwrap().clone()
    }

    /// One more worker, which trains no bundles.
    pub(crate) fn hire_alone(&self) -> Hired {
        hire(&self.url, lockstep::alone())
    }

    /// One more worker, which trains bundles.
    pub(crate) fn hire_fused(&self, gate: &Gate) -> Hired {
        hire(&self.url, lockstep::training(gate, &self.sizes))
    }

    /// The first worker says nothing more, as if its process had been killed.
    pub(crate) fn kill(&mut self) {
        self.worker.task.abort();
    }

    /// Waits until the first worker has been heard of so often.
    pub(crate) async fn signs_of_life(&self, count: usize) {
        let heard = async {
            for _ in 0..count {
                let before = self.seen().await;
                while self.seen().await == before {
                    tokio::task::yield_now().await;
                }
            }
        };
        tokio::time::timeout(PATIENCE, heard).await.expect("the worker says nothing more");
    }

    async fn seen(&self) -> Value {
        let workers = self.get("/workers").await;
        // The last to come is the first.
        workers["items"].as_array().unwrap().last().unwrap()["seen_at"].clone()
    }

    /// Hands a trial back in the name of the worker that holds it.
    pub(crate) async fn release(&self, trial: &Value) {
        let mut client = CoordinatorClient::connect(self.url.clone()).await.unwrap();
        let trial_id = trial["id"].as_str().unwrap().to_owned();
        let worker = trial["worker"].as_str().unwrap().to_owned();
        let held = vec![Held { trial: trial_id, attempt: 1 }];
        client.release(ReleaseRequest { worker, held }).await.unwrap();
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let response = reqwest::get(format!("{}/api/v1{path}", self.url)).await.unwrap();
        response.json().await.unwrap()
    }

    pub(crate) async fn post(&self, path: &str) {
        let url = format!("{}/api/v1{path}", self.url);
        let response = reqwest::Client::new().post(url).send().await.unwrap();
        assert!(response.status().is_success(), "{}", response.text().await.unwrap());
    }

    /// The sweep's trials by number.
    pub(crate) async fn trials(&self) -> Vec<Value> {
        let listed = self.get(&format!("/sweeps/{}/trials?limit=100", self.id)).await;
        listed["items"].as_array().unwrap_or_else(|| panic!("{listed}")).clone()
    }

    pub(crate) async fn trial(&self, number: usize) -> Value {
        let id = self.trials().await[number]["id"].as_str().unwrap().to_owned();
        self.get(&format!("/trials/{id}")).await
    }

    /// Waits until the trials are as `seen` wants them.
    pub(crate) async fn until(&self, seen: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let wait = async {
            loop {
                let trials = self.trials().await;
                if seen(&trials) {
                    return trials;
                }
            }
        };
        let Ok(trials) = tokio::time::timeout(PATIENCE, wait).await else {
            panic!("it did not come to pass: {:#?}", self.trials().await)
        };
        trials
    }

    /// Waits until all trials have ended.
    pub(crate) async fn ended(&self) -> Vec<Value> {
        let over = |it: &Value| it["state"] != "queued" && it["state"] != "running";
        self.until(|trials| trials.iter().all(over)).await
    }

    /// How many points a trial has.
    pub(crate) async fn points(&self, trial: &Value) -> usize {
        self.series(trial, "val_loss").await.len()
    }

    async fn series(&self, trial: &Value, metric: &str) -> Vec<Value> {
        let told = self.get(&format!("/trials/{}/metrics", trial["id"].as_str().unwrap())).await;
        let series = told["series"].as_array().unwrap();
        let series = series.iter().find(|it| it["metric"] == metric);
        series.unwrap_or_else(|| panic!("{told}"))["values"].as_array().unwrap().clone()
    }

    /// Trains a trial again by itself: the points that it told, and the value that it has if it was trained to its end, must be
    /// the same to the last bit.
    pub(crate) async fn same_as_alone(&self, trial: &Value) {
        let plan = self.sweep.plan(trial["number"].as_u64().unwrap());
        let config = TrialConfig::read(&plan.config).unwrap();
        let job = Job { config: &config, metric: &self.sweep.metric, seed: plan.seed };
        let mut points: Vec<Vec<(String, f64)>> = Vec::new();
        let ending = trainer::train(job, Some(&lockstep::data(job)), &mut |point| {
            points.push(point.metrics.iter().map(|(name, it)| ((*name).to_owned(), *it)).collect());
            ControlFlow::Continue(())
        });
        for metric in METRICS {
            let told = self.series(trial, metric).await;
            let of = |it: &Vec<(String, f64)>| it.iter().find(|it| it.0 == metric).unwrap().1;
            let alone: Vec<Value> = points.iter().map(|it| written(of(it))).collect();
            assert_eq!(told, alone[..told.len()], "{metric} of {trial}");
            let is_whole = trial["state"] == "completed";
            assert!(!is_whole || told.len() == alone.len(), "{metric} of {trial}");
        }
        if let (Ok(trainer::Ending::Completed { value, .. }), "completed") =
            (ending, trial["state"].as_str().unwrap())
        {
            assert_eq!(trial["value"], written(value), "{trial}");
        }
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        self.worker.shutdown.cancel();
        self.stop.cancel();
    }
}

/// A number as it comes through JSON; nothing where it is not finite.
fn written(value: f64) -> Value {
    serde_json::from_str(&serde_json::to_string(&value).unwrap()).unwrap()
}

pub(crate) fn rates(trial: &Value) -> f64 {
    trial["lr"].as_f64().unwrap()
}

fn hire(url: &str, training: Training) -> Hired {
    let shutdown = CancellationToken::new();
    let config = Config {
        server: url.to_owned(),
        name: None,
        slots: Some(1),
        bundle: 8,
        device: Device::Cpu,
        labels: std::collections::BTreeMap::new(),
        data_dir: ".".into(),
        checkpoints: None,
    };
    let task = tokio::spawn(worker::run_with(config, training, shutdown.clone()));
    Hired { task, shutdown }
}

//! What the tests of the coordinator share: both databases, and a clock that is turned by hand.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses its own part")]
#![allow(
    clippy::allow_attributes,
    reason = "what is unused differs from one test binary to the next"
)]

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use search::{
    curve::Points,
    document::Node,
    loss::Loss,
    time::Timestamp,
    trial::{Ending, Outcome},
};
use server::{
    clock::Clock,
    coordinator::{Completion, Coordinator, LeaseRequest, Leased, Registration, Series},
    store::Store,
};

/// How long a lease lasts in these tests.
pub const LEASE: Duration = Duration::from_secs(30);
/// The moment at which they begin.
pub const DAWN: i64 = 1_800_000_000_000;

/// A coordinator with its clock.
#[derive(Clone)]
pub struct Bench {
    /// Under test.
    pub coordinator: Coordinator,
    now: Arc<AtomicI64>,
}

/// Runs `test` on SQLite and on Postgres, each time in a database of its own.
pub async fn on_each(test: impl AsyncFn(Bench)) {
    let folder = tempfile::tempdir().unwrap();
    test(bench(&format!("sqlite://{}/t.db", folder.path().display())).await).await;
    let Ok(url) = std::env::var("TEST_POSTGRES_URL") else {
        assert!(
            std::env::var("RATESMITH_SKIP_POSTGRES").is_ok_and(|it| it == "1"),
            "TEST_POSTGRES_URL names no Postgres: run `make test`, or set RATESMITH_SKIP_POSTGRES=1"
        );
        return;
    };
    let schema = format!("t{}", uuid::Uuid::now_v7().simple());
    let admin = sqlx::PgPool::connect(&url).await.unwrap();
    let run = |sql: String| {
        let admin = admin.clone();
        async move { sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&admin).await.unwrap() }
    };
    run(format!("create schema {schema}")).await;
    let joint = if url.contains('?') { '&' } else { '?' };
    test(bench(&format!("{url}{joint}options=-csearch_path%3D{schema}")).await).await;
    run(format!("drop schema {schema} cascade")).await;
}

/// A coordinator on the database at `url`.
pub async fn bench(url: &str) -> Bench {
    let store = Store::open(url).await.unwrap();
    let now = Arc::new(AtomicI64::new(DAWN));
    let read = now.clone();
    let clock = Clock::manual(move || Timestamp(read.load(Ordering::Relaxed)));
    Bench { coordinator: Coordinator::new(store, clock, LEASE), now }
}

impl Bench {
    /// Turns the clock on.
    pub fn pass(&self, time: Duration) {
        self.now.fetch_add(i64::try_from(time.as_millis()).unwrap(), Ordering::Relaxed);
    }

    /// Stores the sweep in `yaml` and returns its name.
    pub async fn submit(&self, yaml: &str) -> String {
        let document = Node::from_yaml(yaml).unwrap();
        self.coordinator.submit(&document, None).await.unwrap().sweep.id
    }

    /// Stores a grid of so many rates and seeds.
    pub async fn submit_grid(&self, rates: u32, replicates: u32) -> String {
        let min = if rates == 1 { 1.0 } else { 1e-3 };
        self.submit(&format!(
            "{{ method: grid, parameters: {{ lr: {{ min: {min}, max: 1, points: {rates} }} }}, \
             replicates: {replicates}, train: {{ synthetic: {{}} }} }}"
        ))
        .await
    }

    /// Makes a worker known and returns its name.
    pub async fn register(&self, name: &str) -> String {
        let id = uuid::Uuid::now_v7().to_string();
        let registration = Registration {
            id: id.clone(),
            name: name.into(),
            slots: 4,
            device: "cpu".into(),
            device_reason: "it was asked for".into(),
            bundle: 1,
            labels: [("room".to_owned(), name.to_owned())].into(),
            version: "0".into(),
            stops: name != "old",
        };
        self.coordinator.register(registration).await.unwrap();
        id
    }

    /// Leases up to `trials` to `worker`, without waiting.
    pub async fn lease(&self, worker: &str, trials: u32) -> Leased {
        let request = LeaseRequest {
            worker: worker.into(),
            request: uuid::Uuid::now_v7().to_string(),
            trials_max: trials,
            bundle_max: 0,
        };
        self.coordinator.lease(request, Duration::ZERO).await.unwrap()
    }
}

/// Points 0.. with losses that fall, `count` of them from number `first`.
pub fn points(first: u64, count: u64) -> Vec<Points> {
    let steps: Vec<u64> = (first..first + count).collect();
    #[expect(clippy::cast_precision_loss, reason = "small")]
    let values = steps.iter().map(|it| 1.0 / (1.0 + *it as f64)).collect();
    vec![Points { metrics: vec!["val_loss".into()], steps, values }]
}

/// A series of points.
pub fn series(trial: &str, attempt: u32, first_seq: u64, points: Vec<Points>) -> Series {
    Series { trial: trial.into(), attempt, first_seq, points }
}

/// A completion without points.
pub fn completion(trial: &str, attempt: u32, ending: Ending) -> Completion {
    Completion { series: series(trial, attempt, 0, Vec::new()), ending, train_ms: 5 }
}

/// An attempt that came from a loss of 2 to `value`.
pub fn finite(value: f64) -> Ending {
    Ending::Completed(Outcome::Finite { value: Loss::new(value).unwrap(), first: Loss::new(2.0) })
}

//! Numbers for Prometheus: what was counted on the way, and what stands in the database at this moment.

use std::{
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::coordinator::Overview;

/// How long requests take, in seconds: OpenTelemetry's bounds.
const DURATION: &str = "http_server_request_duration_seconds";
const BOUNDS: [f64; 14] =
    [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];
/// After so many requests what was measured is added up, whether or not somebody reads it.
const ADDED_UP_EVERY: u32 = 1_024;

/// Starts counting, once in a process.
fn counts() -> &'static PrometheusHandle {
    static COUNTS: OnceLock<PrometheusHandle> = OnceLock::new();
    COUNTS.get_or_init(|| {
        let builder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Full(DURATION.to_owned()), &BOUNDS);
        let recorder = builder.unwrap_or_default().build_recorder();
        let handle = recorder.handle();
        // Where the program that we are part of counts in a way of its own, we leave it that.
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("somebody else collects the metrics; /metrics shows the gauges alone");
        }
        describe();
        handle
    })
}

/// Starts counting.
pub(super) fn start() {
    counts();
}

fn describe() {
    describe_histogram!(DURATION, "How long requests took.");
    describe_counter!("ratesmith_points_ingested_total", "Metric points that were recorded.");
    describe_counter!(
        "ratesmith_trials_finished_total",
        "Trials that were over, by how they ended."
    );
    describe_counter!(
        "ratesmith_lease_expired_total",
        "Trials taken back from workers that fell silent."
    );
    // Shown from the start, so that the first one counts as a change.
    counter!("ratesmith_points_ingested_total").increment(0);
    counter!("ratesmith_lease_expired_total").increment(0);
    for outcome in ["completed", "diverged", "stopped", "failed", "cancelled", "quarantined"] {
        counter!("ratesmith_trials_finished_total", "outcome" => outcome).increment(0);
    }
}

/// Notes a request that was answered.
pub(super) fn answered(method: &'static str, route: String, status: u16, took: Duration) {
    static REQUESTS: AtomicU32 = AtomicU32::new(0);
    histogram!(DURATION, "http_request_method" => method, "http_route" => route,
        "http_response_status_code" => status.to_string())
    .record(took.as_secs_f64());
    if REQUESTS.fetch_add(1, Ordering::Relaxed).is_multiple_of(ADDED_UP_EVERY) {
        counts().run_upkeep();
    }
}

/// The numbers as text.
pub(super) fn render(overview: &Overview) -> String {
    let now = PrometheusBuilder::new().build_recorder();
    metrics::with_local_recorder(&now, || gauges(overview));
    counts().render() + &now.handle().render()
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn gauges(overview: &Overview) {
    describe_gauge!("ratesmith_build_info", "The version that runs.");
    describe_gauge!("ratesmith_sweeps", "Sweeps, by state.");
    describe_gauge!("ratesmith_trials", "Trials, by state.");
    describe_gauge!("ratesmith_queue_depth", "Trials that wait for a worker.");
    describe_gauge!("ratesmith_workers", "Workers that can be counted on.");
    describe_gauge!("ratesmith_worker_slots", "Trials that these train side by side.");
    gauge!("ratesmith_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    for state in ["running", "paused", "completed", "cancelled"] {
        gauge!("ratesmith_sweeps", "state" => state).set(0.0);
    }
    for (state, count) in &overview.sweeps {
        gauge!("ratesmith_sweeps", "state" => state.clone()).set(*count as f64);
    }
    let it = &overview.trials;
    let trials = [
        ("queued", it.queued),
        ("running", it.running),
        ("completed", it.completed),
        ("stopped", it.stopped),
        ("failed", it.failed),
        ("cancelled", it.cancelled),
        ("quarantined", it.quarantined),
    ];
    for (state, count) in trials {
        gauge!("ratesmith_trials", "state" => state).set(count as f64);
    }
    gauge!("ratesmith_queue_depth").set(it.queued as f64);
    gauge!("ratesmith_workers").set(overview.workers as f64);
    gauge!("ratesmith_worker_slots").set(overview.slots as f64);
}

//! Schedules, against the libraries whose names and parameters they have.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use search::{config::TrialConfig, document::Node, schedule::Schedule};
use serde::Deserialize;

#[derive(Deserialize)]
struct Known {
    id: String,
    base: f64,
    schedule: serde_json::Value,
    steps_per_epoch: Option<u64>,
    lr: Vec<f64>,
}

/// A schedule as a sweep has it, `{ kind: …, … }`.
fn schedule(text: &str) -> Schedule {
    let config = format!("{{train: {{synthetic: {{}}}}, optimizer: {{lr: 1}}, schedule: {text}}}");
    TrialConfig::read(&Node::from_yaml(&config).unwrap()).unwrap().schedule
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs() + 1e-13
}

#[test]
fn every_rate_is_the_librarys() {
    let known: Vec<Known> = serde_json::from_str(include_str!("schedules/known.json")).unwrap();
    for case in known {
        let schedule = schedule(&case.schedule.to_string());
        for (t, expected) in (0..).zip(&case.lr) {
            let epoch = t / case.steps_per_epoch.unwrap_or(1);
            let rate = schedule.lr(case.base, t, epoch);
            assert!(close(rate, *expected), "{} at {t}: {rate}, not {expected}", case.id);
        }
    }
}

#[test]
fn a_schedule_in_epochs_does_not_count_steps() {
    let halves = schedule("{kind: step, step_size: 1, gamma: 0.5, unit: epoch}");
    for (epoch, rate) in [(0, 8.0), (1, 4.0), (2, 2.0)] {
        assert!(close(halves.lr(8.0, 999, epoch), rate));
    }
}

#[test]
fn a_range_begins_and_ends_where_it_says() {
    let rates = |mode| {
        let range =
            schedule(&format!("{{kind: range, start: 0.01, end: 100, steps: 5, mode: {mode}}}"));
        [0, 1, 2, 3, 4, 5, 99].map(|t| range.lr(7.0, t, 0))
    };
    let expected = [0.01, 0.1, 1.0, 10.0, 100.0, 100.0, 100.0];
    assert!(rates("exponential").iter().zip(expected).all(|(a, b)| close(*a, b)));
    assert!(rates("exponential")[4].total_cmp(&100.0).is_eq(), "exactly");
    let expected = [0.01, 25.0075, 50.005, 75.0025, 100.0, 100.0, 100.0];
    assert!(rates("linear").iter().zip(expected).all(|(a, b)| close(*a, b)));
}

#[test]
fn the_largest_counts_keep_rates_finite() {
    for text in [
        "{kind: time_based, decay_rate: 1e300}",
        "{kind: exponential, gamma: 0.5}",
        "{kind: step, step_size: 1}",
        "{kind: range, start: 1e-300, end: 1e300, steps: 10}",
    ] {
        let rate = schedule(text).lr(1.0, u64::MAX, u64::MAX);
        assert!(rate.is_finite() && rate >= 0.0, "{text}: {rate}");
    }
}

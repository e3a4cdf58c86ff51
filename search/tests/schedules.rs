//! Schedules, against the libraries whose names and parameters they have.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use search::{
    config::{Budget, TrialConfig},
    course::{Course, Terms},
    document::Node,
    metric::{Goal, Metric},
    noise,
    schedule::Schedule,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Known {
    id: String,
    base: f64,
    schedule: serde_json::Value,
    steps_per_epoch: Option<u64>,
    abs: f64,
    rel: f64,
    lr: Vec<f64>,
    momentum: Option<Vec<f64>>,
    /// What a plateau is told at each epoch's end.
    metrics: Option<Vec<Option<f64>>>,
    goal: Option<Goal>,
    growth: Option<Growing>,
}

/// A growing batch, epoch by epoch.
#[derive(Deserialize)]
struct Growing {
    samples: u64,
    epochs: u64,
    batch_size: u64,
    momentum: f64,
    batch_schedule: serde_json::Value,
    batch: Vec<u64>,
    updates: Vec<u64>,
    noise: Vec<f64>,
}

impl Known {
    fn assert_close(&self, at: usize, got: f64, expected: f64) {
        let allowed = self.rel * expected.abs() + self.abs;
        assert!((got - expected).abs() <= allowed, "{} at {at}: {got}, not {expected}", self.id);
    }
}

/// A schedule as a sweep has it, `{ kind: …, … }`.
fn schedule(text: &str) -> Schedule {
    let config = format!("{{train: {{synthetic: {{}}}}, optimizer: {{lr: 1}}, schedule: {text}}}");
    TrialConfig::read(&Node::from_yaml(&config).unwrap()).unwrap().schedule
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs() + 1e-13
}

/// The course of a configuration with these sections.
fn course(sections: &str, goal: Option<Goal>, budget: Budget, samples: u64) -> Course {
    let train = "{builtin: {dataset: digits, model: {kind: mlp}}, epochs: 1";
    let config = sections.replace("train: {", &format!("train: {train}, "));
    let config = TrialConfig::read(&Node::from_yaml(&config).unwrap()).unwrap();
    let metric = Metric { goal: goal.unwrap_or(Goal::Minimize), ..Metric::default() };
    Course::new(Terms {
        lr: config.optimizer.lr,
        schedule: &config.schedule,
        growth: config.growth.as_ref(),
        batch_size: config.train.batch_size,
        samples,
        budget,
        metric: &metric,
    })
}

fn known() -> Vec<Known> {
    let known: Vec<Known> = serde_json::from_str(include_str!("schedules/known.json")).unwrap();
    assert_eq!(known.len(), 71);
    known
}

#[test]
fn every_update_has_the_librarys_rate_and_momentum() {
    for case in known().iter().filter(|it| it.growth.is_none() && it.metrics.is_none()) {
        let Known { base, schedule, .. } = case;
        let sections = format!(
            "{{train: {{batch_size: 1}}, optimizer: {{kind: adam, lr: {base}}}, schedule: {schedule}}}"
        );
        let steps = Budget::Steps(case.lr.len() as u64);
        let course = course(&sections, None, steps, case.steps_per_epoch.unwrap_or(1));
        let updates: Vec<_> = course.collect();
        assert_eq!(updates.len(), case.lr.len(), "{}", case.id);
        for (at, (update, lr)) in updates.iter().zip(&case.lr).enumerate() {
            case.assert_close(at, update.lr, *lr);
            if let Some(momentum) = &case.momentum {
                case.assert_close(at, update.momentum.unwrap(), momentum[at]);
            }
        }
    }
}

#[test]
fn every_plateau_lowers_the_rate_when_pytorch_does() {
    for case in known() {
        let Some(metrics) = &case.metrics else { continue };
        let Known { base, schedule, .. } = &case;
        let sections = format!(
            "{{train: {{batch_size: 1}}, optimizer: {{lr: {base}}}, schedule: {schedule}}}"
        );
        let epochs = Budget::Epochs(metrics.len() as u64 + 1);
        let mut course = course(&sections, case.goal, epochs, 3);
        course.next_epoch().unwrap();
        for (at, (metric, lr)) in metrics.iter().zip(&case.lr).enumerate() {
            course.tell(metric.unwrap_or(f64::NAN));
            let (update, updates) = course.next_epoch().unwrap();
            assert_eq!(updates, 3);
            case.assert_close(at, update.lr, *lr);
        }
    }
}

#[test]
fn every_batch_grows_as_in_the_paper() {
    let mut totals = Vec::new();
    for case in known() {
        let Some(growing) = &case.growth else { continue };
        let Growing { samples, epochs, batch_size, momentum, batch_schedule, .. } = growing;
        let sections = format!(
            "{{train: {{batch_size: {batch_size}}}, optimizer: {{lr: {}}}, batch_schedule: {batch_schedule}}}",
            case.base
        );
        let mut course = course(&sections, None, Budget::Epochs(*epochs), *samples);
        totals.push(course.steps());
        for at in 0..case.lr.len() {
            let (update, updates) = course.next_epoch().unwrap();
            case.assert_close(at, update.lr, case.lr[at]);
            assert_eq!((update.batch, updates), (growing.batch[at], growing.updates[at]));
            let noise = noise::scale(update.lr, *momentum, *samples, update.batch);
            case.assert_close(at, noise, growing.noise[at]);
        }
        assert_eq!(course.next_epoch(), None, "{}", case.id);
    }
    assert_eq!(totals[..3], [78_200, 34_520, 29_240]);
    assert!(totals.contains(&6_500) && totals.contains(&2_360), "{totals:?}");
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

/// The rates of the first updates from base rate 1.
fn rates(schedule: &Schedule, count: u64) -> Vec<f64> {
    (0..count).map(|t| schedule.lr(1.0, t, t)).collect()
}

fn all_close(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| close(*a, *b))
}

#[test]
fn one_cycle_is_as_long_as_the_run_unless_it_says_so() {
    let (told, open) =
        (schedule("{kind: one_cycle, total_steps: 30}"), schedule("{kind: one_cycle}"));
    assert_eq!(open.for_run(30, 3), told);
    assert_eq!(told.for_run(99, 9), told, "what is said holds");
    let epochs = schedule("{kind: one_cycle, unit: epoch}").for_run(90, 30);
    assert!(all_close(&rates(&epochs, 30), &rates(&told, 30)));
    let warm = schedule("{kind: one_cycle, warmup: {steps: 5}}").for_run(35, 1);
    assert!(all_close(&rates(&warm, 35)[5..], &rates(&told, 30)));
    assert!(rates(&open, 9).iter().all(|it| close(*it, 0.04)), "only the beginning is known");
}

#[test]
fn one_cycle_takes_the_shortest_runs() {
    for text in ["{kind: one_cycle}", "{kind: one_cycle, three_phase: true, warmup: {steps: 3}}"] {
        for steps in 0..20 {
            let cycle = schedule(text).for_run(steps, 1);
            let rates = rates(&cycle, steps + 2);
            assert!(rates.iter().all(|it| (0.0..=1.0).contains(it)), "{steps}: {rates:?}");
        }
    }
    // In PyTorch, a division by zero: the way up has no length.
    let no_way_up = schedule("{kind: one_cycle, pct_start: 0.1}").for_run(10, 1);
    assert!(close(no_way_up.lr(1.0, 0, 0), 1.0));
}

#[test]
fn a_schedule_shorter_than_the_run_goes_on_as_it_says() {
    for (text, last) in [
        ("{kind: multistep, milestones: [1, 2], gamma: 0.5}", 0.25),
        ("{kind: polynomial, total_iters: 5, end_lr: 0.2}", 0.2),
        ("{kind: cosine, t_max: 5, eta_min: 0.2}", 0.2),
        ("{kind: one_cycle, total_steps: 5}", 0.04 / 1e4),
        ("{kind: wsd, stable_steps: 2, decay_steps: 3, min_lr_ratio: 0.2}", 0.2),
        ("{kind: cosine, t_max: 5, after: periodic}", 1.0),
        ("{kind: cosine_restarts, t_0: 5}", 1.0),
        ("{kind: cyclic, min_lr: 0.2, step_size_up: 5}", 0.2),
    ] {
        let rate = schedule(text).lr(1.0, 1_000, 0);
        assert!(close(rate, last), "{text}: {rate}");
    }
}

#[test]
fn a_warm_up_leads_to_the_first_rate_of_its_schedule() {
    let warm = schedule("{kind: step, step_size: 2, gamma: 0.5, warmup: {steps: 4}}");
    assert!(all_close(&rates(&warm, 8), &[0.0, 0.25, 0.5, 0.75, 1.0, 1.0, 0.5, 0.5]));
    let cycle = schedule(
        "{kind: cyclic, min_lr: 0.2, step_size_up: 2, warmup: {steps: 2, start_factor: 0.5}}",
    );
    assert!(all_close(&rates(&cycle, 6), &[0.1, 0.15, 0.2, 0.6, 1.0, 0.6]));
    let none = schedule("{kind: cosine, t_max: 4, warmup: {steps: 0}}");
    assert!(all_close(&rates(&none, 6), &rates(&schedule("{kind: cosine, t_max: 4}"), 6)));
    let epochs = schedule("{kind: constant, unit: epoch, warmup: {steps: 2}}");
    assert!(close(epochs.lr(1.0, 99, 1), 0.5), "counted in epochs, as the schedule is");
}

#[test]
fn inverse_sqrt_takes_its_timescale_from_the_warm_up() {
    let same = [
        ("{kind: inverse_sqrt, warmup: {steps: 7}}", 7),
        ("{kind: inverse_sqrt, warmup: {steps: 7}, timescale: 3}", 3),
        ("{kind: inverse_sqrt}", 10_000),
    ];
    for (text, timescale) in same {
        let expected = format!("{{kind: inverse_sqrt, timescale: {timescale}}}");
        assert_eq!(schedule(text).kind, schedule(&expected).kind);
        assert!(close(schedule(&expected).lr(1.0, 3 * timescale, 0), 0.5));
    }
}

#[test]
fn the_largest_counts_keep_rates_finite() {
    for text in [
        "{kind: time_based, decay_rate: 1e300}",
        "{kind: exponential, gamma: 0.5}",
        "{kind: step, step_size: 1}",
        "{kind: multistep, milestones: [1, 1000000000]}",
        "{kind: polynomial, total_iters: 3, cycle: true}",
        "{kind: cosine, t_max: 1000000000, after: periodic}",
        "{kind: cosine_restarts, t_0: 1, t_mult: 1000000000, m_mul: 0.5}",
        "{kind: cosine_restarts, t_0: 1, m_mul: 0.5}",
        "{kind: one_cycle, total_steps: 1000000000}",
        "{kind: cyclic, min_lr: 0, mode: triangular2}",
        "{kind: cyclic, min_lr: 0, mode: exp_range, gamma: 0.9}",
        "{kind: wsd, stable_steps: 1000000000, decay_steps: 1000000000}",
        "{kind: plateau}",
        "{kind: piecewise, boundaries: [1], scales: [0.5]}",
        "{kind: inverse_sqrt, warmup: {steps: 1000000000}}",
        "{kind: range, start: 1e-300, end: 1e300, steps: 10}",
    ] {
        let rate = schedule(text).lr(1.0, u64::MAX, u64::MAX);
        assert!(rate.is_finite() && rate >= 0.0, "{text}: {rate}");
    }
}

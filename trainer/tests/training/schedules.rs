//! Schedules that need a whole run: plateaus, momenta that move, batches that grow.

use std::ops::ControlFlow;

use search::{
    metric::{Goal, Metric},
    preview::Preview,
};
use trainer::{Ending, Error};

use super::{DIGITS, Run, config, observed, run};

#[test]
fn a_plateau_lowers_the_rate_when_the_loss_stays_and_not_before() {
    let rates = |plateau: &str| {
        let schedule =
            format!(r#", "schedule": {{ "kind": "plateau", "patience": 0, {plateau} }}"#);
        column(&run(&config(DIGITS, "\"epochs\": 6", r#""lr": 0.1"#, &schedule), 0), "lr")
    };
    // The loss falls in each of these epochs, but never to less than a hundredth.
    assert_eq!(rates(r#""threshold": 0, "factor": 0.5"#), [0.1; 6]);
    let falling = rates(r#""threshold": 0.99, "factor": 0.5, "min_lr": 0.01"#);
    assert_eq!(falling, [0.1, 0.1, 0.05, 0.025, 0.0125, 0.01]);
}

#[test]
fn a_plateau_watches_the_metric_that_it_names_whichever_decides() {
    let plateau = r#", "schedule": { "kind": "plateau", "patience": 0, "threshold": 0.99, "metric": "train_accuracy" }"#;
    let config = config(DIGITS, "\"epochs\": 3", r#""lr": 0.1"#, plateau);
    let mut rates = Vec::new();
    observed(&config, &Metric::default(), &mut |it| {
        rates.extend(it.metrics.get(4).map(|it| it.1));
        ControlFlow::Continue(())
    })
    .unwrap();
    assert!((rates[0] - 0.1).abs() < 1e-12 && (rates[2] - 0.01).abs() < 1e-12, "{rates:?}");
}

#[test]
fn a_plateau_of_a_metric_that_no_run_has_is_refused() {
    for train in [DIGITS, r#""synthetic": {}"#] {
        let plateau = r#", "schedule": { "kind": "plateau", "metric": "f1" }"#;
        let epochs = if train == DIGITS { "\"epochs\": 1" } else { "\"batch_size\": 1" };
        let config = config(train, epochs, r#""lr": 0.1"#, plateau);
        let job = trainer::Job { config: &config, metric: &Metric::default(), seed: 0 };
        let data = (train == DIGITS).then(|| super::data(&config));
        let refused = trainer::train(job, data.as_ref(), &mut |_| ControlFlow::Continue(()));
        assert!(matches!(refused, Err(Error::Invalid(it)) if it.contains("no plateau can watch")));
    }
}

#[test]
fn a_synthetic_curve_has_plateaus_as_well() {
    let metric = Metric { goal: Goal::Maximize, ..Metric::default() };
    let plateau = r#", "schedule": { "kind": "plateau", "patience": 1 }"#;
    let config =
        config(r#""synthetic": { "steps": 5 }"#, "\"batch_size\": 1", r#""lr": 0.1"#, plateau);
    let job = trainer::Job { config: &config, metric: &metric, seed: 0 };
    let mut rates = Vec::new();
    trainer::train(job, None, &mut |it| {
        rates.extend(it.metrics.get(4).map(|it| it.1));
        ControlFlow::Continue(())
    })
    .unwrap();
    // The loss falls, which is worse: every second epoch is one too many.
    assert_eq!(
        rates.iter().map(|it| (it * 1e4).round()).collect::<Vec<_>>(),
        [1e3, 1e3, 1e3, 1e2, 1e2]
    );
}

#[test]
fn a_growing_batch_makes_fewer_updates_and_is_reported() {
    let growth = r#", "batch_schedule": { "kind": "grow", "milestones": [1, 2], "factor": 4, "max_batch": 500 }"#;
    let run = run(&config(DIGITS, "\"epochs\": 3", r#""lr": 0.1"#, growth), 0);
    // 1,000 samples in batches of 64, 256 and 500.
    assert_eq!(run.steps(), [0, 16, 20, 22]);
    assert_eq!(column(&run, "batch_size"), [64.0, 256.0, 500.0]);
    let lowest = 0.1 * 500.0 / 1024.0;
    let rates = column(&run, "lr");
    assert!((rates[2] - lowest).abs() < 1e-12, "the rate takes what is left: {rates:?}");
    assert!(matches!(run.ending, Ending::Completed { .. }));
}

#[test]
fn a_run_without_growth_reports_neither_batch_nor_momentum() {
    let run = run(&config(DIGITS, "\"epochs\": 1", r#""lr": 0.1, "momentum": 0.9"#, ""), 0);
    assert_eq!(run.points[1].metrics.len(), 5);
}

#[test]
fn a_momentum_that_moves_is_reported_and_changes_what_is_learnt() {
    let runs = ["true", "false"].map(|cycles| {
        let cycle =
            format!(r#", "schedule": {{ "kind": "one_cycle", "cycle_momentum": {cycles} }}"#);
        let optimizer = r#""lr": 0.1, "momentum": 0.9"#;
        run(&config(DIGITS, "\"epochs\": 2, \"report_every\": 1", optimizer, &cycle), 0)
    });
    let momenta = column(&runs[0], "momentum");
    assert!((momenta[0] - 0.95).abs() < 1e-12 && (momenta[31] - 0.95).abs() < 1e-12);
    assert!(momenta.iter().any(|it| *it < 0.86) && momenta.iter().all(|it| *it >= 0.85));
    let [moving, still] = runs.map(|it| it.last("train_loss"));
    assert!((moving - still).abs() > 1e-6, "{moving} {still}");
}

#[test]
fn every_rule_with_a_momentum_learns_while_it_moves() {
    for optimizer in [
        r#""kind": "sgd", "lr": 0.05, "momentum": 0.9, "nesterov": true"#,
        r#""kind": "rmsprop", "lr": 1e-3, "momentum": 0.9"#,
        r#""kind": "adamw", "lr": 0.005"#,
    ] {
        let cycle =
            r#", "schedule": { "kind": "one_cycle", "base_momentum": 0, "cycle_momentum": true }"#;
        let run = run(&config(DIGITS, "\"epochs\": 15", optimizer, cycle), 0);
        let accuracy = run.last("val_accuracy");
        assert!(accuracy > 0.9, "{optimizer}: {accuracy}");
    }
}

#[test]
fn what_is_shown_beforehand_is_what_trains() {
    for rest in [
        r#", "schedule": { "kind": "cosine", "warmup": { "steps": 5 } }"#,
        r#", "schedule": { "kind": "one_cycle" }"#,
        r#", "schedule": { "kind": "exponential", "gamma": 0.5, "unit": "epoch" }"#,
        r#", "schedule": { "kind": "wsd", "decay_steps": 9 }, "batch_schedule": { "kind": "grow", "milestones": [1, 2], "factor": 3, "max_batch": 300 }"#,
    ] {
        let optimizer = r#""lr": 0.1, "momentum": 0.9"#;
        let config = config(DIGITS, "\"epochs\": 3, \"report_every\": 1", optimizer, rest);
        let run = run(&config, 0);
        let preview = Preview::of(&config, &Metric::default(), 1_000);
        let shown = preview.show();
        let (rates, mut at) = (column(&run, "lr"), 0);
        for (lr, updates) in shown.lr.iter().zip(&shown.updates) {
            assert!(rates[at].total_cmp(lr).is_eq(), "{rest}: {at}");
            at += usize::try_from(*updates).unwrap();
        }
        assert_eq!(at, rates.len(), "{rest}");
    }
}

/// A metric at each point but the first.
fn column(run: &Run, metric: &str) -> Vec<f64> {
    let value = |seen: &super::Seen| {
        let at = seen.metrics.iter().position(|it| it == metric).unwrap();
        seen.values[at]
    };
    run.points[1..].iter().map(value).collect()
}

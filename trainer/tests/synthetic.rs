//! Synthetic curves: cheap stand-ins for training that behave as training does.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::ops::ControlFlow;

use search::{config::TrialConfig, document::Node, metric::Metric};
use trainer::{Ending, Job, train};

#[test]
fn a_curve_ends_lowest_at_the_optimum_and_higher_the_farther_from_it() {
    let values: Vec<f64> =
        ["1e-7", "1e-4", "0.01", "0.1", "0.3", "0.9"].map(|lr| value(&constant(lr, ""), 0)).into();
    assert!(values[..4].is_sorted_by(|a, b| a > b), "{values:?}");
    assert!(values[3..].is_sorted_by(|a, b| a < b), "{values:?}");
    assert!((values[3] - 0.115).abs() < 0.01, "{values:?}");
}

#[test]
fn both_sides_of_the_optimum_are_alike() {
    let (low, high) = (value(&constant("0.05", ""), 0), value(&constant("0.2", ""), 0));
    assert!((low - high).abs() < 1e-9, "{low} {high}");
}

#[test]
fn only_rates_above_the_edge_diverge() {
    assert!(matches!(curve(&constant("1.0", ""), 0).1, Ending::Completed { .. }));
    let (points, ending) = curve(&constant("1.0000001", ""), 0);
    assert_eq!((points.len(), ending), (2, Ending::Diverged));
    assert!(points[1].1[0].is_infinite());
}

#[test]
fn a_curve_has_a_point_for_every_step_or_as_asked() {
    let steps = |it: &str| {
        let (points, _) = curve(&config(it, "\"lr\": 0.1", ""), 0);
        points.iter().map(|it| it.0).collect::<Vec<_>>()
    };
    assert_eq!(steps(r#""synthetic": { "steps": 5 }"#), [0, 1, 2, 3, 4, 5]);
    assert_eq!(steps(r#""synthetic": { "steps": 5 }, "report_every": 2"#), [0, 2, 4, 5]);
}

#[test]
fn the_noise_lies_on_the_end_and_depends_on_the_seed_alone() {
    let noisy = constant("0.1", r#""noise": 0.05"#);
    let quiet = value(&constant("0.1", ""), 0);
    let values: Vec<f64> = (0..400).map(|seed| value(&noisy, seed) - quiet).collect();
    let variance = values.iter().map(|it| it * it).sum::<f64>() / 400.0;
    assert!((variance.sqrt() - 0.05).abs() < 0.01, "{}", variance.sqrt());
    assert_eq!(value(&noisy, 7).to_bits(), value(&noisy, 7).to_bits());
    assert_eq!(curve(&noisy, 1).0[0].1, curve(&noisy, 2).0[0].1);
}

#[test]
fn a_range_test_falls_until_the_edge_and_then_rises_beyond_all_numbers() {
    let schedule = r#", "schedule": { "kind": "range", "start": 1e-6, "end": 10, "steps": 100 }"#;
    let (points, ending) = curve(&config(r#""synthetic": {}"#, "", schedule), 0);
    let Ending::Completed { value, first } = ending else { panic!("{ending:?}") };
    assert!(value < first.unwrap());
    let edge = points.iter().rposition(|it| it.1.get(4).is_some_and(|lr| *lr <= 1.0)).unwrap();
    let losses: Vec<f64> = points.iter().map(|it| it.1[0]).collect();
    assert!(losses[..=edge].is_sorted_by(|a, b| a > b), "{losses:?}");
    assert!(losses[edge..].is_sorted_by(|a, b| a < b), "{losses:?}");
    assert!(losses.last().unwrap().is_infinite() && losses.len() - edge > 3, "{losses:?}");
}

#[test]
fn one_cycle_lasts_as_long_as_the_curve() {
    let cycle = r#", "schedule": { "kind": "one_cycle" }"#;
    let (points, _) = curve(&config(r#""synthetic": { "steps": 40 }"#, "\"lr\": 0.1", cycle), 0);
    let rates: Vec<f64> = points[1..].iter().map(|it| it.1[4]).collect();
    let peak = rates.iter().copied().fold(0.0, f64::max);
    assert!((peak - rates[11]).abs() < 1e-12 && (peak - 0.1).abs() < 1e-12, "{rates:?}");
    assert!((rates[39] - 0.1 / 25e4).abs() < 1e-12, "{rates:?}");
}

fn value(config: &TrialConfig, seed: u64) -> f64 {
    match curve(config, seed).1 {
        Ending::Completed { value, .. } => value,
        other => panic!("{other:?}"),
    }
}

fn curve(config: &TrialConfig, seed: u64) -> (Vec<(u64, Vec<f64>)>, Ending) {
    let mut points = Vec::new();
    let metric = Metric::default();
    let ending = train(Job { config, metric: &metric, seed }, None, &mut |it| {
        points.push((it.step, it.metrics.iter().map(|it| it.1).collect()));
        ControlFlow::Continue(())
    });
    (points, ending.unwrap())
}

fn constant(lr: &str, synthetic: &str) -> TrialConfig {
    config(&format!(r#""synthetic": {{ {synthetic} }}"#), &format!("\"lr\": {lr}"), "")
}

fn config(train: &str, optimizer: &str, rest: &str) -> TrialConfig {
    let text = format!(r#"{{ "train": {{ {train} }}, "optimizer": {{ {optimizer} }}{rest} }}"#);
    TrialConfig::read(&Node::from_json(&text).unwrap()).unwrap()
}

//! Range tests.

use search::config::TrialConfig;
use trainer::Ending;

use super::{DIGITS, config, run};

#[test]
fn a_range_test_falls_then_rises_far_above_where_it_began() {
    let run = run(&range("1e-5", "100", 100), 0);
    let Ending::Completed { value, first } = run.ending else { panic!("{:?}", run.ending) };
    assert!(value < first.unwrap() - 0.2, "{value} {first:?}");
    let losses: Vec<f64> = run.points.iter().map(|it| it.values[0]).collect();
    let lowest = (0..losses.len()).min_by(|a, b| losses[*a].total_cmp(&losses[*b])).unwrap();
    assert!(losses[lowest] < first.unwrap() - 1.0, "{losses:?}");
    let rate = run.points[lowest].values[4];
    assert!((0.1..3.0).contains(&rate), "{rate}");
    assert!(losses[lowest..].iter().any(|it| *it > 4.0 * first.unwrap()), "{losses:?}");
}

#[test]
fn a_range_test_that_leaves_the_numbers_stops_there_and_is_completed() {
    let run = run(&range("1e-3", "1e40", 100), 0);
    let Ending::Completed { value, first } = run.ending else { panic!("{:?}", run.ending) };
    assert!(value < first.unwrap(), "{value} {first:?}");
    assert!(run.points.len() < 100, "{}", run.points.len());
    assert!(!run.last("train_loss").is_finite() || !run.last("val_loss").is_finite());
    let rates: Vec<f64> = run.points[1..].iter().map(|it| it.values[4]).collect();
    assert!(rates.is_sorted() && (rates[0] - 1e-3).abs() < 1e-15);
}

#[test]
fn a_range_test_lasts_as_long_as_its_ramp_and_reports_each_loss_before_its_update() {
    let run = run(&range("1e-6", "1e-5", 30), 0);
    assert_eq!(run.steps(), (0..=30).collect::<Vec<_>>());
    // Hardly anything is learnt, so the losses of single batches lie around the first one.
    assert!(run.points.iter().all(|it| (it.values[0] - run.points[0].values[0]).abs() < 0.5));
}

#[test]
fn a_range_test_that_blows_up_at_once_has_diverged() {
    let run = run(&range("1e30", "1e35", 30), 0);
    assert_eq!(run.ending, Ending::Diverged);
}

fn range(start: &str, end: &str, steps: u64) -> TrialConfig {
    let schedule = format!(
        r#", "schedule": {{ "kind": "range", "start": {start}, "end": {end}, "steps": {steps} }}"#
    );
    config(DIGITS, "\"epochs\": 1", "", &schedule)
}

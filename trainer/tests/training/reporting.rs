//! What runs report, how they end, and that they can be repeated.

use std::{fs, iter, ops::ControlFlow, sync::Arc, thread};

use search::{
    config::Task,
    metric::{Goal, Metric, Summary},
};
use tempfile::TempDir;
use trainer::{Data, Ending, Error, Job, Point, train};

use super::{DIGITS, config, digits, observed, run};

#[test]
fn a_run_has_a_point_before_training_and_after_each_epoch() {
    let run = run(&digits("0.1"), 0);
    // 1,000 samples in batches of 64: 16 updates an epoch.
    assert_eq!(run.steps(), (0..=20).map(|it| it * 16).collect::<Vec<_>>());
    let metrics = ["train_loss", "train_accuracy", "val_loss", "val_accuracy", "lr"];
    assert_eq!(run.points[0].metrics, metrics[..4]);
    assert_eq!(run.points[1].metrics, metrics);
}

#[test]
fn much_data_is_told_by_a_sample_before_training() {
    // 10,000 rows of which three quarters are of the first class, which a model of zeros takes for all.
    let folder = TempDir::new().unwrap();
    let rows = (0..10_000).map(|it| format!("{it},{}\n", u8::from(it >= 7_500)));
    let table: String = iter::once("feature,class\n".to_owned()).chain(rows).collect();
    fs::write(folder.path().join("rows.csv"), table).unwrap();
    let task = r#""builtin": { "dataset": { "kind": "csv", "path": "rows.csv", "validation": 0.1 },
                               "model": { "kind": "logistic", "init": "zeros" } }"#;
    let accuracy = |rest: &str| {
        let budget = format!(r#""steps": 1, "batch_size": 64{rest}"#);
        let config = config(task, &budget, r#""lr": 0.1"#, "");
        let Task::Builtin(builtin) = &config.train.task else { panic!("not a built-in model") };
        let data = Data::load(&builtin.dataset, folder.path()).unwrap();
        let job = Job { config: &config, metric: &Metric::default(), seed: 0 };
        let mut accuracies = Vec::new();
        let tell = &mut |it: Point<'_>| {
            accuracies.push(it.metrics[1].1);
            ControlFlow::Continue(())
        };
        train(job, Some(&data), tell).unwrap();
        accuracies[0]
    };
    let [sampled, whole] = ["", r#", "score_training": true"#].map(accuracy);
    assert!((whole - sampled).abs() < 0.03 && (0.7..0.8).contains(&whole), "{sampled} {whole}");
    let told = |share: f64, rows: f64| (share * rows - (share * rows).round()).abs() < 1e-6;
    assert!(told(sampled, 4_096.0) && told(whole, 9_000.0), "{sampled} {whole}");
    assert!(!told(sampled, 9_000.0), "all 9,000 were scored: {sampled}");
}

#[test]
fn the_whole_training_set_is_scored_as_the_model_is_where_that_is_asked_for() {
    let budget = r#""steps": 1, "batch_size": 1000, "score_training": true"#;
    let run = run(&config(DIGITS, budget, r#""lr": 0.1"#, ""), 0);
    assert_eq!(run.points[1].metrics[4..], ["whole_train_loss", "whole_train_accuracy", "lr"]);
    // A batch of all samples says the same of them before its update.
    let (before, after) = (&run.points[0].values, &run.points[1].values);
    assert!((before[4] - before[0]).abs() < 1e-12 && (after[0] - before[0]).abs() < 1e-6);
    assert!(after[4] < after[0] - 1e-3, "{after:?}");
}

#[test]
fn points_come_as_often_as_asked_for_and_at_the_end() {
    let run = run(&config(DIGITS, r#""steps": 25, "report_every": 10"#, r#""lr": 0.1"#, ""), 0);
    assert_eq!(run.steps(), [0, 10, 20, 25]);
}

#[test]
fn the_reported_rate_is_that_of_the_last_update() {
    let schedule = r#", "schedule": { "kind": "exponential", "gamma": 0.5, "unit": "epoch" }"#;
    let run = run(&config(DIGITS, "\"epochs\": 3", r#""lr": 0.4"#, schedule), 0);
    let rates: Vec<f64> = run.points[1..].iter().map(|it| it.values[4]).collect();
    assert_eq!(rates, [0.4, 0.2, 0.1]);
}

#[test]
fn one_cycle_lasts_as_long_as_the_run_whatever_the_run_is_counted_in() {
    let rates = |budget: &str, schedule: &str| -> Vec<f64> {
        let budget = format!(r#"{budget}, "report_every": 1"#);
        let schedule = format!(r#", "schedule": {{ "kind": "one_cycle"{schedule} }}"#);
        let run = run(&config(DIGITS, &budget, r#""lr": 0.2"#, &schedule), 0);
        run.points[1..].iter().map(|it| it.values[4]).collect()
    };
    // Three epochs of 16 updates.
    let said = rates("\"epochs\": 3", r#", "total_steps": 48"#);
    assert!((said[0] - 0.2 / 25.0).abs() < 1e-12 && (said[47] - 0.2 / 25e4).abs() < 1e-12);
    assert_eq!(rates("\"epochs\": 3", ""), said);
    assert_eq!(rates("\"steps\": 48", ""), said);
    let epochs = rates("\"steps\": 47", r#", "unit": "epoch", "pct_start": 0.7"#);
    assert!((epochs[46] - 0.2 / 25e4).abs() < 1e-12, "the third epoch is the last: {epochs:?}");
}

#[test]
fn the_same_job_gives_the_same_points_to_the_last_bit_even_side_by_side() {
    let config = Arc::new(digits("0.1"));
    let alone = run(&config, 5);
    let threads: Vec<_> = (0..2)
        .map(|_| {
            thread::spawn({
                let config = Arc::clone(&config);
                move || run(&config, 5)
            })
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap().bits(), alone.bits());
    }
    assert_ne!(run(&config, 6).bits(), alone.bits());
}

#[test]
fn an_observer_stops_a_run() {
    let mut seen = 0;
    let ending = observed(&digits("0.1"), &Metric::default(), &mut |it| {
        seen = it.step;
        if it.step >= 48 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((ending.unwrap(), seen), (Ending::Stopped, 48));
}

#[test]
fn the_deciding_metric_is_summarised_over_the_points_after_the_first() {
    let config = digits("0.1");
    let metric = Metric {
        name: "val_accuracy".into(),
        goal: Goal::Maximize,
        summary: Summary::MeanOfLast(3),
    };
    let mut values = Vec::new();
    let ending = observed(&config, &metric, &mut |it| {
        values.push(it.metrics[3].1);
        ControlFlow::Continue(())
    });
    let value = values[18..].iter().sum::<f64>() / 3.0;
    assert_eq!(ending.unwrap(), Ending::Completed { value, first: Some(values[0]) });
}

#[test]
fn a_metric_that_no_run_has_is_refused_with_those_that_there_are() {
    let metric = Metric { name: "f1".into(), ..Metric::default() };
    let refused = observed(&digits("0.1"), &metric, &mut |_| ControlFlow::Continue(()));
    let expected = "there is no metric \"f1\"; there are: \
                    train_loss, train_accuracy, val_loss, val_accuracy, lr";
    assert!(matches!(refused, Err(Error::Invalid(it)) if it == expected));
}

#[test]
fn a_built_in_model_without_data_is_refused() {
    let config = digits("0.1");
    let job = Job { config: &config, metric: &Metric::default(), seed: 0 };
    assert!(matches!(train(job, None, &mut |_| ControlFlow::Continue(())), Err(Error::Invalid(_))));
}

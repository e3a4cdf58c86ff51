//! Metrics that follow from the data: what is learnt by heart, and which patterns are learnt.

use std::ops::ControlFlow;

use search::{
    config::TrialConfig,
    metric::{Goal, Metric},
};
use trainer::Ending;

use super::{config, observed, run};

#[test]
fn wrong_labels_are_learnt_by_heart_and_measured_apart() {
    let run = run(&noisy_digits(0.2, 60), 0);
    assert_eq!(run.points[0].metrics[4..], ["memorised", "clean_accuracy"]);
    assert_eq!(run.points[1].metrics[4..], ["memorised", "clean_accuracy", "lr"]);
    assert!(run.points[0].values[4] < 0.3, "{}", run.points[0].values[4]);
    assert!(run.last("memorised") > 0.85, "{}", run.last("memorised"));
    assert!(run.last("clean_accuracy") > 0.95, "{}", run.last("clean_accuracy"));
    // The labels that validate are right.
    assert!(run.last("val_accuracy") > 0.7, "{}", run.last("val_accuracy"));
}

#[test]
fn the_wrong_and_the_clean_rows_are_all_the_rows() {
    // Logistic regression that hardly moves scores each sample alike, whenever it is asked.
    let builtin = r#""builtin": { "dataset": { "kind": "digits", "label_noise": 0.3 },
                     "model": { "kind": "logistic" } }"#;
    let run = run(&config(builtin, "\"steps\": 1", r#""lr": 1e-12"#, ""), 0);
    let [_, all, .., memorised, clean] = run.points[0].values[..] else { panic!() };
    assert!((all - (0.3 * memorised + 0.7 * clean)).abs() < 1e-12, "{all} {memorised} {clean}");
}

#[test]
fn without_wrong_labels_there_is_nothing_to_memorise() {
    let run = run(&noisy_digits(0.0, 1), 0);
    assert_eq!(run.points[0].metrics.len(), 4);
    let metric = Metric { name: "memorised".into(), ..Metric::default() };
    let refused = observed(&noisy_digits(0.0, 1), &metric, &mut |_| ControlFlow::Continue(()));
    assert!(refused.unwrap_err().to_string().contains("there is no metric \"memorised\""));
}

#[test]
fn such_a_metric_can_decide() {
    let metric = Metric { name: "memorised".into(), goal: Goal::Minimize, ..Metric::default() };
    let mut last = 0.0;
    let ending = observed(&noisy_digits(0.2, 2), &metric, &mut |it| {
        last = it.metrics[4].1;
        ControlFlow::Continue(())
    });
    let Ok(Ending::Completed { value, first: Some(_) }) = ending else { panic!("{ending:?}") };
    assert!((value - last).abs() < 1e-15 && last > 0.0);
}

#[test]
fn a_simple_pattern_is_learnt_before_a_complex_one() {
    let builtin = r#""builtin": { "dataset": { "kind": "patterns", "samples": 2000 },
                     "model": { "kind": "mlp", "hidden": [64], "batch_norm": true } }"#;
    let run = run(&config(builtin, "\"epochs\": 5", r#""lr": 0.05, "momentum": 0.9"#, ""), 0);
    assert_eq!(run.points[0].metrics[4..], ["simple_accuracy", "complex_accuracy"]);
    let (simple, complex) = (run.last("simple_accuracy"), run.last("complex_accuracy"));
    assert!(simple > 0.9 && complex < 0.8 && complex > 0.15, "{simple} {complex}");
    let all = run.last("val_accuracy");
    assert!(complex < all && all < simple, "{complex} {all} {simple}");
}

#[test]
fn a_network_follows_a_teacher_and_a_straight_line_does_not() {
    let accuracy = |model: &str| {
        let builtin = format!(
            r#""builtin": {{ "dataset": {{ "kind": "teacher", "samples": 20000 }}, "model": {{ {model} }} }}"#
        );
        run(&config(&builtin, "\"epochs\": 20", r#""lr": 0.1, "momentum": 0.5"#, ""), 0)
            .last("val_accuracy")
    };
    let line = accuracy(r#""kind": "logistic""#);
    let network = accuracy(r#""kind": "mlp", "hidden": [64]"#);
    assert!(line < 0.35 && network > 0.8, "{line} {network}");
}

fn noisy_digits(share: f64, epochs: u32) -> TrialConfig {
    let builtin = format!(
        r#""builtin": {{ "dataset": {{ "kind": "digits", "label_noise": {share} }}, "model": {{ "kind": "mlp" }} }}"#
    );
    let optimizer = r#""lr": 0.1, "momentum": 0.9"#;
    config(&builtin, &format!("\"epochs\": {epochs}"), optimizer, "")
}

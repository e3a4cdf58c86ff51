//! What models learn at which rates.

use trainer::Ending;

use super::{DIGITS, config, digits, run};

#[test]
fn digits_are_learnt_at_a_good_rate() {
    for seed in 0..3 {
        let run = run(&digits("0.1"), seed);
        let Ending::Completed { value, first } = run.ending else { panic!("{:?}", run.ending) };
        assert!(value < 0.3 && first.unwrap() > 2.2, "{seed}: {value} {first:?}");
        assert!(run.last("val_accuracy") > 0.91, "{seed}: {}", run.last("val_accuracy"));
        assert!(run.last("train_accuracy") > 0.98, "{seed}: {}", run.last("train_accuracy"));
    }
}

#[test]
fn digits_are_hardly_learnt_at_a_very_low_rate() {
    let run = run(&digits("1e-4"), 0);
    let Ending::Completed { value, first } = run.ending else { panic!("{:?}", run.ending) };
    assert!(value < first.unwrap() && value > first.unwrap() - 0.2, "{value} {first:?}");
}

#[test]
fn a_rate_far_too_high_kills_the_network_without_leaving_the_numbers() {
    let Ending::Completed { value, first } = run(&digits("30"), 1).ending else { panic!() };
    assert!(value > first.unwrap(), "{value} {first:?}");
}

#[test]
fn a_loss_that_leaves_the_numbers_ends_the_run_at_once() {
    let run = run(&digits("1e15"), 0);
    assert_eq!(run.ending, Ending::Diverged);
    assert!(run.points.len() < 20, "{}", run.points.len());
    assert!(!run.last("train_loss").is_finite());
    assert!(run.points[..run.points.len() - 1].iter().all(|it| it.values[0].is_finite()));
}

#[test]
fn adam_momentum_and_nesterov_learn_digits() {
    for optimizer in [
        r#""kind": "adam", "lr": 0.003"#,
        r#""kind": "sgd", "lr": 0.05, "momentum": 0.9"#,
        r#""kind": "sgd", "lr": 0.05, "momentum": 0.9, "nesterov": true, "weight_decay": 1e-4"#,
    ] {
        let run = run(&config(DIGITS, "\"epochs\": 20", optimizer, ""), 0);
        assert!(run.last("val_accuracy") > 0.92, "{optimizer}: {}", run.last("val_accuracy"));
    }
}

#[test]
fn every_activation_and_logistic_regression_learn_digits() {
    for model in [
        r#"{ "kind": "logistic" }"#,
        r#"{ "kind": "mlp", "hidden": [50], "activation": "tanh" }"#,
        r#"{ "kind": "mlp", "hidden": [40, 30], "activation": "gelu" }"#,
    ] {
        let builtin = format!(r#""builtin": {{ "dataset": "digits", "model": {model} }}"#);
        let run = run(&config(&builtin, "\"epochs\": 20", r#""lr": 0.2"#, ""), 0);
        assert!(run.last("val_accuracy") > 0.88, "{model}: {}", run.last("val_accuracy"));
    }
}

#[test]
fn moons_and_spirals_need_a_hidden_layer() {
    for (dataset, mlp, straight) in [("moons", 0.97, 0.93), ("spirals", 0.85, 0.7)] {
        let accuracy = |model: &str| {
            let builtin = format!(
                r#""builtin": {{ "dataset": {{ "kind": "{dataset}" }}, "model": {{ {model} }} }}"#
            );
            let config = config(&builtin, "\"epochs\": 60", r#""kind": "adam", "lr": 0.01"#, "");
            run(&config, 0).last("val_accuracy")
        };
        let (curved, line) =
            (accuracy(r#""kind": "mlp", "hidden": [64, 64]"#), accuracy(r#""kind": "logistic""#));
        assert!(curved > mlp, "{dataset}: {curved}");
        assert!(line < straight, "{dataset}: {line}");
    }
}

#[test]
fn convolutional_and_residual_networks_learn_digits() {
    for (model, epochs, accuracy) in [
        (r#"{ "kind": "cnn", "channels": [8, 16] }"#, 10, 0.88),
        (r#"{ "kind": "cnn", "channels": [8], "batch_norm": true, "ghost_batch": 32 }"#, 4, 0.9),
        (r#"{ "kind": "resnet", "depth": 8, "width": 8 }"#, 4, 0.91),
    ] {
        let builtin = format!(r#""builtin": {{ "dataset": "digits", "model": {model} }}"#);
        let (budget, optimizer) =
            (format!("\"epochs\": {epochs}"), r#""lr": 0.1, "momentum": 0.9"#);
        let run = run(&config(&builtin, &budget, optimizer, ""), 0);
        assert!(run.last("val_accuracy") > accuracy, "{model}: {}", run.last("val_accuracy"));
    }
}

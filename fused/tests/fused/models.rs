//! Every model, and everything that a model or its loss can be asked for.

use std::fmt::Write as _;

use tempfile::TempDir;

use super::{MLP, compare, compare_on, config, data_in, digits};

const SGD: &str = r#""kind": "sgd", "momentum": 0.9, "lr": 0.02"#;
const ADAM: &str = r#""kind": "adamw", "lr": 1e-3, "weight_decay": 0.1"#;

/// Compares a bundle of this model: two rates, two seeds.
fn model(model: &str, tolerance: f64) {
    let fast = digits(model, SGD, "");
    let slow = digits(model, r#""kind": "sgd", "momentum": 0.5, "lr": 0.01"#, "");
    compare(&[(&fast, 1), (&slow, 1), (&slow, 2)], tolerance);
}

/// The same, trained like this.
fn model_for(model: &str, train: &str, tolerance: f64) {
    let config = |optimizer: &str| config("\"digits\"", model, train, optimizer, "");
    let (fast, slow) = (config(SGD), config(r#""lr": 0.01"#));
    compare(&[(&fast, 1), (&slow, 1), (&fast, 2)], tolerance);
}

#[test]
fn logistic_regression() {
    model(r#""kind": "logistic""#, 1e-4);
    let zeros = digits(r#""kind": "logistic", "init": "zeros""#, SGD, "");
    let random = digits(r#""kind": "logistic""#, SGD, "");
    compare(&[(&zeros, 1), (&random, 1)], 1e-4);
}

#[test]
fn perceptrons_of_each_activation() {
    for activation in ["relu", "tanh", "gelu"] {
        model(&format!(r#"{MLP}, "activation": "{activation}""#), 1e-4);
    }
}

#[test]
fn a_perceptron_without_hidden_layers() {
    model(r#""kind": "mlp", "hidden": []"#, 1e-4);
}

#[test]
fn norms_over_the_batch() {
    model(&format!(r#"{MLP}, "batch_norm": true"#), 1e-3);
    // The last batch of an epoch is a single row.
    let train = r#""epochs": 2, "batch_size": 359"#;
    let config = config("\"digits\"", &format!(r#"{MLP}, "batch_norm": true"#), train, SGD, "");
    compare(&[(&config, 1), (&config, 2)], 1e-3);
}

#[test]
fn whatever_the_data_can_tell_is_measured_of_each_member() {
    let dataset = r#"{ "kind": "digits", "label_noise": 0.2 }"#;
    let train = r#""epochs": 2, "batch_size": 200, "score_training": true"#;
    let config = |optimizer: &str| config(dataset, MLP, train, optimizer, "");
    let (fast, slow) = (config(SGD), config(r#""lr": 0.001"#));
    compare(&[(&fast, 1), (&slow, 2)], 1e-4);
}

#[test]
fn ghost_batches_are_normalised_by_themselves() {
    // 64 rows make three of 20, and one of 4; 1437 rows leave an update of 29, the last ghost of which has 9.
    let model = format!(r#"{MLP}, "batch_norm": true, "ghost_batch": 20"#);
    model_for(&model, r#""epochs": 2, "report_every": 7"#, 1e-3);
}

#[test]
fn dropout_leaves_the_same_numbers_out() {
    model(&format!(r#"{MLP}, "dropout": 0.3"#), 1e-4);
    model_for(
        &format!(r#"{MLP}, "activation": "gelu", "dropout": 0.5, "batch_norm": true"#),
        r#""epochs": 2"#,
        1e-3,
    );
}

#[test]
fn smoothed_labels() {
    model_for(MLP, r#""epochs": 2, "label_smoothing": 0.2"#, 1e-4);
}

#[test]
fn clipped_gradients() {
    for (clip, limits) in [("clip_norm", [0.05, 0.5, 100.0]), ("clip_value", [0.001, 0.01, 100.0])]
    {
        let optimizer = |limit| format!(r#"{SGD}, "{clip}": {limit}"#);
        let configs = limits.map(|it| digits(MLP, &optimizer(it), ""));
        compare(&[(&configs[0], 1), (&configs[1], 1), (&configs[2], 2)], 1e-4);
    }
}

#[test]
fn parameters_that_are_spared_their_decay() {
    let norms = format!(r#"{MLP}, "batch_norm": true"#);
    let rules = [
        r#""kind": "sgd", "momentum": 0.9, "lr": 0.02, "weight_decay": 0.5"#,
        r#""kind": "adamw", "lr": 1e-3, "weight_decay": 5"#,
        r#""kind": "rmsprop", "lr": 1e-3, "weight_decay": 0.5"#,
    ];
    for rule in rules {
        let spared = digits(&norms, &format!(r#"{rule}, "decay_skips": "norms_and_biases""#), "");
        let all = digits(&norms, rule, "");
        compare(&[(&spared, 1), (&spared, 2)], 1e-3);
        compare(&[(&all, 1), (&all, 2)], 1e-3);
    }
}

#[test]
fn numbers_to_be_told() {
    let folder = TempDir::new().unwrap();
    let mut table = String::from("a,b,price,rent\n");
    for row in 0..120_i32 {
        let [a, b] = [f64::from(row % 11), f64::from(row % 7)];
        writeln!(table, "{a},{b},{},{}", 3.0 * a - b, a * b * 0.1).unwrap();
    }
    std::fs::write(folder.path().join("t.csv"), table).unwrap();
    let dataset = r#"{ "kind": "csv", "path": "t.csv", "task": "regression", "target": ["price", "rent"], "target_scale": "standard" }"#;
    let train = r#""epochs": 5, "batch_size": 20"#;
    let config = |optimizer: &str| config(dataset, MLP, train, optimizer, "");
    let (fast, slow) = (config(SGD), config(r#""lr": 0.001"#));
    compare_on(&[(&fast, 1), (&slow, 2)], &data_in(&fast, folder.path()), 1e-4);
}

#[test]
fn a_model_of_language() {
    let dataset = r#"{ "kind": "grammar", "samples": 200, "length": 16 }"#;
    let train = r#""steps": 20, "batch_size": 16, "report_every": 5"#;
    for dropout in ["0", "0.2"] {
        let model = format!(
            r#""kind": "transformer", "layers": 2, "heads": 2, "width": 16, "dropout": {dropout}"#
        );
        let config = |optimizer: &str| config(dataset, &model, train, optimizer, "");
        let (fast, slow) = (config(ADAM), config(r#""kind": "adamw", "lr": 3e-4"#));
        compare(&[(&fast, 1), (&slow, 1), (&slow, 2)], 1e-3);
    }
}

#[test]
fn convolutional_networks() {
    for rest in [
        "",
        r#", "activation": "tanh", "batch_norm": true"#,
        r#", "hidden": [12], "dropout": 0.25"#,
    ] {
        let model = format!(r#""kind": "cnn", "channels": [4, 6]{rest}"#);
        model_for(&model, r#""steps": 12, "batch_size": 32, "report_every": 4"#, 1e-3);
    }
}

#[test]
fn a_wide_kernel_looks_beyond_the_border() {
    // 8 pixels are halved to 4, 2 and 1.
    let model = r#""kind": "cnn", "channels": [3, 3, 3], "kernel": 5, "activation": "gelu""#;
    model_for(model, r#""steps": 6, "batch_size": 30, "report_every": 2"#, 1e-3);
}

#[test]
fn residual_networks() {
    let model = r#""kind": "resnet", "depth": 8, "width": 4"#;
    model_for(model, r#""steps": 6, "batch_size": 24, "report_every": 2"#, 1e-3);
    let ghosts = format!(r#"{model}, "ghost_batch": 10"#);
    model_for(&ghosts, r#""steps": 6, "batch_size": 24, "report_every": 2"#, 1e-3);
}

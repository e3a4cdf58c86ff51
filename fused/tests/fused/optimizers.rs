//! Every optimizer, with members whose numbers differ.

use super::{MLP, compare, digits};

/// Compares a bundle whose members have these optimizers.
fn members(optimizers: &[String], tolerance: f64) {
    let configs: Vec<_> = optimizers.iter().map(|it| digits(MLP, it, "")).collect();
    let jobs: Vec<_> = configs.iter().zip([3, 3, 4, 5]).collect();
    compare(&jobs, tolerance);
}

fn rates(kind: &str, rates: [f64; 3], rest: [&str; 3]) -> Vec<String> {
    let one = |(lr, rest)| format!(r#""kind": "{kind}", "lr": {lr}{rest}"#);
    rates.into_iter().zip(rest).map(one).collect()
}

#[test]
fn sgd_with_and_without_momentum_and_decay() {
    let rest = [
        "",
        r#", "momentum": 0.9, "dampening": 0.3"#,
        r#", "momentum": 0.5, "weight_decay": 0.01"#,
    ];
    members(&rates("sgd", [0.05, 0.02, 0.1], rest), 1e-4);
}

#[test]
fn sgd_after_nesterov() {
    let rest = [0.9, 0.8, 0.5].map(|it| format!(r#", "momentum": {it}, "nesterov": true"#));
    members(&rates("sgd", [0.05, 0.01, 0.1], [&rest[0], &rest[1], &rest[2]]), 1e-4);
}

#[test]
fn adagrad() {
    let rest = [
        r#", "lr_decay": 0.1"#,
        r#", "initial_accumulator_value": 0.1"#,
        r#", "weight_decay": 0.1, "eps": 1e-4"#,
    ];
    members(&rates("adagrad", [0.01, 0.02, 0.005], rest), 1e-3);
}

#[test]
fn adadelta() {
    let rest = ["", r#", "rho": 0.5, "eps": 1e-4"#, r#", "weight_decay": 0.01"#];
    members(&rates("adadelta", [1.0, 0.5, 2.0], rest), 1e-3);
}

#[test]
fn rmsprop_with_and_without_momentum() {
    let rest = ["", r#", "alpha": 0.9, "momentum": 0.5"#, r#", "weight_decay": 0.01, "eps": 1e-5"#];
    members(&rates("rmsprop", [1e-3, 5e-4, 2e-3], rest), 1e-3);
}

#[test]
fn rmsprop_by_the_standard_deviation() {
    let rest = [r#", "centered": true, "eps": 1e-3"#; 3];
    members(&rates("rmsprop", [1e-3, 5e-4, 2e-3], rest), 1e-3);
}

#[test]
fn adam_and_its_variants() {
    let rest = ["", r#", "betas": [0.4, 0.99]"#, r#", "weight_decay": 0.1, "eps": 1e-6"#];
    members(&rates("adam", [1e-3, 3e-3, 1e-4], rest), 1e-3);
    let rest = [r#", "amsgrad": true"#; 3];
    members(&rates("adam", [1e-3, 3e-3, 1e-4], rest), 1e-3);
}

#[test]
fn adamw_decays_by_itself() {
    let rest = ["", r#", "weight_decay": 0.5"#, r#", "weight_decay": 0"#];
    members(&rates("adamw", [1e-3, 3e-3, 1e-4], rest), 1e-3);
}

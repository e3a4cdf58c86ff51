//! Courses: rates, momenta and batches that move, each member's own.

use super::{MLP, compare, config, digits};

const SGD: &str = r#""kind": "sgd", "momentum": 0.9, "lr": 0.02"#;
const SLOW: &str = r#""kind": "sgd", "momentum": 0.8, "lr": 0.005"#;

/// Compares a bundle whose members have these schedules.
fn members(optimizers: [&str; 2], schedules: [&str; 2], tolerance: f64) {
    let config = |(optimizer, schedule)| {
        digits(MLP, optimizer, &format!(r#", "schedule": {{ {schedule} }}"#))
    };
    let configs: Vec<_> = optimizers.into_iter().zip(schedules).map(config).collect();
    compare(&[(&configs[0], 1), (&configs[1], 2)], tolerance);
}

#[test]
fn one_cycle_moves_rate_and_momentum_beside_a_constant_rate() {
    members(
        [SGD, SLOW],
        [r#""kind": "one_cycle", "cycle_momentum": true"#, r#""kind": "constant""#],
        1e-4,
    );
    let adam = r#""kind": "adam", "lr": 2e-3"#;
    members(
        [adam, adam],
        [r#""kind": "one_cycle", "cycle_momentum": true"#, r#""kind": "cosine", "t_max": 20"#],
        1e-3,
    );
}

#[test]
fn warm_up_beside_steps() {
    members(
        [SGD, SGD],
        [
            r#""kind": "constant", "warmup": { "steps": 10 }"#,
            r#""kind": "step", "step_size": 7, "gamma": 0.5"#,
        ],
        1e-4,
    );
}

#[test]
fn range_tests_that_blow_up_at_rates_of_their_own() {
    let ramp = |end: &str| format!(r#""kind": "range", "start": 1e-3, "end": {end}, "steps": 30"#);
    let (low, high) = (ramp("0.1"), ramp("1e25"));
    let sgd = r#""kind": "sgd""#;
    members([sgd, sgd], [&low, &high], 1e-3);
}

#[test]
fn a_plateau_watches_its_own_member() {
    let config = |optimizer: &str| {
        let plateau = r#", "schedule": { "kind": "plateau", "patience": 0, "threshold": 0.5, "factor": 0.3 }"#;
        config("\"digits\"", MLP, r#""epochs": 4, "batch_size": 200"#, optimizer, plateau)
    };
    let (fast, slow) = (config(SGD), config(SLOW));
    compare(&[(&fast, 1), (&slow, 1)], 1e-4);
}

#[test]
fn batches_grow_and_the_last_one_of_an_epoch_is_short() {
    let growth = r#", "batch_schedule": { "kind": "grow", "milestones": [1, 2], "factor": 3, "max_batch": 600 }"#;
    let config = |optimizer: &str| {
        config("\"digits\"", MLP, r#""epochs": 4, "batch_size": 100"#, optimizer, growth)
    };
    let (fast, slow) = (config(SGD), config(SLOW));
    compare(&[(&fast, 1), (&slow, 7)], 1e-4);
}

//! Whole runs, held to the numbers that they have always had: the order in which a model adds things up is
//! not to change by accident. Digits only: a run of a few hundred updates makes any other rounding plain.

use super::{config, run};

/// A model, an optimizer, and the losses in training and validation after two epochs from seed 3.
const RUNS: [(&str, &str, [f64; 2]); 7] = [
    (r#""logistic""#, r#""lr": 0.1"#, [1.955_316_094_325_056_3, 1.858_702_977_001_723_6]),
    (
        r#""mlp""#,
        r#""lr": 0.1, "momentum": 0.9"#,
        [0.415_552_240_138_644_4, 0.491_154_309_030_415_3],
    ),
    (
        r#""mlp", "hidden": [33, 20, 7]"#,
        r#""kind": "adam", "lr": 0.003"#,
        [2.101_675_371_408_522, 1.986_342_184_926_383],
    ),
    (
        r#""mlp", "activation": "tanh""#,
        r#""lr": 0.1, "weight_decay": 0.001"#,
        [1.144_436_678_384_605_2, 0.893_143_723_526_522_5],
    ),
    (
        r#""mlp", "activation": "gelu""#,
        r#""kind": "rmsprop", "lr": 0.001"#,
        [0.261_880_019_984_822_6, 0.347_844_420_259_199_76],
    ),
    (
        r#""mlp", "batch_norm": true"#,
        r#""lr": 0.1"#,
        [0.459_720_094_320_244_13, 0.547_101_378_426_741],
    ),
    (
        r#""mlp", "hidden": [40], "activation": "gelu", "batch_norm": true"#,
        r#""kind": "adamw", "lr": 0.003"#,
        [1.068_237_639_205_072_8, 0.919_583_287_350_669_1],
    ),
];

#[test]
fn models_add_up_in_the_order_that_they_always_had() {
    if !fuses() {
        return;
    }
    for (model, optimizer, expected) in RUNS {
        let builtin =
            format!(r#""builtin": {{ "dataset": "digits", "model": {{ "kind": {model} }} }}"#);
        let run = run(&config(&builtin, "\"epochs\": 2", optimizer, ""), 3);
        let got = ["train_loss", "val_loss"].map(|it| run.last(it));
        // What the system's logarithm rounds in its own way stays below this.
        let same = |(got, expected): (f64, f64)| (got / expected - 1.0).abs() < 1e-12;
        assert!(got.into_iter().zip(expected).all(same), "{model} {optimizer}: {got:?}");
    }
}

/// Whether products and sums are rounded once, as they were when the numbers were written down.
fn fuses() -> bool {
    #[cfg(target_arch = "x86_64")]
    return std::arch::is_x86_feature_detected!("fma");
    #[cfg(not(target_arch = "x86_64"))]
    return cfg!(target_arch = "aarch64");
}

//! What keeps training steady, in whole runs.

use search::config::TrialConfig;

use super::{Run, config, run};

/// A sweep's words: of the model, of `train`, of the optimizer.
type Words = [&'static str; 3];

const PLAIN: Words = ["", "", ""];

/// One option each.
const OPTIONS: [Words; 6] = [
    [r#", "dropout": 0.2"#, "", ""],
    [r#", "batch_norm": true, "ghost_batch": 16"#, "", ""],
    ["", r#", "label_smoothing": 0.1"#, ""],
    ["", "", r#", "clip_norm": 0.5"#],
    ["", "", r#", "clip_value": 0.01"#],
    ["", "", r#", "weight_decay": 1e-3, "decay_skips": "norms_and_biases""#],
];

#[test]
fn every_option_learns_digits_in_a_way_of_its_own_and_can_be_repeated() {
    let mut losses = vec![trained(PLAIN).last("val_loss")];
    for words in OPTIONS {
        let (first, second) = (trained(words), trained(words));
        assert_eq!(first.bits(), second.bits(), "{words:?}");
        assert!(first.last("val_accuracy") > 0.85, "{words:?}: {}", first.last("val_accuracy"));
        assert!(!losses.contains(&first.last("val_loss")), "{words:?} changes nothing");
        losses.push(first.last("val_loss"));
    }
}

#[test]
fn images_are_learnt_with_all_options_at_once() {
    let models = [
        r#""kind": "cnn", "channels": [8], "batch_norm": true, "ghost_batch": 16, "hidden": [32], "dropout": 0.1"#,
        r#""kind": "resnet", "depth": 8, "width": 4, "ghost_batch": 16"#,
    ];
    for model in models {
        let builtin = format!(r#""builtin": {{ "dataset": "digits", "model": {{ {model} }} }}"#);
        let optimizer =
            r#""kind": "adamw", "lr": 0.01, "clip_norm": 1.0, "decay_skips": "norms_and_biases""#;
        let config = config(&builtin, r#""epochs": 3, "label_smoothing": 0.1"#, optimizer, "");
        let run = run(&config, 0);
        assert!(run.last("val_accuracy") > 0.8, "{model}: {}", run.last("val_accuracy"));
    }
}

#[test]
fn decay_that_spares_biases_is_another_one_than_decay_that_does_not() {
    let all = trained(["", "", r#", "weight_decay": 1e-3"#]);
    assert_ne!(all.bits(), trained(OPTIONS[5]).bits());
}

#[test]
fn a_ghost_batch_as_large_as_the_batch_is_the_batch() {
    let whole = trained([r#", "batch_norm": true"#, "", ""]);
    let ghost = trained([r#", "batch_norm": true, "ghost_batch": 64"#, "", ""]);
    assert_eq!(whole.bits(), ghost.bits());
}

/// Smoothed labels keep the loss of the training above what the model has learnt; where it is measured by itself it
/// is the same loss as everywhere.
#[test]
fn smoothed_labels_are_for_the_loss_of_the_training_alone() {
    let run = trained(["", r#", "label_smoothing": 0.3, "score_training": true"#, ""]);
    // The entropy of 0.73 and nine times 0.03: no model comes below it.
    assert!(run.last("train_loss") > 1.176, "{}", run.last("train_loss"));
    assert!(run.last("whole_train_loss") < 1.0, "{}", run.last("whole_train_loss"));
}

/// A rate at which a network dies without it.
#[test]
fn a_clipped_gradient_bears_a_rate_that_another_does_not() {
    let at_2 = |clip: &'static str| run(&asked(["", "", clip], "2.0"), 1).last("val_loss");
    assert!(at_2("") > 2.0, "{}", at_2(""));
    assert!(at_2(r#", "clip_norm": 0.1"#) < 0.5, "{}", at_2(r#", "clip_norm": 0.1"#));
}

fn trained(words: Words) -> Run {
    run(&asked(words, "0.1"), 0)
}

fn asked([model, train, optimizer]: Words, lr: &str) -> TrialConfig {
    let model = format!(r#"{{ "kind": "mlp", "hidden": [64, 32]{model} }}"#);
    let builtin = format!(r#""builtin": {{ "dataset": "digits", "model": {model} }}"#);
    let budget = format!(r#""epochs": 12, "batch_size": 64{train}"#);
    config(&builtin, &budget, &format!(r#""lr": {lr}{optimizer}"#), "")
}

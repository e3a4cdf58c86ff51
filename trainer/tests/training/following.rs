//! Training followed number by number: `PyTorch`'s parameters after so many updates, through the whole
//! trainer.
//!
//! The reference is one output with a sigmoid. Our two outputs with a softmax are the same model: their
//! difference is that output, both start at 0, and each update moves them apart by as much. So each
//! moves half as fast at the same rate, and is half as large: we train at half the rate, and with twice
//! the weight decay.

use std::{fmt::Write as _, ops::ControlFlow, path::Path};

use search::{config::Task, document::Node, metric::Metric};
use serde_json::{Value, json};
use tempfile::TempDir;
use trainer::{Data, Job, train};

use super::TrialConfig;

const VECTORS: &str = include_str!("../optimizers.json");

/// The row that validates: the last one, as this seed happens to draw it.
const VALIDATION: [f64; 4] = [0.5, -0.25, 1.5, 0.1];
const SEED: u64 = 24;

#[test]
fn logistic_regression_follows_pytorch_through_every_optimizer() {
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    let problem = &vectors["problems"]["logreg"];
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("rows.csv"), table(problem)).unwrap();
    let cases = vectors["cases"].as_array().unwrap().iter();
    let cases = cases.filter(|it| it["problem"] == "logreg" && it["dtype"] == "f32");
    let followed = cases.map(|case| follow(case, problem, folder.path())).count();
    assert_eq!(followed, 20);
}

/// Trains as the case does, and compares the losses wherever it knows the parameters.
fn follow(case: &Value, problem: &Value, folder: &Path) {
    let losses = losses(&config(case), folder);
    for updates in [0, 1, 2, 3, 5, 10, 20] {
        let parameters = numbers(&case["params"][updates.to_string()]);
        let rows = (0..6).map(|it| 6 * (updates % 4) + it);
        let batch = rows.map(|row| {
            let row = (numbers(&problem["X"][row]), problem["y"][row].as_f64().unwrap());
            loss(&parameters, &row.0, row.1)
        });
        // An update tells the loss of its batch before it.
        let expected = [batch.sum::<f64>() / 6.0, loss(&parameters, &VALIDATION, 1.0)];
        let got = [losses[updates + 1][0], losses[updates][1]];
        for (got, expected) in got.iter().zip(expected) {
            let allowed = 2e-5 * expected.max(1.0);
            assert!(
                (got - expected).abs() < allowed,
                "{}: {updates}: {got} {expected}",
                case["id"]
            );
        }
    }
}

/// `train_loss` and `val_loss` before training and after each update.
fn losses(config: &TrialConfig, folder: &Path) -> Vec<[f64; 2]> {
    let Task::Builtin(builtin) = &config.train.task else { panic!("not a built-in model") };
    let data = Data::load(&builtin.dataset, folder).unwrap();
    assert_eq!([data.training_samples(), data.validation_samples()], [24, 1]);
    let mut losses = Vec::new();
    let job = Job { config, metric: &Metric::default(), seed: 7 };
    train(job, Some(&data), &mut |it| {
        losses.push([it.metrics[0].1, it.metrics[2].1]);
        ControlFlow::Continue(())
    })
    .unwrap();
    losses
}

fn config(case: &Value) -> TrialConfig {
    let mut optimizer = case["hparams"].clone();
    let kind = case["optimizer"].as_str().unwrap();
    let usual = match kind {
        "Adagrad" | "RMSprop" => 0.01,
        "Adadelta" => 1.0,
        _ => 1e-3,
    };
    optimizer["kind"] = kind.to_lowercase().into();
    optimizer["lr"] = (0.5 * case["hparams"]["lr"].as_f64().unwrap_or(usual)).into();
    let usual = if kind == "AdamW" { 0.01 } else { 0.0 };
    optimizer["weight_decay"] =
        (2.0 * case["hparams"]["weight_decay"].as_f64().unwrap_or(usual)).into();
    let dataset = json!({ "kind": "csv", "path": "rows.csv", "scale": "none", "validation": 0.04, "seed": SEED });
    let config = json!({
        "train": {
            "builtin": { "dataset": dataset, "model": { "kind": "logistic", "init": "zeros" } },
            "steps": 21, "batch_size": 6, "shuffle": false, "report_every": 1,
        },
        "optimizer": optimizer,
    });
    TrialConfig::read(&Node::from_json(&config.to_string()).unwrap()).unwrap()
}

/// The problem's rows in their order, and the one that validates.
fn table(problem: &Value) -> String {
    let mut table = String::from("a,b,c,d,class\n");
    for (row, class) in problem["X"].as_array().unwrap().iter().zip(numbers(&problem["y"])) {
        for number in numbers(row) {
            write!(table, "{number},").unwrap();
        }
        writeln!(table, "{class}").unwrap();
    }
    let [a, b, c, d] = VALIDATION;
    writeln!(table, "{a},{b},{c},{d},1").unwrap();
    table
}

/// The binary cross-entropy of one row; the last parameter is the bias.
fn loss(parameters: &[f64], row: &[f64], class: f64) -> f64 {
    let sum: f64 = parameters.iter().zip(row.iter().chain([&1.0])).map(|(a, b)| a * b).sum();
    let margin = if class > 0.5 { sum } else { -sum };
    (-margin).exp().ln_1p()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|it| it.as_f64().unwrap()).collect()
}

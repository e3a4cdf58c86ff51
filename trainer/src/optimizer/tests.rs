//! The rules against `PyTorch`'s own numbers, and against its order of operations.

use serde_json::Value;

use search::{
    config::{Adam, Sgd, TrialConfig},
    document::Node,
};

use super::*;

const VECTORS: &str = include_str!("../../tests/optimizers.json");

#[test]
fn every_rule_matches_pytorch_in_double_precision() {
    assert_eq!(check::<f64>("f64"), 66);
}

#[test]
fn every_rule_matches_pytorch_in_single_precision() {
    assert_eq!(check::<f32>("f32"), 60);
}

#[test]
fn a_rule_remembers_what_it_needs_and_no_more() {
    let kept = |rule| Optimizer::<f32>::new(rule, 1_000).state.iter().map(Vec::len).sum::<usize>();
    let sgd = Sgd { momentum: 0.0, dampening: 0.0, nesterov: false, weight_decay: 0.0 };
    assert_eq!(kept(Rule::Sgd(sgd)), 0);
    let (betas, eps, weight_decay) = ([0.9, 0.999], 1e-8, 0.0);
    let adam = Adam { betas, eps, amsgrad: false, weight_decay, decoupled: false };
    assert_eq!(kept(Rule::Adam(adam)), 2_000);
}

/// Runs every case of this precision and says how many there were.
fn check<T: Real + Into<f64>>(dtype: &str) -> usize {
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    let cases = vectors["cases"].as_array().unwrap().iter().filter(|it| it["dtype"] == dtype);
    cases.map(|case| replay::<T>(case, &vectors["problems"])).count()
}

/// Makes every update of a case and compares the parameters wherever the case knows them.
fn replay<T: Real + Into<f64>>(case: &Value, problems: &Value) {
    let problem = &problems[case["problem"].as_str().unwrap()];
    let mut weights: Vec<T> = numbers(&problem["x0"]).into_iter().map(T::from_f64).collect();
    let mut optimizer = Optimizer::new(rule(case), weights.len());
    let lr = case["hparams"]["lr"].as_f64().unwrap_or(match case["optimizer"].as_str() {
        Some("Adagrad" | "RMSprop") => 0.01,
        Some("Adadelta") => 1.0,
        _ => 1e-3,
    });
    let mut rate = lr;
    for update in 0..=case["updates"].as_u64().unwrap() {
        if let Some(expected) = case["params"].get(update.to_string()) {
            compare(case, update, &weights, &numbers(expected));
        }
        let at: Vec<f64> = weights.iter().map(|it| (*it).into()).collect();
        let mut gradient: Vec<T> =
            gradient(problem, &at, update).into_iter().map(T::from_f64).collect();
        optimizer.update(&mut weights, &mut gradient, rate);
        rate *= case["gamma"].as_f64().unwrap_or(1.0);
    }
}

fn compare<T: Real + Into<f64>>(case: &Value, update: u64, got: &[T], expected: &[f64]) {
    let largest = expected.iter().fold(0.0_f64, |a, b| a.max(b.abs()));
    let [absolute, relative] = ["abs", "rel"].map(|it| case["tol"][it].as_f64().unwrap());
    let allowed = absolute + relative * largest;
    for (got, expected) in got.iter().zip(expected) {
        let got: f64 = (*got).into();
        assert!((got - expected).abs() <= allowed, "{}: {update}: {got} {expected}", case["id"]);
    }
}

/// The rule of a case. A sweep reads it, so that what a case leaves out is the sweep's default.
fn rule(case: &Value) -> Rule {
    let mut optimizer = case["hparams"].clone();
    optimizer["kind"] = case["optimizer"].as_str().unwrap().to_lowercase().into();
    optimizer["lr"] = 1.0.into();
    let config = serde_json::json!({ "train": { "synthetic": {} }, "optimizer": optimizer });
    TrialConfig::read(&Node::from_json(&config.to_string()).unwrap()).unwrap().optimizer.rule
}

fn gradient(problem: &Value, at: &[f64], update: u64) -> Vec<f64> {
    match problem["kind"].as_str().unwrap() {
        "quadratic" => rows(&problem["A"])
            .iter()
            .zip(numbers(&problem["b"]))
            .map(|(row, b)| dot(row, at) - b)
            .collect(),
        "logreg" => logistic(problem, at, usize::try_from(update).unwrap()),
        "fed_gradients" => {
            let fed = rows(&problem["G"]).get(usize::try_from(update).unwrap()).cloned();
            fed.unwrap_or_else(|| vec![0.0; at.len()])
        }
        other => panic!("no such problem: {other}"),
    }
}

/// The gradient of the mean binary cross-entropy over the update's six rows.
fn logistic(problem: &Value, at: &[f64], update: usize) -> Vec<f64> {
    let (inputs, targets) = (rows(&problem["X"]), numbers(&problem["y"]));
    let mut gradient = vec![0.0; at.len()];
    for row in (0..6).map(|it| 6 * (update % 4) + it) {
        let input: Vec<f64> = inputs[row].iter().copied().chain([1.0]).collect();
        let error = 1.0 / (1.0 + (-dot(&input, at)).exp()) - targets[row];
        gradient.iter_mut().zip(&input).for_each(|(it, input)| *it += error * input / 6.0);
    }
    gradient
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn rows(value: &Value) -> Vec<Vec<f64>> {
    value.as_array().unwrap().iter().map(numbers).collect()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|it| it.as_f64().unwrap()).collect()
}

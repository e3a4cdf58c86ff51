//! What keeps training steady: dropout, ghost batches, smoothed labels, clipped gradients, spared decay. Gradients
//! against finite differences, and whole updates against `PyTorch`'s.

use search::{
    config::{self, TrialConfig},
    document::Node,
};
use serde_json::Value;

use super::*;
use crate::Mask;

/// Written by `tests/pytorch/options.py`.
const REFERENCE: &str = include_str!("../../../tests/pytorch/options.json");

/// What follows hidden layers, how many samples are normalised together, what is left out, and what is smoothed.
const STEADY: [(Activation, BatchNorm, f64, f64); 7] = [
    (Activation::Relu, BatchNorm::Off, 0.3, 0.0),
    (Activation::Tanh, BatchNorm::Off, 0.3, 0.1),
    (Activation::Gelu, BatchNorm::Off, 0.3, 0.0),
    (Activation::Relu, BatchNorm::Ghost(8), 0.0, 0.0),
    (Activation::Tanh, BatchNorm::Ghost(5), 0.5, 0.3),
    (Activation::Gelu, BatchNorm::Whole, 0.1, 0.0),
    (Activation::Relu, BatchNorm::Ghost(100), 0.0, 0.9),
];

#[test]
fn the_gradient_is_the_slope_of_the_loss_that_is_told() {
    for (activation, batch_norm, share, smoothing) in STEADY {
        let data = data(3);
        let model = Model::Mlp(perceptron(&[9, 20], activation, batch_norm, share));
        let mut network = Network::new(&model, &data, 24, 3).unwrap().smoothing(smoothing);
        off_their_first_values(&mut network);
        // The last of the ghost batches is a short one.
        let (rows, update) = ((0..23).collect::<Vec<u32>>(), 4);
        let plain = plain(&network, &model, update, smoothing);
        let told = network.learn(&data.train, &rows, update).loss();
        let close = |a: f64, b: f64, most: f64| (a - b).abs() < most;
        assert!(close(told, plain.loss(Pass::Learning, &data.train, &rows), 1e-5), "{model:?}");
        let slopes = plain.slopes(&data.train, &rows);
        let largest = slopes.values().flatten().fold(0.0_f64, |a, b| a.max(b.abs()));
        for (name, slopes) in &slopes {
            let got = place(&network, name).read(&network.gradient);
            let same = |(a, b): (&f32, &f64)| close(f64::from(*a), *b, 2e-5 * largest);
            assert!(got.iter().zip(slopes).all(same), "{model:?} {name}: {got:?} {slopes:?}");
        }
    }
}

#[test]
fn scores_go_without_dropout_and_smoothing() {
    let data = data(3);
    let model = Model::Mlp(perceptron(&[9, 20], Activation::Tanh, BatchNorm::Off, 0.5));
    let mut network = Network::new(&model, &data, 24, 3).unwrap().smoothing(0.5);
    let rows: Vec<u32> = (0..u32::try_from(data.train.len()).unwrap()).collect();
    network.learn(&data.train, &rows[..24], 0);
    let expected = plain(&network, &model, 0, 0.5).loss(Pass::Scoring, &data.train, &rows);
    let scored = network.score(&data.train).loss();
    assert!((scored - expected).abs() < 1e-5, "{scored} {expected}");
}

#[test]
fn masks_are_drawn_as_their_documentation_says() {
    let reference: Value = serde_json::from_str(REFERENCE).unwrap();
    for it in reference["masks"].as_array().unwrap() {
        let moment = Moment { seed: whole(&reference["seed"]), update: whole(&it["update"]) };
        let layer = u32::try_from(whole(&it["layer"])).unwrap();
        let mask = Mask::new(moment, layer, it["share"].as_f64().unwrap());
        let got: Vec<f32> = (0..12).map(|place| mask.factor(place)).collect();
        assert!(distance(&got, &numbers(&it["factors"])) < 1e-6, "{it}: {got:?}");
    }
}

#[test]
fn updates_with_every_option_are_those_of_pytorch() {
    let reference: Value = serde_json::from_str(REFERENCE).unwrap();
    let labels: Vec<u32> = serde_json::from_value(reference["labels"].clone()).unwrap();
    let data = Data::of(5, &numbers(&reference["features"]), &labels);
    let cases = reference["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 7);
    for case in cases {
        replay(case, &data, whole(&reference["seed"]), whole(&reference["batch"]));
    }
}

/// Makes the updates of a case, and compares losses, parameters and what norms remember.
fn replay(case: &Value, data: &Data, seed: u64, batch: u64) {
    let config = config(case);
    let config::Task::Builtin(builtin) = &config.train.task else { panic!("a built-in model") };
    let batch = usize::try_from(batch).unwrap();
    let network = Network::new(&builtin.model, data, batch, seed).unwrap();
    let mut network = network.smoothing(config.train.label_smoothing);
    for place in network.places.clone() {
        network.write(&place, &numbers(&case["start"][&place.parameter.name]));
    }
    let config::Optimizer { rule, clip, decay_skips, lr } = config.optimizer;
    let spared: Vec<_> = network.spared(decay_skips).collect();
    let mut optimizer = Optimizer::new(rule, network.size()).clipping(clip).sparing(spared);
    let rows: Vec<u32> = (0..24).collect();
    for (update, loss) in case["losses"].as_array().unwrap().iter().enumerate() {
        let rows = &rows[update * batch % rows.len()..][..batch];
        let told = network.learn(&data.train, rows, update as u64).loss();
        let expected = loss.as_f64().unwrap();
        assert!((told - expected).abs() < 2e-5, "update {update}: {told} {expected}, {case}");
        network.update(&mut optimizer, lr);
    }
    for place in &network.places {
        let name = &place.parameter.name;
        let (got, expected) = (network.read(place), numbers(&case["end"][name]));
        assert!(distance(&got, &expected) < 5e-5, "{name}: {got:?} {expected:?}, {case}");
    }
    let scored = network.score(&data.validation).loss();
    assert!((scored - case["scored"].as_f64().unwrap()).abs() < 5e-5, "{scored}, {case}");
}

/// What a sweep would say to train a case.
fn config(case: &Value) -> TrialConfig {
    let mut model = case["model"].clone();
    model["kind"] = "mlp".into();
    let smoothing = &case["label_smoothing"];
    let train = serde_json::json!({
        "builtin": { "dataset": "moons", "model": model }, "epochs": 1, "label_smoothing": smoothing
    });
    let config = serde_json::json!({ "train": train, "optimizer": case["optimizer"] });
    TrialConfig::read(&Node::from_json(&config.to_string()).unwrap()).unwrap()
}

/// The network in double precision, before its update number `update`.
fn plain(network: &Network, model: &Model, update: u64, smoothing: f64) -> Plain {
    let Model::Mlp(mlp) = model else { panic!("a perceptron") };
    let ghost = match mlp.batch_norm {
        BatchNorm::Off | BatchNorm::Whole => usize::MAX,
        BatchNorm::Ghost(samples) => usize::try_from(samples).unwrap(),
    };
    let kind: Kind = (&[9, 20], mlp.activation, mlp.batch_norm != BatchNorm::Off);
    let dropout = (Moment { seed: 3, update }, mlp.dropout);
    Plain::of(network, kind).steadied(ghost, dropout, smoothing)
}

/// The largest difference.
fn distance(a: &[f32], b: &[f32]) -> f32 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, |a, b| if a >= b { a } else { b })
}

fn whole(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

fn numbers(value: &Value) -> Vec<f32> {
    serde_json::from_value(value.clone()).unwrap()
}

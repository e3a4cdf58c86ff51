//! Convolutional and residual networks against `PyTorch`, and what they refuse.

use search::{
    config::{Model, Sgd, Task, TrialConfig},
    document::Node,
};
use serde_json::Value;

use super::*;
use crate::data::Image;

/// Written by `tests/pytorch/images.py`.
const REFERENCE: &str = include_str!("../../../tests/pytorch/images.json");

/// How many images a batch has; the last one has 3.
const BATCH: usize = 4;

#[test]
fn updates_and_scores_are_those_of_pytorch() {
    let reference: Value = serde_json::from_str(REFERENCE).unwrap();
    let cases = reference["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 7);
    for case in cases {
        let (mut network, data) = start(&reference, case);
        let rule = Sgd { momentum: 0.0, dampening: 0.0, nesterov: false, weight_decay: 0.0 };
        let mut optimizer = Optimizer::new(Rule::Sgd(rule), network.size());
        let rows: Vec<u32> = (0..u32::try_from(data.train.len()).unwrap()).collect();
        for (update, (rows, loss)) in rows.chunks(BATCH).zip(floats(&case["losses"])).enumerate() {
            let score = network.learn(&data.train, rows, update as u64);
            assert_close(&case["model"], "loss", &[score.loss()], &[loss]);
            network.update(&mut optimizer, reference["lr"].as_f64().unwrap());
        }
        for place in &network.places {
            let name = &place.parameter.name;
            assert_close(&case["model"], name, &read(&network, name), &floats(&case["last"][name]));
        }
        let scored = network.score(&data.train).loss();
        assert_close(&case["model"], "scored", &[scored], &[case["scored"].as_f64().unwrap()]);
    }
}

#[test]
fn columns_that_fill_vectors_up_stay_zero_in_images_too() {
    let reference: Value = serde_json::from_str(REFERENCE).unwrap();
    for case in reference["cases"].as_array().unwrap() {
        let (mut network, data) = start(&reference, case);
        for rule in every_rule() {
            let mut optimizer = Optimizer::new(rule, network.size());
            for update in 0..3 {
                network.learn(&data.train, &[3, 1, 7], update);
                network.update(&mut optimizer, 0.01);
            }
        }
        assert!(fills_with_zeros(&network), "{}", case["model"]);
    }
}

#[test]
fn images_are_asked_for_where_there_are_none() {
    for kind in ["cnn", "resnet"] {
        let model = model(&serde_json::json!({ "kind": kind }));
        let error = Network::new(&model, &data(0), 4, 0).unwrap_err().to_string();
        assert!(error.starts_with(&format!("`{kind}` learns images")), "{error}");
    }
}

#[test]
fn images_that_are_too_small_are_refused() {
    let image = Image { channels: 1, height: 3, width: 8 };
    let data = Data::of_images(image, &[0.5; 48], &[0, 1]);
    let model = model(&serde_json::json!({ "kind": "cnn", "channels": [2, 2] }));
    let error = Network::new(&model, &data, 4, 0).unwrap_err().to_string();
    assert!(error.starts_with("images of 1 × 3 × 8 cannot be halved 2 times"), "{error}");
}

#[test]
fn kernels_are_drawn_after_he_for_the_inputs_of_a_window() {
    let data = Data::of_images(Image { channels: 3, height: 8, width: 8 }, &[0.5; 384], &[0, 1]);
    let model = model(&serde_json::json!({ "kind": "resnet", "depth": 8, "width": 64 }));
    let network = Network::new(&model, &data, 1, 2).unwrap();
    for (name, inputs) in [("conv1.weight", 27.0), ("layer2.0.conv1.weight", 576.0)] {
        let drawn = read(&network, name);
        let variance = drawn.iter().map(|it| it * it).sum::<f64>() / count(drawn.len());
        assert!((variance * inputs / 2.0 - 1.0).abs() < 0.1, "{name}: {variance}");
    }
}

#[test]
fn scores_take_no_more_memory_than_a_batch() {
    let data =
        Data::load(&Dataset::Digits { noise: LabelNoise::default() }, std::path::Path::new(""));
    let model = model(&serde_json::json!({ "kind": "cnn" }));
    assert_eq!(Network::new(&model, &data.unwrap(), 8, 0).unwrap().batch, 8);
}

/// A case's network before its first update, and the images that it learns.
fn start(reference: &Value, case: &Value) -> (Network, Data) {
    let side = |of: &str| usize::try_from(reference["image"][of].as_u64().unwrap()).unwrap();
    let [channels, height, width] = ["channels", "height", "width"].map(side);
    let labels: Vec<u32> = serde_json::from_value(reference["labels"].clone()).unwrap();
    let images: Vec<f32> = serde_json::from_value(reference["images"].clone()).unwrap();
    let data = Data::of_images(Image { channels, height, width }, &images, &labels);
    let mut network = Network::new(&model(&case["model"]), &data, BATCH, 0).unwrap();
    assert_eq!(network.places.len(), case["first"].as_object().unwrap().len());
    for place in network.places.clone() {
        let values = case["first"][&place.parameter.name].clone();
        network.write(&place, &serde_json::from_value::<Vec<f32>>(values).unwrap());
    }
    (network, data)
}

/// A model as a sweep says it; the digits are there because something must be.
fn model(config: &Value) -> Model {
    let config = serde_json::json!({
        "train": { "builtin": { "dataset": "digits", "model": config }, "steps": 1 },
        "optimizer": { "lr": 0.1 },
    });
    let config = TrialConfig::read(&Node::from_json(&config.to_string()).unwrap()).unwrap();
    let Task::Builtin(builtin) = config.train.task else { panic!("{config:?}") };
    builtin.model
}

fn read(network: &Network, name: &str) -> Vec<f64> {
    network.read(place(network, name)).into_iter().map(f64::from).collect()
}

fn floats(value: &Value) -> Vec<f64> {
    serde_json::from_value(value.clone()).unwrap()
}

fn assert_close(model: &Value, name: &str, got: &[f64], expected: &[f64]) {
    assert_eq!(got.len(), expected.len(), "{model} {name}");
    let far = |(a, b): (&f64, &f64)| (a - b).abs() > 2e-5 * b.abs().max(1.0);
    let far = got.iter().zip(expected).find(|it| far(*it));
    assert!(far.is_none(), "{model} {name}: {far:?}");
}

#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn count(of: usize) -> f64 {
    of as f64
}

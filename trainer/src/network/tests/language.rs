//! A small model of language against `PyTorch`: `tests/language/training.py` wrote it down.

use search::config::{Text, Transformer, Writing};
use serde_json::Value;
use tempfile::TempDir;

use super::*;
use crate::network::reference::{compare, numbers, size};

#[test]
fn parameters_are_called_as_nanogpt_would() {
    let Trained { network, told, .. } = Trained::new();
    let shapes = told["shapes"].as_object().unwrap();
    assert_eq!(network.places.len(), shapes.len());
    for Place { parameter, .. } in &network.places {
        let shape: Vec<u64> = parameter.shape.iter().map(|it| *it as u64).collect();
        assert_eq!(shapes[&parameter.name], Value::from(shape), "{}", parameter.name);
    }
}

#[test]
fn the_gradient_is_pytorchs() {
    let mut it = Trained::new();
    it.network.learn(&it.data.train, &it.rows(0), 0);
    for place in &it.network.places {
        compare(&place.read(&it.network.gradient), &it.told["gradients"], &place.parameter.name);
    }
}

#[test]
fn updates_come_to_pytorchs_losses() {
    let mut it = Trained::new();
    let sgd = Sgd { momentum: 0.9, dampening: 0.0, nesterov: false, weight_decay: 0.0 };
    let mut optimizer = Optimizer::new(Rule::Sgd(sgd), it.network.size());
    for (update, expected) in it.told["losses"].as_array().unwrap().clone().iter().enumerate() {
        let loss = it.network.learn(&it.data.train, &it.rows(update), update as u64).loss();
        assert!((loss - expected.as_f64().unwrap()).abs() < 2e-6, "{update}: {loss} {expected}");
        it.network.update(&mut optimizer, it.told["lr"].as_f64().unwrap());
    }
}

#[test]
fn a_text_scores_the_same_whatever_the_batch() {
    let mut it = Trained::new();
    let all: Vec<u32> = (0..12).collect();
    let expected = it.network.score_rows(&it.data.train, &all);
    it.network.batch = 5;
    let got = it.network.score(&it.data.train);
    assert!((got.loss() - expected.loss()).abs() < 1e-9);
    assert!((got.accuracy() - expected.accuracy()).abs() < 1e-12);
}

#[test]
fn first_weights_are_gpt_2s() {
    let data = Trained::new().data;
    let model = Model::Transformer(Transformer { width: 64, feedforward: 256, ..small(10) });
    let network = Network::new(&model, &data, 4, 1).unwrap();
    for place in &network.places {
        let (name, values) = (&place.parameter.name, network.read(place));
        let squares: f64 = values.iter().map(|it| f64::from(*it).powi(2)).sum();
        #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
        let deviation = (squares / values.len() as f64).sqrt();
        let expected = match (place.parameter.role, name.ends_with("c_proj.weight")) {
            (Role::Matrix, true) => 0.01,
            (Role::Matrix, false) => 0.02,
            (Role::Norm, _) if name.ends_with("weight") => 1.0,
            (Role::Norm | Role::Bias | Role::Buffer, _) => 0.0,
        };
        assert!((deviation - expected).abs() <= 0.1 * expected, "{name}: {deviation}");
    }
}

/// The model that the script has trained.
struct Trained {
    told: Value,
    network: Network,
    data: Data,
}

impl Trained {
    /// Before the first update.
    fn new() -> Self {
        let told: Value =
            serde_json::from_str(include_str!("../../../tests/language/training.json")).unwrap();
        let data = data_of(&told);
        let model = Model::Transformer(small(size(&told["model"], "length") as u64));
        let mut network = Network::new(&model, &data, size(&told, "batch"), 0).unwrap();
        for (start, place) in (0_u8..).zip(network.places.clone()) {
            let Parameter { name, shape, role } = &place.parameter;
            let origin = if *role == Role::Norm && name.ends_with("weight") { 1.0 } else { 0.0 };
            let count = shape.iter().product();
            let values = numbers(count, start.into()).into_iter().map(|it| 0.3 * it + origin);
            network.write(&place, &values.collect::<Vec<_>>());
        }
        Self { told, network, data }
    }

    /// The rows of an update.
    fn rows(&self, update: usize) -> Vec<u32> {
        let (batch, all) = (size(&self.told, "batch"), self.data.train.len());
        (0..batch).map(|it| u32::try_from((update * batch + it) % all).unwrap()).collect()
    }
}

fn small(context: u64) -> Transformer {
    Transformer { layers: 2, heads: 2, width: 12, context, feedforward: 20, dropout: 0.0 }
}

fn data_of(told: &Value) -> Data {
    let folder = TempDir::new().unwrap();
    let content = told["text"].as_str().unwrap();
    std::fs::write(folder.path().join("text.txt"), content).unwrap();
    let writing = Writing::File { path: "text.txt".into(), digests: Vec::new() };
    let length = size(&told["model"], "length");
    let validating = told["rows"][1].as_f64().unwrap() * length as f64 + 1.0;
    let validation = validating / content.len() as f64;
    let text = Text { writing, length: length as u64, validation };
    Data::load(&Dataset::Text(text), folder.path()).unwrap()
}

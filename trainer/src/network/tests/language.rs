//! A small model of language against `PyTorch`: `tests/language/training.py` wrote it down.

use search::config::{Text, Transformer, Writing};
use serde_json::Value;
use tempfile::TempDir;

use super::*;
use crate::network::reference::{compare_within, numbers, size};

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
        let (got, expected) = (place.read(&it.network.gradient), &it.told["gradients"]);
        // Sums of 40 positions through two blocks, against double precision.
        compare_within(1e-5, &got, expected, &place.parameter.name);
    }
}

#[test]
fn updates_come_to_pytorchs_losses() {
    let mut it = Trained::new();
    let sgd = Sgd { momentum: 0.9, dampening: 0.0, nesterov: false, weight_decay: 0.0 };
    let mut optimizer = Optimizer::new(Rule::Sgd(sgd), it.network.size());
    for (update, expected) in it.told["losses"].as_array().unwrap().clone().iter().enumerate() {
        let loss = it.network.learn(&it.data.train, &it.rows(update), 0).loss();
        assert!((loss - expected.as_f64().unwrap()).abs() < 2e-6, "{update}: {loss} {expected}");
        it.network.update(&mut optimizer, it.told["lr"].as_f64().unwrap());
    }
}

#[test]
fn a_text_scores_the_same_whatever_the_batch() {
    let mut it = Trained::new();
    let all: Vec<u32> = (0..12).collect();
    let expected = it.network.score_rows(&it.data.train, &all);
    for batch in [1, 3] {
        it.network.batch = batch;
        let got = it.network.score(&it.data.train);
        assert!((got.loss() - expected.loss()).abs() < 1e-9, "{batch}");
        assert!((got.accuracy() - expected.accuracy()).abs() < 1e-12, "{batch}");
    }
}

#[test]
fn with_dropout_the_gradient_is_the_slope_of_the_loss_that_left_the_same_out() {
    const STEP: f32 = 0.002;
    let mut it = Trained::with_dropout(0.3);
    let rows = it.rows(0);
    it.network.learn(&it.data.train, &rows, 7);
    for place in it.network.places.clone() {
        let (weights, slopes) = (it.network.read(&place), place.read(&it.network.gradient));
        let length = slopes.iter().map(|it| it * it).sum::<f32>().sqrt();
        // Along the parameter's own slopes, where the loss changes fastest.
        let mut moved = |by: f32| {
            let moved =
                weights.iter().zip(&slopes).map(|(weight, slope)| weight + by * slope / length);
            it.network.write(&place, &moved.collect::<Vec<_>>());
            it.network.learn(&it.data.train, &rows, 7).loss()
        };
        let slope = (moved(STEP) - moved(-STEP)) / f64::from(2.0 * STEP);
        moved(0.0);
        let difference = (slope - f64::from(length)).abs();
        assert!(
            difference < 0.01 * f64::from(length) + 5e-4,
            "{}: {slope} {length}",
            place.parameter.name
        );
    }
}

#[test]
fn dropout_goes_by_the_update_and_leaves_scores_alone() {
    let (mut with, mut without) = (Trained::with_dropout(0.3), Trained::new());
    let rows = with.rows(0);
    let mut loss = |update| with.network.learn(&with.data.train, &rows, update).loss();
    assert_eq!(loss(1).to_bits(), loss(1).to_bits());
    assert!((loss(1) - loss(2)).abs() > 1e-3);
    let scores = [&mut with, &mut without].map(|it| it.network.score(&it.data.validation).loss());
    assert_eq!(scores[0].to_bits(), scores[1].to_bits());
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
        Self::with_dropout(0.0)
    }

    fn with_dropout(dropout: f64) -> Self {
        let told: Value =
            serde_json::from_str(include_str!("../../../tests/language/training.json")).unwrap();
        let data = data_of(&told);
        let context = size(&told["model"], "length") as u64;
        let model = Model::Transformer(Transformer { dropout, ..small(context) });
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
    let rows = usize::try_from(told["rows"][1].as_u64().unwrap()).unwrap();
    let validating = rows * length + 1;
    #[expect(clippy::cast_precision_loss, reason = "a few characters")]
    let validation = validating as f64 / content.len() as f64;
    let text = Text { writing, length: length as u64, validation };
    Data::load(&Dataset::Text(text), folder.path()).unwrap()
}

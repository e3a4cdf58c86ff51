//! A range test that was run elsewhere: lists that somebody hands in, and all that is read in them.

use serde::{Deserialize, Serialize};

use super::{
    AccuracyReading, Bracket, Suggestions, accuracy, analyze, analyze_accuracy, check, replicates,
};
use crate::document::{Fields, Node, Path, Problem, Problems, Value};

/// A curve: one entry an update in each list.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// The rates.
    pub lr: Vec<f64>,
    /// The raw losses; `None` is one that is no number.
    pub loss: Vec<Option<f64>>,
    /// The accuracies, where there are some.
    pub accuracy: Option<Vec<Option<f64>>>,
    /// The accuracy that guessing comes to, where that is known.
    pub chance: Option<f64>,
}

/// All that is read in a curve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// Single rates, as published tools would name them.
    pub suggestions: Suggestions,
    /// The rate at which the smoothed loss is lowest; above it training begins to fail.
    pub edge: Option<f64>,
    /// Where to search.
    pub bracket: Option<Bracket>,
    /// What the accuracies say; nothing where there are none.
    pub accuracy: Option<AccuracyReading>,
    /// Why something above is missing or to be taken with care.
    pub why: Option<String>,
}

impl Curve {
    /// Reads a map of lists, telling every mistake.
    pub fn read(document: &Node) -> Result<Self, Vec<Problem>> {
        let problems = Problems::default();
        let read = Fields::of(document, Path::root(), &problems)
            .and_then(|fields| Self::from_fields(&fields, &problems));
        problems.settle(read)
    }

    fn from_fields(fields: &Fields<'_>, problems: &Problems) -> Option<Self> {
        let lr = fields.required("lr", rates);
        let loss = fields.required("loss", values);
        let accuracy = fields.optional("accuracy", values);
        let chance = fields.optional("chance", Value::fraction);
        fields.finish();
        if let Some(lr) = &lr {
            let accuracy = accuracy.as_ref().and_then(Option::as_ref);
            for (name, list) in [("loss", loss.as_ref()), ("accuracy", accuracy)] {
                list.inspect(|it| check(problems, lr, it.len(), name));
            }
        }
        if let (Some(None), Some(Some(_))) = (&accuracy, &chance) {
            fields.note::<()>("chance", "means nothing without `accuracy`");
        }
        Some(Self { lr: lr?, loss: loss?, accuracy: accuracy?, chance: chance? })
    }

    /// All that is read in it.
    pub fn findings(&self) -> Result<Findings, Vec<Problem>> {
        let reading = analyze(&self.lr, &self.loss)?;
        let accuracy = match (&self.accuracy, self.chance) {
            (None, _) => None,
            (Some(accuracy), Some(chance)) => Some(analyze_accuracy(&self.lr, accuracy, chance)?),
            (Some(_), None) => Some(accuracy::without_chance()),
        };
        let accuracy_why = accuracy.as_ref().and_then(|it| it.why.as_ref());
        let why = [reading.why, accuracy_why.map(|it| format!("accuracy: {it}"))];
        Ok(Findings {
            suggestions: reading.suggestions,
            edge: reading.edge,
            bracket: reading.bracket,
            accuracy,
            why: replicates::together(why),
        })
    }
}

/// A list of rates; what is no number is no rate, and told as such.
fn rates(value: &Value<'_>) -> Option<Vec<f64>> {
    Some(value.items()?.iter().map(|it| it.node.number().unwrap_or(f64::NAN)).collect())
}

/// A list of numbers. `null` is one that is not finite; where it matters which, JSON has to say it in letters.
fn values(value: &Value<'_>) -> Option<Vec<Option<f64>>> {
    let number = |it: &Value<'_>| match it.node {
        Node::Null => None,
        Node::Text(text) if text == "inf" => Some(f64::INFINITY),
        Node::Text(text) if text == "-inf" => Some(f64::NEG_INFINITY),
        Node::Text(text) if text == "nan" => None,
        node => match node.number() {
            Some(number) => Some(number).filter(|it| !it.is_nan()),
            None => it.note(format!("expected a number or null, found {}", node.kind())),
        },
    };
    Some(value.items()?.iter().map(number).collect())
}

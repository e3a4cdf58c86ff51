//! The answer of a range test, as it is shown to people.

use std::collections::BTreeMap;

use search::range_test::Findings;
use serde::Deserialize;

/// The answer of a range test.
#[derive(Debug, Deserialize)]
pub(crate) struct RangeTest {
    pub(crate) curves: Vec<Curve>,
    /// What is to be relied on.
    #[serde(flatten)]
    pub(crate) reading: LossReading,
    /// What each loss says.
    #[serde(default)]
    pub(crate) losses: BTreeMap<String, LossReading>,
    /// What each accuracy says.
    #[serde(default)]
    pub(crate) accuracies: BTreeMap<String, AccuracyReading>,
    /// Where they do not agree.
    #[serde(default)]
    pub(crate) disagreement: Option<String>,
}

/// What a loss says.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct LossReading {
    #[serde(default)]
    pub(crate) suggestions: BTreeMap<String, Option<f64>>,
    pub(crate) edge: Option<f64>,
    pub(crate) bracket: Option<Bracket>,
    #[serde(default)]
    pub(crate) edge_spread: Option<Bracket>,
    /// Why something is missing or to be taken with care.
    pub(crate) why: Option<String>,
}

/// What an accuracy says.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct AccuracyReading {
    pub(crate) base_lr: Option<f64>,
    pub(crate) max_lr: Option<f64>,
    pub(crate) reason: Option<search::range_test::Reason>,
    #[serde(default)]
    pub(crate) max_spread: Option<Bracket>,
    pub(crate) why: Option<String>,
}

/// One trial's curve.
#[derive(Debug, Deserialize)]
pub(crate) struct Curve {
    pub(crate) points: Points,
}

/// A column for each thing measured; `null` where it was not measured, or not finite.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Points {
    pub(crate) lr: Vec<Option<f64>>,
    pub(crate) train_loss: Vec<Option<f64>>,
    pub(crate) val_loss: Vec<Option<f64>>,
}

/// Two rates, such as those worth searching between.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Bracket {
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
}

impl Bracket {
    /// Both ends, where there are both.
    pub(crate) fn ends(self) -> Option<(f64, f64)> {
        Some((self.low?, self.high?))
    }
}

impl RangeTest {
    /// What was read in a curve of nobody's sweep.
    pub(crate) fn of(curve: &search::range_test::Curve, findings: Findings) -> Self {
        let suggestions = findings.suggestions;
        let named = [
            ("valley", suggestions.valley),
            ("slide", suggestions.slide),
            ("minimum", suggestions.minimum),
            ("steep", suggestions.steep),
            ("steepest", suggestions.steepest),
        ];
        let bracket =
            |it: search::range_test::Bracket| Bracket { low: Some(it.low), high: Some(it.high) };
        let reading = LossReading {
            suggestions: named.map(|(name, rate)| (name.to_owned(), rate)).into(),
            edge: findings.edge,
            bracket: findings.bracket.map(bracket),
            edge_spread: None,
            why: findings.why,
        };
        let accuracy = findings.accuracy.map(|it| AccuracyReading {
            base_lr: it.base_lr,
            max_lr: it.max_lr,
            reason: it.reason,
            max_spread: None,
            // The reading tells it already.
            why: None,
        });
        let lr = curve.lr.iter().copied().map(Some).collect();
        let points = Points { lr, train_loss: curve.loss.clone(), val_loss: Vec::new() };
        Self {
            curves: vec![Curve { points }],
            losses: [("loss".to_owned(), reading.clone())].into(),
            accuracies: accuracy.map(|it| ("accuracy".to_owned(), it)).into_iter().collect(),
            reading,
            disagreement: None,
        }
    }
}

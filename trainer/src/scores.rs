//! Which numbers a run measures: other ones for classes than for real numbers.

use crate::{Data, data::Targets, network::Score};

/// What a run measures where rows have classes, or a symbol after each of theirs.
pub(crate) const CLASSIFICATION: [&str; 4] =
    ["train_loss", "train_accuracy", "val_loss", "val_accuracy"];

/// What it measures where rows have numbers to be told.
const REGRESSION: [&str; 4] = ["train_loss", "val_loss", "val_rmse", "val_r2"];

/// What a run on `data` measures. The loss of the training comes first.
pub(crate) fn names(data: &Data) -> [&'static str; 4] {
    match data.validation.targets() {
        Targets::Classes { .. } | Targets::Following(_) => CLASSIFICATION,
        Targets::Numbers(_) => REGRESSION,
    }
}

/// The measures, in the order of their names. The error `val_rmse` is in the numbers' own units;
/// `val_r2` compares the loss with that of always telling the mean, over all targets together.
pub(crate) fn values(data: &Data, train: &Score, validation: &Score) -> [f64; 4] {
    match data.validation.targets() {
        Targets::Classes { .. } | Targets::Following(_) => {
            [train.loss(), train.accuracy(), validation.loss(), validation.accuracy()]
        }
        Targets::Numbers(numbers) => {
            let loss = validation.loss();
            let explained = 1.0 - loss / numbers.variance();
            [train.loss(), loss, validation.root_mean_square(), explained]
        }
    }
}

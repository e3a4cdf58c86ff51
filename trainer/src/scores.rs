//! Which numbers a run measures: other ones for classes than for real numbers.

pub(crate) use search::config::CLASSIFICATION;
use search::config::REGRESSION;

use crate::{Data, data::Targets, network::Score};

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

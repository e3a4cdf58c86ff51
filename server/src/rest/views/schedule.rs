//! Schedules.

use search::preview::Shown;
use serde::Serialize;
use utoipa::ToSchema;

/// A schedule, entry by entry: all lists are equally long.
#[derive(Serialize, ToSchema)]
pub(in crate::rest) struct ScheduleView {
    /// The rate; of an epoch, that of its first update. `null` where it has left the finite numbers.
    #[schema(value_type = Vec<Option<f64>>, example = json!([0.0, 0.05, 0.1, 0.085, 0.05, 0.015]))]
    lr: Vec<f64>,
    /// The momentum, where it moves.
    #[serde(skip_serializing_if = "Option::is_none")]
    momentum: Option<Vec<f64>>,
    /// How many samples an update sees, where the data are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    batch_size: Option<Vec<u64>>,
    /// How many updates an entry has.
    #[schema(example = json!([1, 1, 1, 1, 1, 1]))]
    updates: Vec<u64>,
    /// lr / (1 - momentum) · (`dataset_size` / `batch_size` - 1), where the data are known: the scale of the noise.
    #[schema(value_type = Option<Vec<Option<f64>>>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    noise_scale: Option<Vec<f64>>,
}

impl ScheduleView {
    pub(in crate::rest) fn of(shown: Shown) -> Self {
        let Shown { lr, momentum, updates, batch_size, noise_scale, .. } = shown;
        Self { lr, momentum, batch_size, updates, noise_scale }
    }
}

//! A heat map, column by column.

use search::document::Node;
use serde::Serialize;
use utoipa::ToSchema;

use super::sweep::Metric;
use crate::coordinator::HeatMap;

/// How a sweep has done over its rates and a second parameter.
#[derive(Serialize, ToSchema)]
#[schema(as = HeatMap)]
pub(in crate::rest) struct HeatMapView {
    /// Whose.
    sweep: String,
    metric: Metric,
    /// The parameters that vary besides the rate.
    others: Vec<String>,
    /// Which of them the rows are; `null` where only the rate varies.
    by: Option<String>,
    /// The rates, ascending; the middles of stretches where there are many.
    columns: Vec<f64>,
    /// The values of the second parameter.
    #[schema(value_type = Vec<Object>)]
    rows: Vec<Node>,
    cells: Cells,
}

/// The cells in which a trial is over: an entry a cell in each list.
#[derive(Serialize, ToSchema)]
#[schema(as = HeatCells)]
struct Cells {
    /// Their places among the columns.
    column: Vec<usize>,
    /// Their places among the rows.
    row: Vec<usize>,
    /// The means over the configurations of which a trial has trained; `null` where all diverged.
    mean: Vec<Option<f64>>,
    /// How many trials were trained to their end.
    trials: Vec<u64>,
    /// How many of those diverged.
    diverged: Vec<u64>,
    /// Whether it is the best of its row, among those in which none diverged.
    best: Vec<bool>,
}

impl HeatMapView {
    pub(in crate::rest) fn of(sweep: String, map: HeatMap) -> Self {
        let cells = || map.cells.iter();
        Self {
            sweep,
            metric: Metric::of(&map.metric),
            cells: Cells {
                column: cells().map(|it| it.column).collect(),
                row: cells().map(|it| it.row).collect(),
                mean: cells().map(|it| it.mean).collect(),
                trials: cells().map(|it| it.trials).collect(),
                diverged: cells().map(|it| it.diverged).collect(),
                best: cells().map(|it| it.is_best).collect(),
            },
            others: map.others,
            by: map.by,
            columns: map.columns,
            rows: map.rows,
        }
    }
}

//! How a sweep has done over its rates and one other parameter: every configuration counts, in cells that a picture can
//! show.

mod places;

use std::collections::BTreeMap;

use search::{
    document::Node,
    metric::{Goal, Metric},
};

use self::places::{Rows, nearest, places};
use super::Coordinator;
use crate::{error::Error, store::Tried};

/// More columns or rows than this are gathered into fewer.
const COLUMNS_MAX: usize = 40;
const ROWS_MAX: usize = 24;

/// A rate a column, a value of the other parameter a row.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatMap {
    /// What decides.
    pub metric: Metric,
    /// The parameters that vary besides the rate.
    pub others: Vec<String>,
    /// Which of them the rows are; nothing where only the rate varies.
    pub by: Option<String>,
    /// The rates, ascending; the middles of stretches where there are many.
    pub columns: Vec<f64>,
    /// The values, numbers ascending; the middles of stretches where there are many.
    pub rows: Vec<Node>,
    /// Those in which a trial is over, row by row.
    pub cells: Vec<HeatCell>,
}

/// What the configurations of one cell came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeatCell {
    /// Its place among the columns.
    pub column: usize,
    /// Its place among the rows.
    pub row: usize,
    /// The mean over the configurations of which a trial has trained; nothing where none has.
    pub mean: Option<f64>,
    /// How many trials were trained to their end.
    pub trials: u64,
    /// How many of them diverged.
    pub diverged: u64,
    /// Whether it is the best of its row, among those in which none diverged.
    pub is_best: bool,
}

impl Coordinator {
    /// The heat map of a sweep over its rates and the parameter `by`, or the first that seems worth it.
    pub async fn heat_map(&self, id: &str, by: Option<&str>) -> Result<HeatMap, Error> {
        let sweep = self.sweep(id).await?;
        let rules = self.rules_of(&sweep)?;
        let names = rules.values(0).into_iter().map(|it| it.0);
        let others: Vec<String> = names.filter(|it| !is_rate(it)).collect();
        let usual = || others.iter().find(|it| it.ends_with("batch_size")).or(others.first());
        let by = match by {
            None => usual().cloned(),
            Some(by) if others.iter().any(|it| it == by) => Some(by.to_owned()),
            Some(by) => return Err(Error::invalid("by", no_such(by, &others))),
        };
        let metric = rules.metric.clone();
        let Some(by) = by else {
            let (columns, rows, cells) = (Vec::new(), Vec::new(), Vec::new());
            return Ok(HeatMap { metric, others, by: None, columns, rows, cells });
        };
        let tried = self.tried(&sweep).await?;
        let value = |it: &Tried| {
            let mut values = rules.values(it.configuration).into_iter();
            values.find(|it| it.0 == by).map_or(Node::Null, |it| it.1)
        };
        let tried: Vec<(&Tried, Node)> =
            tried.iter().filter(|it| it.replicates > 0).map(|it| (it, value(it))).collect();
        let (columns, rows, cells) = gathered(&tried, metric.goal);
        Ok(HeatMap { metric, others, by: Some(by), columns, rows, cells })
    }
}

fn is_rate(name: &str) -> bool {
    name == "lr" || name == "optimizer.lr"
}

fn no_such(by: &str, others: &[String]) -> String {
    if others.is_empty() {
        return format!("{by:?} does not vary in this sweep; only its rate does");
    }
    format!("{by:?} does not vary in this sweep; choose {}", others.join(", "))
}

fn gathered(tried: &[(&Tried, Node)], goal: Goal) -> (Vec<f64>, Vec<Node>, Vec<HeatCell>) {
    let columns = places(tried.iter().filter_map(|it| it.0.lr).collect(), COLUMNS_MAX);
    let numbers: Vec<f64> = tried.iter().filter_map(|it| it.1.number()).collect();
    let rows = if numbers.len() == tried.len() {
        Rows::Numbers(places(numbers, ROWS_MAX))
    } else {
        Rows::of(tried.iter().map(|it| &it.1), ROWS_MAX)
    };
    // By row and column; sums of results beside how many they are of.
    let mut cells: BTreeMap<(usize, usize), (HeatCell, f64, u64)> = BTreeMap::new();
    for (it, value) in tried {
        let (Some(column), Some(row)) = (it.lr.map(|lr| nearest(&columns, lr)), rows.place(value))
        else {
            continue;
        };
        let (cell, sum, finite) = cells.entry((row, column)).or_default();
        (cell.row, cell.column) = (row, column);
        cell.trials += it.replicates;
        cell.diverged += it.diverged;
        let trained = it.replicates.saturating_sub(it.diverged);
        if let Some(mean) = it.trained_mean {
            #[expect(clippy::cast_precision_loss, reason = "a few trials")]
            let weight = trained as f64;
            *sum += mean * weight;
            *finite += trained;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "no more than there are trials")]
    let mean =
        |(cell, sum, finite)| HeatCell { mean: (finite > 0).then(|| sum / finite as f64), ..cell };
    let mut cells: Vec<HeatCell> = cells.into_values().map(mean).collect();
    mark_best(&mut cells, goal);
    (columns, rows.into_nodes(), cells)
}

fn mark_best(cells: &mut [HeatCell], goal: Goal) {
    let sign = if goal == Goal::Minimize { 1.0 } else { -1.0 };
    let mut best: BTreeMap<usize, (f64, usize)> = BTreeMap::new();
    for (at, cell) in cells.iter().enumerate() {
        let Some(mean) = cell.mean.filter(|_| cell.diverged == 0) else { continue };
        let mean = mean * sign;
        let known = best.entry(cell.row).or_insert((mean, at));
        if mean < known.0 {
            *known = (mean, at);
        }
    }
    for (_, at) in best.into_values() {
        cells[at].is_best = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(lr: f64, mean: Option<f64>, diverged: u64) -> Tried {
        let replicates = 2;
        Tried { lr: Some(lr), trained_mean: mean, replicates, diverged, ..Tried::default() }
    }

    fn refs(all: &[(Tried, Node)]) -> Vec<(&Tried, Node)> {
        all.iter().map(|(it, value)| (it, value.clone())).collect()
    }

    #[test]
    fn each_pair_of_few_values_is_a_cell_and_the_best_of_a_row_has_no_diverged_trial() {
        let batch = |it| Node::Integer(it);
        let all = [
            (tried(0.1, Some(1.0), 0), batch(64)),
            (tried(1.0, Some(0.5), 1), batch(64)),
            (tried(0.1, Some(2.0), 0), batch(32)),
            (tried(1.0, None, 2), batch(32)),
        ];
        let (columns, rows, cells) = gathered(&refs(&all), Goal::Minimize);
        assert_eq!((columns, rows), (vec![0.1, 1.0], vec![batch(32), batch(64)]));
        let told: Vec<_> = cells.iter().map(|it| (it.row, it.mean, it.is_best)).collect();
        let row = |row, mean, is_best| (row, mean, is_best);
        assert_eq!(
            told,
            [
                row(0, Some(2.0), true),
                row(0, None, false),
                row(1, Some(1.0), true),
                row(1, Some(0.5), false)
            ]
        );
    }

    #[test]
    fn many_values_are_gathered_and_no_trial_is_lost() {
        let point = |at: u32| {
            let (across, up) = (f64::from(at) / 5_000.0, (f64::from(at) * 0.618_034).fract());
            let lr = 10_f64.powf(-4.0 + 4.0 * across);
            (tried(lr, Some(across), 0), Node::Number(10_f64.powf(-6.0 + 4.0 * up)))
        };
        let all: Vec<_> = (0..5_000).map(point).collect();
        let (columns, rows, cells) = gathered(&refs(&all), Goal::Maximize);
        assert_eq!((columns.len(), rows.len()), (16, 16));
        assert_eq!(cells.iter().map(|it| it.trials).sum::<u64>(), 10_000);
        // By ratios: each row has about as many as another.
        let of = |row| cells.iter().filter(|it| it.row == row).map(|it| it.trials).sum::<u64>();
        assert!(
            (0..16).all(|row| (500..750).contains(&of(row))),
            "{:?}",
            (0..16).map(of).collect::<Vec<_>>()
        );
        assert!(
            cells.iter().filter(|it| it.is_best).all(|it| it.column == 15),
            "the highest rate is best"
        );
    }

    #[test]
    fn words_stand_in_the_order_in_which_they_come() {
        let word = |it: &str| Node::Text(it.into());
        let all =
            [(tried(0.1, Some(1.0), 0), word("sgd")), (tried(0.1, Some(2.0), 0), word("adam"))];
        assert_eq!(gathered(&refs(&all), Goal::Minimize).1, [word("sgd"), word("adam")]);
    }
}

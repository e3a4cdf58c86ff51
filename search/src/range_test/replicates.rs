//! One reading from several seeds of the same range test.

use serde::{Deserialize, Serialize};

use super::{Bracket, Reading, analyze, check, read};
use crate::document::Problem;

/// What several seeds of one range test say together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Combined {
    /// What the median curve says.
    pub reading: Reading,
    /// The median curve: raw, one loss an update.
    pub loss: Vec<Option<f64>>,
    /// Each seed's own edge.
    pub edges: Vec<Option<f64>>,
    /// The lowest and highest of them; nothing with fewer than two.
    pub edge_spread: Option<Bracket>,
}

/// Reads the seeds' curves as one. At each update the median loss counts, so that one unlucky seed does
/// not decide; a seed that has blown up, or whose curve has ended, counts as the highest. Curves
/// may be shorter than `lr`, as those of runs that ended early are.
pub fn combine(lr: &[f64], seeds: &[Vec<Option<f64>>]) -> Result<Combined, Vec<Problem>> {
    let longest = seeds.iter().map(Vec::len).max().unwrap_or_default();
    check(lr, longest.max(lr.len()), "loss").settle(Some(()))?;
    let at = |seed: &Vec<Option<f64>>, update: usize| seed.get(update).copied().flatten();
    let loss: Vec<Option<f64>> = (0..lr.len())
        .map(|update| median(seeds.iter().map(|seed| at(seed, update)).collect()))
        .collect();
    let edges: Vec<Option<f64>> = seeds
        .iter()
        .map(|seed| {
            let seed: Vec<f64> =
                (0..lr.len()).map(|update| at(seed, update).unwrap_or(f64::NAN)).collect();
            read(lr, &seed).edge
        })
        .collect();
    let reading = analyze(lr, &loss)?;
    let edge_spread = spread(&edges);
    Ok(Combined { reading, loss, edges, edge_spread })
}

/// The middle one; `None` is higher than any number.
fn median(values: Vec<Option<f64>>) -> Option<f64> {
    let mut values: Vec<f64> = values
        .into_iter()
        .map(|it| it.filter(|it| !it.is_nan()).unwrap_or(f64::INFINITY))
        .collect();
    values.sort_by(f64::total_cmp);
    let upper = values.get(values.len() / 2)?;
    let lower = values.get(values.len().saturating_sub(1) / 2)?;
    Some(lower + (upper - lower) / 2.0).filter(|it| it.is_finite())
}

fn spread(edges: &[Option<f64>]) -> Option<Bracket> {
    let known: Vec<f64> = edges.iter().flatten().copied().collect();
    let low = known.iter().copied().reduce(f64::min)?;
    let high = known.iter().copied().reduce(f64::max)?;
    (known.len() > 1).then_some(Bracket { low, high })
}

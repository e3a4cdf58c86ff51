//! One reading from several seeds of the same range test.

use serde::{Deserialize, Serialize};

use super::{AccuracyReading, Bracket, Reading, accuracy, analyze, analyze_accuracy, check, read};
use crate::document::{Problem, Problems};

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

/// What the accuracies of several seeds say together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CombinedAccuracy {
    /// What the median curve says.
    pub reading: AccuracyReading,
    /// The lowest and highest rate at which the seeds' accuracies stop rising; nothing with fewer than two.
    pub max_spread: Option<Bracket>,
    /// What guessing comes to, where that is known.
    pub chance: Option<f64>,
}

/// Reads the seeds' curves as one. At each update the median loss counts, so that one unlucky seed does
/// not decide; a seed that has blown up, or whose curve has ended, counts as the highest. Curves
/// may be shorter than `lr`, as those of runs that ended early are.
pub fn combine(lr: &[f64], seeds: &[Vec<Option<f64>>]) -> Result<Combined, Vec<Problem>> {
    let longest = seeds.iter().map(Vec::len).max().unwrap_or_default();
    let problems = Problems::default();
    check(&problems, lr, longest.max(lr.len()), "loss");
    problems.settle(Some(()))?;
    let at = |seed: &Vec<Option<f64>>, update: usize| seed.get(update).copied().flatten();
    let loss: Vec<Option<f64>> = (0..lr.len())
        .map(|update| median(seeds.iter().map(|seed| at(seed, update)), f64::INFINITY))
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

/// As [`combine`], of accuracies: a seed that has blown up guesses at best.
pub fn combine_accuracies(
    lr: &[f64],
    seeds: &[Vec<Option<f64>>],
    chance: Option<f64>,
) -> Result<CombinedAccuracy, Vec<Problem>> {
    let Some(level) = chance else {
        let reading = accuracy::without_chance();
        return Ok(CombinedAccuracy { reading, ..CombinedAccuracy::default() });
    };
    let at = |seed: &Vec<Option<f64>>, update: usize| seed.get(update).copied().flatten();
    let curve = |seeds: &[Vec<Option<f64>>]| -> Vec<Option<f64>> {
        let middle = |update| median(seeds.iter().map(|seed| at(seed, update)), 0.0);
        (0..lr.len()).map(middle).collect()
    };
    let reading = analyze_accuracy(lr, &curve(seeds), level)?;
    let each =
        seeds.iter().map(|seed| analyze_accuracy(lr, &curve(std::slice::from_ref(seed)), level));
    let each: Vec<Option<f64>> =
        each.map(|it| Ok(it?.max_lr)).collect::<Result<_, Vec<Problem>>>()?;
    Ok(CombinedAccuracy { reading, max_spread: spread(&each), chance })
}

/// The middle one, where what is `None` counts as `missing`; nothing where that is not finite.
fn median(values: impl Iterator<Item = Option<f64>>, missing: f64) -> Option<f64> {
    let mut values: Vec<f64> =
        values.map(|it| it.filter(|it| !it.is_nan()).unwrap_or(missing)).collect();
    values.sort_by(f64::total_cmp);
    let upper = values.get(values.len() / 2)?;
    let lower = values.get(values.len().saturating_sub(1) / 2)?;
    Some(lower + (upper - lower) / 2.0).filter(|it| it.is_finite())
}

/// What of several reasons there is, in one text.
pub(super) fn together<const N: usize>(reasons: [Option<String>; N]) -> Option<String> {
    let told: Vec<String> = reasons.into_iter().flatten().collect();
    (!told.is_empty()).then(|| told.join("; "))
}

fn spread(edges: &[Option<f64>]) -> Option<Bracket> {
    let known: Vec<f64> = edges.iter().flatten().copied().collect();
    let low = known.iter().copied().reduce(f64::min)?;
    let high = known.iter().copied().reduce(f64::max)?;
    (known.len() > 1).then_some(Bracket { low, high })
}

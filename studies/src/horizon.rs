//! How the best constant rate falls as runs get longer.
//!
//! A short run needs a high rate to get anywhere at all, a long one can afford a low rate that settles
//! closer to the bottom. So a rate that was found on short runs is too high for long ones.

use figure::{Axis, Figure, Line, Panel};

use crate::{
    Error, Outcome, Record, Records, Report, Table,
    statistics::{Estimate, float},
};

pub(crate) const QUESTION: &str = "How far does the best constant rate fall as runs get longer?";

pub(crate) const SWEEPS: [&str; 2] =
    [include_str!("../sweeps/horizon-sgd.yaml"), include_str!("../sweeps/horizon-adam.yaml")];

const OPTIMIZERS: [(&str, &str); 2] = [("SGD", "horizon-sgd"), ("Adam", "horizon-adam")];

/// The lengths of the runs, in updates.
const LENGTHS: [u64; 4] = [125, 250, 500, 1_250];

/// The best rate of the longest run lies at least so many times below that of the shortest.
const FALL_MIN: f64 = 2.0;

const METRIC: &str = "val_loss";

pub(crate) fn judge(records: &Records) -> Result<Report, Error> {
    let mut outcomes = Vec::new();
    let head = ["optimizer", "updates", "best rate", "± in a factor", "lowest loss"];
    let mut table = Table::new("The best constant rate: geometric means over the seeds", &head);
    let mut panels = Vec::new();
    for (optimizer, sweep) in OPTIMIZERS {
        let record = records.sweep(sweep)?;
        let mut best = Vec::new();
        for updates in LENGTHS {
            let found = best_rates(record, updates)?;
            let rates = Estimate::of(&found.iter().map(|it| it.0.ln()).collect::<Vec<_>>());
            let lowest = Estimate::of(&found.iter().map(|it| it.1).collect::<Vec<_>>());
            table.rows.push(vec![
                optimizer.to_owned(),
                updates.to_string(),
                format!("{:.2e}", rates.mean.exp()),
                rates.error.map_or_else(String::new, |it| format!("{:.2}", it.exp())),
                lowest.to_string(),
            ]);
            best.push(found.into_iter().map(|it| it.0.ln()).collect::<Vec<_>>());
        }
        let fall = Estimate::of_difference(&best[0], &best[LENGTHS.len() - 1]);
        let range = fall.error.map_or_else(String::new, |it| {
            format!(
                " (one standard error: {:.1} to {:.1})",
                (fall.mean - it).exp(),
                (fall.mean + it).exp()
            )
        });
        outcomes.push(Outcome::new(
            format!("{optimizer}: the best rate falls by {FALL_MIN} times or more from 125 to 1,250 updates"),
            format!("{:.1} times{range}", fall.mean.exp()),
            fall.mean.exp() >= FALL_MIN,
        ));
        panels.push(panel(optimizer, record)?);
    }
    let figures = vec![Figure {
        title: "Longer runs want lower rates".to_owned(),
        panels,
        ..Figure::default()
    }];
    let tables = vec![table];
    let notes = Vec::new();
    Ok(Report { study: "horizon", question: QUESTION, outcomes, tables, notes, figures })
}

/// The best rate of each seed after so many updates, and the loss there.
fn best_rates(record: &Record, updates: u64) -> Result<Vec<(f64, f64)>, Error> {
    let rates = record.rates();
    let best = |seed: u64| {
        let losses = losses(record, &rates, seed, updates)?;
        lowest(&rates, &losses).ok_or_else(|| {
            Error::untold(&record.sweep, format!("seed {seed} has no finite {METRIC} at {updates}"))
        })
    };
    record.seeds().into_iter().map(best).collect()
}

/// What a seed lost at each rate after so many updates; infinity where it had blown up.
fn losses(record: &Record, rates: &[f64], seed: u64, updates: u64) -> Result<Vec<f64>, Error> {
    let loss = |rate: &f64| {
        let trial = record.with("lr", *rate).seeded(seed)?;
        Ok(trial.after(METRIC, updates).unwrap_or(f64::INFINITY))
    };
    rates.iter().map(loss).collect()
}

/// Where a parabola through the lowest loss and its neighbours is lowest, over the logarithm of evenly
/// spaced rates. At the end of what was tried, and beside a run that blew up, the lowest loss itself.
fn lowest(rates: &[f64], losses: &[f64]) -> Option<(f64, f64)> {
    let at = (0..losses.len()).min_by(|a, b| losses[*a].total_cmp(&losses[*b]))?;
    if !losses[at].is_finite() {
        return None;
    }
    let around = at.checked_sub(1).and_then(|below| losses.get(below..at + 2));
    let Some(&[below, here, above]) = around.filter(|it| it.iter().all(|it| it.is_finite())) else {
        return Some((rates[at], losses[at]));
    };
    let bend = below - 2.0 * here + above;
    // Of equal losses the first one is the lowest, so the bend is above 0 unless all three are equal.
    let shift = if bend > 0.0 { 0.5 * (below - above) / bend } else { 0.0 };
    let step = (rates[at + 1] / rates[at]).ln();
    Some((rates[at] * (shift * step).exp(), here - 0.25 * (below - above) * shift))
}

fn panel(optimizer: &str, record: &Record) -> Result<Panel, Error> {
    let rates = record.rates();
    let mut lines = Vec::new();
    for updates in LENGTHS {
        let mut sums = vec![0.0; rates.len()];
        let seeds = record.seeds();
        for seed in &seeds {
            let losses = losses(record, &rates, *seed, updates)?;
            sums.iter_mut().zip(losses).for_each(|(sum, loss)| *sum += loss / float(seeds.len()));
        }
        let points = rates.iter().zip(sums).map(|(rate, it)| (*rate, it.is_finite().then_some(it)));
        let (name, points) = (format!("{updates} updates"), points.collect());
        lines.push(Line { name, points, band: Vec::new() });
    }
    let (x, y) = (Axis::log(format!("learning rate, {optimizer}")), Axis::log("validation loss"));
    Ok(Panel { x, y, lines, ..Panel::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_loss_lies_between_rates_where_a_parabola_puts_it() {
        // (ln rate - ln 0.1 · 10^0.25)² sampled at whole powers of ten.
        let rates = [0.01, 0.1, 1.0, 10.0];
        let losses = [-1.25_f64, -0.25, 0.75, 1.75].map(|it| it * it);
        let (rate, loss) = lowest(&rates, &losses).unwrap();
        assert!((rate / (0.1 * 10_f64.powf(0.25)) - 1.0).abs() < 1e-9, "{rate}");
        assert!(loss.abs() < 1e-9, "{loss}");
    }

    #[test]
    fn at_an_end_and_beside_a_blow_up_the_rate_itself_is_best() {
        assert_eq!(lowest(&[0.1, 1.0], &[1.0, 2.0]), Some((0.1, 1.0)));
        assert_eq!(lowest(&[0.1, 1.0, 10.0], &[3.0, 2.0, f64::INFINITY]), Some((1.0, 2.0)));
        assert_eq!(lowest(&[0.1, 1.0], &[f64::INFINITY; 2]), None);
    }
}

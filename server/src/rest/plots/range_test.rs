//! A range test: the loss over the rising rate, each seed, and the rates that readings name.

use figure::{Axis, Figure, Guide, Kind, Line, Panel, Stretch};
use search::range_test::{Combined, Readings, Suggestions, smooth};

use super::{heights, words};
use crate::coordinator::{RangeCurve, RangeTest};

/// So many seeds are drawn; more cannot be told apart.
const SEEDS_MAX: usize = 6;
/// The weight of what came before in the smoothed loss: fastai's.
const BETA: f64 = 0.98;
/// A loss so far above where the test begins has blown up.
const BLOWN: f64 = 1.5;

pub(super) fn figure(name: &str, test: &RangeTest) -> Figure {
    let title = format!("{name}: range test");
    let configuration = test.readings.first().map(|it| it.configuration);
    let readings = test.readings.first().map_or(&test.together, |it| &it.readings);
    let seeds: Vec<&RangeCurve> = test
        .curves
        .iter()
        .filter(|it| Some(it.configuration) == configuration)
        .take(SEEDS_MAX)
        .collect();
    let first = readings.losses.first();
    let metric = first.map_or("train_loss", |it| it.0.as_str());
    let lines: Vec<Line> = seeds.iter().filter_map(|it| line(it, metric)).collect();
    let mut panel = Panel {
        x: Axis::log("learning rate"),
        y: upward(metric, &lines),
        guides: guides(&readings.reading.suggestions),
        stretches: stretches(readings, &lines),
        ..Panel::default()
    };
    if lines.is_empty() {
        panel.empty = "no trial has reported yet".into();
    }
    panel.lines = lines;
    let said = said(readings, first.map(|it| &it.1));
    let note = match test.readings.len() {
        0 | 1 => said,
        many => format!("{said} · the first of {many} configurations"),
    };
    Figure { title, note, panels: vec![panel] }
}

/// The smoothed loss of one seed.
fn line(curve: &RangeCurve, metric: &str) -> Option<Line> {
    let (rates, losses) = (curve.points.get("lr")?, curve.points.get(metric)?);
    let smoothed = smooth(losses, BETA);
    let points = rates.iter().zip(smoothed).filter_map(|(lr, loss)| Some(((*lr)?, loss)));
    Some(Line { name: format!("seed {}", curve.seed), points: points.collect(), ..Line::default() })
}

fn upward(metric: &str, lines: &[Line]) -> Axis {
    let axis = Axis::linear(metric);
    let values = lines.iter().flat_map(|it| it.points.iter().filter_map(|it| it.1));
    let begins = lines.iter().filter_map(|it| it.points.iter().find_map(|it| it.1));
    let Some((low, high)) = heights::extent(values) else { return axis };
    let begin = heights::extent(begins).map_or(high, |it| it.1);
    let top = high.min(begin + (begin - low).abs().max(f64::MIN_POSITIVE) * (BLOWN - 1.0));
    let (low, high) = heights::padded((low, top.max(low)), false);
    axis.between(low, high)
}

fn guides(suggestions: &Suggestions) -> Vec<Guide> {
    let named = [
        ("valley", suggestions.valley),
        ("slide", suggestions.slide),
        ("min ÷ 10", suggestions.minimum),
        ("steepest", suggestions.steepest),
    ];
    let guide = |(name, lr): (&str, Option<f64>)| {
        let x = lr?;
        Some(Guide { x, label: format!("{name} {}", words::rate(x)) })
    };
    named.into_iter().filter_map(guide).collect()
}

fn stretches(readings: &Readings, lines: &[Line]) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let reading = &readings.reading;
    if let Some(it) = reading.bracket {
        let name = "where to search".to_owned();
        stretches.push(Stretch { name, from: it.low, to: it.high, kind: Kind::Good });
    }
    let last = lines.iter().flat_map(|it| it.points.iter().map(|it| it.0)).fold(0.0, f64::max);
    if let Some(from) = reading.edge.filter(|it| *it < last) {
        let name = "beyond the edge".to_owned();
        stretches.push(Stretch { name, from, to: last, kind: Kind::Beyond });
    }
    stretches
}

fn said(readings: &Readings, first: Option<&Combined>) -> String {
    let reading = &readings.reading;
    let Some(bracket) = reading.bracket else { return reading.why.clone().unwrap_or_default() };
    let seeds = first.map_or(1, |it| it.edges.len());
    let (low, high) = (words::rate(bracket.low), words::rate(bracket.high));
    format!("search between {low} and {high} · {}", words::counted(seeds, "seed"))
}

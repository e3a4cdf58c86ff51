//! Loss against rate: a dot a configuration, a line through those that vary in nothing else, and what the answer says of
//! them. What diverged is pinned to the edge and has no say in the scale.

use std::collections::BTreeMap;

use figure::{Axis, Figure, Guide, Kind, Line, Marks, Panel, Pins, Span, Stretch};
use search::{document::Node, metric::Goal};

use super::{heights, words};
use crate::coordinator::{Answer, Landscape, Shown};

/// More dots than this say no more.
pub(super) const CONFIGURATIONS_MAX: usize = 2_000;
/// More families than this cannot be told apart by colour.
const FAMILIES_MAX: usize = 6;
/// A line through fewer dots says nothing.
const JOINED_MIN: usize = 5;

/// A configuration that has trained.
struct Dot<'a> {
    shown: &'a Shown,
    lr: f64,
    mean: f64,
}

pub(super) fn figure(name: &str, all: &Landscape, answer: &Answer) -> Figure {
    let metric = &all.metric.name;
    let trained = |it: &'_ &Shown| it.tried.diverged == 0 && it.tried.mean.is_some();
    let dot = |shown| dot(shown);
    let dots: Vec<Dot<'_>> = all.shown.iter().filter(trained).filter_map(dot).collect();
    let rates = all.shown.iter().filter_map(|it| it.tried.lr);
    let x = match heights::extent(rates) {
        Some(reach) => {
            let (low, high) = heights::padded(reach, true);
            Axis::log("learning rate").between(low, high)
        }
        None => Axis::log("learning rate"),
    };
    let families = families(&dots);
    let mut panel = Panel {
        x,
        y: upward(metric, &dots),
        stretches: stretches(all, answer),
        pins: vec![diverged(all)],
        empty: if all.shown.is_empty() { "no trial is over yet".into() } else { String::new() },
        ..Panel::default()
    };
    if let Some(lr) = answer.best.as_ref().and_then(|it| it.candidate.lr) {
        panel.guides.push(Guide { x: lr, label: format!("best {}", words::rate(lr)) });
    }
    for (name, dots) in families {
        add(&mut panel, &name, &dots);
    }
    let title = format!("{name}: {metric} against learning rate");
    Figure { title, note: note(answer), panels: vec![panel] }
}

fn dot(shown: &Shown) -> Option<Dot<'_>> {
    Some(Dot { shown, lr: shown.tried.lr?, mean: shown.tried.mean? })
}

/// The line, the dots and the reach of the seeds of one family.
fn add(panel: &mut Panel, name: &str, dots: &[&Dot<'_>]) {
    let mut sorted = dots.to_vec();
    sorted.sort_by(|a, b| a.lr.total_cmp(&b.lr));
    let reach = |it: &&Dot<'_>| {
        let tried = &it.shown.tried;
        (it.lr, tried.low.unwrap_or(it.mean), tried.high.unwrap_or(it.mean))
    };
    let is_once = sorted.windows(2).all(|it| it[0].lr < it[1].lr);
    if sorted.len() >= JOINED_MIN && is_once {
        panel.lines.push(Line {
            name: name.to_owned(),
            points: sorted.iter().map(|it| (it.lr, Some(it.mean))).collect(),
            band: sorted.iter().map(reach).collect(),
        });
    }
    let spans = sorted.iter().map(reach).filter(|it| it.2 > it.1);
    panel.spans.extend(spans.map(|(x, low, high)| Span { name: name.to_owned(), x, low, high }));
    let points = sorted.iter().map(|it| (it.lr, it.mean)).collect();
    panel.marks.push(Marks { name: name.to_owned(), points });
}

/// The dots by what varies besides the rate; one nameless family where nothing does, or too much.
fn families<'a, 'b>(dots: &'b [Dot<'a>]) -> Vec<(String, Vec<&'b Dot<'a>>)> {
    let mut found: BTreeMap<Vec<String>, Vec<&Dot<'a>>> = BTreeMap::new();
    for dot in dots {
        found.entry(others(&dot.shown.parameters)).or_default().push(dot);
        if found.len() > FAMILIES_MAX {
            return vec![(String::new(), dots.iter().collect())];
        }
    }
    let mut families: Vec<_> =
        found.into_iter().map(|(words, dots)| (words.join(", "), dots)).collect();
    // In the order in which their configurations come: 32, 64, 128 and not 128, 32, 64.
    families.sort_by_key(|it| it.1.first().map(|it| it.shown.tried.configuration));
    families
}

fn others(parameters: &[(String, Node)]) -> Vec<String> {
    let others = parameters.iter().filter(|it| it.0 != "lr" && it.0 != "optimizer.lr");
    others.map(|(name, value)| format!("{} {}", words::leaf(name), words::value(value))).collect()
}

fn upward(metric: &str, dots: &[Dot<'_>]) -> Axis {
    let means: Vec<f64> = dots.iter().map(|it| it.mean).collect();
    let ends = dots.iter().flat_map(|it| [it.shown.tried.low, it.shown.tried.high, Some(it.mean)]);
    let is_log = heights::is_wide(&means);
    let axis = if is_log { Axis::log(metric) } else { Axis::linear(metric) };
    let Some(ends) = heights::extent(ends.flatten()) else { return axis };
    let (low, high) = heights::padded(heights::of_results(&means, ends), is_log);
    axis.between(low, high)
}

fn stretches(all: &Landscape, answer: &Answer) -> Vec<Stretch> {
    let analysis = &answer.detail.analysis;
    let mut stretches = Vec::new();
    if let Some(it) = analysis.basin {
        let name = format!("within {} % of the best", it.within * 100.0);
        stretches.push(Stretch { name, from: it.low, to: it.high, kind: Kind::Good });
    }
    if let Some(it) = analysis.interval {
        let name = format!("{:.0} % interval", it.confidence * 100.0);
        stretches.push(Stretch { name, from: it.low, to: it.high, kind: Kind::Sure });
    }
    let highest = all.shown.iter().filter_map(|it| it.tried.lr).fold(0.0, f64::max);
    if let Some(from) = answer.divergence.lowest_diverged {
        let name = "beyond the edge".to_owned();
        stretches.push(Stretch { name, from, to: highest * 10.0, kind: Kind::Beyond });
    }
    stretches
}

fn diverged(all: &Landscape) -> Pins {
    let diverged = all.shown.iter().filter(|it| it.tried.diverged > 0);
    Pins {
        name: "diverged".into(),
        is_low: all.metric.goal == Goal::Maximize,
        at: diverged.filter_map(|it| it.tried.lr).collect(),
    }
}

/// The answer in a sentence.
fn note(answer: &Answer) -> String {
    let Some(best) = &answer.best else { return answer.why.clone().unwrap_or_default() };
    let mut parts = Vec::new();
    if let Some(lr) = best.candidate.lr {
        parts.push(format!("best learning rate {}", words::rate(lr)));
    }
    if let Some(it) = answer.detail.analysis.interval {
        let percent = it.confidence * 100.0;
        parts.push(format!(
            "{percent:.0} % interval {} – {}",
            words::rate(it.low),
            words::rate(it.high)
        ));
    }
    let spread = best.spread.std.map_or_else(String::new, |it| format!(" ± {}", words::rate(it)));
    parts.push(format!("{} {}{spread}", answer.metric.name, words::measure(best.spread.mean)));
    let count = |it: i64| usize::try_from(it).unwrap_or(0);
    parts.push(words::counted(count(answer.counts.completed), "trial"));
    if answer.counts.diverged > 0 {
        parts.push(format!("{} diverged", answer.counts.diverged));
    }
    parts.join(" · ")
}

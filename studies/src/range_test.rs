//! A range test and a few trials against a grid.
//!
//! Twelve small tasks, on none of which a rule was tuned. Each has a grid of 21 rates and a range test of a
//! quarter of a trial, a seed each. The reading of a range test is a bracket; five trials inside it follow.

mod bracket;
mod task;

use figure::{Axis, Figure, Guide, Line, Panel};
use search::{document::Node, range_test::Bracket};

use self::{
    bracket::{TRIALS, Test},
    task::{TASKS, Task},
};
use crate::{
    Error, Outcome, Record, Records, Report, Table,
    statistics::{Estimate, float},
};

pub(crate) const QUESTION: &str =
    "Do a range test and five trials inside its bracket do as well as a grid of 21 rates?";

/// What a range test costs, in trials: 100 updates of 400.
const TEST_COST: f64 = 0.25;

/// The share of tests whose bracket must hold the best rate of the grid.
const HELD_MIN: f64 = 0.85;

/// So many points of accuracy may be lost on average over the tests.
const LOST_MAX: f64 = 1.5;

/// The grids and the tests first; the brackets once there are readings.
pub(crate) fn next(seeds: Option<u64>, records: &Records) -> Result<Vec<Node>, Error> {
    if records.is_empty() {
        return Ok(TASKS.iter().flat_map(|it| [it.grid(seeds), it.test(seeds)]).collect());
    }
    let mut brackets = Vec::new();
    for task in TASKS {
        for test in task.read(records)? {
            let missing = !records.has(&task.bracket_name(test.seed));
            if let Some(bracket) = test.bracket.filter(|_| missing) {
                brackets.push(task.trials_inside(test.seed, bracket));
            }
        }
    }
    Ok(brackets)
}

/// What a way to choose a rate has lost against the grid, test by test, in points of accuracy.
struct Way {
    name: &'static str,
    cost: f64,
    lost: Vec<f64>,
    /// How many tests it had no answer for.
    silent: usize,
}

pub(crate) fn judge(records: &Records) -> Result<Report, Error> {
    let mut judged = Vec::new();
    for task in TASKS {
        let grid = records.sweep(&task.name())?;
        for test in task.read(records)? {
            judged.push(Judged::of(&task, grid, test, records)?);
        }
    }
    let held = judged.iter().filter(|it| it.is_held).count();
    let share = float(held) / float(judged.len());
    let ways = ways(&judged);
    let lost = Estimate::of(&ways[0].lost);
    let outcomes = vec![
        Outcome::new(
            "the bracket holds the grid's best rate in 85 % of the tests or more",
            format!("{held} of {} ({:.0} %)", judged.len(), 100.0 * share),
            share >= HELD_MIN,
        ),
        Outcome::new(
            "a range test and five trials inside its bracket, 5.25 trials in all, lose 1.5 points of accuracy or \
             less against the best of 21",
            format!("{lost:.2} points, at worst {:.1}", worst(&ways[0].lost)),
            lost.mean <= LOST_MAX && ways[0].silent == 0 && ways[0].cost <= 5.25,
        ),
    ];
    let figures = vec![figure(records)?];
    let tables = vec![ways_table(&ways), tasks_table(&judged)];
    let notes = vec![
        "The grid's best rate is the one with the highest mean accuracy over the seeds. What is lost is \
         measured seed by seed: the best accuracy among the seed's 21 trials, less that of the rate chosen. \
         A single suggestion is measured where it lies between two rates of the grid, along the logarithm of \
         the rate."
            .to_owned(),
    ];
    Ok(Report { study: "range-test", question: QUESTION, outcomes, tables, notes, figures })
}

/// One range test beside the grid of the same task and seed.
struct Judged {
    task: &'static str,
    is_held: bool,
    best: f64,
    test: Test,
    /// Lost by the best of the trials inside the bracket.
    by_bracket: Option<f64>,
    /// Lost by each single suggestion.
    by_suggestion: Vec<(&'static str, Option<f64>)>,
}

impl Judged {
    fn of(task: &Task, grid: &Record, test: Test, records: &Records) -> Result<Self, Error> {
        let best = task::best_rate(grid)?;
        let accuracies = task::accuracies(grid, test.seed)?;
        let highest = accuracies.iter().map(|it| it.1).fold(0.0, f64::max);
        let points = |accuracy: f64| 100.0 * (highest - accuracy);
        let by_bracket = match test.bracket {
            Some(_) => {
                let inside = records.sweep(&task.bracket_name(test.seed))?;
                let inside = task::accuracies(inside, test.seed)?;
                Some(points(inside.iter().map(|it| it.1).fold(0.0, f64::max)))
            }
            None => None,
        };
        let suggested = |(name, rate): (&'static str, Option<f64>)| {
            (name, rate.map(|rate| points(bracket::between(&accuracies, rate))))
        };
        Ok(Self {
            task: task.label,
            is_held: test.holds(best),
            best,
            by_bracket,
            by_suggestion: test.suggestions.iter().copied().map(suggested).collect(),
            test,
        })
    }
}

fn ways(judged: &[Judged]) -> Vec<Way> {
    let way = |name, cost, lost: Vec<Option<f64>>| {
        let silent = lost.iter().filter(|it| it.is_none()).count();
        Way { name, cost, lost: lost.into_iter().flatten().collect(), silent }
    };
    let cost = TEST_COST + float(TRIALS);
    let bracket = judged.iter().map(|it| it.by_bracket).collect();
    let mut ways = vec![way("range test and five trials", cost, bracket)];
    for (at, (name, _)) in
        judged.first().into_iter().flat_map(|it| it.by_suggestion.iter().enumerate())
    {
        let lost = judged.iter().map(|it| it.by_suggestion[at].1).collect();
        ways.push(way(name, TEST_COST + 1.0, lost));
    }
    ways
}

fn worst(lost: &[f64]) -> f64 {
    lost.iter().copied().fold(0.0, f64::max)
}

fn ways_table(ways: &[Way]) -> Table {
    let head = ["way to a rate", "cost in trials", "points lost", "at worst", "without an answer"];
    let mut table = Table::new("Accuracy lost against the best of 21 rates", &head);
    for way in ways {
        table.rows.push(vec![
            way.name.to_owned(),
            format!("{:.2}", way.cost),
            if way.lost.is_empty() {
                String::new()
            } else {
                format!("{:.2}", Estimate::of(&way.lost))
            },
            format!("{:.1}", worst(&way.lost)),
            way.silent.to_string(),
        ]);
    }
    table
}

fn tasks_table(judged: &[Judged]) -> Table {
    let head = [
        "task",
        "grid's best rate",
        "bracket, geometric means",
        "held",
        "points lost by five trials",
    ];
    let mut table = Table::new("Task by task", &head);
    for task in TASKS {
        let tests: Vec<&Judged> = judged.iter().filter(|it| it.task == task.label).collect();
        let Some(first) = tests.first() else { continue };
        let brackets: Vec<_> = tests.iter().filter_map(|it| it.test.bracket).collect();
        let [low, high] = [|it: &Bracket| it.low, |it: &Bracket| it.high]
            .map(|end| geometric_mean(brackets.iter().map(end)));
        let lost: Vec<f64> = tests.iter().filter_map(|it| it.by_bracket).collect();
        table.rows.push(vec![
            task.label.to_owned(),
            format!("{:.1e}", first.best),
            format!("{low:.1e} to {high:.1e}"),
            format!("{} of {}", tests.iter().filter(|it| it.is_held).count(), tests.len()),
            if lost.is_empty() { String::new() } else { format!("{:.2}", Estimate::of(&lost)) },
        ]);
    }
    table
}

fn geometric_mean(rates: impl Iterator<Item = f64>) -> f64 {
    Estimate::of(&rates.map(f64::ln).collect::<Vec<_>>()).mean.exp()
}

/// The grid of each task, and the bracket of its first seed.
fn figure(records: &Records) -> Result<Figure, Error> {
    let mut panels = Vec::new();
    for task in TASKS {
        let grid = records.sweep(&task.name())?;
        let points = task::mean_accuracies(grid)?.into_iter().map(|(rate, it)| (rate, Some(it)));
        let line = Line { name: task.label.to_owned(), points: points.collect(), band: Vec::new() };
        let bracket = task.read(records)?.into_iter().find_map(|it| it.bracket);
        let guide = |x, label: &str| Guide { x, label: label.to_owned() };
        let guides =
            bracket.map_or_else(Vec::new, |it| vec![guide(it.low, "low"), guide(it.high, "high")]);
        let (x, y) =
            (Axis::log("learning rate"), Axis::linear(format!("accuracy, {}", task.label)));
        panels.push(Panel { x, y, lines: vec![line], guides, ..Panel::default() });
    }
    let title = "Grids, and the bracket of one range test".to_owned();
    Ok(Figure { title, panels, ..Figure::default() })
}

#[cfg(test)]
mod tests;

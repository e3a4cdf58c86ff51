//! The answer of a range test: the bracket worth searching, and what each loss and each accuracy says, side by side.

use std::collections::BTreeMap;

use super::{chart, line, paragraph, title};
use crate::{
    numbers::{NOTHING, or_nothing, rate},
    rest::{AccuracyReading, Bracket, LossReading, RangeTest, Sweep},
    screen,
};

/// The rules in the order in which they are told, from the careful to the bold.
const RULES: [&str; 5] = ["valley", "slide", "steep", "minimum", "steepest"];

pub(super) fn text(sweep: &Sweep, found: &RangeTest) -> String {
    title(sweep) + &readings(found)
}

/// All that is read in the curves, whoever asked for it.
pub(super) fn readings(found: &RangeTest) -> String {
    let ends = found.reading.bracket.and_then(Bracket::ends);
    [
        line("bracket to search", &between(ends)),
        line("loss stops falling at", &or_nothing(found.reading.edge, rate)),
        line("curves", &found.curves.len().to_string()),
        found.disagreement.as_deref().map(|it| line("they disagree", it)).unwrap_or_default(),
        found.reading.why.as_deref().map(|why| line("note", why)).unwrap_or_default(),
        paragraph(&losses(found)),
        paragraph(&accuracies(&found.accuracies)),
        paragraph(&chart::curves(found, ends)),
        paragraph(&ends.map(next).unwrap_or_default()),
    ]
    .concat()
}

fn between(ends: Option<(f64, f64)>) -> String {
    ends.map_or(NOTHING.to_owned(), |(low, high)| format!("{} to {}", rate(low), rate(high)))
}

/// What the rules say of each loss: a row a rule, a column a loss.
fn losses(found: &RangeTest) -> String {
    // An older coordinator tells of one loss alone.
    let alone = BTreeMap::from([("loss".to_owned(), found.reading.clone())]);
    let losses = if found.losses.is_empty() { &alone } else { &found.losses };
    let head: Vec<String> =
        ["reading".to_owned()].into_iter().chain(losses.keys().cloned()).collect();
    let row = |name: &str, value: &dyn Fn(&LossReading) -> String| {
        [name.to_owned()].into_iter().chain(losses.values().map(value)).collect()
    };
    let rule = |rule: &&str| {
        row(rule, &|it| or_nothing(it.suggestions.get(*rule).copied().flatten(), rate))
    };
    let mut rows: Vec<Vec<String>> = RULES.iter().map(rule).collect();
    rows.push(row("edge", &|it| or_nothing(it.edge, rate)));
    if losses.values().any(|it| it.edge_spread.is_some()) {
        rows.push(row("edge of the seeds", &|it| between(it.edge_spread.and_then(Bracket::ends))));
    }
    rows.push(row("bracket", &|it| between(it.bracket.and_then(Bracket::ends))));
    screen::rows_of(&head, rows)
}

/// Where each accuracy starts to rise and where it stops.
fn accuracies(of: &BTreeMap<String, AccuracyReading>) -> String {
    if of.is_empty() {
        return String::new();
    }
    let row = |(name, it): (&String, &AccuracyReading)| {
        use search::range_test::Reason;
        let reason = match it.reason {
            Some(Reason::Falls) => "it falls",
            Some(Reason::Ragged) => "it becomes ragged",
            Some(Reason::End) => "the test ends",
            None => NOTHING,
        };
        let ends = it.why.clone().unwrap_or_else(|| reason.to_owned());
        let seeds = between(it.max_spread.and_then(Bracket::ends));
        [name.clone(), or_nothing(it.base_lr, rate), or_nothing(it.max_lr, rate), seeds, ends]
    };
    screen::table(
        ["accuracy", "rises from", "up to", "of the seeds", "there"],
        of.iter().map(row).collect(),
    )
}

fn next((low, high): (f64, f64)) -> String {
    format!(
        "   next: search inside the bracket: lr: {{ distribution: log_uniform, min: {}, max: {}, \
         points: 5 }}\n",
        rate(low),
        rate(high)
    )
}

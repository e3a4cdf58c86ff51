//! How a search came to its answer: what it decided, and what that cost.

use super::line;
use crate::{
    numbers::{counted, measure},
    rest::Search,
};

/// What it cost, and why it ended.
pub(super) fn cost(search: &Search) -> String {
    let Search { cost, budget, grid_cost, end, .. } = search;
    let (cost, budget, grid) = (measure(*cost), measure(*budget), measure(*grid_cost));
    let spent = format!("{cost} of {budget} trials; a grid with as many seeds costs {grid}");
    let end = end.as_deref().map(|it| line("ended, for", it));
    line("cost", &spent) + &end.unwrap_or_default()
}

/// Each decision on a line.
pub(super) fn decisions(search: &Search) -> String {
    let decision =
        |it: &crate::rest::Decision| format!("  {:<12}{}\n", counted(it.trials, "trial"), it.why);
    search.decisions.iter().map(decision).collect()
}

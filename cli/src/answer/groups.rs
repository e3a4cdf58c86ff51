//! The best rate of each combination of what else varies, and the rule that batch sizes follow.

use super::line;
use crate::{
    numbers::{NOTHING, measure, or_nothing, rate, spread},
    rest::{Best, Group, Scaling, Sweep, setting},
    screen,
};

/// A row for each combination; nothing where there is but one.
pub(super) fn table(sweep: &Sweep, found: &Best) -> String {
    let groups = found.groups.as_deref().unwrap_or_default();
    if groups.len() < 2 {
        return String::new();
    }
    let varied = sweep.varied();
    let head = varied.iter().map(String::as_str).chain(["best lr", "interval", "mean", "std"]);
    let row = |it: &Group| {
        let others = varied.iter().map(|name| setting(Some(&it.parameters), name));
        let best = it.best.as_ref();
        let interval = it.interval.as_ref();
        let rest = [
            or_nothing(best.and_then(|it| it.lr), rate),
            interval.map_or(NOTHING.into(), |it| format!("{} to {}", rate(it.low), rate(it.high))),
            or_nothing(best.and_then(|it| it.mean), measure),
            or_nothing(best.and_then(|it| it.std), spread),
        ];
        others.chain(rest).collect()
    };
    screen::rows_of(&head.map(str::to_owned).collect::<Vec<_>>(), groups.iter().map(row).collect())
}

/// How the best rate moves with the size of the batch.
pub(super) fn scaling(found: &Best) -> String {
    let Some(Scaling { exponent, low, high, compatible_with }) = &found.scaling else {
        return String::new();
    };
    let rules: Vec<String> = compatible_with.iter().map(|it| it.replace('_', " ")).collect();
    let fits = if rules.is_empty() {
        "neither linear nor square root".to_owned()
    } else {
        format!("fits {}", rules.join(" and "))
    };
    let [exponent, low, high] = [exponent, low, high].map(|it| spread(*it));
    line("rate grows as", &format!("batch^{exponent} ({low} to {high}): {fits}"))
}

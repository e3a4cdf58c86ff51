//! The answer of a range test: the bracket worth searching and the rates that the rules suggest.

use super::{chart, line, paragraph, title};
use crate::{
    numbers::{NOTHING, or_nothing, rate},
    rest::{Bracket, RangeTest, Sweep},
};

/// The rules in the order in which they are told, from the careful to the bold.
const RULES: [&str; 5] = ["valley", "slide", "steep", "minimum", "steepest"];

pub(super) fn text(sweep: &Sweep, found: &RangeTest) -> String {
    let ends = found.bracket.and_then(Bracket::ends);
    let bracket = match ends {
        Some((low, high)) => format!("{} to {}", rate(low), rate(high)),
        None => NOTHING.to_owned(),
    };
    let suggestions: String = RULES.iter().map(|rule| suggestion(found, rule)).collect();
    [
        title(sweep),
        line("bracket to search", &bracket),
        line("loss stops falling at", &or_nothing(found.edge, rate)),
        suggestions,
        line("curves", &found.curves.len().to_string()),
        found.why.as_deref().map(|why| line("note", why)).unwrap_or_default(),
        paragraph(&chart::curves(found, ends)),
        paragraph(&ends.map(next).unwrap_or_default()),
    ]
    .concat()
}

fn suggestion(found: &RangeTest, rule: &str) -> String {
    let value = found.suggestions.get(rule).copied().flatten();
    line(&format!("suggested by {rule}"), &or_nothing(value, rate))
}

fn next((low, high): (f64, f64)) -> String {
    format!(
        "   next: search inside the bracket: lr: {{ distribution: log_uniform, min: {}, max: {}, \
         points: 5 }}\n",
        rate(low),
        rate(high)
    )
}

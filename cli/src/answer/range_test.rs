//! The answer of a range test: the bracket worth searching and the rates that the rules suggest.

use super::{chart, line, paragraph, title, why};
use crate::{
    numbers::{NOTHING, counted, or_nothing, rate},
    rest::{Bracket, RangeTest, Sweep},
};

/// The rules in the order in which they are told, from the careful to the bold.
const RULES: [&str; 5] = ["valley", "slide", "steep", "minimum", "steepest"];

pub(super) fn text(sweep: &Sweep, found: &RangeTest) -> String {
    let ends = found.bracket.and_then(Bracket::ends);
    let bracket = match ends {
        Some((low, high)) => format!("{} to {}", rate(low), rate(high)),
        None => missing(found, "bracket"),
    };
    let suggestions: String = RULES.iter().map(|rule| suggestion(found, rule)).collect();
    [
        title(sweep),
        line("bracket to search", &bracket),
        line("loss stops falling at", &edge(found)),
        suggestions,
        line("curves", &counted(found.curves.len() as u64, "seed")),
        paragraph(&chart::curves(found, ends)),
        paragraph(&ends.map(next).unwrap_or_default()),
    ]
    .concat()
}

fn suggestion(found: &RangeTest, rule: &str) -> String {
    let value = found.suggestions.get(rule).copied().flatten();
    line(&format!("suggested by {rule}"), &value.map_or_else(|| missing(found, rule), rate))
}

fn next((low, high): (f64, f64)) -> String {
    format!(
        "   next: search inside the bracket: lr: {{ distribution: log_uniform, min: {}, max: {}, \
         points: 5 }}\n",
        rate(low),
        rate(high)
    )
}

fn edge(found: &RangeTest) -> String {
    found.edge.map_or_else(|| missing(found, "edge"), |it| or_nothing(Some(it), rate))
}

fn missing(found: &RangeTest, field: &str) -> String {
    let why = why::missing(found.why.as_ref(), field);
    why.map_or(NOTHING.to_owned(), |it| format!("{NOTHING} ({it})"))
}

//! How sure an answer is: the interval and the rates that are as good, or why they are not known.

use super::line;
use crate::{
    numbers::{NOTHING, measure, or_nothing, rate},
    rest::{Basin, Best, Candidate, Interval},
};

pub(super) fn text(found: &Best) -> String {
    let told = [
        ("interval", found.interval.as_ref().map(interval)),
        ("as good", found.tied.as_deref().map(tied)),
        ("nearly as good", found.basin.as_ref().map(basin)),
    ];
    let missing = told.iter().any(|it| it.1.is_none());
    let known = told.iter().filter_map(|(what, value)| Some(line(what, value.as_ref()?)));
    let mut text: String = known.collect();
    // The coordinator says of each that is missing why.
    let whys = found.why.as_deref().unwrap_or(if missing { NOTHING } else { "" });
    for (at, why) in whys.split("; ").filter(|it| !it.is_empty()).enumerate() {
        text += &line(if at == 0 { "not known" } else { "" }, why);
    }
    text
}

fn interval(it: &Interval) -> String {
    let confidence = measure(it.confidence * 100.0);
    format!("{} to {} ({confidence} % confidence)", rate(it.low), rate(it.high))
}

fn tied(tied: &[Candidate]) -> String {
    let one =
        |it: &Candidate| format!("{} ({})", or_nothing(it.lr, rate), or_nothing(it.mean, measure));
    let all = tied.iter().map(one).collect::<Vec<_>>().join(", ");
    if all.is_empty() { "no other rate".to_owned() } else { all }
}

fn basin(it: &Basin) -> String {
    let within = measure(it.within * 100.0);
    format!("{} to {} (within {within} % of the best)", rate(it.low), rate(it.high))
}

//! How sure an answer is: the interval and the rates that are as good, or why they are not known.

use super::line;
use crate::{
    numbers::{NOTHING, measure, or_nothing, rate},
    rest::{Basin, Best, Candidate, Interval},
};

pub(super) fn text(found: &Best) -> String {
    let told = [
        ("interval", "interval", found.interval.as_ref().map(interval)),
        ("tied", "as good", found.tied.as_deref().map(tied)),
        ("basin", "nearly as good", found.basin.as_ref().map(basin)),
    ];
    let missing: Vec<&str> = told.iter().filter(|it| it.2.is_none()).map(|it| it.0).collect();
    let known = told.iter().filter_map(|(_, what, value)| Some(line(what, value.as_ref()?)));
    let mut text: String = known.collect();
    if !missing.is_empty() {
        let why = found.why.as_deref().unwrap_or(NOTHING);
        text += &line("not known", &format!("{}: {why}", missing.join(", ")));
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

//! From conditions that people write to those that the database can check.

use search::{
    condition::{self, Compare, Condition, Operand, Span},
    sweep::Sweep,
};

use super::Coordinator;
use crate::{
    error::Error,
    store::{self, DIVERGED, Quantity, TrialFilter},
};

/// Where a trial may stand.
pub const STATES: [&str; 8] =
    ["queued", "running", "completed", "stopped", "failed", "cancelled", "quarantined", DIVERGED];

/// What every trial has, in the words that conditions use.
const COMMON: [&str; 11] = [
    "lr",
    "value",
    "number",
    "configuration",
    "replicate",
    "seed",
    "seconds",
    "attempt",
    "failures",
    "state",
    "worker",
];

impl Coordinator {
    /// How many trials of a sweep meet the conditions of `filter`.
    pub async fn trials_in_all(&self, sweep: &str, filter: &TrialFilter) -> Result<u64, Error> {
        Ok(self.store.trials_in_all(sweep, filter).await?)
    }
}

/// What the conditions in `text` ask of the trials of `sweep`.
pub fn selected(sweep: &Sweep, text: &str) -> Result<Vec<store::Condition>, Error> {
    let wrong = |message| Error::invalid("where", message);
    let mut asked = Vec::new();
    // Parameters are not in the database: they follow from a configuration's number.
    let names: Vec<String> = sweep.parameters.iter().map(|it| it.name.clone()).collect();
    let mut of_parameters: Vec<(String, Condition)> = Vec::new();
    for condition in condition::read(text).map_err(wrong)? {
        match parameter(&names, &condition.name) {
            Some(name) => of_parameters.push((name.to_owned(), condition)),
            None => asked.push(common(sweep, &names, &condition).map_err(wrong)?),
        }
    }
    for (_, condition) in &of_parameters {
        if condition.span().is_none() && condition.word().is_none() {
            return Err(wrong(unordered(&condition.name)));
        }
    }
    if !of_parameters.is_empty() {
        let is_met = |it: &u64| {
            let values = sweep.values(*it);
            let value = |name: &str| values.iter().find(|it| it.0 == name).map(|it| &it.1);
            of_parameters
                .iter()
                .all(|(name, it)| value(name).is_some_and(|value| it.is_met_by(value)))
        };
        let met = (0..sweep.configurations).filter(is_met).collect();
        asked.push(store::Condition::Configurations(met));
    }
    Ok(asked)
}

/// Which of the parameters `names` is called `name`: one of that very name, or the only one that ends in it. Rates are in
/// the database.
fn parameter<'a>(names: &'a [String], name: &str) -> Option<&'a str> {
    if is_rate(name) {
        return None;
    }
    if let Some(it) = names.iter().find(|it| *it == name) {
        return Some(it);
    }
    if COMMON.contains(&name) {
        return None;
    }
    let mut ending = names.iter().filter(|it| {
        it.strip_suffix(name).is_some_and(|before| before.ends_with('.')) && !is_rate(it)
    });
    ending.next().filter(|_| ending.next().is_none()).map(String::as_str)
}

fn is_rate(name: &str) -> bool {
    name == "lr" || name == "optimizer.lr"
}

/// A condition on what every trial has.
fn common(sweep: &Sweep, names: &[String], of: &Condition) -> Result<store::Condition, String> {
    let number = |quantity| number(of).map(|span| store::Condition::Number(quantity, span));
    let replicate = Quantity::Replicate(sweep.configurations);
    match of.name.as_str() {
        name if is_rate(name) => number(Quantity::Rate),
        "value" => number(Quantity::Value),
        name if name == sweep.metric.name => number(Quantity::Value),
        "number" => number(Quantity::Number),
        "configuration" => number(Quantity::Configuration),
        "replicate" => number(replicate),
        // A replicate's seed is that much more than the sweep's.
        #[expect(clippy::cast_precision_loss, reason = "seeds that are written by hand are small")]
        "seed" => self::number(of)
            .map(|it| store::Condition::Number(replicate, it.less(sweep.seed as f64))),
        "seconds" => self::number(of)
            .map(|it| store::Condition::Number(Quantity::Duration, it.times(1_000.0))),
        "attempt" => number(Quantity::Attempt),
        "failures" => number(Quantity::Failures),
        "state" => {
            let (state, is) = of.word().ok_or_else(|| unordered("state"))?;
            if !STATES.contains(&state) {
                return Err(format!(
                    "no state is called `{state}`; there are {}",
                    STATES.join(", ")
                ));
            }
            Ok(store::Condition::State(state.to_owned(), is))
        }
        "worker" => {
            let (worker, is) = of.word().ok_or_else(|| unordered("worker"))?;
            Ok(store::Condition::Worker(worker.to_owned(), is))
        }
        name => Err(unknown(sweep, names, name)),
    }
}

fn number(of: &Condition) -> Result<Span, String> {
    of.span().ok_or_else(|| match &of.operand {
        Operand::Word(word) => format!("`{}` is a number, and `{word}` is none", of.name),
        Operand::Number { written, .. } => format!("`{written}` is no number"),
    })
}

fn unordered(name: &str) -> String {
    let signs = [Compare::Equal, Compare::Unequal].map(Compare::sign).join(" or ");
    format!("`{name}` is compared with a word here; write {signs}")
}

fn unknown(sweep: &Sweep, names: &[String], name: &str) -> String {
    let metric = Some(&sweep.metric.name).filter(|it| !COMMON.contains(&it.as_str()));
    let others = names.iter().filter(|it| !is_rate(it)).chain(metric).map(String::as_str);
    let all: Vec<&str> = others.chain(COMMON).collect();
    format!("nothing about these trials is called `{name}`; there are {}", all.join(", "))
}

//! From conditions that people write to those that the database can check.

use search::{
    condition::{self, Compare, Condition, Operand, Span},
    sweep::Sweep,
};

use crate::{
    error::Error,
    store::{self, DIVERGED, Quantity},
};

/// Where a trial may stand.
pub const STATES: [&str; 8] =
    ["queued", "running", "completed", "stopped", "failed", "cancelled", "quarantined", DIVERGED];

/// What `lr` is short for.
const RATE: &str = "optimizer.lr";

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

/// What the conditions in `text` ask of the trials of `sweep`.
pub fn selected(sweep: &Sweep, text: &str) -> Result<Vec<store::Condition>, Error> {
    let wrong = |message| Error::invalid("where", message);
    let mut asked = Vec::new();
    // Parameters are not in the database: they follow from a configuration's number.
    let mut of_parameters = Vec::new();
    for condition in condition::read(text).map_err(wrong)? {
        match parameter(sweep, &condition.name) {
            None => asked.push(common(sweep, &condition).map_err(wrong)?),
            Some(_) if condition.span().is_none() && condition.word().is_none() => {
                return Err(wrong(unordered(&condition.name)));
            }
            Some(name) => of_parameters.push((name, condition)),
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

/// The names of what varies besides the rate, which is in the database.
fn parameters(sweep: &Sweep) -> impl Iterator<Item = &str> {
    let others = sweep.parameters.iter().filter(|it| it.path() != RATE);
    others.map(|it| it.name.as_str())
}

/// Which parameter is called `name`: one of that very name, or the only one that ends in it.
fn parameter<'a>(sweep: &'a Sweep, name: &str) -> Option<&'a str> {
    if let Some(it) = parameters(sweep).find(|it| *it == name) {
        return Some(it);
    }
    if COMMON.contains(&name) {
        return None;
    }
    let is_ending = |it: &str| it.strip_suffix(name).is_some_and(|before| before.ends_with('.'));
    let mut ending = parameters(sweep).filter(|it| is_ending(it));
    ending.next().filter(|_| ending.next().is_none())
}

/// A condition on what every trial has.
fn common(sweep: &Sweep, of: &Condition) -> Result<store::Condition, String> {
    let number = |quantity| number(of).map(|span| store::Condition::Number(quantity, span));
    let replicate = Quantity::Replicate(sweep.configurations);
    match of.name.as_str() {
        "lr" | RATE => number(Quantity::Rate),
        "value" => number(Quantity::Value),
        name if name == sweep.metric.name => number(Quantity::Value),
        "number" => number(Quantity::Number),
        "configuration" => number(Quantity::Configuration),
        "replicate" => number(replicate),
        "seed" => of_seed(sweep, of).map(|it| store::Condition::Number(replicate, it)),
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
        name => Err(unknown(sweep, name)),
    }
}

fn number(of: &Condition) -> Result<Span, String> {
    let name = &of.name;
    of.span().ok_or_else(|| format!("`{name}` is compared with a number, like `{name} >= 0.01`"))
}

/// The replicates whose seeds are asked for: seeds may have more digits than a number keeps, and those of a sweep follow
/// upon its own.
fn of_seed(sweep: &Sweep, of: &Condition) -> Result<Span, String> {
    let written = match &of.operand {
        Operand::Number { written, .. } | Operand::Word(written) => written,
    };
    let seed = written.parse::<i64>();
    let seed = seed.map_err(|_| format!("`seed` is a whole number, and `{written}` is none"))?;
    #[expect(
        clippy::cast_precision_loss,
        reason = "far from the seeds of the sweep it is not needed"
    )]
    let value = (i128::from(seed) - i128::from(sweep.seed)) as f64;
    let operand = Operand::Number { written: written.clone(), value, slack: 0.0 };
    number(&Condition { operand, ..of.clone() })
}

fn unordered(name: &str) -> String {
    let signs = [Compare::Equal, Compare::Unequal].map(Compare::sign).join(" or ");
    format!("`{name}` is compared with a word here; write {signs}")
}

fn unknown(sweep: &Sweep, name: &str) -> String {
    let metric = Some(sweep.metric.name.as_str()).filter(|it| !COMMON.contains(it));
    let all: Vec<&str> = parameters(sweep).chain(metric).chain(COMMON).collect();
    format!("nothing about these trials is called `{name}`; there are {}", all.join(", "))
}

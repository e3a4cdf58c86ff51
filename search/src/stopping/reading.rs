//! Reading `early_stopping`, and where its rungs lie in the sweep that it is a part of.

use super::{Rule, Stopping};
use crate::{
    config::Budget,
    document::{Fields, Node, Value},
    metric::{Metric, Summary},
};

/// The first rung lies at this share of the run where nothing is said: with three to one, a ninth and a third.
const FIRST_SHARE: u64 = 9;

/// So many rungs are enough.
const RUNGS_MAX: u64 = 1_000;

/// The longest run that a rung can lie in.
const STEPS_MAX: u64 = 1_000_000_000;

/// So many values a mean may go back over; they are kept with each trial under way.
const LOOK_BACK_MAX: u32 = 100;

/// What in `train` all trials that are judged beside each other must have in common.
pub(crate) const COMMON: [&str; 4] =
    ["train.epochs", "train.steps", "train.synthetic.steps", "train.report_every"];

#[derive(Clone, Copy)]
enum Kind {
    None,
    Median,
    Asha,
}

/// Reads `early_stopping` of a sweep whose configurations begin as `base`.
#[expect(
    clippy::option_option,
    reason = "the outer one is a mistake, as everywhere that a document is read"
)]
pub(crate) fn read(
    value: &Value<'_>,
    base: &Node,
    metric: Option<&Metric>,
) -> Option<Option<Stopping>> {
    let fields = value.fields()?;
    let kinds = [("none", Kind::None), ("median", Kind::Median), ("asha", Kind::Asha)];
    let kind = fields.required("kind", |it| it.choice(&kinds));
    // Where the length is missing, or varies, that is told elsewhere.
    let budget = budget(base).unwrap_or(Budget::Steps(STEPS_MAX));
    let (Budget::Epochs(whole) | Budget::Steps(whole)) = budget;
    let (rule, rungs) = match kind? {
        Kind::None => {
            fields.finish();
            return Some(None);
        }
        Kind::Median => median(&fields, whole)?,
        Kind::Asha => asha(&fields, whole)?,
    };
    if whole < 2 {
        return value.note("needs a run of at least two epochs or updates to stop in");
    }
    let summary = metric.map(|it| it.summary);
    if matches!(summary, Some(Summary::MeanOfLast(it)) if it > LOOK_BACK_MAX) {
        let message =
            format!("looks at no more than {LOOK_BACK_MAX} values; shorten `metric.summary`");
        return value.note(message);
    }
    let every = base.get("train").is_some_and(|it| present(it, "report_every"));
    if every && matches!(budget, Budget::Epochs(_)) {
        return value.note(
            "counts epochs by their reports; leave `train.report_every` out, or write `steps` for `epochs`",
        );
    }
    Some(Some(Stopping { rule, budget, rungs }))
}

fn median(fields: &Fields<'_>, whole: u64) -> Option<(Rule, Vec<u64>)> {
    let first = whole.div_ceil(FIRST_SHARE);
    let warmup = fields.or("warmup_steps", first, |it| below(it, whole));
    let interval = fields.or("interval_steps", first, |it| it.whole(1, STEPS_MAX));
    let min_trials = fields.or("min_trials", 5, |it| it.whole(1, 10_000));
    fields.finish();
    let (warmup, interval, min_trials) = (warmup?, interval?, min_trials?);
    if whole.saturating_sub(warmup).div_ceil(interval) > RUNGS_MAX {
        let message = format!("makes more than {RUNGS_MAX} rungs; look less often");
        return fields.note("interval_steps", message);
    }
    let stride = usize::try_from(interval).unwrap_or(usize::MAX);
    let rungs = (warmup..whole).step_by(stride).collect();
    Some((Rule::Median { min_trials }, rungs))
}

fn asha(fields: &Fields<'_>, whole: u64) -> Option<(Rule, Vec<u64>)> {
    let reduction_factor = fields.or("reduction_factor", 3, |it| it.whole(2, 100));
    let min_survivors = fields.or("min_survivors", 3, |it| it.whole(1, 10_000));
    let min_resource =
        fields.or("min_resource", whole.div_ceil(FIRST_SHARE), |it| below(it, whole));
    fields.finish();
    let (reduction_factor, min_survivors) = (reduction_factor?, min_survivors?);
    let rungs = std::iter::successors(Some(min_resource?), |it| it.checked_mul(reduction_factor));
    Some((
        Rule::Asha { reduction_factor, min_survivors },
        rungs.take_while(|it| *it < whole).collect(),
    ))
}

/// A number of updates or epochs after which something is left to save.
fn below(value: &Value<'_>, whole: u64) -> Option<u64> {
    let steps = value.whole(1, STEPS_MAX)?;
    if steps >= whole {
        return value.note(format!("must lie below the length of the run, which is {whole}"));
    }
    Some(steps)
}

/// How long the trials of a sweep train.
fn budget(base: &Node) -> Option<Budget> {
    let train = base.get("train")?;
    let whole = |node: &Node, key: &str| {
        let count = node.get(key).and_then(Node::number)?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked to be whole and small"
        )]
        (count.fract() == 0.0 && (1.0..=1e9).contains(&count)).then_some(count as u64)
    };
    let Some(synthetic) = train.get("synthetic").filter(|it| **it != Node::Null) else {
        let epochs = whole(train, "epochs").map(Budget::Epochs);
        return epochs.or_else(|| whole(train, "steps").map(Budget::Steps));
    };
    if present(synthetic, "steps") {
        whole(synthetic, "steps").map(Budget::Steps)
    } else {
        Some(Budget::Steps(100))
    }
}

fn present(node: &Node, key: &str) -> bool {
    node.get(key).is_some_and(|it| *it != Node::Null)
}

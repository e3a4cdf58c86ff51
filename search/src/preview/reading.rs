//! Reading what is to be shown: `{ lr, schedule, …, steps }` or `{ lr, schedule, …, batch_size, dataset_size, epochs }`.

use super::{Data, ENTRIES_MAX, Preview};
use crate::{
    config::{BATCH_MAX, Budget},
    course::Course,
    document::{Fields, Node, Path, Problem, Problems, Value},
    growth::Growth,
    metric::Metric,
    schedule::{LENGTH_MAX, Schedule},
};

impl Preview {
    /// Reads a preview as a person wrote it, telling every mistake.
    pub fn read(document: &Node) -> Result<Self, Vec<Problem>> {
        let problems = Problems::default();
        let read = Fields::of(document, Path::root(), &problems).and_then(|fields| {
            let preview = from_fields(&fields);
            fields.finish();
            preview
        });
        problems.settle(read)
    }
}

fn from_fields(fields: &Fields<'_>) -> Option<Preview> {
    let lr = fields.required("lr", Value::positive);
    let schedule = fields.or("schedule", Schedule::default(), Schedule::read);
    let momentum = fields.optional("momentum", Value::fraction);
    let batch_size = fields.optional("batch_size", |it| it.whole(1, BATCH_MAX));
    let samples = fields.optional("dataset_size", |it| it.whole(1, LENGTH_MAX));
    let growth = fields.optional("batch_schedule", |it| Growth::read(it, batch_size.flatten()));
    let metrics = fields.or("metrics", Vec::new(), metrics);

    let ramp = schedule.as_ref().and_then(Schedule::ramp).map(|it| it.steps);
    let budget = budget(fields, ramp);
    let (samples, batch_size) = (samples?, batch_size?);
    let checked = check_data(fields, samples, batch_size);
    let mut schedule = schedule?;
    // Without an optimizer nobody can say that it has no momentum.
    let momentum = momentum?;
    if !schedule.settle_momentum(momentum.is_some_and(|it| it > 0.0)) && momentum.is_some() {
        let message = "there is no `momentum` to move; give one above 0, or none";
        return fields.note("schedule.cycle_momentum", message);
    }
    if schedule.ramp().is_some() && fields.node("batch_schedule").is_some() {
        return fields.note("batch_schedule", "a range test keeps its batch; leave this out");
    }
    let (growth, metrics) = (growth?, metrics?);
    checked?;
    let preview = Preview {
        lr: lr?,
        schedule,
        growth,
        momentum,
        data: samples.zip(batch_size).map(|(samples, batch_size)| Data { samples, batch_size }),
        budget: budget?,
        metrics,
        metric: Metric::default(),
    };
    check(fields, &preview)?;
    Some(preview)
}

/// How long the run lasts. A range test lasts as long as its ramp.
fn budget(fields: &Fields<'_>, ramp: Option<u64>) -> Option<Budget> {
    let steps = fields.optional("steps", |it| it.whole(1, LENGTH_MAX));
    let epochs = fields.optional("epochs", |it| it.whole(1, LENGTH_MAX));
    match (steps?, epochs?, ramp) {
        (Some(_), Some(_), _) => fields.note("epochs", "`steps` and `epochs` exclude each other"),
        (Some(steps), None, _) | (None, None, Some(steps)) => Some(Budget::Steps(steps)),
        (None, Some(epochs), _) => Some(Budget::Epochs(epochs)),
        (None, None, None) => {
            fields.note("steps", "is missing; say `steps`, or `epochs` with the data")
        }
    }
}

/// Both sizes are there, or neither where nothing needs them.
fn check_data(fields: &Fields<'_>, samples: Option<u64>, batch_size: Option<u64>) -> Option<()> {
    let is_needed = fields.node("epochs").is_some() || fields.node("batch_schedule").is_some();
    let is_wanted = is_needed || samples.is_some() || batch_size.is_some();
    for (key, size) in [("batch_size", batch_size), ("dataset_size", samples)] {
        if is_wanted && size.is_none() {
            fields.note::<()>(key, "is missing; epochs follow from both sizes");
        }
    }
    (!is_wanted || samples.and(batch_size).is_some()).then_some(())
}

fn metrics(value: &Value<'_>) -> Option<Vec<f64>> {
    let items = value.items()?;
    if items.len() as u64 > ENTRIES_MAX {
        return value.note(format!("lists more than {ENTRIES_MAX} metrics"));
    }
    let number = |it: &Value<'_>| match it.node {
        Node::Null => Some(f64::NAN),
        _ => it.number("a number", |_| true),
    };
    let read: Vec<Option<f64>> = items.iter().map(number).collect();
    read.into_iter().collect()
}

/// What can only be said of the whole.
fn check(fields: &Fields<'_>, preview: &Preview) -> Option<()> {
    let (count, told) = (preview.entries(), preview.metrics.len() as u64);
    if count > ENTRIES_MAX {
        let key = match preview.budget {
            Budget::Steps(_) => "steps",
            Budget::Epochs(_) => "epochs",
        };
        let message = format!("makes {count} entries; {ENTRIES_MAX} is the most that is shown");
        return fields.note(key, message);
    }
    if told > 0 && preview.schedule.plateau().is_none() {
        return fields.note("metrics", "only a plateau listens to metrics; leave this out");
    }
    let epochs = Course::new(preview.terms()).epochs();
    if told > epochs {
        return fields.note("metrics", format!("lists {told} for {epochs} epochs; one each"));
    }
    Some(())
}

//! A learning curve computed from the rate: what stands in for training in tests and demos.
//!
//! The loss falls from ln 10 towards 0.1, fastest at the optimum and slower the farther the rate lies
//! from it, in powers of ten, on either side. Above the edge it is infinite after one update; in a
//! range test it grows faster and faster instead, as a real one does. An epoch is one update.

use std::ops::ControlFlow;

use search::config::Synthetic;

use crate::{
    Ending, Error, Job, Observe,
    draws::{Draws, Purpose},
    member,
    report::Report,
    scores,
};

/// What a model that knows nothing loses on ten classes.
const FIRST: f64 = std::f64::consts::LN_10;

/// What no curve falls below, but for the noise.
const FLOOR: f64 = 0.1;

/// How many times the loss above the floor falls by e in a run at the optimum.
const FALL: f64 = 5.0;

/// The loss at which a range test has blown up.
const BLOWN: f64 = 1e6;

/// Reports the whole curve.
pub(crate) fn run(
    job: Job<'_>,
    curve: Synthetic,
    observe: &mut Observe<'_>,
) -> Result<Ending, Error> {
    let names = scores::CLASSIFICATION;
    let watched = member::watched(job, names)?;
    let mut report = Report::new(job, names.into_iter())?;
    Ok(match follow(job, curve, watched, &mut report, observe) {
        ControlFlow::Break(ending) => ending,
        ControlFlow::Continue(()) => report.completed(),
    })
}

fn follow(
    job: Job<'_>,
    curve: Synthetic,
    watched: Option<usize>,
    report: &mut Report<'_>,
    observe: &mut Observe<'_>,
) -> ControlFlow<Ending> {
    let config = job.config;
    let ramp = config.schedule.ramp_end().is_some();
    let steps = config.schedule.ramp().map_or(curve.steps, |it| it.steps);
    // An epoch of a single sample is one update.
    let mut course = config.course(job.metric, 1);
    let every = config.train.report_every.unwrap_or(1).max(1);
    let noise = curve.noise * Draws::new(job.seed, Purpose::Noise).normal();
    let mut loss = FIRST;
    report.point(0, &values(loss, 0.0), observe)?;
    while let Some(update) = course.next() {
        loss = after_update(loss, update.lr, curve, steps, ramp);
        let made = update.step + 1;
        let values = values(loss, noise * share(made, steps));
        if made.is_multiple_of(every) || made == steps || !loss.is_finite() {
            let beside = [Some(update.lr), update.momentum].into_iter().flatten();
            report.point(made, &values.into_iter().chain(beside).collect::<Vec<_>>(), observe)?;
        }
        if let Some(metric) = watched {
            course.tell(values[metric]);
        }
    }
    ControlFlow::Continue(())
}

fn after_update(loss: f64, lr: f64, curve: Synthetic, steps: u64, ramp: bool) -> f64 {
    if lr > curve.edge {
        let grown = if ramp { loss * (1.0 + lr / curve.edge) } else { f64::INFINITY };
        return if grown > BLOWN { f64::INFINITY } else { grown };
    }
    let powers = (lr / curve.optimum).log10();
    let speed = 1.0 / (1.0 + 4.0 * powers * powers);
    FLOOR + (loss - FLOOR) * (-FALL * speed * share(1, steps)).exp()
}

/// The four metrics of a loss: in training without the noise, in validation with it.
fn values(loss: f64, noise: f64) -> [f64; 4] {
    let accuracy = |loss: f64| (1.0 - 0.9 * loss / FIRST).clamp(0.0, 1.0);
    [loss, accuracy(loss), loss + noise, accuracy(loss + noise)]
}

#[expect(clippy::cast_precision_loss, reason = "steps are far fewer than 2^53")]
fn share(step: u64, steps: u64) -> f64 {
    step as f64 / steps as f64
}

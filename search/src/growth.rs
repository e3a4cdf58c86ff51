//! A batch that grows where a rate would fall: `batch_schedule: { kind: grow, … }`.
//!
//! Smith, Kindermans, Ying and Le (2018): what training at a lower rate does to the noise, a larger batch does as well, in
//! fewer updates.

use crate::{
    config::BATCH_MAX,
    document::{Fields, Value},
    schedule::milestones,
};

/// How the batch grows.
#[derive(Clone, Debug, PartialEq)]
pub struct Growth {
    /// The epochs from which something has changed, in order. One that stands twice counts twice.
    pub milestones: Vec<u64>,
    /// What the batch is multiplied by, or the rate divided.
    pub factor: f64,
    /// The largest batch; all samples where nothing is said.
    pub max_batch: Option<u64>,
    /// What becomes of a batch that would be larger.
    pub cap: Cap,
    /// How many milestones grow the batch, before the rest lower the rate; all where nothing is said.
    pub batch_steps: Option<u64>,
}

/// What becomes of a batch that would be larger than the largest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cap {
    /// It becomes the largest, and the rate takes what is left of the factor.
    Fill,
    /// It stays, and the rate takes the whole factor.
    Skip,
}

/// What holds from one milestone to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stage {
    /// The first epoch.
    pub from: u64,
    /// How many samples an update sees.
    pub batch: u64,
    /// What the rate is multiplied by.
    pub share: f64,
}

impl Growth {
    /// The stages of a run that begins with batches of `batch` of so many `samples`. There is always a first.
    pub fn stages(growth: Option<&Self>, batch: u64, samples: u64) -> Vec<Stage> {
        let mut stages = vec![Stage { from: 0, batch: batch.clamp(1, samples.max(1)), share: 1.0 }];
        let Some(growth) = growth else { return stages };
        let largest = growth.max_batch.unwrap_or(samples).min(samples);
        let mut now = stages[0];
        for (passed, from) in (0..).zip(&growth.milestones) {
            now.from = *from;
            let grows = growth.batch_steps.is_none_or(|it| passed < it);
            let wanted = float(now.batch) * growth.factor;
            let is_skipped = growth.cap == Cap::Skip && wanted > float(largest);
            let next = if grows && !is_skipped {
                whole(wanted).min(largest).max(now.batch)
            } else {
                now.batch
            };
            // The rate takes what the batch did not: nothing, where the batch has grown by the whole factor.
            now.share *= float(next) / wanted;
            now.batch = next;
            stages.push(now);
        }
        stages
    }

    /// Reads a batch schedule. `batch` is the batch that it begins with, where that is known.
    pub(crate) fn read(value: &Value<'_>, batch: Option<u64>) -> Option<Self> {
        let fields = value.fields()?;
        let kind = fields.required("kind", |it| it.choice(&[("grow", ())]));
        let milestones = fields.required("milestones", milestones);
        let factor = fields.required("factor", |it| {
            it.number("above 1 and at most 1000000", |it| it > 1.0 && it <= 1e6)
        });
        let max_batch = fields.optional("max_batch", |it| it.whole(1, BATCH_MAX));
        let cap = fields
            .or("cap", Cap::Fill, |it| it.choice(&[("fill", Cap::Fill), ("skip", Cap::Skip)]));
        let batch_steps = fields.optional("batch_steps", |it| it.whole(0, BATCH_MAX));
        fields.finish();
        kind?;
        let max_batch = max_batch?;
        if let (Some(max), Some(batch)) = (max_batch, batch)
            && max < batch
        {
            return below(&fields, batch);
        }
        Some(Self {
            milestones: milestones?,
            factor: factor?,
            max_batch,
            cap: cap?,
            batch_steps: batch_steps?,
        })
    }
}

fn below(fields: &Fields<'_>, batch: u64) -> Option<Growth> {
    fields.note("max_batch", format!("lies below the batch that it begins with, which is {batch}"))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a batch is small")]
fn whole(batch: f64) -> u64 {
    // Never rounded up, so that no rate rises; but 10 · 1.1 is 11.
    (batch * (1.0 + 1e-12)).floor() as u64
}

#[expect(clippy::cast_precision_loss, reason = "a batch is small")]
fn float(batch: u64) -> f64 {
    batch as f64
}

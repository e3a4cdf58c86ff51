//! How many members fit: worked out first, then tried.

use burn_tensor::backend::AutodiffBackend;
use search::config::Rule;
use trainer::{Data, Error, Job, Member, Moment, Part};

use crate::{
    engine::{Built, Engine, SCORED},
    table::Tables,
};

/// This share of the free memory may be filled: the rest is for what the driver and others take.
const FREE_SHARE: f64 = 0.9;

/// So many members try the device out.
const PILOTS: usize = 8;

/// The most members: beyond that a device gains nothing from another one. A limit against a memory that looks endless.
const MEMBERS_MAX: usize = 4_096;

/// The most numbers that a tensor should have: on a graphics card many a kernel counts them in 32 bits, with a sign.
const NUMBERS_MAX: u64 = 1 << 31;

/// How often a parameter is in memory at once: the weights, their copy by layers, two copies of the gradient, the weights
/// to be, and what the rule works out in between.
const WEIGHT_COPIES: u64 = 8;

/// How often a number on its way through the network is: itself, what is kept for the way back, its slope, and what is
/// worked out in between.
const VALUE_COPIES: u64 = 6;

impl<A: AutodiffBackend> Engine<A> {
    /// How many members like `job` fit into the device's free memory, and into tensors that it can count, at once; 0 if not
    /// one does. Works it out, then trains a few members for an update and looks how much memory is gone.
    pub fn capacity(&self, job: &Job<'_>, data: &Data) -> Result<usize, Error> {
        self.clear();
        let member = Member::new(*job, data)?;
        let built = Built::<A>::new(job, data, self.device())?;
        let (batch, scored) = (member.batch_max(), SCORED.max(member.batch_max()));
        let free = self.free().saturating_sub(data_bytes(data));
        let fitting = share(free) / built.bytes(job, batch, scored).max(1);
        let fitting = fitting.min(NUMBERS_MAX / built.numbers_max(scored).max(1));
        let fitting = usize::try_from(fitting).unwrap_or(MEMBERS_MAX).min(MEMBERS_MAX);
        if fitting <= PILOTS {
            return Ok(fitting);
        }
        let tables = Tables::new(data, self.device());
        let try_out = |members: usize| -> Result<u64, Error> {
            let jobs = vec![*job; members];
            let mut group = built.group(&jobs, data, self.device())?;
            let rows: Vec<u32> = (0..).take(batch).collect();
            let table = tables.part(Part::Training);
            let moments = vec![Moment { seed: job.seed, update: 0 }; members];
            group.learn(table, &rows.repeat(members), &vec![0.0; members], &moments);
            let rows: Vec<u32> = (0..).take(scored.min(table.rows())).collect();
            group.score(table, &rows, scored);
            Ok(self.free())
        };
        let before = try_out(PILOTS)?;
        self.clear();
        let more = (2 * PILOTS).min(fitting);
        let after = try_out(more)?;
        self.clear();
        let taken = before.saturating_sub(after) / (more - PILOTS) as u64;
        // Memory that came out of a pool, or that was given back already, does not show.
        let Some(left) = share(after).checked_div(taken) else { return Ok(fitting) };
        Ok(fitting.min(more.saturating_add(usize::try_from(left).unwrap_or(MEMBERS_MAX))))
    }
}

impl<A: AutodiffBackend> Built<A> {
    /// How many numbers a member has in any one tensor, at most: its weights, or all that so many rows come to.
    fn numbers_max(&self, rows: usize) -> u64 {
        let values = self.network.numbers() as u64;
        (self.inventory.weights.length() as u64).max(values * rows as u64)
    }

    /// How much memory a member takes, at most.
    fn bytes(&self, job: &Job<'_>, batch: usize, scored: usize) -> u64 {
        let number = size_of::<f32>() as u64;
        let [weights, buffers] =
            [&self.inventory.weights, &self.inventory.buffers].map(|it| it.length() as u64);
        let state = state(job);
        let values = self.network.numbers() as u64;
        let learning = values * batch as u64 * VALUE_COPIES;
        // Nothing is kept while rows are scored; the widest layer is less than all of them.
        let scoring = values * scored as u64;
        number * (weights * (WEIGHT_COPIES + 2 * state) + 3 * buffers + learning.max(scoring))
    }
}

/// How many numbers a rule remembers for each parameter, at most.
fn state(job: &Job<'_>) -> u64 {
    match job.config.optimizer.rule {
        Rule::Sgd(_) | Rule::Adagrad(_) => 1,
        Rule::Adadelta(_) => 2,
        Rule::Rmsprop(_) | Rule::Adam(_) => 3,
    }
}

/// What both parts of a data set take on the device.
fn data_bytes(data: &Data) -> u64 {
    let rows = data.training_samples() + data.validation_samples();
    (rows * (data.features() + data.outputs()) * size_of::<f32>()) as u64
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a size lies between 0 and the size"
)]
fn share(free: u64) -> u64 {
    (free as f64 * FREE_SHARE) as u64
}

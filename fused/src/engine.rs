//! The engine: a device, and bundles trained on it.

use std::{fmt, sync::Arc};

use burn_tensor::backend::AutodiffBackend;
use search::config::Model;
use trainer::{Data, Error, Job, Member, first_weights};

use crate::{
    Hear, Heard, alike,
    bundle::{Bundle, Seat},
    group::Group,
    network::Network,
    parameters::{First, Inventory},
    table::Tables,
};

/// At least so many rows are scored at once, where there are as many: small batches are slow.
pub(crate) const SCORED: usize = 1_024;

/// Trains bundles on one device.
#[derive(Clone)]
pub struct Engine<A: AutodiffBackend> {
    device: A::Device,
    free: Arc<Free>,
}

/// How many bytes of the device's memory are free.
type Free = dyn Fn() -> u64 + Send + Sync;

/// What all members of a bundle share.
pub(crate) struct Built<A: AutodiffBackend> {
    pub(crate) network: Network<A>,
    pub(crate) inventory: Inventory,
}

impl<A: AutodiffBackend> Engine<A> {
    /// On this device, of whose memory so many bytes are `free` whenever that is asked.
    pub fn new(device: A::Device, free: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        Self { device, free: Arc::new(free) }
    }

    /// Trains `jobs` side by side, each as [`trainer::train`] would by itself, and tells their points and ends by their
    /// place among them. A job that cannot be trained with the first one fails by itself.
    ///
    /// The same bundle gives the same numbers to the last bit on the same CPU, and so does a member in any bundle. On a
    /// GPU the order of sums may depend on how many members there are.
    pub fn train(&self, jobs: &[Job<'_>], data: &Data, hear: &mut Hear<'_>) {
        let mut seats = Vec::new();
        for (number, job) in jobs.iter().enumerate() {
            match alike::check(&jobs[0], job).and_then(|()| Member::new(*job, data)) {
                Ok(member) => seats.push(Seat { number, member, left: false }),
                Err(error) => {
                    // It has ended, whatever the answer.
                    let _ = hear(number, Heard::End(Err(error)));
                }
            }
        }
        let numbers: Vec<usize> = seats.iter().map(|it| it.number).collect();
        if let Err(error) = self.train_seats(seats, data, hear) {
            for number in numbers {
                let _ = hear(number, Heard::End(Err(Error::Invalid(error.to_string()))));
            }
        }
    }

    fn train_seats(
        &self,
        seats: Vec<Seat<'_>>,
        data: &Data,
        hear: &mut Hear<'_>,
    ) -> Result<(), Error> {
        let jobs: Vec<Job<'_>> = seats.iter().map(|it| it.member.job()).collect();
        let Some(first) = jobs.first() else { return Ok(()) };
        let built = Built::<A>::new(first, data, &self.device)?;
        let group = built.group(&jobs, data, &self.device)?;
        let tables = Tables::new(data, &self.device);
        let scored = SCORED.max(seats[0].member.batch_max());
        Bundle { group, seats, tables: &tables, scored, hear }.train();
        drop(tables);
        self.clear();
        Ok(())
    }

    /// Gives memory that nothing uses any more back to the device, whose back end would keep it for itself: another kind of
    /// bundle may be in want of it. For the thread that calls it.
    pub(crate) fn clear(&self) {
        A::memory_cleanup(&self.device);
        // A device that does not answer says so at the next computation.
        let _ = A::sync(&self.device);
    }

    pub(crate) fn device(&self) -> &A::Device {
        &self.device
    }

    pub(crate) fn free(&self) -> u64 {
        (self.free)()
    }
}

impl<A: AutodiffBackend> Built<A> {
    /// The network that `job` trains on `data`.
    pub(crate) fn new(job: &Job<'_>, data: &Data, device: &A::Device) -> Result<Self, Error> {
        let model = &alike::builtin(job)?.model;
        let inventory = Inventory::of(&first_weights(model, data, job.seed)?);
        Ok(Self { network: Network::new(model, data, &inventory, device)?, inventory })
    }

    /// The networks of `jobs`, each with the weights that it starts with.
    pub(crate) fn group(
        &self,
        jobs: &[Job<'_>],
        data: &Data,
        device: &A::Device,
    ) -> Result<Group<'_, A>, Error> {
        // Members often differ in their rates alone.
        let mut drawn: Vec<((&Model, u64), First)> = Vec::new();
        let mut numbers = Vec::with_capacity(jobs.len());
        for job in jobs {
            let key = (&alike::builtin(job)?.model, job.seed);
            let known = drawn.iter().position(|(it, _)| *it == key);
            numbers.push(known.unwrap_or(drawn.len()));
            if known.is_none() {
                drawn.push((key, Inventory::rows(&first_weights(key.0, data, key.1)?)));
            }
        }
        let first: Vec<&First> = numbers.iter().map(|it| &drawn[*it].1).collect();
        let configs = jobs.iter().map(|it| it.config.optimizer).collect();
        let smoothing = jobs[0].config.train.label_smoothing;
        Ok(Group::new((&self.network, &self.inventory), &first, configs, smoothing, device))
    }
}

impl<A: AutodiffBackend> fmt::Debug for Engine<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("device", &self.device).finish_non_exhaustive()
    }
}

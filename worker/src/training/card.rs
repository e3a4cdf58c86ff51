//! Our own engine on a graphics card: bundles as one computation.

use std::{ops::ControlFlow, sync::Arc};

use fused::{
    Engine,
    cuda::{self, Backend},
};
use search::config::Task;
use trainer::{Data, Ending, Error, Job};

use super::{Hear, Heard, Observe, Shelf, Together, Training};

/// Training on the card of this number, or why it does not compute. A trial by itself is a bundle of one; synthetic curves
/// are worked out on the CPU.
pub(super) fn training(index: u32, shelf: Shelf) -> Result<Training, String> {
    let engine = cuda::engine(usize::try_from(index).unwrap_or(usize::MAX))?;
    let shelf = Arc::new(shelf);
    let (dry, on_shelf) = (engine.clone(), Arc::clone(&shelf));
    let capacity = move |job: Job<'_>| dry.capacity(&job, &*data(&on_shelf, job)?);
    let (fused, on_shelf) = (engine.clone(), Arc::clone(&shelf));
    let together = Together::new(capacity, move |jobs, hear| train(&fused, &on_shelf, jobs, hear));
    let alone = move |job: Job<'_>, observe: &mut Observe<'_>| match &job.config.train.task {
        Task::Synthetic(_) => trainer::train(job, None, observe),
        Task::Builtin(_) => train_one(&engine, &*data(&shelf, job)?, job, observe),
    };
    Ok(Training::alone(alone).with_bundles(together))
}

fn train(engine: &Engine<Backend>, shelf: &Shelf, jobs: &[Job<'_>], hear: &mut Hear<'_>) {
    match data(shelf, jobs[0]) {
        Ok(data) => engine.train(jobs, &data, &mut |member, heard| match heard {
            fused::Heard::Point(point) => hear(member, Heard::Point(point)),
            fused::Heard::End(result) => hear(member, Heard::End(result)),
        }),
        // All of them learn from the same: what cannot be read fails each.
        Err(_) => {
            for (member, job) in jobs.iter().enumerate() {
                let ended = data(shelf, *job).map(|_| Ending::Stopped);
                // It has ended, whatever the answer.
                let _ = hear(member, Heard::End(ended));
            }
        }
    }
}

fn train_one(
    engine: &Engine<Backend>,
    data: &Data,
    job: Job<'_>,
    observe: &mut Observe<'_>,
) -> Result<Ending, Error> {
    let mut ended = None;
    engine.train(&[job], data, &mut |_, heard| match heard {
        fused::Heard::Point(point) => observe(point),
        fused::Heard::End(result) => {
            ended = Some(result);
            ControlFlow::Break(())
        }
    });
    ended.expect("the engine tells the end of each member")
}

/// What a job learns from.
fn data(shelf: &Shelf, job: Job<'_>) -> Result<Arc<Data>, Error> {
    let nothing = || Error::Invalid("a synthetic curve has nothing to learn from".into());
    shelf.data(job)?.ok_or_else(nothing)
}

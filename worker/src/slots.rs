//! The training threads: one a slot, each with one trial at a time, or one bundle of trials.

use std::{sync::Arc, thread};

use proto::v1::Failed;
use trainer::Ending;

use crate::{
    attempt::Attempt,
    clock,
    error::Error,
    held::Held,
    training::{self, Together, Training},
};

/// Starts `slots` threads that train what `held` hands out. They end when it is closed.
pub(crate) fn start(slots: usize, held: &Arc<Held>, training: &Training) -> Result<(), Error> {
    for slot in 0..slots {
        let (held, training) = (Arc::clone(held), training.clone());
        let thread = thread::Builder::new().name(format!("slot {slot}"));
        thread.spawn(move || work(slot, &held, &training)).map_err(Error::Thread)?;
    }
    Ok(())
}

fn work(slot: usize, held: &Held, training: &Training) {
    while let Some(attempts) = held.take(slot) {
        match training.together().filter(|_| attempts[0].bundle().is_some()) {
            Some(together) => train_together(slot, held, together, attempts),
            None => {
                for attempt in attempts {
                    let begun = clock::now();
                    let result = training::train_alone(&attempt, training, &|it| held.hurry(it));
                    held.finish(slot, &attempt, result, clock::now() - begun);
                }
            }
        }
    }
}

fn train_together(slot: usize, held: &Held, together: &Together, taken: Vec<Arc<Attempt>>) {
    let begun = clock::now();
    let mut end = |attempt: &Arc<Attempt>, result: Result<Ending, Failed>| {
        held.finish(slot, attempt, result, clock::now() - begun);
    };
    let attempts = match held.fitting(slot, taken, |it| training::capacity(it, together)) {
        Ok(attempts) => attempts,
        Err((attempt, failed)) => return end(&attempt, Err(failed)),
    };
    let broken = training::train_together(&attempts, together, &|it| held.hurry(it), &mut end);
    if let Some((left, why)) = broken {
        held.part(slot, &left, &why, clock::now() - begun);
    }
}

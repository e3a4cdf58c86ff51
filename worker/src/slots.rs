//! The training threads: one a slot, one trial at a time each.

use std::{sync::Arc, thread};

use crate::{
    clock,
    error::Error,
    held::Held,
    training::{self, Training},
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
    while let Some(attempt) = held.take(slot) {
        let begun = clock::now();
        let result = training::train(&attempt, training, &|| held.hurry(&attempt));
        held.finish(slot, attempt, result, clock::now() - begun);
    }
}

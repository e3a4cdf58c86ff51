//! A worker's whole life: it joins, works, and leaves in order.

use std::{sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

use crate::{
    checkpoints::Checkpoints,
    config::Config,
    device::Choice,
    error::Error,
    heartbeat,
    held::Held,
    leaser,
    link::Link,
    reporter::Reporter,
    slots,
    training::{self, Training},
};

/// So long after being asked to leave, trials may take to stop, and their points to be sent.
const FLUSH: Duration = Duration::from_secs(4);

/// So much later, what is still unsaid stays so.
const GOODBYE: Duration = Duration::from_secs(5);

/// What a worker did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Attempts whose end the coordinator has.
    pub finished: u64,
    /// Attempts handed back unfinished.
    pub released: u64,
    /// Attempts left without a word, because the coordinator was away. Their leases run out.
    pub unsaid: u64,
}

/// Works for the coordinator that `config` names until `shutdown` is cancelled or the coordinator
/// sends the worker away.
///
/// After `shutdown` the trials in training are stopped and handed back; it takes ten seconds at
/// most, even if the coordinator is gone.
pub async fn run(config: Config, shutdown: CancellationToken) -> Result<Summary, Error> {
    let choice = config.device.choose()?;
    let checkpoints = config.checkpoints.clone().map(Checkpoints::open).transpose()?;
    let training = training::ours(config.data_dir.clone(), choice.place, checkpoints)?;
    join(&config, choice, training, shutdown).await
}

/// As [`run`], with something else in the place of our own trainer.
pub async fn run_with(
    config: Config,
    training: Training,
    shutdown: CancellationToken,
) -> Result<Summary, Error> {
    let choice = config.device.choose()?;
    join(&config, choice, training, shutdown).await
}

async fn join(
    config: &Config,
    choice: Choice,
    training: Training,
    shutdown: CancellationToken,
) -> Result<Summary, Error> {
    let setup = config.setup(choice, training.together().is_some())?;
    setup.choice.tell(setup.slots);
    let link = Link::new(config, &setup)?;
    tokio::select! {
        registered = link.register() => {
            registered.map_err(|refused| Error::Refused(refused.to_string()))?;
        }
        () = shutdown.cancelled() => return Ok(Summary::default()),
    }
    let held = Arc::new(Held::new(setup.slots, setup.bundle));
    let worked = match slots::start(setup.slots, &held, &training) {
        Ok(()) => work(&link, &held, &shutdown).await,
        Err(error) => Err(error),
    };
    // Ends the training threads, however we got here.
    held.leave();
    worked.map(|()| held.summary())
}

async fn work(link: &Link, held: &Held, shutdown: &CancellationToken) -> Result<(), Error> {
    let hurry = CancellationToken::new();
    let leave = async {
        shutdown.cancelled().await;
        held.leave();
        tokio::time::sleep(FLUSH).await;
        hurry.cancel();
        held.abandon();
        tokio::time::sleep(GOODBYE).await;
    };
    let work = async {
        let (leased, ()) =
            tokio::join!(leaser::lease(link, held), Reporter::new(link, held, &hurry).run());
        leased
    };
    tokio::select! {
        worked = work => worked,
        never = heartbeat::beat(link, held) => match never {},
        () = leave => {
            let trials = held.summary().unsaid;
            tracing::warn!(trials, "leaving without a word: the coordinator does not answer");
            Ok(())
        }
    }
}

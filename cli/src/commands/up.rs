//! `up`: a coordinator and workers for one machine, until told to stop.

use clap::Args;

use crate::{
    commands::{server::Serving, worker::Training},
    failure::Failure,
    local::{self, Crew, Local},
    logs::{self, Logged},
    numbers::counted,
    screen, signals,
};

#[derive(Args, Debug)]
pub(crate) struct Up {
    #[command(flatten)]
    serving: Serving,
    /// How many workers
    #[arg(long, env = "RATESMITH_WORKERS", value_name = "COUNT", default_value_t = 1)]
    workers: usize,
    #[command(flatten)]
    training: Training,
    #[command(flatten)]
    logged: Logged,
}

pub(crate) async fn run(up: Up) -> Result<(), Failure> {
    logs::start(up.logged, "info");
    let shutdown = signals::shutdown()?;
    let choice = up.training.device.choose().map_err(|error| local::worker_failed(&error))?;
    // Together they have as many as the machine is good for.
    let slots = up.training.slots.unwrap_or_else(|| (choice.slots() / up.workers.max(1)).max(1));
    let crew = Crew {
        workers: up.workers,
        slots: Some(slots),
        bundle: up.training.bundle,
        device: up.training.device,
        folder: up.training.data_dir,
        checkpoints: up.training.keeping.asked(),
    };
    let mut local = Local::start(up.serving.config(None)).await?;
    local.employ(&crew);
    screen::write(&format!("coordinator at {}", local.address))?;
    let server = &local.address;
    screen::note(&format!(
        "{} with {} each on {}\n next: `ratesmith submit SWEEP.yaml --watch --server {server}`; \
         {server}/docs describes the REST API",
        counted(crew.workers as u64, "worker"),
        counted(slots as u64, "slot"),
        choice.place,
    ));
    local.run(&shutdown).await
}

//! `worker`: joins a coordinator and trains until it is told to stop.

mod keeping;

use std::path::PathBuf;

use clap::Args;

use self::keeping::Keeping;
use crate::{
    arguments::Asked,
    failure::Failure,
    local,
    logs::{self, Logged},
    signals,
};

#[derive(Args, Debug)]
pub(crate) struct Worker {
    #[command(flatten)]
    asked: Asked,
    /// What people call it; its host's name and its process number where nothing is said
    #[arg(long, env = "RATESMITH_NAME")]
    name: Option<String>,
    #[command(flatten)]
    training: Training,
    /// Something that sweeps can ask for in a worker; may be repeated
    #[arg(long = "label", env = "RATESMITH_LABEL", value_name = "KEY=VALUE", value_parser = label, value_delimiter = ',')]
    labels: Vec<(String, String)>,
    #[command(flatten)]
    logged: Logged,
}

/// How a worker trains.
#[derive(Args, Debug)]
pub(crate) struct Training {
    /// How many trials, or bundles of them, it trains side by side; one a core, or one a graphics card, where nothing is said
    #[arg(long, env = "RATESMITH_SLOTS", value_name = "COUNT")]
    pub(crate) slots: Option<usize>,
    /// How many trials a graphics card trains as one computation at most, memory permitting
    #[arg(long, env = "RATESMITH_BUNDLE", value_name = "COUNT", default_value_t = worker::BUNDLE)]
    pub(crate) bundle: usize,
    /// What it trains on: auto (a graphics card where there is one), cpu, cuda or cuda:INDEX
    #[arg(long, env = "RATESMITH_DEVICE", default_value = "auto")]
    pub(crate) device: worker::Device,
    /// The folder below which the files of data sets are
    #[arg(long, env = "RATESMITH_DATA_DIR", value_name = "FOLDER", default_value = ".")]
    pub(crate) data_dir: PathBuf,
    #[command(flatten)]
    pub(crate) keeping: Keeping,
}

pub(crate) async fn run(worker: Worker) -> Result<(), Failure> {
    logs::start(worker.logged, "info");
    let shutdown = signals::shutdown()?;
    let config = worker::Config {
        server: worker.asked.server,
        name: worker.name,
        slots: worker.training.slots,
        bundle: worker.training.bundle,
        device: worker.training.device,
        labels: worker.labels.into_iter().collect(),
        data_dir: worker.training.data_dir,
        checkpoints: worker.training.keeping.asked(),
    };
    let summary =
        worker::run(config, shutdown).await.map_err(|error| local::worker_failed(&error))?;
    let worker::Summary { finished, released, unsaid } = summary;
    tracing::info!(finished, released, unsaid, "worker has left");
    Ok(())
}

fn label(text: &str) -> Result<(String, String), &'static str> {
    match text.split_once('=') {
        Some((key, value)) if !key.is_empty() => Ok((key.to_owned(), value.to_owned())),
        _ => Err("expected KEY=VALUE"),
    }
}

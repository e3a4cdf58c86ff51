//! `demo`: the whole of it on this machine: a coordinator, two workers, a range test on shipped data,
//! a search around it, and the answer.

use std::{
    net::{SocketAddr, TcpListener},
    time::Duration,
};

use clap::Args;
use search::document::Node;
use tempfile::TempDir;

use crate::{
    answer,
    client::{self, Client},
    failure::Failure,
    follow,
    local::{Crew, Local},
    logs::{self, Logged},
    screen, signals,
};

/// How the rate of the demo's network is bracketed.
const RANGE_TEST: &str = include_str!("../../../sweeps/digits-range-test.yaml");
/// How it is searched.
const GRID: &str = include_str!("../../../sweeps/digits-grid.yaml");

const WORKERS: usize = 2;
const LEASE: Duration = Duration::from_secs(30);

#[derive(Args, Debug)]
pub(crate) struct Demo {
    /// Where the coordinator listens; a free port is taken where this one is not
    #[arg(
        long,
        env = "RATESMITH_LISTEN",
        value_name = "ADDRESS",
        default_value = "127.0.0.1:7070"
    )]
    listen: SocketAddr,
    /// Where it keeps its records; a file that is removed afterwards where nothing is said
    #[arg(long, env = "RATESMITH_DATABASE", value_name = "URL")]
    database: Option<String>,
    /// End once the answer is there, even on a terminal
    #[arg(long, env = "RATESMITH_EXIT", conflicts_with = "stay", value_parser = clap::builder::BoolishValueParser::new())]
    exit: bool,
    /// Stay up once the answer is there, even without a terminal
    #[arg(long, env = "RATESMITH_STAY", value_parser = clap::builder::BoolishValueParser::new())]
    stay: bool,
    #[command(flatten)]
    logged: Logged,
}

pub(crate) async fn run(demo: Demo) -> Result<(), Failure> {
    logs::start(demo.logged, "warn");
    let shutdown = signals::shutdown()?;
    // Removed when the demo ends.
    let folder = TempDir::with_prefix("ratesmith-demo-")?;
    let database = demo
        .database
        .clone()
        .unwrap_or_else(|| format!("sqlite://{}", folder.path().join("ratesmith.db").display()));
    let listen = free(demo.listen);
    let config =
        server::Config { listen, grpc_listen: None, database, insecure: false, lease: LEASE };
    let mut local = Local::start(config).await?;
    let slots = (worker::cores() / WORKERS).max(1);
    local.employ(&Crew {
        workers: WORKERS,
        slots: Some(slots),
        bundle: worker::BUNDLE,
        // Its networks are small, and what it says is of cores.
        device: worker::Device::Cpu,
        folder: folder.path().to_owned(),
        checkpoints: None,
    });
    screen::note(&format!(
        "a coordinator at {} and {WORKERS} workers with {slots} of this machine's cores each",
        local.address
    ));

    let client = Client::new(&local.address)?;
    let is_staying = demo.stay || (screen::is_watched() && !demo.exit);
    let shown = async {
        let id = search(&client).await?;
        if is_staying {
            tell_more(&client, &id);
            std::future::pending::<()>().await;
        }
        Ok(())
    };
    let ended = tokio::select! {
        shown = shown => shown,
        () = shutdown.cancelled() => Ok(()),
        ended = local.broken() => ended,
    };
    ended.and(local.stop().await)
}

/// Both sweeps, one after the other, each to its answer. Returns the id of the last.
async fn search(client: &Client) -> Result<String, Failure> {
    screen::note("\n1. a range test: one short run a seed, its rate rising from 1e-5 to 10");
    answer_to(client, RANGE_TEST).await?;
    screen::note("\n2. a search: 24 rates with 3 seeds each, so that luck shows as luck");
    answer_to(client, GRID).await
}

async fn answer_to(client: &Client, text: &str) -> Result<String, Failure> {
    let stored: Node = client.submit(text).await?;
    let id = client::id_of(&stored)?;
    let sweep = follow::to_the_end(client, &id).await?;
    screen::note("");
    answer::print(client, &id, false).await?;
    follow::verdict(&sweep)?;
    Ok(id)
}

/// Says what can be seen while everything stays up.
fn tell_more(client: &Client, id: &str) {
    let server = client.address("");
    let server = server.trim_end_matches('/');
    screen::note(&format!(
        "\nIt all stays up until Ctrl-C. To see more:\n  \
         {server}/docs\n  \
         {server}/api/v1/sweeps/{id}/best\n  \
         ratesmith list --server {server}\n  \
         ratesmith trials latest --server {server}\n  \
         ratesmith export latest --format csv --output trials.csv --server {server}\n\
         For a sweep of your own: `ratesmith submit SWEEP.yaml --watch --server {server}`"
    ));
}

/// The address asked for, or the same with a free port where that one is taken.
fn free(listen: SocketAddr) -> SocketAddr {
    if TcpListener::bind(listen).is_ok() {
        return listen;
    }
    screen::note(&format!("{listen} is taken; taking a free port instead"));
    SocketAddr::new(listen.ip(), 0)
}

//! `server`: the coordinator, until it is told to stop.

use std::{net::SocketAddr, time::Duration};

use clap::Args;

use crate::{
    failure::Failure,
    local,
    logs::{self, Logged},
    screen, signals,
};

#[derive(Args, Debug)]
pub(crate) struct Server {
    #[command(flatten)]
    pub(crate) serving: Serving,
    /// Where workers are answered, if not on the same port as everybody else
    #[arg(long, env = "RATESMITH_GRPC_LISTEN", value_name = "ADDRESS")]
    grpc_listen: Option<SocketAddr>,
    #[command(flatten)]
    logged: Logged,
}

/// How a coordinator serves.
#[derive(Args, Debug)]
pub(crate) struct Serving {
    /// Where it listens; port 0 takes a free one
    #[arg(
        long,
        env = "RATESMITH_LISTEN",
        value_name = "ADDRESS",
        default_value = "127.0.0.1:7070"
    )]
    listen: SocketAddr,
    /// Where it keeps its records: `sqlite://FILE` or `postgres://…`
    #[arg(
        long,
        env = "RATESMITH_DATABASE",
        value_name = "URL",
        default_value = "sqlite://ratesmith.db"
    )]
    database: String,
    /// Listen beyond this machine although nobody has to prove who they are
    #[arg(long, env = "RATESMITH_INSECURE", value_parser = clap::builder::BoolishValueParser::new())]
    insecure: bool,
    /// A worker that is silent for so long has lost its trials
    #[arg(long, env = "RATESMITH_LEASE_SECONDS", value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    lease_seconds: u64,
}

impl Serving {
    /// The same, as the coordinator is told.
    pub(crate) fn config(self, grpc_listen: Option<SocketAddr>) -> server::Config {
        server::Config {
            listen: self.listen,
            grpc_listen,
            database: self.database,
            insecure: self.insecure,
            lease: Duration::from_secs(self.lease_seconds),
        }
    }
}

pub(crate) async fn run(server: Server) -> Result<(), Failure> {
    logs::start(server.logged, "info");
    let shutdown = signals::shutdown()?;
    let config = server.serving.config(server.grpc_listen);
    let local = local::Local::start(config).await?;
    screen::write(&format!("coordinator at {}", local.address))?;
    local.run(&shutdown).await
}

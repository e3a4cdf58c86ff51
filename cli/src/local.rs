//! A coordinator and its workers in this process, started and stopped in the right order.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::PathBuf,
};

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::failure::Failure;

/// What runs, and how it is told to stop.
pub(crate) struct Local {
    /// Where the coordinator is reached from this machine.
    pub(crate) address: String,
    coordinator: JoinSet<Result<(), server::Error>>,
    workers: JoinSet<Result<worker::Summary, worker::Error>>,
    stop_coordinator: CancellationToken,
    stop_workers: CancellationToken,
}

/// The workers of one machine.
pub(crate) struct Crew {
    /// How many.
    pub(crate) workers: usize,
    /// How many trials each trains side by side.
    pub(crate) slots: usize,
    /// What they train on.
    pub(crate) device: worker::Device,
    /// Where the files of data sets are.
    pub(crate) folder: PathBuf,
}

impl Local {
    /// Starts a coordinator.
    pub(crate) async fn start(config: server::Config) -> Result<Self, Failure> {
        let server = server::Server::bind(config).await.map_err(|error| cannot_start(&error))?;
        let address = format!("http://{}", reachable(server.addr()));
        let (stop_coordinator, stop_workers) = (CancellationToken::new(), CancellationToken::new());
        let mut coordinator = JoinSet::new();
        coordinator.spawn(server.serve(stop_coordinator.clone()));
        let workers = JoinSet::new();
        Ok(Self { address, coordinator, workers, stop_coordinator, stop_workers })
    }

    /// Adds workers to it.
    pub(crate) fn employ(&mut self, crew: &Crew) {
        for number in 1..=crew.workers {
            let config = worker::Config {
                server: self.address.clone(),
                name: Some(format!("local-{number}")),
                slots: crew.slots,
                device: crew.device,
                labels: std::collections::BTreeMap::new(),
                data_dir: crew.folder.clone(),
            };
            self.workers.spawn(worker::run(config, self.stop_workers.clone()));
        }
    }

    /// Runs until `shutdown`, or until a part of it ends by itself. Then stops the rest.
    pub(crate) async fn run(mut self, shutdown: &CancellationToken) -> Result<(), Failure> {
        let ended = tokio::select! {
            () = shutdown.cancelled() => Ok(()),
            ended = self.broken() => ended,
        };
        let stopped = self.stop().await;
        ended.and(stopped)
    }

    /// Waits for a part to end, which none does by itself while all is well.
    pub(crate) async fn broken(&mut self) -> Result<(), Failure> {
        tokio::select! {
            Some(ended) = self.coordinator.join_next() => coordinator_ended(ended),
            Some(ended) = self.workers.join_next() => worker_ended(ended),
        }
    }

    /// Lets the workers hand back what they hold, and then the coordinator end.
    pub(crate) async fn stop(mut self) -> Result<(), Failure> {
        self.stop_workers.cancel();
        let mut ended = Ok(());
        while let Some(one) = self.workers.join_next().await {
            ended = ended.and(worker_ended(one));
        }
        self.stop_coordinator.cancel();
        while let Some(one) = self.coordinator.join_next().await {
            ended = ended.and(coordinator_ended(one));
        }
        ended
    }
}

type Ended<T> = Result<T, tokio::task::JoinError>;

fn coordinator_ended(ended: Ended<Result<(), server::Error>>) -> Result<(), Failure> {
    match ended {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(broken("the coordinator", &chain(&error))),
        Err(error) => Err(broken("the coordinator", &error.to_string())),
    }
}

fn worker_ended(ended: Ended<Result<worker::Summary, worker::Error>>) -> Result<(), Failure> {
    match ended {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(broken("a worker", &chain(&error))),
        Err(error) => Err(broken("a worker", &error.to_string())),
    }
}

fn broken(part: &str, reason: &str) -> Failure {
    let next = "the log above says more; nothing that was recorded is lost: start again".to_owned();
    Failure::Broken { what: format!("{part} failed: {reason}"), next }
}

/// The coordinator could not open its database or its port.
pub(crate) fn cannot_start(error: &server::Error) -> Failure {
    Failure::Broken {
        what: format!("the coordinator cannot start: {}", chain(error)),
        next: "another port: --listen 127.0.0.1:0 takes a free one; another place: --database \
               sqlite://FILE"
            .to_owned(),
    }
}

/// An error and all that caused it.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {}", chain(cause)),
        None => error.to_string(),
    }
}

/// How many trials this machine trains side by side: one a core.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// A coordinator that listens everywhere is reached here.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coordinator_that_listens_everywhere_is_reached_on_the_loopback() {
        let reached = |listen: &str| reachable(listen.parse().unwrap()).to_string();
        assert_eq!(reached("0.0.0.0:7070"), "127.0.0.1:7070");
        assert_eq!(reached("[::]:7070"), "[::1]:7070");
        assert_eq!(reached("127.0.0.1:1"), "127.0.0.1:1");
    }
}

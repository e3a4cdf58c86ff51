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
    /// How many trials, or bundles of them, each trains side by side; what suits the device where nothing is said.
    pub(crate) slots: Option<usize>,
    /// How many trials a bundle has at most.
    pub(crate) bundle: usize,
    /// What they train on.
    pub(crate) device: worker::Device,
    /// Where the files of data sets are.
    pub(crate) folder: PathBuf,
    /// How they keep checkpoints, if they do.
    pub(crate) checkpoints: Option<worker::Keeping>,
}

impl Local {
    /// Starts a coordinator.
    pub(crate) async fn start(config: server::Config) -> Result<Self, Failure> {
        let server =
            server::Server::bind(config).await.map_err(|error| coordinator_failed(&error))?;
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
                bundle: crew.bundle,
                device: crew.device,
                labels: std::collections::BTreeMap::new(),
                data_dir: crew.folder.clone(),
                checkpoints: crew.checkpoints.clone(),
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

    /// Waits for a part to break. A worker that was asked to leave is none.
    pub(crate) async fn broken(&mut self) -> Result<(), Failure> {
        loop {
            tokio::select! {
                Some(ended) = self.coordinator.join_next() => return coordinator_ended(ended),
                Some(ended) = self.workers.join_next() => worker_ended(ended)?,
            }
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
        Ok(ended) => ended.map_err(|error| coordinator_failed(&error)),
        Err(error) => Err(broken(format!("the coordinator failed: {error}"))),
    }
}

fn worker_ended(ended: Ended<Result<worker::Summary, worker::Error>>) -> Result<(), Failure> {
    match ended {
        Ok(ended) => ended.map(|_| ()).map_err(|error| worker_failed(&error)),
        Err(error) => Err(broken(format!("a worker failed: {error}"))),
    }
}

/// Why the coordinator cannot run, and whether it was asked to do what it cannot.
fn coordinator_failed(error: &server::Error) -> Failure {
    use server::Error as E;
    let what = chain(error);
    match error {
        E::Exposed(_) => wrong(what, "leave --listen out to be reached from this machine only"),
        E::Lease => wrong(what, "leave --lease-seconds out for half a minute"),
        E::Listen(address, cause) => Failure::Broken {
            what: format!("cannot listen on {address}: {cause}"),
            next: "choose another address with --listen; 127.0.0.1:0 takes a free port".to_owned(),
        },
        E::Store(_) => Failure::Broken {
            what,
            next: "name another database with --database: sqlite://FILE or postgres://…".to_owned(),
        },
    }
}

/// Why a worker cannot work, and whether it was asked to do what it cannot.
pub(crate) fn worker_failed(error: &worker::Error) -> Failure {
    use worker::Error as E;
    let what = chain(error);
    match error {
        E::Server(_) => wrong(what, "name the coordinator with --server"),
        E::Device(..) => wrong(what, "leave --device out to train on what there is"),
        E::Slots(_) => wrong(what, "leave --slots out for one a core"),
        E::Bundle(_) => wrong(what, "leave --bundle out"),
        E::Data(_) => wrong(what, "name the folder that holds the data sets with --data-dir"),
        E::Checkpoints(..) => wrong(what, "name another folder with --checkpoint-dir"),
        E::Thread(_) => broken(what),
        E::Refused(_) => {
            let next = "see that `ratesmith --version` is the same here and there".to_owned();
            Failure::Broken { what, next }
        }
    }
}

fn wrong(what: String, next: &str) -> Failure {
    Failure::Wrong { what, next: next.to_owned() }
}

fn broken(what: String) -> Failure {
    let next = "start it again: nothing that was recorded is lost; the log says more".to_owned();
    Failure::Broken { what, next }
}

/// An error and all that caused it.
fn chain(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {}", chain(cause)),
        None => error.to_string(),
    }
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

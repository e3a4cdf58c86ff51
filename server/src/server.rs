//! The coordinator as a program: a database, two doors, and what goes on behind them.

use std::{io, net::SocketAddr, time::Duration};

use axum::Router;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{
    clock::Clock,
    coordinator::Coordinator,
    grpc, listener, rest,
    store::{self, Store},
};

/// How a coordinator is to run.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where it listens: REST, and gRPC where that has no address of its own.
    pub listen: SocketAddr,
    /// Where it listens for workers, if not there.
    pub grpc_listen: Option<SocketAddr>,
    /// What it remembers in: `sqlite://ratesmith.db` or `postgres://…`.
    pub database: String,
    /// Whether it may listen beyond this machine without knowing who calls.
    pub insecure: bool,
    /// How long a silent worker keeps its trials.
    pub lease: Duration,
}

/// The shortest lease: below it a worker that is merely busy would lose its trials.
pub const LEASE_MIN: Duration = Duration::from_millis(500);

/// Why a coordinator cannot start, or go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database cannot be used.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// It would be open to everybody.
    #[error(
        "{0} can be reached from other machines, and anybody there could submit sweeps; \
         listen on 127.0.0.1, or add --insecure if the network around it is trusted"
    )]
    Exposed(SocketAddr),
    /// The address is taken, or not ours.
    #[error("cannot listen on {0}: {1}; choose another address with --listen")]
    Listen(SocketAddr, #[source] io::Error),
    /// No lease could be kept.
    #[error("a lease must last at least {} ms", LEASE_MIN.as_millis())]
    Lease,
}

/// A coordinator that is ready to serve.
pub struct Server {
    coordinator: Coordinator,
    listener: TcpListener,
    grpc: Option<TcpListener>,
    addr: SocketAddr,
    grpc_addr: SocketAddr,
}

impl Server {
    /// Opens the database and the addresses.
    pub async fn bind(config: Config) -> Result<Self, Error> {
        for addr in [Some(config.listen), config.grpc_listen].into_iter().flatten() {
            if !addr.ip().is_loopback() && !config.insecure {
                return Err(Error::Exposed(addr));
            }
        }
        if config.lease < LEASE_MIN {
            return Err(Error::Lease);
        }
        let listener = listen(config.listen).await?;
        let grpc = match config.grpc_listen {
            Some(addr) => Some(listen(addr).await?),
            None => None,
        };
        let store = Store::open(&config.database).await?;
        let coordinator = Coordinator::new(store, Clock::system(), config.lease);
        coordinator.follow_database().await.map_err(|_| store::Error::Busy)?;
        let local =
            |it: &TcpListener| it.local_addr().map_err(|error| Error::Listen(config.listen, error));
        let addr = local(&listener)?;
        let grpc_addr = grpc.as_ref().map_or(Ok(addr), local)?;
        Ok(Self { coordinator, listener, grpc, addr, grpc_addr })
    }

    /// Where it answers people.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Where it answers workers.
    pub fn grpc_addr(&self) -> SocketAddr {
        self.grpc_addr
    }

    /// Serves until `shutdown`; then lets what is under way end, within seconds.
    pub async fn serve(self, shutdown: CancellationToken) -> Result<(), Error> {
        let coordinator = self.coordinator;
        let stop = coordinator.shutdown.clone();
        let reaper = tokio::spawn(coordinator.clone().reap_forever());
        let options = rest::Options { loopback: self.addr.ip().is_loopback() };
        let doors = rest::router(coordinator.clone(), options);
        let workers = Router::new()
            .route_service("/ratesmith.v1.Coordinator/{*call}", grpc::service(coordinator));
        let serving = match self.grpc {
            None => {
                tokio::spawn(listener::serve(self.listener, doors.merge(workers), stop.clone()))
            }
            Some(grpc) => {
                let doors = listener::serve(self.listener, doors, stop.clone());
                let workers = listener::serve(grpc, workers, stop.clone());
                tokio::spawn(async move {
                    tokio::join!(doors, workers);
                })
            }
        };
        shutdown.cancelled().await;
        stop.cancel();
        let _ = tokio::join!(serving, reaper);
        Ok(())
    }
}

async fn listen(addr: SocketAddr) -> Result<TcpListener, Error> {
    TcpListener::bind(addr).await.map_err(|error| Error::Listen(addr, error))
}

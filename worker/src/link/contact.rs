//! The connection to the coordinator, made anew when it fails, and whether anybody answers over it.

use std::time::{Duration, Instant};

use proto::v1::coordinator_client::CoordinatorClient;
use tonic::{
    Status,
    transport::{Channel, Endpoint},
};

use crate::{clock, error::Error, link::Refused};

/// So long a connection may take to make.
const CONNECT: Duration = Duration::from_secs(5);

/// So long a connection is silent before it must prove that it lives, and so long it may take to.
const ALIVE: [Duration; 2] = [Duration::from_secs(10), Duration::from_secs(5)];

/// So many failures in a row, and the connection is made anew and the coordinator called away.
/// One alone is nothing: connections end in order, too.
const FAILURES: u32 = 2;

/// Room for the largest configurations in an answer that brings many trials.
const ANSWER_BYTES_MAX: usize = 16 << 20;

/// Speaks over a connection; cheap to clone.
pub(crate) type Client = CoordinatorClient<Channel>;

/// The connection to the coordinator.
pub(super) struct Contact {
    endpoint: Endpoint,
    client: Client,
    /// How often the client was made anew.
    clients: u64,
    /// How many calls in a row nobody answered.
    failures: u32,
    /// Since when the coordinator is away.
    away: Option<Instant>,
}

impl Contact {
    /// A connection to `server`, made when it is first used.
    pub(super) fn new(server: &str) -> Result<Self, Error> {
        let no_address = || Error::Server(server.to_owned());
        let endpoint = Endpoint::from_shared(server.to_owned()).map_err(|_| no_address())?;
        if endpoint.uri().scheme_str() != Some("http") || endpoint.uri().host().is_none() {
            return Err(no_address());
        }
        let endpoint = endpoint
            .connect_timeout(CONNECT)
            .http2_keep_alive_interval(ALIVE[0])
            .keep_alive_timeout(ALIVE[1])
            .keep_alive_while_idle(true)
            .tcp_nodelay(true);
        Ok(Self { client: client(&endpoint), endpoint, clients: 0, failures: 0, away: None })
    }

    /// What to call with, and its number.
    pub(super) fn client(&self) -> (Client, u64) {
        (self.client.clone(), self.clients)
    }

    /// The coordinator answered.
    pub(super) fn heard(&mut self) {
        self.failures = 0;
        if let Some(since) = self.away.take() {
            let seconds = (clock::now() - since).as_secs_f64();
            tracing::info!("the coordinator is back after {seconds:.1} s");
        }
    }

    /// Nobody answered over client number `client`.
    pub(super) fn missed(&mut self, status: &Status, client_number: u64) {
        if self.clients != client_number {
            // An older client's failure; a newer one is being tried already.
            return;
        }
        self.failures += 1;
        if self.failures < FAILURES {
            return;
        }
        self.failures = 0;
        self.clients += 1;
        self.client = client(&self.endpoint);
        if self.away.is_none() {
            self.away = Some(clock::now());
            let (server, why) = (self.endpoint.uri(), Refused(status.clone()));
            tracing::warn!("no answer from the coordinator at {server}, trying on: {why}");
        }
    }
}

fn client(endpoint: &Endpoint) -> Client {
    Client::new(endpoint.connect_lazy()).max_decoding_message_size(ANSWER_BYTES_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn two_failures_in_a_row_make_a_new_client_and_tell_that_the_coordinator_is_away() {
        let mut contact = Contact::new("http://127.0.0.1:7070").unwrap();
        let lost = Status::unavailable("connection refused");
        contact.missed(&lost, 0);
        contact.heard();
        contact.missed(&lost, 0);
        assert_eq!((contact.clients, contact.away), (0, None));
        contact.missed(&lost, 0);
        assert!(contact.clients == 1 && contact.away.is_some());
        contact.missed(&lost, 0);
        contact.missed(&lost, 0);
        assert_eq!(contact.clients, 1, "an older client's failures count no more");
        contact.heard();
        assert_eq!(contact.away, None);
    }
}

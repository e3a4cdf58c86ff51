//! The worker's sign of life, which renews the leases of all that it holds.

use std::convert::Infallible;

use proto::v1::HeartbeatRequest;

use crate::{
    held::Held,
    link::{CALL, Link},
};

/// Gives a sign of life again and again, and does what the coordinator answers.
pub(crate) async fn beat(link: &Link, held: &Held) -> Infallible {
    loop {
        tokio::time::sleep(link.heartbeat()).await;
        let attempts = held.all();
        let request = HeartbeatRequest {
            worker: link.worker().to_owned(),
            held: attempts.iter().map(|it| it.held()).collect(),
        };
        let beat =
            link.call(&request, CALL, |mut client, it| async move { client.heartbeat(it).await });
        match beat.await {
            Ok(reply) => {
                for (attempt, verdict) in attempts.iter().zip(reply.verdicts()) {
                    held.obey(attempt, verdict);
                }
                if reply.drain {
                    held.drain();
                }
            }
            Err(refused) => tracing::error!("the coordinator refuses a sign of life: {refused}"),
        }
    }
}

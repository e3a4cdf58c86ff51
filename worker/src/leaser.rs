//! Asks for trials while a slot is idle. Where trials end, their completion asks for the next.

use std::time::Duration;

use proto::v1::{LeaseReply, LeaseRequest};
use uuid::Uuid;

use crate::{
    clock,
    error::Error,
    held::{Held, Wanted},
    link::{CALL, Link, Refused},
};

/// So long the coordinator may wait for trials to appear before it answers that there are none.
const WAIT: Duration = Duration::from_secs(20);

/// The pause after a coordinator that has nothing did not wait, though it was asked to.
const PAUSE: Duration = Duration::from_millis(200);

/// Leases trials until there is no more to lease.
pub(crate) async fn lease(link: &Link, held: &Held) -> Result<(), Error> {
    while let Some(wanted) = held.hungry().await {
        let asked = clock::now();
        let reply = ask(link, held, request(link, wanted, WAIT)).await;
        let reply = reply.map_err(|refused| {
            held.leave();
            held.leased(Vec::new());
            Error::Refused(refused.to_string())
        })?;
        if reply.drain {
            held.drain();
        }
        let nothing = reply.assignments.is_empty();
        held.leased(reply.assignments);
        if nothing && clock::now() - asked < PAUSE {
            tokio::select! {
                () = tokio::time::sleep(PAUSE) => (),
                () = held.draining() => (),
            }
        }
    }
    Ok(())
}

/// A request for trials. Its own id lets the coordinator give the same trials to its repetition.
pub(crate) fn request(link: &Link, wanted: Wanted, wait: Duration) -> LeaseRequest {
    LeaseRequest {
        worker: link.worker().to_owned(),
        request: Uuid::now_v7().to_string(),
        trials_max: wanted.trials,
        bundle_max: wanted.bundle,
        wait_ms: u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
    }
}

async fn ask(link: &Link, held: &Held, mut request: LeaseRequest) -> Result<LeaseReply, Refused> {
    tokio::select! {
        biased;
        reply = call(link, &request, WAIT + CALL) => return reply,
        () = held.draining() => (),
    }
    // The coordinator may have answered while we hung up. Asking again brings those trials here,
    // where they can be handed back; their leases would cost them an attempt.
    request.wait_ms = 0;
    call(link, &request, CALL).await
}

async fn call(link: &Link, request: &LeaseRequest, limit: Duration) -> Result<LeaseReply, Refused> {
    link.call(request, limit, |mut client, it| async move { client.lease(it).await }).await
}

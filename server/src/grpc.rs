//! The gRPC door: turns messages into calls and back, and decides nothing.

mod wire;

use std::time::Duration;

use proto::v1::{self, coordinator_server};
use tonic::{Request, Response, Status};

use crate::coordinator::Coordinator;
use wire::{claims, completions, lease_request, registration, series, verdicts, worker};

/// The largest message that is read or written. A call with the most trials and points it may carry is smaller.
const MESSAGE_MAX: usize = 8 << 20;

/// The service, ready to be put behind a listener.
pub fn service(coordinator: Coordinator) -> coordinator_server::CoordinatorServer<Coordinator> {
    coordinator_server::CoordinatorServer::new(coordinator)
        .max_decoding_message_size(MESSAGE_MAX)
        .max_encoding_message_size(MESSAGE_MAX)
}

type Reply<T> = Result<Response<T>, Status>;

#[tonic::async_trait]
impl coordinator_server::Coordinator for Coordinator {
    async fn register(&self, request: Request<v1::RegisterRequest>) -> Reply<v1::RegisterReply> {
        self.register(registration(request.into_inner())?).await?;
        let milliseconds = |it: Duration| u64::try_from(it.as_millis()).unwrap_or(u64::MAX);
        Ok(Response::new(v1::RegisterReply {
            lease_ms: milliseconds(self.lease),
            heartbeat_ms: milliseconds(self.heartbeat()),
        }))
    }

    async fn lease(&self, request: Request<v1::LeaseRequest>) -> Reply<v1::LeaseReply> {
        let request = request.into_inner();
        let wait = Duration::from_millis(request.wait_ms);
        let leased = self.lease(lease_request(request)?, wait).await?;
        Ok(Response::new(leased.into()))
    }

    async fn heartbeat(&self, request: Request<v1::HeartbeatRequest>) -> Reply<v1::HeartbeatReply> {
        let request = request.into_inner();
        let claims = claims(request.held)?;
        let (told, drain) = self.heartbeat_of(worker(&request.worker)?, claims).await?;
        Ok(Response::new(v1::HeartbeatReply { verdicts: verdicts(&told), drain }))
    }

    async fn report(&self, request: Request<v1::ReportRequest>) -> Reply<v1::ReportReply> {
        let request = request.into_inner();
        let series = series(request.series)?;
        let (acks, drain) = self.report(worker(&request.worker)?, series).await?;
        Ok(Response::new(v1::ReportReply {
            acks: acks.into_iter().map(v1::Ack::from).collect(),
            drain,
        }))
    }

    async fn complete(&self, request: Request<v1::CompleteRequest>) -> Reply<v1::CompleteReply> {
        let request = request.into_inner();
        let by = worker(&request.worker)?;
        let next = request.next.map(lease_request).transpose()?;
        let (acks, leased) = self.complete(by, completions(request.completions)?, next).await?;
        let v1::LeaseReply { assignments, drain } = leased.into();
        let acks = acks.into_iter().map(v1::Ack::from).collect();
        Ok(Response::new(v1::CompleteReply { acks, assignments, drain }))
    }

    async fn release(&self, request: Request<v1::ReleaseRequest>) -> Reply<v1::ReleaseReply> {
        let request = request.into_inner();
        let told = self.release(worker(&request.worker)?, claims(request.held)?).await?;
        Ok(Response::new(v1::ReleaseReply { verdicts: verdicts(&told) }))
    }
}

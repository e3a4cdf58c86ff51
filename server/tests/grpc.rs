//! The gRPC door, and the listener before it, over real sockets.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{net::SocketAddr, time::Duration};

use proto::v1::{self, coordinator_client::CoordinatorClient};
use server::{Config, Error, Server};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;
use tonic::{Code, Status, transport::Channel};

/// A coordinator on a port of its own.
struct Running {
    client: CoordinatorClient<Channel>,
    addr: SocketAddr,
    shutdown: CancellationToken,
    served: JoinHandle<Result<(), Error>>,
    _folder: tempfile::TempDir,
}

fn config(listen: &str, folder: &tempfile::TempDir) -> Config {
    Config {
        listen: listen.parse().unwrap(),
        grpc_listen: None,
        database: format!("sqlite://{}/t.db", folder.path().display()),
        insecure: false,
        lease: Duration::from_secs(30),
    }
}

async fn start() -> Running {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::bind(config("127.0.0.1:0", &folder)).await.unwrap();
    let addr = server.addr();
    let shutdown = CancellationToken::new();
    let running = tokio::spawn(server.serve(shutdown.clone()));
    let client = CoordinatorClient::connect(format!("http://{addr}")).await.unwrap();
    Running { client, addr, shutdown, served: running, _folder: folder }
}

fn uuid() -> String {
    uuid::Uuid::now_v7().to_string()
}

fn registration(worker: &str) -> v1::RegisterRequest {
    v1::RegisterRequest {
        worker: worker.into(),
        name: "ada".into(),
        slots: 2,
        device: "cpu".into(),
        labels: [("room".to_owned(), "attic".to_owned())].into(),
        version: "0".into(),
        stops: true,
        bundle: 0,
        device_reason: String::new(),
    }
}

fn refused<T: std::fmt::Debug>(reply: Result<T, Status>) -> (Code, String) {
    let status = reply.unwrap_err();
    (status.code(), status.message().to_owned())
}

#[tokio::test]
async fn a_worker_registers_and_learns_how_often_to_speak() {
    let mut it = start().await;
    let reply = it.client.register(registration(&uuid())).await.unwrap().into_inner();
    assert_eq!((reply.lease_ms, reply.heartbeat_ms), (30_000, 10_000));
}

#[tokio::test]
async fn what_a_worker_may_not_be_called_is_refused() {
    let mut it = start().await;
    let good = registration(&uuid());
    for (path, wrong) in [
        ("worker", v1::RegisterRequest { worker: "ada".into(), ..good.clone() }),
        ("name", v1::RegisterRequest { name: "a\0b".into(), ..good.clone() }),
        ("name", v1::RegisterRequest { name: "a".repeat(1_000), ..good.clone() }),
        ("slots", v1::RegisterRequest { slots: 0, ..good.clone() }),
        ("bundle", v1::RegisterRequest { bundle: 1_000_000, ..good.clone() }),
        ("device_reason", v1::RegisterRequest { device_reason: "a\0b".into(), ..good.clone() }),
        ("slots", v1::RegisterRequest { slots: 1_000_000, ..good.clone() }),
        ("labels", v1::RegisterRequest { labels: [("k\n".into(), "v".into())].into(), ..good }),
    ] {
        let (code, message) = refused(it.client.register(wrong).await);
        assert_eq!(code, Code::InvalidArgument, "{message}");
        assert!(message.starts_with(path), "{message}");
    }
}

#[tokio::test]
async fn a_worker_that_nobody_knows_is_told_to_register() {
    let mut it = start().await;
    let heartbeat = v1::HeartbeatRequest { worker: uuid(), held: Vec::new() };
    assert_eq!(refused(it.client.heartbeat(heartbeat).await).0, Code::NotFound);
    let report = v1::ReportRequest { worker: uuid(), series: Vec::new() };
    assert_eq!(refused(it.client.report(report).await).0, Code::NotFound);
    let release = v1::ReleaseRequest { worker: uuid(), held: Vec::new() };
    assert_eq!(refused(it.client.release(release).await).0, Code::NotFound);
}

#[tokio::test]
async fn reports_beyond_every_bound_are_refused_and_the_door_stays_open() {
    let mut it = start().await;
    let worker = uuid();
    it.client.register(registration(&worker)).await.unwrap();
    let points = |count: u64| v1::Points {
        metrics: vec!["val_loss".into()],
        steps: (0..count).collect(),
        values: (0..count).map(|_| 0.5).collect(),
    };
    let series = |first_seq, points| v1::Series {
        trial: uuid(),
        attempt: 1,
        first_seq,
        points: vec![points],
    };
    let unequal = v1::Points { values: vec![0.5], ..points(2) };
    let nameless = v1::Points { metrics: vec![String::new()], ..points(1) };
    for wrong in [
        series(0, points(1_001)),
        series(u64::MAX, points(1)),
        series(0, unequal),
        series(0, nameless),
    ] {
        let request = v1::ReportRequest { worker: worker.clone(), series: vec![wrong] };
        assert_eq!(refused(it.client.report(request).await).0, Code::InvalidArgument);
    }
    let held = vec![v1::Held { trial: String::new(), attempt: 0 }; 5_000];
    let many = v1::HeartbeatRequest { worker: worker.clone(), held };
    assert_eq!(refused(it.client.heartbeat(many).await).0, Code::InvalidArgument);
    let huge = v1::Series { trial: "x".repeat(9 << 20), ..series(0, points(1)) };
    let request = v1::ReportRequest { worker: worker.clone(), series: vec![huge] };
    assert_eq!(refused(it.client.report(request).await).0, Code::OutOfRange);
    // A trial that does not exist is over, as far as a worker is concerned.
    let request = v1::ReportRequest { worker, series: vec![series(0, points(1_000))] };
    let acks = it.client.report(request).await.unwrap().into_inner().acks;
    assert_eq!(acks[0].verdict(), v1::Verdict::Fenced);
}

#[tokio::test]
async fn a_lease_that_asks_for_nothing_is_refused_and_one_that_finds_nothing_is_empty() {
    let mut it = start().await;
    let worker = uuid();
    it.client.register(registration(&worker)).await.unwrap();
    let ask =
        v1::LeaseRequest { worker, request: uuid(), trials_max: 1, wait_ms: 0, bundle_max: 0 };
    let none = v1::LeaseRequest { trials_max: 0, ..ask.clone() };
    assert_eq!(refused(it.client.lease(none).await).0, Code::InvalidArgument);
    let nameless = v1::LeaseRequest { request: "r".into(), ..ask.clone() };
    assert_eq!(refused(it.client.lease(nameless).await).0, Code::InvalidArgument);
    assert!(it.client.lease(ask).await.unwrap().into_inner().assignments.is_empty());
}

#[tokio::test]
async fn listening_beyond_this_machine_is_refused_unless_told_so() {
    let folder = tempfile::tempdir().unwrap();
    for listen in ["0.0.0.0:0", "[::]:0"] {
        let refused = Server::bind(config(listen, &folder)).await.err().unwrap();
        assert!(refused.to_string().contains("--insecure"), "{refused}");
    }
    let grpc = Some("0.0.0.0:0".parse().unwrap());
    let beside = Config { grpc_listen: grpc, ..config("127.0.0.1:0", &folder) };
    assert!(matches!(Server::bind(beside).await, Err(Error::Exposed(_))));
    let told = Config { insecure: true, ..config("0.0.0.0:0", &folder) };
    assert!(Server::bind(told).await.is_ok());
}

#[tokio::test]
async fn an_address_that_is_taken_is_named() {
    let it = start().await;
    let folder = tempfile::tempdir().unwrap();
    let refused = Server::bind(config(&it.addr.to_string(), &folder)).await.err().unwrap();
    assert!(refused.to_string().contains(&it.addr.to_string()), "{refused}");
}

#[tokio::test]
async fn workers_may_have_an_address_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let grpc_listen = Some("127.0.0.1:0".parse().unwrap());
    let server =
        Server::bind(Config { grpc_listen, ..config("127.0.0.1:0", &folder) }).await.unwrap();
    let (addr, grpc) = (server.addr(), server.grpc_addr());
    assert_ne!(addr, grpc);
    let shutdown = CancellationToken::new();
    let running = tokio::spawn(server.serve(shutdown.clone()));
    let mut client = CoordinatorClient::connect(format!("http://{grpc}")).await.unwrap();
    client.register(registration(&uuid())).await.unwrap();
    let mut elsewhere = CoordinatorClient::connect(format!("http://{addr}")).await.unwrap();
    assert!(elsewhere.register(registration(&uuid())).await.is_err());
    shutdown.cancel();
    running.await.unwrap().unwrap();
}

#[tokio::test]
async fn silent_clients_and_waiting_workers_do_not_hold_a_shutdown_up() {
    let mut it = start().await;
    let worker = uuid();
    it.client.register(registration(&worker)).await.unwrap();
    let mut silent = TcpStream::connect(it.addr).await.unwrap();
    let mut preface = TcpStream::connect(it.addr).await.unwrap();
    preface.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await.unwrap();
    let mut half = TcpStream::connect(it.addr).await.unwrap();
    half.write_all(b"GET /healthz HTTP/1.1\r\nHost: ").await.unwrap();
    let ask =
        v1::LeaseRequest { worker, request: uuid(), trials_max: 1, wait_ms: 20_000, bundle_max: 0 };
    let mut client = it.client.clone();
    let waiting = tokio::spawn(async move { client.lease(ask).await });
    // The lease is held open once another call on the same connection has been answered.
    it.client.register(registration(&uuid())).await.unwrap();
    it.shutdown.cancel();
    let ended = tokio::time::timeout(Duration::from_secs(15), it.served).await;
    ended.expect("the shutdown is held up").unwrap().unwrap();
    let answered = waiting.await.unwrap();
    assert!(answered.is_ok_and(|it| it.into_inner().assignments.is_empty()));
    assert_eq!(silent.read(&mut [0; 8]).await.unwrap_or(0), 0);
}

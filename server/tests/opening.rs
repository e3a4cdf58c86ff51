//! Databases that cannot be used are refused with a line that says why, and are left as they are.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod harness;

use std::{fs, path::Path};

use harness::{Bench, on_each, points, series};
use search::document::Node;
use server::store::{Error, Lane, Store, job};
use sqlx::{ConnectOptions as _, Connection as _, Executor as _, sqlite::SqliteConnectOptions};

fn url(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

async fn refusal(url: &str) -> String {
    match Store::open(url).await {
        Err(Error::Unusable(why)) => why,
        other => panic!("expected a refusal of {url}, found {other:?}"),
    }
}

#[tokio::test]
async fn an_address_that_names_no_database_is_refused() {
    assert!(refusal("mysql://root@localhost/x").await.contains("sqlite://"));
    assert!(refusal("nonsense").await.contains("names no database"));
    assert!(refusal("sqlite::memory:").await.contains("name a file"));
    assert!(refusal("postgres://nobody@127.0.0.1:1/x").await.contains("cannot reach Postgres"));
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("letter.db");
    let text = "Dear Sir or Madam, ".repeat(100);
    fs::write(&file, &text).unwrap();
    assert!(refusal(&url(&file)).await.contains("not a SQLite database"));
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
}

#[tokio::test]
async fn a_database_of_another_program_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("theirs.db");
    let options = SqliteConnectOptions::new().filename(&file).create_if_missing(true);
    let mut theirs = options.connect().await.unwrap();
    theirs.execute("create table letters (body text)").await.unwrap();
    theirs.close().await.unwrap();
    let before = fs::read(&file).unwrap();
    assert!(refusal(&url(&file)).await.contains("some other program"));
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[tokio::test]
async fn a_second_coordinator_on_the_same_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ours.db");
    let first = Store::open(&url(&file)).await.unwrap();
    assert!(refusal(&url(&file)).await.contains("another coordinator"));
    drop(first);
}

#[tokio::test]
async fn a_folder_that_does_not_exist_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("nowhere/ours.db");
    assert!(refusal(&url(&file)).await.contains("nowhere/ours.db"));
}

#[tokio::test]
async fn what_was_acknowledged_is_there_when_the_file_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ours.db");
    let clock = server::clock::Clock::system;
    let document = Node::from_yaml(
        "{ method: grid, parameters: { lr: { min: 0.1, max: 1, points: 4 } }, train: { synthetic: {} } }",
    );
    let id = {
        let store = Store::open(&url(&file)).await.unwrap();
        let coordinator = server::coordinator::Coordinator::new(store, clock(), harness::LEASE);
        coordinator.submit(&document.unwrap(), None).await.unwrap().sweep.id
    };
    // The lock goes with the last handle, which the writer's task holds a moment longer.
    let store = loop {
        match Store::open(&url(&file)).await {
            Ok(store) => break store,
            Err(Error::Unusable(why)) if why.contains("another coordinator") => {
                tokio::task::yield_now().await;
            }
            Err(other) => panic!("{other}"),
        }
    };
    assert_eq!(store.sweep(&id).await.unwrap().unwrap().counts.queued, 4);
}

#[tokio::test]
async fn sqlite_is_new_enough_not_to_lose_writes() {
    let folder = tempfile::tempdir().unwrap();
    let options =
        SqliteConnectOptions::new().filename(folder.path().join("v.db")).create_if_missing(true);
    let mut connection = options.connect().await.unwrap();
    let version: String =
        sqlx::query_scalar("select sqlite_version()").fetch_one(&mut connection).await.unwrap();
    let parts: Vec<u32> = version.split('.').map(|it| it.parse().unwrap()).collect();
    assert!(parts >= vec![3, 51, 3], "{version} has the WAL-reset bug");
}

#[tokio::test]
async fn a_transaction_that_fails_takes_back_its_own_writes_and_nobody_elses() {
    on_each(async |bench| {
        let sweep = bench.submit_grid(1, 1).await;
        let mut jobs = tokio::task::JoinSet::new();
        for turn in 0..40 {
            let (store, sweep) = (bench.coordinator.store.clone(), sweep.clone());
            jobs.spawn(async move {
                let write = job(move |tx| {
                    Box::pin(async move {
                        let now = search::time::Timestamp(turn);
                        if turn % 2 == 0 {
                            tx.remove_sweep(&sweep).await?;
                            return Err(Error::Busy);
                        }
                        tx.set_sweep_state(&sweep, server::store::SweepState::Paused, now).await
                    })
                });
                store.write(Lane::Control, write).await.is_ok()
            });
        }
        let kept = jobs.join_all().await.into_iter().filter(|it| *it).count();
        assert_eq!(kept, 20);
        let state = bench.coordinator.sweep(&sweep).await.unwrap().state;
        assert_eq!(state, server::store::SweepState::Paused);
    })
    .await;
}

#[tokio::test]
async fn a_caller_that_goes_away_leaves_no_transaction_half_done() {
    on_each(async |bench| {
        bench.submit_grid(1, 1).await;
        let worker = bench.register("ada").await;
        let trial = bench.lease(&worker, 1).await.assignments[0].trial.clone();
        for turn in 0..300_u64 {
            let said = vec![series(&trial, 1, turn, points(turn, 1))];
            let report = bench.coordinator.report(&worker, said);
            // Dropped at a different point each time.
            let patience = std::time::Duration::from_micros(turn % 50 * 20);
            let _ = tokio::time::timeout(patience, report).await;
        }
        let whole = vec![series(&trial, 1, 0, points(0, 300))];
        let (acks, _) = bench.coordinator.report(&worker, whole).await.unwrap();
        assert_eq!(acks[0].next_seq, 300);
        assert_eq!(stored_points(&bench, &trial).await, 300);
    })
    .await;
}

async fn stored_points(bench: &Bench, trial: &str) -> usize {
    let stored = bench.coordinator.trial(trial).await.unwrap();
    bench.coordinator.points(&stored).await.unwrap().iter().map(search::curve::Points::len).sum()
}

#[tokio::test]
async fn a_full_disk_refuses_and_loses_nothing_and_recording_goes_on_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let bench = harness::bench(&url(&folder.path().join("small.db"))).await;
    let before = bench.submit_grid(3, 1).await;
    // SQLite's own limit stands in for the disk: writes fail in the same way and with the same code.
    bench.coordinator.store.limit_pages(200).await.unwrap();
    let document = Node::from_yaml(
        "{ method: random, trials: 20000, parameters: { lr: [0.1, 1] }, train: { synthetic: {} } }",
    );
    let document = document.unwrap();
    let refused = bench.coordinator.submit(&document, None).await.unwrap_err();
    assert!(refused.to_string().contains("disk"), "{refused}");
    assert_eq!(bench.coordinator.store.sweeps(None, None, 10).await.unwrap().len(), 1);
    assert_eq!(bench.coordinator.sweep(&before).await.unwrap().counts.queued, 3);
    bench.coordinator.store.limit_pages(1 << 30).await.unwrap();
    let sweep = bench.coordinator.submit(&document, None).await.unwrap().sweep;
    assert_eq!(sweep.counts.queued, 20_000);
}

#[tokio::test]
async fn a_file_that_another_program_locks_is_refused_with_that_reason() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("locked.db");
    let options = SqliteConnectOptions::new().filename(&file).create_if_missing(true);
    let mut theirs = options.connect().await.unwrap();
    theirs.execute("begin exclusive").await.unwrap();
    assert!(refusal(&url(&file)).await.contains("locked by another program"));
    theirs.execute("rollback").await.unwrap();
    assert!(Store::open(&url(&file)).await.is_ok());
}

#[tokio::test]
async fn a_write_that_another_program_keeps_out_is_told_to_come_back_and_then_works() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shared.db");
    let bench = harness::bench(&url(&file)).await;
    let mut theirs = SqliteConnectOptions::new().filename(&file).connect().await.unwrap();
    theirs.execute("begin immediate").await.unwrap();
    let document = Node::from_yaml(
        "{ method: random, trials: 2, parameters: { lr: [0.1, 1] }, train: { synthetic: {} } }",
    );
    let document = document.unwrap();
    let refused = bench.coordinator.submit(&document, None).await.unwrap_err();
    assert!(matches!(refused, server::error::Error::Busy), "{refused}");
    // What is there can be read all the while.
    assert!(bench.coordinator.store.sweeps(None, None, 10).await.unwrap().is_empty());
    theirs.execute("rollback").await.unwrap();
    assert_eq!(bench.coordinator.submit(&document, None).await.unwrap().sweep.counts.queued, 2);
}

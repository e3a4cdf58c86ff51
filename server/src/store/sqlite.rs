//! SQLite's side of the store: many readers, and one task that writes.
//!
//! SQLite has one writer at a time. So one task owns the one connection that writes, and jobs queue for
//! it. It takes all that wait into one transaction and answers them after the commit: while one
//! group is being synced to disk the next one gathers. Each job is a savepoint of its own, so
//! that one that fails takes back nothing of the others.

use std::sync::Arc;

use futures::future::BoxFuture;
use sqlx::{Executor as _, SqliteConnection, SqlitePool};
use tokio::sync::{mpsc, oneshot};

use super::{Error, Store, Tx};

/// So many jobs may wait in a lane before another is turned away.
const WAITING_MAX: usize = 4_096;
/// So many jobs share a commit. More would only make the first of them wait longer.
const GROUP_MAX: usize = 512;
/// Of these, so many may be bulk: a flood of metric points must not keep leases from being renewed.
const GROUP_BULK_MAX: usize = 128;

/// Which queue a job waits in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Leases, heartbeats, completions, whatever people ask for.
    Control,
    /// Metric points.
    Bulk,
}

/// An open database file.
#[derive(Clone, Debug)]
pub struct Database {
    reader: SqlitePool,
    control: mpsc::Sender<Queued>,
    bulk: mpsc::Sender<Queued>,
    /// Keeps other coordinators away from the file for as long as anybody uses it.
    _lock: Arc<std::fs::File>,
}

/// A job that waits, as something that can be run, or turned away, without knowing what it returns.
type Queued = Box<dyn for<'t> FnOnce(Result<&'t mut Tx, Error>) -> BoxFuture<'t, Answer> + Send>;

/// Tells whoever asked how it went; called after the commit. `None` means that it is on disk.
struct Answer {
    failed: bool,
    tell: Box<dyn FnOnce(Option<Error>) + Send>,
}

impl Database {
    /// Takes over connections that are set up, and starts the writer.
    pub(super) fn new(reader: SqlitePool, writer: SqliteConnection, lock: std::fs::File) -> Self {
        let (control, control_queue) = mpsc::channel(WAITING_MAX);
        let (bulk, bulk_queue) = mpsc::channel(WAITING_MAX);
        let writer = Writer { tx: Tx::Sqlite(writer), control: control_queue, bulk: bulk_queue };
        tokio::spawn(writer.run());
        Self { reader, control, bulk, _lock: Arc::new(lock) }
    }

    /// Connections that only read.
    pub(super) fn reader(&self) -> &SqlitePool {
        &self.reader
    }

    /// Queues `job` and waits until it is on disk.
    pub(super) async fn write<T, F>(&self, lane: Lane, job: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, Error>> + Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        let queued: Queued = Box::new(move |turn| {
            Box::pin(async move {
                let result = match turn {
                    Ok(tx) => job(tx).await,
                    Err(error) => Err(error),
                };
                let failed = result.is_err();
                let tell = Box::new(move |lost: Option<Error>| {
                    // Whoever asked may be gone; what was written stays written.
                    let _ = tell.send(lost.map_or(result, Err));
                });
                Answer { failed, tell }
            })
        });
        let queue = match lane {
            Lane::Control => &self.control,
            Lane::Bulk => &self.bulk,
        };
        queue.try_send(queued).map_err(|_| Error::Busy)?;
        told.await.map_err(|_| Error::Busy)?
    }
}

impl Store {
    /// Bounds the database file, in pages of 4 KiB; of Postgres, which has no such bound, it asks nothing.
    pub async fn limit_pages(&self, pages: u32) -> Result<(), Error> {
        let limit = super::job(move |tx| {
            Box::pin(async move {
                if let Tx::Sqlite(connection) = tx {
                    let sql = sqlx::AssertSqlSafe(format!("pragma max_page_count = {pages}"));
                    connection.execute(sql).await?;
                }
                Ok(())
            })
        });
        self.write(Lane::Control, limit).await
    }
}

struct Writer {
    tx: Tx,
    control: mpsc::Receiver<Queued>,
    bulk: mpsc::Receiver<Queued>,
}

impl Writer {
    async fn run(mut self) {
        loop {
            let first = tokio::select! {
                biased;
                Some(job) = self.control.recv() => job,
                Some(job) = self.bulk.recv() => job,
                else => return,
            };
            self.group(first).await;
        }
    }

    /// Runs `first` and all that wait behind it in one transaction.
    async fn group(&mut self, first: Queued) {
        if let Err(error) = self.execute("begin immediate").await {
            (first(Err(error)).await.tell)(None);
            return;
        }
        let mut answers = Vec::new();
        let mut next = Some(first);
        let mut bulk = 0;
        let mut outcome = Ok(());
        while let Some(job) = next.take() {
            outcome = self.job(job, &mut answers).await;
            if answers.len() < GROUP_MAX && outcome.is_ok() {
                next = self.waiting(&mut bulk);
            }
        }
        if outcome.is_ok() {
            outcome = self.execute("commit").await;
        }
        if outcome.is_err() {
            // Nothing to take back where SQLite did so itself, as it does when the disk is full.
            let _ = self.execute("rollback").await;
        }
        for answer in answers {
            (answer.tell)(outcome.as_ref().err().map(Error::again));
        }
    }

    /// The next job that waits, if it may join the group.
    fn waiting(&mut self, bulk: &mut usize) -> Option<Queued> {
        if let Ok(job) = self.control.try_recv() {
            return Some(job);
        }
        *bulk += 1;
        (*bulk <= GROUP_BULK_MAX).then(|| self.bulk.try_recv().ok()).flatten()
    }

    /// Runs one job as a savepoint. An error means that the whole group is lost.
    async fn job(&mut self, job: Queued, answers: &mut Vec<Answer>) -> Result<(), Error> {
        self.execute("savepoint job").await?;
        let answer = job(Ok(&mut self.tx)).await;
        let failed = answer.failed;
        answers.push(answer);
        if failed {
            self.execute("rollback to job").await?;
        }
        self.execute("release job").await
    }

    async fn execute(&mut self, sql: &'static str) -> Result<(), Error> {
        let Tx::Sqlite(connection) = &mut self.tx else { return Ok(()) };
        connection.execute(sql).await.map(drop).map_err(Error::from)
    }
}

impl Error {
    /// The same error for another of those whom it hits.
    fn again(&self) -> Self {
        match self {
            Self::Corrupt(table) => Self::Corrupt(table),
            Self::Busy => Self::Busy,
            Self::Full => Self::Full,
            Self::Unusable(why) => Self::Unusable(why.clone()),
            Self::Database(error) => Self::Database(sqlx::Error::Protocol(error.to_string())),
        }
    }
}

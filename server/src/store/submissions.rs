//! Submissions that were heard before.

use search::time::Timestamp;
use sqlx::FromRow;

use super::{Error, Tx, within};

/// A submission that came with an idempotency key.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Submission {
    /// The key that its sender chose.
    pub key: String,
    /// Tells one body from another.
    pub fingerprint: String,
    /// The sweep that it made.
    pub sweep_id: String,
}

impl Tx {
    /// The submission that came with `key`, if one did.
    pub async fn submission(&mut self, key: &str) -> Result<Option<Submission>, Error> {
        let sql = "select key, fingerprint, sweep_id from submissions where key = $1";
        Ok(within!(self, |db| sqlx::query_as(sql).bind(key).fetch_optional(db).await)?)
    }

    /// Remembers a submission; `false` where its key was taken in the meantime.
    pub async fn add_submission(&mut self, it: &Submission, now: Timestamp) -> Result<bool, Error> {
        let sql = "insert into submissions (key, fingerprint, sweep_id, created_at)
                   values ($1, $2, $3, $4) on conflict do nothing";
        let written = within!(self, |db| sqlx::query(sql)
            .bind(&it.key)
            .bind(&it.fingerprint)
            .bind(&it.sweep_id)
            .bind(now.0)
            .execute(db)
            .await
            .map(|it| it.rows_affected()))?;
        Ok(written == 1)
    }

    /// Forgets submissions from before `then`.
    pub async fn forget_submissions(&mut self, then: Timestamp) -> Result<(), Error> {
        let sql = "delete from submissions where created_at < $1";
        Ok(within!(self, |db| sqlx::query(sql).bind(then.0).execute(db).await.map(drop))?)
    }
}

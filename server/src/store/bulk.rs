//! Moving all trials of a sweep at once, where reading each of a hundred thousand would take too long.
//!
//! These statements say what [`search::trial::Trial::after`] says of each trial alone; a test holds them to it.
//! Trials are written before their sweep, as everywhere, so that two transactions cannot wait for each other.

use search::time::Timestamp;

use super::{Counts, Error, SweepState, Tx, within};

impl Tx {
    /// Cancels all trials of `sweep`: those that wait at once, those that run when their workers hear of it.
    /// Returns how many waited.
    pub async fn cancel_trials(&mut self, sweep: &str, now: Timestamp) -> Result<u64, Error> {
        let running = "update trials set cancelling = true, updated_at = $2
                       where sweep_id = $1 and state = 'running' and cancelling = false";
        within!(self, |db| sqlx::query(running)
            .bind(sweep)
            .bind(now.0)
            .execute(db)
            .await
            .map(drop))?;
        let queued = "update trials set state = 'cancelled', ended_at = $2, updated_at = $2
                      where sweep_id = $1 and state = 'queued'";
        let gone = within!(self, |db| sqlx::query(queued)
            .bind(sweep)
            .bind(now.0)
            .execute(db)
            .await
            .map(|it| it.rows_affected()))?
        .cast_signed();
        self.set_sweep_state(sweep, SweepState::Cancelled, now).await?;
        self.move_counts(
            sweep,
            &Counts { queued: -gone, cancelled: gone, ..Counts::default() },
            now,
        )
        .await?;
        Ok(gone.unsigned_abs())
    }

    /// Queues all failed and quarantined trials of `sweep` again. Returns how many those were.
    pub async fn retry_trials(&mut self, sweep: &str, now: Timestamp) -> Result<u64, Error> {
        let sql = "update trials
                   set state = 'queued', failures = 0, not_before = 0, worker_id = null, error = null,
                       ended_at = null, updated_at = $3
                   where sweep_id = $1 and state = $2";
        let mut moved = [0; 2];
        for (moved, state) in moved.iter_mut().zip(["failed", "quarantined"]) {
            *moved = within!(self, |db| sqlx::query(sql)
                .bind(sweep)
                .bind(state)
                .bind(now.0)
                .execute(db)
                .await
                .map(|it| it.rows_affected()))?
            .cast_signed();
        }
        let [failed, quarantined] = moved;
        if failed + quarantined > 0 {
            self.set_sweep_state(sweep, SweepState::Running, now).await?;
            let queued = failed + quarantined;
            let by =
                Counts { queued, failed: -failed, quarantined: -quarantined, ..Counts::default() };
            self.move_counts(sweep, &by, now).await?;
        }
        Ok((failed + quarantined).cast_unsigned())
    }
}

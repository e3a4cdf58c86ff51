//! What trials came to at the rungs where early stopping judges them.

use search::stopping::Others;
use sqlx::FromRow;

use super::{Error, Tx, trials::signed, within};

/// A rung of those trials of a sweep that share a seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rung<'a> {
    /// The sweep.
    pub sweep: &'a str,
    /// Which of the seeds.
    pub replicate: u64,
    /// Which rung, from 0.
    pub rung: u64,
}

#[derive(FromRow)]
struct Row {
    reached: i64,
    better: i64,
}

impl Tx {
    /// Notes that `trial` has reached `rung`, and what it came to there; nothing where it diverged. A later attempt
    /// takes the place of an earlier one.
    pub async fn put_rung(
        &mut self,
        rung: Rung<'_>,
        trial: &str,
        loss: Option<f64>,
    ) -> Result<(), Error> {
        let sql = "insert into rungs (sweep_id, replicate, rung, trial_id, loss) values ($1, $2, $3, $4, $5)
                   on conflict (sweep_id, replicate, rung, trial_id) do update set loss = $5";
        within!(self, |db| sqlx::query(sql)
            .bind(rung.sweep)
            .bind(signed(rung.replicate))
            .bind(signed(rung.rung))
            .bind(trial)
            .bind(loss)
            .execute(db)
            .await
            .map(drop))?;
        Ok(())
    }

    /// The trials other than `trial` that have reached `rung`, and how many of them did better than `loss`.
    pub async fn others(
        &mut self,
        rung: Rung<'_>,
        trial: &str,
        loss: f64,
    ) -> Result<Others, Error> {
        let sql = "select count(*) as reached, count(case when loss < $5 then 1 end) as better
                   from rungs where sweep_id = $1 and replicate = $2 and rung = $3 and trial_id <> $4";
        let row: Row = within!(self, |db| sqlx::query_as(sql)
            .bind(rung.sweep)
            .bind(signed(rung.replicate))
            .bind(signed(rung.rung))
            .bind(trial)
            .bind(loss)
            .fetch_one(db)
            .await)?;
        Ok(Others { reached: row.reached.unsigned_abs(), better: row.better.unsigned_abs() })
    }
}

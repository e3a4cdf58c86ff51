//! Best rates across sweeps. Each is found once for as many trials as its sweep has trained, and kept with the sweep.

use super::Coordinator;
use crate::{
    error::Error,
    store::{self, BestRate, Lane, Wanted},
};

/// So many best rates are found before they are written.
const FOUND_AT_ONCE: u32 = 100;

/// So many sweeps from before are described at a time.
const DESCRIBED_AT_ONCE: u32 = 200;

impl Coordinator {
    /// Up to `limit` best rates of the sweeps that are `wanted`: by metric, the best first.
    pub async fn best_rates(&self, wanted: &Wanted, limit: u32) -> Result<Vec<BestRate>, Error> {
        self.describe_old().await?;
        self.find_outdated(wanted).await?;
        Ok(self.store.best_rates(wanted, limit).await?)
    }

    /// Says of sweeps that an older version stored what they are about. Once that is done, this finds none.
    async fn describe_old(&self) -> Result<(), Error> {
        loop {
            let old = self.store.undescribed(DESCRIBED_AT_ONCE).await?;
            if old.is_empty() {
                return Ok(());
            }
            let mut described = Vec::new();
            for id in old {
                let rules = self.rules(&id).await?;
                described.push((id, rules.metric.clone(), rules.subject()));
            }
            let job = store::job(move |tx| {
                Box::pin(async move {
                    for (id, metric, subject) in &described {
                        tx.describe(id, metric, subject).await?;
                    }
                    Ok(())
                })
            });
            self.store.write(Lane::Control, job).await?;
        }
    }

    /// Finds the best rates anew of those sweeps that are `wanted` and have come further. A sweep that is being
    /// trained has come further again by the next time; each is looked at once.
    async fn find_outdated(&self, wanted: &Wanted) -> Result<(), Error> {
        let mut after = String::new();
        loop {
            let outdated = self.store.outdated(wanted, &after, FOUND_AT_ONCE).await?;
            let Some(last) = outdated.last() else { return Ok(()) };
            after.clone_from(last);
            let mut found = Vec::new();
            for id in outdated {
                // Read before its trials: what ends meanwhile makes it outdated, and never goes unnoticed.
                let Some(sweep) = self.store.sweep(&id).await? else { continue };
                let goal = self.rules(&id).await?.metric.goal;
                let best = self.store.ranking(&sweep, goal, 1).await?.first().copied();
                found.push((sweep, goal, best));
            }
            let job = store::job(move |tx| {
                Box::pin(async move {
                    for (sweep, goal, best) in &found {
                        tx.keep_best(sweep, *goal, *best).await?;
                    }
                    Ok(())
                })
            });
            self.store.write(Lane::Control, job).await?;
        }
    }
}

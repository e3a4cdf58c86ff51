//! Best rates across sweeps.

use super::Coordinator;
use crate::{
    error::Error,
    store::{self, BestRate, Lane, Wanted},
};

/// So many sweeps from before are described at a time.
const DESCRIBED_AT_ONCE: u32 = 200;

impl Coordinator {
    /// Up to `limit` best rates of the sweeps that are `wanted`: by metric, the best first.
    pub async fn best_rates(&self, wanted: &Wanted, limit: u32) -> Result<Vec<BestRate>, Error> {
        self.describe_old().await?;
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
}

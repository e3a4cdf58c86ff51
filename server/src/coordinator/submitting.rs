//! Taking sweeps.

use std::sync::Arc;

use search::{
    document::Node,
    find,
    sweep::{Planned, Sweep},
};

use super::Coordinator;
use crate::{
    error::Error,
    store::{self, Counts, Lane, Place, StoredSweep, Submission, SweepState},
};

/// So many trials of a dry run are shown.
const SHOWN_MAX: usize = 100;
/// So many trials are named and written at a time.
const PLACED_AT_ONCE: usize = 5_000;

/// A sweep that is stored.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// The sweep.
    pub sweep: StoredSweep,
    /// Whether it was stored just now, and not when the same submission came before.
    pub is_new: bool,
}

/// The trials that a sweep would have.
#[derive(Clone, Debug)]
pub struct DryRun {
    /// The sweep.
    pub sweep: Arc<Sweep>,
    /// How many trials it would have; a search would begin with so many.
    pub trials: u64,
    /// Its first trials.
    pub preview: Vec<Planned>,
}

impl Coordinator {
    /// What `document` would make; nothing is stored.
    pub fn dry_run(document: &Node) -> Result<DryRun, Error> {
        let sweep = Arc::new(Sweep::read(document).map_err(Error::Invalid)?);
        let numbers = find::opening(&sweep);
        let preview = numbers.iter().take(SHOWN_MAX).map(|it| sweep.plan(*it)).collect();
        Ok(DryRun { trials: numbers.len() as u64, sweep, preview })
    }

    /// Stores a sweep and all its trials, or the first of a search. A `key` that was used before is answered with the sweep it made then.
    pub async fn submit(&self, document: &Node, key: Option<String>) -> Result<Accepted, Error> {
        let rules = Arc::new(Sweep::read(document).map_err(Error::Invalid)?);
        let document = serde_json::to_string(document)
            .map_err(|error| Error::invalid("", format!("cannot be written as JSON: {error}")))?;
        let now = self.clock.now();
        let numbers = find::opening(&rules);
        let trials = i64::try_from(numbers.len()).unwrap_or(i64::MAX);
        let sweep = StoredSweep {
            id: self.ids.next(),
            name: rules.name.clone(),
            method: rules.method.name().to_owned(),
            state: SweepState::Running,
            priority: i64::from(rules.priority),
            configurations: rules.configurations,
            replicates: rules.replicates,
            created_at: now,
            updated_at: now,
            ended_at: None,
            counts: Counts { queued: trials, ..Counts::default() },
            document,
        };
        let submission = key.map(|key| Submission {
            key,
            fingerprint: fingerprint(&sweep.document),
            sweep_id: sweep.id.clone(),
        });
        let accepted = self.store_sweep(sweep, rules.clone(), numbers, submission).await?;
        if accepted.is_new {
            self.catalog.put(&accepted.sweep.id, rules);
            tracing::info!(sweep.id = %accepted.sweep.id, trials, "a sweep was submitted");
            self.wake_workers();
        }
        Ok(accepted)
    }

    async fn store_sweep(
        &self,
        sweep: StoredSweep,
        rules: Arc<Sweep>,
        numbers: Vec<u64>,
        submission: Option<Submission>,
    ) -> Result<Accepted, Error> {
        let ids = self.ids.clone();
        let fingerprint = submission.as_ref().map(|it| it.fingerprint.clone());
        let job = store::job(move |tx| {
            Box::pin(async move {
                if let Some(submission) = &submission
                    && let Some(known) = tx.submission(&submission.key).await?
                {
                    let sweep = tx.sweep(&known.sweep_id).await?.unwrap_or(sweep);
                    return Ok((Accepted { sweep, is_new: false }, Some(known.fingerprint)));
                }
                tx.add_sweep(&sweep).await?;
                tx.describe(&sweep.id, &rules.metric, &rules.subject()).await?;
                if let Some(submission) = &submission
                    && !tx.add_submission(submission, sweep.created_at).await?
                {
                    // Another coordinator is taking the same submission at this moment.
                    return Err(crate::store::Error::Busy);
                }
                for numbers in numbers.chunks(PLACED_AT_ONCE) {
                    let place = |it: &u64| Place { id: ids.next(), place: rules.place(*it) };
                    let places: Vec<Place> = numbers.iter().map(place).collect();
                    tx.add_trials(&sweep, &rules, &places).await?;
                }
                Ok((Accepted { sweep, is_new: true }, None))
            })
        });
        match self.store.write(Lane::Control, job).await? {
            (_, Some(known)) if Some(&known) != fingerprint.as_ref() => Err(Error::KeyReused),
            (accepted, _) => Ok(accepted),
        }
    }
}

/// Tells one document from another: FNV-1a in 64 bits, and the length.
fn fingerprint(document: &str) -> String {
    let hash = document.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, it| {
        (hash ^ u64::from(it)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}-{}", document.len())
}

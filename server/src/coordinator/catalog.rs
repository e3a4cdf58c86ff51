//! Sweeps as the rules know them, kept so that they are not read anew for every trial.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use search::{document::Node, sweep::Sweep};

use super::Coordinator;
use crate::{
    error::Error,
    store::{self, StoredSweep, Tx},
};

/// So many sweeps are kept. A sweep never changes, so nothing here goes stale.
const KEPT_MAX: usize = 512;

/// Sweeps that were read before.
#[derive(Clone, Default)]
pub(super) struct Catalog(Arc<RwLock<HashMap<String, Arc<Sweep>>>>);

impl Catalog {
    fn get(&self, id: &str) -> Option<Arc<Sweep>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    pub(super) fn put(&self, id: &str, sweep: Arc<Sweep>) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(id.to_owned(), sweep);
    }

    fn read(&self, stored: &StoredSweep) -> Result<Arc<Sweep>, store::Error> {
        let corrupt = || store::Error::Corrupt("sweeps");
        let document = Node::from_json(&stored.document).map_err(|_| corrupt())?;
        let sweep = Arc::new(Sweep::read(&document).map_err(|_| corrupt())?);
        self.put(&stored.id, sweep.clone());
        Ok(sweep)
    }

    /// The sweep named `id`, asked for inside a transaction.
    pub(super) async fn within(&self, tx: &mut Tx, id: &str) -> Result<Arc<Sweep>, store::Error> {
        match self.get(id) {
            Some(sweep) => Ok(sweep),
            None => match tx.sweep(id).await? {
                Some(stored) => self.read(&stored),
                None => Err(store::Error::Corrupt("trials")),
            },
        }
    }
}

impl Coordinator {
    /// A sweep that was read, as the rules know it.
    pub fn rules_of(&self, sweep: &StoredSweep) -> Result<Arc<Sweep>, Error> {
        match self.catalog.get(&sweep.id) {
            Some(rules) => Ok(rules),
            None => Ok(self.catalog.read(sweep)?),
        }
    }

    /// The sweep named `id`, as the rules know it.
    pub async fn rules(&self, id: &str) -> Result<Arc<Sweep>, Error> {
        match self.catalog.get(id) {
            Some(sweep) => Ok(sweep),
            None => Ok(self.catalog.read(&self.sweep(id).await?)?),
        }
    }

    /// The sweep named `id`.
    pub async fn sweep(&self, id: &str) -> Result<StoredSweep, Error> {
        self.store.sweep(id).await?.ok_or_else(|| Error::NotFound("sweep", id.to_owned()))
    }
}

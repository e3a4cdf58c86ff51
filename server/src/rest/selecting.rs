//! Which trials of a sweep are asked for, wherever trials are.

use search::{document::Fields, sweep::Sweep};
use utoipa::IntoParams;

use super::asking;
use crate::{
    coordinator::{self, STATES},
    error::Error,
    store::Condition,
};

/// What trials have to be.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Selection {
    /// Only trials in this state: `queued`, `running`, `completed`, `stopped`, `failed`, `cancelled` or `quarantined`; or
    /// `diverged`, which are the completed ones whose training got nowhere.
    state: Option<&'static str>,
    /// Only trials that meet these conditions, such as `lr >= 0.01 and batch_size = 32`: a name, one of `=`, `!=`, `<`, `<=`,
    /// `>`, `>=`, and a number or a word; `and` or a comma between them. Names are those of the sweep's parameters and its
    /// metric, and `lr`, `value`, `number`, `configuration`, `replicate`, `seed`, `seconds`, `attempt`, `failures`, `state`
    /// and `worker` (an id or a name). Numbers are equal where they agree in the digits that are written, and in three at
    /// least.
    #[param(rename = "where")]
    conditions: Option<String>,
}

impl Selection {
    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        let state = fields.optional("state", |it| asking::one_of(it, &STATES));
        let conditions = fields.optional("where", |it| it.text().map(str::to_owned));
        Some(Self { state: state?, conditions: conditions? })
    }

    /// Whether there are conditions that nobody counts the trials of.
    pub(super) fn is_uncounted(&self) -> bool {
        self.conditions.is_some()
    }

    /// The same of the trials of `sweep`, as the database can check it.
    pub(super) fn of(&self, sweep: &Sweep) -> Result<Vec<Condition>, Error> {
        let mut all = match &self.conditions {
            None => Vec::new(),
            Some(text) => coordinator::selected(sweep, text)?,
        };
        all.extend(self.state.map(|it| Condition::State(it.to_owned(), true)));
        Ok(all)
    }
}

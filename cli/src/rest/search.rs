//! Searches, as they are shown to people: what is known before, and how they came to their answer.

use serde::Deserialize;

/// How a search came to its answer.
#[derive(Debug, Deserialize)]
pub(crate) struct Search {
    pub(crate) stage: String,
    pub(crate) decisions: Vec<Decision>,
    pub(crate) end: Option<String>,
    pub(crate) cost: f64,
    pub(crate) budget: f64,
    pub(crate) grid_cost: f64,
}

/// One decision of a search.
#[derive(Debug, Deserialize)]
pub(crate) struct Decision {
    pub(crate) trials: u64,
    pub(crate) why: String,
}

/// What is known of a search before it begins.
#[derive(Debug, Deserialize)]
pub(crate) struct Expected {
    pub(crate) budget: f64,
    pub(crate) grid_cost: f64,
}

//! What stands in an export: the columns, and a row for a trial.

use std::sync::Arc;

use search::{
    document::Node,
    loss::Loss,
    sweep::Sweep,
    trial::{Outcome, Score, State},
};

use crate::{
    rest::views::time,
    store::{Stored, state_name},
};

/// The columns before those of the parameters, and behind them.
const BEFORE: [&str; 7] =
    ["number", "id", "configuration", "replicate", "seed", "state", "diverged"];
const BEHIND: [&str; 11] = [
    "lr",
    "value",
    "first",
    "attempt",
    "failures",
    "trained",
    "worker",
    "started_at",
    "ended_at",
    "train_ms",
    "error",
];

/// The values of a row, in the order of the columns.
pub(super) type Row = Vec<Node>;

/// Makes rows of trials.
#[derive(Clone)]
pub(super) struct Rows {
    rules: Arc<Sweep>,
    /// The parameters that have a column. The rate has one of its own.
    parameters: Arc<Vec<String>>,
}

impl Rows {
    pub(super) fn new(rules: Arc<Sweep>) -> Self {
        let names = rules.values(0).into_iter().map(|(name, _)| name);
        let parameters = names.filter(|it| it != "lr" && it != "optimizer.lr").collect();
        Self { rules, parameters: Arc::new(parameters) }
    }

    /// The columns' names.
    pub(super) fn columns(&self) -> Vec<String> {
        let before = BEFORE.iter().map(|it| (*it).to_owned());
        let behind = BEHIND.iter().map(|it| (*it).to_owned());
        before.chain(self.parameters.iter().cloned()).chain(behind).collect()
    }

    /// The row of `trial`.
    pub(super) fn row(&self, trial: Stored) -> Row {
        let planned = self.rules.plan(trial.number);
        let values = self.rules.values(trial.configuration);
        let (value, first) = match &trial.trial.state {
            State::Completed(Outcome::Finite { value, first })
            | State::Stopped(Score { value, first }) => (Some(*value), *first),
            _ => (None, None),
        };
        let loss = |it: Option<Loss>| optional(it, |it| Node::Number(it.value()));
        let mut row = vec![
            whole(trial.number),
            Node::Text(trial.id),
            whole(trial.configuration),
            whole(planned.replicate),
            whole(planned.seed),
            Node::Text(state_name(&trial.trial.state).to_owned()),
            Node::Bool(trial.diverged),
        ];
        row.extend(
            values.into_iter().filter(|(name, _)| self.parameters.contains(name)).map(|it| it.1),
        );
        row.extend([
            optional(trial.lr, Node::Number),
            loss(value),
            loss(first),
            whole(u64::from(trial.trial.attempt)),
            whole(u64::from(trial.trial.failures)),
            optional(trial.progress, |it| whole(it.trained)),
            optional(trial.worker, Node::Text),
            optional(trial.started_at, |it| Node::Text(time(it))),
            optional(trial.ended_at, |it| Node::Text(time(it))),
            optional(trial.train_ms, whole),
            optional(trial.error, Node::Text),
        ]);
        row
    }
}

fn whole(it: u64) -> Node {
    Node::Integer(i64::try_from(it).unwrap_or(i64::MAX))
}

fn optional<T>(it: Option<T>, node: impl FnOnce(T) -> Node) -> Node {
    it.map_or(Node::Null, node)
}

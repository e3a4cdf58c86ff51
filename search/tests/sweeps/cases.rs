//! Sweeps, right ones and wrong ones, for the tests of the reader and of its schema.

mod document;
mod methods;
mod models;
mod parameters;
mod right;
mod schedules;
mod training;

use search::document::Node;

pub(crate) use self::right::RIGHT;

/// What each case is a change of, one line a key.
const BASE: &str = "\
name: digits
method: grid
metric: { name: val_loss, goal: minimize }
parameters: { lr: { min: 1e-4, max: 1.0, points: 3 } }
replicates: 2
train: { builtin: { dataset: digits, model: { kind: mlp, hidden: [32] } }, epochs: 2 }
optimizer: { kind: sgd }
";

/// The base with the lines of `change` in the place of those with the same key; `~key` takes one away.
pub(crate) fn sweep(change: &str) -> String {
    let key = |line: &str| line.trim_start_matches('~').split(':').next().map(str::to_owned);
    let changed: Vec<_> = change.lines().map(key).collect();
    let kept = BASE.lines().filter(|line| !changed.contains(&key(line)));
    let added = change.lines().filter(|line| !line.starts_with('~'));
    kept.chain(added).flat_map(|line| [line, "\n"]).collect()
}

/// The sweep as a document.
pub(crate) fn document(change: &str) -> Node {
    Node::from_text(&sweep(change)).unwrap_or_else(|error| panic!("{error} in\n{}", sweep(change)))
}

/// Whether the schema sees the mistake as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// It lies in the shape of the document.
    BySchema,
    /// It lies in what several values mean together.
    ByReaderAlone,
}

/// A wrong sweep: what is wrong, the change, who sees it, and where and in which words it is told.
pub(crate) type Wrong = (&'static str, &'static str, Seen, &'static [(&'static str, &'static str)]);

/// Every wrong sweep.
pub(crate) fn wrong() -> impl Iterator<Item = &'static Wrong> {
    let parts = [
        document::WRONG,
        parameters::WRONG,
        training::WRONG,
        models::WRONG,
        methods::WRONG,
        schedules::WRONG,
    ];
    parts.into_iter().flatten()
}

//! The shapes of the REST answers that are shown to people.
//!
//! Only what is shown is read; what the coordinator adds later is passed over. `--json` prints the
//! answers as they came and reads none of this.

mod range_test;
mod search;

use std::collections::BTreeMap;

use ::search::{document::Node, metric::Metric};
use serde::Deserialize;

pub(crate) use self::search::{Decision, Expected, Search};
use crate::numbers::counted;
pub(crate) use range_test::{AccuracyReading, Bracket, LossReading, Points, RangeTest};

/// A page of a list.
#[derive(Debug, Deserialize)]
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    pub(crate) next_cursor: Option<String>,
}

/// A sweep.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Sweep {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) state: String,
    pub(crate) method: String,
    pub(crate) metric: Metric,
    pub(crate) configurations: u64,
    pub(crate) replicates: u64,
    pub(crate) trials: u64,
    pub(crate) counts: Counts,
    /// What early stopping has saved.
    #[serde(default)]
    pub(crate) spared: Option<Spared>,
    pub(crate) priority: i64,
    pub(crate) created_at: String,
    pub(crate) ended_at: Option<String>,
    pub(crate) spec: Node,
}

/// How many of a sweep's trials stand where.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub(crate) struct Counts {
    pub(crate) queued: u64,
    pub(crate) running: u64,
    pub(crate) completed: u64,
    pub(crate) stopped: u64,
    pub(crate) failed: u64,
    pub(crate) cancelled: u64,
    pub(crate) quarantined: u64,
    pub(crate) diverged: u64,
}

/// What early stopping has saved.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Spared {
    /// As many whole trials.
    pub(crate) trials: f64,
}

/// A trial.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Trial {
    pub(crate) number: u64,
    pub(crate) configuration: u64,
    pub(crate) state: String,
    pub(crate) diverged: bool,
    pub(crate) lr: Option<f64>,
    pub(crate) parameters: Node,
    pub(crate) seed: u64,
    pub(crate) attempt: u32,
    /// How many updates or epochs it has trained; nothing where its sweep has no early stopping.
    #[serde(default)]
    pub(crate) trained: Option<u64>,
    pub(crate) value: Option<f64>,
    pub(crate) worker: Option<String>,
    pub(crate) error: Option<String>,
    pub(crate) train_ms: Option<u64>,
}

/// A worker.
#[derive(Debug, Deserialize)]
pub(crate) struct Worker {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) slots: u32,
    /// Nothing of a coordinator that knows no bundles.
    #[serde(default)]
    pub(crate) bundle: u32,
    pub(crate) device: String,
    pub(crate) labels: BTreeMap<String, String>,
    pub(crate) version: String,
    pub(crate) state: String,
    pub(crate) running: u32,
    pub(crate) seen_at: String,
}

/// The trials that a sweep would make.
#[derive(Debug, Deserialize)]
pub(crate) struct DryRun {
    pub(crate) configurations: u64,
    pub(crate) replicates: u64,
    pub(crate) trials: u64,
    pub(crate) preview: Vec<Preview>,
    #[serde(default)]
    pub(crate) find: Option<Expected>,
}

/// One of them.
#[derive(Debug, Deserialize)]
pub(crate) struct Preview {
    pub(crate) number: u64,
    pub(crate) lr: Option<f64>,
    pub(crate) seed: u64,
    pub(crate) parameters: Node,
}

/// The answer of a search.
#[derive(Debug, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the answer's own name for it")]
pub(crate) struct Best {
    pub(crate) best: Option<Candidate>,
    pub(crate) interval: Option<Interval>,
    #[serde(default)]
    pub(crate) tied: Option<Vec<Candidate>>,
    pub(crate) basin: Option<Basin>,
    pub(crate) divergence: Option<Divergence>,
    #[serde(default)]
    pub(crate) groups: Option<Vec<Group>>,
    pub(crate) scaling: Option<Scaling>,
    pub(crate) horizon: Option<Horizon>,
    #[serde(default)]
    pub(crate) top: Vec<Candidate>,
    /// What to know before relying on this.
    #[serde(default)]
    pub(crate) warnings: Vec<String>,
    /// Why something is missing.
    pub(crate) why: Option<String>,
    /// How a search came there.
    #[serde(default)]
    pub(crate) find: Option<Search>,
}

/// A configuration and how it did.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Candidate {
    pub(crate) lr: Option<f64>,
    /// The values of what varies.
    #[serde(default)]
    pub(crate) parameters: Option<Node>,
    pub(crate) mean: Option<f64>,
    #[serde(default)]
    pub(crate) std: Option<f64>,
    #[serde(default)]
    pub(crate) replicates: Option<u64>,
}

/// Where the best rate lies.
#[derive(Debug, Deserialize)]
pub(crate) struct Interval {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) confidence: f64,
}

/// Rates nearly as good as the best.
#[derive(Debug, Deserialize)]
pub(crate) struct Basin {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) within: f64,
}

/// Where training stops converging.
#[derive(Debug, Deserialize)]
pub(crate) struct Divergence {
    pub(crate) lowest_diverged: Option<f64>,
    pub(crate) highest_converged: Option<f64>,
    pub(crate) frontier: Option<Frontier>,
}

/// How the trials of each rate diverged, of which the middle is shown.
#[derive(Debug, Deserialize)]
pub(crate) struct Frontier {
    pub(crate) half: Option<Half>,
}

/// The rate at which half of the trials diverge.
#[derive(Debug, Deserialize)]
pub(crate) struct Half {
    pub(crate) lr: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// What configurations that differ in their rate alone say.
#[derive(Debug, Deserialize)]
pub(crate) struct Group {
    pub(crate) parameters: Node,
    pub(crate) best: Option<Candidate>,
    pub(crate) interval: Option<Interval>,
}

/// How the best rate moves with the size of the batch.
#[derive(Debug, Deserialize)]
pub(crate) struct Scaling {
    pub(crate) exponent: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) compatible_with: Vec<String>,
}

/// The best rate of a sweep among those of others.
#[derive(Debug, Deserialize)]
pub(crate) struct BestRate {
    pub(crate) sweep: String,
    pub(crate) name: String,
    pub(crate) metric: String,
    pub(crate) dataset: Option<String>,
    pub(crate) model: Option<String>,
    pub(crate) optimizer: Option<String>,
    pub(crate) schedule: Option<String>,
    pub(crate) lr: f64,
    pub(crate) mean: f64,
    pub(crate) replicates: u64,
}

/// How long trials trained.
#[derive(Debug, Deserialize)]
pub(crate) struct Horizon {
    #[serde(default)]
    pub(crate) epochs: Option<f64>,
    #[serde(default)]
    pub(crate) steps: Option<u64>,
}

impl Page<Node> {
    /// The list as one document.
    pub(crate) fn into_node(self) -> Node {
        let cursor = self.next_cursor.map_or(Node::Null, Node::Text);
        let items = Node::List(self.items);
        Node::Map(vec![("items".into(), items), ("next_cursor".into(), cursor)])
    }
}

impl Sweep {
    /// Whether nothing more will happen by itself.
    pub(crate) fn has_ended(&self) -> bool {
        matches!(self.state.as_str(), "completed" | "cancelled")
    }

    /// Whether its trials come to be one stage after the other, so that nobody knows how many there will be.
    pub(crate) fn is_search(&self) -> bool {
        self.method == "find"
    }

    /// How many trials are over.
    pub(crate) fn done(&self) -> u64 {
        self.trials.saturating_sub(self.counts.queued + self.counts.running)
    }

    /// How many trials were given up on.
    pub(crate) fn lost(&self) -> u64 {
        self.counts.failed + self.counts.quarantined
    }

    /// What early stopping has saved, in words; nothing where the sweep has none.
    #[expect(clippy::cast_precision_loss, reason = "trials are few")]
    pub(crate) fn spared_in_words(&self) -> Option<String> {
        let spared = self.spared?;
        let stopped = counted(self.counts.stopped, "trial");
        let share = 100.0 * spared.trials / self.trials.max(1) as f64;
        Some(format!(
            "{stopped}, which spared the work of {:.1} whole trials ({share:.0} %)",
            spared.trials
        ))
    }

    /// The names of what this sweep varies, the learning rate's own left out.
    pub(crate) fn varied(&self) -> Vec<String> {
        let Some(Node::Map(entries)) = self.spec.get("parameters") else { return Vec::new() };
        let others = entries.iter().filter(|(name, node)| {
            let is_fixed = !matches!(node, Node::Map(_) | Node::List(_));
            !matches!(name.as_str(), "lr" | "optimizer.lr") && !is_fixed
        });
        others.map(|(name, _)| name.clone()).collect()
    }
}

/// The value of what varies under `name`, in words.
pub(crate) fn setting(parameters: Option<&Node>, name: &str) -> String {
    match parameters.and_then(|it| it.get(name)) {
        None | Some(Node::Null) => crate::numbers::NOTHING.to_owned(),
        Some(Node::Text(text)) => text.clone(),
        Some(Node::Number(number)) => crate::numbers::rate(*number),
        Some(other) => serde_json::to_string(other).unwrap_or_default(),
    }
}

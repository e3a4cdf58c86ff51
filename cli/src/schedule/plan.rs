//! The three ways to lower the noise, side by side.

use figure::{Figure, Line};
use search::{
    document::Node,
    policy::{Epoch, Policy},
    preview::Preview,
};

use super::picture::{float, panel, points};
use crate::{numbers, screen};

/// Each policy, epoch by epoch.
pub(crate) struct Plan([(Policy, Vec<Epoch>); 3]);

impl Plan {
    /// The policies of a preview; nothing where no batch grows.
    pub(crate) fn of(preview: &Preview) -> Option<Self> {
        let growth = preview.growth.as_ref()?;
        let momentum = preview.momentum.unwrap_or(0.0);
        Some(Self(Policy::ALL.map(|it| (it, it.epochs(preview.terms(), growth, momentum)))))
    }

    /// How many updates each makes, and what holds from each epoch at which one of them changes.
    pub(crate) fn text(&self) -> String {
        let total = |(policy, epochs): &(Policy, Vec<Epoch>)| {
            [policy.name().to_owned(), updates(epochs).to_string()]
        };
        let totals = screen::table(["policy", "updates"], self.0.iter().map(total).collect());
        let mut head = vec!["epoch".to_owned()];
        for (policy, _) in &self.0 {
            head.extend(["lr", "batch", "noise"].map(|it| format!("{} {it}", policy.name())));
        }
        let changes = (0..self.0[0].1.len()).filter(|at| self.changes(*at));
        let row = |at: usize| {
            let cells = self.0.iter().filter_map(|(_, epochs)| epochs.get(at)).flat_map(|it| {
                [numbers::rate(it.lr), it.batch.to_string(), numbers::measure(it.noise_of_many)]
            });
            [at.to_string()].into_iter().chain(cells).collect()
        };
        format!("{totals}\n{}", screen::rows_of(&head, changes.map(row).collect()))
    }

    /// The same, with every epoch, for programs.
    pub(crate) fn document(&self) -> Node {
        let entry = |key: &str, node| (key.to_owned(), node);
        let policy = |(policy, epochs): &(Policy, Vec<Epoch>)| {
            let numbers = |of: fn(&Epoch) -> f64| {
                Node::List(epochs.iter().map(|it| Node::Number(of(it))).collect())
            };
            let counts =
                |of: fn(&Epoch) -> u64| Node::List(epochs.iter().map(|it| whole(of(it))).collect());
            Node::Map(vec![
                entry("policy", Node::Text(policy.name().to_owned())),
                entry("total_updates", whole(updates(epochs))),
                entry("lr", numbers(|it| it.lr)),
                entry("batch_size", counts(|it| it.batch)),
                entry("updates", counts(|it| it.updates)),
                entry("noise_scale", numbers(|it| it.noise)),
                entry("noise_scale_of_many", numbers(|it| it.noise_of_many)),
            ])
        };
        Node::Map(vec![entry("policies", Node::List(self.0.iter().map(policy).collect()))])
    }

    /// Rates, batches and noise of all three over the epochs.
    pub(crate) fn figure(&self, title: &str) -> Figure {
        let list = |what: &str, of: fn(&Epoch) -> f64| {
            let all: Vec<f64> = self.0.iter().flat_map(|it| it.1.iter().map(of)).collect();
            let line = |(policy, epochs): &(Policy, Vec<Epoch>)| Line {
                name: format!("{}: {} updates", policy.name(), updates(epochs)),
                points: points(&epochs.iter().map(of).collect::<Vec<_>>()),
                band: Vec::new(),
            };
            panel(what, "epoch", self.0.iter().map(line).collect(), &all)
        };
        let panels = vec![
            list("lr", |it| it.lr),
            list("batch size", |it| float(it.batch)),
            list("noise scale", |it| it.noise_of_many),
        ];
        Figure { title: title.to_owned(), panels, ..Figure::default() }
    }

    /// Whether an epoch differs from the one before it, in any policy.
    fn changes(&self, at: usize) -> bool {
        let told = |it: &Epoch| (it.lr.to_bits(), it.batch);
        self.0
            .iter()
            .any(|(_, epochs)| at == 0 || epochs.get(at).map(told) != epochs.get(at - 1).map(told))
    }
}

fn updates(epochs: &[Epoch]) -> u64 {
    epochs.iter().map(|it| it.updates).sum()
}

fn whole(count: u64) -> Node {
    Node::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}

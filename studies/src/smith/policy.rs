//! Ways to go on when the rate would be lowered, and how far their losses lie apart.

use super::LOSS;
use crate::{
    Error, Records,
    records::Seeds,
    statistics::{Estimate, mean_curve, widest},
};

/// A way to go on.
pub(super) struct Policy<'a> {
    pub(super) name: &'static str,
    pub(super) seeds: Seeds<'a>,
}

/// The policies of one optimizer: constant, decay, hybrid, growing batch, and whatever else was tried.
pub(super) struct Group<'a> {
    pub(super) name: &'static str,
    pub(super) policies: Vec<Policy<'a>>,
}

/// How many of three milestones grow the batch.
const STEPS: [(&str, f64); 3] = [("decay", 0.0), ("hybrid", 1.0), ("growing batch", 3.0)];

/// What else SGD was tried with, and in which sweep.
const MORE: [(&str, &str); 4] = [
    ("larger rate", "smith-sgd-rate"),
    ("larger momentum", "smith-sgd-momentum"),
    ("control: larger batch", "smith-sgd-unscaled"),
    ("control: both", "smith-sgd-both"),
];

/// SGD, momentum, Nesterov and Adam.
pub(super) fn all(records: &Records) -> Result<[Group<'_>; 4], Error> {
    let mut sgd = Group::of("SGD", records, "smith-sgd", None)?;
    for (name, sweep) in MORE {
        sgd.policies.push(Policy { name, seeds: records.sweep(sweep)?.all() });
    }
    Ok([
        sgd,
        Group::of("momentum", records, "smith-momentum", Some(0.0))?,
        Group::of("Nesterov momentum", records, "smith-momentum", Some(1.0))?,
        Group::of("Adam", records, "smith-adam", None)?,
    ])
}

impl<'a> Group<'a> {
    fn of(
        name: &'static str,
        records: &'a Records,
        sweep: &str,
        nesterov: Option<f64>,
    ) -> Result<Self, Error> {
        let narrowed = |seeds: Seeds<'a>| match nesterov {
            Some(value) => seeds.with("optimizer.nesterov", value),
            None => seeds,
        };
        let seeds = narrowed(records.sweep(&format!("{sweep}-constant"))?.all());
        let mut policies = vec![Policy { name: "constant", seeds }];
        let grown = records.sweep(sweep)?;
        for (name, steps) in STEPS {
            let seeds = narrowed(grown.with("batch_schedule.batch_steps", steps));
            policies.push(Policy { name, seeds });
        }
        Ok(Self { name, policies })
    }

    pub(super) fn decay(&self) -> &Policy<'a> {
        self.named(STEPS[0].0)
    }

    pub(super) fn hybrid(&self) -> &Policy<'a> {
        self.named(STEPS[1].0)
    }

    pub(super) fn growth(&self) -> &Policy<'a> {
        self.named(STEPS[2].0)
    }

    pub(super) fn named(&self, name: &str) -> &Policy<'a> {
        let found = self.policies.iter().find(|it| it.name == name);
        found.expect("each group has the policies that it is asked for")
    }

    /// What the decay does: how far the constant rate strays from it.
    pub(super) fn effect(&self) -> Result<f64, Error> {
        self.gap(self.named("constant"))
    }

    /// How far a policy strays from the decay, in parts of the decay's effect.
    pub(super) fn stray(&self, policy: &Policy<'_>) -> Result<f64, Error> {
        Ok(self.gap(policy)? / self.effect()?)
    }

    /// How many points more accurate a policy is than the decay.
    pub(super) fn points(&self, policy: &Policy<'_>) -> Result<Estimate, Error> {
        let [ours, decay] = [policy, self.decay()].map(|it| it.seeds.last("val_accuracy"));
        Ok(Estimate::of_difference(&ours?, &decay?).in_points())
    }

    /// How far a policy's loss lies above the decay's, epoch by epoch.
    pub(super) fn above_decay(&self, policy: &Policy<'_>) -> Result<Vec<f64>, Error> {
        let [ours, decay] = [policy, self.decay()].map(|it| it.seeds.curves(LOSS));
        let (ours, decay) = (mean_curve(&ours?), mean_curve(&decay?));
        Ok(ours.iter().zip(&decay).map(|(a, b)| a - b).collect())
    }

    fn gap(&self, policy: &Policy<'_>) -> Result<f64, Error> {
        Ok(widest(&self.above_decay(policy)?))
    }
}

#[cfg(test)]
mod tests {
    use search::{curve::Series, document::Node};

    use super::*;
    use crate::{Record, Trial};

    #[test]
    fn a_policy_strays_by_its_widest_gap_in_parts_of_the_decays_effect() {
        let records = records();
        let group = Group::of("SGD", &records, "smith-sgd", None).unwrap();
        // The means of the decay are 3, 2, 1; the constant rate's 3, 2.5, 2.
        assert!((group.effect().unwrap() - 1.0).abs() < 1e-12);
        assert!((group.stray(group.hybrid()).unwrap() - 0.25).abs() < 1e-12);
        assert!(group.stray(group.decay()).unwrap() < 1e-12);
        let points = group.points(group.growth()).unwrap();
        assert!((points.mean - 2.0).abs() < 1e-9 && points.error.unwrap() < 1e-9, "{points}");
    }

    #[test]
    fn a_sweep_that_lacks_a_seed_or_an_epoch_cannot_be_judged() {
        let mut records = Records::default();
        records.add(record("smith-sgd-constant", vec![trial(0, None, [3.0, 2.0, 1.0], 0.5)]));
        assert!(Group::of("SGD", &records, "smith-sgd", None).is_err());
        records.add(record("smith-sgd", Vec::new()));
        let group = Group::of("SGD", &records, "smith-sgd", None).unwrap();
        let error = group.effect().unwrap_err().to_string();
        assert_eq!(error, "sweep smith-sgd: no trial tells its whole_train_loss");
    }

    fn records() -> Records {
        let mut records = Records::default();
        let constant = [[3.0, 2.5, 2.0]; 2].into_iter().zip(0..);
        let constant = constant.map(|(curve, seed)| trial(seed, None, curve, 0.5)).collect();
        records.add(record("smith-sgd-constant", constant));
        let mut grown = Vec::new();
        for (seed, by) in [(0, 0.5), (1, -0.5)] {
            let around = |curve: [f64; 3]| curve.map(|it| it + by);
            grown.push(trial(seed, Some(0), around([3.0, 2.0, 1.0]), 0.70 + by / 10.0));
            grown.push(trial(seed, Some(1), around([3.0, 2.25, 1.0]), 0.70));
            grown.push(trial(seed, Some(3), around([3.0, 2.0, 1.0]), 0.72 + by / 10.0));
        }
        records.add(record("smith-sgd", grown));
        records
    }

    fn record(sweep: &str, trials: Vec<Trial>) -> Record {
        Record { sweep: sweep.to_owned(), trials }
    }

    fn trial(seed: u64, steps: Option<i64>, loss: [f64; 3], accuracy: f64) -> Trial {
        let steps = steps.map(|it| ("batch_schedule.batch_steps".to_owned(), Node::Integer(it)));
        let series = |metric: &str, values: Vec<f64>| Series {
            metric: metric.to_owned(),
            steps: (0..values.len() as u64).collect(),
            values: values.into_iter().map(Some).collect(),
        };
        Trial {
            parameters: Node::Map(steps.into_iter().collect()),
            lr: Some(0.1),
            seed,
            series: vec![series(LOSS, loss.to_vec()), series("val_accuracy", vec![accuracy])],
        }
    }
}

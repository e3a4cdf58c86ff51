//! Tasks that are trained in no time: a loss that follows from the rate, and noise that follows from the number.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng as _, SeedableRng as _},
};
use search::{
    answer::{Interval, Observation, analyze},
    config::TrialConfig,
    curve::Series,
    document::Node,
    find::{Decision, Ended, Trials, next, spent},
    loss::Loss,
    range_test::{TRAIN_LOSS, Updates},
    sweep::Sweep,
    trial::Outcome,
};

/// A task.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a way in which a task may be odd")]
pub(crate) struct World {
    pub(crate) optimum: f64,
    pub(crate) edge: f64,
    /// The deviation of a result.
    pub(crate) noise: f64,
    /// Which noise.
    pub(crate) luck: u64,
    /// The range test is off by this factor, where it is not 0.
    pub(crate) misled: f64,
    /// The range test's loss never moves.
    pub(crate) silent: bool,
    /// Every rate below the edge is as good.
    pub(crate) flat: bool,
    /// Every trial fails.
    pub(crate) lost: bool,
    /// Higher is better.
    pub(crate) maximize: bool,
}

/// How a search went.
#[derive(Clone, Debug)]
pub(crate) struct Ran {
    pub(crate) decisions: Vec<String>,
    pub(crate) end: String,
    pub(crate) cost: f64,
    /// The best rate by the mean over its seeds; NaN where there is none.
    pub(crate) best: f64,
    /// Where the best rate lies, as the answer has it.
    pub(crate) interval: Option<Interval>,
}

/// A search from 1e-6 to 10 among trials of 400 updates, with the lines of `change` in the place of its own.
pub(crate) fn sweep(change: &str) -> Sweep {
    let base =
        "method: find\nparameters: { lr: [1e-6, 10] }\ntrain: { synthetic: { steps: 400 } }\n";
    let key = |line: &str| line.split(':').next().map(str::to_owned);
    let changed: Vec<_> = change.lines().map(key).collect();
    let kept: String =
        base.lines().filter(|it| !changed.contains(&key(it))).flat_map(|it| [it, "\n"]).collect();
    Sweep::read(&Node::from_text(&(kept + change)).unwrap()).unwrap()
}

impl World {
    /// Searches to the end.
    pub(crate) fn run(&self, change: &str) -> Ran {
        let sweep = sweep(change);
        let mut trials = Trials::default();
        let mut decisions = Vec::new();
        let end = loop {
            match next(&sweep, &trials).unwrap() {
                Decision::Done { why } => break why,
                Decision::Train { numbers, why, .. } => {
                    decisions.push(why);
                    for it in numbers {
                        self.train(&sweep, it, &mut trials);
                    }
                }
            }
            assert!(decisions.len() < 500, "it never ends: {decisions:?}");
        };
        let mut rates: Vec<f64> =
            trials.ended.keys().filter_map(|it| sweep.place(*it).lr).collect();
        rates.sort_by(f64::total_cmp);
        Ran {
            best: self.best(&sweep, &trials, &rates),
            interval: interval(&sweep, &trials),
            cost: spent(&sweep, &trials),
            decisions,
            end,
        }
    }

    fn best(&self, sweep: &Sweep, trials: &Trials, rates: &[f64]) -> f64 {
        let mean = |lr: f64| {
            let values = trials.ended.iter().filter(|it| sweep.place(*it.0).lr == Some(lr));
            let values: Vec<f64> = values
                .map(|it| match it.1 {
                    Ended::With(Outcome::Finite { value, .. }) => value.value(),
                    Ended::With(Outcome::Diverged) | Ended::Lost => f64::INFINITY,
                })
                .collect();
            let sign = if self.maximize { -1.0 } else { 1.0 };
            sign * values.iter().sum::<f64>() / f64::from(u32::try_from(values.len()).unwrap())
        };
        let known = rates.iter().copied().filter(|it| mean(*it).is_finite());
        known.min_by(|a, b| mean(*a).total_cmp(&mean(*b))).unwrap_or(f64::NAN)
    }

    /// Trains trial number `number`.
    pub(crate) fn train(&self, sweep: &Sweep, number: u64, trials: &mut Trials) {
        let ended = match sweep.place(number).lr {
            _ if self.lost => Ended::Lost,
            Some(lr) => Ended::With(self.outcome(lr, number)),
            None => {
                trials.curves.insert(number, vec![self.curve(sweep, number)]);
                Ended::With(Outcome::Diverged)
            }
        };
        trials.ended.insert(number, ended);
    }

    fn outcome(&self, lr: f64, number: u64) -> Outcome {
        if lr > self.edge {
            return Outcome::Diverged;
        }
        let far = if self.flat { 0.0 } else { (lr / self.optimum).log10() };
        let loss =
            0.1 + 2.0 * (1.0 - 1.0 / (1.0 + 0.2 * far * far)) + self.noise * self.normal(number);
        let first = Loss::new(if self.maximize { 0.0 } else { 2.3 });
        let value = Loss::new(if self.maximize { 3.0 - loss } else { loss }).unwrap();
        Outcome::Finite { value, first }
    }

    /// What a range test reports: the loss falls, fastest at the optimum, and grows beyond the edge.
    fn curve(&self, sweep: &Sweep, number: u64) -> Series {
        let config = TrialConfig::read(&sweep.plan(number).config).unwrap();
        let by = if self.misled > 0.0 { self.misled } else { 1.0 };
        let mut loss = 2.3;
        let after = |lr: &f64| {
            if self.silent {
                return Some(2.3);
            }
            let far = (lr / self.optimum / by).log10();
            loss *= if *lr > self.edge * by {
                1.0 + lr / self.edge / by
            } else {
                1.0 - 0.05 / (1.0 + 4.0 * far * far)
            };
            (loss < 1e6).then_some(loss)
        };
        let values: Vec<Option<f64>> = Updates::of(&config).unwrap().lr.iter().map(after).collect();
        let steps = (1..=values.len() as u64).collect();
        Series { metric: TRAIN_LOSS.into(), steps, values }
    }

    /// A number from nearly a normal distribution.
    fn normal(&self, number: u64) -> f64 {
        let mut rng = ChaCha8Rng::seed_from_u64(self.luck);
        rng.set_stream(number);
        let uniform = |rng: &mut ChaCha8Rng| f64::from(rng.next_u32()) / f64::from(u32::MAX);
        (0..12).map(|_| uniform(&mut rng)).sum::<f64>() - 6.0
    }
}

fn interval(sweep: &Sweep, trials: &Trials) -> Option<Interval> {
    let observation = |(number, ended): (&u64, &Ended)| match (sweep.place(*number), ended) {
        (place, Ended::With(outcome)) => Some(Observation {
            configuration: place.configuration,
            lr: place.lr?,
            replicate: number / sweep.configurations,
            outcome: *outcome,
        }),
        (_, Ended::Lost) => None,
    };
    let all: Vec<Observation> = trials.ended.iter().filter_map(observation).collect();
    analyze(&all, sweep.metric.goal, sweep.seed).interval
}

//! The whole answer from single trials: what is best, how sure that is, and what surrounds it.

use super::{
    Spread,
    basin::{Basin, basin},
    early_gain_min,
    frontier::{Early, Frontier, frontier},
    gain_min,
    interval::{Interval, fit, interval},
    observation::{Observation, Stopped, Tried, sign, tried as by_rate},
    region::{Region, region},
    smooth::Curves,
    tied::tied,
};
use crate::{metric::Goal, trial::Outcome};

/// What trials that differ in their learning rate and their seed alone have to say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// The configuration with the best mean, none of whose seeds diverged.
    pub best: Option<Mean>,
    /// Where the best rate lies.
    pub interval: Option<Interval>,
    /// The other configurations that cannot be told from the best, by their rate.
    pub tied: Option<Vec<Mean>>,
    /// The rates that are nearly as good as the best.
    pub basin: Option<Basin>,
    /// Where training blows up.
    pub frontier: Frontier,
    /// What of the above is missing, and why.
    pub why: Vec<String>,
}

/// A configuration by the mean over its seeds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// Which one.
    pub configuration: u64,
    /// Its learning rate.
    pub lr: f64,
    /// The mean of the metric.
    pub mean: f64,
    /// Its standard deviation over the seeds; nothing for one.
    pub std: Option<f64>,
    /// How many seeds.
    pub replicates: u64,
}

/// The best rate halfway through the run and at its end, where they differ clearly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moving {
    /// The best rate halfway.
    pub halfway: f64,
    /// The best rate at the end.
    pub end: f64,
}

/// What `observations`, trials of one sweep that differ in rate and seed alone, have to say. `seed` seeds the
/// draws that the interval is found with: the same trials get the same answer.
pub fn analyze(observations: &[Observation], goal: Goal, seed: u64) -> Analysis {
    analyze_stopped(observations, &Stopped::default(), goal, seed)
}

/// The same where early stopping has ended some of the trials.
pub fn analyze_stopped(
    observations: &[Observation],
    stopped: &Stopped,
    goal: Goal,
    seed: u64,
) -> Analysis {
    let mut tried = by_rate(observations, goal);
    let Some(best) = best(&tried) else {
        return Analysis { frontier: frontier(&tried, &[]), ..Analysis::default() };
    };
    find_edge(&mut tried, best);
    let early = early(&tried, best, stopped, goal);
    let mut analysis = Analysis { frontier: frontier(&tried, &early), ..Analysis::default() };
    analysis.best = Some(mean(&tried[best], goal));
    with_dead(&mut tried, &early);
    let region = region(&tried, best);
    let fit = fit(&region, seed);
    match fit.as_ref().map_err(Clone::clone).and_then(|it| interval(&region, it)) {
        Ok(interval) => analysis.interval = Some(interval),
        Err(why) => analysis.why.push(format!("interval: {why}")),
    }
    analysis.ties(&tried, best, &region, goal);
    analysis.surround(&tried, fit.ok().as_ref(), &region);
    analysis
}

/// Whether the best rate still moves with the length of the run: halfway and at the end another is best, and neither
/// is tied with the other's best.
pub fn moving(halfway: &Analysis, end: &Analysis) -> Option<Moving> {
    let (early, late) = (halfway.best?, end.best?);
    let is_other = |best: &Mean, tied: &Option<Vec<Mean>>, it: &Mean| {
        let same = |a: &Mean| a.configuration == it.configuration;
        !same(best) && tied.as_ref().is_some_and(|tied| !tied.iter().any(same))
    };
    let moves = is_other(&early, &halfway.tied, &late) && is_other(&late, &end.tied, &early);
    moves.then_some(Moving { halfway: early.lr, end: late.lr })
}

impl Analysis {
    fn ties(&mut self, tried: &[Tried], best: usize, region: &Region, goal: Goal) {
        let equals = tied(tried, best, region);
        if equals.is_none() {
            self.why.push("tied: one replicate cannot tell luck from a difference".into());
        }
        self.tied = equals.map(|it| it.into_iter().map(|it| mean(&tried[it], goal)).collect());
    }

    /// From the fitted curve where there is one, else from rate to rate.
    fn surround(&mut self, tried: &[Tried], fit: Option<&Curves>, region: &Region) {
        if fit.is_none() && region.noise.is_none() {
            self.why.push("basin: one replicate at few rates says no mean".into());
            return;
        }
        let measured = || tried[region.range.0..=region.range.1].iter();
        let curve: Vec<(f64, f64)> = match fit {
            Some(it) => it.places.iter().copied().zip(it.mean.iter().copied()).collect(),
            None => measured().filter_map(|it| Some((it.lr.ln(), it.mean()?))).collect(),
        };
        // Where half of the trials diverge a curve through the others promises what nobody gets.
        let edge = self.frontier.half.map_or(f64::INFINITY, |it| it.lr.ln());
        let curve: Vec<(f64, f64)> = curve.into_iter().filter(|it| it.0 < edge).collect();
        self.basin = basin(&curve);
        if self.basin.is_none() {
            self.why.push("basin: a share of the best value needs two rates and one sign".into());
        }
    }
}

/// Which of `tried` has the best mean; of equals the first.
fn best(tried: &[Tried]) -> Option<usize> {
    let means = tried.iter().enumerate().filter_map(|(at, it)| Some((at, it.mean()?)));
    means.min_by(|a, b| a.1.total_cmp(&b.1)).map(|it| it.0)
}

/// Above the best rate what gained next to nothing lies beyond the edge too: its network died. A rate too low to learn
/// does not.
fn find_edge(tried: &mut [Tried], best: usize) {
    let (lr, mean) = (tried[best].lr, tried[best].mean());
    let firsts: Vec<f64> = tried[best].firsts.iter().flatten().copied().collect();
    let gain = Spread::of(&firsts).zip(mean);
    let least = gain.map(|(first, mean)| gain_min(Goal::Minimize, first.mean, mean));
    for it in tried {
        it.recount(least.filter(|_| it.lr > lr).unwrap_or(f64::NEG_INFINITY));
    }
}

/// The trials that were stopped, and which of them are dead: each has gained next to nothing beside what the best rate had
/// gained at the first rung, and no rate as high as its own was trained to its end. Some rates begin slowly and train.
fn early(tried: &[Tried], best: usize, stopped: &Stopped, goal: Goal) -> Vec<Early> {
    let trained = tried.iter().filter(|it| it.diverged < it.trials).map(|it| it.lr);
    let trained = trained.fold(tried[best].lr, f64::max);
    let is_best = |it: &&Observation| it.configuration == tried[best].configuration;
    let then: Vec<(f64, f64)> =
        stopped.others_then.iter().filter(is_best).filter_map(|it| gained(it, goal)).collect();
    let (firsts, values): (Vec<f64>, Vec<f64>) = then.into_iter().unzip();
    let gain = Spread::of(&firsts).zip(Spread::of(&values));
    let least =
        gain.map_or(0.0, |(first, value)| early_gain_min(Goal::Minimize, first.mean, value.mean));
    let early = |it: &Observation| {
        let (first, value) = gained(it, goal)?;
        Some(Early {
            configuration: it.configuration,
            lr: it.lr,
            is_dead: it.lr > trained && first - value < least,
        })
    };
    stopped.trials.iter().filter_map(early).collect()
}

/// Adds the rates that are dead by what was stopped there: they bound the best rate as those do that diverged.
fn with_dead(tried: &mut Vec<Tried>, early: &[Early]) {
    let dead = early.iter().filter(|it| it.is_dead).map(|it| Tried {
        configuration: it.configuration,
        lr: it.lr,
        values: Vec::new(),
        firsts: Vec::new(),
        trials: 1,
        diverged: 1,
    });
    tried.extend(dead);
    tried.sort_by(|a, b| a.lr.total_cmp(&b.lr).then(a.configuration.cmp(&b.configuration)));
}

/// Where a trial began, and what it came to, turned so that lower is better.
fn gained(it: &Observation, goal: Goal) -> Option<(f64, f64)> {
    let Outcome::Finite { value, first: Some(first) } = it.outcome else { return None };
    Some((sign(goal) * first.value(), sign(goal) * value.value()))
}

fn mean(it: &Tried, goal: Goal) -> Mean {
    let values: Vec<f64> = it.values.iter().map(|it| it.1 * sign(goal)).collect();
    let spread = Spread::of(&values).unwrap_or(Spread { mean: 0.0, std: None });
    Mean {
        configuration: it.configuration,
        lr: it.lr,
        mean: spread.mean,
        std: spread.std,
        replicates: values.len() as u64,
    }
}

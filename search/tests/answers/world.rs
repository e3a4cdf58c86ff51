//! Sweeps that never ran, with an optimum that is known: a curve over the rates, seeds that are luckier than others,
//! noise that grows towards the cliff, and the cliff.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng as _, SeedableRng as _},
};
use search::{answer::Observation, loss::Loss, trial::Outcome};

/// How a simulated sweep searches.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Search {
    pub(crate) points: u32,
    pub(crate) decades: f64,
    pub(crate) replicates: u64,
}

/// A curve of the mean over all seeds, in decades of the rate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Curve {
    /// Where the left slope is steepest, and how long it is: below it nothing is learned.
    left: f64,
    slope: f64,
    /// Where the right side takes off, and how fast.
    cliff: f64,
    rise: f64,
    height: f64,
    tilt: f64,
    shape: Shape,
    noise: f64,
}

/// What a curve looks like.
#[derive(Clone, Copy, Debug)]
enum Shape {
    /// That of a small network: a fall, a floor, a rise.
    Network,
    /// A parabola that is steeper on one side.
    Sides([f64; 2]),
    /// A floor that is all but flat for most of a decade, as of a rate that was annealed: how much it bends, and the
    /// walls below and above.
    Annealed([f64; 3]),
    /// A fall that goes on as far as training does: the best rate is the last before the cliff.
    Cliff,
    /// Nothing is learned until shortly below the best rate: how shortly, and how the other side rises.
    Plateau([f64; 2]),
}

/// Families of curves.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Family {
    /// Those that the method was made with.
    Known,
    Annealed,
    Cliff,
    Plateau,
}

impl Shape {
    fn drawn(family: Family, luck: &mut Luck) -> Self {
        match family {
            Family::Known if luck.between(0.0, 1.0) < 0.3 => {
                Self::Sides([luck.between(0.15, 0.5), luck.between(0.4, 1.2)])
            }
            Family::Known => Self::Network,
            Family::Annealed => Self::Annealed([
                luck.between(0.02, 0.1),
                luck.between(0.1, 0.6),
                luck.between(0.3, 1.5),
            ]),
            Family::Cliff => Self::Cliff,
            Family::Plateau => Self::Plateau([luck.between(0.4, 0.7), luck.between(0.1, 0.6)]),
        }
    }
}

/// What is drawn from a generator.
pub(crate) struct Luck(ChaCha8Rng);

impl Luck {
    pub(crate) fn of(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * ((self.0.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    pub(crate) fn normal(&mut self) -> f64 {
        let (a, b) = (self.between(0.0, 1.0), self.between(0.0, 1.0));
        (-2.0 * a.ln()).sqrt() * (std::f64::consts::TAU * b).cos()
    }
}

impl Curve {
    /// A curve like those of small networks: 2.3 where nothing is learned, a fall over a decade or two, a shallow
    /// floor that still tilts, and a rise at the cliff.
    pub(crate) fn drawn(family: Family, luck: &mut Luck) -> Self {
        let left = luck.between(-3.3, -2.2);
        let curve = Self {
            left,
            slope: luck.between(0.25, 0.6),
            cliff: left + luck.between(1.6, 2.4),
            rise: luck.between(0.12, 0.4),
            height: luck.between(0.2, 0.6),
            tilt: luck.between(0.0, 0.1),
            shape: Shape::drawn(family, luck),
            noise: luck.between(-3.2_f64, -1.5).exp().powi(2),
        };
        // What still falls at the cliff falls visibly.
        let is_cliff = matches!(curve.shape, Shape::Cliff);
        Self { tilt: if is_cliff { 0.05 + curve.tilt } else { curve.tilt }, ..curve }
    }

    pub(crate) fn mean(&self, x: f64) -> f64 {
        let from = x - self.left - 1.1;
        let wall = |[below, above]: [f64; 2]| if from < 0.0 { below } else { above };
        let fall = |x: f64, slope: f64| 1.8 / (1.0 + (x / slope).exp());
        let learned = 0.3 + fall(x - self.left, self.slope) - self.tilt * (x - self.left);
        match self.shape {
            Shape::Network => learned + self.height * ((x - self.cliff) / self.rise).exp(),
            Shape::Sides(sides) => 0.3 + 1.8 * (wall(sides) * from * from).tanh(),
            Shape::Annealed([bend, below, above]) => {
                0.3 + 1.8 * (bend * from.powi(2) + wall([below, above]) * from.powi(4)).tanh()
            }
            Shape::Cliff if x <= self.cliff => learned,
            Shape::Cliff => f64::INFINITY,
            Shape::Plateau([near, rise]) => {
                0.3 + fall(from + near, 0.1) + rise * from.max(-near).powi(2)
            }
        }
    }

    /// The true best rate, in decades.
    pub(crate) fn optimum(&self) -> f64 {
        let places = (0..40_000).map(|it| -5.0 + f64::from(it) * 2e-4);
        places.min_by(|a, b| self.mean(*a).total_cmp(&self.mean(*b))).unwrap()
    }

    /// One trial for each rate and seed.
    pub(crate) fn sweep(&self, search: Search, luck: &mut Luck) -> Vec<Observation> {
        let lowest = self.left - luck.between(0.3, 0.3 + search.decades - 3.0 + 0.2);
        let lucks: Vec<f64> =
            (0..search.replicates).map(|_| 2.0 * self.noise * luck.normal()).collect();
        let mut trials = Vec::new();
        for (replicate, of_seed) in (0..).zip(lucks) {
            for configuration in 0..search.points {
                let x = lowest
                    + search.decades * f64::from(configuration) / f64::from(search.points - 1);
                let noise = self.noise * (1.0 + 2.0 * ((x - self.cliff) / 0.3).exp());
                let value = self.mean(x) + of_seed + noise * luck.normal();
                let outcome = if x > self.cliff + 0.25 || value > 3.0 {
                    Outcome::Diverged
                } else {
                    Outcome::Finite { value: Loss::new(value).unwrap(), first: Loss::new(2.4) }
                };
                let (configuration, lr) = (u64::from(configuration), 10_f64.powf(x));
                trials.push(Observation { configuration, lr, replicate, outcome });
            }
        }
        trials
    }
}

/// A sweep over `search` around 0.01, in which the mean is 1 + bend · (decades from `best`)², with little noise.
pub(crate) fn parabola(best: f64, bend: f64, mut luck: Luck, search: &Search) -> Vec<Observation> {
    let lucks: Vec<f64> = (0..search.replicates).map(|_| 0.1 * luck.normal()).collect();
    let mut trials = Vec::new();
    for (replicate, of_seed) in (0..).zip(lucks) {
        for configuration in 0..search.points {
            let share = f64::from(configuration) / f64::from(search.points - 1) - 0.5;
            let lr = 10_f64.powf(search.decades * share - 1.5);
            let value =
                1.0 + bend * (lr / best).log10().powi(2) + 0.1 * of_seed + 0.002 * luck.normal();
            let outcome = Outcome::Finite { value: Loss::new(value).unwrap(), first: None };
            trials.push(Observation {
                configuration: configuration.into(),
                lr,
                replicate,
                outcome,
            });
        }
    }
    trials
}

//! `torch.optim.Adam` and `AdamW`.

use search::config::Adam;

use super::{Real, Run, real::float};

/// The numbers of one update.
struct Step<T> {
    /// What is left of a weight that decays by itself.
    left: T,
    /// The factor of the L2 penalty.
    penalty: T,
    /// How much of each mean is kept.
    kept: [T; 2],
    /// How much of the new is in each mean.
    new: [T; 2],
    /// `PyTorch`'s `lerp` starts from the nearer end.
    from_old: bool,
    /// The rate, with the correction of the first mean.
    rate: T,
    /// The correction of the second mean's root.
    root: T,
    eps: T,
}

impl<T: Real> Step<T> {
    #[inline(always)]
    fn new(rule: Adam, lr: f64, updates: u64) -> Self {
        let Adam { betas, eps, weight_decay, decoupled, .. } = rule;
        let corrections = betas.map(|beta| 1.0 - beta.powf(float(updates)));
        let (left, penalty) =
            if decoupled { (1.0 - lr * weight_decay, 0.0) } else { (1.0, weight_decay) };
        Self {
            left: T::from_f64(left),
            penalty: T::from_f64(penalty),
            kept: betas.map(T::from_f64),
            new: betas.map(|beta| T::from_f64(1.0 - beta)),
            from_old: betas[0] > 0.5,
            rate: T::from_f64(lr / corrections[0]),
            root: T::from_f64(corrections[1].sqrt()),
            eps: T::from_f64(eps),
        }
    }

    #[inline(always)]
    fn means(&self, weight: T, gradient: T, mean: &mut T, squares: &mut T) {
        let gradient = gradient + self.penalty * weight;
        let change = gradient - *mean;
        *mean = if self.from_old {
            *mean + self.new[0] * change
        } else {
            gradient - self.kept[0] * change
        };
        *squares = self.kept[1] * *squares + self.new[1] * gradient * gradient;
    }

    #[inline(always)]
    fn after(&self, weight: T, mean: T, squares: T) -> T {
        self.left * weight - self.rate * (mean / (squares.root() / self.root + self.eps))
    }
}

impl<T: Real> Run<'_, T> {
    #[inline(always)]
    pub(super) fn adam(self, rule: Adam) {
        let Self { update, lr, weights, gradient, state } = self;
        let step = Step::new(rule, lr, update);
        let [means, squares, largest] = state;
        let state = weights.iter_mut().zip(gradient).zip(means).zip(squares);
        if rule.amsgrad {
            for ((((weight, gradient), mean), squares), largest) in state.zip(largest) {
                step.means(*weight, *gradient, mean, squares);
                *largest = if *squares > *largest { *squares } else { *largest };
                *weight = step.after(*weight, *mean, *largest);
            }
        } else {
            for (((weight, gradient), mean), squares) in state {
                step.means(*weight, *gradient, mean, squares);
                *weight = step.after(*weight, *mean, *squares);
            }
        }
    }
}

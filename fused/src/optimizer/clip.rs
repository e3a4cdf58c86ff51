//! Keeping gradients small, each member's by itself (`torch.nn.utils.clip_grad_norm_` and `clip_grad_value_`).

use burn_tensor::{Tensor, backend::Backend};
use search::config::{Clip, Optimizer as Config};

use super::columns::Columns;

/// What `PyTorch` adds to a gradient's length before it divides.
const EPS: f64 = 1e-6;

/// The limits of the members, `[members, 1]`, infinite where one has none; nothing where none has.
#[derive(Debug)]
pub(super) struct Clips<B: Backend> {
    norms: Option<Tensor<B, 2>>,
    values: Option<Tensor<B, 2>>,
}

impl<B: Backend> Clips<B> {
    pub(super) fn of(configs: &[Config], device: &B::Device) -> Self {
        let limits = |of: fn(Clip) -> Option<f64>| {
            let limits: Vec<_> = configs.iter().map(|it| of(it.clip)).collect();
            limits.iter().any(Option::is_some).then(|| {
                let rows: Vec<_> = limits.iter().map(|it| [it.unwrap_or(f64::INFINITY)]).collect();
                let [limits] = Columns::new(device).of(&rows);
                limits
            })
        };
        Self {
            norms: limits(|it| match it {
                Clip::Norm(norm) => Some(norm),
                Clip::Value(_) | Clip::Off => None,
            }),
            values: limits(|it| match it {
                Clip::Value(value) => Some(value),
                Clip::Norm(_) | Clip::Off => None,
            }),
        }
    }

    /// The gradient, `[members, numbers]`, as the rules see it.
    pub(super) fn clipped(&self, gradient: Tensor<B, 2>) -> Tensor<B, 2> {
        let gradient = match &self.norms {
            Some(norms) => shortened(gradient, norms.clone()),
            None => gradient,
        };
        match &self.values {
            Some(values) => between(gradient, values.clone()),
            None => gradient,
        }
    }
}

/// Scales each row down to a length.
fn shortened<B: Backend>(gradient: Tensor<B, 2>, lengths: Tensor<B, 2>) -> Tensor<B, 2> {
    let length = (gradient.clone() * gradient.clone()).sum_dim(1).sqrt();
    let share = lengths / (length + EPS);
    let fits = share.clone().greater_elem(1.0);
    gradient * share.mask_fill(fits, 1.0)
}

/// Brings each number to between minus its row's limit and the limit. A NaN stays one.
fn between<B: Backend>(gradient: Tensor<B, 2>, limits: Tensor<B, 2>) -> Tensor<B, 2> {
    let limits = limits.expand(gradient.dims());
    let above = gradient.clone().greater(limits.clone());
    let below = gradient.clone().lower(limits.clone().neg());
    gradient.mask_where(above, limits.clone()).mask_where(below, limits.neg())
}

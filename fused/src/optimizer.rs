//! `torch.optim`'s rules for all members at once: a row of numbers each, and a rate each.
//!
//! The rules are those of `trainer`, operation by operation; the numbers of an update are worked out in double precision
//! as they are there. Members may have other numbers, but share the rule and its switches.

mod adadelta;
mod adagrad;
mod adam;
mod clip;
mod columns;
mod rmsprop;
mod sgd;

use burn_tensor::{Int, Tensor, backend::Backend};
use search::config::{DecaySkips, Optimizer as Config, Rule};

use self::{clip::Clips, columns::Columns};

/// The rules of the members, and what they remember of the updates before.
#[derive(Debug)]
pub(crate) struct Optimizer<B: Backend> {
    /// One a member: the same rule, with numbers of its own.
    configs: Vec<Config>,
    /// How many updates were made.
    updates: u64,
    /// Up to three numbers for each parameter, `[members, numbers]`. What a rule does not need is empty.
    state: Vec<Tensor<B, 2>>,
    /// 1 where weights decay and 0 where they do not, `[1, numbers]`; nothing where all do.
    decays: Option<Tensor<B, 2>>,
    clips: Clips<B>,
    columns: Columns<B>,
}

/// What one update is made of.
#[derive(Debug)]
struct Step<'a, B: Backend> {
    weights: Tensor<B, 2>,
    gradient: Tensor<B, 2>,
    /// The rate of each member.
    rates: &'a [f64],
}

impl<B: Backend> Optimizer<B> {
    /// Before the first update of so many parameters. `matrices` marks those that are not biases or norms.
    pub(crate) fn new(configs: Vec<Config>, matrices: &Tensor<B, 2>) -> Self {
        let first = configs[0];
        let any = |wants: fn(&Rule) -> bool| configs.iter().any(|it| wants(&it.rule));
        let kept = match first.rule {
            Rule::Sgd(_) => usize::from(any(|it| it.momentum().is_some())),
            Rule::Adagrad(_) => 1,
            Rule::Adadelta(_) => 2,
            Rule::Rmsprop(it) => {
                2 + usize::from(it.centered) - usize::from(!any(|it| it.momentum().is_some()))
            }
            Rule::Adam(it) => 2 + usize::from(it.amsgrad),
        };
        let shape = [configs.len(), matrices.dims()[1]];
        let zeros = Tensor::zeros(shape, &matrices.device());
        let mut it = Self {
            updates: 0,
            state: vec![zeros.clone(); kept],
            decays: (first.decay_skips == DecaySkips::NormsAndBiases).then(|| matrices.clone()),
            clips: Clips::of(&configs, &matrices.device()),
            columns: Columns::new(&matrices.device()),
            configs,
        };
        if let Rule::Adagrad(_) = first.rule {
            let [start] = it.columns(|rule| [columns::adagrad(rule).initial_accumulator_value]);
            it.state[0] = zeros + start;
        }
        it
    }

    /// Changes the momentum of a member's updates that follow.
    pub(crate) fn set_momentum(&mut self, member: usize, momentum: f64) {
        self.configs[member].rule.set_momentum(momentum);
    }

    /// The weights after an update against `gradient`, both `[members, numbers]`, at each member's rate.
    pub(crate) fn update(
        &mut self,
        weights: Tensor<B, 2>,
        gradient: Tensor<B, 2>,
        rates: &[f64],
    ) -> Tensor<B, 2> {
        self.updates += 1;
        let gradient = self.clips.clipped(gradient);
        let step = Step { weights, gradient, rates };
        match self.configs[0].rule {
            Rule::Sgd(it) => self.sgd(step, it.nesterov),
            Rule::Adagrad(_) => self.adagrad(step),
            Rule::Adadelta(_) => self.adadelta(step),
            Rule::Rmsprop(it) => self.rmsprop(step, it.centered),
            Rule::Adam(it) => self.adam(step, it.decoupled, it.amsgrad),
        }
    }

    /// Keeps these members, in this order. `rows` are the same as a tensor.
    pub(crate) fn keep(&mut self, members: &[usize], rows: &Tensor<B, 1, Int>) {
        self.configs = members.iter().map(|it| self.configs[*it]).collect();
        for state in &mut self.state {
            *state = state.clone().select(0, rows.clone());
        }
        self.clips = Clips::of(&self.configs, &rows.device());
        self.columns = Columns::new(&rows.device());
    }

    /// Numbers of each member's rule, as columns `[members, 1]`.
    fn columns<const N: usize>(&mut self, of: impl Fn(&Rule) -> [f64; N]) -> [Tensor<B, 2>; N] {
        let rows: Vec<[f64; N]> = self.configs.iter().map(|it| of(&it.rule)).collect();
        self.columns.of(&rows)
    }

    /// The same, with each member's rate.
    fn columns_with<const N: usize>(
        &mut self,
        rates: &[f64],
        of: impl Fn(&Rule, f64) -> [f64; N],
    ) -> [Tensor<B, 2>; N] {
        let with_rate = self.configs.iter().zip(rates);
        let rows: Vec<[f64; N]> = with_rate.map(|(it, lr)| of(&it.rule, *lr)).collect();
        self.columns.of(&rows)
    }

    /// A factor of decay, as it applies to each parameter.
    fn decay(&self, factor: Tensor<B, 2>) -> Tensor<B, 2> {
        match &self.decays {
            Some(decays) => factor * decays.clone(),
            None => factor,
        }
    }

    /// Adds the slope of the L2 penalty to the gradient, where there is one.
    fn penalised(&self, step: &Step<'_, B>, factor: Tensor<B, 2>) -> Tensor<B, 2> {
        let decays = self.configs.iter().any(|it| columns::weight_decay(&it.rule) > 0.0);
        if decays {
            step.gradient.clone() + step.weights.clone() * self.decay(factor)
        } else {
            step.gradient.clone()
        }
    }
}

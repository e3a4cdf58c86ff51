//! What an optimizer remembers, to be kept and given back.

use search::config::Rule;

use super::Optimizer;

impl<T> Optimizer<T> {
    /// How many updates were made.
    pub(crate) fn updates(&self) -> u64 {
        self.updates
    }

    /// What it remembers of each parameter, under the names that `torch.optim` has for it; laid out as the weights are.
    pub(crate) fn memory(&self) -> impl Iterator<Item = (&'static str, &[T])> {
        let kept = names(self.rule).into_iter().zip(&self.state);
        kept.filter(|(_, it)| !it.is_empty()).map(|(name, it)| (name, &**it))
    }

    /// Goes on from what [`Self::memory`] gave after so many updates: the same lists, in the same order, to be written.
    pub(crate) fn recall(&mut self, updates: u64) -> impl Iterator<Item = &mut [T]> {
        self.updates = updates;
        self.state.iter_mut().filter(|it| !it.is_empty()).map(|it| &mut **it)
    }
}

fn names(rule: Rule) -> [&'static str; 3] {
    match rule {
        Rule::Sgd(_) => ["momentum_buffer", "", ""],
        Rule::Adagrad(_) => ["sum", "", ""],
        Rule::Adadelta(_) => ["square_avg", "acc_delta", ""],
        Rule::Rmsprop(_) => ["square_avg", "grad_avg", "momentum_buffer"],
        Rule::Adam(_) => ["exp_avg", "exp_avg_sq", "max_exp_avg_sq"],
    }
}

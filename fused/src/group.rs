//! Members in training: their networks as one computation on the device. Which rows they learn and when they are
//! scored is left to the bundle.

use burn_tensor::{Tensor, backend::AutodiffBackend};
use search::config::Optimizer as Config;
use trainer::{Moment, Score};

use crate::{
    loss::{Told, judge},
    network::{Dropout, Network, Pass},
    optimizer::Optimizer,
    parameters::{First, Inventory, stack},
    table::{Batch, Table, whole},
};

/// The networks of some members, in training.
#[derive(Debug)]
pub(crate) struct Group<'a, A: AutodiffBackend> {
    network: &'a Network<A>,
    inventory: &'a Inventory,
    device: A::Device,
    members: usize,
    /// What is learnt: `[members, numbers]`.
    weights: Tensor<A::InnerBackend, 2>,
    /// What is remembered: `[members, numbers]` each.
    buffers: Vec<Tensor<A::InnerBackend, 2>>,
    optimizer: Optimizer<A::InnerBackend>,
    smoothing: f64,
}

impl<'a, A: AutodiffBackend> Group<'a, A> {
    /// Members that start with these numbers.
    pub(crate) fn new(
        (network, inventory): (&'a Network<A>, &'a Inventory),
        first: &[&First],
        configs: Vec<Config>,
        smoothing: f64,
        device: &A::Device,
    ) -> Self {
        let rows = |which: usize| -> Tensor<A::InnerBackend, 2> {
            stack(&first.iter().map(|it| &it[which][..]).collect::<Vec<_>>(), device)
        };
        let matrices = inventory.weights.matrices(device);
        let buffers = if inventory.buffers.length() == 0 {
            Vec::new()
        } else {
            inventory.buffers.split(&rows(1))
        };
        Self {
            network,
            inventory,
            device: device.clone(),
            members: first.len(),
            weights: rows(0),
            buffers,
            optimizer: Optimizer::new(configs, &matrices),
            smoothing,
        }
    }

    /// Learns from some rows of `table`, as many for each member, and updates each at its rate. Says how well each
    /// told its rows before. `moments` say what is left out by chance.
    pub(crate) fn learn(
        &mut self,
        table: &Table<A::InnerBackend>,
        rows: &[u32],
        rates: &[f64],
        moments: &[Moment],
    ) -> Vec<Score> {
        let leaves = self.inventory.weights.leaves::<A>(&self.weights);
        let mut buffers: Vec<_> = self.buffers.drain(..).map(Tensor::from_inner).collect();
        let Batch { inputs, truth } = table.gather::<A>(self.members, rows);
        let samples = rows.len() / self.members;
        let factors = |it: &Dropout| it.factors::<A>(moments, samples, &self.device);
        let factors: Vec<_> = self.network.dropouts().iter().map(factors).collect();
        let mut pass = Pass { weights: &leaves, buffers: &mut buffers, learning: Some(&factors) };
        let outputs = self.network.forwards(inputs, &mut pass);
        self.buffers = buffers.into_iter().map(Tensor::inner).collect();
        let told = judge(outputs, truth, self.smoothing);
        // The members' losses are added up, so that one way back finds every member's gradient.
        let mut gradients = told.losses.clone().mean_dim(1).sum().backward();
        let gradient = |leaf: &Tensor<A, 2>| {
            let none = || leaf.clone().inner().zeros_like();
            leaf.grad_remove(&mut gradients).unwrap_or_else(none)
        };
        let gradient = Tensor::cat(leaves.iter().map(gradient).collect(), 1);
        self.weights = self.optimizer.update(self.weights.clone(), gradient, rates);
        scores(told)
    }

    /// Changes the momentum of a member's updates that follow.
    pub(crate) fn set_momentum(&mut self, member: usize, momentum: f64) {
        self.optimizer.set_momentum(member, momentum);
    }

    /// How well each member tells these rows of `table`, so many at a time.
    pub(crate) fn score(
        &self,
        table: &Table<A::InnerBackend>,
        rows: &[u32],
        at_once: usize,
    ) -> Vec<Score> {
        let weights = self.inventory.weights.split(&self.weights);
        let weights: Vec<Tensor<A, 2>> = weights.into_iter().map(Tensor::from_inner).collect();
        let mut buffers: Vec<_> = self.buffers.iter().cloned().map(Tensor::from_inner).collect();
        let mut totals = vec![Score::default(); self.members];
        for rows in rows.chunks(at_once) {
            let Batch { inputs, truth } =
                table.gather::<A>(self.members, &rows.repeat(self.members));
            let mut pass = Pass { weights: &weights, buffers: &mut buffers, learning: None };
            let told = judge(self.network.forwards(inputs, &mut pass), truth, 0.0);
            totals.iter_mut().zip(scores(told)).for_each(|(total, it)| total.add(&it));
        }
        totals
    }

    /// Keeps these of the members, in this order. What the others held is free for what is computed next.
    pub(crate) fn keep(&mut self, members: &[usize]) {
        let rows = members.iter().map(|it| u32::try_from(*it).expect("a bundle is small"));
        let rows = whole::<A::InnerBackend>(&rows.collect::<Vec<_>>(), &self.device);
        self.weights = self.weights.clone().select(0, rows.clone());
        for buffer in &mut self.buffers {
            *buffer = buffer.clone().select(0, rows.clone());
        }
        self.optimizer.keep(members, &rows);
        self.members = members.len();
    }
}

/// Brings back how the rows were told, member by member.
fn scores<A: AutodiffBackend>(told: Told<A>) -> Vec<Score> {
    let samples = told.losses.dims()[1];
    let sums = [told.losses, told.agreement].map(|it| it.detach().sum_dim(1));
    let sums = Tensor::cat(sums.to_vec(), 1).into_data();
    let sums: Vec<f64> = sums.iter::<f64>().collect();
    #[expect(clippy::cast_precision_loss, reason = "a batch is small")]
    let samples = samples as f64;
    let score = |it: &[f64; 2]| Score { loss: it[0], agreement: it[1], samples };
    sums.as_chunks::<2>().0.iter().map(score).collect()
}

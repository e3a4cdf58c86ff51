//! A block of a transformer: normalise, attend, add; normalise, feed forward, add (GPT-2's order).

use burn_tensor::{Bool, Tensor, activation::softmax, backend::AutodiffBackend};
use search::config::{Activation, Transformer};

use super::{Pass, activation, dense::Dense, dropout::Dropout, layer_norm::LayerNorm};
use crate::parameters::Inventory;

/// A block of a transformer.
#[derive(Debug)]
pub(super) struct Block {
    norms: [LayerNorm; 2],
    ask: Dense,
    project: Dense,
    feed: Dense,
    narrow: Dense,
    heads: usize,
    /// How many places a sequence has.
    length: usize,
    /// What leaves out some of the shares that places take from each other, and of what is added to the rows.
    pub(super) dropouts: [Option<Dropout>; 3],
}

impl Block {
    /// The block of this number.
    pub(super) fn new(index: u64, model: &Transformer, inventory: &Inventory) -> Self {
        let name = |part: &str| format!("transformer.h.{index}.{part}");
        let dense = |part: &str| Dense::new(&name(part), inventory);
        let size = |it| usize::try_from(it).expect("the trainer has taken the model");
        Self {
            norms: ["ln_1", "ln_2"].map(|it| LayerNorm::new(&name(it), inventory)),
            ask: dense("attn.c_attn"),
            project: dense("attn.c_proj"),
            feed: dense("mlp.c_fc"),
            narrow: dense("mlp.c_proj"),
            heads: size(model.heads),
            length: size(model.context),
            dropouts: [None; 3],
        }
    }

    /// How many shares the places of a sample take from each other.
    pub(super) fn shares(&self) -> usize {
        self.heads * self.length * self.length
    }

    /// How many numbers a place is on its way through.
    pub(super) fn numbers(&self) -> usize {
        let [ask, feed] = [&self.ask, &self.feed].map(Dense::outputs);
        // Beside the layers themselves the norms, and a share for each other place and head.
        2 * ask + 2 * feed + 2 * self.heads * self.length
    }

    pub(super) fn forwards<A: AutodiffBackend>(
        &self,
        values: Tensor<A, 3>,
        pass: &Pass<'_, A>,
    ) -> Tensor<A, 3> {
        let asked = self.ask.forwards(self.norms[0].forwards(values.clone(), pass), pass);
        let taken = self.project.forwards(self.attend(&asked, pass), pass);
        let values = values + self.drop(1, taken, pass);
        let inner = self.feed.forwards(self.norms[1].forwards(values.clone(), pass), pass);
        let inner = activation::forwards(Activation::Gelu, inner);
        values + self.drop(2, self.narrow.forwards(inner, pass), pass)
    }

    /// Leaves some out, where the dropout of this index does.
    fn drop<A: AutodiffBackend, const D: usize>(
        &self,
        index: usize,
        values: Tensor<A, D>,
        pass: &Pass<'_, A>,
    ) -> Tensor<A, D> {
        match &self.dropouts[index] {
            Some(it) => it.forwards(values, pass),
            None => values,
        }
    }

    /// What each place takes from itself and those before it. A row holds its queries, keys and values, one after the other.
    fn attend<A: AutodiffBackend>(&self, asked: &Tensor<A, 3>, pass: &Pass<'_, A>) -> Tensor<A, 3> {
        let Self { heads, length, .. } = *self;
        let [members, rows, columns] = asked.dims();
        let (samples, width) = (rows / length, columns / 3);
        let part = |it: usize| {
            let part = asked.clone().narrow(2, it * width, width);
            let part = part.reshape([members * samples, length, heads, width / heads]);
            part.swap_dims(1, 2)
        };
        let [queries, keys, values] = [0, 1, 2].map(part);
        #[expect(clippy::cast_precision_loss, reason = "a head is narrow")]
        let scale = 1.0 / ((width / heads) as f64).sqrt();
        let scores = queries.matmul(keys.swap_dims(2, 3)) * scale;
        let later = Tensor::<A, 2, Bool>::tril_mask([length, length], 0, &scores.device());
        let later = later.reshape([1, 1, length, length]).expand(scores.dims());
        let shares = softmax(scores.mask_fill(later, f32::NEG_INFINITY), 3);
        let shares = self.drop(0, shares, pass);
        shares.matmul(values).swap_dims(1, 2).reshape([members, rows, width])
    }
}

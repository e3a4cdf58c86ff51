//! The ends of a model of language, as GPT-2 has them: symbols become rows, and rows tell how likely each symbol is next.

use burn_tensor::{Int, Tensor, backend::AutodiffBackend};

use super::{Pass, layer_norm::LayerNorm};
use crate::parameters::Inventory;

/// What each symbol stands for, and each place in a sequence.
#[derive(Debug)]
pub(super) struct Embedding {
    symbols: usize,
    places: usize,
    kinds: usize,
    width: usize,
}

/// A last norm, and the table of symbols again (Press and Wolf, 2017).
#[derive(Debug)]
pub(super) struct Head {
    norm: LayerNorm,
    symbols: usize,
    kinds: usize,
}

impl Embedding {
    pub(super) fn new(inventory: &Inventory) -> Self {
        let table = |name: &str| inventory.weights.find(&format!("transformer.{name}.weight"));
        let symbols = table("wte");
        let [kinds, width] = *inventory.weights.shape(symbols) else {
            panic!("the table of symbols has two sides")
        };
        Self { symbols, places: table("wpe"), kinds, width }
    }

    /// How many numbers stand for a symbol.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// `values` has a row of symbols a sample; what comes out has a row for each symbol.
    pub(super) fn forwards<A: AutodiffBackend>(
        &self,
        values: Tensor<A, 3>,
        pass: &Pass<'_, A>,
    ) -> Tensor<A, 3> {
        let Self { kinds, width, .. } = *self;
        let [members, samples, length] = values.dims();
        // A product, whose way back is one as well; picking rows would add up slopes one by one.
        let kind = Tensor::<A, 1, Int>::arange(0..count(kinds), &values.device()).float();
        let symbols = values.reshape([members, samples * length, 1]);
        let shape = [members, samples * length, kinds];
        let picked = symbols.expand(shape).equal(kind.reshape([1, 1, kinds]).expand(shape)).float();
        let table = pass.weights[self.symbols].clone().reshape([members, kinds, width]);
        let places = pass.weights[self.places].clone().reshape([members, 1, length, width]);
        let rows = picked.matmul(table).reshape([members, samples, length, width]);
        (rows + places).reshape([members, samples * length, width])
    }
}

impl Head {
    pub(super) fn new(inventory: &Inventory) -> Self {
        let Embedding { symbols, kinds, .. } = Embedding::new(inventory);
        Self { norm: LayerNorm::new("transformer.ln_f", inventory), symbols, kinds }
    }

    /// How many kinds of symbols there are.
    pub(super) fn kinds(&self) -> usize {
        self.kinds
    }

    pub(super) fn forwards<A: AutodiffBackend>(
        &self,
        values: Tensor<A, 3>,
        pass: &Pass<'_, A>,
    ) -> Tensor<A, 3> {
        let [members, _, width] = values.dims();
        let table = pass.weights[self.symbols].clone().reshape([members, self.kinds, width]);
        self.norm.forwards(values, pass).matmul(table.swap_dims(1, 2))
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).expect("there are far fewer symbols")
}

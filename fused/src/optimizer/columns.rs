//! Numbers that differ from member to member, as columns that a tensor of rows can be multiplied with.

use burn_tensor::{Tensor, TensorData, backend::Backend};
use search::config::{Adadelta, Adagrad, Adam, Rmsprop, Rule, Sgd};

/// Brings numbers to the device, where they have changed since the last time.
#[derive(Debug)]
pub(super) struct Columns<B: Backend> {
    device: B::Device,
    last: Option<(Vec<f32>, Vec<Tensor<B, 2>>)>,
}

impl<B: Backend> Columns<B> {
    pub(super) fn new(device: &B::Device) -> Self {
        Self { device: device.clone(), last: None }
    }

    /// A column `[members, 1]` for each number that a member has.
    pub(super) fn of<const N: usize>(&mut self, rows: &[[f64; N]]) -> [Tensor<B, 2>; N] {
        #[expect(clippy::cast_possible_truncation, reason = "rounding is what is asked for")]
        let number = |column: usize| rows.iter().map(move |row| row[column] as f32);
        let numbers: Vec<f32> = (0..N).flat_map(number).collect();
        let known = self.last.as_ref().filter(|(last, _)| same(last, &numbers));
        let columns = if let Some((_, columns)) = known {
            columns.clone()
        } else {
            let data = TensorData::new(numbers.clone(), [N, rows.len(), 1]);
            let all: Tensor<B, 3> = Tensor::from_data(data, &self.device);
            let column = |it: usize| all.clone().narrow(0, it, 1).reshape([rows.len(), 1]);
            let columns: Vec<_> = (0..N).map(column).collect();
            self.last = Some((numbers, columns.clone()));
            columns
        };
        columns.try_into().expect("there are as many columns as numbers")
    }
}

/// Whether two lists are the same to the bit.
fn same(a: &[f32], b: &[f32]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits())
}

/// The numbers of a rule. That a bundle has one rule is checked before it begins.
macro_rules! numbers {
    ($name:ident, $kind:ident) => {
        pub(super) fn $name(rule: &Rule) -> $kind {
            match rule {
                Rule::$kind(it) => *it,
                other => panic!("a bundle has one rule, and this is another: {other:?}"),
            }
        }
    };
}

numbers!(sgd, Sgd);
numbers!(adagrad, Adagrad);
numbers!(adadelta, Adadelta);
numbers!(rmsprop, Rmsprop);
numbers!(adam, Adam);

/// The factor of the L2 penalty, or of the decay.
pub(super) fn weight_decay(rule: &Rule) -> f64 {
    match rule {
        Rule::Sgd(it) => it.weight_decay,
        Rule::Adagrad(it) => it.weight_decay,
        Rule::Adadelta(it) => it.weight_decay,
        Rule::Rmsprop(it) => it.weight_decay,
        Rule::Adam(it) => it.weight_decay,
    }
}

/// A count as a number.
#[expect(clippy::cast_precision_loss, reason = "counts in a run are far below 2^53")]
pub(super) fn float(count: u64) -> f64 {
    count as f64
}

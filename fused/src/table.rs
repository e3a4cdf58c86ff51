//! A data set on the device: brought there once, and gathered from there by the numbers of rows.

use burn_tensor::{
    Int, Tensor, TensorData,
    backend::{AutodiffBackend, Backend},
};
use trainer::{Data, Part, Samples, Targets};

use crate::loss::Truth;

/// Both parts of a data set.
#[derive(Debug)]
pub(crate) struct Tables<B: Backend> {
    training: Table<B>,
    validation: Table<B>,
}

/// Rows of features, and what is to be told of each.
#[derive(Debug)]
pub(crate) struct Table<B: Backend> {
    /// `[rows, features]`
    features: Tensor<B, 2>,
    answers: Answers<B>,
    rows: usize,
}

#[derive(Debug)]
enum Answers<B: Backend> {
    /// `[rows, places]`: a text has a class to be told at each of its places, other rows have one.
    Classes(Tensor<B, 2, Int>),
    /// `[rows, width]`, and their units, `[1, 1, width]`.
    Numbers(Tensor<B, 2>, Tensor<B, 3>),
}

/// Some rows for each member.
#[derive(Debug)]
pub(crate) struct Batch<A: AutodiffBackend> {
    /// `[members, rows, features]`
    pub(crate) inputs: Tensor<A, 3>,
    pub(crate) truth: Truth<A>,
}

impl<B: Backend> Tables<B> {
    pub(crate) fn new(data: &Data, device: &B::Device) -> Self {
        let table = |samples| Table::new(samples, device);
        Self { training: table(data.training()), validation: table(data.validation()) }
    }

    pub(crate) fn part(&self, part: Part) -> &Table<B> {
        match part {
            Part::Training => &self.training,
            Part::Validation => &self.validation,
        }
    }
}

impl<B: Backend> Table<B> {
    fn new(samples: &Samples, device: &B::Device) -> Self {
        let (rows, width) = (samples.len(), samples.width());
        let mut features = vec![0.0; rows * width];
        for (row, into) in features.chunks_exact_mut(width).enumerate() {
            samples.copy(row, into);
        }
        let features = Tensor::from_data(TensorData::new(features, [rows, width]), device);
        let answers = match samples.targets() {
            Targets::Classes { labels, .. } => {
                Answers::Classes(whole(labels, device).reshape([rows, 1]))
            }
            Targets::Following(following) => {
                let symbols = (0..rows).flat_map(|row| following.row(row));
                let symbols: Vec<u32> = symbols.map(|it| u32::from(*it)).collect();
                Answers::Classes(whole(&symbols, device).reshape([rows, following.length()]))
            }
            Targets::Numbers(numbers) => {
                let width = numbers.width();
                let cells = (0..rows).flat_map(|row| numbers.row(row)).copied().collect();
                let units = TensorData::new(numbers.units().to_vec(), [1, 1, width]);
                Answers::Numbers(
                    Tensor::from_data(TensorData::new(cells, [rows, width]), device),
                    Tensor::from_data(units, device),
                )
            }
        };
        Self { features, answers, rows }
    }

    /// How many rows there are.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// These of the rows: as many for each member, one member after the other.
    pub(crate) fn gather<A: AutodiffBackend<InnerBackend = B>>(
        &self,
        members: usize,
        rows: &[u32],
    ) -> Batch<A> {
        let count = rows.len() / members;
        let rows = whole::<B>(rows, &self.features.device());
        let features = self.features.clone().select(0, rows.clone());
        let width = features.dims()[1];
        let truth = match &self.answers {
            Answers::Classes(labels) => {
                let labels = labels.clone().select(0, rows);
                let places = labels.dims()[1];
                let labels = labels.reshape([members, count * places]);
                Truth::Classes(Tensor::from_inner(labels))
            }
            Answers::Numbers(cells, units) => {
                let cells = cells.clone().select(0, rows);
                let width = cells.dims()[1];
                let cells = cells.reshape([members, count, width]);
                Truth::Numbers(Tensor::from_inner(cells), Tensor::from_inner(units.clone()))
            }
        };
        Batch { inputs: Tensor::from_inner(features.reshape([members, count, width])), truth }
    }
}

/// Whole numbers on the device.
pub(crate) fn whole<B: Backend>(numbers: &[u32], device: &B::Device) -> Tensor<B, 1, Int> {
    let signed = |it: &u32| i32::try_from(*it).expect("rows and classes are far fewer than 2^31");
    let numbers: Vec<i32> = numbers.iter().map(signed).collect();
    let count = numbers.len();
    Tensor::from_data(TensorData::new(numbers, [count]), device)
}

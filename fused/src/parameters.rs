//! Where each parameter of a network lies: a member is one row of numbers, so that an optimizer updates all
//! parameters of all members by the same few operations.

use burn_tensor::{
    Tensor, TensorData,
    backend::{AutodiffBackend, Backend},
};
use trainer::{Parameter, Role};

/// The parameters of a network, by name. All members of a bundle have the same.
#[derive(Debug)]
pub(crate) struct Inventory {
    /// What is learnt.
    pub(crate) weights: Row,
    /// What is remembered and not learnt, such as running means.
    pub(crate) buffers: Row,
}

/// Parameters side by side.
#[derive(Debug, Default)]
pub(crate) struct Row {
    places: Vec<Place>,
    length: usize,
}

#[derive(Debug)]
struct Place {
    parameter: Parameter,
    start: usize,
    length: usize,
}

/// The numbers that a member starts with: what is learnt, and what is remembered.
pub(crate) type First = [Vec<f32>; 2];

impl Inventory {
    /// The parameters that `trainer::first_weights` names.
    pub(crate) fn of(first: &[(Parameter, Vec<f32>)]) -> Self {
        let mut it = Self { weights: Row::default(), buffers: Row::default() };
        for (parameter, values) in first {
            it.row_of(parameter.role).push(parameter.clone(), values.len());
        }
        it
    }

    /// A member's numbers, in rows.
    pub(crate) fn rows(first: &[(Parameter, Vec<f32>)]) -> First {
        let of = |remembered: bool| {
            let those = first.iter().filter(|(it, _)| (it.role == Role::Buffer) == remembered);
            those.flat_map(|(_, values)| values).copied().collect()
        };
        [of(false), of(true)]
    }

    fn row_of(&mut self, role: Role) -> &mut Row {
        match role {
            Role::Matrix | Role::Bias | Role::Norm => &mut self.weights,
            Role::Buffer => &mut self.buffers,
        }
    }
}

impl Row {
    fn push(&mut self, parameter: Parameter, length: usize) {
        self.places.push(Place { parameter, start: self.length, length });
        self.length += length;
    }

    /// How many numbers a member has.
    pub(crate) fn length(&self) -> usize {
        self.length
    }

    /// The number of the parameter with this name.
    pub(crate) fn find(&self, name: &str) -> usize {
        let at = self.try_find(name);
        at.unwrap_or_else(|| panic!("the trainer's network has no parameter {name:?}"))
    }

    /// The same, where there may be none.
    pub(crate) fn try_find(&self, name: &str) -> Option<usize> {
        self.places.iter().position(|it| it.parameter.name == name)
    }

    /// How many numbers each parameter has along each axis.
    pub(crate) fn shape(&self, parameter: usize) -> &[usize] {
        &self.places[parameter].parameter.shape
    }

    /// 1 for each number that multiplies what comes in, 0 for biases and norms: `[1, length]`.
    pub(crate) fn matrices<B: Backend>(&self, device: &B::Device) -> Tensor<B, 2> {
        let mark = |it: &Place| {
            let mark = if it.parameter.role == Role::Matrix { 1.0_f32 } else { 0.0 };
            std::iter::repeat_n(mark, it.length)
        };
        let marks = self.places.iter().flat_map(mark).collect();
        Tensor::from_data(TensorData::new(marks, [1, self.length]), device)
    }

    /// Each parameter of all members by itself: `[members, numbers]` each.
    pub(crate) fn split<B: Backend>(&self, rows: &Tensor<B, 2>) -> Vec<Tensor<B, 2>> {
        let narrow = |it: &Place| rows.clone().narrow(1, it.start, it.length);
        self.places.iter().map(narrow).collect()
    }

    /// The same, ready to have gradients.
    pub(crate) fn leaves<A: AutodiffBackend>(
        &self,
        rows: &Tensor<A::InnerBackend, 2>,
    ) -> Vec<Tensor<A, 2>> {
        self.split(rows)
            .into_iter()
            .map(|it| Tensor::<A, 2>::from_inner(it).require_grad())
            .collect()
    }
}

/// Rows of numbers, one a member.
pub(crate) fn stack<B: Backend>(rows: &[&[f32]], device: &B::Device) -> Tensor<B, 2> {
    let shape = [rows.len(), rows.first().map_or(0, |it| it.len())];
    Tensor::from_data(TensorData::new(rows.concat(), shape), device)
}

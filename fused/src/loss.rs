//! How well each member told each row: losses to learn from, and what is counted beside them.

use burn_tensor::{
    Int, Tensor,
    activation::log_softmax,
    backend::{AutodiffBackend, Backend},
};

/// What is known of a batch's rows.
#[derive(Debug)]
pub(crate) enum Truth<B: Backend> {
    /// The class of each: `[members, rows]`. A text has a row for each of its places.
    Classes(Tensor<B, 2, Int>),
    /// Real numbers, `[members, rows, width]`, and what an error of 1 is worth in each one's own unit, `[1, 1, width]`.
    Numbers(Tensor<B, 3>, Tensor<B, 3>),
}

/// How each row was told: `[members, rows]` each.
#[derive(Debug)]
pub(crate) struct Told<B: Backend> {
    /// Its loss.
    pub(crate) losses: Tensor<B, 2>,
    /// Of a class, 1 if it was told rightly and else 0; of numbers, the mean squared error in their own units.
    pub(crate) agreement: Tensor<B, 2>,
}

/// Judges `outputs`, `[members, rows, outputs]`. So much of a class's share is spread evenly over all classes, as in
/// `torch.nn.CrossEntropyLoss`.
pub(crate) fn judge<A: AutodiffBackend>(
    outputs: Tensor<A, 3>,
    truth: Truth<A>,
    smoothing: f64,
) -> Told<A> {
    match truth {
        Truth::Classes(labels) => classes(outputs, labels, smoothing),
        Truth::Numbers(numbers, units) => squares(outputs - numbers, units),
    }
}

fn classes<A: AutodiffBackend>(
    outputs: Tensor<A, 3>,
    labels: Tensor<A, 2, Int>,
    smoothing: f64,
) -> Told<A> {
    let [members, rows, _] = outputs.dims();
    let labels = labels.reshape([members, rows, 1]);
    let agreement = agreement(outputs.clone().detach(), labels.clone());
    let logs = log_softmax(outputs, 2);
    let mut losses = logs.clone().gather(2, labels).neg();
    if smoothing > 0.0 {
        losses = losses * (1.0 - smoothing) - logs.mean_dim(2) * smoothing;
    }
    Told { losses: losses.reshape([members, rows]), agreement }
}

/// Whether the largest output is that of the label. Of equal outputs the first one counts; a NaN is never right.
fn agreement<A: AutodiffBackend>(outputs: Tensor<A, 3>, labels: Tensor<A, 3, Int>) -> Tensor<A, 2> {
    let [members, rows, classes] = outputs.dims();
    let class = Tensor::<A, 1, Int>::arange(0..count(classes), &outputs.device());
    let class = class.reshape([1, 1, classes]).expand([members, rows, classes]);
    let own = outputs.clone().gather(2, labels.clone());
    let labels = labels.expand([members, rows, classes]);
    let own = own.expand([members, rows, classes]);
    let below = outputs.clone().lower(own.clone());
    let equal = outputs.equal(own);
    let after = class.greater_equal(labels);
    let beaten = below.bool_or(equal.bool_and(after));
    let beaten = beaten.int().sum_dim(2).reshape([members, rows]);
    beaten.equal_elem(count(classes)).float()
}

fn squares<A: AutodiffBackend>(errors: Tensor<A, 3>, units: Tensor<A, 3>) -> Told<A> {
    let [members, rows, _] = errors.dims();
    let own = errors.clone().detach() * units;
    let mean = |it: Tensor<A, 3>| (it.clone() * it).mean_dim(2).reshape([members, rows]);
    Told { losses: mean(errors), agreement: mean(own) }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).expect("there are far fewer classes")
}

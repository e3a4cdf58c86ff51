//! The edge: the rate with the lowest loss.

use super::{rules, smoothing};

/// The rate at which the loss, smoothed lightly, is lowest.
///
/// No stop rule is needed: a test that blew up is not lower afterwards, so that negative losses and tiny
/// ones are read like all others. The curve ends before the first loss that is not finite. Its
/// first tenth is passed over, as fastai does: single batches decide there, and a lucky one
/// would put the edge at the smallest rate.
pub(super) fn edge(lr: &[f64], loss: &[f64]) -> Result<f64, String> {
    let smooth = smoothing::corrected(loss, 0.8);
    let finite = smooth.iter().take_while(|it| it.is_finite()).count();
    let first = loss.len() / 10;
    if finite < first + 2 {
        return Err(format!(
            "only {finite} of {} losses come before one that is not finite",
            loss.len()
        ));
    }
    match rules::lowest(&smooth[first..finite]) {
        0 => Err("the loss is lowest where the test begins; begin it lower".into()),
        index => Ok(lr[first + index]),
    }
}

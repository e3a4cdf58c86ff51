//! How strong the noise of stochastic gradients is: what a lower rate and a larger batch have in common.
//!
//! Smith, Kindermans, Ying and Le (2018), after Smith and Le (2018). Two runs whose noise is the same epoch by epoch learn
//! about the same.

/// lr / (1 - momentum) · (`samples` / `batch` - 1)
pub fn scale(lr: f64, momentum: f64, samples: u64, batch: u64) -> f64 {
    lr / (1.0 - momentum) * (float(samples) / float(batch) - 1.0)
}

/// lr · `samples` / (`batch` · (1 - momentum)): the same where there are far more samples than a batch holds.
pub fn scale_of_many(lr: f64, momentum: f64, samples: u64, batch: u64) -> f64 {
    lr / (1.0 - momentum) * (float(samples) / float(batch))
}

#[expect(clippy::cast_precision_loss, reason = "counts of samples are far below 2^53")]
fn float(count: u64) -> f64 {
    count as f64
}

//! How well some samples were told.

/// How well some samples were told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    /// The sum of their losses.
    pub loss: f64,
    /// Of classes, how many were told rightly; of numbers, the sum of the samples' mean squared errors
    /// in the numbers' own units.
    pub agreement: f64,
    /// How many there were.
    pub samples: f64,
}

impl Score {
    /// The mean loss of a sample.
    pub fn loss(&self) -> f64 {
        self.loss / self.samples
    }

    /// The share of samples that were classified rightly.
    pub fn accuracy(&self) -> f64 {
        self.agreement / self.samples
    }

    /// The root of the mean squared error of numbers, in their own units.
    pub fn root_mean_square(&self) -> f64 {
        (self.agreement / self.samples).sqrt()
    }

    /// Counts the samples of `other` as well.
    pub fn add(&mut self, other: &Self) {
        self.loss += other.loss;
        self.agreement += other.agreement;
        self.samples += other.samples;
    }
}

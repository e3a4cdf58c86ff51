//! How a worker is asked to keep checkpoints.

use std::{path::PathBuf, time::Duration};

use clap::Args;

/// How a worker keeps checkpoints.
#[derive(Args, Debug)]
pub(crate) struct Keeping {
    /// The folder in which trials that train long keep checkpoints, so that the next attempt at one goes on where the last
    /// was broken off; workers may share it. Nothing is kept where this is left out
    #[arg(long, env = "RATESMITH_CHECKPOINT_DIR", value_name = "FOLDER")]
    checkpoint_dir: Option<PathBuf>,
    /// How many seconds a trial trains between two checkpoints
    #[arg(long, env = "RATESMITH_CHECKPOINT_EVERY", value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    checkpoint_every: Duration,
}

impl Keeping {
    /// What was asked for, if anything.
    pub(crate) fn asked(self) -> Option<worker::Keeping> {
        let every = self.checkpoint_every;
        self.checkpoint_dir.map(|folder| worker::Keeping { folder, every })
    }
}

fn seconds(text: &str) -> Result<Duration, &'static str> {
    let seconds = text.parse().ok().and_then(|it| Duration::try_from_secs_f64(it).ok());
    seconds.filter(|it| !it.is_zero()).ok_or("expected a number of seconds above 0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_above_0_and_may_be_parts_of_one() {
        assert_eq!(seconds("60"), Ok(Duration::from_mins(1)));
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        for text in ["0", "-1", "soon", "NaN", "inf", "1e99", "60s"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }
}

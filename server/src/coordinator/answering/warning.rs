//! What to know before relying on an answer.

use super::{Answer, Horizon};

impl Answer {
    /// What to know before relying on this answer; nothing where there is none.
    pub fn warnings(&self) -> Vec<String> {
        if self.best.is_none() {
            return Vec::new();
        }
        [self.edge(), self.open(), self.lost(), self.length()].into_iter().flatten().collect()
    }

    fn edge(&self) -> Option<String> {
        let best = self.best.as_ref()?.candidate.lr.filter(|_| self.at_edge)?;
        let (end, to_do) = if self.extent.lowest == Some(best) {
            ("lowest", "search lower rates, with a smaller `min`")
        } else {
            ("highest", "search higher rates, with a larger `max`")
        };
        Some(format!(
            "the best rate is the {end} that was tried, a better one may lie beyond; {to_do}"
        ))
    }

    fn open(&self) -> Option<String> {
        let are = match self.counts.queued + self.counts.running {
            0 => return None,
            1 => "1 trial is".to_owned(),
            open => format!("{open} trials are"),
        };
        Some(format!("{are} not over yet; the answer may still change"))
    }

    fn lost(&self) -> Option<String> {
        let are = match self.counts.failed + self.counts.quarantined {
            0 => return None,
            1 => "1 trial failed and is".to_owned(),
            lost => format!("{lost} trials failed and are"),
        };
        Some(format!("{are} left out; retry the sweep to train what failed again"))
    }

    fn length(&self) -> Option<String> {
        let length = match self.horizon {
            Horizon { epochs: Some(epochs), .. } => format!("{epochs} epochs"),
            Horizon { steps: Some(steps), .. } => format!("{steps} updates"),
            Horizon { epochs: None, steps: None } => return None,
        };
        Some(format!(
            "found by training for {length}; the longer one trains, the lower is the best rate"
        ))
    }
}

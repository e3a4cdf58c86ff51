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
        let open = self.counts.queued + self.counts.running;
        (open > 0).then(|| format!("{open} trials are not over yet; the answer may still change"))
    }

    fn lost(&self) -> Option<String> {
        let lost = self.counts.failed + self.counts.quarantined;
        (lost > 0)
            .then(|| format!("{lost} trials failed and are left out; retry queues them again"))
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

//! Which of a sweep's trials can be trained together.

use super::Sweep;
use crate::config::TrialConfig;

impl Sweep {
    /// What trial number `number` shares with those of the sweep that it can be trained together with; nothing where it is
    /// trained alone. They have their metric and their rungs in common as it is.
    pub fn bundle_key(&self, number: u64) -> Option<String> {
        // A configuration that does not add up fails alone, and tells why.
        TrialConfig::read(&self.plan(number).config).ok()?.bundle_key()
    }
}

//! What an operator decides about a worker.

use std::{collections::BTreeMap, fs, path::PathBuf, process};

use crate::{
    checkpoints::Keeping,
    device::{Choice, Device},
    error::Error,
};

/// So many trials a bundle has at most where nothing is said. On small networks a GPU gains little beyond, and all of them
/// wait for their leases to end when a worker dies.
pub const BUNDLE: usize = 32;

/// The largest bundle. So many trials are asked for in one call, so that the answer stays a message of ordinary size.
pub(crate) const BUNDLE_MAX: usize = 256;

/// More slots than any machine has cores. A limit against slips of the keyboard.
pub(crate) const SLOTS_MAX: usize = 1_024;

/// What an operator decides about a worker.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the coordinator is, `http://127.0.0.1:7070`.
    pub server: String,
    /// What people call the worker; its host's name and its process number where nothing is said.
    pub name: Option<String>,
    /// How many trials, or bundles of them, it trains side by side; what suits the device where nothing is said.
    pub slots: Option<usize>,
    /// How many trials a bundle has at most, where the device trains bundles.
    pub bundle: usize,
    /// What it trains on.
    pub device: Device,
    /// What sweeps can ask for in a worker.
    pub labels: BTreeMap<String, String>,
    /// Where the files of data sets are.
    pub data_dir: PathBuf,
    /// How checkpoints of trials that train long are kept; none are where nothing is said.
    pub checkpoints: Option<Keeping>,
}

/// What follows from it on this machine.
#[derive(Clone, Debug)]
pub(crate) struct Setup {
    /// What it trains on.
    pub(crate) choice: Choice,
    /// How many trials, or bundles of them, it trains side by side.
    pub(crate) slots: usize,
    /// How many trials a bundle has at most; 1 where each is trained by itself.
    pub(crate) bundle: usize,
}

impl Config {
    /// What follows for a worker that trains on `choice`, and trains bundles if it `fuses`. Refuses what cannot work,
    /// before anything is started.
    pub(crate) fn setup(&self, choice: Choice, fuses: bool) -> Result<Setup, Error> {
        let slots = self.slots.unwrap_or_else(|| choice.slots());
        if !(1..=SLOTS_MAX).contains(&slots) {
            return Err(Error::Slots(slots));
        }
        if !(1..=BUNDLE_MAX).contains(&self.bundle) {
            return Err(Error::Bundle(self.bundle));
        }
        let bundle = if fuses { self.bundle } else { 1 };
        Ok(Setup { choice, slots, bundle })
    }

    /// What people call the worker.
    pub(crate) fn name(&self) -> String {
        self.name.clone().unwrap_or_else(|| format!("{}-{}", host(), process::id()))
    }
}

/// The machine's name, as far as it can be had without asking the network.
fn host() -> String {
    let told = ["/proc/sys/kernel/hostname", "/etc/hostname"].iter();
    let mut told = told.filter_map(|path| fs::read_to_string(path).ok());
    let name = told.next().or_else(|| std::env::var("HOSTNAME").ok()).unwrap_or_default();
    match name.trim() {
        "" => "worker".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::Place;

    #[test]
    fn slots_and_bundles_are_what_was_asked_for_or_what_suits_the_device() {
        let config = config();
        let cpu = Device::Cpu.choose().unwrap();
        let card = Choice { place: Place::Cuda(0), reason: String::new() };
        let setup = |it: &Config, choice: &Choice, fuses| it.setup(choice.clone(), fuses);
        let told = |it: Result<Setup, Error>| it.map(|it| (it.slots, it.bundle)).unwrap();
        assert_eq!(told(setup(&config, &cpu, false)), (cpu.slots(), 1));
        assert_eq!(told(setup(&config, &card, true)), (1, 32));
        let asked = Config { slots: Some(3), bundle: 4, ..config.clone() };
        assert_eq!(told(setup(&asked, &card, true)), (3, 4));
        let none = Config { slots: Some(0), ..config.clone() };
        assert!(matches!(setup(&none, &cpu, false), Err(Error::Slots(0))));
        let none = Config { bundle: 0, ..config };
        assert!(matches!(setup(&none, &cpu, false), Err(Error::Bundle(0))));
    }

    #[test]
    fn a_worker_has_a_name_of_its_own() {
        assert!(config().name().ends_with(&process::id().to_string()));
    }

    fn config() -> Config {
        Config {
            server: "http://127.0.0.1:7070".into(),
            name: None,
            slots: None,
            bundle: BUNDLE,
            device: Device::Cpu,
            labels: BTreeMap::new(),
            data_dir: ".".into(),
            checkpoints: None,
        }
    }
}

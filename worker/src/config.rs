//! What an operator decides about a worker.

use std::{collections::BTreeMap, fmt, fs, path::PathBuf, process, str::FromStr};

use crate::{checkpoints::Keeping, error::Error};

/// More slots than any machine has cores. A limit against slips of the keyboard.
pub(crate) const SLOTS_MAX: usize = 1_024;

/// What an operator decides about a worker.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the coordinator is, `http://127.0.0.1:7070`.
    pub server: String,
    /// What people call the worker; its host's name and its process number where nothing is said.
    pub name: Option<String>,
    /// How many trials it trains side by side.
    pub slots: usize,
    /// What it trains on.
    pub device: Device,
    /// What sweeps can ask for in a worker.
    pub labels: BTreeMap<String, String>,
    /// Where the files of data sets are.
    pub data_dir: PathBuf,
    /// How checkpoints of trials that train long are kept; none are where nothing is said.
    pub checkpoints: Option<Keeping>,
}

/// What a worker trains on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Device {
    /// The best there is.
    #[default]
    Auto,
    /// The processor.
    Cpu,
    /// The graphics card of this number.
    Cuda(u32),
}

impl Config {
    /// Refuses what cannot work, before anything is started.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if !(1..=SLOTS_MAX).contains(&self.slots) {
            return Err(Error::Slots(self.slots));
        }
        match self.device {
            Device::Auto => {
                tracing::info!("training on the CPU: this version knows no other device");
            }
            Device::Cpu => (),
            Device::Cuda(_) => return Err(Error::Device),
        }
        Ok(())
    }

    /// What people call the worker.
    pub(crate) fn name(&self) -> String {
        self.name.clone().unwrap_or_else(|| format!("{}-{}", host(), process::id()))
    }
}

impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::Cpu => f.write_str("cpu"),
            Self::Cuda(index) => write!(f, "cuda:{index}"),
        }
    }
}

impl FromStr for Device {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let index = match text {
            "auto" => return Ok(Self::Auto),
            "cpu" => return Ok(Self::Cpu),
            "cuda" => Some("0"),
            other => other.strip_prefix("cuda:"),
        };
        let index = index.and_then(|it| it.parse().ok());
        index.map(Self::Cuda).ok_or("expected auto, cpu, cuda or cuda:INDEX")
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

    #[test]
    fn a_device_is_read_as_it_is_written() {
        for text in ["auto", "cpu", "cuda:0", "cuda:3"] {
            assert_eq!(text.parse::<Device>().unwrap().to_string(), text);
        }
        assert_eq!("cuda".parse(), Ok(Device::Cuda(0)));
        assert!("cuda:".parse::<Device>().is_err() && "tpu".parse::<Device>().is_err());
    }

    #[test]
    fn a_device_that_is_not_there_is_refused() {
        let config = Config {
            server: "http://127.0.0.1:7070".into(),
            name: None,
            slots: 1,
            device: Device::Cuda(0),
            labels: BTreeMap::new(),
            data_dir: ".".into(),
            checkpoints: None,
        };
        assert!(matches!(config.check(), Err(Error::Device)));
        let none = Config { slots: 0, device: Device::Cpu, ..config };
        assert!(matches!(none.check(), Err(Error::Slots(0))));
        assert!(none.name().ends_with(&process::id().to_string()));
    }
}

//! What a worker trains on: what was asked for, what there is, and why it was taken.

use std::{fmt, str::FromStr, thread};

use crate::error::Error;

/// What a worker is asked to train on.
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

/// What it trains on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The device.
    pub place: Place,
    /// Why this one.
    pub reason: String,
}

/// A device that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The processor: each slot trains one trial on one core.
    Cpu,
    /// The graphics card of this number: a slot trains a bundle of trials as one computation.
    Cuda(u32),
}

/// The names of the graphics cards that can be trained on, or why there is none.
type Cards = Result<Vec<String>, String>;

/// Whether the card of this number computes, or why it does not.
type Starts = fn(u32) -> Result<(), String>;

impl Device {
    /// Looks at the machine and takes what was asked for, or says why that cannot be.
    pub fn choose(self) -> Result<Choice, Error> {
        self.among(cards, starts)
    }

    /// The same where the machine has these `cards`, and one of them may not `start`.
    fn among(self, cards: impl Fn() -> Cards, starts: Starts) -> Result<Choice, Error> {
        let (place, reason) = match self {
            Self::Cpu => (Place::Cpu, "it was asked for".to_owned()),
            Self::Auto => match cards().and_then(|it| taken(0, &it, starts)) {
                Ok(card) => (Place::Cuda(0), format!("the machine has it: {card}")),
                Err(why) => (Place::Cpu, format!("there is no GPU to take: {why}")),
            },
            Self::Cuda(index) => {
                let card = cards().and_then(|it| taken(index, &it, starts));
                let card = card.map_err(|why| Error::Device(self.to_string(), why))?;
                (Place::Cuda(index), format!("it was asked for: {card}"))
            }
        };
        Ok(Choice { place, reason })
    }
}

/// The name of the card of this number, if it is there and `starts`.
fn taken(index: u32, cards: &[String], starts: Starts) -> Result<String, String> {
    let card = usize::try_from(index).ok().and_then(|it| cards.get(it));
    let card = card.ok_or_else(|| match cards.len() {
        0 => "the driver lists no card".to_owned(),
        count => format!("the driver lists {count}, counted from 0"),
    })?;
    starts(index).map_err(|why| format!("{card} is there, but {why}"))?;
    Ok(card.clone())
}

impl Choice {
    /// How many trials, or bundles of them, are trained side by side where nobody says: one a core, and one a card.
    pub fn slots(&self) -> usize {
        match self.place {
            Place::Cpu => cores(),
            Place::Cuda(_) => 1,
        }
    }

    /// Tells what was taken and why, and warns of what will disappoint.
    pub(crate) fn tell(&self, slots: usize) {
        let Self { place, reason } = self;
        tracing::info!(device = %place, slots, "training on {place}: {reason}");
        if *place == Place::Cpu && slots > cores() {
            let cores = cores();
            tracing::warn!(
                slots,
                cores,
                "there are more slots than cores: trials will slow each other down; leave --slots out for one a core"
            );
        }
    }
}

/// How many trials this machine trains side by side without one slowing the other: one a core.
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Why there are no cards in an ordinary build.
#[cfg(not(feature = "cuda"))]
pub(crate) const WITHOUT: &str = "this binary was built without CUDA; `cargo build --release --package cli --features cuda` builds one with it";

/// The graphics cards of this machine.
#[cfg(not(feature = "cuda"))]
fn cards() -> Cards {
    Err(WITHOUT.to_owned())
}

/// Whether the card of this number computes, or why it does not.
#[cfg(not(feature = "cuda"))]
fn starts(_index: u32) -> Result<(), String> {
    Err(WITHOUT.to_owned())
}

#[cfg(feature = "cuda")]
fn cards() -> Cards {
    Ok(fused::cuda::cards()?.into_iter().map(|it| it.name).collect())
}

#[cfg(feature = "cuda")]
fn starts(index: u32) -> Result<(), String> {
    fused::cuda::engine(usize::try_from(index).unwrap_or(usize::MAX)).map(drop)
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cpu => f.write_str("cpu"),
            Self::Cuda(index) => write!(f, "cuda:{index}"),
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: [&str; 2] = ["H200", "T4"];

    /// What is taken of these cards.
    fn taken(asked: Device, cards: &[&str]) -> Result<(String, String), String> {
        let cards = || Ok(cards.iter().map(ToString::to_string).collect());
        let choice = asked.among(cards, |_| Ok(()));
        choice.map(|it| (it.place.to_string(), it.reason)).map_err(|it| it.to_string())
    }

    #[test]
    fn a_device_is_read_as_it_is_written() {
        for text in ["auto", "cpu", "cuda:0", "cuda:3"] {
            assert_eq!(text.parse::<Device>().unwrap().to_string(), text);
        }
        assert_eq!("cuda".parse(), Ok(Device::Cuda(0)));
        assert!("cuda:".parse::<Device>().is_err() && "tpu".parse::<Device>().is_err());
    }

    #[test]
    fn a_card_is_taken_where_there_is_one_and_the_reason_names_it() {
        let told = |place: &str, reason: &str| Ok((place.to_owned(), reason.to_owned()));
        assert_eq!(taken(Device::Auto, &TWO), told("cuda:0", "the machine has it: H200"));
        assert_eq!(taken(Device::Cuda(1), &TWO), told("cuda:1", "it was asked for: T4"));
        assert_eq!(taken(Device::Cpu, &TWO), told("cpu", "it was asked for"));
    }

    #[test]
    fn without_a_card_auto_falls_back_and_says_why_and_cuda_is_refused() {
        let none = |asked: Device| asked.among(|| Err("no driver".to_owned()), |_| Ok(()));
        let fallen = none(Device::Auto).unwrap();
        assert_eq!((fallen.place, fallen.slots()), (Place::Cpu, cores()));
        assert_eq!(fallen.reason, "there is no GPU to take: no driver");
        let refused = none(Device::Cuda(0)).unwrap_err().to_string();
        assert_eq!(refused, "cannot train on cuda:0: no driver");
        let refused = taken(Device::Cuda(2), &TWO).unwrap_err();
        assert_eq!(refused, "cannot train on cuda:2: the driver lists 2, counted from 0");
        assert!(taken(Device::Auto, &[]).unwrap().1.contains("lists no card"));
    }

    #[test]
    fn a_card_that_does_not_start_is_not_taken() {
        let broken = |asked: Device| {
            asked.among(|| Ok(vec!["T4".to_owned()]), |_| Err("it does not compute".to_owned()))
        };
        let fallen = broken(Device::Auto).unwrap();
        assert_eq!(
            (fallen.place, fallen.reason.as_str()),
            (Place::Cpu, "there is no GPU to take: T4 is there, but it does not compute")
        );
        let refused = broken(Device::Cuda(0)).unwrap_err().to_string();
        assert_eq!(refused, "cannot train on cuda:0: T4 is there, but it does not compute");
    }
}

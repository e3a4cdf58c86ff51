//! Why a worker cannot work.

use std::{io, path::PathBuf};

/// Why a worker cannot work. What goes wrong with one trial is reported for that trial instead.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The coordinator's address cannot be one.
    #[error("{0:?} is not an address of a coordinator; write it like http://127.0.0.1:7070")]
    Server(String),
    /// The device is not there.
    #[error("cannot train on {0}: {1}")]
    Device(String, String),
    /// No worker can have so many slots.
    #[error("a worker has 1 to {most} slots, not {0}", most = crate::config::SLOTS_MAX)]
    Slots(usize),
    /// No bundle can be so large.
    #[error("a bundle has 1 to {most} trials, not {0}", most = crate::config::BUNDLE_MAX)]
    Bundle(usize),
    /// Data sets cannot lie there.
    #[error("there is no folder {} for data sets", .0.display())]
    Data(PathBuf),
    /// Checkpoints cannot be kept where they should be.
    #[error("cannot keep checkpoints in {}; name a folder that can be written to", .0.display())]
    Checkpoints(PathBuf, #[source] io::Error),
    /// The system gives no more threads.
    #[error("cannot start a training thread; ask for fewer slots")]
    Thread(#[source] io::Error),
    /// The coordinator is there and does not want this worker.
    #[error("the coordinator refused this worker: {0}")]
    Refused(String),
}

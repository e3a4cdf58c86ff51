//! Checkpoints: all that a run needs to go on as if it had never been left, in one file.
//!
//! The format is [safetensors](https://huggingface.co/docs/safetensors): a header in JSON that names tensors, then their
//! numbers. A model's parameters and what its norms remember stand under the names and in the layout that `PyTorch` would
//! give them, for its `load_state_dict` (not strict: nobody counts a norm's batches here); `optimizer.<what>.<parameter>`
//! is what `torch.optim` keeps under the name `<what>`; `run.…` is ours: how far the course is, the order of the rows,
//! the points told. The header's `__metadata__` says of which version the file is, which run it belongs to, and the
//! digest of everything else.
//!
//! Where such files lie, and when they are written, is left to others.

mod reading;
mod writing;

use std::collections::BTreeMap;

use safetensors::Dtype;
use sha2::{Digest as _, Sha256};

pub(crate) use self::{reading::Reading, writing::Writing};
use crate::{Data, Job, data::hexadecimal};

/// The version of what is in the file; it moves when a run of today could not go on from a file of yesterday.
const VERSION: &str = "1";

/// Under which keys the header says of which version the file is, and what its contents come to.
const VERSION_KEY: &str = "ratesmith.checkpoint";
const DIGEST_KEY: &str = "ratesmith.sha256";

/// Why a run cannot go on from a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(String);

impl Refused {
    pub(crate) fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

/// What makes one run another: what stands in the header, under these keys.
pub(crate) type Identity = BTreeMap<String, String>;

/// Whose checkpoint it is: that of a run with the same configuration, metric and seed on the same numbers. A version of
/// ours that describes configurations differently takes it for another run's, and starts anew.
pub(crate) fn identity(job: Job<'_>, data: &Data) -> Identity {
    let digest = |text: String| hexadecimal(&Sha256::digest(text));
    let said = [
        ("config", digest(format!("{:?}", job.config))),
        ("metric", digest(format!("{:?}", job.metric))),
        ("seed", job.seed.to_string()),
        ("data", data.fingerprint()),
    ];
    said.into_iter().map(|(key, it)| (format!("ratesmith.{key}"), it)).collect()
}

/// The digest of the contents of a checkpoint: of each tensor in the order of their names, and of what the header says.
fn digest<'a>(
    identity: &Identity,
    tensors: impl Iterator<Item = (&'a str, Dtype, &'a [usize], &'a [u8])>,
) -> String {
    let mut hash = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    for (key, value) in identity {
        part(key.as_bytes());
        part(value.as_bytes());
    }
    let mut tensors: Vec<_> = tensors.collect();
    tensors.sort_unstable_by_key(|it| it.0);
    for (name, kind, shape, bytes) in tensors {
        part(name.as_bytes());
        part(format!("{kind} {shape:?}").as_bytes());
        part(bytes);
    }
    hexadecimal(&hash.finalize())
}

//! How trials are trained: one on a thread (`alone`), or a bundle of them as one computation (`together`).
//!
//! Whatever goes wrong is the trial's failure, never the worker's: even a panic.

mod alone;
#[cfg(feature = "cuda")]
mod card;
mod reading;
mod telling;
mod together;

pub(crate) use self::{
    alone::train as train_alone,
    together::{capacity, train as train_together},
};

use std::{ops::ControlFlow, path::PathBuf, sync::Arc};

use parking_lot::Mutex;
use trainer::{Ending, Error, Job, Point};

use crate::{
    attempt::Attempt,
    checkpoints::{self, Checkpoints},
    device::Place,
    shelf::Shelf,
};

/// Takes the points of a run under way, and says whether it should go on.
pub type Observe<'a> = dyn FnMut(Point<'_>) -> ControlFlow<()> + 'a;

/// Takes what is heard of the members of a bundle, by their place, and says whether that member should go on.
pub type Hear<'a> = dyn FnMut(usize, Heard<'_>) -> ControlFlow<()> + 'a;

/// What is heard of a member of a bundle.
#[derive(Debug)]
pub enum Heard<'a> {
    /// Where it is.
    Point(Point<'a>),
    /// How it ended; told as soon as it has, while the others go on. An error is this member's own.
    End(Result<Ending, Error>),
}

/// How trials are trained.
#[derive(Clone)]
pub struct Training {
    alone: Arc<Alone>,
    together: Option<Together>,
}

type Alone = dyn Fn(&Attempt, Job<'_>, &mut Observe<'_>) -> Result<Ending, Error> + Send + Sync;

/// How a bundle of trials is trained as one computation.
#[derive(Clone)]
pub struct Together {
    capacity: Arc<Capacity>,
    train: Arc<Train>,
    /// Held during a dry run, so that two do not measure each other.
    dry: Arc<Mutex<()>>,
}

type Capacity = dyn Fn(Job<'_>) -> Result<usize, Error> + Send + Sync;
type Train = dyn Fn(&[Job<'_>], &mut Hear<'_>) + Send + Sync;

impl Training {
    /// Each trial by itself.
    pub fn alone(
        train: impl Fn(Job<'_>, &mut Observe<'_>) -> Result<Ending, Error> + Send + Sync + 'static,
    ) -> Self {
        Self::of_attempts(move |_, job, observe| train(job, observe))
    }

    /// Each by itself, by what may ask the attempt whether it should go on, and whose it is.
    fn of_attempts(
        train: impl Fn(&Attempt, Job<'_>, &mut Observe<'_>) -> Result<Ending, Error>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        Self { alone: Arc::new(train), together: None }
    }

    /// The same, but those that can be trained together are.
    #[must_use]
    pub fn with_bundles(self, together: Together) -> Self {
        Self { together: Some(together), ..self }
    }

    /// How bundles are trained, if they are.
    pub(crate) fn together(&self) -> Option<&Together> {
        self.together.as_ref()
    }
}

impl Together {
    /// `capacity` says how many trials like this one the device has room for at once, from a dry run. `train` trains the
    /// members of a bundle, tells their points and, as soon as it has come, the end of each. A member that is to go on no
    /// longer leaves then; what the others compute does not depend on it. What befalls all of them is a panic.
    pub fn new(
        capacity: impl Fn(Job<'_>) -> Result<usize, Error> + Send + Sync + 'static,
        train: impl Fn(&[Job<'_>], &mut Hear<'_>) + Send + Sync + 'static,
    ) -> Self {
        Self { capacity: Arc::new(capacity), train: Arc::new(train), dry: Arc::default() }
    }
}

/// Our own trainer on `place`, with data sets from `folder`, and with `checkpoints` where they are kept: on a CPU.
pub(crate) fn ours(
    folder: PathBuf,
    place: Place,
    checkpoints: Option<Checkpoints>,
) -> Result<Training, crate::Error> {
    let shelf = Shelf::new(folder)?;
    let checkpoints = checkpoints.map(Arc::new);
    match place {
        // On a CPU, side by side beats together: each slot trains alone.
        Place::Cpu => {
            Ok(Training::of_attempts(move |attempt, job, observe| match shelf.data(job)? {
                Some(data) => {
                    checkpoints::train(checkpoints.as_ref(), attempt, job, &data, observe)
                }
                None => trainer::train(job, None, observe),
            }))
        }
        Place::Cuda(index) => {
            if checkpoints.is_some() {
                tracing::warn!(
                    "no checkpoints are kept on {place}: trials there begin anew; `--device cpu` keeps them"
                );
            }
            on_card(index, shelf).map_err(|why| crate::Error::Device(place.to_string(), why))
        }
    }
}

#[cfg(feature = "cuda")]
use self::card::training as on_card;

#[cfg(not(feature = "cuda"))]
fn on_card(_index: u32, _shelf: Shelf) -> Result<Training, String> {
    Err(crate::device::WITHOUT.to_owned())
}

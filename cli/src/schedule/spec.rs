//! What is to be shown: a preview, or a trial of a sweep, from a file, from stdin, or written in the call itself.

use std::path::{Path, PathBuf};

use search::{
    config::{Task, TrialConfig},
    document::Node,
    preview::{ENTRIES_MAX, Preview},
    sweep::Sweep,
};
use trainer::Data;

use crate::{
    failure::{self, Failure},
    screen,
};

/// What the caller said of it.
#[derive(Debug)]
pub(crate) struct Spec<'a> {
    /// A file, `-`, or the text itself.
    pub(crate) text: &'a str,
    /// How many samples train, where the caller says so.
    pub(crate) samples: Option<u64>,
    /// Which configuration of a sweep.
    pub(crate) configuration: u64,
    /// The folder with the data files.
    pub(crate) data_dir: &'a PathBuf,
}

/// The preview that is asked for.
pub(crate) fn read(spec: &Spec<'_>) -> Result<Preview, Failure> {
    let text = if is_inline(spec.text) { spec.text.to_owned() } else { screen::read(spec.text)? };
    let document = Node::from_text(&text)
        .map_err(|error| wrong(format!("the schedule is {error}"), "correct it there"))?;
    let is_sweep = ["method", "train", "parameters"].iter().any(|it| document.get(it).is_some());
    if !is_sweep {
        return Preview::read(&document).map_err(|it| failure::mistakes_in("schedule", &it));
    }
    let sweep = Sweep::read(&document).map_err(failure::mistakes)?;
    let last = sweep.configurations - 1;
    if spec.configuration > last {
        let what = format!("the sweep has no configuration {}", spec.configuration);
        return Err(wrong(what, &format!("count them from 0 to {last}")));
    }
    let config =
        TrialConfig::read(&sweep.plan(spec.configuration).config).map_err(failure::mistakes)?;
    let preview = Preview::of(&config, &sweep.metric, samples(&config, spec)?);
    match preview.entries() {
        ..=ENTRIES_MAX => Ok(preview),
        many => {
            let what =
                format!("the run has {many} entries; {ENTRIES_MAX} is the most that is shown");
            Err(wrong(what, "shorten it, or count the schedule in epochs: `unit: epoch`"))
        }
    }
}

/// How many samples train: what the caller says, or what the data come to.
fn samples(config: &TrialConfig, spec: &Spec<'_>) -> Result<u64, Failure> {
    let builtin = match (&config.train.task, spec.samples) {
        (_, Some(samples)) => return Ok(samples),
        (Task::Synthetic(_), None) => return Ok(1),
        (Task::Builtin(builtin), None) => builtin,
    };
    let data = Data::load(&builtin.dataset, Path::new(spec.data_dir)).map_err(|error| {
        let next =
            "say how many samples train with --samples, or where the files are with --data-dir";
        wrong(format!("cannot read the data: {error}"), next)
    })?;
    Ok(data.training_samples() as u64)
}

/// Whether this is a document, and no file's name.
fn is_inline(text: &str) -> bool {
    text.trim_start().starts_with('{') || text.contains(": ")
}

fn wrong(what: String, next: &str) -> Failure {
    Failure::Wrong { what, next: next.to_owned() }
}

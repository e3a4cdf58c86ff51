//! How far the sweeps of a study are, on stderr: one bar for a person, a line now and then for a log.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::{client::Client, clock::Stopwatch, failure::Failure, follow, rest::Sweep, screen};

/// How often the coordinator is asked.
const EVERY: Duration = Duration::from_millis(250);
/// Where no bar can be drawn a line is written this often.
const LINE_EVERY: Duration = Duration::from_secs(5);

/// Waits until each of the sweeps has ended, and returns them in the same order.
pub(super) async fn to_the_end(
    client: &Client,
    study: &str,
    ids: &[String],
) -> Result<Vec<Sweep>, Failure> {
    let bar = screen::shows_progress().then(|| {
        let style = ProgressStyle::with_template("{bar:24} {pos}/{len} {wide_msg}");
        ProgressBar::no_length().with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
    });
    let mut told: Option<Stopwatch> = None;
    let mut sweeps: Vec<Option<Sweep>> = ids.iter().map(|_| None).collect();
    loop {
        for (sweep, id) in sweeps.iter_mut().zip(ids) {
            if !sweep.as_ref().is_some_and(Sweep::has_ended) {
                *sweep = Some(follow::patiently(client, &format!("sweeps/{id}")).await?);
            }
        }
        let known = || sweeps.iter().flatten();
        let (done, all) = (known().map(Sweep::done).sum(), known().map(|it| it.trials).sum());
        let ended = known().filter(|it| it.has_ended()).count();
        let is_over = ended == ids.len();
        if let Some(bar) = &bar {
            bar.set_length(all);
            bar.set_position(done);
            bar.set_message(format!("{study}: {ended} of {} sweeps", ids.len()));
        } else if is_over || told.is_none_or(|it| it.elapsed() >= LINE_EVERY) {
            told = Some(Stopwatch::start());
            screen::note(&format!("{study}: {done}/{all} trials, {ended} of {} sweeps", ids.len()));
        }
        if is_over {
            if let Some(bar) = &bar {
                bar.abandon();
            }
            return Ok(sweeps.into_iter().flatten().collect());
        }
        tokio::time::sleep(EVERY).await;
    }
}

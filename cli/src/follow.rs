//! Follows a sweep to its end: a bar for a person, a line every few seconds for a log.

mod meter;

use std::time::Duration;

use crate::{
    client::Client,
    clock::Stopwatch,
    failure::Failure,
    rest::{Best, Page, Sweep, Worker},
    screen,
};

use self::meter::Meter;

/// How often the coordinator is asked.
const EVERY: Duration = Duration::from_millis(500);
/// The best so far is asked for at every so many looks; it costs more than a count.
const BEST_EVERY: u32 = 4;
/// After every so many looks without a running trial, whether there is a worker at all.
const IDLE_LOOKS: u32 = 10;
/// How long a coordinator may be away before it is given up on: long enough to start it again.
const AWAY_MAX: Duration = Duration::from_mins(1);

/// Waits until sweep `id` has ended and returns how.
pub(crate) async fn to_the_end(client: &Client, id: &str) -> Result<Sweep, Failure> {
    let path = format!("sweeps/{id}");
    let mut meter = Meter::new();
    let mut idle = 0;
    let mut looks = 0;
    let mut is_told = false;
    loop {
        let sweep = patiently(client, &path).await?;
        let is_over = sweep.has_ended();
        if looks % BEST_EVERY == 0 || is_over {
            (meter.best, meter.stage) = best(client, &path).await;
        }
        meter.show(&sweep);
        if is_over {
            meter.finish();
            return Ok(sweep);
        }
        idle = if sweep.counts.running == 0 && sweep.state == "running" { idle + 1 } else { 0 };
        // One that was killed passes for being there a while longer.
        let asks = !is_told && idle > 0 && idle % IDLE_LOOKS == 0;
        if asks && !has_workers(client).await {
            meter.say("no worker is there to train: start one with `ratesmith worker`");
            is_told = true;
        }
        looks += 1;
        tokio::time::sleep(EVERY).await;
    }
}

/// Turns the way in which a sweep ended into an exit code.
pub(crate) fn verdict(sweep: &Sweep) -> Result<(), Failure> {
    let what = match sweep.state.as_str() {
        "cancelled" => format!("sweep {} was cancelled", sweep.id),
        _ if sweep.trials > 0 && sweep.lost() == sweep.trials => "every trial failed".to_owned(),
        _ => return Ok(()),
    };
    let next = format!("`ratesmith trials {}` tells what became of each trial", sweep.id);
    Err(Failure::Broken { what, next })
}

/// Asks again while the coordinator is away for a moment.
pub(crate) async fn patiently(client: &Client, path: &str) -> Result<Sweep, Failure> {
    let mut away: Option<Stopwatch> = None;
    loop {
        let failure = match client.get(path, &[]).await {
            Ok(sweep) => return Ok(sweep),
            Err(failure) => failure,
        };
        if !failure.may_pass() {
            return Err(failure);
        }
        let since = *away.get_or_insert_with(|| {
            screen::note(&format!("{failure}; waiting for it"));
            Stopwatch::start()
        });
        if since.elapsed() > AWAY_MAX {
            return Err(failure);
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// The best rate so far and its mean, if there is one yet, and the stage of a search.
async fn best(client: &Client, path: &str) -> (Option<(f64, f64)>, Option<String>) {
    let found: Result<Best, Failure> = client.get(&format!("{path}/best"), &[]).await;
    let Ok(found) = found else { return (None, None) };
    let best = found.best.and_then(|it| Some((it.lr?, it.mean?)));
    (best, found.find.map(|it| it.stage))
}

async fn has_workers(client: &Client) -> bool {
    let workers: Result<Page<Worker>, Failure> = client.list("workers", &[], None).await;
    // Where the answer is not known there is nothing to tell.
    workers.map_or(true, |it| it.items.iter().any(|it| it.state == "active"))
}

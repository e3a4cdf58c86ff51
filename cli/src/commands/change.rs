//! `pause`, `resume`, `cancel`, `retry`: a change to one sweep, answered with the sweep.

use search::document::Node;

use crate::{arguments::One, client::Client, failure::Failure, rest::Sweep, screen};

pub(crate) async fn run(one: One, change: &str) -> Result<(), Failure> {
    let client = Client::new(&one.asked.server)?;
    let id = client.sweep_id(&one.sweep).await?;
    let path = format!("sweeps/{id}/{change}");
    if one.written.json {
        return screen::write_json(&client.post::<Node>(&path).await?);
    }
    let sweep: Sweep = client.post(&path).await?;
    screen::write(&format!(
        "{} {} is {}: {} of {} trials done, {} running, {} queued",
        sweep.name,
        sweep.id,
        sweep.state,
        sweep.done(),
        sweep.trials,
        sweep.counts.running,
        sweep.counts.queued
    ))
}

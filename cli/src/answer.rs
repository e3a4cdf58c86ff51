//! The answer of a sweep, for people: asks for it and writes it, whatever the sweep's method.

mod best;
mod certainty;
mod chart;
mod groups;
mod range_test;
mod search;

use ::search::{document::Node, range_test::Findings};

use crate::{
    client::Client,
    failure::Failure,
    rest::{Best, Page, RangeTest, Sweep, Trial},
    screen,
};

/// As many trials are drawn; more would only thicken the picture.
const DRAWN_MAX: usize = 5_000;

/// The method whose answer is a range of rates and not a best one.
const RANGE_TEST: &str = "range_test";

/// Prints the answer of sweep `id`, as far as it is known.
pub(crate) async fn print(client: &Client, id: &str, json: bool) -> Result<(), Failure> {
    let sweep: Sweep = client.get(&format!("sweeps/{id}"), &[]).await?;
    let path = match sweep.method.as_str() {
        RANGE_TEST => format!("sweeps/{id}/range-test"),
        _ => format!("sweeps/{id}/best"),
    };
    if json {
        return screen::write_json(&client.get::<Node>(&path, &[]).await?);
    }
    screen::write(&text(client, &sweep, &path).await?)
}

async fn text(client: &Client, sweep: &Sweep, path: &str) -> Result<String, Failure> {
    if sweep.method == RANGE_TEST {
        let found: RangeTest = client.get(path, &[]).await?;
        return Ok(range_test::text(sweep, &found));
    }
    let found: Best = client.get(path, &[]).await?;
    let trials: Page<Trial> =
        client.list(&format!("sweeps/{}/trials", sweep.id), &[], Some(DRAWN_MAX)).await?;
    Ok(best::text(sweep, &found, &trials.items))
}

/// What a curve says that is no sweep's.
pub(crate) fn curve(curve: &::search::range_test::Curve, findings: Findings) -> String {
    range_test::readings(&RangeTest::of(curve, findings))
}

/// A sweep's name, what it was about and how far it is.
fn title(sweep: &Sweep) -> String {
    let Sweep { name, state, metric, .. } = sweep;
    let goal = match metric.goal {
        ::search::metric::Goal::Minimize => "lower is better",
        ::search::metric::Goal::Maximize => "higher is better",
    };
    let (done, all) = (sweep.done(), sweep.trials);
    let progress = match state.as_str() {
        "completed" => String::new(),
        "cancelled" if sweep.is_search() => format!(", cancelled after {done} trials"),
        state if sweep.is_search() => format!(", {state}, {done} trials done"),
        "cancelled" => format!(", cancelled after {done} of {all} trials"),
        state => format!(", {state}, {done} of {all} trials done"),
    };
    format!("{name}: {} ({goal}){progress}\n\n", metric.name)
}

/// One line of an answer: what, and how much of it.
fn line(what: &str, value: &str) -> String {
    format!("  {what:<22}  {value}").trim_end().to_owned() + "\n"
}

/// Sets a part of an answer off from what stands above it; nothing remains nothing.
fn paragraph(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("\n{text}") }
}

#[cfg(test)]
mod tests;

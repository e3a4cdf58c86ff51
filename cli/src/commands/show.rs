//! `show`: one sweep and where it stands.

use search::document::Node;

use crate::{
    arguments::One, client::Client, failure::Failure, numbers::counted, rest::Sweep, screen,
};

/// What stands above the sweep's own document and need not be repeated there.
const TOLD: [&str; 4] = ["name", "method", "metric", "priority"];

pub(crate) async fn run(one: One) -> Result<(), Failure> {
    let client = Client::new(&one.asked.server)?;
    let path = format!("sweeps/{}", client.sweep_id(&one.sweep).await?);
    if one.written.json {
        return screen::write_json(&client.get::<Node>(&path, &[]).await?);
    }
    screen::write(&text(&client.get::<Sweep>(&path, &[]).await?)?)
}

fn text(sweep: &Sweep) -> Result<String, Failure> {
    let line = |what: &str, value: &str| format!("{what:<15}{value}\n");
    let mut text = line("id", &sweep.id);
    text += &line("name", &sweep.name);
    text += &line("state", &sweep.state);
    text += &line("method", &sweep.method);
    text += &line("metric", &sweep.metric.name);
    text += &line("trials", &size(sweep));
    text += &line("counts", &counts(sweep));
    if let Some(spared) = sweep.spared_in_words() {
        text += &line("stopped early", &spared);
    }
    text += &line("priority", &sweep.priority.to_string());
    text += &line("created", &screen::time(&sweep.created_at));
    if let Some(ended) = &sweep.ended_at {
        text += &line("ended", &screen::time(ended));
    }
    if let Node::Map(entries) = &sweep.spec {
        text += "\n";
        for (key, value) in entries.iter().filter(|(key, _)| !TOLD.contains(&key.as_str())) {
            text += &line(key, &serde_json::to_string(value).map_err(std::io::Error::other)?);
        }
    }
    Ok(text)
}

fn size(sweep: &Sweep) -> String {
    if sweep.is_search() {
        return format!(
            "{} so far, {} a rate at most",
            sweep.trials,
            counted(sweep.replicates, "seed")
        );
    }
    let configurations = counted(sweep.configurations, "configuration");
    format!("{}: {configurations}, {} each", sweep.trials, counted(sweep.replicates, "seed"))
}

/// The counts that are not 0.
fn counts(sweep: &Sweep) -> String {
    let it = sweep.counts;
    let diverged = match it.diverged {
        0 => String::new(),
        count => format!(" (of which {count} diverged)"),
    };
    let all = [
        (it.queued, "queued", ""),
        (it.running, "running", ""),
        (it.completed, "completed", diverged.as_str()),
        (it.stopped, "stopped", ""),
        (it.failed, "failed", ""),
        (it.cancelled, "cancelled", ""),
        (it.quarantined, "quarantined", ""),
    ];
    let told = all.iter().filter(|it| it.0 > 0);
    told.map(|(count, state, more)| format!("{count} {state}{more}")).collect::<Vec<_>>().join(", ")
}

//! `trials`: the trials of a sweep.

use clap::{Args, ValueEnum};
use search::document::Node;

use crate::{
    arguments::One,
    client::Client,
    failure::Failure,
    numbers::{NOTHING, measure, or_nothing, rate},
    rest::{Page, Sweep, Trial, setting},
    screen,
};

#[derive(Args, Debug)]
pub(crate) struct Trials {
    #[command(flatten)]
    one: One,
    /// Only those in this state
    #[arg(long, env = "RATESMITH_STATE", value_enum)]
    state: Option<State>,
    /// Only those that meet all of these, such as 'lr >= 0.01 and seed = 3'
    #[arg(long = "where", env = "RATESMITH_WHERE", value_name = "CONDITIONS")]
    conditions: Option<String>,
    /// At most so many; all of them where nothing is said
    #[arg(long, env = "RATESMITH_LIMIT", value_name = "COUNT")]
    limit: Option<usize>,
}

/// Where a trial may stand.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum State {
    Queued,
    Running,
    Completed,
    Stopped,
    Failed,
    Cancelled,
    Quarantined,
    /// Completed, and training got nowhere
    Diverged,
}

pub(crate) async fn run(trials: Trials) -> Result<(), Failure> {
    let client = Client::new(&trials.one.asked.server)?;
    let id = client.sweep_id(&trials.one.sweep).await?;
    let path = format!("sweeps/{id}/trials");
    let state = trials.state.and_then(|it| it.to_possible_value());
    let state = state.iter().map(|it| ("state", it.get_name()));
    let query: Vec<_> = state.chain(trials.conditions.iter().map(|it| ("where", &**it))).collect();
    if trials.one.written.json {
        let page: Page<Node> = client.list(&path, &query, trials.limit).await?;
        return screen::write_json(&page.into_node());
    }
    let sweep: Sweep = client.get(&format!("sweeps/{id}"), &[]).await?;
    let page: Page<Trial> = client.list(&path, &query, trials.limit).await?;
    screen::write(&table(&sweep, &page.items))
}

fn table(sweep: &Sweep, trials: &[Trial]) -> String {
    let varied = sweep.varied();
    let mut head: Vec<String> = ["number", "lr"].map(str::to_owned).to_vec();
    head.extend(varied.iter().cloned());
    head.extend(["seed", "state", &sweep.metric.name].map(str::to_owned));
    // How far a trial came is of interest where it may end early.
    let stops = sweep.spared.is_some();
    head.extend(stops.then(|| "trained".to_owned()));
    head.extend(["attempt", "seconds", "worker", "error"].map(str::to_owned));
    let row = |it: &Trial| {
        let mut row = vec![it.number.to_string(), or_nothing(it.lr, rate)];
        row.extend(varied.iter().map(|name| setting(Some(&it.parameters), name)));
        row.extend([it.seed.to_string(), it.state.clone(), value(it)]);
        row.extend(stops.then(|| it.trained.map_or(NOTHING.into(), |it| it.to_string())));
        row.extend([
            it.attempt.to_string(),
            it.train_ms.map_or(NOTHING.into(), seconds),
            it.worker.as_deref().map_or(NOTHING.into(), short),
            it.error.as_deref().unwrap_or(NOTHING).lines().next().unwrap_or_default().to_owned(),
        ]);
        row
    };
    screen::rows_of(&head, trials.iter().map(row).collect())
}

fn value(trial: &Trial) -> String {
    if trial.diverged { "diverged".to_owned() } else { or_nothing(trial.value, measure) }
}

fn seconds(milliseconds: u64) -> String {
    format!("{}.{:02}", milliseconds / 1_000, milliseconds % 1_000 / 10)
}

/// The end of a worker's id: its beginning is the time, which workers may share.
fn short(id: &str) -> String {
    id.get(id.len().saturating_sub(8)..).unwrap_or(id).to_owned()
}

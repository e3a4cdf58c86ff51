//! `best`: the answer of a sweep as it is now; without a sweep, the best rates of those that were about the same.

use clap::Args;
use search::document::Node;

use crate::{
    answer,
    arguments::{Asked, Written},
    client::Client,
    failure::Failure,
    numbers::{NOTHING, measure, rate},
    rest::{BestRate, Page},
    screen,
};

#[derive(Args, Debug)]
pub(crate) struct BestArguments {
    /// The sweep: its id, the beginning of it, or `latest`
    #[arg(value_name = "ID", conflicts_with_all = ["dataset", "model", "optimizer", "schedule", "metric"])]
    sweep: Option<String>,
    /// Only on this data, as in `digits`
    #[arg(long, env = "RATESMITH_DATASET", value_name = "KIND")]
    dataset: Option<String>,
    /// Only with this model, as in `mlp`
    #[arg(long, env = "RATESMITH_MODEL", value_name = "KIND")]
    model: Option<String>,
    /// Only with this optimizer, as in `sgd`
    #[arg(long, env = "RATESMITH_OPTIMIZER", value_name = "KIND")]
    optimizer: Option<String>,
    /// Only with this schedule, as in `constant`
    #[arg(long, env = "RATESMITH_SCHEDULE", value_name = "KIND")]
    schedule: Option<String>,
    /// Only by this metric, as in `val_loss`
    #[arg(long, env = "RATESMITH_METRIC", value_name = "NAME")]
    metric: Option<String>,
    /// At most so many; 20 where nothing is said
    #[arg(long, env = "RATESMITH_LIMIT", value_name = "COUNT")]
    limit: Option<usize>,
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    written: Written,
}

/// So many sweeps are listed where nothing else is asked for.
const LIMIT: usize = 20;

pub(crate) async fn run(best: BestArguments) -> Result<(), Failure> {
    let client = Client::new(&best.asked.server)?;
    match &best.sweep {
        Some(sweep) => {
            let id = client.sweep_id(sweep).await?;
            answer::print(&client, &id, best.written.json).await
        }
        None => list(&client, &best).await,
    }
}

async fn list(client: &Client, best: &BestArguments) -> Result<(), Failure> {
    let asked = [
        ("dataset", &best.dataset),
        ("model", &best.model),
        ("optimizer", &best.optimizer),
        ("schedule", &best.schedule),
        ("metric", &best.metric),
    ];
    let query: Vec<(&str, &str)> =
        asked.iter().filter_map(|(key, value)| Some((*key, value.as_deref()?))).collect();
    let limit = Some(best.limit.unwrap_or(LIMIT));
    if best.written.json {
        let page: Page<Node> = client.list("best", &query, limit).await?;
        return screen::write_json(&page.into_node());
    }
    let page: Page<BestRate> = client.list("best", &query, limit).await?;
    if page.items.is_empty() {
        screen::note(
            "no such sweep has a best rate yet; `ratesmith list` shows the sweeps there are",
        );
        return Ok(());
    }
    screen::write(&table(page.items))
}

/// One row a sweep. Only sweeps of the same metric can be compared, and they stand together.
fn table(rates: Vec<BestRate>) -> String {
    let row = |it: BestRate| {
        let word = |it: Option<String>| it.unwrap_or_else(|| NOTHING.to_owned());
        [
            it.metric,
            measure(it.mean),
            rate(it.lr),
            it.replicates.to_string(),
            word(it.dataset),
            word(it.model),
            word(it.optimizer),
            word(it.schedule),
            it.name,
            it.sweep,
        ]
    };
    let head = [
        "metric",
        "mean",
        "lr",
        "seeds",
        "dataset",
        "model",
        "optimizer",
        "schedule",
        "name",
        "id",
    ];
    screen::table(head, rates.into_iter().map(row).collect())
}

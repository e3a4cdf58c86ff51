//! `list`: the sweeps there are.

use clap::Args;
use search::document::Node;

use crate::{
    arguments::{Asked, Written},
    client::Client,
    failure::Failure,
    rest::{Page, Sweep},
    screen,
};

#[derive(Args, Debug)]
pub(crate) struct List {
    /// At most so many; all of them where nothing is said
    #[arg(long, env = "RATESMITH_LIMIT", value_name = "COUNT")]
    limit: Option<usize>,
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    written: Written,
}

pub(crate) async fn run(list: List) -> Result<(), Failure> {
    let client = Client::new(&list.asked.server)?;
    if list.written.json {
        let page: Page<Node> = client.list("sweeps", &[], list.limit).await?;
        return screen::write_json(&page.into_node());
    }
    let page: Page<Sweep> = client.list("sweeps", &[], list.limit).await?;
    if page.items.is_empty() {
        screen::note("there is no sweep yet; submit one: `ratesmith submit SWEEP.yaml`");
        return Ok(());
    }
    let rows = page.items.into_iter().map(|it| {
        let progress = format!("{}/{}", it.done(), it.trials);
        let (diverged, failed) = (it.counts.diverged.to_string(), it.lost().to_string());
        [
            it.id,
            it.name,
            it.state,
            it.method,
            progress,
            diverged,
            failed,
            screen::time(&it.created_at),
        ]
    });
    let head = ["id", "name", "state", "method", "trials", "diverged", "failed", "created"];
    screen::write(&screen::table(head, rows.collect()))
}

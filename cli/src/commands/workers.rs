//! `workers`: who trains.

use search::document::Node;

use crate::{
    arguments::All,
    client::Client,
    failure::Failure,
    rest::{Page, Worker},
    screen,
};

pub(crate) async fn run(all: All) -> Result<(), Failure> {
    let client = Client::new(&all.asked.server)?;
    if all.written.json {
        let page: Page<Node> = client.list("workers", &[], None).await?;
        return screen::write_json(&page.into_node());
    }
    let page: Page<Worker> = client.list("workers", &[], None).await?;
    if page.items.is_empty() {
        screen::note("no worker has joined yet; start one: `ratesmith worker`");
        return Ok(());
    }
    let rows = page.items.into_iter().map(|it| {
        let labels: Vec<String> =
            it.labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let busy = match it.bundle {
            0 | 1 => format!("{}/{}", it.running, it.slots),
            bundle => format!("{}/{}×{bundle}", it.running, it.slots),
        };
        let labels = labels.join(",");
        [it.id, it.name, it.state, busy, it.device, labels, it.version, screen::time(&it.seen_at)]
    });
    let head = ["id", "name", "state", "busy", "device", "labels", "version", "seen"];
    screen::write(&screen::table(head, rows.collect()))
}

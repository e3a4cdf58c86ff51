//! Runs the sweeps of a study, and gathers what their trials have told.

use futures::{StreamExt as _, TryStreamExt as _};
use search::{curve::Series, document::Node};
use serde::Deserialize;
use studies::{Record, Records, Report, Study, Trial};

use super::progress;
use crate::{
    client::{self, Client},
    failure::Failure,
    follow,
    rest::{Page, Sweep},
};

/// So many trials' curves are asked for at once.
const ASKED_AT_ONCE: usize = 4;

/// As much of a trial as a study asks of it.
#[derive(Deserialize)]
struct Told {
    id: String,
    parameters: Node,
    lr: Option<f64>,
    seed: u64,
}

#[derive(Deserialize)]
struct Metrics {
    series: Vec<Column>,
}

#[derive(Deserialize)]
struct Column {
    metric: String,
    steps: Vec<u64>,
    values: Vec<Option<f64>>,
}

/// Runs a study to its report.
pub(super) async fn conduct(
    client: &Client,
    study: Study,
    seeds: Option<u64>,
) -> Result<Report, Failure> {
    let mut records = Records::default();
    loop {
        let sweeps = study.next(seeds, &records).map_err(|error| untold(&error))?;
        if sweeps.is_empty() {
            return study.judge(&records).map_err(|error| untold(&error));
        }
        let mut ids = Vec::new();
        for sweep in sweeps {
            let text = serde_json::to_string(&sweep).map_err(std::io::Error::other)?;
            ids.push(client::id_of(&client.submit::<Node>(&text).await?)?);
        }
        for sweep in progress::to_the_end(client, study.name(), &ids).await? {
            follow::verdict(&sweep)?;
            records.add(gather(client, sweep).await?);
        }
    }
}

/// All that the trials of a sweep have told.
async fn gather(client: &Client, sweep: Sweep) -> Result<Record, Failure> {
    let told: Page<Told> = client.list(&format!("sweeps/{}/trials", sweep.id), &[], None).await?;
    let trials = futures::stream::iter(told.items).map(|told| whole(client, told));
    let trials = trials.buffered(ASKED_AT_ONCE).try_collect().await?;
    Ok(Record { sweep: sweep.name, trials })
}

async fn whole(client: &Client, told: Told) -> Result<Trial, Failure> {
    let metrics: Metrics = client.get(&format!("trials/{}/metrics", told.id), &[]).await?;
    let series = |it: Column| Series { metric: it.metric, steps: it.steps, values: it.values };
    Ok(Trial {
        parameters: told.parameters,
        lr: told.lr,
        seed: told.seed,
        series: metrics.series.into_iter().map(series).collect(),
    })
}

fn untold(error: &studies::Error) -> Failure {
    Failure::Broken {
        what: format!("the study cannot be judged: {error}"),
        next: "run it again; with --server, `ratesmith trials ID` tells what became of each trial"
            .to_owned(),
    }
}

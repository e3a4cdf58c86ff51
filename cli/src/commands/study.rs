//! `study`: an experiment whose outcome is known, run on Ratesmith itself and judged.

mod conducting;
mod progress;
mod writing;

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use clap::Args;
use search::document::Node;
use studies::Report;
use tempfile::TempDir;

use crate::{
    arguments::Written,
    client::Client,
    failure::Failure,
    local::{Crew, Local},
    logs::{self, Logged},
    screen, signals,
};

/// What asks for the list of studies.
const LIST: &str = "list";
const LEASE: Duration = Duration::from_secs(30);

#[derive(Args, Debug)]
pub(crate) struct Study {
    /// The study, or `list` for those there are
    #[arg(value_name = "NAME")]
    name: String,
    /// How many seeds each configuration is trained with; the study's own number where nothing is said
    #[arg(long, env = "RATESMITH_SEEDS", value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100))]
    seeds: Option<u64>,
    /// A folder to write the report to, as Markdown and JSON with its figures
    #[arg(long, short, env = "RATESMITH_OUTPUT", value_name = "DIR")]
    output: Option<PathBuf>,
    /// A coordinator to run it on; one of its own, with a worker, where nothing is said
    #[arg(long, env = "RATESMITH_SERVER", value_name = "URL")]
    server: Option<String>,
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    logged: Logged,
}

pub(crate) async fn run(asked: Study) -> Result<(), Failure> {
    let json = asked.written.json;
    if asked.name == LIST {
        return list(json);
    }
    let study = studies::Study::named(&asked.name).ok_or_else(|| Failure::Wrong {
        what: format!("there is no study `{}`", asked.name),
        next: "`ratesmith study list` shows those there are".to_owned(),
    })?;
    logs::start(asked.logged, "warn");
    let report = match &asked.server {
        Some(server) => conducting::conduct(&Client::new(server)?, study, asked.seeds).await?,
        None => alone(study, asked.seeds).await?,
    };
    if let Some(folder) = &asked.output {
        writing::to_folder(&report, folder)?;
    }
    if json {
        screen::write_json(&report)?;
    } else {
        screen::write(&writing::text(&report))?;
    }
    verdict(&report)
}

/// On a coordinator and a worker of its own, which are gone afterwards.
async fn alone(study: studies::Study, seeds: Option<u64>) -> Result<Report, Failure> {
    let shutdown = signals::shutdown()?;
    let folder = TempDir::with_prefix("ratesmith-study-")?;
    let config = server::Config {
        listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        grpc_listen: None,
        database: format!("sqlite://{}", folder.path().join("ratesmith.db").display()),
        insecure: false,
        lease: LEASE,
    };
    let mut local = Local::start(config).await?;
    local.employ(&Crew {
        workers: 1,
        slots: None,
        bundle: worker::BUNDLE,
        // The same numbers on every machine.
        device: worker::Device::Cpu,
        folder: folder.path().to_owned(),
        checkpoints: None,
    });
    let client = Client::new(&local.address)?;
    let stopped = |what: &str| Failure::Broken {
        what: format!("the study {what} before its end"),
        next: "run it again".to_owned(),
    };
    let report = tokio::select! {
        report = conducting::conduct(&client, study, seeds) => report,
        () = shutdown.cancelled() => Err(stopped("was stopped")),
        ended = local.broken() => ended.and(Err(stopped("lost its coordinator"))),
    };
    local.stop().await.and(report)
}

fn list(json: bool) -> Result<(), Failure> {
    let studies = studies::Study::ALL.map(|it| (it.name(), it.question()));
    if json {
        let text = |it: &str| Node::Text(it.to_owned());
        let item = |(name, question)| {
            Node::Map(vec![("name".into(), text(name)), ("question".into(), text(question))])
        };
        let items = Node::List(studies.map(item).to_vec());
        return screen::write_json(&Node::Map(vec![("items".into(), items)]));
    }
    let rows = studies.map(|(name, question)| [name.to_owned(), question.to_owned()]);
    screen::write(&screen::table(["name", "question"], rows.to_vec()))
}

fn verdict(report: &Report) -> Result<(), Failure> {
    let failed = report.outcomes.iter().filter(|it| !it.holds).count();
    if failed == 0 {
        return Ok(());
    }
    Err(Failure::Broken {
        what: format!("{failed} of {} outcomes of {} failed", report.outcomes.len(), report.study),
        next: "the report says what was found; more --seeds tell chance from change".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use studies::Outcome;

    use super::*;

    #[test]
    fn a_study_of_which_one_outcome_fails_has_failed() {
        let outcome = |holds| Outcome { claim: "it holds".into(), found: "it".into(), holds };
        let report = |outcomes| Report {
            study: "example",
            question: "Does it hold?",
            outcomes,
            tables: Vec::new(),
            notes: Vec::new(),
            figures: Vec::new(),
        };
        assert!(verdict(&report(vec![outcome(true), outcome(true)])).is_ok());
        let failure = verdict(&report(vec![outcome(true), outcome(false)])).unwrap_err();
        assert_eq!(failure.to_string(), "1 of 2 outcomes of example failed");
        assert!(matches!(failure, Failure::Broken { .. }));
        assert!(writing::text(&report(vec![outcome(false)])).contains("FAIL  it holds: it"));
    }
}

//! `submit`: hands a sweep to the coordinator, after reading it here so that mistakes show at once.

use clap::Args;
use search::document::Node;

use crate::{
    answer,
    arguments::{Asked, Written},
    client::{self, Client},
    failure::{self, Failure},
    follow,
    numbers::{counted, measure, or_nothing, rate},
    rest::{DryRun, Expected, Preview},
    screen,
};

/// So many of the trials that would be made are shown.
const SHOWN: usize = 20;

#[derive(Args, Debug)]
pub(crate) struct Submit {
    /// The sweep, YAML or JSON; `-` reads stdin
    #[arg(value_name = "SWEEP.yaml")]
    file: String,
    /// Follow the sweep to its answer
    #[arg(long, env = "RATESMITH_WATCH", value_parser = clap::builder::BoolishValueParser::new())]
    watch: bool,
    /// Show the trials that it would make and store nothing
    #[arg(long, env = "RATESMITH_DRY_RUN", conflicts_with = "watch", value_parser = clap::builder::BoolishValueParser::new())]
    dry_run: bool,
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    written: Written,
}

pub(crate) async fn run(submit: Submit) -> Result<(), Failure> {
    let client = Client::new(&submit.asked.server)?;
    let text = screen::read(&submit.file)?;
    check(&text)?;
    let json = submit.written.json;
    if submit.dry_run {
        return dry_run(&client, &text, json).await;
    }
    let sweep: Node = client.submit(&text).await?;
    let id = client::id_of(&sweep)?;
    if submit.watch {
        screen::note(&format!("sweep {id}"));
        let sweep = follow::to_the_end(&client, &id).await?;
        answer::print(&client, &id, json).await?;
        return follow::verdict(&sweep);
    }
    if json {
        return screen::write_json(&sweep);
    }
    screen::write(&id)?;
    screen::note(&format!(
        " next: `ratesmith watch {id}` follows it, `ratesmith best {id}` answers"
    ));
    Ok(())
}

/// Tells the mistakes that can be seen without asking anybody.
fn check(text: &str) -> Result<(), Failure> {
    let document = Node::from_text(text).map_err(|error| Failure::Wrong {
        what: format!("the sweep is {error}"),
        next: "correct it there and submit again".to_owned(),
    })?;
    search::sweep::Sweep::read(&document).map_err(failure::mistakes)?;
    Ok(())
}

async fn dry_run(client: &Client, text: &str, json: bool) -> Result<(), Failure> {
    if json {
        return screen::write_json(&client.dry_run::<Node>(text).await?);
    }
    let plan: DryRun = client.dry_run(text).await?;
    let row = |it: Preview| {
        let parameters = serde_json::to_string(&it.parameters).unwrap_or_default();
        [it.number.to_string(), or_nothing(it.lr, rate), it.seed.to_string(), parameters]
    };
    let shown = plan.preview.into_iter().take(SHOWN).map(row).collect();
    screen::write(&screen::table(["number", "lr", "seed", "parameters"], shown))?;
    if let Some(Expected { budget, grid_cost }) = plan.find {
        screen::note(&format!(
            "{} to begin with, and at most {} in all, where a grid costs {}; nothing is stored",
            counted(plan.trials, "trial"),
            measure(budget),
            measure(grid_cost)
        ));
        return Ok(());
    }
    screen::note(&format!(
        "{}: {}, {} each; nothing is stored",
        counted(plan.trials, "trial"),
        counted(plan.configurations, "configuration"),
        counted(plan.replicates, "seed")
    ));
    Ok(())
}

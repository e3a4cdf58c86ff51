//! `data`: what a worker would make of files or draw, and how a sweep names it.

mod guess;
mod seen;
mod snippet;

use std::path::PathBuf;

use clap::Args;
use search::{
    config::Dataset,
    document::{Node, Problem},
};

use self::seen::Seen;
use crate::{arguments::Written, failure::Failure, screen};

#[derive(Args, Debug)]
#[command(after_help = EPILOGUE)]
pub(crate) struct Data {
    /// The file or folder, below the data folder; or the name of a set that needs no files, as in grammar
    #[arg(value_name = "PATH")]
    path: String,
    /// The folder below which data sets' files are
    #[arg(
        long = "data-dir",
        env = "RATESMITH_DATA_DIR",
        value_name = "FOLDER",
        default_value = "."
    )]
    folder: PathBuf,
    /// A key of the data set; may be repeated
    #[arg(long = "set", env = "RATESMITH_SET", value_name = "KEY=VALUE", value_parser = setting)]
    settings: Vec<(String, Node)>,
    #[command(flatten)]
    written: Written,
}

const EPILOGUE: &str = "\
Examples:
  ratesmith data flowers.csv --set target=species
  ratesmith data houses.parquet --set task=regression --set 'target=[price, rent]'
  ratesmith data x.npy --set labels=y.npy
  ratesmith data photos --set size=32 --set colour=false
  ratesmith data grammar --set words=100
The kind follows from the name; `--set kind=csv` says it where it does not.";

pub(crate) async fn run(data: Data) -> Result<(), Failure> {
    let mut document = guess::document(&data.folder, &data.path, &data.settings)?;
    let dataset = Dataset::from_node(&document).map_err(|problems| mistakes(&problems))?;
    let folder = data.folder.clone();
    let loading = {
        let dataset = dataset.clone();
        tokio::task::spawn_blocking(move || Seen::of(&dataset, &folder))
    };
    let seen = loading.await.map_err(|error| broken(&error.to_string()))?;
    // What is pasted into a sweep holds every worker to these bytes.
    if let Node::Map(entries) = &mut document
        && !entries.iter().any(|(key, _)| key == "sha256")
        && !seen.files.is_empty()
    {
        let digest = |(path, digest): &(String, String)| (path.clone(), Node::Text(digest.clone()));
        entries.push(("sha256".into(), Node::Map(seen.files.iter().map(digest).collect())));
    }
    if data.written.json {
        screen::write_json(&seen.document(&document))?;
    } else if seen.problem.is_none() {
        screen::write(&format!("{}\n{}", seen.text(), snippet::write(&document)))?;
    }
    match &seen.problem {
        None => Ok(()),
        Some(problem) => Err(broken(problem)),
    }
}

fn setting(text: &str) -> Result<(String, Node), String> {
    let Some((key, value)) = text.split_once('=') else {
        return Err("expected KEY=VALUE".into());
    };
    if key.is_empty() {
        return Err("expected KEY=VALUE".into());
    }
    let value = Node::from_yaml(value).map_err(|error| error.to_string())?;
    Ok((key.to_owned(), value))
}

fn mistakes(problems: &[Problem]) -> Failure {
    let lines: Vec<String> = problems.iter().map(|it| format!("\n       {it}")).collect();
    Failure::Wrong {
        what: format!("this is no data set{}", lines.concat()),
        next: "say what is missing with `--set KEY=VALUE`; `ratesmith data --help` has examples"
            .into(),
    }
}

fn broken(problem: &str) -> Failure {
    Failure::Broken {
        what: problem.to_owned(),
        next: "mend the file, or say how it is to be read with `--set KEY=VALUE`".into(),
    }
}

//! `export`: a sweep's trials for other programs, written as they arrive.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use futures::StreamExt as _;
use tokio::{
    fs::File,
    io::{AsyncWrite, AsyncWriteExt as _},
};

use crate::{arguments::Asked, client::Client, failure::Failure, screen};

#[derive(Args, Debug)]
pub(crate) struct Export {
    /// The sweep: its id, the beginning of it, or `latest`
    #[arg(value_name = "ID")]
    sweep: String,
    /// How rows are written
    #[arg(long, env = "RATESMITH_FORMAT", value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// Only trials that meet all of these, such as 'lr >= 0.01 and seed = 3'
    #[arg(long = "where", env = "RATESMITH_WHERE", value_name = "CONDITIONS")]
    conditions: Option<String>,
    /// A file to write instead of stdout
    #[arg(long, short, env = "RATESMITH_OUTPUT", value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    asked: Asked,
}

/// How rows are written.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Comma-separated, with a head
    Csv,
    /// One JSON object a line
    Jsonl,
}

impl Format {
    fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
        }
    }
}

pub(crate) async fn run(export: Export) -> Result<(), Failure> {
    let client = Client::new(&export.asked.server)?;
    let id = client.sweep_id(&export.sweep).await?;
    let mut query = vec![("format", export.format.name())];
    query.extend(export.conditions.iter().map(|it| ("where", &**it)));
    let Some(output) = &export.output else {
        return copy(&client, &id, &query, tokio::io::stdout()).await;
    };
    // A file under the name asked for is a whole one.
    let part = part_of(output);
    let file = File::create(&part).await.map_err(|error| unwritable(&part, &error))?;
    if let Err(failure) = copy(&client, &id, &query, file).await {
        // What is left of it is of no use, and being unable to remove it is not the news.
        let _ = tokio::fs::remove_file(&part).await;
        return Err(failure);
    }
    tokio::fs::rename(&part, output).await.map_err(|error| unwritable(output, &error))?;
    screen::note(&format!("wrote {}", output.display()));
    Ok(())
}

async fn copy(
    client: &Client,
    id: &str,
    query: &[(&str, &str)],
    mut to: impl AsyncWrite + Unpin,
) -> Result<(), Failure> {
    let path = format!("sweeps/{id}/export");
    let mut parts = client.open(&path, query).await?.bytes_stream();
    while let Some(part) = parts.next().await {
        to.write_all(&part.map_err(|error| client.unreachable(&error))?).await?;
    }
    Ok(to.flush().await?)
}

fn part_of(output: &Path) -> PathBuf {
    let mut name = output.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    output.with_file_name(name)
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Wrong {
        what: format!("cannot write {}: {error}", path.display()),
        next: "name a file in a folder that is there and yours with --output".to_owned(),
    }
}

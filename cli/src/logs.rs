//! Where logs go: to stderr, as text for people or as JSON for a collector.

use std::io::IsTerminal as _;

use clap::{Args, ValueEnum};
use tracing_subscriber::EnvFilter;

use crate::screen;

/// How the parts that run for long write their logs. `RUST_LOG` says which of them.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Logged {
    /// How logs are written
    #[arg(long, env = "RATESMITH_LOG_FORMAT", value_enum, default_value_t = Format::Text)]
    log_format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A line for a person
    Text,
    /// A JSON object a line
    Json,
}

/// Begins to write logs; `level` holds for our own rooms where `RUST_LOG` is silent. The libraries
/// below us speak only when something is wrong.
pub(crate) fn start(logged: Logged, level: &str) {
    let ours = ["server", "worker", "trainer", "search", "cli", "ratesmith"];
    let quiet: Vec<String> = ours.iter().map(|it| format!("{it}={level}")).collect();
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new(format!("warn,{}", quiet.join(","))));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match logged.log_format {
        Format::Json => lines.json().init(),
        Format::Text => {
            lines.with_ansi(std::io::stderr().is_terminal() && screen::may_colour()).init();
        }
    }
}

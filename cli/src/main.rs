//! `ratesmith`, the one binary: reads the command line, does the one thing asked, says how it went.
//!
//! Decisions about sweeps belong to the coordinator; a command opens things, wires them and shows.

mod arguments;
mod commands;

mod client;
mod rest;

mod answer;
mod follow;
mod numbers;
mod plot;
mod schedule;
mod screen;

mod local;
mod logs;
mod signals;

mod clock;
mod failure;

use std::process::ExitCode;

use clap::Parser as _;

use crate::arguments::Arguments;

#[tokio::main]
async fn main() -> ExitCode {
    match commands::run(Arguments::parse().command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.tell(),
    }
}

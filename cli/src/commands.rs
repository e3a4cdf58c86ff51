//! One file for each command: it reads what it needs, asks or opens, and shows.

pub(crate) mod demo;
pub(crate) mod up;

pub(crate) mod server;
pub(crate) mod worker;

pub(crate) mod submit;

pub(crate) mod best;
pub(crate) mod study;

mod show;
mod watch;

pub(crate) mod export;
pub(crate) mod list;
pub(crate) mod plot;
pub(crate) mod trials;

pub(crate) mod data;
pub(crate) mod range_test;

mod change;
mod workers;

mod openapi;
pub(crate) mod schedule;

use crate::{arguments::Command, failure::Failure};

/// Does what was asked.
pub(crate) async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Demo(it) => demo::run(it).await,
        Command::Up(it) => up::run(it).await,
        Command::Server(it) => server::run(it).await,
        Command::Worker(it) => worker::run(it).await,
        Command::Submit(it) => submit::run(it).await,
        Command::Study(it) => study::run(it).await,
        Command::List(it) => list::run(it).await,
        Command::Show(it) => show::run(it).await,
        Command::Watch(it) => watch::run(it).await,
        Command::Best(it) => best::run(it).await,
        Command::RangeTest(it) => range_test::run(&it),
        Command::Trials(it) => trials::run(it).await,
        Command::Export(it) => export::run(it).await,
        Command::Plot(it) => plot::run(it).await,
        Command::Pause(it) => change::run(it, "pause").await,
        Command::Resume(it) => change::run(it, "resume").await,
        Command::Cancel(it) => change::run(it, "cancel").await,
        Command::Retry(it) => change::run(it, "retry").await,
        Command::Data(it) => data::run(it).await,
        Command::Workers(it) => workers::run(it).await,
        Command::Schedule(it) => schedule::run(&it),
        Command::Openapi => openapi::run(),
    }
}

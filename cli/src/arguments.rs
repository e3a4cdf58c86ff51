//! What can be asked of `ratesmith`, and with which flags. Each flag has an environment variable.

use clap::{Args, Parser, Subcommand};

use crate::commands::{
    best::BestArguments, data::Data, demo::Demo, export::Export, list::List, plot::Plot,
    range_test::RangeTest, schedule::Schedule, server::Server, study::Study, submit::Submit,
    trials::Trials, up::Up, worker::Worker,
};

/// Finds learning rates: sweeps of them, trained by workers, kept by a coordinator.
#[derive(Debug, Parser)]
#[command(name = "ratesmith", version, propagate_version = true, after_help = EPILOGUE)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EPILOGUE: &str = "\
To begin: `ratesmith demo`. For your own sweep: `ratesmith up`, then `ratesmith submit SWEEP.yaml --watch`.
A sweep is named by its id, by the beginning of it, or as `latest`.
Exit codes: 0 done, 1 the work failed, 2 the call was wrong.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// A coordinator, workers, two real sweeps on shipped data, and the answer
    Demo(Demo),
    /// A coordinator and workers for this machine
    Up(Up),
    /// The coordinator: hands out trials, keeps the records, answers over REST
    Server(Server),
    /// A worker: joins a coordinator and trains
    Worker(Worker),
    /// Submit a sweep
    Submit(Submit),
    /// The sweeps there are
    List(List),
    /// One sweep and where it stands
    Show(One),
    /// Follow a sweep to its answer
    Watch(One),
    /// The best learning rate of a sweep, and how sure it is; without a sweep, the best rates of all
    Best(BestArguments),
    /// What a range test says that was run elsewhere; asks no coordinator
    RangeTest(RangeTest),
    /// The trials of a sweep
    Trials(Trials),
    /// A sweep's trials as a table for other programs, one row a trial
    Export(Export),
    /// A picture of a sweep: its answer, its curves, its range test, its heat map
    Plot(Plot),
    /// Hand out no more trials of a sweep; those that run end
    Pause(One),
    /// Go on with a paused sweep
    Resume(One),
    /// End a sweep; its running trials are stopped
    Cancel(One),
    /// Queue a sweep's failed trials again
    Retry(One),
    /// An experiment whose outcome is known, run here and judged
    Study(Study),
    /// The workers that the coordinator knows
    Workers(All),
    /// What a worker would make of files, and how a sweep names them
    Data(Data),
    /// How a rate and a batch move, before anything is trained; needs no coordinator
    Schedule(Schedule),
    /// The description of the REST API, for programs
    Openapi,
}

/// Where the coordinator is asked.
#[derive(Args, Clone, Debug)]
pub(crate) struct Asked {
    /// The coordinator's address
    #[arg(
        long,
        env = "RATESMITH_SERVER",
        value_name = "URL",
        default_value = "http://127.0.0.1:7070"
    )]
    pub(crate) server: String,
}

/// How an answer is written.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Written {
    /// Write one JSON document and nothing else on stdout
    #[arg(long, env = "RATESMITH_JSON", value_parser = clap::builder::BoolishValueParser::new())]
    pub(crate) json: bool,
}

/// A command about one sweep.
#[derive(Args, Debug)]
pub(crate) struct One {
    /// The sweep: its id, the beginning of it, or `latest`
    #[arg(value_name = "ID")]
    pub(crate) sweep: String,
    #[command(flatten)]
    pub(crate) asked: Asked,
    #[command(flatten)]
    pub(crate) written: Written,
}

/// A command about everything of a kind.
#[derive(Args, Debug)]
pub(crate) struct All {
    #[command(flatten)]
    pub(crate) asked: Asked,
    #[command(flatten)]
    pub(crate) written: Written,
}

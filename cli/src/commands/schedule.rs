//! `schedule`: how a rate and a batch move, as a plot and a table, a picture, or numbers. Asks no coordinator.

use std::path::PathBuf;

use clap::Args;
use figure::Figure;

use crate::{
    arguments::Written,
    failure::Failure,
    numbers::counted,
    plot,
    schedule::{self, Plan, Spec},
    screen,
};

#[derive(Args, Debug)]
pub(crate) struct Schedule {
    /// A sweep, or `{ lr, schedule, batch_schedule, momentum, steps }`, with `batch_size, dataset_size, epochs` where
    /// they matter: a file, `-` for stdin, or the text itself
    #[arg(value_name = "SPEC")]
    spec: String,
    /// Put a falling rate, a growing batch, and one after the other side by side
    #[arg(long, env = "RATESMITH_PLAN", value_parser = clap::builder::BoolishValueParser::new())]
    plan: bool,
    /// Write a .svg, .png or .csv file
    #[arg(long, env = "RATESMITH_OUTPUT", value_name = "FILE")]
    output: Option<PathBuf>,
    /// How many samples train
    #[arg(long, env = "RATESMITH_SAMPLES", value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    samples: Option<u64>,
    /// Which configuration of a sweep
    #[arg(long, env = "RATESMITH_CONFIGURATION", value_name = "N", default_value_t = 0)]
    configuration: u64,
    /// The folder with the sweep's data files
    #[arg(long, env = "RATESMITH_DATA_DIR", value_name = "FOLDER", default_value = ".")]
    data_dir: PathBuf,
    #[command(flatten)]
    written: Written,
}

pub(crate) fn run(call: &Schedule) -> Result<(), Failure> {
    let spec = Spec {
        text: &call.spec,
        samples: call.samples,
        configuration: call.configuration,
        data_dir: &call.data_dir,
    };
    let preview = schedule::read(&spec)?;
    if call.plan {
        let plan = Plan::of(&preview).ok_or_else(|| Failure::Wrong {
            what: "there is no batch schedule to plan with".to_owned(),
            next: "add one: batch_schedule: { kind: grow, milestones: [10, 20], factor: 5 }"
                .to_owned(),
        })?;
        if let Some(path) = &call.output {
            return save(path, || plan.figure("Three ways to lower the noise"), None);
        }
        if call.written.json {
            return screen::write_json(&plan.document());
        }
        return screen::write(&plan.text());
    }
    let shown = preview.show();
    if let Some(path) = &call.output {
        return save(path, || schedule::figure("Schedule", &shown), Some(schedule::csv(&shown)));
    }
    if call.written.json {
        return screen::write_json(&schedule::document(&shown));
    }
    let unit = schedule::name(shown.unit);
    screen::write(&format!(
        "{}\n{}",
        plot::course("lr", unit, &shown.lr),
        schedule::table(&shown)
    ))?;
    let updates = counted(shown.updates.iter().sum(), "update");
    screen::note(&format!("{}, {updates}", counted(shown.lr.len() as u64, unit)));
    Ok(())
}

/// Writes the form that the file's name asks for.
fn save(path: &PathBuf, figure: impl Fn() -> Figure, csv: Option<String>) -> Result<(), Failure> {
    let form = path.extension().and_then(|it| it.to_str()).map(str::to_ascii_lowercase);
    let bytes = match (form.as_deref(), csv) {
        (Some("svg"), _) => figure().svg().into_bytes(),
        (Some("png"), _) => figure().png(),
        (Some("csv"), Some(csv)) => csv.into_bytes(),
        (Some("csv"), None) => {
            return Err(Failure::Wrong {
                what: "a plan is no table".to_owned(),
                next: "write it as .svg or .png, or take its numbers with --json".to_owned(),
            });
        }
        (Some(_) | None, _) => {
            return Err(Failure::Wrong {
                what: format!("{}: no such form", path.display()),
                next: "name a file that ends in .svg, .png or .csv".to_owned(),
            });
        }
    };
    std::fs::write(path, bytes).map_err(|error| Failure::Broken {
        what: format!("cannot write {}: {error}", path.display()),
        next: "see that its folder is there and can be written to".to_owned(),
    })?;
    screen::note(&format!("wrote {}", path.display()));
    Ok(())
}

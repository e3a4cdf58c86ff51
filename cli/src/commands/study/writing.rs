//! A study's report, on the terminal and in a folder.

use std::{fmt::Write as _, fs, io, path::Path};

use studies::Report;

use crate::{failure::Failure, screen};

/// The report as text.
pub(super) fn text(report: &Report) -> String {
    let mut text = String::new();
    for table in &report.tables {
        let rows = screen::rows_of(&table.head, table.rows.clone());
        write!(text, "{}\n{rows}\n", table.title).expect("a string takes all");
    }
    for outcome in &report.outcomes {
        let holds = if outcome.holds { "pass" } else { "FAIL" };
        let (claim, found) = (&outcome.claim, &outcome.found);
        writeln!(text, "{holds}  {claim}: {found}").expect("a string takes all");
    }
    for note in &report.notes {
        write!(text, "\n{note}\n").expect("a string takes all");
    }
    text
}

/// Writes the report and its figures into `folder`, which is made where it is missing.
pub(super) fn to_folder(report: &Report, folder: &Path) -> Result<(), Failure> {
    write_all(report, folder).map_err(|error| Failure::Wrong {
        what: format!("cannot write the report to {}: {error}", folder.display()),
        next: "name a folder that is yours with --output".to_owned(),
    })?;
    let page = folder.join(format!("{}.md", report.study));
    screen::note(&format!("wrote {}", page.display()));
    Ok(())
}

fn write_all(report: &Report, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (index, figure) in report.figures.iter().enumerate() {
        fs::write(folder.join(report.figure_name(index)), figure.svg())?;
    }
    let json = serde_json::to_string_pretty(report).map_err(io::Error::other)?;
    fs::write(folder.join(format!("{}.json", report.study)), json)?;
    fs::write(folder.join(format!("{}.md", report.study)), report.markdown())
}

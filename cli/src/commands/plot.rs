//! `plot`: a picture of a sweep, as the coordinator draws it.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::{arguments::Asked, client::Client, failure::Failure, screen};

#[derive(Args, Debug)]
pub(crate) struct Plot {
    /// The sweep: its id, the beginning of it, or `latest`
    #[arg(value_name = "ID")]
    sweep: String,
    /// What to draw
    #[arg(value_name = "NAME", value_enum, default_value_t = Name::Answer)]
    name: Name,
    /// A .svg or .png file to write; SVG on stdout where nothing is said
    #[arg(long, short, env = "RATESMITH_OUTPUT", value_name = "FILE")]
    output: Option<PathBuf>,
    /// The ground that it stands on
    #[arg(long, env = "RATESMITH_THEME", value_enum, default_value_t = Theme::Light)]
    theme: Theme,
    /// How wide it is
    #[arg(long, env = "RATESMITH_WIDTH", value_name = "PIXELS")]
    width: Option<u32>,
    /// How high it is
    #[arg(long, env = "RATESMITH_HEIGHT", value_name = "PIXELS")]
    height: Option<u32>,
    /// Of `curves`: which metric, where it is not the one that decides
    #[arg(long, env = "RATESMITH_METRIC", value_name = "NAME")]
    metric: Option<String>,
    /// Of `heatmap`: which parameter goes up
    #[arg(long, env = "RATESMITH_BY", value_name = "PARAMETER")]
    by: Option<String>,
    #[command(flatten)]
    asked: Asked,
}

/// The plots that a coordinator draws.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Name {
    /// The loss against the rate, the best rate and how sure it is; of a range test, its reading
    Answer,
    /// The learning curves, coloured by rate
    Curves,
    /// A range test and how it reads
    RangeTest,
    /// The rate against a second parameter
    Heatmap,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Theme {
    /// White
    Light,
    /// Nearly black
    Dark,
}

pub(crate) async fn run(plot: Plot) -> Result<(), Failure> {
    let ending = ending(plot.output.as_deref())?;
    let client = Client::new(&plot.asked.server)?;
    let id = client.sweep_id(&plot.sweep).await?;
    let path = format!("sweeps/{id}/plots/{}.{ending}", word(&plot.name));
    let (width, height) =
        (plot.width.map(|it| it.to_string()), plot.height.map(|it| it.to_string()));
    let query = [
        ("theme", Some(word(&plot.theme))),
        ("width", width),
        ("height", height),
        ("metric", plot.metric),
        ("by", plot.by),
    ];
    let query: Vec<(&str, &str)> =
        query.iter().filter_map(|(key, value)| Some((*key, value.as_deref()?))).collect();
    let answer = client.open(&path, &query).await?;
    let picture = answer.bytes().await.map_err(|error| client.unreachable(&error))?;
    let Some(output) = plot.output else {
        return screen::write(&String::from_utf8_lossy(&picture));
    };
    std::fs::write(&output, picture).map_err(|error| Failure::Wrong {
        what: format!("cannot write {}: {error}", output.display()),
        next: "name a file in a folder that is there and yours with --output".to_owned(),
    })?;
    screen::note(&format!("wrote {}", output.display()));
    Ok(())
}

/// The form that a file's name asks for.
fn ending(output: Option<&Path>) -> Result<&'static str, Failure> {
    let Some(output) = output else { return Ok("svg") };
    let ending = output.extension().and_then(|it| it.to_str()).map(str::to_ascii_lowercase);
    match ending.as_deref() {
        Some("svg") => Ok("svg"),
        Some("png") => Ok("png"),
        Some(_) | None => Err(Failure::Wrong {
            what: format!("{}: no such form", output.display()),
            next: "name a file that ends in .svg or .png".to_owned(),
        }),
    }
}

/// What an argument is called.
fn word(it: &impl ValueEnum) -> String {
    it.to_possible_value().map(|it| it.get_name().to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_in_the_form_that_its_name_ends_in() {
        let form = |it: &str| ending(Some(Path::new(it))).ok();
        assert_eq!(
            ["a.svg", "b/c.PNG", "a.pdf", "svg"].map(form),
            [Some("svg"), Some("png"), None, None]
        );
        assert_eq!(ending(None).ok(), Some("svg"));
        assert_eq!(word(&Name::RangeTest), "range-test");
    }
}

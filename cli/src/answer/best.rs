//! The answer of a search: the best rate, how sure it is, and what surrounds it.

use super::{chart, line, paragraph, title, why};
use crate::{
    numbers::{NOTHING, counted, measure, or_nothing, rate},
    rest::{Best, Candidate, Divergence, Sweep, Trial, setting},
    screen,
};

/// So many of the best configurations are listed.
const TOP: usize = 5;

pub(super) fn text(sweep: &Sweep, found: &Best, trials: &[Trial]) -> String {
    let answer = found.best.as_ref().map(|best| lines(sweep, found, best));
    [
        title(sweep),
        answer.unwrap_or_else(|| none(found)),
        paragraph(&chart::trials(sweep, trials)),
        paragraph(&top(sweep, &found.top)),
        paragraph(edge(found)),
        paragraph(&luck(sweep, found)),
        paragraph(&lost(sweep)),
    ]
    .concat()
}

fn none(found: &Best) -> String {
    let reason = why::missing(found.why.as_ref(), "best");
    line("best learning rate", &reason.unwrap_or_else(|| NOTHING.to_owned()))
}

fn lines(sweep: &Sweep, found: &Best, best: &Candidate) -> String {
    let mut text = line("best learning rate", &or_nothing(best.lr, rate));
    if let Some(config) = &best.config {
        for path in sweep.varied() {
            text += &line(&path, &setting(config, &path));
        }
    }
    text += &line(&sweep.metric.name, &spread(best));
    text += &line("interval", &interval(found));
    text += &line("as good", &tied(found));
    text += &line("nearly as good", &basin(found));
    text += &line("divergence", &found.divergence.as_ref().map_or(NOTHING.into(), divergence));
    text + &horizon(found)
}

/// The mean, its spread and what it is over.
fn spread(candidate: &Candidate) -> String {
    let mean = or_nothing(candidate.mean, measure);
    let seeds = candidate.replicates.map(|it| format!(" over {}", counted(it, "seed")));
    let std = candidate.std.map(|it| format!(" ± {}", measure(it)));
    format!("{mean}{}{}", std.unwrap_or_default(), seeds.unwrap_or_default())
}

fn interval(found: &Best) -> String {
    match &found.interval {
        Some(it) => {
            let confidence = measure(it.confidence * 100.0);
            format!("{} to {} ({confidence} % confidence)", rate(it.low), rate(it.high))
        }
        None => reason(found, "interval"),
    }
}

fn tied(found: &Best) -> String {
    match found.tied.as_deref() {
        Some([]) => "no other rate".to_owned(),
        Some(tied) => {
            let one = |it: &Candidate| {
                format!("{} ({})", or_nothing(it.lr, rate), or_nothing(it.mean, measure))
            };
            tied.iter().map(one).collect::<Vec<_>>().join(", ")
        }
        None => reason(found, "tied"),
    }
}

fn basin(found: &Best) -> String {
    match &found.basin {
        Some(it) => format!(
            "{} to {} (within {} % of the best)",
            rate(it.low),
            rate(it.high),
            measure(it.within * 100.0)
        ),
        None => reason(found, "basin"),
    }
}

fn divergence(found: &Divergence) -> String {
    match (found.highest_converged, found.lowest_diverged) {
        (Some(converged), Some(diverged)) => {
            format!("from {} on; {} still converged", rate(diverged), rate(converged))
        }
        (None, Some(diverged)) => format!("from {} on; no rate converged", rate(diverged)),
        (Some(converged), None) => format!("none up to {}", rate(converged)),
        (None, None) => NOTHING.to_owned(),
    }
}

fn horizon(found: &Best) -> String {
    let Some(horizon) = &found.horizon else { return String::new() };
    let epochs = horizon.epochs.map(|it| format!("{} epochs", measure(it)));
    let steps = horizon.steps.map(|it| counted(it, "update"));
    let told = [epochs, steps].into_iter().flatten().collect::<Vec<_>>().join(", ");
    if told.is_empty() { told } else { line("holds for", &told) }
}

fn reason(found: &Best, field: &str) -> String {
    let why = why::missing(found.why.as_ref(), field);
    format!("{NOTHING} {}", why.map(|it| format!("({it})")).unwrap_or_default())
}

/// The best configurations, a row each; nothing where there is only the best.
fn top(sweep: &Sweep, candidates: &[Candidate]) -> String {
    if candidates.len() < 2 {
        return String::new();
    }
    let varied = sweep.varied();
    let head = ["lr", "mean", "std", "seeds"].into_iter().chain(varied.iter().map(String::as_str));
    let row = |it: &Candidate| {
        let (lr, mean) = (or_nothing(it.lr, rate), or_nothing(it.mean, measure));
        let seeds = it.replicates.map_or(NOTHING.into(), |count| count.to_string());
        let mut row = vec![lr, mean, or_nothing(it.std, measure), seeds];
        let config = it.config.as_ref();
        row.extend(varied.iter().map(|path| config.map_or(NOTHING.into(), |it| setting(it, path))));
        row
    };
    let rows = candidates.iter().take(TOP).map(row).collect();
    screen::rows_of(&head.map(str::to_owned).collect::<Vec<_>>(), rows)
}

/// What to do about an answer at the edge of what was tried.
fn edge(found: &Best) -> &'static str {
    if !found.at_edge {
        return "";
    }
    "warning: the best rate lies at the edge of the rates tried; the best of all may lie beyond it\n   \
     next: widen `parameters.lr` on that side and submit again\n"
}

/// What to do about an answer from one seed.
fn luck(sweep: &Sweep, found: &Best) -> String {
    if found.best.is_none() || sweep.replicates > 1 {
        return String::new();
    }
    let metric = &sweep.metric.name;
    format!("   note: with one seed the best {metric} may be luck; `replicates: 3` would tell\n")
}

/// What to do about trials that failed.
fn lost(sweep: &Sweep) -> String {
    if sweep.lost() == 0 {
        return String::new();
    }
    let (count, id) = (counted(sweep.lost(), "trial"), &sweep.id);
    format!(
        "warning: {count} failed\n   next: `ratesmith trials {id} --state failed` tells why, \
         `ratesmith retry {id}` tries again\n"
    )
}

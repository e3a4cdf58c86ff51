//! The answer of a search: the best rate, how sure it is, and what surrounds it.

use super::{certainty, chart, groups, line, paragraph, search, title};
use crate::{
    numbers::{self, NOTHING, counted, measure, or_nothing, rate},
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
        stopped(sweep),
        found.find.as_ref().map(search::cost).unwrap_or_default(),
        paragraph(&chart::trials(sweep, found, trials)),
        paragraph(&groups::table(sweep, found)),
        paragraph(&top(sweep, &found.top)),
        paragraph(&found.find.as_ref().map(search::decisions).unwrap_or_default()),
        paragraph(&warnings(found)),
        paragraph(&lost(sweep)),
    ]
    .concat()
}

fn none(found: &Best) -> String {
    line("best learning rate", found.why.as_deref().unwrap_or(NOTHING)) + &edge(found)
}

fn lines(sweep: &Sweep, found: &Best, best: &Candidate) -> String {
    let mut text = line("best learning rate", &or_nothing(best.lr, rate));
    for name in sweep.varied() {
        text += &line(&name, &setting(best.parameters.as_ref(), &name));
    }
    text += &line(&sweep.metric.name, &spread(best));
    text += &certainty::text(found);
    text += &edge(found);
    text += &groups::scaling(found);
    text + &horizon(found)
}

/// What early stopping has saved.
fn stopped(sweep: &Sweep) -> String {
    sweep.spared_in_words().map(|it| line("stopped early", &it)).unwrap_or_default()
}

/// The mean, its spread and what it is over.
fn spread(candidate: &Candidate) -> String {
    let mean = or_nothing(candidate.mean, measure);
    let seeds = candidate.replicates.map(|it| format!(" over {}", counted(it, "seed")));
    let std = candidate.std.map(|it| format!(" ± {}", numbers::spread(it)));
    format!("{mean}{}{}", std.unwrap_or_default(), seeds.unwrap_or_default())
}

/// Where training blows up.
fn edge(found: &Best) -> String {
    let Some(Divergence { lowest_diverged, highest_converged, frontier }) = &found.divergence
    else {
        return String::new();
    };
    let told = match (*highest_converged, *lowest_diverged) {
        (Some(converged), Some(diverged)) => {
            format!("from {} on; {} still trained", rate(diverged), rate(converged))
        }
        (None, Some(diverged)) => format!("from {} on; no rate trained", rate(diverged)),
        (Some(converged), None) => format!("none up to {}", rate(converged)),
        (None, None) => return String::new(),
    };
    let half = frontier.as_ref().and_then(|it| it.half.as_ref()).map(|it| {
        let told = format!("at {} ({} to {})", rate(it.lr), rate(it.low), rate(it.high));
        line("half diverge", &told)
    });
    line("divergence", &told) + &half.unwrap_or_default()
}

fn horizon(found: &Best) -> String {
    let Some(horizon) = &found.horizon else { return String::new() };
    let epochs = horizon.epochs.map(|it| format!("{} epochs", measure(it)));
    let steps = horizon.steps.map(|it| counted(it, "update"));
    let told = [epochs, steps].into_iter().flatten().collect::<Vec<_>>().join(", ");
    if told.is_empty() { told } else { line("holds for", &told) }
}

/// The best configurations, a row each; nothing where there is only the best.
fn top(sweep: &Sweep, candidates: &[Candidate]) -> String {
    if candidates.len() < 2 {
        return String::new();
    }
    let varied = sweep.varied();
    let head = ["lr", "mean", "seeds"].into_iter().chain(varied.iter().map(String::as_str));
    let row = |it: &Candidate| {
        let (lr, mean) = (or_nothing(it.lr, rate), or_nothing(it.mean, measure));
        let seeds = it.replicates.map_or(NOTHING.into(), |count| count.to_string());
        let others = varied.iter().map(|name| setting(it.parameters.as_ref(), name));
        [lr, mean, seeds].into_iter().chain(others).collect()
    };
    let rows = candidates.iter().take(TOP).map(row).collect();
    screen::rows_of(&head.map(str::to_owned).collect::<Vec<_>>(), rows)
}

/// What to know before relying on the answer.
fn warnings(found: &Best) -> String {
    found.warnings.iter().flat_map(|it| ["warning: ", it, "\n"]).collect()
}

/// What to do about trials that failed.
fn lost(sweep: &Sweep) -> String {
    if sweep.lost() == 0 {
        return String::new();
    }
    let (count, id) = (counted(sweep.lost(), "trial"), &sweep.id);
    format!(
        "{count} failed: `ratesmith trials {id} --state failed` tells why, `ratesmith retry {id}` tries \
         again\n"
    )
}

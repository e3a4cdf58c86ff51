//! How far a sweep is, on stderr.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::{
    clock::Stopwatch,
    numbers::{measure, rate, seconds},
    rest::Sweep,
    screen,
};

/// Where no bar can be drawn a line is written this often.
const LINE_EVERY: Duration = Duration::from_secs(5);
/// An estimate from fewer trials would only be a guess.
const DONE_MIN: u64 = 3;

/// Shows how far a sweep is.
pub(super) struct Meter {
    /// The best rate so far and its mean.
    pub(super) best: Option<(f64, f64)>,
    /// What a search is at.
    pub(super) stage: Option<String>,
    bar: Option<ProgressBar>,
    /// How many trials were done when the sweep was first seen running, and since when it has been.
    first: Option<(u64, Stopwatch)>,
    /// When the last line was written, and its text.
    last: Option<(Stopwatch, String)>,
}

impl Meter {
    pub(super) fn new() -> Self {
        let bar = screen::shows_progress()
            .then(|| ProgressBar::no_length().with_style(style("{bar:24} {pos}/{len} {wide_msg}")));
        Self { best: None, stage: None, bar, first: None, last: None }
    }

    /// Shows where `sweep` stands.
    pub(super) fn show(&mut self, sweep: &Sweep) {
        let left = self.left(sweep);
        let stage = self.stage.as_deref().filter(|_| !sweep.has_ended());
        let stage = stage.map(|it| format!("stage {it}, ")).unwrap_or_default();
        let message = stage + &message(sweep, self.best, left);
        if let Some(bar) = &self.bar {
            if sweep.is_search() {
                bar.set_style(style("{pos} trials, {wide_msg}"));
            } else {
                bar.set_length(sweep.trials);
            }
            bar.set_position(sweep.done());
            bar.set_message(message);
            return;
        }
        let (name, done, all) = (&sweep.name, sweep.done(), sweep.trials);
        let of = if sweep.is_search() { String::new() } else { format!("/{all}") };
        let line = format!("{name}: {done}{of} trials, {message}");
        let is_due = self.last.as_ref().is_none_or(|(at, _)| at.elapsed() >= LINE_EVERY);
        let is_new = self.last.as_ref().is_none_or(|(_, text)| *text != line);
        if is_new && (is_due || sweep.has_ended()) {
            screen::note(&line);
            self.last = Some((Stopwatch::start(), line));
        }
    }

    /// Says something between two looks.
    pub(super) fn say(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| screen::note(text)),
            None => screen::note(text),
        }
    }

    /// Leaves the bar as it is.
    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.abandon();
        }
    }

    /// How long the rest takes at the pace so far, in seconds.
    fn left(&mut self, sweep: &Sweep) -> Option<u64> {
        if sweep.state != "running" {
            // A pause is no part of the pace.
            self.first = None;
            return None;
        }
        let (first, watch) = self.first.get_or_insert_with(|| (sweep.done(), Stopwatch::start()));
        // A retry takes back what was done.
        let done = sweep.done().saturating_sub(*first);
        // How many trials a search will have nobody knows, and so not how long it takes.
        if done < DONE_MIN || sweep.is_search() {
            return None;
        }
        let spent = u64::try_from(watch.elapsed().as_millis()).ok()?;
        Some(spent * (sweep.trials - sweep.done()) / done / 1_000)
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn message(sweep: &Sweep, best: Option<(f64, f64)>, left: Option<u64>) -> String {
    let counts = sweep.counts;
    let mut parts = Vec::new();
    if sweep.state != "running" {
        parts.push(sweep.state.clone());
    }
    // What matters most comes first: a narrow terminal shows no more.
    if let Some((lr, mean)) = best {
        parts.push(format!("best {} at lr {}", measure(mean), rate(lr)));
    }
    if let Some(left) = left {
        parts.push(format!("{} left", seconds(left)));
    }
    let told = [
        (sweep.lost(), "failed"),
        (counts.diverged, "diverged"),
        (counts.stopped, "stopped early"),
        (counts.running, "running"),
    ];
    parts.extend(told.iter().filter(|it| it.0 > 0).map(|(count, what)| format!("{count} {what}")));
    if parts.is_empty() && sweep.done() == 0 {
        parts.push("not begun yet".to_owned());
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sweep() -> Sweep {
        let text = include_str!("../../tests/answers/sweep.json");
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn the_message_tells_counts_the_best_and_the_rest() {
        let mut sweep = sweep();
        sweep.state = "running".into();
        sweep.counts.running = 2;
        sweep.counts.stopped = 9;
        let shown = message(&sweep, Some((0.12, 0.31)), Some(75));
        assert_eq!(
            shown,
            "best 0.31 at lr 0.12, 1 min 15 s left, 4 diverged, 9 stopped early, 2 running"
        );
    }

    #[test]
    fn trials_that_are_queued_again_leave_no_estimate() {
        let mut sweep = sweep();
        sweep.state = "running".into();
        let mut meter = Meter::new();
        assert_eq!(meter.left(&sweep), None);
        sweep.counts.queued = 6;
        assert_eq!(meter.left(&sweep), None);
    }

    #[test]
    fn a_pause_is_no_part_of_the_pace() {
        let mut sweep = sweep();
        sweep.state = "running".into();
        sweep.counts.queued = 20;
        let mut meter = Meter::new();
        assert_eq!(meter.left(&sweep), None);
        sweep.counts.queued -= DONE_MIN;
        assert!(meter.left(&sweep).is_some());
        sweep.state = "paused".into();
        assert_eq!(meter.left(&sweep), None);
        sweep.state = "running".into();
        assert_eq!(meter.left(&sweep), None, "the pace is taken anew");
    }

    #[test]
    fn a_sweep_that_has_not_begun_says_so() {
        let mut sweep = sweep();
        sweep.state = "running".into();
        sweep.counts = crate::rest::Counts { queued: sweep.trials, ..Default::default() };
        assert_eq!(message(&sweep, None, None), "not begun yet");
    }
}

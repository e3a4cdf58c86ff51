//! What to know before relying on an answer.

use std::ops::Range;

use search::answer::{Basin, Moving, Share};

use super::{Answer, Horizon};

/// A best rate at an end of what was tried is to be looked for this much further: a decade.
const BEYOND: f64 = 10.0;
/// With fewer rates in the basin nobody has seen how it lies.
const RATES_MIN: usize = 2;
/// One failed trial to so many that completed is a lot.
const LOST_SHARE: i64 = 10;
/// Numbers between these powers of ten are written without one.
const PLAIN: Range<i32> = -2..4;

impl Answer {
    /// What to know before relying on this answer; nothing where there is none.
    pub fn warnings(&self) -> Vec<String> {
        if self.best.is_none() {
            return Vec::new();
        }
        [
            self.edge(),
            self.luck(),
            self.seeds(),
            self.basin(),
            self.open(),
            self.lost(),
            self.length(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn edge(&self) -> Option<String> {
        // While trials are open the end of the range may not have been tried.
        let is_told = self.at_edge && self.counts.open() == 0;
        let best = self.best.as_ref()?.candidate.lr.filter(|_| is_told)?;
        let (end, to_do, to) = if self.extent.lowest == Some(best) {
            ("lowest", "search lower rates, with a smaller `min`", best / BEYOND)
        } else {
            ("highest", "search higher rates, with a larger `max`", best * BEYOND)
        };
        Some(format!(
            "the best rate is the {end} that was tried, a better one may lie beyond; {to_do}, such as {}",
            figure::short(to, 1, PLAIN)
        ))
    }

    /// The interval follows from all rates together; the best mean may owe its place to its seeds.
    fn luck(&self) -> Option<String> {
        let best = self.best.as_ref()?.candidate.lr?;
        let analysis = &self.detail.analysis;
        let inside = analysis.interval.map(|it| it.low..=it.high)?;
        let tied = analysis.tied.as_ref()?.iter().filter(|it| inside.contains(&it.lr));
        let first =
            tied.reduce(|a, b| if self.metric.goal.better(b.mean, a.mean) { b } else { a })?;
        (!inside.contains(&best)).then(|| {
            format!(
                "the best mean lies outside of the interval, which follows from all rates together, and may be luck: by its seeds \
                 {} cannot be told apart from it, and lies inside",
                rate(first.lr)
            )
        })
    }

    /// With two seeds one of them decides.
    fn seeds(&self) -> Option<String> {
        let seeds = self.best.as_ref()?.candidate.replicates;
        (seeds == 2)
            .then(|| "2 seeds say little about luck; set `replicates: 3` or more".to_owned())
    }

    fn basin(&self) -> Option<String> {
        let Basin { low, high, .. } = self.detail.analysis.basin?;
        let inside = |it: &&Share| (low..=high).contains(&it.lr);
        let rates = self.detail.analysis.frontier.rates.iter().filter(inside).count();
        if rates == 0 {
            return Some(format!(
                "none of the rates tried lies where the curve through them is lowest; try some between {} and {}",
                rate(low),
                rate(high)
            ));
        }
        (rates < RATES_MIN).then(|| {
            format!(
                "only {rates} of the rates tried {} nearly as good as the best; try more between {} and {}",
                if rates == 1 { "is" } else { "are" },
                rate(low),
                rate(high)
            )
        })
    }

    fn open(&self) -> Option<String> {
        let are = match self.counts.queued + self.counts.running {
            0 => return None,
            1 => "1 trial is".to_owned(),
            open => format!("{open} trials are"),
        };
        Some(format!("{are} not over yet; the answer may still change"))
    }

    fn lost(&self) -> Option<String> {
        let lost = self.counts.failed + self.counts.quarantined;
        let are = match lost {
            0 => return None,
            1 => "1 trial failed and is".to_owned(),
            lost => format!("{lost} trials failed and are"),
        };
        let is_many = lost * LOST_SHARE > self.counts.completed;
        let so = if is_many { ", too many to rely on the rest" } else { "" };
        Some(format!("{are} left out{so}; retry the sweep to train what failed again"))
    }

    fn length(&self) -> Option<String> {
        if let Some(Moving { halfway, end }) = self.detail.moving {
            let way = if end < halfway { "falls" } else { "rises" };
            return Some(format!(
                "the best rate still {way} with the length of the run: halfway it was {}, at the end it is {}; search again before training for longer",
                rate(halfway),
                rate(end)
            ));
        }
        let length = match self.horizon {
            Horizon { epochs: Some(epochs), .. } => format!("{epochs} epochs"),
            Horizon { steps: Some(steps), .. } => format!("{steps} updates"),
            Horizon { epochs: None, steps: None } => return None,
        };
        Some(format!(
            "found by training for {length}; the longer one trains, the lower is the best rate"
        ))
    }
}

/// A rate in a sentence, as the pictures have it.
fn rate(value: f64) -> String {
    figure::significant(value, 2, PLAIN)
}

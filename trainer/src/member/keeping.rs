//! How a run is left and taken up again, but for its network.

use search::{course::Moment, schedule::Watched};

use super::Member;
use crate::{
    Score,
    checkpoint::{Reading, Refused, Writing},
};

impl Member<'_> {
    /// Writes down where it stands; between two updates.
    pub(crate) fn keep(&self, into: &mut Writing) {
        let Moment { made, lr, watched } = self.course.moment();
        into.counts("run.updates", [made].into_iter());
        into.doubles("run.lr", &[lr]);
        if let Some(Watched { best, bad, cooling }) = watched {
            into.counts("run.plateau", [bad, cooling].into_iter());
            into.doubles("run.plateau.best", best.as_slice());
        }
        for (name, Score { loss, agreement, samples }) in
            [("run.since_point", self.since), ("run.this_epoch", self.epoch)]
        {
            into.doubles(name, &[loss, agreement, samples]);
        }
        into.counts("run.order", self.order.iter().map(|it| u64::from(*it)));
        into.counts("run.order.drawn", [self.shuffling.position()].into_iter());
        self.report.keep(into);
    }

    /// Goes on from there. It stays as it was where that is refused.
    pub(crate) fn recall(&mut self, from: &Reading<'_>) -> Result<(), Refused> {
        let [made] = from.counts("run.updates")?;
        let [lr] = from.doubles("run.lr")?;
        let watched = self.watched.map(|_| watched(from)).transpose()?;
        let never =
            || Refused::new(format!("no such run stands where it does after {made} updates"));
        let course = self.course.at(Moment { made, lr, watched }).ok_or_else(never)?;
        let scores = ["run.since_point", "run.this_epoch"].map(|name| {
            let [loss, agreement, samples] = from.doubles(name)?;
            Ok(Score { loss, agreement, samples })
        });
        let [since, epoch] = scores;
        let (since, epoch) = (since?, epoch?);
        let order = self.order_of(&from.all_counts("run.order")?)?;
        let [drawn] = from.counts("run.order.drawn")?;
        self.report.recall(from)?;
        self.shuffling.go_to(drawn);
        (self.course, self.order, self.since, self.epoch) = (course, order, since, epoch);
        Ok(())
    }

    /// The rows in an order that was written down.
    fn order_of(&self, rows: &[u64]) -> Result<Vec<u32>, Refused> {
        let count = self.order.len();
        let known = |row: &u64| u32::try_from(*row).ok().filter(|it| (*it as usize) < count);
        let rows: Vec<u32> = rows.iter().filter_map(known).collect();
        if rows.len() != count {
            return Err(Refused::new(format!(
                "`run.order` does not hold the {count} rows of the data"
            )));
        }
        Ok(rows)
    }
}

/// What a plateau had seen.
fn watched(from: &Reading<'_>) -> Result<Watched, Refused> {
    let [bad, cooling] = from.counts("run.plateau")?;
    let best = from.all_doubles("run.plateau.best")?.first().copied();
    Ok(Watched { best, bad, cooling })
}

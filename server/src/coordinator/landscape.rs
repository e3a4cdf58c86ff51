//! How each configuration of a sweep has done so far: what a plot of loss against rate shows.

use std::sync::Arc;

use search::{document::Node, metric::Metric};

use super::Coordinator;
use crate::{
    error::Error,
    store::{StoredSweep, Tried},
};

/// The configurations of a sweep that have results.
#[derive(Clone, Debug)]
pub struct Landscape {
    /// What decides.
    pub metric: Metric,
    /// How many configurations have results.
    pub configurations: usize,
    /// Those, or with more than a plot can show, some of them.
    pub shown: Vec<Shown>,
}

/// A configuration, and the values of what varies.
#[derive(Clone, Debug)]
pub struct Shown {
    /// How it has done.
    pub tried: Tried,
    /// The values of the parameters that vary.
    pub parameters: Vec<(String, Node)>,
}

/// So many of each stretch of rates are kept: the lowest, the highest, and what lies a quarter, a half and three
/// quarters of the way between.
const KEPT_OF_STRETCH: usize = 5;

impl Coordinator {
    /// How the configurations of a sweep have done, and of more than `max`, with `max` at least 5, a fair choice.
    pub async fn landscape(&self, id: &str, max: usize) -> Result<Landscape, Error> {
        let sweep = self.sweep(id).await?;
        let rules = self.rules_of(&sweep)?;
        let all = self.tried(&sweep).await?;
        let shown = |tried: Tried| Shown { parameters: rules.values(tried.configuration), tried };
        Ok(Landscape {
            metric: rules.metric.clone(),
            configurations: all.len(),
            shown: chosen(&all, max).into_iter().map(shown).collect(),
        })
    }

    /// How each configuration of a sweep has done so far, by their numbers.
    pub(super) async fn tried(&self, sweep: &StoredSweep) -> Result<Arc<[Tried]>, Error> {
        if let Some(known) = self.tried.get(sweep) {
            return Ok(known);
        }
        let tried: Arc<[Tried]> = self.store.tried(&sweep.id).await?.into();
        self.tried.put(sweep, tried.clone());
        Ok(tried)
    }
}

/// At most `max` of `all`: of each stretch of rates those that show how far it reaches, the best among them.
fn chosen(all: &[Tried], max: usize) -> Vec<Tried> {
    if all.len() <= max {
        return all.to_vec();
    }
    let mut all: Vec<&Tried> = all.iter().collect();
    let rate = |it: &Tried| it.lr.unwrap_or(0.0);
    all.sort_by(|a, b| rate(a).total_cmp(&rate(b)).then(a.configuration.cmp(&b.configuration)));
    let stretches = (max / KEPT_OF_STRETCH).max(1);
    let mut kept = Vec::with_capacity(max);
    for stretch in 0..stretches {
        let (from, to) = (stretch * all.len() / stretches, (stretch + 1) * all.len() / stretches);
        let of_stretch = &mut all[from..to];
        let mean = |it: &Tried| it.mean.unwrap_or(f64::INFINITY);
        of_stretch.sort_by(|a, b| mean(a).total_cmp(&mean(b)));
        let last = of_stretch.len() - 1;
        let mut places: Vec<usize> =
            (0..KEPT_OF_STRETCH).map(|it| it * last / (KEPT_OF_STRETCH - 1)).collect();
        places.dedup();
        kept.extend(places.into_iter().map(|it| Tried::clone(of_stretch[it])));
    }
    kept.sort_by_key(|it| it.configuration);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bowl over a hundred thousand rates, with its lowest point at one of them.
    fn bowl(lowest: u64) -> Vec<Tried> {
        let tried = |configuration: u64| {
            let lr = f64::from(u32::try_from(configuration).unwrap_or(0) + 1);
            let mean = Some(configuration.abs_diff(lowest))
                .map(|it| f64::from(u32::try_from(it).unwrap_or(0)));
            Tried {
                configuration,
                lr: Some(lr),
                mean,
                low: mean,
                high: mean,
                replicates: 1,
                ..Tried::default()
            }
        };
        (0..100_000).map(tried).collect()
    }

    #[test]
    fn the_best_and_the_ends_are_never_lost() {
        let kept = chosen(&bowl(70_123), 2_000);
        assert!(kept.len() <= 2_000 && kept.len() > 1_900, "{}", kept.len());
        for configuration in [0, 70_123, 99_999] {
            assert!(kept.iter().any(|it| it.configuration == configuration), "{configuration}");
        }
    }

    #[test]
    fn what_fits_stays_as_it_is() {
        let few: Vec<Tried> = bowl(3).into_iter().take(10).collect();
        assert_eq!(chosen(&few, 10), few);
    }
}

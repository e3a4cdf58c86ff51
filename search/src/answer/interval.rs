//! Between which rates the best one lies: as far as the lowest points of likely curves scatter.

use super::{
    region::{End, POINTS_MIN, POINTS_MIN_ALONE, Region},
    smooth::{Curves, Span, curves},
};

/// The rates between which the best one lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Not below this one.
    pub low: f64,
    /// As likely below this one as above it.
    pub middle: f64,
    /// Not above this one.
    pub high: f64,
    /// How often an interval that was found so holds the best rate.
    pub confidence: f64,
}

/// How often an interval holds the best rate.
const CONFIDENCE: f64 = 0.95;

/// Likely curves through `region`, or why none can be drawn.
pub(super) fn fit(region: &Region, seed: u64) -> Result<Curves, String> {
    let rates = region.points.len();
    let (least, more) = match region.noise {
        Some(_) => (POINTS_MIN, "add rates there"),
        None => (POINTS_MIN_ALONE, "set `replicates: 3`, or add rates there"),
    };
    if rates < least {
        let are =
            if rates == 1 { "rate around the best has" } else { "rates around the best have" };
        let seeds = if region.noise.is_some() { "" } else { "one replicate: " };
        return Err(format!("{seeds}{rates} {are} trained, and a curve needs {least}; {more}"));
    }
    let (lowest, highest) = (region.points[0].x, region.points[rates - 1].x);
    let reach = |end: End, own: f64| if let End::Diverged(x) = end { x } else { own };
    let span = Span {
        from: (reach(region.ends[0], lowest), lowest),
        to: (highest, reach(region.ends[1], highest)),
    };
    let drawn = curves(&region.points, region.noise, span, seed);
    drawn.ok_or_else(|| "every rate came to the same value".into())
}

/// The interval that `curves` show, or why they show none. A lowest point at the end of what was tried says that the
/// best rate may lie beyond; one beside a rate that diverged, or is clearly worse, lies at most there.
pub(super) fn interval(region: &Region, curves: &Curves) -> Result<Interval, String> {
    let quantile = |of: &[f64], share: f64| {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an index"
        )]
        let at = (of.len() as f64 * share) as usize;
        of[at.min(of.len() - 1)]
    };
    let tail = (1.0 - CONFIDENCE) / 2.0;
    // Where the cliff lies between the last rate that trained and the first that diverged the trials do not say. That
    // is no matter of chance, so that each end of the interval allows for the cliff that takes it furthest.
    let (low, high) = (quantile(&curves.lowest, tail), quantile(&curves.highest, 1.0 - tail));
    let middle = f64::midpoint(quantile(&curves.lowest, 0.5), quantile(&curves.highest, 0.5)).exp();
    let (from, to) = (curves.places[0], curves.places[curves.places.len() - 1]);
    let near = (to - from) * 1e-9;
    let below = low <= from + near && region.ends[0] == End::Open;
    let above = high >= to - near && region.ends[1] == End::Open;
    match (below, above) {
        (true, true) => Err("the seeds scatter more than the rates differ; add replicates"),
        (true, false) => Err("the best rate may lie below all that were tried; search lower rates"),
        (false, true) => {
            Err("the best rate may lie above all that were tried; search higher rates")
        }
        (false, false) => {
            Ok(Interval { low: low.exp(), middle, high: high.exp(), confidence: CONFIDENCE })
        }
    }
    .map_err(str::to_owned)
}

//! The suggestions of fastai (2.8) and of torch-lr-finder (0.2), each on the part of the curve that the
//! tool itself would look at.
//!
//! Both stop a test once the smoothed loss is several times its best. That rule means nothing where
//! losses are negative or begin near zero; there they stop at once and have no suggestion, and so
//! have we. In one thing we differ: torch-lr-finder names the rate at which a NaN appeared, if one did, and
//! here the curve ends before it.

use super::smoothing;

/// A rule: the rate it names, or why it names none.
pub(super) type Rule = fn(&Part) -> Result<f64, String>;

/// The part of a smoothed curve that a tool looks at: finite, and not empty.
pub(super) struct Part {
    lr: Vec<f64>,
    loss: Vec<f64>,
}

impl Part {
    /// `smooth` without its first `skip` and last `skip_end` updates, and up to the first that is not finite.
    /// `times` the best loss so far ends it: the update that does is the last one.
    fn cut(
        lr: &[f64],
        smooth: &[f64],
        times: f64,
        [skip, skip_end]: [usize; 2],
    ) -> Result<Self, String> {
        let recorded = stop(smooth, times).map_or(smooth.len(), |it| it + 1);
        let end = recorded.saturating_sub(skip_end);
        let finite = smooth.iter().take_while(|it| it.is_finite()).count();
        if end.min(finite) > skip {
            let part = skip..end.min(finite);
            return Ok(Self { lr: lr[part.clone()].to_vec(), loss: smooth[part].to_vec() });
        }
        Err(if finite <= skip {
            format!("the loss is not finite from update {finite} on")
        } else if recorded < smooth.len() {
            format!(
                "the loss is above {times} times its best at update {}, where the rule stops",
                recorded - 1
            )
        } else {
            format!("needs more than {} updates", skip + skip_end)
        })
    }

    fn at_least(&self, points: usize) -> Result<(), String> {
        if self.loss.len() < points {
            return Err(format!(
                "needs {points} updates between its margins, has {}",
                self.loss.len()
            ));
        }
        Ok(())
    }
}

/// The update at which the smoothed loss is above `times` the best so far.
fn stop(smooth: &[f64], times: f64) -> Option<usize> {
    let mut best = f64::INFINITY;
    smooth.iter().position(|loss| {
        best = best.min(*loss);
        *loss > times * best
    })
}

/// What fastai looks at.
pub(super) fn fastai_part(lr: &[f64], loss: &[f64]) -> Result<Part, String> {
    Part::cut(lr, &smoothing::corrected(loss, 0.98), 4.0, [loss.len() / 10, 5])
}

/// What torch-lr-finder looks at.
pub(super) fn lr_finder_part(lr: &[f64], loss: &[f64]) -> Result<Part, String> {
    Part::cut(lr, &smoothing::from_the_first(loss, 0.95), 5.0, [10, 5])
}

/// In the middle of the longest fall: of the longest strictly falling selection of losses.
#[expect(clippy::unnecessary_wraps, reason = "one of several rules")]
pub(super) fn valley(part: &Part) -> Result<f64, String> {
    // `ends[k]` is the highest loss that a fall of k + 1 losses can end with.
    let mut ends: Vec<f64> = Vec::new();
    let mut bottom = 0;
    for (index, loss) in part.loss.iter().enumerate() {
        let length = ends.partition_point(|it| it > loss);
        if length == ends.len() {
            ends.push(*loss);
            bottom = index;
        } else {
            ends[length] = *loss;
        }
    }
    // Without any fall it is the first rate. fastai takes a fall's length for its extent, and so do we.
    let length = if ends.len() == 1 { 0 } else { ends.len() };
    Ok(part.lr[(bottom + length / 3 + length / 6).saturating_sub(length)])
}

/// Where the slope last changes, coming from the right.
pub(super) fn slide(part: &Part) -> Result<f64, String> {
    const WIDTH: usize = 15;
    const THRESHOLD: f64 = 0.005;
    part.at_least(WIDTH + 1)?;
    let slope = slope(&part.loss);
    let last = slope.len() - 1 - WIDTH;
    let left = (0..=last).rev().take_while(|at| (slope[at + WIDTH] - slope[*at]).abs() > THRESHOLD);
    Ok(part.lr[left.last().unwrap_or(last)])
}

/// A tenth of the rate with the lowest loss.
#[expect(clippy::unnecessary_wraps, reason = "one of several rules")]
pub(super) fn minimum(part: &Part) -> Result<f64, String> {
    Ok(part.lr[lowest(&part.loss)] / 10.0)
}

/// Where the loss falls fastest against the logarithm of the rate.
pub(super) fn steep(part: &Part) -> Result<f64, String> {
    part.at_least(2)?;
    let falls = part.loss.windows(2).zip(part.lr.windows(2));
    let falls: Vec<f64> =
        falls.map(|(loss, lr)| (loss[1] - loss[0]) / (lr[1].ln() - lr[0].ln())).collect();
    Ok(part.lr[lowest(&falls)])
}

/// Where the loss falls fastest from update to update.
pub(super) fn steepest(part: &Part) -> Result<f64, String> {
    part.at_least(2)?;
    Ok(part.lr[lowest(&slope(&part.loss))])
}

/// The index of the lowest value, the first of several; 0 where there is none.
pub(super) fn lowest(values: &[f64]) -> usize {
    (0..values.len()).reduce(|a, b| if values[b] < values[a] { b } else { a }).unwrap_or(0)
}

/// The slope at each of two or more values: half the way between its neighbours, as `NumPy`'s `gradient`.
fn slope(values: &[f64]) -> Vec<f64> {
    let last = values.len() - 1;
    (0..=last)
        .map(|at| match at {
            0 => values[1] - values[0],
            _ if at == last => values[last] - values[last - 1],
            _ => (values[at + 1] - values[at - 1]) / 2.0,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// What fastai's own functions name on whole curves, neither smoothed nor cut.
    #[test]
    fn on_a_whole_raw_curve_each_rule_names_what_fastais_does() {
        let known: Value =
            serde_json::from_str(include_str!("../../tests/range_test/curves.json")).unwrap();
        let mut compared = 0;
        for curve in known["curves"].as_array().unwrap() {
            let loss: Option<Vec<f64>> =
                curve["loss"].as_array().unwrap().iter().map(Value::as_f64).collect();
            let Some(loss) = loss else { continue };
            let part = Part { lr: rates(&curve["sweep"]), loss };
            let rules: [(&str, Rule, f64); 4] = [
                ("valley", valley, 1.0),
                ("slide", slide, 1.0),
                ("minimum", minimum, 10.0),
                ("steep", steep, 1.0),
            ];
            for (name, rule, by) in rules {
                let expected = &curve["raw"][name];
                let at = |key: &str| {
                    let index = expected[key].as_u64().map(usize::try_from);
                    index.map(|it| part.lr[it.unwrap()])
                };
                let got = rule(&part).ok().map(|it| it * by);
                let agrees = |it: f64| got.is_some_and(|got| (got / it - 1.0).abs() < 1e-9);
                let same = at("index").map_or(got.is_none(), agrees)
                    || at("f64_index").is_some_and(agrees);
                assert!(same, "{} {name}: {got:?}, not {expected}", curve["id"]);
                compared += 1;
            }
        }
        assert!(compared > 80, "{compared}");
    }

    /// fastai's rates, which stop one update short of the end.
    fn rates(sweep: &Value) -> Vec<f64> {
        let number = |key: &str| sweep[key].as_f64().unwrap();
        let (start, end) = (number("start"), number("end"));
        let updates = u32::try_from(sweep["num"].as_u64().unwrap()).unwrap();
        let rate = |share: f64| match sweep["mode"].as_str() {
            Some("exp") => start * (end / start).powf(share),
            _ => start + (end - start) * share,
        };
        (0..updates).map(|it| rate(f64::from(it) / f64::from(updates))).collect()
    }
}

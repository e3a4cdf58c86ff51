//! Lines of a figure, from what seeds have told.

use figure::{Axis, Line, Panel};

use crate::{
    Error,
    records::Seeds,
    statistics::{Estimate, estimates, float},
};

/// The mean of a metric over the seeds, epoch by epoch, within its standard error. What was measured before
/// training is left out: it would press the rest together.
pub(crate) fn line(name: &str, seeds: &Seeds<'_>, metric: &str) -> Result<Line, Error> {
    let estimates = estimates(&seeds.curves(metric)?);
    let trained = || estimates.iter().enumerate().skip(1).map(|(epoch, it)| (float(epoch), it));
    let points = trained().map(|(epoch, it)| (epoch, Some(it.mean))).collect();
    let around = |(epoch, it): (f64, &Estimate)| {
        it.error.map(|error| (epoch, it.mean - error, it.mean + error))
    };
    Ok(Line { name: name.to_owned(), points, band: trained().filter_map(around).collect() })
}

/// A panel of lines over epochs.
pub(crate) fn over_epochs(measure: &str, lines: Vec<Line>) -> Panel {
    let (x, y) = (Axis::linear("epoch"), Axis::linear(measure));
    Panel { x, y, lines, ..Panel::default() }
}
